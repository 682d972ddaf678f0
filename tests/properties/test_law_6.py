"""Law 6 of the language: remedies, over the shipped programs and generated facts.

What it is for: a suggested plan, replayed with its stated values, gives met, and none of its steps
can be left out; each alternative settles its finding; a wait is met on its day and on no candidate
before. What stays true: the replay here goes through the evaluator, not through the search.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from hypothesis import strategies as st

from peerpolicy.testing import facts_for, mutated_examples, near_boundary
from peerpolicy.testing.laws import Tally
from tests.properties import tally as tallies
from tests.properties.questions import every_question, of_each_length
from tests.properties.remedies import keeps_its_promises
from tests.shipped import loaded

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


@of_each_length(DEFAULT, LONG)
@every_question
def test_6_a_plan_brings_the_question_to_met_and_has_no_step_too_many(
    policy: str, name: str, examples: int
) -> None:
    chosen = loaded(policy)

    def law(data: st.DataObject, tally: Tally) -> None:
        as_of = data.draw(st.sampled_from((DAYS[0], *DAYS)))
        facts = data.draw(drawn(policy, name, as_of))
        decided = chosen.decide(facts, as_of=as_of, question=name)
        keeps_its_promises(decided, tally)

    tally = tallies.run(examples, law, fixed=examples < LONG)
    assert tally["a plan"] * 4 >= examples, dict(tally)
