"""Laws 1 to 5 of the language, over the shipped programs and generated facts.

What it is for: an answer never changes as more becomes known, nothing is settled by knowing less,
a met case names what it waits for, no order and no split matters. What stays true: each test
counts how often its law had something to say, and fails where that was rare.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from random import Random

import attrs
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy.explain.needs import Ask
from peerpolicy.ir.program import Program
from peerpolicy.testing import Reads, forgettings
from peerpolicy.testing.answers import Asked, contributions, everything, lost
from peerpolicy.testing.reorder import (
    shuffled_facts,
    shuffled_program,
    shuffled_text,
    split,
    splittable,
)
from peerpolicy.truth import Outcome

POLICIES = Path(__file__).resolve().parents[2] / "policies"
MT, CT = "us/mt/sdmi_peer_support", "us/ct/dds_peer_to_peer"
QUESTIONS = (
    (MT, "may_provide"),
    (MT, "may_be_served"),
    (MT, "payable_units"),
    (CT, "hire"),
    (CT, "may_receive"),
    (CT, "service_in_order"),
)
DAYS = (
    date(2026, 11, 23),  # the day of the examples, a Monday
    date(2026, 11, 22),  # the first day of a week
    date(2026, 12, 1),  # a month has just ended
    date(2027, 3, 1),  # no 29 February this year
    date(2028, 2, 29),
)
# For each question, so that a law has six times as many; more where a law often says nothing.
DEFAULT, LONG = 70, 3_400

every_question = pytest.mark.parametrize(
    ("policy", "name"), QUESTIONS, ids=[name for _, name in QUESTIONS]
)
every_length = pytest.mark.parametrize(
    "examples",
    [pytest.param(DEFAULT, id="default"), pytest.param(LONG, id="long", marks=pytest.mark.long)],
)

Facts = dict[str, object]


@cache
def asked(policy: str, name: str) -> Asked:
    """Prepare a question of a shipped policy."""
    return Asked.of(pp.load_shipped(policy).program, name)


@cache
def drawn(policy: str, name: str, as_of: date, kind: str) -> st.SearchStrategy[Facts]:
    """Prepare a strategy, once for each day."""
    ask = asked(policy, name)
    return ask.good(as_of) if kind == "good" else ask.anything(as_of)


Tally = Counter[str]


def run(examples: int, law: Callable[[st.DataObject, Tally], None]) -> Tally:
    """Try a law on that many draws; say how often what happened."""
    tally: Tally = Counter()

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=examples < LONG,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        tally["draws"] += 1
        law(data, tally)

    holds()
    print(dict(tally))
    return tally


def often(tally: Tally, what: str, percent: int) -> None:
    """Fail where the law had too little to say."""
    assert tally[what] * 100 >= tally["draws"] * percent, dict(tally)


# ---------------------------------------------------------------- law 1


@every_length
@every_question
def test_1_a_definite_answer_survives_every_completion(
    policy: str, name: str, examples: int
) -> None:
    """More facts, further records of open lists, better evidence: what was settled stays."""
    ask = asked(policy, name)

    def law(data: st.DataObject, tally: Tally) -> None:
        as_of = data.draw(st.sampled_from(DAYS))
        facts = data.draw(drawn(policy, name, as_of, "anything"))
        before = ask.trace(facts, as_of)
        completed = data.draw(ask.further(facts, as_of))
        after = ask.trace(completed, as_of)
        tally["definite"] += before.outcome is not Outcome.UNKNOWN
        tally["some definite"] += any(c.contribution is not Outcome.UNKNOWN for c in before.clauses)
        was, now = contributions(before), contributions(after)
        tally["settled later"] += any(
            was[what] is Outcome.UNKNOWN and now[what] is not Outcome.UNKNOWN for what in was
        )
        assert lost(before, after) == []

    tally = run(2 * examples, law)
    often(tally, "definite", 10)
    often(tally, "some definite", 50)
    often(tally, "settled later", 10)


# ---------------------------------------------------------------- law 2


@every_length
@every_question
def test_2_knowing_less_settles_nothing(policy: str, name: str, examples: int) -> None:
    """Null in the place of a value: what is definite then was so before, and the same."""
    ask = asked(policy, name)

    def law(data: st.DataObject, tally: Tally) -> None:
        as_of = data.draw(st.sampled_from(DAYS))
        facts = data.draw(drawn(policy, name, as_of, "anything"))
        before = ask.trace(facts, as_of)
        less = data.draw(forgettings(facts))
        after = ask.trace(less.facts, as_of)
        some = [c.contribution for c in before.clauses]
        tally["unknown"] += Outcome.UNKNOWN in (before.outcome, *some)
        tally["unsettled"] += lost(before, after) != []
        assert lost(after, before) == [], less.path

    tally = run(examples, law)
    often(tally, "unknown", 10)
    often(tally, "unsettled", 5)


# ---------------------------------------------------------------- law 3


def names(ask: Ask, path: tuple[str | int, ...]) -> bool:
    """Say whether something asked for is what stood at a place of the facts."""
    about_lists = ("entries", "complete", "complete_through")
    words = [step for step in path if isinstance(step, str) and step not in about_lists]
    if words[-1] == "id":  # a person is named in the records of what the person did
        return ask.field == words[-2] or ask.name == words[-2]
    if words[-1] != "requested" and "requested" in words:
        words.remove("requested")
    if ask.name == words[-1]:  # a whole list: any doubt about it is about that
        return True
    return ask.name in words[1:] and ask.field in ("", *words)


def only(reads: Reads, path: tuple[str | int, ...]) -> Reads:
    """Restrict what is read to what a path leads through."""
    return attrs.evolve(
        reads,
        names={key for key in reads.names if key[1] in path},
        registries={name for name in reads.registries if name in path},
    )


@every_length
@every_question
def test_3_a_met_case_less_one_fact_waits_for_that_fact(
    policy: str, name: str, examples: int
) -> None:
    """Never not met; unknown only if the fact is asked for; met only if it does not matter."""
    ask = asked(policy, name)

    def law(data: st.DataObject, tally: Tally) -> None:
        as_of = data.draw(st.sampled_from((DAYS[0], DAYS[0], *DAYS[:3])))
        facts = data.draw(drawn(policy, name, as_of, "good"))
        if ask.trace(facts, as_of).outcome is not Outcome.MET:
            return
        tally["met cases"] += 1
        for _ in range(3):
            less = data.draw(forgettings(facts))
            after = ask.trace(less.facts, as_of).outcome
            tally[after.value] += 1
            assert after is not Outcome.NOT_MET, less.path
            if after is Outcome.UNKNOWN:
                needs = ask.decision(less.facts, as_of).needs()
                assert any(names(need, less.path) for need in needs), (less.path, needs)
                continue
            reads = only(ask.reads, less.path)
            again = data.draw(ask.further(less.facts, as_of, reads))
            assert ask.trace(again, as_of).outcome is Outcome.MET, less.path

    tally = run(2 * examples, law)
    often(tally, "met cases", 3)
    often(tally, "unknown", 4)


# ---------------------------------------------------------------- law 4


@cache
def shuffled_files(policy: str, number: int) -> tuple[Program, ...]:
    """Load a policy with its clauses in several other orders."""
    text = (POLICIES / f"{policy}.policy").read_text(encoding="utf-8")
    return tuple(pp.loads(shuffled_text(text, Random(seed))).program for seed in range(number))


@every_length
@every_question
def test_4_no_order_changes_an_answer(policy: str, name: str, examples: int) -> None:
    """Clauses, items of groups, keys and records may stand in any order."""
    ask = asked(policy, name)
    files = shuffled_files(policy, 4)
    order = [c.id for c in ask.program.clauses]
    assert all([c.id for c in file.clauses] != order for file in files)

    def law(data: st.DataObject, tally: Tally) -> None:
        as_of = data.draw(st.sampled_from(DAYS))
        facts = data.draw(drawn(policy, name, as_of, "anything"))
        chance = Random(data.draw(st.integers(0, 999)))
        other = shuffled_program(data.draw(st.sampled_from(files)), chance)
        reordered = shuffled_facts(facts, chance)
        before = ask.trace(facts, as_of)
        after = Asked.of(other, name).trace(reordered, as_of)
        tally["reordered"] += repr(reordered) != repr(facts)
        tally[before.outcome.value] += 1
        assert everything(before) == everything(after)

    tally = run(examples, law)
    often(tally, "reordered", 50)
    often(tally, "unknown", 10)
    often(tally, "not met", 3)


# ---------------------------------------------------------------- law 5

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
        places = splittable(ask.program.schema, ask.reads, facts)
        if not places:
            return
        tally["split"] += 1
        place = data.draw(st.sampled_from(places))
        quarters = data.draw(st.integers(0, 4))
        halves = split(ask.program.schema, facts, place, quarters)
        before, after = ask.trace(facts, as_of), ask.trace(halves, as_of)
        tally["definite"] += before.outcome is not Outcome.UNKNOWN
        assert everything(before) == everything(after)

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
