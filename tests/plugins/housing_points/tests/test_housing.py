"""The laws of the language, tried on a program that uses the points; and the points added up."""

from datetime import date
from itertools import product
from pathlib import Path

import pytest
from housing_points.points import POINTS

import peerpolicy as pp
from peerpolicy.testing.laws import LawSuite

ALLOCATION = Path(__file__).parent / "allocation.policy"
REASONS = ("lives_crowded", "cannot_climb_stairs", "has_no_home_of_own")


class TestAllocation(LawSuite):
    """A flat for those who reach enough points."""

    policy = ALLOCATION
    draws = 20
    more_helps = ("tenant.waiting_time", *(f"tenant.{reason}" for reason in REASONS))


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
def test_the_answer_is_that_of_the_sum(wanted):
    text = ALLOCATION.read_text(encoding="utf-8")
    policy = pp.loads(text.replace("reaches 6 points", f"reaches {wanted} points"))
    for *yes_or_no, months in product(*[(True, False, None)] * 3, (None, 3, 12, 36)):
        known = dict(zip(REASONS, yes_or_no, strict=True))
        facts = {"tenant": {**known, "waiting_time": months}}
        decision = policy.decide(facts, as_of=date(2026, 11, 23))
        least, most = added_up(known, months)
        outcome = "met" if least >= wanted else "not met" if most < wanted else "unknown"
        assert decision.outcome.value == outcome, (facts, least, most)
