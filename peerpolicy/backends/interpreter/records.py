"""Entries: which records of a list count, on which days, and what they come to.

What it is for: sums and counts as intervals. May import: `quantity`, `dates`, `ir`,
`facts.model`, `outcome` and the scene. What stays true: the low end rests on what is certain
alone, the high end on everything that is possible; nothing after the judged day counts; no record
is looked at twice in one sum.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

import attrs

from peerpolicy import truth
from peerpolicy._frozen import frozen
from peerpolicy.backends.interpreter.scene import (
    Known,
    Scene,
    Verdict,
    complete,
    every,
    lowest,
    missing,
    on_or_after,
    on_or_before,
    read_field,
    there,
    union,
    unknown,
)
from peerpolicy.backends.interpreter.values import judge_value, number
from peerpolicy.dates import Span
from peerpolicy.facts.model import Mark, Record, RecordList
from peerpolicy.ir.schema import Entry, Field, Grade, ReferenceTo
from peerpolicy.ir.terms import (
    Duration,
    EachAnchored,
    EachCalendar,
    Gap,
    IsIn,
    Subject,
    Total,
    Where,
    Window,
)
from peerpolicy.outcome import Need, Reason
from peerpolicy.quantity import Interval, Number
from peerpolicy.truth import Outcome

NOTHING = Interval.exactly(0)


@frozen
class Shelf:
    """The entries of one kind of one subject, with what a term asks of each of them.

    `only`: the records that are looked at, None for all of the list.
    """

    kind: Entry
    listing: RecordList | None
    need: Need
    counted: bool
    where: tuple[Where, ...] = ()
    role_field: str | None = None
    only: tuple[Record, ...] | None = None

    def of(self, records: tuple[Record, ...]) -> Shelf:
        """Return the same shelf with these records alone. No errors."""
        asks = (self.counted, self.where, self.role_field)
        return Shelf(self.kind, self.listing, self.need, *asks, records)


@frozen
class Sum:
    """What entries come to, and why the two ends differ.

    `sure` is the lowest grade among the records that certainly count, `all` the lowest among
    everything that bounds the sum from above, the completeness of the list included.
    """

    value: Interval
    reasons: tuple[Reason, ...] = ()
    sure: Grade | None = None
    all: Grade | None = None

    def grade(self, by_low: bool) -> Grade | None:
        """Return the lowest grade that an answer rests on: by the low end, or by the high one."""
        return self.sure if by_low else self.all


def shelf(
    scene: Scene,
    subject: Subject,
    entry: str,
    *,
    counted: bool,
    where: tuple[Where, ...] = (),
    role_field: str | None = None,
) -> Shelf:
    """Find the entries of a term. Errors: TypeError if `entry` is none, a checker fault."""
    kind = scene.program.schema.record(subject.name, entry)
    if not isinstance(kind, Entry):
        raise TypeError(f"{entry} is not an entry")
    counted = counted or kind.amount is None
    listing = scene.listing(subject, entry)
    return Shelf(kind, listing, scene.need(subject, entry), counted, where, role_field)


def shelf_of(scene: Scene, term: Total | Duration | Gap) -> Shelf:
    """Find the entries that a term looks at; only a total may add amounts. Errors: as `shelf`."""
    return shelf(
        scene,
        term.subject,
        term.entry,
        counted=not isinstance(term, Total) or term.counted,
        where=term.where,
        role_field=term.role_field,
    )


def records_of(on: Shelf) -> tuple[Record, ...]:
    """Return the records of a shelf, none where no list was sent. No errors."""
    if on.only is not None:
        return on.only
    return on.listing.records if on.listing is not None else ()


def total(scene: Scene, on: Shelf, span: Span) -> Sum:
    """Add or count the entries within a span of days.

    Out: low is what certainly counts; high adds what possibly does and has no bound where the
    list is open. No errors.
    """
    within = up_to(scene, span)
    if within is None:
        return Sum(NOTHING)
    full = complete(scene, on.listing, on.need, within.last)
    is_open = full.outcome is Outcome.UNKNOWN
    certain = _certain(scene, on, within)
    if certain is not None:
        value = Interval(certain.amount, None if is_open else certain.amount)
        grades = (certain.grade, full.grade)
        return Sum(value, full.reasons if is_open else (), certain.grade, lowest(grades))
    found = tuple(shares(scene, on, within))
    reasons = [share.reasons for share in found]
    if is_open:
        reasons.append(full.reasons)
    verdicts = [share.verdict for share in found]
    return Sum(
        _added(found, is_open=is_open),
        union(reasons),
        lowest(v.grade for v in verdicts if v.outcome is Outcome.MET),
        lowest(v.grade for v in (*verdicts, full)),
    )


@frozen
class _Certain:
    """What entries come to of which everything is known, and the lowest grade among them."""

    amount: Number
    grade: Grade | None


def _certain(scene: Scene, on: Shelf, within: Span) -> _Certain | None:
    """Add up entries of single days; None where something of one that may count is not known.

    That is the common case of long lists. Everything else is weighed record by record (`shares`),
    which comes to the same where both answer.
    """
    first, measure = on.kind.first, None if on.counted else on.kind.amount
    if on.kind.last != first or (on.role_field is not None and scene.person is not None):
        return None
    amount: Number = 0
    least: Grade | None = None
    for record in records_of(on):
        day = record.fields.get(first)
        if not isinstance(day, date):
            return None
        if not within.first <= day <= within.last:
            continue
        if on.where:
            passes = _passes(scene, on, record)
            if passes is Outcome.NOT_MET:
                continue
            if passes is Outcome.UNKNOWN:
                return None
        grade = scene.graded(record.grade)
        value = 1 if measure is None else number(record.fields.get(measure))
        if value is None or grade < scene.floor:
            return None
        amount += value
        least = grade if least is None or grade < least else least
    return _Certain(amount, least)


def _passes(scene: Scene, on: Shelf, record: Record) -> Outcome:
    """Answer "this record passes each where-test"."""
    if len(on.where) == 1 and isinstance(on.where[0].test, IsIn):
        # the commonest test: one of some words
        value, test = record.fields.get(on.where[0].field), on.where[0].test
        if type(value) is str:
            return truth.of((value in test.values) is not test.negated)
    return truth.all_of(
        judge_value(
            scene,
            where.test,
            read_field(scene, record, on.need, where.field),
            lambda name: read_field(scene, record, on.need, name),
        ).outcome
        for where in on.where
    )


def _added(found: Iterable[Share], *, is_open: bool) -> Interval:
    """Add up what records certainly and possibly add; an open list may always hold more."""
    low: Number = 0
    high: Number | None = None if is_open else 0
    for share in found:
        if share.verdict.outcome is Outcome.MET:
            low += share.amount.low
        high = None if high is None or share.amount.high is None else high + share.amount.high
    return Interval(low, high)


def summed(scene: Scene, on: Shelf, window: Window) -> Callable[[Span], Sum]:
    """Return what says what entries come to in a span: made for many spans where there are many.

    No errors.
    """
    if isinstance(window, EachCalendar | EachAnchored):
        return totals(scene, on)
    return lambda span: total(scene, on, span)


def totals(scene: Scene, on: Shelf) -> Callable[[Span], Sum]:
    """Return what `total` says of any span, made for asking about many of them.

    A span is asked only about the entries that may lie in it. Of spans without any, all those
    through whose end the list is complete come to the same, and so do all others. No errors.
    """
    near = _by_day(scene, on)
    empty: dict[bool, Sum] = {}

    def within(span: Span) -> Sum:
        records, days = near(span), up_to(scene, span)
        if records or days is None:
            return total(scene, on.of(records), span)
        is_covered = on.listing is not None and on.listing.covers(days.last)
        if is_covered not in empty:
            empty[is_covered] = total(scene, on.of(()), span)
        return empty[is_covered]

    return within


def _by_day(scene: Scene, on: Shelf) -> Callable[[Span], tuple[Record, ...]]:
    """Return what finds the records that may lie in a span; one of unknown days may anywhere."""
    placed, anywhere = [], []
    for at, record in enumerate(records_of(on)):
        first = last = record.fields.get(on.kind.first)
        if on.kind.last != on.kind.first:
            last = last_day_of(scene, on, record).value
        if isinstance(first, date) and isinstance(last, date):
            placed.append((first, max(first, last), at, record))
        else:
            anywhere.append((at, record))
    placed.sort(key=lambda each: each[:3])
    days = [first for first, _, _, _ in placed]
    longest = max((last - first for first, last, _, _ in placed), default=timedelta())

    def near(span: Span) -> tuple[Record, ...]:
        earliest = span.first - min(longest, span.first - date.min)
        here = placed[bisect_left(days, earliest) : bisect_right(days, span.last)]
        found = [(at, record) for _, last, at, record in here if last >= span.first]
        return tuple(record for _, record in sorted((*found, *anywhere), key=lambda each: each[0]))

    return near


def up_to(scene: Scene, span: Span) -> Span | None:
    """Return the days of a span through the judged day, None where there are none. No errors."""
    last = min(span.last, scene.as_of)
    return None if last < span.first else Span(span.first, last)


@frozen
class Share:
    """What one record certainly or possibly adds to a sum, and why that is not known exactly."""

    record: Record
    verdict: Verdict
    amount: Interval
    reasons: tuple[Reason, ...]


def shares(scene: Scene, on: Shelf, within: Span) -> Iterator[Share]:
    """Yield what each record within a span adds; one that certainly does not count adds nothing."""
    for record in records_of(on):
        plain = _plain_share(scene, on, record, within)
        if plain is not None:
            if plain.verdict.outcome is not Outcome.NOT_MET:
                yield plain
            continue
        dated = _dated(scene, on, record, within)
        if dated.outcome is Outcome.NOT_MET:
            continue
        verdict = every(counts(scene, on, record), dated)
        if verdict.outcome is not Outcome.NOT_MET:
            amount, why = amount_of(scene, on, record)
            yield Share(record, verdict, amount, union((verdict.reasons, why)))


_OUTSIDE = Verdict(Outcome.NOT_MET)


def _plain_share(scene: Scene, on: Shelf, record: Record, within: Span) -> Share | None:
    """Return what a record of one day adds of which everything is known, without any test.

    That is the commonest record; None for any other one, which is weighed with care.
    """
    if on.where or on.role_field is not None or on.kind.last != on.kind.first:
        return None
    day = record.fields.get(on.kind.first)
    grade = scene.graded(record.grade)
    if not isinstance(day, date) or grade < scene.floor:
        return None
    if not within.first <= day <= within.last:
        return Share(record, _OUTSIDE, NOTHING, ())
    amount: Number | None = 1
    if not on.counted and on.kind.amount is not None:
        amount = number(record.fields.get(on.kind.amount))
    if amount is None:
        return None
    return Share(record, Verdict(Outcome.MET, (), grade), Interval.exactly(amount), ())


def counts(scene: Scene, on: Shelf, record: Record) -> Verdict:
    """Answer "this record is there, passes each where-test and names the person in hand"."""
    verdicts = [there(scene, record, on.need)]
    for where in on.where:
        value = read_field(scene, record, on.need, where.field)
        verdicts.append(
            judge_value(
                scene, where.test, value, lambda name: read_field(scene, record, on.need, name)
            )
        )
    if on.role_field is not None and scene.person is not None:
        verdicts.append(_names(scene, on, record, on.role_field, scene.person.id))
    return every(*verdicts) if len(verdicts) > 1 else verdicts[0]


def _names(scene: Scene, on: Shelf, record: Record, field: str, own_id: str | None) -> Verdict:
    """Answer "the record names this person"; nobody certainly names a person without an id."""
    named = read_field(scene, record, on.need, field)
    if named.value is None:
        return Verdict(Outcome.UNKNOWN, named.reasons, named.grade)
    if own_id is None:
        nameless = Need(on.need.subject, _roster(on.kind, field), "id")
        return unknown(missing(nameless), grade=named.grade)
    return Verdict(truth.of(named.value == own_id), (), named.grade)


def _roster(kind: Entry, field: str) -> str:
    """Return the roster whose persons a field names; the field itself if it names none."""
    match kind.field(field):
        case Field(type=ReferenceTo(name=role)):
            return role
    return field


def amount_of(scene: Scene, on: Shelf, record: Record) -> tuple[Interval, tuple[Reason, ...]]:
    """Return what one record adds, and why that is not known exactly. No errors."""
    if on.counted or on.kind.amount is None:
        return Interval.exactly(1), ()
    read = read_field(scene, record, on.need, on.kind.amount)
    value = number(read.value)
    if value is None:
        return Interval.at_least(0), read.reasons
    return Interval.exactly(value), ()


def day_of(scene: Scene, on: Shelf, record: Record) -> Known:
    """Read the day (of a span, the first day) of a record; an absent one is not known."""
    read = read_field(scene, record, on.need, on.kind.first)
    if read.value is None or isinstance(read.value, date):
        return read
    return Known(None, (missing(attrs.evolve(on.need, field=on.kind.first)),), read.grade)


def last_day_of(scene: Scene, on: Shelf, record: Record) -> Known:
    """Read the last day of a record; one without an end runs to the end of the calendar."""
    if on.kind.last == on.kind.first:
        return day_of(scene, on, record)
    read = read_field(scene, record, on.need, on.kind.last)
    return attrs.evolve(read, value=date.max) if read.value is Mark.ABSENT else read


def _dated(scene: Scene, on: Shelf, record: Record, span: Span) -> Verdict:
    """Answer "this record lies within the span".

    A record of several days is counted where it shares a day with the span. Its amount counts
    where all its days do; of a part, nobody knows how much of the amount fell on it.
    """
    first = day_of(scene, on, record)
    last = first
    if on.kind.last != on.kind.first:
        last = read_field(scene, record, on.need, on.kind.last)
    elif isinstance(first.value, date):
        return Verdict(truth.of(span.first <= first.value <= span.last), (), first.grade)
    shares = every(on_or_before(first, span.last), on_or_after(last, span.first))
    if on.counted or shares.outcome is Outcome.NOT_MET:
        return shares
    ended = on_or_before(last, span.last)
    if last.value is Mark.ABSENT:  # still running
        ended = Verdict(Outcome.NOT_MET)
    whole = every(on_or_after(first, span.first), ended)
    if whole.outcome is not Outcome.NOT_MET:
        return whole
    asked = attrs.evolve(on.need, field=on.kind.amount or "")
    # where a day is not known, that day may say that nothing of the amount counts
    return unknown(*shares.reasons, missing(asked), grade=shares.grade)
