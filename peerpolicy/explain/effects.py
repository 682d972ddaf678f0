"""Effects: what a step would change in a case, applied to a copy of it.

What it is for: replaying remedies. A `Situation` is a program, its normalised facts and the day
judged on; an effect turns one into another. May import: `facts.model`, `ir` and attrs. What stays
true: nothing given is changed, only copied; an effect that finds nothing to act on does nothing;
no effect takes a record away or rewrites one, except a request, which is only asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import attrs

from peerpolicy.facts.model import (
    NOBODY,
    Attestation,
    Datum,
    Facts,
    Holder,
    Record,
    RecordList,
    Value,
)
from peerpolicy.ir.program import Clause, ClauseException, Parameter, Program, Question
from peerpolicy.ir.schema import Grade
from peerpolicy.ir.terms import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Defined,
    EachBy,
    NeverFails,
    NoneOf,
    Readings,
    SomeWho,
    Term,
)

BEST = Grade.VERIFIED
"""The evidence that everything stated in a step is replayed with."""


@attrs.frozen
class Situation:
    """A case as it would be: what is asked of it, what is known of it, and the day."""

    program: Program = attrs.field(repr=False)
    facts: Facts = attrs.field(repr=False)
    day: date


@attrs.frozen
class Spot:
    """Whose facts: an entity, or the person `person` of its roster `role`."""

    entity: str
    role: str = ""
    person: str = attrs.field(default="", repr=False)


REGISTRIES = Spot("registries")
"""The place of the lists that belong to nobody."""


@attrs.frozen
class Put:
    """A value becomes known, or another one."""

    spot: Spot
    name: str
    value: Value = attrs.field(repr=False)

    def on(self, case: Situation) -> Situation:
        """Return the case with the value. No errors."""
        datum = Datum(self.value, BEST)
        return _held(
            case, self.spot, lambda h: attrs.evolve(h, values={**h.values, self.name: datum})
        )


@attrs.frozen
class Attest:
    """The owner of a judgement gives it."""

    spot: Spot
    name: str
    word: Attestation = attrs.field(repr=False)

    def on(self, case: Situation) -> Situation:
        """Return the case with the attestation. No errors."""
        return _held(
            case,
            self.spot,
            lambda h: attrs.evolve(h, attestations={**h.attestations, self.name: self.word}),
        )


@attrs.frozen
class Add:
    """A list has one more record, or (`requested`) asks for one more line."""

    spot: Spot
    name: str
    record: Record = attrs.field(repr=False, hash=False)  # its fields are a mapping
    requested: bool = False

    def on(self, case: Situation) -> Situation:
        """Return the case with the record. No errors."""

        def added(was: RecordList) -> RecordList:
            if self.requested:
                return attrs.evolve(was, requested=(*(was.requested or ()), self.record))
            return attrs.evolve(was, records=(*was.records, self.record))

        return _listed(case, self.spot, self.name, added)


@attrs.frozen
class Fill:
    """A field of the record at `at` becomes known; of a request, it may become another."""

    spot: Spot
    name: str
    at: int
    field: str
    value: Value = attrs.field(repr=False)
    requested: bool = False

    def on(self, case: Situation) -> Situation:
        """Return the case with the field. No errors."""

        def filled(was: RecordList) -> RecordList:
            records = (was.requested or ()) if self.requested else was.records
            if self.at >= len(records):
                return was
            record = records[self.at]
            if not self.requested and self.field in record.fields:
                return was
            new = attrs.evolve(record, fields={**record.fields, self.field: self.value})
            changed = (*records[: self.at], new, *records[self.at + 1 :])
            if self.requested:
                return attrs.evolve(was, requested=changed)
            return attrs.evolve(was, records=changed)

        return _listed(case, self.spot, self.name, filled)


@attrs.frozen
class Prove:
    """What stands under a name is shown and verified: the value, or the list and its records."""

    spot: Spot
    name: str

    def on(self, case: Situation) -> Situation:
        """Return the case with the better evidence. No errors."""
        if self.spot != REGISTRIES:
            held = _held(case, self.spot, self._holder)
            return _listed(held, self.spot, self.name, self._list, only_known=True)
        return _listed(case, self.spot, self.name, self._list, only_known=True)

    def _holder(self, holder: Holder) -> Holder:
        word = holder.attestations.get(self.name)
        if word is not None:
            seen = {**holder.attestations, self.name: attrs.evolve(word, grade=BEST)}
            return attrs.evolve(holder, attestations=seen)
        datum = holder.values.get(self.name)
        if datum is None:
            return holder
        better = attrs.evolve(datum, grade=BEST)
        return attrs.evolve(holder, values={**holder.values, self.name: better})

    def _list(self, was: RecordList) -> RecordList:
        records = tuple(attrs.evolve(r, grade=BEST) for r in was.records)
        return attrs.evolve(was, records=records, grade=BEST)


@attrs.frozen
class Close:
    """Somebody says that a list is complete."""

    spot: Spot
    name: str

    def on(self, case: Situation) -> Situation:
        """Return the case with the list complete. No errors."""
        return _listed(
            case,
            self.spot,
            self.name,
            lambda was: attrs.evolve(was, complete=True, complete_through=None, grade=BEST),
        )


@attrs.frozen
class Bind:
    """The owner settles an open term for one of its readings, a parameter for one source."""

    term: str
    reading: str

    def on(self, case: Situation) -> Situation:
        """Return the case under a program in which the term has that reading. No errors."""
        program = attrs.evolve(
            case.program,
            clauses=tuple(_bound(clause, self) for clause in case.program.clauses),
            questions=tuple(_answers_bound(each, self) for each in case.program.questions),
            parameters=tuple(_settled(each, self) for each in case.program.parameters),
        )
        return attrs.evolve(case, program=program)


@attrs.frozen
class Until:
    """Time passes, and nothing new happens."""

    day: date

    def on(self, case: Situation) -> Situation:
        """Return the case on the later day. No errors."""
        return attrs.evolve(case, day=max(case.day, self.day))


Effect = Put | Attest | Add | Fill | Prove | Close | Bind | Until


# ---------------------------------------------------------------- reading and copying


def holder_at(facts: Facts, spot: Spot) -> Holder:
    """Return what is known at a spot, possibly nothing. No errors."""
    if not spot.role:
        return facts.holder(spot.entity)
    roster = facts.holder(spot.entity).lists.get(spot.role)
    persons = (r for r in (roster.records if roster else ()) if r.id == spot.person)
    return next((r.person or NOBODY for r in persons), NOBODY)


def list_at(facts: Facts, spot: Spot, name: str) -> RecordList | None:
    """Return the list of that name at a spot; None where nothing was said. No errors."""
    if spot == REGISTRIES:
        return facts.registries.get(name)
    return holder_at(facts, spot).lists.get(name)


def _held(case: Situation, spot: Spot, change: Callable[[Holder], Holder]) -> Situation:
    facts = case.facts
    owner = facts.holder(spot.entity)
    changed = _person(owner, spot, change) if spot.role else change(owner)
    holders = {**facts.holders, spot.entity: changed}
    return attrs.evolve(case, facts=attrs.evolve(facts, holders=holders))


def _person(owner: Holder, spot: Spot, change: Callable[[Holder], Holder]) -> Holder:
    roster = owner.lists.get(spot.role)
    if roster is None:
        return owner
    records = tuple(
        attrs.evolve(r, person=change(r.person or NOBODY)) if r.id == spot.person else r
        for r in roster.records
    )
    lists = {**owner.lists, spot.role: attrs.evolve(roster, records=records)}
    return attrs.evolve(owner, lists=lists)


def _listed(
    case: Situation,
    spot: Spot,
    name: str,
    change: Callable[[RecordList], RecordList],
    *,
    only_known: bool = False,
) -> Situation:
    was = list_at(case.facts, spot, name)
    if was is None and only_known:
        return case
    new = change(was or RecordList((), BEST))
    if spot == REGISTRIES:
        registries = {**case.facts.registries, name: new}
        return attrs.evolve(case, facts=attrs.evolve(case.facts, registries=registries))
    return _held(case, spot, lambda h: attrs.evolve(h, lists={**h.lists, name: new}))


# ---------------------------------------------------------------- binding a term


def _settled(parameter: Parameter, bind: Bind) -> Parameter:
    """Return the parameter with what the chosen source gives, wherever it gives something."""
    if parameter.id != bind.term:
        return parameter
    rows = (row.of_source(bind.reading) for row in parameter.rows)
    return attrs.evolve(parameter, rows=tuple(rows))


def _bound(clause: Clause, bind: Bind) -> Clause:
    return attrs.evolve(
        clause,
        condition=_term(clause.condition, bind),
        guard=None if clause.guard is None else _term(clause.guard, bind),
        exceptions=tuple(_bound_exception(each, bind) for each in clause.exceptions),
    )


def _bound_exception(exception: ClauseException, bind: Bind) -> ClauseException:
    return attrs.evolve(
        exception,
        condition=_term(exception.condition, bind),
        instead=None if exception.instead is None else _term(exception.instead, bind),
    )


def _answers_bound(question: Question, bind: Bind) -> Question:
    answers = tuple(
        answer
        if answer.condition is None
        else attrs.evolve(answer, condition=_term(answer.condition, bind))
        for answer in question.answers
    )
    return attrs.evolve(question, answers=answers)


def _term(term: Term, bind: Bind) -> Term:
    """Return the term with the reading in the place of its open term. No errors."""
    match term:
        case Readings(name=bind.term, options=options) if bind.reading in dict(options):
            item = _term(dict(options)[bind.reading], bind)
            return Defined(text=term.text, place=term.place, name=bind.reading, item=item)
        case Readings(options=options):
            tried = tuple((name, _term(item, bind)) for name, item in options)
            return attrs.evolve(term, options=tried)
        case AllOf() | AnyOf() | NoneOf() | AtLeastOf() | SomeWho() | EachBy():
            return attrs.evolve(term, items=tuple(_term(item, bind) for item in term.items))
        case Defined(item=item) | NeverFails(item=item):
            return attrs.evolve(term, item=_term(item, bind))
        case _:
            return term
