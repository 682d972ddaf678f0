"""Dated clauses of a drawn program: which versions of one rule there are, and what chooses them.

What it is for: one clause becomes several blocks of one name. May import: the sheet and its words.
What stays true: on each day one version holds, none about a declared gap, or two about a change
whose day nobody has read; where the judged day chooses, a line that is judged period by period is
the whole condition of every version or of none.
"""

from __future__ import annotations

from typing import Final

import attrs

from peerpolicy.testing.programs import words
from peerpolicy.testing.programs.sheet import Sheet, Spot

_PLANS: Final = (
    ("before 2026-11-01", "from 2026-11-01"),
    ("from 2026-11-01",),
    ("through 2026-11-23",),
    ("through 2026-10-15", "from 2026-11-23 after a gap"),
    ("before 2024-02-29", "from 2024-02-29 through 2026-11-01", "from 2026-11-02"),
    ("before 2026-11-23", "from 2026-11-23 before 2027-03-01", "from 2027-03-01"),
)
_DOUBTFUL: Final = ("from 2026-01-01 through 2026-11-23 at the latest", "from 2026-11-01")

UNDATED: Final = ("",)


@attrs.frozen
class Versions:
    """The lines that date each version, one empty line where there is one version for ever.

    `spot` is where their conditions stand; `by_period`: each is one line judged period by period.
    """

    lines: tuple[str, ...]
    spot: Spot
    by_period: bool = False


def versions(sheet: Sheet, spot: Spot, kind: str) -> Versions:
    """Choose the versions of a clause, mostly one for ever. No errors."""
    if kind == "limit" or not sheet.dice.chance(10):  # a cap changes with a parameter
        return Versions(UNDATED, spot)
    plans = (*_PLANS, _DOUBTFUL)
    plan = sheet.dice.pick(plans)
    by, here, by_period = "", attrs.evolve(spot, periods=False), False
    if sheet.dice.chance(20):
        by, here = f" by {words.always_dated(sheet, spot)}", spot
    elif kind in ("require", "advise") and plan is not _DOUBTFUL:
        by_period = sheet.dice.chance(16)
    return Versions(tuple(f"in force {days}{by}" for days in plan), here, by_period)
