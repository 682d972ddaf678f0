"""Points for a flat: each condition is worth some, and a policy says how many are enough.

A sum of points is no condition of the language. That enough points are reached is one: all of some
set of conditions holds, of which none could be left out.
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


def reaches(line: pp.PhraseLine) -> object:
    """Lower `reaches {n: number} points`: one of the smallest sets that are worth enough."""
    wanted, most = line.slots["n"], sum(POINTS.values())
    if not 1 <= wanted <= most:
        line.refuse("so many points make no sense", f"write 1 to {most}", slot="n")
    conditions = {text: line.condition(text) for text in POINTS}
    sets = [[conditions[text] for text in each] for each in enough(wanted)]
    return line.any_of(*(line.all_of(*each) if len(each) > 1 else each[0] for each in sets))


def enough(wanted: int) -> list[tuple[str, ...]]:
    """Return each set that is worth enough, and is not if one of it is left out."""
    sets = (each for size in range(1, len(POINTS) + 1) for each in combinations(POINTS, size))
    return [each for each in sets if 0 <= worth(each) - wanted < min(POINTS[t] for t in each)]


def worth(texts: tuple[str, ...]) -> int:
    """Return how many points these conditions are worth together."""
    return sum(POINTS[text] for text in texts)
