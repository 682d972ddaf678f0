"""A program described as facts, so that the rules of another program can judge it.

What it is for: the plain facts about the entity `program` that `policies/vocabularies/
program_rules.policy` declares. May import: `ir`, `dates`, `quantity` and the standard library.
What stays true: each clause that holds on the day is one record, whatever its topics; the lists
are complete through the day of the description; nothing is read but the program.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from peerpolicy.dates import Span
from peerpolicy.ir.program import Clause, Force, Program
from peerpolicy.ir.terms import Bound, Judgement, Op, ParameterValue, Readings, Total, parts
from peerpolicy.ir.versions import rules_on
from peerpolicy.quantity import Number, exact, show

_MINUTES = "minutes"

Row = dict[str, object]


def describe(program: Program, day: date) -> dict[str, object]:
    """Describe a program as it stands on a day: facts in their plain form. No errors."""
    clauses = rules_on(program, day)
    rules = [_rule(program, clause, day) for clause in clauses]
    minimums = [row for clause in clauses for row in _minimums(program, clause, day)]
    described: Row = {
        "described_on": day.isoformat(),
        "program_text": _complete(rules, day),
        "minimum_of_hours": _complete(minimums, day),
    }
    return {"evidence": "verified", "program": described}


def _complete(rows: list[Row], day: date) -> Row:
    return {"complete_through": day.isoformat(), "entries": rows}


def _rule(program: Program, clause: Clause, day: date) -> Row:
    return {
        "described_on": day.isoformat(),
        "clause": clause.id,
        "kind": clause.kind,
        "force": clause.force.value,
        "topics": list(clause.topics),
        "is_settled": not any(_is_open(program, part, day) for part in parts(clause)),
    }


def _is_open(program: Program, part: object, day: date) -> bool:
    """Whether a part is an open term or a value that nobody has settled."""
    match part:
        case Readings():
            return True
        case Judgement(is_open_term=open_term):
            return open_term
        case ParameterValue():
            return None in _amounts(program, part, day)
    return False


def _minimums(program: Program, clause: Clause, day: date) -> Iterator[Row]:
    """Yield the hours that a clause which must hold asks for at least, in minutes."""
    if clause.force is not Force.MUST:
        return
    for part in parts(clause.condition):
        if isinstance(part, Total) and part.op is Op.AT_LEAST and not part.counted:
            measure = program.schema.measures[part.unit]
            for amount in _amounts(program, part.bound, day) if measure.base == _MINUTES else ():
                yield {
                    "described_on": day.isoformat(),
                    "clause": clause.id,
                    "topics": list(clause.topics),
                    "length": None if amount is None else show(_times(amount, measure.factor)),
                }


def _amounts(program: Program, bound: Bound, day: date) -> list[Number | None]:
    """List what a bound is on a day, for each key of a parameter; None where not settled."""
    if not isinstance(bound, ParameterValue):
        return [bound]
    parameter = program.parameter(bound.name)
    rows = parameter.rows if parameter is not None else ()
    offers: dict[str, set[Number | None]] = {}
    for row in rows:
        if row.may_hold_in(Span(day, day)):
            amounts = {_times(offer.amount, bound.factor) for offer in row.offers}
            offers.setdefault(row.key, set()).update(amounts or {None})
    return [each.pop() if len(each) == 1 else None for each in offers.values()]


def _times(amount: Number, factor: Number) -> Number:
    return exact(Fraction(amount * factor))
