"""Several limits at once: against a plain bookkeeper, line by line, and over time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy.quantity import Interval

HEAD = """
language 1
program small:
  title "Limits of a day, a week, a month and a fiscal year at once"
  calendar days
  decided on claimed
source text:
  title "A text"
  rank rule
calendar days:
  week starts on sunday, assumed
  fiscal_year runs from july 1, assumed
question payable:
  asks "How many of these units are payable?"
  about client
  judged on work_day
  answers in units
entity client:
  is a person
measure units:
  singular unit
  is a unit of its own
entry support:
  of client
  dated served_on
  counts units
  sensitivity public
approval extra_units:
  of client
  given by officer
  dated given_on
  covers support from starts_on through ends_on
  grants units
  sensitivity public
"""
CAPS = {"day": 4, "week": 7, "calendar_month": 12, "fiscal_year": 20}
UNLOCK = "  unless approved beforehand by officer then at most the approved units\n"
AS_OF = date(2026, 7, 12)
FIRST = date(2026, 6, 22)
SPAN = (AS_OF - FIRST).days


def limit(period: str, cap: int, unlock: str = "") -> str:
    cite = f'limit each_{period}:\n  cite text "1"\n  used means provided\n'
    return f"{cite}  at most {cap} units of support in each {period}\n{unlock}"


@cache
def policy(unlock: str = "") -> pp.Policy:
    return pp.loads(HEAD + "".join(limit(p, cap, unlock) for p, cap in CAPS.items()))


def period(name: str, day: date) -> object:
    """Which period a day lies in, worked out by hand."""
    match name:
        case "day":
            return day
        case "week":
            return day - timedelta(days=(day.weekday() + 1) % 7)
        case "calendar_month":
            return day.year, day.month
    return day.year + (day.month >= 7)


Lines = Mapping[int, int]
lines = st.dictionaries(st.integers(0, SPAN), st.integers(1, 9), max_size=6)
grants = st.lists(
    st.tuples(st.integers(0, SPAN), st.integers(0, 12), st.integers(1, 9)), max_size=2
)


def facts(used: Lines, asked: Lines, given: list[tuple[int, int, int]]) -> dict[str, object]:
    approvals = [
        {
            "given_on": FIRST,
            "given_by": "officer",
            "starts_on": day(first),
            "ends_on": day(first + length),
            "units": units,
        }
        for first, length, units in given
    ]
    support = {"entries": records(used), "requested": records(asked), "complete": True}
    extra = {"entries": approvals, "complete": True}
    return {"client": {"support": support, "extra_units": extra}}


def records(amounts: Lines) -> list[dict[str, object]]:
    return [{"served_on": day(at), "units": units} for at, units in amounts.items()]


def day(at: int) -> date:
    return FIRST + timedelta(days=at)


def bookkeeper(used: Lines, asked: Lines, given: list[tuple[int, int, int]]) -> dict[date, int]:
    """Serve unit by unit: one that some cap refuses takes an approved unit of its day, or none."""
    taken: dict[object, int] = {}
    rooms = [[first, first + length, units] for first, length, units in given]
    rooms.sort(key=lambda room: room[1])

    def serve(at: int, *, provided: bool) -> bool:
        keys = [(name, period(name, day(at))) for name in CAPS]
        is_over = any(taken.get(key, 0) >= CAPS[key[0]] for key in keys)
        room = next((r for r in rooms if r[0] <= at <= r[1] and r[2] > 0), None)
        if is_over and room is None and not provided:
            return False
        if is_over and room is not None:
            room[2] -= 1
        for key in keys:
            taken[key] = taken.get(key, 0) + 1
        return True

    for at in sorted(used):
        for _ in range(used[at]):
            serve(at, provided=True)
    return {
        day(at): sum(serve(at, provided=False) for _ in range(asked[at])) for at in sorted(asked)
    }


def decide(
    used: Lines, asked: Lines, given: list[tuple[int, int, int]], unlock: str
) -> pp.Decision:
    return policy(unlock).decide(facts(used, asked, given), as_of=AS_OF)


@settings(max_examples=80, deadline=None)
@given(lines, lines)
def test_what_one_limit_refuses_uses_up_no_other(used: Lines, asked: Lines) -> None:
    decided = decide(used, asked, [], "")
    expected = bookkeeper(used, asked, [])
    assert decided.amount == Interval.exactly(sum(expected.values()))
    assert {x.day: x.payable for x in decided.payable} == {
        when: Interval.exactly(units) for when, units in expected.items()
    }


@settings(max_examples=80, deadline=None)
@given(lines, lines, grants)
def test_approvals_are_drawn_on_once_by_what_was_used_and_what_is_asked(
    used: Lines, asked: Lines, given: list[tuple[int, int, int]]
) -> None:
    decided = decide(used, asked, given, UNLOCK)
    assert {x.day: x.payable.low for x in decided.payable} == bookkeeper(used, asked, given)


@settings(max_examples=40, deadline=None)
@given(lines, lines, st.dictionaries(st.integers(0, SPAN), st.integers(1, 9), max_size=2))
def test_knowing_less_of_the_past_leaves_room_for_the_answer(
    used: Lines, asked: Lines, hidden: Lines
) -> None:
    whole = {**hidden, **used}
    exact = decide(whole, asked, [], "")
    vague = facts(whole, asked, [])
    client = vague["client"]
    assert isinstance(client, dict)
    entries = client["support"]["entries"]
    for record in entries:
        if (record["served_on"] - FIRST).days in hidden:
            record["units"] = None
    found = policy("").decide(vague, as_of=AS_OF)
    assert found.amount is not None
    assert exact.amount is not None
    assert found.amount.low <= exact.amount.low
    assert exact.amount.low <= (found.amount.high if found.amount.high is not None else 10**9)
    for sure, perhaps in zip(exact.payable, found.payable, strict=True):
        assert perhaps.payable.low <= sure.payable.low
        assert perhaps.payable.high is None or sure.payable.low <= perhaps.payable.high


def test_a_line_that_the_day_cuts_leaves_the_week_to_the_next() -> None:
    decided = decide({}, {0: 9, 1: 9}, [], "")
    assert [x.payable.low for x in decided.payable] == [4, 3]
    assert decided.amount == Interval.exactly(7)


def test_the_lines_are_told_to_staff_and_in_data() -> None:
    decided = decide({}, {0: 9, 1: 9}, [], "")
    assert decided.to_dict()["payable"] == [
        {
            "entry": "support",
            "day": "2026-06-22",
            "requested": {"low": 9, "high": 9},
            "payable": {"low": 4, "high": 4},
        },
        {
            "entry": "support",
            "day": "2026-06-23",
            "requested": {"low": 9, "high": 9},
            "payable": {"low": 3, "high": 3},
        },
    ]
    text = " ".join(decided.text().split())
    assert "2026-06-23: 9 units of support asked; payable: 3 units" in text


EPISODES = (
    HEAD
    + """
