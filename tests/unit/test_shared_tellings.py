"""Findings that several decisions share: the same as if each had been explained by itself."""

from __future__ import annotations

import copy
import pickle
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy.backends.interpreter import evaluate, evaluate_clause
from peerpolicy.check.program import check
from peerpolicy.explain import shared
from peerpolicy.explain.decision import Decision
from peerpolicy.explain.facts_text import holder_text, list_text
from peerpolicy.explain.replay import Inquiry
from peerpolicy.facts.model import Facts
from peerpolicy.facts.reader import read
from peerpolicy.ir.canonical import text_in_any_order
from peerpolicy.ir.program import Program, Question
from peerpolicy.source import Source
from peerpolicy.testing import facts_for, near_boundary, programs
from tests.bench.applicants import AS_OF, WORKS
from tests.bench.rows import POLICIES
from tests.shipped import loaded

DAYS = (AS_OF, date(2027, 3, 1), date(2028, 2, 29))


def asked(program: Program, question: Question) -> Inquiry:
    """Ask a question of the interpreter alone."""
    return Inquiry(program, question, evaluate, evaluate_clause)


def assert_told_alike(whole: Inquiry, facts: Facts, day: date) -> None:
    """What is shared is what would be told of this case alone, in each record and form."""
    trace = evaluate(whole.program, whole.question, facts, day)
    alone = Decision(asked(whole.program, whole.question), facts, day, trace.outcome, trace)
    together = Decision(whole, facts, day, trace.outcome)
    assert together == alone
    for values in ("masked", "full"):
        assert together.to_dict(values) == alone.to_dict(values)
    assert together.text("auditor") == alone.text("auditor")
    for holder in facts.holders.values():
        assert holder_text(holder) == text_in_any_order(holder)
    for listing in facts.registries.values():
        assert list_text(listing) == text_in_any_order(listing)


@pytest.mark.parametrize(
    ("examples", "cases"),
    [
        pytest.param(25, 12, id="default"),
        pytest.param(4_000, 20, id="long", marks=pytest.mark.long),
    ],
)
def test_generated_programs_are_told_alike(examples: int, cases: int) -> None:
    count: Counter[bool] = Counter()

    @settings(max_examples=examples, derandomize=examples < 1_000, database=None)
    @given(data=st.data())
    def told_alike(data: st.DataObject) -> None:
        program, found = check(Source("rules.policy", data.draw(programs())), lambda _: None)
        assert program is not None, [each.render() for each in found]
        whole = asked(program, data.draw(st.sampled_from(program.questions)))
        day = data.draw(st.sampled_from(DAYS))
        count[whole.teller.can_tell] += 1
        kinds = [kind(program, whole.question.id, as_of=day) for kind in (facts_for, near_boundary)]
        for n in range(cases):
            sent = data.draw(kinds[n % 2])
            assert_told_alike(whole, read(program.schema, sent), day)

    told_alike()
    assert min(count.values()) * 10 >= count.total(), count


@pytest.mark.parametrize("name", [name for name in pp.shipped_ids() if name.startswith("us/")])
def test_the_worked_cases_of_shipped_policies_are_told_alike(name: str) -> None:
    program = loaded(name).program
    whole = {question.id: asked(program, question) for question in program.questions}
    for example in program.examples:
        facts = read(program.schema, example.facts)
        assert_told_alike(whole[example.question], facts, example.as_of)


@pytest.mark.parametrize(("work", "cases"), [("A", 60), ("B", 40), ("C", 8)])
def test_the_works_of_the_comparison_are_told_alike(work: str, cases: int) -> None:
    program = pp.load(POLICIES[work]).program
    whole = asked(program, program.questions[0])
    for day in (AS_OF, date(2027, 3, 1)):
        for peer in WORKS[work](cases):
            assert_told_alike(whole, read(program.schema, {"peer": peer}), day)


@cache
def work_a() -> pp.Policy:
    """Load work A once."""
    return pp.load(POLICIES["A"])


def told(**values: object) -> tuple[Inquiry, Facts]:
    """Return a new inquiry about work A, and some facts for it."""
    policy = work_a()
    return asked(policy.program, policy.questions[0]), policy.read_facts({"peer": values}).facts


def test_the_same_values_share_a_finding_and_other_evidence_does_not() -> None:
    whole, facts = told(training_hours=31)
    shown = read(whole.program.schema, {"peer": {"training_hours": pp.shown(31)}})
    first, again, other = (whole.teller.tell(each, AS_OF)[1] for each in (facts, facts, shown))
    assert first is again
    assert other is not first
    assert other.finding.evidence is pp.Grade.SHOWN
    later = whole.teller.tell(facts, date(2026, 11, 24))
    assert later[1] is not first


def test_whoever_is_old_enough_shares_a_finding_and_no_birthday_is_kept() -> None:
    whole, facts = told(birth_date="1990-01-01")
    others = [told(birth_date=day)[1] for day in ("1990-06-30", "1988-02-29", "2010-01-01")]
    first, same, leapt, young = (whole.teller.tell(f, AS_OF)[0] for f in (facts, *others))
    assert first is same
    assert leapt is not first
    assert leapt.finding.conventions == {"leap day"}
    assert young.finding.changes_on == date(2028, 1, 1)
    assert whole.teller.tell(others[2], AS_OF)[0] is not young
    kept = repr([list(shelf.told) for shelf in whole.teller._boards[AS_OF]])
    assert "datetime" not in kept
    assert "36, False" in kept


def test_what_is_kept_is_bounded_and_never_pickled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "_MOST_CASES", 5)
    monkeypatch.setattr(shared, "_MOST_DAYS", 2)
    whole, _ = told()
    for hours in range(12):
        for day in DAYS:
            whole.teller.tell(told(training_hours=hours)[1], day)
    boards = whole.teller._boards
    assert len(boards) <= 2
    assert all(len(shelf.told) <= 5 for board in boards.values() for shelf in board)
    assert pickle.loads(pickle.dumps(whole)).teller._boards == {}


def test_threads_are_told_alike() -> None:
    whole, _ = told()
    cases = [read(whole.program.schema, {"peer": peer}) for peer in WORKS["A"](60)]
    alone = [Decision(told()[0], f, AS_OF, evaluate_of(whole, f)).to_dict("full") for f in cases]
    with ThreadPoolExecutor(8) as pool:
        shared_ = pool.map(
            lambda f: Decision(whole, f, AS_OF, evaluate_of(whole, f)).to_dict("full"), cases
        )
        assert list(shared_) == alone


def evaluate_of(whole: Inquiry, facts: Facts) -> pp.Outcome:
    """Return the outcome that the interpreter comes to."""
    return evaluate(whole.program, whole.question, facts, AS_OF).outcome


def test_data_that_is_changed_changes_nobody_elses() -> None:
    policy = pp.load(POLICIES["A"])
    facts = {"peer": WORKS["A"](1)[0]}
    for _ in range(12):
        policy.decide(facts, as_of=AS_OF)
    first = policy.decide(facts, as_of=AS_OF).to_dict()
    before = copy.deepcopy(first)
    spoil(first)
    assert first != before
    assert policy.decide(facts, as_of=AS_OF).to_dict() == before


def spoil(data: object) -> None:
    """Change every list and mapping of some data."""
    items = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for each in list(items):
        spoil(each)
    if isinstance(data, dict):
        data["spoilt"] = True
    elif isinstance(data, list):
        data.append("spoilt")
