"""Open points: what a policy leaves to somebody, gathered from where it is said.

What it is for: `check --open` and `inspect --open`. May import: `ir` and attrs. What stays true:
an open point is no fault of the policy, so it never changes an exit code; a term that an
interpretation settles is not open.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from peerpolicy.ir.program import Program
from peerpolicy.quantity import show


@attrs.frozen
class OpenPoint:
    """One thing that nobody has settled: what it is, where, whose it is, and the words."""

    kind: str
    name: str
    owner: str
    text: str

    def show(self) -> str:
        """Return the point as one line."""
        owner = f" (open with {self.owner})" if self.owner else ""
        return f"{self.kind} {self.name}{owner}: {self.text}"


def open_points(program: Program) -> tuple[OpenPoint, ...]:
    """Return open terms, open values, open rows of the ledger and assumptions, in this order."""
    return (*_terms(program), *_values(program), *_rows(program), *_assumptions(program))


def _terms(program: Program) -> Iterator[OpenPoint]:
    for term in program.open_terms:
        if term.settled_by is None:
            readings = f"; readings: {', '.join(term.readings)}" if term.readings else ""
            yield OpenPoint("open term", term.id, term.owner, f'"{term.wording}"{readings}')


def _values(program: Program) -> Iterator[OpenPoint]:
    for parameter in program.parameters:
        for row in parameter.rows:
            if len({offer.amount for offer in row.offers}) != 1:
                offers = " or ".join(f"{show(o.amount)} {parameter.measure}" for o in row.offers)
                what = f"{row.show()}: {offers or 'not determined yet'}".removeprefix(": ")
                yield OpenPoint("parameter", parameter.id, row.owner, what)


def _rows(program: Program) -> Iterator[OpenPoint]:
    for row in program.ledger:
        if row.status == "open":
            yield OpenPoint("place", f'{row.source} "{row.locator}"', row.owner, row.note)


def _assumptions(program: Program) -> Iterator[OpenPoint]:
    for convention in program.calendar.conventions.values():
        if convention.basis == "assumed":
            yield OpenPoint("assumption", convention.name, "", convention.reading)
    for clause in program.clauses:
        for each in clause.assumptions:
            yield OpenPoint("assumption", clause.id, "", f"{each.word}: {each.because}")
