"""Ohio, certified peer supporters: cases worked by hand from the rule and the pages around it.

OH-01 to OH-25 are the rows. Two texts of one rule: the newer held on 2024-09-16 at the latest, the
earlier on 2018-03-16 at least. What only a quoting page says is second-hand and marked as assumed.
"""

from __future__ import annotations

from datetime import date

import pytest

import peerpolicy as pp
from peerpolicy.outcome import Cause
from tests.policies import rows
from tests.policies.cases import Case, asking, causes, changed, listed, numbers, outcomes, places
from tests.policies.words import DAY, LEFT_OUT, MET, NO, NOT_APPLICABLE, NOT_MET, UNKNOWN, YES

POLICY = "us/oh/certified_peer_supporter"
# a page says "should" of the time of renewal, and a guidance of the caseload
ADVICE = {"OH-22", "OH-23"}
MARKED = {
    "training",
    "whole_course",
    "experience",
    "secondary_education",
    "exam",
    "code_of_ethics",
    "records_check",
    "disqualifying_offense",
    "court_sanction",
    "supervisor_training",
    "code_of_ethics_again",
}


def checks(*days_and_levels):
    return listed(*({"checked_on": day, "level": level} for day, level in days_and_levels))


def course(hours, **said):
    row = {"completed_on": "2026-06-12", "hours": hours}
    return {**row, "is_approved": True, "is_attended_in_full": True, **said}


def job(first, last, title="peer_specialist"):
    return {"started_on": first, "ended_on": last, "title": title}


APPLICANT = {
    "evidence": "verified",
    "peer": {
        "applies_as": "adult",
        "submitted_on": "2026-11-02",
        "birth_date": "1990-05-01",
        "direct_lived_experience": True,
        "in_recovery_from_mental_health_disorder": True,
        "in_recovery_from_substance_use_disorder": False,
        "experience_with_behavioral_health_care": True,
        "experience_with_other_youth_systems": True,
        "caregiver": True,
        "navigation_for_the_person": listed(
            {"started_on": "2020-01-01", "ended_on": "2022-12-31"},
        ),
        "core_training": listed(course(40)),
        "peer_work": listed(),
        "academy_course": listed({"completed_on": "2026-05-04", "hours": 16}),
        "all_academy_courses": True,
        "has_high_school_diploma": True,
        "has_ged": False,
        "has_similar_education_from_abroad": False,
        "exam_score": 70,
        "ethics_statement": listed({"stated_on": "2026-11-02"}),
        "signed_code_of_ethics": listed(),
        "records_check_result": checks(("2026-10-05", "state"), ("2026-10-06", "federal")),
        "has_conviction": False,
        "under_court_sanction": False,
    },
}

TOPICS = {
    "ethics": 3,
    "boundaries": 3,
    "diversity": 2,
    "system_navigation": 1,
    "trauma": 2,
    "human_trafficking": 1,
    "behavioral_health": 1,
    "wellness": 1,
    "coaching": 2,
}


def hours(amount, *topics, on="2025-12-01", for_supervisors=False):
    row = {"completed_on": on, "hours": amount, "topics": list(topics)}
    return {**row, "is_for_supervisors": for_supervisors}


def thirty(**other):
    """Thirty hours that are just enough for each topic, some of them changed."""
    return [hours(amount, topic) for topic, amount in {**TOPICS, "free_topic": 14, **other}.items()]


RENEWING = {
    "evidence": "verified",
    "peer": {
        # its last day is 2026-12-23
        "ohio_certificate": listed({"issued_on": "2024-12-24"}),
        "renewal_course": listed(*thirty()),
        "supervises_peers": False,
        "ethics_statement_at_renewal": listed({"stated_on": "2026-11-20"}),
    },
}


def supervisor(name, *jobs, online=16, supervising=4, licensed=False):
    return {
        "id": name,
        "peer_work": listed(*jobs),
        "academy_course": listed({"completed_on": "2023-01-09", "hours": online}),
        "supervising_course": listed({"completed_on": "2023-02-06", "hours": supervising}),
        "has_listed_license": licensed,
    }


WORKING = {
    "evidence": "verified",
    "peer": {
        "ohio_certificate": listed({"issued_on": "2025-06-02"}),
        "supervisor": listed(supervisor("rosa", job("2019-01-01", "2021-12-31"))),
        "caseload": 12,
    },
}


