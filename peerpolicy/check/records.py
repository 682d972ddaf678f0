"""From record clauses (entries, credentials, roles, ...) and registries to their kinds.

What it is for: the fields of each kind of record, with types. May import: `syntax`, `ir.schema`
and the rest of `check` below. What stays true: every field that a line names is a field of the
record; a name that is not declared is reported where it is used.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs

from peerpolicy.check.declared import Index, owner_name
from peerpolicy.check.lives import LifeReader
from peerpolicy.check.registries import check_dated, is_of_dates
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.check.shapes import TYPES
from peerpolicy.check.units import calendar_length, find_measure
from peerpolicy.ir import schema as ir
from peerpolicy.source import Source
from peerpolicy.syntax import nodes as n
from peerpolicy.syntax.words import TYPE_HINTS

_LEVELS = {s.value: s for s in ir.Sensitivity}


@attrs.define
class RecordBuilder:
    """Builds record kinds and registries, and the types that facts share with their fields."""

    index: Index
    report: Reporter
    entities: tuple[ir.Entity, ...]
    measures: Mapping[str, ir.Measure]
    choices: Mapping[str, ir.Choices]

    def build(self) -> tuple[ir.RecordKind, ...]:
        """Build every record kind whose owner is known."""
        makers = {
            "entry": self._entry,
            "credential": self._credential,
            "role": self._role,
            "relation": self._relation,
            "approval": self._approval,
            "document": self._document,
        }
        kinds = []
        for declared in self.index.of_kind(*makers):
            owner = owner_name(declared)
            if owner is None or not self.known_owner(declared, owner):
                continue
            kind = makers[declared.kind](declared, owner.text)
            kinds.extend([kind] if kind is not None else [])
        return tuple(kinds)

    def known_owner(self, declared: Declared, owner: n.Name) -> bool:
        """Say whether `owner` is an entity, and report it if not."""
        known = [e.name for e in self.entities]
        roles = self.index.names("role")
        if owner.text in known or owner.text == "person" or owner.text in roles:
            return True
        self.report.unknown(declared.source, owner, "entity", [*known, *roles, "person"])
        return False

    def sensitivity(self, declared: Declared) -> ir.Sensitivity:
        """Return the declared sensitivity; the most private one where the word is wrong."""
        line = declared.one(n.Sensitivity)
        if line is None:
            return ir.Sensitivity.LIVED_EXPERIENCE
        level = _LEVELS.get(line.level.text)
        if level is None:
            self.report.unknown(declared.source, line.level, "level of sensitivity", _LEVELS)
            return ir.Sensitivity.LIVED_EXPERIENCE
        return level

    def declared_type(self, declared: Declared) -> ir.ValueType | None:
        """Return the type that a fact's `is ...` line declares, None where it is faulty."""
        for kind in TYPES:
            line = declared.one(kind)
            if line is not None:
                return self.value_type(declared, line)
        return None

    def value_type(self, declared: Declared, line: n.Node) -> ir.ValueType | None:
        """Return the type a line of a fact or field declares; reports PP201 and PP204."""
        match line:
            case n.DateType():
                return ir.DateValue()
            case n.YesNoType():
                return ir.YesNo()
            case n.ChoiceType(choices=name) | n.SomeType(choices=name):
                if name.text in self.choices:
                    kind = ir.SetOf if isinstance(line, n.SomeType) else ir.ChoiceOf
                    return kind(name.text)
                self.report.unknown(declared.source, name, "list of choices", self.choices)
            case n.MeasureType(measure=name):
                measure = find_measure(self.measures, name.text)
                if measure is not None:
                    return ir.AmountOf(measure.name)
                self.report.unknown(declared.source, name, "measure", self.measures)
            case n.ReferenceType(name=name):
                known = [e.name for e in self.entities] + self.index.names("role")
                if name.text in known:
                    return ir.ReferenceTo(name.text)
                self._report_no_type(declared.source, name, known)
            case n.YearsSince():
                message = "only a fact can be completed years since a date"
                self.report.error("PP204", declared.source, line.span, message)
        return None

    def _report_no_type(self, source: Source, name: n.Name, known: list[str]) -> None:
        if name.text not in TYPE_HINTS:
            self.report.unknown(source, name, "role or entity", known)
            return
        message = f"`{name.text}` is not a known role or entity"
        self.report.error("PP201", source, name.span, message, TYPE_HINTS[name.text])

    def _fields(self, declared: Declared) -> tuple[ir.Field, ...]:
        fields = []
        for item in declared.items(n.Fields):
            assert isinstance(item, n.Field)
            kind = self.value_type(declared, item.type)
            if kind is not None:
                fields.append(ir.Field(item.name.text, kind))
        return tuple(fields)

    def _dates(self, declared: Declared) -> tuple[str, str, tuple[ir.Field, ...]]:
        """Return the first and last date field of a dated record, and the fields themselves."""
        span = declared.one(n.DatedSpan)
        if span is not None:
            first, last = span.first.text, span.last.text
            fields = (ir.Field(first, ir.DateValue()), ir.Field(last, ir.DateValue(), True))
            return first, last, fields
        dated = declared.one(n.Dated)
        day = dated.field.text if dated else "dated_on"
        return day, day, (ir.Field(day, ir.DateValue()),)

    def _entry(self, declared: Declared, owner: str) -> ir.Entry | None:
        first, last, dates = self._dates(declared)
        fields = dates + self._fields(declared)
        amount = count = None
        counts = declared.one(n.Counts)
        if counts is not None:
            measure = find_measure(self.measures, counts.measure.text)
            if measure is None:
                self.report.unknown(declared.source, counts.measure, "measure", self.measures)
                return None
            if measure.is_count:
                count = measure.name
            else:
                amount = measure.name
                fields = (*fields, ir.Field(amount, ir.AmountOf(measure.name)))
        time_in_total = declared.one(n.CountsTime) is not None
        return ir.Entry(
            declared.name,
            owner,
            fields,
            self.sensitivity(declared),
            first,
            last,
            amount,
            count,
            time_in_total,
        )

    def _credential(self, declared: Declared, owner: str) -> ir.Credential | None:
        if declared.one(n.ActiveSpan) is None and declared.one(n.Lasts) is None:
            return None
        fields: tuple[ir.Field, ...] = ()
        if declared.one(n.IssuedBy) is not None:
            fields = (ir.Field("issued_by", ir.WordValue()),)
        plain = ir.Credential(declared.name, owner, fields, self.sensitivity(declared), "", None)
        kind = LifeReader(declared, self.report).read(plain)
        own = self._fields(declared)
        self._check_fields(declared, kind)
        return attrs.evolve(kind, fields=(*kind.fields, *own))

    def _check_fields(self, declared: Declared, kind: ir.Credential) -> None:
        """Report (PP202) a declared field that another line of the credential brings."""
        for item in declared.items(n.Fields):
            if isinstance(item, n.Field) and kind.field(item.name.text) is not None:
                message = f"another line of `{kind.name}` brings the field `{item.name.text}`"
                advice = "delete this one"
                self.report.error("PP202", declared.source, item.span, message, advice)

    def _role(self, declared: Declared, owner: str) -> ir.Role:
        return ir.Role(declared.name, owner, (), self.sensitivity(declared))

    def _relation(self, declared: Declared, owner: str) -> ir.Relation | None:
        line = declared.one(n.FromTo)
        if line is None or not self.known_owner(declared, line.other):
            return None
        fields = (ir.Field("to", ir.WordValue()),)
        return ir.Relation(
            declared.name, owner, fields, self.sensitivity(declared), line.other.text
        )

    def _approval(self, declared: Declared, owner: str) -> ir.Approval | None:
        giver, dated = declared.one(n.GivenBy), declared.one(n.Dated)
        covers, grants = declared.one(n.Covers), declared.one(n.Grants)
        if giver is None or dated is None or covers is None or grants is None:
            return None
        measure = find_measure(self.measures, grants.measure.text)
        if measure is None:
            self.report.unknown(declared.source, grants.measure, "measure", self.measures)
            return None
        if covers.entry.text not in self.index.names("entry"):
            self.report.unknown(declared.source, covers.entry, "entry", self.index.names("entry"))
        date = ir.DateValue()
        fields = (
            ir.Field(dated.field.text, date),
            ir.Field("given_by", ir.WordValue()),
            ir.Field(covers.first.text, date),
            ir.Field(covers.last.text, date, may_be_absent=True),
            ir.Field(measure.name, ir.AmountOf(measure.name)),
        )
        return ir.Approval(
            declared.name,
            owner,
            fields,
            self.sensitivity(declared),
            covers.entry.text,
            giver.giver.text,
            dated.field.text,
            covers.first.text,
            covers.last.text,
            measure.name,
        )

    def _document(self, declared: Declared, owner: str) -> ir.Document:
        parts = tuple(i.name.text for i in declared.items(n.Parts) if isinstance(i, n.Part))
        fields = tuple(ir.Field(part, ir.YesNo()) for part in parts)
        first = last = None
        if declared.one(n.DatedSpan) is not None:
            first, last, dates = self._dates(declared)
            fields = dates + fields
        elif declared.one(n.Dated) is not None:
            first, _, dates = self._dates(declared)
            fields = dates + fields
        valid, life = declared.one(n.ValidFor), None
        if valid is not None:
            first, life = valid.field.text, calendar_length(declared, valid.quantity, self.report)
            if first not in {f.name for f in fields}:
                fields = (ir.Field(first, ir.DateValue()), *fields)
        return ir.Document(
            declared.name, owner, fields, self.sensitivity(declared), parts, first, last, life
        )

    def registries(self) -> dict[str, ir.Registry]:
        """Build every registry; reports choices and listings that are not known."""
        table: dict[str, ir.Registry] = {}
        for declared in self.index.of_kind("registry"):
            of = declared.one(n.Of)
            if is_of_dates(declared, self.index):
                check_dated(declared, self.report)
                continue
            if of is None:
                continue
            if of.entity.text not in self.choices:
                self.report.unknown(declared.source, of.entity, "list of choices", self.choices)
                continue
            table[declared.name] = self._registry(declared, self.choices[of.entity.text])
        return table

    def _registry(self, declared: Declared, choices: ir.Choices) -> ir.Registry:
        rows = []
        for item in declared.items(n.Lists):
            assert isinstance(item, n.Listing)
            if isinstance(item.name, n.Day):
                message = f"this registry lists {choices.name}, and this is a day"
                advice = "write one of the choices; days stand in a registry `of dates`"
                self.report.error("PP301", declared.source, item.name.span, message, advice)
                continue
            if item.name.text not in choices.values:
                self.report.unknown(
                    declared.source, item.name, f"one of {choices.name}", choices.values, "PP303"
                )
            first, last = item.first, item.last
            if first and last and first.value > last.value:
                message = "the listing ends before it begins"
                advice = "write the earlier day first"
                self.report.error("PP304", declared.source, item.span, message, advice)
            since = first.value if first else None
            rows.append(ir.Listing(item.name.text, since, last.value if last else None))
        checked, through = declared.one(n.CheckedOn), declared.one(n.CompleteThrough)
        return ir.Registry(
            declared.name,
            choices.name,
            checked.field.text if checked else None,
            declared.one(n.ListsFromFacts) is not None,
            tuple(rows),
            through.day.value if through else None,
        )
