"""North Carolina, certificate and service: cases worked by hand from pages, a bulletin and notices.

NC-01 to NC-35 are the rows. Two official texts of one week differ on NC-21; pages of the
certification program differ by version; a managing entity raises the cap of NC-23 from a day on
(NC-33).
"""

from __future__ import annotations

from datetime import date

import pytest

import peerpolicy as pp
from peerpolicy.library import shipped_source
from peerpolicy.outcome import Cause
from peerpolicy.quantity import Interval, exact
from tests.policies import rows
from tests.policies.cases import asking, causes, changed, listed, numbers, outcomes, places
from tests.policies.words import DAY, LEFT_OUT, MET, NOT_APPLICABLE, NOT_MET, UNKNOWN

POLICY = "us/nc/certified_peer_support"
BACKGROUND = {"NC-08", "NC-14"}
NOT_BINDING = {
    "NC-10": {"permit"},
    "NC-28": {"scope"},
    "NC-32": {"permit"},
    "NC-33": {"permit", "limit"},
}
MARKED = {
    "adult",
    "education",
    "recovery",
    "roles_of_the_referees",
    "course_after_a_lapse",
    "accreditation",
    "order_by_a_clinician",
    "unmanaged_units",
    "unmanaged_units_of_partners",
    "units_of_the_transition",
    "looser_local_limit",
}
ORDER = (
    "full_name",
    "date_of_birth",
    "service_ordered",
    "diagnosis_code",
    "signature_of_the_practitioner",
    "credential_of_the_practitioner",
)
FIRST_OF_JULY = "2026-07-01"


def course(hours=50, on="2026-06-12", approved=True):
    return {"completed_on": on, "hours": hours, "is_approved": approved}


def trained(hours, on="2026-07-06"):
    return listed({"completed_on": on, "hours": hours})


def paper(**said):
    return listed({"received_on": "2026-11-02", **said})


def filed(signed=True):
    return listed({"filed_on": "2026-09-01", "is_signed_by_the_trainer": signed})


def certificate(issued_on, granted_on=None):
    return {"issued_on": issued_on, "granted_on": granted_on or issued_on}


def referee(name, since="2025-11-23", recovery=True):
    return {"id": name, "known_since": since, "knows_of_the_recovery": recovery}


def order(**said):
    return paper(**{**dict.fromkeys(ORDER, True), **said})


def units(asked, *before, on=DAY):
    entries = [{"served_on": day, "units": amount} for day, amount in before]
    requested = [{"served_on": on.isoformat(), "units": asked}]
    return listed(*entries, requested=requested, through=on.isoformat())


def approved(amount, given_on="2026-11-02", by="managing_entity", last="2026-12-31"):
    span = {"starts_on": "2026-11-02", "ends_on": last}
    return listed({"given_on": given_on, "given_by": by, "units": amount, **span})


CURRENT = {"shows_continuous_and_current_recovery": True}

