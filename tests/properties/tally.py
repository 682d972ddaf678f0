"""Laws are tried, and what happened is printed: the figures of a long run are read by people."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from peerpolicy.testing import laws
from peerpolicy.testing.laws import Tally


def run(
    examples: int,
    law: Callable[[st.DataObject, Tally], None],
    *,
    fixed: bool = True,
    shrink: bool = True,
) -> Tally:
    """Try a law on that many draws; print and say how often what happened."""
    tally = laws.run(examples, law, fixed=fixed, shrink=shrink)
    print(dict(tally))
    return tally
