"""Spells: the periods of a cap, of the calendar or one for each record of a list.

What it is for: in which periods a day lies, for `Cap`. May import: `dates`, `ir`, `outcome` and the
scene. What stays true: a day that certainly lies in no record of a list has no period; one of
which that is not known has one in which perhaps nothing is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from peerpolicy._frozen import frozen
from peerpolicy.backends.interpreter.scene import (
    Known,
    Scene,
    beyond,
    every,
    on_or_after,
    on_or_before,
    read_field,
    there,
    union,
)
from peerpolicy.dates import Span
from peerpolicy.facts.model import Mark, Record
from peerpolicy.ir.schema import Entry
from peerpolicy.ir.terms import Cap
from peerpolicy.outcome import Need, Reason
from peerpolicy.truth import Outcome


@frozen
class Spell:
    """Periods that share no day, each by its days; `is_vague`: perhaps they are none at all."""

    periods: Mapping[date, Span]
    is_vague: bool = False
    reasons: tuple[Reason, ...] = ()


def spells(scene: Scene, term: Cap, days: Iterable[date]) -> tuple[Spell, ...]:
    """Find the periods in which some days lie. Errors: TypeError for what is no entry of spans."""
    days = tuple(dict.fromkeys(days))
    if not term.of_records:
        calendar = scene.program.calendar
        return (Spell({day: calendar.spans(term.period, day, day)[0] for day in days}),)
    kind = scene.program.schema.record(term.subject.name, term.period)
    if not isinstance(kind, Entry):
        raise TypeError(f"{term.period} is not an entry")
    listing, need = scene.listing(term.subject, term.period), scene.need(term.subject, term.period)
    records = listing.records if listing is not None else ()
    vague: dict[date, Span] = {}
    reasons = []
    for day in days:
        rest = beyond(scene, listing, need, day)
        if rest.outcome is Outcome.UNKNOWN:
            vague[day] = Span(day, day)
            reasons.append(rest.reasons)
    found = []
    for record in records:
        periods, why = _of_record(scene, kind, record, need, days)
        found += [Spell(periods)] if periods else []
        vague.update((day, Span(day, day)) for day in why)
        reasons += why.values()
    return (*found, *([Spell(vague, True, union(reasons))] if vague else []))


def _of_record(
    scene: Scene, kind: Entry, record: Record, need: Need, days: Iterable[date]
) -> tuple[dict[date, Span], dict[date, tuple[Reason, ...]]]:
    """Return the days that certainly lie in a record, and why others only perhaps do."""
    first = read_field(scene, record, need, kind.first)
    last = read_field(scene, record, need, kind.last)
    periods: dict[date, Span] = {}
    why = {}
    for day in days:
        lies = every(there(scene, record, need), on_or_before(first, day), on_or_after(last, day))
        if lies.outcome is Outcome.UNKNOWN:
            why[day] = lies.reasons
        elif lies.outcome is Outcome.MET:
            periods[day] = Span(_day(first, date.min), _day(last, date.max))
    return periods, why


def _day(read: Known, otherwise: date) -> date:
    """Return a day of a record; one without an end runs to that of the calendar."""
    if read.value is Mark.ABSENT:
        return otherwise
    return read.value if isinstance(read.value, date) else otherwise
