"""Comparing answers: what became unsettled or changed between two cases of one question.

What it is for: laws about a question, tried on generated facts. May import: both back ends,
`facts`, `explain`, `outcome` and the rest of this room below. What stays true: outcomes are
compared by the name of what they are of, never by their order; an amount is compared as the
interval of what is possible.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Final

import attrs
from hypothesis import strategies as st

from peerpolicy.backends.codegen import Compiled, compile_question
from peerpolicy.backends.interpreter import KERNELS, evaluate, evaluate_clause
from peerpolicy.explain.decision import Decision
from peerpolicy.explain.replay import Inquiry
from peerpolicy.facts.model import Facts
from peerpolicy.facts.reader import read
from peerpolicy.ir.program import Program, Question
from peerpolicy.outcome import QuestionTrace
from peerpolicy.quantity import Interval
from peerpolicy.testing.cases import Plain
from peerpolicy.testing.completion import completions
from peerpolicy.testing.reads import Reads, what_is_read
from peerpolicy.testing.strategies import facts_for, mutated_examples, near_boundary
from peerpolicy.truth import Outcome

Evaluator = Callable[[Program, Question, Facts, date], QuestionTrace]

BACK_ENDS: Final[Mapping[str, Evaluator]] = MappingProxyType({"interpreter": evaluate})
"""Everything that can answer a question; each law is tried on each of them."""


@attrs.frozen(slots=False)
class Asked:
    """A question of a program: its answers to plain facts, and strategies for such facts."""

    program: Program
    question: Question
    reads: Reads
    evaluator: Evaluator = evaluate

    @classmethod
    def of(cls, program: Program, name: str, back_end: str = "interpreter") -> Asked:
        """Prepare a question for one of `BACK_ENDS`.

        Errors: ValueError if the program does not have it; KeyError for no such back end.
        """
        reads = what_is_read(program, name)
        question = program.question(name)
        if question is None:
            raise ValueError(f"the program has no question `{name}`")
        return cls(program, question, reads, BACK_ENDS[back_end])

    @cached_property
    def compiled(self) -> Compiled:
        """The question as generated code."""
        return compile_question(self.program, self.question, KERNELS)

    def trace(self, facts: Mapping[str, object], as_of: date) -> QuestionTrace:
        """Answer the question. Errors: FactsError for facts that cannot be read."""
        known = read(self.program.schema, facts)
        return self.evaluator(self.program, self.question, known, as_of)

    def decision(self, facts: Mapping[str, object], as_of: date) -> Decision:
        """Decide the question, with explanations. Errors: as for `trace`."""
        known = read(self.program.schema, facts)
        trace = self.evaluator(self.program, self.question, known, as_of)
        inquiry = Inquiry(self.program, self.question, self.evaluator, evaluate_clause)
        return Decision(inquiry, known, as_of, trace.outcome, trace)

    def anything(self, as_of: date) -> st.SearchStrategy[Plain]:
        """Draw facts of all kinds: partial ones, close calls, worked examples changed."""
        return st.one_of(self.good(as_of), facts_for(self.program, self.question.id, as_of=as_of))

    def good(self, as_of: date) -> st.SearchStrategy[Plain]:
        """Draw facts that are often met: close calls, and worked examples a little changed."""
        close = near_boundary(self.program, self.question.id, as_of=as_of)
        if not any(example.question == self.question.id for example in self.program.examples):
            return close
        return mutated_examples(self.program, self.question.id, as_of=as_of) | close

    def further(
        self, facts: Mapping[str, object], as_of: date, reads: Reads | None = None
    ) -> st.SearchStrategy[Plain]:
        """Draw completions of facts, of what the question reads or of `reads` alone."""
        aimed = self.reads if reads is None else reads
        return completions(self.program.schema, facts, as_of, aimed)


def contributions(trace: QuestionTrace) -> dict[str, Outcome]:
    """Return what each clause contributes, whether it applies, and the outcome, by name."""
    found = {c.clause: c.contribution for c in trace.clauses}
    found |= {f"{c.clause} applies": c.applies for c in trace.clauses}
    found |= {f"the answer {a.name}": a.outcome for a in trace.answers}
    return {**found, f"the question {trace.question}": trace.outcome}


def everything(trace: QuestionTrace) -> dict[str, object]:
    """Return whatever must not depend on an order: by clause, and the answer."""
    pairs: dict[str, object] = {c.clause: (c.applies, c.holds) for c in trace.clauses}
    pairs |= {f"the answer {a.name}": a.outcome for a in trace.answers}
    settled = trace.settled.name if trace.settled is not None else None
    return {**pairs, f"the question {trace.question}": (trace.outcome, trace.answer, settled)}


def lost(before: QuestionTrace, after: QuestionTrace) -> list[str]:
    """List what was definite and is not the same any more, and an amount not thought possible."""
    one, other = _alike(before, after), _alike(after, before)
    found = contributions(other)
    changed = [
        f"{what}: {was.value}, then {found[what].value}"
        for what, was in contributions(one).items()
        if was is not Outcome.UNKNOWN and found[what] is not was
    ]
    if not _within(after.answer, before.answer):
        changed.append(f"answer: {before.answer}, then {after.answer}")
    return changed


def _alike(trace: QuestionTrace, other: QuestionTrace) -> QuestionTrace:
    """Return a trace with what no longer bears on the outcome, as in the other it does, left out.

    A version that is only planned makes no demand and is no route; what it says stands beside.
    """
    bears = {c.clause for c in other.clauses if c.contributes}
    out = Outcome.NOT_MET
    clauses = tuple(
        c if c.contributes or c.clause not in bears else attrs.evolve(c, applies=out, holds=out)
        for c in trace.clauses
    )
    return attrs.evolve(trace, clauses=clauses)


def _within(inner: Interval | None, outer: Interval | None) -> bool:
    """Say whether every amount of one answer was possible by the other."""
    if inner is None or outer is None:
        return inner is outer
    if outer.high is not None and (inner.high is None or inner.high > outer.high):
        return False
    return inner.low >= outer.low
