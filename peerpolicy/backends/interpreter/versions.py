"""Versions of a clause: which of them may hold, and how several answers come to one.

What it is for: choosing before a clause is answered, and joining afterwards. May import: `truth`,
`ir`, `outcome` and the groups and scene of this back end. What stays true: no version is taken in
the place of another: where it is not known which holds, each is answered, and only what all of
them say stands; a completed period is judged by the version of its own last day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from peerpolicy import truth
from peerpolicy._frozen import frozen
from peerpolicy.backends.interpreter import groups
from peerpolicy.backends.interpreter.scene import Scene, read_fact, union
from peerpolicy.ir.program import Clause
from peerpolicy.ir.schema import Grade
from peerpolicy.ir.versions import (
    all_versions,
    bears_on_outcome,
    chosen_by,
    days_of,
    holds_on,
    is_known,
    known_versions,
    periodic_line,
    versions_on,
)
from peerpolicy.outcome import Cause, ClauseTrace, Reason, Trace
from peerpolicy.truth import Outcome


@frozen
class Choice:
    """The versions that may hold: none, one or several, and why it is not one.

    `or_none`: perhaps none of them does. `in_turn`: each has its own periods to judge. `grade` is
    the evidence of the day that chose.
    """

    versions: tuple[Clause, ...]
    or_none: bool = False
    in_turn: bool = False
    reasons: tuple[Reason, ...] = ()
    grade: Grade | None = None


def choose(scene: Scene, clause: Clause) -> Choice:
    """Say which versions of a clause may hold, given any of them. Errors: as for `read_fact`."""
    program, day, clause_id = scene.program, scene.as_of, clause.id
    if not holds_on(program, day):
        return Choice(())
    if clause.in_force is None:
        return Choice((clause,) if is_known(program, clause) else ())
    by = chosen_by(program, clause_id)
    if by is None:
        found = versions_on(program, clause_id, day)
        if len(found) > 1:
            return Choice(found, reasons=(Reason(Cause.DAY_OF_CHANGE),))
        if found and periodic_line(found[0].condition) is not None:
            known = known_versions(program, clause_id)
            begun = tuple(c for c in known if days_of(program, c).starts(day))
            return Choice(begun, in_turn=True)
        return Choice(found)
    read = read_fact(scene.unaided, by)
    if isinstance(read.value, date):
        found = versions_on(program, clause_id, read.value)
        doubt = (Reason(Cause.DAY_OF_CHANGE),) if len(found) > 1 else ()
        return Choice(found, reasons=doubt, grade=read.grade)
    known = known_versions(program, clause_id)
    return Choice(known, not _covers_all_days(scene, known), False, read.reasons, read.grade)


def _covers_all_days(scene: Scene, versions: tuple[Clause, ...]) -> bool:
    """Say whether there is a version on each day, whichever it is."""
    spans = [days_of(scene.program, version) for version in versions]
    if not spans or spans[0].first is not None:
        return False
    reached = spans[0]
    for each in spans[1:]:
        if reached.last is None or each.first is None:
            break
        if (each.first - reached.last).days > 1:
            return False
        reached = each
    return reached.last is None


def settles(scene: Scene, clause: Clause) -> bool:
    """Say whether this version certainly holds and counts for the outcome. No errors."""
    if not bears_on_outcome(scene.program, clause, scene.as_of):
        return False
    choice = choose(scene, clause)
    return choice.versions == (clause,) and not choice.or_none


def number_of(scene: Scene, clause: Clause) -> int:
    """Return which of its versions a clause is, counted from the earliest. No errors."""
    if clause.in_force is None:
        return 0
    return all_versions(scene.program, clause.id).index(clause)


def not_in_force(scene: Scene, clause: Clause) -> ClauseTrace:
    """Answer a clause of which no version holds: it does not apply.

    The trace shows the version that comes next, or else the last there was. No errors.
    """
    versions = (clause,) if clause.in_force is None else all_versions(scene.program, clause.id)
    later = [v for v in versions if not days_of(scene.program, v).starts(scene.as_of)]
    told = later[0] if later else versions[-1]
    term = told.condition
    reason = Reason(Cause.NOT_IN_FORCE)
    condition = Trace(Outcome.UNKNOWN, term.text, term.place, reasons=(reason,), not_in_force=True)
    return ClauseTrace(
        clause.id,
        Outcome.NOT_MET,
        Outcome.UNKNOWN,
        condition,
        replaces=told.replaces,
        version=versions.index(told),
        contributes=bears_on_outcome(scene.program, told, scene.as_of),
    )


def whichever(choice: Choice, traces: tuple[ClauseTrace, ...]) -> ClauseTrace:
    """Join the answers of versions of which any may hold: what all of them say stands. No errors.

    A version outside the outcome, and there being none, leave the outcome alone: no requirement,
    and no pathway. Where all are outside, as with advice, each says what it says.
    """
    outside = not any(t.contributes for t in traces)
    neutral = Outcome.NOT_MET if traces[0].replaces else Outcome.MET
    none = [(Outcome.NOT_MET, neutral)] if choice.or_none else []
    each = [
        (t.applies, t.contribution) if t.contributes or outside else (Outcome.NOT_MET, neutral)
        for t in traces
    ]
    applies = _same([applies for applies, _ in (*each, *none)])
    holds = _same([contribution for _, contribution in (*each, *none)])
    contributes = any(t.contributes for t in traces)
    return attrs.evolve(_as_one(choice, traces, traces[0], applies, holds), contributes=contributes)


def asked_for(scene: Scene, clause: Clause, found: ClauseTrace) -> ClauseTrace:
    """Return the answer of a clause for a condition that asks for it: "the clause is met".

    Who asks so asks each version for what it says, also one that bears on no outcome. So the
    answer stands only where it is theirs too. Errors: as for `read_fact`.
    """
    if found.in_turn:
        return _of_each(choose(scene, clause), found.tried)
    same = all(t.contribution is found.contribution for t in found.tried)
    if same or found.contribution is Outcome.UNKNOWN:
        return found
    joined = _joined(choose(scene, clause), found.tried, Outcome.UNKNOWN)
    return attrs.evolve(found, applies=Outcome.MET, holds=Outcome.UNKNOWN, condition=joined)


def in_turn(choice: Choice, traces: tuple[ClauseTrace, ...]) -> ClauseTrace:
    """Join the answers of versions that each judge the periods of their own days. No errors.

    The last one is the version of the judged day. Where it bears on the outcome, versions that do
    not are left out; where it does not, none does. One in which nothing is due, or which does not
    apply, is left out; where that leaves one, its answer is the whole.
    """
    bears = traces[-1].contributes
    live = tuple(t for t in traces if t.applies is not Outcome.NOT_MET)
    heard = tuple(t for t in live if t.contributes or not bears)
    if len(live) < 2 and heard == live:
        return attrs.evolve(live[0], contributes=bears) if live else traces[-1]
    if not heard:
        return attrs.evolve(traces[-1], tried=live, in_turn=True)
    return attrs.evolve(_of_each(choice, heard), tried=live, contributes=bears)


def _of_each(choice: Choice, traces: tuple[ClauseTrace, ...]) -> ClauseTrace:
    """Join versions, each with periods of its own; told first is the latest that decided."""
    applies = truth.any_of(t.applies for t in traces)
    holds = truth.all_of(t.contribution for t in traces)
    told = next(t for t in reversed(traces) if t.contribution is holds)
    return attrs.evolve(_as_one(choice, traces, told, applies, holds), in_turn=True)


def _as_one(
    choice: Choice,
    traces: tuple[ClauseTrace, ...],
    told: ClauseTrace,
    applies: Outcome,
    holds: Outcome,
) -> ClauseTrace:
    """Return the version that is told first, with the answer of all."""
    return attrs.evolve(
        told,
        applies=applies,
        holds=holds,
        condition=_joined(choice, traces, holds),
        guard=_in_doubt(choice, traces, applies),
        exceptions=(),
        conflict=any(t.conflict for t in traces),
        tried=traces,
    )


def _same(outcomes: list[Outcome]) -> Outcome:
    return outcomes[0] if len(set(outcomes)) == 1 else Outcome.UNKNOWN


def _in_doubt(choice: Choice, traces: tuple[ClauseTrace, ...], applies: Outcome) -> Trace | None:
    """Return why it is not known whether any of the versions applies; None where it is known."""
    if applies is not Outcome.UNKNOWN:
        return None
    around = tuple(top for trace in traces for top in trace.around)
    open_ = (top.reasons for top in around if top.outcome is Outcome.UNKNOWN)
    place = traces[0].condition.place
    reasons = union((choice.reasons, *open_))
    text = "a text of this clause is in force and applies"
    return Trace(Outcome.UNKNOWN, text, place, reasons=reasons, children=around)


def _joined(choice: Choice, traces: tuple[ClauseTrace, ...], holds: Outcome) -> Trace:
    first = traces[0].condition
    items = tuple(attrs.evolve(_told(t)[0], outcome=t.contribution) for t in traces)
    whole = groups.joined(first.text, first.place, holds, items)
    if holds is not Outcome.UNKNOWN:
        return whole
    waits = (_waits_for(t) for t in traces if t.contribution is Outcome.UNKNOWN)
    return attrs.evolve(whole, reasons=union((choice.reasons, *waits)))


def _told(trace: ClauseTrace) -> tuple[Trace, ...]:
    """Return what a version asks for: its condition, or what exceptions put in its place."""
    found = (trace.condition if each is None else each.instead for each in trace.in_play)
    return tuple(each for each in found if each is not None) or (trace.condition,)


def _waits_for(trace: ClauseTrace) -> Iterable[Reason]:
    """Return what the answer of a version waits for: whether it applies, whether it holds."""
    made = tuple(each.condition for each in trace.exceptions)
    around = trace.around if trace.applies is Outcome.UNKNOWN else made
    tops = (*around, *_told(trace))
    return union(top.reasons for top in tops if top.outcome is Outcome.UNKNOWN)
