"""Deadlines: business days against counting day by day, the report, remedies and laws."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy.dates import business_day_after
from peerpolicy.explain.decision import Decision
from peerpolicy.outcome import FindingOutcome
from peerpolicy.testing import facts_for
from peerpolicy.testing.answers import Asked, lost
from tests.texts import conformance_policy

AS_OF = date(2026, 12, 31)
DAY = timedelta(days=1)

days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
weekdays = st.sets(st.integers(0, 6), min_size=1)


def day_by_day(day: date, n: int, working: set[int], holidays: set[date]) -> date:
    """Go from day to day and count those on which people work."""
    while n:
        day += DAY
        if day.weekday() in working and day not in holidays:
            n -= 1
    return day


@settings(max_examples=300, deadline=None)
@given(days, st.integers(1, 60), weekdays, st.data())
def test_business_days_are_counted_as_one_does_with_a_calendar(
    day: date, n: int, working: set[int], data: st.DataObject
) -> None:
    near = st.integers(-5, 90).map(lambda step: day + step * DAY)
    holidays = data.draw(st.sets(near, max_size=40))
    expected = day_by_day(day, n, working, holidays)
    assert business_day_after(day, n, working, holidays) == expected


def test_business_days_end_with_the_calendar() -> None:
    assert business_day_after(date.max, 1, {0, 1, 2, 3, 4}, ()) is None
    assert business_day_after(date(2026, 1, 1), 10**12, {0}, (date(2026, 1, 5),)) is None


@pytest.mark.parametrize(("n", "working"), [(0, {0}), (1, set())])
def test_no_business_day_is_refused(n: int, working: set[int]) -> None:
    with pytest.raises(ValueError, match="business day"):
        business_day_after(AS_OF, n, working, ())


# ---------------------------------------------------------------- the decision


@cache
def policy() -> pp.Policy:
    """The policy of the conformance cases."""
    text = conformance_policy("deadlines")
    return pp.loads(text, name="deadlines.policy")


def decide(question: str, on: date = AS_OF, **request: object) -> Decision:
    facts = {"evidence": "shown", "request": request}
    return policy().decide(facts, as_of=on, question=question)


def test_a_report_says_the_last_day_and_how_late_it_was() -> None:
    decided = decide("in_business_days", received_on="2026-11-02", answered_on="2026-11-19")
    found = decided.finding("ten_business_days")
    assert found.outcome is FindingOutcome.NOT_MET
    assert found.required is not None
    assert found.required.bound == date(2026, 11, 17)
    assert found.shortfall == pp.Interval.exactly(2)
    page = decided.text(to="staff", values="full")
    assert "seen: 2026-11-19 (shown); needed: within 10 business days, here through" in page
    assert "short by 2 days" in page
    assert decided.provisional
    assert decided.remedies().plan is None


@pytest.mark.parametrize(
    "request_facts",
    [
        {"received_on": "2026-11-02", "answered_on": pp.ABSENT},
        {"received_on": pp.ABSENT, "answered_on": pp.ABSENT},
        {"received_on": pp.ABSENT},
    ],
)
def test_a_deed_or_a_day_that_never_was_is_seen_as_none(request_facts: dict[str, object]) -> None:
    decided = decide("in_days", **request_facts)
    found = decided.finding("ten_days")
    assert found.outcome is FindingOutcome.NOT_MET
    assert found.observed is not None and found.observed.value is None
    assert "seen: none" in decided.text(to="staff", values="full")


def test_a_deadline_of_one_day_is_spoken_of_as_one() -> None:
    text = conformance_policy("deadlines")
    short = pp.loads(text.replace("within 10 business_days", "within 1 business_days"))
    told = short.decide(
        {"request": {"received_on": "2026-11-02", "answered_on": "2026-11-19"}},
        as_of=AS_OF,
        question="in_business_days",
    )
    required = told.finding("ten_business_days").required
    assert required is not None and required.words == "within 1 business_day, here through"


def test_a_deadline_that_runs_blocks_nothing_and_says_until_when() -> None:
    decided = decide("in_days", date(2026, 11, 10), received_on="2026-11-02", answered_on=pp.ABSENT)
    assert decided.finding("ten_days").outcome is FindingOutcome.NOT_APPLICABLE
    assert "nothing due yet (first due 2026-11-13)" in decided.text(to="staff", values="full")


def test_the_registry_that_may_lack_a_holiday_is_named() -> None:
    decided = decide("in_business_days", received_on="2026-12-28", answered_on="2027-01-12")
    assert [ask.name for ask in decided.needs()] == ["closed_days"]
    assert "closed days" in decided.text(to="staff", values="full")


@pytest.mark.parametrize(
    ("request_facts", "name", "value"),
    [
        ({"received_on": "2026-11-02"}, "answered_on", date(2026, 11, 2)),
        ({"answered_on": "2026-11-12"}, "received_on", date(2026, 11, 12)),
    ],
)
def test_a_remedy_asks_for_the_day_that_is_missing(
    request_facts: dict[str, object], name: str, value: date
) -> None:
    plan = decide("in_days", **request_facts).remedies().plan
    assert plan is not None
    assert [(step.kind, step.name, step.value) for step in plan.steps] == [("ask", name, value)]


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_definite_answer_survives_every_completion(data: st.DataObject) -> None:
    question = data.draw(st.sampled_from([q.id for q in policy().program.questions]))
    asked = Asked.of(policy().program, question)
    facts = data.draw(facts_for(policy(), question, as_of=AS_OF))
    further = data.draw(asked.further(facts, AS_OF))
    assert lost(asked.trace(facts, AS_OF), asked.trace(further, AS_OF)) == []
