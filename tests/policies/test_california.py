"""California, Medi-Cal peer support specialists: cases worked by hand from the pages read.

CA-01 to CA-33 are the rows. Three ways to a certificate, each a list of its own and a question of
its own; two of the lists were not read to their end, and nothing on them is settled before the
certifying body has spoken.
"""

from __future__ import annotations

from datetime import date

import pytest

import peerpolicy as pp
from peerpolicy.outcome import Cause
from tests.policies import rows
from tests.policies.cases import asking, causes, changed, listed, numbers, outcomes, places
from tests.policies.words import DAY, LEFT_OUT, MET, NOT_APPLICABLE, NOT_MET, UNKNOWN

POLICY = "us/ca/medi_cal_peer_support"
EVERY = rows.ids(POLICY)
BACKGROUND = {"CA-30", "CA-31", "CA-33"}
ONLY_OPEN = {"CA-18", "CA-32"}
YES = {"attested": {"by": "calmhsa", "on": "2026-11-02"}, "value": True}
NO = {**YES, "value": False}
CLOSED = date(2023, 3, 1)
"""A day of decision on an application of 2022."""

EXPERIENCE = ("consumer", "parent", "caregiver", "family_member")


def work(hours, first, last):
    ended = {"absent": True} if last is None else last
    return {"started_on": first, "ended_on": ended, "hours": hours, "is_current": last is None}


def training(hours, approved=True):
    row = {"completed_on": "2026-06-12", "hours": hours}
    return {**row, "is_by_an_approved_entity": approved}


def course(hours, topic="other_topics", on="2026-05-04"):
    return {"completed_on": on, "hours": hours, "topic": topic}


def courses(ethics, other, on="2026-05-04"):
    return listed(course(ethics, "law_and_ethics", on), course(other, on=on))


def identification(last="2030-01-01", **said):
    row = {"issued_on": "2020-01-02", "expires_on": last, "is_valid": True, "is_legible": True}
    names = {"first_name_matches_the_certificate": True, "last_name_matches_the_certificate": True}
    return listed({**row, **names, **said})


def letter(**said):
    return listed({"written_on": "2026-10-05", **said})


EXPERIENCES = {f"recovery_as_a_{kind}": False for kind in EXPERIENCE}

PEER = {
    "evidence": "verified",
    "peer": {
        "birth_date": "1990-05-01",
        "applied_on": "2026-11-02",
        "has_high_school_diploma": True,
        "has_equivalent_degree": False,
        **EXPERIENCES,
        "recovery_as_a_consumer": True,
        "is_willing_to_share": True,
        "dedication": YES,
        "signed_code_of_ethics": listed({"signed_on": "2026-11-02"}),
        "core_training": listed(training(80)),
        "diploma_paper": listed({"received_on": "2026-11-02"}),
        "higher_degree_paper": listed(),
        "has_passed_the_exam": True,
        "photo_identification": identification(),
        # reciprocity
        "peer_work": listed(work(1550, "2023-11-02", "2026-10-31")),
        "certificate_of_another_state": listed(
            {"issued_on": "2025-01-01", "expires_on": "2026-12-31"}
        ),
        "disqualifying_action_pending": False,
        "education_course": courses(6, 14),
        "letter_of_a_supervisor": letter(is_on_letterhead=True),
        "letter_of_a_colleague": letter(),
        "letter_of_the_applicant": letter(),
        "remaining_items": YES,
        # renewal: the last day is 2026-12-23
        "california_certificate": listed({"issued_on": "2024-12-24"}),
        "code_of_ethics_signed_again": listed({"signed_on": "2026-11-20"}),
        "is_in_good_standing": True,
        "late_fee_paid": False,
    },
}


apply = asking("certification", PEER, "peer")
elsewhere = asking("reciprocity", PEER, "peer")
renew = asking("renewal", PEER, "peer")


