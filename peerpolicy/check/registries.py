"""Registries of dates: the days on which nobody works.

What it is for: tells a registry `of dates` from one of choices, and checks its lines. May import:
`syntax` and the rest of `check` below. What stays true: such a registry is kept in the policy, and
each of its items is one day.
"""

from __future__ import annotations

from peerpolicy.check.declared import Index
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.syntax import nodes as n

DATES = "dates"
"""What a registry of days is `of`, where no choices have that name."""


def is_of_dates(declared: Declared, index: Index) -> bool:
    """Say whether a registry lists days. No errors."""
    of = declared.one(n.Of)
    return of is not None and of.entity.text == DATES and DATES not in index.names("choices")


def check_dated(declared: Declared, report: Reporter) -> None:
    """Report (PP314) what a registry of dates cannot have."""
    for line in declared.clause.lines:
        if isinstance(line.node, n.ListsFromFacts | n.CheckedOn):
            message = "a registry of dates lists its days in the policy"
            advice = "write `lists:` with one day on each line, and `complete through` a day"
            report.error("PP314", declared.source, line.span, message, advice)
    for item in declared.items(n.Lists):
        assert isinstance(item, n.Listing)
        if not isinstance(item.name, n.Day):
            message, advice = "a registry of dates lists days", "write a date such as 2026-12-25"
            report.error("PP314", declared.source, item.span, message, advice)
        elif item.first is not None or item.last is not None:
            advice = "write the day alone, and further days on lines of their own"
            report.error("PP314", declared.source, item.span, "a day has no other dates", advice)
