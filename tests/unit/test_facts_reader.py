"""Behaviour of the facts reader: what is read, what is refused, and what is never repeated."""

from __future__ import annotations

import copy
import datetime
import enum
import time
import warnings
from collections import UserDict, namedtuple
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType, SimpleNamespace
from typing import ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerpolicy.diagnostics import Diagnostic
from peerpolicy.errors import FactsError
from peerpolicy.facts import marks
from peerpolicy.facts.marks import NearMissWarning
from peerpolicy.facts.model import Attestation, Datum, Facts, Mark, RecordList
from peerpolicy.ir.schema import Grade, Schema
from tests.unit.readers import read

DAY = datetime.date(2026, 11, 23)


def problems(schema: Schema, raw: object, **options: str) -> tuple[Diagnostic, ...]:
    """Read facts that are wrong and return what is said about them."""
    with pytest.raises(FactsError) as caught:
        read(schema, raw, **options)
    return caught.value.diagnostics


def peer(schema: Schema, said: object) -> Facts:
    """Read facts about a peer alone."""
    return read(schema, {"peer": said})


def value(schema: Schema, name: str, said: object) -> Datum | None:
    """Read one fact of a peer."""
    return peer(schema, {name: said}).holder("peer").values.get(name)


def listed(schema: Schema, name: str, said: object) -> RecordList:
    """Read one list of a peer."""
    return peer(schema, {name: said}).holder("peer").lists[name]


# ---------------------------------------------------------------- what is read


def test_every_form_of_a_fact_is_read(small_schema: Schema, full_facts: dict[str, object]) -> None:
    said = read(small_schema, full_facts).holder("peer").values
    assert dict(said) == {
        "birth_date": Datum(datetime.date(1990, 5, 1), Grade.VERIFIED),
        "has_email": Datum(True, Grade.CLAIMED),
        "middle_name": Datum(Mark.ABSENT, Grade.SHOWN),
        "employment": Datum(Mark.NOT_KNOWN, Grade.VERIFIED),
        "worked_in": Datum(("home", "work"), Grade.VERIFIED),
        "hours_a_week": Datum(Fraction(75, 2), Grade.VERIFIED),
    }


def test_every_form_of_a_list_is_read(small_schema: Schema, full_facts: dict[str, object]) -> None:
    facts = read(small_schema, full_facts)
    lists = facts.holder("peer").lists
    first, second = lists["training"].records
    assert first.fields == {
        "completed_on": datetime.date(2025, 2, 1),
        "hours": Fraction(71, 10),
        "curriculum": "basics",
    }
    assert (second.fields, second.grade) == ({"hours": 20}, Grade.SHOWN)
    assert lists["training"].complete
    assert lists["experience"].records[0].fields["ended_on"] is Mark.ABSENT
    assert lists["supervision"].complete_through == DAY
    assert lists["responsible_for"] == RecordList((), Grade.VERIFIED, complete=True)
    requested = facts.holder("participant").lists["support"].requested
    assert requested is not None and requested[0].fields["units"] == 12
    assert facts.registries["approved"].records[0].fields["item"] == "basics"


def test_a_person_of_a_roster_has_the_facts_of_a_person_and_rosters_of_its_own(
    small_schema: Schema, full_facts: dict[str, object]
) -> None:
    (anna,) = read(small_schema, full_facts).holder("peer").lists["supervisor"].records
    assert (anna.id, anna.fields) == ("anna", {})
    assert anna.person is not None
    assert anna.person.values["has_email"] == Datum(True, Grade.SHOWN)
    assert anna.person.lists["license"].complete
    (bea,) = anna.person.lists["mentor"].records
    assert bea.person is not None and "birth_date" in bea.person.values


def test_an_attestation_is_read(small_schema: Schema, full_facts: dict[str, object]) -> None:
    said = read(small_schema, full_facts).holder("peer").attestations
    day, end = datetime.date(2026, 1, 5), datetime.date(2027, 1, 4)
    assert said == {"well_grounded": Attestation("agency", day, end, False, Grade.VERIFIED)}


