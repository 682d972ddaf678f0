"""Refusing to answer on a day on which there are no rules.

What it is for: `NotInForceError` with the days on which there are some. May import: `ir` and
`errors`. What stays true: whether it is raised hangs on the policy and the days alone, never on a
fact.
"""

from __future__ import annotations

from datetime import date

from peerpolicy.errors import NotInForceError
from peerpolicy.ir.program import Program
from peerpolicy.ir.versions import has_rules_on, rule_days


def refuse_without_rules(program: Program, question: str, day: date) -> None:
    """Raise where no rule for a question is in force on a day.

    Errors: NotInForceError, which says on which days some rule is.
    """
    if has_rules_on(program, question, day):
        return
    spans = rule_days(program, question)
    days = ", ".join(each.show() for each in spans) or "on no day"
    known = program.known_on
    issued = f", of those issued by {known.isoformat()}" if known is not None else ""
    message = f"no rule for `{question}` is in force on {day.isoformat()}{issued}"
    raise NotInForceError(
        f"{message}; there are rules {days}", [(each.first, each.last) for each in spans]
    )
