"""Sums over many spans come to what one sum over each of them does."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from peerpolicy.backends.interpreter.records import shelf, total, totals
from peerpolicy.backends.interpreter.scene import Scene
from peerpolicy.dates import Span
from peerpolicy.facts.model import Record
from peerpolicy.ir.schema import Grade
from tests.unit.build import CLAIMED, PEER, SHOWN, TODAY, VERIFIED, peer, program, question, some
from tests.unit.cases import ABSENT, few, near

DAYS = near | st.none() | st.sampled_from([date.min, date.max])
PLACEMENTS = st.builds(
    lambda fields, grade: Record({k: v for k, v in fields.items() if v is not None}, grade),
    st.fixed_dictionaries({"from_day": DAYS, "to_day": DAYS | st.just(ABSENT), "hours": few}),
    st.sampled_from(Grade),
)
SPANS = st.builds(
    lambda first, length: Span(first, min(first, date.max - length) + length),
    near | st.sampled_from([date.min, date.max]),
    st.builds(timedelta, st.integers(0, 40)),
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(PLACEMENTS, max_size=4),
    st.sampled_from([None, TODAY - timedelta(days=30), date.max]),
    st.lists(SPANS, min_size=1, max_size=6),
    st.booleans(),
    st.sampled_from([CLAIMED, SHOWN, VERIFIED]),
)
def test_many_sums_are_each_what_one_sum_is(
    records: list[Record], through: date | None, spans: list[Span], counted: bool, floor: Grade
) -> None:
    facts = peer(None, placement=some(*records, through=through))
    scene = Scene(program(), question(), facts, TODAY, floor)
    on = shelf(scene, PEER, "placement", counted=counted)
    within = totals(scene, on)
    assert [within(span) for span in spans] == [total(scene, on, span) for span in spans]


def asked_for(*records: Record) -> set[str]:
    """What the sum of hours over September waits for, of these records."""
    scene = Scene(
        program(), question(), peer(None, placement=some(*records, through=TODAY)), TODAY, CLAIMED
    )
    month = Span(date(TODAY.year - 1, 9, 1), date(TODAY.year - 1, 9, 30))
    reasons = total(scene, shelf(scene, PEER, "placement", counted=False), month).reasons
    return {reason.need.field for reason in reasons if reason.need is not None}


def test_what_runs_on_waits_for_its_first_day_too() -> None:
    """Its amount is not known where it lies partly inside; its first day may say that it does."""
    year = TODAY.year - 1
    within = Record({"from_day": date(year, 9, 2), "to_day": ABSENT, "hours": 2}, Grade.CLAIMED)
    later = Record({"from_day": date(year, 11, 2), "to_day": ABSENT, "hours": 2}, Grade.CLAIMED)
    unknown = Record({"to_day": ABSENT, "hours": 2}, Grade.CLAIMED)
    assert asked_for(within) == {"hours"}
    assert asked_for(later) == set()
    assert asked_for(unknown) == {"from_day", "hours"}
