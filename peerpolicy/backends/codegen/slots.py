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

    `own_word`: a claimed value is enough, whatever the floor.
    """

    entity: str
    fact: str
    own_word: bool = False
    years: bool = False


Cells = tuple[Value | None, ...]


def cells(
    slots: Sequence[Slot], facts: Facts, as_of: date, floor: Grade, leap_day: LeapDay
) -> Cells:
    """Read the slots, believing values from a grade up. No errors."""
    return tuple(_cell(slot, facts, as_of, floor, leap_day) for slot in slots)


def _cell(slot: Slot, facts: Facts, as_of: date, floor: Grade, leap_day: LeapDay) -> Value | None:
    if slot.fact == JUDGED_DAY:
        return as_of
    datum = facts.holder(slot.entity).values.get(slot.fact)
    if datum is None or datum.value is Mark.NOT_KNOWN:
        return None
    if datum.grade < floor and not slot.own_word:
        return None
    if not slot.years or datum.value is Mark.ABSENT:
        return datum.value
    since = datum.value
    return completed_years(since, as_of, leap_day) if isinstance(since, date) else None
