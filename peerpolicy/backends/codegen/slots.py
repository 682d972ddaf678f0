"""Slots: the values that a question reads, in one flat tuple.

What it is for: looking each fact up once, on the evidence that counts, before the generated code
runs. May import: `dates`, `facts.model`, `ir` and attrs. What stays true: a value below the floor
and a value that cannot be known are None, as one that is missing; `Mark.ABSENT` stays itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import attrs

from peerpolicy.dates import LeapDay, completed_years
from peerpolicy.facts.model import Facts, Mark, Value
from peerpolicy.ir.schema import JUDGED_DAY, Grade


@attrs.frozen
class Slot:
    """One value: a fact, or with `years` the completed years since it.

    `own_word`: a claimed value is enough, whatever the floor. With an `owner` it is what that one
    attested of a judgement, a yes `in_writing` only where it was seen.
    """

    entity: str
    fact: str
    own_word: bool = False
    years: bool = False
    owner: str | None = None
    in_writing: bool = False


_NOT_KNOWN = Mark.NOT_KNOWN

Cells = tuple[Value | None, ...]


@attrs.frozen
class Plan:
    """How slots are read: facts by their names, in runs about one entity, then what is special."""

    runs: tuple[tuple[str, tuple[str, ...]], ...]
    special: tuple[tuple[int, Slot], ...]


def plan_of(slots: Sequence[Slot]) -> Plan:
    """Return how slots are read. No errors."""
    runs: list[tuple[str, list[str]]] = []
    for slot in slots:
        if not runs or runs[-1][0] != slot.entity:
            runs.append((slot.entity, []))
        runs[-1][1].append(slot.fact)
    special = tuple(
        (n, slot)
        for n, slot in enumerate(slots)
        if slot.years or slot.own_word or slot.owner is not None or slot.fact == JUDGED_DAY
    )
    return Plan(tuple((entity, tuple(names)) for entity, names in runs), special)


def cells(plan: Plan, facts: Facts, as_of: date, floor: Grade, leap_day: LeapDay) -> Cells:
    """Read the slots, believing values from a grade up. No errors."""
    found: list[Value | None] = []
    for entity, names in plan.runs:
        get = facts.holder(entity).values.get
        known = [get(name) for name in names]
        if floor is not Grade.CLAIMED:
            known = [None if datum is None or datum.grade < floor else datum for datum in known]
        found += [None if d is None or d.value is _NOT_KNOWN else d.value for d in known]
    for n, slot in plan.special:
        found[n] = _special(slot, found[n], facts, as_of, leap_day)
    return tuple(found)


def _special(
    slot: Slot, value: Value | None, facts: Facts, as_of: date, leap_day: LeapDay
) -> Value | None:
    if slot.fact == JUDGED_DAY:
        return as_of
    if slot.owner is not None:
        return _attested(slot, facts, as_of)
    if slot.own_word:
        datum = facts.holder(slot.entity).values.get(slot.fact)
        value = None if datum is None or datum.value is _NOT_KNOWN else datum.value
    if slot.years and isinstance(value, date):
        return completed_years(value, as_of, leap_day)
    return value


def _attested(slot: Slot, facts: Facts, as_of: date) -> bool | None:
    """Read a judgement: the word of its owner, if it is good on the judged day."""
    said = facts.holder(slot.entity).attestations.get(slot.fact)
    if said is None or said.by != slot.owner or said.on > as_of:
        return None
    if said.through is not None and said.through < as_of:
        return None
    unseen = slot.in_writing and said.value and said.grade < Grade.SHOWN
    return None if unseen else said.value
