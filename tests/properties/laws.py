"""Laws 1 to 5 of the language, each as one function over a question and a draw.

What it is for: the same law is tried on shipped programs and on generated ones. What stays true: a
law counts how often it had something to say, so that whoever runs it can fail where that was rare;
it goes through whichever back end the question was prepared for.
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
from peerpolicy.testing import Reads, forgettings
from peerpolicy.testing.answers import Asked, contributions, everything, lost
from peerpolicy.testing.reorder import shuffled_facts, shuffled_program, split, splittable
from peerpolicy.truth import Outcome

Facts = dict[str, object]
Tally = Counter[str]


@attrs.frozen
class Draw:
    """One try: what Hypothesis draws from, the day judged on, and the count of what happened."""

    data: st.DataObject
    as_of: date
    tally: Tally

    def __call__(self, strategy: st.SearchStrategy[Facts]) -> Facts:
        """Draw facts."""
        return self.data.draw(strategy)


def run(examples: int, law: Callable[[st.DataObject, Tally], None], *, fixed: bool = True) -> Tally:
    """Try a law on that many draws, the same each time if `fixed`; say how often what happened."""
    tally: Tally = Counter()

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=fixed,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        tally["draws"] += 1
        law(data, tally)

    holds()
    print(dict(tally))
    return tally


def often(tally: Tally, what: str, percent: int) -> None:
    """Fail where the law had too little to say."""
    assert tally[what] * 100 >= tally["draws"] * percent, dict(tally)


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
    assert lost(before, after) == []


def settles_nothing_by_forgetting(ask: Asked, facts: Facts, draw: Draw) -> None:
    """Law 2: with null in the place of a value, what is definite was so before, and the same."""
    before = ask.trace(facts, draw.as_of)
    less = draw.data.draw(forgettings(facts))
    after = ask.trace(less.facts, draw.as_of)
    some = [c.contribution for c in before.clauses]
    draw.tally["unknown"] += Outcome.UNKNOWN in (before.outcome, *some)
    draw.tally["unsettled"] += lost(before, after) != []
    assert lost(after, before) == [], less.path


def waits_for_what_it_lacks(ask: Asked, facts: Facts, draw: Draw) -> None:
    """Law 3: a met case less one fact is never not met, and if unknown asks for that fact."""
    if ask.trace(facts, draw.as_of).outcome is not Outcome.MET:
        return
    draw.tally["met cases"] += 1
    for _ in range(3):
        less = draw.data.draw(forgettings(facts))
        after = ask.trace(less.facts, draw.as_of).outcome
        draw.tally[after.value] += 1
        assert after is not Outcome.NOT_MET, less.path
        if after is Outcome.UNKNOWN:
            needs = ask.decision(less.facts, draw.as_of).needs()
            assert any(names(need, less.path) for need in needs), (less.path, needs)
            continue
        again = draw(ask.further(less.facts, draw.as_of, only(ask.reads, less.path)))
        assert ask.trace(again, draw.as_of).outcome is Outcome.MET, less.path


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
    assert everything(before) == everything(after)


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
    assert everything(before) == everything(after)
