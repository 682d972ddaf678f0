"""The quick reader: it reads the common forms, and whatever it reads the careful one reads too."""

from __future__ import annotations

import copy
import datetime
import pickle
import warnings
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy.errors import FactsError
from peerpolicy.facts import reader
from peerpolicy.facts.quick import QuickReader
from peerpolicy.ir.schema import Schema
from tests.shipped import loaded
from tests.unit.readers import read

DAY = datetime.date(2026, 11, 23)
MT = loaded("us/mt/sdmi_peer_support")
CT = loaded("us/ct/dds_peer_to_peer")


@attrs.frozen
class Training:
    """A record as an attrs object; the policy has no word for the last field."""

    completed_on: datetime.date
    hours: float
    number: str = "7"


@dataclass
class Peer:
    """A subject as a dataclass."""

    birth_date: datetime.date
    training: tuple[Training, ...]


ATTESTED = pp.attested(by="agency", on="2026-01-05")
COMMON: list[object] = [
    {},
    {"peer": None},
    {"peer": {}},
    {"evidence": "verified", "peer": {"has_email": True, "birth_date": "1990-05-01"}},
    {"peer": {"birth_date": DAY, "hours_a_week": 37.5, "employment": "self_employed"}},
    {"peer": {"hours_a_week": Decimal("7.5"), "worked_in": ["work", "home"]}},
    {"peer": {"hours_a_week": Fraction(1, 3), "worked_in": {"work"}, "first_service_on": None}},
    {"peer": {"has_email": {"value": True, "evidence": "shown"}, "hours_a_week": "12"}},
    {"peer": {"has_email": pp.verified(True), "middle_name": pp.ABSENT}},
    {"peer": {"has_email": pp.NOT_KNOWN, "birth_date": {"not_known": True}}},
    {"peer": {"well_grounded": ATTESTED}},
    {"peer": {"training": [{"completed_on": "2025-02-01", "hours": 7}, {"evidence": "shown"}]}},
    {"peer": {"training": pp.verified(pp.complete([{"hours": 7}], through=DAY, requested=[]))}},
    {"peer": {"training": (pp.shown({"hours": 7}), Training(DAY, 7.1))}},
    {"peer": Peer(DAY, (Training(DAY, 7.1),))},
    {"peer": {"supervisor": [{"id": "anna", "has_email": True, "mentor": [{"id": "bea"}]}]}},
    {"peer": {"experience": [{"started_on": "2020-01-01", "ended_on": pp.ABSENT}]}},
    {"registries": {"approved": [{"item": "basics", "from": None}]}},
]


@pytest.mark.parametrize("sent", COMMON, ids=str)
def test_a_common_form_is_read_quickly(small_schema: Schema, sent: object) -> None:
    quick = QuickReader(small_schema)
    assert quick.read(sent) == read(small_schema, sent)
    assert quick.read(sent) == quick.read(sent)


def test_whatever_a_worked_case_sends_is_read_quickly() -> None:
    policies = [loaded(name) for name in pp.shipped_ids()]
    for policy in policies:
        quick = QuickReader(policy.schema)
        for example in policy.program.examples:
            assert quick.read(example.facts) == reader.read(policy.schema, example.facts)


class Key:
    """A key that passes for another one, and raises an error of its own class where it can."""

    class Fault(Exception):
        """An error of no family of Python's own."""

    def __init__(self, name: str, raises: bool) -> None:
        self.name, self.raises = name, raises

    def __hash__(self) -> int:
        return hash(self.name)

    def __eq__(self, other: object) -> bool:
        if self.raises:
            raise self.Fault
        return other == self.name


@pytest.mark.parametrize("raises", [False, True])
@pytest.mark.parametrize("place", ["top", "subject", "fact", "list", "record", "person", "lines"])
def test_a_key_that_passes_for_a_name_is_refused(
    small_schema: Schema, place: str, raises: bool
) -> None:
    def key(name: str) -> Key:
        return Key(name, raises)

    sent = {
        "top": {key("peer"): {}},
        "subject": {"peer": {key("has_email"): True}},
        "fact": {"peer": {"has_email": {key("value"): True, "evidence": "shown"}}},
        "list": {"peer": {"training": {key("entries"): []}}},
        "record": {"peer": {"training": [{key("hours"): 7}]}},
        "person": {"peer": {"supervisor": [{key("id"): "anna"}]}},
        "lines": {"registries": {key("approved"): []}},
    }[place]
    with pytest.raises(FactsError):
        read(small_schema, sent)


