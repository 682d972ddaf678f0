"""Lives of credentials through the rooms: explained, remedied, drawn, completed, written again.

What it is for: what the conformance suite cannot say as data. What stays true: findings are
compared field by field; each plan was replayed; a strategy that misses an edge fails its test.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from peerpolicy.check.program import check
from peerpolicy.dates import LeapDay, last_day_of_term, last_month_of_term
from peerpolicy.explain.decision import Decision
from peerpolicy.explain.replay import Player
from peerpolicy.explain.steps import applied
from peerpolicy.outcome import Cause, Need
from peerpolicy.policy import Policy
from peerpolicy.source import Source
from peerpolicy.syntax.parser import parse
from peerpolicy.syntax.printer import format_text
from peerpolicy.testing import forgettings, near_boundary
from peerpolicy.testing.answers import Asked, lost
from peerpolicy.truth import Outcome

DAY = timedelta(days=1)
AS_OF = date(2026, 11, 23)

HEAD = """language 1
program licenses:
  title "Licenses"
  calendar days
  decided on shown

source text:
  title "A text"
  rank rule

calendar days:
  leap day birthday falls on march 1, assumed

entity worker:
  is a person

credential license:
  of person
  issued by board
  lasts 2 years from issued_on{month_end}
  starts no earlier than granted_on
  renewable from 90 days before expiry through 10 days before expiry
  late through 60 days after expiry
  states:
    provisional lasts 1 year, once
    full
  sensitivity personal
"""

RULES = {
    "held": "holds license",
    "full": "holds license as full",
    "by_board": "holds license as full where issued_by is board",
    "provisional": "holds license as provisional",
    "renewable": "license is renewable",
    "late": "license is late",
    "lapsed": "license is lapsed",
}

ASKED = """
question {name}:
  asks "May this worker go on?"
  about worker
  judged on work_day

require {name}_rule:
  for {name}
  cite text "{name}"
  {condition}
"""

EXAMPLE = """
example full_for_two_years:
  decide full on 2026-11-23
  given:
    license where issued_on is 2025-01-01, granted_on is 2025-02-01, state is full
  expect:
    full is met
