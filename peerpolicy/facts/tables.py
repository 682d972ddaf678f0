"""Tables for the quick reading of facts: what reads one value of each declared type.

What it is for: readers of values, made once for a schema, that accept plain values of Python's own
types. May import: `facts.model`, the careful readers of this room, and `ir.schema`. What stays
true: a value that is accepted comes out as the careful reader would give it; anything else is
`ODD`, which says nothing about it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias, assert_never

import attrs

from peerpolicy.facts.model import Datum
from peerpolicy.facts.records import list_keys
from peerpolicy.facts.values import as_number, iso_date
from peerpolicy.ir.schema import (
    REGISTRY_FIELDS,
    AmountOf,
    Approval,
    ChoiceOf,
    Credential,
    DateValue,
    Document,
    Entry,
    Fact,
    Grade,
    RecordKind,
    ReferenceTo,
    Schema,
    SetOf,
    ValueType,
    WordValue,
    YesNo,
)

ODD: Final = object()
"""What a table gives for a value that only the careful reader can read."""

Read: TypeAlias = Callable[[Any], Any]
"""From a value as it was sent to the normalised one, or `ODD`. No errors."""

MOST_MEMBERS: Final = 64
"""A set of more members is left to the careful reader."""

MOST_WHOLE: Final = 10**18
"""A whole number from here on is left to the careful reader."""

_FEW = 128  # numbers below are so common that each is made but once
_NUMBERS: Final = (int, float, Decimal, Fraction, str)


@attrs.frozen(eq=False)
class Lines:
    """How the records of one kind are read.

    `spans` are the fields of first and last day, where they are two; `keys` those of the form of a
    list of them; `width` is at least as many items as one record counts for.
    """

    kind: RecordKind
    fields: dict[str, Read]
    spans: tuple[str, str] | None
    is_registry: bool
    names: tuple[str, ...]
    keys: frozenset[str]
    width: int


def lines_of(schema: Schema, kind: RecordKind) -> Lines:
    """Return how the records of a kind are read. No errors."""
    sets = sum(isinstance(field.type, SetOf) for field in kind.fields)
    return Lines(
        kind,
        {f.name: value_reader(schema, f.type) for f in kind.fields if f.name != "evidence"},
        _spans(kind),
        kind.fields is REGISTRY_FIELDS,
        (*(field.name for field in kind.fields), "evidence"),
        frozenset(list_keys(kind)),
        len(kind.fields) + 2 + sets * MOST_MEMBERS,
    )


def _spans(kind: RecordKind) -> tuple[str, str] | None:
    if not isinstance(kind, Entry | Credential | Approval | Document):
        return None
    if kind.first is None or kind.last is None or kind.first == kind.last:
        return None
    return kind.first, kind.last


@attrs.frozen(eq=False)
class Values:
    """How the values of a fact are read: those of which there are `few` are made but once.

    `kind` is their type in Python; whatever is not among them, `read` reads.
    """

    kind: type
    few: dict[Any, Datum]
    read: Read

    def __call__(self, item: object) -> Any:
        """Read a value, as `read` does. No errors."""
        found = self.few.get(item) if type(item) is self.kind else None
        return self.read(item) if found is None else found


def datum_reader(schema: Schema, fact: Fact, grade: Grade) -> Values:
    """Return what reads a fact. No errors."""
    read = value_reader(schema, fact.type)

    def datum(item: object) -> object:
        value = read(item)
        return ODD if value is ODD else Datum(value, grade)

    kind, few = _few(schema, fact)
    return Values(kind, {value: Datum(value, grade) for value in few}, datum)


def _few(schema: Schema, fact: Fact) -> tuple[type, Iterable[Any]]:
    """Return the commonest values of a fact, which are all of one type."""
    match fact.type:
        case YesNo():
            return bool, (True, False)
        case ChoiceOf(choices=name):
            return str, schema.choices[name].values
        case AmountOf():
            return int, range(_FEW)
        case _:
            return type(None), ()


def value_reader(schema: Schema, kind: ValueType) -> Read:
    """Return what reads a value of a type. No errors."""
    match kind:
        case DateValue():
            return date
        case YesNo():
            return lambda item: item if item is True or item is False else ODD
        case AmountOf():
            return _amount
        case ChoiceOf(choices=name):
            names = {value: value for value in schema.choices[name].values}
            return _choice(names, word if schema.choices[name].others else None)
        case SetOf(choices=name):
            return _set(frozenset(schema.choices[name].values))
        case ReferenceTo() | WordValue():
            return word
    assert_never(kind)


def date(item: object) -> Any:
    """Read a date. No errors."""
    if type(item) is datetime.date:
        return item
    return (iso_date(item) or ODD) if type(item) is str else ODD


def _amount(item: object) -> Any:
    if type(item) is int:
        return item if 0 <= item < MOST_WHOLE else ODD
    if type(item) not in _NUMBERS:
        return ODD
    number = as_number(item)  # type: ignore[arg-type]
    return ODD if number is None or number < 0 else number


def word(item: object) -> Any:
    """Read a name. No errors."""
    # words of the basic alphabet alone: those that print on any page
    return item if type(item) is str and item.isascii() and item.strip() else ODD


def _choice(names: dict[str, str], others: Read | None) -> Read:
    def choice(item: object) -> object:
        found = names.get(item, ODD) if type(item) is str else ODD
        return others(item) if found is ODD and others is not None else found

    return choice


def _set(names: frozenset[str]) -> Read:
    def members(items: object) -> object:
        if type(items) not in (list, tuple, set, frozenset):
            return ODD
        several: Any = items
        if len(several) > MOST_MEMBERS or not all(type(each) is str for each in several):
            return ODD
        found = set(several)
        return tuple(sorted(found)) if found <= names else ODD

    return members