entry episode:
  of client
  dated from began_on through ended_on
  sensitivity public
limit in_an_episode:
  cite text "1"
  used means provided
  at most 7 units of support in each episode
"""
)
spans = st.lists(st.tuples(st.integers(0, SPAN), st.integers(0, 12)), max_size=3)


@cache
def of_episodes() -> pp.Policy:
    return pp.loads(EPISODES)


@settings(max_examples=60, deadline=None)
@given(lines, lines, spans)
def test_each_episode_of_a_day_has_a_cap_of_its_own(
    used: Lines, asked: Lines, episodes: list[tuple[int, int]]
) -> None:
    left = [7 - sum(u for at, u in used.items() if a <= at <= a + n) for a, n in episodes]
    expected = {}
    for at in sorted(asked):
        here = [i for i, (a, n) in enumerate(episodes) if a <= at <= a + n]
        free = min([asked[at], *(max(0, left[i]) for i in here)])
        for i in here:
            left[i] = max(0, left[i]) - free
        expected[day(at)] = free
    sent = facts(used, asked, [])
    client = sent["client"]
    assert isinstance(client, dict)
    rows = [{"began_on": day(a), "ended_on": day(a + n)} for a, n in episodes]
    client["episode"] = {"entries": rows, "complete": True}
    decided = of_episodes().decide(sent, as_of=AS_OF)
    assert {x.day: x.payable.low for x in decided.payable} == expected
    client["episode"] = {"entries": rows}
    vague = of_episodes().decide(sent, as_of=AS_OF)
    assert [x.payable for x in vague.payable] == [
        Interval(0, units.payable.low) for units in decided.payable
    ]
