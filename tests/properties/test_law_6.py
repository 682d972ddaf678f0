"""Law 6 of the language: remedies, over the shipped programs and generated facts.

What it is for: a suggested plan, replayed with its stated values, gives met, and none of its steps
can be left out; each alternative settles its finding; a wait is met on its day and on no candidate
before. What stays true: the replay here goes through the evaluator, not through the search.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from peerpolicy.testing import facts_for, mutated_examples, near_boundary
from tests.properties.remedies import keeps_its_promises
from tests.shipped import loaded

MT, CT = "us/mt/sdmi_peer_support", "us/ct/dds_peer_to_peer"
QUESTIONS = (
    (MT, "may_provide"),
    (MT, "may_be_served"),
    (MT, "payable_units"),
    (CT, "hire"),
    (CT, "may_receive"),
    (CT, "service_in_order"),
)
DAYS = (date(2026, 11, 23), date(2026, 12, 1), date(2028, 2, 29))
DEFAULT, LONG = 30, 600

Facts = dict[str, object]


@cache
def drawn(policy: str, name: str, as_of: date) -> st.SearchStrategy[Facts]:
    """Worked examples a little changed, close calls, and cases of which little is known."""
    program = loaded(policy).program
    return st.one_of(
        mutated_examples(program, name, as_of=as_of),
        near_boundary(program, name, as_of=as_of),
        facts_for(program, name, as_of=as_of),
    )


@pytest.mark.parametrize(
    "examples",
    [pytest.param(DEFAULT, id="default"), pytest.param(LONG, id="long", marks=pytest.mark.long)],
)
@pytest.mark.parametrize(("policy", "name"), QUESTIONS, ids=[name for _, name in QUESTIONS])
def test_6_a_plan_brings_the_question_to_met_and_has_no_step_too_many(
    policy: str, name: str, examples: int
) -> None:
    chosen = loaded(policy)
    tally: Counter[str] = Counter()

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=examples < LONG,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def law(data: st.DataObject) -> None:
        as_of = data.draw(st.sampled_from((DAYS[0], *DAYS)))
        facts = data.draw(drawn(policy, name, as_of))
        decided = chosen.decide(facts, as_of=as_of, question=name)
        keeps_its_promises(decided, tally)

    law()
    print(dict(tally))
    assert tally["a plan"] * 4 >= examples, dict(tally)
