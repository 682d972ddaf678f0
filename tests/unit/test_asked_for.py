"""Clauses and questions that many others ask for: answered once, told once, and found again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest

import peerpolicy as pp

DAY = date(2026, 11, 23)
HEAD = """
language 1
program small:
  title "Clauses that ask for others"
  decided on claimed
source text:
  title "A text"
  rank rule
entity worker:
  is a person
fact is_trained:
  of worker
  is yes or no
  sensitivity public
question ready:
  asks "Ready?"
  about worker
  judged on judged_day
"""
TRAINED = """question trained:
  asks "Trained?"
  about worker
  judged on judged_day
require own:
  for trained
  cite text "own"
  all of:
    is_trained
"""
MANY = 16
NAMES = ["is_trained"]


def require(name: str, *items: str) -> str:
    lines = "".join(f"\n    {item}" for item in items)
    return f'require {name}:\n  for ready\n  cite text "{name}"\n  all of:{lines}\n'


def decide(*clauses: str, **facts: bool) -> pp.Decision:
    return pp.loads(HEAD + "".join(clauses)).decide({"worker": facts}, as_of=DAY, question="ready")


def dense() -> list[str]:
    """Clauses of which each asks for all that come after it."""
    return [
        require(f"c{n}", "is_trained", *(f"c{later} is met" for later in range(n + 1, MANY)))
        for n in range(MANY)
    ]


def ranked() -> list[str]:
    """Questions of which each has an answer that asks for the next two."""
    found = [TRAINED]
    for n in range(MANY):
        asked = [f"q{later} is met" for later in (n + 1, n + 2) if later < MANY]
        found.append(require(f"c{n}", *(asked or ["own is met"])))
        found.append(
            f'question q{n}:\n  asks "?"\n  about worker\n  judged on judged_day\n'
            f"  answers:\n    yes_{n} when c{n} is met\n    no_{n} otherwise\n"
        )
    return found


@pytest.mark.parametrize("clauses", [dense(), ranked()], ids=["clauses", "questions"])
@pytest.mark.parametrize("facts", [{}, {"is_trained": False}, {"is_trained": True}])
def test_what_many_ask_for_is_told_once(clauses: list[str], facts: dict[str, bool]) -> None:
    decided = decide(*clauses, **facts)
    edges = MANY * MANY
    assert len(json.dumps(decided.to_dict())) < 1_000 * edges
    for to in ("staff", "auditor", "applicant"):
        assert len(decided.text(to=to)) < 100 * edges
    plan = decided.remedies().plan
    assert plan is not None
    assert [step.name for step in plan.steps] == ([] if facts == {"is_trained": True} else NAMES)


def parts(row: dict[str, object]) -> Iterator[dict[str, object]]:
    below = row["parts"]
    assert isinstance(below, list)
    for each in below:
        yield each
        yield from parts(each)


def asked(decided: pp.Decision, finding: str) -> list[tuple[str, bool]]:
    """What a finding's parts ask for, and whether it is told there."""
    rows = decided.to_dict()["findings"]
    assert isinstance(rows, list)
    row = next(each for each in rows if each["id"] == finding)
    top = row["parts"]
    return [(p["asks"], bool(p["parts"])) for p in (top, *parts(top)) if p["asks"]]


def test_a_clause_with_a_finding_of_its_own_is_told_there() -> None:
    decided = decide(require("a", "b is met"), require("b", "is_trained"), is_trained=False)
    assert asked(decided, "a") == [("b", False)]
    assert decided.finding("a").outcome is pp.FindingOutcome.NOT_MET
    assert "    - [not met] b is met\n      see b\n" in decided.text()
    assert "see b" in decided.text(to="auditor")


def test_a_clause_of_another_question_is_told_where_it_is_first_asked_for() -> None:
    decided = decide(
        require("a", "own is met"),
        require("b", "own is met"),
        TRAINED,
        is_trained=False,
    )
    assert asked(decided, "a") == [("own", True)]
    assert asked(decided, "b") == [("own", False)]
    text = decided.text()
    assert text.count("see own") == 1
    assert text.index("is trained") < text.index("see own")


def test_a_question_is_told_once_with_its_clauses() -> None:
    decided = decide(
        require("a", "trained is met"),
        require("b", "trained is met"),
        TRAINED,
        is_trained=False,
    )
    assert asked(decided, "a") == [("trained", True), ("own", True)]
    assert asked(decided, "b") == [("trained", False)]


def test_one_fact_behind_many_clauses_is_one_leaf() -> None:
    """What was seen stands at the finding, though two ways lead to it."""
    decided = decide(
        require("a", "b is met", "c is met"),
        require("b", "c is met"),
        require("c", "is_trained"),
        is_trained=False,
    )
    (leaf,) = decided.finding("a").deciding
    assert leaf.trace.text == "is_trained"
    assert decided.finding("a").observed is not None
