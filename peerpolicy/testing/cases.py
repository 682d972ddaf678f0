"""Drawing what may be said of a subject: values, records and lists, in their plain form.

What it is for: the parts of a generated case, each legal by the schema. May import: `ir`, `facts`
and the rest of this room below. What stays true: whatever is drawn can be read; a record never
ends before it begins; the ids of a roster differ; lists stay short.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Final, assert_never

import attrs

from peerpolicy.dates import LeapDay, back
from peerpolicy.ir.schema import (
    REGISTRY_FIELDS,
    STATE_FIELD,
    AmountOf,
    Approval,
    ChoiceOf,
    Credential,
    DateValue,
    Document,
    Entry,
    Fact,
    Field,
    Length,
    RecordKind,
    ReferenceTo,
    Role,
    Schema,
    Sensitivity,
    SetOf,
    ValueType,
    WordValue,
    YesNo,
)
from peerpolicy.testing import edges
from peerpolicy.testing.dice import Dice, Temper
from peerpolicy.testing.reads import Key, Reads

Plain = dict[str, object]
"""A mapping of the plain form of facts."""

ABSENT: Final[Plain] = {"absent": True}
IDS: Final = ("anna", "ben", "cleo")
STRANGER: Final = "dora"
"""An id that no person of a drawn roster has."""

SOMEBODY: Final = "somebody_else"
"""A name that no policy means."""

GRADES: Final = ("claimed", "shown", "verified")


def names_of(schema: Schema, entity: str) -> tuple[str, ...]:
    """Return what may be said of an entity or of a person of a roster. No errors."""
    owners = schema.owners(entity)
    return (
        *(fact.name for fact in schema.facts if fact.owner in owners),
        *(kind.name for kind in schema.records if kind.owner in owners),
        *(name for owner, name in schema.judgements if owner in owners),
    )


def span_fields(kind: RecordKind) -> tuple[str, str] | None:
    """Return the fields of the first and last day, where the two are not one. No errors."""
    if not isinstance(kind, Entry | Credential | Approval | Document):
        return None
    if kind.first is None or kind.last is None or kind.first == kind.last:
        return None
    return kind.first, kind.last


def dated_field(kind: RecordKind) -> str | None:
    """Return the field by which a list is complete through a day. No errors."""
    if isinstance(kind, Approval):
        return kind.dated
    return kind.first if isinstance(kind, Entry | Credential | Document) else None


def lines_of(registry: str) -> Credential:
    """Describe the lines of a registry that the caller keeps. No errors."""
    return Credential(
        registry, "registries", REGISTRY_FIELDS, Sensitivity.PUBLIC, first="from", last="through"
    )


@attrs.frozen(slots=False)
class Drawer:
    """Draws parts of a case: what is said on `as_of`, leaning as `temper` says."""

    dice: Dice
    schema: Schema
    reads: Reads
    as_of: date
    temper: Temper

    @cached_property
    def recent(self) -> tuple[date, ...]:
        """Days near the judged day, at the edges of weeks, months and years."""
        return edges.recent(self.as_of)

    # ------------------------------------------------------------ values

    def fact(self, subject: str, fact: Fact) -> object:
        """Draw a value of a fact, bare, absent or with evidence of its own."""
        if fact.may_be_absent and self.dice.chance(8):
            return dict(ABSENT)
        value = self.value(fact.type, (subject, fact.name))
        if self.dice.chance(self.temper.weak):
            return {"value": value, "evidence": self.dice.pick(GRADES)}
        return value

    def value(self, kind: ValueType, key: Key) -> object:
        """Draw a value of a type; `key` says which thresholds and tests it may meet."""
        if isinstance(kind, DateValue):
            return self._day(key).isoformat()
        wanted = self.reads.wanted.get(key, ())
        if isinstance(kind, SetOf):
            return self._set(kind, [str(each) for each in wanted])
        if wanted and self.dice.chance(self.temper.passing):
            return self.dice.pick(list(wanted))
        match kind:
            case YesNo():
                return self.dice.pick((False, True))
            case ChoiceOf(choices=name):
                choices = self.schema.choices[name]
                others = (SOMEBODY,) if choices.others else ()
                return self.dice.pick((*choices.values, *others)[-250:])
            case AmountOf():
                amounts = edges.amounts(self.reads, key)
                exact = self.dice.chance(self.temper.passing // 2)
                return amounts[0] if exact else self.dice.pick(amounts)
            case ReferenceTo(name=name) if name in self.schema.rosters:
                return self.dice.pick((*IDS, STRANGER))
            case ReferenceTo() | WordValue():
                return self._word(key)
        assert_never(kind)

    def _set(self, kind: SetOf, wanted: list[str]) -> list[str]:
        """Draw some of the choices: what a test looks for, and a few others."""
        choices = self.schema.choices[kind.choices]
        others = (*choices.values, *((SOMEBODY,) if choices.others else ()))[-250:]
        drawn = [each for each in wanted if self.dice.chance(self.temper.passing)]
        drawn += [self.dice.pick(others) for _ in range(self.dice.below(3)) if others]
        return list(dict.fromkeys(drawn))

    def _day(self, key: Key) -> date:
        ages = self.reads.ages.get(key)
        turning = edges.turns(self.as_of, self.reads, key)
        if turning and self.dice.chance(max(32, self.temper.passing)):
            return self.dice.pick(turning)
        if not ages:
            return self.dice.pick(self.recent)
        old, young = edges.births(self.as_of, ages)
        return self.dice.pick(old if self.dice.chance(self.temper.passing) else old + young)

    def _word(self, key: Key) -> str:
        entities = tuple(entity.name for entity in self.schema.entities)
        wanted = tuple(str(word) for word in self.reads.wanted.get(key, ()))
        return self.dice.pick((*wanted, *entities, SOMEBODY))

    def item(self, registry: str) -> object:
        """Draw something that a registry may list."""
        choices = self.schema.choices[self.schema.registries[registry].choices]
        wanted = (*choices.values, *((SOMEBODY,) if choices.others else ()))[:3]
        first = self.dice.chance(self.temper.passing)
        return wanted[0] if first else self.dice.pick(wanted)

    def judgement(self, key: Key) -> Plain:
        """Draw an attestation: by the right owner or another, now or not, either way."""
        dice, owner = self.dice, self.reads.owners.get(key, SOMEBODY)
        wanted = self.reads.wanted.get(key, ())
        if wanted and dice.chance(self.temper.passing):
            return attested(owner, self.as_of, wanted[0] is True)
        by = dice.pick((owner, owner, SOMEBODY))
        on = dice.pick((*edges.around(self.as_of), edges.before(self.as_of, 1, "years")))
        word: Plain = {"by": by, "on": on.isoformat()}
        if dice.chance(24):
            ends = dice.pick(edges.around(self.as_of))
            word["through"] = max(on, ends).isoformat()
        value = dice.pick((True, False, False, None))
        return {"attested": word, "value": value}

    # ------------------------------------------------------------ records

    def record(self, subject: str, kind: RecordKind) -> Plain:
        """Draw a record of a list (a person of a roster has no id yet)."""
        if isinstance(kind, Role):
            return self.said(kind.name)
        drawn: Plain = {}
        for field in kind.fields:
            if self.dice.chance(self.temper.whole):
                drawn[field.name] = self.field(subject, kind, field)
        if self.dice.chance(self.temper.weak):
            drawn["evidence"] = self.dice.pick(GRADES)
        if isinstance(kind, Credential) and kind.lasts is not None:
            self._place(kind, drawn, kind.lasts)
        order_days(kind, drawn)
        return drawn

    def _place(self, kind: Credential, drawn: Plain, lasts: Length) -> None:
        """Move a credential, mostly, to where it ends or changes phase near the judged day."""
        if kind.first not in drawn or not self.dice.chance(40):
            return
        state = kind.state(str(drawn.get(STATE_FIELD)))
        length = state.lasts if state is not None and state.lasts is not None else lasts
        last = self.dice.pick(edges.last_days(self.as_of, kind))
        drawn[kind.first] = edges.begun_for(last, length, kind.month_end).isoformat()
        if kind.granted in drawn and self.dice.chance(self.temper.passing):
            drawn[kind.granted] = drawn[kind.first]

    def field(self, subject: str, kind: RecordKind, field: Field) -> object:
        """Draw a field of a record."""
        key = (subject, f"{kind.name}.{field.name}")
        if isinstance(field.type, DateValue):
            return self._day_of(subject, kind, field)
        if isinstance(kind, Document) and field.name in kind.parts:
            return self.dice.chance(max(40, self.temper.passing))
        if isinstance(kind, Entry) and field.name == kind.amount:
            key = (subject, kind.name)
        if kind.owner == "registries" and field.name == "item":
            return self.item(kind.name)
        if self.reads.listed.get(key):
            return self.item(min(self.reads.listed[key]))
        return self.value(field.type, key)

    def _day_of(self, subject: str, kind: RecordKind, field: Field) -> object:
        dice, ends = self.dice, span_fields(kind)
        is_last = ends is not None and field.name == ends[1]
        if field.may_be_absent and dice.chance(20):
            return dict(ABSENT)
        if isinstance(kind, Entry) and kind.time_in_total:
            firsts, lasts = edges.stretches(self.as_of, self.reads, (subject, kind.name))
            return dice.pick(lasts if is_last else firsts).isoformat()
        turning = edges.turns(self.as_of, self.reads, (subject, f"{kind.name}.{field.name}"))
        if turning and dice.chance(32):
            return dice.pick(turning).isoformat()
        if is_last:
            late = back(self.as_of, -1, "years", LeapDay.MARCH_1) or self.as_of
            return dice.pick((late, *edges.around(self.as_of))).isoformat()
        if dice.chance(self.temper.passing):
            return dice.pick((self.as_of, *self.recent[3:6])).isoformat()
        return dice.pick(self.recent).isoformat()

    # ------------------------------------------------------------ lists and subjects

    def listing(self, subject: str, kind: RecordKind) -> object:
        """Draw a list: open, complete, or complete through a day; with requests where asked."""
        self.dice.section()
        entries = self._entries(subject, kind)
        form: Plain = {"entries": entries}
        if self.dice.chance(self.temper.closed):
            form["complete"] = True
        elif self.dice.chance(28):
            form["complete_through"] = self.dice.pick(self.recent).isoformat()
        elif self.dice.chance(16):
            return entries
        if self.dice.chance(self.temper.weak):
            form["evidence"] = self.dice.pick(GRADES)
        if (subject, kind.name) in self.reads.capped and self.dice.chance(self.temper.known):
            form["requested"] = self.requested(subject, kind)
        return form

    def requested(self, subject: str, kind: RecordKind) -> list[Plain]:
        """Draw the lines of a request."""
        return [self.record(subject, kind) for _ in range(self.dice.below(4))]

    def _entries(self, subject: str, kind: RecordKind) -> list[Plain]:
        if isinstance(kind, Role):
            return self.persons(subject, kind, IDS)
        key = (subject, kind.name)
        if key in self.reads.periodic and self.dice.chance(max(16, self.temper.passing)):
            return self._one_each(subject, kind)
        number = self.dice.pick((0, 1, 0, 2, 1, 3, 0, 1))
        if self.dice.chance(self.temper.some):
            number = max(1, number)
        return [self.record(subject, kind) for _ in range(number)]

    def _one_each(self, subject: str, kind: RecordKind) -> list[Plain]:
        """Draw a record in each of the last months, on an edge of the month or within it."""
        records = []
        field = dated_field(kind)
        for first in edges.month_starts(self.as_of, 4)[1 : 2 + self.dice.below(4)]:
            record = self.record(subject, kind)
            if field in record:
                record[field] = first.replace(day=self.dice.pick((1, 28, 14))).isoformat()
            for other in kind.fields:
                # the meetings of one person count, so one person it mostly is
                if isinstance(other.type, ReferenceTo) and self.dice.chance(self.temper.passing):
                    record[other.name] = IDS[0]
            order_days(kind, record)
            records.append(record)
        return records

    def persons(self, subject: str, kind: Role, free: tuple[str, ...]) -> list[Plain]:
        """Draw persons of a roster whose ids are among `free`, or not known."""
        persons = []
        number = min(self.dice.below(4), len(free))
        if free and self.dice.chance(self.temper.some):
            number = max(1, number)
        for own_id in free[:number]:
            person = self.record(subject, kind)
            if self.dice.chance(self.temper.whole):
                person = {"id": own_id, **person}
            persons.append(person)
        return persons

    def said(self, subject: str) -> Plain:
        """Draw what is said of a subject: of everything the question reads, some."""
        drawn: Plain = {}
        for name in names_of(self.schema, subject):
            if not self.reads.reads(subject, name):
                continue
            self.dice.section()
            if self.dice.chance(self.temper.known):
                drawn[name] = self.anything(subject, name)
            elif self.dice.chance(8):
                drawn[name] = self.dice.pick((None, {"not_known": True}))
        return drawn

    def anything(self, subject: str, name: str) -> object:
        """Draw what is said of a subject under a name: a fact, a list or a judgement."""
        fact, kind = self.schema.fact(subject, name), self.schema.record(subject, name)
        if fact is not None:
            return self.fact(subject, fact)
        return self.judgement((subject, name)) if kind is None else self.listing(subject, kind)

    def registries(self) -> Plain:
        """Draw the registries that the caller keeps."""
        return {
            name: self.listing("registries", lines_of(name))
            for name in sorted(self.reads.registries)
            if self.schema.registries[name].from_facts and self.dice.chance(self.temper.known)
        }


def attested(owner: str, on: date, value: bool) -> Plain:
    """Return an attestation in its plain form. No errors."""
    return {"attested": {"by": owner, "on": on.isoformat()}, "value": value}


def order_days(kind: RecordKind, record: Plain) -> None:
    """Swap the first and the last day of a record where they stand the wrong way round."""
    ends = span_fields(kind)
    if ends is None:
        return
    first, last = record.get(ends[0]), record.get(ends[1])
    if isinstance(first, str) and isinstance(last, str) and first > last:
        record[ends[0]], record[ends[1]] = last, first
