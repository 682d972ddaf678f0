"""The canonical form of frozen data: one JSON text for one meaning, and its digest.

What it is for: the identity of a program (and, one floor up, of a decision) that does not hang on
prose, on places or on the order of a file. May import: `ir.program`, `ir.schema`, attrs and the
standard library. What stays true: equal programs have equal forms; two values of different types
never share one; the form holds nothing but dicts, lists, texts, integers, booleans and None.
"""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from json.encoder import encode_basestring_ascii
from types import MappingProxyType, NoneType
from typing import Any, Final

import attrs

from peerpolicy.ir.program import Program

JsonReady = dict[str, "JsonReady"] | list["JsonReady"] | str | int | bool | None

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=True)

_PROSE = frozenset({"text"})
"""The author's own line: shown to readers, read by no evaluator."""

_TESTS = frozenset({"examples"})
"""Worked cases stand beside the rules; one more of them does not make another policy."""

_ORDERED_BY_FILE = frozenset(
    {
        "questions",
        "clauses",
        "interpretations",
        "open_terms",
        "parameters",
        "offers",
        "ledger",
        "entities",
        "facts",
        "ages",
        "records",
        "judgements",
        "exceptions",
        "replaces",
    }
)
"""Collections whose members have names of their own, so that their order says nothing."""


def canonical(value: object) -> JsonReady:
    """Turn frozen data into its canonical form.

    In: attrs objects (a tag of the type and the fields that count for equality, without the
    author's line), enums, dates, exact numbers, texts, booleans, None, tuples, sets and mappings
    with keys of text. Errors: TypeError for anything else, naming the type and no value.
    """
    match value:
        case enum.Enum():
            return {"!": type(value).__name__, "name": value.name}
        case None | bool() | int() | str():
            return value
        case Fraction():
            return {"!": "Fraction", "value": f"{value.numerator}/{value.denominator}"}
        case date():
            return {"!": "date", "value": value.isoformat()}
        case Mapping():
            return {"!": "map", "items": [[str(k), canonical(value[k])] for k in sorted(value)]}
        case tuple() | list():
            return [canonical(item) for item in value]
        case frozenset() | set():
            return in_any_order([canonical(item) for item in value])
    kind = type(value)
    if not attrs.has(kind):
        raise TypeError(f"no canonical form for a {kind.__name__}")
    form: dict[str, JsonReady] = {"!": kind.__name__}
    form.update((f.name, _field(f, value)) for f in attrs.fields(kind) if _counts(f))
    return form


def in_any_order(items: list[JsonReady]) -> JsonReady:
    """Return the items in the order of their own texts: the same list whatever their order."""
    return sorted(items, key=compact)


def compact(form: JsonReady) -> str:
    """Return the one JSON text of a canonical form: sorted keys, no spaces, ASCII."""
    return _ENCODER.encode(form)


def text_in_any_order(value: object) -> str:
    """Return the compact text of the canonical form of a value, with every list in any order.

    The text that `compact` gives for that form, written at once, because facts are many. Errors:
    as for `canonical`.
    """
    write = _WRITERS.get(type(value))
    if write is not None:
        return write(value)
    if isinstance(value, enum.Enum):
        return f'{{"!":"{type(value).__name__}","name":"{value.name}"}}'
    if isinstance(value, Mapping):
        return _mapping(value)
    kind: type = type(value)
    fields = _fields(kind)
    if fields is None:
        return compact(canonical(value))
    parts = [f'"{name}":{text_in_any_order(getattr(value, name))}' for name in fields]
    return f'{{"!":"{kind.__name__}",' + ",".join(parts) + "}"


def _mapping(value: Mapping[str, object]) -> str:
    keys = sorted(value)
    pairs = [f"[{encode_basestring_ascii(k)},{text_in_any_order(value[k])}]" for k in keys]
    return '{"!":"map","items":[' + ",".join(pairs) + "]}"


def _several(value: Iterable[object]) -> str:
    return "[" + ",".join(sorted([text_in_any_order(each) for each in value])) + "]"


