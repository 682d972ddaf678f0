"""Credentials: whether one is held on the judged day, and where it is in its life.

What it is for: `Holds` and `Standing`. May import: `dates`, `ir`, `facts.model`, `outcome` and
the rest of this back end below. What stays true: one record that is certainly active is enough;
whether a credential is renewable, late or lapsed rests on the record that lasts longest, so a
list that may lack one leaves it open; "none" is only said of a complete list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import assert_never

import attrs

from peerpolicy import truth
from peerpolicy._frozen import frozen
from peerpolicy.backends.interpreter.facts import answer
from peerpolicy.backends.interpreter.lives import (
    Wallet,
    active,
    begun,
    counts,
    first_day,
    last_day,
    wallet,
)
from peerpolicy.backends.interpreter.scene import Known, Scene, Verdict, every, some
from peerpolicy.backends.interpreter.values import judge_value
from peerpolicy.backends.interpreter.windows import LEAP_DAY, after, is_leap_day
from peerpolicy.dates import back
from peerpolicy.facts.model import Mark, Record
from peerpolicy.ir.schema import STATE_FIELD, Length
from peerpolicy.ir.terms import Holds, IsIn, Phase, Standing, Where
from peerpolicy.outcome import Observed, Required, Trace
from peerpolicy.truth import Outcome


def judge_holds(scene: Scene, term: Holds) -> Trace:
    """Answer whether a credential is active on the judged day, in the state that is asked for.

    Seen is the last day of the one that lasts longest, yes for one without an end. No errors.
    """
    on = wallet(scene, term.subject, term.credential)
    tests = tuple(_tests(term))

    def good(record: Record, day: date) -> Verdict:
        return every(active(on, record, day), *(_passes(on, record, test) for test in tests))

    judged = [(record, good(record, scene.as_of)) for record in on.records]
    verdict = some(*(found for _, found in judged), on.unseen(scene.as_of))
    met = verdict.outcome is Outcome.MET
    if met:
        shown = [record for record, found in judged if found.outcome is Outcome.MET]
    else:
        shown = [record for record in on.records if _may_count(on, record, tests)]
    begins = [
        day
        for record in on.records
        if (day := first_day(on, record)) is not None
        and day > scene.as_of
        and good(record, day).outcome is Outcome.MET
    ]
    words = "active on" if term.state is None else f"active as {term.state} on"
    return attrs.evolve(
        answer(term, verdict),
        observed=_lasts(on, [last_day(on, record) for record in shown], verdict.outcome),
        required=Required(words, scene.as_of),
        changes_on=None if met else min(begins, default=None),
        conventions=_conventions(on),
    )


def judge_standing(scene: Scene, term: Standing) -> Trace:
    """Answer whether the credential that lasts longest is renewable, late or lapsed.

    Records that have not begun do not count yet. Seen is the longest last day. No errors.
    """
    on = wallet(scene, term.subject, term.credential)
    lives = [_Life(r, counts(on, r), last_day(on, r)) for r in on.records]
    verdict = _stands(on, lives, term.phase, scene.as_of)
    starts = (_span(on, term.phase, life.last)[0] for life in lives)
    days = sorted(day for day in starts if day is not None and day > scene.as_of)
    changes = (d for d in days if _stands(on, lives, term.phase, d).outcome is Outcome.MET)
    met = verdict.outcome is Outcome.MET
    seen = [
        life.last
        for life in lives
        if every(life.counts, begun(on, life.record, scene.as_of)).outcome is Outcome.MET
    ]
    return attrs.evolve(
        answer(term, verdict),
        observed=_lasts(on, seen, verdict.outcome),
        required=Required(f"{term.phase.value} on", scene.as_of),
        changes_on=None if met else next(changes, None),
        conventions=_conventions(on),
    )


# ---------------------------------------------------------------- held


def _tests(term: Holds) -> Iterator[Where]:
    if term.state is not None:
        yield Where(STATE_FIELD, IsIn((term.state,)))
    yield from term.where


def _passes(on: Wallet, record: Record, where: Where) -> Verdict:
    value = on.read(record, where.field)
    return judge_value(on.scene, where.test, value, lambda name: on.read(record, name))


def _may_count(on: Wallet, record: Record, tests: tuple[Where, ...]) -> bool:
    """Say whether a record may be one that is asked for, on whatever day it is active."""
    found = every(counts(on, record), *(_passes(on, record, test) for test in tests))
    return found.outcome is not Outcome.NOT_MET


def _lasts(on: Wallet, last_days: Iterable[Known], outcome: Outcome) -> Observed | None:
    """Show until when a credential lasts, or lasted; nothing where that is not settled."""
    if outcome is Outcome.UNKNOWN:
        return None
    ends = [last.value for last in last_days]
    dates = [end for end in ends if isinstance(end, date)]
    if any(end is Mark.ABSENT for end in ends) or not dates:
        return Observed(outcome is Outcome.MET, on.kind.sensitivity)
    return Observed(max(dates), on.kind.sensitivity, words="through")


def _conventions(on: Wallet) -> frozenset[str]:
    """Name the leap-day convention where years are counted from a 29 February."""
    days: list[object] = []
    if on.kind.counts_years:
        days += [record.fields.get(on.kind.first) for record in on.records]
    if on.kind.moves_by_years:
        days += [last_day(on, record).value for record in on.records]
    used = any(isinstance(day, date) and is_leap_day(day) for day in days)
    return frozenset({LEAP_DAY} if used else ())


# ---------------------------------------------------------------- phases


@frozen
class _Life:
    """A record with what does not depend on the day: whether it counts, and its last day."""

    record: Record
    counts: Verdict
    last: Known


def _stands(on: Wallet, lives: Iterable[_Life], phase: Phase, day: date) -> Verdict:
    """Answer "some record is in the phase on `day`, and none is still before it"."""
    unseen = on.unseen(day)
    inside, before = [unseen], [unseen]
    for life in lives:
        here = every(life.counts, begun(on, life.record, day))
        reached, over = _reached(on, phase, life.last, day)
        inside.append(every(here, reached, _not(over)))
        before.append(every(here, _not(reached)))
    return every(some(*inside), _not(some(*before)))


def _reached(on: Wallet, phase: Phase, last: Known, day: date) -> tuple[Verdict, Verdict]:
    """Answer "the phase has begun by `day`" and "it is over before `day`" for one last day."""
    if last.value is None:
        unknown = Verdict(Outcome.UNKNOWN, last.reasons, last.grade)
        return unknown, unknown
    start, end = _span(on, phase, last)
    reached = start is not None and start <= day
    over = end is not None and end < day
    return Verdict(truth.of(reached), (), last.grade), Verdict(truth.of(over), (), last.grade)


def _not(verdict: Verdict) -> Verdict:
    return attrs.evolve(verdict, outcome=truth.negate(verdict.outcome))


def _span(on: Wallet, phase: Phase, last: Known) -> tuple[date | None, date | None]:
    """Find the first and the last day of a phase; a first one of None is never reached."""
    if not isinstance(last.value, date):
        return None, None
    late_through = last.value if on.kind.late is None else _move(on, last.value, on.kind.late, -1)
    match phase:
        case Phase.RENEWABLE:
            opens, closes = on.kind.renewable or (None, None)
            end = last.value if closes is None else _move(on, last.value, closes, 1)
            return (None if opens is None else _move(on, last.value, opens, 1)), end
        case Phase.LATE:
            return after(last.value), late_through
        case Phase.LAPSED:
            return after(late_through), None
        case _:
            assert_never(phase)


def _move(on: Wallet, day: date, length: Length, backwards: int) -> date:
    """Find the day so long before a day, or after it; the end of the calendar beyond it."""
    number, unit = length
    edge = date.min if backwards > 0 else date.max
    return back(day, backwards * number, unit, on.scene.leap_day) or edge
