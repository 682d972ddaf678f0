"""Montana, Board of Behavioral Health: cases worked by hand from a rule, two statutes and a bill.

MB-01 to MB-19 are the rows. The rule was read in an obsolete version and marked as such; the older
statute held on 2019-12-31, the newer on 2026-11-23, and in between either may.
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

POLICY = "us/mt/behavioral_health_peer_support"
PERMITS = {"MB-07", "MB-11"}
BETWEEN = date(2022, 6, 1)
BY_THE_BOARD = {"by": "board", "on": "2026-11-20"}
MARKED = {
    "recovery",
    "statement_of_recovery",
    "training",
    "proof_of_training",
    "no_exemption",
    "hours_of_five_years",
    "no_on_the_job_training",
    "background_results",
    "agreement",
    "complete_application",
    "renewal_fee",
    "renewal_process",
    "certified",
    "supervised",
    "hours_of_the_bill",
}
PARTS = (
    "names_of_both",
    "signatures_of_both",
    "license_type_of_the_supervisor",
    "license_number_of_the_supervisor",
    "service_delivery_site",
    "work_plan",
)


def course(hours=40, on="2026-06-12", **said):
    row = {"completed_on": on, "hours": hours, "program": "recovery_basics"}
    return {**row, "includes_ethics": True, "is_on_the_job": False, **said}


def stay(kind, hours, related, first="2025-11-24", last="2025-11-28"):
    span = {"began_on": first, "ended_on": last}
    return listed({**span, "kind": kind, "is_related_to_the_disorder": related, "length": hours})


def agreement(**said):
    return listed({"signed_on": "2026-11-16", **dict.fromkeys(PARTS, True), **said})


def paper(direct=True):
    return listed({"received_on": "2026-06-20", "sent_directly_by_the_provider": direct})


def work(alone, together):
    span = {"started_on": "2025-01-01", "ended_on": "2025-12-31"}
    return listed(
        {**span, "hours": alone, "is_one_on_one": True},
        {**span, "hours": together, "is_one_on_one": False},
    )


def by_the_board(value):
    return {"attested": BY_THE_BOARD, "value": value}


PEER = {
    "evidence": "verified",
    "peer": {
        "diagnosed_by_a_professional": True,
        "has_received_treatment": True,
        "application_fee_paid": True,
        "stay": listed(),
        "recovery_statement": listed({"signed_on": "2026-11-20"}),
        "training_course": listed(course()),
        "training_paper": paper(),
        "background_results_received_on": "2026-11-23",
        "practiced_before_october_2017": False,
        "has_criminal_conviction": False,
        "supervision_agreement": agreement(),
        "role_for_the_child": "guardian",
        "child_has_significant_needs": True,
        "child_birth_date": "2010-05-01",
        "child_was_under_21_in_your_care": True,
        "family_course": listed(
            {
                "completed_on": "2026-06-12",
                "hours": 30,
                "program": "recovery_basics",
                "includes_ethics": True,
            }
        ),
        "renewal_fee_paid": True,
        "process_of_the_board": by_the_board(True),
        "board_certificate": listed({"issued_on": "2025-11-24"}),
        "supervisor": listed({"id": "ines", "is_competent_mental_health_professional": True}),
        "candidate_work": work(200, 800),
    },
    "registries": {
        "approved_programs": listed({"item": "recovery_basics", "from": "2020-01-01"}),
        "approved_family_programs": listed({"item": "recovery_basics", "from": "2020-01-01"}),
    },
}


apply = asking("certification", PEER, "peer")
family = asking("family_certification", PEER, "peer")
practice = asking("may_practice", PEER, "peer")
renew = asking("renewal", PEER, "peer")
bill = asking("bill_of_2023", PEER, "peer")


def hours(ids, why, outcome, work_done):
    return bill(ids, why, {"bill_of_2023": outcome}, candidate_work=work_done)


CASES = [
    apply(
        "MB-01 MB-02 MB-03 MB-04 MB-05 MB-06 MB-08 MB-09",
        "with everything",
        {"certification": MET, "no_exemption": NOT_APPLICABLE, "conviction": NOT_APPLICABLE},
    ),
    *(
        apply(
            ids,
            f"a claim, applied on {on}",
            {clause: outcome},
            on=on,
            **{fact: CLAIMED},
        )
        for ids, clause, fact in (
            ("MB-01", "diagnosis", "diagnosed_by_a_professional"),
            ("MB-02", "treatment", "has_received_treatment"),
        )
        for on, outcome in ((date(2019, 12, 31), MET), (BETWEEN, UNKNOWN), (DAY, UNKNOWN))
    ),
    apply(
        "MB-01",
        "no diagnosis, under either text",
        {"diagnosis": NOT_MET},
        on=BETWEEN,
        diagnosed_by_a_professional=False,
    ),
    apply("MB-02", "no treatment", {"treatment": NOT_MET}, has_received_treatment=False),
    *(
        apply("MB-03", f"{kind}, {length} hours, {about}", {"recovery": outcome}, stay=stays)
        for kind, length, related, outcome in (
            ("incarceration", 24, False, UNKNOWN),
            ("incarceration", 100, True, NOT_MET),
            ("hospitalization", 20, False, UNKNOWN),
            ("hospitalization", 80, False, UNKNOWN),
            ("hospitalization", 80, True, NOT_MET),
            ("hospitalization", 72, True, UNKNOWN),
            ("inpatient_admission", 72, True, MET),
            ("inpatient_admission", 73, True, NOT_MET),
            ("inpatient_admission", 500, False, MET),
        )
        for about in ("related" if related else "not related",)
        for stays in (stay(kind, length, related),)
    ),
    apply(
        "MB-03",
        "it ended a day before the two years",
        {"recovery": MET},
        stay=stay("incarceration", 5000, True, "2020-01-01", "2024-11-22"),
    ),
    apply(
        "MB-03",
        "it ended on their first day",
        {"recovery": NOT_MET},
        stay=stay("incarceration", 5000, True, "2020-01-01", "2024-11-23"),
    ),
    apply("MB-03", "whether there was a stay was not said", {"recovery": UNKNOWN}, stay=LEFT_OUT),
    apply(
        "MB-04",
        "39 hours",
        {"training": NOT_MET, "certification": NOT_MET},
        training_course=listed(course(39)),
    ),
    apply(
        "MB-04 MB-09",
        "the paper came from the applicant",
        {
            "proof_of_training": UNKNOWN,
            "complete_application": NOT_MET,
            "certification": NOT_MET,
        },
        training_paper=paper(direct=False),
    ),
    apply(
        "MB-05",
        "no ethics in the course",
        {"ethics_in_the_course": NOT_MET},
        training_course=listed(course(includes_ethics=False)),
    ),
    *(
        apply(
            "MB-06",
            f"results of {day}",
            {"background_results": outcome},
            background_results_received_on=day,
        )
        for day, outcome in (
            ("2026-08-24", NOT_MET),
            ("2026-08-25", UNKNOWN),
            ("2026-11-23", MET),
            ("2027-02-21", UNKNOWN),
            ("2027-02-22", NOT_MET),
        )
    ),
    apply(
        "MB-06",
        "no results so far: in time in one reading, not there in another",
        {"background_results": UNKNOWN},
        background_results_received_on={"absent": True},
    ),
    apply("MB-07", "a conviction", {"conviction": UNKNOWN}, has_criminal_conviction=True),
    apply(
        "MB-07",
        "rehabilitated, in the word of the board",
        {"conviction": MET, "certification": MET},
        has_criminal_conviction=True,
        sufficiently_rehabilitated=by_the_board(True),
    ),
    apply(
        "MB-07",
        "not rehabilitated: the board may deny, and has not said so",
        {"conviction": UNKNOWN, "certification": UNKNOWN},
        has_criminal_conviction=True,
        sufficiently_rehabilitated=by_the_board(False),
    ),
    apply(
        "MB-07",
        "not rehabilitated, and denied",
        {"conviction": NOT_MET, "certification": NOT_MET},
        has_criminal_conviction=True,
        sufficiently_rehabilitated=by_the_board(False),
        license_not_denied=by_the_board(False),
    ),
    *(
        apply(
            "MB-08",
            f"{part} is missing: not considered",
            {"agreement": UNKNOWN, "complete_application": NOT_MET, "certification": NOT_MET},
            supervision_agreement=agreement(**{part: False}),
        )
        for part in PARTS
    ),
    apply(
        "MB-09",
        "the last hour came a day after the application",
        {"training": NOT_MET, "certification": NOT_MET},
        training_course=listed(course(39), course(1, on="2026-11-24")),
    ),
    apply(
        "MB-09",
        "no fee",
        {"complete_application": NOT_MET, "certification": NOT_MET},
        application_fee_paid=False,
    ),
    apply(
        "MB-10",
        "practiced for years, one hour short",
        {"no_exemption": NOT_MET, "certification": NOT_MET},
        practiced_before_october_2017=True,
        training_course=listed(course(39)),
    ),
    apply(
        "MB-10 MB-11",
        "hours of five years ago to the day",
        {"no_exemption": MET, "hours_of_five_years": MET, "certification": MET},
        practiced_before_october_2017=True,
        training_course=listed(course(on="2021-11-23")),
    ),
    apply(
        "MB-11",
        "older hours: the text says nothing of them",
        {"training": MET, "hours_of_five_years": UNKNOWN, "certification": UNKNOWN},
        practiced_before_october_2017=True,
        training_course=listed(course(on="2021-11-22")),
    ),
    apply("MB-11", "for those of 2017 alone", {"hours_of_five_years": NOT_APPLICABLE}),
    apply(
        "MB-12",
        "trained on the job, one of those of 2017",
        {"no_on_the_job_training": NOT_MET},
        practiced_before_october_2017=True,
        training_course=listed(course(is_on_the_job=True)),
    ),
    apply(
        "MB-12",
        "trained on the job, a newcomer: whether the line is for all is not said",
        {"no_on_the_job_training": UNKNOWN},
        training_course=listed(course(is_on_the_job=True)),
    ),
    renew("MB-13", "the fee is paid, the process followed", {"renewal": MET}),
    renew("MB-13", "no fee", {"renewal_fee": NOT_MET}, renewal_fee_paid=False),
    renew(
        "MB-13",
        "another process",
        {"renewal_process": NOT_MET},
        process_of_the_board=by_the_board(False),
    ),
    practice("MB-13 MB-14 MB-15", "the last day of the year", {"may_practice": MET}),
    practice(
        "MB-13 MB-15",
        "the day after it",
        {"certified": NOT_MET, "may_practice": NOT_MET},
        on=date(2026, 11, 24),
    ),
    practice(
        "MB-14",
        "a supervisor who is no professional",
        {"supervised": NOT_MET},
        supervisor=listed({"id": "ines", "is_competent_mental_health_professional": False}),
    ),
    practice("MB-15", "no certificate", {"certified": NOT_MET}, board_certificate=listed()),
    family("MB-16 MB-17", "with everything", {"family_certification": MET}),
    family(
        "MB-16",
        "21 today: under 21 then, not now",
        {"family_experience": UNKNOWN},
        child_birth_date="2005-11-23",
    ),
    family(
        "MB-16",
        "21 and never in your care before that",
        {"family_experience": NOT_MET},
        child_birth_date="2000-11-23",
        child_was_under_21_in_your_care=False,
    ),
    family("MB-16", "an uncle", {"family_experience": NOT_MET}, role_for_the_child="other"),
    family(
        "MB-16",
        "no significant needs",
        {"family_experience": NOT_MET},
        child_has_significant_needs=False,
    ),
    family("MB-17", "no course", {"family_program": NOT_MET}, family_course=listed()),
    family(
        "MB-18",
        "the list of the board does not have the program",
        {"family_program": NOT_MET},
        registries__approved_family_programs=listed(),
    ),
    apply(
        "MB-18",
        "nobody has told the list",
        {"ethics_in_the_course": UNKNOWN},
        registries__approved_programs=LEFT_OUT,
    ),
    hours("MB-19", "1,000 hours, 200 of them one on one", MET, work(200, 800)),
    hours("MB-19", "a thousand, 199 of them one on one", NOT_MET, work(199, 801)),
    hours("MB-19", "999 hours", NOT_MET, work(200, 799)),
]


@pytest.mark.parametrize("each", CASES, ids=lambda each: each.name)
def test_by_the_text(policy, each):
    assert outcomes(policy, each) == each.expected


def test_every_row_has_a_case():
    assert rows.covered(CASES) == rows.ids(POLICY)


def test_no_force_is_strengthened(policy):
    for id_, found in rows.kinds_by_id(policy).items():
        assert found, id_
        assert (found == {"permit"}) == (id_ in PERMITS), id_
        assert "advise" not in found, id_


def test_the_bill_touches_no_other_answer(policy):
    (row,) = rows.by_id(policy.ledger)["MB-19"]
    assert (row.status, row.owner, row.clauses) == ("open", "legislature", ("hours_of_the_bill",))
    assert policy.program.clause("hours_of_the_bill").questions == ("bill_of_2023",)
    assert policy.decide(PEER, as_of=DAY, question="bill_of_2023").provisional


def test_what_rests_on_an_obsolete_text_or_on_one_of_two_texts_is_marked(policy):
    assert rows.marked(policy) == MARKED
    assert {clause.id for clause in rows.resting_on(policy, "rule")} <= MARKED


def test_no_number_is_invented(policy):
    # hours of the course, of a stay and of the bill; 21; years and days of windows; one, none
    assert numbers(policy) == {0, 1, 2, 5, 21, 40, 72, 90, 200, 1000}


def test_each_reading_of_the_72_hours_is_shown_and_the_board_is_named(policy):
    jail = changed(PEER, peer__stay=stay("incarceration", 24, related=False))
    decision = policy.decide(jail, as_of=DAY, question="certification")
    finding = decision.finding("recovery")
    assert causes(finding) == {Cause.READINGS_DIFFER}
    assert ("board", "recovery_without_such_a_stay") in {
        (r.who, r.what) for r in decision.referrals
    }
    assert places(finding) == {"(2)(c)"}


def test_between_the_two_texts_the_day_of_the_change_is_named(policy):
    facts = changed(PEER, peer__diagnosed_by_a_professional=CLAIMED)
    finding = policy.decide(facts, as_of=BETWEEN, question="certification").finding("diagnosis")
    assert Cause.DAY_OF_CHANGE in causes(finding)
    shown = policy.decide(PEER, as_of=BETWEEN, question="certification").finding("diagnosis")
    assert shown.outcome is pp.FindingOutcome.MET


def test_a_paper_that_came_too_late_cannot_be_cured(policy):
    facts = changed(PEER, peer__supervision_agreement=listed())
    decision = policy.decide(facts, as_of=DAY, question="certification")
    assert decision.outcome is pp.Outcome.NOT_MET
    assert {f.id for f in decision.blocking} == {"complete_application", "agreement"}


def test_the_statement_shows_what_the_applicant_claims(policy):
    claimed = changed(PEER, evidence="claimed")
    claimed["peer"]["recovery_statement"]["evidence"] = "shown"
    decision = policy.decide(claimed, as_of=DAY, question="certification")
    assert decision.finding("recovery").outcome is pp.FindingOutcome.MET
    assert decision.finding("training").outcome is pp.FindingOutcome.UNKNOWN


def test_family_peers_are_answered_from_the_day_on_which_their_text_was_read(policy):
    with pytest.raises(pp.NotInForceError):
        policy.decide(PEER, as_of=date(2026, 11, 22), question="family_certification")


def test_a_word_of_another_body_does_not_count(policy):
    facts = changed(PEER, peer__has_criminal_conviction=True, peer__sufficiently_rehabilitated=YES)
    decision = policy.decide(facts, as_of=DAY, question="certification")
    assert decision.finding("conviction").outcome is pp.FindingOutcome.UNKNOWN
    denied = changed(facts, peer__license_not_denied=NO)
    found = policy.decide(denied, as_of=DAY, question="certification").finding("conviction")
    assert found.outcome is pp.FindingOutcome.UNKNOWN
