"""The laws are strict: small faults, planted one at a time, are each caught by some law.

What it is for: a law that nothing can break proves nothing. What stays true: each fault is one that
somebody could write by mistake; it is planted wherever the function is used, and taken out again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any

import attrs
import pytest

import peerpolicy as pp
from peerpolicy import truth
from peerpolicy.backends.interpreter import approvals, groups, papers, records, scene, values
from peerpolicy.backends.interpreter import facts as facts_of
from peerpolicy.explain import needs, plan
from peerpolicy.ir.terms import IsIn
from peerpolicy.quantity import Interval
from peerpolicy.truth import Outcome
from tests.properties import laws
from tests.properties import test_laws_generated as generated
from tests.properties.laws import Draw, Facts
from tests.properties.remedies import keeps_its_promises

DRAWS = 300


def _ask_for_remedies(ask: laws.Asked, facts: Facts, draw: Draw) -> None:
    policy = pp.Policy(ask.program)
    decided = policy.decide(facts, as_of=draw.as_of, question=ask.question.id)
    keeps_its_promises(decided, draw.tally)


def _see_no_order(ask: laws.Asked, facts: Facts, draw: Draw) -> None:
    laws.does_not_see_order(ask, ask, facts, draw)


LAWS: dict[int, tuple[generated.Law, tuple[str, ...], bool]] = {
    1: (laws.survives_completion, (), False),
    2: (laws.settles_nothing_by_forgetting, (), False),
    3: (laws.waits_for_what_it_lacks, (), True),
    4: (_see_no_order, (), False),
    5: (laws.does_not_see_a_split, ("limit",), False),
    6: (_ask_for_remedies, (), True),
    7: (laws.is_met_by_whole_routes, ("pathway", "pathway"), False),
    8: (laws.pays_any_split_alike, ("limit",), True),
}
"""Each law with the kinds of clause it needs, and whether it needs good cases."""

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


def other_than_missing(old: Wrapped) -> Wrapped:
    """Say that a missing value is not the one that is ruled out."""

    def faulty(scene_: Any, test: Any, value: Any, beside: Any) -> Any:
        if isinstance(test, IsIn) and test.negated and value.value is None:
            return scene.Verdict(Outcome.MET)
        return old(scene_, test, value, beside)

    return faulty


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

    def faulty(asked: Any, periods: Any, left: Any, leave: Any, best: bool) -> Any:
        return {
            day: old({day: amount}, periods, left, leave, best)[day]
            for day, amount in asked.items()
        }

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


FAULTS: dict[str, tuple[object, Callable[[Wrapped], Wrapped]]] = {
    "an unknown item fails any of": (truth.any_of, refused),
    "an unknown item fails all of": (truth.all_of, refused),
    "an unknown item fails at least n": (truth.at_least, refused),
    "an unknown value fails its test": (values.judge_value, refused),
    "an unknown value passes its test": (values.judge_value, granted),
    "a missing value is not the one ruled out": (values.judge_value, other_than_missing),
    "an open list is complete": (scene.complete, granted),
    "a sum is what is certain": (records.total, nobody_else),
    "a record that may count does": (records.counts, granted),
    "a record that may count does not": (records.counts, refused),
    "the first record is the list": (records.records_of, first_only),
    "an unknown age is too young": (facts_of.judge_age, refused),
    "an unknown act is barred": (facts_of.judge_scope, refused),
    "an unknown credential is none": (papers.judge_holds, refused),
    "an unknown judgement is a no": (papers.judge_judgement, refused),
    "readings that differ fail": (groups.try_readings, refused),
    "two persons meet one item each": (groups.some_who, halves_of_persons),
    "an unknown last day has passed": (scene.on_or_after, refused),
    "each day draws on the whole cap": (approvals.allocate, full_cap_each_time),
    "a need is left out": (needs.asks, one_less),
    "a plan keeps every step": (plan.minimal, as_it_comes),
}

QUICK = ("an open list is complete", "each day draws on the whole cap", "a need is left out")


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


def caught_by() -> list[int]:
    """Try the laws in order until one fails, and name it."""
    for number, (law, kinds, good) in LAWS.items():
        try:
            generated.over_programs(DRAWS, law, *kinds, good=good, shrink=False)
        except (AssertionError, ExceptionGroup):
            return [number]
    return []


@pytest.mark.parametrize(
    "fault",
    [pytest.param(fault, marks=[] if fault in QUICK else pytest.mark.long) for fault in FAULTS],
)
def test_a_planted_fault_is_caught(monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    """Some law fails within a few hundred draws."""
    old, spoil = FAULTS[fault]
    assert isinstance(old, FunctionType)
    plant(monkeypatch, old, spoil(old))
    found = caught_by()
    print(fault, found)
    assert found != []
