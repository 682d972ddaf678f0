"""Slots: what a question reads, in flat tuples, one for the facts and one for the judged day.

What it is for: looking each fact up once, on the evidence that counts, before the generated code
runs, and working out once for a day what only the day says. May import: `dates`, `facts.model`,
`facts.sent`, `ir` and attrs. What stays true: a value below the floor and a value that cannot be
known are None, as one that is missing; `Mark.ABSENT` stays itself; cells rest on the facts alone,
moments on the judged day alone, so both can be kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

import attrs

from peerpolicy.backends.codegen.columns import Shelf
from peerpolicy.dates import LeapDay, anniversary, back, completed_years
from peerpolicy.facts.model import Attestation, Facts, Mark, Value
from peerpolicy.facts.sent import Sent
from peerpolicy.ir.schema import Grade


@attrs.frozen
class Slot:
    """One fact of an entity. `own_word`: a claimed value is enough, whatever the floor.

    `attested`: what was attested of a judgement of that name, by whomever.
    """

    entity: str
    fact: str
    own_word: bool = False
    attested: bool = False


@attrs.frozen
class ListSlot:
    """One list of records of an entity, as a `Shelf`."""

    entity: str
    name: str


AnySlot = Slot | ListSlot


class Moment(Protocol):
    """A day that follows from the judged day; equal ones are worked out once."""

    def on(self, as_of: date, leap_day: LeapDay, /) -> date:
        """Work it out. No errors."""


@attrs.frozen
class TooYoung:
    """The first birthday, on a judged day, of those who have not completed so many years."""

    years: int

    def on(self, as_of: date, leap_day: LeapDay) -> date:
        """Return that birthday; nobody is younger than the calendar. No errors."""
        about = anniversary(as_of, -self.years, leap_day)
        if about is None:
            return date.min
        near = (about + timedelta(days=n) for n in range(-3, 4) if _can_move(about, n))
        return next(d for d in near if completed_years(d, as_of, leap_day) < self.years)


def _can_move(day: date, days: int) -> bool:
    return 1 <= day.toordinal() + days <= date.max.toordinal()


@attrs.frozen
class BackFrom:
    """The first day of a window back from the judged day; perhaps the day itself is left out."""

    number: int
    unit: str
    both_ends: bool

    def on(self, as_of: date, leap_day: LeapDay) -> date:
        """Return that day, the first of the calendar where the window begins before. No errors."""
        first = back(as_of, self.number, self.unit, leap_day) or date.min
        return first if self.both_ends else first + timedelta(days=1)


_NOT_KNOWN = Mark.NOT_KNOWN

Cell = Value | Attestation | Shelf | None
Cells = tuple[Cell, ...]
Moments = tuple[date, ...]


@attrs.frozen
class Plan:
    """How slots are read: facts by their names, in runs about one entity, then what is special."""

    runs: tuple[tuple[str, tuple[str, ...]], ...]
    special: tuple[tuple[int, AnySlot], ...]


def plan_of(slots: Sequence[AnySlot]) -> Plan:
    """Return how slots are read. No errors."""
    runs: list[tuple[str, list[str]]] = []
    for slot in slots:
        if not runs or runs[-1][0] != slot.entity:
            runs.append((slot.entity, []))
        runs[-1][1].append(slot.fact if isinstance(slot, Slot) else "")
    special = tuple((n, slot) for n, slot in enumerate(slots) if _is_special(slot))
    return Plan(tuple((entity, tuple(names)) for entity, names in runs), special)


def _is_special(slot: AnySlot) -> bool:
    return isinstance(slot, ListSlot) or slot.own_word or slot.attested


def cells(plan: Plan, facts: Facts, floor: Grade) -> Cells:
    """Read the slots, believing values from a grade up. No errors."""
    found: list[Cell] = []
    for entity, names in plan.runs:
        values = facts.holder(entity).values
        if type(values) is Sent:
            if not plan.special and len(plan.runs) == 1 and values.grade >= floor:
                return tuple(map(values.form.get, names))
            read = values.form.get if values.grade >= floor else _nothing
            found += map(read, names)
            continue
        get = values.get
        if floor is Grade.CLAIMED:
            found += [
                None if (datum := get(name)) is None or datum.value is _NOT_KNOWN else datum.value
                for name in names
            ]
        else:
            known = [get(name) for name in names]
            known = [None if datum is None or datum.grade < floor else datum for datum in known]
            found += [None if d is None or d.value is _NOT_KNOWN else d.value for d in known]
    for n, slot in plan.special:
        found[n] = _special(slot, facts, floor)
    return tuple(found)


def _nothing(name: str) -> None:
    """Read a value that is below the floor."""


def _special(slot: AnySlot, facts: Facts, floor: Grade) -> Cell:
    holder = facts.holder(slot.entity)
    if isinstance(slot, ListSlot):
        listing = holder.lists.get(slot.name)
        return None if listing is None else Shelf(listing, floor)
    if slot.attested:
        return holder.attestations.get(slot.fact)
    datum = holder.values.get(slot.fact)
    return None if datum is None or datum.value is _NOT_KNOWN else datum.value


def alike(sure: Cells, believed: Cells) -> bool:
    """Say whether two floors come to the same. No errors."""
    return all(
        a.is_as(b) if isinstance(a, Shelf) and (b is None or isinstance(b, Shelf)) else a == b
        for a, b in zip(sure, believed, strict=True)
    )


def moments(days: Sequence[Moment], as_of: date, leap_day: LeapDay) -> Moments:
    """Return the judged day, and what the other days are on it. No errors."""
    return (as_of, *(each.on(as_of, leap_day) for each in days))
