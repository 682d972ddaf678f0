"""The law suite holds for the shipped policies, and catches what a broken plug-in does."""

import itertools
import sys
from pathlib import Path

import pytest

from peerpolicy.testing.laws import LawBroken, LawSuite
from tests.plugins import broken
from tests.plugins.conftest import SAMPLE, code

POLICIES = Path(__file__).parents[2] / "policies"
LICENCE = SAMPLE / "tests" / "licence.policy"
numbers = itertools.count()

BROKEN = {
    broken.missing_fact_is_a_no: "test_law_1_a_definite_answer_survives_what_becomes_known",
    broken.open_list_is_complete: "test_law_1_a_definite_answer_survives_what_becomes_known",
    broken.only_the_first_record_counts: "test_law_4_no_order_changes_an_answer",
    broken.fails_on_some_values: "test_every_answer_is_explained",
    broken.seen_values_are_dropped: "test_every_answer_is_explained",
    broken.more_is_less: "test_more_never_makes_worse_what_it_helps",
}
"""What a plug-in does, and the law that sees it."""


@pytest.fixture
def mended():
    """Take out, after a test, whatever the code of a distribution put into the library."""
    modules = [m for name, m in sys.modules.items() if name.split(".")[0] == "peerpolicy"]
    before = [(module, dict(vars(module))) for module in modules]
    yield
    for module, names in before:
        vars(module).update(names)


def suite(policy, **about):
    """A law suite for a policy, as its author would write it."""
    return type("TestIt", (LawSuite,), {"policy": policy, "_shrink": False, **about})()


@pytest.mark.parametrize(("tamper", "law"), BROKEN.items(), ids=lambda x: getattr(x, "__name__", x))
def test_a_broken_plugin_is_caught(installed, mended, tamper, law):
    name = f"broken-{next(numbers)}"
    module = name.replace("-", "_")
    works = f"from tests.plugins import broken\nbroken.{tamper.__name__}()\n"
    installed(name, code(module) + works)
    helped = ("driver.practice_at_night",)
    with pytest.raises((LawBroken, KeyError)) as caught:
        getattr(suite(LICENCE, draws=200, more_helps=helped), law)()
    assert isinstance(caught.value, KeyError) is (tamper is broken.fails_on_some_values)


def test_a_direction_that_is_declared_wrongly_is_caught(installed):
    installed(f"words-{next(numbers)}")
    wrong = suite(LICENCE, more_helps=("driver.penalty",), draws=300)
    with pytest.raises(LawBroken, match=r"more of `driver\.penalty` never makes an answer worse"):
        wrong.test_more_never_makes_worse_what_it_helps()
    with pytest.raises(LawBroken, match="name what the policy knows"):
        suite(LICENCE, more_harms=("driver.wealth",)).test_more_never_makes_better_what_it_harms()


def test_a_policy_with_a_fault_or_a_warning_does_not_check_clean(tmp_path):
    with pytest.raises(LawBroken, match="PP205"):
        suite(LICENCE).test_it_checks_clean()


def test_an_example_that_fails_and_a_policy_without_one_are_caught(installed, tmp_path):
    installed(f"words-{next(numbers)}")
    text = LICENCE.read_text(encoding="utf-8")
    path = tmp_path / "licence.policy"
    path.write_text(text.replace("may_drive is unknown", "may_drive is met"), encoding="utf-8")
    with pytest.raises(LawBroken, match="sight_unknown"):
        suite(path).test_its_examples_come_out()
    path.write_text(text[: text.index("example ")], encoding="utf-8")
    with pytest.raises(LawBroken, match="has a worked example"):
        suite(path).test_its_examples_come_out()


@pytest.mark.parametrize("path", sorted(POLICIES.glob("us/**/*.policy")), ids=lambda p: p.stem)
def test_the_shipped_policies_keep_what_the_suite_adds(path):
    shipped = suite(path, draws=6)  # for each of its questions, of which some have many
    shipped.test_every_answer_is_explained()
    shipped.test_every_condition_keeps_the_invariants_of_the_ir()
    shipped.test_printing_keeps_the_meaning_and_is_done_once()
    shipped.test_reading_again_gives_the_same_rules()
