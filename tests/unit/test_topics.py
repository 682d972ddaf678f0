"""Totals with topic minimums: the division against brute force, the finding, remedies and laws."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy.backends.interpreter.division import most_served
from peerpolicy.explain.decision import Decision
from peerpolicy.explain.traces import walk
from peerpolicy.outcome import FindingOutcome
from peerpolicy.testing import near_boundary
from peerpolicy.testing.answers import Asked, everything, lost
from peerpolicy.testing.reorder import shuffled_facts, split, splittable
from tests.texts import conformance_policy

AS_OF = date(2026, 11, 23)
E, B, OTHER = "ethics", "boundaries", "other"

slowly = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def policy() -> pp.Policy:
    """The policy of the conformance cases."""
    text = conformance_policy("topics")
    return pp.loads(text, name="topics.policy")


# ---------------------------------------------------------------- the division

small = st.integers(0, 3)
kinds = st.frozensets(st.sampled_from("abc"), max_size=3)
supplies = st.lists(st.tuples(kinds, small), max_size=3)
demands = st.dictionaries(st.sampled_from("abcd"), small, max_size=3)


def by_trying(units: list[frozenset[str]], needs: Mapping[str, int]) -> int:
    """Give each whole unit to each need it can serve, or to none, and keep the best."""
    if not units:
        return 0
    first, rest = units[0], units[1:]
    found = [by_trying(rest, needs)]
    for name in first & needs.keys():
        if needs[name] > 0:
            found.append(1 + by_trying(rest, {**needs, name: needs[name] - 1}))
    return max(found)


@settings(max_examples=300, deadline=None)
@given(supplies, demands)
def test_the_division_is_the_best_that_trying_finds(
    found: list[tuple[frozenset[str], int]], needs: dict[str, int]
) -> None:
    """In whole numbers the best division of whole units is a best division (integral flows)."""
    units = [serves for serves, amount in found for _ in range(amount)]
    assert most_served(found, needs) == by_trying(units, needs)


def by_cuts(
    found: Iterable[tuple[frozenset[str], Fraction]], needs: Mapping[str, Fraction]
) -> Fraction:
    """The smallest cut: for each set of needs, the others' sum and what can serve the set."""
    names, pairs = sorted(needs), list(found)
    subsets = [
        frozenset(n for i, n in enumerate(names) if bits >> i & 1)
        for bits in range(2 ** len(names))
    ]
    return min(
        sum((a for serves, a in pairs if serves & chosen), Fraction(0))
        + sum((needs[n] for n in names if n not in chosen), Fraction(0))
        for chosen in subsets
    )


amounts = st.fractions(0, 5, max_denominator=6)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(kinds, amounts), max_size=6),
    st.dictionaries(st.sampled_from("abcd"), amounts, max_size=4),
)
def test_the_division_of_exact_parts_is_the_smallest_cut(
    found: list[tuple[frozenset[str], Fraction]], needs: dict[str, Fraction]
) -> None:
    assert most_served(found, needs) == by_cuts(found, needs)


def test_many_topics_and_entries_are_quick() -> None:
    """Forty topics have more subsets than anybody could try."""
    names = [f"t{n}" for n in range(40)]
    found = [(frozenset(names[n : n + 2]), Fraction(3, 2)) for n in range(39)]
    assert most_served(found, dict.fromkeys(names, 2)) == Fraction(117, 2)


# ---------------------------------------------------------------- the finding


def lesson(hours: object, *topics: str) -> dict[str, object]:
    return {"held_on": "2026-01-05", "hours": hours, "topics": list(topics), "online": False}


def decide(*lessons: dict[str, object], complete: bool = True) -> Decision:
    listed = {"entries": list(lessons), "complete": complete}
    facts = {"evidence": "shown", "worker": {"lesson": listed}}
    return policy().decide(facts, as_of=AS_OF, question="divided")


def parts(decided: Decision) -> list[tuple[str, str, str, str]]:
    """Text, outcome, observed and shortfall of each part."""
    return [
        (part.text, part.outcome.value, part.observed.value.show(), part.shortfall.show())  # type: ignore[union-attr]
        for part in decided.findings[0].parts.children
    ]


def test_the_finding_has_the_total_each_topic_and_all_together_as_parts() -> None:
    decided = decide(lesson(5, E, B), lesson(6, OTHER))
    assert parts(decided) == [
        ("at least 10 hours of lesson", "met", "11", "0"),
        ("at least 3 hours of ethics", "met", "5", "0"),
        ("at least 3 hours of boundaries", "met", "5", "0"),
        ("one hour serves one topic", "not met", "5", "1"),
    ]
    found = decided.finding("renewal")
    assert found.outcome is FindingOutcome.NOT_MET
    assert found.shortfall == pp.Interval.exactly(1)
    assert "- [not met] one hour serves one topic" in decided.text(to="staff", values="full")


