"""From vocabulary clauses to the schema of facts.

What it is for: entities, facts, measures, choices, records and registries, checked and typed.
May import: `syntax`, `ir.schema`, `quantity` and the rest of `check` below. What stays true: each
name a subject holds is declared once for its owner; each field has a type.
"""

from __future__ import annotations

from types import MappingProxyType

import attrs

from peerpolicy.check.declared import HELD_KINDS, Index, owner_name, say_twice
from peerpolicy.check.lives import state_choices
from peerpolicy.check.records import RecordBuilder
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.check.units import CALENDAR_UNITS, RECORDS, find_measure
from peerpolicy.ir import schema as ir
from peerpolicy.syntax import nodes as n

ENTITY_KEYS = frozenset(("evidence", "registries"))
"""What the top level of a facts file means by itself, beside the subjects."""

RECORD_KEYS = frozenset(("evidence", "id"))
"""What a record of a facts file means by itself, beside its fields."""

_BUILT_IN = (
    ir.Measure("minutes", "minute", "minutes", 1),
    ir.Measure("hours", "hour", "minutes", 60),
    ir.Measure(RECORDS, "record", RECORDS, 1, is_count=True),
    *(ir.Measure(many, one, many, 1) for many, one in CALENDAR_UNITS.items()),
)


def build_schema(index: Index, report: Reporter) -> ir.Schema:
    """Build the schema of a program.

    Reports unknown names (PP201), names declared twice (PP202), and types and units that do not
    fit (PP204, PP302). What is faulty is left out, and what refers to it is reported there.
    """
    return _SchemaBuilder(index, report).build()


@attrs.define
class _SchemaBuilder:
    index: Index
    report: Reporter
    facts: list[ir.Fact] = attrs.Factory(list)
    ages: list[ir.Age] = attrs.Factory(list)

    def build(self) -> ir.Schema:
        self._check_reserved_keys()
        entities = self._entities()
        measures = self._measures()
        choices = self._choices()
        self._check_held_twice()
        records = RecordBuilder(self.index, self.report, entities, measures, choices)
        for declared in self.index.of_kind("fact"):
            self._fact(declared, records)
        self._entity_fields(records)
        self._check_ages()
        kinds = records.build()
        return ir.Schema(
            entities,
            tuple(self.facts),
            tuple(self.ages),
            kinds,
            MappingProxyType(choices),
            MappingProxyType(measures),
            MappingProxyType(records.registries()),
        )

    def _entities(self) -> tuple[ir.Entity, ...]:
        found = self.index.of_kind("entity")
        return tuple(ir.Entity(d.name, d.one(n.IsPerson) is not None) for d in found)

    def _measures(self) -> dict[str, ir.Measure]:
        table = {m.name: m for m in _BUILT_IN}
        for declared in self.index.of_kind("measure"):
            singular = declared.one(n.Singular)
            one = singular.name.text if singular else declared.name
            made_of = declared.one(n.MadeOf)
            is_count = declared.one(n.IsCount) is not None
            measure = ir.Measure(declared.name, one, declared.name, 1, is_count)
            if made_of is not None:
                measure = self._made_of(declared, made_of.quantity, measure, table)
            if declared.name in table:
                message = f"`{declared.name}` is a measure of the language itself"
                span = declared.clause.name.span
                advice = "choose another name"
                self.report.error("PP202", declared.source, span, message, advice)
            table[declared.name] = measure
        return table

    def _made_of(
        self,
        declared: Declared,
        quantity: n.Quantity,
        measure: ir.Measure,
        table: dict[str, ir.Measure],
    ) -> ir.Measure:
        base = find_measure(table, quantity.unit.text)
        if base is None:
            self.report.unknown(declared.source, quantity.unit, "measure", table)
            return measure
        return attrs.evolve(measure, base=base.base, factor=quantity.amount * base.factor)

    def _choices(self) -> dict[str, ir.Choices]:
        table: dict[str, ir.Choices] = {}
        for declared in self.index.of_kind("choices"):
            values: dict[str, str] = {}
            for choice in declared.every(n.Choice):
                if choice.name.text in values:
                    message = f"`{choice.name.text}` stands twice in `{declared.name}`"
                    advice = "delete one of the two lines"
                    self.report.error("PP202", declared.source, choice.name.span, message, advice)
                values[choice.name.text] = choice.text.text
            others = declared.one(n.AndOthers) is not None
            table[declared.name] = ir.Choices(declared.name, MappingProxyType(values), others)
        for declared in self.index.of_kind("credential"):
            states = state_choices(declared, self.report)
            table |= {states.name: states} if states is not None else {}
        return table

    def _check_held_twice(self) -> None:
        persons = {d.name for d in self.index.of_kind("entity") if d.one(n.IsPerson)} | {"person"}
        seen: dict[tuple[str, str], Declared] = {}
        for declared in self.index.of_kind(*HELD_KINDS):
            owner = owner_name(declared)
            whose = owner.text if owner else ""
            key = "person" if whose in persons else whose
            first = seen.setdefault((key, declared.name), declared)
            if first is not declared:
                say_twice(declared, first, self.report)

    def _check_reserved_keys(self) -> None:
        """Refuse names that a facts file uses for something else (PP203)."""
        taken = {"entity": ENTITY_KEYS, **dict.fromkeys(HELD_KINDS, RECORD_KEYS)}
        for declared in self.index.of_kind(*taken):
            fields = [i.name for i in declared.items(n.Fields) if isinstance(i, n.Field)]
            names = [(declared.clause.name, taken[declared.kind])]
            for name, keys in names + [(field, RECORD_KEYS) for field in fields]:
                if name.text in keys:
                    message = f"`{name.text}` has a meaning of its own in a facts file"
                    advice = "choose another name"
                    self.report.error("PP203", declared.source, name.span, message, advice)

    def _fact(self, declared: Declared, records: RecordBuilder) -> None:
        owner = owner_name(declared)
        if owner is None or not records.known_owner(declared, owner):
            return
        sensitivity = records.sensitivity(declared)
        since = declared.one(n.YearsSince)
        if since is not None:
            age = ir.Age(declared.name, owner.text, since.fact.text, sensitivity)
            self.ages.append(age)
            return
        kind = records.declared_type(declared)
        if kind is None:
            return
        asked = declared.one(n.Asked)
        self.facts.append(
            ir.Fact(
                declared.name,
                owner.text,
                kind,
                sensitivity,
                asked.text.text if asked else "",
                declared.one(n.Optional) is not None,
            )
        )

    def _entity_fields(self, records: RecordBuilder) -> None:
        for declared in self.index.of_kind("entity"):
            for item in declared.items(n.Fields):
                assert isinstance(item, n.Field)
                kind = records.value_type(declared, item.type)
                if kind is not None:
                    fact = ir.Fact(item.name.text, declared.name, kind, ir.Sensitivity.PERSONAL)
                    self.facts.append(fact)

    def _check_ages(self) -> None:
        dates = {(f.owner, f.name) for f in self.facts if isinstance(f.type, ir.DateValue)}
        for age in list(self.ages):
            if (age.owner, age.since) in dates:
                continue
            declared = self.index.find("fact", age.name)
            since = declared.one(n.YearsSince) if declared else None
            self.ages.remove(age)
            if declared and since:
                known = [name for owner, name in dates if owner == age.owner]
                self.report.unknown(declared.source, since.fact, f"date fact of {age.owner}", known)
