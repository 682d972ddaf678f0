"""Totals, windows and lengths of time in the reference interpreter."""

from __future__ import annotations

import time
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerpolicy.dates import LeapDay, Span
from peerpolicy.facts.model import Facts, Mark, RecordList
from peerpolicy.ir import terms as t
from peerpolicy.outcome import Cause, Need, PeriodTrace, Reason, Required
from peerpolicy.quantity import Interval
from tests.unit.build import (
    CALENDAR,
    CLAIMED,
    MET,
    NOT_MET,
    PEER,
    SHOWN,
    TODAY,
    UNKNOWN,
    VERIFIED,
    ask,
    d,
    every,
    exactly,
    hours,
    meetings,
    peer,
    rec,
    some,
    value_of,
)

OPEN = Reason(Cause.LIST_OPEN, Need("peer", "training"))
AT_MOST = t.Op.AT_MOST


def training(lists: RecordList) -> Facts:
    return peer(None, training=lists)


TWENTY = rec(done="2025-02-01", hours=20, topic="a")
TEN = rec(done="2026-02-01", hours=10, topic="b")


# ---------------------------------------------------------------- everything so far


@pytest.mark.parametrize(
    ("lists", "at_least", "at_most", "seen"),
    [
        (some(TWENTY, TEN), MET, UNKNOWN, Interval(30, None)),
        (every(TWENTY, TEN), MET, MET, exactly(30)),
        (some(TWENTY), UNKNOWN, UNKNOWN, Interval(20, None)),
        (every(TWENTY), NOT_MET, MET, exactly(20)),
        (some(TWENTY, TEN, TEN), MET, NOT_MET, Interval(40, None)),
        (some(), UNKNOWN, UNKNOWN, Interval(0, None)),
        (every(), NOT_MET, MET, exactly(0)),
    ],
)
def test_a_sum_is_an_interval(
    lists: RecordList, at_least: object, at_most: object, seen: Interval
) -> None:
    trace = ask(hours(30), training(lists))
    assert trace.outcome is at_least
    assert trace.observed is not None
    assert (trace.observed.value, trace.observed.unit) == (seen, "hours")
    assert trace.required == Required("at least", 30, "hours")
    assert trace.shortfall == seen.shortfall(30)
    assert trace.reasons == ((OPEN,) if at_least is UNKNOWN else ())
    mirrored = ask(hours(30, op=AT_MOST), training(lists))
    assert (mirrored.outcome, mirrored.shortfall) == (at_most, None)


def test_no_list_at_all_is_an_open_and_empty_list() -> None:
    trace = ask(hours(30), peer())
    assert (trace.outcome, trace.reasons) == (UNKNOWN, (OPEN,))
    assert ask(hours(0), peer()).outcome is MET


def test_a_list_complete_through_a_day_is_open_after_it() -> None:
    assert ask(hours(30), training(some(TWENTY, through=TODAY))).outcome is NOT_MET
    assert ask(hours(30), training(some(TWENTY, through=d("2026-11-22")))).outcome is UNKNOWN


def test_nothing_after_the_judged_day_counts() -> None:
    later = rec(done="2026-11-24", hours=10, topic="a")
    assert ask(hours(30), training(every(TWENTY, later))).outcome is NOT_MET
    assert ask(hours(30), training(every(TWENTY, later)), as_of=d("2026-11-24")).outcome is MET


@pytest.mark.parametrize(
    ("record", "field", "high"),
    [
        (rec(hours=10, topic="a"), "done", 30),
        (rec(done=Mark.NOT_KNOWN, hours=10, topic="a"), "done", 30),
        (rec(done="2026-01-01", topic="a"), "hours", None),
        (rec(done="2026-01-01", hours=10), "topic", 30),
    ],
)
def test_a_record_of_which_something_is_not_known_is_possibly_inside(
    record: object, field: str, high: int | None
) -> None:
    where = (t.Where("topic", t.IsIn(("a",))),)
    trace = ask(hours(30, where=where), training(every(TWENTY, record)))  # type: ignore[arg-type]
    assert trace.outcome is UNKNOWN
    assert trace.observed is not None
    assert trace.observed.value == Interval(20, high)
    assert [r.need for r in trace.reasons] == [Need("peer", "training", field)]


