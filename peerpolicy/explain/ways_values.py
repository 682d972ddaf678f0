"""Ways for single values: which values would stand a test, and where one may still change.

What it is for: facts, ages, acts and fields in remedies. May import: `explain`'s effects and
steps, `dates`, `facts.model`, `ir`, `outcome`, `quantity`. What stays true: a date never changes,
nor does an experience that somebody has lived; nothing here decides, every way is replayed.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction

import attrs

from peerpolicy.dates import LeapDay, Span, anniversary
from peerpolicy.explain.effects import (
    BEST,
    REGISTRIES,
    Add,
    Put,
    Situation,
    Spot,
    holder_at,
    list_at,
)
from peerpolicy.explain.steps import Ask, Change, Do, Step, StepValue, Way
from peerpolicy.facts.model import Mark, Record, Value
from peerpolicy.ir.program import Question
from peerpolicy.ir.schema import (
    JUDGED_DAY,
    AmountOf,
    ChoiceOf,
    DateValue,
    Fact,
    RecordKind,
    Sensitivity,
    SetOf,
    ValueType,
    YesNo,
)
from peerpolicy.ir.terms import (
    AgeTest,
    Bound,
    Compares,
    ComparesWith,
    DayOf,
    Deadline,
    FactOf,
    FactTest,
    Includes,
    IsBetween,
    IsDated,
    IsIn,
    IsListed,
    IsYes,
    JudgedDay,
    Op,
    Order,
    ParameterValue,
    ScopeTest,
    Subject,
    Test,
)
from peerpolicy.outcome import Trace
from peerpolicy.quantity import Interval, Number, exact

FEW = 5
"""How many values of a choice, or alternatives of a finding, are looked at."""

DAY = timedelta(days=1)


@attrs.frozen
class Lookout:
    """What looking for ways needs: the case, the question, and the person in hand, if any.

    `asked` holds the ways that were found for clauses that others ask for.
    """

    case: Situation
    question: Question
    person: str = ""
    roster: Spot | None = None
    asked: dict[tuple[object, ...], tuple[Situation, tuple[Trace, ...], tuple[Way, ...]]] = (
        attrs.field(factory=dict, eq=False, repr=False)
    )

    @property
    def leap_day(self) -> LeapDay:
        """The declared convention; where a program declares none, 1 March."""
        return self.case.program.calendar.leap_day or LeapDay.MARCH_1

    def spot(self, subject: Subject) -> Spot:
        """Return where the facts of a subject stand. No errors."""
        if subject.in_hand and self.roster is not None:
            return self.roster
        return Spot(subject.name)

    def value(self, spot: Spot, name: str) -> Value | None:
        """Return the value that stands there, None where nothing does. No errors."""
        datum = holder_at(self.case.facts, spot).values.get(name)
        return None if datum is None else datum.value

    def kind(self, spot: Spot, name: str) -> RecordKind | None:
        """Return the kind of record of that name, None where there is none. No errors."""
        return self.case.program.schema.record(entity_of(spot), name)

    def private(self, spot: Spot, name: str) -> Sensitivity:
        """Return how private records of that name are; `personal` if undeclared. No errors."""
        kind = self.kind(spot, name)
        return kind.sensitivity if kind else Sensitivity.PERSONAL

    def covers(self, spot: Spot, name: str, day: date) -> bool:
        """Say whether it is known what the list holds through that day. No errors."""
        listing = list_at(self.case.facts, spot, name)
        return listing is not None and listing.covers(day)

    def amounts(self, bound: Bound) -> tuple[Number, ...]:
        """Return the amounts that a bound may be on the judged day. No errors."""
        if not isinstance(bound, ParameterValue):
            return (bound,)
        parameter = self.case.program.parameter(bound.name)
        if parameter is None:
            return ()
        key = self.value(self.spot(bound.key.subject), bound.key.name) if bound.key else ""
        rows = parameter.rows_for(key) if isinstance(key, str) else parameter.rows
        today = Span(self.case.day, self.case.day)
        offers = [offer for row in rows if row.may_hold_in(today) for offer in row.offers]
        return tuple(dict.fromkeys(offer.amount * bound.factor for offer in offers))


def entity_of(spot: Spot) -> str:
    """Return whose vocabulary a spot follows: that of the role or of the entity. No errors."""
    return spot.role or spot.entity


# ---------------------------------------------------------------- which values stand a test


def values_for(
    on: Lookout, test: Test, want: bool, kind: ValueType | None, was: Value | None = None
) -> tuple[Value, ...]:
    """Return a few values that answer a test as wanted, the plainest first. No errors.

    `was` is the value so far: a set keeps what need not change.
    """
    match test:
        case IsYes(negated=negated):
            return (want is not negated,)
        case IsIn(values=values, negated=negated):
            if want is not negated:
                return values[:FEW]
            return tuple(v for v in _choices(on, kind) if v not in values)[:FEW]
        case Includes(values=values):
            kept = was if isinstance(was, tuple) else ()
            if want:
                return tuple(tuple(sorted({*kept, each})) for each in values[:FEW])
            return (tuple(each for each in kept if each not in values),)
        case Compares() | IsBetween():
            amount = amount_for(on, test, want)
            return () if amount is None else (amount,)
        case ComparesWith(op=op, factor=factor, unit=unit):
            known = on.value(on.spot(test.other.subject), test.other.name)
            if known is None or isinstance(known, bool | date | str | tuple | Mark):
                return ()
            return values_for(on, Compares(op, known * factor, unit), want, kind)
        case IsDated(order=order, day=day):
            other = _day(on, day)
            return () if other is None else _dated(order, other, want)
        case IsListed(registry=registry):
            return tuple(_listed(on, registry))[:FEW] if want else ()


def _choices(on: Lookout, kind: ValueType | None) -> Iterable[str]:
    schema = on.case.program.schema
    if isinstance(kind, ChoiceOf) and kind.choices in schema.choices:
        return schema.choices[kind.choices].values
    return ()


def amount_for(on: Lookout, test: Compares | IsBetween, want: bool) -> Number | None:
    """Return an amount that answers a test as wanted; None where there is none. No errors."""
    if isinstance(test, IsBetween):
        low, high = on.amounts(test.low), on.amounts(test.high)
        if not low or not high:
            return None
        found = max(low) if want else min(low) - 1
        return found if found >= 0 else max(high) + 1
    bounds = on.amounts(test.bound)
    if not bounds:
        return None
    least, most = min(bounds), max(bounds)
    table = {
        Op.AT_LEAST: (most, least - 1),
        Op.AT_MOST: (least, most + 1),
        Op.MORE_THAN: (most + 1, least),
        Op.LESS_THAN: (least - 1, most),
    }
    found = table[test.op][0 if want else 1]
    return found if found >= 0 else None


def _day(on: Lookout, day: DayOf) -> date | None:
    match day:
        case JudgedDay():
            return on.case.day
        case FactOf(subject=subject, name=name):
            if name == JUDGED_DAY:
                return on.case.day
            found = on.value(on.spot(subject), name)
            return found if isinstance(found, date) else None
        case date():
            return day


def _dated(order: Order, other: date, want: bool) -> tuple[date, ...]:
    earlier = order in (Order.BEFORE, Order.ON_OR_BEFORE)
    on_it = (order in (Order.ON_OR_BEFORE, Order.ON_OR_AFTER)) is want
    if on_it:
        return (other,)
    return (other - DAY,) if earlier is want else (other + DAY,)


def _listed(on: Lookout, name: str) -> Iterator[str]:
    registry = on.case.program.schema.registries[name]
    if registry.from_facts:
        listing = list_at(on.case.facts, REGISTRIES, name)
        for record in listing.records if listing else ():
            item = record.fields.get("item")
            if isinstance(item, str):
                yield item
    for line in registry.listings:
        yield line.item


def registry_ways(on: Lookout, test: Test, values: Iterable[Value | None]) -> Iterator[Way]:
    """Yield ways by which a value comes to stand in a registry that the caller sends."""
    if not isinstance(test, IsListed):
        return
    registry = on.case.program.schema.registries[test.registry]
    listing = list_at(on.case.facts, REGISTRIES, test.registry)
    closed = listing is not None and listing.covers(on.case.day)
    if not registry.from_facts or closed:
        return
    for value in dict.fromkeys(v for v in values if isinstance(v, str)):
        line = Record({"item": value, "from": Mark.ABSENT, "through": Mark.ABSENT}, BEST)
        effects = (Add(REGISTRIES, test.registry, line),)
        yield (
            Ask(
                subject="",
                name=test.registry,
                value=value,
                sensitivity=Sensitivity.PERSONAL,
                effects=effects,
            ),
        )


# ---------------------------------------------------------------- facts


def stated(value: Value | None) -> StepValue:
    """Return a value as a step states it: an amount as an interval. No errors."""
    if value is None or isinstance(value, bool | date | str | tuple):
        return value
    return None if isinstance(value, Mark) else Interval.exactly(value)


def put_step(on: Lookout, spot: Spot, name: str, value: Value, kind: type[Step] = Ask) -> Step:
    """Make the step by which a fact has a value. No errors."""
    fact = on.case.program.schema.fact(entity_of(spot), name)
    unit = fact.type.measure if fact and isinstance(fact.type, AmountOf) else ""
    return kind(
        subject=entity_of(spot),
        name=name,
        person=spot.person,
        value=stated(value),
        unit=unit,
        asked=fact.asked if fact else "",
        sensitivity=fact.sensitivity if fact else Sensitivity.LIVED_EXPERIENCE,
        effects=(Put(spot, name, value),),
    )


def fact_ways(on: Lookout, term: FactTest, want: bool) -> Iterator[Way]:
    """Yield ways by which one fact answers its test as wanted. No errors."""
    if term.fact.name == JUDGED_DAY:
        return
    spot = on.spot(term.fact.subject)
    fact = on.case.program.schema.fact(entity_of(spot), term.fact.name)
    was = on.value(spot, term.fact.name)
    if want:
        candidates = (was,) if was is not None else _choices(on, fact.type if fact else None)
        yield from registry_ways(on, term.test, candidates)
    if fact is None or was is Mark.NOT_KNOWN:
        return
    kind = Ask if was is None else _how_it_changes(fact)
    yield from _beside_ways(on, term.test, was, want)
    if kind is not None:
        for value in values_for(on, term.test, want, fact.type, was):
            if value != was or value is not was:
                yield (put_step(on, spot, fact.name, value, kind),)


_TURNED = {
    Op.AT_LEAST: Op.AT_MOST,
    Op.AT_MOST: Op.AT_LEAST,
    Op.MORE_THAN: Op.LESS_THAN,
    Op.LESS_THAN: Op.MORE_THAN,
}


def _beside_ways(on: Lookout, test: Test, was: Value | None, want: bool) -> Iterator[Way]:
    """Yield the amount of another fact with which a known amount compares as wanted."""
    if not isinstance(test, ComparesWith) or isinstance(was, bool | date | str | tuple | Mark):
        return
    spot = on.spot(test.other.subject)
    if was is None or test.factor == 0 or on.value(spot, test.other.name) is not None:
        return
    bound = Fraction(was) / Fraction(test.factor)
    turned = Compares(_TURNED[test.op], exact(bound), test.unit)
    for value in values_for(on, turned, want, None):
        yield (put_step(on, spot, test.other.name, value, Ask),)


def _how_it_changes(fact: Fact) -> type[Step] | None:
    """Return the step by which a known fact may become another; a date or a life never does."""
    if fact.sensitivity is Sensitivity.LIVED_EXPERIENCE or isinstance(fact.type, DateValue):
        return None
    if isinstance(fact.type, AmountOf):
        return Do
    return Change if isinstance(fact.type, YesNo | ChoiceOf | SetOf) else None


def age_ways(on: Lookout, term: AgeTest, want: bool) -> Iterator[Way]:
    """Yield the birth date that is old (or young) enough, where none is known. No errors."""
    spot = on.spot(term.since.subject)
    if on.value(spot, term.since.name) is not None:
        return
    years = amount_for(on, term.test, want)
    if years is None:
        return
    born = anniversary(on.case.day, -math.ceil(years), on.leap_day)
    if born is not None:
        yield (put_step(on, spot, term.since.name, born),)


def deadline_ways(on: Lookout, term: Deadline, want: bool) -> Iterator[Way]:
    """Yield a day for the deed, or for the start, where one is known and the other is not.

    A deed of the first day is in time, one of the day before it is not. No errors.
    """
    spot = on.spot(term.deed.subject)
    is_today = term.deed.name == JUDGED_DAY
    deed = on.case.day if is_today else on.value(spot, term.deed.name)
    start = _day(on, term.start)
    if deed is None and start is not None:
        day = start if want else start - DAY
        yield (put_step(on, spot, term.deed.name, day),)
    elif isinstance(deed, date) and start is None and isinstance(term.start, FactOf):
        day = deed if want else deed + DAY
        yield (put_step(on, on.spot(term.start.subject), term.start.name, day),)


def scope_ways(on: Lookout, term: ScopeTest, want: bool) -> Iterator[Way]:
    """Yield acts that the source allows (or does not). No errors."""
    spot = on.spot(term.fact.subject)
    was = on.value(spot, term.fact.name)
    if was is Mark.NOT_KNOWN:
        return
    for value in (term.allowed if want else term.barred)[:FEW]:
        yield (put_step(on, spot, term.fact.name, value, Ask if was is None else Change),)
