"""Behaviour of the marks: they say in Python what the JSON forms say in a file."""

from __future__ import annotations

import datetime
import doctest
import pickle

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peerpolicy
from peerpolicy.facts import marks
from peerpolicy.facts.reader import read
from peerpolicy.ir.schema import Schema

DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2030, 1, 1))
GRADES = st.sampled_from([marks.claimed, marks.shown, marks.verified])
SECRET = "Xq7hostile"
EVERY_MARK = [
    marks.claimed(SECRET),
    marks.shown({"x": SECRET}),
    marks.verified(marks.complete([SECRET])),
    marks.complete([{"x": SECRET}], through=SECRET, requested=[SECRET]),
    marks.attested(by=SECRET, on=SECRET, through=SECRET),
]


def same(schema: Schema, name: str, mark: object, form: object) -> None:
    """Check that a mark and a JSON form are read alike."""
    assert read(schema, {"peer": {name: mark}}) == read(schema, {"peer": {name: form}})


@given(grade=GRADES, day=DAYS)
def test_a_grade_is_read_like_its_form(small_schema: Schema, grade: object, day: object) -> None:
    form = {"value": str(day), "evidence": grade.__name__}  # type: ignore[attr-defined]
    same(small_schema, "birth_date", grade(day), form)  # type: ignore[operator]


@given(grade=GRADES)
def test_an_absence_has_a_grade_too(small_schema: Schema, grade: object) -> None:
    word = grade.__name__  # type: ignore[attr-defined]
    mark = grade(marks.ABSENT)  # type: ignore[operator]
    same(small_schema, "middle_name", mark, {"absent": True, "evidence": word})
    same(small_schema, "middle_name", mark, {"value": {"absent": True}, "evidence": word})


def test_the_two_marks_without_a_value_are_read_like_their_forms(small_schema: Schema) -> None:
    same(small_schema, "middle_name", marks.ABSENT, {"absent": True})
    for name in ("middle_name", "training", "well_grounded"):
        same(small_schema, name, marks.NOT_KNOWN, {"not_known": True})


@given(days=st.lists(DAYS, max_size=3), through=DAYS, asked=st.none() | st.lists(DAYS, max_size=2))
def test_a_complete_list_is_read_like_its_form(
    small_schema: Schema,
    days: list[datetime.date],
    through: datetime.date,
    asked: list[datetime.date] | None,
) -> None:
    entries = [{"completed_on": day} for day in days]
    requested = None if asked is None else [{"completed_on": day} for day in asked]
    form = {"entries": entries, "requested": requested}
    mark = marks.complete(iter(entries), requested=requested)
    same(small_schema, "training", mark, {**form, "complete": True})
    mark = marks.complete(entries, through=through, requested=requested)
    same(small_schema, "training", mark, {**form, "complete_through": str(through)})


def test_a_grade_around_a_list_or_a_record_holds_for_all_of_it(small_schema: Schema) -> None:
    form = {"entries": [{"hours": 1}], "complete": True, "evidence": "shown"}
    mark = marks.shown(marks.complete([{"hours": 1}]))
    same(small_schema, "training", mark, form)
    graded = {"entries": [{"hours": 1, "evidence": "shown"}]}
    same(small_schema, "training", [marks.shown({"hours": 1})], graded)


@given(day=DAYS, days=st.none() | st.integers(0, 99), value=st.booleans())
def test_an_attestation_is_read_like_its_form(
    small_schema: Schema, day: datetime.date, days: int | None, value: bool
) -> None:
    through = None if days is None else day + datetime.timedelta(days=days)
    mark = marks.attested(by="agency", on=day, through=through, value=value)
    word = {"by": "agency", "on": str(day), "through": through and str(through)}
    same(small_schema, "well_grounded", mark, {"attested": word, "value": value})


@pytest.mark.parametrize("mark", EVERY_MARK, ids=lambda mark: type(mark).__name__)
def test_no_mark_shows_what_it_holds(mark: object) -> None:
    for text in (repr(mark), str(mark), f"{mark}", repr([mark])):
        assert SECRET not in text


@pytest.mark.parametrize("mark", EVERY_MARK, ids=lambda mark: type(mark).__name__)
def test_a_mark_is_frozen_and_can_be_pickled(mark: object) -> None:
    assert pickle.loads(pickle.dumps(mark)) == mark
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        mark.value = 1  # type: ignore[attr-defined]


def test_a_complete_list_holds_its_own_copy() -> None:
    entries: list[object] = [{}]
    mark = marks.complete(entries)
    entries.clear()
    assert len(mark.entries) == 1


@pytest.mark.parametrize("entries", [{"hours": 1}, "abc", b"abc", None, 7])
def test_a_complete_list_is_a_list(entries: object) -> None:
    with pytest.raises(TypeError) as caught:
        marks.complete(entries)  # type: ignore[arg-type]
    assert "hours" not in str(caught.value)


def test_a_mark_without_a_value_is_neither_true_nor_false() -> None:
    for mark in (marks.NOT_KNOWN, marks.ABSENT):
        with pytest.raises(TypeError):
            bool(mark)


def test_the_examples_in_the_documentation_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("claimed", "shown", "verified", "complete", "attested", "NearMissWarning"):
        monkeypatch.setattr(peerpolicy, name, getattr(marks, name), raising=False)
    found = doctest.testmod(marks)
    assert found.attempted > 10
    assert found.failed == 0
