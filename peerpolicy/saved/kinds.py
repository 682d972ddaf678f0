"""What a saved program is made of: the closed list of kinds, and what each field may hold.

What it is for: the reader builds nothing that is not listed here, and puts nothing into a field
that its annotation does not allow. May import: `ir`, `dates`, `source`, attrs and the standard
library. What stays true: the list is made from the rooms of the IR, so that a new kind of term can
be saved at once; annotations are read as text, never run.
"""

from __future__ import annotations

import enum
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from types import GenericAlias, MappingProxyType, NoneType, UnionType
from typing import Any, Final, cast

import attrs

from peerpolicy import dates, source
from peerpolicy.ir import force, operands, program, schema, terms

Fits = Callable[[object], bool]
"""Says whether a value may stand in a field."""

Shape = frozenset[type] | Fits
"""What a field may hold: values of exactly these types, or whatever fits."""

_ABSTRACT: Final = frozenset({terms.Said, schema.RecordKind})
"""Classes that others are made from; nothing is only this."""


def _listed(*rooms: Any) -> Iterator[type]:
    for room in rooms:
        for kind in vars(room).values():
            if isinstance(kind, type) and kind.__module__ == room.__name__:
                yield kind


_OF_THE_IR: Final = tuple(_listed(operands, terms, schema, program, force))

CLASSES: Final[Mapping[str, type]] = MappingProxyType(
    {
        kind.__name__: kind
        for kind in (source.Place, *_OF_THE_IR)
        if attrs.has(kind) and kind not in _ABSTRACT
    }
)
"""Every class that a program is made of, by its name."""

ENUMS: Final[Mapping[str, type[enum.Enum]]] = MappingProxyType(
    {
        kind.__name__: kind
        for kind in (dates.LeapDay, dates.Weekday, *_OF_THE_IR)
        if issubclass(kind, enum.Enum)
    }
)
"""Every list of names that a program takes values from, by its name."""

_PLAIN: Final[Mapping[str, frozenset[type]]] = MappingProxyType(
    {
        "str": frozenset({str}),
        "int": frozenset({int}),
        "bool": frozenset({bool}),
        "date": frozenset({date}),
        "None": frozenset({NoneType}),
        # the facts of examples in their plain form; the facts reader looks closer
        "object": frozenset({str, int, bool, date, NoneType, Decimal, Fraction, list, dict}),
    }
)
_MAPPINGS: Final = frozenset({MappingProxyType, dict})
_MARKS: Final = ("[", "]", ",", "|")


def names_of(kind: type) -> tuple[str, ...]:
    """Return the fields of a class, in order. No errors."""
    return tuple(field.name for field in attrs.fields(kind))


@lru_cache(maxsize=256)
def shapes_of(kind: type) -> tuple[Shape, ...]:
    """Return what each field of a class may hold, in order. No errors for classes of the list."""
    return tuple(_read(str(field.type), _home(kind, field.name)) for field in attrs.fields(kind))


def fits(value: object, shape: Shape) -> bool:
    """Say whether a value may stand in a field of that shape. No errors."""
    return type(value) in shape if isinstance(shape, frozenset) else shape(value)


def fits_as_type(value: object, shape: Shape) -> bool:
    """Say whether the type of a value may stand there, as far as the type alone says. No errors."""
    return not isinstance(shape, frozenset) or type(value) in shape


def _home(kind: type, field: str) -> str:
    """Return the module whose names the annotation of a field uses."""
    owners = (each for each in kind.__mro__ if field in vars(each).get("__annotations__", ()))
    return next(owners).__module__


@lru_cache(maxsize=256)
def _read(annotation: str, home: str) -> Shape:
    """Read the text of an annotation; its names are those of the module `home`."""
    for mark in _MARKS:
        annotation = annotation.replace(mark, f" {mark} ")
    return _union(annotation.split()[::-1], vars(sys.modules[home]))


def _union(words: list[str], names: Mapping[str, object]) -> Shape:
    """Read what stands between bars. The words are in reverse, so that the next one is the last."""
    options = [_one(words, names)]
    while words and words[-1] == "|":
        words.pop()
        options.append(_one(words, names))
    return _either(options)


def _one(words: list[str], names: Mapping[str, object]) -> Shape:
    name = words.pop()
    if not words or words[-1] != "[":
        return _PLAIN[name] if name in _PLAIN else _named(names[name])
    words.pop()
    inside: list[Shape] = []
    repeated = False
    while words[-1] != "]":
        if words[-1] in (",", "..."):
            repeated = words.pop() == "..." or repeated
        else:
            inside.append(_union(words, names))
    words.pop()
    return _holding(name, inside, repeated)


def _named(meant: object) -> Shape:
    """Return the shape of what a name stands for: a class of the list, an alias or a union."""
    if isinstance(meant, UnionType):
        return _either([_named(each) for each in meant.__args__])
    if isinstance(meant, GenericAlias):
        return _holding(meant.__name__, [_named(each) for each in meant.__args__], repeated=False)
    kind = cast(type, meant)
    if kind in _ABSTRACT:
        return frozenset(each for each in CLASSES.values() if issubclass(each, kind))
    return frozenset({kind})


def _either(options: list[Shape]) -> Shape:
    exact = [each for each in options if isinstance(each, frozenset)]
    types = frozenset[type]().union(*exact)
    others = [each for each in options if not isinstance(each, frozenset)]
    if not others:
        return types
    if not types and len(others) == 1:
        return others[0]
    if len(others) == 1 and types == {NoneType}:
        other = others[0]
        return lambda value: value is None or other(value)
    return lambda value: type(value) in types or any(other(value) for other in others)


def _holding(name: str, inside: list[Shape], repeated: bool) -> Shape:
    """Return the shape of a tuple, a set or a mapping with keys of text."""
    last = inside[-1]
    if name == "Mapping":
        return lambda value: (
            type(value) in _MAPPINGS
            and all(fits(each, last) for each in cast(Mapping[str, object], value).values())
        )
    if name == "frozenset" or repeated:
        kind = frozenset if name == "frozenset" else tuple
        if isinstance(last, frozenset):
            return lambda value: (
                type(value) is kind and last.issuperset(map(type, cast(Any, value)))
            )
        return lambda value: type(value) is kind and all(map(last, cast(Any, value)))
    return lambda value: (
        type(value) is tuple and len(value) == len(inside) and all(map(fits, value, inside))
    )
