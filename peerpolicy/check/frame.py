"""The frame of a program: sources, calendar, questions, and on what evidence it decides.

What it is for: what stands around the rules. May import: `syntax`, `ir`, `dates` and the rest of
`check` below. What stays true: a convention is never filled in by default; a question says about
whom, on which day and on which evidence it is judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from peerpolicy.check.declared import Index
from peerpolicy.check.registries import is_of_dates
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.check.units import calendar_length, find_measure
from peerpolicy.dates import LeapDay, Weekday
from peerpolicy.ir.program import (
    AnchoredPeriod,
    BusinessDays,
    Calendar,
    Citation,
    Convention,
    Question,
    SourceText,
)
from peerpolicy.ir.schema import Credential, Grade, Length, Schema
from peerpolicy.syntax import nodes as n

WEEK, LEAP_DAY, WINDOW = "week starts", "leap day", "window counts"
FIRST_PART, DUE = "first part period", "period falls due"
BUSINESS_DAYS = "business days"
_WEEKDAYS = {w.value: w for w in Weekday}
_MONTHS = MappingProxyType(
    {
        "january": 31,
        "february": 28,
        "march": 31,
        "april": 30,
        "may": 31,
        "june": 30,
        "july": 31,
        "august": 31,
        "september": 30,
        "october": 31,
        "november": 30,
        "december": 31,
    }
)
"""The months in their order, with the days that each has in every year."""
CALENDAR_PERIODS = ("week", "calendar_month", "calendar_quarter", "calendar_year")
"""The periods that need no declaration beyond the conventions they rest on."""
_LEAP_DAYS = {("march", 1): LeapDay.MARCH_1, ("february", 28): LeapDay.FEBRUARY_28}


def build_sources(index: Index) -> dict[str, SourceText]:
    """Build the sources of a program, by id."""
    table = {}
    for declared in index.of_kind("source"):
        title, rank = declared.one(n.Title), declared.one(n.Rank)
        address, issued = declared.one(n.Address), declared.one(n.Issued)
        read = declared.one(n.ReadOn)
        table[declared.name] = SourceText(
            declared.name,
            title.text.text if title else "",
            rank.name.text if rank else "",
            address.text.text if address else "",
            issued.day.value if issued and issued.day else None,
            read.day.value if read else None,
        )
    return table


def citations(
    declared: Declared, sources: Mapping[str, SourceText], report: Reporter
) -> tuple[Citation, ...]:
    """Build the citations of a clause; reports sources that are not declared (PP201)."""
    found = []
    for cite in declared.every(n.Cite):
        source = sources.get(cite.source.text)
        if source is None:
            report.unknown(declared.source, cite.source, "source", sources)
            continue
        locators = tuple(each.text for each in cite.locators)
        found.append(Citation(source.id, source.title, locators))
    return tuple(found)


def build_questions(
    head: Declared, index: Index, schema: Schema, report: Reporter
) -> tuple[Question, ...]:
    """Build the questions; reports PP109 where no evidence is declared, and unknown names."""
    default = head.one(n.DecidedOn)
    entities = [e.name for e in schema.entities]
    questions = []
    for declared in index.of_kind("question"):
        asks, about = declared.one(n.Asks), declared.one(n.About)
        judged = declared.one(n.JudgedOn)
        if asks is None or about is None or judged is None:
            continue
        if about.entity.text not in entities:
            report.unknown(declared.source, about.entity, "entity", entities)
            continue
        grade = declared.one(n.DecidedOn) or default
        if grade is None:
            _no_grade(declared, report)
        questions.append(
            Question(
                declared.name,
                asks.text.text,
                about.entity.text,
                judged.name.text,
                _answers_in(declared, schema, report),
                Grade[grade.grade.upper()] if grade else Grade.VERIFIED,
                declared.source.place(declared.clause.span),
            )
        )
    return tuple(questions)


def _no_grade(declared: Declared, report: Reporter) -> None:
    message = f"`question {declared.name}` does not say on what evidence it is decided"
    advice = "write `decided on claimed`, `shown` or `verified` here or under `program`"
    report.error("PP109", declared.source, declared.clause.span, message, advice)


def _answers_in(declared: Declared, schema: Schema, report: Reporter) -> str | None:
    line = declared.one(n.AnswersIn)
    if line is None:
        return None
    measure = find_measure(schema.measures, line.measure.text)
    if measure is None:
        report.unknown(declared.source, line.measure, "measure", schema.measures)
        return None
    return measure.name


def build_calendar(
    head: Declared, index: Index, schema: Schema, report: Reporter
) -> Calendar | None:
    """Build the conventions of the calendar that the program names, or an empty one.

    Out: None where the calendar is not known or a line of it was left out, so that nobody
    complains about a convention that the author did write.
    """
    line = head.one(n.InCalendar)
    named = index.find("calendar", line.name.text) if line is not None else None
    if line is not None and named is None:
        report.unknown(head.source, line.name, "calendar", index.names("calendar"))
        return None
    for declared in index.of_kind("calendar"):
        if declared is not named:
            _CalendarBuilder(declared, index, schema, report).build()
            message = f"the program does not use `calendar {declared.name}`"
            advice = f"write `calendar {declared.name}` under `program`, or delete it"
            report.warning("PP504", declared.source, declared.clause.span, message, advice)
    if named is None:
        return Calendar()
    calendar = _CalendarBuilder(named, index, schema, report).build()
    return None if named.clause.broken else calendar


@attrs.define
class _CalendarBuilder:
    declared: Declared
    index: Index
    schema: Schema
    report: Reporter
    conventions: dict[str, Convention] = attrs.Factory(dict)

    def build(self) -> Calendar:
        window = self.declared.one(n.WindowCounts)
        first_part = self.declared.one(n.FirstPart)
        due = self.declared.one(n.FallsDue)
        if window is not None:
            self._add(WINDOW, window.reading, window.basis)
        if first_part is not None:
            self._add(FIRST_PART, first_part.reading, first_part.basis)
        self._check_periods()
        if due is not None:
            self._add(DUE, "on its last day", due.basis)
        return Calendar(
            self._week(),
            self._leap_day(),
            None if window is None else window.reading == "both end days",
            None if first_part is None else first_part.reading == "counts",
            MappingProxyType(self._periods()),
            MappingProxyType(self.conventions),
            self._business_days(),
            MappingProxyType(self._years()),
        )

    def _week(self) -> Weekday | None:
        line = self.declared.one(n.WeekStarts)
        if line is None:
            return None
        day = self._weekday(line.day)
        self._add(WEEK, f"on {line.day.text}", line.basis)
        return day

    def _business_days(self) -> BusinessDays | None:
        line = self.declared.one(n.BusinessDays)
        if line is None:
            return None
        ends = [self._weekday(name) for name in (line.first, line.last)]
        reading = f"are {line.first.text} through {line.last.text}"
        if line.holidays is not None:
            reading += f" except {line.holidays.text}"
        self._add(BUSINESS_DAYS, reading, line.basis)
        if None in ends:
            return None
        first, last = (day.number for day in ends if day is not None)
        weekdays = frozenset((first + step) % 7 for step in range((last - first) % 7 + 1))
        return BusinessDays(weekdays) if line.holidays is None else self._except(line, weekdays)

    def _except(self, line: n.BusinessDays, weekdays: frozenset[int]) -> BusinessDays | None:
        """Read the registry of holidays; None if it is none of dates (reported: PP201)."""
        assert line.holidays is not None
        dated = {d.name: d for d in self.index.of_kind("registry") if is_of_dates(d, self.index)}
        registry = dated.get(line.holidays.text)
        if registry is None:
            what = "registry of dates"
            self.report.unknown(self.declared.source, line.holidays, what, dated)
            return None
        items = [item for item in registry.items(n.Lists) if isinstance(item, n.Listing)]
        through = registry.one(n.CompleteThrough)
        return BusinessDays(
            weekdays,
            registry.name,
            tuple(sorted(i.name.value for i in items if isinstance(i.name, n.Day))),
            through.day.value if through else None,
        )

    def _weekday(self, name: n.Name) -> Weekday | None:
        day = _WEEKDAYS.get(name.text)
        if day is None:
            self.report.unknown(self.declared.source, name, "day of the week", _WEEKDAYS)
        return day

    def _leap_day(self) -> LeapDay | None:
        line = self.declared.one(n.LeapDay)
        if line is None:
            return None
        day = _LEAP_DAYS.get((line.month.text, int(line.day)))
        if day is None:
            message = "a birthday on 29 February falls on march 1 or on february 28"
            advice = "write `march 1` or `february 28`"
            self.report.error("PP303", self.declared.source, line.span, message, advice)
        self._add(LEAP_DAY, f"birthday falls on {line.month.text} {line.day}", line.basis)
        return day

    def _periods(self) -> dict[str, AnchoredPeriod]:
        periods: dict[str, AnchoredPeriod] = {}
        kinds = {r.name: r for r in self.schema.records if isinstance(r, Credential)}
        for line in self.declared.every(n.RunsFrom):
            kind = kinds.get(line.credential.text)
            if kind is None:
                self.report.unknown(self.declared.source, line.credential, "credential", kinds)
                continue
            if kind.field(line.field.text) is None:
                known = [f.name for f in kind.fields]
                self.report.unknown(
                    self.declared.source, line.field, f"field of {kind.name}", known
                )
                continue
            name, field = line.period.text, line.field.text
            length = self._length(line)
            if length is not None:
                periods[name] = AnchoredPeriod(name, kind.name, field, length)
            written = f"{self.declared.source.slice(line.length.span)} " if line.length else ""
            self._add(name, f"runs {written}from {field} of {kind.name}", line.basis)
        return periods

    def _years(self) -> dict[str, tuple[int, int]]:
        """Read the years that begin on a day of their own; reports PP201 and PP303."""
        years: dict[str, tuple[int, int]] = {}
        for line in self.declared.every(n.YearRuns):
            days = _MONTHS.get(line.month.text)
            years[line.period.text] = (1, 1)  # what is wrong here is not reported at each use
            if days is None:
                self.report.unknown(self.declared.source, line.month, "month", _MONTHS)
            elif line.day not in range(1, days + 1):
                message = f"not every year has a day {line.day} in {line.month.text}"
                advice = "write a day on which every year can begin"
                self.report.error("PP303", self.declared.source, line.span, message, advice)
            else:
                month = 1 + list(_MONTHS).index(line.month.text)
                years[line.period.text] = (month, int(line.day))
            reading = f"runs from {line.month.text} {line.day}"
            self._add(line.period.text, reading, line.basis)
        return years

    def _check_periods(self) -> None:
        """Report (PP202) a name of a period that stands twice, or that every calendar has."""
        taken = {"day", *CALENDAR_PERIODS}
        names = [line.period for line in self.declared.every(n.RunsFrom)]
        names += [line.period for line in self.declared.every(n.YearRuns)]
        for name in sorted(names, key=lambda each: each.span.start):
            if name.text in taken:
                message = f"there is a period `{name.text}` already"
                advice = "give this one another name"
                self.report.error("PP202", self.declared.source, name.span, message, advice)
            taken.add(name.text)

    def _length(self, line: n.RunsFrom) -> Length | None:
        if line.length is None:
            return 1, "years"
        return calendar_length(self.declared, line.length, self.report)

    def _add(self, name: str, reading: str, basis: n.Basis) -> None:
        match basis:
            case n.AssumedBasis():
                convention = Convention(name, reading, "assumed")
            case n.ChosenBasis(name=by):
                if by.text not in self.index.names("interpret"):
                    known = self.index.names("interpret")
                    self.report.unknown(self.declared.source, by, "interpret clause", known)
                convention = Convention(name, reading, "chosen", by.text)
            case n.Cite(source=source, locators=locators):
                if source.text not in self.index.names("source"):
                    known = self.index.names("source")
                    self.report.unknown(self.declared.source, source, "source", known)
                places = ", ".join(each.text for each in locators)
                convention = Convention(name, reading, "cited", f"{source.text} {places}")
        self.conventions[name] = convention
