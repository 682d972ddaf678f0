"""The laws of the language, tried on programs that use the points; and the points added up."""

from datetime import date
from itertools import product
from pathlib import Path

import pytest
from housing_points.points import POINTS

import peerpolicy as pp
from peerpolicy.testing.laws import LawSuite

ALLOCATION = Path(__file__).parent / "allocation.policy"
CARD = Path(__file__).parent / "card.policy"
REASONS = ("lives_crowded", "cannot_climb_stairs", "has_no_home_of_own")


class TestAllocation(LawSuite):
    """A flat for those who reach enough points."""

    policy = ALLOCATION
    draws = 20
    more_helps = ("tenant.waiting_time", *(f"tenant.{reason}" for reason in REASONS))


class TestCard(LawSuite):
    """The same, where the policy says itself what is worth how many points."""

    policy = CARD
    draws = 10
    more_helps = TestAllocation.more_helps


def added_up(known, months):
    """How many points are reached at least, and how many at most."""
    least = sum(POINTS[reason] for reason in REASONS if known[reason])
    most = sum(POINTS[reason] for reason in REASONS if known[reason] is not False)
    for needed in (12, 36):
        points = POINTS[f"waiting_time is at least {needed} months"]
        least += points if months is not None and months >= needed else 0
        most += points if months is None or months >= needed else 0
    return least, most


@pytest.mark.parametrize("wanted", [4, 6, 9])
@pytest.mark.parametrize("path", [ALLOCATION, CARD], ids=lambda path: path.stem)
def test_the_answer_is_that_of_the_sum(path, wanted):
    policy = pp.loads(path.read_text(encoding="utf-8").replace(" 6 points", f" {wanted} points"))
    for *yes_or_no, months in product(*[(True, False, None)] * 3, (None, 3, 12, 36)):
        known = dict(zip(REASONS, yes_or_no, strict=True))
        facts = {"tenant": {**known, "waiting_time": months}}
        decision = policy.decide(facts, as_of=date(2026, 11, 23))
        least, most = added_up(known, months)
        outcome = "met" if least >= wanted else "not met" if most < wanted else "unknown"
        assert decision.outcome.value == outcome, (facts, least, most)


def test_points_that_are_said_in_the_policy_are_those_of_the_scheme():
    assert pp.load(CARD).digest == pp.load(ALLOCATION).digest


@pytest.mark.parametrize(
    ("line", "place", "advice"),
    [
        ("passes at 14 points", "14", "write 1 to 13"),
        ("passes at 6 points\n  0 points for lives_crowded", "0", "take the line out"),
        (
            "passes at 6 points" + 8 * "\n  1 points for lives_crowded",
            "score_card urgent:",
            "put some of them on one line",
        ),
    ],
)
def test_points_that_make_no_sense_are_refused_where_they_stand(line, place, advice):
    text = CARD.read_text(encoding="utf-8").replace("passes at 6 points", line)
    with pytest.raises(pp.PolicyError) as refused:
        pp.loads(text)
    (said,) = refused.value.diagnostics
    assert (said.code, said.source.slice(said.span), said.help) == ("PP706", place, advice)
