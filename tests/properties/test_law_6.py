"""Law 6 of the language: remedies, over the shipped programs and generated facts.

What it is for: a suggested plan, replayed with its stated values, gives met, and none of its steps
can be left out; each alternative settles its finding; a wait is met on its day and on no candidate
before. What stays true: the replay here goes through the evaluator, not through the search.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy.backends.interpreter import evaluate, evaluate_clause
from peerpolicy.explain.remedies import Remedies
from peerpolicy.explain.replay import Case
from peerpolicy.explain.steps import Wait, Way, applied
from peerpolicy.testing import facts_for, mutated_examples, near_boundary
from peerpolicy.truth import Outcome

MT, CT = "us/mt/sdmi_peer_support", "us/ct/dds_peer_to_peer"
QUESTIONS = (
    (MT, "may_provide"),
    (MT, "may_be_served"),
    (MT, "payable_units"),
    (CT, "hire"),
    (CT, "may_receive"),
    (CT, "service_in_order"),
)
DAYS = (date(2026, 11, 23), date(2026, 12, 1), date(2028, 2, 29))
DEFAULT, LONG = 30, 600

Facts = dict[str, object]


@cache
def drawn(policy: str, name: str, as_of: date) -> st.SearchStrategy[Facts]:
    """Worked examples a little changed, close calls, and cases of which little is known."""
    program = pp.load_shipped(policy).program
    return st.one_of(
        mutated_examples(program, name, as_of=as_of),
        near_boundary(program, name, as_of=as_of),
        facts_for(program, name, as_of=as_of),
    )


def outcome(case: Case, way: Way) -> Outcome:
    """Ask the whole question again after some steps."""
    then = applied(case.situation, way)
    return evaluate(then.program, case.question, then.facts, then.day).outcome


def check_plan(case: Case, remedies: Remedies) -> None:
    plan = remedies.plan
    if plan is None:
        assert remedies.why
        return
    assert outcome(case, plan.steps) is Outcome.MET
    for step in plan.steps:
        rest = tuple(other for other in plan.steps if other is not step)
        assert outcome(case, rest) is not Outcome.MET, step
    assert not plan.optimal or len(plan.steps) <= 1


def check_alternatives(case: Case, remedies: Remedies) -> None:
    for each in remedies.findings:
        assert len(each.alternatives) <= 5
        assert bool(each.why) is not bool(each.alternatives)
        for way in each.alternatives:
            assert settles(case, each.finding, way), (each.finding, way)


def settles(case: Case, clause: str, way: Way) -> bool:
    """Say whether a clause no longer stands in the way after some steps."""
    then = applied(case.situation, way)
    trace = evaluate_clause(then.program, clause, case.question, then.facts, then.day)
    return trace.contribution is Outcome.MET


def check_wait(case: Case, remedies: Remedies) -> None:
    days = sorted({f.changes_on for f in remedies.findings if f.changes_on is not None})
    met = [
        day
        for day in days
        if evaluate(case.program, case.question, case.facts, day).outcome is Outcome.MET
    ]
    if remedies.wait is None:
        assert met == []
    else:
        assert isinstance(remedies.wait, Wait)
        assert remedies.wait.on == met[0]


@pytest.mark.parametrize(
    "examples",
    [pytest.param(DEFAULT, id="default"), pytest.param(LONG, id="long", marks=pytest.mark.long)],
)
@pytest.mark.parametrize(("policy", "name"), QUESTIONS, ids=[name for _, name in QUESTIONS])
def test_6_a_plan_brings_the_question_to_met_and_has_no_step_too_many(
    policy: str, name: str, examples: int
) -> None:
    loaded = pp.load_shipped(policy)
    tally: Counter[str] = Counter()

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=examples < LONG,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def law(data: st.DataObject) -> None:
        as_of = data.draw(st.sampled_from((DAYS[0], *DAYS)))
        facts = data.draw(drawn(policy, name, as_of))
        decided = loaded.decide(facts, as_of=as_of, question=name)
        assert decided.case is not None
        before = attrs.asdict(decided.case.facts)
        remedies = decided.remedies()
        met = decided.outcome is Outcome.MET
        tally[f"{decided.outcome.value}, {'a plan' if remedies.plan else 'none'}"] += 1
        if remedies.plan is None:
            tally["why: stuck" if remedies.stuck else "why: no fit"] += 1
        check_plan(decided.case, remedies)
        check_alternatives(decided.case, remedies)
        check_wait(decided.case, remedies)
        assert not met or (remedies.plan is not None and remedies.plan.steps == ())
        assert attrs.asdict(decided.case.facts) == before

    law()
    print(dict(tally))
    planned = sum(n for key, n in tally.items() if key.endswith("a plan"))
    assert planned * 4 >= examples, dict(tally)
