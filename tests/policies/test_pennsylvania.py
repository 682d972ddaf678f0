"""Pennsylvania, certified peer specialists: cases worked by hand from the texts and pages read.

PA-01 to PA-28 are the rows. Who may be certified is second-hand and marked as assumed; of two rules
on continuing education nobody read on which day the one took the place of the other; three
bulletins have a day of issue and a day from which they hold, and the two differ both ways.
"""

from __future__ import annotations

from datetime import date

import pytest

import peerpolicy as pp
from peerpolicy.outcome import Cause
from tests.policies import rows
from tests.policies.cases import asking, causes, changed, listed, numbers, outcomes, places
from tests.policies.words import (
    CLAIMED,
    DAY,
    LEFT_OUT,
    MET,
    NO,
    NOT_APPLICABLE,
    NOT_MET,
    UNKNOWN,
    YES,
)

POLICY = "us/pa/certified_peer_specialist"
BACKGROUND = {"PA-15"}
PERMITTED = {"PA-21", "PA-22"}
BEFORE = date(2026, 11, 22)
"""The last day on which nobody knows which of two texts on continuing education holds."""

SECOND_HAND = {"qualifications_page", "training_pages", "employer_page", "audit_tool"}
BOARD = "pennsylvania_certification_board"
BOARD_YES = {"attested": {"by": BOARD, "on": "2026-11-16"}, "value": True}
SERVICES = (
    "received_services_for_sed",
    "receives_services_for_sed",
    "received_services_for_smi",
    "receives_services_for_smi",
)
NO_SERVICES = dict.fromkeys(SERVICES, False)
SIGNERS = ("individual", "peer_specialist", "mental_health_professional")
DOMAINS = ("educational", "social", "vocational", "self_maintenance")


def work(first, last, full_time=True):
    return listed({"started_on": first, "ended_on": last, "is_full_time": full_time})


def credits(amount, on="2025-05-15"):
    return listed({"earned_on": on, "credit_hours": amount})


def transcript(**said):
    good = {"is_official": True, "is_sent_to_the_board_by_the_institution": True}
    return listed({"received_on": "2026-11-09", **good, **said})


def training(hours, **said):
    row = {"completed_on": "2026-06-12", "is_approved": True, "is_passed": True}
    return {**row, "hours": hours, **said}


def held(issued_on, by=BOARD):
    return listed({"issued_on": issued_on, "issued_by": by})


def course(hours, on, specific=True):
    topic = "peer_support_or_recovery" if specific else "other_topics"
    return {"completed_on": on, "hours": hours, "topic": topic, "is_relevant": True}


def years(first, second, specific=True):
    """Hours of the first and of the second year of a certificate."""
    return listed(course(first, "2025-03-03", specific), course(second, "2026-05-05", specific))


def disorder(last, impairs=("school",), interferes=True):
    ended = {"absent": True} if last is None else last
    row = {"began_on": "2024-02-01", "ended_on": ended, "impairs": list(impairs)}
    return listed({**row, "interferes_substantially": interferes})


def paper(on, is_review=True, **said):
    signed = {f"signed_by_{signer}": True for signer in SIGNERS}
    return {"made_on": on, "is_review": is_review, **signed, **said}


def impaired(**levels):
    every = {**dict.fromkeys(DOMAINS, "no_impairment"), **levels}
    return {f"{domain}_impairment": level for domain, level in every.items()}


FACTS = {
    "evidence": "verified",
    "peer": {
        "birth_date": "1990-05-01",
        "applied_on": "2026-11-02",
        "training_started_on": "2026-06-01",
        "has_high_school_diploma": False,
        "has_ged": True,
        **NO_SERVICES,
        "receives_services_for_smi": CLAIMED,
        "work_or_volunteering": work("2024-01-01", "2025-12-31"),
        "successful": BOARD_YES,
        "post_secondary_credits": listed(),
        "official_transcript": listed(),
        "certification_training": listed(training(75)),
        "lived_in_pennsylvania": True,
        "worked_in_pennsylvania": False,
        "has_passed_the_exam": True,
        # certified, and recertified
        "peer_specialist_credential": held("2024-11-24"),
        "tier": "state_only",
        "fee_paid": 50,
        "first_year_ended_on": "2025-11-23",
        "education_course": years(18, 18),
        # the two conditions
        "diagnosable_disorder": disorder(None),
        "would_interfere_without_treatment": NO,
    },
    "participant": {
        "birth_date": "1985-02-03",
        "enrolled_on": "2026-01-31",
        "plan_developed_on": "2026-02-28",
        "plan_developed_by": list(SIGNERS),
        "plan_in_effect": listed({"made_on": "2026-02-28", "ended_on": {"absent": True}}),
        "plan_paper": listed(paper("2026-02-28", is_review=False), paper("2026-07-20")),
        "goals": YES,
        "is_medicaid_recipient": True,
        "found_medically_necessary": True,
        "recommended_on": "2026-10-05",
        "recommended_by": "physician",
        "code_system": "dsm_iii_r",
        "documented_diagnoses": ["f295"],
        **impaired(social="moderate"),
    },
    "service": {"mode": "telephone"},
    "county": {"is_in_healthchoices": True, "providers_to_choose_from": 2},
}


