"""Oregon, peer support specialists: cases worked by hand from the rule and the pages around it.

OR-01 to OR-14 are the rows. Three routes to the training requirement, one of them in two texts of
which nobody read when the one took the place of the other; a check that must have a day; and two
relations that are judged for each service anew.
"""

from __future__ import annotations

import pytest

import peerpolicy as pp
from peerpolicy.outcome import Cause
from tests.policies import rows
from tests.policies.cases import asking, causes, changed, listed, numbers, outcomes, places
from tests.policies.words import CLAIMED, DAY, LEFT_OUT, MET, NOT_APPLICABLE, NOT_MET, UNKNOWN

POLICY = "us/or/peer_support_specialist"
AUTHORITY = "oregon_health_authority"
YES = {"attested": {"by": AUTHORITY, "on": "2026-11-02"}, "value": True}
NO = {**YES, "value": False}
EARLIER = "2022-05-02"
"""A day of application of which nobody knows which text on work in Oregon holds."""


def training(hours, approved=True):
    return listed({"completed_on": "2026-06-12", "hours": hours, "is_approved": approved})


def work(hours, first, last, in_oregon=True):
    return {"started_on": first, "ended_on": last, "hours": hours, "is_in_oregon": in_oregon}


def certificate(last="2026-12-31", trained=True, hours=20):
    row = {
        "issued_on": "2025-01-01",
        "expires_on": last,
        "body_asks_for_approved_training": trained,
    }
    return listed({**row, "body_asks_in_three_years_for": hours})


def form(**said):
    row = {"received_on": "2026-11-23", "is_on_the_prescribed_form": True}
    return listed({**row, "has_all_documents": True, **said})


FACTS = {
    "evidence": "verified",
    "peer": {
        "specialist_kind": "peer_support",
        "applied_on": "2026-11-23",
        "birth_date": "1980-05-01",
        "is_on_the_exclusion_list": False,
        "exclusion_list_checked_on": "2026-11-16",
        "has_passed_background_check": True,
        "passed_check_of_outside_entity": False,
        "outside_entity_asks_for_all_of_it": False,
        "approved_training": training(40),
        "certificate_of_another_body": listed(),
        "peer_work": listed(),
        "oral_health_training": listed({"completed_on": "2026-07-03", "is_approved": True}),
        "application": form(),
        "has_received_addiction_or_mental_health_services": CLAIMED,
        "in_recovery_from_addiction": False,
        "in_recovery_from_problem_gambling": False,
        "has_experience_similar_to_that_of_families": False,
        "parent_of_a_child_who_uses_services": False,
        "parent_of_a_child_who_faces_barriers": False,
        "legacy_clause": YES,
        "certificate_expires_on": "2027-02-01",
        "own_experience": ["addiction", "family_member"],
    },
    "participant": {"birth_date": "2000-01-01"},
    "service": {"experience_served": "addiction"},
}


apply = asking("certification", FACTS, "peer")
legacy = asking("legacy_certification", FACTS, "peer")
serve = asking("right_peer_for_the_service", FACTS, "peer")


def renew(why, outcome, expires_on):
    expected = {"time_of_renewal": outcome, "renewal_in_time": outcome}
    given = asking("renewal_in_time", FACTS, "peer")
    return given("OR-10", why, expected, certificate_expires_on=expires_on)


def by_work(ids, why, outcome, *records, applied_on="2026-11-23", **changes):
    """By work alone: no training, and no certificate of another body."""
    alone = {"approved_training": listed(), "peer_work": listed(*records), **changes}
    expected = {"training": NOT_MET, "work_in_oregon": outcome, "certification": outcome}
    return apply(ids, why, expected, applied_on=applied_on, **alone)


NEITHER_LIST = {
    "has_received_addiction_or_mental_health_services": False,
    "specialist_kind": "family_support",
    "has_experience_similar_to_that_of_families": CLAIMED,
}

