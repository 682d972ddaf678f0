"""The laws over a question with ranked answers, which asks other questions.

What it is for: laws 1 to 4 and 6 where an answer rests on other questions, on claims and on groups.
What stays true: each law is tried on facts near the edges, and fails where it seldom had a say.
"""

from __future__ import annotations

from datetime import date
from random import Random

import pytest
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy.explain.steps import Way, applied
from peerpolicy.testing import forgettings
from peerpolicy.testing.answers import Asked, contributions, everything, lost
from peerpolicy.testing.reorder import shuffled_facts, shuffled_program
from peerpolicy.truth import Outcome
from tests.properties import tally as tallies
from tests.properties.questions import of_each_length
from tests.unit.test_answers import TEXT

DAYS = (date(2026, 11, 23), date(2026, 12, 1), date(2028, 2, 29))
DEFAULT, LONG = 100, 5_000

ASKING = """
question any_certificate:
  asks "Is a certificate due?"
  about peer
  judged on applied_on

require one_of_them:
  for any_certificate
  cite board "5"
  certificate is met

exclude those_with_one:
  for any_certificate
  cite board "6"
  when has_email
  full_route is met

example asked_for:
  decide any_certificate on 2026-11-23
  like provisional_only
  expect:
    any_certificate is met
"""
PROGRAM = pp.loads(TEXT + ASKING, name="certificates.policy").program
ASKED = {name: Asked.of(PROGRAM, name) for name in ("certificate", "any_certificate")}

every_question = pytest.mark.parametrize("name", ASKED)
every_length = of_each_length(DEFAULT, LONG)


def run(examples, law):
    """Try a law on drawn cases; what it counted comes back."""
    return tallies.run(examples, law, fixed=examples < LONG)


@every_length
@every_question
def test_1_what_is_settled_survives_everything_that_becomes_known(name, examples) -> None:
    ask = ASKED[name]

    def law(data, tally):
        as_of = data.draw(st.sampled_from(DAYS))
        facts = data.draw(ask.anything(as_of))
        before = ask.trace(facts, as_of)
        after = ask.trace(data.draw(ask.further(facts, as_of)), as_of)
        assert lost(before, after) == []
        if before.settled is not None:
            assert after.settled is not None and after.settled.name == before.settled.name
        tally["settled"] += before.outcome is not Outcome.UNKNOWN
        tally["open"] += before.outcome is Outcome.UNKNOWN

    tally = run(examples, law)
    assert tally["settled"] * 20 > examples and tally["open"] * 20 > examples, tally


@every_length
@every_question
def test_2_and_3_forgetting_settles_nothing_and_what_is_forgotten_is_asked_for(
    name, examples
) -> None:
    ask = ASKED[name]

    def law(data, tally):
        as_of = data.draw(st.sampled_from(DAYS))
        facts = data.draw(ask.good(as_of))
        before, was = ask.decision(facts, as_of), contributions(ask.trace(facts, as_of))
        forgotten = data.draw(forgettings(facts))
        after, now = ask.decision(forgotten.facts, as_of), ask.trace(forgotten.facts, as_of)
        for what, outcome in contributions(now).items():
            assert outcome in (was[what], Outcome.UNKNOWN), what
        if before.outcome is Outcome.MET and after.outcome is Outcome.UNKNOWN:
            tally["asked"] += 1
            assert any(need.name in map(str, forgotten.path) for need in after.needs())

    tally = run(examples, law)
    assert tally["asked"] > examples // 20, tally


@every_length
@every_question
def test_4_no_order_changes_an_answer(name, examples) -> None:
    ask = ASKED[name]

    def law(data, tally):
        as_of = data.draw(st.sampled_from(DAYS))
        facts = data.draw(ask.anything(as_of))
        chance = Random(data.draw(st.integers(0, 2**32)))
        other = Asked.of(shuffled_program(PROGRAM, chance), name)
        after = other.trace(shuffled_facts(facts, chance), as_of)
        assert everything(ask.trace(facts, as_of)) == everything(after)

    run(examples, law)


@every_length
def test_6_a_plan_reaches_the_answer_it_names_and_has_no_step_too_many(examples) -> None:
    policy = pp.loads(TEXT + ASKING, name="certificates.policy")
    ask = ASKED["certificate"]
    rank = {answer.name: at for at, answer in enumerate(ask.question.answers)}

    def law(data, tally):
        as_of = data.draw(st.sampled_from(DAYS))
        facts = data.draw(ask.anything(as_of))
        decided = policy.decide(facts, as_of=as_of, question="certificate")
        remedies = decided.remedies()
        if remedies.plan is None or not remedies.plan.steps:
            return
        tally[remedies.answer] += 1
        case = decided.case

        def reached(way: Way) -> bool:
            then = applied(case.situation, way)
            question = then.program.question("certificate")
            answer = case.inquiry.answer
            settled = answer(then.program, question, then.facts, then.day).settled
            return settled is not None and rank[settled.name] <= rank[remedies.answer]

        assert not reached(())
        assert reached(remedies.plan.steps)
        for step in remedies.plan.steps:
            assert not reached(tuple(s for s in remedies.plan.steps if s is not step)), step

    tally = run(examples // 4, law)
    assert tally["full"] > examples // 20, tally


def test_a_direct_answer_and_one_that_is_asked_for_agree() -> None:
    """`certificate is met` in another question says what the decision of certificate says."""
    ask = ASKED["certificate"]
    asker = ASKED["any_certificate"]

    def law(data, tally):
        as_of = data.draw(st.sampled_from(DAYS))
        facts = data.draw(ask.anything(as_of))
        direct = ask.trace(facts, as_of).outcome
        clauses = {c.clause: c.holds for c in asker.trace(facts, as_of).clauses}
        assert clauses["one_of_them"] is direct
        tally[direct.value] += 1

    tally = run(DEFAULT, law)
    assert min(tally[outcome.value] for outcome in Outcome) > 5, tally