def before(ids, why, expected, **changes):
    """An application of 2022 by somebody who worked as a peer then, some of it changed."""
    then = {
        "applied_on": "2022-12-31",
        "peer_work": listed(work(1550, "2020-01-01", "2022-06-30")),
        "education_course": courses(6, 14, on="2021-05-04"),
    }
    given = asking("grandparenting", PEER, "peer")
    return given(ids, why, expected, on=CLOSED, **{**then, **changes})


def holds(ids, why, outcome, issued_on):
    expected = {"certified": outcome, "certified_now": outcome}
    certificate = listed({"issued_on": issued_on})
    return asking("certified_now", PEER, "peer")(
        ids, why, expected, california_certificate=certificate
    )


CASES = [
    apply(
        "CA-01 CA-02 CA-03 CA-04 CA-05 CA-06 CA-07 CA-08 CA-09 CA-10",
        "with everything",
        {"certification": MET},
    ),
    apply("CA-01", "18 today", {"adult": MET}, birth_date="2008-11-23"),
    apply(
        "CA-01",
        "18 tomorrow",
        {"adult": NOT_MET, "certification": NOT_MET},
        birth_date="2008-11-24",
    ),
    apply("CA-01", "no birth date", {"adult": UNKNOWN}, birth_date=LEFT_OUT),
    apply(
        "CA-02",
        "an equivalent degree",
        {"education": MET},
        has_high_school_diploma=False,
        has_equivalent_degree=True,
    ),
    apply(
        "CA-02",
        "years of work and neither paper",
        {"education": NOT_MET, "certification": NOT_MET},
        has_high_school_diploma=False,
        peer_work=listed(work(20000, "2010-01-01", "2025-12-31")),
    ),
    *(
        apply(
            "CA-03",
            f"as {kind} and as nothing else",
            {"lived_experience": MET},
            **{**EXPERIENCES, f"recovery_as_a_{kind}": {"value": True, "evidence": "claimed"}},
        )
        for kind in EXPERIENCE
    ),
    apply(
        "CA-03",
        "as none of the four",
        {"lived_experience": NOT_MET, "certification": NOT_MET},
        **EXPERIENCES,
    ),
    apply(
        "CA-03",
        "three are denied, the fourth was not asked",
        {"lived_experience": UNKNOWN},
        **{**EXPERIENCES, "recovery_as_a_family_member": LEFT_OUT},
    ),
    apply("CA-04", "not willing to share", {"willingness": NOT_MET}, is_willing_to_share=False),
    apply("CA-05", "nobody has judged", {"dedication": UNKNOWN}, dedication=LEFT_OUT),
    apply(
        "CA-05", "judged as no", {"dedication": NOT_MET, "certification": NOT_MET}, dedication=NO
    ),
    apply(
        "CA-06",
        "not signed: incomplete, not refused",
        {"code_of_ethics": UNKNOWN, "certification": UNKNOWN},
        signed_code_of_ethics=listed(),
    ),
    apply(
        "CA-07",
        "79 hours",
        {"training": NOT_MET, "certification": NOT_MET},
        core_training=listed(training(79)),
    ),
    apply(
        "CA-07",
        "80 hours by an entity that nobody approved",
        {"training": NOT_MET},
        core_training=listed(training(80, approved=False)),
    ),
    apply(
        "CA-07",
        "80 hours, and whether the entity is approved is not known",
        {"training": UNKNOWN},
        core_training=listed(training(80, approved=None)),
    ),
    apply("CA-08", "failed", {"exam": NOT_MET}, has_passed_the_exam=False),
    apply("CA-08", "not sat yet, or not told", {"exam": UNKNOWN}, has_passed_the_exam=LEFT_OUT),
    apply(
        "CA-09",
        "it expires today",
        {"identification": MET},
        photo_identification=identification("2026-11-23"),
    ),
    apply(
        "CA-09",
        "it expired yesterday: a deficiency, not a refusal",
        {"identification": UNKNOWN, "certification": UNKNOWN},
        photo_identification=identification("2026-11-22"),
    ),
    *(
        apply(
            "CA-09",
            f"{part} is no",
            {"identification": UNKNOWN, "certification": UNKNOWN},
            photo_identification=identification(**{part: False}),
        )
        for part in (
            "is_valid",
            "is_legible",
            "first_name_matches_the_certificate",
            "last_name_matches_the_certificate",
        )
    ),
    apply(
        "CA-10",
        "no paper was uploaded",
        {"proof_of_education": UNKNOWN, "education": MET},
        diploma_paper=listed(),
    ),
    apply(
        "CA-10",
        "the paper shows what was only claimed",
        {"proof_of_education": MET, "education": MET},
        has_high_school_diploma={"value": True, "evidence": "claimed"},
        diploma_paper=listed(),
        higher_degree_paper=listed({"received_on": "2026-11-02"}),
    ),
    holds("CA-11", "the last day of two years", MET, "2024-11-24"),
    holds("CA-11", "the day after", NOT_MET, "2024-11-23"),
    renew("CA-11 CA-12 CA-13 CA-14 CA-15 CA-17", "with everything", {"renewal": MET}),
    renew(
        "CA-12",
        "19 hours",
        {"continuing_education_hours": NOT_MET, "renewal": NOT_MET},
        education_course=courses(6, 13),
    ),
    renew(
        "CA-12",
        "complete on the day before the submission",
        {"continuing_education_hours": MET},
        education_course=courses(6, 14, on="2026-11-22"),
    ),
    renew(
        "CA-12",
        "complete on the day itself",
        {"continuing_education_hours": NOT_MET},
        education_course=courses(6, 14, on="2026-11-23"),
    ),
    renew(
        "CA-12",
        "older than two years: enough in one reading",
        {"continuing_education_hours": UNKNOWN},
        education_course=courses(6, 14, on="2024-11-22"),
    ),
    renew(
        "CA-13",
        "five hours of law and ethics, and thirty in total",
        {"continuing_education_hours": NOT_MET},
        education_course=courses(5, 25),
    ),
    renew(
        "CA-13",
        "twenty hours of law and ethics",
        {"continuing_education_hours": MET},
        education_course=courses(20, 0),
    ),
    renew(
        "CA-14",
        "the code was not signed again",
        {"code_of_ethics_again": UNKNOWN, "renewal": UNKNOWN},
        code_of_ethics_signed_again=listed(),
    ),
    renew(
        "CA-15",
        "90 days before the last day",
        {"time_of_renewal": MET},
        california_certificate=listed({"issued_on": "2025-02-22"}),
    ),
    renew(
        "CA-15",
        "91 days before it: too early",
        {"time_of_renewal": NOT_MET, "renewal": NOT_MET},
        california_certificate=listed({"issued_on": "2025-02-23"}),
    ),
    renew(
        "CA-15",
        "on the last day",
        {"time_of_renewal": MET, "late_fee": NOT_APPLICABLE},
        california_certificate=listed({"issued_on": "2024-11-24"}),
    ),
    renew(
        "CA-16",
        "a day after it: until when one may be late was not read",
        {"time_of_renewal": NOT_APPLICABLE, "late_renewal": UNKNOWN, "late_fee": NOT_MET},
        california_certificate=listed({"issued_on": "2024-11-23"}),
    ),
    renew(
        "CA-16",
        "a day after it, not too late and paid",
        {"late_renewal": MET, "late_fee": MET, "renewal": MET},
        california_certificate=listed({"issued_on": "2024-11-23"}),
        late_window=YES,
        late_fee_paid=True,
    ),
    renew(
        "CA-16",
        "too late, in the word of the certifying body",
        {"late_renewal": NOT_MET, "renewal": NOT_MET},
        california_certificate=listed({"issued_on": "2020-11-23"}),
        late_window=NO,
        late_fee_paid=True,
    ),
    renew("CA-17", "not in good standing", {"good_standing": NOT_MET}, is_in_good_standing=False),
    elsewhere(
        "CA-19 CA-20 CA-21 CA-22 CA-23 CA-24",
        "with everything",
        {"reciprocity": MET},
    ),
    elsewhere("CA-19", "18 tomorrow", {"adult": NOT_MET}, birth_date="2008-11-24"),
    elsewhere(
        "CA-19",
        "neither paper",
        {"education": NOT_MET},
        has_high_school_diploma=False,
    ),
    elsewhere(
        "CA-20",
        "1549 hours",
        {"work_elsewhere": NOT_MET, "reciprocity": NOT_MET},
        peer_work=listed(work(1549, "2023-11-02", "2026-10-31")),
    ),
    elsewhere(
        "CA-20",
        "1550 hours in the last year",
        {"work_elsewhere": MET},
        peer_work=listed(work(1550, "2025-11-02", "2026-11-02")),
    ),
    elsewhere(
        "CA-20",
        "1550 hours that ended a day before the three years",
        {"work_elsewhere": NOT_MET},
        peer_work=listed(work(1550, "2022-01-01", "2023-11-01")),
    ),
    elsewhere(
        "CA-20",
        "hours of a job that began before the three years: how many lie in them is not known",
        {"work_elsewhere": UNKNOWN},
        peer_work=listed(work(1550, "2023-10-01", "2026-10-31")),
    ),
    elsewhere(
        "CA-21",
        "the other certificate ended yesterday",
        {"certified_elsewhere": NOT_MET},
        certificate_of_another_state=listed(
            {"issued_on": "2024-11-23", "expires_on": "2026-11-22"}
        ),
    ),
    elsewhere(
        "CA-21",
        "an action is pending",
        {"certified_elsewhere": MET, "pending_action": NOT_MET, "reciprocity": NOT_MET},
        disqualifying_action_pending=True,
    ),
    elsewhere(
        "CA-21",
        "nobody has asked the other state",
        {"pending_action": UNKNOWN},
        disqualifying_action_pending=LEFT_OUT,
    ),
    elsewhere(
        "CA-22",
        "two years before the application, to the day",
        {"recent_education": MET},
        education_course=courses(6, 14, on="2024-11-02"),
    ),
    elsewhere(
        "CA-22",
        "a day more",
        {"recent_education": NOT_MET},
        education_course=courses(6, 14, on="2024-11-01"),
    ),
    elsewhere(
        "CA-22",
        "five hours of law and ethics",
        {"recent_education": NOT_MET},
        education_course=courses(5, 15),
    ),
    elsewhere(
        "CA-23",
        "three letters of colleagues are one role",
        {"three_letters": UNKNOWN, "reciprocity": UNKNOWN},
        letter_of_a_supervisor=listed(),
        letter_of_the_applicant=listed(),
        letter_of_a_colleague=listed(*({"written_on": f"2026-10-0{n}"} for n in (5, 6, 7))),
    ),
    elsewhere(
        "CA-23",
        "the letter of the supervisor is on plain paper",
        {"three_letters": UNKNOWN},
        letter_of_a_supervisor=letter(is_on_letterhead=False),
    ),
    elsewhere(
        "CA-24", "no exam", {"exam": NOT_MET, "reciprocity": NOT_MET}, has_passed_the_exam=False
    ),
    elsewhere(
        "CA-24",
        "nobody has said what the items between ask for",
        {"rest_of_the_list": UNKNOWN, "reciprocity": UNKNOWN},
        remaining_items=LEFT_OUT,
    ),
    before("CA-25 CA-26 CA-27 CA-28 CA-29", "with everything", {"grandparenting": MET}),
    before(
        "CA-25",
        "from that day on, and still",
        {"worked_on_the_first_of_january": MET},
        peer_work=listed(work(1550, "2022-01-01", None)),
    ),
    before(
        "CA-25",
        "through that day",
        {"worked_on_the_first_of_january": MET},
        peer_work=listed(work(1550, "2019-01-01", "2022-01-01")),
    ),
    before(
        "CA-25",
        "until the day before, and again from the day after",
        {"worked_on_the_first_of_january": NOT_MET, "grandparenting": NOT_MET},
        peer_work=listed(
            work(1550, "2019-01-01", "2021-12-31"), work(900, "2022-01-02", "2022-11-30")
        ),
    ),
    before(
        "CA-26",
        "1549 hours: an alternative was not read",
        {"hours_worked": UNKNOWN, "grandparenting": UNKNOWN},
        peer_work=listed(work(1549, "2020-01-01", "2022-06-30")),
    ),
    before(
        "CA-26",
        "1549 hours, and no alternative, in the word of the certifying body",
        {"hours_worked": NOT_MET},
        peer_work=listed(work(1549, "2020-01-01", "2022-06-30")),
        another_alternative={**NO, "attested": {"by": "calmhsa", "on": "2023-02-01"}},
    ),
    before(
        "CA-27",
        "five hours of law and ethics",
        {"education_before": NOT_MET},
        education_course=courses(5, 30, on="2021-05-04"),
    ),
    before("CA-28", "no exam", {"exam": NOT_MET}, has_passed_the_exam=False),
    before(
        "CA-29",
        "applied on the first day after",
        {"applied_by_the_end_of_2022": NOT_MET, "grandparenting": NOT_MET},
        applied_on="2023-01-01",
    ),
]


