"""Connecticut DDS, Peer 2 Peer: cases worked by hand from the source text.

Each case names the clauses of the page that it tests (DDS-01 to DDS-60, in the order of the page;
the ledger of the policy names the place of each) and says why its outcome follows from the page.
What the page leaves open must come out unknown, with the name of whoever can settle it.
"""

from __future__ import annotations

from datetime import date

import pytest

import peerpolicy as pp
from peerpolicy.outcome import Cause
from peerpolicy.quantity import Interval
from tests.policies import rows
from tests.policies.cases import asking, causes, changed, listed, numbers, outcomes, places
from tests.policies.words import DAY, LEFT_OUT, MET, NO, NOT_APPLICABLE, NOT_MET, UNKNOWN, YES

POLICY = "us/ct/dds_peer_to_peer"


def paper(**parts):
    return listed({"received_on": "2026-10-05", **parts})


def spent(*spans):
    """Complete personal experience: spans of area, first day and last day."""
    return listed(
        *({"area": area, "started_on": first, "ended_on": last} for area, first, last in spans)
    )


# An applicant of whom the page can ask nothing more.
PEER = {
    "evidence": "verified",
    "peer": {
        "birth_date": "1988-03-09",
        "has_high_school_diploma": False,
        "has_ged": True,
        "life_experience_to_share": True,
        "receives_waiver_support": True,
        "has_email": True,
        "personal_experience": spent(("job", "2021-01-01", "2024-12-31")),
        "healthy_relationship_training": listed({"completed_on": "2026-04-01"}),
        "emergency_readiness": YES,
        "resume": paper(experiences=True, help_to_others=True),
        "proof_of_age": paper(),
        "ged_paper": paper(),
        "qualified_vendor_form": paper(),
        "practitioner_application": paper(),
        "practitioner_certification": paper(),
    },
}

PARTICIPANT = {
    "evidence": "verified",
    "participant": {"receives_department_services": True, "has_available_funding": True},
}

# A service to which the page has nothing to object.
SERVICE = {
    "evidence": "verified",
    "service": {
        "act": "independence_at_home",
        "short_term": YES,
        "based_on_life_goal": True,
        "peer_is_paid": True,
        "paid_by_the_one_who_hires": True,
        "confidentiality_kept": True,
        "meets_need_in_individual_plan": True,
        "asked_to_join_support_team": False,
        "supervised_by_participant": True,
        "supervised_by_conservator": False,
        "supervised_by_department": False,
        "records_in_order": YES,
        "respectful_service": YES,
        "effective_practices": YES,
        "reliable_peer": YES,
        "support_record": listed({"recorded_on": "2026-11-23"}),
        "time_sheet": listed({"recorded_on": "2026-11-23"}),
    },
    "peer": {"hired_by": listed({"to": "participant"})},
}


hire = asking("hire", PEER, "peer")
receive = asking("may_receive", PARTICIPANT, "participant")
serve = asking("service_in_order", SERVICE, "service")

IN_ORDER = {"service_in_order": MET}
NOT_IN_ORDER = {"service_in_order": NOT_MET}
OPEN_SERVICE = {"service_in_order": UNKNOWN}
HIRED, NOT_HIRED, OPEN_HIRE = {"hire": MET}, {"hire": NOT_MET}, {"hire": UNKNOWN}

PAPERS = {
    "resume_paper": ("DDS-09 DDS-37 DDS-44", "resume"),
    "age_paper": ("DDS-45", "proof_of_age"),
    "education_paper": ("DDS-46", "ged_paper"),
    "vendor_form": ("DDS-41", "qualified_vendor_form"),
    "application": ("DDS-42", "practitioner_application"),
    "certification": ("DDS-43", "practitioner_certification"),
}

JUDGED = {
    "records_in_order": ("DDS-34", "accurate, complete and timely"),
    "respectful_service": ("DDS-35", "respectful and culturally competent"),
    "effective_practices": ("DDS-36", "effective"),
    "reliable_peer": ("DDS-51", "reliable"),
}

