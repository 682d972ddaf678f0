"""Montana, peer support in the SDMI waiver: cases worked by hand from the source text.

Each case names the clauses of the text that it tests (MT-01 to MT-26, in the order of the text;
the ledger of the policy names the place of each) and says why its outcome follows from the text.
What the text leaves open must come out unknown, with the name of whoever can settle it.
"""

from __future__ import annotations

from datetime import date

import pytest

import peerpolicy as pp
from peerpolicy.ir.schema import Grade
from peerpolicy.outcome import Cause
from peerpolicy.quantity import Interval, exact
from tests.policies import rows
from tests.policies.cases import asking, causes, changed, listed, numbers, outcomes, places
from tests.policies.words import DAY, LEFT_OUT, MET, NO, NOT_APPLICABLE, NOT_MET, UNKNOWN, YES

POLICY = "us/mt/sdmi_peer_support"


def licensed(who, **more):
    return {
        "id": who,
        "mental_health_license": listed(
            {"issued_on": "2018-05-01", "expires_on": {"absent": True}}
        ),
        **more,
    }


def unlicensed(who):
    return {"id": who, "mental_health_license": listed()}


def meetings(*pairs):
    return listed(
        *({"held_on": day, "supervisor": who} for day, who in pairs), through="2026-11-23"
    )


def team(*days):
    return listed(*({"held_on": day} for day in days), through="2026-11-23")


def training(*rows):
    return listed(
        *({"completed_on": day, "hours": hours, "curriculum": what} for day, hours, what in rows)
    )


# A peer of whom the text can ask nothing more: certified for one full year and a part of the next,
# serving since the middle of August 2026, so that September and October are the full months.
PEER = {
    "evidence": "verified",
    "peer": {
        "employment": "agency_staff",
        "works_under_approved_agency": True,
        "peer_certificate": listed({"issued_on": "2025-04-15", "expires_on": "2027-04-14"}),
        "own_experience_of_mental_illness": True,
        "own_use_of_mental_health_services": True,
        "identifies_as_in_recovery": True,
        "well_grounded": {"attested": {"by": "agency", "on": "2026-08-03"}},
        "peer_certification_course": listed(
            {"completed_on": "2025-04-10", "course": "recovery_basics"}
        ),
        "peer_support_training": training(("2025-04-01", 30, "recovery_basics")),
        "continuing_education": listed({"completed_on": "2025-11-05", "hours": 10}),
        "first_service_on": "2026-08-17",
        "supervisor": listed(licensed("mara")),
        "supervision": meetings(("2026-09-02", "mara"), ("2026-10-30", "mara")),
        "team_meeting": team("2026-09-30", "2026-10-01"),
    },
    "registries": {
        "approved_curricula": listed({"item": "recovery_basics", "from": "2019-01-01"}),
        "approved_certification_courses": listed({"item": "recovery_basics", "from": "2019-01-01"}),
    },
}

# A service to which the text has nothing to object.
SERVICE = {
    "evidence": "verified",
    "service": {
        "act": "connection_to_resources",
        "need_of_active_treatment": {
            "attested": {"by": "case_management_team", "on": "2026-11-20"},
            "value": False,
        },
    },
    "participant": {
        "has_severe_disabling_mental_illness": True,
        "enrolled_in_waiver": True,
        "receives_inpatient_crisis_services": False,
        "recovery_plan": listed({"made_on": "2026-02-02", "goals": True, "activities": True}),
    },
}


def asked(*requested, before=(), through="2026-11-23"):
    """Units asked for, after those already provided."""
    return listed(
        *({"served_on": day, "units": units} for day, units in before),
        through=through,
        requested=[{"served_on": day, "units": units} for day, units in requested],
    )


# Twelve units in the week of Sunday 22 November, nothing before, nobody legally responsible,
# no approval.
UNITS = {
    "evidence": "verified",
    "participant": {
        "peer_support": asked(("2026-11-22", 6), ("2026-11-24", 6), through="2026-11-24"),
        "extra_units": listed(),
    },
    "peer": {"legally_responsible_for": listed()},
}
TUESDAY = date(2026, 11, 24)


def approval(
    given_on="2026-11-20", by="community_program_officer", days=("2026-11-22", "2026-11-28")
):
    starts, ends = days
    return {"given_on": given_on, "given_by": by, "starts_on": starts, "ends_on": ends}


provide = asking("may_provide", PEER, "peer")
serve = asking("may_be_served", SERVICE)


