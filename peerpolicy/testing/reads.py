"""What a question reads: the facts, lists and judgements its terms name, and their thresholds.

What it is for: generated cases should say what a question asks about, at the edges where its
answer changes. May import: `dates`, `ir`, `quantity` and attrs. What stays true: every name comes
from a term of the question (or of a clause it refers to); what a term asks for is listed, what it
does not ask for is left to the strategies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import attrs

from peerpolicy.dates import LeapDay, back
from peerpolicy.ir.asking import behind, terms_of
from peerpolicy.ir.program import Clause, Parameter, Program
from peerpolicy.ir.schema import JUDGED_DAY, STATE_FIELD
from peerpolicy.ir.terms import (
    AgeTest,
    Back,
    Bound,
    Cap,
    Compares,
    ComparesWith,
    Deadline,
    Duration,
    EachAnchored,
    EachBy,
    EachCalendar,
    FactOf,
    FactTest,
    Gap,
    Holds,
    Includes,
    IsBetween,
    IsDated,
    IsIn,
    IsListed,
    IsYes,
    JudgedDay,
    Judgement,
    NoneOf,
    Paper,
    ParameterValue,
    Related,
    ScopeTest,
    SomeWho,
    Standing,
    Term,
    Test,
    TopicTotal,
    Total,
)
from peerpolicy.quantity import Number

Key = tuple[str, str]
"""A subject (an entity or a roster) and the name of something that is said about it."""


@attrs.frozen
class Reads:
    """What a question reads, by subject and name.

    `amounts` are thresholds, `ages` and `spans` lengths before the judged day (a number, below
    zero for one after it, and a unit), `wanted` the values that pass a test (a field of a record
    is `entry.field`), `periodic` lists that are judged period by period, `owners` who may attest a
    judgement, `anchors` credentials from whose dates periods run, `parameters` those of the
    program, `edges` days that the program names: in a test, or where another version of a clause
    begins or ends (a field of a record is `entry.field`).
    """

    names: set[Key] = attrs.Factory(set)
    amounts: dict[Key, set[Number]] = attrs.Factory(dict)
    ages: dict[Key, set[Number]] = attrs.Factory(dict)
    spans: dict[Key, set[tuple[int, str]]] = attrs.Factory(dict)
    wanted: dict[Key, list[object]] = attrs.Factory(dict)
    listed: dict[Key, set[str]] = attrs.Factory(dict)
    periodic: set[Key] = attrs.Factory(set)
    capped: set[Key] = attrs.Factory(set)
    counted: set[Key] = attrs.Factory(set)
    owners: dict[Key, str] = attrs.Factory(dict)
    registries: set[str] = attrs.Factory(set)
    anchors: set[Key] = attrs.Factory(set)
    parameters: Mapping[str, Parameter] = attrs.Factory(dict)
    edges: dict[Key, set[date]] = attrs.Factory(dict)

    def reads(self, subject: str, name: str) -> bool:
        """Say whether the question reads `name` of `subject`. No errors."""
        return (subject, name) in self.names

    def numbers(self, bound: Bound) -> set[Number]:
        """Return the numbers that a bound may be: of a parameter, those of all its rows."""
        if not isinstance(bound, ParameterValue):
            return {bound}
        rows = self.parameters[bound.name].rows
        return {offer.amount * bound.factor for row in rows for offer in row.offers}


def what_is_read(program: Program, question: str | None = None) -> Reads:
    """Collect what a question reads, or all questions of the program where none is named.

    Errors: ValueError for a question that the program does not have.
    """
    if question is not None and program.question(question) is None:
        raise ValueError(f"the program has no question `{question}`")
    found = Reads(parameters={each.id: each for each in program.parameters})
    for asked in program.questions:
        if question in (None, asked.id):
            _note_terms(found, tuple(answer.condition for answer in asked.answers))
            for clause in with_papers(program, behind(program, asked)):
                _note_choice(found, clause)
                _note_terms(found, terms_of(clause))
    return found


def with_papers(program: Program, clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """Return the clauses and the submits whose papers show one of them. No errors."""
    found = {clause.id for clause in clauses}
    while more := {c.id for c in program.clauses if found & {s.clause for s in c.shows}} - found:
        found |= more
    return tuple(c for c in program.clauses if c.id in found)


def _note_terms(found: Reads, terms: tuple[Term | None, ...]) -> None:
    for node, barred in _nodes(terms):
        _note(found, node)
        _note_wish(found, node, barred)


def _note_choice(found: Reads, clause: Clause) -> None:
    """Note the fact whose day chooses the version, and the days on which another one holds."""
    if clause.in_force is None or clause.in_force.by is None:
        return
    by, days = clause.in_force.by, clause.in_force.days
    _note(found, by)
    _turn(found, (by.subject.name, by.name), days.first, days.last)


def _turn(found: Reads, key: Key, *days: date | None) -> None:
    edges = found.edges.setdefault(key, set())
    edges.update(day for day in days if day is not None)


def _nodes(value: object, barred: bool = False) -> Iterator[tuple[object, bool]]:
    """Yield everything that terms are made of, and whether it stands below a "none of"."""
    if isinstance(value, tuple):
        for item in value:
            yield from _nodes(item, barred)
        return
    kind = type(value)
    if attrs.has(kind):
        yield value, barred
        for field in attrs.fields(kind):
            below = barred is not isinstance(value, NoneOf)
            yield from _nodes(getattr(value, field.name), below)


def _note(found: Reads, node: object) -> None:
    match node:
        case FactOf():
            if node.name != JUDGED_DAY:
                found.names.add((node.subject.name, node.name))
        case ScopeTest():
            key = (node.fact.subject.name, node.fact.name)
            _extend(found.wanted, key, node.allowed)
        case AgeTest():
            key = (node.since.subject.name, node.since.name)
            found.ages.setdefault(key, set()).update(_bounds(found, node.test))
        case Deadline():
            _note_deadline(found, node)
        case Total() | Duration():
            _note_entries(found, node)
        case Gap():
            _note_gap(found, node)
        case TopicTotal():
            key = (node.total.subject.name, node.total.entry)
            found.amounts.setdefault(key, set()).update(topic.bound for topic in node.topics)
            _extend(found.wanted, (key[0], f"{key[1]}.{node.field}"), [t.name for t in node.topics])
        case Cap():
            key = (node.subject.name, node.entry)
            found.names.add(key)
            found.capped.add(key)
            if node.of_records:
                found.names.add((node.subject.name, node.period))
            found.amounts.setdefault(key, set()).update(found.numbers(node.cap))
            if node.unlock is not None:
                approval = (node.subject.name, node.unlock.approval)
                found.names.add(approval)
                giver = (node.subject.name, f"{node.unlock.approval}.given_by")
                _extend(found.wanted, giver, (node.unlock.giver,))
        case _:
            _note_record(found, node)


def _note_deadline(found: Reads, term: Deadline) -> None:
    """Note days such that what began so long ago is in time today, or just too late."""
    number, unit = term.number, term.unit
    if unit == "business_days":  # as if there were no holidays
        number, unit = number + 2 * (number // 5), "days"
    deed = (term.deed.subject.name, term.deed.name)
    match term.start:
        case FactOf(subject=subject, name=name):
            found.spans.setdefault((subject.name, name), set()).add((number, unit))
        case JudgedDay():
            found.spans.setdefault(deed, set()).add((-number, unit))
        case date():
            _turn(found, deed, term.start, back(term.start, -number, unit, LeapDay.MARCH_1))


def _note_gap(found: Reads, term: Gap) -> None:
    """Note days such that a gap that began then is just short enough today, or just too long."""
    key = (term.subject.name, term.entry)
    found.names.add(key)
    found.counted.add(key)
    found.periodic.add(key)
    if isinstance(term.since, FactOf):
        since = (term.since.subject.name, term.since.name)
        found.spans.setdefault(since, set()).add((term.number, term.unit))
    for where in term.where:
        _note_test(found, (term.subject.name, f"{term.entry}.{where.field}"), where.test)


def _note_wish(found: Reads, node: object, barred: bool) -> None:
    """Note which values of a fact or a judgement help, below a "none of" the other ones."""
    match node:
        case FactTest():
            key = (node.fact.subject.name, node.fact.name)
            if isinstance(node.test, IsYes):
                _extend(found.wanted, key, (node.test.negated is barred,))
            else:
                _note_test(found, key, node.test)
        case Judgement():
            _extend(found.wanted, (node.subject.name, node.name), (not barred,))


def _note_record(found: Reads, node: object) -> None:
    match node:
        case Holds() | Standing() | EachAnchored():
            key = (node.subject.name, node.credential)
            found.names.add(key)
            if isinstance(node, Holds):
                _note_held(found, node)
            if isinstance(node, EachAnchored):
                found.anchors.add(key)
        case Paper():
            found.names.add((node.subject.name, node.document))
        case Related():
            found.names.add((node.subject.name, node.relation))
            _extend(found.wanted, (node.subject.name, f"{node.relation}.to"), (node.other,))
        case SomeWho() | EachBy():
            found.names.add((node.subject.name, node.role))
        case Judgement():
            key = (node.subject.name, node.name)
            found.names.add(key)
            found.owners[key] = node.owner


def _note_held(found: Reads, term: Holds) -> None:
    """Note in which state, and with which field, a credential is asked for."""
    if term.state is not None:
        state = (term.subject.name, f"{term.credential}.{STATE_FIELD}")
        _extend(found.wanted, state, (term.state,))
    for where in term.where:
        field = (term.subject.name, f"{term.credential}.{where.field}")
        _note_test(found, field, where.test)


def _note_entries(found: Reads, term: Total | Duration) -> None:
    key = (term.subject.name, term.entry)
    found.names.add(key)
    if isinstance(term, Duration):
        found.spans.setdefault(key, set()).update(
            (int(number), term.unit) for number in found.numbers(term.number)
        )
    else:
        found.amounts.setdefault(key, set()).update(found.numbers(term.bound))
        if term.counted:
            found.counted.add(key)
    match term.window:
        case Back(number=number, unit=unit):
            found.spans.setdefault(key, set()).add((number, unit))
        case EachCalendar() | EachAnchored():
            found.periodic.add(key)
    for where in term.where:
        _note_test(found, (term.subject.name, f"{term.entry}.{where.field}"), where.test)


def _note_test(found: Reads, key: Key, test: Test) -> None:
    match test:
        case IsYes(negated=negated):
            _extend(found.wanted, key, (not negated,))
        case IsIn(values=values, negated=False) | Includes(values=values):
            _extend(found.wanted, key, values)
        case Compares() | IsBetween():
            found.amounts.setdefault(key, set()).update(_bounds(found, test))
        case ComparesWith(factor=factor):
            found.amounts.setdefault(key, set()).add(factor)
        case IsDated(day=date() as day):
            _turn(found, key, day)
        case IsListed(registry=registry):
            found.listed.setdefault(key, set()).add(registry)
            found.registries.add(registry)


def _bounds(found: Reads, test: Compares | IsBetween) -> set[Number]:
    bounds = (test.bound,) if isinstance(test, Compares) else (test.low, test.high)
    return {number for bound in bounds for number in found.numbers(bound)}


def _extend(wanted: dict[Key, list[object]], key: Key, values: Iterable[object]) -> None:
    known = wanted.setdefault(key, [])
    known += [value for value in values if value not in known]