CASES = [
    # ---- the applicant
    hire("DDS-06 DDS-23 DDS-24 DDS-31 DDS-38", "nothing is missing", HIRED),
    hire(
        "DDS-07",
        "a peer has life experiences to share, and this one says there are none",
        {"life_experience": NOT_MET, **NOT_HIRED},
        life_experience_to_share=False,
    ),
    hire(
        "DDS-07",
        "only the person can say so: the person's own word is enough",
        {"life_experience": MET, **HIRED},
        life_experience_to_share={"value": True, "evidence": "claimed"},
    ),
    hire(
        "DDS-08",
        "a peer presently receives supports through a waivered service",
        {"waiver_support": NOT_MET, **NOT_HIRED},
        receives_waiver_support=False,
    ),
    hire(
        "DDS-08",
        "not said",
        {"waiver_support": UNKNOWN, **OPEN_HIRE},
        receives_waiver_support=LEFT_OUT,
    ),
    hire("DDS-23", "21 on the day", {"min_age": MET, **HIRED}, birth_date="2005-11-23"),
    hire(
        "DDS-23",
        "21 tomorrow is 20 today",
        {"min_age": NOT_MET, **NOT_HIRED},
        birth_date="2005-11-24",
    ),
    hire("DDS-23", "no date of birth", {"min_age": UNKNOWN, **OPEN_HIRE}, birth_date=LEFT_OUT),
    hire(
        "DDS-23 DDS-45",
        "an age that is claimed and already too low is too low",
        {"min_age": NOT_MET, **NOT_HIRED},
        birth_date={"value": "2007-01-01", "evidence": "claimed"},
        proof_of_age=listed(),
    ),
    hire(
        "DDS-24",
        "a high school diploma is one of the two",
        {"education": MET},
        has_high_school_diploma=True,
        has_ged=False,
    ),
    hire("DDS-24", "a GED is the other", {"education": MET}),
    hire(
        "DDS-24",
        "neither of the two",
        {"education": NOT_MET, **NOT_HIRED},
        has_ged=False,
    ),
    hire(
        "DDS-24",
        "a bachelor's degree and neither of the two: the page names two papers and no other",
        {"education": NOT_MET, **NOT_HIRED},
        has_ged=False,
        has_bachelors_degree=True,
    ),
    hire(
        "DDS-24",
        "a bachelor's degree alone says nothing about a diploma or a GED",
        {"education": UNKNOWN, **OPEN_HIRE},
        has_high_school_diploma=LEFT_OUT,
        has_ged=LEFT_OUT,
        has_bachelors_degree=True,
    ),
    hire(
        "DDS-25 DDS-39 DDS-40",
        "four years with a job: an area of both lists, and more than two years",
        {"experience": MET},
    ),
    hire(
        "DDS-25 DDS-39",
        "exactly two years, ending the day before",
        {"experience": MET},
        personal_experience=spent(("job", "2024-11-23", "2026-11-22")),
    ),
    hire(
        "DDS-25 DDS-39",
        "two years less a day",
        {"experience": NOT_MET, **NOT_HIRED},
        personal_experience=spent(("job", "2024-11-24", "2026-11-22")),
    ),
    hire(
        "DDS-25 DDS-39",
        "one year, and there is no more: too little however the page is read",
        {"experience": NOT_MET, **NOT_HIRED},
        personal_experience=spent(("career", "2023-01-01", "2023-12-31")),
    ),
    hire(
        "DDS-25 DDS-39",
        "one year on a list that may lack some",
        {"experience": UNKNOWN, **OPEN_HIRE},
        personal_experience=spent(("career", "2023-01-01", "2023-12-31"))["entries"],
    ),
    hire(
        "DDS-25 DDS-39",
        "a year and a half in each of two areas: enough together, not enough in one",
        {"experience": UNKNOWN, **OPEN_HIRE},
        personal_experience=spent(
            ("home", "2020-01-01", "2021-06-30"), ("job", "2022-01-01", "2023-06-30")
        ),
    ),
    hire(
        "DDS-25 DDS-40",
        "privately hired staff is in the list of six only",
        {"experience": UNKNOWN, **OPEN_HIRE},
        personal_experience=spent(("direct_support_staff", "2020-01-01", "2023-12-31")),
    ),
    hire(
        "DDS-25 DDS-40",
        "directing one's own supports is in the list of five only",
        {"experience": UNKNOWN, **OPEN_HIRE},
        personal_experience=spent(("self_direction", "2020-01-01", "2023-12-31")),
    ),
    hire(
        "DDS-25 DDS-40",
        "community access and community supports are two of the six and one of the five",
        {"experience": UNKNOWN, **OPEN_HIRE},
        personal_experience=spent(
            ("community_access", "2020-01-01", "2021-03-31"),
            ("community_supports", "2022-01-01", "2023-03-31"),
        ),
    ),
    hire(
        "DDS-25 DDS-39",
        "the same year in two areas is one year",
        {"experience": NOT_MET},
        personal_experience=spent(
            ("home", "2020-01-01", "2020-12-31"), ("job", "2020-01-01", "2020-12-31")
        ),
    ),
    hire(
        "DDS-25 DDS-40",
        "ten years in no area of either list",
        {"experience": NOT_MET, **NOT_HIRED},
        personal_experience=spent(("other", "2010-01-01", "2019-12-31")),
    ),
    hire(
        "DDS-31",
        "has participated in the training, and this person has not",
        {"relationship_training": NOT_MET, **NOT_HIRED},
        healthy_relationship_training=listed(),
    ),
    hire(
        "DDS-31",
        "no hours and no date limit are named: any participation is participation",
        {"relationship_training": MET, **HIRED},
        healthy_relationship_training=[{"completed_on": "1999-01-01"}],
    ),
    hire(
        "DDS-32",
        "the page names no course and no test: a person's call",
        {"emergency_readiness": UNKNOWN, **OPEN_HIRE},
        emergency_readiness=LEFT_OUT,
    ),
    hire(
        "DDS-32",
        "the call was no",
        {"emergency_readiness": NOT_MET, **NOT_HIRED},
        emergency_readiness=NO,
    ),
    hire(
        "DDS-38",
        "the steps tell to establish an email address of one's own",
        {"own_email": NOT_MET, **NOT_HIRED},
        has_email=False,
    ),
    *(
        hire(
            ids,
            f"no {record} has come: incomplete, and not for that ineligible",
            {clause: UNKNOWN, **OPEN_HIRE},
            **{record: listed()},
        )
        for clause, (ids, record) in PAPERS.items()
    ),
    *(
        hire(
            ids,
            f"nobody said whether a {record} has come",
            {clause: UNKNOWN, **OPEN_HIRE},
            **{record: LEFT_OUT},
        )
        for clause, (ids, record) in PAPERS.items()
    ),
    hire(
        "DDS-09",
        "a resume that does not say how the experiences help others is not complete",
        {"resume_paper": UNKNOWN, **OPEN_HIRE},
        resume=paper(experiences=True, help_to_others=False),
    ),
    hire(
        "DDS-46",
        "the diploma itself is as good as the paper on the GED",
        {"education_paper": MET, **HIRED},
        has_high_school_diploma=True,
        diploma_paper=paper(),
        ged_paper=listed(),
    ),
    *(
        hire(ids, why, {clause: NOT_MET, **HIRED}, **{fact: False})
        for ids, clause, fact, why in (
            ("DDS-57", "own_transport", "has_reliable_transport", "a tip is no gate"),
            ("DDS-58", "time_tracking", "can_track_work_time", "a tip is no gate"),
        )
    ),
    # ---- the participant
    receive("DDS-13 DDS-14", "served by the department, with funding", {"may_receive": MET}),
    receive(
        "DDS-13",
        "open to those who receive supports and services from the department",
        {"person_of_the_department": NOT_MET, "may_receive": NOT_MET},
        receives_department_services=False,
    ),
    receive(
        "DDS-14",
        "one must have available funding",
        {"funding": NOT_MET, "may_receive": NOT_MET},
        has_available_funding=False,
    ),
    receive(
        "DDS-14",
        "whether there is funding is not known",
        {"funding": UNKNOWN, "may_receive": UNKNOWN},
        has_available_funding=None,
    ),
    *(
        receive(
            ids,
            "advice to the participant never decides",
            {clause: NOT_MET, "may_receive": MET},
            **{fact: False},
        )
        for ids, clause, fact in (
            ("DDS-19", "resume_requested", "has_requested_resume"),
            ("DDS-20", "interview", "finds_experience_and_skills_suitable"),
            ("DDS-21", "comfort", "feels_comfortable_with_peer"),
        )
    ),
    # ---- the service
    serve(
        "DDS-04 DDS-16 DDS-59",
        "based on a goal, and said by the department to be short term",
        {"short_term_support": MET, **IN_ORDER},
    ),
    serve(
        "DDS-04 DDS-16 DDS-59",
        "short term has no number on the page, so nobody but the department can say",
        {"short_term_support": UNKNOWN, **OPEN_SERVICE},
        short_term=LEFT_OUT,
    ),
    serve(
        "DDS-04",
        "said not to be short term",
        {"short_term_support": NOT_MET, **NOT_IN_ORDER},
        short_term=NO,
    ),
    serve(
        "DDS-04",
        "not based on a life goal: refused whatever short term means",
        {"short_term_support": NOT_MET, **NOT_IN_ORDER},
        based_on_life_goal=False,
        short_term=LEFT_OUT,
    ),
    *(
        serve("DDS-05", f"{act} is one of the five topics", {"topics": MET, **IN_ORDER}, act=act)
        for act in (
            "independence_at_home",
            "self_directed_supports",
            "finding_and_keeping_a_job",
            "advancing_a_career",
            "building_community_supports",
        )
    ),
    *(
        serve("DDS-12", f"{act} is one of the seven", {"topics": MET, **IN_ORDER}, act=act)
        for act in (
            "moving_to_a_new_home",
            "leaving_a_group_home",
            "real_work_for_real_pay",
            "self_determined_life",
            "friends_and_community",
            "what_makes_one_happy",
            "circle_of_support",
        )
    ),
    serve(
        "DDS-05 DDS-12",
        "neither list is said to be the whole: what is on none is open",
        {"topics": UNKNOWN, **OPEN_SERVICE},
        act="crisis_management",
    ),
    serve(
        "DDS-06",
        "a peer is paid",
        {"paid_for_expertise": NOT_MET, **NOT_IN_ORDER},
        peer_is_paid=False,
    ),
    serve(
        "DDS-28 DDS-52",
        "MUST maintain confidentiality",
        {"confidentiality": NOT_MET, **NOT_IN_ORDER},
        confidentiality_kept=False,
    ),
    serve(
        "DDS-29",
        "meets the person's needs as shown in the plan",
        {"within_the_plan": NOT_MET, **NOT_IN_ORDER},
        meets_need_in_individual_plan=False,
    ),
    serve(
        "DDS-30",
        "asked, and does not take part",
        {"support_team": NOT_MET, **NOT_IN_ORDER},
        asked_to_join_support_team=True,
        takes_part_in_support_team=False,
    ),
    serve(
        "DDS-30",
        "not asked, so there is no duty to take part",
        {"support_team": NOT_APPLICABLE, **IN_ORDER},
        takes_part_in_support_team=False,
    ),
    serve(
        "DDS-30",
        "not known whether asked, and does not take part",
        {"support_team": UNKNOWN, **OPEN_SERVICE},
        asked_to_join_support_team=LEFT_OUT,
        takes_part_in_support_team=False,
    ),
    *(
        serve(
            "DDS-33",
            f"supervision is accepted from one of the three (number {which + 1})",
            {"accepted_supervision": MET},
            supervised_by_participant=which == 0,
            supervised_by_conservator=which == 1,
            supervised_by_department=which == 2,
        )
        for which in range(3)
    ),
    serve(
        "DDS-33",
        "supervision is accepted from none of them",
        {"accepted_supervision": NOT_MET, **NOT_IN_ORDER},
        supervised_by_participant=False,
    ),
    *(
        serve(
            ids,
            f"{word} has no test on the page: a person's call, and nobody made it",
            {clause: UNKNOWN, **OPEN_SERVICE},
            **{clause: LEFT_OUT},
        )
        for clause, (ids, word) in JUDGED.items()
    ),
    *(
        serve(ids, f"judged not to be {word}", {clause: NOT_MET, **NOT_IN_ORDER}, **{clause: NO})
        for clause, (ids, word) in JUDGED.items()
    ),
    serve(
        "DDS-49",
        "dress is a tip and never a gate",
        {"dress": NOT_MET, **IN_ORDER},
        dressed_for_the_job=False,
    ),
    serve(
        "DDS-50",
        "no time sheet: the papers are not complete",
        {"service_papers": UNKNOWN, **OPEN_SERVICE},
        time_sheet=listed(),
    ),
    serve(
        "DDS-50",
        "no record of support and contact",
        {"service_papers": UNKNOWN, **OPEN_SERVICE},
        support_record=listed(),
    ),
    serve(
        "DDS-53",
        "a peer works for the person who hires, and this person did not",
        {"works_for_the_one_who_hires": NOT_MET, **NOT_IN_ORDER},
        peer__hired_by=listed({"to": "somebody else"}),
    ),
    serve(
        "DDS-54",
        "paid by somebody else than the employer who hires",
        {"paid_by_employer": NOT_MET, **NOT_IN_ORDER},
        paid_by_the_one_who_hires=False,
    ),
    serve(
        "DDS-57",
        "driving the employer is not the peer's responsibility, and it is not forbidden either",
        {"transport_is_not_the_task": NOT_MET, "topics": UNKNOWN, **OPEN_SERVICE},
        act="transport_of_the_employer",
    ),
    hire("DDS-55", "the tip repeats the step: there is one email", {"own_email": MET}),
    hire("DDS-56", "the tip repeats the step: there is one resume", {"resume_paper": MET}),
]