apply = asking("certification", APPLICANT, "peer")
renew = asking("renewal", RENEWING, "peer")
work = asking("work_in_order", WORKING, "peer")


def act(activity, outcome, why):
    facts = {"evidence": "verified", "service": {"activity": activity}}
    asked = "service_within_scope"
    return Case(ids="OH-24", question=asked, facts=facts, expected={asked: outcome}, why=why)


CASES = [
    apply("OH-01 OH-04", "an adult with everything", {"certification": MET, "adult_age": MET}),
    apply(
        "OH-01",
        "18 tomorrow",
        {"adult_age": NOT_MET, "certification": NOT_MET},
        birth_date="2008-11-24",
    ),
    apply("OH-01", "18 today", {"adult_age": MET}, birth_date="2008-11-23"),
    apply(
        "OH-01 OH-02 OH-03",
        "which certificate is not known: no age is asked for, none is waived",
        {"adult_age": MET, "family_age": UNKNOWN, "certification": UNKNOWN},
        applies_as=LEFT_OUT,
        birth_date="2007-01-01",
    ),
    apply(
        "OH-02",
        "a youth of 17",
        {"youth_age": NOT_MET, "adult_age": NOT_APPLICABLE},
        applies_as="youth",
        birth_date="2009-01-01",
    ),
    apply(
        "OH-02",
        "30 years and 364 days: the two readings differ",
        {"youth_upper_age": UNKNOWN, "certification": UNKNOWN},
        applies_as="youth",
        birth_date="1995-11-24",
    ),
    apply(
        "OH-02",
        "31 today: too old in each reading",
        {"youth_upper_age": NOT_MET},
        applies_as="youth",
        birth_date="1995-11-23",
    ),
    apply(
        "OH-02",
        "30 tomorrow",
        {"youth_upper_age": MET, "certification": MET},
        applies_as="youth",
        birth_date="1996-11-24",
    ),
    apply(
        "OH-03",
        "21 tomorrow",
        {"family_age": NOT_MET},
        applies_as="family",
        birth_date="2005-11-24",
    ),
    apply("OH-03", "21 today", {"family_age": MET}, applies_as="family", birth_date="2005-11-23"),
    apply(
        "OH-04",
        "in recovery from neither",
        {"adult_lived_experience": NOT_MET},
        in_recovery_from_mental_health_disorder=False,
    ),
    apply(
        "OH-04",
        "the experience of a relative alone",
        {"adult_lived_experience": NOT_MET, "certification": NOT_MET},
        direct_lived_experience=False,
        experience_as_a_relative=True,
    ),
    apply(
        "OH-05",
        "one of two systems",
        {"youth_lived_experience": NOT_MET},
        applies_as="youth",
        birth_date="2000-01-01",
        experience_with_behavioral_health_care=False,
    ),
    apply(
        "OH-06",
        "eleven months for the person",
        {"family_lived_experience": NOT_MET},
        applies_as="family",
        navigation_for_the_person=listed({"started_on": "2024-01-01", "ended_on": "2024-11-30"}),
    ),
    apply(
        "OH-06",
        "eleven months on a list that may lack some",
        {"family_lived_experience": UNKNOWN},
        applies_as="family",
        navigation_for_the_person=[{"started_on": "2024-01-01", "ended_on": "2024-11-30"}],
    ),
    apply(
        "OH-07",
        "39 hours and no work at all",
        {"training": NOT_MET, "experience": NOT_MET, "certification": NOT_MET},
        core_training=listed(course(39)),
    ),
    apply(
        "OH-07",
        "40 hours of a training that nobody approved",
        {"training": NOT_MET, "certification": NOT_MET},
        core_training=listed(course(40, is_approved=False)),
    ),
    apply(
        "OH-07",
        "three years of the calendar; whether they are equivalent is for the department",
        {"training": NOT_MET, "experience": UNKNOWN, "certification": UNKNOWN},
        core_training=listed(),
        peer_work=listed(job("2023-11-23", "2026-11-22")),
    ),
    apply(
        "OH-07",
        "the same, and equivalent",
        {"training": NOT_MET, "experience": MET, "certification": MET},
        core_training=listed(),
        peer_work=listed(job("2023-11-23", "2026-11-22")),
        full_time_equivalent=YES,
    ),
    apply(
        "OH-07",
        "two years, and not equivalent to three: short in each reading",
        {"experience": NOT_MET, "certification": NOT_MET},
        core_training=listed(),
        peer_work=listed(job("2024-11-23", "2026-11-22")),
        full_time_equivalent=NO,
    ),
    apply(
        "OH-08",
        "ten years under a title that is none of the four",
        {"experience": NOT_MET, "certification": NOT_MET},
        core_training=listed(),
        peer_work=listed(job("2016-01-01", "2025-12-31", "other")),
        full_time_equivalent=YES,
    ),
    apply(
        "OH-09",
        "none of the three",
        {"secondary_education": NOT_MET},
        has_high_school_diploma=False,
        has_bachelors_degree=True,
    ),
    apply(
        "OH-09",
        "a school abroad",
        {"secondary_education": MET},
        has_high_school_diploma=False,
        has_similar_education_from_abroad=True,
    ),
    apply("OH-10", "69.9 percent", {"exam": NOT_MET}, exam_score="69.9"),
    apply("OH-10", "no score known", {"exam": UNKNOWN}, exam_score=LEFT_OUT),
    apply(
        "OH-11",
        "fifteen hours online",
        {"online_academy": NOT_MET},
        academy_course=listed({"completed_on": "2026-05-04", "hours": 15}),
    ),
    apply(
        "OH-11", "one of eleven is missing", {"online_academy": NOT_MET}, all_academy_courses=False
    ),
    apply(
        "OH-12",
        "no statement: incomplete, not refused",
        {"code_of_ethics": UNKNOWN, "certification": UNKNOWN},
        ethics_statement=listed(),
    ),
    apply(
        "OH-12",
        "applied in 2017: the signed code is the paper",
        {"code_of_ethics": MET},
        on=date(2024, 9, 16),
        submitted_on="2017-06-30",
        ethics_statement=listed(),
        signed_code_of_ethics=listed({"received_on": "2017-06-30"}),
    ),
    renew(
        "OH-12",
        "the statement of this renewal is missing",
        {"code_of_ethics_again": UNKNOWN, "renewal": UNKNOWN},
        ethics_statement_at_renewal=listed(),
    ),
    apply(
        "OH-13",
        "no federal check",
        {"records_check": NOT_MET},
        records_check_result=checks(("2026-10-05", "state")),
    ),
    apply(
        "OH-13",
        "both a year old to the day",
        {"records_check": MET},
        records_check_result=checks(("2025-11-02", "state"), ("2025-11-02", "federal")),
    ),
    apply(
        "OH-13",
        "one is a day older",
        {"records_check": NOT_MET},
        records_check_result=checks(("2025-11-01", "state"), ("2025-11-02", "federal")),
    ),
    apply(
        "OH-13",
        "checked after the submission",
        {"records_check": NOT_MET},
        records_check_result=checks(("2026-11-03", "state"), ("2026-10-05", "federal")),
    ),
    apply(
        "OH-14",
        "applied on the last day on which the earlier text is known to hold: a state check",
        {"records_check": MET},
        on=date(2024, 9, 16),
        submitted_on="2018-03-16",
        records_check_result=checks(("2018-02-14", "state")),
    ),
    apply(
        "OH-14",
        "31 days before, on that day",
        {"records_check": NOT_MET},
        on=date(2024, 9, 16),
        submitted_on="2018-03-16",
        records_check_result=checks(("2018-02-13", "state")),
    ),
    apply(
        "OH-13 OH-14",
        "a day later either text may hold",
        {"records_check": UNKNOWN},
        on=date(2024, 9, 16),
        submitted_on="2018-03-17",
        records_check_result=checks(("2018-03-01", "state")),
    ),
    apply(
        "OH-13 OH-14",
        "no check at all fails each text",
        {"records_check": NOT_MET},
        on=date(2024, 9, 16),
        submitted_on="2021-03-17",
        records_check_result=checks(),
    ),
    apply(
        "OH-13 OH-14",
        "on 2024-09-16 only the newer text holds",
        {"records_check": NOT_MET},
        on=date(2024, 9, 16),
        submitted_on="2024-09-16",
        records_check_result=checks(("2024-09-01", "state")),
    ),
    apply(
        "OH-15",
        "an offense on a list that was not read",
        {"disqualifying_offense": UNKNOWN},
        has_conviction=True,
    ),
    apply(
        "OH-15",
        "disqualifying, in the word of the department",
        {"disqualifying_offense": NOT_MET, "certification": NOT_MET},
        has_conviction=True,
        disqualifying=YES,
    ),
    apply("OH-15", "on parole", {"court_sanction": NOT_MET}, under_court_sanction=True),
    work(
        "OH-16",
        "the last day of two years",
        {"certified": MET},
        ohio_certificate=listed({"issued_on": "2024-11-24"}),
    ),
    work(
        "OH-16",
        "the day after",
        {"certified": NOT_MET, "work_in_order": NOT_MET},
        ohio_certificate=listed({"issued_on": "2024-11-23"}),
    ),
    renew("OH-17 OH-18", "thirty hours, each topic just served", {"renewal": MET}),
    renew(
        "OH-17",
        "29 hours",
        {"continuing_hours": NOT_MET, "renewal": NOT_MET},
        renewal_course=listed(*thirty(free_topic=13)),
    ),
    renew(
        "OH-17",
        "29 hours on a list that may lack some",
        {"continuing_hours": UNKNOWN},
        renewal_course=thirty(free_topic=13),
    ),
    *(
        renew(
            "OH-18",
            f"one hour of {topic} short, and thirty in total",
            {"continuing_hours": NOT_MET},
            renewal_course=listed(*thirty(**{topic: least - 1, "free_topic": 15})),
        )
        for topic, least in TOPICS.items()
    ),
    renew(
        "OH-18",
        "three hours on two topics at once: the readings differ",
        {"continuing_hours": UNKNOWN, "renewal": UNKNOWN},
        renewal_course=listed(
            *thirty(ethics=0, boundaries=0, free_topic=17), hours(3, "ethics", "boundaries")
        ),
    ),
    renew(
        "OH-18",
        "six hours on two topics at once: enough in each reading",
        {"continuing_hours": MET},
        renewal_course=listed(*thirty(ethics=0, boundaries=0), hours(6, "ethics", "boundaries")),
    ),
    renew(
        "OH-17",
        "hours from before the two years do not count",
        {"continuing_hours": NOT_MET},
        renewal_course=listed(*thirty(free_topic=13), hours(1, "free_topic", on="2024-11-22")),
    ),
    renew(
        "OH-19",
        "three hours for supervisors within thirty: the readings differ",
        {"supervisor_training": UNKNOWN},
        supervises_peers=True,
        renewal_course=listed(*thirty(free_topic=11), hours(3, "free_topic", for_supervisors=True)),
    ),
    renew(
        "OH-19",
        "two hours for supervisors: short in each reading",
        {"supervisor_training": NOT_MET, "renewal": NOT_MET},
        supervises_peers=True,
        renewal_course=listed(*thirty(), hours(2, "free_topic", for_supervisors=True)),
    ),
    renew("OH-19", "supervises nobody", {"supervisor_training": NOT_APPLICABLE}),
    work("OH-20", "three years, 16 hours, 4 hours", {"supervision": MET, "work_in_order": MET}),
    work(
        "OH-20",
        "two years in two parts are two years",
        {"supervision": MET},
        supervisor=listed(
            supervisor("rosa", job("2019-01-01", "2019-12-31"), job("2022-01-01", "2022-12-31"))
        ),
    ),
    work(
        "OH-20",
        "two jobs in one year are one year",
        {"supervision": NOT_MET, "work_in_order": NOT_MET},
        supervisor=listed(
            supervisor("rosa", job("2019-01-01", "2019-12-31"), job("2019-01-01", "2019-12-31"))
        ),
    ),
    work(
        "OH-20",
        "the years of one and the courses of another",
        {"supervision": NOT_MET},
        supervisor=listed(
            supervisor("rosa", job("2019-01-01", "2022-12-31"), online=0, supervising=0),
            supervisor("sam"),
        ),
    ),
    work(
        "OH-21",
        "a clinician with the courses",
        {"supervision": MET},
        supervisor=listed(supervisor("dora", licensed=True)),
    ),
    work(
        "OH-21",
        "a clinician without the course on supervising",
        {"supervision": NOT_MET},
        supervisor=listed(supervisor("dora", licensed=True, supervising=3)),
    ),
    work(
        "OH-21",
        "whether the license is on the list that breaks off",
        {"supervision": UNKNOWN},
        supervisor=listed(supervisor("dora", licensed=None)),
    ),
    renew("OH-22", "thirty days before the end", {"renewal_in_time": MET}),
    renew(
        "OH-22",
        "91 days before the end: advice, and it decides nothing",
        {"renewal_in_time": NOT_MET, "renewal": MET},
        ohio_certificate=listed({"issued_on": "2025-02-23"}),
    ),
    renew(
        "OH-22",
        "90 days before the end",
        {"renewal_in_time": MET},
        ohio_certificate=listed({"issued_on": "2025-02-22"}),
    ),
    renew(
        "OH-22",
        "after the end: within 90 days in one reading",
        {"renewal_in_time": UNKNOWN, "renewal": MET},
        ohio_certificate=listed({"issued_on": "2024-11-20"}),
    ),
    work("OH-23", "twenty people", {"caseload_of_twenty": MET}, caseload=20),
    work(
        "OH-23",
        "21 people: advice, and it decides nothing",
        {"caseload_of_twenty": NOT_MET, "work_in_order": MET},
        caseload=21,
    ),
    act("developing_life_skills", MET, "listed"),
    act("other", UNKNOWN, "not listed, and the list is open"),
    apply(
        "OH-25",
        "forty hours of two courses, neither attended in full",
        {"training": MET, "whole_course": NOT_MET, "certification": NOT_MET},
        core_training=listed(
            course(36, is_attended_in_full=False), course(4, is_attended_in_full=False)
        ),
    ),
]


