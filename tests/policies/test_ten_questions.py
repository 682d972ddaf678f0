"""Ten questions that every transcription must answer, asked of Ohio, Minnesota and Montana."""

from __future__ import annotations

from datetime import date

import pytest

import peerpolicy as pp
from peerpolicy.outcome import Cause
from tests.policies.cases import causes, changed, listed, places
from tests.policies.test_minnesota import SESSION
from tests.policies.test_ohio import APPLICANT, RENEWING, checks, hours, job, thirty
from tests.policies.words import CLAIMED, DAY, LEFT_OUT, YES
from tests.shipped import loaded

UNKNOWN = pp.FindingOutcome.UNKNOWN


@pytest.fixture(scope="module")
def ohio():
    return loaded("us/oh/certified_peer_supporter")


@pytest.fixture(scope="module")
def minnesota():
    return loaded("us/mn/peer_recovery_support")


def certification(policy, on=DAY, **changes):
    facts = changed(APPLICANT, "peer", **changes)
    return policy.decide(facts, as_of=on, question="certification")


def test_1_on_which_day_each_fact_is_judged(ohio):
    days = {question.id: question.judged_on for question in ohio.program.questions}
    assert days["certification"] == "certified_on"
    assert days["renewal"] == "renewal_submitted_on"
    # the age by the day of certification, the check by the day of submission
    checked = checks(("2025-11-02", "state"), ("2025-11-02", "federal"))
    found = certification(ohio, date(2027, 1, 4), records_check_result=checked)
    assert found.finding("records_check").outcome is pp.FindingOutcome.MET


def test_2_both_ends_of_a_window_are_a_convention_that_the_decision_names(ohio):
    found = certification(ohio)
    assert found.provisional
    assert {c.name: c.basis for c in found.conventions}["window counts"] == "assumed"


def test_3_whether_an_hour_serves_two_topics_is_open_and_both_are_tried(ohio):
    shared = listed(
        *thirty(ethics=0, boundaries=0, free_topic=17), hours(3, "ethics", "boundaries")
    )
    facts = changed(RENEWING, peer__renewal_course=shared)
    found = ohio.decide(facts, as_of=DAY, question="renewal")
    assert causes(found.finding("continuing_hours")) == {Cause.READINGS_DIFFER}


def test_4_a_claim_is_enough_where_a_person_attests_and_nowhere_else(ohio):
    facts = {**APPLICANT, "evidence": "claimed"}
    found = ohio.decide(facts, as_of=DAY, question="certification")
    assert Cause.NOT_SHOWN in causes(found.finding("exam"))
    found = certification(ohio, direct_lived_experience=CLAIMED)
    assert found.finding("adult_lived_experience").outcome is pp.FindingOutcome.MET


def test_5_no_record_is_unknown_until_somebody_says_that_the_list_is_whole(ohio):
    unsaid = certification(ohio, records_check_result=LEFT_OUT).finding("records_check")
    none = certification(ohio, records_check_result=listed()).finding("records_check")
    assert (unsaid.outcome, none.outcome) == (UNKNOWN, pp.FindingOutcome.NOT_MET)


def test_6_the_day_of_submission_chooses_the_text(ohio):
    day = date(2024, 9, 16)
    cited = {
        submitted: places(certification(ohio, day, submitted_on=submitted).finding("records_check"))
        for submitted in ("2018-03-16", "2024-09-16")
    }
    assert cited == {"2018-03-16": {"(A)(6)"}, "2024-09-16": {"application (e)"}}


def test_7_two_readings_that_differ_name_who_decides(minnesota):
    facts = changed(SESSION, client__plan_completed_on="2026-10-20")
    found = minnesota.decide(facts, as_of=DAY, question="plan_in_order")
    assert [(r.who, r.what) for r in found.referrals] == [("department", "within_three_sessions")]


def test_8_one_route_is_met_as_a_whole_and_named(ohio):
    half = certification(
        ohio,
        core_training=listed(),
        peer_work=listed(job("2025-11-23", "2026-11-22")),
        full_time_equivalent={**YES, "value": False},
    )
    assert half.outcome is pp.Outcome.NOT_MET
    whole = certification(
        ohio,
        core_training=listed(),
        peer_work=listed(job("2023-11-23", "2026-11-22")),
        full_time_equivalent=YES,
    )
    assert whole.finding("training").satisfied_by == "experience"


def test_9_what_opens_a_cap_is_named():
    montana = loaded("us/mt/sdmi_peer_support")
    units = {
        "requested": [{"served_on": "2026-11-23", "units": 12}],
        "entries": [],
        "complete_through": "2026-11-23",
    }
    facts = {
        "evidence": "verified",
        "participant": {"peer_support": units, "extra_units": listed()},
        "peer": {"legally_responsible_for": listed()},
    }
    (cap,) = montana.decide(facts, as_of=DAY, question="payable_units").limits
    opened = cap.unlocked_by
    assert (opened.approval, opened.giver) == ("extra_units", "community_program_officer")
    assert opened.beforehand


def test_10_a_judgement_is_somebodys_and_is_recorded(ohio):
    open_ = certification(ohio, has_conviction=True)
    assert [(r.who, r.what) for r in open_.referrals] == [("department", "disqualifying")]
    settled = certification(ohio, has_conviction=True, disqualifying={**YES, "value": False})
    assert settled.outcome is pp.Outcome.MET
    assert settled.provisional