NO_CASE = {
    "DDS-01": "says what a peer is, without a test",
    "DDS-02": "says what the participant gets from it",
    "DDS-03": "says that department funding can be used to hire",
    "DDS-10": "refers to the rest of the page",
    "DDS-11": "reasons to ask, no gate",
    "DDS-15": "names the waiver",
    "DDS-17": "where to look",
    "DDS-18": "how to contact",
    "DDS-22": "who can help",
    "DDS-26": "conduct at work toward the person who hires",
    "DDS-27": "reports on progress are open: to whom and how often is not said",
    "DDS-47": "what the department does with an application",
    "DDS-48": "says what kind of relationship it is",
    "DDS-60": "refers to texts that are not on the page",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_by_the_text(policy, case):
    assert outcomes(policy, case) == case.expected


def test_every_clause_has_a_case_or_a_reason():
    assert rows.covered(CASES) | NO_CASE.keys() == rows.ids(POLICY)
    assert not rows.covered(CASES) & NO_CASE.keys()


# ---------------------------------------------------------------- 20 years, a GED, no resume

APPLICANT = {
    "evidence": "shown",
    "peer": {
        "birth_date": "2006-05-17",
        "has_ged": True,
        "ged_paper": [{"received_on": "2026-11-03"}],
        "resume": listed(),
    },
}


@pytest.fixture(scope="module")
def decision(policy):
    return policy.decide(APPLICANT, as_of=DAY, question="hire")


def test_the_applicant_is_not_met_for_age_alone(decision):
    assert decision.outcome is pp.Outcome.NOT_MET
    refused = [f.id for f in decision.findings if f.outcome is pp.FindingOutcome.NOT_MET]
    assert refused == ["min_age"]


def test_one_year_is_missing_until_the_birthday(decision):
    age = decision.finding("min_age")
    assert age.observed.value == Interval.exactly(20)
    assert (age.required.bound, age.required.unit) == (21, "years")
    assert age.shortfall == Interval.exactly(1)
    assert age.changes_on == date(2027, 5, 17)
    assert places(age) == {"how do i qualify, 1"}


def test_the_ged_is_enough_and_shown(decision):
    assert decision.finding("education").outcome is pp.FindingOutcome.MET
    assert decision.finding("education_paper").outcome is pp.FindingOutcome.MET


def test_what_is_unknown_is_named_with_its_reason_and_its_place(decision):
    found = {
        f.id: (causes(f), places(f))
        for f in decision.findings
        if f.contributes and f.kind != "submit" and f.outcome is pp.FindingOutcome.UNKNOWN
    }
    assert found == {
        "life_experience": ({Cause.MISSING}, {"who is a peer, 2"}),
        "waiver_support": ({Cause.MISSING}, {"who is a peer, 3"}),
        "experience": (
            {Cause.LIST_OPEN},
            {"how do i qualify, 3", "steps, 3", "steps, areas 1 to 5"},
        ),
        "relationship_training": ({Cause.LIST_OPEN}, {"other qualifications, 6"}),
        "emergency_readiness": ({Cause.NEEDS_JUDGEMENT}, {"other qualifications, 7"}),
        "own_email": ({Cause.MISSING}, {"steps, 2"}),
    }


def test_what_to_send_is_listed_with_its_place(decision):
    to_send = {f.id: places(f) for f in decision.blocking if f.kind == "submit"}
    assert to_send == {
        "resume_paper": {"who is a peer, 4", "steps, areas 1 to 5", "submit, 3a"},
        "age_paper": {"submit, 3b"},
        "vendor_form": {"steps, 6"},
        "application": {"submit, 1"},
        "certification": {"submit, 2"},
    }
    papers = {need.name for need in decision.needs() if set(need.findings) <= to_send.keys()}
    assert papers == {
        "resume",
        "proof_of_age",
        "qualified_vendor_form",
        "practitioner_application",
        "practitioner_certification",
    }


def test_a_resume_that_is_not_there_is_incomplete_and_one_not_spoken_of_is_missing(decision):
    assert causes(decision.finding("resume_paper")) == {Cause.INCOMPLETE}
    assert causes(decision.finding("age_paper")) == {Cause.MISSING}


def test_the_judgement_has_an_owner(decision):
    assert [(r.who, r.finding) for r in decision.referrals] == [
        ("department", "emergency_readiness")
    ]


def test_on_the_birthday_age_no_longer_refuses(policy):
    d = policy.decide(APPLICANT, as_of=date(2027, 5, 17), question="hire")
    assert d.outcome is pp.Outcome.UNKNOWN
    assert d.finding("min_age").outcome is pp.FindingOutcome.MET


# ---------------------------------------------------------------- what the page leaves open


def test_where_the_readings_differ_the_department_is_named(policy):
    facts = changed(
        PEER,
        peer__personal_experience=spent(("direct_support_staff", "2020-01-01", "2023-12-31")),
    )
    d = policy.decide(facts, as_of=DAY, question="hire")
    assert "experience" in {f.id for f in d.blocking}
    assert causes(d.finding("experience")) == {Cause.READINGS_DIFFER}
    assert [(r.who, r.what) for r in d.referrals] == [("department", "experience_asked_for")]


def test_where_the_readings_agree_nobody_is_asked(policy):
    d = policy.decide(PEER, as_of=DAY, question="hire")
    assert d.outcome is pp.Outcome.MET
    assert d.referrals == ()


def test_short_term_is_given_no_number(policy):
    (term,) = [t for t in policy.open_terms if t.id == "short_term"]
    assert (term.owner, term.readings, term.settled_by) == ("department", (), None)
    # 21 years, 2 years, and one training: no other number is on the page
    assert numbers(policy) == {21, 2, 1}


def test_short_term_is_referred_and_its_answer_is_provisional(policy):
    d = policy.decide(
        changed(SERVICE, service__short_term=LEFT_OUT), as_of=DAY, question="service_in_order"
    )
    assert [(r.who, r.what, r.cause) for r in d.referrals] == [
        ("department", "short_term", Cause.OPEN_TERM)
    ]
    settled = policy.decide(SERVICE, as_of=DAY, question="service_in_order")
    assert settled.finding("short_term_support").provisional


def test_a_claim_shows_nothing_until_the_paper_is_there(policy):
    claimed = changed(
        PEER,
        evidence="claimed",
        peer__proof_of_age=LEFT_OUT,
        peer__ged_paper=LEFT_OUT,
    )
    age = policy.decide(claimed, as_of=DAY, question="hire").finding("min_age")
    assert age.outcome is pp.FindingOutcome.UNKNOWN
    assert causes(age) == {Cause.NOT_SHOWN, Cause.MISSING}
    assert {r.need.name for r in age.unknown_because} == {"birth_date", "proof_of_age"}
    shown = changed(claimed, peer__proof_of_age={**paper(), "evidence": "shown"})
    assert policy.decide(shown, as_of=DAY, question="hire").finding("min_age").outcome is (
        pp.FindingOutcome.MET
    )


def test_a_diploma_does_not_show_a_ged(policy):
    # the page asks for the paper on what one has: a GED that is only claimed stays a claim
    facts = changed(
        PEER,
        peer__has_ged={"value": True, "evidence": "claimed"},
        peer__has_high_school_diploma=False,
        peer__ged_paper=listed(),
        peer__diploma_paper=paper(),
    )
    education = policy.decide(facts, as_of=DAY, question="hire").finding("education")
    assert education.outcome is pp.FindingOutcome.UNKNOWN
