"""Terms of months and years: their last days, compared with a calendar that was counted out.

The oracle walks along the calendar one day at a time, writes down month after month and never
computes one: a term is over on the day whose number comes up again in the right month, or with
the last day of that month where it has no such number.
"""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from peerpolicy.dates import (
    LeapDay,
    Span,
    anchored_terms,
    last_day_of_term,
    last_month_of_term,
)

DAY = timedelta(days=1)
FIRST, LAST = date(2023, 1, 1), date(2030, 12, 31)
TERMS = [(n, "years") for n in (1, 2, 3)] + [(n, "months") for n in range(6, 19)]


def counted_out(first, last):
    """The months from a first day of a month on, each a list of its days, by counting days."""
    months, day = [], first
    while day <= last:
        if day.day == 1:
            months.append([])
        months[-1].append(day)
        day += DAY
    return months


MONTHS = counted_out(FIRST, date(2034, 12, 31))
PLACE = {day: number for number, month in enumerate(MONTHS) for day in month}


def every_day():
    """All days of eight years, of which two have a 29 February."""
    return [day for day in PLACE if day <= LAST]


def counted(first, months, leap_day=LeapDay.MARCH_1):
    """The last day of a term that begins on `first`."""
    target = MONTHS[PLACE[first] + months]
    again = [day for day in target if day.day == first.day]
    if not again and leap_day is LeapDay.FEBRUARY_28:
        again = target[-1:]  # the anniversary of 29 February, by this convention
    return again[0] - DAY if again else target[-1]


def in_months(number, unit):
    return number * 12 if unit == "years" else number


@pytest.mark.parametrize(("number", "unit"), TERMS)
def test_the_last_day_of_a_term_is_the_one_counted_out(number, unit):
    for first in every_day():
        for leap_day in LeapDay:
            by = leap_day if unit == "years" else LeapDay.MARCH_1
            last = counted(first, in_months(number, unit), by)
            assert last_day_of_term(first, number, unit, leap_day) == last, (first, leap_day)


@pytest.mark.parametrize(("number", "unit"), TERMS)
def test_the_last_month_of_a_term_is_the_one_counted_out(number, unit):
    for first in every_day():
        month = MONTHS[PLACE[first] + in_months(number, unit)]
        assert last_month_of_term(first, number, unit) == Span(month[0], month[-1]), first


@pytest.mark.parametrize(
    ("first", "number", "unit", "last"),
    [
        (date(2024, 5, 10), 2, "years", date(2026, 5, 9)),
        (date(2024, 5, 1), 1, "months", date(2024, 5, 31)),
        (date(2024, 8, 31), 6, "months", date(2025, 2, 28)),
        (date(2023, 8, 30), 6, "months", date(2024, 2, 29)),
        (date(2023, 8, 29), 6, "months", date(2024, 2, 28)),
        (date(2024, 2, 29), 12, "months", date(2025, 2, 28)),
        (date(2024, 2, 29), 4, "years", date(2028, 2, 28)),
        (date(2024, 1, 1), 1, "days", date(2024, 1, 1)),
        (date(2024, 1, 1), 2, "weeks", date(2024, 1, 14)),
    ],
)
def test_a_term_ends_on_the_day_worked_out_by_hand(first, number, unit, last):
    assert last_day_of_term(first, number, unit, LeapDay.MARCH_1) == last


def test_a_year_from_29_february_follows_the_convention():
    leap = date(2024, 2, 29)
    assert last_day_of_term(leap, 1, "years", LeapDay.MARCH_1) == date(2025, 2, 28)
    assert last_day_of_term(leap, 1, "years", LeapDay.FEBRUARY_28) == date(2025, 2, 27)


def test_a_later_first_day_never_ends_earlier():
    for number, unit in TERMS:
        for leap_day in LeapDay:
            ends = [last_day_of_term(day, number, unit, leap_day) for day in every_day()]
            assert ends == sorted(ends)


@pytest.mark.parametrize(("number", "unit"), TERMS)
def test_terms_from_a_day_follow_each_other_without_gaps(number, unit):
    for first in (date(2024, 2, 29), date(2023, 8, 31), date(2023, 5, 1)):
        terms = anchored_terms(first, number, unit, date(2034, 6, 1), LeapDay.MARCH_1)
        assert terms[0].first == first
        assert all(a.last + DAY == b.first for a, b in pairwise(terms))
        assert [x.last for x in terms] == [
            last_day_of_term(first, number * (n + 1), unit, LeapDay.MARCH_1)
            for n in range(len(terms))
        ]
        assert date(2034, 6, 1) in terms[-1]


def test_at_the_end_of_the_calendar_a_term_ends_with_it():
    late = date(9999, 6, 1)
    assert last_day_of_term(late, 1, "years", LeapDay.MARCH_1) == date.max
    assert last_month_of_term(late, 2, "years") == Span(date(9999, 12, 1), date.max)
    assert anchored_terms(late, 2, "years", date.max, LeapDay.MARCH_1) == (Span(late, date.max),)


def test_a_unit_that_no_calendar_has_is_refused():
    with pytest.raises(ValueError, match="expected the unit"):
        last_day_of_term(FIRST, 1, "hours", LeapDay.MARCH_1)
    with pytest.raises(ValueError, match="months or years"):
        last_month_of_term(FIRST, 30, "days")