FACTS = {
    "evidence": "verified",
    "peer": {
        "birth_date": "1990-05-01",
        "has_high_school_diploma": True,
        "has_ged": False,
        "has_another_equivalent": False,
        "diploma_paper": paper(),
        "ged_paper": listed(),
        "transcript": listed(),
        "equivalent_paper": listed(),
        "recovery_since": "2020-05-01",
        "approved_course": listed(course()),
        "related_training": trained(20),
        "first_reference": paper(),
        "second_reference": paper(),
        "referee": listed(referee("anna", recovery=False), referee("ben")),
        "signed_code_of_ethics": listed({"signed_on": "2026-11-02"}),
        "fee_paid": 20,
        "certificate_of_another_state": listed(),
        # a designation, a lapse, a renewal
        "discharge_form": paper(),
        "military_identification": listed(),
        "military_course": trained(8),
        "lapsed_on": "2020-06-30",
        "last_certified_on": "2024-11-10",
        "nc_certificate": listed(certificate("2024-11-10")),
        "later_education": trained(20, on="2025-06-01"),
        "form_on_current_recovery": paper(**CURRENT),
        "second_form_on_current_recovery": paper(**CURRENT),
        "works_under_partners": True,
        "training_certificate": filed(),
    },
    "participant": {
        "managing_entity": "alliance",
        "funding": "medicaid",
        "order_signed_on": "2026-11-23",
        "order_signed_by": "physician",
        "order_stands_alone": True,
        "first_day_of_service": "2026-11-23",
        "service_order": order(),
        "assessment_completed_on": "2026-11-20",
        "clinical_information_documented_on": "2026-11-20",
        "peer_support": units(24),
        "authorization": listed(),
    },
    "service": {
        "setting": "residence",
        "is_first_response": False,
        "is_group": True,
        "beneficiaries_in_the_group": 12,
        "facilitators": 1,
        "billed_as": "h0038",
        "paid_for_each_unit": "11.97",
    },
    "peer_program": {
        "director": listed(
            {"id": "dolores", "is_qualified_professional": True, "works_full_time": True}
        ),
        "qualified_professionals": 1,
        "peer_specialists": 8,
        "average_qualified_professionals": 1,
        "average_peer_specialists": 8,
        "beneficiaries_served": 96,
        "coordinates_first_responders": True,
        "national_accreditation": listed({"issued_on": "2020-11-01", "expires_on": "2026-11-23"}),
    },
    "managing_entity_rule": {"unmanaged_units_set": 24},
}


apply = asking("certification", FACTS, "peer")
again = asking("reinstatement", FACTS, "peer")
designate = asking("veteran_designation", FACTS, "peer")
provide = asking("may_provide", FACTS, "peer")
staff = asking("program_in_order", FACTS, "peer_program")
serve = asking("service_in_order", FACTS, "service")
ordered = asking("service_in_order", FACTS, "participant")
ask = asking("authorization_request", FACTS, "participant")
pay = asking("payable_units", FACTS, "participant")
bill = asking("rate_of_the_plan", FACTS, "service")


def renew(*said, on=date(2026, 11, 30), **changes):
    return asking("recertification", FACTS, "peer")(*said, on=on, **changes)


def local(ids, why, outcome, number):
    expected = {"looser_local_limit": outcome, "local_limit": outcome}
    given = asking("local_limit", FACTS, "managing_entity_rule")
    return given(ids, why, expected, unmanaged_units_set=number)


def partners(ids, why, expected, on, asked=70, funding="medicaid"):
    return pay(
        ids,
        why,
        expected,
        on=on,
        managing_entity="partners",
        funding=funding,
        peer_support=units(asked, on=on),
    )


