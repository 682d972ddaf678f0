"""Running examples: each is decided like a case, and compared with what it expects.

What it is for: `checked`, for `Policy.check_examples`, and `found`, one clause alone. May import:
`deciding`, both readers of facts, the interpreter, `explain` and `ir`. What stays true: what fails
is data, never an exception; an example is read and decided by what reads and decides any case.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import attrs

from peerpolicy.backends.interpreter import evaluate_clause
from peerpolicy.deciding import Decider
from peerpolicy.errors import FactsError, NotInForceError
from peerpolicy.explain.decision import Decision
from peerpolicy.explain.examples import (
    ExampleFailure,
    ExampleResult,
    compare,
    compare_undecided,
)
from peerpolicy.explain.findings import Finding, finding
from peerpolicy.facts.model import Facts
from peerpolicy.facts.reader import read
from peerpolicy.ir.program import Example, Program, Question
from peerpolicy.ir.versions import all_versions, versions_of


@attrs.frozen
class Runner:
    """Runs the examples of a program; `decider` gives what decides a question."""

    program: Program
    decider: Callable[[Question], Decider]

    def checked(self, example: Example) -> ExampleResult:
        """Run one example. No errors for a program that was checked."""
        try:
            facts = read(self.program.schema, example.facts)
        except FactsError as error:
            came = "; ".join(f"{d.code} {d.message}" for d in error.diagnostics)
            failures: tuple[ExampleFailure, ...] = (
                ExampleFailure(example.id, "facts that can be read", came, example.place),
            )
        else:
            failures = self._compared(example, facts)
        return ExampleResult(example.id, example.question, example.as_of, failures, example.place)

    def _compared(self, example: Example, facts: Facts) -> tuple[ExampleFailure, ...]:
        try:
            decided = self.decider(self._question(example.question)).decide(facts, example.as_of)
        except NotInForceError:
            return compare_undecided(example)
        return compare(example, decided, self._others(example, decided, facts))

    def _others(self, example: Example, decided: Decision, facts: Facts) -> dict[str, Finding]:
        """Evaluate the clauses that an example names although they are not of its question."""
        here = {f.id for f in decided.findings}
        others = {}
        for expected in example.expectations:
            clause = self.program.clause(expected.name)
            if clause is not None and clause.id not in here:
                question = self._question(clause.questions[0])
                others[clause.id] = found(self.program, clause.id, question, facts, example.as_of)
        return others

    def _question(self, name: str) -> Question:
        return next(question for question in self.program.questions if question.id == name)


def found(program: Program, name: str, question: Question, facts: Facts, day: date) -> Finding:
    """Evaluate one clause alone. Errors: those of the evaluator."""
    trace = evaluate_clause(program, name, question, facts, day)
    clause = all_versions(program, name)[trace.version]
    return finding(clause, trace, versions_of(program, name))
