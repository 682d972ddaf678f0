"""Caps, approvals and payable amounts in the reference interpreter."""

from __future__ import annotations

import attrs
import pytest

from peerpolicy.facts.model import Datum, Facts, Mark, Record, RecordList
from peerpolicy.ir import terms as t
from peerpolicy.outcome import Allocation, Cause, LineTrace, Need, Reason, Trace
from peerpolicy.quantity import Interval
from tests.unit.build import (
    CLAIMED,
    MEMBER,
    MET,
    NOT_MET,
    SHOWN,
    UNKNOWN,
    ask,
    ask_question,
    clause,
    d,
    every,
    exactly,
    holder,
    member,
    rec,
    some,
    yes,
)

CAP = t.Cap(MEMBER, "support", 10, "units", "week", False)
UNLOCK = t.Unlock("leave", "officer", beforehand=True, up_to_granted=False)
NO_LIMIT = attrs.evolve(CAP, unlock=UNLOCK)
UP_TO = attrs.evolve(CAP, unlock=attrs.evolve(UNLOCK, up_to_granted=True))
SUPPORT, LEAVE = Need("participant", "support"), Need("participant", "leave")
SUNDAY, MONDAY, SATURDAY = "2026-11-22", "2026-11-23", "2026-11-21"
NOTHING = exactly(0)


def unit(day: object, units: object, **more: object) -> Record:
    return rec(served=day, units=units, **more)  # type: ignore[arg-type]


def asked(
    *requested: Record, history: RecordList | None = None, leave: RecordList | None = None
) -> Facts:
    lists = {"support": attrs.evolve(history or every(), requested=requested)}
    return member(**lists, **({} if leave is None else {"leave": leave}))


def cap(facts: Facts, term: t.Cap = CAP) -> tuple[Trace, Allocation]:
    trace = ask(term, facts)
    assert trace.allocation is not None
    return trace, trace.allocation


def test_ten_of_twelve_units_of_one_week() -> None:
    trace, found = cap(asked(unit(SUNDAY, 10), unit(MONDAY, 2)))
    assert (trace.outcome, trace.conventions) == (NOT_MET, {"week starts"})
    assert (found.requested, found.allowed) == (exactly(12), exactly(10))
    assert (found.excess, found.used) == (exactly(2), NOTHING)
    assert (found.unit, found.cap, found.period, found.unlock) == (
        "units",
        exactly(10),
        "week",
        None,
    )
    assert found.lines == (
        LineTrace(d(SUNDAY), exactly(10), exactly(10), NOTHING, NOT_MET),
        LineTrace(d(MONDAY), exactly(2), NOTHING, exactly(2), NOT_MET),
    )


def test_a_week_ends_on_saturday() -> None:
    trace, found = cap(asked(unit(SATURDAY, 10), unit(SUNDAY, 10)))
    assert (trace.outcome, found.allowed) == (MET, exactly(20))


def test_days_are_served_in_their_order_whatever_the_order_of_the_lines() -> None:
    lines = (unit(MONDAY, 8), unit(SUNDAY, 8))
    assert cap(asked(*lines))[1] == cap(asked(*reversed(lines)))[1]
    assert [x.allowed for x in cap(asked(*lines))[1].lines] == [exactly(8), exactly(2)]


def test_lines_of_one_day_share_one_result() -> None:
    assert cap(asked(unit(SUNDAY, 6), unit(SUNDAY, 6)))[1] == cap(asked(unit(SUNDAY, 12)))[1]


def test_what_was_used_before_counts() -> None:
    trace, found = cap(asked(unit(MONDAY, 4), history=every(unit(SUNDAY, 8), unit(SATURDAY, 9))))
    assert (trace.outcome, found.used, found.allowed) == (NOT_MET, exactly(8), exactly(2))
    later = every(unit("2026-11-24", 9))  # after the judged day
    assert cap(asked(unit(MONDAY, 4), history=later))[0].outcome is MET


def test_only_what_was_paid_counts_where_the_text_says_paid() -> None:
    paid = attrs.evolve(CAP, paid_only=True)
    lists = every(unit(SUNDAY, 8, paid=False), unit(SUNDAY, 1, paid=True))
    assert cap(asked(unit(MONDAY, 9), history=lists), paid)[0].outcome is MET
    not_said = every(unit(SUNDAY, 8))
    trace, found = cap(asked(unit(MONDAY, 4), history=not_said), paid)
    assert (trace.outcome, found.used) == (UNKNOWN, Interval(0, 8))
    assert trace.reasons == (Reason(Cause.MISSING, attrs.evolve(SUPPORT, field="paid")),)


