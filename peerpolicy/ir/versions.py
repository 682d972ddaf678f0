"""Versions of a clause: which there are, which are known, and which holds on a day.

What it is for: the one place that chooses versions, for evaluators and for readers. May import:
`ir.asking`, `ir.force`, `ir.program`, `ir.terms`, `source` and attrs. What stays true: clauses of
one id are versions of one clause; nothing here reads a fact; a version that was issued after
`known_on` of the program neither holds nor ends another.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.ir.asking import behind
from peerpolicy.ir.force import Days, Status
from peerpolicy.ir.program import Citation, Clause, Force, Program
from peerpolicy.ir.terms import EachAnchored, EachCalendar, FactOf, Term, TopicTotal, Total
from peerpolicy.source import Place

_DAY = timedelta(days=1)


@frozen
class Version:
    """One version of a clause, for readers.

    `days` are those on which it holds, an end that only the next version gives included. With
    `at_the_latest` it may end earlier, on a day that nobody has read. `by` is the date fact that
    chooses the version, empty for the judged day. `issued` is the day from which it can be known,
    None where nothing says. `planned`: it is announced only.

    >>> import peerpolicy as pp
    >>> policy = pp.load_shipped("us/ct/dds_peer_to_peer")
    >>> [version.days.show() for version in policy.versions["min_age"]]
    ['on every day']
    """

    days: Days
    at_the_latest: bool
    by: str
    issued: date | None
    planned: bool
    citation: tuple[Citation, ...]
    span: Place


def all_versions(program: Program, clause_id: str) -> tuple[Clause, ...]:
    """Return every version of a clause, known or not, the earliest first. No errors."""
    return program.by_name.get(clause_id, ())


def known_versions(program: Program, clause_id: str) -> tuple[Clause, ...]:
    """Return the versions that were issued by `known_on` of the program. No errors."""
    return tuple(c for c in all_versions(program, clause_id) if is_known(program, c))


def days_of(program: Program, clause: Clause) -> Days:
    """Return the days on which a version holds; the next known one ends what has no end.

    No errors.
    """
    days = written_days(clause)
    if days.last is not None:
        return days
    later = (_first(c) for c in known_versions(program, clause.id) if _first(c) > _first(clause))
    after = min(later, default=None)
    return days if after is None else attrs.evolve(days, last=after - _DAY)


def written_days(clause: Clause) -> Days:
    """Return the days that a version names; all days where it is not dated. No errors."""
    return clause.in_force.days if clause.in_force is not None else Days()


def chosen_by(program: Program, clause_id: str) -> FactOf | None:
    """Return the fact whose day chooses the version, None for the judged day. No errors."""
    dated = (c.in_force for c in all_versions(program, clause_id) if c.in_force is not None)
    return next((each.by for each in dated), None)


def versions_on(program: Program, clause_id: str, day: date) -> tuple[Clause, ...]:
    """Return the versions that may hold on a day: none, one, or two about a doubtful change.

    No errors.
    """
    known = known_versions(program, clause_id)
    return tuple(c for c in known if day in days_of(program, c))


def holds_on(program: Program, day: date) -> bool:
    """Say whether the program itself is in force on a day. No errors."""
    return program.in_force is None or day in program.in_force


def rules_on(program: Program, day: date) -> tuple[Clause, ...]:
    """Return the versions that may hold on a day, of every clause, in the order of the file.

    Those that a fact chooses hold if that fact is the day. No errors.
    """
    if not holds_on(program, day):
        return ()
    return tuple(c for c in program.clauses if c in versions_on(program, c.id, day))


def periodic_line(term: Term) -> Total | None:
    """Return the line of a term that is judged period by period, if that is all there is to it.

    No errors.
    """
    line = term.total if isinstance(term, TopicTotal) else term
    if isinstance(line, Total) and isinstance(line.window, EachCalendar | EachAnchored):
        return line
    return None


def status_on(program: Program, day: date) -> Status:
    """Return how the program stands on a day. No errors."""
    status = program.status
    return status.status if status is not None and day in status.days else Status.IN_FORCE


def bears_on_outcome(program: Program, clause: Clause, day: date) -> bool:
    """Say whether a version contributes: advice never, what is planned only while proposed.

    No errors.
    """
    if is_advice(clause):
        return False
    return clause.force is not Force.PLANNED or status_on(program, day) is Status.PROPOSED


def is_advice(clause: Clause) -> bool:
    """Say whether a clause bears on no outcome, on whichever day. No errors."""
    return clause.force is Force.SHOULD or clause.kind == "advise"


def has_rules_on(program: Program, question: str, day: date) -> bool:
    """Say whether some requirement behind a question may bear on its outcome on a day.

    A question whose answers rest on facts alone has its rules in the answers. No errors.
    """
    rules = [clause for clause in _clauses_of(program, question) if not clause.replaces]
    return holds_on(program, day) and (
        not rules
        or any(
            bears_on_outcome(program, version, day)
            for clause_id in dict.fromkeys(rule.id for rule in rules)
            for version in _possible_on(program, clause_id, day)
        )
    )


def _clauses_of(program: Program, question: str) -> tuple[Clause, ...]:
    """Return what a question rests on: its clauses, or whatever stands behind its answers."""
    found = program.question(question)
    if found is not None and found.answers:
        return behind(program, found)
    return tuple(c for c in program.clauses if question in c.questions)


def _possible_on(program: Program, clause_id: str, day: date) -> tuple[Clause, ...]:
    """Return the versions that some facts may choose on a day."""
    if chosen_by(program, clause_id) is not None:
        return known_versions(program, clause_id)
    return versions_on(program, clause_id, day)


def ids(program: Program) -> tuple[str, ...]:
    """Return the names of the clauses, each once, in the order of the file. No errors."""
    return tuple(program.by_name)


def changes(program: Program, question: str) -> Iterator[date]:
    """Yield the days on which other rules begin to hold for a question. No errors."""
    spans = [program.in_force] if program.in_force is not None else []
    spans += [program.status.days] if program.status is not None else []
    spans += [
        days_of(program, c)
        for c in _clauses_of(program, question)
        if c.in_force is not None and c.in_force.by is None
    ]
    for days in spans:
        if days.first is not None:
            yield days.first
        if days.last is not None and days.last < date.max:
            yield days.last + _DAY


def rule_days(program: Program, question: str) -> tuple[Days, ...]:
    """Return the spans on which a question has rules, as far as dates alone say. No errors."""
    edges = sorted({date.min, *changes(program, question)})
    found: list[Days] = []
    for first, after in zip(edges, [*edges[1:], None], strict=True):
        if not has_rules_on(program, question, first):
            continue
        begins = None if first == date.min else first
        last = None if after is None else after - _DAY
        if found and found[-1].last is not None and begins == found[-1].last + _DAY:
            begins = found.pop().first
        found.append(Days(begins, last))
    return tuple(found)


def versions_of(program: Program, clause_id: str) -> tuple[Version, ...]:
    """Describe every version of a clause for readers, the earliest first. No errors."""
    return tuple(_version(program, clause) for clause in all_versions(program, clause_id))


def _version(program: Program, clause: Clause) -> Version:
    written = clause.in_force
    return Version(
        days_of(program, clause),
        written is not None and written.at_the_latest,
        written.by.name if written is not None and written.by is not None else "",
        clause.issued,
        clause.force is Force.PLANNED,
        clause.citations,
        clause.place,
    )


def is_known(program: Program, clause: Clause) -> bool:
    """Say whether a version was issued by `known_on` of the program. No errors."""
    known_on = program.known_on
    return known_on is None or clause.issued is None or clause.issued <= known_on


def _first(clause: Clause) -> date:
    return written_days(clause).first or date.min
