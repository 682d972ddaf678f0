"""What back ends share: answers without traces, and who gives them where one cannot.

What it is for: a back end that knows some terms only by asking another one gets it handed in as
`Kernels`; so no back end imports another. May import: `ir`, `facts.model` and attrs. What stays
true: an answer is True, False or None (not known), and never carries a reason.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import date
from typing import Any, Protocol

import attrs

from peerpolicy.facts.model import Facts
from peerpolicy.ir.program import Clause, Program, Question
from peerpolicy.ir.terms import Term

Answer = bool | None
"""An outcome as the bare value; None is unknown."""


class Due(enum.Enum):
    """Two special ways to be unknown: nothing is due yet, or perhaps nothing is."""

    NOTHING = "nothing due"
    PERHAPS = "perhaps nothing due"


Scene = Any
"""Whatever the evaluator that answers terms wants to be given back."""


@attrs.frozen(eq=False)
class Scenes:
    """One case as the evaluator that answers terms sees it.

    `sure` believes the question's grade, `believed` every claim. `alike`: nothing in the facts is
    below that grade, so they come to the same. `facts` are those of the case, what complete papers
    show raised to that.
    """

    sure: Scene
    believed: Scene
    alike: bool
    facts: Facts


class Kernels(Protocol):
    """Answers single terms and whole clauses, for a back end that leaves them to another."""

    def scenes(self, program: Program, question: Question, facts: Facts, as_of: date, /) -> Scenes:
        """Look at a case. No errors."""

    def term(self, term: Term, /) -> Callable[[Scene], Answer | Due]:
        """Return what answers a term in a scene, as part of a clause that no paper shows."""

    def clause(self, clause: Clause, /) -> Callable[[Scene], tuple[Answer, Answer, bool]]:
        """Return what says whether a clause applies, holds, and bears on the outcome at all."""
