"""The laws on a clause with two exceptions, over every case of its four facts.

What it is for: an exception that is not known to hold is tried both ways; two that hold and differ
settle nothing; and knowing more never changes what was settled. What stays true: every case is
looked at, and what must come out is worked out from the completions of a case.
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from random import Random

import pytest

import peerpolicy as pp
from peerpolicy.backends.interpreter import evaluate
from peerpolicy.explain.steps import applied
from peerpolicy.outcome import QuestionTrace
from peerpolicy.testing.answers import Asked, everything, lost
from peerpolicy.testing.reorder import shuffled_program
from peerpolicy.truth import Outcome

CASES = Path(__file__).parents[1] / "conformance" / "cases"
AS_OF = date(2026, 11, 23)
FACTS = ("is_licensed", "in_training", "is_supervised", "by_office")
Said = tuple[bool | None, ...]
ALL = tuple(product((True, False, None), repeat=len(FACTS)))


@cache
def policy() -> pp.Policy:
    return pp.loads(tomllib.loads((CASES / "exceptions.toml").read_text("utf-8"))["policy"])


@cache
def asked() -> Asked:
    return Asked.of(policy().program, "lift")


def facts(said: Said) -> dict[str, object]:
    *plain, granted = said
    worker: dict[str, object] = {"is_adult": True, **dict(zip(FACTS[:3], plain, strict=True))}
    if granted is not None:
        worker["by_office"] = pp.attested(by="office", on=AS_OF, value=granted)
    return {"evidence": "shown", "worker": worker}


@cache
def trace(said: Said) -> QuestionTrace:
    return asked().trace(facts(said), AS_OF)


def by_hand(said: Said) -> Outcome:
    """Work out a case in which everything is known."""
    licensed, in_training, supervised, granted = said
    answers = {True} if granted else set()
    answers |= {supervised} if in_training else set()
    answers = answers or {licensed}
    if len(answers) == 2:
        return Outcome.UNKNOWN
    return Outcome.MET if True in answers else Outcome.NOT_MET


def worked_out(said: Said) -> Outcome:
    """Work out the outcome from all that the unknown facts may turn out to be."""
    each = product(*((True, False) if value is None else (value,) for value in said))
    outcomes = {by_hand(whole) for whole in each}
    return outcomes.pop() if len(outcomes) == 1 else Outcome.UNKNOWN


def test_an_answer_stands_where_all_readings_agree_and_nowhere_else() -> None:
    assert [said for said in ALL if trace(said).outcome is not worked_out(said)] == []


def without_one(said: Said) -> list[tuple[str, Said]]:
    """Return the case with one known fact forgotten, for each of them."""
    known = [n for n, value in enumerate(said) if value is not None]
    return [(FACTS[n], (*said[:n], None, *said[n + 1 :])) for n in known]


def test_1_and_2_knowing_more_changes_nothing_that_was_settled() -> None:
    for said in ALL:
        for _, less in without_one(said):
            assert lost(trace(less), trace(said)) == [], said


def test_3_a_fact_that_a_met_case_waits_for_is_asked_for() -> None:
    waited = 0
    for said in ALL:
        if trace(said).outcome is not Outcome.MET:
            continue
        for name, less in without_one(said):
            decided = asked().decision(facts(less), AS_OF)
            assert decided.outcome is not Outcome.NOT_MET
            if decided.outcome is Outcome.UNKNOWN:
                waited += 1
                assert name in {ask.name for ask in decided.needs()}, (said, name)
    assert waited > 20


def test_an_unknown_always_says_why() -> None:
    for said in ALL:
        decided = asked().decision(facts(said), AS_OF)
        if decided.outcome is Outcome.UNKNOWN:
            assert decided.finding("license").unknown_because, said


@pytest.mark.parametrize("seed", range(5))
def test_4_no_order_of_exceptions_matters(seed: int) -> None:
    question = Asked.of(shuffled_program(policy().program, Random(seed)), "lift")
    for said in ALL:
        assert everything(question.trace(facts(said), AS_OF)) == everything(trace(said))


def test_6_a_plan_leads_to_met_and_has_no_step_too_many() -> None:
    """The office may grant it, somebody may turn out to be supervised: there is mostly a plan."""
    planned = 0
    for said in ALL:
        decided = policy().decide(facts(said), as_of=AS_OF, question="lift")
        case, plan = decided.case, decided.remedies().plan
        if plan is None or not plan.steps:
            continue
        planned += 1
        ways = [plan.steps]
        ways += [tuple(s for s in plan.steps if s is not step) for step in plan.steps]
        outcomes = []
        for way in ways:
            then = applied(case.situation, way)
            found = evaluate(then.program, case.question, then.facts, then.day)
            outcomes.append(found.outcome is Outcome.MET)
        assert outcomes == [True, *(False for _ in plan.steps)], said
    assert planned > 30
