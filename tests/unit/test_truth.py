"""Behaviour of three-valued truth: the laws of strong Kleene logic, and no truth value."""

from __future__ import annotations

import copy
import itertools
import pickle
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerpolicy.truth import Outcome, all_of, any_of, at_least, negate, of

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
outcomes = st.sampled_from(Outcome)
lists = st.lists(outcomes, max_size=6)


def completions(items: list[Outcome]) -> list[tuple[Outcome, ...]]:
    """List every way in which the unknown items may turn out."""
    choices = [(MET, NOT_MET) if item is UNKNOWN else (item,) for item in items]
    return list(itertools.product(*choices))


def agreed(answers: set[bool]) -> Outcome:
    """Give the answer on which all completions agree, unknown where they do not."""
    return of(answers.pop()) if len(answers) == 1 else UNKNOWN


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_has_no_truth_value(outcome: Outcome) -> None:
    with pytest.raises(TypeError, match="compare it"):
        bool(outcome)


@pytest.mark.parametrize("outcome", Outcome)
def test_an_outcome_stays_the_same_object_when_copied_or_stored(outcome: Outcome) -> None:
    assert copy.deepcopy(outcome) is outcome
    assert pickle.loads(pickle.dumps(outcome)) is outcome
    assert Outcome(outcome.value) is outcome


def test_outcomes_print_in_the_words_of_the_language() -> None:
    assert [outcome.value for outcome in Outcome] == ["met", "not met", "unknown"]


def test_a_missing_value_is_unknown() -> None:
    assert of(None) is UNKNOWN
    assert of(True) is MET
    assert of(False) is NOT_MET


def test_of_nothing_all_are_met_and_none_is() -> None:
    assert all_of([]) is MET
    assert any_of([]) is NOT_MET
    assert at_least(0, []) is MET
    assert at_least(1, []) is NOT_MET


@given(outcomes)
def test_twice_negated_is_unchanged(o: Outcome) -> None:
    assert negate(negate(o)) is o


def test_only_unknown_is_its_own_negation() -> None:
    assert [o for o in Outcome if negate(o) is o] == [UNKNOWN]


@given(lists)
def test_de_morgan(items: list[Outcome]) -> None:
    assert negate(all_of(items)) is any_of(negate(o) for o in items)
    assert negate(any_of(items)) is all_of(negate(o) for o in items)


@given(lists, st.integers(-1, 7), st.randoms(use_true_random=False))
def test_order_does_not_matter(items: list[Outcome], n: int, random: Random) -> None:
    shuffled = items[:]
    random.shuffle(shuffled)
    assert all_of(shuffled) is all_of(items)
    assert any_of(shuffled) is any_of(items)
    assert at_least(n, shuffled) is at_least(n, items)


@given(lists, lists)
def test_groups_may_be_nested(left: list[Outcome], right: list[Outcome]) -> None:
    assert all_of([all_of(left), all_of(right)]) is all_of(left + right)
    assert any_of([any_of(left), any_of(right)]) is any_of(left + right)


@given(outcomes, outcomes, outcomes)
def test_absorption_and_distribution(a: Outcome, b: Outcome, c: Outcome) -> None:
    assert all_of([a, any_of([a, b])]) is a
    assert any_of([a, all_of([a, b])]) is a
    assert all_of([a, any_of([b, c])]) is any_of([all_of([a, b]), all_of([a, c])])


@given(lists)
def test_groups_agree_with_every_completion(items: list[Outcome]) -> None:
    worlds = completions(items)
    assert all_of(items) is agreed({all(o is MET for o in world) for world in worlds})
    assert any_of(items) is agreed({any(o is MET for o in world) for world in worlds})


@given(lists, st.integers(-1, 7))
def test_at_least_agrees_with_every_completion(items: list[Outcome], n: int) -> None:
    counts = {sum(o is MET for o in world) >= n for world in completions(items)}
    assert at_least(n, items) is agreed(counts)


@given(lists)
def test_all_and_any_are_special_counts(items: list[Outcome]) -> None:
    assert at_least(len(items), items) is all_of(items)
    assert at_least(1, items) is any_of(items)


@given(lists, st.integers(0, 6))
def test_more_items_asked_for_is_never_easier(items: list[Outcome], n: int) -> None:
    easiness = {NOT_MET: 0, UNKNOWN: 1, MET: 2}
    assert easiness[at_least(n + 1, items)] <= easiness[at_least(n, items)]


@given(lists, st.integers(0, 6), st.data())
def test_new_information_never_changes_a_definite_answer(
    items: list[Outcome], n: int, data: st.DataObject
) -> None:
    informed = [data.draw(outcomes) if o is UNKNOWN else o for o in items]
    for group in (all_of, any_of, lambda group_items: at_least(n, group_items)):
        before = group(items)
        assert before is UNKNOWN or group(informed) is before


def test_groups_read_any_iterable_once() -> None:
    assert all_of(o for o in (MET, MET)) is MET
    assert at_least(2, iter((MET, NOT_MET, MET))) is MET
