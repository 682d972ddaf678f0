"""The `given` lines of an example, one by one, into facts in their plain form.

What it is for: finds whose fact or record each line is and puts it where a facts file would have
it. May import: `syntax`, `ir` and the rest of `check` below. What stays true: nothing is added
that no line says; a later scalar replaces an earlier one, a record is added.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import attrs

from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.check.units import convert, find_measure
from peerpolicy.diagnostics import nearest
from peerpolicy.ir import schema as ir
from peerpolicy.source import Span
from peerpolicy.syntax import nodes as n

_WANTED: dict[type, str] = {
    ir.DateValue: "a date such as 2026-11-23",
    ir.YesNo: "`is yes` or `is no`",
    ir.ChoiceOf: "one of the choices",
    ir.SetOf: "some of the choices, as in `is a, b`, or `is none`",
    ir.AmountOf: "an amount with its unit, such as `30 hours`",
    ir.ReferenceTo: "the name of a person",
    ir.WordValue: "a name",
}

Plain = dict[str, Any]
"""Facts in the form of a facts file."""


@attrs.define
class GivenReader:
    """Reads the given lines of one example into `facts`."""

    declared: Declared
    schema: ir.Schema
    about: str
    facts: Plain
    report: Reporter

    def take(self, items: Iterable[n.Node]) -> None:
        """Take every given line, in order."""
        for item in items:
            match item:
                case n.GivenFact():
                    self._fact(item)
                case n.GivenAmount():
                    self._amount(item)
                case n.GivenRecord():
                    self._record(item)
                case n.GivenPerson():
                    self._person(item)
                case n.GivenComplete():
                    for ref in item.lists:
                        self._complete(ref, item.day)
                case n.GivenAttested():
                    self._attested(item)
                case n.Without():
                    for ref in item.facts:
                        self._without(ref)
                case n.Related():
                    self._relation(item)

    # ---------------------------------------------------------------- whose it is

    def _subject(self, ref: n.FactRef) -> tuple[str, Plain] | None:
        """Return the owner (an entity, or a role) of a name and the dict of its facts."""
        name = ref.name.text
        if ref.entity is not None:
            person = self._person_of(ref.entity.text)
            if person is not None:
                return person
            entities = [e.name for e in self.schema.entities]
            if ref.entity.text not in entities:
                known = [*entities, *(p for _, p, _ in self._persons())]
                self.report.unknown(self.declared.source, ref.entity, "entity or person", known)
                return None
            owner = ref.entity.text
            if not self._has(owner, name):
                self._unknown(ref.name)
                return None
        else:
            owners = self._owners(name)
            if not owners:
                self._unknown(ref.name)
                return None
            owner = self.about if self.about in owners else owners[0]
            if self.about not in owners and len(owners) > 1:
                message = f"`{name}` may be of {' or of '.join(owners)}"
                advice = f"write `{name} of {owners[0]}`"
                span = ref.name.span
                self.report.error("PP206", self.declared.source, span, message, advice)
                return None
        return owner, self.facts.setdefault(owner, {})

    def _has(self, owner: str, name: str) -> bool:
        return (
            self.schema.fact(owner, name) is not None
            or self.schema.record(owner, name) is not None
            or self.schema.age(owner, name) is not None
            or (owner, name) in self.schema.judgements
        )

    def _owners(self, name: str) -> list[str]:
        return [e.name for e in self.schema.entities if self._has(e.name, name)]

    def _unknown(self, name: n.Name) -> None:
        known = [f.name for f in self.schema.facts] + [r.name for r in self.schema.records]
        known += [name for _, name in self.schema.judgements] + list(self.schema.registries)
        self.report.unknown(self.declared.source, name, "fact, record or judgement", known)

    def _persons(self) -> list[tuple[str, str, Plain]]:
        """Return role, id and facts of each person in a roster so far."""
        found = []
        for owner in list(self.facts):
            for kind in self.schema.records:
                if isinstance(kind, ir.Role) and kind.owner in self.schema.owners(owner):
                    roster = self.facts[owner].get(kind.name, {})
                    found += [(kind.name, str(p["id"]), p) for p in roster.get("entries", [])]
        return found

    def _person_of(self, name: str) -> tuple[str, Plain] | None:
        return next(
            ((role, facts) for role, known, facts in self._persons() if known == name), None
        )

    # ---------------------------------------------------------------- facts

    def _fact(self, item: n.GivenFact) -> None:
        found = self._subject(item.fact)
        if found is None:
            return
        owner, holder = found
        name = item.fact.name
        if self.schema.record(owner, name.text) is not None:
            message = f"`{name.text}` is a list of records, and has no value"
            advice = (
                "write each record on a line of its own; where there is none, leave the name out"
            )
            self.report.error("PP204", self.declared.source, name.span, message, advice)
            return
        match item.value:
            case n.Absent():
                value: object = {"absent": True}
            case n.NotKnown():
                value = {"not_known": True}
            case said:
                value = self._value(said, self._type(owner, name.text), item.span)
        if item.grade is not None and not isinstance(item.value, n.Absent | n.NotKnown):
            value = {"value": value, "evidence": item.grade.grade}
        holder[name.text] = value

    def _type(self, owner: str, name: str) -> ir.ValueType | None:
        fact = self.schema.fact(owner, name)
        return fact.type if fact else None

    def _value(self, value: object, kind: ir.ValueType | None, span: Span) -> object:
        """Return a value in its plain form; reports what does not fit the type of the fact."""
        if isinstance(value, n.AbsentField):
            return {"absent": True}
        match kind, value:
            case ir.SetOf(choices=name), n.NoValues():
                return []
            case ir.SetOf(choices=name), (n.Name() | tuple()):
                each = value if isinstance(value, tuple) else (value,)
                return [self._value(one, ir.ChoiceOf(name), span) for one in each]
            case _, (single,):
                return self._value(single, kind, span)
            case _, tuple():
                message = "a fact has one value"
                advice = "keep one of them, or declare an entry that can have several records"
                self.report.error("PP301", self.declared.source, span, message, advice)
                return None
            case ir.ChoiceOf(choices=name), n.Name(text=text):
                choices = self.schema.choices[name]
                if text not in choices.values and not choices.others:
                    what, known = f"one of {name}", choices.values
                    self.report.unknown(self.declared.source, value, what, known, "PP303")
                return text
            case ((ir.WordValue() | ir.ReferenceTo()), n.Name(text=text)):
                return text
            case ir.DateValue(), n.Day(value=day):
                return day
            case ir.YesNo(), bool():
                return value
            case ir.AmountOf(measure=measure), n.Quantity():
                return self._amount_in(value, measure)
        message = "a value of this kind does not fit the fact"
        worked_out = "the fact is worked out and never given: give the date that it counts from"
        advice = f"write {_WANTED[type(kind)]}" if kind is not None else worked_out
        self.report.error("PP301", self.declared.source, span, message, advice)
        return None

    def _amount_in(self, quantity: n.Quantity, measure: str) -> object:
        source = find_measure(self.schema.measures, quantity.unit.text)
        target = self.schema.measures[measure]
        amount = convert(quantity.amount, source, target) if source else None
        if amount is None:
            message = f"`{quantity.unit.text}` do not fit here: the amount is in {measure}"
            span = quantity.unit.span
            self.report.error("PP302", self.declared.source, span, message, f"write {measure}")
        return amount

    def _without(self, ref: n.FactRef) -> None:
        if ref.entity is None and ref.name.text in self.schema.registries:
            self.facts.get("registries", {}).pop(ref.name.text, None)
            return
        found = self._subject(ref)
        if found is not None:
            found[1].pop(ref.name.text, None)

    def _attested(self, item: n.GivenAttested) -> None:
        found = self._subject(item.term)
        if found is None:
            return
        said: Plain = {"by": item.by.text, "on": item.on.value}
        if item.through is not None and item.through.value < item.on.value:
            self._backwards(item)
        if item.through is not None:
            said["through"] = item.through.value
        form: Plain = {"attested": said, "value": item.negative is None}
        if item.grade is not None:
            form["evidence"] = item.grade.grade
        found[1][item.term.name.text] = form

    # ---------------------------------------------------------------- records

    def _list(self, ref: n.FactRef) -> tuple[ir.RecordKind | None, Plain] | None:
        """Return the record kind and the list that a name means; None if reported."""
        if ref.entity is None and ref.name.text in self.schema.registries:
            registries = self.facts.setdefault("registries", {})
            return None, registries.setdefault(ref.name.text, {"entries": []})
        found = self._subject(ref)
        if found is None:
            return None
        owner, holder = found
        kind = self.schema.record(owner, ref.name.text)
        if kind is None:
            message = f"`{ref.name.text}` is not a list of records"
            advice = f"it is a fact: write `{ref.name.text} is ...`"
            self.report.error("PP204", self.declared.source, ref.name.span, message, advice)
            return None
        return kind, holder.setdefault(ref.name.text, {"entries": []})

    def _amount(self, item: n.GivenAmount) -> None:
        found = self._list(item.entry)
        if found is None:
            return
        kind, records = found
        record = self._fields(kind, item.day, item.fields, item.grade)
        if not isinstance(kind, ir.Entry) or not self._counted_in(kind, item.quantity):
            name = item.entry.name.text
            message = f"`{name}` is not recorded in {item.quantity.unit.text}"
            span = item.quantity.unit.span
            self.report.error("PP302", self.declared.source, span, message, _recorded(kind))
            return
        copies = 1
        if kind.amount is not None:
            record[kind.amount] = item.quantity.amount
        elif isinstance(item.quantity.amount, int):
            copies = item.quantity.amount
        target = "requested" if item.requested else "entries"
        records.setdefault(target, []).extend(dict(record) for _ in range(copies))

    def _counted_in(self, kind: ir.Entry, quantity: n.Quantity) -> bool:
        measure = self.schema.measures.get(kind.amount or kind.count or "")
        return measure is not None and quantity.unit.text in (measure.name, measure.singular)

    def _record(self, item: n.GivenRecord) -> None:
        if item.day is None and item.fields is None and self._is_fact(item.record):
            value: object = True
            if item.grade is not None:
                value = {"value": True, "evidence": item.grade.grade}
            found = self._subject(item.record)
            if found is not None:
                found[1][item.record.name.text] = value
            return
        target = self._list(item.record)
        if target is None:
            return
        kind, records = target
        records["entries"].append(self._fields(kind, item.day, item.fields, item.grade))

    def _is_fact(self, ref: n.FactRef) -> bool:
        owners = [e.name for e in self.schema.entities] + list(self.schema.rosters)
        return any(self.schema.fact(owner, ref.name.text) for owner in owners)

    def _fields(
        self,
        kind: ir.RecordKind | None,
        day: n.GivenOn | n.GivenSpan | None,
        fields: n.GivenFields | None,
        grade: n.GradeTail | None,
    ) -> Plain:
        record: Plain = self._dates(kind, day)
        declared = kind.fields if kind is not None else ir.REGISTRY_FIELDS
        types = {f.name: f.type for f in declared}
        for field in fields.fields if fields else ():
            if field.name.text not in types:
                what = f"field of {kind.name if kind else 'a registry'}"
                self.report.unknown(self.declared.source, field.name, what, types)
                continue
            record[field.name.text] = self._value(field.value, types[field.name.text], field.span)
        if grade is not None:
            record["evidence"] = grade.grade
        if kind is not None:
            self._check_order(kind, record, (day or fields or grade))
        return record

    def _check_order(self, kind: ir.RecordKind, record: Plain, at: n.Node | None) -> None:
        first = record.get(getattr(kind, "first", None) or "")
        last = record.get(getattr(kind, "last", None) or "")
        if at is not None and isinstance(first, date) and isinstance(last, date) and first > last:
            self._backwards(at)

    def _backwards(self, at: n.Node) -> None:
        message, advice = "this ends before it begins", "write the earlier day first"
        self.report.error("PP304", self.declared.source, at.span, message, advice)

    def _dates(
        self, kind: ir.RecordKind | None, day: n.GivenOn | n.GivenSpan | None
    ) -> dict[str, date]:
        if day is None:
            return {}
        dates = [f.name for f in kind.fields if isinstance(f.type, ir.DateValue)] if kind else []
        has_end = not isinstance(kind, ir.Credential) or kind.last is not None
        if isinstance(day, n.GivenSpan) and len(dates) > 1 and has_end:
            return {dates[0]: day.first.value, dates[1]: day.last.value}
        if isinstance(day, n.GivenOn) and dates:
            return {dates[0]: day.day.value}
        message = "this record has no such dates"
        advice = f"its dates are {', '.join(dates)}" if dates else "it has no date"
        self.report.error("PP301", self.declared.source, day.span, message, advice)
        return {}

    def _person(self, item: n.GivenPerson) -> None:
        rosters = {r.name: r for r in self.schema.records if isinstance(r, ir.Role)}
        if item.role.text not in rosters:
            self._no_role(item.role, rosters)
            return
        found = self._list(n.FactRef(item.role.span, item.role, None))
        if found is not None:
            found[1]["entries"].append({"id": item.id.text})

    def _no_role(self, name: n.Name, rosters: Iterable[str]) -> None:
        """Report a role that is none; of two names the first may also be a misspelt `without`."""
        if nearest(name.text, [*rosters, "without"]) != "without":
            self.report.unknown(self.declared.source, name, "role", rosters)
            return
        message = f"`{name.text}` is not understood here"
        advice = "did you mean `without`?"
        self.report.error("PP104", self.declared.source, name.span, message, advice)

    def _relation(self, item: n.Related) -> None:
        found = self._list(n.FactRef(item.span, item.relation, item.first))
        if found is not None:
            found[1]["entries"].append({"to": item.second.text})

    def _complete(self, ref: n.FactRef, day: n.Day | None) -> None:
        found = self._list(ref)
        if found is None:
            return
        records = found[1]
        records.pop("complete", None)
        records.pop("complete_through", None)
        if day is None:
            records["complete"] = True
        else:
            records["complete_through"] = day.value


def _recorded(kind: ir.RecordKind | None) -> str:
    if isinstance(kind, ir.Entry) and kind.amount:
        return f"it is recorded in {kind.amount}, as in `30 {kind.amount} of {kind.name} on ...`"
    return f"write `{kind.name if kind else 'it'} on ...`, without an amount"
