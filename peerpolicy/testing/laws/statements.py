"""Laws 1 to 5, 7 and 8 of the language, each as one function over a question and a draw.

What it is for: the same law is tried on shipped programs, on generated ones and on the programs of
other distributions. May import: Hypothesis and everything of lower rank. What stays true: a law
counts how often it had something to say, so that whoever runs it can fail where that was rare; it
goes through whichever back end the question was prepared for; what breaks it is a `LawBroken`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from random import Random

import attrs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from peerpolicy.explain.needs import Ask
from peerpolicy.ir.terms import Cap
from peerpolicy.outcome import Allocation, QuestionTrace
from peerpolicy.quantity import exact, show
from peerpolicy.testing.answers import Asked, contributions, everything, lost
from peerpolicy.testing.completion import forgettings
from peerpolicy.testing.reads import Reads
from peerpolicy.testing.reorder import shuffled_facts, shuffled_program, split, splittable
from peerpolicy.truth import Outcome

Facts = dict[str, object]
Tally = Counter[str]


class LawBroken(AssertionError):
    """A law of the language does not hold; the message says which, and for what.

    >>> from peerpolicy.testing.laws import LawBroken
    >>> issubclass(LawBroken, AssertionError)
    True
    """


def hold(holds: bool, law: str, *about: object) -> None:
    """Raise LawBroken, with the law and what it is about, unless it holds."""
    if not holds:
        raise LawBroken(": ".join([law, *(str(each) for each in about)]))


@attrs.frozen
class Draw:
    """One try: what Hypothesis draws from, the day judged on, and the count of what happened."""

    data: st.DataObject
    as_of: date
    tally: Tally

    def __call__(self, strategy: st.SearchStrategy[Facts]) -> Facts:
        """Draw facts."""
        return self.data.draw(strategy)


def run(
    examples: int,
    law: Callable[[st.DataObject, Tally], None],
    *,
    fixed: bool = True,
    shrink: bool = True,
) -> Tally:
    """Try a law on that many draws, the same each time if `fixed`; say how often what happened."""
    tally: Tally = Counter()

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=fixed,
        database=None,
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        tally["draws"] += 1
        law(data, tally)

    holds()
    return tally


def often(tally: Tally, what: str, percent: int) -> None:
    """Raise LawBroken where the law had too little to say."""
    enough = tally[what] * 100 >= tally["draws"] * percent
    hold(enough, f"less than {percent} of 100 draws are `{what}`", dict(tally))


def survives_completion(ask: Asked, facts: Facts, draw: Draw) -> None:
    """Law 1: a definite answer survives every completion of unknown facts and open lists."""
    before = ask.trace(facts, draw.as_of)
    after = ask.trace(draw(ask.further(facts, draw.as_of)), draw.as_of)
    some = any(c.contribution is not Outcome.UNKNOWN for c in before.clauses)
    draw.tally["definite"] += before.outcome is not Outcome.UNKNOWN
    draw.tally["some definite"] += some
    was, now = contributions(before), contributions(after)
    draw.tally["settled later"] += any(
        was[what] is Outcome.UNKNOWN and now[what] is not Outcome.UNKNOWN for what in was
    )
    changed = lost(before, after)
    hold(changed == [], "law 1, a definite answer survives what becomes known", changed)


def settles_nothing_by_forgetting(ask: Asked, facts: Facts, draw: Draw) -> None:
    """Law 2: with null in the place of a value, what is definite was so before, and the same."""
    before = ask.trace(facts, draw.as_of)
    less = draw.data.draw(forgettings(facts))
    after = ask.trace(less.facts, draw.as_of)
    some = [c.contribution for c in before.clauses]
    draw.tally["unknown"] += Outcome.UNKNOWN in (before.outcome, *some)
    draw.tally["unsettled"] += lost(before, after) != []
    changed = lost(after, before)
    hold(changed == [], "law 2, knowing less settles nothing", _path(less.path), changed)


def waits_for_what_it_lacks(ask: Asked, facts: Facts, draw: Draw) -> None:
    """Law 3: a met case less one fact is never not met, and if unknown asks for that fact."""
    if ask.trace(facts, draw.as_of).outcome is not Outcome.MET:
        return
    draw.tally["met cases"] += 1
    for _ in range(3):
        less = draw.data.draw(forgettings(facts))
        after = ask.trace(less.facts, draw.as_of).outcome
        draw.tally[after.value] += 1
        law, place = "law 3, a met case less one fact waits for that fact", _path(less.path)
        hold(after is not Outcome.NOT_MET, law, place, "not met without it")
        if after is Outcome.UNKNOWN:
            needs = ask.decision(less.facts, draw.as_of).needs()
            hold(any(names(need, less.path) for need in needs), law, place, "it is not asked for")
            continue
        again = draw(ask.further(less.facts, draw.as_of, only(ask.reads, less.path)))
        still = ask.trace(again, draw.as_of).outcome is Outcome.MET
        hold(still, law, place, "met without it, and not with every value of it")


def _path(path: tuple[str | int, ...]) -> str:
    return ".".join(str(step) for step in path)


def names(ask: Ask, path: tuple[str | int, ...]) -> bool:
    """Say whether something asked for is what stood at a place of the facts."""
    about_lists = ("entries", "complete", "complete_through")
    words = [step for step in path if isinstance(step, str) and step not in about_lists]
    if words[-1] != "requested" and "requested" in words:
        words.remove("requested")
    if ask.name == words[-1]:  # a whole list: any doubt about it is about that
        return True
    return ask.name in words[1:] and ask.field in ("", *words)


def only(reads: Reads, path: tuple[str | int, ...]) -> Reads:
    """Restrict what is read to what a path leads through."""
    return attrs.evolve(
        reads,
        names={key for key in reads.names if key[1] in path},
        registries={name for name in reads.registries if name in path},
    )


def does_not_see_order(ask: Asked, other: Asked, facts: Facts, draw: Draw) -> None:
    """Law 4: clauses (of `other`, a reordered file), items, keys and records in any order."""
    chance = Random(draw.data.draw(st.integers(0, 999)))
    turned = attrs.evolve(other, program=shuffled_program(other.program, chance))
    reordered = shuffled_facts(facts, chance)
    before, after = ask.trace(facts, draw.as_of), turned.trace(reordered, draw.as_of)
    draw.tally["reordered"] += repr(reordered) != repr(facts)
    draw.tally[before.outcome.value] += 1
    hold(everything(before) == everything(after), "law 4, no order changes an answer")


def does_not_see_a_split(ask: Asked, facts: Facts, draw: Draw) -> None:
    """Law 5: an entry of an additive unit in two halves on the same day changes nothing."""
    places = splittable(ask.program.schema, ask.reads, facts)
    if not places:
        return
    draw.tally["split"] += 1
    place = draw.data.draw(st.sampled_from(places))
    halves = split(ask.program.schema, facts, place, draw.data.draw(st.integers(0, 4)))
    before, after = ask.trace(facts, draw.as_of), ask.trace(halves, draw.as_of)
    draw.tally["definite"] += before.outcome is not Outcome.UNKNOWN
    same = everything(before) == everything(after)
    hold(same, "law 5, splitting an entry changes nothing", place)


# ---------------------------------------------------------------- law 7


def is_met_by_whole_routes(ask: Asked, facts: Facts, draw: Draw) -> None:
    """Law 7: half of one route and half of another are nothing; nor are half of the rules."""
    if ask.question.answers:  # its outcome is that of the answers
        return
    trace = ask.trace(facts, draw.as_of)
    found = worked_out(trace)
    draw.tally[found.value] += 1
    routes = [clause for clause in ask.program.clauses if clause.replaces]
    draw.tally["routes"] += any(ask.question.id in clause.questions for clause in routes)
    hold(trace.outcome is found, "law 7, a question is met by whole routes", found.value)


def worked_out(trace: QuestionTrace) -> Outcome:
    """Work out the outcome of a question from its clauses, by what a route is.

    One set of clauses is gone through for each choice of one way at each fork; the question is
    met by a choice of which every clause is met, and not met if each choice has one that fails.
    """
    bearing = [clause for clause in trace.clauses if clause.contributes]
    replaced = {name for c in bearing for name in c.replaces}
    choices: list[list[Outcome]] = [[]]
    for names in sorted({tuple(sorted(c.replaces)) for c in bearing if c.replaces}):
        ordinary = [_demand(c.applies, c.holds) for c in bearing if c.clause in names]
        past = [c for c in bearing if tuple(sorted(c.replaces)) == names]
        ways = [ordinary, *([c.applies, c.holds] for c in past)]
        choices = [[*chosen, *way] for chosen in choices for way in ways]
    kept = [c for c in bearing if c.clause not in replaced and not c.replaces]
    demands = [_demand(c.applies, c.holds) for c in kept]
    whole = [[*demands, *chosen] for chosen in choices]
    if all(Outcome.NOT_MET in each for each in whole):
        return Outcome.NOT_MET
    certain = any(c.applies is Outcome.MET for c in bearing if not c.replaces)
    met = any(all(o is Outcome.MET for o in each) for each in whole)
    return Outcome.MET if met and certain else Outcome.UNKNOWN


def _demand(applies: Outcome, holds: Outcome) -> Outcome:
    if applies is Outcome.NOT_MET or holds is Outcome.MET:
        return Outcome.MET
    settled = applies is Outcome.MET and holds is Outcome.NOT_MET
    return Outcome.NOT_MET if settled else Outcome.UNKNOWN


# ---------------------------------------------------------------- law 8


def pays_any_split_alike(ask: Asked, facts: Facts, draw: Draw) -> None:
    """Law 8: any split of the same lines is paid alike, never above the cap plus approvals."""
    before, split_facts = ask.trace(facts, draw.as_of), facts
    for _ in range(2):
        every = splittable(ask.program.schema, ask.reads, split_facts)
        places = [place for place in every if place[2] == "requested"]
        if not places:
            return
        place = draw.data.draw(st.sampled_from(places))
        quarters = draw.data.draw(st.integers(0, 4))
        split_facts = split(ask.program.schema, split_facts, place, quarters)
    draw.tally["split"] += 1
    chance = Random(draw.data.draw(st.integers(0, 999)))
    after = ask.trace(shuffled_facts(split_facts, chance), draw.as_of)
    draw.tally["in units"] += before.answer is not None
    law = "law 8, any split of the same lines is paid alike"
    hold(before.answer == after.answer, law, "answer")
    clauses = {clause.id: clause for clause in ask.program.clauses}  # a cap has one version
    for one, other in zip(before.clauses, after.clauses, strict=True):
        clause = clauses[one.clause]
        was, now = one.condition.allocation, other.condition.allocation
        hold(was == now, law, clause.id)
        if isinstance(clause.condition, Cap) and was is not None:
            draw.tally["allowed"] += was.allowed.low > 0
            within_cap_and_approvals(clause.condition, was, facts)


def within_cap_and_approvals(term: Cap, found: Allocation, facts: Facts) -> None:
    """What certainly is allowed is no more than is asked, nor than cap and approvals in sum."""
    law = "law 8, no more is allowed than is asked, nor than cap and approvals in sum"
    hold(found.allowed.low <= found.requested.low, law, "asked")
    if term.of_records or (term.unlock is not None and not term.unlock.up_to_granted):
        return
    granted = sum(
        exact(record[term.unit])
        for record in (
            records(facts, term.subject.name, term.unlock.approval) if term.unlock else ()
        )
        if isinstance(record.get(term.unit), int | str)
    )
    days = {line.day for line in found.lines if line.day is not None}
    undated = sum(line.day is None for line in found.lines)
    periods = len({period_of(term.period, day) for day in days}) + undated
    if found.cap is not None and found.cap.high is not None:
        hold(found.allowed.low <= found.cap.high * periods + granted, law, "cap")


def records(facts: Facts, subject: str, name: str) -> list[Facts]:
    """List the records of a list, in their plain form."""
    about = facts.get(subject)
    said = about.get(name) if isinstance(about, dict) else None
    listed = said.get("entries") if isinstance(said, dict) else said
    return [r for r in listed if isinstance(r, dict)] if isinstance(listed, list) else []


def period_of(period: str, day: date) -> object:
    """Name a period by its year and number; a week at most by the seven days before or after."""
    months = {"calendar_month": 1, "calendar_quarter": 3, "calendar_year": 12}
    if period in months:
        return day.year, (day.month - 1) // months[period]
    return day  # each day in a week of its own: a bound that no choice of the first day breaks


# ---------------------------------------------------------------- monotone


_RANK = {Outcome.NOT_MET: 0, Outcome.UNKNOWN: 1, Outcome.MET: 2}


def keeps_its_direction(
    ask: Asked, facts: Facts, draw: Draw, place: tuple[str, str], *, helps: bool
) -> None:
    """More of a fact or entry, which helps or harms, never moves an answer the other way."""
    more = _more(ask, facts, place)
    if more is None:
        return
    draw.tally["more"] += 1
    before, after = ask.trace(facts, draw.as_of), ask.trace(more, draw.as_of)
    low, high = (before, after) if helps else (after, before)
    law = f"more of `{'.'.join(place)}` never makes an answer {'worse' if helps else 'better'}"
    hold(_RANK[low.outcome] <= _RANK[high.outcome], law, before.outcome.value, after.outcome.value)


def _more(ask: Asked, facts: Facts, place: tuple[str, str]) -> Facts | None:
    """Return the facts with more at a place; None where nothing is known there."""
    subject, name = place
    about = facts.get(subject)
    said = about.get(name) if isinstance(about, dict) else None
    grown = _grown_list(said) if ask.program.schema.record(*place) else _grown(said)
    return None if grown is None else {**facts, subject: {**about, name: grown}}  # type: ignore[dict-item]


def _grown(said: object) -> object:
    """Return a larger amount, or yes for no; None where there is no value."""
    if isinstance(said, dict) and "value" in said:
        value = _grown(said["value"])
        return None if value is None else {**said, "value": value}
    if isinstance(said, bool):
        return True
    if isinstance(said, int | str):
        try:
            return show(exact(said) + 1)
        except ValueError:
            return None
    return None


def _grown_list(said: object) -> object:
    """Return a list with its last record once more; None where there is no record."""
    listed = said.get("entries") if isinstance(said, dict) else said
    if not isinstance(listed, list) or not listed:
        return None
    longer = [*listed, listed[-1]]
    return {**said, "entries": longer} if isinstance(said, dict) else longer
