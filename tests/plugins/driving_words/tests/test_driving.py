"""The laws of the language, tried on a program that uses the words."""

from pathlib import Path

from peerpolicy.testing.laws import LawSuite


class TestLicence(LawSuite):
    """A licence for a car: age, sight, practice at night, points that expire."""

    policy = Path(__file__).parent / "licence.policy"
    draws = 20
    more_helps = ("driver.practice_at_night", "driver.sees_well_enough")
    more_harms = ("driver.penalty",)
