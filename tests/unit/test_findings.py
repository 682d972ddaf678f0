"""Findings: what became of one clause, and which leaf the numbers beside it come from."""

import pickle
from datetime import date

import pytest

from peerpolicy.explain.findings import finding
from peerpolicy.explain.traces import deciding, reasons
from peerpolicy.ir.program import Citation, Clause, Force
from peerpolicy.ir.schema import Grade, Sensitivity
from peerpolicy.ir.terms import AllOf, AnyOf, Defined, FactOf, FactTest, IsYes, NoneOf, Subject
from peerpolicy.outcome import (
    Cause,
    ClauseTrace,
    FindingOutcome,
    Need,
    Observed,
    Reason,
    Required,
    Trace,
)
from peerpolicy.quantity import Interval
from peerpolicy.source import Place
from peerpolicy.truth import Outcome

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
HERE = Place("x.policy", 3, 1)


def fact(name):
    return FactTest(FactOf(Subject("peer"), name), IsYes(), text=name)


def leaf(name, outcome, **more):
    if outcome is UNKNOWN and "reasons" not in more and not more.get("nothing_due"):
        more["reasons"] = (Reason(Cause.MISSING, Need("peer", name)),)
    return Trace(outcome, name, HERE, **more)


def saw(name, outcome, amount, bound):
    value = Interval.exactly(amount)
    return leaf(
        name,
        outcome,
        observed=Observed(value, Sensitivity.PERSONAL, "years"),
        required=Required("at least", bound, "years"),
        shortfall=value.shortfall(bound),
        grade=Grade.SHOWN,
    )


def clause(term, force=Force.MUST, **more):
    cited = (Citation("page", "The page", ("item 1",)),)
    return Clause("rule", "require", force, ("hire",), "peer", term, cited, "its line", **more)


def made(term, condition, applies=MET, **more):
    return finding(clause(term), ClauseTrace("rule", applies, condition.outcome, condition, **more))


def group(outcome, *children):
    return Trace(outcome, "all of:", HERE, children=children)


@pytest.mark.parametrize(
    ("applies", "holds", "expected"),
    [
        (MET, MET, "met"),
        (MET, NOT_MET, "not met"),
        (MET, UNKNOWN, "unknown"),
        (NOT_MET, MET, "not applicable"),
        (NOT_MET, NOT_MET, "not applicable"),
        (NOT_MET, UNKNOWN, "not applicable"),
        (UNKNOWN, MET, "met"),
        (UNKNOWN, NOT_MET, "unknown"),
        (UNKNOWN, UNKNOWN, "unknown"),
    ],
)
def test_the_outcome_joins_whether_it_applies_and_whether_it_holds(applies, holds, expected):
    found = made(fact("a"), leaf("a", holds), applies)
    assert found.outcome is FindingOutcome(expected)
    assert found.either_way is (applies is UNKNOWN and holds is MET)
    assert found.may_apply is (applies is not NOT_MET)


def test_a_single_test_gives_what_was_seen_what_was_needed_and_the_shortfall():
    found = made(fact("a"), saw("a", NOT_MET, 20, 21))
    assert found.observed.value == Interval.exactly(20)
    assert (found.required.bound, found.required.unit) == (21, "years")
    assert found.shortfall == Interval.exactly(1)
    assert found.evidence is Grade.SHOWN
    assert (found.text, found.citation[0].locators) == ("its line", ("item 1",))


def test_in_a_group_the_one_item_that_decides_gives_them():
    term = AllOf((fact("a"), fact("b")))
    found = made(term, group(NOT_MET, saw("a", MET, 30, 21), saw("b", NOT_MET, 1, 2)))
    assert found.observed.value == Interval.exactly(1)
    assert found.shortfall == Interval.exactly(1)


def test_where_two_items_decide_the_parts_tell():
    term = AllOf((fact("a"), fact("b")))
    found = made(term, group(NOT_MET, saw("a", NOT_MET, 20, 21), saw("b", NOT_MET, 1, 2)))
    assert (found.observed, found.required, found.shortfall) == (None, None, None)
    assert [each.trace.text for each in found.deciding] == ["a", "b"]


