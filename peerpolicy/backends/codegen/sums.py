"""Sums: kernels that compare what a list comes to with a bound, each made for one term.

What it is for: totals through a day, within a window, in each period of the calendar, and with
topics. May import: `dates`, `ir`, `facts.model`, `backends.base` and the columns of this back end.
What stays true: an open list may always hold more; a period is judged when its last day is past.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import attrs

from peerpolicy.backends.base import Answer, Due
from peerpolicy.backends.codegen.columns import Ends, Shelf, Spec
from peerpolicy.dates import LeapDay, Span, back
from peerpolicy.facts.model import Mark, Value
from peerpolicy.ir.operands import Back, Op
from peerpolicy.quantity import Number

Reached = Callable[[Number, Number | None], Answer]
"""Compares with a bound what is so much at least and so much at most (None: without an end)."""

Kernel = Callable[..., Any]
"""What generated code calls: a shelf and days come in, an answer, a `Due` or `LEFT` comes out."""


def reached_by(op: Op, bound: Number) -> Reached:
    """Return what compares with a bound. No errors."""

    def at_least(low: Number, high: Number | None) -> Answer:
        if low >= bound:
            return True
        return None if high is None or high >= bound else False

    def more_than(low: Number, high: Number | None) -> Answer:
        if low > bound:
            return True
        return None if high is None or high > bound else False

    def at_most(low: Number, high: Number | None) -> Answer:
        if high is not None and high <= bound:
            return True
        return False if low > bound else None

    def less_than(low: Number, high: Number | None) -> Answer:
        if high is not None and high < bound:
            return True
        return False if low >= bound else None

    return {
        Op.AT_LEAST: at_least,
        Op.MORE_THAN: more_than,
        Op.AT_MOST: at_most,
        Op.LESS_THAN: less_than,
    }[op]


def between(shelf: Shelf | None, spec: Spec, first: date | None, last: date) -> Ends:
    """Return what certainly and possibly lies on some days, of which none is ahead. No errors."""
    if shelf is None:
        return 0, None
    return _closing(shelf, last, shelf.within(spec, first, last))


def among_many(shelf: Shelf | None, spec: Spec, first: date, last: date) -> Ends:
    """Return the same, for a term that asks about many spans of days. No errors."""
    if shelf is None:
        return 0, None
    return _closing(shelf, last, shelf.column(spec).between(first, last))


def _closing(shelf: Shelf, last: date, ends: Ends) -> Ends:
    low, high = ends
    is_open = shelf.closed is None or shelf.closed < last
    return low, None if is_open else high


def through(spec: Spec, reached: Reached) -> Kernel:
    """Make the kernel of everything through the judged day. No errors."""

    def kernel(shelf: Shelf | None, as_of: date) -> Answer:
        column = None if shelf is None else shelf.columns.get(spec)
        if column is not None:
            # often what is certain settles it, whatever else there may be
            found = reached(column.low[bisect_right(column.days, as_of)], None)
            if found is not None:
                return found
        return reached(*between(shelf, spec, None, as_of))

    return kernel


def within(spec: Spec, reached: Reached) -> Kernel:
    """Make the kernel of a window that ends on the judged day. No errors."""

    def kernel(shelf: Shelf | None, first: date, as_of: date) -> Answer:
        if first > as_of:
            return reached(0, 0)
        return reached(*between(shelf, spec, first, as_of))

    return kernel


@attrs.frozen
class Calendar:
    """The conventions that windows follow; `spans` lists the periods from a day to another."""

    spans: Callable[[str, date, date], tuple[Span, ...]]
    leap_day: LeapDay
    both_ends: bool
    first_part_counts: bool


def back_from(spec: Spec, reached: Reached, window: Back, calendar: Calendar) -> Kernel:
    """Make the kernel of a window that ends on some day, known or not. No errors."""

    def kernel(shelf: Shelf | None, day: Value | None, as_of: date) -> Answer:
        if day is Mark.ABSENT:
            return reached(0, 0)
        if not isinstance(day, date):
            return reached(0, between(shelf, spec, None, as_of)[1])
        first = back(day, window.number, window.unit, calendar.leap_day) or date.min
        if not calendar.both_ends:
            first += timedelta(days=1)
        last = min(day, as_of)
        return reached(0, 0) if first > last else reached(*between(shelf, spec, first, last))

    return kernel


# ---------------------------------------------------------------- periods

Periods = Sequence[tuple[date, date]]

_KEPT, _SHORT = 512, 200
"""So many lists of periods are kept for a term, each no longer than this."""


def each_period(spec: Spec, reached: Reached, period: str, calendar: Calendar) -> Kernel:
    """Make the kernel of each completed period of the calendar since a day. No errors."""
    kept: dict[tuple[date, date], Periods] = {}

    def kernel(shelf: Shelf | None, since: Value | None, as_of: date) -> Answer | Due:
        if since is Mark.ABSENT:
            return Due.NOTHING
        if not isinstance(since, date):
            return Due.PERHAPS
        periods = kept.get((since, as_of))
        if periods is None:
            periods = completed(period, since, as_of, calendar)
            if len(periods) <= _SHORT:
                if len(kept) >= _KEPT:
                    kept.clear()
                kept[since, as_of] = periods
        if not periods:
            return Due.NOTHING
        answer: Answer = True
        for first, last in periods:
            found = reached(*among_many(shelf, spec, first, last))
            if found is False:
                return False
            if found is None:
                answer = None
        return answer

    return kernel


def completed(period: str, since: date, as_of: date, calendar: Calendar) -> Periods:
    """Return the periods since a day that have ended, a first part where it counts. No errors."""
    start = since
    first = calendar.spans(period, since, since)[0]
    if first.first < since and not calendar.first_part_counts:
        if first.last == date.max:
            return ()
        start = first.last + timedelta(days=1)
    periods = calendar.spans(period, start, max(start, as_of))
    return tuple((max(p.first, since), p.last) for p in periods if p.last < as_of)


# ---------------------------------------------------------------- topics


def topics(asked: Sequence[tuple[Spec, Reached]], vague: Spec | None) -> Kernel:
    """Make the kernel of a total with topics, since ever or in a window up to the judged day.

    In: `vague` finds records whose topic is not known; where there are some, it is left whether
    they can serve all topics at once. None: each topic is served alone.
    """

    def kernel(shelf: Shelf | None, first: date | None, as_of: date) -> object:
        if first is not None and first > as_of:
            return all_of([reached(0, 0) for _, reached in asked])
        if vague and shelf is not None and shelf.within(vague, first, as_of)[1] != 0:
            return LEFT
        return all_of([reached(*between(shelf, spec, first, as_of)) for spec, reached in asked])

    return kernel


def is_vague(value: Value | None) -> Answer:
    """Say whether a topic is not known. No errors."""
    return value is None or value is Mark.NOT_KNOWN


def all_of(answers: Sequence[Answer]) -> Answer:
    """Answer "each of these". No errors."""
    return False if False in answers else None if None in answers else True


LEFT = object()
"""What a kernel answers where it finds something rare, which is left to the other back end."""
