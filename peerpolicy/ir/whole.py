"""Invariants of whole programs: what is true of every program, whoever made it.

What it is for: says what is wrong with a program that did not come from the checker. May import:
the rest of `ir`, attrs and the standard library. What stays true: in a program without a fault
every name is declared and of the right kind, every unit and period is one of the calendar, and
nobody asks for his own outcome, so an evaluator finds whatever it looks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Final

import attrs

from peerpolicy.ir import operands, program, schema, terms
from peerpolicy.ir.asking import asked_by, terms_of
from peerpolicy.ir.force import InForce
from peerpolicy.ir.invariants import misfits
from peerpolicy.ir.program import Program
from peerpolicy.ir.schema import JUDGED_DAY, AmountOf, ChoiceOf, DateValue, RecordKind, SetOf, YesNo
from peerpolicy.ir.terms import EachBy, FactOf, SomeWho, Subject, Term

Parts = dict[type, list[Any]]
"""What a program is made of, by class."""

_PLAIN: Final = frozenset({str, int, bool, type(None), date, Fraction})
_MAPPINGS: Final = frozenset({dict, MappingProxyType})
_PROSE: Final = frozenset({"place", "text", "sensitivity"})
"""Fields in which nothing stands that anybody looks up."""

_NAMES: Final[Mapping[type, tuple[tuple[str, str], ...]]] = {
    schema.Fact: (("owner", "owner"),),
    schema.Age: (("owner", "owner"),),
    schema.ChoiceOf: (("choices", "choices"),),
    schema.SetOf: (("choices", "choices"),),
    schema.AmountOf: (("measure", "measure"),),
    schema.Measure: (("base", "measure"),),
    schema.Registry: (("choices", "choices"),),
    program.Question: (("about", "entity"), ("answers_in", "measure")),
    program.Clause: (("about", "entity"), ("questions", "question"), ("replaces", "clause")),
    program.Parameter: (("measure", "measure"),),
    program.Example: (("question", "question"),),
    program.Shown: (("clause", "clause"),),
    terms.ClauseMet: (("clause", "clause"),),
    terms.QuestionMet: (("question", "question"),),
    terms.Cap: (("unit", "measure"),),
    operands.ParameterValue: (("name", "parameter"),),
    operands.IsListed: (("registry", "registry"),),
}
"""Fields that hold a name, or some, and what must be declared by it; None names nothing."""

_MAY_NAME_NOTHING: Final = frozenset({program.Shown})
"""Where an empty name stands for nothing, too."""

_FIELDS: Final[Mapping[type, tuple[tuple[str, type], ...]]] = {
    schema.Entry: (("first", DateValue), ("last", DateValue), ("amount", AmountOf)),
    schema.Credential: (("first", DateValue), ("last", DateValue), ("granted", DateValue)),
    schema.Document: (("first", DateValue), ("last", DateValue), ("parts", YesNo)),
    schema.Approval: (
        ("dated", DateValue),
        ("first", DateValue),
        ("last", DateValue),
        ("amount", AmountOf),
    ),
}
"""Fields of a kind of record that name one of its fields, and of what type that must be."""

_UNITS: Final = ("days", "weeks", "months", "years")
_WORDS: Final[Mapping[type, tuple[str, tuple[str, ...]]]] = {
    operands.Back: ("unit", _UNITS),
    terms.Duration: ("unit", _UNITS),
    terms.Gap: ("unit", _UNITS),
    terms.Deadline: ("unit", (*_UNITS, "business_days")),
}
"""Fields that hold a word of the calendar."""

_PERIODS: Final = (operands.EachCalendar, terms.Cap)
"""Parts with a field `period` that the calendar of the program must know."""

_OF_TERMS: Final = (operands.__name__, terms.__name__)
_SOME_DAYS: Final = (date(2000, 1, 1), date(2001, 12, 31))

_LENGTHS: Final[Mapping[type, tuple[str, ...]]] = {
    operands.EachAnchored: ("length",),
    program.AnchoredPeriod: ("length",),
    schema.Credential: ("lasts", "late"),
    schema.CredentialState: ("lasts",),
    schema.Document: ("valid_for",),
    terms.Judgement: ("life",),
}
"""Fields that hold a length of civil time, or nothing."""

_DAYS: Final[Mapping[type, tuple[str, ...]]] = {
    operands.IsDated: ("day",),
    operands.Back: ("day",),
    operands.EachCalendar: ("since",),
    terms.Deadline: ("deed", "start"),
    terms.Gap: ("since",),
    terms.AgeTest: ("since",),
    InForce: ("by",),
}
"""Fields that may hold a fact, which must then be a date."""


def faults_of(whole: Program) -> list[str]:
    """Say what is wrong with a program, each fault once; nothing where it keeps the invariants.

    In: a program whose every field holds what its annotation allows. No errors.
    """
    parts = _gathered(whole)
    found = list(dict.fromkeys((*_unknown(whole, parts), *_unfit(whole, parts))))
    # terms are looked at when the names that they hold are known to be there
    return found or list(dict.fromkeys((*_of_terms(whole, parts), *_circles(whole))))


def _gathered(whole: Program) -> Parts:
    """Gather everything that a program is made of."""
    found: Parts = {}
    readers: dict[type, Any] = {}
    seen: set[int] = set()
    waiting: list[Any] = [whole]
    while waiting:
        value = waiting.pop()
        kind = type(value)
        if kind in _PLAIN:
            continue
        if kind in readers:
            if id(value) in seen:  # equal parts of a saved program are one
                continue
            seen.add(id(value))
            found[kind].append(value)
            waiting.extend(readers[kind](value))
        elif kind is tuple:
            waiting.extend(value)
        elif kind in _MAPPINGS:
            waiting.extend(value.values())
        elif attrs.has(kind):
            found[kind], readers[kind] = [], _reader(kind)
            waiting.append(value)
    return found


def _reader(kind: type) -> Any:
    names = [field.name for field in attrs.fields(kind) if field.name not in _PROSE]
    if kind is program.Example:
        names.remove("facts")  # they are read like the facts of any caller
    if len(names) < 2:
        return lambda value: [getattr(value, name) for name in names]
    return attrgetter(*names)


# ---------------------------------------------------------------- names


def _declared(whole: Program) -> dict[str, set[str]]:
    """Return every name that something can be called by, for each kind of name."""
    made = whole.schema
    entities = {each.name for each in made.entities}
    return {
        "entity": entities,
        "owner": {*entities, *made.rosters, "person"},
        "choices": {name for name, each in made.choices.items() if each.name == name},
        "measure": {name for name, each in made.measures.items() if each.name == name},
        "registry": {name for name, each in made.registries.items() if each.name == name},
        "question": {each.id for each in whole.questions},
        "clause": {each.id for each in whole.clauses},
        "parameter": {each.id for each in whole.parameters},
    }


def _unknown(whole: Program, parts: Parts) -> Iterator[str]:
    """Yield names that nothing is declared by."""
    declared = _declared(whole)
    for kind, fields in _NAMES.items():
        for part in parts.get(kind, ()):
            for field, group in fields:
                for name in _several(getattr(part, field)):
                    if name not in declared[group] and (name or kind not in _MAY_NAME_NOTHING):
                        yield f"`{name}` is no {group} that it declares"
    for part in parts.get(terms.Total, ()):
        if not part.counted and part.unit not in declared["measure"]:
            yield f"`{part.unit}` is no measure that it declares"
    for kind in (schema.Role, schema.Relation, *_FIELDS):
        for part in parts.get(kind, ()):
            if part.owner not in declared["owner"]:
                yield f"`{part.owner}` is no owner that it declares"


def _several(value: Any) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return () if value is None else (value,)


# ---------------------------------------------------------------- what fits


def _unfit(whole: Program, parts: Parts) -> Iterator[str]:
    """Yield what is declared and is of the wrong kind."""
    made = whole.schema
    for kind, fields in _FIELDS.items():
        for record in parts.get(kind, ()):
            yield from _fields(record, fields)
    for kind, (field, words) in _WORDS.items():
        for part in parts.get(kind, ()):
            if getattr(part, field) not in words:
                yield f"`{getattr(part, field)}` is no word of the calendar"
    for cap in parts.get(terms.Cap, ()):
        spans = made.record(cap.subject.name, cap.period) if cap.of_records else None
        if cap.of_records and not isinstance(spans, schema.Entry):
            yield f"`{cap.period}` is no entry of `{cap.subject.name}`"
    of_calendar = (p for kind in _PERIODS for p in parts.get(kind, ()))
    for period in {p.period for p in of_calendar if not getattr(p, "of_records", False)}:
        if not _has_period(whole, period):
            yield f"`{period}` is no period of the calendar"
    for kind, names in _LENGTHS.items():
        for part in parts.get(kind, ()):
            yield from (f for name in names for f in _length(getattr(part, name)))
    for kind, names in _DAYS.items():
        for part in parts.get(kind, ()):
            yield from (f for name in names for f in _day(getattr(part, name), made))
    for part in parts.get(schema.Measure, ()):
        if part.factor <= 0:
            yield f"`{part.name}` is not measured in a positive number"
    for part in parts.get(operands.EachAnchored, ()):
        yield from _anchored(part, made)
    yield from _business_days(whole, parts)


def _has_period(whole: Program, period: str) -> bool:
    try:
        return all(whole.calendar.spans(period, day, day) for day in _SOME_DAYS)
    except ValueError:
        return False


def _fields(record: RecordKind, fields: tuple[tuple[str, type], ...]) -> Iterator[str]:
    for field, wanted in fields:
        for name in _several(getattr(record, field)):
            named = record.field(name)
            if named is None or not isinstance(named.type, wanted):
                yield f"`{record.name}` has no field `{name}` of that type"


def _length(length: tuple[int, str] | None) -> Iterator[str]:
    if length is not None and (length[0] < 1 or length[1] not in _UNITS):
        yield "a length of time is none of the calendar"


def _day(day: object, made: schema.Schema) -> Iterator[str]:
    if isinstance(day, FactOf) and day.name != JUDGED_DAY:
        fact = made.fact(day.subject.name, day.name)
        if fact is None or not isinstance(fact.type, DateValue):
            yield f"`{day.name}` is no date of `{day.subject.name}`"


def _anchored(window: operands.EachAnchored, made: schema.Schema) -> Iterator[str]:
    kind = made.record(window.subject.name, window.credential)
    field = kind.field(window.field) if isinstance(kind, schema.Credential) else None
    if field is None or not isinstance(field.type, DateValue):
        yield f"`{window.field}` is no date of `{window.credential}`"


def _business_days(whole: Program, parts: Parts) -> Iterator[str]:
    said = whole.calendar.business_days
    asked = any(each.unit == "business_days" for each in parts.get(terms.Deadline, ()))
    if said is None:
        if asked:
            yield "it counts business days and does not say which they are"
    elif not said.weekdays or not said.weekdays <= set(range(7)):
        yield "its business days are no days of the week"


# ---------------------------------------------------------------- terms, and who asks whom


def _of_terms(whole: Program, parts: Parts) -> Iterator[str]:
    """Yield what is wrong with the terms of a program."""
    made = whole.schema
    for of, found in parts.items():
        if of.__module__ in _OF_TERMS:
            yield from (fault for part in found for fault in misfits(part, made))
    if any(each.in_hand for each in parts.get(Subject, ())):
        roots = [term for clause in whole.clauses for term in terms_of(clause)]
        roots += [shown.paper for clause in whole.clauses for shown in clause.shows]
        answers = (answer for question in whole.questions for answer in question.answers)
        roots += [answer.condition for answer in answers if answer.condition is not None]
        if _speaks_of_nobody(tuple(roots), frozenset()):
            yield "it speaks of the person in hand outside of a roster"
    for term in parts.get(terms.TopicTotal, ()):
        kind = made.record(term.total.subject.name, term.total.entry)
        field = kind.field(term.field) if kind is not None else None
        wanted = SetOf if term.is_set else ChoiceOf
        if field is None or not isinstance(field.type, wanted):
            yield f"`{term.field}` does not say the topics of `{term.total.entry}`"
    for cap in parts.get(terms.Cap, ()):
        approval = cap.unlock.approval if cap.unlock is not None else None
        kind = made.record(cap.subject.name, approval) if approval is not None else None
        if approval is not None and not isinstance(kind, schema.Approval):
            yield f"`{approval}` is no approval of `{cap.subject.name}`"


def _speaks_of_nobody(value: object, in_hand: frozenset[str]) -> bool:
    """Say whether a term names a person of a roster who is not being looked at."""
    if isinstance(value, tuple):
        return any(_speaks_of_nobody(each, in_hand) for each in value)
    if isinstance(value, Subject):
        return value.in_hand and value.name not in in_hand
    if isinstance(value, SomeWho | EachBy):
        inside = in_hand | {value.role}
        return _speaks_of_nobody(value.subject, in_hand) or _speaks_of_nobody(value.items, inside)
    kind = type(value)
    return attrs.has(kind) and any(
        _speaks_of_nobody(getattr(value, field.name), in_hand) for field in attrs.fields(kind)
    )


def _circles(whole: Program) -> Iterator[str]:
    """Yield a fault where the outcome of something rests on itself."""
    asks: dict[str, set[str]] = {}
    for question in whole.questions:
        held = asks.setdefault(f"question {question.id}", set())
        held |= {f"clause {c.id}" for c in whole.clauses if question.id in c.questions}
        held |= _asked(tuple(a.condition for a in question.answers if a.condition is not None))
    for clause in whole.clauses:
        asks.setdefault(f"clause {clause.id}", set()).update(_asked(terms_of(clause)))
    try:
        TopologicalSorter(asks).prepare()
    except CycleError as error:
        yield f"its {error.args[1][0]} rests on itself"


def _asked(held: tuple[Term, ...]) -> set[str]:
    return {
        f"clause {each.clause}"
        if isinstance(each, terms.ClauseMet)
        else f"question {each.question}"
        for each in asked_by(held)
    }
