"""Youth and family peer support in Connecticut: an issue brief that describes and recommends.

The force of each clause of the brief stands here as data, from a reading of the text that is older
than the policies. Two sentences bind (CHDI-02 and CHDI-03): they say what the role is not. All else
may only name a function of the role or stand beside the answer. Cases are worked by hand.
"""

from __future__ import annotations

from datetime import date

import pytest

import peerpolicy as pp
from peerpolicy.outcome import Cause
from tests.policies import rows
from tests.policies.cases import asking, causes, changed, listed, numbers, outcomes, places
from tests.policies.words import DAY, LEFT_OUT, MET, NOT_APPLICABLE, NOT_MET, UNKNOWN
from tests.shipped import loaded

YOUTH, FAMILY = "us/ct/youth_peer_support", "us/ct/family_peer_support"
BINDING_IDS = {"CHDI-02", "CHDI-03"}

# Without a clause: proposed, or about somebody else than peers, or no rule at all.
NOT_CARRIED_OUT = {
    "YPSS-10": "open",
    "YPSS-11": "open",
    "CHDI-05": "out of scope",
    "CHDI-06": "out of scope",
    "CHDI-08": "out of scope",
    "CHDI-09": "open",
    "CHDI-10": "out of scope",
    "CHDI-11": "out of scope",
}


@pytest.fixture(params=[YOUTH, FAMILY], ids=["youth", "family"], scope="module")
def policy_id(request):
    return request.param


@pytest.fixture(scope="module")
def policy(policy_id):
    return loaded(policy_id)


# ---------------------------------------------------------------- the ledger


def test_only_the_boundary_of_the_role_binds(policy):
    for id_, kinds in rows.kinds_by_id(policy).items():
        if id_ in BINDING_IDS:
            assert kinds <= {"scope", "exclude"}, id_
            assert kinds, id_
        else:
            assert kinds <= {"advise", "scope"}, id_


def test_a_function_that_is_not_listed_is_not_barred(policy):
    functions = policy.program.clause("core_functions").condition
    assert functions.allowed
    assert not functions.barred
    assert functions.others == "unaddressed"


def test_what_no_clause_carries_out_is_known(policy_id, policy):
    found = rows.by_id(policy.ledger)
    idle = {id_: {r.status for r in of} for id_, of in found.items() if not rows.kinds(policy, of)}
    expected = {id_: {s} for id_, s in NOT_CARRIED_OUT.items() if id_ in rows.ids(policy_id)}
    assert idle == expected


def test_the_conflict_on_case_managers_is_open_on_both_sides(policy):
    found = rows.by_id(policy.ledger)
    for id_ in ("CHDI-02", "CHDI-04"):
        (row,) = found[id_]
        assert (row.status, row.owner) == ("open", "chdi")
        assert "conflict" in row.note


def test_there_is_no_question_about_a_person(policy):
    assert [(q.id, q.about) for q in policy.questions] == [("within_role", "service")]


def test_no_number_is_invented():
    assert numbers(loaded(YOUTH)) == {18, 29}
    assert numbers(loaded(FAMILY)) == set()


def test_the_brief_makes_no_requirement(policy):
    assert not [clause.id for clause in policy.program.clauses if clause.kind == "require"]


# ---------------------------------------------------------------- cases

UPHELD = {"attested": {"by": "provider", "on": "2026-09-01"}, "value": True}

YOUTH_SERVICE = {
    "evidence": "verified",
    "service": {
        "function": "supporting_self_advocacy",
        "provided_as": "youth_peer_support_specialist",
        "includes_diagnosis": False,
        "includes_clinical_treatment": False,
        "serves": "youth",
    },
    "peer": {
        "birth_date": "2001-07-15",
        "own_services_as_youth": False,
        "own_time_in_systems_as_youth": True,
        "trained_to_support_youth": True,
        "supervision_in_peer_values": UPHELD,
        "led_by_people_who_uphold_them": UPHELD,
    },
}

