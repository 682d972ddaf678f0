"""Replaying: a case asked again after some steps, through an evaluator that is handed in.

What it is for: the `Inquiry` and the `Case` behind a decision, and the answers that remedies rest
on. May import: `explain.effects`, `explain.in_force`, `facts.model`, `ir`, `outcome` and attrs;
never a back end. What stays true: an evaluator is only ever called with whole, checked data;
nothing is believed that was not replayed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

import attrs

from peerpolicy.explain.lazily import lazily
from peerpolicy.facts.model import Facts
from peerpolicy.ir.canonical import digest
from peerpolicy.ir.force import Days
from peerpolicy.ir.program import Clause, Program, Question
from peerpolicy.ir.versions import is_advice, rule_days
from peerpolicy.outcome import ClauseTrace, QuestionTrace, combine
from peerpolicy.truth import Outcome

if TYPE_CHECKING:  # what explains is imported when an explanation is read
    from peerpolicy.explain.digests import Read
    from peerpolicy.explain.effects import Situation
    from peerpolicy.explain.shared import Teller

AnswerQuestion = Callable[[Program, Question, Facts, date], QuestionTrace]
AnswerClause = Callable[[Program, str, Question, Facts, date], ClauseTrace]


Goal = tuple[tuple[Clause, ...], ...]
"""What must be reached: one of some routes, each the clauses that must no longer be in the way."""


def goals_of(clauses: tuple[Clause, ...]) -> Iterator[Goal]:
    """Yield each clause on its own, and each replaced set with its pathways. No errors."""
    pathways: dict[frozenset[str], list[Clause]] = {}
    for clause in clauses:
        if clause.replaces:
            pathways.setdefault(frozenset(clause.replaces), []).append(clause)
    replaced = frozenset[str]().union(*pathways)
    for clause in clauses:
        if not clause.replaces and clause.id not in replaced:
            yield ((clause,),)
    for names, routes in pathways.items():
        ordinary = tuple(c for c in clauses if c.id in names)
        yield (ordinary, *((route,) for route in routes))


@attrs.frozen(eq=False, slots=False)
class Inquiry:
    """A question of a program, and what answers it: shared by all decisions on the question.

    `policy_digest` is that of the whole program, whatever of it is known on `known_on`.
    """

    program: Program = attrs.field(repr=False)
    question: Question
    answer: AnswerQuestion = attrs.field(repr=False)
    answer_clause: AnswerClause = attrs.field(repr=False)
    policy_digest: str = attrs.field(repr=False)

    @policy_digest.default
    def _digest(self) -> str:
        return digest(self.program)

    def __reduce__(self) -> tuple[type[Inquiry], tuple[object, ...]]:
        """Pickle with plain mappings in the place of read-only ones."""
        asked = (plain(self.program), plain(self.question))
        return Inquiry, (*asked, self.answer, self.answer_clause, self.policy_digest)

    @lazily
    def _rules(self) -> tuple[Days, ...]:
        return rule_days(self.program, self.question.id)

    @lazily
    def _has_rules_always(self) -> bool:
        return self._rules == (Days(),)

    @lazily
    def read(self) -> Read:
        """The subjects and registries that the question can rest on."""
        from peerpolicy.explain.digests import read_by

        return read_by(self.program, self.question.id)

    @lazily
    def teller(self) -> Teller:
        """What tells the clauses of the question, and keeps what can be told again."""
        from peerpolicy.explain.shared import Teller

        return Teller(self.program, self.question, self.answer_clause)

    def refuse_without_rules(self, day: date) -> None:
        """Raise where no rule is in force on a day.

        Errors: NotInForceError, which says on which days some rule is.
        """
        if not self._has_rules_always and not any(day in days for days in self._rules):
            from peerpolicy.explain.in_force import no_rules

            raise no_rules(self.program, self.question.id, day, self._rules)


@attrs.frozen(eq=False)
class Case:
    """What a decision was made from, so that it can be asked again; no `repr` shows a fact."""

    inquiry: Inquiry
    facts: Facts = attrs.field(repr=False)
    day: date

    @property
    def program(self) -> Program:
        """The program that was asked."""
        return self.inquiry.program

    @property
    def question(self) -> Question:
        """The question that was asked."""
        return self.inquiry.question

    @property
    def situation(self) -> Situation:
        """The case as it is."""
        from peerpolicy.explain.effects import Situation

        return Situation(self.program, self.facts, self.day)


@attrs.define(eq=False)
class Player:
    """Asks a case again; remembers which clause failed last, to ask that one first.

    `clauses` are those that have to be out of the way, if not said otherwise those of the
    question. `good_enough`: of a question with named answers, those that are aimed at.
    """

    case: Case
    good_enough: frozenset[str] = frozenset()
    clauses: tuple[Clause, ...] = attrs.field()
    goals: tuple[Goal, ...] = attrs.field(init=False)

    @clauses.default
    def _clauses(self) -> tuple[Clause, ...]:
        name = self.case.question.id
        bearing = (c for c in self.case.program.clauses if name in c.questions)
        found = {c.id: c for c in bearing if not is_advice(c)}
        return tuple(found.values())

    @goals.default
    def _goals(self) -> tuple[Goal, ...]:
        return tuple(goals_of(self.clauses))

    def trace(self, now: Situation, clause: Clause) -> ClauseTrace:
        """Ask one clause again. Errors: those of the evaluator."""
        case = self.case
        return case.inquiry.answer_clause(now.program, clause.id, case.question, now.facts, now.day)

    def blocked(self, now: Situation, clause: Clause) -> bool:
        """Say whether a clause stands in the way. Errors: those of the evaluator."""
        trace = self.trace(now, clause)
        if not trace.contributes:
            return bool(clause.replaces)  # no route, and no requirement either
        return trace.contribution is not Outcome.MET

    def open(self, now: Situation, goal: Goal) -> bool:
        """Say whether no route of a goal is gone to its end. Errors: those of the evaluator."""
        return all(any(self.blocked(now, c) for c in route) for route in goal)

    def left(self, now: Situation) -> tuple[Goal, ...]:
        """Return the goals that are not reached. Errors: those of the evaluator."""
        return tuple(goal for goal in self.goals if self.open(now, goal))

    def met(self, now: Situation) -> bool:
        """Say whether the whole question is met, clause by clause, stopping at the first no."""
        if self.good_enough:
            return self.certainly_met(now)
        traces = []
        single = {goal[0][0].id for goal in self.goals if len(goal) == 1}
        for clause in self.clauses:
            trace = self.trace(now, clause)
            blocks = trace.contributes and trace.contribution is not Outcome.MET
            if blocks and clause.id in single:
                self._first(clause)
                return False
            traces.append(trace)
        return combine(tuple(traces)) is Outcome.MET

    def _first(self, clause: Clause) -> None:
        self.clauses = (clause, *(c for c in self.clauses if c is not clause))

    def certainly_met(self, now: Situation) -> bool:
        """Ask the evaluator for the whole question. Errors: those of the evaluator."""
        case = self.case
        # the question of the situation: an open term may have been settled on the way
        question = now.program.question(case.question.id) or case.question
        trace = case.inquiry.answer(now.program, question, now.facts, now.day)
        if not self.good_enough:
            return trace.outcome is Outcome.MET
        return trace.settled is not None and trace.settled.name in self.good_enough

    def first_met(self, days: Iterable[date]) -> date | None:
        """Return the first of some days on which the question is met as the facts are now."""
        start = self.case.situation
        later = sorted({day for day in days if day > start.day})
        return next((d for d in later if self.certainly_met(attrs.evolve(start, day=d))), None)


def plain(value: object) -> object:
    """Copy frozen data with plain dicts in the place of read-only mappings, which do not pickle."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    kind = type(value)
    if not attrs.has(kind):
        return value
    stored = (field for field in attrs.fields(kind) if field.init)
    return kind(**{field.alias: plain(getattr(value, field.name)) for field in stored})
