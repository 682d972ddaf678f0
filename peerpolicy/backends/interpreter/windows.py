"""Windows over entries: which spans of days a total is judged in.

What it is for: everything so far, some months back from a day, each completed period of a
calendar or of a certificate. May import: `dates`, `ir`, `outcome` and the scene. What stays true:
a period is judged only when its last day is before the judged day; a window whose anchor is not
known is not known; the conventions that mattered are named.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import assert_never

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.backends.interpreter.lives import active, wallet
from peerpolicy.backends.interpreter.scene import Known, Scene, missing, read_day, union
from peerpolicy.dates import Span, anchored_terms, back
from peerpolicy.facts.model import Mark
from peerpolicy.ir.program import Calendar
from peerpolicy.ir.schema import Grade
from peerpolicy.ir.terms import Back, EachAnchored, EachCalendar, Ever, Window
from peerpolicy.outcome import Reason
from peerpolicy.truth import Outcome

LEAP_DAY = "leap day"
WEEK_STARTS = "week starts"
WINDOW_COUNTS = "window counts"
FIRST_PART = "first part period"
FALLS_DUE = "period falls due"


@frozen
class Windows:
    """The spans that a total is judged in.

    `reasons` is not empty where the spans are not known. `periodic` spans are judged one by one;
    of those, `running` is the one that has not ended and `due_on` the first day on which one is
    judged, None where none is in sight.
    """

    spans: tuple[Span, ...] = ()
    periodic: bool = False
    running: Span | None = None
    due_on: date | None = None
    reasons: tuple[Reason, ...] = ()
    conventions: frozenset[str] = frozenset()
    grade: Grade | None = None


def is_leap_day(day: date) -> bool:
    """Say whether `day` is a 29 February, the only day that the convention speaks of."""
    return (day.month, day.day) == (2, 29)


def after(day: date, days: int = 1) -> date | None:
    """Return the next day, or one some days later; None beyond the calendar. No errors."""
    return None if (date.max - day).days < days else day + timedelta(days=days)


def rests_on(period: str, calendar: Calendar) -> frozenset[str]:
    """Return the conventions that say where a period of the calendar begins. No errors."""
    if period in calendar.years:
        return frozenset({period})
    return frozenset({WEEK_STARTS} if period == "week" else ())


def windows(scene: Scene, window: Window) -> Windows:
    """Find the spans of a window. No errors."""
    match window:
        case Ever():
            return Windows((Span(date.min, scene.as_of),))
        case Back():
            return _back(scene, window)
        case EachCalendar():
            return _each_calendar(scene, window)
        case EachAnchored():
            return _each_anchored(scene, window)
        case _:
            assert_never(window)


def _back(scene: Scene, window: Back) -> Windows:
    """Reach back from a day, which counts; the first day counts too unless declared otherwise."""
    read = read_day(scene, window.day)
    used = {WINDOW_COUNTS}
    if read.value is Mark.ABSENT:
        return Windows(grade=read.grade)  # before a day that never was there is nothing
    if not isinstance(read.value, date):
        return Windows(reasons=read.reasons, grade=read.grade)
    if window.unit == "years" and is_leap_day(read.value):
        used.add(LEAP_DAY)
    first = back(read.value, window.number, window.unit, scene.leap_day) or date.min
    if scene.program.calendar.both_end_days is False:
        first += timedelta(days=1)
    last = min(read.value, scene.as_of)
    spans = (Span(first, last),) if first <= last else ()
    return Windows(spans, conventions=frozenset(used), grade=read.grade)


def _each_calendar(scene: Scene, window: EachCalendar) -> Windows:
    """Find the completed periods since a day.

    Where that day cuts a period, the rest of it is a period only if the calendar says so, and
    then it begins on that day: nothing before it is "since" it.
    """
    read = read_day(scene, window.since)
    if read.value is Mark.ABSENT:
        return Windows(periodic=True, grade=read.grade)
    if not isinstance(read.value, date):
        return Windows(periodic=True, reasons=read.reasons, grade=read.grade)
    since = start = read.value
    calendar = scene.program.calendar
    used = {FALLS_DUE, *rests_on(window.period, calendar)}
    first = calendar.spans(window.period, since, since)[0]
    if first.first < since:
        used.add(FIRST_PART)
        if not calendar.first_part_counts:
            start = after(first.last) or date.max
    periods = [
        Span(max(period.first, since), period.last)
        for period in calendar.spans(window.period, start, max(start, scene.as_of))
    ]
    return _judged(scene, periods, frozenset(used), read.grade)


def _each_anchored(scene: Scene, window: EachAnchored) -> Windows:
    """Find the completed terms of the credential that is active on the judged day."""
    anchor = _anchor(scene, window)
    used = frozenset({window.period, FALLS_DUE})
    if anchor.value is Mark.ABSENT:
        return Windows(periodic=True, conventions=used, grade=anchor.grade)
    if not isinstance(anchor.value, date):
        return Windows(periodic=True, reasons=anchor.reasons, grade=anchor.grade)
    if window.length[1] == "years" and is_leap_day(anchor.value):
        used |= {LEAP_DAY}
    number, unit = window.length
    through = max(anchor.value, scene.as_of)
    terms = anchored_terms(anchor.value, number, unit, through, scene.leap_day)
    return _judged(scene, list(terms), used, anchor.grade)


def _judged(
    scene: Scene, periods: list[Span], used: frozenset[str], grade: Grade | None
) -> Windows:
    if scene.due is not None:
        periods = [p for p in periods if p.last in scene.due]
    return Windows(
        spans=tuple(p for p in periods if p.last < scene.as_of),
        periodic=True,
        running=next((p for p in periods if scene.as_of in p), None),
        due_on=after(periods[0].last) if periods else None,
        conventions=used,
        grade=grade,
    )


def _anchor(scene: Scene, window: EachAnchored) -> Known:
    """Read the date that the terms run from: that of the latest active credential.

    `ABSENT` where there certainly is no active credential: then no term runs. Any doubt about
    which one counts makes the date unknown; on an open list there may be a later one, from which
    the terms would begin anew.
    """
    on = wallet(scene, window.subject, window.credential)
    judged = [(r, active(on, r, scene.as_of)) for r in on.records]
    doubtful = [v.reasons for _, v in judged if v.outcome is Outcome.UNKNOWN]
    held = [r for r, v in judged if v.outcome is Outcome.MET]
    rest = on.unseen(scene.as_of)
    if rest.outcome is Outcome.UNKNOWN:
        doubtful.append(rest.reasons)
    if doubtful:
        return Known(None, union(doubtful))
    if not held:
        return Known(Mark.ABSENT, (), rest.grade)
    dates = [on.read(r, window.field) for r in held]
    vague = [d for d in dates if not isinstance(d.value, date)]
    if vague:
        asked = missing(attrs.evolve(on.need, field=window.field))
        return Known(None, union(d.reasons or (asked,) for d in vague))
    return max(dates, key=lambda d: d.value if isinstance(d.value, date) else date.min)
