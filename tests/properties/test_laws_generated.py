"""The laws of the language over programs that nobody wrote, and generated facts for each.

What it is for: a law that holds for the shipped programs may still fail where constructs meet that
no shipped program puts together. What stays true: each try draws a program, one of its questions
and a day; it shrinks to a small program with few facts.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import date
from random import Random

import pytest
from hypothesis import note
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy.check.program import check
from peerpolicy.ir.program import Program
from peerpolicy.ir.versions import has_rules_on
from peerpolicy.source import Source
from peerpolicy.syntax.layout import rows
from peerpolicy.syntax.nodes import File
from peerpolicy.syntax.parser import parse
from peerpolicy.syntax.printer import format_text
from peerpolicy.testing import facts_for, laws, programs
from peerpolicy.testing.answers import BACK_ENDS, Asked
from peerpolicy.testing.laws import Draw, Facts, Tally, often
from peerpolicy.testing.reorder import in_files, shuffled_text, untidied
from tests.properties import tally as tallies
from tests.properties.questions import of_each_length
from tests.properties.remedies import has_good_remedies

DAYS = (date(2026, 11, 23), date(2026, 12, 1), date(2027, 3, 1), date(2028, 2, 29))
DEFAULT, LONG = 150, 20_000

every_length = of_each_length(DEFAULT, LONG)
every_back_end = pytest.mark.parametrize("back_end", sorted(BACK_ENDS))

Law = Callable[[Asked, Facts, Draw], None]
Kind = Callable[[Asked, date], st.SearchStrategy[Facts]]
"""How facts are drawn for a question and a day."""


def checked(files: dict[str, str]) -> Program:
    """Check a program, which has the empty name, and the vocabularies beside it."""

    def find(name: str) -> Source | None:
        return Source(name, files[name]) if name in files else None

    program, found = check(Source("generated.policy", files[""]), find)
    assert found == (), [each.render() for each in found]
    assert program is not None
    return program


def over_programs(
    examples: int,
    law: Law,
    *kinds: str,
    back_end: str = "interpreter",
    facts_of: Kind = Asked.anything,
    shrink: bool = True,
) -> Tally:
    """Try a law on questions of generated programs that have clauses of these kinds."""

    def tried(data: st.DataObject, tally: Tally) -> None:
        program = checked({"": drawn_text(data, *kinds)})
        question = data.draw(st.sampled_from([q.id for q in program.questions]))
        as_of = data.draw(st.sampled_from(DAYS))
        ask = Asked.of(program, question, back_end)
        facts = data.draw(facts_of(ask, as_of))
        law(ask, facts, Draw(data, as_of, tally))

    return tallies.run(examples, tried, fixed=examples < LONG, shrink=shrink)


def drawn_text(data: st.DataObject, *kinds: str) -> str:
    """Draw a program, which a failing test prints as it is written."""
    text = data.draw(programs(*kinds))
    note(text)
    return text


def partial(ask: Asked, as_of: date) -> st.SearchStrategy[Facts]:
    """Draw facts of which much is missing, so that more may become known."""
    return facts_for(ask.program, ask.question.id, as_of=as_of)


@every_back_end
@every_length
def test_1_a_definite_answer_survives_every_completion(back_end: str, examples: int) -> None:
    """More facts, further records of open lists, better evidence: what was settled stays."""
    tally = over_programs(
        2 * examples, laws.survives_completion, back_end=back_end, facts_of=partial
    )
    often(tally, "definite", 10)
    often(tally, "some definite", 30)
    often(tally, "settled later", 10)


@every_back_end
@every_length
def test_2_knowing_less_settles_nothing(back_end: str, examples: int) -> None:
    """Null in the place of a value: what is definite then was so before, and the same."""
    law = laws.settles_nothing_by_forgetting
    tally = over_programs(2 * examples, law, back_end=back_end, facts_of=partial)
    often(tally, "unknown", 10)
    often(tally, "unsettled", 5)


@every_back_end
@every_length
def test_3_a_met_case_less_one_fact_waits_for_that_fact(back_end: str, examples: int) -> None:
    """Never not met; unknown only if the fact is asked for; met only if it does not matter."""
    law = laws.waits_for_what_it_lacks
    tally = over_programs(3 * examples, law, back_end=back_end, facts_of=Asked.good)
    often(tally, "met cases", 5)
    often(tally, "unknown", 5)


@every_back_end
@every_length
def test_4_no_order_changes_an_answer(back_end: str, examples: int) -> None:
    """Files, clauses, items of groups, keys and records may stand in any order."""

    def tried(data: st.DataObject, tally: Tally) -> None:
        text = drawn_text(data)
        chance = Random(data.draw(st.integers(0, 999)))
        files = {name: shuffled_text(part, chance) for name, part in in_files(text, chance).items()}
        program, other = checked({"": text}), checked(files)
        tally["files"] += any(part.count("\n\n") for name, part in files.items() if name)
        name = data.draw(st.sampled_from([q.id for q in program.questions]))
        as_of = data.draw(st.sampled_from(DAYS))
        ask, turned = Asked.of(program, name, back_end), Asked.of(other, name, back_end)
        facts = data.draw(ask.anything(as_of))
        laws.does_not_see_order(ask, turned, facts, Draw(data, as_of, tally))

    tally = tallies.run(examples, tried, fixed=examples < LONG)
    often(tally, "reordered", 30)
    often(tally, "files", 50)
    often(tally, "unknown", 10)
    often(tally, "not met", 3)


@every_back_end
@every_length
def test_5_splitting_an_entry_changes_nothing(back_end: str, examples: int) -> None:
    """Thirty hours, or twelve and eighteen on the same day: the same answer."""
    law = laws.does_not_see_a_split
    tally = over_programs(2 * examples, law, "limit", back_end=back_end)
    often(tally, "split", 20)
    often(tally, "definite", 3)


# ---------------------------------------------------------------- laws 6 to 8


@every_length
def test_6_a_plan_brings_the_question_to_met_and_has_no_step_too_many(examples: int) -> None:
    """Plans, alternatives and waits are replayed; no fact of the case is changed by asking."""
    tally = over_programs(examples, has_good_remedies, facts_of=Asked.good)
    often(tally, "a plan", 30)
    often(tally, "not met, a plan", 5)


@every_back_end
@every_length
def test_7_half_of_one_route_and_half_of_another_are_nothing(back_end: str, examples: int) -> None:
    """A question is met by one whole way at each fork; so too for each other outcome."""
    kinds = ("pathway", "pathway")
    tally = over_programs(examples, laws.is_met_by_whole_routes, *kinds, back_end=back_end)
    often(tally, "routes", 40)
    often(tally, "met", 2)
    often(tally, "not met", 10)


@every_back_end
@every_length
def test_8_any_split_of_the_same_lines_is_paid_alike(back_end: str, examples: int) -> None:
    """The units payable are the same, and no more than the cap plus what was approved."""
    law = laws.pays_any_split_alike
    tally = over_programs(2 * examples, law, "limit", back_end=back_end, facts_of=Asked.good)
    often(tally, "split", 15)
    often(tally, "allowed", 5)
    often(tally, "in units", 3)


# ---------------------------------------------------------------- law 9


def tree(text: str) -> File:
    """Parse a text that must be without a fault."""
    file, found = parse(Source("generated.policy", text))
    assert found == (), [each.render() for each in found]
    return file


def comments(text: str) -> list[str]:
    """List the comments of a text."""
    source = Source("generated.policy", text)
    return [source.slice(row.comment) for row in rows(source) if row.comment is not None]


@every_length
def test_9_printing_keeps_the_tree_and_is_done_once(examples: int) -> None:
    """Parse, print, parse: the same tree and comments; a text that was formatted stays."""

    def tried(data: st.DataObject, tally: Tally) -> None:
        tidy = drawn_text(data)
        text = untidied(tidy, Random(data.draw(st.integers(0, 9_999))))
        note(text)
        tally["comments"] += bool(comments(text))
        done = format_text(Source("generated.policy", text))
        assert tree(done) == tree(text) == tree(tidy)
        assert comments(done) == comments(text)
        assert format_text(Source("generated.policy", done)) == done

    tally = tallies.run(examples, tried, fixed=examples < LONG)
    often(tally, "comments", 60)


# ---------------------------------------------------------------- law 10


@every_back_end
@every_length
def test_10_every_way_to_ask_gives_the_same_answer(back_end: str, examples: int) -> None:
    """Each back end, the decision, each requirement alone, a pickled policy: the same by name."""

    def tried(ask: Asked, facts: Facts, draw: Draw) -> None:
        policy, asked = pp.Policy(ask.program), {"as_of": draw.as_of, "question": ask.question.id}
        again = pickle.loads(pickle.dumps(policy))
        if not has_rules_on(ask.program, ask.question.id, draw.as_of):
            for way in (policy.decide, again.decide):
                with pytest.raises(pp.NotInForceError):
                    way(facts, **asked)
            return
        trace = ask.trace(facts, draw.as_of)
        decided, again = policy.decide(facts, **asked), again.decide(facts, **asked)
        draw.tally[trace.outcome.value] += 1
        assert trace.outcome is decided.outcome is again.outcome
        assert decided.digest == again.digest
        for clause in trace.clauses:
            found, requirement = decided.finding(clause.clause), policy.requirement(clause.clause)
            assert (clause.applies, clause.holds) == (found.applies, found.holds)
            if ask.question.id in requirement.questions:  # or it stands behind an answer
                alone = requirement.evaluate(facts, **asked)
                assert (clause.applies, clause.holds) == (alone.applies, alone.holds)

    tally = over_programs(examples, tried, back_end=back_end)
    often(tally, "met", 3)
    often(tally, "not met", 5)