def test_a_history_with_gaps_may_have_used_everything() -> None:
    for lists in (some(), some(through=d(SUNDAY))):
        trace, found = cap(asked(unit(MONDAY, 4), history=lists))
        assert (trace.outcome, found.allowed) == (UNKNOWN, Interval(0, 4))
        assert trace.reasons == (Reason(Cause.LIST_OPEN, SUPPORT),)
    full = some(unit(SUNDAY, 10))  # certainly used up, whatever else there is
    assert cap(asked(unit(MONDAY, 4), history=full))[0].outcome is NOT_MET
    closed_week = some(through=d(SATURDAY))
    assert cap(asked(unit(SATURDAY, 4), history=closed_week))[0].outcome is MET


def test_requests_are_asked_for_where_nobody_spoke_of_them() -> None:
    for facts in (member(), member(support=every())):
        trace, found = cap(facts)
        assert trace.outcome is UNKNOWN
        assert trace.reasons == (Reason(Cause.MISSING, attrs.evolve(SUPPORT, field="requested")),)
        assert found.allowed == Interval(0, None)


def test_nothing_asked_is_nothing_in_excess() -> None:
    trace, found = cap(asked(history=some()))
    assert (trace.outcome, found.requested, found.lines) == (MET, NOTHING, ())


@pytest.mark.parametrize(
    ("vague", "field", "requested", "own"),
    [
        (rec(units=3), "served", Interval(8, 8), Interval(0, 3)),
        (rec(served=SUNDAY), "units", Interval(5, None), Interval(0, None)),
    ],
)
def test_a_line_that_is_not_known_exactly_leaves_nothing_certain(
    vague: Record, field: str, requested: Interval, own: Interval
) -> None:
    trace, found = cap(asked(unit(MONDAY, 5), vague))
    assert trace.outcome is UNKNOWN
    assert trace.reasons == (Reason(Cause.MISSING, attrs.evolve(SUPPORT, field=field)),)
    assert found.requested == requested
    by_day = {x.day: x.allowed for x in found.lines}
    assert by_day.pop(d(MONDAY)) == Interval(0, 5)
    assert list(by_day.values()) == [own]


# ---------------------------------------------------------------- approvals


def leave(**more: object) -> Record:
    fields: dict[str, object] = {
        "given_on": "2026-11-20",
        "given_by": "officer",
        "starts": SUNDAY,
        "ends": "2026-11-28",
        "units": 3,
    }
    return rec(**{**fields, **more})  # type: ignore[arg-type]


TWELVE = (unit(SUNDAY, 10), unit(MONDAY, 2))


@pytest.mark.parametrize(
    ("approvals", "outcome", "allowed"),
    [
        (every(), NOT_MET, exactly(10)),
        (every(leave()), MET, exactly(12)),
        (some(leave()), MET, exactly(12)),
        (some(), UNKNOWN, Interval(10, 12)),
        (None, UNKNOWN, Interval(10, 12)),
        (every(leave(given_by="somebody")), NOT_MET, exactly(10)),
        (every(leave(given_on="2026-11-24")), NOT_MET, exactly(10)),
        (every(leave(given_on=MONDAY)), MET, exactly(12)),
        (every(leave(ends=SUNDAY)), NOT_MET, exactly(10)),
        (every(leave(ends=Mark.ABSENT)), MET, exactly(12)),
        (every(leave(ends=Mark.NOT_KNOWN)), UNKNOWN, Interval(10, 12)),
        (every(rec(CLAIMED, **leave().fields)), MET, exactly(12)),
    ],
)
def test_approvals_lift_the_cap(
    approvals: RecordList | None, outcome: object, allowed: Interval
) -> None:
    trace, found = cap(asked(*TWELVE, leave=approvals), NO_LIMIT)
    assert (trace.outcome, found.allowed) == (outcome, allowed)
    assert (trace.reasons != ()) is (outcome is UNKNOWN)


def test_approvals_that_are_missing_are_asked_for() -> None:
    trace, found = cap(asked(*TWELVE, leave=some()), NO_LIMIT)
    assert trace.reasons == (Reason(Cause.LIST_OPEN, LEAVE),)
    assert [x.unlocked for x in found.lines] == [UNKNOWN, UNKNOWN]
    closed = some(through=d(SUNDAY))
    trace, found = cap(asked(*TWELVE, leave=closed), NO_LIMIT)
    assert [x.unlocked for x in found.lines] == [NOT_MET, UNKNOWN]


def test_leave_may_be_given_afterwards_where_the_text_says_so() -> None:
    any_time = attrs.evolve(CAP, unlock=attrs.evolve(UNLOCK, beforehand=False))
    late = every(leave(given_on=MONDAY))
    facts = asked(unit(SUNDAY, 12), leave=late)
    assert cap(facts, NO_LIMIT)[0].outcome is NOT_MET
    assert cap(facts, any_time)[0].outcome is MET
    too_late = asked(unit(SUNDAY, 12), leave=every(leave(given_on="2026-11-24")))
    assert cap(too_late, any_time)[0].outcome is NOT_MET


