"""Laws of the reference interpreter, over random terms and random cases.

Whatever a vague case settles, the whole case must settle alike: so no unknown ever becomes
definite by leaving something out, and no completion overturns a definite answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerpolicy.facts.model import Facts, Holder, Record, RecordList
from peerpolicy.ir import terms as t
from peerpolicy.outcome import ClauseTrace, Trace
from peerpolicy.quantity import Interval
from tests.unit.build import (
    CALENDAR,
    MEMBER,
    PARAMETERS,
    PEER,
    SHOWN,
    TODAY,
    UNKNOWN,
    ask,
    ask_clause,
    ask_question,
    clause,
    every,
    exactly,
    hours,
    member,
    peer,
    rec,
    yes,
)
from tests.unit.cases import ABSENT, bounded, caps, cases, few, near, ops, pairs, terms, windows

CASES = settings(max_examples=120, deadline=None)

OTHER = clause("other", yes("phone"), guard=yes("email"))


def answers(term: t.Term, facts: Facts, counts: bool) -> ClauseTrace:
    calendar = attrs.evolve(CALENDAR, first_part_counts=counts)
    return ask_clause(clause("c", term), facts, grade=SHOWN, others=(OTHER,), calendar=calendar)


@CASES
@given(terms, pairs(), st.booleans())
def test_what_is_settled_stays_settled_whatever_the_rest_turns_out_to_be(
    term: t.Term, pair: tuple[Facts, Facts], counts: bool
) -> None:
    whole, vague = pair
    before, after = answers(term, vague, counts), answers(term, whole, counts)
    if before.applies is not UNKNOWN:
        assert after.applies is before.applies
    if before.contribution is not UNKNOWN:
        assert after.contribution is before.contribution
    if before.holds is not UNKNOWN:
        assert after.holds is before.holds


def walk(trace: Trace) -> Iterator[Trace]:
    yield trace
    for child in trace.children:
        yield from walk(child)


@CASES
@given(terms, pairs())
def test_an_unknown_has_reasons_and_nothing_else_has(
    term: t.Term, pair: tuple[Facts, Facts]
) -> None:
    for trace in walk(answers(term, pair[1], True).condition):
        assert bool(trace.reasons) is (trace.outcome is UNKNOWN)
        assert not trace.nothing_due or trace.outcome is UNKNOWN


def turned(term: t.Term) -> t.Term:
    """Turn the items of every group round."""
    if isinstance(term, t.AllOf | t.AnyOf | t.NoneOf | t.AtLeastOf | t.SomeWho):
        return attrs.evolve(term, items=tuple(turned(i) for i in reversed(term.items)))
    return term


def turned_list(whole: RecordList) -> RecordList:
    records = tuple(
        r if r.person is None else attrs.evolve(r, person=turned_holder(r.person))
        for r in reversed(whole.records)
    )
    requested = None if whole.requested is None else whole.requested[::-1]
    return attrs.evolve(whole, records=records, requested=requested)


def turned_holder(whole: Holder) -> Holder:
    return attrs.evolve(whole, lists={k: turned_list(v) for k, v in whole.lists.items()})


def turned_facts(whole: Facts) -> Facts:
    return Facts(
        {k: turned_holder(v) for k, v in whole.holders.items()},
        {k: turned_list(v) for k, v in whole.registries.items()},
    )


@CASES
@given(terms, pairs())
def test_the_order_of_items_and_records_changes_nothing(
    term: t.Term, pair: tuple[Facts, Facts]
) -> None:
    one = answers(term, pair[1], True)
    other = answers(turned(term), turned_facts(pair[1]), True)
    assert (one.applies, one.holds) == (other.applies, other.holds)
    assert set(one.condition.reasons) == set(other.condition.reasons)
    assert one.condition.due_on == other.condition.due_on


@CASES
@given(st.lists(st.tuples(near, st.integers(1, 9)), max_size=3), windows, ops, few, st.data())
def test_splitting_an_entry_of_hours_changes_nothing(
    entries: list[tuple[date, int]], window: t.Window, op: t.Op, bound: int, data: st.DataObject
) -> None:
    split = []
    for day, amount in entries:
        part = data.draw(st.integers(0, amount))
        split += [rec(done=day, hours=part), rec(done=day, hours=amount - part)]
    whole = every(*(rec(done=day, hours=amount) for day, amount in entries))
    certificate = every(rec(issued=TODAY - timedelta(days=800), expires=ABSENT))
    term = hours(bound, window, op)
    values = {"started": TODAY - timedelta(days=60)}
    before = ask(term, peer(values, training=whole, certificate=certificate))  # type: ignore[arg-type]
    after = ask(term, peer(values, training=every(*split), certificate=certificate))  # type: ignore[arg-type]
    assert before == after


# ---------------------------------------------------------------- caps


def holds(vague: Interval, whole: Interval) -> bool:
    return vague.low <= whole.low and (
        vague.high is None or (whole.high is not None and whole.high <= vague.high)
    )


@CASES
@given(caps, pairs())
def test_what_is_allowed_lies_within_what_a_vaguer_case_allows(
    term: t.Cap, pair: tuple[Facts, Facts]
) -> None:
    one = clause("limit", term, kind="limit")
    whole, vague = (
        ask_question(facts, one, OTHER, grade=SHOWN, answers_in="units") for facts in pair
    )
    exact, loose = (x.clauses[0].condition.allocation for x in (whole, vague))
    assert exact is not None
    assert whole.answer is not None
    if not isinstance(term.cap, t.ParameterValue):  # whose value may be open, whatever is known
        assert exact.allowed.is_exact
        assert exact.excess.is_exact
        assert exact.allowed.low + exact.excess.low == exact.requested.low
    if loose is not None and vague.answer is not None:
        assert holds(loose.allowed, exact.allowed)
        assert holds(loose.excess, exact.excess)
        assert holds(vague.answer, whole.answer)
        if vague.outcome is not UNKNOWN:
            assert whole.outcome is vague.outcome


@CASES
@given(bounded, cases(), st.sampled_from([TODAY - timedelta(days=n) for n in (0, 1, 2, 30, 60)]))
def test_an_answer_with_a_parameter_is_the_one_that_all_its_values_give(
    term: t.Total | t.FactTest | t.AgeTest, case: Facts, as_of: date
) -> None:
    value = bound_of(term)
    assert isinstance(value, t.ParameterValue)
    possible = values_on(value, case, as_of)
    found = ask(term, case, as_of).outcome
    if None in possible:
        assert found is UNKNOWN
        return
    each = {ask(with_bound(term, n), case, as_of).outcome for n in possible if n is not None}
    assert found is (each.pop() if len(each) == 1 else UNKNOWN)


def bound_of(term: t.Total | t.FactTest | t.AgeTest) -> t.Bound:
    if isinstance(term, t.Total):
        return term.bound
    assert isinstance(term.test, t.Compares)
    return term.test.bound


def with_bound(term: t.Total | t.FactTest | t.AgeTest, bound: int) -> t.Term:
    if isinstance(term, t.Total):
        return attrs.evolve(term, bound=bound)
    return attrs.evolve(term, test=attrs.evolve(term.test, bound=bound))


def values_on(value: t.ParameterValue, case: Facts, as_of: date) -> set[int | None]:
    """Every value that is possible on a day; None: none is in force. Some, where any is."""
    parameter = next(each for each in PARAMETERS if each.id == value.name)
    key = case.holders["peer"].values["kind"].value if value.key else ""
    named = {row.key for row in parameter.rows}
    rows = [row for row in parameter.rows if row.key == (key if key in named else "")]
    today = [r for r in rows if (r.first or as_of) <= as_of <= (r.last or as_of)]
    found: set[int | None] = set() if today else {None}
    for row in today:
        found |= {int(offer.amount) for offer in row.offers} or {0, 1, 5, 10_000}
    return {n if n is None else n * int(value.factor) for n in found}


@CASES
@given(caps, cases(), st.data())
def test_any_split_of_the_same_lines_is_paid_alike_and_never_above_cap_and_approvals(
    term: t.Cap, case: Facts, data: st.DataObject
) -> None:
    lists = case.holders["participant"].lists
    lines = lists["support"].requested or ()
    split: list[Record] = []
    for line in lines:
        units = line.fields["units"]
        assert isinstance(units, int)
        part = data.draw(st.integers(0, units))
        split += [
            attrs.evolve(line, fields={**line.fields, "units": n}) for n in (part, units - part)
        ]
    asked_for = attrs.evolve(lists["support"], requested=tuple(data.draw(st.permutations(split))))
    before = ask(term, case).allocation
    other = attrs.evolve(case.holders["participant"], lists={**lists, "support": asked_for})
    again = attrs.evolve(case, holders={**case.holders, "participant": other})
    after = ask(term, again).allocation
    assert before is not None
    assert before == after
    if term.unlock is None or term.unlock.up_to_granted:
        granted = sum(r.fields["units"] for r in lists["leave"].records)  # type: ignore[misc]
        periods = 2 * len({x.day for x in before.lines})
        cap = 3 if isinstance(term.cap, t.ParameterValue) else term.cap  # none of them is larger
        assert before.allowed.low <= cap * periods + (granted if term.unlock else 0)


@CASES
@given(st.integers(0, 12), st.lists(st.integers(0, 9), max_size=4), st.integers(0, 12))
def test_in_one_week_the_cap_less_what_was_used_is_shared_out(
    cap: int, asked: list[int], used: int
) -> None:
    days = [TODAY - timedelta(days=1) + timedelta(days=n) for n in range(len(asked))]
    lines = tuple(rec(served=day, units=n) for day, n in zip(days, asked, strict=True))
    history = attrs.evolve(
        every(rec(served=days[0] if days else TODAY, units=used)), requested=lines
    )
    found = ask(t.Cap(MEMBER, "support", cap, "units", "week", False), member(support=history))
    assert found.allocation is not None
    assert found.allocation.allowed == exactly(min(sum(asked), max(0, cap - used)))


@pytest.mark.parametrize("term", [yes("email"), hours(1), t.Holds(PEER, "certificate")])
def test_nothing_known_is_never_a_refusal(term: t.Term) -> None:
    assert ask(term, Facts({})).outcome is UNKNOWN
