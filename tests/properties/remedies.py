"""Law 6 of the language: what a suggested remedy must keep, for one decided case.

What it is for: the same law is tried on shipped programs and on generated ones. What stays true:
the replay here goes through the evaluator, not through the search that found the steps.
"""

from __future__ import annotations

from collections import Counter

import attrs

import peerpolicy as pp
from peerpolicy.backends.interpreter import evaluate, evaluate_clause
from peerpolicy.explain.remedies import Remedies
from peerpolicy.explain.replay import Case
from peerpolicy.explain.steps import Wait, Way, applied
from peerpolicy.facts.model import Facts
from peerpolicy.ir.versions import changes
from peerpolicy.testing import laws
from peerpolicy.testing.answers import Asked
from peerpolicy.truth import Outcome


def has_good_remedies(ask: Asked, facts: laws.Facts, draw: laws.Draw) -> None:
    """Law 6, of a question without named answers: tests/properties/test_answers.py has those."""
    if ask.question.answers:
        return
    policy = pp.Policy(ask.program)
    try:
        decided = policy.decide(facts, as_of=draw.as_of, question=ask.question.id)
    except pp.NotInForceError:
        return
    keeps_its_promises(decided, draw.tally)


def keeps_its_promises(decided: pp.Decision, tally: Counter[str]) -> None:
    """Check plan, alternatives and wait of a decision, and that asking changes nothing."""
    before = known(decided.case.facts)
    remedies = decided.remedies()
    met = decided.outcome is Outcome.MET
    tally[f"{decided.outcome.value}, {'a plan' if remedies.plan else 'none'}"] += 1
    tally["a plan"] += remedies.plan is not None
    if remedies.plan is None:
        tally["why: stuck" if remedies.stuck else "why: no fit"] += 1
    check_plan(decided.case, remedies)
    check_alternatives(decided.case, remedies)
    check_wait(decided.case, remedies)
    assert not met or (remedies.plan is not None and remedies.plan.steps == ())
    assert known(decided.case.facts) == before


def known(facts: Facts) -> dict[str, object]:
    """Return all that is known, as plain values; what evaluators keep beside it is left out."""
    return attrs.asdict(facts, filter=lambda field, _: bool(field.eq))


def outcome(case: Case, way: Way) -> Outcome:
    """Ask the whole question again after some steps."""
    then = applied(case.situation, way)
    return evaluate(then.program, case.question, then.facts, then.day).outcome


def check_plan(case: Case, remedies: Remedies) -> None:
    """With all steps of the plan the question is met, and without any one of them it is not."""
    plan = remedies.plan
    if plan is None:
        assert remedies.why
        return
    assert outcome(case, plan.steps) is Outcome.MET
    for step in plan.steps:
        rest = tuple(other for other in plan.steps if other is not step)
        assert outcome(case, rest) is not Outcome.MET, step
    assert not plan.optimal or len(plan.steps) <= 1


def check_alternatives(case: Case, remedies: Remedies) -> None:
    """Each alternative settles its finding; where there is none, it says why."""
    for each in remedies.findings:
        assert len(each.alternatives) <= 5
        assert bool(each.why) is not bool(each.alternatives)
        for way in each.alternatives:
            assert settles(case, each.finding, way), (each.finding, way)


def settles(case: Case, clause: str, way: Way) -> bool:
    """Say whether a clause no longer stands in the way after some steps."""
    then = applied(case.situation, way)
    trace = evaluate_clause(then.program, clause, case.question, then.facts, then.day)
    # a version that is only planned asks for nothing yet; as a route it would lead nowhere
    return trace.contribution is Outcome.MET if trace.contributes else not trace.replaces


def check_wait(case: Case, remedies: Remedies) -> None:
    """A wait is met on its day and on no day known of before; where there is none, no day is.

    What is met already waits for nothing.
    Days known of: those on which a finding alone would be met, and those on which the program
    itself changes, as when a version begins or a proposed program comes into force.
    """
    days = {f.changes_on for f in remedies.findings if f.changes_on is not None}
    days |= {day for day in changes(case.program, case.question.id) if day > case.day}
    met = [
        day
        for day in sorted(days)
        if evaluate(case.program, case.question, case.facts, day).outcome is Outcome.MET
    ]
    if outcome(case, ()) is Outcome.MET:
        assert remedies.wait is None
    elif remedies.wait is None:
        assert met == []
    else:
        assert isinstance(remedies.wait, Wait)
        assert remedies.wait.on == met[0]
