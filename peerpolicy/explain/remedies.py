"""Remedies: what would change an answer, clause by clause, and one plan for all of it.

What it is for: `Decision.remedies()`. May import: `explain`'s findings, plan, replay and steps,
attrs. What stays true: nothing is offered that was not replayed; a wait for the whole question is
offered only if the question is met on that day as things are; what cannot change is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import islice

import attrs

from peerpolicy.explain.answers import Answer, better, waiting
from peerpolicy.explain.effects import Until
from peerpolicy.explain.findings import Finding
from peerpolicy.explain.plan import Plan, Search, alternatives, names_of, suggest
from peerpolicy.explain.replay import Case, Player
from peerpolicy.explain.steps import Step, Wait, Way
from peerpolicy.explain.ways_values import FEW
from peerpolicy.ir.asking import as_clause
from peerpolicy.ir.program import Clause
from peerpolicy.ir.schema import Sensitivity
from peerpolicy.ir.terms import QuestionMet
from peerpolicy.ir.versions import changes, is_advice
from peerpolicy.outcome import Cause

STUCK = "nothing that can be supplied or done now settles every finding"
CANNOT_CHANGE = "cannot now change"
CANNOT_BE_KNOWN = "was asked and cannot be known"
NOT_DETERMINED = "waits for a value that is not determined yet"
NO_FIT = "no steps were found that together bring the answer to met"


@attrs.frozen
class FindingRemedies:
    """What would settle one finding that stands in the way.

    `alternatives` are tuples of steps, each enough for this finding alone, the shortest first;
    `cut_off` says that there are more. Where there is none, `why` says so: nothing that can be
    supplied or done now settles it. `changes_on` is the day on which waiting alone would.

    >>> import peerpolicy as pp
    >>> from datetime import date
    >>> d = pp.load_shipped("us/ct/dds_peer_to_peer").decide(
    ...     {}, as_of=date(2026, 11, 23), question="hire")
    >>> education = next(f for f in d.remedies().findings if f.finding == "education")
    >>> [[step.name for step in way] for way in education.alternatives]
    [['has_high_school_diploma'], ['has_ged']]
    """

    finding: str
    alternatives: tuple[tuple[Step, ...], ...]
    cut_off: bool
    why: str
    changes_on: date | None = attrs.field(repr=False)
    sensitivity: Sensitivity


@attrs.frozen
class Remedies:
    """What would change an answer.

    `findings` has what would settle each finding in the way; `plan` one set of steps after which
    the whole question is met, None with the reason in `why`; `stuck` names the findings that
    nothing settles now. `wait` is there only if the question is met on its day as things are.
    `answer` is the named answer that all this aims at, empty where answers have no names.

    >>> import peerpolicy as pp
    >>> from datetime import date
    >>> policy = pp.load_shipped("us/ct/dds_peer_to_peer")
    >>> facts = {"evidence": "verified", "participant": {"receives_department_services": True}}
    >>> d = policy.decide(facts, as_of=date(2026, 11, 23), question="may_receive")
    >>> [(step.kind, step.name, step.value) for step in d.remedies().plan.steps]
    [('ask', 'has_available_funding', True)]
    """

    findings: tuple[FindingRemedies, ...]
    plan: Plan | None
    why: str
    stuck: tuple[str, ...]
    wait: Wait | None
    answer: str = ""


def remedies_of(case: Case, blocking: Iterable[Finding]) -> Remedies:
    """Work out the remedies of a case. Errors: those of the evaluator that the case brings."""
    return _remedies(Player(case), tuple(blocking))


def remedies_for_answers(
    case: Case, answers: tuple[Answer, ...], findings: tuple[Finding, ...]
) -> Remedies:
    """Work out the remedies of a case whose answers are ranked.

    Out: those of the best answer that a plan reaches, of the answers better than the one that
    holds; where no plan reaches any, those of the best. Errors: as for `remedies_of`.
    """
    first: Remedies | None = None
    for aim in better(answers):
        player = _aimed(case, answers, aim)
        needed = {clause.id for clause in player.clauses}
        blocking = tuple(f for f in waiting((aim,), findings) if f.id in needed)
        found = attrs.evolve(_remedies(player, blocking), answer=aim.name)
        if found.plan is not None:
            return found
        first = first or found
    return first or Remedies((), Plan((), optimal=True), "", (), None)


def _aimed(case: Case, answers: tuple[Answer, ...], aim: Answer) -> Player:
    """Return a player for one answer: the clauses that it needs, and its condition as a clause.

    Where it asks for another question alone, that one's clauses stand for it.
    """
    program, question = case.program, case.question
    names = [answer.name for answer in answers]
    declared = question.answers[names.index(aim.name)]
    term = declared.condition
    other = program.question(term.question) if isinstance(term, QuestionMet) else None
    asked = {question.id}
    own: tuple[Clause, ...] = ()
    if other is not None and not other.answers:
        asked.add(other.id)
    else:
        own = (as_clause(question, declared),)
        program = attrs.evolve(program, clauses=(*program.clauses, *own))
    needed = tuple(c for c in case.program.clauses if asked & set(c.questions) and not is_advice(c))
    return Player(
        attrs.evolve(case, inquiry=attrs.evolve(case.inquiry, program=program)),
        good_enough=frozenset(names[: names.index(aim.name) + 1]),
        clauses=(*needed, *own),
    )


def _remedies(player: Player, blocking: tuple[Finding, ...]) -> Remedies:
    each = tuple(_of(player, finding) for finding in blocking)
    stuck = _stuck(player, {one.finding for one in each if not one.alternatives})
    found = Search(None, stuck) if stuck else suggest(player)
    wait = _wait(player, blocking)
    plan, why = found.plan, ""
    if plan is None and wait is not None:
        plan = Plan((wait,), optimal=True)
    if plan is None:
        why = STUCK if found.stuck else NO_FIT
    return Remedies(
        findings=each,
        plan=plan,
        why=why,
        stuck=found.stuck,
        wait=wait,
    )


def _stuck(player: Player, helpless: set[str]) -> tuple[str, ...]:
    """Return what nothing settles of the goals that no route leads to."""
    closed = (
        goal
        for goal in player.goals
        if all(any(clause.id in helpless for clause in route) for route in goal)
    )
    return tuple(name for goal in closed for name in names_of(goal) if name in helpless)


def _wait(player: Player, blocking: tuple[Finding, ...]) -> Wait | None:
    case = player.case
    days = {f.changes_on for f in blocking if f.changes_on is not None}
    days |= set(changes(case.program, case.question.id))
    if not blocking and player.certainly_met(case.situation):
        return None
    day = player.first_met(days)
    if day is None:
        return None
    private = [f.sensitivity for f in blocking if f.sensitivity is not Sensitivity.PUBLIC]
    return Wait(
        subject="",
        name="",
        on=day,
        sensitivity=private[0] if private else Sensitivity.PUBLIC,
        effects=(Until(day),),
    )


def _of(player: Player, finding: Finding) -> FindingRemedies:
    clause = next(c for c in player.clauses if c.id == finding.id)
    start = player.case.situation
    found: list[Way] = list(islice(alternatives(player, start, clause), FEW + 1))
    found.sort(key=len)
    return FindingRemedies(
        finding.id,
        tuple(found[:FEW]),
        len(found) > FEW,
        "" if found else _why(finding),
        finding.changes_on,
        finding.sensitivity,
    )


def _why(finding: Finding) -> str:
    causes = {reason.cause for reason in finding.unknown_because}
    if Cause.NOT_DETERMINED in causes:
        return NOT_DETERMINED
    return CANNOT_BE_KNOWN if Cause.CANNOT_BE_KNOWN in causes else CANNOT_CHANGE
