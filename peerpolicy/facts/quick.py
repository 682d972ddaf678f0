"""Reading the common forms of facts quickly, by tables made once for a schema.

What it is for: `QuickReader`, which reads plain dicts, objects and marks into the same `Facts` as
`facts.reader.read`. May import: the readers of this room, `errors`, `facts.model` and `ir.schema`.
What stays true: it accepts only what is surely right; for anything else it gives no answer, and
the careful reader, which alone finds words for what is wrong, reads all of it again; a part whose
form is rare goes to the careful reader of that part. The mappings that it makes are nobody else's
and never change; they are plain dicts, because a proxy for each would double what the garbage
collector has to look at where many decisions are kept.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Set
from types import MappingProxyType
from typing import Any, Final

import attrs

from peerpolicy.errors import FactsError
from peerpolicy.facts import shapes
from peerpolicy.facts.attestations import read_attestation
from peerpolicy.facts.marks import Graded, Listed
from peerpolicy.facts.model import Datum, Facts, Holder, Mark, Record, RecordList
from peerpolicy.facts.problems import Problems
from peerpolicy.facts.reader import TOP_KEYS, registry_lines
from peerpolicy.facts.records import PERSON_KEYS, RecordReader
from peerpolicy.facts.sent import Sent, Shape, shape_of
from peerpolicy.facts.tables import (
    MOST_MEMBERS,
    ODD,
    Lines,
    Values,
    date,
    datum_reader,
    lines_of,
    word,
)
from peerpolicy.facts.values import ValueReader
from peerpolicy.ir.schema import Grade, RecordKind, Role, Schema

_GRADES: Final = {grade.word: grade for grade in Grade}
_TEXT: Final = frozenset({str})
_GRADED: Final = frozenset({"value", "evidence"})
_NOTHING: Final[MappingProxyType[str, Any]] = MappingProxyType({})
# The careful reader bounds its work at 500,000 items. Here items are counted too high, and what is
# not surely below that bound is not read here.
_MOST_ITEMS = 200_000
_MOST_DEPTH = 4
# So few facts are never too much work.
_FEW_FACTS = 1_000
# Services send the same few forms again and again; each is looked at once.
_MOST_SHAPES = 256


class _Unsure(Exception):
    """Only the careful reader can tell."""


@attrs.define
class _Work:
    """One reading: how much of it is left, and the careful reader of parts, once one is needed."""

    schema: Schema
    left: int = _MOST_ITEMS
    depth: int = 0
    """How many rosters are open."""
    _records: RecordReader | None = None

    def spend(self, items: int) -> None:
        """Count what is read. Errors: _Unsure where it may be too much."""
        self.left -= items
        if self.left < 0:
            raise _Unsure

    @property
    def careful(self) -> RecordReader:
        """The careful reader of parts."""
        if self._records is None:
            problems = Problems(ignoring=False)
            problems.spend(_MOST_ITEMS)  # what is read here
            values = ValueReader(self.schema, problems)
            self._records = RecordReader(self.schema, problems, values)
        return self._records

    def close(self) -> None:
        """End the reading. Errors: _Unsure where the careful reader found something wrong."""
        if self._records is not None and self._records.problems.any:
            raise _Unsure


@attrs.frozen(eq=False)
class QuickReader:
    """Reads facts by tables for one schema; made once, safe to share between threads."""

    schema: Schema
    _facts: dict[tuple[str, Grade], dict[str, Values]] = attrs.field(factory=dict, init=False)
    _lines: dict[tuple[str, str], Lines] = attrs.field(factory=dict, init=False)
    _shapes: dict[str, dict[object, Shape | None]] = attrs.field(factory=dict, init=False)
    _names: dict[str, tuple[str, ...]] = attrs.field(factory=dict, init=False)
    _entities: frozenset[str] = attrs.field(init=False)
    _top: frozenset[str] = attrs.field(init=False)

    @_entities.default
    def _subjects(self) -> frozenset[str]:
        return frozenset(entity.name for entity in self.schema.entities)

    @_top.default
    def _keys(self) -> frozenset[str]:
        return self._entities.union(TOP_KEYS)

    def read(self, raw: object) -> Facts | None:
        """Read facts that are surely right; None where only the careful reader can tell.

        In: what `facts.reader.read` takes. Out: the same facts. No errors.
        """
        try:
            alone = self._alone(raw)
            if alone is not None:
                return alone
            work = _Work(self.schema)
            facts = self._read(raw, work)
            work.close()
        except (_Unsure, FactsError, RuntimeError):
            # FactsError: a part is wrong; RuntimeError: a dict is changed while it is read
            return None
        return facts

    def _alone(self, raw: object) -> Facts | None:
        """Read facts of one subject in their normalised form, which most services send.

        None for any others, which are read part by part.
        """
        if type(raw) is not dict or len(raw) != 1:
            return None
        ((entity, form),) = raw.items()
        if type(entity) is not str or entity not in self._entities or type(form) is not dict:
            return None
        own = form.copy()
        others = self._taken(entity, own) if len(own) < _FEW_FACTS else None
        if others is None:
            return None
        if others:
            work = _Work(self.schema)
            holder = self._listed(entity, own, others, Grade.CLAIMED, work)
            work.close()
        else:
            holder = Holder(Sent(own, Grade.CLAIMED))
        return Facts(MappingProxyType({entity: holder}), _NOTHING)

    def _listed(
        self,
        entity: str,
        own: dict[str, object],
        others: dict[str, object],
        grade: Grade,
        work: _Work,
    ) -> Holder:
        """Read the lists and attestations of a subject, whose other facts are read."""
        if "not_known" in others:
            raise _Unsure
        return self._with_lists(entity, Sent(own, grade), others, grade, work)

    def _read(self, raw: object, work: _Work) -> Facts:
        form = raw if type(raw) is dict else _opened(raw, self._top)
        for key in form:
            if type(key) is not str or key not in self._top:
                raise _Unsure
        grade = _grade(form.get("evidence"), Grade.CLAIMED)
        holders: dict[str, Holder] = {}
        registries = _NOTHING
        for key, item in form.items():
            if key in self._entities:
                if item is not None:
                    said = item if type(item) is dict else _opened(item, self._known(key))
                    holders[key] = self._holder(key, said, grade, work)
            elif key == "registries":
                registries = self._registries(item, grade, work)
        return Facts(holders, registries)

    # ------------------------------------------------------------ subjects

    def _holder(self, entity: str, form: dict[str, object], grade: Grade, work: _Work) -> Holder:
        work.spend((MOST_MEMBERS + 4) * len(form) + 1)
        if type(form) is dict:
            own = form.copy()
            others = self._taken(entity, own)
            if others is not None:
                if not others:
                    return Holder(Sent(own, grade), _NOTHING, _NOTHING)
                return self._listed(entity, own, others, grade, work)
        return self._one_by_one(entity, form, grade, work)

    def _taken(self, entity: str, own: dict[str, object]) -> dict[str, object] | None:
        """Leave in a form what are facts in their normalised form, and return the rest.

        None where the form has to be read value by value.
        """
        kinds = (*own, *map(type, own), *map(type, own.values()))
        try:
            shapes = self._shapes[entity]
            shape = shapes[kinds]
        except KeyError:
            shapes = self._shapes.setdefault(entity, {})
            if len(shapes) >= _MOST_SHAPES:
                shapes.clear()
            shape = shapes[kinds] = shape_of(self.schema, entity, own)
        return None if shape is None else shape.take(own)

    def _one_by_one(
        self, entity: str, form: dict[str, object], grade: Grade, work: _Work
    ) -> Holder:
        table = self._facts.get((entity, grade)) or self._table(entity, grade)
        values: dict[str, Datum] = {}
        others: dict[str, object] | None = None
        for key, item in form.items():
            if type(key) is not str:
                raise _Unsure
            known = table.get(key)
            if known is None:
                if others is None:
                    others = {}
                others[key] = item
            elif item is not None:
                datum = known.few.get(item) if type(item) is known.kind else None
                if datum is None:
                    datum = known.read(item)
                    if datum is ODD:
                        datum = self._odd(entity, key, item, grade, work)
                if datum is not None:
                    values[key] = datum
        if others is None:
            return Holder(values, _NOTHING, _NOTHING)
        if "not_known" in others:
            raise _Unsure
        return self._with_lists(entity, values, others, grade, work)

    def _with_lists(
        self,
        entity: str,
        values: Mapping[str, Datum],
        form: dict[str, object],
        grade: Grade,
        work: _Work,
    ) -> Holder:
        lists: dict[str, RecordList] = {}
        attestations = {}
        for key, item in form.items():
            kind = self.schema.record(entity, key)
            if kind is not None:
                lines = self._lines_for(kind.owner, kind)
                listed = self._listing(lines, item, grade, work)
                if listed is not None:
                    lists[key] = listed
            elif key in self._known(entity):
                word = read_attestation(work.careful.values, item, "", grade)
                if word is not None:
                    attestations[key] = word
            else:
                raise _Unsure
        attested = MappingProxyType(attestations) if attestations else _NOTHING
        return Holder(values, lists, attested)

    def _odd(self, entity: str, name: str, item: object, grade: Grade, work: _Work) -> Datum | None:
        """Read a fact whose form says more than a value, or whose value is of a rare type."""
        if type(item) is Graded:
            return self._under(entity, name, item.value, item.grade, work)
        if type(item) is dict and _has_only(item, _GRADED) and "value" in item:
            own = _grade(item.get("evidence"), grade)
            return self._under(entity, name, item["value"], own, work)
        fact = self.schema.fact(entity, name)
        return None if fact is None else work.careful.values.datum(fact, item, "", grade)

    def _under(
        self, entity: str, name: str, value: object, grade: Grade, work: _Work
    ) -> Datum | None:
        """Read a fact with its own grade of evidence."""
        if value is None:
            return None
        if type(value) is dict or type(value) is Graded:
            raise _Unsure
        table = self._facts.get((entity, grade)) or self._table(entity, grade)
        datum = table[name](value)
        if datum is not ODD:
            return datum  # type: ignore[no-any-return]
        fact = self.schema.fact(entity, name)
        return None if fact is None else work.careful.values.datum(fact, value, "", grade)

    # ------------------------------------------------------------ lists

    def _registries(
        self, raw: object, grade: Grade, work: _Work
    ) -> MappingProxyType[str, RecordList]:
        if raw is None:
            return _NOTHING
        declared = frozenset(
            name for name, each in self.schema.registries.items() if each.from_facts
        )
        found: dict[str, RecordList] = {}
        form = _opened(raw, declared)
        if not _has_only(form, declared):
            raise _Unsure
        for key, item in form.items():
            # an owner without a name: no entity is mistaken for the registries
            lines = self._lines_for("", registry_lines(key))
            listed = self._listing(lines, item, grade, work)
            if listed is not None:
                found[key] = listed
        return MappingProxyType(found)

    def _listing(self, lines: Lines, raw: object, grade: Grade, work: _Work) -> RecordList | None:
        if type(raw) is Graded:
            grade, raw = raw.grade, raw.value
        if raw is None:
            return None
        if type(raw) is list or type(raw) is tuple:
            return RecordList(self._all(lines, raw, grade, work), grade)
        form = raw.form() if type(raw) is Listed else raw
        if type(form) is not dict or not _has_only(form, lines.keys):
            raise _Unsure
        grade = _grade(form.get("evidence"), grade)
        complete, through = form.get("complete"), form.get("complete_through")
        if complete is not None and type(complete) is not bool:
            raise _Unsure
        day = None if through is None else date(through)
        if day is ODD or (complete and day is not None):
            raise _Unsure
        entries, requested = form.get("entries"), form.get("requested")
        return RecordList(
            () if entries is None else self._all(lines, entries, grade, work),
            grade,
            complete is True,
            day,
            None if requested is None else self._all(lines, requested, grade, work),
        )

    def _all(self, lines: Lines, items: object, grade: Grade, work: _Work) -> tuple[Record, ...]:
        if type(items) is not list and type(items) is not tuple:
            raise _Unsure
        if isinstance(lines.kind, Role):
            return self._persons(lines.kind.name, items, grade, work)
        work.spend(lines.width * len(items))
        return tuple([self._record(lines, item, grade, work) for item in items])

    def _record(self, lines: Lines, raw: object, grade: Grade, work: _Work) -> Record:
        if type(raw) is not dict:
            if type(raw) is Graded:
                grade, raw = raw.grade, raw.value
            raw = _opened(raw, lines.names)
        table = lines.fields
        fields: dict[str, Any] = {}
        for key, item in raw.items():
            if type(key) is not str:
                raise _Unsure
            read = table.get(key)
            if read is None:
                if key != "evidence":
                    raise _Unsure
                grade = _grade(item, grade)
                continue
            value = None if item is None else read(item)
            if value is ODD:
                field = lines.kind.field(key)
                value = field and work.careful.values.field(field, item, "")
            if value is not None:
                fields[key] = value
            elif lines.is_registry:
                fields[key] = Mark.NOT_KNOWN
        if lines.spans is not None:
            first, last = fields.get(lines.spans[0]), fields.get(lines.spans[1])
            if type(first) is datetime.date and type(last) is datetime.date and first > last:
                raise _Unsure
        return Record(fields, grade)

    def _persons(
        self,
        role: str,
        items: Iterable[object],
        grade: Grade,
        work: _Work,
    ) -> tuple[Record, ...]:
        if work.depth >= _MOST_DEPTH:
            raise _Unsure
        work.depth += 1
        read = tuple([self._person(role, item, grade, work) for item in items])
        work.depth -= 1
        ids = [person.id for person in read if person.id is not None]
        if len(set(ids)) < len(ids):
            raise _Unsure
        return read

    def _person(self, role: str, raw: object, grade: Grade, work: _Work) -> Record:
        if type(raw) is Graded:
            grade, raw = raw.grade, raw.value
        form = dict(_opened(raw, (*PERSON_KEYS, *self._known(role))))
        if not _has_only(form, {*PERSON_KEYS, *self._known(role)}):
            raise _Unsure
        grade = _grade(form.pop("evidence", None), grade)
        own_id = form.pop("id", None)
        if own_id is not None and word(own_id) is ODD:
            raise _Unsure
        holder = self._holder(role, form, grade, work)
        return Record(_NOTHING, grade, own_id, holder)  # type: ignore[arg-type]

    # ------------------------------------------------------------ tables

    def _known(self, entity: str) -> tuple[str, ...]:
        names = self._names.get(entity)
        if names is None:
            problems = Problems(ignoring=False)
            careful = RecordReader(self.schema, problems, ValueReader(self.schema, problems))
            names = self._names[entity] = careful.names(entity)
        return names

    def _lines_for(self, owner: str, kind: RecordKind) -> Lines:
        lines = self._lines.get((owner, kind.name))
        if lines is None:
            lines = self._lines[owner, kind.name] = lines_of(self.schema, kind)
        return lines

    def _table(self, entity: str, grade: Grade) -> dict[str, Values]:
        # `not_known` alone may stand for a whole subject
        names = (name for name in self._known(entity) if name != "not_known")
        found = (self.schema.fact(entity, name) for name in names)
        schema = self.schema
        table = {fact.name: datum_reader(schema, fact, grade) for fact in found if fact is not None}
        self._facts[entity, grade] = table
        return table


def _opened(raw: object, names: Iterable[str]) -> dict[str, object]:
    form = raw if type(raw) is dict else shapes.opened(raw, tuple(names))
    if not isinstance(form, dict):
        raise _Unsure
    return form


def _has_only(form: dict[str, object], known: Set[str]) -> bool:
    # types first, because a class of keys may have its own idea of equality
    return set(map(type, form)) <= _TEXT and known >= form.keys()


def _grade(raw: object, otherwise: Grade) -> Grade:
    if raw is None:
        return otherwise
    found = _GRADES.get(raw) if type(raw) is str else None
    if found is None:
        raise _Unsure
    return found
