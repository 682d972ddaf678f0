"""Minnesota, peer recovery support services: cases worked by hand from the statute and a guide.

MN-01 to MN-06 are rows of the statute; MN-07 and MN-08 are second-hand, about another service, and
marked as assumed. The deadline of MN-05 is counted in sessions, not in days.
"""

from __future__ import annotations

import pytest

from peerpolicy.outcome import Cause
from tests.policies import rows
from tests.policies.cases import asking, causes, changed, listed, numbers, outcomes
from tests.policies.words import DAY, LEFT_OUT, MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, YES

POLICY = "us/mn/peer_recovery_support"
SECOND_HAND = {"housekeeping_or_shopping", "need_in_the_plan", "transport_for_errands"}
PLANS = {
    "recovery_community_organization": "recovery_plan",
    "county": "recovery_plan",
    "treatment_program": "treatment_plan",
    "withdrawal_program": "stabilization_plan",
}


def sessions(*days, tied=True):
    return listed(*({"held_on": day, "is_tied_to_the_plan": tied} for day in days))


THREE = ("2026-10-05", "2026-10-12", "2026-10-19")

SESSION = {
    "evidence": "verified",
    "session": {
        "is_face_to_face": True,
        "peers_present": 1,
        "clients_present": 1,
        "provider": "county",
        "plan_followed": "recovery_plan",
        "addresses_goals_of_the_plan": True,
    },
    "client": {
        "takes_part_voluntarily": True,
        "written_notice": listed({"given_on": "2026-10-01"}),
        "lives_with": listed(),
        "employed_by": listed(),
        "peer_session": sessions(*THREE),
        "has_completed_plan": True,
        "plan_completed_on": "2026-10-19",
        "plan_made_with_client": True,
        "as_needed": YES,
    },
    "peer_activity": {
        "is_housekeeping_or_shopping": True,
        "is_its_primary_purpose": False,
        "plan_shows_need_of_peer_support": True,
        "is_transport_for_errands": False,
    },
}


held = asking("session_in_order", SESSION)
plan = asking("plan_in_order", SESSION)
act = asking("mental_health_peer_activity", SESSION)