CASES = [
    apply(
        "NC-01 NC-02 NC-03 NC-04 NC-05 NC-06 NC-07",
        "with everything",
        {"certification": MET, "no_reciprocity": NOT_APPLICABLE},
    ),
    apply("NC-01", "18 today", {"adult": MET}, birth_date="2008-11-23"),
    apply(
        "NC-01",
        "18 tomorrow",
        {"adult": NOT_MET, "certification": NOT_MET},
        birth_date="2008-11-24",
    ),
    apply(
        "NC-02",
        "neither diploma nor equivalent",
        {"education": NOT_MET, "certification": NOT_MET},
        has_high_school_diploma=False,
    ),
    apply(
        "NC-02",
        "another equivalent, with its paper",
        {"education": MET, "proof_of_education": MET},
        has_high_school_diploma=False,
        has_another_equivalent=True,
        diploma_paper=listed(),
        equivalent_paper=paper(),
    ),
    apply("NC-02", "no paper of it", {"proof_of_education": UNKNOWN}, diploma_paper=listed()),
    *(
        apply(
            "NC-02",
            f"a transcript, sealed: {sealed}, signed: {signed}",
            {"proof_of_education": MET if sealed and signed else UNKNOWN},
            diploma_paper=listed(),
            transcript=paper(is_sealed=sealed, is_signed=signed),
        )
        for sealed, signed in ((True, True), (False, True), (True, False))
    ),
    apply("NC-03", "a year today", {"recovery": MET}, recovery_since="2025-11-23"),
    apply(
        "NC-03",
        "a year tomorrow",
        {"recovery": NOT_MET, "certification": NOT_MET},
        recovery_since="2025-11-24",
    ),
    apply(
        "NC-04",
        "49 hours: enough by one page, not by the other",
        {"course": UNKNOWN},
        approved_course=listed(course(49)),
    ),
    apply(
        "NC-04",
        "39 hours: short by both",
        {"course": NOT_MET, "certification": NOT_MET},
        approved_course=listed(course(39)),
    ),
    apply(
        "NC-04",
        "fifty hours that nobody approved",
        {"course": NOT_MET},
        approved_course=listed(course(approved=False)),
    ),
    apply("NC-04", "19 related hours", {"related_hours": NOT_MET}, related_training=trained(19)),
    apply(
        "NC-05",
        "one reference: incomplete, not refused",
        {"two_references": UNKNOWN, "certification": UNKNOWN},
        second_reference=listed(),
    ),
    *(
        apply("NC-05", why, {"two_references": MET, "roles_of_the_referees": outcome}, referee=of)
        for why, outcome, of in (
            (
                "nobody knows of the recovery",
                NOT_MET,
                listed(referee("anna", recovery=False), referee("ben", recovery=False)),
            ),
            (
                "one would do for both, the other for neither",
                NOT_MET,
                listed(referee("anna"), referee("ben", "2025-11-24", recovery=False)),
            ),
            (
                "one does for both, the other for one of them",
                MET,
                listed(referee("anna"), referee("ben", "2025-11-24")),
            ),
            ("one alone on a list that may lack one", UNKNOWN, [referee("anna")]),
        )
    ),
    again(
        "NC-05",
        "after a lapse: one has known for a day less than a year",
        {"both_known_for_a_year": NOT_MET, "reinstatement": NOT_MET},
        referee=listed(referee("anna"), referee("ben", "2025-11-24")),
    ),
    apply("NC-06", "no code signed", {"code_of_ethics": UNKNOWN}, signed_code_of_ethics=listed()),
    apply("NC-07", "19 dollars", {"fee": NOT_MET}, fee_paid=19),
    apply(
        "NC-07",
        "15 dollars on the day before the newer page was read",
        {"fee": UNKNOWN},
        on=date(2026, 11, 22),
        fee_paid=15,
    ),
    apply(
        "NC-07",
        "14 dollars are too few by each page",
        {"fee": NOT_MET},
        on=date(2026, 11, 22),
        fee_paid=14,
    ),
    apply(
        "NC-09",
        "certified elsewhere, and short of hours here",
        {"no_reciprocity": NOT_MET, "certification": NOT_MET},
        certificate_of_another_state=listed(
            {"issued_on": "2025-01-01", "expires_on": "2027-12-31"}
        ),
        approved_course=listed(course(30)),
    ),
    apply(
        "NC-09",
        "certified elsewhere, and everything is there",
        {"no_reciprocity": MET, "certification": MET},
        certificate_of_another_state=listed(
            {"issued_on": "2025-01-01", "expires_on": "2027-12-31"}
        ),
    ),
    designate("NC-10", "the form and eight hours", {"veteran_designation": MET}),
    designate("NC-10", "seven hours", {"designation": NOT_MET}, military_course=trained(7)),
    designate(
        "NC-10",
        "military identification in place of the form",
        {"designation": MET},
        discharge_form=listed(),
        military_identification=paper(),
    ),
    designate("NC-10", "neither paper", {"designation": NOT_MET}, discharge_form=listed()),
    renew("NC-11 NC-12", "the last day of the month", {"recertification": MET}),
    provide(
        "NC-11",
        "any day of November 2024 runs through November 2026",
        {"certified": MET, "may_provide": MET},
        on=date(2026, 11, 30),
        nc_certificate=listed(certificate("2024-11-01")),
    ),
    provide(
        "NC-11",
        "the first of December is too late",
        {"certified": NOT_MET, "may_provide": NOT_MET},
        on=date(2026, 12, 1),
        nc_certificate=listed(certificate("2024-11-30")),
    ),
    renew(
        "NC-12",
        "nineteen hours",
        {"later_hours": NOT_MET, "recertification": NOT_MET},
        later_education=trained(19, on="2025-06-01"),
    ),
    renew(
        "NC-12",
        "on the day of the last certification",
        {"later_hours": NOT_MET},
        later_education=trained(20, on="2024-11-10"),
    ),
    renew(
        "NC-12",
        "the day after it",
        {"later_hours": MET},
        later_education=trained(20, on="2024-11-11"),
    ),
    renew(
        "NC-13",
        "one form, while nobody knows which page held",
        {"references_again": UNKNOWN, "recertification": UNKNOWN},
        on=date(2026, 11, 22),
        second_form_on_current_recovery=listed(),
    ),
    renew("NC-13", "both forms", {"references_again": MET}, on=date(2026, 11, 22)),
    renew(
        "NC-13",
        "no form, and the program says that the newer page held",
        {"references_again": MET},
        on=date(2026, 11, 22),
        form_on_current_recovery=listed(),
        older_page_no_longer_held={
            "attested": {"by": "certification_program", "on": "2026-11-20"},
            "value": True,
        },
    ),
    *(
        provide(
            "NC-15",
            f"granted on 20 October, on {day}",
            {"certified": outcome},
            on=date.fromisoformat(day),
            nc_certificate=listed(
                certificate("2024-09-05"), certificate("2026-10-01", "2026-10-20")
            ),
        )
        for day, outcome in (
            ("2026-09-30", MET),
            ("2026-10-01", NOT_MET),
            ("2026-10-19", NOT_MET),
            ("2026-10-20", MET),
        )
    ),
    *(
        renew("NC-16", f"due on 30 November, on {day}", {"not_lapsed": outcome}, on=day)
        for day, outcome in (
            (date(2026, 11, 30), MET),
            (date(2026, 12, 1), UNKNOWN),
            (date(2026, 12, 30), UNKNOWN),
            (date(2026, 12, 31), NOT_MET),
        )
    ),
    *(
        again(
            "NC-17",
            f"lapsed on {lapse}, course of {taken}",
            {"course_after_a_lapse": outcome},
            lapsed_on=lapse,
            approved_course=listed(course(40, on=taken)),
        )
        for lapse, taken, outcome in (
            ("2020-06-30", "2010-06-12", MET),
            ("2020-07-01", "2010-06-12", NOT_MET),
            ("2020-07-01", "2024-11-22", NOT_MET),
            ("2020-07-01", "2024-11-23", MET),
            ("2026-08-31", "2026-09-30", MET),
            ("2026-08-31", "2026-08-30", UNKNOWN),
        )
    ),
    again(
        "NC-17",
        "the day of the lapse is not known, and the course is an old one",
        {"course_after_a_lapse": UNKNOWN},
        lapsed_on=LEFT_OUT,
        approved_course=listed(course(40, on="2010-06-12")),
    ),
    again(
        "NC-17",
        "39 hours fail each rule",
        {"course_after_a_lapse": NOT_MET},
        lapsed_on=LEFT_OUT,
        approved_course=listed(course(39, on="2026-09-30")),
    ),
    again("NC-18", "twenty hours after it", {"related_hours_after": MET, "reinstatement": MET}),
    again(
        "NC-18",
        "on the day of it",
        {"related_hours_after": NOT_MET, "reinstatement": NOT_MET},
        related_training=trained(20, on="2024-11-10"),
    ),
    staff("NC-19 NC-20 NC-21 NC-29 NC-31", "by the bulletin", {"program_in_order": MET}),
    staff(
        "NC-19",
        "one is the professional, another works full time",
        {"director_of_the_program": NOT_MET},
        director=listed(
            {"id": "a", "is_qualified_professional": True, "works_full_time": False},
            {"id": "b", "is_qualified_professional": False, "works_full_time": True},
        ),
    ),
    staff(
        "NC-20",
        "nine today, eight on average",
        {"specialists_of_a_professional": UNKNOWN},
        peer_specialists=9,
    ),
    staff(
        "NC-20",
        "nine in each reading",
        {"specialists_of_a_professional": NOT_MET},
        peer_specialists=9,
        average_peer_specialists=9,
    ),
    staff(
        "NC-20",
        "sixteen under two professionals, on average under one and a half",
        {"specialists_of_a_professional": UNKNOWN},
        qualified_professionals=2,
        peer_specialists=16,
        average_qualified_professionals="1.5",
        average_peer_specialists=16,
    ),
    *(
        staff(
            "NC-21",
            f"{number} beneficiaries and eight specialists",
            {"beneficiaries_of_a_specialist": outcome, "program_in_order": outcome},
            beneficiaries_served=number,
        )
        for number, outcome in ((96, MET), (97, UNKNOWN), (120, UNKNOWN), (121, NOT_MET))
    ),
    serve("NC-22 NC-25 NC-28 NC-29", "a group of twelve", {"service_in_order": MET}),
    serve(
        "NC-22",
        "a group of thirteen",
        {"group_size": NOT_MET, "service_in_order": NOT_MET},
        beneficiaries_in_the_group=13,
    ),
    serve(
        "NC-22",
        "24 with two facilitators",
        {"group_size": MET},
        beneficiaries_in_the_group=24,
        facilitators=2,
    ),
    serve("NC-22", "how many facilitate was not said", {"group_size": UNKNOWN}, facilitators=None),
    serve("NC-22", "no group", {"group_size": NOT_APPLICABLE}, is_group=False),
    pay("NC-23", "24 units", {"unmanaged_units": MET, "payable_units": MET}),
    pay(
        "NC-23",
        "25 units",
        {"unmanaged_units": NOT_MET, "payable_units": NOT_MET},
        peer_support=units(25),
    ),
    pay(
        "NC-23",
        "units of June belong to another fiscal year",
        {"unmanaged_units": MET},
        peer_support=units(24, ("2026-06-30", 24)),
    ),
    pay(
        "NC-23",
        "units of the first of July belong to this one",
        {"unmanaged_units": NOT_MET},
        peer_support=units(24, (FIRST_OF_JULY, 1)),
    ),
    pay(
        "NC-23",
        "the year goes on over New Year",
        {"unmanaged_units": NOT_MET},
        on=date(2027, 1, 4),
        peer_support=units(24, ("2026-12-31", 1), on=date(2027, 1, 4)),
    ),
    pay(
        "NC-24",
        "one more, approved beforehand",
        {"unmanaged_units": MET, "payable_units": MET},
        peer_support=units(25),
        authorization=approved(1),
    ),
    pay(
        "NC-24",
        "two more, and one approved",
        {"unmanaged_units": NOT_MET},
        peer_support=units(26),
        authorization=approved(1),
    ),
    pay(
        "NC-24",
        "approved for days before",
        {"unmanaged_units": NOT_MET},
        peer_support=units(25),
        authorization=approved(1, last="2026-11-22"),
    ),
    pay(
        "NC-24",
        "approved by somebody else",
        {"unmanaged_units": NOT_MET},
        peer_support=units(25),
        authorization=approved(1, by="agency"),
    ),
    ordered(
        "NC-25",
        "signed the day after",
        {"order_in_time": NOT_MET, "service_in_order": NOT_MET},
        order_signed_on="2026-11-24",
    ),
    ordered("NC-25", "never signed", {"order_in_time": NOT_MET}, order_signed_on={"absent": True}),
    ordered(
        "NC-25",
        "signed by somebody without a license",
        {"order_by_a_clinician": NOT_MET},
        order_signed_by="other",
    ),
    ask("NC-26 NC-27", "both three days before", {"authorization_request": MET}),
    ask(
        "NC-26",
        "assessed on the day of the request",
        {"assessment": UNKNOWN},
        assessment_completed_on="2026-11-23",
    ),
    ask(
        "NC-26",
        "not assessed",
        {"assessment": NOT_MET, "authorization_request": NOT_MET},
        assessment_completed_on={"absent": True},
    ),
    ask(
        "NC-27",
        "documented on the day of the request",
        {"plan": UNKNOWN},
        clinical_information_documented_on="2026-11-23",
    ),
    ask(
        "NC-27",
        "documented the day after",
        {"plan": NOT_MET},
        clinical_information_documented_on="2026-11-24",
    ),
    *(
        serve("NC-28", f"in: {place}", {"places_of_service": outcome}, setting=place)
        for place, outcome in (
            ("community", MET),
            ("emergency_department", MET),
            ("office", MET),
            ("other", UNKNOWN),
        )
    ),
    serve(
        "NC-29",
        "as the first responder",
        {"first_response": NOT_MET, "service_in_order": NOT_MET},
        is_first_response=True,
    ),
    staff(
        "NC-29",
        "nobody coordinates",
        {"first_responders": NOT_MET},
        coordinates_first_responders=False,
    ),
    bill("NC-30", "one person", {"rate_of_the_plan": MET}),
    bill("NC-30", "a cent more", {"rate": NOT_MET}, paid_for_each_unit="11.98"),
    bill(
        "NC-30",
        "a group",
        {"rate": MET},
        billed_as="h0038_hq",
        paid_for_each_unit="2.88",
    ),
    bill(
        "NC-30",
        "a group at the rate of one",
        {"rate": NOT_MET},
        billed_as="h0038_hq",
    ),
    bill(
        "NC-30",
        "the rates of another plan were not read",
        {"rate": NOT_APPLICABLE, "rate_of_the_plan": UNKNOWN},
        participant__managing_entity="other",
    ),
    staff(
        "NC-31",
        "not accredited on the day on which it must be",
        {"accreditation": NOT_MET},
        on=date(2020, 11, 1),
        national_accreditation=listed(),
    ),
    staff(
        "NC-31",
        "not accredited on the last day of the year of grace",
        {"program_in_order": MET},
        on=date(2020, 10, 31),
        national_accreditation=listed(),
    ),
    local("NC-32", "as many as the state", MET, 24),
    local("NC-32", "more", MET, 64),
    local("NC-32", "one fewer", NOT_MET, 23),
    partners(
        "NC-33",
        "on the day before: 24",
        {"unmanaged_units": NOT_MET, "unmanaged_units_of_partners": NOT_APPLICABLE},
        date(2020, 2, 16),
        asked=25,
    ),
    partners(
        "NC-33",
        "on the day: 64",
        {"unmanaged_units": NOT_APPLICABLE, "unmanaged_units_of_partners": MET},
        date(2020, 2, 17),
        asked=64,
    ),
    partners("NC-33", "65", {"unmanaged_units_of_partners": NOT_MET}, date(2020, 2, 17), asked=65),
    partners(
        "NC-33",
        "state funds in the transition: no number",
        {"payable_units": MET, "units_of_the_transition": MET},
        date(2020, 3, 31),
        funding="state_funds",
    ),
    partners(
        "NC-33",
        "state funds after it: 64",
        {"payable_units": NOT_MET, "unmanaged_units_of_partners": NOT_MET},
        date(2020, 4, 1),
        funding="state_funds",
    ),
    *(
        ordered(
            "NC-34",
            f"no {part}: incomplete, not refused",
            {"parts_of_the_order": UNKNOWN, "service_in_order": UNKNOWN},
            managing_entity="partners",
            service_order=order(**{part: False}),
        )
        for part in ORDER
    ),
    ordered(
        "NC-34",
        "the order is part of another paper",
        {"parts_of_the_order": NOT_APPLICABLE},
        managing_entity="partners",
        order_stands_alone=False,
    ),
    provide("NC-35", "signed by the trainer", {"certificate_in_the_file": MET}),
    provide(
        "NC-35",
        "not signed: incomplete, not refused",
        {"certificate_in_the_file": UNKNOWN},
        training_certificate=filed(signed=False),
    ),
    provide(
        "NC-35",
        "not in the file: incomplete, not refused",
        {"certificate_in_the_file": UNKNOWN, "may_provide": UNKNOWN},
        training_certificate=listed(),
    ),
    provide(
        "NC-35",
        "a provider of another plan",
        {"certificate_in_the_file": NOT_APPLICABLE, "may_provide": MET},
        works_under_partners=False,
        training_certificate=listed(),
    ),
]