def test_an_attestation_says_yes_and_has_no_end_unless_it_says_so(small_schema: Schema) -> None:
    said = {"attested": {"by": "agency", "on": DAY}}
    read_back = peer(small_schema, {"well_grounded": said}).holder("peer").attestations
    assert read_back["well_grounded"] == Attestation("agency", DAY, None, True)


@pytest.mark.parametrize("said", [None, marks.NOT_KNOWN, {"not_known": True}])
def test_nothing_is_known_where_nothing_is_said(small_schema: Schema, said: object) -> None:
    facts = read(small_schema, {"peer": said, "registries": None, "evidence": None})
    assert facts == read(small_schema, {})
    holder = peer(small_schema, {"training": said, "well_grounded": said}).holder("peer")
    assert (holder.lists, holder.attestations) == ({}, {})
    record = listed(small_schema, "training", [{"hours": said}]).records[0]
    assert record.fields == {}


def test_null_is_the_same_as_a_missing_key(small_schema: Schema) -> None:
    assert peer(small_schema, {"has_email": None}) == peer(small_schema, {})
    assert peer(small_schema, {"has_email": {"value": None}}) == peer(small_schema, {})


def test_a_list_is_open_unless_it_says_that_it_is_complete(small_schema: Schema) -> None:
    bare = listed(small_schema, "training", [])
    assert bare == listed(small_schema, "training", {"entries": []})
    assert bare == listed(small_schema, "training", {})
    assert not bare.covers(DAY)
    through = listed(small_schema, "training", {"complete": False, "complete_through": DAY})
    assert through.covers(DAY) and not through.covers(DAY + datetime.timedelta(days=1))
    assert listed(small_schema, "training", {"complete": True}).covers(datetime.date.max)


def test_nothing_asked_for_is_told_from_nothing_said_about_requests(small_schema: Schema) -> None:
    assert listed(small_schema, "training", {"requested": []}).requested == ()
    assert listed(small_schema, "training", []).requested is None


def test_evidence_is_what_is_said_nearest_to_a_value(small_schema: Schema) -> None:
    facts = read(
        small_schema,
        {
            "evidence": "verified",
            "peer": {
                "training": {"evidence": "shown", "entries": [{}, {"evidence": "claimed"}]},
                "experience": [{}],
            },
        },
    )
    lists = facts.holder("peer").lists
    assert [record.grade for record in lists["training"].records] == [Grade.SHOWN, Grade.CLAIMED]
    assert lists["training"].grade is Grade.SHOWN
    assert lists["experience"].records[0].grade is Grade.VERIFIED


def test_evidence_is_claimed_where_nothing_is_said(small_schema: Schema) -> None:
    assert value(small_schema, "has_email", True) == Datum(True, Grade.CLAIMED)


def test_a_choice_with_others_takes_any_name(small_schema: Schema) -> None:
    (record,) = listed(small_schema, "training", [{"curriculum": "of my own"}]).records
    assert record.fields["curriculum"] == "of my own"


@pytest.mark.parametrize(
    "said", [["work", "home"], ("home", "work"), {"home", "work"}, frozenset(["work", "home"])]
)
def test_a_set_of_choices_is_read_in_any_order(small_schema: Schema, said: object) -> None:
    assert value(small_schema, "worked_in", said) == Datum(("home", "work"), Grade.CLAIMED)


def test_a_set_with_nothing_in_it_is_known(small_schema: Schema) -> None:
    assert value(small_schema, "worked_in", []) == Datum((), Grade.CLAIMED)
    assert value(small_schema, "worked_in", None) is None


class Word(str):
    """A text that prints itself in another way."""

    def __str__(self) -> str:
        return "another"


class Employment(enum.Enum):
    AGENCY = "agency_staff"


class TextEmployment(enum.StrEnum):
    AGENCY = "agency_staff"


@pytest.mark.parametrize("said", [Word("agency_staff"), TextEmployment.AGENCY])
def test_a_kind_of_text_is_read_as_its_text(small_schema: Schema, said: object) -> None:
    datum = value(small_schema, "employment", said)
    assert datum is not None
    assert (type(datum.value), datum.value) == (str, "agency_staff")


