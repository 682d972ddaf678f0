"""Lengths of time: how many days lie in at least one record, through a day or within a window.

What it is for: `Duration`. May import: `dates`, `ir`, `outcome`, `quantity` and the rest of this
back end below. What stays true: both sides are days, so a length that is split into parts is as
long as before; a length of months or years is that before one day, the window's or the judged one.
"""

from __future__ import annotations

from datetime import date

import attrs

from peerpolicy.backends.interpreter.amounts import days_meant, verdict_of
from peerpolicy.backends.interpreter.bounds import (
    Threshold,
    asks_for_more,
    compare_with,
    on_day,
    shortfall,
    threshold,
)
from peerpolicy.backends.interpreter.covering import days_covered
from peerpolicy.backends.interpreter.facts import answer
from peerpolicy.backends.interpreter.records import NOTHING, Shelf, Sum, shelf_of
from peerpolicy.backends.interpreter.scene import Scene, lowest, read_day, union
from peerpolicy.backends.interpreter.windows import LEAP_DAY, Windows, after, is_leap_day, windows
from peerpolicy.dates import Span, back, covered_days
from peerpolicy.ir.terms import Back, Duration, ParameterValue
from peerpolicy.outcome import Observed, Required, Trace
from peerpolicy.quantity import Interval, Number, in_unit
from peerpolicy.truth import Outcome

_ANY_DAY = {"days": (1, 1), "weeks": (7, 7), "months": (28, 31), "years": (365, 366)}
"""The fewest and the most days that a unit has, before whatever day."""


def judge_duration(scene: Scene, term: Duration) -> Trace:
    """Answer whether the days in at least one entry are as many as those asked for.

    "Two years" means as many days as there are between a day and two years before it, so both
    sides are shown in days. The day is that of the window, else the judged one. Errors: as for
    `threshold`.
    """
    on = shelf_of(scene, term)
    over = windows(scene, term.window)
    seen, anchor = _seen(scene, on, over), _anchor(scene, term, over)
    asked = threshold(scene, term.number, days_meant(scene, over))
    bound = _in_days(scene, term, asked, anchor)
    verdict = verdict_of(term.op, bound, seen)
    uses_leap_day = term.unit == "years" and (anchor is None or is_leap_day(anchor))
    more = asks_for_more(term.op)
    waits = more and verdict.outcome is not Outcome.MET
    return attrs.evolve(
        answer(term, attrs.evolve(verdict, grade=lowest((over.grade, verdict.grade)))),
        observed=Observed(seen.value, on.kind.sensitivity, "days"),
        required=_length(term, asked, bound),
        shortfall=shortfall(seen.value, bound) if more else None,
        changes_on=_long_enough_on(scene, term, on) if waits else None,
        conventions=over.conventions | ({LEAP_DAY} if uses_leap_day else set()),
        citations=bound.citations,
    )


def _seen(scene: Scene, on: Shelf, over: Windows) -> Sum:
    """Count the days within a window; in one that may lie anywhere perhaps none, perhaps all."""
    if over.reasons:
        ever = days_covered(scene, on, Span(date.min, scene.as_of)).total()
        reasons = union((over.reasons, ever.reasons))
        return Sum(Interval(0, ever.value.high), reasons, None, ever.all)
    if not over.spans:
        return Sum(NOTHING)
    return days_covered(scene, on, over.spans[0]).total()


def _anchor(scene: Scene, term: Duration, over: Windows) -> date | None:
    """Find the day before which the length is counted; None where it may be any day."""
    if over.reasons:
        return None
    if isinstance(term.window, Back):
        read = read_day(scene, term.window.day).value
        return read if isinstance(read, date) else scene.as_of
    return scene.as_of


def _length(term: Duration, asked: Threshold, days: Threshold) -> Required:
    """Say what is asked for: as the policy says it, and in the days that it is here."""
    if term.unit == "days" or isinstance(asked.shown, str):
        return Required(term.op.value, days.shown, "days")
    length = in_unit(asked.shown, term.unit)
    return Required(f"{term.op.value} {length}, here", days.shown, "days")


def _in_days(scene: Scene, term: Duration, asked: Threshold, anchor: date | None) -> Threshold:
    """Find the days asked for; a length beyond the calendar is longer than anything in it."""
    if asked.value is None:
        return asked
    low, high = asked.value.low, asked.value.high
    least = _days_of(scene, term.unit, low, anchor).low
    most = None if high is None else _days_of(scene, term.unit, high, anchor).high
    return attrs.evolve(asked, value=Interval(least, most))


def _days_of(scene: Scene, unit: str, number: Number, anchor: date | None) -> Interval:
    if anchor is None:
        fewest, most = _ANY_DAY[unit]
        return Interval(fewest * number, most * number)
    start = back(anchor, int(number), unit, scene.leap_day)
    return Interval.exactly(anchor.toordinal() + 1 if start is None else (anchor - start).days)


LENGTHS_DIFFER = 7
"""No two spans of as many months or years differ by more days than this."""


def _long_enough_on(scene: Scene, term: Duration, on: Shelf) -> date | None:
    """Find the first day on which what runs now has made the whole long enough.

    Each day adds one as long as some record covers it, but the days in "two years" change with
    the day on which one asks, and so may a parameter. So the days that are surely missing are
    passed over where the length is a plain number, and the rest is tried day by day. A window has
    a day of its own: waiting for it is not looked into.
    """
    if isinstance(term.window, Back):
        return None
    days = days_covered(scene, on, Span(date.min, scene.as_of))
    length = covered_days(days.sure)
    day = after(scene.as_of)
    while day is not None and any(day in span for span in days.running):
        length += 1
        bound = _in_days(scene, term, threshold(scene, term.number, on_day(day)), day)
        if compare_with(term.op, Interval.exactly(length), bound) is Outcome.MET:
            return day
        most = None if bound.value is None else bound.value.high
        if most is None or most > day.toordinal():
            return None  # nobody knows how long, or longer than anything in the calendar
        is_plain = not isinstance(term.number, ParameterValue)
        passed = max(0, int(most) - length - LENGTHS_DIFFER) if is_plain else 0
        length += passed
        day = after(day, passed + 1)
    return None
