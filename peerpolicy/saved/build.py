"""Building a program from its lists: the closed list of kinds, checked part by part.

What it is for: `built`, from the parsed JSON of a file to a program whose every field holds what
its annotation allows. May import: `ir`, the rest of this room and the standard library. What stays
true: a row holds only what stands before it, so nothing goes round; what is used many times counts
as often, so that a short file cannot stand for endless work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

import attrs

from peerpolicy.ir.program import Program
from peerpolicy.saved import form
from peerpolicy.saved.kinds import CLASSES, ENUMS, fits_as_type, names_of, shapes_of

_LISTS: Final = ("words", "numbers", "kinds", "rows")
_MOST_PARTS: Final = 1_000_000
"""A program has fewer parts than this; the longest shipped one has seven thousand."""

_MOST_WORK: Final = 10 * _MOST_PARTS
"""So many parts at most are looked at, those of shared parts each time again."""

_DEEPEST: Final = 220
"""How many parts may stand in each other; a text can have about as many."""

_DATE: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DECIMAL: Final = r"-?[0-9]{1,400}(\.[0-9]{1,400})?(E[+-]?[0-9]{1,3})?"
_NOT_A_LIST: Final = "it is not made of lists"

Build = Callable[[list[Any]], object]
"""Makes a value of the values that it holds."""


class DamagedError(Exception):
    """Why data are no program."""


class OtherFormError(Exception):
    """How another version of the library wrote what this one would write otherwise."""


def built(table: object) -> Program:
    """Build a program from the four lists of a file.

    Errors: DamagedError for what is no program; OtherFormError for kinds or fields that this
    version does not know.
    """
    words, numbers, kinds, rows = _lists(table)
    builders = [_builder(kind) for kind in kinds]
    values: list[Any] = [*form.CONSTANTS, *words, *numbers]
    sizes, depths = [1] * len(values), [0] * len(values)
    left = _MOST_WORK
    for kind, *places in rows:
        try:
            build, held = builders[kind], [values[place] for place in places]
        except IndexError:
            raise DamagedError("it points to what is not there") from None
        size = 1 + sum([sizes[place] for place in places])
        depth = 1 + max([depths[place] for place in places], default=0)
        left -= size
        if size > _MOST_PARTS or depth > _DEEPEST or left < 0:
            raise DamagedError("it is too large, or nested too deeply")
        values.append(build(held))
        sizes.append(size)
        depths.append(depth)
    program = values[-1]
    if type(program) is not Program:
        raise DamagedError("it does not end with a program")
    return program


_INTEGERS: Final = {int}


def _lists(table: object) -> Iterator[list[Any]]:
    if not isinstance(table, dict) or tuple(table) != _LISTS:
        raise DamagedError(_NOT_A_LIST)
    words, numbers, kinds, rows = lists = [table[name] for name in _LISTS]
    if not all(type(each) is list for each in lists):
        raise DamagedError(_NOT_A_LIST)
    if not set(map(type, words)) <= {str} or not set(map(type, numbers)) <= _INTEGERS:
        raise DamagedError("its words and numbers are something else")
    if not set(map(type, rows)) <= {list} or not all(rows):
        raise DamagedError(_NOT_A_LIST)
    places = [place for row in rows for place in row]
    if not set(map(type, places)) <= _INTEGERS or min(places, default=0) < 0:
        raise DamagedError("its rows are something else")
    if max("".join(words), default="") >= "\ud800" and any(map(_is_broken, words)):
        raise DamagedError("it holds a text that no file can hold")
    return iter((words, numbers, kinds, rows))


def _is_broken(word: str) -> bool:
    """Say whether half of a surrogate pair stands in a word."""
    return any("\ud800" <= letter <= "\udfff" for letter in word)


def _builder(kind: object) -> Build:
    """Return what builds a kind that a file names, with its fields."""
    if type(kind) is not list or not kind or not set(map(type, kind)) <= {str}:
        raise DamagedError(_NOT_A_LIST)
    name, *fields = kind
    if name in _PLAIN and not fields:
        return _PLAIN[name]
    if name in ENUMS and not fields:
        return _named(name)
    known = CLASSES.get(name)
    if known is None or names_of(known) != tuple(fields):
        raise OtherFormError("with other parts than this version knows")
    return _of_class(known, tuple(fields))


def _of_class(kind: type, names: tuple[str, ...]) -> Build:
    shapes = shapes_of(kind)
    by_name = sum(field.kw_only for field in attrs.fields(kind))  # those come first
    named = names[:by_name]
    closer = [(n, shape) for n, shape in enumerate(shapes) if not isinstance(shape, frozenset)]
    seen: set[tuple[type, ...]] = set()

    def fit(held: list[Any]) -> bool:
        """Say whether values of these types may stand in the fields; remembered by the types."""
        types = tuple(map(type, held))
        if types not in seen:
            if len(held) != len(shapes) or not all(map(fits_as_type, held, shapes)):
                return False
            seen.add(types)
        return all(shape(held[n]) for n, shape in closer)

    def build(held: list[Any]) -> object:
        if not fit(held):
            raise DamagedError(f"a part `{kind.__name__}` holds what it cannot hold")
        if not by_name:
            return kind(*held)
        return kind(*held[by_name:], **dict(zip(named, held, strict=False)))

    return build


def _named(name: str) -> Build:
    members = ENUMS[name].__members__

    def build(held: list[Any]) -> object:
        if len(held) != 1 or type(held[0]) is not str or held[0] not in members:
            raise DamagedError(f"a part `{name}` has another name")
        return members[held[0]]

    return build


# ---------------------------------------------------------------- values that are no classes


def _date(held: list[Any]) -> date:
    try:
        return date.fromisoformat(_text(held, _DATE))
    except ValueError:
        raise DamagedError("it holds a date that no calendar has") from None


def _decimal(held: list[Any]) -> Decimal:
    return Decimal(_text(held, _DECIMAL))


def _text(held: list[Any], pattern: str) -> str:
    if len(held) == 1 and type(held[0]) is str and re.fullmatch(pattern, held[0]):
        return held[0]
    raise DamagedError("a date or a number is something else")


def _fraction(held: list[Any]) -> Fraction:
    if len(held) == 2 and set(map(type, held)) == _INTEGERS and held[1] > 1:
        number = Fraction(*held)
        if number.denominator == held[1]:
            return number
    raise DamagedError("a number is something else")


def _set(held: list[Any]) -> frozenset[int]:
    if set(map(type, held)) <= _INTEGERS:
        return frozenset(held)
    raise DamagedError("a set holds something else")


def _dict(held: list[Any]) -> dict[str, Any]:
    keys = held[::2]
    if len(held) % 2 or not set(map(type, keys)) <= {str}:
        raise DamagedError("a mapping has keys that are no texts")
    return dict(zip(keys, held[1::2], strict=True))


_PLAIN: Final[dict[str, Build]] = {
    "tuple": tuple,
    "list": list,
    "set": _set,
    "date": _date,
    "fraction": _fraction,
    "decimal": _decimal,
    "mapping": lambda held: MappingProxyType(_dict(held)),
    "dict": _dict,
}