CASES = [
    apply(
        "OR-01 OR-02 OR-03 OR-05 OR-07 OR-08 OR-12",
        "with everything",
        {"certification": MET, "family_experience": NOT_APPLICABLE},
    ),
    apply("OR-01", "18 today", {"adult": MET}, birth_date="2008-11-23"),
    apply("OR-01", "18 tomorrow", {"adult": NOT_MET}, birth_date="2008-11-24"),
    apply(
        "OR-02",
        "on the list",
        {"not_excluded": NOT_MET, "certification": NOT_MET},
        is_on_the_exclusion_list=True,
    ),
    apply(
        "OR-02",
        "not on the list, and nobody knows when anybody looked",
        {"not_excluded": UNKNOWN, "certification": UNKNOWN},
        exclusion_list_checked_on=LEFT_OUT,
    ),
    apply(
        "OR-02",
        "silence",
        {"not_excluded": UNKNOWN},
        is_on_the_exclusion_list=LEFT_OUT,
        exclusion_list_checked_on=LEFT_OUT,
    ),
    apply(
        "OR-03",
        "39 hours",
        {"training": NOT_MET, "certification": NOT_MET},
        approved_training=training(39),
    ),
    apply(
        "OR-03",
        "40 hours that nobody approved",
        {"training": NOT_MET, "certification": NOT_MET},
        approved_training=training(40, approved=False),
    ),
    apply(
        "OR-03",
        "certified by a body of the right rules",
        {"training": NOT_MET, "certified_elsewhere": MET, "certification": MET},
        approved_training=listed(),
        certificate_of_another_body=certificate(),
    ),
    *(
        apply(
            "OR-03",
            f"certified elsewhere: {why}",
            {"certified_elsewhere": NOT_MET, "certification": NOT_MET},
            approved_training=listed(),
            certificate_of_another_body=other,
        )
        for why, other in (
            ("a body without approved training", certificate(trained=False)),
            ("a body that asks for 19 hours", certificate(hours=19)),
            ("the certificate ended yesterday", certificate("2026-11-22")),
        )
    ),
    apply(
        "OR-03",
        "certified elsewhere, and what that body asks for is not known",
        {"certified_elsewhere": UNKNOWN, "certification": UNKNOWN},
        approved_training=listed(),
        certificate_of_another_body=certificate(hours=None),
    ),
    by_work("OR-03", "2000 hours", MET, work(2000, "2021-11-23", "2023-11-22")),
    by_work("OR-03", "1999 hours", NOT_MET, work(1999, "2021-11-23", "2023-11-22")),
    by_work("OR-03", "in Idaho", NOT_MET, work(2000, "2021-11-23", "2023-11-22", in_oregon=False)),
    by_work("OR-03", "before the five years", NOT_MET, work(2000, "2020-01-01", "2021-11-22")),
    by_work(
        "OR-03",
        "half of two routes",
        NOT_MET,
        work(1000, "2022-01-01", "2022-12-31"),
        certificate_of_another_body=certificate(hours=10),
    ),
    by_work("OR-04", "long ago", NOT_MET, work(2000, "2004-01-01", "2006-12-31")),
    by_work(
        "OR-04",
        "long ago, and applied earlier: enough by the older text alone",
        UNKNOWN,
        work(2000, "2004-01-01", "2006-12-31"),
        applied_on=EARLIER,
    ),
    by_work(
        "OR-04",
        "after the fixed time: enough by the newer text alone",
        UNKNOWN,
        work(2000, "2019-07-01", "2021-06-30"),
        applied_on=EARLIER,
    ),
    by_work(
        "OR-04",
        "inside both, through the last day of the fixed time",
        MET,
        work(2000, "2017-05-02", "2019-06-30"),
        applied_on=EARLIER,
    ),
    by_work(
        "OR-04",
        "too few in both",
        NOT_MET,
        work(1000, "2018-01-01", "2019-06-30"),
        work(999, "2019-07-01", "2020-06-30"),
        applied_on=EARLIER,
    ),
    apply(
        "OR-05",
        "failed, and no outside entity checked",
        {"background_check": NOT_MET, "certification": NOT_MET},
        has_passed_background_check=False,
    ),
    apply(
        "OR-06",
        "checked by an entity that asks for all of it",
        {"background_check": NOT_MET, "check_by_an_outside_entity": MET, "certification": MET},
        has_passed_background_check=False,
        passed_check_of_outside_entity=True,
        outside_entity_asks_for_all_of_it=True,
    ),
    apply(
        "OR-06",
        "checked by an entity that asks for less",
        {"check_by_an_outside_entity": NOT_MET, "certification": NOT_MET},
        has_passed_background_check=False,
        passed_check_of_outside_entity=True,
    ),
    apply(
        "OR-07",
        "applied on the day before",
        {"oral_health": NOT_APPLICABLE, "certification": MET},
        applied_on="2018-08-30",
        oral_health_training=listed(),
    ),
    apply(
        "OR-07",
        "applied on the first day",
        {"oral_health": NOT_MET, "certification": NOT_MET},
        applied_on="2018-08-31",
        oral_health_training=listed(),
    ),
    *(
        apply(
            "OR-08",
            f"{part} is no: incomplete, not refused",
            {"prescribed_form": UNKNOWN, "certification": UNKNOWN},
            application=form(**{part: False}),
        )
        for part in ("is_on_the_prescribed_form", "has_all_documents")
    ),
    legacy("OR-09", "without training", {"legacy_certification": MET}, approved_training=listed()),
    legacy("OR-09", "17", {"adult": NOT_MET}, birth_date="2008-11-24"),
    legacy("OR-09", "excluded", {"not_excluded": NOT_MET}, is_on_the_exclusion_list=True),
    legacy(
        "OR-09", "not checked", {"background_check": NOT_MET}, has_passed_background_check=False
    ),
    legacy("OR-09", "no papers", {"prescribed_form": UNKNOWN}, application=listed()),
    legacy(
        "OR-09",
        "who is one is cut in the copy",
        {"legacy_applicant": UNKNOWN, "legacy_certification": UNKNOWN},
        legacy_clause=LEFT_OUT,
    ),
    renew("91 days before", NOT_MET, "2027-02-22"),
    renew("90 days before", MET, "2027-02-21"),
    renew("60 days before", MET, "2027-01-22"),
    renew("59 days before: refused or only discouraged", UNKNOWN, "2027-01-21"),
    renew("on the last day", UNKNOWN, "2026-11-23"),
    renew("a day after it", NOT_MET, "2026-11-22"),
    renew("nobody has said when it expires", UNKNOWN, LEFT_OUT),
    serve("OR-11", "addiction with addiction", {"same_experience": MET}),
    serve(
        "OR-11",
        "the same peer, another service",
        {"same_experience": NOT_MET, "right_peer_for_the_service": NOT_MET},
        service__experience_served="mental_health",
    ),
    serve(
        "OR-11",
        "the same peer, a family",
        {"same_experience": MET},
        service__experience_served="family_member",
    ),
    serve(
        "OR-11",
        "a pair that is not named",
        {"same_experience": UNKNOWN},
        service__experience_served="problem_gambling",
    ),
    serve("OR-11", "no experience", {"same_experience": NOT_MET}, own_experience=[]),
    apply(
        "OR-12",
        "none of the three",
        {"peer_experience": NOT_MET},
        has_received_addiction_or_mental_health_services=False,
    ),
    apply(
        "OR-12",
        "in recovery from problem gambling",
        {"peer_experience": MET},
        has_received_addiction_or_mental_health_services=False,
        in_recovery_from_problem_gambling=CLAIMED,
    ),
    apply(
        "OR-12",
        "in recovery from addiction, and the rule on abstinence was not read",
        {"peer_experience": UNKNOWN},
        has_received_addiction_or_mental_health_services=False,
        in_recovery_from_addiction=CLAIMED,
    ),
    apply(
        "OR-12",
        "in recovery, abstinent by that rule as the authority says",
        {"peer_experience": MET},
        has_received_addiction_or_mental_health_services=False,
        in_recovery_from_addiction=CLAIMED,
        abstinence_rule_for_staff=YES,
    ),
    *(
        apply(
            "OR-13",
            kind,
            {"family_experience": MET, "peer_experience": UNKNOWN},
            **{**NEITHER_LIST, kind: CLAIMED},
        )
        for kind in ("parent_of_a_child_who_uses_services", "parent_of_a_child_who_faces_barriers")
    ),
    apply("OR-13", "no parent", {"family_experience": NOT_MET}, **NEITHER_LIST),
    apply(
        "OR-13",
        "a parent who has used services: it makes no difference whom the other list binds",
        {"peer_experience": MET, "certification": MET},
        specialist_kind="family_support",
        has_experience_similar_to_that_of_families=CLAIMED,
        parent_of_a_child_who_uses_services=CLAIMED,
    ),
    *(
        serve(
            "OR-14",
            f"a person born on {born}, served by a specialist of 46",
            {"served_youth": outcome},
            specialist_kind="youth_support",
            participant__birth_date=born,
        )
        for born, outcome in (
            ("1996-11-24", MET),
            ("1996-11-23", UNKNOWN),
            ("1995-11-24", UNKNOWN),
            ("1995-11-23", NOT_MET),
        )
    ),
    serve(
        "OR-14",
        "a peer specialist may serve a person of 60",
        {"served_youth": NOT_APPLICABLE, "right_peer_for_the_service": MET},
        participant__birth_date="1966-01-01",
    ),
]