apply = asking("certification", FACTS, "peer")
holds = asking("certified_now", FACTS, "peer")
renew = asking("renewal", FACTS, "peer")
plan = asking("plan_in_order", FACTS, "participant")
entitled = asking("entitled", FACTS, "participant")
chart = asking("chart_in_order", FACTS, "participant")
contact = asking("contact_reimbursable", FACTS, "service")
choice = asking("choice_of_providers", FACTS, "county")

BY_CREDITS = {
    "work_or_volunteering": listed(),
    "post_secondary_credits": credits(24),
    "official_transcript": transcript(),
}

OF_SEPTEMBER = {
    "enrolled_on": "2026-08-15",
    "plan_developed_on": "2026-09-01",
    "plan_in_effect": listed({"made_on": "2026-09-01", "ended_on": {"absent": True}}),
    "plan_paper": listed(paper("2026-09-01", is_review=False)),
}

CERTIFICATION = [
    apply(
        "PA-01 PA-02 PA-03 PA-04 PA-05 PA-07 PA-11",
        "with everything",
        {"certification": MET, "transcript": NOT_APPLICABLE},
    ),
    apply("PA-01", "18 today", {"adult": MET}, birth_date="2008-11-23"),
    apply("PA-01", "18 tomorrow", {"adult": NOT_MET}, birth_date="2008-11-24"),
    apply("PA-02", "neither", {"secondary_education": NOT_MET}, has_ged=False),
    *(
        apply(
            "PA-03",
            f"{kind} alone, in their own word",
            {"mental_health_services": MET},
            **{**NO_SERVICES, kind: CLAIMED},
        )
        for kind in SERVICES
    ),
    apply("PA-03", "none of the four", {"mental_health_services": NOT_MET}, **NO_SERVICES),
    apply(
        "PA-04",
        "365 days from the first day of the three years",
        {"work": MET},
        work_or_volunteering=work("2023-11-03", "2024-11-01"),
    ),
    apply(
        "PA-04",
        "364 days",
        {"work": NOT_MET, "certification": NOT_MET},
        work_or_volunteering=work("2023-11-03", "2024-10-31"),
    ),
    apply(
        "PA-04",
        "a year that only the anchor of the training takes in",
        {"work": UNKNOWN, "certification": UNKNOWN},
        work_or_volunteering=work("2023-06-02", "2024-06-01"),
    ),
    apply(
        "PA-04",
        "part-time months: enough in one reading",
        {"work": UNKNOWN},
        work_or_volunteering=work("2024-01-01", "2025-12-31", full_time=False),
    ),
    apply("PA-04", "nobody said successful", {"work": UNKNOWN}, successful=LEFT_OUT),
    apply(
        "PA-04",
        "half of each branch",
        {"work": NOT_MET, "college_credits": NOT_MET, "certification": NOT_MET},
        work_or_volunteering=work("2025-01-01", "2025-06-30"),
        post_secondary_credits=credits(12),
        official_transcript=transcript(),
    ),
    apply(
        "PA-04 PA-08",
        "24 credit hours alone",
        {"work": NOT_MET, "college_credits": MET, "transcript": MET, "certification": MET},
        **BY_CREDITS,
    ),
    apply(
        "PA-04",
        "24 credit hours a day before the three years of the application",
        {"college_credits": UNKNOWN},
        **{**BY_CREDITS, "post_secondary_credits": credits(24, "2023-11-02")},
    ),
    *(
        apply(
            "PA-08",
            f"{part} is no: incomplete, not refused",
            {"college_credits": MET, "transcript": UNKNOWN, "certification": UNKNOWN},
            **{**BY_CREDITS, "official_transcript": transcript(**{part: False})},
        )
        for part in ("is_official", "is_sent_to_the_board_by_the_institution")
    ),
    apply(
        "PA-08",
        "credits in the applicant's own word, shown by the transcript",
        {"college_credits": MET, "certification": MET},
        **{**BY_CREDITS, "post_secondary_credits": {**credits(24), "evidence": "claimed"}},
    ),
    apply(
        "PA-08",
        "credits in the applicant's own word, with a paper of the applicant's own",
        {"college_credits": UNKNOWN, "certification": UNKNOWN},
        **{
            **BY_CREDITS,
            "post_secondary_credits": {**credits(24), "evidence": "claimed"},
            "official_transcript": transcript(is_sent_to_the_board_by_the_institution=False),
        },
    ),
    apply(
        "PA-05",
        "74 hours, and a second training",
        {"training": NOT_MET},
        certification_training=listed(training(74), training(20)),
    ),
    *(
        apply(
            "PA-05",
            f"{field} is no",
            {"training": NOT_MET, "certification": NOT_MET},
            certification_training=listed(training(75, **{field: False})),
        )
        for field in ("is_approved", "is_passed")
    ),
    apply(
        "PA-07",
        "works there, lives elsewhere",
        {"residence_or_work": MET},
        lived_in_pennsylvania=False,
        worked_in_pennsylvania=True,
    ),
    apply("PA-07", "neither", {"residence_or_work": NOT_MET}, lived_in_pennsylvania=False),
    apply("PA-11", "failed", {"exam": NOT_MET}, has_passed_the_exam=False),
    holds("PA-06 PA-12", "the last day of two years", {"certified": MET}),
    holds("PA-12", "the day after", {"certified": NOT_MET}, on=date(2026, 11, 24)),
    holds(
        "PA-06",
        "of another board",
        {"certified": NOT_MET, "certified_now": NOT_MET},
        peer_specialist_credential=held("2025-11-24", by="another_board"),
    ),
    renew("PA-12 PA-13 PA-14", "with everything", {"renewal": MET}),
    renew("PA-12", "a dollar short", {"fee": NOT_MET, "renewal": NOT_MET}, fee_paid=49),
    renew("PA-12", "200 for the wider tier", {"fee": MET}, tier="ic_rc", fee_paid=200),
    renew("PA-12", "199 for the wider tier", {"fee": NOT_MET}, tier="ic_rc", fee_paid=199),
    renew("PA-12", "50, and the tier is not known", {"fee": UNKNOWN}, tier=LEFT_OUT),
    renew("PA-13", "35", {"continuing_hours": NOT_MET}, education_course=years(30, 5)),
    renew(
        "PA-14",
        "23 of 40 on peer support",
        {"continuing_hours": NOT_MET},
        education_course=listed(course(23, "2025-03-03"), course(17, "2026-05-05", False)),
    ),
    renew("PA-16", "30 and 6, by the newer", {"renewal": MET}, education_course=years(30, 6)),
    renew(
        "PA-16",
        "30 and 6, a day before one knows that the newer holds",
        {"continuing_hours": UNKNOWN},
        on=BEFORE,
        education_course=years(30, 6),
    ),
    renew("PA-16", "18 and 18, under both texts", {"continuing_hours": MET}, on=BEFORE),
    renew(
        "PA-16",
        "36 hours off the topic: enough for the older alone",
        {"continuing_hours": UNKNOWN},
        on=BEFORE,
        education_course=years(18, 18, specific=False),
    ),
]

