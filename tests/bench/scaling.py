"""What grows: one decision among many loaded policies, and a window over a long list.

What it is for: two rows of the table that are no ratios to the works. What stays true: both sides
of a ratio are measured in one process, in turn.
"""

import random
import statistics
from datetime import timedelta
from typing import Any

import attrs

import peerpolicy as pp
from tests.bench.applicants import AS_OF, WORKS
from tests.bench.rows import POLICIES
from tests.bench.timing import ratio, seconds

WINDOW = """language 1
program window:
  title "Hours of a year"
  calendar days
  decided on claimed
source brief:
  title "A window"
  rank benchmark
calendar days:
  leap day birthday falls on march 1, assumed
  window counts both end days, assumed
question enough:
  asks "Are there enough hours?"
  about peer
  judged on judged_on
entity peer:
  is a person
entry course:
  of peer
  dated completed_on
  counts hours
  sensitivity public
require hours:
  cite brief "1"
  at least 100 hours of course in the 1 year before judged_on
"""


Ratios = tuple[float, float, float]


def among(policies: int, rounds: int) -> tuple[Ratios, Ratios]:
    """Return the ratios of a decision among many loaded policies to that by one alone.

    The first: by one of them, found by its name. The second: each decision is by another policy,
    with another applicant, and every question is compiled.
    """
    program = pp.load(POLICIES["A"]).program
    peers = WORKS["A"](policies)
    held = [pp.Policy(attrs.evolve(program, id=f"work_{n}")) for n in range(policies)]
    single = pp.Policy(program)
    for policy in (single, *held):
        for peer in peers[:10]:
            policy.decide({"peer": peer}, as_of=AS_OF)
    named = {policy.program.id: policy for policy in held}
    pairs = list(zip(named, peers, strict=True))
    random.Random(1).shuffle(pairs)

    def find(pair: Any) -> object:
        name, peer = pair
        return named[name].decide({"peer": peer}, as_of=AS_OF).outcome

    def alone(pair: Any) -> object:
        return single.decide({"peer": pair[1]}, as_of=AS_OF).outcome

    same = [(pairs[0][0], peer) for _, peer in pairs]
    by_one, by_each = ((find, cases) for cases in (same, pairs))
    return ratio(by_one, (alone, pairs), rounds), ratio(by_each, (alone, pairs), rounds)


def long_window(entries: int, rounds: int) -> tuple[Ratios, float]:
    """Return the ratio of a window to the sum by hand, and the seconds that it takes.

    The facts are read before, and nothing is worked out about them.
    """
    policy, dice = pp.loads(WINDOW), random.Random(2)
    listed = [
        {"completed_on": AS_OF - timedelta(days=dice.randint(0, 3000)), "hours": dice.randint(1, 9)}
        for _ in range(entries)
    ]
    checked = policy.read_facts({"peer": {"course": {"entries": listed, "complete": True}}})
    first = AS_OF.replace(year=AS_OF.year - 1)

    def ask(facts: pp.CheckedFacts) -> object:
        facts.facts.kept.clear()
        return policy.decide(facts, as_of=AS_OF).outcome

    def by_hand(courses: list[dict[str, Any]]) -> bool:
        found = (c["hours"] for c in courses if first <= c["completed_on"] <= AS_OF)
        return sum(found) >= 100

    for _ in range(10):
        ask(checked)
    found = ratio((ask, [checked] * 5), (by_hand, [listed] * 5), rounds)
    return found, statistics.median(seconds(ask, [checked] * 5) for _ in range(rounds))
