"""Invariants of terms: what is true of every term, whoever made it.

What it is for: says what is wrong with a term that did not come from the checker, or that the
checker lowered wrongly. May import: `ir.program`, `ir.terms`, `ir.schema`, attrs and the standard
library. What stays true: a term without a fault holds only objects of the closed lists, each name
is in the schema, each amount is in the measure of what it is compared with, and each line has its
words.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final, get_args

import attrs

from peerpolicy.ir import operands, terms
from peerpolicy.ir.program import Clause
from peerpolicy.ir.schema import (
    JUDGED_DAY,
    STATE_FIELD,
    AmountOf,
    ChoiceOf,
    Credential,
    DateValue,
    Document,
    Entry,
    Fact,
    RecordKind,
    Relation,
    Role,
    Schema,
    SetOf,
    YesNo,
)
from peerpolicy.ir.terms import (
    AgeTest,
    Cap,
    Compares,
    ComparesWith,
    Deadline,
    Duration,
    EachBy,
    FactOf,
    FactTest,
    Gap,
    Holds,
    Includes,
    IsBetween,
    IsDated,
    IsIn,
    IsListed,
    IsYes,
    Paper,
    Related,
    Said,
    SomeWho,
    Standing,
    Subject,
    Term,
    Total,
)
from peerpolicy.source import Place

_TERMS: Final = frozenset(get_args(Term))
_PARTS: Final = frozenset(
    kind
    for module in (operands, terms)
    for kind in vars(module).values()
    if isinstance(kind, type) and attrs.has(kind)
)
_PLAIN: Final = frozenset({str, int, bool, Fraction, date, type(None), Place})

_RECORDS: Final = {
    Total: ("entry", Entry),
    Duration: ("entry", Entry),
    Gap: ("entry", Entry),
    Cap: ("entry", Entry),
    Holds: ("credential", Credential),
    Standing: ("credential", Credential),
    Paper: ("document", Document),
    Related: ("relation", Relation),
    SomeWho: ("role", Role),
    EachBy: ("role", Role),
}
"""Terms about records: the field that names the kind of record, and what that must be."""


def conditions(clause: Clause) -> Iterator[Term]:
    """Yield every condition of a clause: its own, its guard, and those of its exceptions."""
    yield clause.condition
    if clause.guard is not None:
        yield clause.guard
    for exception in clause.exceptions:
        yield exception.condition
        if exception.instead is not None:
            yield exception.instead


def faults(term: object, schema: Schema) -> list[str]:
    """Say what is wrong with a term, each fault once; nothing where it keeps the invariants.

    In: any object, and the schema that its names must be in. No errors.
    """
    if type(term) not in _TERMS:
        return [f"a {type(term).__name__} is no term"]
    foreign = list(dict.fromkeys(_foreign(term)))
    return foreign or list(dict.fromkeys(_unfit(term, schema)))


def _foreign(value: object) -> Iterator[str]:
    """Yield what is no part of a term: objects of other types, and subclasses of the known ones."""
    if isinstance(value, tuple):
        for item in value:
            yield from _foreign(item)
        return
    kind = type(value)
    if kind in _PLAIN or (isinstance(value, enum.Enum) and kind.__module__ == operands.__name__):
        return
    if kind not in _PARTS:
        yield f"a {kind.__name__} is no part of a term"
        return
    if isinstance(value, Said) and kind not in _TERMS | {terms.Topic, terms.Division}:
        yield f"a {kind.__name__} is no term"
    for field in attrs.fields(kind):
        yield from _foreign(getattr(value, field.name))


def _unfit(term: object, schema: Schema) -> Iterator[str]:
    for part in terms.parts(term):
        yield from misfits(part, schema)


def misfits(part: object, schema: Schema) -> Iterator[str]:
    """Yield what is wrong with one part of a term, whatever stands inside it. No errors."""
    if isinstance(part, Said) and not part.text and type(part) in _TERMS:
        yield f"a {type(part).__name__} has no words"
    if isinstance(part, Subject):
        yield from _subject(part, schema)
    elif isinstance(part, FactOf):
        yield from _fact_of(part, schema)
    elif isinstance(part, FactTest):
        yield from _fact_test(part, schema)
    elif isinstance(part, AgeTest | Deadline):
        named = part.since if isinstance(part, AgeTest) else part.deed
        fact = schema.fact(named.subject.name, named.name)
        if fact is not None and not isinstance(fact.type, DateValue):
            yield f"`{fact.name}` is not a date"
    if type(part) in _RECORDS:
        yield from _records(part, schema)


def _subject(subject: Subject, schema: Schema) -> Iterator[str]:
    known = schema.rosters if subject.in_hand else {each.name for each in schema.entities}
    if subject.name not in known:
        yield f"`{subject.name}` is nobody that the schema knows"


def _fact_of(named: FactOf, schema: Schema) -> Iterator[str]:
    if named.name != JUDGED_DAY and schema.fact(named.subject.name, named.name) is None:
        yield f"`{named.name}` is no fact of `{named.subject.name}`"


def _fact_test(term: FactTest, schema: Schema) -> Iterator[str]:
    fact = schema.fact(term.fact.subject.name, term.fact.name)
    if fact is None:
        return
    if not _fits(term, fact):
        yield f"the test of `{fact.name}` does not fit its type"
    if isinstance(term.test, IsIn | Includes) and isinstance(fact.type, ChoiceOf | SetOf):
        choices = schema.choices[fact.type.choices]
        for value in term.test.values:
            if value not in choices.values:
                yield f"`{value}` is not one of `{choices.name}`"
    match term.test, fact.type:
        case (
            (Compares(unit=unit) | ComparesWith(unit=unit) | IsBetween(unit=unit)),
            AmountOf(measure=measure),
        ):
            if unit != measure:
                yield f"`{fact.name}` is in {measure}, not in {unit}"


def _fits(term: FactTest, fact: Fact) -> bool:
    match term.test:
        case IsYes():
            return isinstance(fact.type, YesNo)
        case Includes():
            return isinstance(fact.type, SetOf)
        case Compares() | ComparesWith() | IsBetween():
            return isinstance(fact.type, AmountOf)
        case IsDated():
            return isinstance(fact.type, DateValue)
        case IsIn() | IsListed():
            return not isinstance(fact.type, YesNo | SetOf | AmountOf | DateValue)


def _records(part: object, schema: Schema) -> Iterator[str]:
    field, wanted = _RECORDS[type(part)]
    subject, name = part.subject, getattr(part, field)  # type: ignore[attr-defined]
    kind = schema.record(subject.name, name)
    if kind is None or not isinstance(kind, wanted):
        yield f"`{name}` is no {wanted.__name__.lower()} of `{subject.name}`"
        return
    for where in getattr(part, "where", ()):
        if not _has_field(kind, where.field):
            yield f"`{name}` has no field `{where.field}`"


def _has_field(kind: RecordKind, name: str) -> bool:
    return kind.field(name) is not None or name == STATE_FIELD
