"""Totals: the terms that compare what many records come to.

What it is for: `Total`, and what is measured like one. May import: `quantity`, `dates`, `ir`,
`outcome` and the rest of this back end below. What stays true: an answer rests on the end of the
interval that settles it; what is missing is in the unit of what was seen; a period that runs
decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from peerpolicy import truth
from peerpolicy._frozen import frozen
from peerpolicy.backends.interpreter.bounds import (
    Threshold,
    asks_for_more,
    changes,
    compare_with,
    on_day,
    shortfall,
    threshold,
)
from peerpolicy.backends.interpreter.facts import answer
from peerpolicy.backends.interpreter.records import (
    NOTHING,
    Sum,
    shelf_of,
    summed,
)
from peerpolicy.backends.interpreter.scene import Scene, Verdict, lowest, union
from peerpolicy.backends.interpreter.windows import Windows, windows
from peerpolicy.dates import Span
from peerpolicy.evolving import evolve
from peerpolicy.ir.schema import Sensitivity
from peerpolicy.ir.terms import Back, Bound, Ever, Op, ParameterValue, Said, Total, Window
from peerpolicy.outcome import NOT_DUE, Observed, PeriodTrace, Required, Trace
from peerpolicy.quantity import Interval
from peerpolicy.truth import Outcome


def verdict_of(op: Op, bound: Threshold, seen: Sum) -> Verdict:
    """Compare a sum with its bound; the grade is that of the records that settle it. No errors."""
    outcome = compare_with(op, seen.value, bound)
    by_low = asks_for_more(op) is (outcome is Outcome.MET)
    grade = seen.grade(by_low and outcome is not Outcome.UNKNOWN)
    reasons = union((seen.reasons, bound.reasons)) if bound.reasons else seen.reasons
    return Verdict(outcome, reasons, grade)


@frozen
class Measured:
    """What is compared with a bound: how much there is within a span of days.

    `within` answers it for one span; `sensitivity` says how private the answer is.
    """

    op: Op
    bound: Bound
    unit: str
    sensitivity: Sensitivity
    within: Callable[[Span], Sum]


def judge_total(scene: Scene, term: Total) -> Trace:
    """Answer a sum or count over entries against its bound. Errors: as for `threshold`."""
    trace = _judge_total(scene, term)
    if trace.outcome is Outcome.MET or not isinstance(term.window, Ever | Back):
        return trace
    return evolve(trace, changes_on=_becomes_on(scene, term, Outcome.MET))


def no_more_on(scene: Scene, term: Total) -> date | None:
    """Find the day on which a total that is met is so no more, if waiting is enough for that.

    Errors: as for `threshold`.
    """
    return _becomes_on(scene, term, Outcome.NOT_MET)


def _becomes_on(scene: Scene, term: Total, wanted: Outcome) -> date | None:
    """Find the first later day on which a total is met, or not: other bounds, fewer records."""
    from peerpolicy.backends.interpreter.leaving import first_day

    days = changes(scene, term.bound)
    fewer_helps = asks_for_more(term.op) is (wanted is Outcome.NOT_MET)
    window = term.window if fewer_helps else Ever()
    asked = (wanted, lambda then: _judge_total(then, term).outcome)
    return first_day(scene, shelf_of(scene, term), window, asked, days)


def _judge_total(scene: Scene, term: Total) -> Trace:
    on = shelf_of(scene, term)
    asked = Measured(
        term.op,
        term.bound,
        term.unit,
        on.kind.sensitivity,
        summed(scene, on, term.window),
    )
    return judge_measured(scene, term, term.window, asked)


def judge_measured(scene: Scene, line: Said, window: Window, measured: Measured) -> Trace:
    """Answer whether what is measured is enough in each span of a window.

    In: `line` is what the author wrote. Out: its trace, with periods where the window has some.
    Errors: as for `threshold`.
    """
    over = windows(scene, window)
    bound = threshold(scene, measured.bound, days_meant(scene, over))
    waiting = union((over.reasons, bound.reasons))
    asked = evolve(
        answer(line, Verdict(Outcome.UNKNOWN, waiting, over.grade)),
        required=Required(measured.op.value, bound.shown, measured.unit),
        conventions=over.conventions,
        citations=bound.citations,
    )
    if over.periodic:
        waits = evolve(asked, due_unknown=True)
        return waits if over.reasons else _periodic(scene, measured, over, asked)
    if over.reasons:
        seen = _anywhere(scene, measured, over)
    else:
        seen = measured.within(over.spans[0]) if over.spans else Sum(NOTHING)
    verdict = verdict_of(measured.op, bound, seen)
    return _compared(measured, asked, verdict, seen=seen.value, bound=bound)


def days_meant(scene: Scene, over: Windows) -> Span:
    """Return the days of which one is the last of the window: its bound holds on that one.

    No errors.
    """
    if over.reasons and not over.periodic:
        return Span(date.min, scene.as_of)
    last = scene.as_of if over.periodic or not over.spans else over.spans[0].last
    return on_day(last)


def _anywhere(scene: Scene, measured: Measured, over: Windows) -> Sum:
    """Sum what a window that may lie anywhere can hold: perhaps nothing, perhaps everything."""
    whole = measured.within(Span(date.min, scene.as_of))
    return Sum(Interval(0, whole.value.high), union((over.reasons, whole.reasons)), None, whole.all)


def _compared(
    measured: Measured, asked: Trace, verdict: Verdict, *, seen: Interval, bound: Threshold
) -> Trace:
    return evolve(
        asked,
        outcome=verdict.outcome,
        reasons=verdict.reasons if verdict.outcome is Outcome.UNKNOWN else (),
        grade=lowest((asked.grade, verdict.grade)),
        observed=Observed(seen, measured.sensitivity, measured.unit),
        required=Required(measured.op.value, bound.shown, measured.unit),
        shortfall=shortfall(seen, bound) if asks_for_more(measured.op) else None,
    )


def _periodic(scene: Scene, measured: Measured, over: Windows, asked: Trace) -> Trace:
    """Judge each completed period; of the one that runs, say only what is there so far.

    What stands at the top of the trace is the first period that made the answer what it is; of
    periods that are all enough, the one with the least.
    """
    asked = evolve(asked, progress=_progress(scene, measured, over.running))
    if not over.spans:
        return evolve(asked, nothing_due=True, due_on=over.due_on, reasons=(NOT_DUE,))
    sums = [measured.within(span) for span in over.spans]
    if isinstance(measured.bound, ParameterValue):
        bounds = [threshold(scene, measured.bound, on_day(span.last)) for span in over.spans]
    else:
        bounds = [threshold(scene, measured.bound, on_day(scene.as_of))] * len(over.spans)
    verdicts = [verdict_of(measured.op, b, seen) for b, seen in zip(bounds, sums, strict=True)]
    outcome = truth.all_of(v.outcome for v in verdicts)
    made_it = [n for n, v in enumerate(verdicts) if v.outcome is outcome]
    told = made_it[0]
    if outcome is Outcome.MET:
        told = min(made_it, key=lambda n: sums[n].value.low)
    verdict = Verdict(
        outcome,
        union(verdicts[n].reasons for n in made_it),
        lowest(verdicts[n].grade for n in made_it),
    )
    periods = tuple(
        PeriodTrace(span, v.outcome, seen.value, bound.value)
        for span, v, seen, bound in zip(over.spans, verdicts, sums, bounds, strict=True)
    )
    return evolve(
        _compared(measured, asked, verdict, seen=sums[told].value, bound=bounds[told]),
        periods=periods,
        due_on=over.due_on,
        citations=tuple(dict.fromkeys(c for n in made_it for c in bounds[n].citations)),
    )


def _progress(scene: Scene, measured: Measured, running: Span | None) -> PeriodTrace | None:
    """Say what the running period has so far; only what no later entry can undo is settled."""
    if running is None:
        return None
    seen = measured.within(running)
    least = Interval(seen.value.low, None)
    bound = threshold(scene, measured.bound, on_day(running.last))
    return PeriodTrace(running, compare_with(measured.op, least, bound), seen.value, bound.value)