def test_a_record_that_fails_the_test_asks_for_nothing() -> None:
    where = (t.Where("topic", t.IsIn(("a",))),)
    lists = every(TWENTY, rec(topic="b"))
    assert ask(hours(30, where=where), training(lists)).outcome is NOT_MET


def test_records_below_the_floor_are_only_possibly_there() -> None:
    claimed = rec(CLAIMED, done="2026-02-01", hours=10, topic="b")
    not_shown = Reason(Cause.NOT_SHOWN, Need("peer", "training"))
    trace = ask(hours(30), training(every(TWENTY, claimed)), grade=SHOWN)
    assert (trace.outcome, trace.reasons) == (UNKNOWN, (not_shown,))
    # completeness that is only claimed cannot make "at most" met
    trace = ask(hours(30, op=AT_MOST), training(every(TWENTY, grade=CLAIMED)), grade=SHOWN)
    assert (trace.outcome, trace.reasons) == (UNKNOWN, (not_shown,))
    # and is enough for "not met"
    trace = ask(hours(30), training(every(TWENTY, grade=CLAIMED)), grade=SHOWN)
    assert trace.outcome is NOT_MET


def test_the_grade_is_that_of_the_records_which_settle_it() -> None:
    claimed = every(TWENTY, TEN, grade=CLAIMED)
    assert ask(hours(30), training(claimed)).grade is VERIFIED
    assert ask(hours(31), training(claimed)).grade is CLAIMED
    assert ask(hours(30, op=AT_MOST), training(claimed)).grade is CLAIMED
    assert ask(hours(29, op=AT_MOST), training(claimed)).grade is VERIFIED


def test_records_can_be_counted() -> None:
    term = t.Total(PEER, "training", t.Op.AT_LEAST, 2, "training", t.Ever(), True)
    assert ask(term, training(every(TWENTY, rec(done="2026-01-01")))).outcome is MET
    assert ask(term, training(every(TWENTY))).outcome is NOT_MET


# ---------------------------------------------------------------- back from a day


def back(number: int = 12, unit: str = "months", day: t.DayOf | None = None) -> t.Back:
    return t.Back(number, unit, day or t.JudgedDay())


@pytest.mark.parametrize(("both", "outcome"), [(True, MET), (False, NOT_MET)])
def test_whether_the_first_day_of_a_window_counts_is_declared(both: bool, outcome: object) -> None:
    calendar = attrs.evolve(CALENDAR, both_end_days=both)
    facts = training(every(rec(done="2025-11-23", hours=30)))
    trace = ask(hours(30, back()), facts, calendar=calendar)
    assert trace.outcome is outcome
    assert trace.conventions == {"window counts"}
    inside = training(every(rec(done="2025-11-24", hours=30)))
    assert ask(hours(30, back()), inside, calendar=calendar).outcome is MET


def test_a_window_ends_on_its_day_and_never_after_the_judged_day() -> None:
    term = hours(30, back(1, "years", t.FactOf(PEER, "started")))
    facts = peer({"started": "2026-06-01"}, training=every(rec(done="2026-06-02", hours=30)))
    assert ask(term, facts).outcome is NOT_MET
    later = peer({"started": "2027-06-01"}, training=every(rec(done="2026-12-01", hours=30)))
    assert ask(term, later).outcome is NOT_MET
    # completeness is needed through the window's end only
    list_to_june = some(rec(done="2026-05-01", hours=29), through=d("2026-06-01"))
    assert ask(term, peer({"started": "2026-06-01"}, training=list_to_june)).outcome is NOT_MET


