"""Exceptions made to a clause: which of them hold, and what the clause asks for then.

What it is for: `FoundException` records of a finding, and the conditions that count beside or
instead of the clause's own. May import: `ir`, `outcome`, `truth` and attrs. What stays true: a
named exception always stands with its own citation; what certainly does not hold changes nothing.
"""

from __future__ import annotations

import attrs

from peerpolicy.ir.program import Citation, Clause
from peerpolicy.ir.terms import Term
from peerpolicy.outcome import ClauseTrace, Trace
from peerpolicy.truth import Outcome

Told = tuple[tuple[Term, Trace], ...]
"""Conditions and how each was answered."""


@attrs.frozen(kw_only=True)
class FoundException:
    """What an exception comes to: whether it holds, what it does, and where it stands.

    `id` is empty for an `unless` line, which shares the citation of its clause. `effect` is "does
    not apply" or the condition that takes the place of the clause's own; then `instead` says how
    that was answered.
    """

    id: str
    outcome: Outcome
    effect: str
    citation: tuple[Citation, ...] = attrs.field(repr=False)
    condition: Trace = attrs.field(repr=False)
    instead: Trace | None = attrs.field(repr=False)


def found_exceptions(clause: Clause, trace: ClauseTrace) -> tuple[FoundException, ...]:
    """Return what became of each exception, in the order of the file.

    None where no version of the clause was looked at, or where the answers of several were joined.
    No errors.
    """
    if not clause.exceptions or trace.tried or trace.condition.not_in_force:
        return ()
    lifted = "does not bar" if clause.kind == "exclude" else "does not apply"
    return tuple(
        FoundException(
            id=made.id,
            outcome=found.condition.outcome,
            effect=lifted if made.instead is None else made.instead.text,
            citation=made.citations or clause.citations,
            condition=found.condition,
            instead=found.instead,
        )
        for made, found in zip(clause.exceptions, trace.exceptions, strict=True)
    )


def in_force(clause: Clause, trace: ClauseTrace) -> Told:
    """Return what the clause asks for: its own condition, or what exceptions put in its place.

    Several where it is not known, or not settled, which of them counts; where it is lifted, its
    own condition. No errors.
    """
    if not clause.exceptions:
        return ((clause.condition, trace.condition),)
    terms = [made.instead for made in clause.exceptions]
    told: list[tuple[Term, Trace]] = []
    for each in trace.in_play:
        if each is None:
            told.append((clause.condition, trace.condition))
            continue
        term = terms[trace.exceptions.index(each)]
        if term is not None and each.instead is not None:
            told.append((term, each.instead))
    return tuple(told) or ((clause.condition, trace.condition),)
