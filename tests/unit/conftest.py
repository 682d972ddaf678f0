"""A small schema with every kind of record, built by hand."""

from __future__ import annotations

import pytest

from peerpolicy.ir.schema import (
    Age,
    AmountOf,
    Approval,
    ChoiceOf,
    Choices,
    Credential,
    DateValue,
    Document,
    Entity,
    Entry,
    Fact,
    Field,
    Measure,
    ReferenceTo,
    Registry,
    Relation,
    Role,
    Schema,
    Sensitivity,
    SetOf,
    WordValue,
    YesNo,
)

PERSONAL = Sensitivity.PERSONAL


def _facts() -> tuple[Fact, ...]:
    return (
        Fact("birth_date", "person", DateValue(), PERSONAL, asked="What is your date of birth?"),
        Fact("has_email", "person", YesNo(), PERSONAL, asked="Do you have an email address?"),
        Fact("middle_name", "person", WordValue(), PERSONAL, may_be_absent=True),
        Fact("employment", "peer", ChoiceOf("employment_kinds"), PERSONAL, asked="For whom?"),
        Fact("worked_in", "peer", SetOf("areas"), PERSONAL),
        Fact("hours_a_week", "peer", AmountOf("hours"), PERSONAL),
        Fact("first_service_on", "peer", DateValue(), PERSONAL),
        Fact("enrolled", "participant", YesNo(), Sensitivity.HEALTH),
        Fact("peer", "service", ReferenceTo("peer"), PERSONAL),
        Fact("act", "service", ChoiceOf("acts"), PERSONAL),
    )


def _records() -> tuple[Entry | Credential | Role | Relation | Approval | Document, ...]:
    day = DateValue()
    return (
        Entry(
            "training",
            "person",
            (
                Field("completed_on", day),
                Field("hours", AmountOf("hours")),
                Field("curriculum", ChoiceOf("curricula")),
            ),
            PERSONAL,
            first="completed_on",
            last="completed_on",
            amount="hours",
        ),
        Entry(
            "experience",
            "person",
            (
                Field("started_on", day),
                Field("ended_on", day, may_be_absent=True),
                Field("area", ChoiceOf("areas")),
            ),
            Sensitivity.LIVED_EXPERIENCE,
            first="started_on",
            last="ended_on",
            time_in_total=True,
        ),
        Entry(
            "supervision",
            "peer",
            (Field("held_on", day), Field("supervisor", ReferenceTo("supervisor"))),
            PERSONAL,
            first="held_on",
            last="held_on",
            count="meetings",
        ),
        Credential(
            "license",
            "person",
            (
                Field("issued_on", day),
                Field("expires_on", day, may_be_absent=True),
                Field("issued_by", WordValue()),
            ),
            PERSONAL,
            first="issued_on",
            last="expires_on",
        ),
        Role("supervisor", "peer", (), PERSONAL),
        Role("mentor", "supervisor", (), PERSONAL),
        Role("mentor", "mentor", (), PERSONAL),
        Relation(
            "responsible_for", "person", (Field("to", WordValue()),), PERSONAL, other="person"
        ),
        Document(
            "resume",
            "person",
            (Field("received_on", day), Field("goals", YesNo())),
            PERSONAL,
            parts=("goals",),
            first="received_on",
        ),
        Entry(
            "support",
            "participant",
            (Field("served_on", day), Field("units", AmountOf("units"))),
            Sensitivity.HEALTH,
            first="served_on",
            last="served_on",
            amount="units",
        ),
        Approval(
            "extra_units",
            "participant",
            (
                Field("given_on", day),
                Field("given_by", WordValue()),
                Field("starts_on", day),
                Field("ends_on", day),
                Field("units", AmountOf("units")),
            ),
            Sensitivity.HEALTH,
            entry="support",
            giver="officer",
            dated="given_on",
            first="starts_on",
            last="ends_on",
            amount="units",
        ),
    )


@pytest.fixture(scope="session")
def small_schema() -> Schema:
    """Two persons and a service, with each kind of fact and record once."""
    return Schema(
        entities=(Entity("peer", True), Entity("participant", True), Entity("service", False)),
        facts=_facts(),
        ages=(Age("age", "person", "birth_date", PERSONAL),),
        records=_records(),
        choices={
            "employment_kinds": Choices(
                "employment_kinds",
                {"agency_staff": "employed by an agency", "self_employed": "self-employed"},
            ),
            "curricula": Choices("curricula", {"basics": "the basics"}, others=True),
            "areas": Choices("areas", {"home": "at home", "work": "at work"}),
            "acts": Choices("acts", {"advice": "advice"}, others=True),
        },
        measures={
            "hours": Measure("hours", "hour", "hours", 1),
            "units": Measure("units", "unit", "units", 1),
            "meetings": Measure("meetings", "meeting", "meetings", 1, is_count=True),
        },
        registries={
            "approved": Registry("approved", "curricula", "completed_on", from_facts=True),
            "kept_here": Registry("kept_here", "curricula", None, from_facts=False),
        },
        judgements=(("peer", "well_grounded"),),
    )


@pytest.fixture(scope="session")
def full_facts() -> dict[str, object]:
    """JSON-ready facts that use every form there is, at least once."""
    return {
        "evidence": "verified",
        "peer": {
            "birth_date": "1990-05-01",
            "has_email": {"value": True, "evidence": "claimed"},
            "middle_name": {"absent": True, "evidence": "shown"},
            "employment": {"not_known": True},
            "worked_in": ["work", "home", "work"],
            "hours_a_week": 37.5,
            "first_service_on": None,
            "training": {
                "entries": [
                    {"completed_on": "2025-02-01", "hours": 7.1, "curriculum": "basics"},
                    {"completed_on": None, "hours": "20", "evidence": "shown"},
                ],
                "complete": True,
            },
            "experience": [{"started_on": "2020-01-01", "ended_on": {"absent": True}}],
            "supervision": {
                "entries": [{"held_on": "2026-10-08", "supervisor": "anna"}],
                "complete_through": "2026-11-23",
                "evidence": "shown",
            },
            "supervisor": {
                "entries": [
                    {
                        "id": "anna",
                        "evidence": "shown",
                        "has_email": True,
                        "license": {"entries": [{"issued_on": "2020-01-01"}], "complete": True},
                        "mentor": [{"id": "bea", "birth_date": "1970-01-01"}],
                    }
                ],
                "complete": True,
            },
            "responsible_for": {"entries": [], "complete": True},
            "resume": [{"received_on": "2026-01-02", "goals": True}],
            "well_grounded": {
                "attested": {"by": "agency", "on": "2026-01-05", "through": "2027-01-04"},
                "value": False,
            },
        },
        "participant": {
            "enrolled": True,
            "support": {
                "entries": [],
                "requested": [{"served_on": "2026-11-23", "units": 12}],
                "complete_through": "2026-11-23",
            },
            "extra_units": [
                {
                    "given_on": "2026-11-01",
                    "given_by": "officer",
                    "starts_on": "2026-11-01",
                    "ends_on": "2026-11-30",
                    "units": 4,
                }
            ],
        },
        "service": {"act": "advice", "peer": "peer"},
        "registries": {
            "approved": {"entries": [{"item": "basics", "from": "2020-01-01"}], "complete": True}
        },
    }