def test_a_window_wholly_in_the_future_holds_nothing() -> None:
    term = hours(1, back(1, "months", t.FactOf(PEER, "started")), op=AT_MOST)
    assert ask(term, peer({"started": "2028-01-01"})).outcome is MET


def test_the_day_of_a_window_may_be_unknown_or_absent() -> None:
    term = hours(30, back(1, "years", t.FactOf(PEER, "started")))
    trace = ask(term, training(every(TWENTY, TEN)))
    assert trace.reasons == (Reason(Cause.MISSING, Need("peer", "started")),)
    assert trace.observed is not None
    assert trace.observed.value == Interval(0, 30)  # it may hold nothing, or everything
    assert ask(term, training(every(TWENTY))).outcome is NOT_MET  # too little wherever it lies
    absent = peer({"started": Mark.ABSENT}, training=every(TWENTY, TEN))
    assert ask(term, absent).outcome is NOT_MET


@pytest.mark.parametrize(
    ("leap_day", "outcome"), [(LeapDay.MARCH_1, NOT_MET), (LeapDay.FEBRUARY_28, MET)]
)
def test_a_window_from_a_leap_day_names_the_convention(leap_day: LeapDay, outcome: object) -> None:
    calendar = attrs.evolve(CALENDAR, leap_day=leap_day)
    facts = training(every(rec(done="2023-02-28", hours=30)))
    trace = ask(hours(30, back(1, "years")), facts, as_of=d("2024-02-29"), calendar=calendar)
    assert trace.outcome is outcome
    assert trace.conventions == {"window counts", "leap day"}


def test_the_hours_of_a_stay_count_where_all_its_days_do() -> None:
    term = t.Total(PEER, "placement", t.Op.AT_LEAST, 30, "hours", back(), False)
    whole = rec(from_day="2026-01-01", to_day="2026-02-01", hours=30)
    assert ask(term, peer(None, placement=every(whole))).outcome is MET
    before = rec(from_day="2024-01-01", to_day="2024-02-01", hours=30)
    assert ask(term, peer(None, placement=every(before))).outcome is NOT_MET
    for cut in (
        rec(from_day="2025-11-01", to_day="2025-12-01", hours=30),
        rec(from_day="2026-11-01", to_day=Mark.ABSENT, hours=30),
    ):
        trace = ask(term, peer(None, placement=every(cut)))
        assert trace.reasons == (Reason(Cause.MISSING, Need("peer", "placement", "hours")),)
    counted = attrs.evolve(term, counted=True, bound=1)
    cut_records = every(rec(from_day="2026-11-01", to_day=Mark.ABSENT))
    assert ask(counted, peer(None, placement=cut_records)).outcome is MET


# ---------------------------------------------------------------- each period of the calendar

MONTHLY = meetings(t.EachCalendar("calendar_month", t.FactOf(PEER, "started")))
SEPTEMBER = Span(d("2026-09-01"), d("2026-09-30"))
OCTOBER = Span(d("2026-10-01"), d("2026-10-31"))
NOVEMBER = Span(d("2026-11-01"), d("2026-11-30"))


def met_on(*days: str, started: str = "2026-08-17", complete: bool = True) -> Facts:
    lists = some(*(rec(held=day) for day in days), complete=complete)
    return peer({"started": started}, meeting=lists)


def test_completed_periods_are_judged_and_the_running_one_is_progress() -> None:
    trace = ask(MONTHLY, met_on("2026-09-10", "2026-10-08"))
    assert trace.outcome is MET
    assert trace.periods == (
        PeriodTrace(SEPTEMBER, MET, exactly(1), exactly(1)),
        PeriodTrace(OCTOBER, MET, exactly(1), exactly(1)),
    )
    assert trace.progress == PeriodTrace(NOVEMBER, UNKNOWN, exactly(0), exactly(1))
    assert trace.conventions == {"period falls due", "first part period"}
    assert not trace.nothing_due
    twice = ask(MONTHLY, met_on("2026-09-10", "2026-09-11", "2026-10-08"))
    assert twice.observed is not None
    assert twice.observed.value == exactly(1)  # the month with the least
    enough = ask(MONTHLY, met_on("2026-09-10", "2026-10-08", "2026-11-02"))
    assert enough.progress == PeriodTrace(NOVEMBER, MET, exactly(1), exactly(1))


