"""The laws of the language over every shipped program: each of its questions, whole.

What it is for: a program that is added later has to keep the laws, too, without a line in any test.
What stays true: a few cases of each question by default, many in a long run.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy.testing import laws
from peerpolicy.testing.answers import Asked
from peerpolicy.testing.laws import Draw, Facts, LawSuite, Tally
from peerpolicy.testing.strategies import first_day
from tests.properties.questions import of_each_length
from tests.properties.remedies import has_good_remedies
from tests.shipped import loaded

POLICIES = Path(__file__).parents[2] / "policies"
DEFAULT, LONG = 3, 100
SUITE = [
    "test_law_1_a_definite_answer_survives_what_becomes_known",
    "test_law_2_knowing_less_settles_nothing",
    "test_law_3_a_met_case_less_one_fact_waits_for_that_fact",
    "test_law_4_no_order_changes_an_answer",
    "test_law_5_splitting_an_entry_changes_nothing",
    "test_every_evaluator_gives_the_same_answer",
]

every_program = pytest.mark.parametrize(
    "name", sorted(name for name in pp.shipped_ids() if name.startswith("us/"))
)


@of_each_length(DEFAULT, LONG)
@pytest.mark.parametrize("law", SUITE)
@every_program
def test_it_keeps_the_law(name: str, law: str, examples: int) -> None:
    about = {"policy": POLICIES / f"{name}.policy", "draws": examples, "_shrink": examples >= LONG}
    getattr(type("OfOne", (LawSuite,), about)(), law)()


REST = {
    "law_6": has_good_remedies,
    "law_7": laws.is_met_by_whole_routes,
    "law_8": laws.pays_any_split_alike,
}


@of_each_length(DEFAULT, LONG)
@pytest.mark.parametrize("law", REST.values(), ids=REST)
@every_program
def test_it_keeps_the_laws_of_plans_routes_and_payments(
    name: str, law: Callable[[Asked, Facts, Draw], None], examples: int
) -> None:
    program = loaded(name).program
    for question in program.questions:
        ask, day = Asked.of(program, question.id), first_day(program, question.id)

        def tried(data: st.DataObject, tally: Tally, ask: Asked = ask, day: object = day) -> None:
            law(ask, data.draw(ask.good(day)), Draw(data, day, tally))

        laws.run(examples, tried, shrink=examples >= LONG)
