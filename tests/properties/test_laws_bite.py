"""The laws are strict: small faults, planted one at a time, are each caught by some law.

What it is for: a law that nothing can break proves nothing. What stays true: each fault is one that
somebody could write by mistake; it is planted wherever the function is used, and taken out again.
All modules are imported before: one that came in with a fault planted would keep it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from copy import deepcopy
from importlib import import_module
from pkgutil import walk_packages
from types import FunctionType
from typing import Any

import attrs
import pytest

import peerpolicy as pp
from peerpolicy import truth
from peerpolicy.backends.interpreter.scene import Verdict
from peerpolicy.ir.terms import IsIn
from peerpolicy.quantity import Interval
from peerpolicy.testing import laws
from peerpolicy.testing.answers import Asked
from peerpolicy.testing.laws import Draw, Facts
from peerpolicy.truth import Outcome
from tests.properties import test_laws_generated as generated
from tests.properties.remedies import has_good_remedies

DRAWS = 8000
"""At the most: a law ends at its first failure. What is drawn seldom needs so many."""


def _see_no_order(ask: Asked, facts: Facts, draw: Draw) -> None:
    laws.does_not_see_order(ask, ask, facts, draw)


LAWS: dict[int, tuple[generated.Law, tuple[str, ...], generated.Kind]] = {
    1: (laws.survives_completion, (), generated.partial),
    2: (laws.settles_nothing_by_forgetting, (), generated.partial),
    3: (laws.waits_for_what_it_lacks, (), Asked.good),
    4: (_see_no_order, (), Asked.anything),
    5: (laws.does_not_see_a_split, ("limit",), Asked.anything),
    6: (has_good_remedies, (), Asked.good),
    7: (laws.is_met_by_whole_routes, ("pathway", "pathway"), Asked.anything),
    8: (laws.pays_any_split_alike, ("limit",), Asked.good),
}
"""Each law with the kinds of clause it needs, and the facts it is tried on."""

Wrapped = Callable[..., Any]


def refused(old: Wrapped) -> Wrapped:
    """Take what is unknown for a no."""

    def faulty(*args: Any, **named: Any) -> Any:
        found = old(*args, **named)
        if getattr(found, "outcome", found) is not Outcome.UNKNOWN:
            return found
        return Outcome.NOT_MET if found is Outcome.UNKNOWN else _with(found, Outcome.NOT_MET)

    return faulty


def granted(old: Wrapped) -> Wrapped:
    """Take what is unknown for a yes."""

    def faulty(*args: Any, **named: Any) -> Any:
        found = old(*args, **named)
        unknown = getattr(found, "outcome", None) is Outcome.UNKNOWN
        return _with(found, Outcome.MET) if unknown else found

    return faulty


def _with(found: Any, outcome: Outcome) -> Any:
    changes: dict[str, object] = {"outcome": outcome}
    if attrs.has(type(found)) and "reasons" in attrs.fields_dict(type(found)):
        changes["reasons"] = ()
    return attrs.evolve(found, **changes)


def nobody_else(old: Wrapped) -> Wrapped:
    """Forget that a list may be open when adding up."""

    def faulty(*args: Any) -> Any:
        seen = old(*args)
        return attrs.evolve(seen, value=Interval.exactly(seen.value.low), reasons=())

    return faulty


def first_only(old: Wrapped) -> Wrapped:
    """Look at the first record alone."""
    return lambda on: old(on)[:1]


def full_cap_each_time(old: Wrapped) -> Wrapped:
    """Let each requested day draw on the whole cap."""

    def faulty(asked: Any, purses: Any) -> Any:
        whole = tuple(purses)
        return {day: old({day: amount}, deepcopy(whole))[day] for day, amount in asked.items()}

    return faulty


def other_than_missing(old: Wrapped) -> Wrapped:
    """Say that a missing value is not the one that is ruled out."""

    def faulty(scene: Any, test: Any, value: Any, beside: Any) -> Any:
        if isinstance(test, IsIn) and test.negated and value.value is None:
            return Verdict(Outcome.MET)
        return old(scene, test, value, beside)

    return faulty


def as_it_comes(old: Wrapped) -> Wrapped:
    """Leave every step that was found in the plan."""
    return lambda steps, enough: steps


def halves_of_persons(old: Wrapped) -> Wrapped:
    """Let two persons meet one item each."""

    def faulty(term: Any, candidates: Any, rest: Any, unseen: Any) -> Any:
        found = old(term, candidates, rest, unseen)
        items = zip(*(c.whole.children for c in candidates), strict=True)
        each = [truth.any_of(i.outcome for i in same) for same in items]
        whole = truth.all_of(each) if each else found.outcome
        return _with(found, whole) if whole is not Outcome.UNKNOWN else found

    return faulty


def one_less(old: Wrapped) -> Wrapped:
    """Ask for all but the first of what is missing."""
    return lambda *args: old(*args)[1:]


FAULTS: dict[str, tuple[str, Callable[[Wrapped], Wrapped], int]] = {
    "an unknown item fails any of": ("any_of", refused, 1),
    "an unknown item fails all of": ("all_of", refused, 1),
    "an unknown item fails at least n": ("at_least", refused, 1),
    "an unknown value fails its test": ("judge_value", refused, 1),
    "an unknown value passes its test": ("judge_value", granted, 1),
    "an open list is complete": ("complete", granted, 1),
    "a sum is what is certain": ("total", nobody_else, 1),
    "the first record is the list": ("records_of", first_only, 4),
    "an unknown age is too young": ("judge_age", refused, 1),
    "a day that may be too late is not": ("on_or_before", granted, 1),
    "a missing value is not the one ruled out": ("judge_value", other_than_missing, 1),
    "a plan keeps every step": ("minimal", as_it_comes, 6),
    "an unknown act is barred": ("judge_scope", refused, 1),
    "an unknown credential is none": ("judge_holds", refused, 2),
    "an unknown judgement is a no": ("judge_judgement", refused, 1),
    "readings that differ fail": ("try_readings", refused, 1),
    "two persons meet one item each": ("some_who", halves_of_persons, 1),
    "an unknown last day has passed": ("on_or_after", refused, 3),
    "each day draws on the whole cap": ("allocate", full_cap_each_time, 8),
    "a need is left out": ("asks", one_less, 3),
}
"""What is wrong, the function in which, how it goes wrong, and the law that sees it first."""

ROOMS = ("peerpolicy.backends.interpreter", "peerpolicy.explain", "peerpolicy.truth")
QUICK = ("an open list is complete", "each day draws on the whole cap", "a need is left out")


@pytest.fixture(scope="module", autouse=True)
def _whole_library() -> None:
    for each in walk_packages(pp.__path__, "peerpolicy."):
        if not each.name.endswith("__main__"):
            import_module(each.name)


def function(name: str) -> FunctionType:
    """Find a function of the library by its name alone, wherever it is defined."""
    found = {
        value
        for module_name, module in list(sys.modules.items())
        if module_name.startswith(ROOMS)
        for value in [vars(module).get(name)]
        if isinstance(value, FunctionType) and value.__module__ == module_name
    }
    (one,) = found
    return one


def plant(monkeypatch: pytest.MonkeyPatch, old: object, new: object) -> None:
    """Put a function in the place of another, in every module that uses it."""
    places = [
        (module, name)
        for module_name, module in list(sys.modules.items())
        if module_name.startswith("peerpolicy")
        for name, value in list(vars(module).items())
        if value is old
    ]
    assert places
    for module, name in places:
        monkeypatch.setattr(module, name, new)


def fails(number: int) -> bool:
    """Try a law until it fails; say whether it did."""
    law, kinds, facts_of = LAWS[number]
    try:
        generated.over_programs(DRAWS, law, *kinds, facts_of=facts_of, shrink=False)
    except (AssertionError, ExceptionGroup):
        return True
    return False


@pytest.mark.parametrize(
    "fault",
    [pytest.param(fault, marks=[] if fault in QUICK else pytest.mark.long) for fault in FAULTS],
)
def test_a_planted_fault_is_caught(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    """The law that it breaks fails within some thousand draws."""
    name, spoil, law = FAULTS[fault]
    plant(monkeypatch, function(name), spoil(function(name)))
    assert fails(law)
