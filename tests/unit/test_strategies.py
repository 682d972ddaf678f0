"""The strategies draw legal facts, aim at thresholds, and complete without contradiction.

What it is for: the tools of the law suite, tested themselves. What stays true: the reader accepts
every draw; a completion keeps what was known; a forgetting changes one place alone.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from peerpolicy.check.program import check
from peerpolicy.facts.reader import read
from peerpolicy.ir.program import Program
from peerpolicy.source import Source
from peerpolicy.testing import (
    completions,
    facts_for,
    forget,
    forgettings,
    known_places,
    mutated_examples,
    near_boundary,
    what_is_read,
)
from peerpolicy.testing.places import value_at

ROOT = Path(__file__).resolve().parents[2]
MT, CT = "us/mt/sdmi_peer_support", "us/ct/dds_peer_to_peer"
AS_OF = date(2026, 11, 23)
LEAP = date(2028, 2, 29)

every_program = pytest.mark.parametrize("policy", [MT, CT], ids=["mt", "ct"])
quick = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)


@cache
def load(policy: str) -> Program:
    """Check a shipped policy, once."""

    def find(name: str) -> Source | None:
        path = ROOT / "policies" / "vocabularies" / f"{name}.policy"
        return Source(name, path.read_text(encoding="utf-8")) if path.exists() else None

    text = (ROOT / "policies" / f"{policy}.policy").read_text(encoding="utf-8")
    program, _ = check(Source(policy, text), find)
    assert program is not None
    return program


def kinds(program: Program) -> dict[str, st.SearchStrategy[dict[str, object]]]:
    """Every strategy of facts, for all questions at once."""
    return {
        "partial": facts_for(program),
        "complete": facts_for(program, complete=True),
        "leap day": facts_for(program, as_of=LEAP),
        "boundary": near_boundary(program),
        "examples": mutated_examples(program),
    }


@every_program
@pytest.mark.parametrize("kind", ["partial", "complete", "leap day", "boundary", "examples"])
def test_every_draw_can_be_read(policy: str, kind: str) -> None:
    """No draw breaks a type, a choice, an order of days or an id."""
    program = load(policy)
    read_draws = Counter[str]()

    @quick
    @given(kinds(program)[kind])
    def legal(facts: dict[str, object]) -> None:
        holders = read(program.schema, facts).holders
        read_draws["said"] += any(h.values or h.lists for h in holders.values())

    legal()
    assert read_draws["said"] >= 40


@every_program
def test_every_completion_can_be_read_and_keeps_what_was_known(policy: str) -> None:
    """A completion is legal, and each value known before is there, unchanged, after."""
    program = load(policy)
    reads = what_is_read(program)
    seen = Counter[str]()

    @quick
    @given(data=st.data())
    def completed(data: st.DataObject) -> None:
        facts = spelled_out(data.draw(facts_for(program)))
        assert isinstance(facts, dict)
        aimed = reads if data.draw(st.booleans()) else None
        more = data.draw(completions(program.schema, facts, AS_OF, aimed))
        read(program.schema, more)
        for path in known_places(facts):
            was = value_at(facts, path)
            if isinstance(was, list | dict) or "complete_through" in path:
                continue  # lists grow, and one complete through a day may be complete
            now = value_at(more, path)
            assert now == was or (isinstance(now, dict) and now.get("value") == was)
            seen["kept"] += 1
        seen["more"] += len(known_places(more)) > len(known_places(facts))

    completed()
    assert seen["kept"] >= 200
    assert seen["more"] >= 40


def spelled_out(said: object) -> object:
    """Write each bare list as a mapping with its entries, as a completion does."""
    if isinstance(said, dict):
        listed = ("entries", "requested")
        return {
            key: [spelled_out(item) for item in value] if key in listed else spelled_out(value)
            for key, value in said.items()
        }
    return {"entries": [spelled_out(item) for item in said]} if isinstance(said, list) else said


@every_program
def test_a_forgetting_changes_one_place_alone(policy: str) -> None:
    """Null stands where a value was; every place outside of it is as before."""
    program = load(policy)
    seen = Counter[str]()

    @quick
    @given(data=st.data())
    def forgotten(data: st.DataObject) -> None:
        facts = data.draw(near_boundary(program))
        less = data.draw(forgettings(facts))
        read(program.schema, less.facts)
        assert value_at(facts, less.path) is not None
        assert value_at(less.facts, less.path) is None
        for path in known_places(less.facts):
            if path != less.path[: len(path)]:
                assert value_at(less.facts, path) == value_at(facts, path)
        seen["forgotten"] += 1
        seen["in a record"] += len(less.path) > 2

    forgotten()
    assert seen["forgotten"] >= 40
    assert seen["in a record"] >= 10


def test_no_entry_is_deleted_from_a_list_that_stays() -> None:
    """Places are values; a record and evidence are none."""
    facts: dict[str, object] = {
        "evidence": "shown",
        "peer": {
            "birth_date": None,
            "has_email": {"value": True, "evidence": "claimed"},
            "well_grounded": {"attested": {"by": "agency", "on": "2026-01-05"}, "value": True},
            "team_meeting": [{"held_on": "2026-01-05", "evidence": "shown"}],
        },
        "registries": {
            "approved_curricula": {"entries": [{"item": "x", "from": "2020-01-01"}]},
        },
    }
    assert known_places(facts) == (
        ("peer", "has_email"),
        ("peer", "well_grounded"),
        ("peer", "team_meeting"),
        ("peer", "team_meeting", 0, "held_on"),
        ("registries", "approved_curricula"),
        ("registries", "approved_curricula", "entries", 0, "item"),
        ("registries", "approved_curricula", "entries", 0, "from"),
    )
    assert forget(facts, ("peer", "team_meeting", 0, "held_on"))["peer"]["team_meeting"] == [
        {"held_on": None, "evidence": "shown"}
    ]


def test_the_edges_of_a_question_are_drawn() -> None:
    """Birthdays on, before and after the age; hours on, below and above the threshold."""
    births, hours = Counter[str](), Counter[object]()

    @settings(quick, max_examples=300)
    @given(facts_for(load(CT), "hire"), facts_for(load(MT), "may_provide"))
    def count(hire: dict[str, object], provide: dict[str, object]) -> None:
        births[str(hire.get("peer", {}).get("birth_date"))] += 1
        form = provide.get("peer", {}).get("peer_support_training")
        for record in form["entries"] if isinstance(form, dict) and "entries" in form else ():
            hours[record.get("hours")] += 1

    count()
    assert {"2005-11-23", "2005-11-22", "2005-11-24", "2004-02-29"} <= set(births)
    assert {30, 29, 31} <= set(hours)


DATED = """language 1
program dated:
  title "Dated"
  decided on claimed

