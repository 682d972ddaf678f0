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
    found: list[Value | None] = []
    entity, values = "", facts.holder("").values
    for slot in slots:
        if slot.entity != entity:
            entity, values = slot.entity, facts.holder(slot.entity).values
        datum = values.get(slot.fact)
        if datum is not None and (datum.grade >= floor or slot.own_word):
            found.append(_value(datum.value, slot, as_of, leap_day))
        else:
            found.append(as_of if slot.fact == JUDGED_DAY else None)
    return tuple(found)


def _value(value: Value, slot: Slot, as_of: date, leap_day: LeapDay) -> Value | None:
    """Return what a slot holds of a value that counts."""
    if value is Mark.NOT_KNOWN:
        return None
    if slot.years and isinstance(value, date):
        return completed_years(value, as_of, leap_day)
    return value
