"""Ages from the policy text to the decision, against an oracle that counts birthdays.

What it is for: the kernel of dates is tested for every birth date and age; this tests that a text
that asks for an age is decided by it. What stays true: the oracle shares nothing with the library;
the days judged on are those at which an answer changes, and their neighbours.
"""

from __future__ import annotations

from calendar import isleap, monthrange
from datetime import date, timedelta
from functools import cache
from random import Random

import pytest

import peerpolicy as pp

TEXT = """language 1
program ages:
  title "Ages"
  calendar days
  decided on claimed

source law:
  title "A text"
  rank rule

calendar days:
  leap day birthday falls on {leap_day}, assumed

question ages:
  asks "What holds of this age?"
  about child
  judged on judged_on

entity child:
  is a person

fact born_on:
  of person
  is a date
  sensitivity personal

fact age:
  of person
  is completed years since born_on
  sensitivity personal
"""
CLAUSE = """
advise {name}:
  cite law "1"
  age is {test}
"""
# how each test is written, and what it means of the years that an oracle counts
TESTS = {
    "at_least": ("at least {n} years", lambda years, n: years >= n),
    "at_most": ("at most {n} years", lambda years, n: years <= n),
    "more_than": ("more than {n} years", lambda years, n: years > n),
    "less_than": ("less than {n} years", lambda years, n: years < n),
    "within": ("from {n} years through {n} years", lambda years, n: years == n),
}
AGES = (0, 18, 65)
CONVENTIONS = {"march 1": (3, 1), "february 28": (2, 28)}
REQUIRED = '\nrequire born:\n  cite law "1"\n  born_on is after 1800-01-01\n'

every_birth = pytest.mark.parametrize(
    "step", [pytest.param(5, id="some"), pytest.param(1, id="all", marks=pytest.mark.long)]
)
every_convention = pytest.mark.parametrize("leap_day", CONVENTIONS)


@cache
def policy(leap_day: str) -> pp.Policy:
    """One clause for each test and age."""
    clauses = [
        CLAUSE.format(name=f"{name}_{n}", test=written.format(n=n))
        for name, (written, _) in TESTS.items()
        for n in AGES
    ]
    return pp.loads(TEXT.format(leap_day=leap_day) + "".join(clauses) + REQUIRED)


def birthday(born: date, year: int, leap_day: str) -> date:
    """Return the birthday in a year, by the convention where the year has no such day."""
    if (born.month, born.day) == (2, 29) and not isleap(year):
        return date(year, *CONVENTIONS[leap_day])
    return born.replace(year=year)


def years_old(born: date, on: date, leap_day: str) -> int:
    """Count the birthdays that came after the day of birth, through a day."""
    years = range(born.year + 1, on.year + 1)
    return sum(birthday(born, year, leap_day) <= on for year in years)


def births() -> list[date]:
    """Every leap day, ends of months around it and at the turn of years, and days at random."""
    leaps = [date(year, 2, 29) for year in range(1904, 2029, 4)]
    ends = [
        date(year, month, monthrange(year, month)[1])
        for year in (1900, 1999, 2000, 2001, 2024)
        for month in range(1, 13)
    ]
    firsts = [date(year, month, 1) for year in (1996, 2005) for month in (1, 2, 3, 12)]
    chance = Random(0)
    spread = [date(1900, 1, 1) + timedelta(chance.randrange(47_000)) for _ in range(60)]
    return [*leaps, *ends, *firsts, *spread]


def days_that_matter(born: date, leap_day: str) -> set[date]:
    """Return the birthdays at each age, and the days before and after."""
    around = (timedelta(-1), timedelta(0), timedelta(1))
    on = [birthday(born, born.year + n + more, leap_day) for n in AGES for more in (0, 1)]
    return {day + by for day in on for by in around if day + by >= born}


@every_birth
@every_convention
def test_a_decision_counts_birthdays(leap_day: str, step: int) -> None:
    """Every test of an age, at each age and the days around it, is as the oracle says."""
    loaded, wrong, asked = policy(leap_day), [], 0
    for born in births()[::step]:
        for on in sorted(days_that_matter(born, leap_day)):
            decided = loaded.decide({"child": {"born_on": born}}, as_of=on)
            years = years_old(born, on, leap_day)
            for name, (_, holds) in TESTS.items():
                for n in AGES:
                    asked += 1
                    met = decided.finding(f"{name}_{n}").outcome is pp.FindingOutcome.MET
                    wrong += [] if met is holds(years, n) else [(born, on, name, n)]
    assert asked > 5_000
    assert wrong == []


@every_convention
def test_the_day_on_which_an_age_is_reached_is_named(leap_day: str) -> None:
    """Who is too young is told the first day on which the oracle counts enough years."""
    loaded = policy(leap_day)
    for born in births()[::6]:
        on = birthday(born, born.year + 18, leap_day) - timedelta(1)
        found = loaded.decide({"child": {"born_on": born}}, as_of=on).finding("at_least_18")
        assert found.outcome is pp.FindingOutcome.NOT_MET
        assert found.changes_on == on + timedelta(1)
        assert years_old(born, on + timedelta(1), leap_day) == 18
    assert (
        loaded.decide({"child": {"born_on": date(2004, 2, 29)}}, as_of=date(2022, 3, 1))
        .finding("at_least_18")
        .outcome
        is pp.FindingOutcome.MET
    )


def test_the_two_conventions_differ_on_one_day_of_a_common_year_alone() -> None:
    """Born on a leap day: on 28 February of a common year, and on no other day."""
    born, found = date(2004, 2, 29), []
    spring = (date(year, 2, 20) + timedelta(n) for year in range(2021, 2025) for n in range(20))
    for on in spring:
        ages = [
            policy(leap_day).decide({"child": {"born_on": born}}, as_of=on).finding("at_least_18")
            for leap_day in CONVENTIONS
        ]
        found += [on] if ages[0].outcome is not ages[1].outcome else []
    assert found == [date(2022, 2, 28)]
