"""Distinct persons for distinct items: against every assignment, and what would change it."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy.backends.interpreter.matching import most_pairs
from peerpolicy.ir import terms as t
from peerpolicy.quantity import Interval
from tests.texts import conformance_policy

AS_OF = date(2026, 11, 23)
ITEMS = ("knows_recovery", "is_colleague")

said = st.sampled_from([True, False, None])
rosters = st.lists(st.fixed_dictionaries(dict.fromkeys(ITEMS, said)), max_size=3)


@cache
def policy() -> pp.Policy:
    """The policy of the conformance cases."""
    return pp.loads(conformance_policy("each_by_another"))


def decide(persons: list[dict[str, bool | None]], *, complete: bool) -> pp.Decision:
    entries = [{"id": f"person{n}", **person} for n, person in enumerate(persons)]
    roster: dict[str, object] = {"entries": entries}
    if complete:
        roster["complete"] = True
    facts = {"applicant": {"is_new": True, "referee": roster}, "evidence": "shown"}
    return policy().decide(facts, as_of=AS_OF, question="referred")


def most(persons: list[tuple[bool, ...]]) -> int:
    """The most items that different persons can be given, by trying every order of them."""
    padded = [*persons, *[(False,) * len(ITEMS)] * len(ITEMS)]
    return max(
        sum(person[n] for n, person in enumerate(chosen))
        for chosen in permutations(padded, len(ITEMS))
    )


def completions(persons: list[dict[str, bool | None]]) -> list[list[tuple[bool, ...]]]:
    cells = [person[item] for person in persons for item in ITEMS]
    filled = product(*((True, False) if cell is None else (cell,) for cell in cells))
    width = len(ITEMS)
    return [[tuple(each[n : n + width]) for n in range(0, len(each), width)] for each in filled]


@settings(max_examples=200, deadline=None)
@given(rosters, st.booleans())
def test_the_answer_is_that_of_every_completion(
    persons: list[dict[str, bool | None]], complete: bool
) -> None:
    found = {most(case) for case in completions(persons)}
    if not complete:
        found.add(len(ITEMS))
    decided = decide(persons, complete=complete)
    expected = "unknown"
    if min(found) == len(ITEMS):
        expected = "met"
    elif max(found) < len(ITEMS):
        expected = "not met"
    assert decided.outcome.value == expected
    seen = decided.finding("two_references").observed
    assert seen is not None
    assert seen.value == Interval(min(found), max(found))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.frozensets(st.integers(0, 3)), max_size=4))
def test_the_matching_is_the_largest(who: list[frozenset[int]]) -> None:
    pairs = most_pairs(range(len(who)), [sorted(each) for each in who].__getitem__)
    assert len(set(pairs.values())) == len(pairs)
    assert all(person in who[item] for item, person in pairs.items())
    choices = product(*([*sorted(each), -1 - n] for n, each in enumerate(who)))
    sizes = [sum(p >= 0 for p in c) for c in choices if len(set(c)) == len(c)]
    assert len(pairs) == max(sizes, default=0)


def test_the_order_of_the_roster_changes_nothing() -> None:
    persons: list[dict[str, bool | None]] = [
        {"knows_recovery": True, "is_colleague": True},
        {"knows_recovery": True, "is_colleague": None},
    ]
    entries = [{"id": f"person{n}", **person} for n, person in enumerate(persons)]
    facts = [
        {"applicant": {"is_new": True, "referee": {"entries": each, "complete": True}}}
        for each in (entries, entries[::-1])
    ]
    one, other = (
        policy().decide({**each, "evidence": "shown"}, as_of=AS_OF, question="referred")
        for each in facts
    )
    assert one.finding("two_references").parts == other.finding("two_references").parts


def test_the_report_names_who_was_given_which_item() -> None:
    persons: list[dict[str, bool | None]] = [
        {"knows_recovery": True, "is_colleague": True},
        {"knows_recovery": True, "is_colleague": False},
    ]
    decided = decide(persons, complete=True)
    text = " ".join(decided.text().split())
    assert "met by: person1" in text
    assert "met by: person0" in text


def test_a_remedy_brings_as_many_people_as_there_are_items() -> None:
    plan = decide([], complete=False).remedies().plan
    assert plan is not None
    names = [step.name for step in plan.steps]
    assert names.count("referee") == len(ITEMS)


def test_the_term_names_the_roster_and_the_items() -> None:
    term = next(c for c in policy().program.clauses if c.id == "two_references").condition
    assert isinstance(term, t.EachBy)
    assert (term.subject, term.role) == (t.Subject("applicant"), "referee")
    assert [type(item) for item in term.items] == [t.FactTest, t.FactTest]