@pytest.mark.parametrize("each", CASES, ids=lambda each: each.name)
def test_by_the_text(policy, each):
    assert outcomes(policy, each) == each.expected


def test_every_row_but_background_has_a_case():
    assert rows.covered(CASES) == rows.ids(POLICY) - BACKGROUND


def test_no_force_is_strengthened(policy):
    for id_, found in rows.kinds_by_id(policy).items():
        assert bool(found) == (id_ not in BACKGROUND), id_
        assert "advise" not in found, id_
        assert ("permit" in found or "scope" in found) == (id_ in NOT_BINDING), id_
        assert found == NOT_BINDING.get(id_, found), id_
    assert {row.reason for id_ in BACKGROUND for row in rows.by_id(policy.ledger)[id_]} == {
        "background"
    }


def test_no_number_is_invented(policy):
    # hours, days, ratios and units of the rows; 1 year of recovery, 2 years of a course
    assert numbers(policy) == {1, 2, 8, 12, 15, 18, 20, 24, 40}
    offered = {
        offer.amount
        for parameter in policy.program.parameters
        for row in parameter.rows
        for offer in row.offers
    }
    assert offered == {40, 50, 15, 20, 24, 64, exact("11.97"), exact("2.88")}


def test_what_is_second_hand_or_rests_on_a_choice_is_marked(policy):
    assert rows.marked(policy) == MARKED
    for place in ("personal requirements, 1", "personal requirements, recovery", "unmanaged units"):
        notes = {row.note for row in policy.ledger if row.locator == place}
        assert any("second-hand" in note for note in notes), place


