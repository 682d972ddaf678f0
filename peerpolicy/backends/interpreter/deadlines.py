"""Deadlines: something was done within some days, business days or months after a day.

What it is for: `Deadline`. May import: `dates`, `ir`, `outcome` and the rest of this back end
below. What stays true: what is not known to have been done is unknown, also after the deadline;
what is known not to have been done is not met once the deadline has certainly passed, and before
that nothing is due yet; a holiday that the registry may lack is tried both ways.
"""

from __future__ import annotations

from datetime import date

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.backends.interpreter.facts import answer
from peerpolicy.backends.interpreter.scene import (
    Known,
    Scene,
    Verdict,
    lowest,
    read_day,
    read_fact,
    sensitivity_of,
    union,
)
from peerpolicy.backends.interpreter.windows import LEAP_DAY, after, is_leap_day
from peerpolicy.dates import back, business_day_after
from peerpolicy.facts.model import Mark
from peerpolicy.ir.program import BusinessDays
from peerpolicy.ir.schema import JUDGED_DAY
from peerpolicy.ir.terms import Deadline
from peerpolicy.outcome import NOT_DUE, Cause, Need, Observed, Reason, Required, Trace
from peerpolicy.quantity import Interval, in_unit
from peerpolicy.truth import Outcome

BUSINESS_DAYS = "business days"


@frozen
class _Last:
    """The last day on which it is in time: at the earliest, and at the latest.

    `latest` is None where it is not known, and `reasons` say why.
    """

    earliest: date
    latest: date | None
    reasons: tuple[Reason, ...] = ()


def judge_deadline(scene: Scene, term: Deadline) -> Trace:
    """Answer whether a deed was done on or after a day and within the time after it.

    Errors: ValueError for business days where the program does not say which they are, which is a
    checker fault.
    """
    deed, start = read_fact(scene, term.deed), read_day(scene, term.start)
    asked = _asked(scene, term, deed, start)
    if start.value is Mark.ABSENT:
        return attrs.evolve(asked, outcome=Outcome.NOT_MET, reasons=())
    if not isinstance(start.value, date):
        return attrs.evolve(asked, due_unknown=not isinstance(deed.value, date))
    last = _last_day(scene, term, start.value)
    asked = attrs.evolve(
        asked, required=_required(term, last), conventions=_conventions(term, start.value)
    )
    if isinstance(deed.value, date):
        done = _done(asked, deed.value, start.value, last)
        too_early = term.deed.name == JUDGED_DAY and deed.value < start.value
        return attrs.evolve(done, changes_on=start.value) if too_early else done
    if deed.value is Mark.ABSENT:
        return _not_done(scene, asked, last)
    return attrs.evolve(asked, due_unknown=last.latest is None or scene.as_of <= last.latest)


def _asked(scene: Scene, term: Deadline, deed: Known, start: Known) -> Trace:
    """Make the trace of a deadline of which nothing more is known than was read."""
    reasons, grade = union((deed.reasons, start.reasons)), lowest((deed.grade, start.grade))
    return attrs.evolve(
        answer(term, Verdict(Outcome.UNKNOWN, reasons, grade)),
        observed=_seen(scene, term, deed, start),
        required=Required(_words(term)),
    )


def _seen(scene: Scene, term: Deadline, deed: Known, start: Known) -> Observed | None:
    """Say on which day it was done; none where it, or the day before it, never was."""
    private = sensitivity_of(scene, term.deed.subject, term.deed.name)
    if isinstance(deed.seen, date):
        return Observed(deed.seen, private)
    never = Mark.ABSENT in (deed.value, start.value)
    return Observed(None, private) if never else None


def _words(term: Deadline) -> str:
    return f"within {in_unit(term.number, term.unit)}"


def _required(term: Deadline, last: _Last) -> Required:
    words = "here through" if last.latest is not None else "here at the earliest through"
    return Required(f"{_words(term)}, {words}", last.earliest, "days")


def _conventions(term: Deadline, start: date) -> frozenset[str]:
    if term.unit == "business_days":
        return frozenset({BUSINESS_DAYS})
    return frozenset({LEAP_DAY} if term.unit == "years" and is_leap_day(start) else ())


def _last_day(scene: Scene, term: Deadline, start: date) -> _Last:
    """Find the last day in time; beyond the calendar, its last day. The start is not counted."""
    if term.unit != "business_days":
        found = back(start, -term.number, term.unit, scene.leap_day) or date.max
        return _Last(found, found)
    days = scene.program.calendar.business_days
    if days is None:
        raise ValueError("the program does not say which days are business days")
    found = business_day_after(start, term.number, days.weekdays, days.holidays) or date.max
    if _knows_all(days, found):
        return _Last(found, found)
    return _Last(found, None, (Reason(Cause.LIST_OPEN, Need("", days.registry)),))


def _knows_all(days: BusinessDays, last: date) -> bool:
    """Say whether no holiday through `last` can be missing."""
    if not days.registry:
        return True
    return days.complete_through is not None and last <= days.complete_through


def _done(asked: Trace, deed: date, start: date, last: _Last) -> Trace:
    if start <= deed <= last.earliest:
        return attrs.evolve(asked, outcome=Outcome.MET, shortfall=Interval.exactly(0))
    if deed < start:
        return attrs.evolve(asked, outcome=Outcome.NOT_MET)
    return _late(asked, (deed - last.earliest).days, last)


def _late(asked: Trace, days: int, last: _Last) -> Trace:
    """Say how many days too late it is; with a holiday more, it may yet be in time."""
    if last.latest is not None:
        return attrs.evolve(asked, outcome=Outcome.NOT_MET, shortfall=Interval.exactly(days))
    return attrs.evolve(asked, reasons=last.reasons, shortfall=Interval(0, days))


def _not_done(scene: Scene, asked: Trace, last: _Last) -> Trace:
    """Answer for what is known not to have been done: a deadline that runs decides nothing."""
    if scene.as_of <= last.earliest:
        due_on = after(last.earliest)
        return attrs.evolve(asked, nothing_due=True, due_on=due_on, reasons=(NOT_DUE,))
    late = _late(asked, (scene.as_of - last.earliest).days, last)
    return attrs.evolve(late, due_unknown=late.outcome is Outcome.UNKNOWN)
