"""Clauses and questions: what is believed, what bears on the answer, what is payable.

What it is for: the two entry points, `evaluate` and `evaluate_clause`. May import: `truth`,
`quantity`, `ir`, `facts.model`, `outcome` and the rest of this back end below. What stays true: a
claim alone makes nothing met; a claim that fails is enough for "not met"; advice never bears on
an outcome.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import attrs

from peerpolicy import truth
from peerpolicy.backends.interpreter.scene import Scene, all_count
from peerpolicy.backends.interpreter.terms import (
    answer_clause,
    clauses_for,
    judge_clause,
    with_shown_facts,
)
from peerpolicy.facts.model import Facts
from peerpolicy.ir.asking import as_clause, behind_answers
from peerpolicy.ir.program import Clause, Program, Question
from peerpolicy.ir.schema import Grade
from peerpolicy.outcome import (
    AnswerTrace,
    ClauseTrace,
    QuestionTrace,
    Trace,
    combine,
    demands,
    outcome_of,
)
from peerpolicy.truth import Outcome


def evaluate(program: Program, question: Question, facts: Facts, as_of: date) -> QuestionTrace:
    """Answer a question of a checked program.

    Out: the traces of its clauses in the order of the file, and the outcome they come to; for a
    question that answers in an amount, what is payable. Errors: KeyError, TypeError or ValueError
    for a program or facts that were not checked; nothing else.
    """
    scene = _scene(program, question, facts, as_of)
    asked = behind_answers(program, question.answers)
    clauses = {c.id: c for c in program.clauses if question.id in c.questions or c.id in asked}
    alike = all_count(scene.facts, scene.floor)
    traces = {id_: _judged(scene, c, answer_clause, alike) for id_, c in clauses.items()}
    bearing = [(c, traces[c.id]) for c in clauses_for(program, question)]
    bearing = [(clause, trace) for clause, trace in bearing if trace.contributes]
    own = tuple(trace for _, trace in bearing)
    answers = _answers(scene, own, alike)
    outcome = outcome_of(answers) if answers else combine(own)
    found = QuestionTrace(question.id, as_of, outcome, tuple(traces.values()), None, answers)
    if question.answers_in is None:
        return found
    from peerpolicy.backends.interpreter.together import payable  # where there are caps

    amount, lines = payable(scene if alike else _all_true(scene), scene, bearing)
    return attrs.evolve(found, answer=amount, payable=lines)


def evaluate_clause(
    program: Program, clause_id: str, question: Question, facts: Facts, as_of: date
) -> ClauseTrace:
    """Answer one clause, on the evidence that the question is decided on.

    It is answered twice: believing every claim, and believing only values of the question's
    grade. Not met if even the claims fail; met if the well-evidenced values alone are enough;
    else unknown, because of what they leave open. Errors: KeyError for a clause
    that is not there, and as for `evaluate`.
    """
    clause = program.clause(clause_id)
    if clause is None:
        raise KeyError(f"there is no clause {clause_id}")
    scene = _scene(program, question, facts, as_of)
    return _judged(scene, clause, answer_clause, all_count(scene.facts, scene.floor))


def _scene(program: Program, question: Question, facts: Facts, as_of: date) -> Scene:
    return with_shown_facts(Scene(program, question, facts, as_of, question.grade))


def _all_true(scene: Scene) -> Scene:
    """Return the scene in which every claim is believed."""
    return attrs.evolve(scene, floor=Grade.CLAIMED)


def _judged(
    scene: Scene, clause: Clause, judge: Callable[[Scene, Clause], ClauseTrace], alike: bool
) -> ClauseTrace:
    """Answer a clause twice; once is enough where everything counts, so that both are `alike`."""
    sure = judge(scene, clause)
    if alike:
        return sure
    believed = judge(_all_true(scene), clause)
    fails = believed.holds is Outcome.NOT_MET
    told = believed if fails else sure
    condition = _with_allocation(told.condition, sure.condition, believed.condition)
    return told if condition is told.condition else attrs.evolve(told, condition=condition)


def _with_allocation(told: Trace, sure: Trace, believed: Trace) -> Trace:
    if sure.allocation is None or believed.allocation is None:
        return told
    from peerpolicy.backends.interpreter.caps import sharper  # with caps, which few programs have

    return attrs.evolve(told, allocation=sharper(sure.allocation, believed.allocation))


# ---------------------------------------------------------------- named answers


def _answers(scene: Scene, own: tuple[ClauseTrace, ...], alike: bool) -> tuple[AnswerTrace, ...]:
    """Say of each named answer whether it holds: its condition, and every clause of the question.

    In: `own`, the clauses that are for the question. The last answer is left where no other holds.
    """
    question, common = scene.question, truth.all_of(demands(own))
    found: list[AnswerTrace] = []
    for answer in question.answers:
        if answer.condition is None:
            rest = truth.negate(truth.any_of(each.outcome for each in found))
            found.append(AnswerTrace(answer.name, rest))
            continue
        judged = _judged(scene, as_clause(question, answer), judge_clause, alike)
        # an answer always applies: while nothing is due, nothing is settled
        holds = attrs.evolve(judged, applies=Outcome.MET)
        found.append(AnswerTrace(answer.name, truth.all_of((common, holds.holds)), holds))
    return tuple(found)