source s:
  title "Source"
  rank guidance

question q:
  asks "Is it so?"
  about worker
  judged on judged_on

entity worker:
  is a person

fact hired_on:
  of worker
  is a date
  sensitivity public

fact asked_on:
  of worker
  is a date
  sensitivity public

fact answered_on:
  of worker
  is a date
  sensitivity public

fact closed_on:
  of worker
  is a date
  sensitivity public

entry course:
  of worker
  dated done_on
  sensitivity public

require rules:
  for q
  cite s "1"
  all of:
    hired_on is before 2019-05-01
    at least 1 course where done_on is on or after 2018-03-01
    answered_on is within 40 days after asked_on
    closed_on is within 3 weeks after 2017-01-31
"""


LISTED = """language 1
program listed:
  title "Listed"
  decided on claimed

source s:
  title "Source"
  rank guidance

question q:
  asks "Is it so?"
  about worker
  judged on judged_on

entity worker:
  is a person

choices colours:
  red "Red"
  blue "Blue"

fact colour:
  of worker
  is one of colours
  sensitivity public

registry own:
  of colours
  kept by board
  lists:
    red

registry given:
  of colours
  kept by board
  lists from facts

require rules:
  for q
  cite s "1"
  all of:
    colour is in own
    colour is in given

example red:
  decide q on 2026-11-23
  given:
    colour is red
  expect:
    q is unknown
"""


def test_days_that_a_policy_names_and_lengths_of_deadlines_are_drawn() -> None:
    """The day itself and the days beside it; of a deadline, the last day in time and the next."""
    program, found = check(Source("dated.policy", DATED), lambda name: None)
    assert program is not None, found
    seen: dict[str, set[object]] = {"hired_on": set(), "done_on": set(), "closed_on": set()}
    lengths = set()

    @settings(quick, max_examples=300)
    @given(facts_for(program, as_of=AS_OF, complete=True))
    def draw(facts: dict[str, object]) -> None:
        worker = facts.get("worker", {})
        days = {k: v.get("value") if isinstance(v, dict) else v for k, v in worker.items()}
        form = worker.get("course", ())
        for record in form["entries"] if isinstance(form, dict) else form:
            seen["done_on"].add(record.get("done_on"))
        for name in ("hired_on", "closed_on"):
            seen[name].add(days.get(name))
        if days.get("asked_on") and days.get("answered_on"):
            asked, answered = (date.fromisoformat(days[n]) for n in ("asked_on", "answered_on"))
            lengths.add((answered - asked).days)

    draw()
    assert {"2019-04-30", "2019-05-01", "2019-05-02"} <= seen["hired_on"]
    assert {"2018-02-28", "2018-03-01", "2018-03-02"} <= seen["done_on"]
    assert {"2017-01-30", "2017-01-31", "2017-02-21", "2017-02-22"} <= seen["closed_on"]
    assert {39, 40, 41} <= lengths


def test_a_change_to_an_example_leaves_the_policys_own_registries_alone() -> None:
    """The policy lists them itself; facts that name one cannot be read."""
    program, found = check(Source("listed.policy", LISTED), lambda name: None)
    assert program is not None, found
    changed = set()

    @settings(quick, max_examples=40)
    @given(mutated_examples(program, as_of=AS_OF))
    def draw(facts: dict[str, object]) -> None:
        changed.update(facts.get("registries", {}))
        read(program.schema, facts)

    draw()
    assert changed == {"given"}


def test_a_question_that_is_not_there_is_refused() -> None:
    """A misspelt question would otherwise draw nothing and pass."""
    with pytest.raises(ValueError, match="has no question `hired`"):
        facts_for(load(CT), "hired")
    with pytest.raises(ValueError, match="no example"):
        mutated_examples(load(CT), "hired")


def test_without_hypothesis_one_line_says_how_to_get_it() -> None:
    """The error is an ImportError with the command, and no chain of others."""
    code = (
        "import sys; sys.modules['hypothesis'] = None\n"
        "try:\n    import peerpolicy.testing\n"
        "except ImportError as error:\n    print(type(error).__name__, error, error.__cause__)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == (
        "HypothesisMissingError peerpolicy.testing needs Hypothesis: "
        "pip install 'peerpolicy[test]' None\n"
    )