@pytest.mark.parametrize("each", CASES, ids=lambda each: each.name)
def test_by_the_text(policy, each):
    assert outcomes(policy, each) == each.expected


def test_every_rule_has_a_case():
    assert rows.covered(CASES) == EVERY - BACKGROUND - ONLY_OPEN


def test_no_force_is_strengthened(policy):
    binding = {"require", "exclude", "submit", "judge"}
    for id_, of in rows.by_id(policy.ledger).items():
        kinds = rows.kinds(policy, of)
        assert kinds <= binding, id_
        assert bool(kinds) == (id_ not in BACKGROUND | ONLY_OPEN), id_
        assert ({row.status for row in of} == {"out of scope"}) == (id_ in BACKGROUND), id_


def test_no_number_is_invented(policy):
    # one record that spans a day; one, two and three years; the rest is named in the rows
    assert numbers(policy) == {1, 2, 3, 6, 18, 20, 80, 1550}


def test_what_was_not_read_names_the_certifying_body(policy):
    facts = changed(PEER, peer__remaining_items=LEFT_OUT)
    decision = policy.decide(facts, as_of=DAY, question="reciprocity")
    assert [(r.who, r.what) for r in decision.referrals] == [("calmhsa", "remaining_items")]
    told = policy.decide(PEER, as_of=DAY, question="reciprocity")
    assert told.outcome is pp.Outcome.MET
    assert told.provisional


def test_each_question_cites_the_page_of_its_own_way(policy):
    for question, place in [("certification", "8"), ("reciprocity", "11")]:
        decision = policy.decide(PEER, as_of=DAY, question=question)
        assert place in places(decision.finding("exam"))


def test_too_early_names_the_day_on_which_renewal_opens(policy):
    facts = changed(PEER, peer__california_certificate=listed({"issued_on": "2025-02-23"}))
    decision = policy.decide(facts, as_of=DAY, question="renewal")
    assert [f.id for f in decision.blocking] == ["time_of_renewal"]
    assert decision.finding("time_of_renewal").changes_on == date(2026, 11, 24)


def test_a_claimed_diploma_waits_for_its_paper(policy):
    facts = changed(
        PEER,
        peer__has_high_school_diploma={"value": True, "evidence": "claimed"},
        peer__diploma_paper=listed(),
    )
    found = policy.decide(facts, as_of=DAY, question="certification")
    assert Cause.NOT_SHOWN in causes(found.finding("education"))