@pytest.mark.parametrize(
    ("said", "number"),
    [
        (7, 7),
        (7.1, Fraction(71, 10)),
        (Decimal("7.10"), Fraction(71, 10)),
        (Fraction(1, 3), Fraction(1, 3)),
        ("7.5", Fraction(15, 2)),
        (0, 0),
    ],
)
def test_a_number_is_read_exactly(small_schema: Schema, said: object, number: Fraction) -> None:
    assert value(small_schema, "hours_a_week", said) == Datum(number, Grade.CLAIMED)


# ---------------------------------------------------------------- objects


@dataclass
class Training:
    completed_on: datetime.date
    hours: float
    certificate_number: str = "not of this policy"


@attrs.frozen
class Peer:
    birth_date: datetime.date
    training: tuple[Training, ...] = ()
    age: int = 36

    has_email = True  # of the class and not declared as a field


Row = namedtuple("Row", ["birth_date", "training", "unrelated"])


class LikePydantic:
    model_fields: ClassVar[object] = {"birth_date": object(), "training": object()}

    def __init__(self) -> None:
        self.birth_date = datetime.date(1990, 5, 1)
        self.training = [{"completed_on": "2025-02-01", "hours": 7.1}]
        self.has_email = True


class LikeMsgspec(LikePydantic):
    model_fields = None
    __struct_fields__ = ("birth_date", "training")


OBJECTS = [
    Peer(datetime.date(1990, 5, 1), (Training(datetime.date(2025, 2, 1), 7.1),)),
    Row("1990-05-01", [Training(datetime.date(2025, 2, 1), 7.1)], object()),
    LikePydantic(),
    LikeMsgspec(),
    MappingProxyType(
        {"birth_date": "1990-05-01", "training": [{"completed_on": "2025-02-01", "hours": 7.1}]}
    ),
    UserDict(
        {"birth_date": "1990-05-01", "training": [{"completed_on": "2025-02-01", "hours": 7.1}]}
    ),
]


@pytest.mark.parametrize("said", OBJECTS, ids=lambda said: type(said).__name__)
def test_an_object_is_read_like_a_dict_by_what_its_class_declares(
    small_schema: Schema, said: object
) -> None:
    same = {
        "birth_date": "1990-05-01",
        "training": [{"completed_on": "2025-02-01", "hours": Decimal("7.1")}],
    }
    assert peer(small_schema, said) == peer(small_schema, same)


def test_the_whole_of_the_facts_may_be_an_object(small_schema: Schema) -> None:
    @dataclass
    class Case:
        peer: object
        evidence: str
        registries: object

    case = Case({"has_email": True}, "shown", {"approved": []})
    facts = read(small_schema, case)
    assert facts.holder("peer").values["has_email"] == Datum(True, Grade.SHOWN)
    assert "approved" in facts.registries


def test_an_object_of_another_kind_is_no_subject(small_schema: Schema) -> None:
    training = Training(datetime.date(2025, 2, 1), 7.1)
    for said in (training, SimpleNamespace(birth_date="1990-05-01"), object(), Peer, 7, "peer"):
        (problem,) = problems(small_schema, {"peer": said})
        assert (problem.code, problem.message.split()[0]) == ("PP601", "`peer`")


# ---------------------------------------------------------------- what is refused


