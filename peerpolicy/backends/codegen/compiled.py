"""Questions as functions: the verdict, which returns early, and the status of every clause.

What it is for: `compile_question`, and what it makes. May import: `truth`, `backends.base`, `ir`,
`facts.model` and the rest of this back end. What stays true: every question of a checked program
compiles; where some value is below the question's grade, a clause is read twice, as ADR 0004 says;
the masks have one bit for each clause, in the order of the file.
"""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

import attrs

from peerpolicy.backends.base import Kernels, Scenes
from peerpolicy.backends.codegen import nodes
from peerpolicy.backends.codegen.clauses import Clauses, status_body, verdict_body
from peerpolicy.backends.codegen.eras import eras, facts_raise_facts
from peerpolicy.backends.codegen.masks import Joined, Status, told
from peerpolicy.backends.codegen.nodes import Function
from peerpolicy.backends.codegen.slots import (
    AnySlot,
    Cells,
    Moment,
    Moments,
    Plan,
    alike,
    cells,
    moments,
    plan_of,
)
from peerpolicy.backends.codegen.writer import ARGUMENTS, View
from peerpolicy.dates import LeapDay
from peerpolicy.facts.model import Facts
from peerpolicy.ir.asking import behind_answers
from peerpolicy.ir.program import Program, Question
from peerpolicy.ir.schema import Grade
from peerpolicy.truth import Outcome


@attrs.frozen(eq=False)
class Code:
    """A question in one era: what it reads, and its functions.

    `verdict` is None where masks alone say what the clauses come to. `asks`: something may be left
    to the other back end; `rests`: what is left may read any fact. `brief` is the verdict where it
    takes nothing but the cells, and every claim counts, so that both readings are one.
    """

    plan: Plan
    days: tuple[Moment, ...]
    verdict: Function | None
    status: Function
    asks: bool
    rests: bool
    joined: Joined
    brief: Function | None


class Readings(NamedTuple):
    """The cells of some facts, read on the question's grade and believing every claim."""

    sure: Cells
    believed: Cells
    alike: bool


@attrs.define(eq=False)
class Look:
    """One case for the other back end, looked at when something is first left to it."""

    make: Callable[[], Scenes]
    made: Scenes | None = None
    _given: dict[tuple[int, bool], object] = attrs.field(factory=dict)

    def view(self, *, believes_all: bool) -> View:
        """Return the case as one of the two readings sees it. No errors."""
        return View(self, believes_all, self._given)

    def __call__(self) -> Scenes:
        """Return the scenes of the case. No errors."""
        if self.made is None:
            self.made = self.make()
        return self.made


_OUTCOMES: dict[object, Outcome] = {
    True: Outcome.MET,
    False: Outcome.NOT_MET,
    None: Outcome.UNKNOWN,
}

_MOST_DAYS = 400
"""So many judged days are kept: whoever goes through a year asks each day of it again."""


