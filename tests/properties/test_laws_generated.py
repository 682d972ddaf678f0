"""The laws of the language over programs that nobody wrote, and generated facts for each.

What it is for: a law that holds for the shipped programs may still fail where constructs meet that
no shipped program puts together. What stays true: each try draws a program, one of its questions
and a day; it shrinks to a small program with few facts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random

import pytest
from hypothesis import note
from hypothesis import strategies as st

from peerpolicy.check.program import check
from peerpolicy.ir.program import Program
from peerpolicy.source import Source
from peerpolicy.syntax.layout import rows
from peerpolicy.syntax.nodes import File
from peerpolicy.syntax.parser import parse
from peerpolicy.syntax.printer import format_text
from peerpolicy.testing import programs
from peerpolicy.testing.answers import BACK_ENDS, Asked
from peerpolicy.testing.reorder import in_files, shuffled_text, untidied
from tests.properties import laws
from tests.properties.laws import Draw, Facts, Tally, often

DAYS = (date(2026, 11, 23), date(2026, 12, 1), date(2027, 3, 1), date(2028, 2, 29))
DEFAULT, LONG = 250, 20_000

every_length = pytest.mark.parametrize(
    "examples",
    [pytest.param(DEFAULT, id="default"), pytest.param(LONG, id="long", marks=pytest.mark.long)],
)
every_back_end = pytest.mark.parametrize("back_end", sorted(BACK_ENDS))

Law = Callable[[Asked, Facts, Draw], None]


def checked(files: dict[str, str]) -> Program:
    """Check a program, which has the empty name, and the vocabularies beside it."""

    def find(name: str) -> Source | None:
        return Source(name, files[name]) if name in files else None

    program, found = check(Source("generated.policy", files[""]), find)
    assert found == (), [each.render() for each in found]
    assert program is not None
    return program


def over_programs(
    examples: int, law: Law, *kinds: str, back_end: str = "interpreter", good: bool = False
) -> Tally:
    """Try a law on questions of generated programs that have clauses of these kinds."""

    def tried(data: st.DataObject, tally: Tally) -> None:
        program = checked({"": data.draw(programs(*kinds).map(shown))})
        question = data.draw(st.sampled_from([q.id for q in program.questions]))
        as_of = data.draw(st.sampled_from(DAYS))
        ask = Asked.of(program, question, back_end)
        facts = data.draw(ask.good(as_of) if good else ask.anything(as_of))
        law(ask, facts, Draw(data, as_of, tally))

    return laws.run(examples, tried, fixed=examples < LONG)


class shown(str):
    """A text that a failing test prints as it is written."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"\n{self}"


@every_back_end
@every_length
def test_1_a_definite_answer_survives_every_completion(back_end: str, examples: int) -> None:
    """More facts, further records of open lists, better evidence: what was settled stays."""
    tally = over_programs(2 * examples, laws.survives_completion, back_end=back_end)
    often(tally, "definite", 10)
    often(tally, "some definite", 30)
    often(tally, "settled later", 10)


@every_back_end
@every_length
def test_2_knowing_less_settles_nothing(back_end: str, examples: int) -> None:
    """Null in the place of a value: what is definite then was so before, and the same."""
    law = laws.settles_nothing_by_forgetting
    tally = over_programs(2 * examples, law, back_end=back_end)
    often(tally, "unknown", 10)
    often(tally, "unsettled", 5)


@every_back_end
@every_length
def test_3_a_met_case_less_one_fact_waits_for_that_fact(back_end: str, examples: int) -> None:
    """Never not met; unknown only if the fact is asked for; met only if it does not matter."""
    law = laws.waits_for_what_it_lacks
    tally = over_programs(3 * examples, law, back_end=back_end, good=True)
    often(tally, "met cases", 5)
    often(tally, "unknown", 5)


@every_back_end
@every_length
def test_4_no_order_changes_an_answer(back_end: str, examples: int) -> None:
    """Files, clauses, items of groups, keys and records may stand in any order."""

    def tried(data: st.DataObject, tally: Tally) -> None:
        text = data.draw(programs().map(shown))
        chance = Random(data.draw(st.integers(0, 999)))
        files = {name: shuffled_text(part, chance) for name, part in in_files(text, chance).items()}
        program, other = checked({"": text}), checked(files)
        tally["files"] += any(part.count("\n\n") for name, part in files.items() if name)
        name = data.draw(st.sampled_from([q.id for q in program.questions]))
        as_of = data.draw(st.sampled_from(DAYS))
        ask, turned = Asked.of(program, name, back_end), Asked.of(other, name, back_end)
        facts = data.draw(ask.anything(as_of))
        laws.does_not_see_order(ask, turned, facts, Draw(data, as_of, tally))

    tally = laws.run(examples, tried, fixed=examples < LONG)
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
        tidy = data.draw(programs().map(shown))
        text = untidied(tidy, Random(data.draw(st.integers(0, 9_999))))
        note(text)
        tally["comments"] += bool(comments(text))
        done = format_text(Source("generated.policy", text))
        assert tree(done) == tree(text) == tree(tidy)
        assert comments(done) == comments(text)
        assert format_text(Source("generated.policy", done)) == done

    tally = laws.run(examples, tried, fixed=examples < LONG)
    often(tally, "comments", 60)
