"""Questions as functions: the verdict, which returns early, and the status of every clause.

What it is for: `compile_question`, and what it makes. May import: `truth`, `backends.base`, `ir`,
`facts.model` and the rest of this back end. What stays true: every question of a checked program
compiles; where some value is below the question's grade, a clause is read twice, as ADR 0004 says;
the masks have one bit for each clause, in the order of the file.
"""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date

import attrs

from peerpolicy.backends.base import Kernels, Scenes
from peerpolicy.backends.codegen import nodes
from peerpolicy.backends.codegen.clauses import Clauses, status_body, verdict_body
from peerpolicy.backends.codegen.eras import eras
from peerpolicy.backends.codegen.masks import Joined, Status, told
from peerpolicy.backends.codegen.nodes import Function
from peerpolicy.backends.codegen.slots import (
    Cells,
    Moments,
    Plan,
    Slot,
    TooYoung,
    cells,
    moments,
    plan_of,
)
from peerpolicy.backends.codegen.terms import ARGUMENTS
from peerpolicy.dates import LeapDay
from peerpolicy.facts.model import Facts
from peerpolicy.ir.asking import behind_answers
from peerpolicy.ir.program import Program, Question
from peerpolicy.ir.schema import Grade
from peerpolicy.truth import Outcome, of


@attrs.frozen(eq=False)
class Code:
    """A question in one era: what it reads, and its functions.

    `verdict` is None where masks alone say what the clauses come to. `asks`: something is left to
    the other back end, so scenes are needed.
    """

    plan: Plan
    days: tuple[TooYoung, ...]
    verdict: Function | None
    status: Function
    asks: bool
    joined: Joined


@attrs.frozen(eq=False)
class Compiled:
    """A question as functions; safe to share between threads.

    The code of an era is made when a day of it is first asked about, and kept.
    """

    program: Program = attrs.field(repr=False)
    question: Question
    clauses: tuple[str, ...]
    _kernels: Kernels = attrs.field(repr=False)
    _eras: tuple[date, ...] = attrs.field(repr=False)
    _codes: dict[date, Code] = attrs.field(repr=False, factory=dict)

    def verdict(self, facts: Facts, as_of: date) -> Outcome:
        """Answer the question. No errors."""
        code = self._code(as_of)
        scenes = self._scenes(code, facts, as_of)
        day = moments(code.days, as_of, self._leap_day)
        sure, believed = self._readings(code, scenes, facts)
        if sure == believed and code.verdict is not None and (scenes is None or scenes.alike):
            scene = None if scenes is None else scenes.sure
            found = code.verdict(sure, sure, day, scene, scene)
            return of(found if isinstance(found, bool) else None)
        return code.joined.outcome(self._told(code, scenes, (sure, believed), day))

    def status(self, facts: Facts, as_of: date) -> Status:
        """Say of each clause whether it applies and holds. No errors."""
        code = self._code(as_of)
        scenes = self._scenes(code, facts, as_of)
        day = moments(code.days, as_of, self._leap_day)
        return self._told(code, scenes, self._readings(code, scenes, facts), day)

    @property
    def _leap_day(self) -> LeapDay:
        return self.program.calendar.leap_day or LeapDay.MARCH_1

    def _code(self, as_of: date) -> Code:
        first = self._eras[bisect_right(self._eras, as_of) - 1]
        code = self._codes.get(first)
        if code is None:
            code = self._codes[first] = _code(
                self.program, self.question, self.clauses, self._kernels, first
            )
        return code

    def _scenes(self, code: Code, facts: Facts, as_of: date) -> Scenes | None:
        if not code.asks:
            return None
        return self._kernels.scenes(self.program, self.question, facts, as_of)

    def _readings(self, code: Code, scenes: Scenes | None, facts: Facts) -> tuple[Cells, Cells]:
        known, grade = facts if scenes is None else scenes.facts, self.question.grade
        sure = cells(code.plan, known, grade)
        if grade is Grade.CLAIMED:
            return sure, sure
        return sure, cells(code.plan, known, Grade.CLAIMED)

    def _told(
        self, code: Code, scenes: Scenes | None, readings: tuple[Cells, Cells], day: Moments
    ) -> Status:
        """Join both readings: what fails although all is believed fails, else the sure one."""
        sure, believed = readings
        s, w = (None, None) if scenes is None else (scenes.sure, scenes.believed)
        first = _masks(code.status(sure, sure, day, s, s))
        if sure == believed and (scenes is None or scenes.alike):
            return first
        return told(first, _masks(code.status(sure, believed, day, s, w)))


def _masks(found: object) -> Status:
    assert isinstance(found, tuple)
    return Status(*found)


def compile_question(program: Program, question: Question, kernels: Kernels) -> Compiled:
    """Turn a question of a checked program into functions.

    In: `kernels` answer what is left to another back end. Errors: KeyError for a program that was
    not checked, when the question is asked.
    """
    asked = behind_answers(program, question.answers)
    ids = dict.fromkeys(
        c.id for c in program.clauses if question.id in c.questions or c.id in asked
    )
    return Compiled(program, question, tuple(ids), kernels, eras(program))


def _code(
    program: Program, question: Question, ids: tuple[str, ...], kernels: Kernels, day: date
) -> Code:
    slots: list[Slot] = []
    days: list[TooYoung] = []
    out = _written(program, question, kernels, day, (slots, days))
    status_body(out, ids, question)
    status = _function(out)
    asks = out.to.asks
    verdict = None
    if _has_verdict(out, question):
        brief = _written(program, question, kernels, day, (slots, days))
        verdict_body(brief, question)
        verdict = _function(brief)
        asks = asks or brief.to.asks
    joined = Joined(question, ids, {each: out.standing(each).clause for each in ids})
    return Code(plan_of(slots), tuple(days), verdict, status, asks, joined)


def _written(
    program: Program,
    question: Question,
    kernels: Kernels,
    day: date,
    lists: tuple[list[Slot], list[TooYoung]],
) -> Clauses:
    return Clauses(program, question, day, kernels, *lists)


def _has_verdict(out: Clauses, question: Question) -> bool:
    """Say whether the clauses alone answer, and which of them do is known without facts."""
    known = all(out.standing(each).bears is not None for each in out.of(question.id))
    return not question.answers and known


def _tree(out: Clauses) -> ast.Module:
    return nodes.tree_of(out.to.body, ARGUMENTS, len(out.to.constants))


def _function(out: Clauses) -> Function:
    clauses = out.program.clauses
    file = clauses[0].place.file if clauses else ""
    return nodes.function_of(_tree(out), file, out.to.constants)


def trees(
    program: Program, question: Question, kernels: Kernels, day: date
) -> Sequence[ast.Module]:
    """Return the syntax trees of the functions for a day, to be looked at. No errors."""
    made = compile_question(program, question, kernels)
    bodies = [_written(program, question, kernels, day, ([], [])) for _ in range(2)]
    status_body(bodies[0], made.clauses, question)
    if not _has_verdict(bodies[1], question):
        return [_tree(bodies[0])]
    verdict_body(bodies[1], question)
    return [_tree(each) for each in bodies]