def decided(policy, question, **changes):
    return policy.decide(changed(FACTS, "peer", **changes), as_of=DAY, question=question)


@pytest.mark.parametrize("each", CASES, ids=lambda each: each.name)
def test_by_the_text(policy, each):
    assert outcomes(policy, each) == each.expected


def test_every_row_has_a_case():
    assert rows.covered(CASES) == rows.ids(POLICY)


def test_no_force_is_strengthened(policy):
    for id_, of in rows.by_id(policy.ledger).items():
        kinds = rows.kinds(policy, of)
        assert kinds <= {"require", "submit", "pathway"}, id_
        assert kinds, id_
        assert {row.status for row in of} <= {"encoded", "open"}, id_
    # what may be is a way beside the rule, and never a demand
    assert rows.kinds_by_id(policy)["OR-06"] == {"pathway"}


def test_no_number_is_invented(policy):
    # 1 record; 59 is the day after which 60 days before expiry are no longer left
    assert numbers(policy) == {1, 5, 18, 20, 30, 40, 59, 90, 2000}


def test_what_rests_on_second_hand_pages_alone_is_marked(policy):
    assert rows.second_hand_unsaid(policy, "training_page") == []


def test_an_answer_that_used_a_second_hand_page_is_provisional(policy):
    for question in ("certification", "right_peer_for_the_service"):
        decision = decided(policy, question)
        assert decision.outcome is pp.Outcome.MET
        assert decision.provisional


