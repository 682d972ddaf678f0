"""Masks: the standing of all clauses as whole numbers, and what it comes to.

What it is for: joining two readings of the facts bit by bit, and an outcome from what was joined.
May import: `truth`, `ir`, `outcome` and `clauses`. What stays true: one bit for each clause; a
question with named answers has one more word for those that have a condition.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import attrs

from peerpolicy.backends.codegen.clauses import Goal, goals_of
from peerpolicy.ir.program import Clause, Question
from peerpolicy.outcome import QuestionTrace
from peerpolicy.truth import Outcome, all_of, of


@attrs.frozen
class Status:
    """Whether each clause applies, holds and bears on the outcome: bit n is clause n.

    `may_` says possibly, the others certainly. `answers`: whether each named answer holds.
    """

    applies: int
    may_apply: int
    holds: int
    may_hold: int
    bears: int
    answers: int
    may_answer: int

    def tells(self, trace: QuestionTrace) -> bool:
        """Say whether a trace tells the same of each clause. No errors."""
        clauses = trace.clauses
        return (self.applies, self.may_apply, self.holds, self.may_hold) == (
            _bits(c.applies is Outcome.MET for c in clauses),
            _bits(c.applies is not Outcome.NOT_MET for c in clauses),
            _bits(c.holds is Outcome.MET for c in clauses),
            _bits(c.holds is not Outcome.NOT_MET for c in clauses),
        )


def _bits(flags: Iterable[bool]) -> int:
    return sum(1 << n for n, flag in enumerate(flags) if flag)


def told(sure: Status, believed: Status) -> Status:
    """Join two readings: what fails although all is believed fails, else the sure one stands."""
    fails, a, b = ~believed.may_hold, sure, believed

    def chosen(first: int, second: int, by: int) -> int:
        return (second & by) | (first & ~by)

    wrong = ~believed.may_answer
    return Status(
        chosen(a.applies, b.applies, fails),
        chosen(a.may_apply, b.may_apply, fails),
        chosen(a.holds, b.holds, fails),
        chosen(a.may_hold, b.may_hold, fails),
        chosen(a.bears, b.bears, fails),
        chosen(a.answers, b.answers, wrong),
        chosen(a.may_answer, b.may_answer, wrong),
    )


@attrs.frozen(eq=False)
class Joined:
    """What the clauses of a question come to in an era.

    `ids`: the clauses in the order of their bits, `clauses` how each stands, None where none holds.
    """

    question: Question
    ids: tuple[str, ...]
    clauses: Mapping[str, Clause | None]
    own: int = attrs.field(init=False)
    routes: int = attrs.field(init=False)
    _goals: dict[int, tuple[tuple[int, ...], ...]] = attrs.field(factory=dict, init=False)

    @own.default
    def _own(self) -> int:
        name = self.question.id
        return self._mask([e for e, c in self.clauses.items() if c and name in c.questions])

    @routes.default
    def _routes(self) -> int:
        return self._mask([e for e, c in self.clauses.items() if c and c.replaces])

    def _mask(self, chosen: Collection[str]) -> int:
        return _bits(each in chosen for each in self.ids)

    def goals(self, bears: int) -> tuple[tuple[int, ...], ...]:
        """Return what must be reached, as the masks of its routes. No errors."""
        found = self._goals.get(bears)
        if found is None:
            known = [each for n, each in enumerate(self.ids) if bears >> n & 1]
            goals = goals_of({each: self.clauses[each] for each in known})
            found = self._goals[bears] = tuple(self._routes_of(goal) for goal in goals)
        return found

    def _routes_of(self, goal: Goal) -> tuple[int, ...]:
        return tuple(self._mask(route) for route in goal)

    def outcome(self, status: Status) -> Outcome:
        """Combine what the clauses contribute and the answers say. No errors."""
        bears = status.bears & self.own
        demands = self._demands(status, bears)
        if self.question.answers:
            return self._answered(status, demands)
        applied = status.applies & bears & ~self.routes
        return Outcome.UNKNOWN if demands is Outcome.MET and not applied else demands

    def _demands(self, status: Status, bears: int) -> Outcome:
        is_route = self.routes
        met = (~status.may_apply | status.holds) & ~is_route
        met |= status.applies & status.holds & is_route
        possible = (~status.applies | status.may_hold) & ~is_route
        possible |= status.may_apply & status.may_hold & is_route
        answer = Outcome.MET
        for goal in self.goals(bears):
            if not any(route & possible == route for route in goal):
                return Outcome.NOT_MET
            if not any(route & met == route for route in goal):
                answer = Outcome.UNKNOWN
        return answer

    def _answered(self, status: Status, common: Outcome) -> Outcome:
        """Say what the first answer that is not ruled out comes to; the last is what is left."""
        conditions = [a for a in self.question.answers if a.condition is not None]
        for n, _ in enumerate(conditions):
            certain, perhaps = status.answers >> n & 1, status.may_answer >> n & 1
            holds = all_of((common, of(True if certain else None if perhaps else False)))
            if holds is not Outcome.NOT_MET:
                return holds
        return Outcome.NOT_MET if len(conditions) < len(self.question.answers) else Outcome.UNKNOWN