PEER_PROBLEMS = [
    ({"birthdate": 1}, "PP602", "peer.birthdate", "did you mean `birth_date`?"),
    ({"enrolled": True}, "PP602", "peer.enrolled", "it is said about `participant`"),
    ({"age": 36}, "PP603", "peer.age", "send `birth_date` instead"),
    ({"birth_date": 19900501}, "PP603", "peer.birth_date", "2026-11-23"),
    ({"birth_date": "1990-02-30"}, "PP605", "peer.birth_date", "year-month-day"),
    ({"birth_date": "19900501"}, "PP605", "peer.birth_date", "year-month-day"),
    ({"birth_date": "1990-05-01T00:00"}, "PP605", "peer.birth_date", "year-month-day"),
    ({"birth_date": datetime.datetime(1990, 5, 1)}, "PP605", "peer.birth_date", "time of day"),
    ({"birth_date": {"absent": True}}, "PP601", "peer.birth_date", "leave it out"),
    ({"birth_date": marks.ABSENT}, "PP601", "peer.birth_date", "leave it out"),
    ({"has_email": "yes"}, "PP603", "peer.has_email", "true or false"),
    ({"has_email": 1}, "PP603", "peer.has_email", "true or false"),
    ({"has_email": [True]}, "PP603", "peer.has_email", "true or false"),
    ({"has_email": {}}, "PP601", "peer.has_email", "the value itself"),
    ({"has_email": {"not_known": False}}, "PP601", "peer.has_email", "the value itself"),
    ({"has_email": {"evidence": "shown"}}, "PP601", "peer.has_email", "the value itself"),
    ({"has_email": {"value": True, "absent": True}}, "PP601", "peer.has_email", ""),
    ({"has_email": {"valeu": True}}, "PP602", "peer.has_email.valeu", "`value`"),
    ({"has_email": {"value": True, "evidence": "seen"}}, "PP607", "peer.has_email.evidence", ""),
    ({"has_email": marks.shown(marks.shown(True))}, "PP601", "peer.has_email", "one grade"),
    ({"employment": "self_employd"}, "PP604", "peer.employment", "mean `self_employed`?"),
    ({"employment": "x"}, "PP604", "peer.employment", "`agency_staff`, `self_employed`"),
    ({"employment": Employment.AGENCY}, "PP603", "peer.employment", ""),
    ({"worked_in": "home"}, "PP603", "peer.worked_in", "a list of all that there are"),
    ({"worked_in": {"home": True}}, "PP602", "peer.worked_in.home", ""),
    ({"worked_in": ["home", "hoem"]}, "PP604", "peer.worked_in[1]", "mean `home`?"),
    ({"worked_in": ["home", None]}, "PP603", "peer.worked_in[1]", ""),
    ({"worked_in": [["home"]]}, "PP603", "peer.worked_in[0]", ""),
    ({"worked_in": marks.ABSENT}, "PP601", "peer.worked_in", "leave it out"),
    ({"middle_name": " "}, "PP603", "peer.middle_name", "leave it out"),
    ({"middle_name": "\ud800"}, "PP603", "peer.middle_name", ""),
    ({"hours_a_week": True}, "PP603", "peer.hours_a_week", "a number such as"),
    ({"hours_a_week": []}, "PP603", "peer.hours_a_week", "a number such as"),
    ({"hours_a_week": "forty"}, "PP606", "peer.hours_a_week", "a number such as"),
    ({"hours_a_week": float("nan")}, "PP606", "peer.hours_a_week", ""),
    ({"hours_a_week": Decimal("sNaN")}, "PP606", "peer.hours_a_week", ""),
    ({"hours_a_week": float("inf")}, "PP606", "peer.hours_a_week", ""),
    ({"hours_a_week": Decimal("1E+999999999")}, "PP606", "peer.hours_a_week", ""),
    ({"hours_a_week": 10**5000}, "PP606", "peer.hours_a_week", ""),
    ({"hours_a_week": Fraction(1, 3**5000)}, "PP606", "peer.hours_a_week", ""),
    ({"hours_a_week": -1}, "PP606", "peer.hours_a_week", "zero or more"),
    ({"training": "none"}, "PP601", "peer.training", ""),
    ({"training": marks.ABSENT}, "PP601", "peer.training", '"complete": true'),
    ({"training": {"entrys": []}}, "PP602", "peer.training.entrys", "mean `entries`?"),
    ({"training": {"xyz": []}}, "PP602", "peer.training.xyz", "`complete_through`"),
    ({"training": {"entries": {}}}, "PP601", "peer.training.entries", ""),
    ({"training": {"complete": "yes"}}, "PP603", "peer.training.complete", ""),
    ({"training": {"complete": True, "complete_through": DAY}}, "PP601", "peer.training", ""),
    ({"training": [None]}, "PP601", "peer.training[0]", ""),
    ({"training": [{"hour": 1}]}, "PP602", "peer.training[0].hour", "mean `hours`?"),
    ({"training": [{"hours": {"value": 1}}]}, "PP601", "peer.training[0].hours", "in a record"),
    ({"training": [{"evidence": "yes"}]}, "PP607", "peer.training[0].evidence", "claimed"),
    (
        {"training": {"entries": [{}, {}, {"hours": "x"}]}},
        "PP606",
        "peer.training.entries[2].hours",
        "",
    ),
    ({"license": {"requested": []}}, "PP602", "peer.license.requested", ""),
    (
        {"license": [{"issued_on": "2020-01-02", "expires_on": "2020-01-01"}]},
        "PP605",
        "peer.license[0]",
        "`expires_on` may not be before `issued_on`",
    ),
    ({"supervisor": [{"id": "a"}, {"id": "a"}]}, "PP601", "peer.supervisor[1].id", "of their own"),
    ({"supervisor": [{"id": 7}]}, "PP603", "peer.supervisor[0].id", ""),
    ({"supervisor": [{"idd": "a"}]}, "PP602", "peer.supervisor[0].idd", "mean `id`?"),
    ({"well_grounded": True}, "PP601", "peer.well_grounded", '"attested"'),
    ({"well_grounded": {"value": True}}, "PP601", "peer.well_grounded", '"attested"'),
    ({"well_grounded": {"attested": True}}, "PP601", "peer.well_grounded.attested", ""),
    (
        {"well_grounded": {"attested": {"by": "agency"}}},
        "PP603",
        "peer.well_grounded.attested.on",
        "",
    ),
    (
        {"well_grounded": {"attested": {"by": "a", "on": DAY, "through": "2020-01-01"}}},
        "PP605",
        "peer.well_grounded.attested",
        "",
    ),
    (
        {"well_grounded": {"attested": {"by": "a", "on": DAY}, "evidence": "seen"}},
        "PP607",
        "peer.well_grounded.evidence",
        "",
    ),
    ({7: True}, "PP601", "peer", ""),
    ({"Anna Schmidt": True}, "PP602", "peer", ""),
]


