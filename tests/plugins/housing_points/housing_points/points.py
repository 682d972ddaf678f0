"""Points for a flat: each condition is worth some, and a policy says how many are enough.

A sum of points is no condition of the language. That enough points are reached is one: all of some
set of conditions holds, of which none could be left out. The phrase `reaches` has the points of
the scheme; the clause kind `score_card` lets a policy say its own.
"""

from itertools import combinations

import peerpolicy as pp

POINTS = {
    "lives_crowded": 4,
    "cannot_climb_stairs": 3,
    "has_no_home_of_own": 3,
    "waiting_time is at least 12 months": 2,
    "waiting_time is at least 36 months": 1,
}

MOST = 12
"""So many conditions a card may have: of twice as many there are thousands of times more sets."""


def reaches(line: pp.PhraseLine) -> object:
    """Lower `reaches {n: number} points`, by the points of the scheme."""
    worth = [(points, line.condition(text)) for text, points in POINTS.items()]
    return reached(line, line, worth)


def score_card(clause: pp.ClauseLines) -> object:
    """Lower a score card: `passes at {n: number} points`, and what is worth how many."""
    worth = [(line.slots["n"], line.slots["what"]) for line in clause.named("worth")]
    for line in clause.named("worth"):
        if line.slots["n"] <= 0:
            line.refuse("what is worth nothing has no place here", "take the line out", slot="n")
    if len(worth) > MOST:
        clause.refuse(f"a score card has {MOST} conditions at most", "put some of them on one line")
    (mark,) = clause.named("mark")
    return reached(clause, mark, worth)


def reached(joins, mark, worth) -> object:
    """Return that enough points are reached: one of the smallest sets that are worth enough."""
    wanted, most = mark.slots["n"], sum(points for points, _ in worth)
    if not 1 <= wanted <= most:
        mark.refuse("so many points make no sense", f"write 1 to {most}", slot="n")
    sets = [[condition for _, condition in each] for each in enough(worth, wanted)]
    return joins.any_of(*(joins.all_of(*each) if len(each) > 1 else each[0] for each in sets))


def enough(worth, wanted):
    """Return each set that is worth enough, and is not if one of it is left out."""
    sets = (each for size in range(1, len(worth) + 1) for each in combinations(worth, size))
    return [each for each in sets if 0 <= total(each) - wanted < min(points for points, _ in each)]


def total(worth):
    """Return how many points these conditions are worth together."""
    return sum(points for points, _ in worth)
