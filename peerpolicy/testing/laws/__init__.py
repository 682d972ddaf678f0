"""The laws of the language, to be tried on any program.

What it is for: whoever writes a vocabulary or a plug-in tries on it what the library promises for
its own. May import: Hypothesis and everything of lower rank. What stays true: there is one
statement of each law; the tests of the library go through it, too.
"""

from __future__ import annotations

from peerpolicy.testing.laws.statements import (
    Draw,
    Facts,
    LawBroken,
    Tally,
    does_not_see_a_split,
    does_not_see_order,
    hold,
    is_met_by_whole_routes,
    often,
    pays_any_split_alike,
    run,
    settles_nothing_by_forgetting,
    survives_completion,
    waits_for_what_it_lacks,
)
from peerpolicy.testing.laws.suite import LawSuite

__all__ = [
    "Draw",
    "Facts",
    "LawBroken",
    "LawSuite",
    "Tally",
    "does_not_see_a_split",
    "does_not_see_order",
    "hold",
    "is_met_by_whole_routes",
    "often",
    "pays_any_split_alike",
    "run",
    "settles_nothing_by_forgetting",
    "survives_completion",
    "waits_for_what_it_lacks",
]