def test_the_day_of_the_check_is_asked_for(policy):
    decision = decided(policy, "certification", exclusion_list_checked_on=LEFT_OUT)
    assert [each.name for each in decision.needs()] == ["exclusion_list_checked_on"]


def test_three_routes_are_told_and_the_one_that_was_taken_is_named(policy):
    decision = decided(
        policy,
        "certification",
        approved_training=listed(),
        certificate_of_another_body=certificate(),
    )
    assert decision.finding("training").satisfied_by == "certified_elsewhere"
    assert not decision.blocking
    routes = [route for route in decision.routes if route.replaces == ("training",)]
    assert {route.pathway for route in routes} == {"", "certified_elsewhere", "work_in_oregon"}


def test_the_day_of_application_chooses_the_text_on_work_and_the_doubt_has_its_cause(policy):
    worked = {
        "approved_training": listed(),
        "peer_work": listed(work(2000, "2004-01-01", "2006-12-31")),
    }
    doubtful = decided(policy, "certification", applied_on=EARLIER, **worked)
    assert Cause.DAY_OF_CHANGE in causes(doubtful.finding("work_in_oregon"))
    settled = decided(policy, "certification", **worked)
    assert places(settled.finding("work_in_oregon")) == {"route 3"}


def test_a_record_that_reaches_over_the_end_of_the_fixed_time_is_for_the_authority(policy):
    reaching_over = {
        "approved_training": listed(),
        "peer_work": listed(work(2000, "2018-01-01", "2020-12-31")),
        "applied_on": "2010-01-04",
    }
    # applied before 2019: the newer text finds nothing in its five years
    told = decided(
        policy, "certification", hours_inside_of_records_that_reach_over=NO, **reaching_over
    )
    assert told.finding("work_in_oregon").outcome is pp.FindingOutcome.NOT_MET
    waiting = decided(policy, "certification", **reaching_over)
    assert waiting.finding("work_in_oregon").outcome is pp.FindingOutcome.UNKNOWN
    assert (AUTHORITY, "hours_inside_of_records_that_reach_over") in {
        (r.who, r.what) for r in waiting.referrals
    }


def test_59_days_before_expiry_is_for_the_authority(policy):
    decision = decided(policy, "renewal_in_time", certificate_expires_on="2027-01-21")
    assert causes(decision.finding("time_of_renewal")) == {Cause.READINGS_DIFFER}
    assert [(r.who, r.what) for r in decision.referrals] == [
        (AUTHORITY, "sixty_to_ninety_days_before")
    ]


def test_training_that_is_one_hour_short_can_be_made_up(policy):
    decision = decided(policy, "certification", approved_training=training(39))
    assert {finding.id for finding in decision.blocking} == {
        "training",
        "certified_elsewhere",
        "work_in_oregon",
    }
    assert decision.finding("training").shortfall == pp.Interval(1, 1)
    assert [step.name for step in decision.remedies().plan.steps] == ["approved_training"]
