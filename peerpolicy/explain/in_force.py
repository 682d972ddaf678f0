"""Refusing to answer on a day on which there are no rules.

What it is for: `NotInForceError` with the days on which there are some. May import: `ir` and
`errors`. What stays true: whether it is raised hangs on the policy and the days alone, never on a
fact.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from peerpolicy.errors import NotInForceError
from peerpolicy.ir.force import Days
from peerpolicy.ir.program import Program


def no_rules(program: Program, question: str, day: date, spans: Iterable[Days]) -> NotInForceError:
    """Make the error which says on which days some rule for a question is in force.

    In: `spans`, those days. No errors.
    """
    spans = tuple(spans)
    days = ", ".join(each.show() for each in spans) or "on no day"
    known = program.known_on
    issued = f", of those issued by {known.isoformat()}" if known is not None else ""
    message = f"no rule for `{question}` is in force on {day.isoformat()}{issued}"
    return NotInForceError(
        f"{message}; there are rules {days}", [(each.first, each.last) for each in spans]
    )