def test_leave_counts_only_once_it_is_given() -> None:
    tomorrow = unit("2026-11-24", 12)
    given_tomorrow = every(leave(given_on="2026-11-24"))
    assert cap(asked(tomorrow, leave=given_tomorrow), NO_LIMIT)[0].outcome is NOT_MET
    assert cap(asked(tomorrow, leave=every(leave())), NO_LIMIT)[0].outcome is MET


def test_leave_up_to_an_amount_lifts_by_that_amount_in_all() -> None:
    lines = (unit(SUNDAY, 12), unit(MONDAY, 2))
    trace, found = cap(asked(*lines, leave=every(leave())), UP_TO)
    assert (trace.outcome, found.allowed, found.excess) == (NOT_MET, exactly(13), exactly(1))
    assert [x.allowed for x in found.lines] == [exactly(12), exactly(1)]
    two = every(leave(), leave(units=1))
    assert cap(asked(*lines, leave=two), UP_TO)[0].outcome is MET
    not_said = every(leave(units=Mark.NOT_KNOWN))
    trace, found = cap(asked(*lines, leave=not_said), UP_TO)
    assert (trace.outcome, found.allowed) == (UNKNOWN, Interval(10, 14))
    assert Reason(Cause.CANNOT_BE_KNOWN, attrs.evolve(LEAVE, field="units")) in trace.reasons


def test_leave_over_two_weeks_is_used_up_once() -> None:
    two_weeks = every(leave(starts="2026-11-15", given_on="2026-11-01"))
    lines = (unit("2026-11-20", 12), unit(SUNDAY, 12))
    assert cap(asked(*lines, leave=two_weeks), UP_TO)[1].allowed == exactly(23)


def test_leave_that_ends_first_is_used_first() -> None:
    both = every(leave(units=2), leave(units=2, ends=SUNDAY))
    lines = (unit(SUNDAY, 12), unit(MONDAY, 2))
    assert cap(asked(*lines, leave=both), UP_TO)[0].outcome is MET


def test_unlimited_leave_covers_a_line_of_unknown_amount() -> None:
    lines = (rec(served=SUNDAY), unit(MONDAY, 5))
    trace, found = cap(asked(*lines, leave=every(leave())), NO_LIMIT)
    assert (trace.outcome, found.allowed) == (MET, Interval(5, None))


# ---------------------------------------------------------------- what is payable

LIMIT = clause("limit", CAP, kind="limit")


def test_the_answer_is_what_the_caps_allow_if_all_else_is_met() -> None:
    other = clause("other", yes("email"))
    facts = asked(*TWELVE)
    assert ask_question(facts, LIMIT, answers_in="units").answer == exactly(10)
    for values, answer in (
        ({"email": True}, exactly(10)),
        ({}, Interval(0, 10)),
        ({"email": False}, NOTHING),
    ):
        both = attrs.evolve(facts, holders={**facts.holders, "peer": holder(values)})  # type: ignore[arg-type]
        assert ask_question(both, LIMIT, other, answers_in="units").answer == answer
    assert ask_question(facts, other, answers_in="units").answer is None


def test_two_caps_on_one_entry_pay_nobody_twice() -> None:
    monthly = clause("monthly", attrs.evolve(CAP, period="calendar_month", cap=15), kind="limit")
    lines = (unit(SATURDAY, 10), unit(SUNDAY, 10))
    trace = ask_question(asked(*lines), LIMIT, monthly, answers_in="units")
    assert trace.answer == exactly(15)


@pytest.mark.parametrize(
    ("value", "answer"), [(True, exactly(10)), (False, exactly(12)), (None, Interval(10, 12))]
)
def test_a_cap_that_does_not_apply_takes_nothing_away(value: object, answer: Interval) -> None:
    guarded = attrs.evolve(LIMIT, guard=yes("email"))
    facts = asked(*TWELVE)
    values = {} if value is None else {"email": value}
    both = attrs.evolve(facts, holders={**facts.holders, "peer": holder(values)})  # type: ignore[arg-type]
    assert ask_question(both, guarded, answers_in="units").answer == answer


def test_claims_pay_nothing_and_claimed_use_takes_away() -> None:
    one = clause("limit", UP_TO, kind="limit")
    used = every(rec(CLAIMED, served=SUNDAY, units=10))
    claimed_leave = every(rec(CLAIMED, **leave(units=1).fields))
    facts = asked(unit(MONDAY, 2), history=used, leave=claimed_leave)
    trace = ask_question(facts, one, grade=SHOWN, answers_in="units")
    assert (trace.outcome, trace.answer) == (NOT_MET, Interval(0, 1))
    found = trace.clauses[0].condition.allocation
    assert found is not None
    assert (found.allowed, found.excess) == (Interval(0, 1), Interval(1, 2))
    claimed_guard = attrs.evolve(LIMIT, guard=yes("email"))
    holders = {**asked(*TWELVE).holders, "peer": holder({"email": Datum(False, CLAIMED)})}
    doubtful = ask_question(Facts(holders), claimed_guard, grade=SHOWN, answers_in="units")
    assert doubtful.answer == Interval(10, 12)
