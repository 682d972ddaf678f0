"""The laws on a clause with two exceptions, over every case of its four facts.

What it is for: an exception that is not known to hold is tried both ways; two that hold and differ
settle nothing; and knowing more never changes what was settled. What stays true: every case is
looked at, and what must come out is worked out from the completions of a case.
"""

from __future__ import annotations

import pytest

import peerpolicy as pp
from peerpolicy.truth import Outcome
from tests.properties.remedies import check_plan
from tests.properties.threefold import AS_OF, Said, Threefold

FACTS = ("is_licensed", "in_training", "is_supervised", "by_office")


def facts(said: Said) -> dict[str, object]:
    *plain, granted = said
    worker: dict[str, object] = {"is_adult": True, **dict(zip(FACTS[:3], plain, strict=True))}
    if granted is not None:
        worker["by_office"] = pp.attested(by="office", on=AS_OF, value=granted)
    return {"evidence": "shown", "worker": worker}


def by_hand(said: Said) -> Outcome:
    """Work out a case in which everything is known."""
    licensed, in_training, supervised, granted = said
    answers = {True} if granted else set()
    answers |= {supervised} if in_training else set()
    answers = answers or {licensed}
    if len(answers) == 2:
        return Outcome.UNKNOWN
    return Outcome.MET if True in answers else Outcome.NOT_MET


LIFT = Threefold("exceptions", "lift", FACTS, facts, by_hand)


def test_an_answer_stands_where_all_readings_agree_and_nowhere_else() -> None:
    assert LIFT.differs() == []


def test_1_and_2_knowing_more_changes_nothing_that_was_settled() -> None:
    LIFT.settled_stays()


def test_3_a_fact_that_a_met_case_waits_for_is_asked_for() -> None:
    assert LIFT.waits_for_what_it_lacks(LIFT.cases) > 20


def test_an_unknown_always_says_why() -> None:
    for said in LIFT.cases:
        decided = LIFT.asked.decision(facts(said), AS_OF)
        if decided.outcome is Outcome.UNKNOWN:
            assert decided.finding("license").unknown_because, said


@pytest.mark.parametrize("seed", range(5))
def test_4_no_order_of_exceptions_matters(seed: int) -> None:
    LIFT.does_not_see_order(seed, LIFT.cases)


def test_6_a_plan_leads_to_met_and_has_no_step_too_many() -> None:
    """The office may grant it, somebody may turn out to be supervised: there is mostly a plan."""
    planned = 0
    for said in LIFT.cases:
        decided = LIFT.decide(said)
        remedies = decided.remedies()
        if remedies.plan is None or not remedies.plan.steps:
            continue
        planned += 1
        check_plan(decided.case, remedies)
    assert planned > 30
