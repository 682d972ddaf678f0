"""Lowering of time limits: a deed within 10 days of a day, records at most 6 months apart.

What it is for: from a fact or an entry, a length and a day to one term. May import: `syntax`, `ir`
and the rest of `check` below. What stays true: the fact is a date, the records have one day each;
a length of business days rests on what the calendar says they are (PP403).
"""

from __future__ import annotations

from peerpolicy._frozen import frozen
from peerpolicy.check.amounts import AmountLowerer
from peerpolicy.check.frame import BUSINESS_DAYS
from peerpolicy.check.reporter import Reporter
from peerpolicy.check.resolve import Context, Says
from peerpolicy.check.units import CALENDAR_UNITS, calendar_unit
from peerpolicy.diagnostics import did_you_mean, either
from peerpolicy.ir import schema as ir
from peerpolicy.ir import terms as t
from peerpolicy.syntax import nodes as n

_CIVIL = tuple(CALENDAR_UNITS)
_BUSINESS = {"business_days": "business_days", "business_day": "business_days"}


@frozen
class DeadlineLowerer:
    """Lowers deadlines and gaps of one program."""

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
        unit = self._unit(test.quantity, (*_CIVIL, *_BUSINESS), context)
        number = self._number(test.quantity, context)
        if start is None or unit is None or number is None:
            return None
        return t.Deadline(t.FactOf(subject, fact.name), number, unit, start, **says)

    def gap(self, node: n.Gap, context: Context, says: Says) -> t.Gap | None:
        """Return a gap, or None (reported: PP104, PP201, PP301 to PP305, PP403)."""
        found = self.amounts.resolver.record(node.entry, None, ir.Entry, context)
        if found is None or not self._is_bounded(found[1], node, context):
            return None
        subject, entry = found
        where = self.amounts.where(node.where, entry, context)
        since = self.amounts.tests.day(node.since, context)
        unit = self._unit(node.quantity, _CIVIL, context)
        number = self._number(node.quantity, context)
        if where is None or since is None or unit is None or number is None:
            return None
        role_field = entry.field_naming(context.in_hand)
        return t.Gap(subject, entry.name, number, unit, since, where, role_field, **says)

    def _is_bounded(self, entry: ir.Entry, node: n.Gap, context: Context) -> bool:
        """Say whether a gap is asked for at most, between records of one day each."""
        if not isinstance(node.bound, n.AtMost):
            message = "the time between records is asked for at most"
            advice = "write `at most`, the longest time without a record"
            self.report.error("PP104", context.source, node.span, message, advice)
            return False
        if entry.first != entry.last:
            message = f"a record of `{entry.name}` has several days, and a gap lies between days"
            advice = "name an entry that is `dated` with one field"
            self.report.error("PP301", context.source, node.entry.span, message, advice)
            return False
        return True

    def _unit(self, quantity: n.Quantity, known: tuple[str, ...], context: Context) -> str | None:
        word = quantity.unit
        unit = calendar_unit(word.text)
        if unit is None and "business_days" in known:
            unit = _BUSINESS.get(word.text)
        if unit is None:
            message = f"`{word.text}` is not a length of civil time"
            advice = did_you_mean(word.text, known, f"write {either(known)}")
            self.report.error("PP302", context.source, word.span, message, advice)
        elif unit == "business_days":
            self.amounts.need(BUSINESS_DAYS, quantity.span, context)
        elif unit == "years":
            self.amounts.need_leap_day(quantity.span, context)
        return unit

    def _number(self, quantity: n.Quantity, context: Context) -> int | None:
        if isinstance(quantity.amount, int) and quantity.amount >= 1:
            return quantity.amount
        message, advice = "a time limit is a whole number of days or months", "write 1 or more"
        self.report.error("PP305", context.source, quantity.span, message, advice)
        return None
