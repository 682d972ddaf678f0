"""Completions and forgettings: what may turn out to be true, and knowing one thing less.

What it is for: the laws that no answer changes as more becomes known, and that nothing is settled
by knowing less. May import: Hypothesis, `ir` and the rest of this room below. What stays true: a
completion contradicts nothing that was said: known values, complete lists and good attestations
stay as they are; a list is complete through a day for everything dated on or before it.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import date, timedelta

import attrs
from hypothesis import strategies as st

from peerpolicy.ir.schema import Entry, RecordKind, Role, Schema
from peerpolicy.testing.cases import (
    GRADES,
    IDS,
    STRANGER,
    Drawer,
    Plain,
    attested,
    dated_field,
    lines_of,
    names_of,
    span_fields,
)
from peerpolicy.testing.dice import FURTHER, OF, Dice
from peerpolicy.testing.places import Forgotten, forget, is_unknown, known_places
from peerpolicy.testing.reads import Reads


def completions(
    schema: Schema,
    facts: Mapping[str, object],
    as_of: date,
    reads: Reads | None = None,
) -> st.SearchStrategy[Plain]:
    """Draw completions of plain facts: everything known stays, and more is known.

    In: `reads` (see `what_is_read`) aims at what a question reads and names who attests; without
    it, anything of the schema may be said. Out: facts in which missing values may have any legal
    value, open lists further records, judgements an answer of their owner, and values better
    evidence. Half of the draws leave no gap at all.
    """
    aimed = reads if reads is not None else _all_names(schema)

    @st.composite
    def completed(draw: st.DrawFn) -> Plain:
        dice = Dice(draw)
        share = OF if dice.chance(32) else 40
        temper = FURTHER if share < OF else attrs.evolve(FURTHER, known=OF, whole=OF)
        return _Completer(Drawer(dice, schema, aimed, as_of, temper), share).facts(facts)

    return completed()


def forgettings(facts: Mapping[str, object]) -> st.SearchStrategy[Forgotten]:
    """Draw plain facts with null in the place of one value that was known, and its path.

    Nothing is drawn for facts in which nothing is known. No errors.
    """
    places = known_places(facts)
    if not places:
        return st.nothing()
    return st.sampled_from(places).map(lambda path: Forgotten(path, forget(facts, path)))


def _all_names(schema: Schema) -> Reads:
    subjects = (*(entity.name for entity in schema.entities), *sorted(schema.rosters))
    return Reads(
        names={(subject, name) for subject in subjects for name in names_of(schema, subject)},
        registries=set(schema.registries),
    )


@attrs.frozen
class _Completer:
    """Completes what is said, filling each gap `share` times out of `OF`."""

    drawer: Drawer
    share: int

    @property
    def dice(self) -> Dice:
        return self.drawer.dice

    def facts(self, facts: Mapping[str, object]) -> Plain:
        completed: Plain = copy.deepcopy(dict(facts))
        self._raise(completed, "claimed")
        for entity in self.drawer.schema.entities:
            said = completed.get(entity.name)
            completed[entity.name] = self.subject(entity.name, _form(said))
        known = _form(completed.get("registries"))
        for name in sorted(self.drawer.reads.registries):
            if self.drawer.schema.registries[name].from_facts:
                said = self.listing("registries", lines_of(name), known.get(name))
                known = {**known, name: said}
        completed["registries"] = known
        return completed

    def subject(self, subject: str, said: Plain) -> Plain:
        schema, completed = self.drawer.schema, dict(said)
        for name in names_of(schema, subject):
            if not self.drawer.reads.reads(subject, name):
                continue
            self.dice.section()
            fact, kind = schema.fact(subject, name), schema.record(subject, name)
            was = said.get(name)
            if kind is not None:
                completed[name] = self.listing(subject, kind, was)
            elif fact is None:
                completed[name] = self._judged((subject, name), was)
            elif is_unknown(was):
                if self.dice.chance(self.share):
                    completed[name] = self.drawer.fact(subject, fact)
            elif isinstance(was, dict):
                self._raise(was, None)
        return completed

    def _raise(self, form: Plain, otherwise: str | None) -> None:
        """Raise the evidence that a form states, sometimes."""
        grade = form.get("evidence") or otherwise
        if isinstance(grade, str) and self.dice.chance(16):
            form["evidence"] = self.dice.pick(GRADES[GRADES.index(grade) :])

    def _judged(self, key: tuple[str, str], was: object) -> object:
        owner = self.drawer.reads.owners.get(key)
        if owner is None or _is_good(was, owner, self.drawer.as_of):
            return was
        if not self.dice.chance(self.share):
            return was
        return attested(owner, self.drawer.as_of, self.dice.chance(32))

    # ------------------------------------------------------------ lists

    def listing(self, subject: str, kind: RecordKind, was: object) -> object:
        """Complete a list: its records, then, where it is open, further ones, and close it."""
        if is_unknown(was) and not self.dice.chance(self.share):
            return was
        form = {"entries": was} if isinstance(was, list) else _form(was)
        if is_unknown(was):
            form = {}
        said = form.get("entries")
        entries = [self.record(subject, kind, _form(e)) for e in _items(said)]
        if isinstance(kind, Role):
            self._name(entries)
        if form.get("complete") is not True:
            through = form.get("complete_through")
            entries += self._further(subject, kind, entries, _day(through))
            if self.dice.chance(self.share):
                form = {k: v for k, v in form.items() if k != "complete_through"}
                form["complete"] = True
        form = {**form, "entries": entries}
        if isinstance(kind, Entry):
            self._request(subject, kind, form)
        self._raise(form, None)
        return form

    def _request(self, subject: str, kind: Entry, form: Plain) -> None:
        lines = form.get("requested")
        if isinstance(lines, list):
            form["requested"] = [self.record(subject, kind, _form(line)) for line in lines]
        elif (subject, kind.name) in self.drawer.reads.capped and self.dice.chance(self.share):
            form["requested"] = self.drawer.requested(subject, kind)

    def record(self, subject: str, kind: RecordKind, said: Plain) -> Plain:
        """Complete a record: fields that are not known may have any value."""
        completed = dict(said)
        self._raise(completed, None)
        if isinstance(kind, Role):
            return {**completed, **self.subject(kind.name, completed)}
        filled = []
        for field in kind.fields:
            # a date that a line of a registry does not state binds nothing, and stays so
            stated = kind.owner != "registries" or field.name in said
            if stated and is_unknown(said.get(field.name)) and self.dice.chance(self.share):
                completed[field.name] = self.drawer.field(subject, kind, field)
                filled.append(field.name)
        _fit(kind, completed, filled)
        return completed

    def _further(
        self, subject: str, kind: RecordKind, entries: list[Plain], through: date | None
    ) -> list[Plain]:
        """Draw records that the list may lack, none dated on or before `through`."""
        if isinstance(kind, Role):
            return self._persons(subject, kind, entries, through)
        field = dated_field(kind)
        if through is not None and field is None and through >= self.drawer.as_of:
            return []
        records = [self.drawer.record(subject, kind) for _ in range(self.dice.below(3))]
        if through is not None and field is not None:
            # most within the days that nobody has vouched for, up to the judged day
            gap = min(max(1, (self.drawer.as_of - through).days), 200)
            for record in records:
                days = 1 + self.dice.below(gap if self.dice.chance(48) else 40)
                _move(kind, record, field, through + timedelta(days=days))
        return records

    def _persons(
        self, subject: str, kind: Role, entries: list[Plain], through: date | None
    ) -> list[Plain]:
        if through is not None and through >= self.drawer.as_of:
            return []
        return self.drawer.persons(subject, kind, tuple(_free(entries)[: self.dice.below(3)]))

    def _name(self, persons: list[Plain]) -> None:
        """Give persons without an id one that nobody else of the roster has."""
        for person in persons:
            free = _free(persons)
            if is_unknown(person.get("id")) and free and self.dice.chance(self.share):
                person["id"] = self.dice.pick(free)


def _free(persons: list[Plain]) -> list[str]:
    taken = [person.get("id") for person in persons]
    return [own_id for own_id in (*IDS, STRANGER) if own_id not in taken]


def _form(said: object) -> Plain:
    return dict(said) if isinstance(said, Mapping) and not is_unknown(said) else {}


def _items(said: object) -> list[object]:
    return said if isinstance(said, list) else []


def _day(said: object) -> date | None:
    if isinstance(said, str):
        return date.fromisoformat(said)
    return said if isinstance(said, date) else None


def _is_good(said: object, owner: str, as_of: date) -> bool:
    """Say whether an attestation settles a judgement: by its owner, and good on the day."""
    form = _form(said)
    word = _form(form.get("attested"))
    on, through = _day(word.get("on")), _day(word.get("through"))
    return (
        word.get("by") == owner
        and on is not None
        and on <= as_of
        and (through is None or through >= as_of)
    )


def _fit(kind: RecordKind, record: Plain, filled: list[str]) -> None:
    """Move a day that was filled in, so that the record does not end before it begins."""
    ends = span_fields(kind)
    if ends is None or not filled:
        return
    first, last = (_day(record.get(name)) for name in ends)
    if first is None or last is None or first <= last:
        return
    if ends[0] in filled:
        record[ends[0]] = last.isoformat()
    else:
        record[ends[1]] = first.isoformat()


def _move(kind: RecordKind, record: Plain, field: str, day: date) -> None:
    """Date a record on `day` if it is dated earlier or not at all."""
    was = _day(record.get(field))
    if was is None or was < day:
        record[field] = day.isoformat()
    ends = span_fields(kind)
    if ends is not None:
        _fit(kind, record, [name for name in ends if name != field] or list(ends))