@lru_cache(maxsize=256)
def _fields(kind: type) -> tuple[str, ...] | None:
    """Return the fields of a class that count; None where it is no class of attrs."""
    if not attrs.has(kind):
        return None
    return tuple(sorted(field.name for field in attrs.fields(kind) if _counts(field)))


_WRITERS: Final[Mapping[type, Callable[[Any], str]]] = {
    str: encode_basestring_ascii,
    int: int.__repr__,
    bool: lambda value: "true" if value else "false",
    NoneType: lambda value: "null",
    date: lambda value: f'{{"!":"date","value":"{value.isoformat()}"}}',
    tuple: _several,
    list: _several,
    set: _several,
    frozenset: _several,
    MappingProxyType: _mapping,
    dict: _mapping,
}
"""What writes the texts of the commonest values."""


def fingerprint(form: JsonReady) -> str:
    """Return "sha256:" and the SHA-256 of a canonical form. An integrity check, no pseudonym."""
    return fingerprint_of(compact(form))


def fingerprint_of(text: str) -> str:
    """Return the fingerprint of a form from its compact text. No errors."""
    return "sha256:" + hashlib.sha256(text.encode("ascii")).hexdigest()


def text_of(value: object) -> str:
    """Return the compact text of the canonical form of frozen data, written at once.

    What `compact(canonical(value))` gives, in a fraction of the time. Errors: as for `canonical`.
    """
    write = _IN_ORDER.get(type(value))
    if write is not None:
        return write(value)
    if isinstance(value, enum.Enum):
        return f'{{"!":"{type(value).__name__}","name":"{value.name}"}}'
    kind: type = type(value)
    plan = _plan(kind)
    if plan is None:
        return compact(canonical(value))
    parts = [
        f'"{name}":{_texts_in_any_order(item) if any_order else text_of(item)}'
        for name, any_order, item in [(n, o, getattr(value, n)) for n, o in plan]
    ]
    return f'{{"!":"{type(value).__name__}",' + ",".join(parts) + "}"


def _texts(value: Iterable[object]) -> str:
    return "[" + ",".join([text_of(each) for each in value]) + "]"


def _texts_in_any_order(value: object) -> str:
    if not isinstance(value, tuple | list | frozenset | set):
        return text_of(value)
    return "[" + ",".join(sorted([text_of(each) for each in value])) + "]"


def _pairs(value: Mapping[str, object]) -> str:
    pairs = [f"[{encode_basestring_ascii(k)},{text_of(value[k])}]" for k in sorted(value)]
    return '{"!":"map","items":[' + ",".join(pairs) + "]}"


@lru_cache(maxsize=256)
def _plan(kind: type) -> tuple[tuple[str, bool], ...] | None:
    """Return the fields of a class that count, and which of them are in any order."""
    names = _fields(kind)
    if not names:  # no class of attrs, or one without a field, whose form has no comma
        return None
    return tuple((name, name in _ORDERED_BY_FILE) for name in names)


def digest(program: Program) -> str:
    """Return the identity of a program: "sha256:" and 64 digits.

    It covers the rules, the vocabularies, the sources and the ledger; it covers neither the
    author's spelling of a line, nor places, nor the order of the file, nor the examples. No
    errors.
    """
    return fingerprint_of(text_of(program))


def _counts(field: attrs.Attribute[object]) -> bool:
    return bool(field.eq) and field.name not in _PROSE | _TESTS


def _field(field: attrs.Attribute[object], value: object) -> JsonReady:
    form = canonical(getattr(value, field.name))
    if field.name in _ORDERED_BY_FILE and isinstance(form, list):
        return in_any_order(form)
    return form


_IN_ORDER: Final[Mapping[type, Callable[[Any], str]]] = {
    **_WRITERS,
    tuple: _texts,
    list: _texts,
    set: _texts_in_any_order,
    frozenset: _texts_in_any_order,
    MappingProxyType: _pairs,
    dict: _pairs,
}
"""What writes the texts of the commonest values, where lists keep their order."""
