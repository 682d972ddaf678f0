"""When something holds: days that are open at either end, and the standing of a program.

What it is for: the dates on a program and on the versions of a clause. May import: `ir.terms` and
attrs. What stays true: first and last day both count; None at an end means that nobody wrote one.
"""

from __future__ import annotations

import enum
from datetime import date

from peerpolicy._frozen import frozen
from peerpolicy.ir.terms import FactOf


@frozen
class Days:
    """The days from `first` through `last`, open at an end that is None.

    >>> import peerpolicy as pp
    >>> from datetime import date
    >>> days = pp.Days(date(2026, 6, 1), None)
    >>> date(2026, 6, 1) in days, days.show()
    (True, 'from 2026-06-01')
    """

    first: date | None = None
    last: date | None = None

    def __contains__(self, day: date) -> bool:
        """Say whether `day` is one of the days. No errors."""
        return self.starts(day) and (self.last is None or day <= self.last)

    def starts(self, day: date) -> bool:
        """Say whether the days have begun on `day`. No errors."""
        return self.first is None or self.first <= day

    def show(self) -> str:
        """Return the days in words, as a policy writes them. No errors."""
        first = f"from {self.first.isoformat()}" if self.first is not None else ""
        last = f"through {self.last.isoformat()}" if self.last is not None else ""
        return f"{first} {last}".strip() or "on every day"


@frozen
class InForce:
    """When a version of a clause holds, as it is written.

    `at_the_latest`: it ends on an unknown day, `days.last` or before. `by`: the day that chooses
    the version, None for the judged day.
    """

    days: Days
    at_the_latest: bool = False
    by: FactOf | None = None


class Status(enum.Enum):
    """How a program stands on a day."""

    IN_FORCE = "in force"
    PLANNED = "planned"
    PROPOSED = "proposed"


@frozen
class ProgramStatus:
    """A standing other than in force, and the days on which it is so."""

    status: Status
    days: Days
