"""Exceptions in the tree, the program, facts and explanations, field by field and line by line."""

from __future__ import annotations

from datetime import date

import pytest

import peerpolicy as pp
from peerpolicy.explain.decision import Decision
from peerpolicy.ir import terms as t
from peerpolicy.ir.canonical import digest
from tests.texts import conformance_policy, is_laid_out, section

TEXT = conformance_policy("exceptions").lstrip()
POLICY = pp.loads(TEXT)
AS_OF = date(2026, 11, 23)
GRANT = pp.attested(by="plan", on="2026-11-02")


def decide(question: str, **facts: object) -> Decision:
    said = {"evidence": "shown", "worker": {"is_adult": True, **facts}}
    return POLICY.decide(said, as_of=AS_OF, question=question)


def practice(hours: int) -> object:
    return pp.complete([{"done_on": "2026-11-02", "hours": hours}])


def test_an_exception_with_condition_and_grant_is_all_of_both() -> None:
    clause = POLICY.program.clause("setting")
    assert clause is not None
    (exception,) = clause.exceptions
    assert exception.id == "emergency"
    assert exception.citations[0].locators == ("2",)
    assert isinstance(exception.condition, t.AllOf)
    grant = exception.condition.items[-1]
    assert isinstance(grant, t.Judgement)
    assert (grant.name, grant.owner, grant.life, grant.in_writing) == (
        "emergency",
        "plan",
        (30, "days"),
        True,
    )


def test_the_order_of_exceptions_is_no_part_of_the_program() -> None:
    start, end = TEXT.index("exception trainee"), TEXT.index("exception rural")
    trainee = TEXT[start:end]
    moved = TEXT[:start] + TEXT[end:] + "\n" + trainee
    assert digest(pp.loads(moved).program) == POLICY.digest
    other = pp.loads(TEXT.replace("  then is_supervised\n", "  then is_licensed\n", 1))
    assert other.digest != POLICY.digest


def test_the_standard_layout_of_an_exception() -> None:
    text = TEXT.replace("exception emergency to setting:", "exception emergency  to  setting :")
    assert is_laid_out(text, "exception emergency to setting:")


def test_the_finding_says_which_exception_holds_and_cites_it() -> None:
    decided = decide("serve", at_home=False, is_emergency=True, emergency=GRANT)
    (found,) = decided.finding("setting").exceptions
    assert (found.id, found.outcome, found.effect) == (
        "emergency",
        pp.Outcome.MET,
        "does not apply",
    )
    assert found.citation[0].title == "A waiver"
    assert found.instead is None


def test_the_finding_is_about_the_condition_that_counts() -> None:
    decided = decide(
        "drive", is_barred=False, in_training=True, is_rural=False, practice=practice(19)
    )
    finding = decided.finding("experience")
    assert finding.required is not None and finding.required.bound == 20
    assert finding.shortfall is not None and finding.shortfall.show() == "1"
    found = finding.exceptions[0]
    assert found.instead is not None and found.instead.outcome is pp.Outcome.NOT_MET


def test_where_readings_compete_the_parts_are_all_of_them() -> None:
    decided = decide("drive", is_barred=False, is_rural=False, practice=practice(40))
    finding = decided.finding("experience")
    texts = [part.text for part in finding.parts.children]
    assert texts == ["at least 100 hours of practice", "at least 20 hours of practice"]
    assert finding.required is None


def test_an_exception_as_data_is_masked_like_anything_else() -> None:
    decided = decide("serve", at_home=False, is_emergency=True, emergency=GRANT)
    findings = {f["id"]: f for f in decided.to_dict()["findings"]}  # type: ignore[attr-defined]
    (row,) = findings["setting"]["exceptions"]
    assert row["id"] == "emergency"
    assert (row["outcome"], row["effect"], row["instead"]) == ("met", "does not apply", None)
    assert row["citation"] == [{"source": "waiver", "title": "A waiver", "locators": ["2"]}]
    assert {part["observed"] for part in row["condition"]["parts"]} == {"masked"}
    assert findings["adult"]["exceptions"] == []


