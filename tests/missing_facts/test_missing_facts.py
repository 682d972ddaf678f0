"""The nineteen cases in which other engines allow, raise or pick a branch on a missing fact.

One fact at a time is left out of, or sent as null with, a person who meets everything. Where the
right answer is "unknown", it must be unknown, and the fact must be named among the needs.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

import peerpolicy as pp

HERE = Path(__file__).parent
AS_OF = date(2026, 11, 23)

PASSES = {
    "work_a": {
        "birth_date": "1990-05-01",
        "training_hours": 40,
        "curriculum_approved": True,
        "ce_hours_last_12_months": 12,
        "supervisor_is_licensed": True,
        "days_since_supervision_meeting": 20,
        "lived_experience": True,
        "well_grounded": True,
        "needs_active_treatment": False,
        "units_this_week": 14,
        "cpo_approved": True,
        "self_employed": True,
        "has_clinical_supervision": True,
    },
    "work_b": {
        "birth_date": "1990-05-01",
        "education": "ged",
        "exp_home": 0,
        "exp_self_direction": 1,
        "exp_job": 3,
        "exp_career": 0,
        "exp_community": 1,
        "exp_supports": 0,
        "has_resume": True,
        "has_email": True,
        "relationship_training": True,
        "document_on_file": {
            "entries": [
                {"received_on": "2026-10-01", "paper": "application"},
                {"received_on": "2026-10-01", "paper": "certification"},
                {"received_on": "2026-10-01", "paper": "proof_of_age"},
            ],
            "complete": True,
        },
        "activity": "mentoring",
    },
}

# These decide nothing for the people above: the approval unlocks any number of units, clinical
# supervision is there whether or not it is needed, and one area of experience is enough.
DOES_NOT_MATTER = {
    "units_this_week",
    "self_employed",
    "exp_home",
    "exp_self_direction",
    "exp_career",
    "exp_community",
    "exp_supports",
}

CASES = [(work, fact) for work, facts in PASSES.items() for fact in facts]
UNKNOWN = [(work, fact) for work, fact in CASES if fact not in DOES_NOT_MATTER]


@pytest.fixture(scope="module", params=sorted(PASSES))
def work(request: pytest.FixtureRequest) -> str:
    """The name of one of the two works."""
    return str(request.param)


@cache
def policy(work: str, grade: str = "claimed") -> pp.Policy:
    """Load one of the two works, decided on some evidence."""
    text = (HERE / f"{work}.policy").read_text("utf-8")
    return pp.loads(text.replace("decided on claimed", f"decided on {grade}"))


def decide(work: str, facts: dict[str, object]) -> pp.Decision:
    """Decide one of the two works."""
    return policy(work).decide({"peer": facts}, as_of=AS_OF)


def test_there_are_nineteen_cases() -> None:
    """Eleven facts of work A and eight of work B decide the answer of their person."""
    assert [w for w, _ in UNKNOWN].count("work_a") == 11
    assert [w for w, _ in UNKNOWN].count("work_b") == 8


def test_the_person_with_all_facts_is_met(work: str) -> None:
    """Without anything missing, both people meet everything."""
    assert decide(work, PASSES[work]).outcome is pp.Outcome.MET


@pytest.mark.parametrize(("work", "fact"), UNKNOWN)
@pytest.mark.parametrize("how", ["left out", "null"])
def test_a_missing_fact_is_unknown_and_named(work: str, fact: str, how: str) -> None:
    """A fact that decides, left out or null, makes the answer unknown and is asked for."""
    facts = dict(PASSES[work])
    if how == "left out":
        del facts[fact]
    else:
        facts[fact] = None
    decision = decide(work, facts)
    assert decision.outcome is pp.Outcome.UNKNOWN
    assert [need.name for need in decision.needs()] == [fact]


@pytest.mark.parametrize(("work", "fact"), [c for c in CASES if c not in UNKNOWN])
def test_a_missing_fact_that_decides_nothing_changes_nothing(work: str, fact: str) -> None:
    """A fact that cannot matter is not asked for, and the answer stands."""
    facts = dict(PASSES[work])
    del facts[fact]
    decision = decide(work, facts)
    assert decision.outcome is pp.Outcome.MET
    assert decision.needs() == ()


# ---------------------------------------------------------------- pairs, and weak evidence

ROUTES = (
    {"units_this_week", "cpo_approved"},
    {"self_employed", "has_clinical_supervision"},
    {name for name in PASSES["work_b"] if name.startswith("exp_")},
)
"""Facts of which one settles a clause: for the people above, the one that matters."""

PAIRS = [(work, pair) for work, facts in PASSES.items() for pair in combinations(sorted(facts), 2)]


def asked_for(missing: set[str]) -> set[str]:
    """Work out by hand what must be asked for where these facts are missing."""
    deciding = missing - DOES_NOT_MATTER
    routes = [route for route in ROUTES if route & deciding]
    return deciding | {fact for route in routes for fact in route & missing}


@pytest.mark.parametrize(("work", "pair"), PAIRS)
def test_of_a_missing_pair_all_that_matters_is_asked_for(work: str, pair: tuple[str, str]) -> None:
    """A fact that did not matter matters where the one that settled its clause is missing, too."""
    facts = {name: value for name, value in PASSES[work].items() if name not in pair}
    decision, expected = decide(work, facts), asked_for(set(pair))
    assert decision.outcome is (pp.Outcome.UNKNOWN if expected else pp.Outcome.MET)
    assert {need.name for need in decision.needs()} == expected


@pytest.mark.parametrize(("work", "fact"), CASES)
def test_a_fact_that_is_only_claimed_is_as_good_as_missing(work: str, fact: str) -> None:
    """Where papers are asked for, one claim among them is unknown if it decides, and named."""
    claimed = PASSES[work][fact]
    key = "entries" if isinstance(claimed, dict) else "value"
    weak = {**(claimed if isinstance(claimed, dict) else {"value": claimed}), "evidence": "claimed"}
    assert key in weak
    facts = {"evidence": "verified", "peer": {**PASSES[work], fact: weak}}
    decision = policy(work, "shown").decide(facts, as_of=AS_OF)
    if fact in DOES_NOT_MATTER:
        assert decision.outcome is pp.Outcome.MET
        return
    assert decision.outcome is pp.Outcome.UNKNOWN
    assert {need.name for need in decision.needs()} == {fact}
    assert {cause for need in decision.needs() for cause in need.causes} == {pp.Cause.NOT_SHOWN}