SERVED = [
    plan("PA-17 PA-18 PA-19 PA-20", "with everything", {"plan_in_order": MET}),
    plan(
        "PA-17",
        "a month from 31 January ends on 28 February",
        {"plan_in_time": NOT_MET},
        plan_developed_on="2026-03-01",
    ),
    plan(
        "PA-17",
        "and in a leap year on the 29th",
        {"plan_in_time": MET},
        enrolled_on="2024-01-31",
        plan_developed_on="2024-02-29",
    ),
    plan(
        "PA-17",
        "from 28 February to 28 March, not to the end of March",
        {"plan_in_time": NOT_MET},
        enrolled_on="2026-02-28",
        plan_developed_on="2026-03-29",
    ),
    plan(
        "PA-17",
        "no plan on the last day",
        {"plan_in_time": NOT_APPLICABLE},
        on=date(2026, 2, 28),
        plan_developed_on={"absent": True},
    ),
    plan(
        "PA-17",
        "no plan the day after",
        {"plan_in_time": NOT_MET},
        on=date(2026, 3, 1),
        plan_developed_on={"absent": True},
    ),
    *(
        plan(
            "PA-17",
            f"without the {left_out}",
            {"plan_makers_together": NOT_MET},
            plan_developed_by=[each for each in SIGNERS if each != left_out],
        )
        for left_out in SIGNERS
    ),
    plan(
        "PA-18",
        "no half year has ended: in order in each reading",
        {"reviewed": MET},
        **OF_SEPTEMBER,
    ),
    plan(
        "PA-18",
        "no plan, and so no review",
        {"reviewed": NOT_APPLICABLE, "plan_in_time": NOT_MET},
        plan_developed_on={"absent": True},
        plan_in_effect=listed(),
        plan_paper=listed(),
    ),
    plan("PA-18", "six months ago to the day", {"reviewed": MET}, on=date(2027, 1, 20)),
    plan(
        "PA-18",
        "in the half year of the plan, more than six months ago",
        {"reviewed": UNKNOWN},
        on=date(2027, 1, 21),
    ),
    plan(
        "PA-18",
        "in each half year of the plan, and six months and five days apart",
        {"reviewed": UNKNOWN},
        plan_paper=listed(
            paper("2026-02-28", is_review=False), paper("2026-03-02"), paper("2026-09-07")
        ),
    ),
    plan(
        "PA-18",
        "a day after six months from the plan: too late in each reading",
        {"reviewed": NOT_MET},
        plan_paper=listed(paper("2026-02-28", is_review=False), paper("2026-08-29")),
    ),
    plan(
        "PA-18",
        "never",
        {"reviewed": NOT_MET, "plan_in_order": NOT_MET},
        plan_paper=listed(paper("2026-02-28", is_review=False)),
    ),
    *(
        plan(
            "PA-19",
            f"a review that the {signer} did not sign",
            {"signed_by_all_three": NOT_MET, "plan_in_order": NOT_MET},
            plan_paper=listed(
                paper("2026-02-28", is_review=False),
                paper("2026-07-20", **{f"signed_by_{signer}": False}),
            ),
        )
        for signer in SIGNERS
    ),
    plan("PA-20", "nobody has judged", {"goals": UNKNOWN}, goals=LEFT_OUT),
    plan("PA-20", "judged as no", {"goals": NOT_MET}, goals=NO),
    entitled("PA-24", "a recipient, found necessary, in each reading", {"entitled": MET}),
    entitled("PA-24", "no recipient", {"entitled": NOT_MET}, is_medicaid_recipient=False),
    entitled(
        "PA-24 PA-26",
        "17: any recipient says one text, an adult the other",
        {"entitled": UNKNOWN},
        birth_date="2008-11-24",
    ),
    entitled(
        "PA-24",
        "not necessary in any reading",
        {"entitled": NOT_MET},
        found_medically_necessary=False,
        **impaired(),
    ),
    chart("PA-25 PA-26 PA-27 PA-28", "with everything", {"chart_in_order": MET}),
    chart("PA-25", "60 days ago", {"recommendation": MET}, recommended_on="2026-09-24"),
    chart("PA-25", "61 days ago", {"recommendation": NOT_MET}, recommended_on="2026-09-23"),
    chart(
        "PA-25", "by a nurse of another kind", {"recommendation": NOT_MET}, recommended_by="nurse"
    ),
    chart("PA-26", "18 today", {"adult_participant": MET}, birth_date="2008-11-23"),
    chart("PA-26", "18 tomorrow", {"adult_participant": NOT_MET}, birth_date="2008-11-24"),
    *(
        chart("PA-27", code, {"listed_diagnosis": MET}, documented_diagnoses=["f300", code])
        for code in ("f295", "f296", "f301_83")
    ),
    chart("PA-27", "301.7", {"listed_diagnosis": NOT_MET}, documented_diagnoses=["f301_7"]),
    chart("PA-27", "no code", {"listed_diagnosis": NOT_MET}, documented_diagnoses=[]),
    chart("PA-27", "another system of codes", {"listed_diagnosis": UNKNOWN}, code_system="icd_10"),
    *(
        chart(
            "PA-28",
            f"{level} in the {domain} domain alone",
            {"functional_impairment": MET},
            **impaired(**{domain: level}),
        )
        for domain in DOMAINS
        for level in ("moderate", "severe")
    ),
    chart(
        "PA-28",
        "mild in all four",
        {"functional_impairment": NOT_MET, "chart_in_order": NOT_MET},
        **impaired(**dict.fromkeys(DOMAINS, "mild")),
    ),
    contact("PA-21 PA-22", "on the day", {"contact_reimbursable": MET}, on=date(2010, 1, 1)),
    contact("PA-21", "the day before", {"contact_reimbursable": UNKNOWN}, on=date(2009, 12, 31)),
    contact("PA-21", "in another way", {"contact_reimbursable": UNKNOWN}, mode="letter"),
    choice("PA-23", "two", {"choice_of_providers": MET}),
    choice("PA-23", "one", {"choice_of_providers": NOT_MET}, providers_to_choose_from=1),
    choice("PA-23", "elsewhere", {"two_providers": NOT_APPLICABLE}, is_in_healthchoices=False),
]