@pytest.mark.parametrize("each", CASES, ids=lambda each: each.name)
def test_by_the_text(policy, each):
    assert outcomes(policy, each) == each.expected


def test_every_row_has_a_case():
    assert rows.covered(CASES) == rows.ids(POLICY)


def test_no_force_is_strengthened(policy):
    for id_, kinds in rows.kinds_by_id(policy).items():
        assert kinds, id_
        assert ("advise" in kinds) == (id_ in ADVICE), id_
        assert (kinds == {"scope"}) == (id_ == "OH-24"), id_


def test_no_number_is_invented(policy):
    # the least hours of the topics, besides what the rows name; 1 where a text says a or any
    assert numbers(policy) == {1, 2, 3, 4, 16, 18, 20, 21, 30, 40, 70}


def test_what_a_quoting_page_or_one_county_says_alone_is_marked(policy):
    alone = {clause.id for clause in rows.resting_on(policy, "board_page", "county_notice")}
    assert alone | {"experience"} == MARKED
    assert rows.marked(policy) >= MARKED
    for id_ in ("OH-09", "OH-10", "OH-13", "OH-19"):
        assert all("second-hand" in row.note for row in rows.by_id(policy.ledger)[id_]), id_


def test_a_day_of_either_text_asks_for_neither_and_says_why(policy):
    facts = changed(
        APPLICANT,
        peer__submitted_on="2022-06-30",
        peer__records_check_result=checks(("2022-06-10", "state")),
    )
    found = policy.decide(facts, as_of=date(2024, 9, 16), question="certification")
    finding = found.finding("records_check")
    assert finding.outcome is pp.FindingOutcome.UNKNOWN
    assert Cause.DAY_OF_CHANGE in causes(finding)


