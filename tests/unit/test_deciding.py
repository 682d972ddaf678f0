"""Which evaluator answers: the interpreter at first, generated code once that pays."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy import deciding
from peerpolicy.backends.interpreter import evaluate, evaluate_clause
from peerpolicy.deciding import FIRST_ANSWERS
from peerpolicy.facts.model import Facts
from peerpolicy.ir.program import Program, Question
from peerpolicy.outcome import ClauseTrace, QuestionTrace
from tests.bench.applicants import AS_OF, WORKS
from tests.shipped import decided_examples

MISSING = Path(__file__).parents[1] / "missing_facts"
WORK_B = MISSING / "work_b.policy"
PEERS = WORKS["A"](80)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Facts]:
    """Return the facts that the interpreter was asked about as a whole, as they come."""
    facts: list[Facts] = []

    def counted(program: Program, question: Question, known: Facts, day: date) -> QuestionTrace:
        facts.append(known)
        return evaluate(program, question, known, day)

    monkeypatch.setattr(deciding, "evaluate", counted)
    return facts


@pytest.fixture
def explained(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the clauses that the interpreter was asked about alone, as they come."""
    clauses: list[str] = []

    def counted(
        program: Program, name: str, question: Question, known: Facts, day: date
    ) -> ClauseTrace:
        clauses.append(name)
        return evaluate_clause(program, name, question, known, day)

    monkeypatch.setattr(deciding, "evaluate_clause", counted)
    return clauses


def warm(path: Path = MISSING / "work_a.policy") -> pp.Policy:
    """Load a policy and ask it until its question is compiled."""
    policy = pp.load(path)
    for _ in range(FIRST_ANSWERS + 1):
        policy.decide({}, as_of=AS_OF)
    return policy


def test_nothing_is_interpreted_for_an_outcome_once_the_question_is_compiled(
    asked: list[Facts], explained: list[str]
) -> None:
    policy = warm()
    assert len(asked) == FIRST_ANSWERS
    decisions = [policy.decide({"peer": peer}, as_of=AS_OF) for peer in PEERS]
    assert {d.outcome for d in decisions} == {pp.Outcome.MET, pp.Outcome.NOT_MET}
    assert (len(asked), explained) == (FIRST_ANSWERS, [])
    for d in decisions:
        assert d.findings
        assert d.to_dict()
    # what explains is the interpreter, which is asked once for the same values
    assert set(explained) == {requirement.id for requirement in policy.requirements}
    assert len(explained) < len(PEERS) * len(policy.requirements) / 2
    assert len(asked) == FIRST_ANSWERS


def test_a_question_about_lists_is_compiled_too(asked: list[Facts]) -> None:
    policy = warm(WORK_B)
    assert policy.decide({}, as_of=AS_OF).outcome is pp.Outcome.UNKNOWN
    assert len(asked) == FIRST_ANSWERS


def test_what_was_compiled_is_explained_as_before() -> None:
    cold, compiled = pp.load(MISSING / "work_a.policy"), warm()
    for peer in PEERS[:15]:
        facts = {"peer": peer}
        before, after = (policy.decide(facts, as_of=AS_OF) for policy in (cold, compiled))
        assert before == after
        assert before.text() == after.text()


GRADED = st.sampled_from([pp.claimed, pp.shown, pp.verified, lambda _: None, lambda value: value])


@given(data=st.data())
def test_both_evaluators_agree_on_what_is_partly_known_and_evidenced(data: st.DataObject) -> None:
    peer = data.draw(st.sampled_from(PEERS))
    facts = {"peer": {name: data.draw(GRADED)(value) for name, value in peer.items()}}
    d = WARM.decide(facts, as_of=AS_OF)
    assert d.findings  # which raises where the interpreter comes to another outcome


WARM = warm()


def test_threads_that_warm_a_question_up_together_come_to_the_same() -> None:
    policy, known = pp.load(MISSING / "work_a.policy"), warm()
    facts = [{"peer": peer} for peer in PEERS]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda each: policy.decide(each, as_of=AS_OF).outcome, facts))
    assert found == [known.decide(each, as_of=AS_OF).outcome for each in facts]


def test_a_policy_and_a_decision_that_were_compiled_can_be_pickled() -> None:
    policy = warm()
    d = policy.decide({"peer": PEERS[0]}, as_of=AS_OF)
    again = pickle.loads(pickle.dumps(policy))
    assert pickle.loads(pickle.dumps(d)) == d == again.decide({"peer": PEERS[0]}, as_of=AS_OF)


def test_whoever_asks_once_never_loads_the_generator() -> None:
    code = (
        "import sys, datetime, peerpolicy as pp;"
        f"policy = pp.load({str(MISSING / 'work_a.policy')!r});"
        "policy.decide({}, as_of=datetime.date(2026, 11, 23)).text();"
        "print(any(name.startswith('peerpolicy.backends.codegen') for name in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_what_was_known_on_a_day_is_kept_and_compiled_as_well(asked: list[Facts]) -> None:
    """A chain of bulletins: one holds before it is issued, one is issued before it holds."""
    policy = pp.load_shipped("us/pa/certified_peer_specialist")
    bulletins = sorted({day for c in policy.program.clauses if (day := c.issued) is not None})
    days = [day + timedelta(days=shift) for day in bulletins for shift in (-1, 0)]
    examples = [e for e in decided_examples(policy) if e.question == "contact_reimbursable"]
    answers = set()
    for known_on, example in product(days, examples):
        facts, as_of = policy.read_facts(example.facts), example.as_of
        program = attrs.evolve(policy.program, known_on=known_on)
        question = program.question(example.question)
        for _ in range(FIRST_ANSWERS + 1):
            try:
                decision = policy.decide(
                    facts, as_of=as_of, known_on=known_on, question=question.id
                )
            except pp.NotInForceError:
                break
            trace = evaluate(program, question, facts.facts, as_of)
            assert decision.outcome is trace.outcome
            answers.add((known_on, decision.outcome))
    assert len({outcome for _, outcome in answers}) > 1
    kept = {known_on for known_on, _ in answers}
    assert len(asked) <= FIRST_ANSWERS * len(kept)
