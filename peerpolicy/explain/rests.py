"""What a clause rests on, as a key under which what is told of it may be kept.

What it is for: `reads`. May import: `dates`, `facts.model` and `ir`. What stays true: two cases
with the same key are told the same; no date, no name and no free word of anybody is in a key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from peerpolicy.dates import LeapDay, completed_years
from peerpolicy.facts.model import Facts
from peerpolicy.ir.asking import terms_of
from peerpolicy.ir.program import Clause, Program
from peerpolicy.ir.schema import JUDGED_DAY, AmountOf, ChoiceOf, Schema, SetOf, YesNo
from peerpolicy.ir.terms import (
    AgeTest,
    AllOf,
    AnyOf,
    AtLeastOf,
    Compares,
    Defined,
    FactOf,
    FactTest,
    IsListed,
    NeverFails,
    NoneOf,
    ParameterValue,
    Readings,
    ScopeTest,
    Term,
    parts,
)
from peerpolicy.ir.versions import all_versions

Read = Callable[[Facts, date], object]
"""What of the facts a clause rests on; None where that is nothing to be kept."""

_PLAIN = (
    *(FactTest, AgeTest, ScopeTest, AllOf, AnyOf, NoneOf, AtLeastOf),
    *(Defined, Readings, NeverFails),
)
"""The terms that rest on single facts alone."""

_MOST_YEARS, _LAST_YEAR = 150, 9000
"""Within these, whoever is old enough is told the same whatever the birthday."""


def reads(program: Program, name: str, about: str) -> tuple[str, Read | None]:
    """Return the one fact of the entity `about` that a clause rests on, empty if it is not one.

    And else what reads everything that it rests on; None where that is never kept. No errors.
    """
    versions = all_versions(program, name)
    whole = [part for clause in versions for part in _parts(clause)]
    born = {p.since for p in whole if isinstance(p, AgeTest)}
    facts = {p for p in whole if isinstance(p, FactOf) and p.name != JUDGED_DAY}
    facts |= {clause.in_force.by for clause in versions if clause.in_force and clause.in_force.by}
    kept = (
        all(_is_plain(part) for part in whole)
        and all(_is_kept(program.schema, fact) for fact in facts - born)
        and not any(fact.subject.in_hand for fact in facts)
        and not any(_is_far(p) for p in whole if isinstance(p, AgeTest))
        and not born & _tested(whole)
    )
    if not kept:
        return "", None
    own = sorted(facts - born, key=_by_name)
    if len(own) == 1 and not born and own[0].subject.name == about:
        return own[0].name, None
    return "", _reader(own, sorted(born, key=_by_name), program.calendar.leap_day)


def _by_name(fact: FactOf) -> tuple[str, str]:
    return fact.subject.name, fact.name


def _parts(clause: Clause) -> Iterator[object]:
    yield from (part for term in terms_of(clause) for part in parts(term))


def _is_plain(part: object) -> bool:
    if isinstance(part, Term):
        return isinstance(part, _PLAIN)
    return not isinstance(part, IsListed)


def _is_kept(schema: Schema, fact: FactOf) -> bool:
    """Say whether values of a fact may be kept: yes or no, amounts, and the policy's own words."""
    declared = schema.fact(fact.subject.name, fact.name)
    match declared.type if declared is not None else None:
        case YesNo() | AmountOf() | SetOf():
            return True
        case ChoiceOf(choices=name):
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


def _reader(own: list[FactOf], born: list[FactOf], leap_day: LeapDay | None) -> Read:
    names = tuple(_by_name(fact) for fact in own)

    def read(facts: Facts, day: date) -> object:
        found: list[object] = []
        for entity, name in names:
            datum = facts.holder(entity).values.get(name)
            found.append(None if datum is None else (datum.value, datum.grade))
        for fact in born:
            datum = facts.holder(fact.subject.name).values.get(fact.name)
            if datum is not None and isinstance(datum.value, date):
                if day.year >= _LAST_YEAR:
                    return None
                since = datum.value
                years = completed_years(since, day, leap_day or LeapDay.MARCH_1)
                found.append((years, since.month == 2 and since.day == 29, datum.grade))
            else:
                found.append(None if datum is None else (datum.value, datum.grade))
        return tuple(found)

    return read