def test_a_month_without_a_meeting_fails_in_a_complete_list_only() -> None:
    trace = ask(MONTHLY, met_on("2026-09-10"))
    assert (trace.outcome, trace.shortfall) == (NOT_MET, exactly(1))
    trace = ask(MONTHLY, met_on("2026-09-10", complete=False))
    assert (trace.outcome, trace.reasons) == (
        UNKNOWN,
        (Reason(Cause.LIST_OPEN, Need("peer", "meeting")),),
    )


def test_a_period_is_complete_on_the_day_after_its_last() -> None:
    facts = met_on("2026-09-10")
    assert [p.span for p in ask(MONTHLY, facts, as_of=d("2026-10-31")).periods] == [SEPTEMBER]
    assert ask(MONTHLY, facts, as_of=d("2026-11-01")).outcome is NOT_MET


def test_the_list_is_needed_through_each_period_only() -> None:
    lists = some(rec(held="2026-09-01"), rec(held="2026-10-01"), through=d("2026-10-31"))
    term = attrs.evolve(MONTHLY, op=AT_MOST)
    assert ask(term, peer({"started": "2026-08-17"}, meeting=lists)).outcome is MET


def test_a_first_part_period_counts_only_if_declared() -> None:
    counts = attrs.evolve(CALENDAR, first_part_counts=True)
    facts = met_on("2026-08-10", "2026-09-10", "2026-10-08")
    trace = ask(MONTHLY, facts, calendar=counts)
    assert trace.outcome is NOT_MET  # 10 August is before the first day of service
    assert trace.periods[0].span == Span(d("2026-08-17"), d("2026-08-31"))
    whole = ask(MONTHLY, met_on("2026-09-10", "2026-10-08", started="2026-09-01"))
    assert (whole.outcome, whole.conventions) == (MET, {"period falls due"})


def test_with_no_completed_period_nothing_is_due() -> None:
    trace = ask(MONTHLY, met_on(started="2026-10-02"))
    assert (trace.outcome, trace.nothing_due, trace.due_on) == (UNKNOWN, True, d("2026-12-01"))
    assert trace.reasons == (Reason(Cause.NOT_DUE),)
    assert trace.progress is not None
    future = ask(MONTHLY, met_on(started="2027-01-01"))
    assert (future.nothing_due, future.progress, future.due_on) == (True, None, d("2027-02-01"))
    never = ask(MONTHLY, peer({"started": Mark.ABSENT}))
    assert (never.nothing_due, never.due_on) == (True, None)


def test_a_first_day_that_is_not_known_is_asked_for() -> None:
    trace = ask(MONTHLY, peer(None, meeting=every()))
    assert (trace.outcome, trace.nothing_due, trace.due_unknown) == (UNKNOWN, False, True)
    assert trace.reasons == (Reason(Cause.MISSING, Need("peer", "started")),)


def test_weeks_begin_as_declared() -> None:
    weekly = meetings(t.EachCalendar("week", d("2026-11-15")))
    trace = ask(weekly, met_on("2026-11-15"))
    assert [p.span for p in trace.periods] == [Span(d("2026-11-15"), d("2026-11-21"))]
    assert trace.conventions == {"week starts", "period falls due"}


# ---------------------------------------------------------------- each year of a certificate

YEARLY = hours(10, t.EachAnchored("certified_year", PEER, "certificate", "issued"))


def certified(*certificates: object, complete: bool = True, **training: str) -> Facts:
    records = tuple(rec(done=day, hours=10) for day in training.values())
    return peer(
        None,
        certificate=some(*certificates, complete=complete),  # type: ignore[arg-type]
        training=every(*records),
    )


