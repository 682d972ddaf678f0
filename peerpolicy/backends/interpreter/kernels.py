"""The interpreter's answers without their traces, for a back end that leaves terms to it.

What it is for: `KERNELS`. May import: `backends.base`, `ir`, `facts.model`, `truth` and the rest
of this back end below. What stays true: the answer is that of the trace, which is made and dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import attrs

from peerpolicy.backends.base import Answer, Due, Scenes
from peerpolicy.backends.interpreter.scene import Scene, all_count
from peerpolicy.backends.interpreter.terms import answer_clause, judge, with_shown_facts
from peerpolicy.facts.model import Facts
from peerpolicy.ir.program import Clause, Program, Question
from peerpolicy.ir.schema import Grade
from peerpolicy.ir.terms import Term
from peerpolicy.truth import Outcome

_ANSWERS: dict[Outcome, Answer] = {
    Outcome.MET: True,
    Outcome.NOT_MET: False,
    Outcome.UNKNOWN: None,
}


class _Kernels:
    """Answers terms and clauses by judging them. No errors for what was checked."""

    def scenes(self, program: Program, question: Question, facts: Facts, as_of: date) -> Scenes:
        """Look at a case, on the question's grade and on every claim. No errors."""
        sure = with_shown_facts(Scene(program, question, facts, as_of, question.grade))
        alike = all_count(facts, sure.floor)
        believed = sure if alike else attrs.evolve(sure, floor=Grade.CLAIMED)
        return Scenes(sure, believed, alike, sure.facts)

    def term(self, term: Term) -> Callable[[Scene], Answer | Due]:
        """Return what answers a term. No errors."""

        def answer(scene: Scene) -> Answer | Due:
            trace = judge(scene, term)
            if trace.nothing_due:
                return Due.NOTHING
            return Due.PERHAPS if trace.due_unknown else _ANSWERS[trace.outcome]

        return answer

    def clause(self, clause: Clause) -> Callable[[Scene], tuple[Answer, Answer, bool]]:
        """Return what answers a clause. No errors."""

        def answer(scene: Scene) -> tuple[Answer, Answer, bool]:
            trace = answer_clause(scene, clause)
            return _ANSWERS[trace.applies], _ANSWERS[trace.holds], trace.contributes

        return answer


KERNELS = _Kernels()
"""Hand this to a back end that needs some terms answered."""
