"""Remedies: each kind of step by hand, masks, and random terms and cases against the replay."""

from __future__ import annotations

import copy
import json
import pickle
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy.backends.interpreter import evaluate
from peerpolicy.explain.decision import Decision
from peerpolicy.explain.remedies import CANNOT_BE_KNOWN, CANNOT_CHANGE, STUCK, remedies_of
from peerpolicy.explain.replay import Case
from peerpolicy.explain.steps import Step, applied
from peerpolicy.facts.model import Facts
from peerpolicy.facts.reader import read
from peerpolicy.ir import terms as t
from peerpolicy.ir.program import Program
from peerpolicy.outcome import QuestionTrace
from peerpolicy.policy import Policy
from peerpolicy.quantity import Interval
from peerpolicy.truth import Outcome
from tests.shipped import loaded
from tests.unit.build import (
    SHOWN,
    TODAY,
    clause,
    decided_from,
    inquiry,
    program,
    question,
    yes,
)
from tests.unit.cases import caps, pairs, terms

MT, CT = "us/mt/sdmi_peer_support", "us/ct/dds_peer_to_peer"


def example(policy: str, name: str) -> Decision:
    """Decide a worked example of a shipped policy."""
    chosen = loaded(policy)
    found = next(e for e in chosen.program.examples if e.id == name)
    return chosen.decide(found.facts, as_of=found.as_of, question=found.question)


def steps(decided: Decision) -> list[tuple[str, str]]:
    """Return kind and name of each step of the plan."""
    plan = decided.remedies().plan
    assert plan is not None
    return [(step.kind, step.name) for step in plan.steps]


@pytest.mark.parametrize(
    ("policy", "name", "plan"),
    [
        (MT, "twenty_nine_hours", [("do", "peer_support_training")]),
        (MT, "twenty_nine_hours_so_far", [("ask", "peer_support_training")]),
        (MT, "curriculum_not_on_an_open_list", [("ask", "approved_curricula")]),
        (MT, "month_perhaps_missed", [("ask", "supervision")]),
        (MT, "nobody_has_judged", [("do", "well_grounded")]),
        (MT, "certificate_expired", [("do", "peer_certificate")]),
        (MT, "self_employed_without_an_agency", [("settle", "who_needs_agency_direction")]),
        (MT, "plan_without_activities", [("send", "recovery_plan")]),
        (MT, "not_on_the_waiver", [("change", "enrolled_in_waiver")]),
        (MT, "twelve_units_in_one_week", [("do", "extra_units")]),
        (MT, "approved_too_late", [("change", "peer_support")]),
        (CT, "day_before_the_21st_birthday", [("wait", "")]),
        (CT, "age_claimed_without_paper", [("send", "proof_of_age")]),
        (CT, "one_year_in_each_of_two_areas", [("settle", "experience_asked_for")]),
        (CT, "qualified_person", []),
    ],
)
def test_the_plan_of_a_worked_example(policy: str, name: str, plan: list[tuple[str, str]]) -> None:
    assert steps(example(policy, name)) == plan


def test_an_amount_says_how_much_is_lacking() -> None:
    plan = example(MT, "twenty_nine_hours").remedies().plan
    assert plan is not None and plan.optimal
    (step,) = plan.steps
    assert (step.value, step.unit) == (Interval.exactly(1), "hours")
    assert step.where == (("curriculum", "recovery_basics"),)


def test_an_entry_to_be_added_passes_each_test_of_its_fields() -> None:
    day = date(2026, 11, 23)
    facts = {"evidence": "verified", "program": {"program_text": pp.complete([], through=day)}}
    letter = loaded("us/federal/cms_smdl_07_011")
    plan = letter.decide(facts, as_of=day, question="is_the_model_of_care").remedies().plan
    assert plan is not None
    step = next(s for s in plan.steps if s.name == "program_text")
    assert step.where == (("topics", "provider_qualifications"), ("force", "must"))


def test_a_judgement_and_an_approval_name_who_gives_it() -> None:
    for name, by in (
        ("nobody_has_judged", "agency"),
        ("twelve_units_in_one_week", "community_program_officer"),
    ):
        plan = example(MT, name).remedies().plan
        assert plan is not None
        assert [step.by for step in plan.steps] == [by]


@pytest.mark.parametrize(
    ("policy", "name", "finding", "why"),
    [
        (MT, "month_missed", "supervision", CANNOT_CHANGE),
        (MT, "education_in_the_wrong_year", "continuing_education", CANNOT_CHANGE),
        (MT, "family_experience_alone", "lived_experience", CANNOT_CHANGE),
        (CT, "birth_date_not_known", "min_age", CANNOT_BE_KNOWN),
    ],
)
def test_the_past_and_a_life_lived_do_not_change(
    policy: str, name: str, finding: str, why: str
) -> None:
    remedies = example(policy, name).remedies()
    assert remedies.plan is None
    assert (remedies.why, remedies.stuck) == (STUCK, (finding,))
    assert [(f.finding, f.alternatives, f.why) for f in remedies.findings] == [(finding, (), why)]


def test_waiting_is_offered_for_the_whole_question_only_if_nothing_else_is_missing() -> None:
    ready = example(CT, "day_before_the_21st_birthday").remedies()
    assert ready.wait is not None and ready.wait.on == date(2026, 11, 23)
    young = example(CT, "leap_day_birthday_on_february_28").remedies()
    assert young.wait is None and young.plan is None
    age = next(f for f in young.findings if f.finding == "min_age")
    assert age.changes_on == date(2025, 3, 1)