CURRENT = rec(issued="2025-03-01", expires="2027-02-28")


def test_years_run_from_the_credential() -> None:
    trace = ask(YEARLY, certified(CURRENT, first="2025-10-01"))
    assert trace.outcome is MET
    assert trace.periods == (
        PeriodTrace(Span(d("2025-03-01"), d("2026-02-28")), MET, exactly(10), exactly(10)),
    )
    assert trace.progress is not None
    assert trace.progress.span == Span(d("2026-03-01"), d("2027-02-28"))
    assert trace.conventions == {"certified_year", "period falls due"}
    assert ask(YEARLY, certified(CURRENT, first="2026-03-01")).outcome is NOT_MET


def test_in_the_first_year_nothing_is_due() -> None:
    trace = ask(YEARLY, certified(rec(issued="2026-03-01", expires=Mark.ABSENT)))
    assert (trace.nothing_due, trace.due_on) == (True, d("2027-03-01"))


def test_a_credential_of_a_leap_day_names_the_convention() -> None:
    trace = ask(YEARLY, certified(rec(issued="2024-02-29", expires=Mark.ABSENT)))
    assert "leap day" in trace.conventions


def test_which_credential_counts_must_be_certain() -> None:
    need = Need("peer", "certificate")
    for listed in ((), (CURRENT,), (CURRENT, CURRENT)):  # there may be a later one
        perhaps = ask(YEARLY, certified(*listed, complete=False))
        assert perhaps.reasons == (Reason(Cause.LIST_OPEN, need),)
        assert (perhaps.nothing_due, perhaps.due_unknown) == (False, True)
    none_sent = ask(YEARLY, peer(None, training=every()))
    assert none_sent.reasons == (Reason(Cause.MISSING, need),)
    doubtful = ask(YEARLY, certified(CURRENT, rec(issued="2026-01-01")))
    assert doubtful.reasons == (Reason(Cause.MISSING, attrs.evolve(need, field="expires")),)
    two = (CURRENT, rec(issued="2026-03-01", expires=Mark.ABSENT))
    latest = ask(YEARLY, certified(*two))
    assert (latest.nothing_due, latest.due_on) == (True, d("2027-03-01"))


def test_without_an_active_credential_no_year_runs() -> None:
    ended = rec(issued="2020-03-01", expires="2021-02-28")
    trace = ask(YEARLY, certified(ended))
    assert (trace.nothing_due, trace.due_on) == (True, None)


# ---------------------------------------------------------------- lengths of time


def two_years(op: t.Op = t.Op.AT_LEAST, where: tuple[t.Where, ...] = ()) -> t.Duration:
    return t.Duration(PEER, "experience", op, 2, "years", where)


def lived(*spans: tuple[object, object], complete: bool = True) -> Facts:
    records = (rec(began=a, ended=b, area="a") for a, b in spans)  # type: ignore[arg-type]
    return peer(None, experience=some(*records, complete=complete))


def test_two_years_are_the_days_between_two_dates() -> None:
    assert ask(two_years(), lived(("2022-01-01", "2023-12-31"))).outcome is MET
    trace = ask(two_years(), lived(("2022-01-01", "2023-12-30")))
    assert trace.outcome is NOT_MET
    assert trace.observed is not None
    assert (trace.observed.value, trace.observed.unit) == (exactly(729), "days")
    assert trace.required == Required("at least 2 years, here", 730, "days")
    assert (trace.shortfall, trace.changes_on) == (exactly(1), None)


def test_a_day_in_two_records_counts_once() -> None:
    overlap = lived(("2022-01-01", "2022-12-31"), ("2022-06-01", "2023-12-30"))
    assert ask(two_years(), overlap).outcome is NOT_MET
    split = lived(("2022-01-01", "2022-12-31"), ("2023-01-01", "2023-12-31"))
    assert ask(two_years(), split).outcome is MET


