"""Reading subjects and their records: entries, credentials, papers, rosters.

What it is for: everything below the top level of the facts, value by value, with the path to
each. May import: the other readers of this room, `facts.model` and `ir.schema`. What stays true:
a list is open unless it says that it is complete; the evidence of a value is what is said nearest
to it; everything that is read is a copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from types import MappingProxyType
from typing import Final, TypeVar

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.facts import shapes
from peerpolicy.facts.attestations import read_attestation
from peerpolicy.facts.marks import Graded, Listed
from peerpolicy.facts.model import Attestation, Datum, Holder, Mark, Record, RecordList, Value
from peerpolicy.facts.problems import Problems
from peerpolicy.facts.values import ValueReader, says_nothing
from peerpolicy.ir.schema import (
    REGISTRY_FIELDS,
    Approval,
    Credential,
    Document,
    Entry,
    Grade,
    RecordKind,
    Role,
    Schema,
)

LIST_KEYS: Final = ("entries", "complete", "complete_through", "evidence")
"""The keys of the form of a list; a list of entries has `requested` besides."""

PERSON_KEYS: Final = ("id", "evidence")
"""The keys of a person in a roster, beside what is said about any person."""

_T = TypeVar("_T")

# A roster within a roster within a roster ...: a vocabulary may allow it, and nobody means it.
_DEEPEST = 8


@frozen
class At:
    """Where the reading is: the path, the evidence that holds there, rosters opened so far."""

    path: str
    grade: Grade
    depth: int = 0

    def key(self, name: str) -> At:
        """Go to what stands under a key. No errors."""
        return attrs.evolve(self, path=f"{self.path}.{name}")

    def item(self, number: int) -> At:
        """Go to an item of a list. No errors."""
        return attrs.evolve(self, path=f"{self.path}[{number}]")

    def under(self, grade: Grade) -> At:
        """Stay, with evidence that is said here. No errors."""
        return attrs.evolve(self, grade=grade)


@frozen
class RecordReader:
    """Reads what is said about one subject; whatever is wrong goes to `problems`."""

    schema: Schema
    problems: Problems
    values: ValueReader

    def names(self, entity: str) -> tuple[str, ...]:
        """Return what may be said about `entity`: facts, records, judgements. No errors."""
        owners = self.schema.owners(entity)
        return (
            *(fact.name for fact in self.schema.facts if fact.owner in owners),
            *(kind.name for kind in self.schema.records if kind.owner in owners),
            *(name for owner, name in self.schema.judgements if owner in owners),
        )

    def subject(self, entity: str, raw: object, at: At) -> Holder | None:
        """Read a subject of the facts; None where nothing is known or it is no mapping (PP601)."""
        if says_nothing(raw):
            return None
        form = self.values.form(raw, self.names(entity), at.path)
        return None if form is None else self._holder(entity, form, at)

    def records(self, kind: RecordKind, raw: object, at: At) -> RecordList | None:
        """Read a list of records, bare (open) or with what is said about it.

        Out: the list; None where nothing is known of it or it is no list (PP601 noted).
        """
        if type(raw) is Graded:
            at = at.under(raw.grade)
            raw = raw.value
        if says_nothing(raw):
            return None
        bare = shapes.several(raw)
        if bare is not None:
            return RecordList(self._all(kind, bare, at), at.grade)
        if raw is Mark.ABSENT:
            help_text = 'where there are none, send {"entries": [], "complete": true}'
            self.problems.add("PP601", at.path, "is a list and cannot be absent", help_text)
            return None
        if type(raw) is Listed:
            raw = raw.form()
        known = list_keys(kind)
        form = self.values.form(raw, known, at.path)
        if form is None:
            return None
        keys = ", ".join(f"`{name}`" for name in known)
        self.values.only(form, known, at.path, f"a list has the keys {keys}")
        return self._list(kind, form, at)

    def _list(self, kind: RecordKind, form: dict[str, object], at: At) -> RecordList:
        at = at.under(self.values.grade(form.get("evidence"), f"{at.path}.evidence", at.grade))
        complete = form.get("complete")
        if complete is not None:
            complete = self.values.yes_no(complete, f"{at.path}.complete")
        through = form.get("complete_through")
        day = None if through is None else self.values.date(through, f"{at.path}.complete_through")
        if complete and through is not None:
            help_text = "say `complete` for everything, or `complete_through` a day"
            self.problems.add("PP601", at.path, "is complete in two ways", help_text)
        requested = form.get("requested") if isinstance(kind, Entry) else None
        return RecordList(
            records=self._lines(kind, form.get("entries"), at.key("entries")) or (),
            grade=at.grade,
            complete=complete is True,
            complete_through=day,
            requested=self._lines(kind, requested, at.key("requested")),
        )

    def _lines(self, kind: RecordKind, raw: object, at: At) -> tuple[Record, ...] | None:
        if raw is None:
            return None
        items = shapes.several(raw)
        if items is None:
            self.problems.add("PP601", at.path, "is not a list")
            return None
        return self._all(kind, items, at)

    def _all(self, kind: RecordKind, items: Sequence[object], at: At) -> tuple[Record, ...]:
        read = [self._record(kind, item, at.item(number)) for number, item in enumerate(items)]
        if isinstance(kind, Role):
            self._check_ids(read, at)
        return tuple(record for record in read if record is not None)

    def _check_ids(self, read: Sequence[Record | None], at: At) -> None:
        seen: set[str] = set()
        for number, record in enumerate(read):
            if record is None or record.id is None:
                continue
            if record.id in seen:
                path = f"{at.path}[{number}].id"
                help_text = "give each person of a roster an id of their own"
                self.problems.add("PP601", path, "stands in this roster before", help_text)
            seen.add(record.id)

    def _record(self, kind: RecordKind, raw: object, at: At) -> Record | None:
        if type(raw) is Graded:
            at = at.under(raw.grade)
            raw = raw.value
        if isinstance(kind, Role):
            return self._person(kind, raw, at)
        known = (*(field.name for field in kind.fields), "evidence")
        form = self.values.form(raw, known, at.path)
        if form is None:
            return None
        evidence = form.pop("evidence", None)
        grade = self.values.grade(evidence, f"{at.path}.evidence", at.grade)
        self.values.only(form, known, at.path)
        fields: dict[str, Value] = {}
        for field in kind.fields:
            if field.name not in form:
                continue
            item = form[field.name]
            path = f"{at.path}.{field.name}"
            read = None if item is None else self.values.field(field, item, path)
            if read is None and kind.fields is REGISTRY_FIELDS:
                # a line leaves out a date that does not bind; one not known says more
                read = Mark.NOT_KNOWN
            _put(fields, field.name, read)
        self._check_order(kind, fields, at)
        return Record(MappingProxyType(fields), grade)

    def _check_order(self, kind: RecordKind, fields: dict[str, Value], at: At) -> None:
        if not isinstance(kind, Entry | Credential | Approval | Document):
            return
        if kind.first is None or kind.last is None:
            return
        first, last = fields.get(kind.first), fields.get(kind.last)
        # a mark (no end, say) is in no order
        if isinstance(first, date) and isinstance(last, date) and first > last:
            help_text = f"`{kind.last}` may not be before `{kind.first}`"
            self.problems.add("PP605", at.path, "ends before it begins", help_text)

    def _person(self, kind: Role, raw: object, at: At) -> Record | None:
        if at.depth >= _DEEPEST:
            self.problems.add("PP601", at.path, "is a roster within too many others")
            return None
        form = self.values.form(raw, (*PERSON_KEYS, *self.names(kind.name)), at.path)
        if form is None:
            return None
        evidence = form.pop("evidence", None)
        grade = self.values.grade(evidence, f"{at.path}.evidence", at.grade)
        name = form.pop("id", None)
        own_id = None if name is None else self.values.word(name, f"{at.path}.id")
        person = self._holder(kind.name, form, At(at.path, grade, at.depth + 1), PERSON_KEYS)
        return Record(MappingProxyType({}), grade, id=own_id, person=person)

    def _holder(
        self, entity: str, form: dict[str, object], at: At, besides: tuple[str, ...] = ()
    ) -> Holder:
        values: dict[str, Datum] = {}
        lists: dict[str, RecordList] = {}
        attestations: dict[str, Attestation] = {}
        names = self.names(entity)
        for key, item in form.items():
            fact = self.schema.fact(entity, key)
            kind = self.schema.record(entity, key)
            inner = at.key(key)
            if fact is not None:
                _put(values, key, self.values.datum(fact, item, inner.path, at.grade))
            elif kind is not None:
                _put(lists, key, self.records(kind, item, inner))
            elif key in names:
                _put(
                    attestations, key, read_attestation(self.values, item, inner.path, inner.grade)
                )
            else:
                self._not_said_here(entity, key, at, (*names, *besides))
        return Holder(
            MappingProxyType(values), MappingProxyType(lists), MappingProxyType(attestations)
        )

    def _not_said_here(self, entity: str, key: str, at: At, known: tuple[str, ...]) -> None:
        age = self.schema.age(entity, key)
        if age is not None:
            help_text = f"send `{age.since}` instead"
            self.problems.add("PP603", at.key(key).path, "is worked out, never sent", help_text)
            return
        others = [each.name for each in self.schema.entities if key in self.names(each.name)]
        elsewhere = f"it is said about `{others[0]}`" if others else ""
        self.problems.unknown(at.path, key, known, elsewhere)


def list_keys(kind: RecordKind) -> tuple[str, ...]:
    """Return the keys that the form of a list of this kind may have. No errors."""
    return (*LIST_KEYS, "requested") if isinstance(kind, Entry) else LIST_KEYS


def _put(said: dict[str, _T], name: str, read: _T | None) -> None:
    if read is not None:
        said[name] = read
