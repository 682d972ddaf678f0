"""The laws on a question with routes, over every case of its six yes-or-no facts.

What it is for: law 7, half of one route and half of another are nothing, and the other laws where
pathways are at stake. What stays true: every case is looked at, each fact yes, no or not known, so
that nothing is left to luck; what must come out is worked out from the completions of a case.
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from random import Random

import pytest

import peerpolicy as pp
from peerpolicy.backends.interpreter import evaluate, evaluate_clause
from peerpolicy.explain.replay import Case
from peerpolicy.explain.steps import Way, applied
from peerpolicy.outcome import QuestionTrace
from peerpolicy.testing.answers import Asked, everything, lost
from peerpolicy.testing.reorder import shuffled_program
from peerpolicy.truth import Outcome

CASES = Path(__file__).parents[1] / "conformance" / "cases"
AS_OF = date(2026, 11, 23)
FACTS = (
    "trained",
    "passed_exam",
    "active_elsewhere",
    "recent_education",
    "applied_early",
    "long_in_practice",
)
Said = tuple[bool | None, ...]
ALL = tuple(product((True, False, None), repeat=len(FACTS)))


@cache
def policy() -> pp.Policy:
    return pp.loads(tomllib.loads((CASES / "pathways.toml").read_text("utf-8"))["policy"])


@cache
def asked() -> Asked:
    return Asked.of(policy().program, "certify")


def facts(said: Said) -> dict[str, object]:
    return {
        "evidence": "shown",
        "applicant": {"is_adult": True, **dict(zip(FACTS, said, strict=True))},
    }


@cache
def trace(said: Said) -> QuestionTrace:
    return asked().trace(facts(said), AS_OF)


def is_met(said: Said) -> bool:
    """Work out by hand whether one of the three routes is gone to its end."""
    trained, exam, elsewhere, educated, early, practice = said
    return bool((trained and exam) or (elsewhere and educated) or (early and practice))


def completions(said: Said) -> product[Said]:
    return product(*((True, False) if value is None else (value,) for value in said))


def worked_out(said: Said) -> Outcome:
    """Work out the outcome from all that the unknown facts may turn out to be."""
    answers = {is_met(whole) for whole in completions(said)}
    if len(answers) == 2:
        return Outcome.UNKNOWN
    return Outcome.MET if True in answers else Outcome.NOT_MET


def test_7_a_question_is_met_by_one_whole_route_and_by_nothing_less() -> None:
    assert [said for said in ALL if trace(said).outcome is not worked_out(said)] == []


def without_one(said: Said) -> list[tuple[str, Said]]:
    """Return the case with one known fact forgotten, for each of them."""
    known = [n for n, value in enumerate(said) if value is not None]
    return [(FACTS[n], (*said[:n], None, *said[n + 1 :])) for n in known]


def test_1_and_2_knowing_more_changes_nothing_that_was_settled() -> None:
    for said in ALL:
        for _, less in without_one(said):
            assert lost(trace(less), trace(said)) == [], said


def test_3_a_fact_that_a_met_case_waits_for_is_asked_for() -> None:
    """Every met case without one fact: never refused, and unknown only where the fact is asked."""
    waited = 0
    for said in ALL[::3]:
        if trace(said).outcome is not Outcome.MET:
            continue
        for name, less in without_one(said):
            decided = asked().decision(facts(less), AS_OF)
            assert decided.outcome is not Outcome.NOT_MET
            if decided.outcome is Outcome.UNKNOWN:
                waited += 1
                assert name in {ask.name for ask in decided.needs()}, (said, name)
    assert waited > 100


@pytest.mark.parametrize("seed", range(5))
def test_4_no_order_of_clauses_or_items_matters(seed: int) -> None:
    program = shuffled_program(policy().program, Random(seed))
    question = Asked.of(program, "certify")
    for said in ALL[seed::17]:
        assert everything(question.trace(facts(said), AS_OF)) == everything(trace(said))


def answer(case: Case, way: Way) -> Outcome:
    then = applied(case.situation, way)
    return evaluate(then.program, case.question, then.facts, then.day).outcome


def test_6_a_plan_follows_a_route_to_its_end_and_has_no_step_too_many() -> None:
    """Every eleventh case; a yes or no may always turn out otherwise, so there is a plan."""
    planned = 0
    for said in ALL[::11]:
        decided = policy().decide(facts(said), as_of=AS_OF, question="certify")
        case, remedies = decided.case, decided.remedies()
        assert remedies.plan is not None, said
        planned += bool(remedies.plan.steps)
        assert answer(case, remedies.plan.steps) is Outcome.MET
        for step in remedies.plan.steps:
            rest = tuple(other for other in remedies.plan.steps if other is not step)
            assert answer(case, rest) is not Outcome.MET, (said, step)
        for each in remedies.findings:
            assert each.alternatives, (said, each.finding)
            for way in each.alternatives:
                then = applied(case.situation, way)
                found = evaluate_clause(
                    then.program, each.finding, case.question, then.facts, then.day
                )
                assert found.contribution is Outcome.MET
    assert planned > 30


def test_the_plan_takes_the_route_with_least_left_to_do() -> None:
    """Neither trained nor examined: two steps; active elsewhere, education not known: one."""
    said = (False, False, True, None, False, False)
    plan = policy().decide(facts(said), as_of=AS_OF, question="certify").remedies().plan
    assert plan is not None
    assert [(step.kind, step.name) for step in plan.steps] == [("ask", "recent_education")]
