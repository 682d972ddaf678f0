"""Writing a program as data.

What it is for: `written`, from a checked program to the bytes of a file. May import: `ir`, the rest
of this room, `_version`, attrs and the standard library. What stays true: equal parts are written
once; equal programs of one build give the same bytes.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import attrs

from peerpolicy._version import __version__
from peerpolicy.ir.program import Program
from peerpolicy.saved import form
from peerpolicy.saved.kinds import CLASSES, ENUMS, names_of

_ENCODER = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True)

Spot = tuple[str, int]
"""Where a value stands: in which of the lists, and where in it."""


def written(program: Program, digest: str) -> bytes:
    """Write a program, with the digest of its policy. No errors for a checked program."""
    text = _ENCODER.encode(_Table().whole(program)).encode("ascii")
    said = (form.MARK, form.FORMAT, __version__, program.id, digest, form.checksum(text))
    head = _ENCODER.encode(dict(zip(form.HEAD, said, strict=True))).encode("ascii")
    return head[:-1] + form.BEFORE_PROGRAM + text + form.AFTER_PROGRAM


@attrs.define
class _Table:
    """The lists as they grow; `spots` knows what is already in them."""

    words: dict[str, int] = attrs.Factory(dict)
    numbers: dict[int, int] = attrs.Factory(dict)
    kinds: dict[tuple[str, ...], int] = attrs.Factory(dict)
    rows: dict[tuple[int, tuple[Spot, ...]], int] = attrs.Factory(dict)

    def whole(self, program: Program) -> dict[str, object]:
        """Return the four lists with a program in them."""
        self.add(program)
        starts = {
            "constant": 0,
            "word": len(form.CONSTANTS),
            "number": len(form.CONSTANTS) + len(self.words),
            "row": len(form.CONSTANTS) + len(self.words) + len(self.numbers),
        }
        rows = [[kind, *(starts[name] + place for name, place in held)] for kind, held in self.rows]
        return {
            "words": list(self.words),
            "numbers": list(self.numbers),
            "kinds": [list(kind) for kind in self.kinds],
            "rows": rows,
        }

    def add(self, value: object) -> Spot:
        """Put a value into the lists, after what it holds, and say where it is."""
        if value is None or type(value) is bool:
            return "constant", form.CONSTANTS.index(value)
        if type(value) is str:
            return "word", self.words.setdefault(value, len(self.words))
        if type(value) is int:
            return "number", self.numbers.setdefault(value, len(self.numbers))
        name, held = _opened(value)
        spots = tuple(self.add(each) for each in held)
        kind = self.kinds.setdefault(name, len(self.kinds))
        return "row", self.rows.setdefault((kind, spots), len(self.rows))


def _opened(value: object) -> tuple[tuple[str, ...], Iterable[object]]:
    """Return the kind of a value, with the names of its fields, and what it holds."""
    match value:
        case enum.Enum() if type(value).__name__ in ENUMS:
            return (type(value).__name__,), (value.name,)
        case date():
            return ("date",), (value.isoformat(),)
        case Fraction():
            return ("fraction",), (value.numerator, value.denominator)
        case Decimal():
            return ("decimal",), (str(value),)
        case tuple() | list():
            return ("tuple" if isinstance(value, tuple) else "list",), value
        case frozenset():
            return ("set",), sorted(value)
        case MappingProxyType():
            return ("mapping",), _pairs(value)
        case dict():
            return ("dict",), _pairs(value)
    kind = type(value)
    if CLASSES.get(kind.__name__) is not kind:
        raise TypeError(f"a {kind.__name__} cannot be saved")
    names = names_of(kind)
    return (kind.__name__, *names), [getattr(value, name) for name in names]


def _pairs(value: Mapping[object, object]) -> Iterator[object]:
    for pair in value.items():
        yield from pair