CONDITIONS = [
    ("PA-09", "a minor", "sed", {"birth_date": "2008-11-24"}),
    (
        "PA-09",
        "a minor, and it ended on the first day of the year",
        "sed",
        {"birth_date": "2008-11-24", "diagnosable_disorder": disorder("2025-11-24")},
    ),
    (
        "PA-09",
        "a minor, and it ended the day before",
        "neither",
        {"birth_date": "2008-11-24", "diagnosable_disorder": disorder("2025-11-23")},
    ),
    (
        "PA-09",
        "a minor, impaired in none of the three",
        "neither",
        {"birth_date": "2008-11-24", "diagnosable_disorder": disorder(None, impairs=("sleep",))},
    ),
    ("PA-10", "18 today", "smi", {"birth_date": "2008-11-23"}),
    (
        "PA-10",
        "it does not interfere, and would not without treatment",
        "neither",
        {"diagnosable_disorder": disorder(None, interferes=False)},
    ),
    (
        "PA-10",
        "it does not interfere, and what would be without treatment nobody has said",
        pp.Outcome.UNKNOWN,
        {
            "diagnosable_disorder": disorder(None, interferes=False),
            "would_interfere_without_treatment": LEFT_OUT,
        },
    ),
    (
        "PA-10",
        "it would interfere without treatment",
        "smi",
        {
            "diagnosable_disorder": disorder(None, interferes=False),
            "would_interfere_without_treatment": {
                "attested": {"by": "mental_health_professional", "on": "2026-11-02"},
                "value": True,
            },
        },
    ),
]
NOT_SO = {"attested": {"by": "mental_health_professional", "on": "2026-11-02"}, "value": False}

