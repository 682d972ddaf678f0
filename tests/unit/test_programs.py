"""Generated programs check clean, hold what they are asked to hold, and reach every construct.

What it is for: the strategy `programs` of the law suite, tested itself. What stays true: nothing
is drawn that the checker would refuse, and nothing the checker knows is left undrawn by accident.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

import attrs
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from peerpolicy.check.program import check
from peerpolicy.facts.reader import read
from peerpolicy.ir import terms as t
from peerpolicy.ir.force import InForce
from peerpolicy.ir.program import ClauseException, Program, Shown
from peerpolicy.source import Source
from peerpolicy.syntax.printer import format_text
from peerpolicy.testing import completions, facts_for, near_boundary, programs
from peerpolicy.testing.programs.clauses import KINDS
from peerpolicy.testing.strategies import ANY_DAY

TERMS = t.Term.__args__
"""Every term there is: one that is added and not drawn fails here."""
PARTS = (
    *(t.IsYes, t.IsIn, t.Compares, t.ComparesWith, t.IsBetween, t.IsDated, t.IsListed, t.Includes),
    *(t.Ever, t.Back, t.EachCalendar, t.EachAnchored, t.Where, t.Unlock, t.JudgedDay),
    *(t.ParameterValue, ClauseException, Shown, InForce),
)
CLOSED = """language 1
program closed:
  title "A registry of choices that allow no others"
  decided on claimed

source text:
  title "A text"
  rank rule

question asked:
  asks "Is it so?"
  about person_asked
  judged on asked_on

entity person_asked:
  is a person

choices courses:
  basics "the basics"

entry course_taken:
  of person_asked
  dated taken_on
  fields:
    course is one of courses
  sensitivity public

registry approved:
  of courses
  kept by board
  lists from facts

require taken:
  cite text "1"
  at least 1 course_taken where course is in approved
"""
quick = settings(
    max_examples=300,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


def checked(text: str) -> Program:
    """Check a generated program, which must be clean."""
    program, found = check(Source("generated.policy", text), lambda name: None)
    assert found == (), [each.render() for each in found]
    assert program is not None
    return program


def parts(value: object) -> Iterator[object]:
    """Yield everything that a part of a program is made of."""
    yield value
    if isinstance(value, tuple):
        for item in value:
            yield from parts(item)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from parts(getattr(value, field.name))


def test_every_draw_checks_clean_and_every_construct_is_drawn() -> None:
    """No diagnostic of any kind; each kind of clause, term, test and window, and not once only."""
    seen: Counter[object] = Counter()

    @quick
    @given(programs())
    def clean(text: str) -> None:
        program = checked(text)
        seen.update({type(part) for part in parts(program.clauses)})
        seen.update({clause.kind for clause in program.clauses})
        seen.update({type(kind) for kind in program.schema.records})
        seen["interpretations"] += bool(program.interpretations)
        seen["named answers"] += any(question.answers for question in program.questions)
        seen["parameters"] += bool(program.parameters)
        seen["examples"] += bool(program.examples)
        ids = [clause.id for clause in program.clauses]
        seen["versions"] += len(ids) > len(set(ids))
        seen["two questions"] += len(program.questions) > 1
        seen["in units"] += any(question.answers_in for question in program.questions)

    clean()
    wanted = (*TERMS, *PARTS, *KINDS, "interpretations", "two questions", "in units")
    wanted += ("named answers", "parameters", "examples", "versions")
    assert {what: seen[what] for what in wanted if seen[what] < 3} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_a_program_has_the_kind_it_is_asked_for(kind: str) -> None:
    """Whatever else is drawn, the first question has a clause of that kind."""

    @settings(quick, max_examples=20)
    @given(programs(kind))
    def has(text: str) -> None:
        program = checked(text)
        of_kind = [c for c in program.clauses if c.kind == kind]
        assert any(program.questions[0].id in clause.questions for clause in of_kind)

    has()


def test_facts_for_a_drawn_program_can_be_read() -> None:
    """Also where a registry that the caller sends lists choices that allow no others."""
    read_draws = Counter[str]()

    @settings(quick, max_examples=150)
    @given(st.data())
    def readable(data: st.DataObject) -> None:
        program = checked(data.draw(programs()))
        facts = data.draw(facts_for(program) | near_boundary(program))
        holders = read(program.schema, facts).holders
        read(program.schema, data.draw(completions(program.schema, facts, ANY_DAY)))
        read_draws["said"] += any(h.values or h.lists for h in holders.values())

    readable()
    assert read_draws["said"] >= 60


def test_a_field_that_a_closed_registry_lists_has_one_of_its_choices() -> None:
    """Nobody else's word is drawn where the choices allow no others."""
    program = checked(CLOSED)

    @quick
    @given(facts_for(program, complete=True))
    def readable(facts: dict[str, object]) -> None:
        read(program.schema, facts)

    readable()


def test_an_unknown_kind_is_refused() -> None:
    """A kind that cannot be drawn is said at once, not by drawing without end."""
    with pytest.raises(ValueError, match="no clause of kind `rule` is drawn"):
        programs("rule")


def test_a_draw_is_in_the_standard_layout() -> None:
    """Nothing that the formatter would change, so that a found case can be kept as it is."""

    @settings(quick, max_examples=60)
    @given(programs())
    def tidy(text: str) -> None:
        assert format_text(Source("generated.policy", text)) == text

    tidy()


@pytest.mark.parametrize(
    ("words", "lines"), [("at least", 45), ("some role1", 50), ("readings:", 60), ("limit", 55)]
)
def test_a_found_program_is_small(words: str, lines: int) -> None:
    """Shrinking leaves little beside what was looked for, in one of three searches at least."""
    search = settings(
        quick, max_examples=2_000, phases=(Phase.generate, Phase.shrink), derandomize=False
    )
    found = [
        find(programs(), lambda text: words in text, settings=search, random=Random(seed))
        for seed in range(3)
    ]
    smallest = min(found, key=lambda text: len(text.splitlines()))
    assert len(smallest.splitlines()) <= lines, smallest