FAMILY_SERVICE = {
    "evidence": "verified",
    "service": {
        "function": "guidance_through_ieps",
        "provided_as": "family_peer_support_specialist",
        "includes_diagnosis": False,
        "includes_clinical_treatment": False,
        "serves": "caregiver",
    },
    "peer": {
        "is_caregiver": True,
        "was_caregiver": False,
        "navigated_systems_as_caregiver": True,
        "trained_to_support_families": True,
        "supervision_in_peer_values": UPHELD,
        "led_by_people_who_uphold_them": UPHELD,
    },
}

SERVICES = {YOUTH: YOUTH_SERVICE, FAMILY: FAMILY_SERVICE}
LICENSE = listed({"issued_on": "2020-01-01"})


youth = asking("within_role", YOUTH_SERVICE)
family = asking("within_role", FAMILY_SERVICE)

INSIDE, OUTSIDE, OPEN = ({"within_role": each} for each in (MET, NOT_MET, UNKNOWN))

YOUTH_CASES = [
    youth("YPSS-07", "self-advocacy is named", {"core_functions": MET, **INSIDE}),
    youth(
        "YPSS-01",
        "18 tomorrow: outside the band, which decides nothing",
        {"age_band": NOT_MET, **INSIDE},
        peer__birth_date="2008-11-24",
    ),
    youth("YPSS-01", "18 today", {"age_band": MET, **INSIDE}, peer__birth_date="2008-11-23"),
    youth("YPSS-01", "29 today", {"age_band": MET, **INSIDE}, peer__birth_date="1997-11-23"),
    youth("YPSS-01", "30 tomorrow", {"age_band": MET, **INSIDE}, peer__birth_date="1996-11-24"),
    youth("YPSS-01", "30 today", {"age_band": NOT_MET, **INSIDE}, peer__birth_date="1996-11-23"),
    youth(
        "YPSS-01",
        "born on a leap day, still 29 on the last day of February",
        {"age_band": MET},
        on=date(2026, 2, 28),
        peer__birth_date="1996-02-29",
    ),
    youth(
        "YPSS-01",
        "born on a leap day, 30 on the first of March",
        {"age_band": NOT_MET},
        on=date(2026, 3, 1),
        peer__birth_date="1996-02-29",
    ),
    youth(
        "YPSS-02",
        "as a caregiver, and neither of the two as a child or youth",
        {"own_experience": NOT_MET, **INSIDE},
        peer__own_time_in_systems_as_youth=False,
        peer__is_caregiver=True,
        peer__navigated_systems_as_caregiver=True,
    ),
    youth(
        "YPSS-02",
        "nothing is said of one's own experience, much of a caregiver's",
        {"own_experience": UNKNOWN, **INSIDE},
        peer__own_services_as_youth=LEFT_OUT,
        peer__own_time_in_systems_as_youth=LEFT_OUT,
        peer__navigated_systems_as_caregiver=True,
    ),
    youth(
        "YPSS-03",
        "trained to support families is not trained to support youth",
        {"training": NOT_MET, **INSIDE},
        peer__trained_to_support_youth=False,
        peer__trained_to_support_families=True,
    ),
    youth(
        "YPSS-04",
        "the role is with youth",
        {"work_with_youth": NOT_MET, **INSIDE},
        service__serves="caregiver",
    ),
    *(
        youth(ids, f"{act} is named in the youth column", INSIDE, service__function=act)
        for ids, act in (
            ("YPSS-05", "modeling_coping"),
            ("YPSS-06", "connecting_to_juvenile_justice"),
            ("YPSS-08", "presence_in_life_transitions"),
            ("YPSS-09", "trust_after_a_referral"),
        )
    ),
    youth(
        "YPSS-05",
        "emotions of caregivers stand in the other column only",
        {"core_functions": UNKNOWN, **OPEN},
        service__function="normalizing_emotions",
    ),
]

