"""Behaviour of the JSON reader: exact numbers, and no text repeated in a message."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerpolicy.diagnostics import Diagnostic
from peerpolicy.errors import FactsError
from peerpolicy.facts.files import parse_json
from peerpolicy.facts.reader import read
from peerpolicy.ir.schema import Schema

SECRET = "Xq7hostile"


def problem(text: str | bytes) -> Diagnostic:
    """Parse a text that is wrong and return the one thing said about it."""
    with pytest.raises(FactsError) as caught:
        parse_json(text, "my.json")
    assert caught.value.__context__ is None and caught.value.__cause__ is None
    (found,) = caught.value.diagnostics
    assert SECRET not in found.render()
    return found


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7.10", Decimal("7.10")),
        ("0.1", Decimal("0.1")),
        ("12", 12),
        ("-0.0", Decimal("-0.0")),
        ("1e3", Decimal(1000)),
        ('{"a": [true, null]}', {"a": [True, None]}),
    ],
)
def test_json_is_read_with_every_digit(text: str, value: object) -> None:
    read_back = parse_json(text, "my.json")
    assert (read_back, type(read_back)) == (value, type(value))
    assert parse_json(b"\xef\xbb\xbf" + text.encode(), "my.json") == value


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "line 1, column 1"),
        (f'{{"{SECRET}": 1,\n  "b" 2}}', "line 2, column 7"),
        (f'["{SECRET}",\n "{SECRET}\\q"]', "line 2"),
        (f'["{SECRET}\n"]', "line 1"),
        (f'{{"{SECRET} NaN": "-Infinity",\n "x": NaN}}', "line 2, column 7"),
        ("[1, -Infinity]", "line 1, column 5"),
        ("[Infinity]", "line 1, column 2"),
        ("1 2", "line 1, column 3"),
    ],
)
def test_what_is_not_json_is_refused_with_its_place(text: str, place: str) -> None:
    found = problem(text)
    assert found.code == "PP608"
    assert found.message.startswith("my.json is not JSON from line")
    assert place in found.message


def test_what_is_not_text_is_refused() -> None:
    assert problem(b'{"a": "\xff' + SECRET.encode()).code == "PP608"


@pytest.mark.parametrize("open_bracket", ["[", '{"a":'])
def test_endless_nesting_is_refused(open_bracket: str) -> None:
    assert problem(open_bracket * 200_000).code == "PP608"


def test_a_key_that_stands_twice_is_refused() -> None:
    found = problem(f'{{"peer": {{"has_email": true, "x": "{SECRET}", "has_email": false}}}}')
    assert (found.code, found.message) == ("PP601", "my.json says `has_email` twice")


def test_a_repeated_key_that_is_no_name_is_not_shown() -> None:
    found = problem(f'{{"{SECRET} is ill": 1, "{SECRET} is ill": 2}}')
    assert (found.code, found.message) == ("PP601", "my.json says a key twice")


@pytest.mark.parametrize(
    "digits",
    ["9" * 5000, "1." + "9" * 5000, "1e400", "1e99999999999999999999", "1e-99999999999999999999"],
)
def test_a_number_beyond_all_bounds_is_refused_with_its_path(
    small_schema: Schema, digits: str
) -> None:
    facts = parse_json(f'{{"peer": {{"hours_a_week": {digits}}}}}', "my.json")
    with pytest.raises(FactsError) as caught:
        read(small_schema, facts)
    (found,) = caught.value.diagnostics
    assert (found.code, found.message.split()[0]) == ("PP606", "`peer.hours_a_week`")


def test_a_file_and_a_dict_are_read_alike(
    small_schema: Schema, full_facts: dict[str, object]
) -> None:
    from_file = parse_json(json.dumps(full_facts, indent=1), "my.json")
    assert read(small_schema, from_file) == read(small_schema, full_facts)


@given(hours=st.floats(0, allow_nan=False, allow_infinity=False) | st.integers(0, 10**300))
def test_a_number_is_read_alike_from_a_file_and_from_python(
    small_schema: Schema, hours: float
) -> None:
    facts = {"peer": {"hours_a_week": hours}}
    assert read(small_schema, parse_json(json.dumps(facts), "x")) == read(small_schema, facts)


@given(number=st.decimals(0, 10**6, places=4))
def test_a_decimal_of_a_file_is_exact(small_schema: Schema, number: Decimal) -> None:
    facts = parse_json(f'{{"peer": {{"hours_a_week": {number}}}}}', "my.json")
    datum = read(small_schema, facts).holder("peer").values["hours_a_week"]
    assert datum.value == Fraction(number)


@given(text=st.text() | st.binary())
def test_any_text_is_read_or_refused(text: str | bytes) -> None:
    try:
        parse_json(text, "my.json")
    except FactsError as error:
        assert error.diagnostics[0].code in {"PP601", "PP608"}
