"""Lengths of time: the kernel that counts the days in at least one record.

What it is for: `Duration` where all that counts is certain; other cases are left. May import:
`dates`, `ir.operands` and the columns and sums of this back end. What stays true: both sides are
days, and a length of months or years is that before the judged day.
"""

from __future__ import annotations

from datetime import date

import attrs

from peerpolicy.backends.codegen.columns import Shelf, Spec
from peerpolicy.backends.codegen.sums import LEFT, Kernel, Reached, reached_by
from peerpolicy.dates import LeapDay, back
from peerpolicy.facts.model import Mark
from peerpolicy.ir.operands import Op


@attrs.frozen
class Length:
    """How many units are asked for."""

    op: Op
    number: int
    unit: str
    leap_day: LeapDay

    def reached_on(self, as_of: date) -> Reached:
        """Return what compares days with the length before a day. No errors."""
        start = back(as_of, self.number, self.unit, self.leap_day)
        # a length beyond the calendar is longer than anything in it
        days = as_of.toordinal() + 1 if start is None else (as_of - start).days
        return reached_by(self.op, days)


def covers(spec: Spec, length: Length) -> Kernel:
    """Make the kernel of days through the judged day, since ever or in a window. No errors."""

    def kernel(shelf: Shelf | None, first: date | None, as_of: date) -> object:
        reached = length.reached_on(as_of)
        if first is not None and first > as_of:
            return reached(0, 0)
        if shelf is None:
            return reached(0, None)
        days = _covered(shelf, spec, first or date.min, as_of)
        if days is None:
            return LEFT
        is_open = shelf.closed is None or shelf.closed < as_of
        return reached(days, None if is_open else days)

    return kernel


def _covered(shelf: Shelf, spec: Spec, first: date, last: date) -> int | None:
    """Count the days in at least one record; None where one of those days is not certain."""
    spans: list[tuple[int, int]] = []
    for begins, ends, is_sure, _ in shelf.rows(spec):
        if begins is None or ends is None or not is_sure:
            return None
        end = last if isinstance(ends, Mark) else min(ends, last)
        begin = max(begins, first)
        if begin <= end:
            spans.append((begin.toordinal(), end.toordinal()))
    total = counted = 0
    for start, stop in sorted(spans):
        if stop > counted:
            total += stop - max(start - 1, counted)
            counted = stop
    return total