CASES = CERTIFICATION + SERVED


def decided(policy, question, on=DAY, subject="peer", **changes):
    return policy.decide(changed(FACTS, subject, **changes), as_of=on, question=question)


@pytest.mark.parametrize("each", CASES, ids=lambda each: each.name)
def test_by_the_text(policy, each):
    assert outcomes(policy, each) == each.expected


@pytest.mark.parametrize("each", CONDITIONS, ids=lambda each: f"{each[0]}: {each[1]}")
def test_the_two_conditions_as_they_are_defined(policy, each):
    said = {"would_interfere_without_treatment": NOT_SO, **each[3]}
    assert decided(policy, "kind_of_condition", **said).answer == each[2]


def test_every_rule_has_a_case():
    conditions = {id_ for id_, *_ in CONDITIONS}
    assert rows.covered(CASES) | conditions == rows.ids(POLICY) - BACKGROUND


def test_no_force_is_strengthened(policy):
    for id_, of in rows.by_id(policy.ledger).items():
        kinds = rows.kinds(policy, of)
        assert bool(kinds) == (id_ not in BACKGROUND), id_
        assert (kinds == {"permit"}) == (id_ in PERMITTED), id_
        assert "advise" not in kinds, id_
        assert ({row.status for row in of} == {"out of scope"}) == (id_ in BACKGROUND), id_


def test_no_number_is_invented(policy):
    # 0 where nothing may be missing, 1 record, month or year; the dollars stand in a parameter
    assert numbers(policy) == {0, 1, 2, 3, 6, 12, 18, 24, 36, 60, 75}


