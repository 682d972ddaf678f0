"""A decision knows its outcome; what explains it is made once, when it is first read."""

from __future__ import annotations

import copy
import multiprocessing
import pickle
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import cache

import attrs
import pytest

import peerpolicy as pp
from peerpolicy.backends.interpreter import evaluate
from peerpolicy.explain.decision import Decision
from peerpolicy.explain.replay import Inquiry
from peerpolicy.facts.model import Facts
from peerpolicy.facts.reader import read
from peerpolicy.ir.program import Program, Question
from peerpolicy.outcome import QuestionTrace
from peerpolicy.truth import Outcome
from tests.unit.build import inquiry

DAY = date(2026, 11, 23)
CT = "us/ct/dds_peer_to_peer"
FACTS = {"peer": {"birth_date": "2007-04-02", "has_email": None}}
RECORDS: tuple[Callable[[Decision], object], ...] = (
    lambda d: d.findings,
    lambda d: d.blocking,
    lambda d: d.advice,
    lambda d: d.routes,
    lambda d: d.limits,
    lambda d: d.referrals,
    lambda d: d.conventions,
    lambda d: d.interpretations,
    lambda d: d.needs(),
    lambda d: d.digest,
    lambda d: d.provisional,
    lambda d: d.answer,
    lambda d: d.to_dict("full"),
    lambda d: d.text(),
    repr,
)


@cache
def program() -> Program:
    """Read and check the program once."""
    return pp.load_shipped(CT).program


def policy() -> pp.Policy:
    """Return a policy that nothing was asked of yet, so that no code was generated for it."""
    return pp.Policy(program())


@attrs.define
class Counter:
    """The interpreter, and how often it was asked."""

    asked: int = 0

    def __call__(
        self, program: Program, question: Question, facts: Facts, day: date
    ) -> QuestionTrace:
        """Answer the question and count it."""
        self.asked += 1
        return evaluate(program, question, facts, day)


def unread(outcome: Outcome = Outcome.NOT_MET) -> tuple[Decision, Counter]:
    """Make a decision of which only the outcome is known, and count what explains it."""
    counter = Counter()
    whole = inquiry(program(), program().question("hire"))
    asked = Inquiry(whole.program, whole.question, counter, whole.answer_clause)
    return Decision(asked, read(program().schema, FACTS), DAY, outcome), counter


def decided() -> Decision:
    """Decide the same case through the policy."""
    return policy().decide(FACTS, as_of=DAY, question="hire")


def test_the_outcome_and_what_was_asked_need_no_evaluator() -> None:
    d, counter = unread()
    assert (d.outcome, d.question, d.as_of) == (Outcome.NOT_MET, "hire", DAY)
    assert d.program == policy().id
    assert d.policy_digest == policy().digest
    assert d.facts_digest == decided().facts_digest
    assert hash(d) == hash(decided())
    pickle.dumps(d), copy.copy(d), copy.deepcopy(d)
    assert counter.asked == 0


@pytest.mark.parametrize("record", RECORDS)
def test_each_record_is_what_it_is_of_a_decision_whose_trace_was_known(
    record: Callable[[Decision], object],
) -> None:
    d, counter = unread()
    assert record(d) == record(decided())
    assert record(d) == record(d)
    assert counter.asked == 1


def test_records_are_made_once() -> None:
    d, _ = unread()
    assert d.findings is d.findings
    assert d.needs() is d.needs()


def test_an_explanation_read_later_sees_the_facts_of_then() -> None:
    sent = {"peer": {"birth_date": "2007-04-02", "has_email": None}}
    d = policy().decide(sent, as_of=DAY, question="hire")
    sent["peer"]["birth_date"] = "1950-01-01"
    del sent["peer"]["has_email"]
    assert d == decided()
    assert d.finding("min_age").observed == decided().finding("min_age").observed


def test_an_outcome_that_the_explanation_denies_is_never_explained() -> None:
    d, _ = unread(Outcome.MET)
    with pytest.raises(RuntimeError, match="two evaluators of peerpolicy disagree"):
        d.findings  # noqa: B018


def test_many_threads_read_the_same_explanation() -> None:
    d, known = unread()[0], decided()
    with ThreadPoolExecutor(8) as pool:
        read_by_each = list(pool.map(lambda n: RECORDS[n % len(RECORDS)](d), range(30)))
    assert read_by_each == [RECORDS[n % len(RECORDS)](known) for n in range(30)]


def test_a_decision_outlives_pickling_read_and_unread() -> None:
    d, _ = unread()
    before = pickle.loads(pickle.dumps(d))
    assert d.findings == before.findings
    assert pickle.loads(pickle.dumps(d)) == before == d


def test_a_decision_is_explained_in_a_process_that_was_spawned() -> None:
    d = decided()
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(Decision.text, (d,)) == d.text()
        assert pool.apply(copy.copy, (d,)) == d


def test_nothing_of_a_decision_can_be_replaced() -> None:
    d = decided()
    for name in ("outcome", "findings", "digest", "program"):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(d, name, None)


def test_decisions_on_other_facts_or_days_differ() -> None:
    d = decided()
    other = policy().decide({"peer": {"has_email": None}}, as_of=DAY, question="hire")
    later = policy().decide(FACTS, as_of=date(2026, 11, 24), question="hire")
    assert d == decided()
    assert d not in (other, later, "hire")
