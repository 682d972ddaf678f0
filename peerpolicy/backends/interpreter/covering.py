"""The days that records cover, certainly and possibly.

What it is for: `Duration`. May import: `dates`, `ir`, `facts.model`, `outcome` and the rest of this
back end below. What stays true: a day in two records counts once; of a record whose one end is not
known, the other end alone is certain.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from peerpolicy._frozen import frozen
from peerpolicy.backends.interpreter.records import (
    Shelf,
    Sum,
    counts,
    day_of,
    last_day_of,
    records_of,
    up_to,
)
from peerpolicy.backends.interpreter.scene import Known, Scene, complete, lowest, union
from peerpolicy.dates import Span, covered_days
from peerpolicy.ir.schema import Grade
from peerpolicy.outcome import Reason
from peerpolicy.quantity import Interval
from peerpolicy.truth import Outcome


@frozen
class Days:
    """The days that entries cover: certainly, and possibly.

    `running` are the certain records that still run after the judged day, or have no end.
    """

    sure: tuple[Span, ...]
    possible: tuple[Span, ...]
    running: tuple[Span, ...]
    is_open: bool
    reasons: tuple[Reason, ...]
    grade_sure: Grade | None
    grade_all: Grade | None

    def total(self) -> Sum:
        """Count the days in at least one record; a day in two counts once."""
        low = covered_days(self.sure)
        high = None if self.is_open else covered_days((*self.sure, *self.possible))
        return Sum(Interval(low, high), self.reasons, self.grade_sure, self.grade_all)


def days_covered(scene: Scene, on: Shelf, span: Span) -> Days:
    """Find the days of a span, through the judged day, that the entries cover. No errors."""
    within = up_to(scene, span)
    if within is None:
        return Days((), (), (), is_open=False, reasons=(), grade_sure=None, grade_all=None)
    sure: list[Span] = []
    possible: list[Span] = []
    running: list[Span] = []
    verdicts, reasons = [], []
    for record in records_of(on):
        verdict = counts(scene, on, record)
        if verdict.outcome is Outcome.NOT_MET:
            continue
        first, last = day_of(scene, on, record), last_day_of(scene, on, record)
        perhaps = list(_perhaps(within, first, last))
        certain = list(_certainly(within, first, last))
        possible += perhaps
        if perhaps:
            verdicts.append(verdict)
            reasons += [verdict.reasons, first.reasons, last.reasons]
        if verdict.outcome is Outcome.MET:
            sure += certain
            running += _runs_on(scene, certain, last)
    full = complete(scene, on.listing, on.need, within.last)
    return Days(
        tuple(sure),
        tuple(possible),
        tuple(running),
        full.outcome is Outcome.UNKNOWN,
        union((*reasons, full.reasons)),
        lowest(v.grade for v in verdicts if v.outcome is Outcome.MET),
        lowest(v.grade for v in (*verdicts, full)),
    )


def _shared(span: Span, first: date, last: date) -> Iterator[Span]:
    first, last = max(first, span.first), min(last, span.last)
    if first <= last:
        yield Span(first, last)


def _certainly(span: Span, first: Known, last: Known) -> Iterator[Span]:
    """Yield what a record certainly covers of a span; of one unknown end, the other end alone."""
    known = [k.value for k in (first, last) if isinstance(k.value, date)]
    if known:
        yield from _shared(span, known[0], known[-1])


def _perhaps(span: Span, first: Known, last: Known) -> Iterator[Span]:
    """Yield what a record possibly covers of a span; an unknown end may lie anywhere."""
    begins = first.value if isinstance(first.value, date) else date.min
    ends = last.value if isinstance(last.value, date) else date.max
    yield from _shared(span, begins, ends)


def _runs_on(scene: Scene, certain: list[Span], last: Known) -> Iterator[Span]:
    for span in certain:
        if isinstance(last.value, date) and last.value > scene.as_of:
            yield Span(span.first, last.value)
