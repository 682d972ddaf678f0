"""Days and amounts at the edges of a question: where its answer changes from one to the next.

What it is for: the values that generated cases are made of. May import: `dates`, `quantity`, `ir`
and the rest of this room below. What stays true: for each threshold there is a value on it, one
just below and one just above; a day outside the calendar is left out.
"""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from peerpolicy.dates import LeapDay, back
from peerpolicy.ir.schema import Credential, Length
from peerpolicy.quantity import Number, show
from peerpolicy.testing.reads import Key, Reads

_DAY = timedelta(days=1)


def around(day: date) -> tuple[date, ...]:
    """Return a day, the one before and the one after. No errors inside the calendar."""
    return (day, day - _DAY, day + _DAY)


def before(day: date, number: int, unit: str) -> date:
    """Return the day so many units earlier; `day` itself outside the calendar."""
    return back(day, number, unit, LeapDay.MARCH_1) or day


def month_starts(day: date, number: int) -> tuple[date, ...]:
    """Return the first days of the month of `day` and of the months before it."""
    first = day.replace(day=1)
    return tuple(before(first, n, "months") for n in range(number))


def recent(as_of: date) -> tuple[date, ...]:
    """Return the days around the judged day, the ends of its weeks and of recent months."""
    weekday = as_of.weekday()
    week = [as_of - _DAY * ((weekday + shift) % 7) for shift in (0, 1, 2)]
    months = [day for first in month_starts(as_of, 3) for day in (first - _DAY, first)]
    year = before(as_of, 1, "years")
    return _once((*around(as_of), *week, *months, *around(year), _leap_day(as_of.year)))


def births(as_of: date, ages: Iterable[Number]) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Return birthdays at each age: those that have it, and those that do not have it yet.

    People born on a 29 February close to the age are among both.
    """
    old: list[date] = []
    young: list[date] = []
    for age in sorted(ages):
        born = before(as_of, int(age), "years")
        leap = _leap_day(born.year)
        old += [born, born - _DAY]
        young += [born + _DAY, before(as_of, int(age) - 1, "years")]
        young.append(min(_leap_day(leap.year + 4), as_of))
        old.append(leap if leap <= born else before(leap, 4, "years"))
    return _once(old), _once(young)


def stretches(as_of: date, reads: Reads, key: Key) -> tuple[tuple[date, ...], tuple[date, ...]]:
    """Return first and last days of records that are just long enough, or just not."""
    firsts: list[date] = []
    lasts = [as_of - _DAY, as_of, as_of + _DAY]
    for number, unit in sorted(reads.spans.get(key, ())):
        start = before(as_of, number, unit)
        middle = start + (as_of - start) / 2
        firsts += [*around(start), before(start, 1, "years"), middle]
        lasts += [middle - _DAY, middle]
    return _once(firsts or recent(as_of)), _once(lasts)


def turns(as_of: date, reads: Reads, key: Key) -> tuple[date, ...]:
    """Return the days at which an answer may turn with a date, by days and lengths named."""
    named = sorted(reads.edges.get(key, ()))
    lengths = sorted(reads.spans.get(key, ()))
    found = (*named, *(before(as_of, number, unit) for number, unit in lengths))
    return _once(day for turn in found for day in around(turn))


def last_days(as_of: date, kind: Credential) -> tuple[date, ...]:
    """Return last days of credentials that end or change phase on the judged day or beside it."""
    before_it = [length for length in (kind.renewable or ()) if length is not None]
    edges = [as_of, *(before(as_of, -number, unit) for number, unit in before_it)]
    if kind.late is not None:
        edges.append(before(as_of, *kind.late))
    return _once(day for edge in edges for day in around(edge))


def begun_for(last: date, length: Length, month_end: bool) -> date:
    """Return a first day from which a credential of that length lasts through `last`.

    With `month_end` it lasts through the end of the month of `last`.
    """
    first = before(last, *length)
    return first if month_end else first + _DAY


def amounts(reads: Reads, key: Key) -> tuple[object, ...]:
    """Return amounts on, below and above each threshold of a fact or an entry."""
    bounds = sorted(reads.amounts.get(key, ())) or [1]
    found: list[Number] = []
    for bound in bounds:
        half = Fraction(bound) / 2
        found += [bound, bound - 1, bound + 1, half, bound - Fraction(1, 2), 2, 0]
    return tuple(_plain(n) for n in dict.fromkeys(found) if n >= 0)


def _plain(number: Number) -> int | str:
    """Spell a number as JSON does without loss: a whole number, or a decimal text."""
    return int(number) if number.denominator == 1 else show(number)


def _leap_day(year: int) -> date:
    """Return the last 29 February in or before a year."""
    return next(date(y, 2, 29) for y in range(year, year - 9, -1) if isleap(y))


def _once(days: Iterable[date]) -> tuple[date, ...]:
    return tuple(dict.fromkeys(days))
