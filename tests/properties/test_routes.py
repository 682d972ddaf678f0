"""The laws on a question with routes, over every case of its six yes-or-no facts.

What it is for: law 7, half of one route and half of another are nothing, and the other laws where
pathways are at stake. What stays true: every case is looked at, each fact yes, no or not known, so
that nothing is left to luck; what must come out is worked out from the completions of a case.
"""

from __future__ import annotations

import pytest

from peerpolicy import truth
from peerpolicy.backends.interpreter import evaluate_clause
from peerpolicy.explain.steps import applied
from peerpolicy.truth import Outcome
from tests.properties.remedies import check_plan
from tests.properties.threefold import Said, Threefold

FACTS = (
    "trained",
    "passed_exam",
    "active_elsewhere",
    "recent_education",
    "applied_early",
    "long_in_practice",
)


def facts(said: Said) -> dict[str, object]:
    return {
        "evidence": "shown",
        "applicant": {"is_adult": True, **dict(zip(FACTS, said, strict=True))},
    }


def is_met(said: Said) -> Outcome:
    """Work out by hand whether one of the three routes is gone to its end."""
    trained, exam, elsewhere, educated, early, practice = said
    return truth.of(bool((trained and exam) or (elsewhere and educated) or (early and practice)))


CERTIFY = Threefold("pathways", "certify", FACTS, facts, is_met)


def test_7_a_question_is_met_by_one_whole_route_and_by_nothing_less() -> None:
    assert CERTIFY.differs() == []


def test_1_and_2_knowing_more_changes_nothing_that_was_settled() -> None:
    CERTIFY.settled_stays()


def test_3_a_fact_that_a_met_case_waits_for_is_asked_for() -> None:
    """Every third case without one fact."""
    assert CERTIFY.waits_for_what_it_lacks(CERTIFY.cases[::3]) > 100


@pytest.mark.parametrize("seed", range(5))
def test_4_no_order_of_clauses_or_items_matters(seed: int) -> None:
    CERTIFY.does_not_see_order(seed, CERTIFY.cases[seed::17])


def test_6_a_plan_follows_a_route_to_its_end_and_has_no_step_too_many() -> None:
    """Every eleventh case; a yes or no may always turn out otherwise, so there is a plan."""
    planned = 0
    for said in CERTIFY.cases[::11]:
        decided = CERTIFY.decide(said)
        case, remedies = decided.case, decided.remedies()
        assert remedies.plan is not None, said
        planned += bool(remedies.plan.steps)
        check_plan(case, remedies)
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
    plan = CERTIFY.decide(said).remedies().plan
    assert plan is not None
    assert [(step.kind, step.name) for step in plan.steps] == [("ask", "recent_education")]