def test_all_together_is_told_only_where_no_topic_fails_alone() -> None:
    decided = decide(lesson(1, E), lesson(9, B))
    (leaf,) = decided.finding("renewal").deciding
    assert leaf.trace.text == "at least 3 hours of ethics"
    both = decide(lesson(1, E), lesson(1, B)).finding("renewal").deciding
    assert [leaf.trace.text for leaf in both] == [
        "at least 10 hours of lesson",
        "at least 3 hours of ethics",
        "at least 3 hours of boundaries",
    ]


def test_a_met_total_is_explained_by_all_its_parts() -> None:
    decided = decide(lesson(6, E, B), lesson(4, OTHER))
    assert len(decided.finding("renewal").deciding) == 3
    assert all(part.outcome is pp.Outcome.MET for part in walk(decided.finding("renewal").parts))


# ---------------------------------------------------------------- remedies


@pytest.mark.parametrize(
    ("lessons", "lacking"),
    [
        ([lesson(5, E, B), lesson(5, OTHER)], [(1, B)]),
        ([lesson(1, E), lesson(9, B)], [(2, E)]),
        ([lesson(3, E), lesson(3, B)], [(4, None)]),
        ([lesson(1, E), lesson(3, B)], [(2, E), (4, None)]),
        ([], [(3, E), (3, B), (4, None)]),
        ([lesson(10, OTHER)], [(3, E), (3, B)]),
    ],
)
def test_a_plan_says_how_many_hours_of_which_topic(
    lessons: list[dict[str, object]], lacking: list[tuple[int, str | None]]
) -> None:
    plan = decide(*lessons).remedies().plan
    assert plan is not None
    found = [(step.value, dict(step.where).get("topics")) for step in plan.steps]
    assert found == [(pp.Interval.exactly(hours), topic) for hours, topic in lacking]


def test_where_no_single_topic_can_take_what_is_lacking_several_do() -> None:
    """One hour on three topics, each of which asks for one: two more are lacking."""
    text = policy_of_three()
    facts = {
        "evidence": "shown",
        "worker": {"lesson": pp.complete([lesson(1, E, B, "safety")])},
    }
    decided = pp.loads(text, name="three").decide(facts, as_of=AS_OF, question="divided")
    plan = decided.remedies().plan
    assert plan is not None
    topics = {dict(step.where)["topics"] for step in plan.steps}
    assert len(topics) == 2
    assert topics < {E, B, "safety"}


def test_what_is_found_to_lack_twice_is_asked_for_in_full() -> None:
    """An hour on two topics serves one: an hour more is not enough, and two of a kind are two."""
    text = conformance_policy("topics")
    for was, now in (("3 hours of ethics", "2 hours of ethics"), ("3 hours of b", "1 hours of b")):
        text = text.replace(f"at least {was}", f"at least {now}", 1)
    text = text.replace("at least 10 hours of lesson", "at least 3 hours of lesson", 1)
    facts = {"evidence": "shown", "worker": {"lesson": pp.complete([lesson(1, E, B)])}}
    remedies = pp.loads(text, name="p").decide(facts, as_of=AS_OF, question="divided").remedies()
    ways = [*(way for f in remedies.findings for way in f.alternatives), remedies.plan.steps]
    assert len(ways) > 1
    for way in ways:
        assert sum(step.value.low for step in way) == 2, way
        assert len({step.where for step in way}) == len(way), "the same is asked for twice"


def policy_of_three() -> str:
    text = conformance_policy("topics")
    for minimum in ("at least 3 hours of ethics", "at least 3 hours of boundaries"):
        text = text.replace(minimum, minimum.replace("3 hours", "1 hour"), 1)
    minimum = "    at least 1 hour of boundaries\n"
    text = text.replace(minimum, minimum + "    at least 1 hour of safety\n", 1)
    return str(text.replace("at least 10 hours of lesson", "at least 3 hours of lesson", 1))


# ---------------------------------------------------------------- laws


@slowly
@given(st.data())
def test_a_definite_answer_survives_every_completion(data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(["divided", "shared", "yearly_enough", "lately"]))
    asked = Asked.of(policy().program, question)
    facts = data.draw(near_boundary(policy(), question, as_of=AS_OF))
    further = data.draw(asked.further(facts, AS_OF))
    assert lost(asked.trace(facts, AS_OF), asked.trace(further, AS_OF)) == []


@slowly
@given(st.data())
def test_neither_order_nor_a_split_changes_an_answer(data: st.DataObject) -> None:
    asked = Asked.of(policy().program, "divided")
    facts = data.draw(near_boundary(policy(), "divided", as_of=AS_OF))
    before = everything(asked.trace(facts, AS_OF))
    chance = random.Random(data.draw(st.integers(0, 1000)))
    assert everything(asked.trace(shuffled_facts(facts, chance), AS_OF)) == before
    places = splittable(policy().program.schema, asked.reads, facts)
    if places:
        halves = split(policy().program.schema, facts, data.draw(st.sampled_from(places)), 1)
        assert everything(asked.trace(halves, AS_OF)) == before
