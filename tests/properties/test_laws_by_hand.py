"""Smallest cases of the laws: where generated facts once found, or could find, a breach.

What it is for: a breach stays visible in a case that can be read at a glance. What stays true:
each case is the smallest that shows it, on a shipped program.
"""

from __future__ import annotations

from datetime import date

import pytest

import peerpolicy as pp
from peerpolicy.outcome import ClauseTrace
from peerpolicy.testing.answers import Asked, lost
from peerpolicy.truth import Outcome

AS_OF = date(2026, 11, 23)
FIRST = {"issued_on": "2025-03-01", "expires_on": "2027-02-28"}
LATER = {"issued_on": "2026-06-01", "expires_on": "2028-05-31"}


@pytest.fixture(scope="module")
def may_provide() -> Asked:
    """The question with most kinds of clause."""
    return Asked.of(pp.load_shipped("us/mt/sdmi_peer_support").program, "may_provide")


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