@pytest.mark.parametrize(("said", "code", "path", "advice"), PEER_PROBLEMS)
def test_a_problem_has_a_code_a_path_and_advice(
    small_schema: Schema, said: object, code: str, path: str, advice: str
) -> None:
    (problem,) = problems(small_schema, {"peer": said})
    assert (problem.code, problem.message.split()[0]) == (code, f"`{path}`")
    assert advice in problem.help


@pytest.mark.parametrize(
    ("raw", "code", "advice"),
    [
        ({"pear": {}}, "PP602", "did you mean `peer`?"),
        ({"xyzzy": {}}, "PP602", "the subjects are `peer`, `participant`, `service`"),
        ({"person": {}}, "PP602", ""),
        ({"evidence": "seen"}, "PP607", "claimed, shown or verified"),
        ({"registries": {"kept_here": []}}, "PP602", "lists this registry itself"),
        ({"registries": {"aproved": []}}, "PP602", "did you mean `approved`?"),
        ({"registries": {"approved": [{"item": 7}]}}, "PP603", ""),
        ({"registries": []}, "PP601", ""),
        ([], "PP601", ""),
        (None, "PP601", ""),
        ({"peer": marks.shown({})}, "PP601", ""),
    ],
)
def test_a_problem_at_the_top_has_a_code_and_advice(
    small_schema: Schema, raw: object, code: str, advice: str
) -> None:
    (problem,) = problems(small_schema, raw)
    assert problem.code == code
    assert advice in problem.help


def test_everything_that_is_wrong_is_said_at_once(small_schema: Schema) -> None:
    wrong = {"evidence": "seen", "peer": {"age": 1, "has_email": 2}, "x": 3}
    found = problems(small_schema, wrong)
    assert [problem.code for problem in found] == ["PP607", "PP603", "PP603", "PP602"]


def test_a_name_that_no_key_should_have_is_not_repeated(small_schema: Schema) -> None:
    (problem,) = problems(small_schema, {"peer": {"Anna Schmidt, bipolar": True}})
    assert "Anna" not in problem.render()


# ---------------------------------------------------------------- keys that may be passed over


def test_unknown_keys_pass_where_that_is_asked(small_schema: Schema) -> None:
    raw = {"crm_id": 7, "peer": {"has_email": True, "zzz": 1, "training": [{"q": 1, "hours": 3}]}}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        facts = read(small_schema, raw, extra="ignore")
    assert facts == peer(small_schema, {"has_email": True, "training": [{"hours": 3}]})


