"""Lowering of deadlines: `FACT is within 10 business_days after DAY`.

What it is for: from a fact, a length and a day to one term. May import: `syntax`, `ir` and the rest
of `check` below. What stays true: the fact is a date; a length of business days rests on what the
calendar says they are (PP403).
"""

from __future__ import annotations

import attrs

from peerpolicy.check.amounts import AmountLowerer
from peerpolicy.check.frame import BUSINESS_DAYS
from peerpolicy.check.reporter import Reporter
from peerpolicy.check.resolve import Context, Says
from peerpolicy.check.units import CALENDAR_UNITS, calendar_unit
from peerpolicy.diagnostics import did_you_mean
from peerpolicy.ir import schema as ir
from peerpolicy.ir import terms as t
from peerpolicy.syntax import nodes as n

_BUSINESS = {"business_days": "business_days", "business_day": "business_days"}


@attrs.frozen
class DeadlineLowerer:
    """Lowers deadlines of one program."""

    amounts: AmountLowerer
    report: Reporter

    def lower(
        self, subject: t.Subject, fact: ir.Fact, test: n.Within, context: Context, says: Says
    ) -> t.Deadline | None:
        """Return a deadline, or None (reported: PP201, PP301, PP302, PP305, PP403)."""
        if not isinstance(fact.type, ir.DateValue):
            message = f"`{fact.name}` is not a date, and only something with a date has a deadline"
            advice = "name the fact that says on which day it was done"
            self.report.error("PP301", context.source, test.span, message, advice)
            return None
        start = self.amounts.tests.day(test.day, context)
        unit, number = self._unit(test.quantity, context), self._number(test.quantity, context)
        if start is None or unit is None or number is None:
            return None
        return t.Deadline(t.FactOf(subject, fact.name), number, unit, start, **says)

    def _unit(self, quantity: n.Quantity, context: Context) -> str | None:
        word = quantity.unit
        unit = _BUSINESS.get(word.text) or calendar_unit(word.text)
        if unit is None:
            message = f"`{word.text}` is not a length of civil time"
            known = (*CALENDAR_UNITS, *_BUSINESS)
            advice = did_you_mean(word.text, known, "write days, business_days, weeks or months")
            self.report.error("PP302", context.source, word.span, message, advice)
        elif unit == "business_days":
            self.amounts.need(BUSINESS_DAYS, quantity.span, context)
        elif unit == "years":
            self.amounts.need_leap_day(quantity.span, context)
        return unit

    def _number(self, quantity: n.Quantity, context: Context) -> int | None:
        if isinstance(quantity.amount, int) and quantity.amount >= 1:
            return quantity.amount
        message, advice = "a deadline is a whole number of days or months", "write 1 or more"
        self.report.error("PP305", context.source, quantity.span, message, advice)
        return None