# ---------------------------------------------------------------- what the program reports


def test_two_official_texts_differ_and_both_are_cited(policy):
    facts = changed(FACTS, peer_program__beneficiaries_served=100)
    decision = policy.decide(facts, as_of=DAY, question="program_in_order")
    finding = decision.finding("beneficiaries_of_a_specialist")
    assert causes(finding) == {Cause.READINGS_DIFFER}
    assert {c.source for c in finding.citation} >= {"bulletin", "alliance_notice"}
    assert ("nc_medicaid", "specialist_to_beneficiaries") in {
        (r.who, r.what) for r in decision.referrals
    }


def test_late_recertification_is_a_conflict_of_pages(policy):
    decision = policy.decide(FACTS, as_of=date(2026, 12, 1), question="recertification")
    finding = decision.finding("not_lapsed")
    assert causes(finding) == {Cause.READINGS_DIFFER}
    assert {"recertification_page", "late_page", "lapsed_page"} == {
        c.source for c in finding.citation
    }
    assert "late recertification" in places(finding)


def test_the_day_of_the_lapse_chooses_the_text(policy):
    cited = {}
    for lapse in ("2020-06-30", "2020-07-01"):
        facts = changed(FACTS, peer__lapsed_on=lapse)
        found = policy.decide(facts, as_of=DAY, question="reinstatement")
        cited[lapse] = places(found.finding("course_after_a_lapse"))
    assert cited == {"2020-06-30": {"lapse"}, "2020-07-01": {"July 1, 2020", "6"}}


