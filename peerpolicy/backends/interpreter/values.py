"""Tests of one value: yes or no, a choice, an amount, a date, a line of a registry.

What it is for: facts and fields of records stand the same tests, so both come here. May import:
`quantity`, `ir`, `facts.model`, `outcome` and the scene. What stays true: a value that is not
known decides nothing; one that is known to be absent stands no test except "is not".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import assert_never

import attrs

from peerpolicy import truth
from peerpolicy.backends.interpreter.bounds import ANYTHING, compare, on_day, stands, threshold
from peerpolicy.backends.interpreter.scene import (
    Known,
    Scene,
    Verdict,
    beyond,
    every,
    lowest,
    on_or_after,
    on_or_before,
    read_day,
    read_fact,
    read_field,
    sensitivity_of,
    some,
    there,
    union,
    unknown,
)
from peerpolicy.facts.model import Mark, RecordList, Value
from peerpolicy.ir.schema import AmountOf, Listing, Registry, Sensitivity
from peerpolicy.ir.terms import (
    Bound,
    Compares,
    ComparesWith,
    FactOf,
    Includes,
    IsBetween,
    IsDated,
    IsIn,
    IsListed,
    IsYes,
    Order,
    Test,
)
from peerpolicy.outcome import Cause, Need, Reason, Required
from peerpolicy.quantity import Interval, Number, in_unit, show
from peerpolicy.truth import Outcome

ReadNamed = Callable[[str], Known]
"""Reads what stands beside a value under a name: a field of its record, a fact of its owner."""


def judge_value(scene: Scene, test: Test, value: Known, beside: ReadNamed) -> Verdict:
    """Answer a test of one value.

    In: the value, and how to read what stands beside it (the day on which a registry is
    checked). Out: met, not met, or unknown with the reasons. No errors.
    """
    if value.value is Mark.ABSENT:
        return Verdict(Outcome.NOT_MET, (), value.grade)
    if isinstance(test, IsDated):
        return _dated(value, test.order, read_day(scene, test.day))
    if isinstance(test, Compares | IsBetween):
        return _compared(scene, test, value)
    if isinstance(test, ComparesWith):
        return _compared_with(scene, test, value)
    if value.value is None:
        return Verdict(Outcome.UNKNOWN, value.reasons, value.grade)
    if isinstance(test, IsListed):
        return _listed(scene, test.registry, value, beside)
    return Verdict(_settled(test, value), (), value.grade)


def _compared(scene: Scene, test: Compares | IsBetween, value: Known) -> Verdict:
    """Answer a test of an amount; both a value and a bound that are not known are asked for."""
    seen = number(value.value)
    if seen is None:
        bounds = stands(scene, test, ANYTHING)
        return unknown(*union((value.reasons, bounds.reasons)), grade=value.grade)
    found = stands(scene, test, Interval.exactly(seen))
    return Verdict(found.outcome, found.reasons, value.grade)


def _compared_with(scene: Scene, test: ComparesWith, value: Known) -> Verdict:
    """Answer a comparison of two amounts of the facts; with one that is absent it is not met."""
    other = read_fact(scene, test.other)
    read, grade = (value, other), lowest((value.grade, other.grade))
    if other.value is Mark.ABSENT:
        return Verdict(Outcome.NOT_MET, (), grade)
    seen, bound = number(value.value), number(other.value)
    if seen is None or bound is None:
        return Verdict(Outcome.UNKNOWN, union(k.reasons for k in read), grade)
    return Verdict(compare(test.op, Interval.exactly(seen), bound * test.factor), (), grade)


def _settled(test: IsYes | IsIn | Includes, value: Known) -> Outcome:
    match test:
        case IsYes(negated=negated):
            return truth.of(value.value is not negated)
        case IsIn(values=values, negated=negated):
            return truth.of((value.value in values) is not negated)
        case Includes(values=values):
            chosen = value.value if isinstance(value.value, tuple) else ()
            return truth.of(any(each in chosen for each in values))
        case _:
            assert_never(test)


def number(value: Value | None) -> Number | None:
    """Return an amount as a number, None for everything that is no number. No errors."""
    return None if isinstance(value, bool | date | str | tuple | Mark) else value


def _dated(value: Known, order: Order, day: Known) -> Verdict:
    read = (value, day)
    grade = lowest(k.grade for k in read)
    # a day that never was is in no order to any other, known or not
    if day.value is Mark.ABSENT:
        return Verdict(Outcome.NOT_MET, (), grade)
    if not isinstance(value.value, date) or not isinstance(day.value, date):
        return Verdict(Outcome.UNKNOWN, union(k.reasons for k in read), grade)
    return Verdict(truth.of(_stands(order, value.value, day.value)), (), grade)


def _stands(order: Order, value: date, day: date) -> bool:
    match order:
        case Order.BEFORE:
            return value < day
        case Order.AFTER:
            return value > day
        case Order.ON_OR_BEFORE:
            return value <= day
        case Order.ON_OR_AFTER:
            return value >= day
        case _:
            assert_never(order)


def required(scene: Scene, test: Test) -> Required:
    """Say what a test asks for, in the words of the language. No errors."""
    match test:
        case IsYes(negated=negated):
            return Required("is", "no" if negated else "yes")
        case IsIn(values=values, negated=negated):
            words = "is not" if negated else "is" if len(values) == 1 else "is one of"
            return Required(words, ", ".join(values))
        case Includes(values=values):
            words = "includes" if len(values) == 1 else "includes any of"
            return Required(words, ", ".join(values))
        case Compares(op=op, bound=bound, unit=unit):
            return Required(op.value, _bound(scene, bound), unit)
        case ComparesWith():
            return _required_with(scene, test)
        case IsBetween(low=low, high=high, unit=unit):
            begins = _bound(scene, low)
            if not isinstance(begins, Interval | str):
                begins = show(begins)
            first = begins.show() if isinstance(begins, Interval) else begins
            return Required(f"from {first} through", _bound(scene, high), unit)
        case IsDated(order=order, day=day):
            other = read_day(scene, day).value
            return Required(order.value, other if isinstance(other, date) else None)
        case IsListed(registry=registry):
            return Required("in", registry)
        case _:
            assert_never(test)


def _required_with(scene: Scene, test: ComparesWith) -> Required:
    """Say with what an amount is compared; how much that is only where everybody may know it."""
    each = "" if _is_converted(scene, test) else f"{in_unit(test.factor, test.unit)} for each of "
    words, bound = f"{test.op.value} {each}{test.other.name}", bound_with(scene, test)
    if bound is None or not is_public(scene, test.other):
        return Required(words)
    return Required(f"{words}, here", bound, test.unit)


def _is_converted(scene: Scene, test: ComparesWith) -> bool:
    """Say whether the factor only brings one amount into the unit of the other."""
    schema = scene.program.schema
    fact = schema.fact(test.other.subject.name, test.other.name)
    if fact is None or not isinstance(fact.type, AmountOf):
        return False
    own, other = schema.measures[test.unit], schema.measures[fact.type.measure]
    return own.base == other.base and own.factor * test.factor == other.factor


def bound_with(scene: Scene, test: ComparesWith) -> Number | None:
    """Return what an amount is compared with, None where that is not known. No errors."""
    other = number(read_fact(scene, test.other).value)
    return None if other is None else other * test.factor


def is_public(scene: Scene, fact: FactOf) -> bool:
    """Say whether everybody may know a fact. No errors."""
    return sensitivity_of(scene, fact.subject, fact.name) is Sensitivity.PUBLIC


def _bound(scene: Scene, bound: Bound) -> Number | Interval | str:
    return threshold(scene, bound, on_day(scene.as_of)).shown


def _listed(scene: Scene, name: str, value: Known, beside: ReadNamed) -> Verdict:
    """Answer "the value stands in the registry on the day it is checked".

    A registry is a list like any other: open unless it is said to be complete.
    """
    registry = scene.program.schema.registries[name]
    day = _checked_day(scene, registry, beside)
    if registry.from_facts:
        listing = scene.facts.registries.get(name)
        lines = (*_sent_lines(scene, listing, name, value, day), _unsent(scene, listing, name, day))
    else:
        lines = (*(_own_line(x, value, day) for x in registry.listings), _unlisted(registry, day))
    found = some(*lines)
    return attrs.evolve(found, grade=lowest((value.grade, found.grade)))


def _checked_day(scene: Scene, registry: Registry, beside: ReadNamed) -> Known:
    """Read the day on which a registry is asked: the judged day unless it names another."""
    if registry.checked_on in (None, scene.question.judged_on):
        return Known(scene.as_of)
    return beside(registry.checked_on or "")


def _stands_on(first: Known, last: Known, day: Known) -> Verdict:
    """Answer "the line stands on that day"; a line without dates stands on every day."""
    if first.value is Mark.ABSENT and last.value is Mark.ABSENT:
        return Verdict(Outcome.MET, (), first.grade)
    if not isinstance(day.value, date):
        return Verdict(Outcome.UNKNOWN, day.reasons, day.grade)
    return every(on_or_before(first, day.value), on_or_after(last, day.value))


def _own_line(line: Listing, value: Known, day: Known) -> Verdict:
    if line.item != value.value:
        return Verdict(Outcome.NOT_MET)
    return _stands_on(Known(line.first or Mark.ABSENT), Known(line.last or Mark.ABSENT), day)


def _unlisted(registry: Registry, day: Known) -> Verdict:
    """Answer "a line that the policy does not show": not met where it says it shows them all."""
    through = registry.complete_through
    if through is not None and isinstance(day.value, date) and day.value <= through:
        return Verdict(Outcome.NOT_MET)
    return unknown(*day.reasons, Reason(Cause.LIST_OPEN, Need("", registry.name)))


def _sent_lines(
    scene: Scene, listing: RecordList | None, name: str, value: Known, day: Known
) -> Iterator[Verdict]:
    need = Need("", name)
    for record in listing.records if listing is not None else ():
        item = read_field(scene, record, need, "item")
        same = Verdict(truth.of(item.value == value.value), (), item.grade)
        if item.value is None:
            same = Verdict(Outcome.UNKNOWN, item.reasons, item.grade)
        # a registry line states its dates only where they bind, like a line kept in the policy
        first, last = (
            read_field(scene, record, need, field) if field in record.fields else Known(Mark.ABSENT)
            for field in ("from", "through")
        )
        yield every(there(scene, record, need), same, _stands_on(first, last, day))


def _unsent(scene: Scene, listing: RecordList | None, name: str, day: Known) -> Verdict:
    """Answer "a line that was not sent"; only a list without any gap covers a day not known."""
    asked = day.value if isinstance(day.value, date) else date.max
    rest = beyond(scene, listing, Need("", name), asked)
    if rest.outcome is Outcome.NOT_MET:
        return rest
    return attrs.evolve(rest, reasons=union((day.reasons, rest.reasons)))
