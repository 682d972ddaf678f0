"""Records that leave a window as time passes, and the day on which enough of them have.

What it is for: points that count for three years are fewer one day; the answer names the day. May
import: `dates`, `ir` and the rest of this back end below. What stays true: a day is named only
where the answer was worked out for it, on the same facts; a long list costs a few answers, not one
for each record.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from datetime import date, timedelta

import attrs

from peerpolicy.backends.interpreter.facts import moves
from peerpolicy.backends.interpreter.records import Shelf, records_of
from peerpolicy.backends.interpreter.scene import Scene
from peerpolicy.backends.interpreter.windows import after
from peerpolicy.dates import Span, back
from peerpolicy.ir.terms import Back, Window
from peerpolicy.truth import Outcome

MOST_TRIED = 40
"""How many days are tried one by one, where a later one may be worse than an earlier one."""

_LEFT_OVER = 4
"""The most days between a length after a day and the day on which that day has left a window of
the length: three days at the end of February, and one where both end days count."""


def first_day(
    scene: Scene,
    on: Shelf,
    window: Window,
    wanted: tuple[Outcome, Callable[[Scene], Outcome]],
    others: frozenset[date] = frozenset(),
) -> date | None:
    """Find the first later day on which an answer is the one that is wanted, if there is one.

    In: what is counted in which window; the answer, and who gives it; `others` are further days on
    which it may become another one. Out: None also where the window does not move with the judged
    day, and where more days would have to be tried one by one than are. No errors.
    """
    days = sorted(others | _leaving(scene, on, window))
    outcome, ask = wanted
    later = [day for day in days if day > scene.as_of]

    def is_so(day: date) -> bool:
        return ask(attrs.evolve(scene, as_of=day)) is outcome

    if not others and _only_fewer(scene, on):
        if not later or not is_so(later[-1]):
            return None
        return later[bisect_left(later, True, key=is_so)]
    if len(later) > MOST_TRIED:
        return None
    return next((day for day in later if is_so(day)), None)


def _leaving(scene: Scene, on: Shelf, window: Window) -> set[date]:
    """Return the days on which records are in the window no more."""
    if not isinstance(window, Back) or not moves(window.day):
        return set()
    ends = {record.fields.get(on.kind.last) for record in records_of(on)}
    days = (_out_on(scene, window, end) for end in ends if isinstance(end, date))
    return {day for day in days if day is not None}


def _out_on(scene: Scene, window: Back, end: date) -> date | None:
    """Find the first day whose window does not hold `end` any more; None beyond the calendar."""
    about = back(end, -window.number, window.unit, scene.leap_day)
    both = scene.program.calendar.both_end_days is not False
    for shift in range(_LEFT_OVER + 1):
        day = None if about is None else after(about, shift)
        first = None if day is None else back(day, window.number, window.unit, scene.leap_day)
        if first is not None and end < (first if both else first + timedelta(days=1)):
            return day
    return None


def _only_fewer(scene: Scene, on: Shelf) -> bool:
    """Say whether nothing that is known comes into the window later."""
    days = (record.fields.get(on.kind.first) for record in records_of(on))
    return all(isinstance(day, date) and day in Span(date.min, scene.as_of) for day in days)
