"""What a clause rests on, as a key under which what is told of it may be kept.

What it is for: `reads`. May import: `dates`, `facts` and `ir`. What stays true: two cases
with the same key are told the same; no date, no name and no free word of anybody is in a key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import attrs

from peerpolicy.dates import LeapDay, completed_years
from peerpolicy.facts.model import Facts, RecordList
from peerpolicy.facts.sent import seen
from peerpolicy.ir.asking import terms_of
from peerpolicy.ir.program import Clause, Program
from peerpolicy.ir.schema import (
    JUDGED_DAY,
    AmountOf,
    ChoiceOf,
    Entry,
    Schema,
    SetOf,
    ValueType,
    YesNo,
)
from peerpolicy.ir.terms import (
    AgeTest,
    AllOf,
    AnyOf,
    AtLeastOf,
    Compares,
    Defined,
    Ever,
    FactOf,
    FactTest,
    IsListed,
    NeverFails,
    NoneOf,
    ParameterValue,
    Readings,
    ScopeTest,
    Term,
    Total,
    parts,
)
from peerpolicy.ir.versions import all_versions

Read = Callable[[Facts, date], object]
"""What of the facts a clause rests on; None where that is nothing to be kept."""

_PLAIN = (
    *(FactTest, AgeTest, ScopeTest, AllOf, AnyOf, NoneOf, AtLeastOf),
    *(Defined, Readings, NeverFails, Total),
)
"""The terms of which everything that they rest on may be kept."""

_MOST_YEARS, _LAST_YEAR = 150, 9000
"""Within these, whoever is old enough is told the same whatever the birthday."""

_MOST_RECORDS = 8
"""Longer lists are hardly ever the same twice."""


def reads(program: Program, name: str, about: str) -> tuple[str, Read | None]:
    """Return the one fact of the entity `about` that a clause rests on, empty if it is not one.

    And else what reads everything that it rests on; None where that is never kept. No errors.
    """
    versions = all_versions(program, name)
    whole = [part for clause in versions for part in _parts(clause)]
    by = {clause.in_force.by for clause in versions if clause.in_force and clause.in_force.by}
    born = {p.since for p in whole if isinstance(p, AgeTest)}
    facts = by.union(p for p in whole if isinstance(p, FactOf) and p.name != JUDGED_DAY)
    lists = [_line(program.schema, p) for p in whole if isinstance(p, Total)]
    kept = (
        all(_is_plain(part) for part in whole)
        and all(_is_kept(program.schema, fact) for fact in facts - born)
        and not any(fact.subject.in_hand for fact in facts)
        and not any(_is_far(p) for p in whole if isinstance(p, AgeTest))
        and not born & (_tested(whole) | by)
    )
    lines = tuple(line for line in lists if line is not None)
    if not kept or len(lines) < len(lists):
        return "", None
    own = sorted(facts - born, key=_by_name)
    if len(own) == 1 and not born and not lines and own[0].subject.name == about:
        return own[0].name, None
    ages = sorted(born, key=_by_name)
    return "", _reader(own, ages, lines, program.calendar.leap_day or LeapDay.MARCH_1)


def _by_name(fact: FactOf) -> tuple[str, str]:
    return fact.subject.name, fact.name


def _parts(clause: Clause) -> Iterator[object]:
    yield from (part for term in terms_of(clause) for part in parts(term))


def _is_plain(part: object) -> bool:
    if isinstance(part, Term):
        return isinstance(part, _PLAIN)
    return not isinstance(part, IsListed)


def _is_kept(schema: Schema, fact: FactOf) -> bool:
    """Say whether values of a fact may be kept. No errors."""
    declared = schema.fact(fact.subject.name, fact.name)
    return declared is not None and _has_few(schema, declared.type)


def _has_few(schema: Schema, kind: ValueType) -> bool:
    """Say whether values of a type are yes or no, amounts, or the policy's own words."""
    match kind:
        case YesNo() | AmountOf():
            return True
        case ChoiceOf(choices=name) | SetOf(choices=name):
            return not schema.choices[name].others
        case _:
            return False


def _tested(whole: list[object]) -> set[FactOf]:
    """Return the facts that are read otherwise than for an age."""
    tests = [p for p in whole if isinstance(p, FactTest | ScopeTest)]
    return {p for test in tests for p in parts(test) if isinstance(p, FactOf)}


def _is_far(term: AgeTest) -> bool:
    """Say whether a birthday may matter to somebody who is old enough."""
    test = term.test
    ends = (test.bound,) if isinstance(test, Compares) else (test.low, test.high)
    return any(isinstance(end, ParameterValue) or end > _MOST_YEARS for end in ends)


def _reader(
    own: list[FactOf], born: list[FactOf], lines: tuple[_Line, ...], leap_day: LeapDay
) -> Read:
    names = tuple(_by_name(fact) for fact in own)

    def read(facts: Facts, day: date) -> object:
        found: list[object] = []
        for entity, name in names:
            found.append(seen(facts.holder(entity).values, name))
        for fact in born:
            if day.year >= _LAST_YEAR:
                return None
            found.append(_age(facts, fact, day, leap_day))
        for line in lines:
            listing = facts.holder(line.entity).lists.get(line.entry)
            if listing is not None and len(listing.records) > _MOST_RECORDS:
                return None
            found.append(None if listing is None else line.of(listing, day))
        return tuple(found)

    return read


def _age(facts: Facts, born: FactOf, day: date, leap_day: LeapDay) -> object:
    found = seen(facts.holder(born.subject.name).values, born.name)
    if found is None:
        return None
    since, grade = found
    if not isinstance(since, date):
        return found
    return completed_years(since, day, leap_day), (since.month, since.day) == (2, 29), grade


# ---------------------------------------------------------------- short lists


@attrs.frozen
class _Line:
    """What a total through the judged day rests on in each record of a list.

    Whether its day has come, and the fields that it counts or tests.
    """

    entity: str
    entry: str
    day: str
    fields: tuple[str, ...]

    def of(self, listing: RecordList, day: date) -> object:
        """Return it for each record, in their order, and how complete the list is. No errors."""
        found: list[object] = [listing.covers(day), listing.grade]
        for record in listing.records:
            value = record.fields.get
            on = value(self.day)
            has_come = on <= day if isinstance(on, date) else on
            found.append((has_come, record.grade, *[value(field) for field in self.fields]))
        return tuple(found)


def _line(schema: Schema, term: Total) -> _Line | None:
    """Return what a total rests on, None where that may be more than can be kept. No errors."""
    kind = schema.record(term.subject.name, term.entry)
    if not isinstance(kind, Entry) or kind.first != kind.last or not isinstance(term.window, Ever):
        return None
    if (
        term.subject.in_hand
        or term.role_field is not None
        or isinstance(term.bound, ParameterValue)
    ):
        return None
    counted = () if term.counted or kind.amount is None else (kind.amount,)
    names = tuple(dict.fromkeys((*counted, *(where.field for where in term.where))))
    fields = [kind.field(name) for name in names]
    if not all(field is not None and _has_few(schema, field.type) for field in fields):
        return None
    return _Line(term.subject.name, term.entry, kind.first, names)