def test_a_near_miss_is_warned_of(small_schema: Schema) -> None:
    with pytest.warns(NearMissWarning, match="`peer` has the unknown key `birthdate`") as caught:
        read(small_schema, {"peer": {"birthdate": "1990-05-01"}}, extra="ignore")
    assert "1990" not in str(caught[0].message)


def test_what_is_known_is_checked_where_the_unknown_may_pass(small_schema: Schema) -> None:
    raw = {"peer": {"has_email": {"valeu": True}, "middle_name": {"absent": True, "q": 1}}}
    (problem,) = problems(small_schema, raw, extra="ignore")
    assert (problem.code, problem.message.split()[0]) == ("PP601", "`peer.has_email`")
    facts = read(small_schema, {"peer": {"middle_name": {"absent": True, "q": 1}}}, extra="ignore")
    assert facts.holder("peer").values["middle_name"].value is Mark.ABSENT


def test_another_way_with_unknown_keys_is_refused(small_schema: Schema) -> None:
    with pytest.raises(ValueError, match="extra"):
        read(small_schema, {}, extra="drop")


# ---------------------------------------------------------------- hostile input


class Strange:
    """Everything about it raises."""

    model_fields: ClassVar[object] = {"birth_date": None, "training": None}

    def __getattribute__(self, name: str) -> object:
        raise RuntimeError("Anna")


class StrangeMapping(Mapping[str, object]):
    """A mapping that cannot be read."""

    def __getitem__(self, key: str) -> object:
        raise KeyError("Anna")

    def __iter__(self) -> Iterator[str]:
        return iter(["birth_date"])

    def __len__(self) -> int:
        return 1


class EndlessMapping(StrangeMapping):
    """A mapping without end."""

    def __getitem__(self, key: str) -> object:
        return "Anna"

    def __iter__(self) -> Iterator[str]:
        number = 0
        while True:
            number += 1
            yield f"key{number}"


class StrangeDict(dict[str, object]):
    """A dict whose methods raise: it is read past them."""

    def items(self) -> object:  # type: ignore[override]
        raise RuntimeError("Anna")

    __iter__ = __getitem__ = keys = __contains__ = items  # type: ignore[assignment]


@pytest.mark.parametrize("kind", [Strange, StrangeMapping, EndlessMapping])
def test_an_object_that_cannot_be_read_is_a_problem_like_any_other(
    small_schema: Schema, kind: type
) -> None:
    said = kind()
    for raw in (
        said,
        {"peer": said},
        {"peer": {"training": said}},
        {"peer": {"training": [said]}},
        {"peer": {"has_email": said}},
        {"peer": {"birth_date": said, "hours_a_week": said, "middle_name": said}},
        {"peer": {"well_grounded": said}},
        {"evidence": said},
        {"registries": said},
    ):
        with pytest.raises(FactsError) as caught:
            read(small_schema, raw)
        assert "Anna" not in repr(caught.value)
        assert caught.value.__cause__ is None and caught.value.__context__ is None


def test_a_dict_is_read_past_methods_that_a_subclass_replaces(small_schema: Schema) -> None:
    said = StrangeDict(has_email=True)
    assert peer(small_schema, said) == peer(small_schema, {"has_email": True})


def test_lists_that_hold_themselves_come_to_an_end(small_schema: Schema) -> None:
    mentor: dict[str, object] = {}
    mentor["mentor"] = [mentor] * 40
    begun = time.perf_counter()
    found = problems(small_schema, {"peer": {"supervisor": [mentor]}})
    assert {problem.code for problem in found} == {"PP601"}
    entries: list[object] = []
    entries.append(entries)
    assert problems(small_schema, {"peer": {"training": entries}})[0].code == "PP601"
    assert time.perf_counter() - begun < 30


def test_an_endless_number_of_problems_comes_to_an_end(small_schema: Schema) -> None:
    found = problems(small_schema, {"peer": {"training": [None] * 10**6}})
    assert len(found) <= 201
    assert "more problems" in found[-1].message


