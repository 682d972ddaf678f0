"""Behaviour of civil dates: ages, windows, spans and periods.

Ages are compared with a calendar table made by a daily walk, without arithmetic on years.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerpolicy import dates
from peerpolicy.dates import LeapDay, Span, Weekday

DAY = timedelta(days=1)
UNITS = ("days", "weeks", "months", "years")
MONTHS = list(itertools.product(range(1, 10_000), range(1, 13)))
KINDS = ("day", "week", "calendar_month", "calendar_quarter", "calendar_year", "fiscal_year")
YEARS = {"fiscal_year": (7, 1)}

any_day = st.dates()
# about one day in three is where conventions differ: around the end of a February
near_leap = st.builds(
    lambda year, shift: date(year, 3, 1) + shift * DAY, st.integers(1890, 2110), st.integers(-3, 3)
)
days = st.dates(date(1890, 1, 1), date(2110, 12, 31)) | near_leap
leap_days = st.sampled_from(LeapDay)
weekdays = st.sampled_from(Weekday)


@st.composite
def spans(draw: st.DrawFn) -> Span:
    """Draw a span of at most 60 days within about 200."""
    first = date(2023, 12, 1) + draw(st.integers(0, 140)) * DAY
    return Span(first, first + draw(st.integers(0, 59)) * DAY)


def all_days(first: date, last: date) -> list[date]:
    """List every day from `first` to `last`, one by one."""
    return [date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1)]


def partition(parts: Iterable[Span]) -> bool:
    """Say whether each span begins on the day after the one before it."""
    return all(b.first == a.last + DAY for a, b in itertools.pairwise(parts))


def birthdays(leap_day: LeapDay) -> dict[tuple[int, int], list[int]]:
    """Walk through 1900 to 2152 and note, for each birthday, the days that count as it.

    A day counts as its own month and day. The 29th of February, where the calendar goes from
    the 28th straight to 1 March, is noted on the one of these two that the convention says.
    """
    noted: dict[tuple[int, int], list[int]] = defaultdict(list)
    before = date(1899, 12, 31)
    for day in all_days(date(1900, 1, 1), date(2152, 12, 31)):
        skipped = (before.month, before.day, day.month, day.day) == (2, 28, 3, 1)
        if skipped:
            chosen = day if leap_day is LeapDay.MARCH_1 else before
            noted[2, 29].append(chosen.toordinal())
        noted[day.month, day.day].append(day.toordinal())
        before = day
    return noted


def check_ages(births: Iterable[date], leap_day: LeapDay) -> int:
    """Compare every age from 0 to 120 at the three days around each birthday; count them."""
    table = birthdays(leap_day)
    day_of = {day.toordinal(): day for day in all_days(date(1899, 12, 31), date(2153, 1, 1))}
    checked = 0
    for birth in births:
        own = table[birth.month, birth.day]
        start = own.index(birth.toordinal())
        for age, ordinal in enumerate(own[start : start + 121]):
            reached = day_of[ordinal]
            assert dates.reaches_age_on(birth, age, leap_day) == reached
            found = [
                dates.completed_years(birth, day_of[ordinal + shift], leap_day)
                for shift in (-1, 0, 1)
            ]
            assert found == [max(0, age - 1), age, age], (birth, reached)
            checked += 1
    return checked


BIRTHS = all_days(date(1900, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize("leap_day", LeapDay)
def test_ages_agree_with_a_walk_through_the_calendar(leap_day: LeapDay) -> None:
    """A dense sample: every 29 February, every first and last day of a month, every 7th day."""
    births = [
        birth
        for n, birth in enumerate(BIRTHS)
        if n % 7 == 0 or birth.day == 1 or (birth + DAY).day == 1
    ]
    assert sum((birth.month, birth.day) == (2, 29) for birth in births) == 32
    assert check_ages(births, leap_day) == 121 * len(births)


@pytest.mark.long
@pytest.mark.parametrize("leap_day", LeapDay)
def test_ages_agree_for_every_birth_date(leap_day: LeapDay) -> None:
    assert check_ages(BIRTHS, leap_day) == 121 * len(BIRTHS)


def test_a_leap_day_birthday_follows_the_convention() -> None:
    birth = date(2004, 2, 29)
    assert dates.reaches_age_on(birth, 18, LeapDay.MARCH_1) == date(2022, 3, 1)
    assert dates.reaches_age_on(birth, 18, LeapDay.FEBRUARY_28) == date(2022, 2, 28)
    for leap_day in LeapDay:
        assert dates.reaches_age_on(birth, 20, leap_day) == date(2024, 2, 29)
        assert dates.completed_years(birth, date(2024, 2, 28), leap_day) == 19


def test_before_the_beginning_no_year_is_completed() -> None:
    assert dates.completed_years(date(2020, 5, 1), date(2020, 4, 30), LeapDay.MARCH_1) == 0
    assert dates.completed_years(date(2020, 5, 1), date(1990, 1, 1), LeapDay.MARCH_1) == 0


def test_an_age_is_never_negative() -> None:
    with pytest.raises(ValueError, match="negative"):
        dates.reaches_age_on(date(2020, 1, 1), -1, LeapDay.MARCH_1)


@given(any_day, st.integers(-10_000, 10_000), leap_days)
def test_an_anniversary_is_none_exactly_outside_the_calendar(
    day: date, years: int, leap_day: LeapDay
) -> None:
    found = dates.anniversary(day, years, leap_day)
    assert (found is None) == (not 1 <= day.year + years <= 9999)
    if found is not None and (day.month, day.day) != (2, 29):
        assert (found.month, found.day) == (day.month, day.day)


@given(days, st.integers(0, 120), leap_days)
def test_an_age_is_completed_on_its_day_and_not_before(
    birth: date, years: int, leap_day: LeapDay
) -> None:
    reached = dates.reaches_age_on(birth, years, leap_day)
    assert reached is not None
    assert dates.completed_years(birth, reached, leap_day) == years
    assert dates.completed_years(birth, reached - DAY, leap_day) == max(0, years - 1)


def test_a_month_later_is_the_same_day_number_or_the_last_day() -> None:
    assert dates.add_months(date(2023, 1, 31), 1) == date(2023, 2, 28)
    assert dates.add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert dates.add_months(date(2024, 3, 31), -1) == date(2024, 2, 29)
    assert dates.add_months(date(2023, 11, 15), 2) == date(2024, 1, 15)
    assert dates.add_months(date(2024, 1, 15), -1) == date(2023, 12, 15)
    assert dates.add_months(date(9999, 12, 1), 1) is None
    assert dates.add_months(date(1, 1, 31), -1) is None


@given(any_day, st.integers(-500, 500))
def test_months_land_in_the_right_month(day: date, n: int) -> None:
    wanted = MONTHS.index((day.year, day.month)) + n
    found = dates.add_months(day, n)
    if found is None:
        assert not 0 <= wanted < len(MONTHS)
    else:
        assert (found.year, found.month) == MONTHS[wanted]
        assert found.day == day.day or (found.day < day.day and (found + DAY).day == 1)


@given(days, st.integers(0, 400), leap_days)
def test_windows_go_back_in_the_unit_they_name(day: date, n: int, leap_day: LeapDay) -> None:
    assert dates.back(day, n, "days", leap_day) == day - n * DAY
    assert dates.back(day, n, "weeks", leap_day) == day - 7 * n * DAY
    assert dates.back(day, n, "months", leap_day) == dates.add_months(day, -n)
    assert dates.back(day, n, "years", leap_day) == dates.anniversary(day, -n, leap_day)


@pytest.mark.parametrize("unit", UNITS)
def test_a_window_that_leaves_the_calendar_has_no_first_day(unit: str) -> None:
    for n in (10**6 * 4, 10**30):
        assert dates.back(date(2024, 2, 29), n, unit, LeapDay.MARCH_1) is None
        with pytest.raises(ValueError, match="outside the calendar"):
            dates.days_back(date(2024, 2, 29), n, unit, LeapDay.MARCH_1)
    second = (date(1, 1, 2), date(1, 1, 8), date(1, 2, 1), date(2, 1, 1))[UNITS.index(unit)]
    assert dates.back(second, 1, unit, LeapDay.MARCH_1) == date.min


@pytest.mark.parametrize("unit", ["", "day", "hours", "DAYS"])
def test_another_unit_is_refused(unit: str) -> None:
    for function in (dates.back, dates.days_back):
        with pytest.raises(ValueError, match="expected the unit"):
            function(date(2024, 1, 1), 1, unit, LeapDay.MARCH_1)


def test_years_back_count_the_leap_days_between() -> None:
    assert dates.days_back(date(2023, 6, 1), 2, "years", LeapDay.MARCH_1) == 730
    assert dates.days_back(date(2024, 6, 1), 2, "years", LeapDay.MARCH_1) == 731
    assert dates.days_back(date(2024, 2, 29), 1, "years", LeapDay.MARCH_1) == 365
    assert dates.days_back(date(2024, 2, 29), 1, "years", LeapDay.FEBRUARY_28) == 366


@given(days, st.integers(1, 60), st.sampled_from(UNITS), leap_days)
def test_the_days_back_are_the_days_after_the_edge_up_to_the_anchor(
    anchor: date, n: int, unit: str, leap_day: LeapDay
) -> None:
    edge = dates.back(anchor, n, unit, leap_day)
    assert edge is not None
    length = dates.days_back(anchor, n, unit, leap_day)
    assert length == dates.covered_days([Span(edge + DAY, anchor)])


def test_a_span_includes_both_ends() -> None:
    span = Span(date(2024, 2, 28), date(2024, 3, 1))
    assert span.days == 3
    assert date(2024, 2, 28) in span
    assert date(2024, 3, 1) in span
    assert date(2024, 3, 2) not in span
    assert Span(date.max, date.max).days == 1


def test_a_span_is_not_empty_and_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="after its last day"):
        Span(date(2024, 1, 2), date(2024, 1, 1))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Span(date(2024, 1, 1), date(2024, 1, 2)).first = date.min  # type: ignore[misc]


@given(spans(), spans())
def test_spans_overlap_exactly_if_they_share_a_day(a: Span, b: Span) -> None:
    shared = set(all_days(a.first, a.last)) & set(all_days(b.first, b.last))
    assert a.overlaps(b) == bool(shared)
    assert a.overlaps(b) == b.overlaps(a)


@given(st.lists(spans(), max_size=8))
def test_the_union_counts_each_day_once(parts: list[Span]) -> None:
    union = {day for part in parts for day in all_days(part.first, part.last)}
    assert dates.covered_days(parts) == len(union)
    assert dates.covered_days(reversed(parts)) == len(union)
    assert dates.covered_days(parts + parts) == len(union)


def test_the_union_of_long_spans_is_cheap_and_reaches_both_ends() -> None:
    whole = Span(date.min, date.max)
    assert dates.covered_days([]) == 0
    assert dates.covered_days([whole, Span(date.min, date.min), whole]) == whole.days


@given(any_day, weekdays)
def test_a_week_holds_its_day_and_begins_on_its_weekday(day: date, starts_on: Weekday) -> None:
    week = dates.week_of(day, starts_on)
    assert day in week
    assert week.first == date.min or week.first.strftime("%A").lower() == starts_on.value
    assert week.days == 7 or date.min == week.first or date.max == week.last
    assert all(dates.week_of(d, starts_on) == week for d in all_days(week.first, week.last))


def test_a_week_is_clipped_at_the_ends_of_the_calendar() -> None:
    # 1 January 1 is a Monday, 31 December 9999 a Friday
    assert dates.week_of(date.min, Weekday.MONDAY).days == 7
    assert dates.week_of(date.min, Weekday.SUNDAY) == Span(date.min, date(1, 1, 6))
    assert dates.week_of(date.max, Weekday.MONDAY) == Span(date(9999, 12, 27), date.max)
    assert dates.week_of(date.max, Weekday.SATURDAY).days == 7


def test_weekdays_are_numbered_from_monday() -> None:
    assert [weekday.number for weekday in Weekday] == list(range(7))


@given(any_day)
def test_calendar_periods_hold_exactly_the_days_with_their_name(day: date) -> None:
    month, quarter, year = dates.month_of(day), dates.quarter_of(day), dates.year_of(day)
    around = all_days(max(date.min, day.replace(month=1, day=1)), day.replace(month=12, day=31))
    assert [d for d in around if d in month] == [d for d in around if d.month == day.month]
    name = (day.month + 2) // 3
    assert [d for d in around if d in quarter] == [d for d in around if (d.month + 2) // 3 == name]
    assert year == Span(around[0], around[-1])
    assert year.first <= quarter.first <= month.first <= day
    assert day <= month.last <= quarter.last <= year.last


@pytest.mark.parametrize("kind", KINDS)
@given(since=days, length=st.integers(0, 1500), starts_on=weekdays)
def test_periods_partition_the_time_between(
    kind: str, since: date, length: int, starts_on: Weekday
) -> None:
    through = since + length * DAY
    periods = dates.calendar_periods(kind, since, through, starts_on, YEARS)
    assert since in periods[0]
    assert through in periods[-1]
    assert partition(periods)
    each = {dates.calendar_periods(kind, d, d, starts_on, YEARS) for d in all_days(since, through)}
    assert each == {(period,) for period in periods}


@pytest.mark.parametrize("kind", KINDS)
def test_periods_stop_at_the_ends_of_the_calendar(kind: str) -> None:
    early = dates.calendar_periods(kind, date.min, date(1, 12, 31), Weekday.SUNDAY, YEARS)
    late = dates.calendar_periods(kind, date(9999, 1, 1), date.max, Weekday.SUNDAY, YEARS)
    assert early[0].first == date.min
    assert late[-1].last == date.max
    assert partition(early)
    assert partition(late)


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_no_periods_in_an_empty_time(kind: str) -> None:
    assert (
        dates.calendar_periods(kind, date(2024, 1, 2), date(2024, 1, 1), Weekday.MONDAY, YEARS)
        == ()
    )


def test_another_kind_of_period_is_refused_even_for_an_empty_time() -> None:
    for through in (date(2024, 1, 1), date(2023, 1, 1)):
        with pytest.raises(ValueError, match="expected a period"):
            dates.calendar_periods("month", date(2024, 1, 1), through, Weekday.MONDAY)


@given(any_day, st.integers(1, 12), st.integers(1, 28))
def test_a_year_from_a_day_begins_on_that_day_and_holds_the_day_asked_about(
    day: date, month: int, number: int
) -> None:
    year = dates.year_from(day, month, number)
    assert day in year
    assert year.first == date.min or (year.first.month, year.first.day) == (month, number)
    after = year.last.toordinal() + 1
    assert year.last == date.max or date.fromordinal(after) == date(
        year.last.year + (month == 1 and number == 1), month, number
    )
    assert year.days in (365, 366) or date.min == year.first or year.last == date.max


def test_a_year_from_1_july_holds_two_halves() -> None:
    expected = Span(date(2025, 7, 1), date(2026, 6, 30))
    assert dates.year_from(date(2025, 7, 1), 7, 1) == expected
    assert dates.year_from(date(2026, 6, 30), 7, 1) == expected
    assert dates.year_from(date(2026, 7, 1), 7, 1).first == date(2026, 7, 1)


@given(days, st.integers(0, 12_000), leap_days)
def test_anchored_terms_partition_the_time_since_the_anchor(
    anchor: date, length: int, leap_day: LeapDay
) -> None:
    through = anchor + length * DAY
    years = dates.anchored_terms(anchor, 1, "years", through, leap_day)
    assert years[0].first == anchor
    assert through in years[-1]
    assert partition(years)
    assert len(years) == dates.completed_years(anchor, through, leap_day) + 1
    assert all(year.days in (365, 366) for year in years)
    starts = [dates.anniversary(anchor, n, leap_day) for n in range(len(years))]
    assert [year.first for year in years] == starts


def test_years_from_a_leap_day_come_back_to_it() -> None:
    years = dates.anchored_terms(
        date(2020, 2, 29), 1, "years", date(2024, 2, 29), LeapDay.FEBRUARY_28
    )
    assert [year.first for year in years] == [
        date(2020, 2, 29),
        date(2021, 2, 28),
        date(2022, 2, 28),
        date(2023, 2, 28),
        date(2024, 2, 29),
    ]
    assert years[3].last == date(2024, 2, 28)


def test_anchored_terms_stop_at_the_end_of_the_calendar() -> None:
    years = dates.anchored_terms(date(9997, 6, 1), 1, "years", date.max, LeapDay.MARCH_1)
    assert years[-1] == Span(date(9999, 6, 1), date.max)
    assert (
        dates.anchored_terms(date(2024, 1, 2), 1, "years", date(2024, 1, 1), LeapDay.MARCH_1) == ()
    )