def test_what_still_runs_is_enough_on_a_day_that_is_named() -> None:
    trace = ask(two_years(), lived(("2025-01-01", Mark.ABSENT)))
    assert trace.outcome is NOT_MET
    # 2025-01-01 to 2026-12-31 are 730 days; two years before 2026-12-31 are 730 days earlier
    assert trace.changes_on == d("2026-12-31")
    day_before = ask(two_years(), lived(("2025-01-01", Mark.ABSENT)), as_of=d("2026-12-30"))
    on_day = ask(two_years(), lived(("2025-01-01", Mark.ABSENT)), as_of=d("2026-12-31"))
    assert (day_before.outcome, on_day.outcome) == (NOT_MET, MET)
    ends_too_soon = ask(two_years(), lived(("2025-01-01", "2026-12-30")))
    assert ends_too_soon.changes_on is None


def test_an_end_that_is_not_known_leaves_the_first_day_certain() -> None:
    trace = ask(two_years(), lived(("2020-01-01", Mark.NOT_KNOWN)))
    assert trace.observed is not None
    assert trace.observed.value == Interval(1, (TODAY - date(2020, 1, 1)).days + 1)
    assert trace.reasons == (Reason(Cause.CANNOT_BE_KNOWN, Need("peer", "experience", "ended")),)
    begin_unknown = ask(two_years(), lived((Mark.NOT_KNOWN, "2020-01-01")))
    assert begin_unknown.observed is not None
    assert begin_unknown.observed.value == Interval(1, d("2020-01-01").toordinal())


def test_an_open_list_may_hold_more_days() -> None:
    trace = ask(two_years(), lived(("2022-01-01", "2022-12-31"), complete=False))
    assert (trace.outcome, trace.shortfall) == (UNKNOWN, Interval(0, 365))
    assert trace.reasons == (Reason(Cause.LIST_OPEN, Need("peer", "experience")),)
    at_most = two_years(AT_MOST)
    assert ask(at_most, lived(("2020-01-01", "2023-12-31"), complete=False)).outcome is NOT_MET
    assert ask(at_most, lived(("2022-01-01", "2023-12-31"))).outcome is MET


def test_days_after_the_judged_day_do_not_count_yet() -> None:
    trace = ask(two_years(), lived(("2026-11-23", "2030-01-01")))
    assert trace.observed is not None
    assert trace.observed.value == exactly(1)
    assert trace.changes_on is not None
    assert ask(two_years(), lived(("2027-01-01", "2030-01-01"))).changes_on is None


def test_a_length_beyond_the_calendar_is_never_reached() -> None:
    endless = attrs.evolve(two_years(), number=9_999)
    assert ask(endless, lived(("0001-01-01", "2026-11-23"))).outcome is NOT_MET


@given(
    st.integers(1, 70),
    st.sampled_from(("days", "weeks", "months", "years")),
    st.dates(date(1996, 1, 1), date(2104, 12, 31)),
    st.integers(0, 500),
)
@settings(max_examples=60, deadline=None)
def test_the_day_that_is_named_is_the_first_that_is_enough(
    number: int, unit: str, today: date, already: int
) -> None:
    term = attrs.evolve(two_years(), number=number, unit=unit)
    facts = lived((today - timedelta(already), Mark.ABSENT))
    named = ask(term, facts, as_of=today).changes_on
    if named is None:
        assert ask(term, facts, as_of=today).outcome is MET
        return
    assert ask(term, facts, as_of=named).outcome is MET
    for before in range(1, min(9, (named - today).days)):
        assert ask(term, facts, as_of=named - timedelta(before)).outcome is NOT_MET


@pytest.mark.parametrize("number", [value_of("not_determined"), 9_000])
def test_a_length_that_no_day_reaches_is_answered_at_once(number: t.Bound) -> None:
    # day by day through the rest of the calendar this took minutes
    term = attrs.evolve(two_years(), number=number)
    began = time.process_time()
    assert ask(term, lived(("2025-01-01", Mark.ABSENT))).changes_on is None
    assert time.process_time() - began < 1