CASES = [
    held("MN-01 MN-02 MN-03 MN-04", "a session with everything", {"session_in_order": MET}),
    held(
        "MN-01",
        "two clients",
        {"one_on_one": NOT_MET, "session_in_order": NOT_MET},
        session__clients_present=2,
    ),
    held("MN-01", "two peers", {"one_on_one": NOT_MET}, session__peers_present=2),
    held("MN-01", "not face to face", {"one_on_one": NOT_MET}, session__is_face_to_face=False),
    held("MN-01", "how many is not known", {"one_on_one": UNKNOWN}, session__clients_present=None),
    held(
        "MN-01",
        "no goal of the plan",
        {"goals_of_the_plan": NOT_MET},
        session__addresses_goals_of_the_plan=False,
    ),
    *(
        held(
            "MN-02",
            f"{kind} and {followed}",
            {"session_in_order": MET if followed == right else NOT_MET},
            session__provider=kind,
            session__plan_followed=followed,
        )
        for kind, right in PLANS.items()
        for followed in sorted(set(PLANS.values()))
    ),
    held("MN-03", "against the will", {"voluntary": NOT_MET}, client__takes_part_voluntarily=False),
    held(
        "MN-03",
        "no written notice: incomplete, not refused",
        {"notice": UNKNOWN, "session_in_order": UNKNOWN},
        client__written_notice=listed(),
    ),
    *(
        held(
            "MN-04",
            f"{relation} the peer",
            {"own_household_or_employee": NOT_MET, "session_in_order": NOT_MET},
            **{f"client__{relation}": listed({"to": "recovery_peer"})},
        )
        for relation in ("lives_with", "employed_by")
    ),
    held(
        "MN-04",
        "lives with somebody else",
        {"own_household_or_employee": MET},
        client__lives_with=listed({"to": "a sister"}),
    ),
    held(
        "MN-04",
        "nobody said with whom the client lives",
        {"own_household_or_employee": UNKNOWN},
        client__lives_with=LEFT_OUT,
    ),
    plan("MN-05 MN-06", "on the day of the third session", {"plan_in_order": MET}),
    plan(
        "MN-05",
        "between the third and the fourth: the readings differ",
        {"plan_in_time": UNKNOWN},
        client__plan_completed_on="2026-10-20",
    ),
    plan(
        "MN-05",
        "after the fourth: too late in each reading",
        {"plan_in_time": NOT_MET, "plan_in_order": NOT_MET},
        client__peer_session=sessions(*THREE, "2026-10-26"),
        client__plan_completed_on="2026-10-27",
    ),
    plan(
        "MN-05",
        "three sessions and no plan",
        {"plan_in_time": NOT_MET},
        client__has_completed_plan=False,
        client__plan_completed_on={"absent": True},
    ),
    plan(
        "MN-05",
        "two sessions and no plan: nothing is due",
        {"plan_in_time": NOT_APPLICABLE},
        client__has_completed_plan=False,
        client__plan_completed_on={"absent": True},
        client__peer_session=sessions(*THREE[:2]),
    ),
    plan(
        "MN-05",
        "two sessions on a list that may lack one, and no plan",
        {"plan_in_time": UNKNOWN},
        client__has_completed_plan=False,
        client__plan_completed_on={"absent": True},
        client__peer_session=sessions(*THREE[:2])["entries"],
    ),
    plan(
        "MN-05",
        "made without the client",
        {"plan_with_the_client": NOT_MET},
        client__plan_made_with_client=False,
    ),
    plan(
        "MN-06",
        "sessions without a word on the plan",
        {"sessions_tied_to_the_plan": NOT_MET},
        client__peer_session=sessions(*THREE, tied=False),
    ),
    plan(
        "MN-06",
        "whether an update was needed nobody said",
        {"plan_up_to_date": UNKNOWN, "plan_in_order": UNKNOWN},
        client__as_needed=LEFT_OUT,
    ),
    act("MN-07", "the plan shows a need in shopping", {"mental_health_peer_activity": MET}),
    act(
        "MN-07",
        "shopping is the purpose",
        {"housekeeping_or_shopping": NOT_MET},
        peer_activity__is_its_primary_purpose=True,
    ),
    act(
        "MN-07",
        "no need in the plan",
        {"need_in_the_plan": NOT_MET},
        peer_activity__plan_shows_need_of_peer_support=False,
    ),
    act(
        "MN-08",
        "a ride for errands",
        {"transport_for_errands": NOT_MET},
        peer_activity__is_transport_for_errands=True,
    ),
]


@pytest.mark.parametrize("each", CASES, ids=lambda each: each.name)
def test_by_the_text(policy, each):
    assert outcomes(policy, each) == each.expected


def test_every_row_has_a_case_and_a_clause_that_binds(policy):
    assert rows.covered(CASES) == rows.ids(POLICY)
    for id_, kinds in rows.kinds_by_id(policy).items():
        assert kinds <= {"require", "submit", "exclude"}, id_
        assert kinds, id_


def test_what_the_guide_says_is_marked_as_second_hand(policy):
    assert rows.marked(policy) == SECOND_HAND
    decision = policy.decide(SESSION, as_of=DAY, question="mental_health_peer_activity")
    assert decision.provisional
    assert not policy.decide(SESSION, as_of=DAY, question="session_in_order").provisional


def test_the_sessions_of_the_deadline_name_the_department(policy):
    facts = changed(SESSION, client__plan_completed_on="2026-10-20")
    decision = policy.decide(facts, as_of=DAY, question="plan_in_order")
    assert causes(decision.finding("plan_in_time")) == {Cause.READINGS_DIFFER}
    assert ("department", "within_three_sessions") in {(r.who, r.what) for r in decision.referrals}


def test_no_number_is_invented(policy):
    # three sessions; two and three before the plan; one and one; no session that is not tied to it
    assert numbers(policy) == {0, 1, 2, 3}
