"""Gaps between records: against every completion of small cases, and what would change them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import chain, combinations, pairwise, product

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy.ir import terms as t
from peerpolicy.outcome import FindingOutcome
from peerpolicy.quantity import Interval
from peerpolicy.truth import Outcome

TEXT = """
language 1
program small:
  title "Reviews"
  decided on claimed
source text:
  title "A text"
  rank rule
question ready:
  asks "Ready?"
  about client
  judged on judged_day
entity client:
  is a person
fact planned_on:
  of client
  is a date
  sensitivity public
entry review:
  of client
  dated reviewed_on
  fields:
    signed is yes or no
  sensitivity public
require reviewed:
  cite text "1"
  at most 2 days between records of review where signed since planned_on
"""
START = date(2026, 11, 16)
LAST = 6
"""The judged day, counted from the first day on."""


@cache
def policy() -> pp.Policy:
    return pp.loads(TEXT)


def day(number: int) -> date:
    return START + timedelta(days=number)


@attrs.frozen
class Case:
    """Records by day, None for one of an unknown day, with whether each is known to be signed."""

    records: tuple[tuple[int | None, bool], ...]
    closed: int | None

    def facts(self) -> dict[str, object]:
        records = [
            {"reviewed_on": None if at is None else day(at), "signed": True if sure else None}
            for at, sure in self.records
        ]
        review: dict[str, object] = {"entries": records}
        if self.closed is not None:
            review["complete_through"] = day(self.closed)
        return {"client": {"planned_on": day(0), "review": review}}

    def completions(self) -> Iterator[frozenset[int]]:
        """Yield the days of the records that count in each world that fits."""
        beyond = -1 if self.closed is None else self.closed
        free = range(beyond + 1, LAST + 1)
        unseen = [frozenset(chosen) for chosen in subsets(free)]
        each = [self._days(at, sure) for at, sure in self.records]
        for chosen in product(*each):
            told = frozenset(at for at in chosen if at is not None)
            yield from (told | more for more in unseen)

    def _days(self, at: int | None, sure: bool) -> tuple[int | None, ...]:
        days: tuple[int | None, ...] = (*range(LAST + 1),) if at is None else (at,)
        return days if sure and at is not None else (*days, None)


def subsets(items: Iterable[int]) -> Iterator[tuple[int, ...]]:
    items = list(items)
    return chain.from_iterable(combinations(items, n) for n in range(len(items) + 1))


def longest(days: frozenset[int]) -> int:
    ends = (0, *sorted(d for d in days if 0 <= d <= LAST), LAST)
    return max(b - a for a, b in pairwise(ends))


cases = st.builds(
    Case,
    st.lists(st.tuples(st.none() | st.integers(-1, LAST + 1), st.booleans()), max_size=2).map(
        tuple
    ),
    st.none() | st.integers(-1, LAST + 1),
)


@settings(max_examples=150, deadline=None)
@given(cases)
def test_the_answer_is_that_of_every_completion(case: Case) -> None:
    """Met where all are, not met where none is; and the longest gap lies between both ends."""
    lengths = {longest(days) for days in case.completions()}
    decided = policy().decide(case.facts(), as_of=day(LAST))
    expected = Outcome.UNKNOWN
    if max(lengths) <= 2:
        expected = Outcome.MET
    elif min(lengths) > 2:
        expected = Outcome.NOT_MET
    finding = decided.finding("reviewed")
    assert decided.outcome.value == expected.value
    seen = finding.observed.value if finding.observed else None
    assert isinstance(seen, Interval)
    assert seen.high == max(lengths)
    assert seen.low <= min(lengths)
    if not any(at is None for at, _ in case.records):
        assert seen.low == min(lengths)
    assert finding.shortfall is not None
    assert finding.shortfall.high == max(0, max(lengths) - 2)
    assert finding.shortfall.low <= max(0, min(lengths) - 2)


def test_the_term_names_its_entry_length_and_day() -> None:
    client = t.Subject("client")
    where = (t.Where("signed", t.IsYes()),)
    since = t.FactOf(client, "planned_on")
    term = policy().program.clauses[0].condition
    assert term == t.Gap(client, "review", 2, "days", since, where)
    other = pp.loads(TEXT.replace("at most 2 days", "at most 3 days"))
    assert other.digest != policy().digest


def test_a_remedy_asks_for_the_reviews_that_nobody_told_of() -> None:
    case = Case(((0, True),), closed=1)
    decided = policy().decide(case.facts(), as_of=day(LAST))
    assert decided.finding("reviewed").outcome is FindingOutcome.UNKNOWN
    plan = decided.remedies().plan
    assert plan is not None
    assert [(step.name, step.on) for step in plan.steps] == [("review", day(2)), ("review", day(4))]


def test_what_is_known_to_be_too_late_has_no_remedy() -> None:
    case = Case(((0, True),), closed=LAST)
    decided = policy().decide(case.facts(), as_of=day(LAST))
    assert decided.outcome.value == "not met"
    assert decided.remedies().plan is None


def test_staff_read_by_when_the_next_one_was_due() -> None:
    decided = policy().decide(Case(((1, True),), closed=LAST).facts(), as_of=day(LAST))
    assert "here the next one through 2026-11-19" in " ".join(decided.text().split())
