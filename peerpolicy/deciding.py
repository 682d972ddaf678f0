"""Deciding: the interpreter for the first answers to a question, generated code for the many.

What it is for: `Decider`, which answers one question of a policy and makes the decision. May
import: both back ends, `explain`, `facts` and `ir`. What stays true: both evaluators come to the
same outcome, so it makes no difference which of them was asked; whatever explains a decision is
the interpreter's.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from peerpolicy.backends.interpreter import KERNELS, evaluate, evaluate_clause
from peerpolicy.explain.decision import Decision
from peerpolicy.explain.replay import Inquiry
from peerpolicy.facts.model import Facts
from peerpolicy.ir.program import Program, Question

if TYPE_CHECKING:
    from peerpolicy.backends.codegen import Compiled

FIRST_ANSWERS = 8
"""So many answers are interpreted; about as long as they take, it takes to compile the question."""


@attrs.define(eq=False)
class Decider:
    """Answers one question; safe to share between threads.

    It counts what it was asked, and gets the question compiled once that pays. Two threads may
    both get it compiled, which comes to the same.
    """

    inquiry: Inquiry
    _asked: int = 0
    _compiled: Compiled | None = None

    @classmethod
    def of(cls, program: Program, question: Question, policy_digest: str) -> Decider:
        """Prepare a question of a program, explained by the interpreter. No errors."""
        return cls(Inquiry(program, question, evaluate, evaluate_clause, policy_digest))

    def decide(self, facts: Facts, day: date, *, once: bool = False) -> Decision:
        """Answer the question on a day. Errors: NotInForceError if no rule is in force on it.

        In: `once`, the facts will hardly be asked about again.
        """
        inquiry, compiled = self.inquiry, self._compiled
        inquiry.refuse_without_rules(day)
        if compiled is None:
            self._asked += 1
            if self._asked <= FIRST_ANSWERS:
                trace = evaluate(inquiry.program, inquiry.question, facts, day)
                return Decision(inquiry, facts, day, trace.outcome, trace)
            compiled = self._compile()
        return Decision(inquiry, facts, day, compiled.verdict(facts, day, once=once))

    def _compile(self) -> Compiled:
        # here, so that whoever asks once never loads the generator
        from peerpolicy.backends.codegen import compile_question

        inquiry = self.inquiry
        self._compiled = compile_question(inquiry.program, inquiry.question, KERNELS)
        return self._compiled
