"""Ways: what would bring a condition to the answer that is wanted, item by item.

What it is for: proposing steps for remedies. May import: `explain`'s effects, steps and the ways
for values and lists, `facts.model`, `ir`, `outcome`, `truth`. What stays true: proposals are only
proposals: each is replayed before anybody sees it; their number is bounded at every node, never a
product over items.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import assert_never

import attrs

from peerpolicy.explain.effects import BEST, Add, Bind, Spot, list_at
from peerpolicy.explain.exceptions import in_force
from peerpolicy.explain.replay import Goal, goals_of
from peerpolicy.explain.steps import Ask, Change, Do, Settle, Step, Way
from peerpolicy.explain.ways_amounts import duration_ways, gap_ways, listed_ways, total_ways
from peerpolicy.explain.ways_bounds import settling_steps
from peerpolicy.explain.ways_credentials import holding_ways, standing_ways
from peerpolicy.explain.ways_held import cap_ways, held_ways, judgement_ways
from peerpolicy.explain.ways_open import open_way
from peerpolicy.explain.ways_topics import topic_ways
from peerpolicy.explain.ways_values import (
    Lookout,
    age_ways,
    deadline_ways,
    fact_ways,
    scope_ways,
)
from peerpolicy.explain.ways_versions import version_ways
from peerpolicy.facts.model import Record
from peerpolicy.ir.program import Clause, ClauseException, Question
from peerpolicy.ir.schema import Sensitivity
from peerpolicy.ir.terms import (
    AgeTest,
    AllOf,
    AnyOf,
    AtLeastOf,
    Back,
    Cap,
    ClauseMet,
    Deadline,
    Defined,
    Duration,
    EachBy,
    Ever,
    FactTest,
    Gap,
    Holds,
    Judgement,
    NeverFails,
    NoneOf,
    Paper,
    QuestionMet,
    Readings,
    Related,
    ScopeTest,
    SomeWho,
    Standing,
    Term,
    TopicTotal,
    Total,
)
from peerpolicy.ir.versions import all_versions
from peerpolicy.outcome import ClauseTrace, ExceptionTrace, Trace
from peerpolicy.truth import Outcome

MANY = 12
"""How many ways of one condition are looked at."""

SOMEBODY = "somebody_new"
"""The id of a person who would be new to a roster."""


def clause_ways(on: Lookout, trace: ClauseTrace) -> tuple[Way, ...]:
    """Return ways by which a clause no longer stands in the way, few-stepped ones first.

    That what it asks for holds, or that it does not count so: its guard fails, or an exception
    holds or no longer does. A pathway must both apply and hold. Where more than one version may
    hold, also that one of them certainly does. No errors.
    """
    if trace.tried:
        tried = [way for each in trace.tried for way in clause_ways(on, each)]
        tried += _one_way(open_way(on, trace.condition))
        return _ranked((*version_ways(on, trace.clause), *tried))
    clause = _version(on, trace)
    if clause is None or trace.condition.not_in_force:
        return ()
    told = in_force(clause, trace)
    holding = [_wanted(on, term, each, True) for term, each in told]
    plainly = [open_way(on, each) for _, each in told]
    if clause.replaces:
        return _ranked([*_every([*_lists_to_apply(on, clause, trace), *holding]), *plainly])
    found = list(_every(holding))
    if clause.guard is not None:
        found += ways(on, clause.guard, trace.guard, False)
    for made, seen in zip(clause.exceptions, trace.exceptions, strict=True):
        found += _by_exception(on, clause, trace, made, seen)
    return _ranked([*found, *plainly])


def _by_exception(
    on: Lookout,
    clause: Clause,
    trace: ClauseTrace,
    made: ClauseException,
    seen: ExceptionTrace,
) -> Iterator[Way]:
    """Yield ways by which an exception holds and helps; and, where it does not help, by which it
    no longer holds.
    """
    holding = [_wanted(on, made.condition, seen.condition, True)]
    if made.instead is not None:
        holding.append(_wanted(on, made.instead, seen.instead, True))
    yield from _every(holding)
    if made.instead is not None and seen.condition.outcome is not Outcome.NOT_MET:
        without = _wanted(on, made.condition, seen.condition, False)
        yield from _every([without, _wanted(on, clause.condition, trace.condition, True)])


def _version(on: Lookout, trace: ClauseTrace) -> Clause | None:
    versions = all_versions(on.case.program, trace.clause)
    return versions[trace.version] if trace.version < len(versions) else None


def applying_ways(on: Lookout, trace: ClauseTrace) -> tuple[Way, ...]:
    """Return ways by which a clause certainly applies. No errors."""
    if trace.tried:
        found = [way for each in trace.tried for way in applying_ways(on, each)]
        return _ranked((*version_ways(on, trace.clause), *found))
    clause = _version(on, trace)
    if clause is None or trace.condition.not_in_force:
        return ()
    return _ranked(_every(list(_lists_to_apply(on, clause, trace))))


def _lists_to_apply(on: Lookout, clause: Clause, trace: ClauseTrace) -> Iterator[Ways]:
    """Yield the ways of each thing that must be so before a clause applies."""
    if clause.guard is not None and trace.guard is not None:
        yield _wanted(on, clause.guard, trace.guard, True)
    for made, seen in zip(clause.exceptions, trace.exceptions, strict=True):
        if made.instead is None:
            yield _wanted(on, made.condition, seen.condition, False)


def rank(way: Way) -> tuple[int, int, int]:
    """Order ways: few steps, few changes of what is known, few questions. No errors."""
    changes = sum(isinstance(step, Change) for step in way)
    return len(way), changes, sum(isinstance(step, Do) for step in way)


def _ranked(found: Iterable[Way]) -> tuple[Way, ...]:
    return tuple(sorted(dict.fromkeys(way for way in found if way), key=rank)[:MANY])


def _one_way(way: Way) -> list[Way]:
    return [way] if way else []


# ---------------------------------------------------------------- terms


def ways(on: Lookout, term: Term, trace: Trace | None, want: bool) -> tuple[Way, ...]:
    """Return ways by which a term is answered as wanted, at most `MANY`. No errors.

    `trace` is None where nothing was asked yet, as of a person who would be new.
    """
    found = list(islice(_ways(on, term, trace, want), MANY))
    found += islice(_with_settled_bounds(on, term, trace, want), MANY)
    if trace is not None and not trace.children:
        found += _one_way(open_way(on, trace))
    return tuple(dict.fromkeys(found))


def _with_settled_bounds(on: Lookout, term: Term, trace: Trace | None, want: bool) -> Iterator[Way]:
    """Yield what settles a bound of the term, alone and with what is lacking then."""
    if not isinstance(term, FactTest | AgeTest | Total | Duration | Cap):
        return
    for step in settling_steps(on, term, trace):
        case = on.case
        for effect in step.effects:
            case = effect.on(case)
        yield (step,)
        then = _ways(attrs.evolve(on, case=case), term, trace, want)
        yield from ((step, *way) for way in islice(then, 2))


def _ways(on: Lookout, term: Term, trace: Trace | None, want: bool) -> Iterator[Way]:
    match term:
        case FactTest():
            yield from fact_ways(on, term, want)
        case Deadline():
            yield from deadline_ways(on, term, want)
        case AgeTest():
            yield from age_ways(on, term, want)
        case ScopeTest():
            yield from scope_ways(on, term, want)
        case Total():
            yield from listed_ways(on, term)
            yield from total_ways(on, term, trace, want)
        case TopicTotal():
            yield from topic_ways(on, term, trace, want)
        case Duration():
            yield from listed_ways(on, term)
            yield from duration_ways(on, term, want)
        case Gap():
            yield from listed_ways(on, term)
            yield from gap_ways(on, term, want)
        case Holds():
            yield from holding_ways(on, term, want)
        case Paper() | Related():
            yield from held_ways(on, term, want)
        case Standing():
            yield from standing_ways(on, term, want)
        case Judgement():
            yield from judgement_ways(on, term, want)
        case Cap():
            yield from cap_ways(on, term, trace, want)
        case AllOf() | AnyOf() | NoneOf() | AtLeastOf():
            yield from _group(on, term, trace, want)
        case SomeWho():
            yield from _somebody(on, term, trace, want)
        case EachBy():
            yield from _different(on, term, trace, want)
        case Defined(item=item) | NeverFails(item=item):
            yield from ways(on, item, _child(trace, 0), want)
        case Readings():
            yield from _readings(on, term, trace, want)
        case ClauseMet():
            yield from _clause_met(on, term.clause, trace, want)
        case QuestionMet():
            yield from _question_met(on, term, trace, want)
        case _:
            assert_never(term)


def _child(trace: Trace | None, at: int) -> Trace | None:
    if trace is None or at >= len(trace.children):
        return None
    return trace.children[at]


def _children(on: Lookout, items: tuple[Term, ...], trace: Trace | None, want: bool) -> list[Ways]:
    return [_wanted(on, item, _child(trace, n), want) for n, item in enumerate(items)]


Ways = tuple[Way, ...]


def _wanted(on: Lookout, term: Term, trace: Trace | None, want: bool) -> Ways:
    """Return the ways of an item, the empty one where it is answered as wanted already."""
    settled = Outcome.MET if want else Outcome.NOT_MET
    if trace is not None and trace.outcome is settled:
        return ((),)
    return ways(on, term, trace, want)


def _group(
    on: Lookout, term: AllOf | AnyOf | NoneOf | AtLeastOf, trace: Trace | None, want: bool
) -> Iterator[Way]:
    """Yield ways for so many items as must be answered as wanted."""
    turned = isinstance(term, NoneOf)
    items = list(enumerate(term.items))
    if isinstance(term, AllOf) and want and trace is not None:
        idle = [n for n, child in enumerate(trace.children) if child.nothing_due]
        items = [(n, item) for n, item in items if n not in idle]
    each = [_wanted(on, item, _child(trace, n), want is not turned) for n, item in items]
    yield from _so_many(each, _how_many(term, len(items), want))


def _how_many(term: AllOf | AnyOf | NoneOf | AtLeastOf, items: int, want: bool) -> int:
    """Return how many items must turn out so that the group does; of "none of", must fail."""
    if isinstance(term, NoneOf):
        return items if want else 1
    enough = term.number if isinstance(term, AtLeastOf) else 1
    if isinstance(term, AllOf):
        enough = items
    # a group fails where so many items fail that too few are left
    return enough if want else items - enough + 1


def _so_many(each: list[Ways], number: int) -> Iterator[Way]:
    """Yield ways in which `number` of the items come out: the cheapest, then one item changed."""
    possible = sorted((w for w in each if w), key=lambda w: min(map(len, w)))
    if number <= 0 or len(possible) < number:
        return
    if number == 1:
        yield from (way for found in possible for way in found)
        return
    yield from _every(possible[:number])
    for other in possible[number:]:
        yield from islice(_every([*possible[: number - 1], other]), 2)


def _every(each: list[Ways]) -> Iterator[Way]:
    """Yield the first way of each item together, then variations of one item at a time."""
    if any(not found for found in each):
        return
    first = [found[0] for found in each]
    yield _joined(first)
    for n, found in enumerate(each):
        for way in found[1:]:
            yield _joined([*first[:n], way, *first[n + 1 :]])


def _joined(parts: Iterable[Way]) -> Way:
    """Join steps, each once: one paper for two items is one step."""
    return tuple(dict.fromkeys(step for way in parts for step in way))


# ---------------------------------------------------------------- rosters, readings, clauses


def _somebody(on: Lookout, term: SomeWho, trace: Trace | None, want: bool) -> Iterator[Way]:
    """Yield what the nearest person lacks, then what somebody new would bring."""
    if not want:
        return
    owner = on.spot(term.subject)
    if trace is not None and trace.nearest:
        person = Spot(owner.entity, term.role, trace.nearest)
        near = attrs.evolve(on, person=trace.nearest, roster=person)
        yield from _every(_children(near, term.items, trace, True))
    new = Spot(owner.entity, term.role, SOMEBODY)
    there = attrs.evolve(on, person=SOMEBODY, roster=new)
    yield from (
        (_new_person(on, owner, term), *way)
        for way in _every([_fresh(there, i, _child(trace, n)) for n, i in enumerate(term.items)])
    )


def _different(on: Lookout, term: EachBy, trace: Trace | None, want: bool) -> Iterator[Way]:
    """Yield what each person still lacks for the item that is theirs, or what others would bring.

    The persons are those that the trace names for its items; where it names none, somebody new.
    """
    if not want:
        return
    owner = on.spot(term.subject)
    each: list[Ways] = []
    for n, item in enumerate(term.items):
        child = _child(trace, n)
        own_id = child.nearest if child is not None else None
        name = own_id or (f"{SOMEBODY}_{n + 1}" if n else SOMEBODY)
        there = attrs.evolve(on, person=name, roster=Spot(owner.entity, term.role, name))
        if own_id is not None:
            each.append(_wanted(there, item, child, True))
            continue
        new = _new_person(on, owner, term, name)
        each.append(tuple((new, *way) for way in _fresh(there, item, None)))
    yield from _every(each)


def _fresh(on: Lookout, term: Term, trace: Trace | None) -> Ways:
    """Return ways of an item for somebody new: all is missing, the periods are those of others."""
    if trace is not None and trace.nothing_due:
        return ((),)
    if isinstance(term, Total) and not isinstance(term.window, Ever | Back) and trace is None:
        return ((),)  # which periods there are is only known once somebody is there
    if isinstance(term, Total) and trace is not None:
        nothing = tuple(
            attrs.evolve(p, observed=attrs.evolve(p.observed, low=0), outcome=Outcome.UNKNOWN)
            for p in trace.periods
        )
        blank = attrs.evolve(trace, observed=None, periods=nothing, children=())
        return tuple(total_ways(on, term, blank, True))[:MANY]
    return tuple(islice(_ways(on, term, None, True), MANY))


def _new_person(on: Lookout, owner: Spot, term: SomeWho | EachBy, name: str = SOMEBODY) -> Step:
    listing = list_at(on.case.facts, owner, term.role)
    known = listing is not None and listing.covers(on.case.day)
    kind = on.case.program.schema.record(owner.entity, term.role)
    return (Do if known else Ask)(
        subject=owner.entity,
        name=term.role,
        value=True,
        sensitivity=kind.sensitivity if kind else Sensitivity.PERSONAL,
        effects=(Add(owner, term.role, Record({}, BEST, name)),),
    )


def _readings(on: Lookout, term: Readings, trace: Trace | None, want: bool) -> Iterator[Way]:
    """Yield what the owner may settle, with what that reading lacks; then meeting all readings."""
    each = _children(on, tuple(item for _, item in term.options), trace, want)
    yield from islice(_every(each), 4)
    for (reading, _), found in zip(term.options, each, strict=True):
        settle = Settle(
            subject="",
            name=term.name,
            value=reading,
            by=term.owner,
            sensitivity=Sensitivity.PUBLIC,
            effects=(Bind(term.name, reading),),
        )
        yield from ((settle, *way) for way in found[:2])


def _question_met(on: Lookout, term: QuestionMet, trace: Trace | None, want: bool) -> Iterator[Way]:
    """Yield ways for every goal of a question (or against one), and for one of its answers."""
    question = on.case.program.question(term.question)
    if question is None or trace is None or not trace.children:
        return  # it has no rules on the day, and nothing that anybody does changes that
    clauses = trace.children[: len(trace.children) - _conditions(question)]
    goals = [_goal(on, goal, {c.text: c for c in clauses}, want) for goal in _goals(on, clauses)]
    answers = [
        _wanted(on, answer.condition, trace.children[len(clauses) + at], want)
        for at, answer in enumerate(question.answers)
        if answer.condition is not None
    ]
    if not want:
        yield from (way for found in goals for way in found)
        yield from _every(answers) if answers else ()
        return
    one_of = _so_many(answers, 1) if answers else ((),)
    yield from (_joined((rest, way)) for way in one_of for rest in islice(_every(goals), 3))


def _goals(on: Lookout, clauses: tuple[Trace, ...]) -> Iterator[Goal]:
    found = (on.case.program.clause(child.text) for child in clauses)
    return goals_of(tuple(clause for clause in found if clause is not None))


def _goal(on: Lookout, goal: Goal, traces: Mapping[str, Trace], want: bool) -> Ways:
    """Return ways to the end of one route (or that bar them all), the empty one if it is there."""
    settled = Outcome.MET if want else Outcome.NOT_MET
    routes: list[Ways] = []
    for route in goal:
        each: list[Ways] = []
        for clause in route:
            there = traces[clause.id].outcome is settled
            found = ((),) if there else _clause_met(on, clause.id, traces[clause.id], want)
            each.append(found)
        routes.append(tuple(islice(_every(each), MANY)) if want else _first_of(each))
    whole = _first_of(routes) if want else tuple(islice(_every(routes), MANY))
    return ((),) if () in whole else whole


def _first_of(each: list[Ways]) -> Ways:
    return tuple(way for found in each for way in found)[:MANY]


def _conditions(question: Question) -> int:
    return sum(answer.condition is not None for answer in question.answers)


def _clause_met(on: Lookout, name: str, trace: Trace | None, want: bool) -> Ways:
    """Return ways for another clause, looked for once however many ask for it."""
    below = () if trace is None else trace.children
    key = (name, want, on.person, id(on.case), tuple(id(child) for child in below))
    if key not in on.asked:
        # case and traces are kept, so that nothing else takes their places in memory
        found = tuple(islice(_for_clause(on, name, trace, want), MANY))
        on.asked[key] = (on.case, below, found)
    return on.asked[key][2]


def _for_clause(on: Lookout, name: str, trace: Trace | None, want: bool) -> Iterator[Way]:
    """Yield ways for another clause as it is written; its exceptions are left as they are.

    A requirement is met by its condition, or because its guard fails; a pathway by both.
    """
    versions = all_versions(on.case.program, name)
    if len(versions) > 1:
        yield from version_ways(on, name)
        for each in versions:
            yield from ways(on, each.condition, None, want)
        return
    clause = versions[0] if versions else None
    if clause is None or trace is None or not trace.children:
        return
    lists = [_wanted(on, clause.condition, trace.children[-1], want)]
    together = want is bool(clause.replaces)
    if clause.guard is not None:
        lists.append(_wanted(on, clause.guard, trace.children[0], together))
    if together:
        yield from _every(lists)
    else:
        yield from (way for found in lists for way in found)
