"""Time in total within a window: what it is lowered to, what is told, what would change it."""

from __future__ import annotations

from datetime import date

import pytest

import peerpolicy as pp
from peerpolicy.ir import terms as t
from peerpolicy.quantity import Interval

APPLIED = date(2026, 11, 23)
RULE = "at least 12 months of work in the 3 years before applied_on"
TEXT = """
language 1
program small:
  title "Work"
  calendar days
  decided on claimed
source text:
  title "A text"
  rank rule
calendar days:
  leap day birthday falls on march 1, assumed
  window counts both end days, assumed
question ready:
  asks "Ready?"
  about worker
  judged on judged_day
entity worker:
  is a person
fact applied_on:
  of worker
  is a date
  sensitivity public
entry work:
  of worker
  dated from began_on through ended_on
  counts time in total
  sensitivity personal
require worked:
  for ready
  cite text "1"
  RULE
"""


def policy(rule: str = RULE) -> pp.Policy:
    return pp.loads(TEXT.replace("RULE", rule))


def decide(work: object, as_of: date = APPLIED) -> pp.Decision:
    return policy().decide({"worker": {"applied_on": APPLIED, "work": work}}, as_of=as_of)


def worked(first: str, last: str) -> dict[str, str]:
    return {"began_on": first, "ended_on": last}


def test_the_window_is_part_of_the_term_and_of_the_digest() -> None:
    worker = t.Subject("worker")
    term = policy().program.clauses[0].condition
    window = t.Back(3, "years", t.FactOf(worker, "applied_on"))
    assert term == t.Duration(worker, "work", t.Op.AT_LEAST, 12, "months", window=window)
    digests = {policy(rule).digest for rule in (RULE, RULE.replace("3 years", "4 years"))}
    assert len(digests) == 2


def test_staff_read_the_days_that_were_seen_and_asked_for() -> None:
    decided = decide({"entries": [worked("2026-01-01", "2026-03-01")], "complete": True})
    text = decided.text()
    assert "at least 12 months, here 365 days" in text
    assert "60 days" in text


def test_a_length_of_one_is_spoken_of_as_one() -> None:
    work = {"entries": [worked("2026-01-01", "2026-03-01")], "complete": True}
    decided = policy(RULE.replace("12 months", "1 years")).decide(
        {"worker": {"applied_on": APPLIED, "work": work}}, as_of=APPLIED
    )
    assert "at least 1 year, here 365 days" in decided.text()


@pytest.mark.parametrize("as_of", [APPLIED, date(2027, 2, 1), date(2026, 10, 1)])
def test_on_an_open_list_work_of_that_length_inside_the_window_is_asked_for(as_of: date) -> None:
    decided = decide([], as_of)
    plan = decided.remedies().plan
    assert plan is not None
    (step,) = plan.steps
    assert (step.kind, step.name, step.value) == ("ask", "work", Interval.exactly(12))
    assert step.on is not None and step.through == min(as_of, APPLIED)


def test_time_after_the_window_is_no_way_out() -> None:
    remedies = decide({"entries": [], "complete": True}, date(2027, 2, 1)).remedies()
    assert remedies.plan is None


def test_an_unknown_day_of_the_window_is_asked_for() -> None:
    found = policy().decide(
        {"worker": {"work": {"entries": [worked("2020-01-01", "2026-11-23")], "complete": True}}},
        as_of=APPLIED,
    )
    assert [need.name for need in found.needs()] == ["applied_on"]
