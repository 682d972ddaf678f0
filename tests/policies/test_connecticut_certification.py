"""The Connecticut certification: a text of 2022 that announces, and a report of what came of it.

CCB-01 to CCB-23 are the rows of the text of 2022: planned, undecided, binding or background. The
rows REP are second-hand. Two versions of each rule meet on 2026-06-01.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import peerpolicy as pp
from peerpolicy.outcome import Cause
from tests.policies import rows

POLICY = "us/ct/ccb_peer_recovery"
BACKGROUND = {"CCB-01", "CCB-02", "CCB-12", "CCB-19", "CCB-21", "CCB-23"}
ONLY_OPEN = {"CCB-08", "CCB-11", "CCB-16", "CCB-18"}
FIRST_DAY, CHANGE = date(2022, 1, 26), date(2026, 6, 1)

READY = {
    "evidence": "verified",
    "peer": {
        "own_addiction": True,
        "course": {
            "entries": [
                {"completed_on": "2022-05-02", "hours": 80, "program": "rss_advocacy_unlimited"},
                {"completed_on": "2022-06-07", "hours": 20, "program": "recovery_coach_ccar"},
            ],
            "complete": True,
        },
        "passed_exam": True,
        "supervised_employment": {
            "entries": [{"worked_on": "2023-01-31", "hours": 300}],
            "complete": True,
        },
    },
}


@pytest.fixture(scope="module")
def decide(policy):
    def decide(on, question="certificate", **said):
        facts = {**READY, "peer": {**READY["peer"], **said}}
        return policy.decide(facts, as_of=on, question=question)

    return decide


def test_every_row_but_background_is_carried_out_or_open(policy):
    found = rows.by_id(policy.ledger)
    for id_ in rows.ids(POLICY, "CCB") - BACKGROUND:
        assert {row.status for row in found[id_]} <= {"encoded", "open"}, id_
        assert id_ in ONLY_OPEN or any(row.clauses for row in found[id_]), id_
    assert all("second-hand" in row.note for row in found["REP"])


def test_what_was_announced_is_planned_and_never_a_duty(policy):
    announced = [c for c in policy.program.clauses if c.in_force and c.in_force.days.last]
    planned = [c for c in announced if c.force.value == "planned"]
    binding = {c.id for c in announced if c not in planned}
    assert binding == {"grandparenting"}, "the second-hand route is over by its own day"
    assert {c.id for c in planned} == {
        "lived_experience",
        "training",
        "supervised_work",
        "exam",
        "grandparenting",
        "papers_for_grandparenting",
    }


def test_what_rests_on_the_report_alone_is_marked_as_assumed(policy):
    second_hand = rows.resting_on(policy, "report")
    assert len(second_hand) == 10
    assert all("second-hand" in c.assumptions[0].because for c in second_hand)


def test_the_two_versions_meet_on_one_day(policy):
    for name in ("lived_experience", "training", "supervised_work", "exam"):
        old, new = policy.versions[name]
        assert (old.days.last, new.days.first) == (CHANGE - timedelta(days=1), CHANGE)
        assert (old.planned, new.planned) == (True, False)


def test_before_the_meetings_there_is_no_rule(decide):
    with pytest.raises(pp.NotInForceError):
        decide(FIRST_DAY - timedelta(days=1))


@pytest.mark.parametrize("on", [FIRST_DAY, date(2024, 2, 29), CHANGE - timedelta(days=1)])
def test_as_announced_the_hours_are_the_committees(decide, on):
    found = decide(on, question="full_certificate_due", course=None).finding("supervised_work")
    assert found.outcome is pp.FindingOutcome.UNKNOWN
    assert [(r.cause, r.owner) for r in found.unknown_because if r.owner] == [
        (Cause.NOT_DETERMINED, "advisory_committee")
    ]


def test_from_the_change_on_the_same_person_is_certified(decide):
    before, after = decide(CHANGE - timedelta(days=1)), decide(CHANGE)
    assert (before.answer, after.answer) == (pp.Outcome.UNKNOWN, "full")
    assert after.finding("supervised_work").required.bound == 300
    assert after.provisional, "second-hand, and says so"


def test_299_hours_are_enough_for_the_provisional_certificate(decide):
    worked = pp.complete([{"worked_on": "2023-01-31", "hours": 299}])
    decision = decide(CHANGE, supervised_employment=worked)
    assert decision.answer == "provisional"
    assert decision.finding("supervised_work").shortfall.show() == "1"


def test_grandparenting_takes_the_place_of_the_exam_and_of_nothing_else(decide):
    said = {"passed_exam": False, "applies_by_grandparenting": True}
    last_day = date(2026, 10, 1)
    decision = decide(last_day, question="full_certificate_due", **said)
    assert decision.outcome is pp.Outcome.MET
    assert decision.finding("exam").satisfied_by == "grandparenting"
    later = decide(last_day + timedelta(days=1), question="full_certificate_due", **said)
    assert later.outcome is pp.Outcome.NOT_MET
    none = pp.complete([])
    short = decide(last_day, "full_certificate_due", supervised_employment=none, **said)
    assert short.outcome is pp.Outcome.NOT_MET


@pytest.mark.parametrize(
    ("on", "expected"), [(date(2023, 3, 1), "unknown"), (CHANGE, "met")], ids=["2023", "2026"]
)
def test_experience_through_family(decide, on, expected):
    own = dict.fromkeys(("own_addiction", "own_mental_health_distress"), False)
    found = decide(
        on,
        question="full_certificate_due",
        **own,
        own_substance_use_challenges=False,
        experience_through_family=True,
    ).finding("lived_experience")
    assert found.outcome.value == expected
