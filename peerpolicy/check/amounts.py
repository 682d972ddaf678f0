"""Lowering of amounts over entries: sums, counts, lengths of time, and their windows.

What it is for: `at least 30 hours of ENTRY where ... in ...`. May import: `syntax`, `ir` and the
rest of `check` below. What stays true: the bound is in the entry's own measure; a window rests
only on conventions that the calendar declares (PP403).
"""

from __future__ import annotations

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.check.frame import (
    BUSINESS_DAYS,
    CALENDAR_PERIODS,
    DUE,
    FIRST_PART,
    LEAP_DAY,
    WEEK,
    WINDOW,
)
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.check.resolve import Context, Resolver, Says
from peerpolicy.check.units import CALENDAR_UNITS, RECORDS, calendar_unit, find_measure
from peerpolicy.check.value_tests import TestReader, operator
from peerpolicy.diagnostics import did_you_mean
from peerpolicy.ir import schema as ir
from peerpolicy.ir import terms as t
from peerpolicy.ir.program import Calendar
from peerpolicy.source import Span
from peerpolicy.syntax import nodes as n

_WRITTEN = {
    WEEK: ("week starts on sunday, assumed", "on which day a week starts"),
    LEAP_DAY: (
        "leap day birthday falls on march 1, assumed",
        "when a birthday on 29 February falls",
    ),
    WINDOW: ("window counts both end days, assumed", "which end days a window counts"),
    FIRST_PART: (
        "first part period does not count, assumed",
        "whether a first period that begins in the middle counts",
    ),
    BUSINESS_DAYS: (
        "business days are monday through friday, assumed",
        "which days are business days",
    ),
    DUE: ("period falls due on its last day, assumed", "when a period falls due"),
}
"""How each convention is written, and what it settles."""


@frozen
class _Asked:
    """An amount that is asked for, with whose entries are meant and which of them count."""

    node: n.Amount
    subject: t.Subject
    entry: ir.Entry
    where: tuple[t.Where, ...]
    role_field: str | None
    context: Context
    says: Says