def test_any_of_that_is_met_is_decided_by_the_item_that_is_met():
    term = AnyOf((fact("a"), fact("b")))
    found = made(term, group(MET, saw("a", NOT_MET, 1, 2), saw("b", MET, 2, 2)))
    assert found.observed.value == Interval.exactly(2)


def test_none_of_that_fails_is_decided_by_the_item_that_holds():
    term = NoneOf((fact("a"), fact("b")))
    found = made(term, group(NOT_MET, saw("a", NOT_MET, 1, 2), saw("b", MET, 5, 2)))
    assert found.observed.value == Interval.exactly(5)
    assert found.required.words == "not at least"
    assert found.shortfall is None


def test_a_definition_is_looked_through():
    inner = NoneOf((fact("a"), fact("b")))
    inside = group(NOT_MET, leaf("a", MET), leaf("b", NOT_MET))
    wrapped = Trace(NOT_MET, "named", HERE, children=(inside,))
    for shape in (inside, wrapped):
        leaves = deciding(Defined("named", inner), shape)
        assert [(each.trace.text, each.denied) for each in leaves] == [("a", True)]


def test_an_item_with_nothing_due_decides_nothing():
    term = AllOf((fact("a"), fact("b")))
    idle = leaf("b", UNKNOWN, nothing_due=True)
    found = made(term, group(UNKNOWN, leaf("a", UNKNOWN), idle))
    assert [each.trace.text for each in found.deciding] == ["a"]
    assert [reason.need.name for reason in found.unknown_because] == ["a"]


def test_an_unknown_says_why_and_settled_items_ask_for_nothing():
    settled = Trace(MET, "b", HERE, reasons=(Reason(Cause.MISSING, Need("peer", "b")),))
    trace = group(UNKNOWN, leaf("a", UNKNOWN), settled, leaf("a", UNKNOWN))
    assert reasons(trace) == (Reason(Cause.MISSING, Need("peer", "a")),)


def test_a_guard_that_is_unknown_is_asked_for_only_where_the_clause_does_not_hold():
    guard = leaf("g", UNKNOWN)
    failing = made(fact("a"), leaf("a", NOT_MET), UNKNOWN, guard=guard)
    holding = made(fact("a"), leaf("a", MET), UNKNOWN, guard=guard)
    assert [r.need.name for r in failing.unknown_because] == ["g"]
    assert holding.unknown_because == ()


def test_the_day_of_change_counts_only_where_waiting_is_enough():
    day = date(2027, 4, 2)
    late = leaf("a", NOT_MET, changes_on=day)
    term = AllOf((fact("a"), fact("b")))
    assert made(fact("a"), late).changes_on == day
    assert made(term, group(NOT_MET, late, leaf("b", MET))).changes_on == day
    assert made(term, group(NOT_MET, late, leaf("b", UNKNOWN))).changes_on is None
    assert made(term, group(NOT_MET, late, leaf("b", NOT_MET))).changes_on is None


def test_conventions_of_a_guard_count_where_the_clause_does_not_apply():
    guard = leaf("g", NOT_MET, conventions=frozenset({"leap day"}))
    inside = leaf("a", MET, conventions=frozenset({"week starts"}))
    assert made(fact("a"), inside, NOT_MET, guard=guard).conventions == {"leap day"}
    assert made(fact("a"), inside, MET, guard=guard).conventions == {"leap day", "week starts"}


def test_advice_does_not_contribute():
    trace = ClauseTrace("rule", MET, NOT_MET, leaf("a", NOT_MET))
    assert not finding(clause(fact("a"), Force.SHOULD), trace).contributes
    assert finding(clause(fact("a"), Force.MAY), trace).contributes


def test_a_finding_shows_no_value_in_its_repr_and_can_be_pickled():
    found = made(fact("a"), saw("a", NOT_MET, 7654321, 8765432))
    assert "7654321" not in repr(found) + str(found)
    assert pickle.loads(pickle.dumps(found)) == found
    assert hash(found) == hash(pickle.loads(pickle.dumps(found)))
