"""Questions as functions: the verdict, which returns early, and the status of every clause.

What it is for: `compile_question`, and what it makes. May import: `truth`, `ir`, `facts.model`,
`errors` and the rest of this back end. What stays true: what is refused is refused when it is
compiled, never when it is asked; where some value is below the question's grade, a clause is read
twice, as ADR 0004 says; the masks have one bit for each clause, in the order of the file.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date

import attrs

from peerpolicy.backends.codegen import nodes
from peerpolicy.backends.codegen.nodes import Function, either, is_, is_not, just, name, when
from peerpolicy.backends.codegen.slots import Cells, Plan, Slot, cells, plan_of
from peerpolicy.backends.codegen.terms import Writer, emit, negated
from peerpolicy.dates import LeapDay
from peerpolicy.errors import UnsupportedByBackend
from peerpolicy.facts.model import Facts
from peerpolicy.ir.program import Clause, Force, Program, Question
from peerpolicy.ir.schema import Grade
from peerpolicy.ir.versions import holds_on, is_advice
from peerpolicy.truth import Outcome, of


@attrs.frozen
class Status:
    """Whether each clause applies and holds: bit n is clause n, certainly and possibly."""

    applies: int
    may_apply: int
    holds: int
    may_hold: int


@attrs.frozen(eq=False)
class Compiled:
    """A question as functions, without any state: safe to share between threads."""

    program: Program = attrs.field(repr=False)
    question: Question
    clauses: tuple[str, ...]
    bearing: int
    _plan: Plan = attrs.field(repr=False)
    _verdict: Function = attrs.field(repr=False)
    _status: Function = attrs.field(repr=False)

    def verdict(self, facts: Facts, as_of: date) -> Outcome:
        """Answer the question. No errors."""
        if not holds_on(self.program, as_of):
            return self._outcome(self._nothing)
        sure, believed = self._readings(facts, as_of)
        if sure == believed:
            found = self._verdict(sure, sure)
            return of(found if isinstance(found, bool) else None)
        return self._outcome(self._told(sure, believed))

    def status(self, facts: Facts, as_of: date) -> Status:
        """Say of each clause whether it applies and holds. No errors."""
        if not holds_on(self.program, as_of):
            return self._nothing
        return self._told(*self._readings(facts, as_of))

    @property
    def _nothing(self) -> Status:
        """The status on a day on which the program does not hold: no clause of it applies."""
        return Status(0, 0, 0, (1 << len(self.clauses)) - 1)

    def _readings(self, facts: Facts, as_of: date) -> tuple[Cells, Cells]:
        leap_day = self.program.calendar.leap_day or LeapDay.MARCH_1
        grade = self.question.grade
        sure = cells(self._plan, facts, as_of, grade, leap_day)
        if grade is Grade.CLAIMED:
            return sure, sure
        return sure, cells(self._plan, facts, as_of, Grade.CLAIMED, leap_day)

    def _told(self, sure: Cells, believed: Cells) -> Status:
        """Join both readings: what fails although all is believed fails, else the sure one."""
        first = self._masks(sure, sure)
        if sure == believed:
            return first
        second = self._masks(sure, believed)
        fails = ~second.may_hold
        return Status(
            *(
                (b & fails) | (a & ~fails)
                for a, b in zip(attrs.astuple(first), attrs.astuple(second), strict=True)
            )
        )

    def _masks(self, sure: Cells, read: Cells) -> Status:
        found = self._status(sure, read)
        assert isinstance(found, tuple)
        return Status(*found)

    def _outcome(self, told: Status) -> Outcome:
        """Combine what the clauses contribute; unknown where none certainly applies."""
        met = (~told.may_apply | told.holds) & self.bearing
        possible = (~told.applies | told.may_hold) & self.bearing
        if possible != self.bearing:
            return Outcome.NOT_MET
        certain = met == self.bearing and told.applies & self.bearing
        return Outcome.MET if certain else Outcome.UNKNOWN


def compile_question(program: Program, question: Question) -> Compiled:
    """Turn a question of a checked program into functions.

    Errors: UnsupportedByBackend, naming the construct, for what the generator does not know;
    KeyError for a program that was not checked.
    """
    _refuse(program, question)
    clauses = tuple(c for c in program.clauses if question.id in c.questions)
    slots: list[Slot] = []
    verdict = _function(program, _verdict_body, clauses, slots)
    status = _function(program, _status_body, clauses, slots)
    bearing = sum(1 << n for n, c in enumerate(clauses) if not is_advice(c))
    names = tuple(c.id for c in clauses)
    return Compiled(program, question, names, bearing, plan_of(slots), verdict, status)


def trees(program: Program, question: Question) -> tuple[ast.Module, ...]:
    """Return the syntax trees of both functions, to be looked at. Errors: `compile_question`."""
    _refuse(program, question)
    clauses = tuple(c for c in program.clauses if question.id in c.questions)
    return tuple(_written(program, body, clauses, [])[0] for body in (_verdict_body, _status_body))


def _refuse(program: Program, question: Question) -> None:
    """Refuse what needs more than terms. Errors: UnsupportedByBackend."""
    if question.answers or question.answers_in is not None:
        raise UnsupportedByBackend("answers")
    if question.grade is not Grade.CLAIMED and any(c.shows for c in program.clauses):
        raise UnsupportedByBackend("Shown")


def _refuse_clause(program: Program, clause: Clause) -> None:
    if clause.in_force is not None or (program.known_on is not None and clause.issued is not None):
        raise UnsupportedByBackend("InForce")
    if clause.force is Force.PLANNED:
        raise UnsupportedByBackend("planned")
    if clause.replaces:
        raise UnsupportedByBackend("pathway")
    if any(each.instead is not None for each in clause.exceptions):
        raise UnsupportedByBackend("instead")


Body = Callable[["_Clauses", tuple[Clause, ...]], None]
"""Writes the body of one of the two functions."""


def _written(
    program: Program, body: Body, clauses: tuple[Clause, ...], slots: list[Slot]
) -> tuple[ast.Module, list[object]]:
    """Write one function; return its tree and its constants."""
    out = _Clauses(program, slots)
    body(out, clauses)
    constants = out.writer.constants
    return nodes.tree_of(out.writer.body, ("g", "v"), len(constants)), constants


def _function(
    program: Program, body: Body, clauses: tuple[Clause, ...], slots: list[Slot]
) -> Function:
    tree, constants = _written(program, body, clauses, slots)
    return nodes.function_of(tree, clauses[0].place.file if clauses else "", constants)


class _Clauses:
    """Writes clauses: whether they apply, whether they hold, what they contribute."""

    def __init__(self, program: Program, slots: list[Slot]) -> None:
        self.program = program
        self.writer = Writer(clause=self.contribution, slots=slots)

    def contribution(self, clause_id: str, reading: str) -> str:
        """Write what a clause contributes: does not apply, or holds."""
        clause = self.program.clause(clause_id)
        if clause is None:
            raise KeyError(f"there is no clause {clause_id}")
        known = clause
        return self.writer.once((clause_id, reading), lambda: self._contribution(known, reading))

    def _contribution(self, clause: Clause, reading: str) -> str:
        out = self.writer
        applies = self.applies(clause)
        if applies is None:
            return emit(out, clause.condition, reading)
        whole = negated(out, applies)
        with out.inside(is_not(whole, True)):
            holds = emit(out, clause.condition, reading)
            out.put(when(is_not(holds, False), [nodes.assign(whole, name(holds))]))
        return whole

    def applies(self, clause: Clause) -> str | None:
        """Write whether a clause applies: its guard, unless an exception lifts it; None: always.

        Both are read on the question's evidence.
        """
        _refuse_clause(self.program, clause)
        if clause.guard is None and not clause.exceptions:
            return None
        return self.writer.once(("applies", clause.id), lambda: self._applies(clause))

    def _applies(self, clause: Clause) -> str:
        out = self.writer
        guard = None if clause.guard is None else emit(out, clause.guard, "g")
        whole = out.value(just(True) if guard is None else name(guard))
        for each in clause.exceptions:
            with out.inside(is_not(whole, False)):
                lifts = emit(out, each.condition, "g")
                out.put(when(is_(lifts, True), [nodes.assign(whole, just(False))]))
                out.put(when(is_(lifts, None), [nodes.assign(whole, just(None))]))
        return whole


def _verdict_body(out: _Clauses, clauses: tuple[Clause, ...]) -> None:
    """Return False at the first clause that certainly fails, else None or True at the end."""
    to = out.writer
    open_, applied = to.value(just(False)), to.value(just(False))
    for clause in clauses:
        if is_advice(clause):
            _refuse_clause(out.program, clause)
            continue
        to.line = clause.place.line
        applies = out.applies(clause)
        if applies is None:
            to.put(nodes.assign(applied, just(True)))
        else:
            to.put(when(is_(applies, True), [nodes.assign(applied, just(True))]))
        found = out.contribution(clause.id, "v")
        to.put(when(is_(found, False), [ast.Return(just(False))]))
        to.put(when(is_(found, None), [nodes.assign(open_, just(True))]))
    waits = either(is_(applied, True), just(True), just(None))
    to.put(ast.Return(either(is_(open_, True), just(None), waits)))


def _status_body(out: _Clauses, clauses: tuple[Clause, ...]) -> None:
    """Start from all bits, and take away what is not so, or not certainly."""
    to, everything = out.writer, just((1 << len(clauses)) - 1)
    masks = [to.value(everything) for _ in range(4)]
    for n, clause in enumerate(clauses):
        to.line = clause.place.line
        applies = out.applies(clause)
        if applies is not None:
            _take_away(to, applies, masks[0], masks[1], n)
        _take_away(to, emit(to, clause.condition, "v"), masks[2], masks[3], n)
    to.put(ast.Return(ast.Tuple([name(word) for word in masks], ast.Load())))


def _take_away(to: Writer, found: str, certain: str, possible: str, n: int) -> None:
    to.put(when(is_not(found, True), [nodes.change(certain, ast.Sub(), 1 << n)]))
    to.put(when(is_(found, False), [nodes.change(possible, ast.Sub(), 1 << n)]))
