"""What a clause adds to its question, against its definition in the three-valued logic."""

import itertools

import pytest

from peerpolicy.outcome import contribution
from peerpolicy.truth import Outcome, all_of, any_of, negate


@pytest.mark.parametrize(("applies", "holds"), list(itertools.product(Outcome, repeat=2)))
def test_a_clause_adds_that_it_does_not_apply_or_holds_and_a_pathway_both(
    applies: Outcome, holds: Outcome
) -> None:
    """Every row of both truth tables."""
    ordinary, route = (contribution(applies, holds, is_route=r) for r in (False, True))
    assert ordinary is any_of((negate(applies), holds))
    assert route is all_of((applies, holds))
