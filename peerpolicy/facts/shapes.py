"""Opening what a caller sends: mappings, objects, lists and plain values of any library.

What it is for: the only place where a caller's own code runs (a mapping's methods, an object's
attributes, a text that is an enum member). May import: `facts.marks`, attrs and the standard
library; other libraries' classes are known by what they declare, without importing them. What
stays true: what comes out is of Python's own types or was only handed through; an error in the
caller's code becomes a refusal, and its text, which may hold a value, is dropped.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

import attrs

from peerpolicy.facts.marks import Attested, Graded, Listed

Scalar = bool | str | int | float | Decimal | Fraction | datetime.date
"""A value of one of Python's own types; a `datetime.datetime` passes as a date here."""

NOT_OPEN = "is neither a mapping nor an object with declared fields"

_MOST_KEYS = 10_000
_FAILED = "cannot be read"
_MARKS = (Attested, Graded, Listed)

# Python's families of errors by name; a fault of ours is no reason to blame the facts, so the
# bodies below hold nothing but the caller's code. An error class of the caller's own that
# belongs to none of the families goes through to the caller.
_CALLERS_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BufferError,
    EOFError,
    ImportError,
    LookupError,
    MemoryError,
    NameError,
    OSError,
    ReferenceError,
    RuntimeError,
    StopIteration,
    SyntaxError,
    SystemError,
    TypeError,
    ValueError,
    Warning,
)


def mapping(raw: object) -> dict[str, object] | str | None:
    """Copy a mapping into a dict with keys of type str.

    Out: the dict; None where `raw` is no mapping; or, as text, why it cannot be read. No errors.
    """
    try:
        if isinstance(raw, dict):
            # past any method that a subclass replaces
            return _texts(itertools.islice(dict.items(raw), _MOST_KEYS + 1))
        if isinstance(raw, Mapping):
            keys = itertools.islice(iter(raw), _MOST_KEYS + 1)
            return _texts((key, raw[key]) for key in keys)
    except _CALLERS_FAULTS:
        return _FAILED
    return None


def opened(raw: object, names: Collection[str]) -> dict[str, object] | str:
    """Copy a mapping, or read from an object those of `names` that its class declares.

    Out: the dict, or, as text, why it cannot be read. No errors. Classes of attrs, dataclasses,
    Pydantic and msgspec and named tuples declare their fields; what any other class has is not
    declared and is not read.
    """
    copied = mapping(raw)
    if copied is not None:
        return copied
    try:
        if isinstance(raw, _MARKS):
            return "is a mark that cannot stand here"
        declared = _declared(type(raw))
        if declared is None:
            return NOT_OPEN
        read = {name: getattr(raw, name) for name in names if name in declared}
    except _CALLERS_FAULTS:
        return _FAILED
    # an object of another kind would pass for one about which nothing is known
    return read if read or not declared else "is an object that declares nothing asked for here"


def several(raw: object) -> list[object] | None:
    """Copy a list or tuple; None for anything else, a named tuple included. No errors."""
    try:
        # by the built-in methods, past any that a subclass replaces
        if isinstance(raw, list):
            return list.copy(raw)
        if isinstance(raw, tuple) and not hasattr(type(raw), "_fields"):
            return list(tuple.__getitem__(raw, slice(None)))
    except _CALLERS_FAULTS:
        return None
    return None


def members(raw: object) -> list[object] | None:
    """Copy a list, tuple or set; None for anything else. No errors."""
    try:
        if isinstance(raw, set | frozenset):
            return [*frozenset.union(frozenset(), raw)]
    except _CALLERS_FAULTS:
        return None
    return several(raw)


def scalar(raw: object) -> Scalar | None:
    """Copy a plain value into Python's own type; None for a value of any other type. No errors."""
    try:
        return _plain(raw)
    except _CALLERS_FAULTS:
        return None


def _texts(pairs: Iterable[tuple[object, object]]) -> dict[str, object] | str:
    copied: dict[str, object] = {}
    for key, value in pairs:
        if not isinstance(key, str):
            return "has a key that is not text"
        copied[str.__str__(key)] = value
    return copied if len(copied) <= _MOST_KEYS else "has too many keys"


def _declared(kind: type) -> frozenset[str] | None:
    if attrs.has(kind):
        return frozenset(field.name for field in attrs.fields(kind))
    if hasattr(kind, "__dataclass_fields__"):
        import dataclasses  # here, because few callers send any

        return frozenset(field.name for field in dataclasses.fields(kind))
    for place in ("model_fields", "__struct_fields__", "_fields"):
        names = getattr(kind, place, None)
        if isinstance(names, Mapping | tuple):
            return frozenset(names)
    return None


def _plain(raw: object) -> Scalar | None:
    if isinstance(raw, bool | datetime.datetime):
        return raw
    # the built-in methods, because a subclass (an enum, say) may replace its own
    if isinstance(raw, str):
        return str.__str__(raw)
    if isinstance(raw, int):
        return int.__index__(raw)
    if isinstance(raw, float):
        return float.__pos__(raw)
    if isinstance(raw, Decimal):
        return Decimal(raw)
    if isinstance(raw, Fraction):
        return Fraction(raw.numerator, raw.denominator)
    if isinstance(raw, datetime.date):
        return datetime.date.fromordinal(datetime.date.toordinal(raw))
    return None