def test_without_the_day_of_the_lapse_it_is_asked_for(policy):
    old = listed(course(40, on="2010-06-12"))
    facts = changed(FACTS, peer__lapsed_on=LEFT_OUT, peer__approved_course=old)
    decision = policy.decide(facts, as_of=DAY, question="reinstatement")
    assert "lapsed_on" in {need.name for need in decision.needs()}


def test_units_beyond_the_cap_are_counted_in_the_fiscal_year(policy):
    facts = changed(
        FACTS, participant__peer_support=units(30, ("2026-06-30", 9), ("2026-07-01", 4))
    )
    decision = policy.decide(facts, as_of=DAY, question="payable_units")
    assert (decision.answer, decision.answer_unit) == (Interval.exactly(20), "units")
    (limit,) = decision.limits
    assert (limit.id, limit.cap, limit.period) == ("unmanaged_units", 24, "state_fiscal_year")
    assert limit.used == Interval.exactly(4)
    assert limit.excess == Interval.exactly(10)
    assert limit.unlocked_by.approval == "authorization"
    assert limit.unlocked_by.beforehand
    assert ("state_fiscal_year", "cited") in {(c.name, c.basis) for c in decision.conventions}


def test_an_approval_adds_its_amount(policy):
    facts = changed(
        FACTS, participant__peer_support=units(40), participant__authorization=approved(10)
    )
    decision = policy.decide(facts, as_of=DAY, question="payable_units")
    assert decision.answer == Interval.exactly(34)


