"""Clauses as statements: whether they apply, whether they hold, what they contribute.

What it is for: the bodies of the two functions that a question is made into. May import: `ir` and
the rest of this back end below. What stays true: guards and exceptions are read on the question's
evidence; a clause whose whole condition has nothing due does not apply; a pathway adds a way and
no demand.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import attrs

from peerpolicy.backends.base import Due, Kernels
from peerpolicy.backends.codegen import nodes
from peerpolicy.backends.codegen.eras import Standing, papers_for, standing
from peerpolicy.backends.codegen.exceptions import settle
from peerpolicy.backends.codegen.nodes import either, is_, is_not, just, name, when
from peerpolicy.backends.codegen.slots import AnySlot, Moment, Slot
from peerpolicy.backends.codegen.terms import emit, emit_due, may_idle, negated
from peerpolicy.backends.codegen.writer import Writer
from peerpolicy.ir.program import Clause, Program, Question
from peerpolicy.ir.terms import Paper, Term
from peerpolicy.ir.versions import holds_on


@attrs.frozen
class Told:
    """The locals of a clause; `applies` is None where it always does.

    `bears` is the local of whether it bears on the outcome, None where that is known without facts.
    """

    applies: str | None
    holds: str
    bears: str | None = None


@attrs.define(eq=False)
class Clauses:
    """Writes the clauses of a program, as they are in the era of a day."""

    program: Program
    asker: Question
    day: date
    kernels: Kernels
    slots: list[AnySlot]
    days: list[Moment]
    to: Writer = attrs.field(init=False)

    @to.default
    def _to(self) -> Writer:
        asks = (self.kernels, self.asked_for, self.question, self.raised)
        return Writer(self.program, *asks, self.slots, self.days)

    def standing(self, clause_id: str) -> Standing:
        """Say how a clause stands. Errors: KeyError."""
        return standing(self.program, self.asker, clause_id, self.day)

    def of(self, question: str) -> tuple[str, ...]:
        """Return the clauses that are for a question, each once. No errors."""
        return tuple(dict.fromkeys(c.id for c in self.program.clauses if question in c.questions))

    # ------------------------------------------------------------ one clause

    def told(self, clause_id: str, reading: str) -> Told:
        """Write whether a clause applies and holds. Errors: KeyError."""
        stands = self.standing(clause_id)
        if stands.clause is None:
            return Told(self.to.value(just(False)), self.to.value(just(None)))
        if stands.is_left:
            return self._asked(stands.clause, stands.bears is None, reading)
        if stands.is_joined:
            return self._settled(stands.clause, reading)
        return Told(self.applies(stands.clause, reading), self.holds(stands.clause, reading))

    def _asked(self, clause: Clause, with_bears: bool, reading: str) -> Told:
        out = self.to
        whole = out.once(("asked", clause.id, reading), lambda: out.asked(clause, reading))
        applies, holds = self._part(whole, 0), self._part(whole, 1)
        return Told(applies, holds, self._part(whole, 2) if with_bears else None)

    def _part(self, whole: str, n: int) -> str:
        where = ast.Subscript(name(whole), just(n), ast.Load())
        return self.to.once(("part", whole, n), lambda: self.to.value(where))

    def _settled(self, clause: Clause, reading: str) -> Told:
        """Write a clause of which an exception puts something in the place of the condition."""
        key = ("settled", clause.id, reading)
        whole = self.to.once(key, lambda: self._settle(clause, reading))
        return Told(self._part(whole, 0), self._part(whole, 1))

    def _settle(self, clause: Clause, reading: str) -> str:
        out, graded = self.to, self.believed(clause, "g")
        guard = None if clause.guard is None else emit(out, clause.guard, graded)

        def branch(term: Term) -> tuple[ast.expr, ast.expr]:
            holds = emit(out, term, self.believed(clause, reading))
            whole = out.value(just(True))
            if may_idle(out, term):
                whole = self._is_due(term, holds, reading, graded)
            if guard is not None:
                # "each of these": a no of either, else what is open
                failing = either(is_(whole, False), just(False), name(guard))
                out.put(when(is_not(guard, True), [nodes.assign(whole, failing)]))
            return name(whole), name(holds)

        own = branch(clause.condition)
        exceptions: list[ast.expr] = []
        for each in clause.exceptions:
            lifts = emit(out, each.condition, graded)
            found = (just(False), own[1]) if each.instead is None else branch(each.instead)
            exceptions.append(ast.Tuple([name(lifts), *found], ast.Load()))
        written = ast.Tuple([*own], ast.Load())
        return out.value(ast.Call(out.constant(settle), [written, *exceptions], []))

    def holds(self, clause: Clause, reading: str) -> str:
        """Write whether the condition of a clause holds. No errors."""
        key = ("holds", clause.id, reading)
        return self.to.once(
            key, lambda: emit(self.to, clause.condition, self.believed(clause, reading))
        )

    def applies(self, clause: Clause, reading: str) -> str | None:
        """Write whether a clause applies; None: always.

        It does where its guard holds, no exception lifts it and something is due.
        """
        idle = may_idle(self.to, clause.condition)
        if clause.guard is None and not clause.exceptions and not idle:
            return None
        key = ("applies", clause.id, reading if idle else "g")
        return self.to.once(key, lambda: self._applies(clause, reading, idle))

    def _applies(self, clause: Clause, reading: str, idle: bool) -> str:
        out, graded = self.to, self.believed(clause, "g")
        whole = out.value(just(True))
        if idle:
            holds = "" if reading == "g" else self.holds(clause, reading)
            whole = self._is_due(clause.condition, holds, reading, graded)
        if clause.guard is not None:
            with out.inside(is_not(whole, False)):
                guard = emit(out, clause.guard, graded)
                out.put(when(is_not(guard, True), [nodes.assign(whole, name(guard))]))
        for each in clause.exceptions:
            with out.inside(is_not(whole, False)):
                lifts = emit(out, each.condition, graded)
                out.put(when(is_(lifts, True), [nodes.assign(whole, just(False))]))
                out.put(when(is_(lifts, None), [nodes.assign(whole, just(None))]))
        return whole

    def _is_due(self, term: Term, holds: str, reading: str, graded: str) -> str:
        """Write whether something is due; a condition that is settled had something to settle."""
        out = self.to
        seen = emit_due(out, term, graded)
        perhaps = nodes.compared(name(seen), ast.Is(), out.constant(Due.PERHAPS))
        nothing = nodes.compared(name(seen), ast.Is(), out.constant(Due.NOTHING))
        open_ = just(None)
        if reading != "g":
            open_ = either(is_(holds, None), just(None), just(True))
        return out.value(either(nothing, just(False), either(perhaps, open_, just(True))))

    # ------------------------------------------------------------ papers that show

    def believed(self, clause: Clause, reading: str) -> str:
        """Write from which reading a clause is believed: any claim, where a paper shows it."""
        papers = papers_for(self.program, self.asker, clause, self.day)
        if not papers:
            return reading
        flag = self._on_file(("shows", clause.id), papers)
        return self.to.once(("believed", clause.id, reading), lambda: self.to.shown(flag, reading))

    def raised(self, slot: Slot) -> str | None:
        """Write whether a paper shows a fact; None where none can. No errors."""
        if slot.own_word or slot.attested:
            return None
        fact = (slot.entity, slot.fact)
        papers = papers_for(self.program, self.asker, fact, self.day)
        return self._on_file(("shows", *fact), papers) if papers else None

    def _on_file(self, key: tuple[str, ...], papers: tuple[Paper, ...]) -> str:
        """Write whether one of some papers is whole, on the question's evidence."""

        def whole() -> str:
            found = self.to.value(just(False))
            for paper in papers:
                with self.to.inside(is_not(found, True)):
                    on_file = emit(self.to, paper, "g")
                    self.to.put(nodes.assign(found, name(on_file)))
            return found

        return self.to.once(key, whole)

    def asked_for(self, clause_id: str, reading: str) -> str | None:
        """Write that a clause is met; None where each of its versions must be asked."""
        return None if self.standing(clause_id).is_left else self.contribution(clause_id, reading)

    def contribution(self, clause_id: str, reading: str) -> str:
        """Write what a clause contributes: does not apply, or holds; of a route, both."""
        key = ("contribution", clause_id, reading)
        return self.to.once(key, lambda: self._contribution(clause_id, reading))

    def _contribution(self, clause_id: str, reading: str) -> str:
        out, stands = self.to, self.standing(clause_id)
        clause = stands.clause
        if clause is None:
            # as a requirement it demands nothing, as a route it leads nowhere
            is_route = any(c.replaces for c in self.program.by_name[clause_id])
            return out.value(just(not is_route))
        if stands.is_joined:
            told = self.told(clause_id, reading)
            applies: str | None = told.applies
        else:
            told, applies = None, self.applies(clause, reading)
        if applies is None:
            return self.holds(clause, reading)
        is_route = bool(clause.replaces)
        whole = out.value(name(applies)) if is_route else negated(out, applies)
        with out.inside(is_not(whole, not is_route)):
            holds = told.holds if told is not None else self.holds(clause, reading)
            settled = is_not(holds, True) if is_route else is_not(holds, False)
            out.put(when(settled, [nodes.assign(whole, name(holds))]))
        return whole

    # ------------------------------------------------------------ questions

    def question(self, question: str, reading: str) -> str | None:
        """Write what the clauses of a question come to; None where that is left.

        Left are questions with named answers, and those whose clauses bear on them by facts.
        """
        asked = self.program.question(question)
        if asked is None or asked.answers:
            return None
        ids = self.of(question)
        if any(self.standing(each).bears is None for each in ids):
            return None
        key = ("question", question, reading)
        return self.to.once(key, lambda: self._question(ids, reading))

    def _question(self, ids: tuple[str, ...], reading: str) -> str:
        out = self.to
        whole, applied = out.value(just(True)), out.value(just(False))
        for each in self.required(ids):
            self.note_applies(each, applied, reading)
        for goal in self.goals(ids):
            with out.inside(is_not(whole, False)):
                found = self.reached(goal, reading)
                out.put(when(is_not(found, True), [nodes.assign(whole, name(found))]))
        waits = either(is_(applied, True), just(True), just(None))
        return out.value(either(is_(whole, True), waits, name(whole)))

    def required(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return the clauses that bear on an outcome and are no routes. No errors."""
        return tuple(
            each
            for each, s in self._stand(ids)
            if s.bears and s.clause is not None and not s.clause.replaces
        )

    def goals(self, ids: Iterable[str]) -> tuple[Goal, ...]:
        """Return what must be reached: each goal as its routes, each route as its clauses."""
        return goals_of({each: s.clause for each, s in self._stand(ids) if s.bears})

    def _stand(self, ids: Iterable[str]) -> Iterator[tuple[str, Standing]]:
        return ((each, self.standing(each)) for each in ids)

    def note_applies(self, clause_id: str, applied: str, reading: str) -> None:
        """Write that something applies, where this clause certainly does. No errors."""
        out, stands = self.to, self.standing(clause_id)
        assert stands.clause is not None
        if stands.is_joined:
            applies = self.told(clause_id, reading).applies
        else:
            applies = self.applies(stands.clause, reading)
        noted = nodes.assign(applied, just(True))
        out.put(noted if applies is None else when(is_(applies, True), [noted]))

    def reached(self, goal: Goal, reading: str) -> str:
        """Write whether one route of a goal is gone to its end. No errors."""
        out = self.to
        if len(goal) == 1 and len(goal[0]) == 1:
            return self.contribution(goal[0][0], reading)
        whole = out.value(just(False))
        for route in goal:
            with out.inside(is_not(whole, True)):
                gone = out.value(just(True))
                for each in route:
                    with out.inside(is_not(gone, False)):
                        found = self.contribution(each, reading)
                        out.put(when(is_not(found, True), [nodes.assign(gone, name(found))]))
                out.put(when(is_not(gone, False), [nodes.assign(whole, name(gone))]))
        return whole


Goal = tuple[tuple[str, ...], ...]
"""What must be reached, as its routes, each made of clauses."""


def goals_of(bearing: Mapping[str, Clause | None]) -> tuple[Goal, ...]:
    """Return each clause on its own, and each replaced set with its routes. No errors.

    In: the clauses that bear on an outcome. A set that is replaced is a route like any other.
    """
    forks: dict[frozenset[str], list[str]] = {}
    for each, clause in bearing.items():
        if clause is not None and clause.replaces:
            forks.setdefault(frozenset(clause.replaces), []).append(each)
    routes = {each for fork in forks.values() for each in fork}
    elsewhere = routes.union(*forks)
    alone = tuple(((each,),) for each in bearing if each not in elsewhere)
    return alone + tuple(
        (tuple(each for each in bearing if each in names), *((route,) for route in fork))
        for names, fork in forks.items()
    )


def verdict_body(out: Clauses, question: Question) -> None:
    """Return False at the first goal that is certainly missed, else None or True at the end.

    Both readings come to the same here, so one is read.
    """
    to, ids = out.to, out.of(question.id)
    open_, applied = to.value(just(False)), to.value(just(False))
    required = set(out.required(ids))
    for goal in out.goals(ids):
        stands = out.standing(goal[0][0]) if goal[0] else None
        if stands is not None and stands.clause is not None:
            to.line = stands.clause.place.line
        for each in goal[0]:
            if each in required:
                out.note_applies(each, applied, "g")
        found = out.reached(goal, "g")
        to.put(when(is_(found, False), [ast.Return(just(False))]))
        to.put(when(is_(found, None), [nodes.assign(open_, just(True))]))
    waits = either(is_(applied, True), just(True), just(None))
    to.put(ast.Return(either(is_(open_, True), just(None), waits)))


def status_body(out: Clauses, ids: tuple[str, ...], question: Question) -> None:
    """Start from all bits, and take away what is not so, or not certainly.

    Seven words: applies, may apply, holds, may hold, bears; which answers hold, and may hold.
    """
    to, everything = out.to, just((1 << len(ids)) - 1)
    conditions = [a.condition for a in question.answers if a.condition is not None]
    holds = holds_on(out.program, out.day)
    words = [to.value(everything) for _ in range(5)]
    words += [to.value(just((1 << len(conditions)) - 1)) for _ in range(2)]
    for n, each in enumerate(ids):
        stands = out.standing(each)
        if stands.clause is not None:
            to.line = stands.clause.place.line
        told = out.told(each, "v")
        if told.applies is not None:
            _take_away(to, told.applies, words[0], words[1], n)
        _take_away(to, told.holds, words[2], words[3], n)
        if told.bears is not None:
            to.put(when(is_(told.bears, False), [nodes.change(words[4], ast.Sub(), 1 << n)]))
        elif not stands.bears:
            to.put(nodes.change(words[4], ast.Sub(), 1 << n))
    for n, condition in enumerate(conditions):
        found = emit(to, condition, "v") if holds else to.value(just(None))
        _take_away(to, found, words[5], words[6], n)
    to.put(ast.Return(ast.Tuple([name(word) for word in words], ast.Load())))


def _take_away(to: Writer, found: str, certain: str, possible: str, n: int) -> None:
    to.put(when(is_not(found, True), [nodes.change(certain, ast.Sub(), 1 << n)]))
    to.put(when(is_(found, False), [nodes.change(possible, ast.Sub(), 1 << n)]))
