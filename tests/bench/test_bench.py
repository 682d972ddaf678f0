"""The engine and the hand-written oracles say the same, so that their times may be compared."""

import pytest

import peerpolicy as pp
from tests.bench.applicants import AS_OF, WORKS
from tests.bench.oracles import DECIDE, REASONS
from tests.bench.rows import POLICIES
from tests.bench.timing import ratio

HOLDS = (pp.FindingOutcome.MET, pp.FindingOutcome.NOT_APPLICABLE)
APPLICANTS = {"A": 60, "B": 60, "C": 12}


@pytest.mark.parametrize("work", WORKS)
def test_the_engine_and_the_oracle_agree_on_every_applicant_and_clause(work: str) -> None:
    """The same answer, and the same clauses hold."""
    policy = pp.load(POLICIES[work])
    answers = set()
    for peer in WORKS[work](APPLICANTS[work]):
        decision = policy.decide({"peer": peer}, as_of=AS_OF)
        holds = bool(DECIDE[work](peer, AS_OF))
        assert decision.outcome is (pp.Outcome.MET if holds else pp.Outcome.NOT_MET)
        expected = {name: bool(holds) for name, holds, _ in REASONS[work](peer, AS_OF)}
        assert {f.id: f.outcome in HOLDS for f in decision.findings} == expected
        answers.add(holds)
    assert answers == {True, False}


def test_a_ratio_is_that_of_the_times_of_the_two_functions() -> None:
    """Twenty times the work takes more than four times as long."""
    cases = [range(2000)] * 3
    low, middle, high = ratio(
        (lambda n: [sum(n) for _ in range(20)], cases), (lambda n: sum(n), cases), rounds=5
    )
    assert middle > 4
    assert low <= middle <= high
