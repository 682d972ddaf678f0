"""Bounds: what an amount is compared with on a day, a number or the value of a parameter.

What it is for: every comparison of an amount. May import: `truth`, `quantity`, `dates`, `ir`,
`facts.model`, `outcome` and the scene. What stays true: each value that is possible on the day is
tried, and an answer stands only where all of them give it; because every comparison is monotone in
its bound, trying the lowest and the highest is trying them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import assert_never

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.backends.interpreter.scene import Known, Scene, Verdict, every, read_fact, union
from peerpolicy.dates import Span
from peerpolicy.facts.model import Mark
from peerpolicy.ir.program import Citation, Parameter, Row
from peerpolicy.ir.terms import Bound, Compares, FactOf, IsBetween, Op, ParameterValue
from peerpolicy.outcome import Cause, Need, Reason
from peerpolicy.quantity import Interval, Number
from peerpolicy.truth import Outcome

ANYTHING = Interval.at_least(0)
"""A value that nobody has determined yet: amounts are never negative."""


@frozen
class Threshold:
    """What a bound may be.

    `value` is None where perhaps no value is in force, and then nothing can be compared with it.
    `reasons` say why it is not one number; `name` is the parameter's, empty for a plain number.
    """

    value: Interval | None
    reasons: tuple[Reason, ...] = ()
    citations: tuple[Citation, ...] = ()
    name: str = ""

    @property
    def shown(self) -> Number | Interval | str:
        """The bound as people see it: a number, an interval, or else the parameter's name."""
        if self.value is None or self.value.high is None:
            return self.name
        return self.value.simplified


def on_day(day: date) -> Span:
    """Return the span of one day. No errors."""
    return Span(day, day)


def threshold(scene: Scene, bound: Bound, days: Span) -> Threshold:
    """Find what a bound may be on days of which one is meant.

    The fact that is the key of a parameter is believed from the question's grade, like a guard.
    Errors: KeyError for a parameter that is not there, which is a checker fault.
    """
    if not isinstance(bound, ParameterValue):
        return _plain(bound)
    parameter = _parameter(scene, bound)
    key = _key(scene, bound)
    found = [_in_force(parameter, run, days) for run in _runs(scene, parameter, bound, key)]
    values = [value for each in found for value in each.values]
    hull = _times(_hull(values), bound.factor)
    exact = hull is not None and hull.is_exact
    return Threshold(
        hull,
        () if exact else union((key.reasons, *(each.reasons for each in found))),
        tuple(dict.fromkeys(cited for each in found for cited in each.citations)),
        parameter.id,
    )


@lru_cache(maxsize=1024)
def _plain(bound: Number) -> Threshold:
    """Return the threshold of a number that a policy names."""
    return Threshold(Interval.exactly(bound))


def _parameter(scene: Scene, bound: ParameterValue) -> Parameter:
    parameter = scene.program.parameter(bound.name)
    if parameter is None:
        raise KeyError(f"there is no parameter {bound.name}")
    return parameter


def _key(scene: Scene, bound: ParameterValue) -> Known:
    if bound.key is None:
        return Known("")
    return read_fact(scene.on_grade, bound.key)


def _runs(
    scene: Scene, parameter: Parameter, bound: ParameterValue, key: Known
) -> Iterator[tuple[Row, ...]]:
    """Yield the rows of each key that is possible; a key that is absent has none."""
    if isinstance(key.value, str):
        yield parameter.rows_for(key.value)
        return
    if key.value is None:
        yield from dict.fromkeys(parameter.rows_for(each) for each in parameter.choices)
    if key.value is Mark.ABSENT or _may_be_absent(scene, bound.key):
        yield ()


def _may_be_absent(scene: Scene, key: FactOf | None) -> bool:
    fact = scene.program.schema.fact(key.subject.name, key.name) if key is not None else None
    return fact is not None and fact.may_be_absent


@frozen
class _InForce:
    """The values of one key that are possible on some days; None among them: none in force."""

    values: tuple[Interval | None, ...]
    reasons: tuple[Reason, ...]
    citations: tuple[Citation, ...]


def _in_force(parameter: Parameter, run: tuple[Row, ...], days: Span) -> _InForce:
    need = Need("", parameter.id)
    rows = [row for row in run if row.may_hold_in(days)]
    values: list[Interval | None] = []
    reasons = []
    if not _covers(run, days):
        values.append(None)
        reasons.append(Reason(Cause.NO_VALUE, need))
    for row in rows:
        values += [Interval.exactly(offer.amount) for offer in row.offers] or [ANYTHING]
        if not row.offers:
            reasons.append(Reason(Cause.NOT_DETERMINED, need, row.owner))
    differing = [row for row in rows if len({offer.amount for offer in row.offers}) > 1]
    doubtful = [
        row for row, later in pairwise(rows) if row.last and later.first and row.last >= later.first
    ]
    reasons += [Reason(Cause.READINGS_DIFFER, need, row.owner) for row in (*differing, *doubtful)]
    return _InForce(tuple(values), tuple(reasons), _cited(rows))


def _cited(rows: Iterable[Row]) -> tuple[Citation, ...]:
    return tuple(
        cited
        for row in rows
        for cited in (*(offer.citation for offer in row.offers), *row.citations)
    )


def _covers(run: tuple[Row, ...], days: Span) -> bool:
    """Say whether some row holds on each of the days; rows of one key leave no gap."""
    if not run:
        return False
    begins, ends = run[0].first or date.min, run[-1].last or date.max
    return begins <= days.first and days.last <= ends


def _hull(values: Iterable[Interval | None]) -> Interval | None:
    """Return the interval from the lowest to the highest value; None where one is None."""
    known = []
    for value in values:
        if value is None:
            return None
        known.append(value)
    highs = [value.high for value in known if value.high is not None]
    low = min(value.low for value in known)
    return Interval(low, max(highs) if len(highs) == len(known) else None)


