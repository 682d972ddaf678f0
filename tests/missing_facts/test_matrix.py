"""Five small conditions of which other engines get at least one wrong where a fact is missing.

What it is for: the table of comparison is a test of our own: an amount, an inequality and a
negation over a missing fact are unknown; "or true" is met and "and false" is not met. What stays
true: however a fact is missing, the answer is the same, and the fact is the only one asked for.
"""

from __future__ import annotations

from datetime import date

import pytest

import peerpolicy as pp

AS_OF = date(2026, 11, 23)
TEXT = """language 1
program matrix:
  title "Conditions over a fact that is missing"
  decided on shown

source brief:
  title "Comparison of engines"
  rank benchmark

question asked:
  asks "Is the condition met?"
  about peer
  judged on judged_on

entity peer:
  is a person

choices positions:
  clinician "clinician"
  peer_worker "peer worker"

fact hours:
  of peer
  is in hours
  sensitivity public

fact position:
  of peer
  is one of positions
  sensitivity public

fact is_clinician:
  of peer
  is yes or no
  sensitivity public

fact known:
  of peer
  is yes or no
  sensitivity public

require condition:
  cite brief "1"
"""
MISSING = (
    ("  hours is at least 30 hours", "hours", 40),
    ("  position is not clinician", "position", "peer_worker"),
    ("  none of:\n    is_clinician", "is_clinician", False),
    ("  is_clinician is no", "is_clinician", False),
    ("  is_clinician is not yes", "is_clinician", False),
)
SETTLED = (
    ("  any of:\n    hours is at least 30 hours\n    known", True, pp.Outcome.MET),
    ("  all of:\n    hours is at least 30 hours\n    known", False, pp.Outcome.NOT_MET),
    ("  none of:\n    position is clinician\n    known", True, pp.Outcome.NOT_MET),
    ("  at least 1 of:\n    is_clinician is no\n    known", True, pp.Outcome.MET),
)
WAYS = {
    "nothing is said": {},
    "nothing is said of the subject": {"peer": {}},
    "null": {"peer": {"FACT": None}},
    "not known": {"peer": {"FACT": {"not_known": True}}},
}

every_way = pytest.mark.parametrize("way", WAYS)


def decide(condition: str, facts: dict[str, object]) -> pp.Decision:
    """Decide a program of one condition."""
    return pp.loads(TEXT + condition + "\n").decide(facts, as_of=AS_OF)


def said(way: str, fact: str, **known: object) -> dict[str, object]:
    """Return facts in which one is missing in some way, and others are known and shown."""
    stated = WAYS[way].get("peer", {})
    peer = {name.replace("FACT", fact): value for name, value in stated.items()}
    shown = {name: {"value": value, "evidence": "shown"} for name, value in known.items()}
    return {"peer": {**peer, **shown}} if known or "peer" in WAYS[way] else {}


@every_way
@pytest.mark.parametrize(("condition", "fact", "good"), MISSING)
def test_a_condition_over_a_missing_fact_is_unknown(
    condition: str, fact: str, good: object, way: str
) -> None:
    """Unknown, and the fact alone is asked for; with the fact, met."""
    decided = decide(condition, said(way, fact))
    assert decided.outcome is pp.Outcome.UNKNOWN
    if way != "not known":
        assert [need.name for need in decided.needs()] == [fact]
    shown = {"peer": {fact: {"value": good, "evidence": "shown"}}}
    assert decide(condition, shown).outcome is pp.Outcome.MET


@pytest.mark.parametrize(("condition", "fact", "good"), MISSING)
def test_a_claim_below_the_grade_is_unknown_and_asked_to_be_shown(
    condition: str, fact: str, good: object
) -> None:
    """A good value that nobody has seen a paper for: unknown, because it is not shown."""
    decided = decide(condition, {"peer": {fact: {"value": good, "evidence": "claimed"}}})
    assert decided.outcome is pp.Outcome.UNKNOWN
    (need,) = decided.needs()
    assert (need.name, need.causes) == (fact, (pp.Cause.NOT_SHOWN,))


@every_way
@pytest.mark.parametrize(("condition", "known", "outcome"), SETTLED)
def test_what_another_fact_settles_is_settled(
    condition: str, known: bool, outcome: pp.Outcome, way: str
) -> None:
    """Or true is met, and false is not met, whatever is missing beside it; nothing is asked."""
    decided = decide(condition, said(way, "hours", known=known))
    assert decided.outcome is outcome
    assert decided.needs() == ()