@attrs.frozen(eq=False)
class Compiled:
    """A question as functions; safe to share between threads.

    The code of an era is made when a day of it is first asked about, and kept. `raises`: facts
    decide which papers may raise facts to the grade asked for, so they are looked at each time.
    """

    program: Program = attrs.field(repr=False)
    question: Question
    clauses: tuple[str, ...]
    _kernels: Kernels = attrs.field(repr=False)
    _eras: tuple[date, ...] = attrs.field(repr=False)
    _raises: bool = attrs.field(repr=False)
    _codes: dict[date, Code] = attrs.field(repr=False, factory=dict)
    _days: dict[date, tuple[Code, Moments]] = attrs.field(repr=False, factory=dict)

    def verdict(self, facts: Facts, as_of: date, *, once: bool = False) -> Outcome:
        """Answer the question. No errors.

        In: `once`, the facts will hardly be asked about again, so nothing is kept with them.
        """
        code, day = self._days.get(as_of) or self._on(as_of)
        if once and code.brief is not None:
            known = cells(code.plan, facts, Grade.CLAIMED)
            return _OUTCOMES[code.brief(known, known, day, None, None, known, None)]
        look = self._look(facts, as_of) if code.asks else None
        readings = facts.kept.get(code) or self._read(code, facts, look)
        if readings.alike and code.verdict is not None:
            sure = readings.sure
            if look is None:
                return _OUTCOMES[code.verdict(sure, sure, day, None, None, sure, None)]
            s, u = look.view(believes_all=False), look.view(believes_all=True)
            return _OUTCOMES[code.verdict(sure, sure, day, s, s, readings.believed, u)]
        return code.joined.outcome(_told(code, readings, day, look))

    def status(self, facts: Facts, as_of: date) -> Status:
        """Say of each clause whether it applies and holds. No errors."""
        code, day = self._days.get(as_of) or self._on(as_of)
        look = self._look(facts, as_of) if code.asks else None
        readings = facts.kept.get(code) or self._read(code, facts, look)
        return _told(code, readings, day, look)

    def _on(self, as_of: date) -> tuple[Code, Moments]:
        """Return what answers on a day: the code of its era, and what the day itself says."""
        first = self._eras[bisect_right(self._eras, as_of) - 1]
        code = self._codes.get(first)
        if code is None:
            code = self._codes[first] = self._made(first)
        leap_day = self.program.calendar.leap_day or LeapDay.MARCH_1
        found = code, moments(code.days, as_of, leap_day)
        if len(self._days) >= _MOST_DAYS:
            self._days.clear()
        self._days[as_of] = found
        return found

    def _look(self, facts: Facts, as_of: date) -> Look:
        return Look(partial(self._kernels.scenes, self.program, self.question, facts, as_of))

    def _read(self, code: Code, facts: Facts, look: Look | None) -> Readings:
        """Look the slots up, and keep them with the facts if they are the same on each day."""
        grade = self.question.grade
        known = facts if look is None or not self._raises else look().facts
        sure = believed = cells(code.plan, known, grade)
        same = True
        if grade is not Grade.CLAIMED:
            believed = cells(code.plan, known, Grade.CLAIMED)
            same = alike(sure, believed)
            if code.rests and look is not None:
                same = look().alike
        found = Readings(sure, believed, same)
        if not self._raises:
            facts.kept[code] = found
        return found

    def _made(self, day: date) -> Code:
        slots: list[AnySlot] = []
        days: list[Moment] = []
        out = Clauses(self.program, self.question, day, self._kernels, slots, days)
        status_body(out, self.clauses, self.question)
        status, verdict, written = _function(out), None, [out.to]
        if _has_verdict(out, self.question):
            brief = Clauses(self.program, self.question, day, self._kernels, slots, days)
            verdict_body(brief, self.question)
            verdict = _function(brief)
            written.append(brief.to)
        asks = self._raises or any(to.asks for to in written)
        return Code(
            plan_of(slots),
            tuple(days),
            verdict,
            status,
            asks,
            any(to.rests for to in written),
            Joined(
                self.question,
                self.clauses,
                {each: out.standing(each).clause for each in self.clauses},
            ),
            None if asks or self.question.grade is not Grade.CLAIMED else verdict,
        )


def _told(code: Code, readings: Readings, day: Moments, look: Look | None) -> Status:
    """Join both readings: what fails although all is believed fails, else the sure one."""
    sure, believed = readings.sure, readings.believed
    s = w = None
    if look is not None:
        s, w = look.view(believes_all=False), look.view(believes_all=True)
    first = _masks(code.status(sure, sure, day, s, s, believed, w))
    if readings.alike:
        return first
    return told(first, _masks(code.status(sure, believed, day, s, w, believed, w)))


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
    raises = facts_raise_facts(program, question)
    return Compiled(program, question, tuple(ids), kernels, eras(program), raises)


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
    ids = compile_question(program, question, kernels).clauses
    bodies = [Clauses(program, question, day, kernels, [], []) for _ in range(2)]
    status_body(bodies[0], ids, question)
    if not _has_verdict(bodies[1], question):
        return [_tree(bodies[0])]
    verdict_body(bodies[1], question)
    return [_tree(each) for each in bodies]
