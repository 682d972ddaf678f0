"""Civil dates: anniversaries, ages, windows and periods, in whole days.

For: every rule that names an age, a window, a period or a length of experience.
Imports: the standard library and attrs; may import `peerpolicy.truth` and `peerpolicy.quantity`.
Stays true: no clock and no time zone is read; years are completed and counted from their anchor,
never added step by step, so nothing drifts; a day outside the calendar (years 1 to 9999) is None
or clipped, as each function says, and never an OverflowError.
"""

from __future__ import annotations

import bisect
import datetime
import enum
import types
from collections.abc import Callable, Collection, Iterable, Mapping

from peerpolicy._frozen import frozen


class LeapDay(enum.Enum):
    """The day on which an anniversary of 29 February falls in a year without one.

    Sources differ, so a program declares its convention and the choice is never made here.
    """

    MARCH_1 = "march 1"
    FEBRUARY_28 = "february 28"


class Weekday(enum.Enum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """The day as `datetime.date.weekday` counts it: Monday is 0, Sunday 6."""
        return _WEEKDAY_NUMBERS[self]


_WEEKDAY_NUMBERS = {weekday: number for number, weekday in enumerate(Weekday)}


@frozen
class Span:
    """A run of days from `first` to `last`, both included.

    Errors: ValueError when `first` is after `last`.
    """

    first: datetime.date
    last: datetime.date

    def __attrs_post_init__(self) -> None:
        """Refuse an empty span with ValueError."""
        if self.first > self.last:
            raise ValueError("the first day of a span is after its last day")

    def __contains__(self, day: datetime.date) -> bool:
        """Say whether `day` is one of the days. No errors."""
        return self.first <= day <= self.last

    @property
    def days(self) -> int:
        """The number of days, at least 1. No errors."""
        return (self.last - self.first).days + 1

    def overlaps(self, other: Span) -> bool:
        """Say whether the two spans share a day. No errors."""
        return self.first <= other.last and other.first <= self.last


def anniversary(day: datetime.date, years: int, leap_day: LeapDay) -> datetime.date | None:
    """Find the day `years` years after `day` (before it, where `years` is negative).

    Out: the date, or None outside the calendar. Only 29 February needs `leap_day`. No errors.
    """
    year = day.year + years
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        return None
    return datetime.date(year, *_month_and_day(day, year, leap_day))


def completed_years(since: datetime.date, on: datetime.date, leap_day: LeapDay) -> int:
    """Count the years completed from `since` to `on`, never negative.

    A year is completed at the start of its anniversary. Where `on` is before `since`, nothing has
    begun: 0. No errors.
    """
    years = on.year - since.year
    if (on.month, on.day) < _month_and_day(since, on.year, leap_day):
        years -= 1
    return max(0, years)


def reaches_age_on(birth: datetime.date, years: int, leap_day: LeapDay) -> datetime.date | None:
    """Find the first day on which someone born on `birth` is `years` old.

    Out: the date, or None beyond the calendar. Errors: ValueError for a negative age.
    """
    if years < 0:
        raise ValueError("an age is never negative")
    return anniversary(birth, years, leap_day)


def add_months(day: datetime.date, n: int) -> datetime.date | None:
    """Find the same day number `n` months later, or that month's last day if it has none such.

    For placing the edge of a window only: it is not additive (31 January and one month and one
    month is 28 March), so lengths are never computed with it. Negative `n` goes back. Out: the
    date, or None outside the calendar. No errors.
    """
    year, index = divmod(day.year * 12 + day.month - 1 + n, 12)
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        return None
    length = _days_of(year, index + 1)
    return datetime.date(year, index + 1, min(day.day, length))


def back(day: datetime.date, n: int, unit: str, leap_day: LeapDay) -> datetime.date | None:
    """Find the civil day `n` units before `day`; `unit` is days, weeks, months or years.

    Out: the date, or None outside the calendar. Errors: ValueError for another unit. Months go
    to a month's last day where they must; years follow `leap_day`.
    """
    match unit:
        case "days":
            return _from_ordinal(day.toordinal() - n)
        case "weeks":
            return _from_ordinal(day.toordinal() - 7 * n)
        case "months":
            return add_months(day, -n)
        case "years":
            return anniversary(day, -n, leap_day)
        case _:
            raise ValueError("expected the unit days, weeks, months or years")


def business_day_after(
    day: datetime.date, n: int, weekdays: Collection[int], holidays: Iterable[datetime.date]
) -> datetime.date | None:
    """Find the `n`th business day after `day`, which itself is not counted.

    In: `weekdays` as `datetime.date.weekday` counts them; a holiday is no business day. Out: the
    date, or None beyond the calendar. Errors: ValueError for no weekday or `n` below 1. Costs a
    sort of the holidays and one look for each that falls within, however large `n` is.
    """
    if not weekdays or n < 1:
        raise ValueError("expected a business day of the week and a number of 1 or more")
    free = sorted({each for each in holidays if each > day and each.weekday() in weekdays})
    passed = 0
    while True:
        found = _weekday_after(day, n + passed, weekdays)
        within = len(free) if found is None else bisect.bisect_right(free, found)
        if found is None or within == passed:
            return found
        passed = within


def _weekday_after(day: datetime.date, n: int, weekdays: Collection[int]) -> datetime.date | None:
    """Find the `n`th day after `day` that is one of some weekdays: whole weeks, then the rest."""
    weeks, rest = divmod(n - 1, len(weekdays))
    ahead = [step for step in range(1, 8) if (day.weekday() + step) % 7 in weekdays]
    return _from_ordinal(day.toordinal() + 7 * weeks + ahead[rest])


def days_back(anchor: datetime.date, n: int, unit: str, leap_day: LeapDay) -> int:
    """Count the days between `anchor` and `n` units before it: the length of such a window.

    The measure for "two years of experience": the union of days served is compared with it.
    Errors: ValueError for another unit (see `back`) and for a day outside the calendar.
    """
    start = back(anchor, n, unit, leap_day)
    if start is None:
        raise ValueError("the window begins outside the calendar")
    return (anchor - start).days


def covered_days(spans: Iterable[Span]) -> int:
    """Count the days in at least one of `spans`; a day in several counts once.

    Sorts and merges: O(n log n) for n spans, whatever their length. No errors.
    """
    total = 0
    counted = 0  # the ordinal of the latest day counted; ordinals begin at 1
    for first, last in sorted((s.first.toordinal(), s.last.toordinal()) for s in spans):
        if last > counted:
            total += last - max(first - 1, counted)
            counted = last
    return total


def week_of(day: datetime.date, starts_on: Weekday) -> Span:
    """Find the week of `day`: seven days, fewer only at the two ends of the calendar. No errors."""
    first = day.toordinal() - (day.weekday() - starts_on.number) % 7
    last = min(first + 6, datetime.date.max.toordinal())
    return Span(datetime.date.fromordinal(max(first, 1)), datetime.date.fromordinal(last))


def month_of(day: datetime.date) -> Span:
    """Find the calendar month of `day`. No errors."""
    return _months(day.year, day.month, day.month)


def quarter_of(day: datetime.date) -> Span:
    """Find the calendar quarter of `day`; the first begins on 1 January. No errors."""
    first = day.month - (day.month - 1) % 3
    return _months(day.year, first, first + 2)


def year_of(day: datetime.date) -> Span:
    """Find the calendar year of `day`. No errors."""
    return _months(day.year, 1, 12)


def year_from(day: datetime.date, month: int, number: int) -> Span:
    """Find the year of `day` of which each begins on that day of that month. No errors.

    In: a day that every year has, so no 29 February. At the ends of the calendar years are short.
    """
    begun = day.year if (day.month, day.day) >= (month, number) else day.year - 1
    first = datetime.date.min
    if begun >= datetime.MINYEAR:
        first = datetime.date(begun, month, number)
    if begun >= datetime.MAXYEAR:
        return Span(first, datetime.date.max)
    return Span(first, datetime.date(begun + 1, month, number) - datetime.timedelta(days=1))


def last_day_of_term(first: datetime.date, n: int, unit: str, leap_day: LeapDay) -> datetime.date:
    """Find the last day of a term of `n` units that begins on `first`, which is its first day.

    It is the day before the same day number comes again. In a month that has no such number, a
    term of months has the whole month: six months from 31 August run through the last day of
    February. Years follow `leap_day`. Out: the date, or the last one of the calendar for a term
    that runs beyond it. Errors: ValueError for another unit than days, weeks, months and years.
    """
    after = back(first, -n, unit, leap_day)
    if after is None:
        return datetime.date.max
    cut_short = unit == "months" and after.day < first.day
    return after if cut_short else after - datetime.timedelta(days=1)


def last_month_of_term(first: datetime.date, n: int, unit: str) -> Span:
    """Find the calendar month that lies `n` months or years after that of `first`.

    Days of one month give one month, so no leap-day convention is needed. Out: the month, or the
    last one of the calendar for a term that runs beyond it. Errors: ValueError for another unit.
    """
    if unit not in ("months", "years"):
        raise ValueError("expected the unit months or years")
    later = add_months(first.replace(day=1), n * (12 if unit == "years" else 1))
    return month_of(datetime.date.max if later is None else later)


def anchored_terms(
    anchor: datetime.date, n: int, unit: str, through: datetime.date, leap_day: LeapDay
) -> tuple[Span, ...]:
    """List the consecutive terms of `n` units from `anchor`, up to the one that has `through`.

    Every boundary is counted from `anchor`: after 29 February, a boundary taken from the one
    before would never come back to the 29th. Out: in order, without gaps, and empty where
    `through` is before `anchor`. Errors: ValueError for another unit (see `last_day_of_term`).
    """
    terms: list[Span] = []
    first: datetime.date | None = anchor
    while first is not None and first <= through:
        last = last_day_of_term(anchor, n * (len(terms) + 1), unit, leap_day)
        terms.append(Span(first, last))
        first = _from_ordinal(last.toordinal() + 1)
    return tuple(terms)


def calendar_periods(
    kind: str,
    since: datetime.date,
    through: datetime.date,
    starts_on: Weekday,
    years: Mapping[str, tuple[int, int]] = types.MappingProxyType({}),
) -> tuple[Span, ...]:
    """List the whole periods from the one that contains `since` to the one with `through`.

    In: `kind` is day, week, calendar_month, calendar_quarter, calendar_year or one of `years`,
    which begin on a month and a day; `starts_on` matters to weeks only. Out: in order, without
    gaps, and empty where `through` is before `since`. Errors: ValueError for another kind.
    """
    period_of = _period_finder(kind, starts_on, years)
    periods: list[Span] = []
    day = since if since <= through else None
    while day is not None and day <= through:
        periods.append(period_of(day))
        day = _from_ordinal(periods[-1].last.toordinal() + 1)
    return tuple(periods)


def _period_finder(
    kind: str, starts_on: Weekday, years: Mapping[str, tuple[int, int]]
) -> Callable[[datetime.date], Span]:
    if kind in years:
        month, number = years[kind]
        return lambda day: year_from(day, month, number)
    match kind:
        case "day":
            return lambda day: Span(day, day)
        case "week":
            return lambda day: week_of(day, starts_on)
        case "calendar_month":
            return month_of
        case "calendar_quarter":
            return quarter_of
        case "calendar_year":
            return year_of
        case _:
            raise ValueError("expected a period of the calendar, such as week or calendar_month")


# The module `calendar` knows these two, too; it imports `locale` and takes longer than this room.
_DAYS_OF_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_of(year: int, month: int) -> int:
    return 29 if month == 2 and _is_leap(year) else _DAYS_OF_MONTHS[month - 1]


def _month_and_day(day: datetime.date, year: int, leap_day: LeapDay) -> tuple[int, int]:
    """Place the anniversary of `day` within `year`, which may be any year."""
    if (day.month, day.day) != (2, 29) or _is_leap(year):
        return day.month, day.day
    return (3, 1) if leap_day is LeapDay.MARCH_1 else (2, 28)


def _months(year: int, first: int, last: int) -> Span:
    length = _days_of(year, last)
    return Span(datetime.date(year, first, 1), datetime.date(year, last, length))


def _from_ordinal(ordinal: int) -> datetime.date | None:
    if not 1 <= ordinal <= datetime.date.max.toordinal():
        return None
    return datetime.date.fromordinal(ordinal)
