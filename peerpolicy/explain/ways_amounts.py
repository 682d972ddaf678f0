"""Ways for amounts: which entries more would be enough, of hours, meetings or years.

What it is for: totals and lengths of time in remedies. May import: `explain`'s effects, steps and
ways for values, `dates`, `facts.model`, `ir`, `outcome`, `quantity`. What stays true: where a list
is complete through a day, nothing of that day or before can be added; the past does not change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import product
from types import MappingProxyType
from typing import Final

import attrs

from peerpolicy.dates import back
from peerpolicy.explain.effects import (
    BEST,
    Add,
    Spot,
    list_at,
)
from peerpolicy.explain.steps import Ask, Do, Step, Way
from peerpolicy.explain.ways_values import (
    FEW,
    Lookout,
    entity_of,
    registry_ways,
    values_for,
)
from peerpolicy.facts.model import Record, Value
from peerpolicy.ir.schema import (
    ChoiceOf,
    Entry,
)
from peerpolicy.ir.terms import (
    Back,
    Duration,
    Ever,
    FactOf,
    Gap,
    JudgedDay,
    Op,
    Total,
    Where,
    Window,
)
from peerpolicy.outcome import Trace
from peerpolicy.quantity import Interval, Number

SEVERAL = 3
"""From how many periods on what they lack is one step."""

NO_FIELDS: Final[Mapping[str, Value]] = MappingProxyType({})

MOST_RECORDS = 24
"""No way asks for more records than this to fill gaps."""

_MORE = (Op.AT_LEAST, Op.MORE_THAN)


def total_ways(on: Lookout, term: Total, trace: Trace | None, want: bool) -> Iterator[Way]:
    """Yield what would bring a sum or count to its bound, where more is what helps. No errors."""
    if (term.op in _MORE) is not want:
        return
    beyond = 1 if term.op in (Op.MORE_THAN, Op.AT_MOST) else 0
    if isinstance(term.window, Ever | Back):
        seen = trace.observed.value if trace is not None and trace.observed else None
        low = seen.low if isinstance(seen, Interval) else 0
        day, bounds = last_day(on, term.window), on.amounts(term.bound)
        if bounds:
            yield from more_ways(on, term, max(bounds) + beyond - low, day)
        return
    if trace is None:
        return
    highs = [p.bound.high if p.bound is not None else None for p in trace.periods]
    short = [
        (p.span.last, high + beyond - p.observed.low)
        for p, high in zip(trace.periods, highs, strict=True)
        if high is not None
    ]
    each = [list(more_ways(on, term, lacks, day)) for day, lacks in short if lacks > 0]
    for n in range(max(map(len, each), default=0)):
        chosen = [ways[min(n, len(ways) - 1)] for ways in each if ways]
        if len(chosen) == len(each) and len(short) == len(highs):
            yield together([step for way in chosen for step in way])


def together(steps: list[Step]) -> Way:
    """Join what many periods lack into one step, where it is the same kind of record."""
    last = steps[-1]
    alike = [s for s in steps if (type(s), s.name, s.where) == (type(last), last.name, last.where)]
    if len(alike) < SEVERAL or last.on is None:
        return tuple(steps)
    amounts = [s.value for s in alike if isinstance(s.value, Interval)]
    joined = attrs.evolve(
        alike[0],
        value=sum(amounts, Interval.exactly(0)),
        through=last.on,
        effects=tuple(effect for s in alike for effect in s.effects),
    )
    return (*dict.fromkeys(s for s in steps if s not in alike), joined)


def last_day(on: Lookout, window: Window) -> date:
    """Return the last day on which an entry counts, as far as it is known. No errors."""
    return min(_day_of(on, window), on.case.day)


def _day_of(on: Lookout, window: Window) -> date:
    """Return the day that a window lies before; the judged day where it has none that is known."""
    if isinstance(window, Back) and isinstance(window.day, date):
        return window.day
    if isinstance(window, Back) and isinstance(window.day, FactOf):
        found = on.value(on.spot(window.day.subject), window.day.name)
        return found if isinstance(found, date) else on.case.day
    return on.case.day


def more_ways(
    on: Lookout, term: Total, lacking: Number, day: date, also: Mapping[str, Value] = NO_FIELDS
) -> Iterator[Way]:
    """Yield records of an entry that add so much, dated `day`. No errors.

    `also` are fields that the records have besides what the term tests.
    """
    spot = on.spot(term.subject)
    kind = on.kind(spot, term.entry)
    if not isinstance(kind, Entry) or lacking <= 0:
        return
    past, covered = day < on.case.day, on.covers(spot, term.entry, day)
    if past and covered:
        return
    counted = term.counted or kind.amount is None
    number = int(-(-lacking // 1)) if counted else 1
    yield from _records(
        on,
        spot,
        kind,
        term,
        (day, day),
        stated_as=number if counted else lacking,
        unit=term.unit,
        amount=None if counted else lacking,
        copies=number,
        kinds=(Ask,) if past else (Do,) if covered else (Ask, Do),
        also=also,
    )


def _records(
    on: Lookout,
    spot: Spot,
    kind: Entry,
    term: Total | Duration | Gap,
    days: tuple[date, date],
    *,
    stated_as: Number,
    unit: str,
    amount: Number | None = None,
    copies: int = 1,
    kinds: tuple[type[Step], ...] = (Ask,),
    also: Mapping[str, Value] = NO_FIELDS,
) -> Iterator[Way]:
    """Yield the way of some equal records, for each value that passes the where-test."""
    first, last = days
    dated = last if kind.first == kind.last else first
    fields: dict[str, Value] = {kind.first: dated, kind.last: last}
    if amount is not None and kind.amount is not None:
        fields = {**fields, kind.amount: amount}
    if term.role_field is not None and on.roster is not None:
        fields = {**fields, term.role_field: on.person}
    for tested, before in _where(on, kind, term):
        where = {**tested, **also}
        record = Record({**fields, **where}, BEST)
        for step in kinds:
            yield (
                *before,
                step(
                    subject=entity_of(spot),
                    name=kind.name,
                    person=on.person,
                    value=Interval.exactly(stated_as),
                    unit=unit,
                    on=dated,
                    through=last if last != dated else None,
                    where=tuple((k, _spelled(v)) for k, v in where.items()),
                    sensitivity=kind.sensitivity,
                    effects=(Add(spot, kind.name, record),) * min(copies, 1000),
                ),
            )


def _spelled(value: Value) -> str:
    """Return a value of a field as a text; a set as its names in a row."""
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _where(
    on: Lookout, kind: Entry, term: Total | Duration | Gap
) -> Iterator[tuple[dict[str, Value], Way]]:
    """Yield values for the fields that the term tests, with the steps that they need first."""
    for chosen in product(*(_passing(on, kind, where) for where in term.where)):
        fields = {where.field: value for where, (value, _) in zip(term.where, chosen, strict=True)}
        yield fields, tuple(step for _, way in chosen for step in way)


def _passing(on: Lookout, kind: Entry, where: Where) -> list[tuple[Value, Way]]:
    """List one or two values that pass a test of a field, with the steps that they need first."""
    field = kind.field(where.field)
    values = values_for(on, where.test, True, field.type if field else None)
    found: list[tuple[Value, Way]] = [(value, ()) for value in values[:2]]
    if field is not None and not values and isinstance(field.type, ChoiceOf):
        choices = on.case.program.schema.choices[field.type.choices].values
        for value in list(choices)[:1]:
            found += [(value, way) for way in registry_ways(on, where.test, (value,))]
    return found


def listed_ways(on: Lookout, term: Total | Duration | Gap) -> Iterator[Way]:
    """Yield ways by which values of records that are there come to stand in a registry."""
    listing = list_at(on.case.facts, on.spot(term.subject), term.entry)
    records = listing.records if listing else ()
    for where in term.where:
        values = [r.fields.get(where.field) for r in records]
        yield from registry_ways(on, where.test, values[:FEW])


def gap_ways(on: Lookout, term: Gap, want: bool) -> Iterator[Way]:
    """Yield records on the last day of each gap that is too long, where some may be missing.

    The past does not change: a record that is added is one that nobody has told of. No errors.
    """
    spot, since = on.spot(term.subject), _begun(on, term)
    kind = on.kind(spot, term.entry)
    if not want or not isinstance(kind, Entry) or since is None:
        return
    steps: list[Step] = []
    for day in _lacking(on, spot, kind, term, since):
        ways = _records(on, spot, kind, term, (day, day), stated_as=1, unit="records")
        steps += next(iter(ways), ())
    if steps:
        yield together(steps)


def _lacking(on: Lookout, spot: Spot, kind: Entry, term: Gap, since: date) -> tuple[date, ...]:
    """Return days on which records are lacking; none where that is too many, or settled."""
    dated, lacking, day = sorted(_days_of(on, spot, kind)), list[date](), since
    while (last := back(day, -term.number, term.unit, on.leap_day)) and last < on.case.day:
        known = [each for each in dated if day < each <= last]
        if not known and (on.covers(spot, kind.name, last) or len(lacking) == MOST_RECORDS):
            return ()
        lacking += [] if known else [last]
        day = max(known, default=last)
    return tuple(lacking)


def _begun(on: Lookout, term: Gap) -> date | None:
    """Return the day from which gaps are counted, None where it is not known."""
    match term.since:
        case JudgedDay():
            return on.case.day
        case FactOf(subject=subject, name=name):
            found = on.value(on.spot(subject), name)
            return found if isinstance(found, date) else None
        case day:
            return day


def _days_of(on: Lookout, spot: Spot, kind: Entry) -> Iterator[date]:
    """Yield the days of the records that are there, whether or not they count."""
    listing = list_at(on.case.facts, spot, kind.name)
    for record in listing.records if listing else ():
        day = record.fields.get(kind.first)
        if isinstance(day, date):
            yield day


def duration_ways(on: Lookout, term: Duration, want: bool) -> Iterator[Way]:
    """Yield one span that is long enough alone, where the list may still hold one. No errors."""
    spot = on.spot(term.subject)
    kind = on.kind(spot, term.entry)
    if not isinstance(kind, Entry) or (term.op in _MORE) is not want:
        return
    lengths = on.amounts(term.number)
    longest, anchor = int(max(lengths, default=0)), _day_of(on, term.window)
    begins = back(anchor, longest, term.unit, on.leap_day) if lengths else None
    last = last_day(on, term.window)
    if begins is None or on.covers(spot, term.entry, last):
        return
    first = date.fromordinal(max(1, last.toordinal() - (anchor - begins).days))
    yield from _records(on, spot, kind, term, (first, last), stated_as=longest, unit=term.unit)