def _times(value: Interval | None, factor: Number) -> Interval | None:
    if value is None:
        return None
    return Interval(value.low * factor, None if value.high is None else value.high * factor)


def joined(bounds: list[Threshold]) -> Threshold:
    """Join the bounds of several periods into one that may be any of them. No errors."""
    return Threshold(
        _hull(bound.value for bound in bounds),
        union(bound.reasons for bound in bounds),
        tuple(dict.fromkeys(cited for bound in bounds for cited in bound.citations)),
        bounds[0].name,
    )


# ---------------------------------------------------------------- comparing


def compare(op: Op, value: Interval, bound: Number) -> Outcome:
    """Answer "the value compares so with `bound`"; unknown where it may be either. No errors."""
    match op:
        case Op.AT_LEAST:
            return value.reaches(bound)
        case Op.AT_MOST:
            return value.stays_within(bound)
        case Op.MORE_THAN:
            return value.exceeds(bound)
        case Op.LESS_THAN:
            return value.is_below(bound)
        case _:
            assert_never(op)


def asks_for_more(op: Op) -> bool:
    """Say whether a larger amount helps. No errors."""
    return op in (Op.AT_LEAST, Op.MORE_THAN)


def compare_with(op: Op, value: Interval, bound: Threshold) -> Outcome:
    """Answer "the value compares so with whatever the bound turns out to be". No errors."""
    if bound.value is None:
        return Outcome.UNKNOWN
    at_low = compare(op, value, bound.value.low)
    if bound.value.is_exact:
        return at_low
    # a bound without end is one that no amount reaches
    at_high = Outcome.NOT_MET if asks_for_more(op) else Outcome.MET
    if bound.value.high is not None:
        at_high = compare(op, value, bound.value.high)
    return at_low if at_low is at_high else Outcome.UNKNOWN


def limbs(test: Compares | IsBetween) -> tuple[tuple[Op, Bound], ...]:
    """Return the comparisons that a test of an amount makes, all of which must hold."""
    if isinstance(test, Compares):
        return ((test.op, test.bound),)
    return ((Op.AT_LEAST, test.low), (Op.AT_MOST, test.high))


def stands(scene: Scene, test: Compares | IsBetween, value: Interval) -> Verdict:
    """Answer a test of an amount on the judged day. Errors: as for `threshold`."""
    verdicts = []
    for op, bound in limbs(test):
        against = threshold(scene, bound, on_day(scene.as_of))
        verdicts.append(Verdict(compare_with(op, value, against), against.reasons))
    return every(*verdicts) if len(verdicts) > 1 else _open(verdicts[0])


def _open(verdict: Verdict) -> Verdict:
    """Return the verdict with reasons only where it is unknown, as `every` gives it."""
    if verdict.outcome is Outcome.UNKNOWN or not verdict.reasons:
        return verdict
    return Verdict(verdict.outcome)


def cited_by(scene: Scene, test: Compares | IsBetween) -> tuple[Citation, ...]:
    """Return what the rows say that a test goes by on the judged day, each once."""
    named = [bound for _, bound in limbs(test) if isinstance(bound, ParameterValue)]
    if not named:
        return ()
    used = (threshold(scene, bound, on_day(scene.as_of)) for bound in named)
    return tuple(dict.fromkeys(cited for each in used for cited in each.citations))


def shortfall(value: Interval, bound: Threshold) -> Interval | None:
    """Say how much is missing up to the bound; None where no amount is known. No errors."""
    if bound.value is None or bound.value.high is None:
        return None
    least = value.shortfall(bound.value.low)
    if bound.value.is_exact:
        return least
    most = value.shortfall(bound.value.high)
    return Interval(least.low, most.high)


def missing_for(scene: Scene, test: Compares | IsBetween, value: Interval) -> Interval | None:
    """Say how much is missing to what is needed at least; None where only too much can fail."""
    needed = [bound for op, bound in limbs(test) if asks_for_more(op)]
    if not needed:
        return None
    return shortfall(value, threshold(scene, needed[0], on_day(scene.as_of)))


# ---------------------------------------------------------------- when values change


def rows_ahead(scene: Scene, bound: Bound) -> tuple[Row, ...]:
    """Return the rows that a parameter may go by; none for a plain number. Errors: `threshold`."""
    if not isinstance(bound, ParameterValue):
        return ()
    runs = _runs(scene, _parameter(scene, bound), bound, _key(scene, bound))
    return tuple(row for run in runs for row in run)


def amounts_ahead(scene: Scene, bound: Bound) -> frozenset[Number]:
    """Return every number that a bound may ever be. Errors: as for `threshold`."""
    if not isinstance(bound, ParameterValue):
        return frozenset({bound})
    rows = rows_ahead(scene, bound)
    return frozenset(offer.amount * bound.factor for row in rows for offer in row.offers)


def changes(scene: Scene, bound: Bound) -> frozenset[date]:
    """Return the days on which a bound may become another one. Errors: as for `threshold`."""
    rows = rows_ahead(scene, bound)
    if not rows:
        return frozenset()
    begins = {row.first for row in rows if row.first is not None}
    ends = {row.last for row in rows if row.last is not None and row.last < date.max}
    return frozenset(begins | {day + timedelta(days=1) for day in ends})


def first_met(
    scene: Scene, days: Iterable[date | None], ask: Callable[[Scene], Outcome]
) -> date | None:
    """Find the first of some days after the judged one on which an answer is met, if any."""
    later = sorted({day for day in days if day is not None and day > scene.as_of})
    if not later:
        return None
    return next((d for d in later if ask(attrs.evolve(scene, as_of=d)) is Outcome.MET), None)
