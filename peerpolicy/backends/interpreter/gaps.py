"""Gaps: from a day on, never too long without a record.

What it is for: `Gap`. May import: `dates`, `ir`, `outcome`, `quantity` and the rest of this back
end below. What stays true: one more record never makes a gap longer, so what is certain alone
gives the longest gaps there can be; a gap is too long for certain only where no record that may
exist could lie in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.backends.interpreter.facts import answer
from peerpolicy.backends.interpreter.records import Shelf, counts, day_of, records_of, shelf_of
from peerpolicy.backends.interpreter.scene import (
    Known,
    Scene,
    Verdict,
    believed_through,
    complete,
    lowest,
    read_day,
    union,
)
from peerpolicy.backends.interpreter.windows import LEAP_DAY, after, is_leap_day
from peerpolicy.dates import LeapDay, back
from peerpolicy.facts.model import Mark
from peerpolicy.ir.schema import Grade
from peerpolicy.ir.terms import Gap
from peerpolicy.outcome import NOT_DUE, Observed, Reason, Required, Trace
from peerpolicy.quantity import Interval, in_unit
from peerpolicy.truth import Outcome


@frozen
class _Rule:
    """How long a gap may be, and what years rest on."""

    number: int
    unit: str
    leap_day: LeapDay

    def last(self, day: date) -> date:
        """Return the last day on which the next record is in time; of the calendar, beyond it."""
        return back(day, -self.number, self.unit, self.leap_day) or date.max

    def late(self, days: Sequence[date]) -> Iterator[tuple[date, date]]:
        """Yield the gaps between neighbours of some days in order that are too long."""
        yield from ((a, b) for a, b in pairwise(days) if b > self.last(a))

    def days_late(self, days: Sequence[date]) -> int:
        """Return by how many days the worst gap is too long, 0 where none is."""
        return max(((b - self.last(a)).days for a, b in self.late(days)), default=0)


@frozen
class _Seen:
    """The days of records from the first day on, through the judged one.

    `sure` are those that certainly count, `possible` others whose day is known; `undated` is the
    number of records that may lie on any day. `closed` is the last day on which no record can be
    missing, None where there is none.
    """

    sure: tuple[date, ...]
    possible: tuple[date, ...]
    undated: int
    closed: date | None
    reasons: tuple[Reason, ...]
    grade_sure: Grade | None
    grade_all: Grade | None


def judge_gap(scene: Scene, term: Gap) -> Trace:
    """Answer whether records came often enough: from a day on, and up to the judged day.

    Met where what is certain leaves no gap too long; not met where all that may exist cannot fill
    one. Costs a sort of the records, and a step for each record that a long gap would need.
    """
    on = shelf_of(scene, term)
    since = read_day(scene, term.since)
    rule = _Rule(term.number, term.unit, scene.leap_day)
    asked = attrs.evolve(
        answer(term, Verdict(Outcome.UNKNOWN, since.reasons, since.grade)),
        required=Required(_words(term)),
    )
    if since.value is Mark.ABSENT:
        return attrs.evolve(asked, nothing_due=True, reasons=(NOT_DUE,))
    if not isinstance(since.value, date):
        return attrs.evolve(asked, due_unknown=True)
    if since.value > scene.as_of:
        due_on = after(rule.last(since.value))
        return attrs.evolve(asked, nothing_due=True, due_on=due_on, reasons=(NOT_DUE,))
    return _judged(scene, term, on, since, rule)


def _words(term: Gap) -> str:
    return f"at most {in_unit(term.number, term.unit)} between records"


def _judged(scene: Scene, term: Gap, on: Shelf, since: Known, rule: _Rule) -> Trace:
    assert isinstance(since.value, date)
    seen, ends = _seen(scene, on, since.value), (since.value, scene.as_of)
    worst = _in_order(ends, seen.sure)
    best = _in_order(ends, (*seen.sure, *seen.possible))
    late = next(rule.late(worst), None)
    outcome = Outcome.MET
    if late is not None:
        outcome = Outcome.UNKNOWN if _may_be_filled(rule, best, seen) else Outcome.NOT_MET
    grade = seen.grade_sure if outcome is Outcome.MET else seen.grade_all
    reasons = seen.reasons if outcome is Outcome.UNKNOWN else ()
    is_known = outcome is Outcome.NOT_MET and not seen.undated and seen.closed == scene.as_of
    least = rule.days_late(best) if is_known else int(outcome is Outcome.NOT_MET)
    uses_leap_day = term.unit == "years" and any(map(is_leap_day, worst))
    next_by = rule.last(late[0] if late is not None else max(worst[:-1]))
    return attrs.evolve(
        answer(term, Verdict(outcome, reasons, lowest((since.grade, grade)))),
        observed=Observed(_longest(worst, best, seen), on.kind.sensitivity, "days"),
        required=Required(f"{_words(term)}, here the next one through", next_by, "days"),
        shortfall=Interval(least, rule.days_late(worst)),
        conventions=frozenset({LEAP_DAY} if uses_leap_day else ()),
    )


def _in_order(ends: tuple[date, date], days: Sequence[date]) -> tuple[date, ...]:
    """Return the first day, those of the records and the judged day, in order."""
    return (ends[0], *sorted(days), ends[1])


def _seen(scene: Scene, on: Shelf, since: date) -> _Seen:
    sure, possible, undated = [], [], 0
    verdicts, reasons = [], []
    for record in records_of(on):
        verdict, day = counts(scene, on, record), day_of(scene, on, record)
        is_dated = isinstance(day.value, date)
        if verdict.outcome is Outcome.NOT_MET or (
            isinstance(day.value, date) and not since <= day.value <= scene.as_of
        ):
            continue
        verdicts.append(verdict)
        if isinstance(day.value, date) and verdict.outcome is Outcome.MET:
            sure.append(day.value)
            continue
        reasons += [verdict.reasons, day.reasons]
        undated += not is_dated
        possible += [day.value] if isinstance(day.value, date) else []
    full = complete(scene, on.listing, on.need, scene.as_of)
    if full.outcome is Outcome.UNKNOWN:
        reasons.append(full.reasons)
    return _Seen(
        tuple(sure),
        tuple(possible),
        undated,
        believed_through(scene, on.listing),
        union(reasons),
        lowest(v.grade for v in verdicts if v.outcome is Outcome.MET),
        lowest(v.grade for v in (*verdicts, full)),
    )


def _may_be_filled(rule: _Rule, days: Sequence[date], seen: _Seen) -> bool:
    """Say whether records that may exist could lie so that no gap is too long.

    On days on which the list is open there may be any number; each record of an unknown day may
    stand in for one more.
    """
    if seen.closed is None:
        return True
    needed = 0
    for first, last in rule.late(days):
        day = rule.last(first)
        while day < last and day <= seen.closed:
            needed += 1
            if needed > seen.undated:
                return False
            day = rule.last(day)
    return True


def _longest(worst: Sequence[date], best: Sequence[date], seen: _Seen) -> Interval:
    """Return the days of the longest gap: with what is certain alone, and at the least."""
    high = max((b - a).days for a, b in pairwise(worst))
    least = min(1, (worst[-1] - worst[0]).days)  # even with a record on each day
    if seen.closed is None:
        return Interval(least, high)
    # where the list is open, a record may follow on the next day
    until = seen.closed.toordinal() + 1
    lengths = (min(b.toordinal(), until) - a.toordinal() for a, b in pairwise(best))
    parts = seen.undated + 1
    return Interval(max(least, *(-(-length // parts) for length in lengths)), high)