def pay(ids, why, expected, on=TUESDAY, **changes):
    return asking("payable_units", UNITS)(ids, why, expected, on, **changes)


def registry(name, value, **changes):
    return changed(PEER, **{f"registries__{name}": value}, **changes)


CASES = [
    provide("MT-01", "nothing is missing", {"certified": MET, "may_provide": MET}),
    provide(
        "MT-01",
        "the service is provided by a certified specialist, and this one never was",
        {"certified": NOT_MET, "may_provide": NOT_MET},
        peer_certificate=listed(),
    ),
    provide(
        "MT-01",
        "the certificate ended the day before the service",
        {"certified": NOT_MET, "may_provide": NOT_MET},
        peer_certificate=listed({"issued_on": "2025-04-15", "expires_on": "2026-11-22"}),
    ),
    provide(
        "MT-01",
        "the service is on the last day of the certificate",
        {"certified": MET},
        peer_certificate=listed({"issued_on": "2025-04-15", "expires_on": "2026-11-23"}),
    ),
    provide(
        "MT-01",
        "nobody said anything about a certificate: not known, not refused",
        {"certified": UNKNOWN, "may_provide": UNKNOWN},
        peer_certificate=LEFT_OUT,
    ),
    serve("MT-03", "the service is for persons with the illness", {"member_of_the_waiver": MET}),
    serve(
        "MT-03",
        "a member without a severe disabling mental illness is not whom the service assists",
        {"member_of_the_waiver": NOT_MET, "may_be_served": NOT_MET},
        participant__has_severe_disabling_mental_illness=False,
    ),
    serve(
        "MT-03 MT-22",
        "the document speaks of services to individuals on the waiver",
        {"member_of_the_waiver": NOT_MET, "may_be_served": NOT_MET},
        participant__enrolled_in_waiver=False,
    ),
    serve(
        "MT-03",
        "whether the illness is there is not known",
        {"member_of_the_waiver": UNKNOWN, "may_be_served": UNKNOWN},
        participant__has_severe_disabling_mental_illness=None,
    ),
    *(
        serve(
            "MT-04",
            f"{act} is one of the seven named activities",
            {"acts_of_a_peer": MET, "may_be_served": MET},
            service__act=act,
        )
        for act in (
            "self_advocacy",
            "psychosocial_education",
            "meaningful_activities",
            "crisis_management",
            "use_of_mental_health_services",
            "connection_to_resources",
            "linkage_and_coordination",
        )
    ),
    serve(
        "MT-04",
        "an open list (such as): what is not named is neither allowed nor barred",
        {"acts_of_a_peer": UNKNOWN, "may_be_served": UNKNOWN},
        service__act="advancing_a_career",
    ),
    provide(
        "MT-06",
        "lived experience with the illness alone: the text joins it with services by `and`",
        {"lived_experience": NOT_MET, "may_provide": NOT_MET},
        own_use_of_mental_health_services=False,
    ),
    provide(
        "MT-06",
        "services alone, without the illness",
        {"lived_experience": NOT_MET, "may_provide": NOT_MET},
        own_experience_of_mental_illness=False,
    ),
    provide(
        "MT-06",
        "a relative's experience is not lived experience of the peer",
        {"lived_experience": NOT_MET, "may_provide": NOT_MET},
        own_experience_of_mental_illness=False,
        own_use_of_mental_health_services=False,
        experience_as_a_relative=True,
    ),
    provide(
        "MT-06",
        "a relative's experience says nothing about the peer's own",
        {"lived_experience": UNKNOWN, "may_provide": UNKNOWN},
        own_experience_of_mental_illness=LEFT_OUT,
        own_use_of_mental_health_services=LEFT_OUT,
        experience_as_a_relative=True,
    ),
    provide(
        "MT-07",
        "the peer identifies as such: nobody else can, so the peer's own word is enough",
        {"self_identified": MET},
        identifies_as_in_recovery={"value": True, "evidence": "claimed"},
    ),
    provide(
        "MT-07",
        "the peer does not identify as in recovery",
        {"self_identified": NOT_MET, "may_provide": NOT_MET},
        identifies_as_in_recovery=False,
    ),
    provide(
        "MT-07",
        "well-grounded has no test in the text: until a person says so it is unknown",
        {"well_grounded": UNKNOWN, "self_identified": MET, "may_provide": UNKNOWN},
        well_grounded=LEFT_OUT,
    ),
    provide(
        "MT-07",
        "somebody who may judge it said no",
        {"well_grounded": NOT_MET, "may_provide": NOT_MET},
        well_grounded={"attested": {"by": "agency", "on": "2026-08-03"}, "value": False},
    ),
    provide(
        "MT-08",
        "no certification course was completed; training hours are another sentence",
        {"certification_course": NOT_MET, "initial_training": MET, "may_provide": NOT_MET},
        peer_certification_course=listed(),
    ),
    provide(
        "MT-08",
        "the course is not one that the department approved",
        {"certification_course": NOT_MET, "may_provide": NOT_MET},
        peer_certification_course=listed({"completed_on": "2025-04-10", "course": "other"}),
    ),
    provide(
        "MT-08",
        "the department's list is not known to be complete, so the course may stand on it",
        {"certification_course": UNKNOWN, "may_provide": UNKNOWN},
        registries__approved_certification_courses=[{"item": "something_else"}],
    ),
    provide(
        "MT-09",
        "employed, and by no approved agency: refused however the two sentences are read",
        {"agency_direction": NOT_MET, "may_provide": NOT_MET},
        works_under_approved_agency=False,
    ),
    provide(
        "MT-09 MT-17",
        "self-employed and under no agency: one sentence asks for one, another knows such peers",
        {"agency_direction": UNKNOWN, "may_provide": UNKNOWN},
        employment="self_employed",
        works_under_approved_agency=False,
        has_clinical_supervision=True,
    ),
    provide(
        "MT-09 MT-17",
        "self-employed but under an approved agency: met however it is read",
        {"agency_direction": MET, "may_provide": MET},
        employment="self_employed",
        has_clinical_supervision=True,
    ),
    serve("MT-10 MT-11", "a plan with goals and activities", {"plan": MET, "may_be_served": MET}),
    serve(
        "MT-10",
        "there is no plan to stand within: a paper is missing, which is no refusal",
        {"plan": UNKNOWN, "may_be_served": UNKNOWN},
        participant__recovery_plan=listed(),
    ),
    serve(
        "MT-10",
        "the plan was made after the service",
        {"plan": UNKNOWN, "may_be_served": UNKNOWN},
        participant__recovery_plan=listed(
            {"made_on": "2026-11-24", "goals": True, "activities": True}
        ),
    ),
    serve(
        "MT-11",
        "a plan without individual goals is not complete",
        {"plan": UNKNOWN},
        participant__recovery_plan=listed(
            {"made_on": "2026-02-02", "goals": False, "activities": True}
        ),
    ),
    serve(
        "MT-11",
        "a plan that does not say by which activities is not complete",
        {"plan": UNKNOWN},
        participant__recovery_plan=listed(
            {"made_on": "2026-02-02", "goals": True, "activities": False}
        ),
    ),
    serve(
        "MT-11",
        "goals in one plan and activities in another are no plan with both",
        {"plan": UNKNOWN},
        participant__recovery_plan=listed(
            {"made_on": "2026-02-02", "goals": True, "activities": False},
            {"made_on": "2026-03-02", "goals": False, "activities": True},
        ),
    ),
    provide(
        "MT-12 MT-13",
        "a licensed supervisor, met in each full month",
        {"supervision": MET},
    ),
    provide(
        "MT-12",
        "the only supervisor has no license",
        {"supervision": NOT_MET, "may_provide": NOT_MET},
        supervisor=listed(unlicensed("mara")),
    ),
    provide(
        "MT-12",
        "whether the supervisor is licensed is not known",
        {"supervision": UNKNOWN, "may_provide": UNKNOWN},
        supervisor=listed({"id": "mara"}),
    ),
    provide(
        "MT-12",
        "nobody supervises this peer",
        {"supervision": NOT_MET, "may_provide": NOT_MET},
        supervisor=listed(),
        supervision=meetings(),
    ),
    provide(
        "MT-12 MT-13",
        "two supervisors, each with half: the licensed one never meets, the other has no license",
        {"supervision": NOT_MET, "may_provide": NOT_MET},
        supervisor=listed(licensed("mara"), unlicensed("nils")),
        supervision=meetings(("2026-09-02", "nils"), ("2026-10-30", "nils")),
    ),
    provide(
        "MT-12 MT-13",
        "the same two, but there may be a third person on the list",
        {"supervision": UNKNOWN},
        supervisor=[licensed("mara"), unlicensed("nils")],
        supervision=[{"held_on": "2026-09-02", "supervisor": "nils"}],
    ),
    provide(
        "MT-12 MT-13",
        "two supervisors, one of them enough alone",
        {"supervision": MET},
        supervisor=listed(unlicensed("nils"), licensed("mara")),
    ),
    provide(
        "MT-13",
        "no meeting in October, a full month: monthly is not met",
        {"supervision": NOT_MET, "may_provide": NOT_MET},
        supervision=meetings(
            ("2026-09-02", "mara"), ("2026-09-30", "mara"), ("2026-11-02", "mara")
        ),
    ),
    provide(
        "MT-13",
        "more often than once a month is what the text invites",
        {"supervision": MET},
        supervision=meetings(
            ("2026-09-02", "mara"), ("2026-09-16", "mara"), ("2026-10-05", "mara")
        ),
    ),
    provide(
        "MT-13",
        "the record of meetings may have gaps, so October is not known",
        {"supervision": UNKNOWN},
        supervision=[{"held_on": "2026-09-02", "supervisor": "mara"}],
    ),
    provide(
        "MT-13 MT-16",
        "the first service was this month: no month is over in which a meeting could be missing",
        {"team_meetings": NOT_APPLICABLE},
        first_service_on="2026-11-02",
        supervision=meetings(),
        team_meeting=team(),
    ),
    provide(
        "MT-16",
        "no meeting with the team and the officers in September",
        {"team_meetings": NOT_MET, "may_provide": NOT_MET},
        team_meeting=team("2026-10-01", "2026-10-30"),
    ),
    provide(
        "MT-16",
        "meetings with the supervisor are not meetings with the team",
        {"team_meetings": NOT_MET, "supervision": MET},
        team_meeting=team(),
    ),
    provide(
        "MT-16",
        "whether the team was met in October is not known",
        {"team_meetings": UNKNOWN, "may_provide": UNKNOWN},
        team_meeting=[{"held_on": "2026-09-30"}],
    ),
    provide(
        "MT-17",
        "staff of an agency: the sentence is about the self-employed",
        {"clinical_supervision": NOT_APPLICABLE, "may_provide": MET},
        has_clinical_supervision=False,
    ),
    provide(
        "MT-17",
        "self-employed, and without clinical supervision",
        {"clinical_supervision": NOT_MET, "may_provide": NOT_MET},
        employment="self_employed",
        has_clinical_supervision=False,
    ),
    provide(
        "MT-17",
        "nobody said whether this peer is self-employed, and there is no clinical supervision",
        {"clinical_supervision": UNKNOWN, "may_provide": UNKNOWN},
        employment=LEFT_OUT,
        has_clinical_supervision=False,
    ),
    provide(
        "MT-17",
        "it is there, so it does not matter whether it is needed",
        {"clinical_supervision": MET, "may_provide": MET},
        employment=LEFT_OUT,
        has_clinical_supervision=True,
    ),
    provide(
        "MT-12 MT-17",
        "clinical supervision of the self-employed does not replace the licensed supervisor",
        {"clinical_supervision": MET, "supervision": NOT_MET, "may_provide": NOT_MET},
        employment="self_employed",
        has_clinical_supervision=True,
        supervisor=listed(),
        supervision=meetings(),
    ),
    serve(
        "MT-19",
        "inpatient crisis services are the case that the text names",
        {"need_of_active_treatment": NOT_MET, "may_be_served": NOT_MET},
        participant__receives_inpatient_crisis_services=True,
        service__need_of_active_treatment=LEFT_OUT,
    ),
    serve(
        "MT-19",
        "in need of other active treatment, as judged: inpatient care is an example only",
        {"need_of_active_treatment": NOT_MET, "may_be_served": NOT_MET},
        service__need_of_active_treatment={
            "attested": {"by": "case_management_team", "on": "2026-11-20"}
        },
    ),
    serve(
        "MT-19",
        "not in inpatient care, and nobody judged the need: not known",
        {"need_of_active_treatment": UNKNOWN, "may_be_served": UNKNOWN},
        service__need_of_active_treatment=LEFT_OUT,
    ),
    serve(
        "MT-19 MT-20",
        "crisis management with a member in inpatient care: named among the activities, yet barred",
        {"acts_of_a_peer": MET, "need_of_active_treatment": NOT_MET, "may_be_served": NOT_MET},
        service__act="crisis_management",
        participant__receives_inpatient_crisis_services=True,
    ),
    *(
        serve(
            "MT-19 MT-20",
            f"help to reach crisis services is a duty toward members in crisis ({how})",
            {"acts_of_a_peer": MET, "may_be_served": MET},
            service__act="help_to_reach_crisis_services",
            participant__receives_inpatient_crisis_services=inpatient,
            service__need_of_active_treatment=need,
        )
        for how, inpatient, need in (
            ("in inpatient care", True, LEFT_OUT),
            ("judged to need treatment", False, {"attested": {"by": "x", "on": "2026-11-20"}}),
            ("nothing known of the need", LEFT_OUT, LEFT_OUT),
        )
    ),
    serve(
        "MT-19 MT-20",
        "in inpatient care, and the activity is not known: it may be the one that is allowed",
        {"need_of_active_treatment": UNKNOWN, "may_be_served": UNKNOWN},
        service__act=LEFT_OUT,
        participant__receives_inpatient_crisis_services=True,
    ),
    pay(
        "MT-21",
        "ten units are within ten units",
        {"weekly_units": MET, "payable_units": MET},
        participant__peer_support=asked(("2026-11-22", 6), ("2026-11-24", 4), through="2026-11-24"),
    ),
    pay("MT-21", "twelve units are not", {"weekly_units": NOT_MET, "payable_units": NOT_MET}),
    pay(
        "MT-21",
        "half a unit above ten is above ten",
        {"weekly_units": NOT_MET},
        participant__peer_support=asked(("2026-11-24", 10.5), through="2026-11-24"),
    ),
    pay(
        "MT-21",
        "approved by the officer before the services",
        {"weekly_units": MET, "payable_units": MET},
        participant__extra_units=listed(approval()),
    ),
    pay(
        "MT-21",
        "an approval for another week lifts nothing",
        {"weekly_units": NOT_MET},
        participant__extra_units=listed(approval(days=("2026-11-29", "2026-12-05"))),
    ),
    pay(
        "MT-21",
        "the text names the officer: approval by somebody else is none",
        {"weekly_units": NOT_MET},
        participant__extra_units=listed(approval(by="agency")),
    ),
    pay(
        "MT-21",
        "the list of approvals may lack one",
        {"weekly_units": UNKNOWN, "payable_units": UNKNOWN},
        participant__extra_units=[],
    ),
    pay(
        "MT-21",
        "units provided earlier in the week count too",
        {"weekly_units": NOT_MET},
        participant__peer_support=asked(
            ("2026-11-24", 4), before=[("2026-11-22", 8)], through="2026-11-24"
        ),
    ),
    pay(
        "MT-21",
        "units of the week before do not",
        {"weekly_units": MET},
        participant__peer_support=asked(
            ("2026-11-24", 4), before=[("2026-11-21", 10)], through="2026-11-24"
        ),
    ),
    pay(
        "MT-26",
        "nobody is legally responsible, so the sentence is about somebody else",
        {"payment_to_legally_responsible_individual": NOT_APPLICABLE},
    ),
    pay(
        "MT-26",
        "a parent as peer: may be paid if program criteria are met, and the text has none of them",
        {"payment_to_legally_responsible_individual": UNKNOWN, "payable_units": NOT_MET},
        peer__legally_responsible_for=listed({"to": "participant"}),
    ),
    pay(
        "MT-26",
        "whether the peer is legally responsible is not known",
        {"payment_to_legally_responsible_individual": UNKNOWN},
        peer__legally_responsible_for=LEFT_OUT,
    ),
    pay(
        "MT-26",
        "responsible for somebody else is not responsible for this member",
        {"payment_to_legally_responsible_individual": NOT_APPLICABLE},
        peer__legally_responsible_for=listed({"to": "a child of another family"}),
    ),
    provide(
        "MT-22",
        "29 hours are not 30",
        {"initial_training": NOT_MET, "may_provide": NOT_MET},
        peer_support_training=training(("2025-04-01", 29, "recovery_basics")),
    ),
    provide(
        "MT-22",
        "30 hours in two parts are 30 hours",
        {"initial_training": MET},
        peer_support_training=training(
            ("2025-04-01", 12.5, "recovery_basics"), ("2025-04-08", 17.5, "recovery_basics")
        ),
    ),
    provide(
        "MT-22",
        "29 hours on a list that may lack some",
        {"initial_training": UNKNOWN, "may_provide": UNKNOWN},
        peer_support_training=training(("2025-04-01", 29, "recovery_basics"))["entries"],
    ),
    provide(
        "MT-22",
        "hours after the day of the service do not count for it",
        {"initial_training": NOT_MET},
        peer_support_training=training(
            ("2025-04-01", 29, "recovery_basics"), ("2026-11-24", 1, "recovery_basics")
        ),
    ),
    provide(
        "MT-23",
        "30 hours, but of a curriculum that the department did not approve",
        {"initial_training": NOT_MET, "may_provide": NOT_MET},
        peer_support_training=training(("2025-04-01", 30, "other")),
    ),
    provide(
        "MT-22 MT-23",
        "hours of an unapproved curriculum do not fill up those of an approved one",
        {"initial_training": NOT_MET},
        peer_support_training=training(
            ("2025-04-01", 29, "recovery_basics"), ("2025-04-02", 20, "other")
        ),
    ),
    provide(
        "MT-23",
        "which curricula are approved is not known",
        {"initial_training": UNKNOWN, "may_provide": UNKNOWN},
        registries__approved_curricula=LEFT_OUT,
    ),
    provide(
        "MT-24",
        "ten hours in the one year that is over",
        {"continuing_education": MET},
    ),
    provide(
        "MT-24",
        "nine hours in the one year that is over",
        {"continuing_education": NOT_MET, "may_provide": NOT_MET},
        continuing_education=listed({"completed_on": "2025-11-05", "hours": 9}),
    ),
    provide(
        "MT-24",
        "hours of the year before and of the year after are not hours of that year",
        {"continuing_education": NOT_MET},
        continuing_education=listed(
            {"completed_on": "2025-04-14", "hours": 10}, {"completed_on": "2026-04-15", "hours": 10}
        ),
    ),
    provide(
        "MT-24",
        "the first and the last day belong to the year",
        {"continuing_education": MET},
        continuing_education=listed(
            {"completed_on": "2025-04-15", "hours": 5}, {"completed_on": "2026-04-14", "hours": 5}
        ),
    ),
    provide(
        "MT-24",
        "no year is over yet",
        {"continuing_education": NOT_APPLICABLE, "may_provide": MET},
        peer_certificate=listed({"issued_on": "2026-01-15", "expires_on": "2028-01-14"}),
        continuing_education=listed(),
    ),
]

