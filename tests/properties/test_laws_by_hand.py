"""Smallest cases of the laws: where generated facts once found, or could find, a breach.

What it is for: a breach stays visible in a case that can be read at a glance. What stays true:
each case is the smallest that shows it, on a shipped program.
"""

from __future__ import annotations

from datetime import date

import pytest

from peerpolicy.check.program import check
from peerpolicy.outcome import ClauseTrace
from peerpolicy.source import Source
from peerpolicy.testing.answers import Asked, lost
from peerpolicy.truth import Outcome
from tests.shipped import loaded

AS_OF = date(2026, 11, 23)
FIRST = {"issued_on": "2025-03-01", "expires_on": "2027-02-28"}
LATER = {"issued_on": "2026-06-01", "expires_on": "2028-05-31"}


@pytest.fixture(scope="module")
def may_provide() -> Asked:
    """The question with most kinds of clause."""
    return Asked.of(loaded("us/mt/sdmi_peer_support").program, "may_provide")


def educated(*certificates: dict[str, str], complete: bool) -> dict[str, object]:
    """No continuing education at all, and these certificates."""
    listed = {"entries": list(certificates), "complete": complete}
    education = {"entries": [], "complete": True}
    peer = {"peer_certificate": listed, "continuing_education": education}
    return {"evidence": "verified", "peer": peer}


def test_1_another_certificate_of_an_open_list_unsettles_nothing(may_provide: Asked) -> None:
    """The year runs from the latest active certificate; an open list may hold a later one.

    With the first alone, a year is complete and without education; with both, no year is due.
    """
    before = may_provide.trace(educated(FIRST, complete=False), AS_OF)
    after = may_provide.trace(educated(FIRST, LATER, complete=True), AS_OF)
    assert lost(before, after) == []


def trained(**dates: object) -> dict[str, object]:
    """Thirty hours of the one approved curriculum, approved between these dates."""
    entry = {"completed_on": "2025-02-01", "hours": 30, "curriculum": "x"}
    training = {"entries": [entry], "complete": True}
    approved = {"entries": [{"item": "x", **dates}], "complete": True}
    return {
        "evidence": "verified",
        "peer": {"peer_support_training": training},
        "registries": {"approved_curricula": approved},
    }


def clause(asked: Asked, facts: dict[str, object], name: str) -> ClauseTrace:
    """Answer one clause."""
    return next(c for c in asked.trace(facts, AS_OF).clauses if c.clause == name)


def test_2_a_registry_date_that_cannot_be_known_settles_nothing(may_provide: Asked) -> None:
    """Approved from 2027: too late. Approved from a day that nobody knows: unknown, not met."""
    known = clause(may_provide, trained(**{"from": "2027-01-01"}), "initial_training")
    assert known.contribution is Outcome.NOT_MET
    vague = trained(**{"from": {"not_known": True}})
    assert clause(may_provide, vague, "initial_training").contribution is Outcome.UNKNOWN


def test_2_a_registry_date_that_is_null_settles_nothing(may_provide: Asked) -> None:
    """Null is "not known" everywhere; only a missing key means "no bound"."""
    null = trained(**{"from": None})
    assert clause(may_provide, null, "initial_training").contribution is Outcome.UNKNOWN
    bare = clause(may_provide, trained(), "initial_training")
    assert bare.contribution is Outcome.MET


def test_1_whether_a_periodic_clause_applies_is_not_settled_before_it_is_known(
    may_provide: Asked,
) -> None:
    """Nobody knows since when months are due, so nobody knows whether the clause applies."""
    started = {"evidence": "verified", "peer": {"first_service_on": "2026-11-02"}}
    assert clause(may_provide, started, "team_meetings").applies is Outcome.NOT_MET
    assert clause(may_provide, {}, "team_meetings").applies is not Outcome.MET


PLANNED = """language 1
program planned:
  title "Planned"
  decided on claimed

source s:
  title "Source"
  rank guidance

question q:
  asks "Is it so?"
  about worker
  judged on judged_on

entity worker:
  is a person

fact hired_on:
  of worker
  is a date
  sensitivity public

fact is_trained:
  of worker
  is yes or no
  sensitivity public

fact is_listed:
  of worker
  is yes or no
  sensitivity public

require training:
  for q
  cite s "1"
  in force through 2025-12-31 by hired_on
  is_trained

require training:
  for q
  cite s "2"
  in force from 2026-01-01 by hired_on
  status planned
  is_listed
"""


@pytest.fixture(scope="module")
def planned() -> Asked:
    """A clause of which one text is only planned, and a fact says which holds."""
    program, found = check(Source("planned.policy", PLANNED), lambda name: None)
    assert program is not None, found
    return Asked.of(program, "q")


def worker(**facts: object) -> dict[str, object]:
    """Facts about one worker."""
    return {"worker": facts}


def test_1_a_text_that_turns_out_to_be_planned_stands_beside_the_outcome(planned: Asked) -> None:
    """It makes no demand, so what it says is no other answer of the clause."""
    before = planned.trace(worker(is_trained=True, is_listed=False), AS_OF)
    facts = worker(is_trained=True, is_listed=False, hired_on="2026-01-01")
    after = planned.trace(facts, AS_OF)
    assert before.clauses[0].contribution is Outcome.MET
    assert after.clauses[0].contribution is Outcome.NOT_MET
    assert not after.clauses[0].contributes
    assert lost(before, after) == []


def test_1_a_text_in_force_that_fails_is_another_answer(planned: Asked) -> None:
    """What still bears on the outcome is compared as it is."""
    before = planned.trace(worker(is_trained=True, is_listed=True), AS_OF)
    after = planned.trace(worker(is_trained=False, hired_on="2025-12-31"), AS_OF)
    assert lost(before, after) == ["training: met, then not met"]


def test_2_a_planned_text_whose_day_is_forgotten_settles_nothing(planned: Asked) -> None:
    """By the planned text the clause is unknown; with any day possible, nothing is demanded."""
    before = planned.trace(worker(is_trained=True, hired_on="2026-01-01"), AS_OF)
    less = planned.trace(worker(is_trained=True), AS_OF)
    assert before.clauses[0].contribution is Outcome.UNKNOWN
    assert less.clauses[0].contribution is Outcome.MET
    assert lost(less, before) == []