def test_before_the_newer_text_is_known_to_hold_nothing_is_answered(policy):
    with pytest.raises(pp.NotInForceError):
        policy.decide(APPLICANT, as_of=date(2024, 9, 15), question="certification")


def test_the_route_by_experience_is_named_where_it_was_taken(policy):
    facts = changed(
        APPLICANT,
        peer__core_training=listed(),
        peer__peer_work=listed(job("2023-11-23", "2026-11-22")),
        peer__full_time_equivalent=YES,
    )
    decision = policy.decide(facts, as_of=DAY, question="certification")
    replaced = {f.id for f in decision.findings if f.satisfied_by == "experience"}
    assert replaced == {"training", "whole_course"}
    assert not decision.blocking
    assert places(decision.finding("experience")) == {"application (a)", "experience route"}


def test_the_hours_are_refused_under_each_reading_and_both_are_shown(policy):
    facts = changed(RENEWING, peer__renewal_course=listed(*thirty(ethics=2, free_topic=15)))
    decision = policy.decide(facts, as_of=DAY, question="renewal")
    assert [f.id for f in decision.blocking] == ["continuing_hours"]
    assert decision.finding("continuing_hours").outcome is pp.FindingOutcome.NOT_MET
    assert places(decision.finding("continuing_hours")) >= {"step 2", "step 2, points 1 to 9"}
