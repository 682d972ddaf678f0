"""Eras: runs of days on which the same versions of every clause hold.

What it is for: within an era it is known which clauses there are, so code is made for one era. May
import: `ir`. What stays true: on all days of an era, whatever does not rest on facts is the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import attrs

from peerpolicy.ir.force import Days
from peerpolicy.ir.program import Clause, Program, Question
from peerpolicy.ir.schema import Grade
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
    other back end, because it takes more than one version, a paper, or what an exception puts in
    its place. `bears`: whether it bears on an outcome, None where facts decide that.
    """

    clause: Clause | None
    is_left: bool = False
    bears: bool | None = False


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
    if _is_special(program, question, first):
        return _left(program, versions, day)
    return Standing(first, bears=bears_on_outcome(program, first, day))


def _left(program: Program, versions: tuple[Clause, ...], day: date) -> Standing:
    bears = {bears_on_outcome(program, each, day) for each in versions}
    return Standing(versions[0], is_left=True, bears=bears.pop() if len(bears) == 1 else None)


def _is_special(program: Program, question: Question, clause: Clause) -> bool:
    if any(each.instead is not None for each in clause.exceptions):
        return True
    # only where values that are shown are enough does a paper that shows them change anything
    return question.grade is Grade.SHOWN and any(s.clause == clause.id for _, s in program.papers)