FAMILY_CASES = [
    family("FPSS-05", "guidance through IEPs is named", {"core_functions": MET, **INSIDE}),
    family(
        "FPSS-01",
        "one's own youth does not stand in for experience as a caregiver",
        {"caregiver_experience": NOT_MET, **INSIDE},
        peer__is_caregiver=False,
        peer__own_services_as_youth=True,
        peer__own_time_in_systems_as_youth=True,
    ),
    family(
        "FPSS-01",
        "a caregiver of the past: the words do not settle it",
        {"caregiver_experience": UNKNOWN, **INSIDE},
        peer__is_caregiver=False,
        peer__was_caregiver=True,
    ),
    family(
        "FPSS-02",
        "trained to support youth is not trained to support families",
        {"training": NOT_MET, **INSIDE},
        peer__trained_to_support_families=False,
        peer__trained_to_support_youth=True,
    ),
    family(
        "FPSS-03",
        "not caregiver to caregiver",
        {"caregiver_to_caregiver": NOT_MET, **INSIDE},
        service__serves="youth",
    ),
    *(
        family(ids, f"{act} is named in the family column", INSIDE, service__function=act)
        for ids, act in (
            ("FPSS-04", "emotional_support_in_a_group"),
            ("FPSS-06", "coaching_to_advocate"),
            ("FPSS-07", "help_with_crisis_safety_plans"),
            ("FPSS-08", "follow_through_with_referrals"),
        )
    ),
    family(
        "FPSS-06",
        "to speak in place of the family is not named",
        {"core_functions": UNKNOWN, **OPEN},
        service__function="speaking_for_the_family",
    ),
]


@pytest.mark.parametrize("one", YOUTH_CASES, ids=lambda each: each.name)
def test_the_youth_role_by_the_text(one):
    assert outcomes(loaded(YOUTH), one) == one.expected


@pytest.mark.parametrize("one", FAMILY_CASES, ids=lambda each: each.name)
def test_the_family_role_by_the_text(one):
    assert outcomes(loaded(FAMILY), one) == one.expected


@pytest.mark.parametrize("position", ["clinician", "therapist", "case_manager"])
def test_three_positions_are_outside_both_roles(policy_id, policy, position):
    facts = changed(SERVICES[policy_id], service__provided_as=position)
    d = policy.decide(facts, as_of=DAY, question="within_role")
    assert d.outcome is pp.Outcome.NOT_MET
    assert [f.id for f in d.blocking] == ["position"]
    assert places(d.finding("position")) == {"key roles, not 1"}
    assert d.finding("training").outcome.value == NOT_APPLICABLE


@pytest.mark.parametrize("position", ["care_coordinator", "community_health_worker", "other"])
def test_a_position_that_is_merely_another_one_is_not_addressed(policy_id, policy, position):
    facts = changed(SERVICES[policy_id], service__provided_as=position)
    d = policy.decide(facts, as_of=DAY, question="within_role")
    assert d.outcome is pp.Outcome.UNKNOWN
    assert causes(d.finding("position")) == {Cause.UNADDRESSED}


def test_a_license_held_for_another_job_bars_nobody(policy_id, policy):
    facts = changed(SERVICES[policy_id], peer__mental_health_license=LICENSE)
    assert policy.decide(facts, as_of=DAY, question="within_role").outcome is pp.Outcome.MET


@pytest.mark.parametrize("act", ["includes_diagnosis", "includes_clinical_treatment"])
@pytest.mark.parametrize(("said", "outcome"), [(True, NOT_MET), (None, UNKNOWN)])
def test_a_clinical_act_is_outside_whatever_the_function(policy_id, policy, act, said, outcome):
    facts = changed(SERVICES[policy_id], **{f"service__{act}": said})
    d = policy.decide(facts, as_of=DAY, question="within_role")
    assert d.outcome.value == outcome
    assert d.finding("core_functions").outcome.value == MET
    assert d.finding("clinical_acts").outcome.value == outcome


def test_the_advice_changes_no_answer(policy_id, policy):
    facts = changed(SERVICES[policy_id], peer={})
    d = policy.decide(facts, as_of=DAY, question="within_role")
    assert d.outcome is pp.Outcome.MET
    assert not d.blocking


def test_the_assumed_leap_day_is_marked():
    facts = changed(YOUTH_SERVICE, peer__birth_date="2008-02-29")
    d = loaded(YOUTH).decide(facts, as_of=date(2026, 2, 28), question="within_role")
    assert {c.name: c.basis for c in d.conventions} == {"leap day": "assumed"}
