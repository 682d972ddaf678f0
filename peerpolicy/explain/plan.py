"""Plans: steps that together bring a question to met, and none of which can be left out.

What it is for: alternatives of one clause, and one suggested plan for all. May import: `explain`'s
effects, steps, ways and replay, `ir`, `quantity`, attrs. What stays true: every alternative and
every plan is replayed; a plan is minimal against leaving out any single step, and called optimal
only where that is proved; the search is bounded, and gives up rather than guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

import attrs

from peerpolicy.explain.effects import Situation
from peerpolicy.explain.replay import Goal, Player
from peerpolicy.explain.steps import Change, Step, Way, applied
from peerpolicy.explain.ways import MANY, applying_ways, clause_ways
from peerpolicy.explain.ways_values import FEW, Lookout
from peerpolicy.ir.program import Clause
from peerpolicy.quantity import Interval
from peerpolicy.truth import Outcome

DEEP = 4
"""How many times in a row one clause is looked at before it is given up."""

TRIES = 24
"""How many times one clause is asked again for one alternative."""

ROUNDS = 3
"""How many times all clauses are gone through for a plan."""


@attrs.frozen
class Plan:
    """Steps after which the question is met; without any single one of them it is not.

    `optimal` is True only where it is proved that fewer steps are not enough.

    >>> import peerpolicy as pp
    >>> from datetime import date
    >>> d = pp.load_shipped("us/ct/dds_peer_to_peer").decide(
    ...     {}, as_of=date(2026, 11, 23), question="may_receive")
    >>> plan = d.remedies().plan
    >>> len(plan.steps), plan.optimal
    (2, False)
    """

    steps: tuple[Step, ...]
    optimal: bool


@attrs.frozen
class Search:
    """What came of looking for a plan: the plan, or the clauses that nothing settles now."""

    plan: Plan | None
    stuck: tuple[str, ...] = ()


# ---------------------------------------------------------------- one clause


@attrs.define(eq=False)
class _Tries:
    """How many questions are left, and how many steps deep the search may still go."""

    left: int = TRIES
    deep: int = DEEP


def alternatives(player: Player, now: Situation, clause: Clause) -> Iterator[Way]:
    """Yield ways, each replayed, after which a clause no longer stands in the way.

    Errors: those of the evaluator.
    """
    seen: set[frozenset[Step]] = set()
    for way in _proposals(player, now, clause):
        whole = _finished(player, now, clause, way, _Tries())
        if whole is None:
            continue
        least = minimal(whole, lambda w: not player.blocked(applied(now, w), clause))
        least = summed(least)
        if least and frozenset(least) not in seen:
            seen.add(frozenset(least))
            yield least


def _proposals(player: Player, now: Situation, clause: Clause) -> tuple[Way, ...]:
    # the clause of the situation: an open term may have been settled on the way
    on = Lookout(now, player.case.question)
    return clause_ways(on, player.trace(now, clause))


def _finished(
    player: Player, now: Situation, clause: Clause, way: Way, tries: _Tries
) -> Way | None:
    """Return the way with whatever it still lacks; None where nothing is found in time."""
    then = applied(now, way)
    tries.left -= 1
    if not player.blocked(then, clause):
        return way
    if tries.deep == 0 or tries.left <= 0 or then == now:
        return None
    tries.deep -= 1
    for more in _proposals(player, then, clause)[:3]:
        rest = _finished(player, then, clause, more, tries) if tries.left > 0 else None
        if rest is not None:
            return (*way, *rest)
    tries.deep += 1
    return None


def minimal(steps: Way, enough: Callable[[Way], bool]) -> Way:
    """Leave out steps, one at a time, until none can be left out. No errors of its own."""
    again = True
    while again:
        again = False
        for step in reversed(steps):
            fewer = tuple(s for s in steps if s is not step)
            if enough(fewer):
                steps, again = fewer, True
    return steps


def summed(steps: Way) -> Way:
    """Join steps that are equal, each of them needed, into one of their sum. No errors."""
    return tuple(_times(step, number) for step, number in Counter(steps).items())


def _times(step: Step, number: int) -> Step:
    value = step.value
    if isinstance(value, Interval):
        value = sum([value] * (number - 1), value)
    return attrs.evolve(step, value=value, effects=step.effects * number)


# ---------------------------------------------------------------- all clauses


def suggest(player: Player) -> Search:
    """Look for a plan: clause by clause, papers first, each seeing what went before.

    Errors: those of the evaluator.
    """
    start = now = player.case.situation
    steps: Way = ()
    for round_ in range(ROUNDS):
        waiting = player.left(now)
        if not waiting:
            break
        stuck: list[str] = []
        for goal in sorted(waiting, key=_asks_for_no_paper):
            if not player.open(now, goal):
                continue
            way = _toward(player, now, goal, careful=round_ > 0)
            if way is None:
                stuck += names_of(goal)
            else:
                steps, now = (*steps, *way), applied(now, way)
        if stuck:
            return Search(None, tuple(stuck))
    if not player.met(now):
        steps = (*steps, *_applying(player, now))
    return _checked(player, start, steps)


def _asks_for_no_paper(goal: Goal) -> bool:
    return all(clause.kind != "submit" for route in goal for clause in route)


def names_of(goal: Goal) -> Iterator[str]:
    """Yield the clauses of a goal, route after route. No errors."""
    return (clause.id for route in goal for clause in route)


def _toward(player: Player, now: Situation, goal: Goal, *, careful: bool) -> Way | None:
    """Choose the route with least left to do; None where no route comes to its end."""
    ways = (_along(player, now, route, careful=careful) for route in goal)
    return min((way for way in ways if way is not None), key=_effort, default=None)


def _along(
    player: Player, now: Situation, route: tuple[Clause, ...], *, careful: bool
) -> Way | None:
    """Return the steps along a whole route; half of one is nothing."""
    steps: Way = ()
    for clause in route:
        if not player.blocked(now, clause):
            continue
        way = _chosen(player, now, clause, careful=careful)
        if way is None:
            return None
        steps, now = (*steps, *way), applied(now, way)
    return steps


def _effort(way: Way) -> tuple[int, int]:
    """Order ways: few changes of what is known, then few steps. No errors."""
    return sum(isinstance(step, Change) for step in way), len(way)


def _chosen(player: Player, now: Situation, clause: Clause, *, careful: bool) -> Way | None:
    """Choose an alternative that changes nothing known, if there is one.

    `careful`: the one after which the fewest goals are left.
    """
    found = list(islice(alternatives(player, now, clause), FEW if careful else 3))
    if not found:
        return None
    if careful:
        return min(found, key=lambda way: (len(player.left(applied(now, way))), len(way)))
    return min(found, key=_effort)


def _applying(player: Player, now: Situation) -> Way:
    """Return steps by which some requirement certainly applies and holds, if none does so far."""
    for clause in (each for each in player.clauses if not each.replaces):
        trace = player.trace(now, clause)
        if trace.applies is Outcome.MET:
            return ()
        on = Lookout(now, player.case.question)
        for way in applying_ways(on, trace)[:MANY]:
            then = applied(now, way)
            if not player.blocked(then, clause):
                if player.met(then):
                    return way
                continue
            more = next(alternatives(player, then, clause), None)
            if more is not None and player.met(applied(then, more)):
                return (*way, *more)
    return ()


def _checked(player: Player, start: Situation, steps: Way) -> Search:
    """Replay the steps, leave out what is superfluous, and replay what is left as a whole."""
    if not player.met(applied(start, steps)):
        return Search(None)
    least = summed(minimal(steps, lambda way: player.met(applied(start, way))))
    if not player.certainly_met(applied(start, least)):
        return Search(None)
    return Search(Plan(least, optimal=len(least) <= 1))
