"""Behaviour of the JSON Schema: what the reader accepts, described."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerpolicy.errors import FactsError
from peerpolicy.facts.json_schema import json_schema
from peerpolicy.facts.reader import read
from peerpolicy.ir.schema import Schema

# ---------------------------------------------------------------- a validator of these schemas

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "boolean": bool,
    "null": type(None),
    "number": int | float,
}
PROSE = {"$schema", "$id", "$defs", "title", "description", "format"}


def is_of(value: Any, name: str) -> bool:
    return isinstance(value, TYPES[name]) and not (name == "number" and isinstance(value, bool))


def same(a: Any, b: Any) -> bool:
    return type(a) is type(b) and a == b


def valid(value: Any, part: Any, root: Any) -> bool:
    """Judge a value by the keywords that these schemas use, and fail on any other."""
    return all(holds(keyword, value, part, root) for keyword in part if keyword not in PROSE)


def holds(keyword: str, value: Any, part: Any, root: Any) -> bool:
    argument = part[keyword]
    match keyword:
        case "$ref":
            return valid(value, root["$defs"][argument.removeprefix("#/$defs/")], root)
        case "type":
            names = argument if isinstance(argument, list) else [argument]
            return any(is_of(value, name) for name in names)
        case "enum":
            return any(same(value, each) for each in argument)
        case "const":
            return same(value, argument)
        case "anyOf":
            return any(valid(value, each, root) for each in argument)
        case "not":
            return not valid(value, argument, root)
        case "minimum":
            return not is_of(value, "number") or value >= argument
        case "pattern":
            return not isinstance(value, str) or re.search(argument, value) is not None
        case "items":
            return not isinstance(value, list) or all(valid(v, argument, root) for v in value)
        case "required":
            return not isinstance(value, dict) or all(name in value for name in argument)
        case "properties":
            return not isinstance(value, dict) or all(
                valid(value[name], argument[name], root) for name in argument if name in value
            )
        case "additionalProperties":
            assert argument is False
            return not isinstance(value, dict) or all(name in part["properties"] for name in value)
    raise AssertionError(keyword)


def nodes(part: Any) -> Iterator[Any]:
    """Yield every object of a JSON document."""
    if isinstance(part, dict):
        yield part
        for child in part.values():
            yield from nodes(child)
    elif isinstance(part, list):
        for child in part:
            yield from nodes(child)


@pytest.fixture(scope="session")
def described(small_schema: Schema) -> dict[str, Any]:
    """The JSON Schema of the small schema, as a file would hold it."""
    text = json.dumps(json_schema(small_schema, "small program"))
    return dict(json.loads(text))


# ---------------------------------------------------------------- statements


def test_it_says_what_it_is(described: dict[str, Any]) -> None:
    assert described["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert described["$id"] == "urn:peerpolicy:facts:small%20program"
    assert described["title"] == "small program"


def test_every_object_is_closed(described: dict[str, Any]) -> None:
    objects = [node for node in nodes(described) if node.get("type") == "object"]
    assert objects
    assert all(node["additionalProperties"] is False for node in objects)


def test_every_reference_leads_somewhere(described: dict[str, Any]) -> None:
    for node in nodes(described):
        if "$ref" in node:
            assert node["$ref"].removeprefix("#/$defs/") in described["$defs"]


def test_nothing_is_a_default_or_an_example(described: dict[str, Any]) -> None:
    assert not any({"default", "examples"} & set(node) for node in nodes(described))


def test_a_fact_is_described_as_it_is_asked(described: dict[str, Any]) -> None:
    peer = described["$defs"]["subject.peer"]["properties"]
    assert peer["birth_date"]["description"] == "What is your date of birth?"
    anna = described["$defs"]["record.peer.supervisor"]["properties"]
    assert anna["has_email"]["description"] == "Do you have an email address?"


def test_choices_are_listed_and_spoken(described: dict[str, Any]) -> None:
    kinds = described["$defs"]["choices.employment_kinds"]
    assert kinds["enum"] == ["agency_staff", "self_employed"]
    assert "employed by an agency" in kinds["description"]


def test_what_is_worked_out_or_kept_by_the_policy_is_not_asked_for(
    described: dict[str, Any],
) -> None:
    assert "age" not in described["$defs"]["subject.peer"]["properties"]
    assert list(described["$defs"]["registries"]["properties"]) == ["approved"]


def test_facts_in_every_form_are_valid(described: dict[str, Any], full_facts: object) -> None:
    assert valid(full_facts, described, described)


def test_changing_a_description_changes_no_other(small_schema: Schema) -> None:
    first = json_schema(small_schema, "x")
    kept = json.dumps(first)
    second: Any = json_schema(small_schema, "x")
    for node in list(nodes(second)):
        node.clear()
    assert json.dumps(first) == kept == json.dumps(json_schema(small_schema, "x"))


SCALARS: st.SearchStrategy[object] = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        7.5,
        -1,
        "7.5",
        "x",
        "",
        "2020-01-01",
        "2021-01-01",
        "01.02.2020",
        "agency_staff",
        "home",
        "shown",
        [],
        ["home"],
        ["home", "work", "x"],
        {},
    ]
)
NAMES = st.sampled_from(
    [
        "birth_date",
        "has_email",
        "middle_name",
        "employment",
        "worked_in",
        "hours_a_week",
        "training",
        "experience",
        "supervision",
        "license",
        "supervisor",
        "responsible_for",
        "resume",
        "well_grounded",
        "age",
        "zzz",
    ]
)
FIELDS = st.sampled_from(
    [
        "completed_on",
        "hours",
        "curriculum",
        "started_on",
        "ended_on",
        "area",
        "issued_on",
        "id",
        "has_email",
        "evidence",
        "to",
        "goals",
        "zzz",
    ]
)


@st.composite
def forms(draw: st.DrawFn) -> object:
    """Draw something that may stand under a key of a subject, right or wrong."""
    mark = draw(st.sampled_from([{"absent": True}, {"not_known": True}, {"absent": False}]))
    plain = draw(SCALARS | st.just(mark))
    records = draw(
        st.lists(st.dictionaries(FIELDS, SCALARS | st.just(mark), max_size=2), max_size=2)
    )
    pool: dict[str, object] = {
        "value": plain,
        "evidence": draw(SCALARS),
        "entries": records,
        "requested": records,
        "complete": draw(st.sampled_from([True, False, None, "yes"])),
        "complete_through": draw(SCALARS),
        "attested": {"by": draw(SCALARS), "on": draw(SCALARS), "through": draw(SCALARS)},
        **mark,
    }
    keys = draw(st.sets(st.sampled_from(sorted(pool)), max_size=3))
    return draw(st.sampled_from([plain, records, {key: pool[key] for key in keys}]))


@given(peer=st.dictionaries(NAMES, forms(), max_size=3))
def test_what_the_reader_accepts_is_valid_and_little_else(
    small_schema: Schema, described: dict[str, Any], peer: dict[str, object]
) -> None:
    facts = {"peer": peer}
    try:
        read(small_schema, facts)
    except FactsError as error:
        codes = {problem.code for problem in error.diagnostics}
        # no schema can say that a range runs backwards; an id is compared with others
        beyond = any("begins" in d.message or "before" in d.message for d in error.diagnostics)
        assert beyond or not valid(facts, described, described), codes
    else:
        assert valid(facts, described, described)