@frozen
class AmountLowerer:
    """Lowers amounts of one program."""

    schema: ir.Schema
    calendar: Calendar | None
    resolver: Resolver
    tests: TestReader
    report: Reporter

    def lower(self, node: n.Amount, context: Context, says: Says) -> t.Term | None:
        """Return a total or a duration, or None (reported: PP201, PP301, PP302, PP305, PP402)."""
        name = self._entry_name(node)
        found = self.resolver.record(name, None, ir.Entry, context)
        if found is None:
            return None
        subject, entry = found
        where = self.where(node.where, entry, context)
        if where is None:
            return None
        role_field = entry.field_naming(context.in_hand)
        asked = _Asked(node, subject, entry, where, role_field, context, says)
        unit = self._unit(node.quantity, context)
        by_record = unit is not None and unit.name == RECORDS
        if entry.time_in_total and node.entry is not None and not by_record:
            return self._duration(asked)
        return self._total(asked)

    def _entry_name(self, node: n.Amount) -> n.Name:
        if node.entry is not None:
            return node.entry
        return (
            node.quantity.name if isinstance(node.quantity, n.ParameterRef) else node.quantity.unit
        )

    def _unit(self, node: n.Quantity | n.ParameterRef, context: Context) -> ir.Measure | None:
        """Return the measure of an amount or a parameter, None if there is none such."""
        if isinstance(node, n.Quantity):
            return find_measure(self.schema.measures, node.unit.text)
        parameter = self.tests.parameters.find(node, context)
        return self.schema.measures[parameter.measure] if parameter else None

    def _total(self, asked: _Asked) -> t.Term | None:
        node, entry = asked.node, asked.entry
        counted, bound = self._bound(node, entry, asked.context)
        window = self._window(node.window, asked.subject, asked.context)
        if bound is None or window is None:
            return None
        records = RECORDS if entry.amount or entry.time_in_total else entry.name
        unit = (entry.count or records) if counted else entry.amount or ""
        return t.Total(
            asked.subject,
            entry.name,
            operator(node.bound),
            bound,
            unit,
            window,
            counted,
            asked.where,
            asked.role_field,
            **asked.says,
        )

    def _bound(
        self, node: n.Amount, entry: ir.Entry, context: Context
    ) -> tuple[bool, t.Bound | None]:
        """Return whether records are counted, and the bound in the entry's own measure."""
        quantity = node.quantity
        if isinstance(quantity, n.ParameterRef):
            return self._parameter(quantity, entry, context)
        if node.entry is None:
            return True, None if self._lacks_unit(quantity, entry, context) else self.whole(
                quantity, context
            )
        measure = find_measure(self.schema.measures, quantity.unit.text)
        if measure is not None and measure.name in (entry.count, RECORDS):
            return True, self.whole(quantity, context)
        if entry.amount is not None:
            return False, self.tests.amount(quantity, entry.amount, context)
        counts = entry.count or f"records: write `{quantity.amount} {entry.name}`"
        words = [entry.count] if entry.count else []
        advice = did_you_mean(quantity.unit.text, words, f"`{entry.name}` counts {counts}")
        message = f"`{entry.name}` is not counted in {quantity.unit.text}"
        self.report.error("PP302", context.source, quantity.unit.span, message, advice)
        return True, None

    def _parameter(
        self, ref: n.ParameterRef, entry: ir.Entry, context: Context
    ) -> tuple[bool, t.ParameterValue | None]:
        unit = self._unit(ref, context)
        counted = unit is not None and unit.name in (entry.count, RECORDS)
        measure = unit.name if unit is not None and counted else entry.amount or entry.count
        uses = self.tests.parameters
        return counted, uses.use(ref, measure or RECORDS, context, whole=counted)

    def _lacks_unit(self, quantity: n.Quantity, entry: ir.Entry, context: Context) -> bool:
        """Report (PP302) a number of records where the entry counts something else."""
        unit = "years" if entry.time_in_total else entry.amount
        if unit is None:
            return False
        message = f"`{entry.name}` counts {'time' if entry.time_in_total else unit}"
        number = context.source.slice(quantity.span).split()[0]
        measures = self.schema.measures
        names = (
            [unit, RECORDS]
            if number != "1"
            else [measures[each].singular for each in (unit, RECORDS)]
        )
        amounts = (f"`{number} {each} of {entry.name}`" for each in names)
        advice = f"write {' or '.join(amounts)}"
        self.report.error("PP302", context.source, quantity.span, message, advice)
        return True

    def whole(self, quantity: n.Quantity, context: Context) -> int | None:
        """Return a whole amount, or None (reported: PP305)."""
        if isinstance(quantity.amount, int):
            return quantity.amount
        message = "only whole numbers can be counted here"
        smaller = {"years": "months", "months": "days", "weeks": "days"}
        unit = smaller.get(calendar_unit(quantity.unit.text) or "")
        advice = f"write the length in {unit}" if unit else "write a whole number"
        self.report.error("PP305", context.source, quantity.span, message, advice)
        return None

    def _duration(self, asked: _Asked) -> t.Term | None:
        node, context = asked.node, asked.context
        name, quantity = asked.entry.name, node.quantity
        unit, number = self._length(quantity, context)
        if unit is None:
            self._no_length(quantity, f"`{name}` counts time", context)
        window = self._window_of_time(node.window, name, context)
        if not unit or number is None or window is None:
            return None
        if unit == "years":
            self.need_leap_day(node.span, context)
        return t.Duration(
            asked.subject,
            name,
            operator(node.bound),
            number,
            unit,
            asked.where,
            asked.role_field,
            window,
            **asked.says,
        )

    def _window_of_time(
        self, window: n.InEach | n.InTheBefore | None, name: str, context: Context
    ) -> t.Ever | t.Back | None:
        """Return the window of a length of time, or None (reported)."""
        match window:
            case None:
                return t.Ever()
            case n.InTheBefore(quantity=quantity, day=day):
                return self._back(quantity, day, context)
        message = f"`{name}` counts time in total, which is not asked for in each period"
        advice = "leave the period out, or write a window: `in the 3 years before` a day"
        self.report.error("PP301", context.source, window.span, message, advice)
        return None

    def _length(
        self, node: n.Quantity | n.ParameterRef, context: Context
    ) -> tuple[str | None, t.Bound | None]:
        """Return a length of civil time: its unit, None if it is none, and its number."""
        if isinstance(node, n.Quantity):
            return calendar_unit(node.unit.text), self.whole(node, context)
        measure = self._unit(node, context)
        if measure is None:
            return "", None
        unit = calendar_unit(measure.name)
        uses = self.tests.parameters
        return unit, uses.use(node, unit, context, whole=True) if unit else None

    def _no_length(self, node: n.Quantity | n.ParameterRef, but: str, context: Context) -> None:
        unit = node.unit if isinstance(node, n.Quantity) else node.name
        message = f"{but}, and `{unit.text}` is not a length of civil time"
        advice = did_you_mean(unit.text, CALENDAR_UNITS, "write days, weeks, months or years")
        self.report.error("PP302", context.source, unit.span, message, advice)

    def where(
        self, where: n.Where | None, kind: ir.RecordKind, context: Context
    ) -> tuple[t.Where, ...] | None:
        """Return the tests of a record, or None (reported: PP201, PP301 to PP304)."""
        tests = where.tests if where is not None else ()
        passed = [self._test(test, kind, context) for test in tests]
        found = tuple(test for test in passed if test is not None)
        return found if len(found) == len(tests) else None

    def _test(self, where: n.WhereTest, kind: ir.RecordKind, context: Context) -> t.Where | None:
        field = kind.field(where.field.text)
        if field is None:
            known = [f.name for f in kind.fields]
            self.report.unknown(context.source, where.field, f"field of {kind.name}", known)
            return None
        if where.test is None:
            if isinstance(field.type, ir.YesNo):
                return t.Where(field.name, t.IsYes())
            message = f"`{field.name}` is not a yes-or-no field"
            advice = f"say what it must be: `where {field.name} is ...`"
            self.report.error("PP301", context.source, where.span, message, advice)
            return None
        test = self.tests.read(where.test, field.type, context)
        if isinstance(test, t.ComparesWith):
            message = "a field of records is not compared with a fact"
            advice = "write a number or a parameter"
            self.report.error("PP301", context.source, where.span, message, advice)
            return None
        if isinstance(where.test, n.InRegistry):
            dates = [f.name for f in kind.fields if isinstance(f.type, ir.DateValue)]
            self.tests.check_day(where.test.registry, dates, context)
        return None if test is None else t.Where(field.name, test)

    def _window(
        self, window: n.InEach | n.InTheBefore | None, subject: t.Subject, context: Context
    ) -> t.Window | None:
        match window:
            case None:
                return t.Ever()
            case n.InTheBefore(quantity=quantity, day=day):
                return self._back(quantity, day, context)
            case n.InEach():
                return self._each(window, subject, context)

    def _back(self, quantity: n.Quantity, day: n.FactRef, context: Context) -> t.Back | None:
        unit, number = calendar_unit(quantity.unit.text), self.whole(quantity, context)
        resolved = self.tests.day(day, context)
        self.need(WINDOW, quantity.span, context)
        if unit == "years":
            self.need_leap_day(quantity.span, context)
        if unit is None:
            self._no_length(quantity, "a window is so many days or months", context)
        if unit is None or number is None or resolved is None:
            return None
        return t.Back(number, unit, resolved)

    def _each(
        self, window: n.InEach, subject: t.Subject, context: Context
    ) -> t.EachCalendar | t.EachAnchored | None:
        name = window.period.text
        if self.calendar is None:
            return None
        self.need(DUE, window.span, context)
        anchored = self.calendar.periods.get(name)
        if anchored is not None:
            if anchored.length[1] == "years" or self._counts_years(subject, anchored.credential):
                self.need_leap_day(window.span, context)
            if window.since is not None:
                message = f"`{name}` has a beginning of its own: {anchored.field}"
                span = window.since.span
                self.report.error("PP110", context.source, span, message, "leave `since` out")
            return t.EachAnchored(
                name, subject, anchored.credential, anchored.field, anchored.length
            )
        if name not in (known := (*CALENDAR_PERIODS, *self.calendar.years)):
            self._no_period(window.period, (*known, *self.calendar.periods), context)
            return None
        self.need(FIRST_PART, window.span, context)
        if name == "week":
            self.need(WEEK, window.span, context)
        if window.since is None:
            message = f"`in each {name}` does not say since when"
            advice = f"write `in each {name} since` a date, such as the first day of service"
            self.report.error("PP402", context.source, window.span, message, advice)
            return None
        since = self.tests.day(window.since, context)
        return None if since is None else t.EachCalendar(name, since)

    def _no_period(self, name: n.Name, known: tuple[str, ...], context: Context) -> None:
        others = f"`{name.text} runs 6 months from DATE of CREDENTIAL, assumed` in the calendar"
        listed = f"known: {', '.join(sorted(known))}; or declare {others}"
        message = f"`{name.text}` is not a known period"
        advice = did_you_mean(name.text, known, listed)
        self.report.error("PP201", context.source, name.span, message, advice)

    def _counts_years(self, subject: t.Subject, credential: str) -> bool:
        kind = self.schema.record(subject.name, credential)
        return isinstance(kind, ir.Credential) and kind.counts_years

    def need(self, convention: str, span: Span, context: Context) -> None:
        """Report (PP403) a convention that is needed here and not declared."""
        if self.calendar is None or convention in self.calendar.conventions:
            return
        written, question = _WRITTEN[convention]
        message = f"the calendar does not say {question}"
        advice = f"write `{written}` (or another reading) in the calendar of the program"
        self.report.error("PP403", context.source, span, message, advice)

    def life(
        self, quantity: n.Quantity, declared: Declared, context: Context, words: str
    ) -> tuple[int, str] | None:
        """Return how long an attestation is good; `words` stand before it. Reports PP302, PP403."""
        unit, amount = calendar_unit(quantity.unit.text), quantity.amount
        if unit is None or not isinstance(amount, int) or amount < 1:
            message = "an attestation is good for a whole number of days, weeks, months or years"
            advice = f"write `{words} 12 months`, for example"
            self.report.error("PP302", declared.source, quantity.span, message, advice)
            return None
        if unit == "years":
            here = attrs.evolve(context, source=declared.source)
            self.need_leap_day(quantity.span, here)
        return amount, unit

    def need_leap_day(self, span: Span, context: Context) -> None:
        """Report (PP403) where years are counted and no leap-day convention is declared."""
        self.need(LEAP_DAY, span, context)
