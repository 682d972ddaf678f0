"""Laws 1 to 5 of the language, over the shipped programs and generated facts.

What it is for: an answer never changes as more becomes known, nothing is settled by knowing less,
a met case names what it waits for, no order and no split matters. What stays true: each test
counts how often its law had something to say, and fails where that was rare.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy.testing import laws
from peerpolicy.testing.answers import Asked
from peerpolicy.testing.laws import Draw, Facts, Tally, often
from peerpolicy.testing.reorder import shuffled_text
from peerpolicy.truth import Outcome
from tests.properties import tally as tallies
from tests.properties.questions import MT, every_question, of_each_length
from tests.shipped import loaded

POLICIES = Path(__file__).resolve().parents[2] / "policies"
DAYS = (
    date(2026, 11, 23),  # the day of the examples, a Monday
    date(2026, 11, 22),  # the first day of a week
    date(2026, 12, 1),  # a month has just ended
    date(2027, 3, 1),  # no 29 February this year
    date(2028, 2, 29),
)
# For each question, so that a law has six times as many; more where a law often says nothing.
DEFAULT, LONG = 70, 3_400

every_length = of_each_length(DEFAULT, LONG)


@cache
def asked(policy: str, name: str) -> Asked:
    """Prepare a question of a shipped policy."""
    return Asked.of(loaded(policy).program, name)


@cache
def drawn(policy: str, name: str, as_of: date, kind: str) -> st.SearchStrategy[Facts]:
    """Prepare a strategy, once for each day."""
    ask = asked(policy, name)
    return ask.good(as_of) if kind == "good" else ask.anything(as_of)


def run(examples: int, law: Callable[[st.DataObject, Tally], None]) -> Tally:
    """Try a law; the long runs try something else each time."""
    return tallies.run(examples, law, fixed=examples < LONG)


@every_length
@every_question
def test_1_a_definite_answer_survives_every_completion(
    policy: str, name: str, examples: int
) -> None:
    """More facts, further records of open lists, better evidence: what was settled stays."""

    def law(data: st.DataObject, tally: Tally) -> None:
        as_of = data.draw(st.sampled_from(DAYS))
        facts = data.draw(drawn(policy, name, as_of, "anything"))
        laws.survives_completion(asked(policy, name), facts, Draw(data, as_of, tally))

    tally = run(2 * examples, law)
    often(tally, "definite", 10)
    often(tally, "some definite", 50)
    often(tally, "settled later", 10)


@every_length
@every_question
def test_2_knowing_less_settles_nothing(policy: str, name: str, examples: int) -> None:
    """Null in the place of a value: what is definite then was so before, and the same."""

    def law(data: st.DataObject, tally: Tally) -> None:
        as_of = data.draw(st.sampled_from(DAYS))
        facts = data.draw(drawn(policy, name, as_of, "anything"))
        laws.settles_nothing_by_forgetting(asked(policy, name), facts, Draw(data, as_of, tally))

    tally = run(examples, law)
    often(tally, "unknown", 10)
    often(tally, "unsettled", 5)


@every_length
@every_question
def test_3_a_met_case_less_one_fact_waits_for_that_fact(
    policy: str, name: str, examples: int
) -> None:
    """Never not met; unknown only if the fact is asked for; met only if it does not matter."""

    def law(data: st.DataObject, tally: Tally) -> None:
        as_of = data.draw(st.sampled_from((DAYS[0], DAYS[0], *DAYS[:3])))
        facts = data.draw(drawn(policy, name, as_of, "good"))
        laws.waits_for_what_it_lacks(asked(policy, name), facts, Draw(data, as_of, tally))

    tally = run(2 * examples, law)
    often(tally, "met cases", 3)
    often(tally, "unknown", 4)


@cache
def shuffled_files(policy: str, name: str, number: int) -> tuple[Asked, ...]:
    """Load a policy with its clauses in several other orders."""
    text = (POLICIES / f"{policy}.policy").read_text(encoding="utf-8")
    texts = (shuffled_text(text, Random(seed)) for seed in range(number))
    return tuple(Asked.of(pp.loads(text).program, name) for text in texts)


@every_length
@every_question
def test_4_no_order_changes_an_answer(policy: str, name: str, examples: int) -> None:
    """Clauses, items of groups, keys and records may stand in any order."""
    ask = asked(policy, name)
    files = shuffled_files(policy, name, 4)
    order = [c.id for c in ask.program.clauses]
    assert all([c.id for c in file.program.clauses] != order for file in files)

    def law(data: st.DataObject, tally: Tally) -> None:
        as_of = data.draw(st.sampled_from(DAYS))
        facts = data.draw(drawn(policy, name, as_of, "anything"))
        other = data.draw(st.sampled_from(files))
        laws.does_not_see_order(ask, other, facts, Draw(data, as_of, tally))

    tally = run(examples, law)
    often(tally, "reordered", 50)
    often(tally, "unknown", 10)
    often(tally, "not met", 3)


ADDITIVE = ((MT, "may_provide"), (MT, "payable_units"))
"""The questions that add up hours or units."""


@every_length
@pytest.mark.parametrize(("policy", "name"), ADDITIVE, ids=[name for _, name in ADDITIVE])
def test_5_splitting_an_entry_changes_nothing(policy: str, name: str, examples: int) -> None:
    """Thirty hours, or twelve and eighteen on the same day: the same answer."""
    ask = asked(policy, name)
    assert any(key in ask.reads.amounts for key in ask.reads.names - ask.reads.counted)

    def law(data: st.DataObject, tally: Tally) -> None:
        as_of = data.draw(st.sampled_from(DAYS))
        facts = data.draw(drawn(policy, name, as_of, "anything"))
        laws.does_not_see_a_split(ask, facts, Draw(data, as_of, tally))

    tally = run(3 * examples, law)
    often(tally, "split", 30)
    often(tally, "definite", 10)


# ---------------------------------------------------------------- variety


@every_question
def test_every_question_is_met_not_met_and_unknown(policy: str, name: str) -> None:
    """The strategies reach each answer, by day of the examples alone."""
    ask = asked(policy, name)

    def count(data: st.DataObject, tally: Tally) -> None:
        facts = data.draw(drawn(policy, name, DAYS[0], "anything"))
        tally[ask.trace(facts, DAYS[0]).outcome.value] += 1

    tally = run(500, count)
    for outcome in Outcome:
        often(tally, outcome.value, 1)