def test_alternatives_stand_beside_each_other_and_are_ranked() -> None:
    remedies = example(MT, "self_employed_without_clinical_supervision").remedies()
    (found,) = remedies.findings
    assert [[s.name for s in way] for way in found.alternatives] == [
        ["has_clinical_supervision"],
        ["employment"],
    ]
    (acts,) = example(CT, "topic_outside_both_lists").remedies().findings
    assert len(acts.alternatives) == 5


def test_an_ask_carries_the_question_of_the_policy() -> None:
    policy = loaded(CT)
    plan = policy.decide({}, as_of=TODAY, question="hire").remedies().plan
    assert plan is not None
    asked = {step.name: step.asked for step in plan.steps if step.kind == "ask"}
    assert asked["has_email"] == "Do you have an email address of your own?"
    assert not plan.optimal


def test_a_guard_that_is_not_known_may_be_answered_either_way() -> None:
    found = example(MT, "relation_not_known").remedies().findings
    ways = [[s.name for s in way] for way in found[-1].alternatives]
    assert ways == [["program_criteria"], ["legally_responsible_for"]]


# ---------------------------------------------------------------- put out


def test_values_of_steps_are_masked_like_the_facts_they_are_values_of() -> None:
    decided = example(CT, "experience_not_told")
    masked = json.dumps(decided.to_dict(remedies=True)["remedies"])
    full = json.dumps(decided.to_dict("full", remedies=True)["remedies"])
    assert "2024-11-23" in full and "2024" not in masked
    assert '"area": "home"' in full and '"area": "masked"' in masked
    text = decided.text(values="masked", remedies=True)
    assert "What would change it" in text and "2024-11-23" not in text
    assert "2024-11-23" in decided.text(remedies=True)
    assert "2024" not in repr(decided.remedies())


def test_a_day_to_wait_for_is_masked_because_it_tells_the_birth_date() -> None:
    decided = example(CT, "leap_day_birthday_on_february_28")
    section = decided.text(values="masked", remedies=True).split("What would change it")[1]
    assert "2025-03-01" not in section
    section = decided.text(remedies=True).split("What would change it")[1]
    assert "min age: met on 2025-03-01, if nothing else changes" in section


def test_the_text_and_the_data_have_remedies_only_when_asked() -> None:
    decided = example(MT, "twenty_nine_hours")
    assert "remedies" not in decided.to_dict()
    assert "What would change it" not in decided.text()
    section = decided.text(remedies=True)
    assert (
        "- have: peer support training of the peer, 1 hour, curriculum recovery basics" in section
    )
    assert max(map(len, section.splitlines())) <= 88
    assert "What would change it" not in example(CT, "qualified_person").text(remedies=True)


def test_remedies_outlive_copying_and_are_the_same_each_time() -> None:
    decided = example(MT, "month_perhaps_missed")
    remedies = decided.remedies()
    for twin in (pickle.loads(pickle.dumps(decided)), copy.deepcopy(decided)):
        assert twin == decided
        assert twin.remedies() == remedies
    assert pickle.loads(pickle.dumps(remedies)) == remedies
    assert hash(remedies) == hash(decided.remedies())


# ---------------------------------------------------------------- nothing applies


def test_where_perhaps_nothing_applies_the_plan_makes_a_clause_apply() -> None:
    guarded = program(clause("only", yes("email"), guard=yes("phone")))
    facts = read_case({})
    case = Case(inquiry(guarded, question(SHOWN)), facts, TODAY)
    remedies = remedies_of(case, decided_of(guarded, facts).blocking)
    assert remedies.plan is not None
    assert replay(case, remedies.plan.steps).outcome is Outcome.MET


def read_case(values: dict[str, object]) -> Facts:
    """Read plain facts of the peer against the schema of the unit tests."""
    return read(program().schema, {"peer": values})


def decided_of(of: Program, facts: Facts) -> Decision:
    """Decide the one question of a program of the unit tests."""
    asked = of.questions[0]
    return decided_from(of, evaluate(of, asked, facts, TODAY), facts)


# ---------------------------------------------------------------- random terms


def replay(case: Case, way: tuple[Step, ...]) -> QuestionTrace:
    """Ask the whole question again after some steps."""
    then = applied(case.situation, way)
    return evaluate(then.program, case.question, then.facts, then.day)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(terms | caps, min_size=1, max_size=3), pairs())
def test_plans_of_random_rules_replay_to_met_and_have_no_step_too_many(
    conditions: list[t.Term], pair: tuple[Facts, Facts]
) -> None:
    clauses = [clause(f"c{n}", condition) for n, condition in enumerate(conditions)]
    rules = program(*clauses, clause("other", yes("phone"), guard=yes("email")))
    facts = pair[1]
    case = Case(inquiry(rules), facts, TODAY)
    remedies = remedies_of(case, decided_of(rules, facts).blocking)
    if remedies.plan is None:
        assert remedies.why
        return
    assert replay(case, remedies.plan.steps).outcome is Outcome.MET
    for step in remedies.plan.steps:
        rest = tuple(s for s in remedies.plan.steps if s is not step)
        assert replay(case, rest).outcome is not Outcome.MET, step


def test_asking_changes_neither_the_case_nor_the_policy() -> None:
    decided = example(MT, "self_employed_without_an_agency")
    before = Policy(decided.case.program)
    decided.remedies()
    assert Policy(decided.case.program).digest == before.digest
    assert decided.case.facts == example(MT, "self_employed_without_an_agency").case.facts


def test_a_question_without_rules_on_the_day_is_no_way_and_no_fault():
    file = Path(__file__).parents[1] / "conformance" / "cases" / "versions_asked_for.toml"
    policy = pp.loads(tomllib.loads(file.read_text(encoding="utf-8"))["policy"])
    decision = policy.decide({}, as_of=date(2025, 12, 31), question="by_answers")
    assert decision.outcome is Outcome.UNKNOWN
    assert decision.remedies().plan is None