NO_CASE = {
    "MT-02": "says what the service is for",
    "MT-05": "says what the activities promote",
    "MT-14": "what a meeting reviews is open: whether for each peer or for each member",
    "MT-15": "documentation of progress is open: no period is said",
    "MT-18": "who bears the cost of supervision says nothing about who may work or be served",
    "MT-25": "eleven competencies are open: what shows them is not said",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_by_the_text(policy, case):
    assert outcomes(policy, case) == case.expected


def test_every_clause_has_a_case_or_a_reason():
    assert rows.covered(CASES) | NO_CASE.keys() == rows.ids(POLICY)
    assert not rows.covered(CASES) & NO_CASE.keys()


def test_no_number_is_invented(policy):
    # 30 hours, 10 hours, 10 units, and one where the text says a, an or monthly
    assert numbers(policy) == {30, 10, 1}


# ---------------------------------------------------------------- twelve units asked in a week


def test_twelve_units_and_no_approval_are_ten_payable_and_two_in_excess(policy):
    d = policy.decide(UNITS, as_of=TUESDAY, question="payable_units")
    (limit,) = d.limits
    assert d.answer == Interval.exactly(10)
    assert d.answer_unit == "units"
    assert d.outcome is pp.Outcome.NOT_MET
    assert (limit.id, limit.cap, limit.period, limit.unit) == ("weekly_units", 10, "week", "units")
    assert limit.requested == Interval.exactly(12)
    assert limit.allowed == Interval.exactly(10)
    assert limit.excess == Interval.exactly(2)
    assert limit.used == Interval.exactly(0)
    assert places(d.finding("weekly_units")) == {"definition 13"}


def test_the_approval_that_would_unlock_the_rest_is_named(policy):
    d = policy.decide(UNITS, as_of=TUESDAY, question="payable_units")
    unlocking = d.limits[0].unlocked_by
    assert unlocking.approval == "extra_units"
    assert unlocking.giver == "community_program_officer"
    assert unlocking.beforehand is True
    assert unlocking.days == (TUESDAY,)
    # the text gives the approval no amount: it lifts the limit, not to a number
    assert unlocking.up_to_granted is False


def test_the_week_and_the_time_of_approval_are_marked_as_assumed(policy):
    d = policy.decide(UNITS, as_of=TUESDAY, question="payable_units")
    assert d.provisional
    assert {c.name: c.basis for c in d.conventions}["week starts"] == "assumed"
    assert [a.word for a in d.finding("weekly_units").assumptions] == ["beforehand"]


def test_on_an_open_list_of_approvals_ten_are_certain_and_twelve_possible(policy):
    facts = changed(UNITS, participant__extra_units=LEFT_OUT)
    d = policy.decide(facts, as_of=TUESDAY, question="payable_units")
    (limit,) = d.limits
    assert d.outcome is pp.Outcome.UNKNOWN
    assert d.answer == Interval(10, 12)
    assert limit.allowed == Interval(10, 12)
    assert limit.excess == Interval(0, 2)
    assert causes(d.finding("weekly_units")) <= {Cause.LIST_OPEN, Cause.MISSING}
    assert "extra_units" in {need.name for need in d.needs()}


def test_an_approval_beforehand_makes_all_twelve_payable(policy):
    facts = changed(UNITS, participant__extra_units=listed(approval()))
    d = policy.decide(facts, as_of=TUESDAY, question="payable_units")
    assert (d.answer, d.limits[0].unlocked_by) == (Interval.exactly(12), None)


def test_an_approval_after_the_services_is_no_approval_beforehand(policy):
    facts = changed(
        UNITS,
        participant__peer_support=asked(("2026-11-22", 6), ("2026-11-24", 6), through="2026-11-25"),
        participant__extra_units=listed(approval(given_on="2026-11-25")),
    )
    d = policy.decide(facts, as_of=date(2026, 11, 25), question="payable_units")
    assert d.answer == Interval.exactly(10)
    assert d.limits[0].unlocked_by.beforehand is True


def test_an_approval_that_covers_one_day_lifts_that_day_only(policy):
    facts = changed(
        UNITS,
        participant__peer_support=asked(
            ("2026-11-22", 12), ("2026-11-24", 6), through="2026-11-24"
        ),
        participant__extra_units=listed(approval(days=("2026-11-24", "2026-11-24"))),
    )
    d = policy.decide(facts, as_of=TUESDAY, question="payable_units")
    allowed = {line.day: line.allowed for line in d.limits[0].lines}
    assert allowed[TUESDAY] == Interval.exactly(6)
    assert d.limits[0].unlocked_by.days == (date(2026, 11, 22),)


def test_eight_units_before_leave_two(policy):
    facts = changed(
        UNITS,
        participant__peer_support=asked(
            ("2026-11-24", 4), before=[("2026-11-22", 8)], through="2026-11-24"
        ),
    )
    d = policy.decide(facts, as_of=TUESDAY, question="payable_units")
    assert d.answer == Interval.exactly(2)
    assert d.limits[0].used == Interval.exactly(8)


def test_an_unknown_history_makes_nothing_certain(policy):
    facts = changed(
        UNITS, participant__peer_support={"requested": [{"served_on": "2026-11-24", "units": 4}]}
    )
    d = policy.decide(facts, as_of=TUESDAY, question="payable_units")
    assert d.answer == Interval(0, 4)
    assert "peer_support" in {need.name for need in d.needs()}


def test_a_legally_responsible_peer_waits_for_the_criteria(policy):
    facts = changed(UNITS, peer__legally_responsible_for=listed({"to": "participant"}))
    d = policy.decide(facts, as_of=TUESDAY, question="payable_units")
    criteria = d.finding("payment_to_legally_responsible_individual")
    assert d.answer == Interval(0, 10)
    assert causes(criteria) == {Cause.OPEN_TERM}
    assert [(r.who, r.what) for r in d.referrals] == [("department", "program_criteria")]
    assert places(criteria) == {"payment 1"}


@pytest.mark.parametrize(
    ("word", "outcome", "answer"), [(YES, MET, 10), (NO, NOT_MET, 0)], ids=["yes", "no"]
)
def test_the_department_can_settle_the_criteria(policy, word, outcome, answer):
    facts = changed(
        UNITS,
        peer__legally_responsible_for=listed({"to": "participant"}),
        service__program_criteria=word,
    )
    d = policy.decide(facts, as_of=TUESDAY, question="payable_units")
    settled = d.finding("payment_to_legally_responsible_individual")
    assert settled.outcome.value == outcome
    assert settled.provisional
    assert d.answer == Interval.exactly(answer)


# ---------------------------------------------------------------- what a finding says


def test_missing_hours_are_counted_and_cited(policy):
    facts = changed(
        PEER, peer__peer_support_training=training(("2025-04-01", 24.5, "recovery_basics"))
    )
    f = policy.decide(facts, as_of=DAY, question="may_provide").finding("initial_training")
    assert f.observed.value == Interval.exactly(exact("24.5"))
    assert (f.required.bound, f.required.unit) == (30, "hours")
    assert f.shortfall == Interval.exactly(exact("5.5"))
    assert places(f) == {"requirements 1", "requirements 2"}


def test_the_two_sentences_on_agencies_are_both_tried_and_the_department_is_named(policy):
    facts = changed(
        PEER,
        peer__employment="self_employed",
        peer__works_under_approved_agency=False,
        peer__has_clinical_supervision=True,
    )
    d = policy.decide(facts, as_of=DAY, question="may_provide")
    assert [f.id for f in d.blocking] == ["agency_direction"]
    assert causes(d.finding("agency_direction")) == {Cause.READINGS_DIFFER}
    assert [(r.who, r.what) for r in d.referrals] == [("department", "who_needs_agency_direction")]


def test_of_two_halves_of_a_supervisor_the_nearest_is_shown(policy):
    facts = changed(
        PEER,
        peer__supervisor=listed(licensed("mara"), unlicensed("nils")),
        peer__supervision=meetings(("2026-09-02", "nils"), ("2026-10-30", "nils")),
    )
    f = policy.decide(facts, as_of=DAY, question="may_provide").finding("supervision")
    assert f.parts.nearest in ("mara", "nils")
    assert f.parts.others == 1
    assert places(f) == {"definition 7a", "definition 7b"}


def test_well_grounded_is_referred_to_the_agency_as_an_assumption(policy):
    facts = changed(PEER, peer__well_grounded=LEFT_OUT)
    d = policy.decide(facts, as_of=DAY, question="may_provide")
    assert [(r.who, r.finding) for r in d.referrals] == [("agency", "well_grounded")]
    assert causes(d.finding("well_grounded")) == {Cause.NEEDS_JUDGEMENT}
    assert [a.word for a in d.finding("well_grounded").assumptions] == ["agency"]


def test_a_word_that_has_run_out_settles_nothing(policy):
    word = {"attested": {"by": "agency", "on": "2025-08-03", "through": "2026-11-22"}}
    facts = changed(PEER, peer__well_grounded=word)
    assert policy.decide(facts, as_of=DAY, question="may_provide").outcome is pp.Outcome.UNKNOWN


def test_the_running_month_is_progress_and_not_a_breach(policy):
    f = policy.decide(PEER, as_of=DAY, question="may_provide").finding("team_meetings")
    assert f.outcome is pp.FindingOutcome.MET
    assert f.progress.span.first == date(2026, 11, 1)


def test_a_claim_does_not_show_training(policy):
    facts = changed(PEER, evidence="claimed")
    d = policy.decide(facts, as_of=DAY, question="may_provide")
    assert d.decided_on is Grade.SHOWN
    assert d.finding("initial_training").outcome is pp.FindingOutcome.UNKNOWN
    assert Cause.NOT_SHOWN in causes(d.finding("initial_training"))
    assert d.finding("lived_experience").outcome is pp.FindingOutcome.MET


# ---------------------------------------------------------------- decided where the text is silent


def test_a_curriculum_approved_after_the_course_is_not_refused_unmarked(policy):
    # must be approved, says the text, and not on which day: completion, or the day of the service
    facts = registry(
        "approved_curricula", listed({"item": "recovery_basics", "from": "2025-06-01"})
    )
    f = policy.decide(facts, as_of=DAY, question="may_provide").finding("initial_training")
    assert f.outcome is pp.FindingOutcome.UNKNOWN or f.assumptions


def test_a_change_of_licensed_supervisor_is_not_refused_unmarked(policy):
    # supervised by a licensed professional and met monthly, in each month by another of the two
    facts = changed(
        PEER,
        peer__supervisor=listed(licensed("mara"), licensed("olga")),
        peer__supervision=meetings(("2026-09-02", "mara"), ("2026-10-30", "olga")),
    )
    f = policy.decide(facts, as_of=DAY, question="may_provide").finding("supervision")
    words = {assumption.word for assumption in f.assumptions}
    assert f.outcome is not pp.FindingOutcome.NOT_MET or "supervisor" in words