"""


def text(month_end: str = "") -> str:
    """Write a policy with a question for each condition."""
    rules = "".join(ASKED.format(name=name, condition=line) for name, line in RULES.items())
    return HEAD.format(month_end=month_end) + rules + EXAMPLE


@cache
def policy(month_end: str = "") -> Policy:
    """Check the policy, which has no fault and no warning."""
    program, found = check(Source("licenses", text(month_end)), lambda name: None)
    assert found == (), [each.render() for each in found]
    assert program is not None
    return Policy(program)


def license_of(issued: str, state: str = "full", **more: object) -> dict[str, object]:
    """Make a record that was granted on the day it was issued."""
    return {"issued_on": issued, "granted_on": issued, "state": state, **more}


def decide(
    name: str, *records: dict[str, object], complete: bool = True, on: date = AS_OF
) -> Decision:
    """Decide a question on some licenses, all shown."""
    listed = {"entries": list(records), "complete": complete}
    facts = {"evidence": "shown", "worker": {"license": listed}}
    return policy().decide(facts, as_of=on, question=name)


def plan(decided: Decision) -> list[tuple[str, str]]:
    """Return kind and name of each step of the plan."""
    found = decided.remedies().plan
    assert found is not None
    return [(step.kind, step.name) for step in found.steps]


# ---------------------------------------------------------------- explained


def test_a_renewal_that_comes_too_early_says_when_it_opens() -> None:
    decided = decide("renewable", license_of("2025-06-01"))
    finding = decided.finding("renewable_rule")
    assert decided.outcome is Outcome.NOT_MET
    assert finding.observed is not None and finding.required is not None
    assert (finding.observed.words, finding.observed.value) == ("through", date(2027, 5, 31))
    assert (finding.required.words, finding.required.bound) == ("renewable on", AS_OF)
    assert finding.changes_on == date(2027, 3, 2)
    assert finding.observed.sensitivity.value == "personal"


def test_staff_read_until_when_and_from_when() -> None:
    page = decide("renewable", license_of("2025-06-01")).text()
    page = " ".join(page.split())
    assert "[not met] renewable rule: license is renewable" in page
    seen = "seen: through 2027-05-31 (shown); needed: renewable on 2026-11-23"
    assert f"{seen}; would be met on 2027-03-02" in page
    hidden = decide("renewable", license_of("2025-06-01")).text(values="masked")
    assert "2027" not in hidden


def test_the_data_form_has_the_last_day_and_hides_it() -> None:
    decided = decide("full", license_of("2025-06-01"))
    (finding,) = decided.to_dict("full")["findings"]  # type: ignore[misc]
    assert finding["observed"]["value"] == "2027-05-31"
    (masked,) = decided.to_dict()["findings"]  # type: ignore[misc]
    assert "2027-05-31" not in repr(masked)


def test_a_second_provisional_license_is_refused_only_where_the_first_is_known() -> None:
    second = license_of("2026-06-01", "provisional")
    first = license_of("2024-01-01", "provisional")
    assert decide("provisional", first, second, complete=False).outcome is Outcome.UNKNOWN
    assert decide("provisional", first, second).outcome is Outcome.NOT_MET
    open_list = decide("provisional", second, complete=False)
    (reason,) = open_list.finding("provisional_rule").unknown_because
    assert (reason.cause, reason.need) == (Cause.LIST_OPEN, Need("worker", "license"))


# ---------------------------------------------------------------- remedies


def test_who_is_too_early_waits_for_the_day() -> None:
    remedies = decide("renewable", license_of("2025-06-01")).remedies()
    assert remedies.wait is not None and remedies.wait.on == date(2027, 3, 2)
    assert plan(decide("renewable", license_of("2025-06-01"))) == [("wait", "")]


def test_who_is_too_late_cannot_be_in_time_any_more() -> None:
    remedies = decide("renewable", license_of("2024-11-25")).remedies()
    assert remedies.plan is None and remedies.stuck == ("renewable_rule",)


def test_who_holds_none_obtains_one_in_the_state_that_is_asked_for() -> None:
    found = decide("by_board").remedies().plan
    assert found is not None
    (step,) = found.steps
    assert (step.kind, step.name, step.on) == ("do", "license", AS_OF)
    assert dict(step.where) == {"state": "full", "issued_by": "board"}


def test_a_state_that_is_held_once_is_asked_for_with_the_whole_list() -> None:
    steps = plan(decide("provisional", complete=False))
    assert steps == [("ask", "license"), ("ask", "license")]
    assert plan(decide("provisional")) == [("do", "license")]


@pytest.mark.parametrize("name", ["renewable", "late", "lapsed"])
def test_a_license_that_nobody_told_of_is_asked_for(name: str) -> None:
    steps = plan(decide(name, complete=False))
    assert {kind for kind, _ in steps} == {"ask"}


# ---------------------------------------------------------------- drawn, completed, forgotten

quick = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
MONTH_END = ", through the last day of that month"


def last_day(record: dict[str, object], month_end: str) -> date | None:
    """Work out the last day of a record that is drawn whole."""
    issued, state = record.get("issued_on"), record.get("state")
    if not isinstance(issued, str) or state is None:
        return None
    years = 1 if state == "provisional" else 2
    first = date.fromisoformat(issued)
    if month_end:
        return last_month_of_term(first, years, "years").last
    return last_day_of_term(first, years, "years", LeapDay.MARCH_1)


@pytest.mark.parametrize(
    ("month_end", "as_of", "distances"),
    [
        ("", AS_OF, (-61, -60, -1, 0, 1, 9, 10, 90, 91)),
        # nothing ends on 28 February of a leap year: the 29th is the day before 1 March
        ("", date(2028, 2, 29), (-61, -60, 0, 1, 9, 10, 90, 91)),
        (MONTH_END, date(2026, 11, 30), (-30, 0, 31)),
    ],
)
def test_cases_near_the_boundary_end_on_the_day_and_beside_it(
    month_end: str, as_of: date, distances: tuple[int, ...]
) -> None:
    program = policy(month_end).program
    met: Counter[int] = Counter()

    @quick
    @given(near_boundary(program, as_of=as_of))
    def drawn(facts: dict[str, object]) -> None:
        worker = facts.get("worker")
        listed = worker.get("license") if isinstance(worker, dict) else None
        records = listed.get("entries", []) if isinstance(listed, dict) else listed or []
        for record in records:
            ends = last_day(record, month_end)
            if ends is not None:
                met[(ends - as_of).days] += 1

    drawn()
    assert all(met[days] for days in distances), met


@pytest.mark.parametrize("name", RULES)
def test_laws_1_and_2_hold_for_lives(name: str) -> None:
    """What is definite survives every completion; forgetting a value settles nothing."""
    asked = Asked.of(policy().program, name)
    tally: Counter[str] = Counter()

    @quick
    @given(data=st.data())
    def law(data: st.DataObject) -> None:
        facts = data.draw(near_boundary(policy().program, name, as_of=AS_OF))
        before = asked.trace(facts, AS_OF)
        tally[before.outcome.value] += 1
        after = asked.trace(data.draw(asked.further(facts, AS_OF)), AS_OF)
        assert lost(before, after) == []
        forgotten = data.draw(forgettings(facts) | st.none())
        if forgotten is not None:
            less = asked.trace(forgotten.facts, AS_OF)
            assert lost(less, before) == []

    law()
    assert len(tally) == 3, tally


@pytest.mark.parametrize("name", RULES)
def test_every_plan_replays_to_met(name: str) -> None:
    """Plans of drawn cases are met, as `remedies` promises."""
    tally: Counter[str] = Counter()

    @settings(quick, max_examples=40)
    @given(near_boundary(policy().program, name, as_of=AS_OF))
    def plans(facts: dict[str, object]) -> None:
        decided = policy().decide(facts, as_of=AS_OF, question=name)
        found = decided.remedies().plan if decided.outcome is not Outcome.MET else None
        if found is not None:
            case = decided.case
            assert case is not None
            assert Player(case).certainly_met(applied(case.situation, found.steps))
            tally["planned"] += 1

    plans()
    assert tally["planned"]


# ---------------------------------------------------------------- written again


def test_a_policy_with_lives_is_printed_as_it_was_read() -> None:
    source = Source("licenses", text(MONTH_END))
    printed = format_text(source)
    assert parse(Source("licenses", printed))[0] == parse(source)[0]
    assert format_text(Source("licenses", printed)) == printed


def test_the_example_of_the_policy_is_decided_as_it_expects() -> None:
    assert all(each.passed for each in policy().check_examples())


def test_the_schema_of_facts_knows_the_states() -> None:
    described = policy().json_schema()["$defs"]
    assert isinstance(described, dict)
    assert described["choices.person.license.states"]["enum"] == ["provisional", "full"]
    fields = described["record.person.license"]["properties"]
    assert set(fields) == {"issued_on", "granted_on", "state", "issued_by", "evidence"}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("license from 2025-01-01 through 2026-12-31", "PP301"),
        ("license where issued_on is 2025-01-01, state is ful", "PP303"),
        ("license where expires_on is 2025-01-01", "PP201"),
    ],
)
def test_an_example_says_only_what_a_record_can_have(line: str, code: str) -> None:
    start = text().index("    license where")
    end = text().index("\n", start)
    faulty = text()[:start] + f"    {line}" + text()[end:]
    _, found = check(Source("licenses", faulty), lambda name: None)
    assert [each.code for each in found] == [code]