MARKED: list[object] = [pp.shown(pp.shown(1)), pp.NOT_KNOWN, object()]
PLAIN: list[object] = [None, True, 7, -1, 2.5, "", "x", "2026-02-30", {}, [], [{}], [7]]
FORMS: list[object] = [{"value": 1}, {"absent": True}, {"evidence": "seen"}, {"complete": 1}]
WORKED = [
    (policy, example.facts)
    for policy in (CT, MT, loaded("us/oh/certified_peer_supporter"))
    for example in policy.program.examples
    if example.facts
]


@settings(max_examples=300)
@given(data=st.data())
def test_the_readers_agree_on_a_worked_case_changed_in_one_place(data: st.DataObject) -> None:
    policy, worked = data.draw(st.sampled_from(WORKED))
    facts = copy.deepcopy(worked)
    place: object = facts
    while isinstance(place, dict | list):
        key = data.draw(
            st.sampled_from(list(place) if isinstance(place, dict) else range(len(place)))
        )
        inner = place[key]
        if not isinstance(inner, dict | list) or not inner or data.draw(st.integers(0, 3)) == 0:
            break
        place = inner
    place[key] = data.draw(st.sampled_from([*MARKED, *PLAIN, *FORMS]))
    try:
        read(policy.schema, facts)
    except FactsError as refused:
        assert refused.diagnostics


def test_a_million_records_are_left_to_the_careful_reader(small_schema: Schema) -> None:
    assert QuickReader(small_schema).read({"peer": {"training": [{}] * 1_000_000}}) is None


# ---------------------------------------------------------------- facts that were read already


def test_facts_are_read_once_and_asked_often() -> None:
    sent = {"peer": {"birth_date": "2007-04-02"}}
    facts = CT.read_facts(sent)
    first = CT.decide(sent, as_of=DAY, question="hire")
    sent["peer"]["birth_date"] = "1950-01-01"
    assert CT.decide(facts, as_of=DAY, question="hire") == first
    again = CT.requirement("min_age").evaluate(facts, as_of=DAY)
    assert again.observed == first.finding("min_age").observed
    assert "2007" not in repr(facts)


def test_facts_that_were_read_outlive_pickling_and_fit_a_policy_loaded_again() -> None:
    facts = CT.read_facts({"peer": {"birth_date": "2007-04-02", "mental_health_license": []}})
    twin = pickle.loads(pickle.dumps(facts))
    again = pp.load_shipped("us/ct/dds_peer_to_peer")
    assert twin == facts == copy.deepcopy(facts)
    assert again.decide(twin, as_of=DAY, question="hire") == CT.decide(
        facts, as_of=DAY, question="hire"
    )
    with pytest.raises(TypeError):
        twin.facts.holders["peer"].values["birth_date"] = None


def test_facts_of_another_policy_are_refused() -> None:
    with pytest.raises(FactsError) as caught:
        MT.decide(CT.read_facts({}), as_of=DAY, question="may_provide")
    assert [d.code for d in caught.value.diagnostics] == ["PP601"]


def test_a_near_miss_is_warned_of_where_the_policy_was_asked() -> None:
    sent = {"peer": {"birthdate": "2007-04-02"}}
    asked = [
        lambda: CT.read_facts(sent, extra="ignore"),
        lambda: CT.decide(sent, as_of=DAY, question="hire", extra="ignore"),
        lambda: CT.requirement("min_age").evaluate(sent, as_of=DAY, extra="ignore"),
    ]
    for ask in asked:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            ask()
        assert [warning.filename for warning in caught] == [__file__]


def test_another_way_with_unknown_keys_is_refused_for_good_facts_too() -> None:
    with pytest.raises(ValueError, match="extra"):
        CT.read_facts({}, extra="drop")  # type: ignore[arg-type]