def test_what_rests_on_second_hand_pages_alone_is_marked(policy):
    assert rows.second_hand_unsaid(policy, *SECOND_HAND) == []


def test_an_answer_that_used_a_second_hand_page_is_provisional(policy):
    for question in ("certification", "certified_now", "renewal", "chart_in_order"):
        decision = decided(policy, question)
        assert decision.outcome is pp.Outcome.MET, question
        assert decision.provisional, question


def test_one_branch_is_met_as_a_whole_and_named(policy):
    decision = decided(policy, "certification", **BY_CREDITS)
    assert decision.finding("work").satisfied_by == "college_credits"
    assert not decision.blocking
    half = {"work_or_volunteering": listed(), "post_secondary_credits": credits(12)}
    routes = decided(policy, "certification", **half).routes
    assert [route.outcome for route in routes] == [pp.Outcome.NOT_MET] * len(routes)


def test_the_judge_of_successful_work_is_named(policy):
    decision = decided(policy, "certification", successful=LEFT_OUT)
    assert {(r.who, r.what) for r in decision.referrals} == {(BOARD, "successful")}


def test_the_older_and_the_newer_rule_are_both_tried_and_the_doubt_has_its_cause(policy):
    finding = decided(policy, "renewal", BEFORE, education_course=years(30, 6)).finding(
        "continuing_hours"
    )
    assert causes(finding) == {Cause.DAY_OF_CHANGE}
    after = decided(policy, "renewal", DAY, education_course=years(30, 6))
    assert places(after.finding("continuing_hours")) == {
        "continuing education",
        "topics of continuing education",
    }


def test_a_bulletin_may_hold_before_it_is_known_and_be_known_before_it_holds(policy):
    def followed(day, known):
        decision = policy.decide(FACTS, as_of=day, known_on=known, question="contact_reimbursable")
        (bulletin,) = {each.source for each in decision.finding("telephone_contact").citation}
        return bulletin, decision.outcome.value

    bulletins = ("bulletin_of_2007", "bulletin_of_2009", "bulletin_of_2010")
    retroactive, known_early = date(2006, 12, 1), date(2009, 9, 20)
    assert followed(retroactive, date(2007, 5, 22)) == (bulletins[0], UNKNOWN)
    with pytest.raises(pp.NotInForceError):
        followed(retroactive, date(2007, 5, 21))
    # issued on 10 September, it holds from 1 October on
    assert followed(known_early, date(2009, 9, 20)) == (bulletins[0], UNKNOWN)
    assert followed(date(2009, 10, 1), date(2009, 9, 10)) == (bulletins[1], UNKNOWN)
    assert followed(date(2009, 10, 1), date(2009, 9, 9)) == (bulletins[0], UNKNOWN)
    # on the eve of the third nobody could know it
    assert followed(date(2010, 1, 1), date(2009, 12, 31)) == (bulletins[1], UNKNOWN)
    assert followed(date(2010, 1, 1), date(2010, 1, 1)) == (bulletins[2], MET)


def test_two_texts_that_differ_on_whom_they_mean_name_who_decides(policy):
    decision = decided(policy, "entitled", subject="participant", birth_date="2008-11-24")
    finding = decision.finding("entitlement")
    assert causes(finding) == {Cause.READINGS_DIFFER}
    assert [(r.who, r.what) for r in decision.referrals] == [("department", "medical_necessity")]


def test_a_recommendation_runs_out_on_a_day_that_the_finding_names(policy):
    finding = decided(policy, "chart_in_order", subject="participant").finding("recommendation")
    assert finding.outcome is pp.FindingOutcome.MET
    _, in_time = finding.parts.children
    assert in_time.required.bound == date(2026, 12, 4)


def test_a_paper_of_the_right_sender_is_what_is_left_to_do(policy):
    from_the_applicant = transcript(is_sent_to_the_board_by_the_institution=False)
    missing = {**BY_CREDITS, "official_transcript": from_the_applicant}
    decision = decided(policy, "certification", **missing)
    assert decision.finding("transcript").outcome is pp.FindingOutcome.UNKNOWN
    assert {step.name for step in decision.remedies().plan.steps} == {"official_transcript"}


def test_the_missing_code_is_asked_for(policy):
    decision = decided(
        policy, "chart_in_order", subject="participant", documented_diagnoses=LEFT_OUT
    )
    assert "documented_diagnoses" in {each.name for each in decision.needs()}
