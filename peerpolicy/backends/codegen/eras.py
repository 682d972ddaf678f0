"""Eras: runs of days on which the same versions of every clause hold.

What it is for: within an era it is known which clauses there are, so code is made for one era. May
import: `ir`. What stays true: on all days of an era, whatever does not rest on facts is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import attrs

from peerpolicy.ir.force import Days
from peerpolicy.ir.program import Clause, Program, Question, Shown
from peerpolicy.ir.schema import Grade
from peerpolicy.ir.terms import ClauseMet, Paper, ParameterValue, QuestionMet, parts
from peerpolicy.ir.versions import (
    all_versions,
    bears_on_outcome,
    chosen_by,
    days_of,
    holds_on,
    is_known,
    periodic_line,
    versions_on,
)


@attrs.frozen
class Standing:
    """How a clause stands in an era.

    `clause`: the version that holds, None where none does. `is_left`: its answer is left to the
    other back end, because it takes more than one version, or a paper that facts decide about.
    `bears`: whether it bears on an outcome, None where facts decide that.
    """

    clause: Clause | None
    is_left: bool = False
    bears: bool | None = False

    @property
    def is_joined(self) -> bool:
        """Whether one call says both whether the clause applies and whether it holds."""
        exceptions = self.clause.exceptions if self.clause is not None else ()
        return self.is_left or any(each.instead is not None for each in exceptions)


def eras(program: Program) -> tuple[date, ...]:
    """Return the first day of each era, the first of all days to begin with. No errors."""
    starts = {date.min}
    for days in _spans(program):
        if days.first is not None:
            starts.add(days.first)
        if days.last is not None and days.last < date.max:
            starts.add(days.last + timedelta(days=1))
    return tuple(sorted(starts))


def _spans(program: Program) -> Iterator[Days]:
    if program.in_force is not None:
        yield program.in_force
    if program.status is not None:
        yield program.status.days
    for clause in program.clauses:
        if clause.in_force is not None:
            yield days_of(program, clause)


def standing(program: Program, question: Question, clause_id: str, day: date) -> Standing:
    """Say how a clause stands in the era of a day. Errors: KeyError if there is no such clause."""
    versions = all_versions(program, clause_id)
    if not versions:
        raise KeyError(f"there is no clause {clause_id}")
    if not holds_on(program, day):
        return Standing(None)
    first = versions[0]
    if first.in_force is not None:
        found = versions_on(program, clause_id, day)
        if chosen_by(program, clause_id) is not None or len(found) > 1:
            return _left(program, versions, day)
        if found and periodic_line(found[0].condition) is not None:
            return _left(program, versions, day)
        if not found:
            return Standing(None)
        first = found[0]
    elif not is_known(program, first):
        return Standing(None)
    if _is_special(program, question, first, day):
        return _left(program, versions, day)
    return Standing(first, bears=bears_on_outcome(program, first, day))


def _left(program: Program, versions: tuple[Clause, ...], day: date) -> Standing:
    bears = {bears_on_outcome(program, each, day) for each in versions}
    return Standing(versions[0], is_left=True, bears=bears.pop() if len(bears) == 1 else None)


def _is_special(program: Program, question: Question, clause: Clause, day: date) -> bool:
    papers = papers_for(program, question, clause, day)
    return papers is None or (bool(papers) and any(isinstance(p, _WIDE) for p in parts(clause)))


_WIDE = (ClauseMet, QuestionMet, ParameterValue)
"""Parts of a clause that a paper for it says nothing about."""


def papers_for(
    program: Program, question: Question, what: Clause | tuple[str, str], day: date
) -> tuple[Paper, ...] | None:
    """Return the papers that show a clause, or a fact of an entity, in the era of a day.

    Only where values that are shown are enough do they change anything. Out: None where facts
    decide whether a paper is asked for. No errors.
    """
    if question.grade is not Grade.SHOWN:
        return ()
    found = []
    for submit, shown in program.papers:
        if not _shows(submit, shown, what):
            continue
        stands = _settles(program, submit, day)
        if stands is None:
            return None
        if stands:
            found.append(shown.paper)
    return tuple(found)


def facts_raise_facts(program: Program, question: Question) -> bool:
    """Say whether it rests on facts which papers are asked for that show a fact. No errors."""
    return question.grade is Grade.SHOWN and any(
        shown.fact is not None and _facts_decide(program, submit)
        for submit, shown in program.papers
    )


def _facts_decide(program: Program, clause: Clause) -> bool:
    if clause.in_force is None:
        return False
    return chosen_by(program, clause.id) is not None or periodic_line(clause.condition) is not None


def _shows(submit: Clause, shown: Shown, what: Clause | tuple[str, str]) -> bool:
    if isinstance(what, Clause):
        return shown.clause == what.id != submit.id
    return shown.fact is not None and (shown.fact.subject.name, shown.fact.name) == what


def _settles(program: Program, clause: Clause, day: date) -> bool | None:
    """Say whether this version holds and counts for the outcome; None where facts decide."""
    if not bears_on_outcome(program, clause, day) or not holds_on(program, day):
        return False
    if clause.in_force is None:
        return is_known(program, clause)
    if _facts_decide(program, clause):
        return None
    return versions_on(program, clause.id, day) == (clause,)