def test_the_same_record_a_million_times_comes_to_an_end(small_schema: Schema) -> None:
    record = {"hours": 1}
    (problem,) = problems(small_schema, {"peer": {"training": [record] * 10**6}})
    assert (problem.code, "too large" in problem.message) == ("PP601", True)


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.binary(),
    st.dates(),
    st.datetimes(),
    st.decimals(),
    st.fractions(),
    st.sampled_from([marks.ABSENT, marks.NOT_KNOWN, object(), StrangeMapping()]),
)
WORDS = st.sampled_from(
    [
        "peer",
        "training",
        "supervisor",
        "entries",
        "value",
        "evidence",
        "complete",
        "complete_through",
        "requested",
        "absent",
        "not_known",
        "id",
        "mentor",
        "license",
        "hours",
        "birth_date",
        "has_email",
        "well_grounded",
        "attested",
        "by",
        "on",
        "registries",
        "approved",
        "age",
    ]
)
TREES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(WORDS | st.text() | st.integers(), inner, max_size=4),
        inner.map(marks.shown),
        st.lists(inner, max_size=2).map(marks.complete),
    ),
    max_leaves=25,
)


@given(raw=TREES, extra=st.sampled_from(["error", "ignore"]))
def test_whatever_is_sent_is_read_or_refused(small_schema: Schema, raw: object, extra: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NearMissWarning)
        for facts in (raw, {"peer": raw}, {"peer": {"supervisor": [raw], "training": raw}}):
            try:
                read(small_schema, facts, extra=extra)
            except FactsError as error:
                assert error.diagnostics
                assert error.__context__ is None


# ---------------------------------------------------------------- what is never repeated


SECRET = "Xq7hostile"
SECRETS = st.sampled_from(["", " ", "\n", "`", "'", "1990-05-01"]).flatmap(
    lambda end: st.text(max_size=5).map(lambda start: f"{start}{SECRET}{end}")
)
PLACES = st.sampled_from(
    [
        "birth_date",
        "has_email",
        "employment",
        "hours_a_week",
        "training",
        "supervisor",
        "well_grounded",
    ]
)


def wrapped(secret: str) -> st.SearchStrategy[object]:
    """Put a secret somewhere into a form that may stand in facts."""
    number = Decimal("1E+500").scaleb(len(secret))
    return st.sampled_from(
        [
            secret,
            secret.encode(errors="replace"),
            number,
            [secret],
            [{"hours": secret, "completed_on": secret, "curriculum": [secret]}],
            {"value": secret, "evidence": secret},
            {"entries": [{"id": [secret]}, secret], "complete": secret},
            {"attested": {"by": [secret], "on": secret, "through": secret}, "value": secret},
            {"complete_through": secret, "evidence": secret, "requested": secret},
            marks.shown(secret),
            marks.complete([secret], through=secret),
            marks.attested(by="", on=secret),
        ]
    )


@given(name=PLACES, said=SECRETS.flatmap(wrapped))
def test_no_message_holds_a_value(small_schema: Schema, name: str, said: object) -> None:
    with pytest.raises(FactsError) as caught:
        read(small_schema, {"peer": {name: said}, "evidence": said, "registries": said})
    error = caught.value
    for text in (str(error), repr(error), *map(repr, error.diagnostics)):
        assert SECRET not in text
        assert "E+" not in text
    assert error.__context__ is None and error.__cause__ is None


# ---------------------------------------------------------------- what is read is a copy


def test_changing_what_was_sent_changes_nothing_that_was_read(
    small_schema: Schema, full_facts: dict[str, object]
) -> None:
    sent = copy.deepcopy(full_facts)
    facts = read(small_schema, sent)
    before = copy.deepcopy(full_facts)

    def wreck(node: object) -> None:
        children = list(node.values()) if isinstance(node, dict) else node
        if isinstance(node, dict | list):
            for child in list(children):  # type: ignore[call-overload]
                wreck(child)
            node.clear()

    wreck(sent)
    assert sent == {}
    assert facts == read(small_schema, before)


def test_what_was_read_cannot_be_changed(small_schema: Schema, full_facts: object) -> None:
    facts = read(small_schema, full_facts)
    peer_facts = facts.holder("peer")
    for said in (
        facts.holders,
        facts.registries,
        peer_facts.values,
        peer_facts.lists,
        peer_facts.attestations,
        peer_facts.lists["training"].records[0].fields,
    ):
        with pytest.raises(TypeError):
            said["x"] = 1  # type: ignore[index]