def test_earlier_services_have_drawn_on_the_approval(policy):
    facts = changed(
        FACTS,
        participant__peer_support=units(10, (FIRST_OF_JULY, 24), ("2026-11-10", 6)),
        participant__authorization=approved(10),
    )
    decision = policy.decide(facts, as_of=DAY, question="payable_units")
    assert decision.answer == Interval.exactly(4)
    (line,) = decision.payable
    assert (line.day, line.payable) == (DAY, Interval.exactly(4))


def test_whose_number_holds_hangs_on_the_plan(policy):
    facts = changed(
        FACTS, participant__managing_entity=LEFT_OUT, participant__peer_support=units(70)
    )
    decision = policy.decide(facts, as_of=DAY, question="payable_units")
    assert decision.outcome is pp.Outcome.UNKNOWN
    assert decision.answer.low == 24
    assert decision.answer.high >= 64
    assert "managing_entity" in {need.name for need in decision.needs()}


def test_a_local_number_below_that_of_the_state_is_refused_when_the_file_is_checked():
    text = shipped_source(POLICY).text.replace("is 64 units cite", "is 23 units cite")
    with pytest.raises(pp.PolicyError) as caught:
        pp.loads(text)
    assert [d.code for d in caught.value.diagnostics] == ["PP315"]


def test_state_funded_units_had_no_number_before_april_2020(policy):
    on = date(2020, 3, 31)
    facts = changed(
        FACTS,
        "participant",
        managing_entity="partners",
        funding="state_funds",
        peer_support=units(70, on=on),
    )
    decision = policy.decide(facts, as_of=on, question="payable_units")
    assert decision.answer == Interval.exactly(70)
    assert decision.provisional


def test_before_the_policy_began_nothing_is_answered_about_programs(policy):
    with pytest.raises(pp.NotInForceError):
        policy.decide(FACTS, as_of=date(2019, 10, 31), question="program_in_order")
