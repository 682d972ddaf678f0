"""Matching: each item is met by another person of a roster.

What it is for: `EachBy`. May import: `truth`, `ir`, `outcome`, `quantity` and the groups of this
back end. What stays true: nobody stands in for two items; what is found hangs on who is in the
roster and not on its order; the work is polynomial (augmenting paths: Kuhn, 1955).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

import attrs

from peerpolicy import truth
from peerpolicy.backends.interpreter.groups import Candidate, group, may_be_idle
from peerpolicy.backends.interpreter.scene import (
    Scene,
    Verdict,
    lowest,
    sensitivity_of,
    union,
)
from peerpolicy.ir.terms import EachBy
from peerpolicy.outcome import Observed, Reason, Required, Trace
from peerpolicy.quantity import Interval
from peerpolicy.truth import Outcome

Pairs = Mapping[int, int]
"""The person of each item that has one, both by their places."""

_PERHAPS: Final = frozenset({Outcome.MET, Outcome.UNKNOWN})


def judge_each_by(
    scene: Scene, term: EachBy, found: tuple[tuple[Candidate, ...], Verdict, Trace]
) -> Trace:
    """Answer "each item is met by a different person".

    In: the persons known; whether there may be others; what would be asked of one of those. Met
    where enough persons certainly do; not met where not even those who may do are enough. The
    trace of an item is that of the person it is given to, if there is one.
    """
    candidates, rest, unseen = found
    persons = sorted(candidates, key=lambda c: c.id or "")
    number = len(term.items)
    sure = most_pairs(range(number), _who(persons, {Outcome.MET}))
    likely = most_pairs(range(number), _who(persons, _PERHAPS), sure)
    others = [n for n in range(number) if _is_open_to_others(rest, unseen, n)]
    # who is not in the list can stand in for any number of items
    left = most_pairs([n for n in range(number) if n not in others], _who(persons, _PERHAPS))
    seen = Interval(len(sure), max(len(likely), len(left) + len(others)))
    outcome = seen.reaches(number)
    given = sure if outcome is Outcome.MET else likely
    children = tuple(
        _of_item(n, persons, given.get(n), unseen, is_open=n in others) for n in range(number)
    )
    return attrs.evolve(
        group(term, outcome, children),
        reasons=_doubts(persons, rest) if outcome is Outcome.UNKNOWN else (),
        grade=lowest(
            (*(c.grade for c in children), rest.grade if outcome is Outcome.NOT_MET else None)
        ),
        due_unknown=outcome is Outcome.UNKNOWN and any(map(may_be_idle, children)),
        observed=Observed(seen, sensitivity_of(scene, term.subject, term.role)),
        required=Required(f"a different {term.role} for each of", number),
        shortfall=seen.shortfall(number),
    )


def _is_open_to_others(rest: Verdict, unseen: Trace, n: int) -> bool:
    """Say whether somebody who is not in the list may meet an item."""
    is_open = rest.outcome is Outcome.UNKNOWN
    return is_open and unseen.children[n].outcome is not Outcome.NOT_MET


def _doubts(persons: Sequence[Candidate], rest: Verdict) -> tuple[Reason, ...]:
    listed = [p.listed.reasons for p in persons if p.listed.outcome is Outcome.UNKNOWN]
    items = [i.reasons for p in persons for i in p.whole.children if i.outcome is Outcome.UNKNOWN]
    return union((*listed, *items, rest.reasons))


def most_pairs(
    items: Sequence[int], who: Callable[[int], Sequence[int]], begun: Pairs | None = None
) -> dict[int, int]:
    """Give as many items as possible a person each, nobody two; return who has which.

    In: who can be given an item; pairs to begin with, whose items keep somebody. No errors.

    >>> most_pairs([0, 1], {0: [0, 1], 1: [0]}.__getitem__)
    {0: 1, 1: 0}
    """
    of_person = {person: item for item, person in (begun or {}).items()}

    def place(item: int, tried: set[int]) -> bool:
        for person in who(item):
            if person not in tried:
                tried.add(person)
                if person not in of_person or place(of_person[person], tried):
                    of_person[person] = item
                    return True
        return False

    for item in items:
        if item not in of_person.values():
            place(item, set())
    return dict(sorted((item, person) for person, item in of_person.items()))


def _who(persons: Sequence[Candidate], wanted: Collection[Outcome]) -> Callable[[int], list[int]]:
    """Return what lists the persons who meet an item, or perhaps do, by their places."""
    return lambda n: [at for at, person in enumerate(persons) if _meets(person, n) in wanted]


def _meets(person: Candidate, item: int) -> Outcome:
    return truth.all_of((person.listed.outcome, person.whole.children[item].outcome))


def _of_item(
    n: int, persons: Sequence[Candidate], given: int | None, unseen: Trace, *, is_open: bool
) -> Trace:
    """Return the trace of an item: of its person, else of whoever is not in the list.

    Where nobody is missing in the list, an item without a person is not met.
    """
    if given is None:
        asked = unseen.children[n]
        nobody = Outcome.UNKNOWN if is_open else Outcome.NOT_MET
        return Trace(nobody, asked.text, asked.place, due_unknown=is_open and may_be_idle(asked))
    person, item = persons[given], persons[given].whole.children[n]
    reasons = union((person.listed.reasons, item.reasons))
    outcome = _meets(person, n)
    return attrs.evolve(
        item,
        outcome=outcome,
        reasons=reasons if outcome is Outcome.UNKNOWN else (),
        grade=lowest((item.grade, person.listed.grade)),
        nearest=person.id,
    )
