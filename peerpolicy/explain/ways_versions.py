"""Ways for the day that chooses a version: with that day known, one text holds and not several.

What it is for: remedies of a clause whose versions are chosen `by` a date fact. May import:
`explain`'s steps and ways for values, `ir` and attrs. What stays true: a day that is known never
changes; the day stated is a guess that is replayed and shown as an ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from peerpolicy.explain.steps import Way
from peerpolicy.explain.ways_open import show_step
from peerpolicy.explain.ways_values import Lookout, put_step
from peerpolicy.ir.force import Days
from peerpolicy.ir.versions import chosen_by, days_of, known_versions


def version_ways(on: Lookout, clause_id: str) -> Iterator[Way]:
    """Yield ways by which it is known which version of a clause holds. No errors."""
    program = on.case.program
    by = chosen_by(program, clause_id)
    if by is None:
        return
    spot = on.spot(by.subject)
    if on.value(spot, by.name) is not None:
        yield (show_step(on, spot, by.name),)
        return
    spans = (days_of(program, version) for version in known_versions(program, clause_id))
    days = sorted({_near(on.case.day, span) for span in spans}, reverse=True)
    for day in days:
        yield (put_step(on, spot, by.name, day),)


def _near(day: date, span: Days) -> date:
    """Return the day of a span that is nearest to a day."""
    if span.last is not None and span.last < day:
        return span.last
    return day if span.starts(day) else span.first or day