def test_the_staff_report_names_the_exception_and_its_source() -> None:
    decided = decide("serve", at_home=False, is_emergency=True, emergency=GRANT)
    assert section(decided, "Not applicable") == [
        "[not applicable] setting: at home",
        "exception emergency holds: then the rule does not apply",
        "cite: A waiver, 2",
        "cite: A rule, 2",
    ]


def test_the_staff_report_cites_both_exceptions_of_a_conflict() -> None:
    grant = pp.attested(by="office", on="2026-11-02")
    decided = decide(
        "lift", is_licensed=False, in_training=True, is_supervised=False, by_office=grant
    )
    shown = section(decided, "Unknown")
    assert shown[:5] == [
        "[unknown] license: is licensed",
        "exception by office holds: then the rule does not apply",
        "cite: A waiver, 6",
        "exception supervised instead holds: then is supervised",
        "cite: A waiver, 7",
    ]
    assert "exceptions that hold lead to different answers" in shown


def test_the_staff_report_says_what_an_open_exception_waits_for() -> None:
    shown = section(decide("serve", at_home=False, is_emergency=True), "Unknown")
    assert "exception emergency may hold: then the rule does not apply" in shown
    assert "a person must judge this: plan" in shown


def test_a_remedy_is_the_grant_and_who_gives_it() -> None:
    plan = decide("serve", at_home=False, is_emergency=True).remedies().plan
    assert plan is not None
    (step,) = plan.steps
    assert (step.kind, step.name, step.by) == ("do", "emergency", "plan")


def test_a_remedy_for_a_grant_that_nobody_has_seen_is_to_show_it() -> None:
    told = pp.claimed(GRANT)
    plan = decide("serve", at_home=False, is_emergency=True, emergency=told).remedies().plan
    assert plan is not None
    assert [(step.kind, step.name) for step in plan.steps] == [("show", "emergency")]


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (pp.shown(GRANT), pp.Outcome.MET),
        (pp.verified(GRANT), pp.Outcome.MET),
        (pp.claimed(GRANT), pp.Outcome.UNKNOWN),
        (
            {"attested": {"by": "plan", "on": "2026-11-02"}, "evidence": "shown"},
            pp.Outcome.MET,
        ),
        ({"attested": {"by": "plan", "on": "2026-11-02"}}, pp.Outcome.UNKNOWN),
    ],
)
def test_the_evidence_of_a_grant(said: object, outcome: pp.Outcome) -> None:
    """Where it does not say its own, that of all facts around it holds: claimed, if nothing."""
    known = {name: pp.shown(value) for name, value in (("is_adult", True), ("at_home", False))}
    worker = {**known, "is_emergency": pp.shown(True), "emergency": said}
    decided = POLICY.decide({"worker": worker}, as_of=AS_OF, question="serve")
    assert decided.outcome is outcome


def test_whoever_cites_a_place_may_be_an_exception() -> None:
    assert POLICY.citations["waiver", "2"] == ("emergency",)


def test_another_clause_asks_for_a_clause_with_its_exceptions() -> None:
    text = (
        TEXT
        + """
require home_or_granted:
  for lift
  cite rule "6"
  setting is met
"""
    )
    facts = {"is_adult": True, "is_licensed": True, "in_training": False, "at_home": False}
    refused = pp.attested(by="office", on="2026-11-02", value=False)
    worker = {**facts, "is_emergency": True, "by_office": refused}
    for grant, outcome in ((GRANT, pp.Outcome.MET), (None, pp.Outcome.UNKNOWN)):
        said = {"evidence": "shown", "worker": {**worker, "emergency": grant}}
        assert pp.loads(text).decide(said, as_of=AS_OF, question="lift").outcome is outcome
