"""The page on what the language covers: each place that it names is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from inspect import isclass
from pathlib import Path

import attrs
import pytest

from peerpolicy.source import Source
from peerpolicy.syntax import nodes
from peerpolicy.syntax.parser import parse

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "explanation" / "coverage.md"
POLICIES = ROOT / "policies"
NUMBER = re.compile(r"\b[A-Z]+-[0-9]+\b")

UNUSED = {
    "AfterAGap": "after a gap",
    "AnyOther": "for any other KEY",
    "AsSays": "phrases",
    "AtLeastOf": "at least 2 of:",
    "BusinessDays": "business days are",
    "ChosenBasis": "chosen in",
    "ChosenBy": "interpret",
    "CompleteThrough": "complete through",
    "EachBound": "each at least the value for any other KEY",
    "GrantedBy": "granted by",
    "InWriting": "in writing",
    "Lasting": "lasting at most",
    "MadeOf": "is 15 minutes",
    "OnlyOnce": "once",
    "Settles": "settles",
    "State": "states:",
    "States": "states:",
    "ThenInstead": "then",
    "ThenNot": "then",
    "ToClause": "exception",
    "ValidFor": "valid for",
    "ValidLife": "valid for",
    **dict.fromkeys(("Phrase", "Means", "MeansGroup", "MeansCode", "Meant", "Reads"), "phrases"),
    **dict.fromkeys(("Word", "KindLines", "LinePattern", "Phrased", "ReadsAs"), "phrases"),
}
"""Lines that no shipped file has, by their nodes, and with which words the page names them."""


def section(title: str) -> str:
    text = PAGE.read_text(encoding="utf-8")
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", text, re.DOTALL | re.MULTILINE)
    assert found, title
    return found[1]


def places() -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Yield each place of the table: policy, names of clauses, numbers of the ledger."""
    for row in re.findall(
        r"^\| .* \|$", section("What sources ask for, and where it is met"), re.M
    ):
        for place in row.split("|")[3].split(";"):
            names = re.findall(r"`([^`]+)`", place)
            if names and "/" in names[0]:
                yield names[0], tuple(names[1:]), tuple(NUMBER.findall(place))


@cache
def text_of(policy: str) -> str:
    return (POLICIES / "us" / f"{policy}.policy").read_text(encoding="utf-8")


@pytest.mark.parametrize(("policy", "clauses", "numbers"), list(places()))
def test_a_place_is_where_the_page_says(
    policy: str, clauses: tuple[str, ...], numbers: tuple[str, ...]
) -> None:
    text = text_of(policy)
    declared = set(
        re.findall(r"^[a-z][a-z ]*? ([a-z0-9_]+)(?: instead of .*| to .*)?:", text, re.M)
    )
    assert clauses
    assert set(clauses) <= declared
    rows = {number for line in re.findall(r'"[^"]*"', text) for number in NUMBER.findall(line)}
    assert set(numbers) <= rows


def test_the_page_speaks_of_each_program_with_a_ledger() -> None:
    named = {policy for policy, _, _ in places()}
    texts = (POLICIES / "us").rglob("*.policy")
    shipped = {p.relative_to(POLICIES / "us").with_suffix("").as_posix() for p in texts}
    assert shipped - named <= {"peer_respite", "ct/youth_peer_support"}


def kinds(value: object) -> Iterator[str]:
    if isinstance(value, tuple | list):
        for each in value:
            yield from kinds(each)
    elif attrs.has(type(value)):
        yield type(value).__name__
        for field in attrs.fields(type(value)):
            yield from kinds(getattr(value, field.name))


def test_a_line_that_nobody_uses_is_on_the_page() -> None:
    used = {
        kind
        for path in POLICIES.rglob("*.policy")
        for kind in kinds(parse(Source(path.name, path.read_text(encoding="utf-8")))[0])
    }
    every = {
        n for n in nodes.__all__ if isclass(getattr(nodes, n)) and attrs.has(getattr(nodes, n))
    }
    page = section("What no shipped policy uses")
    for kind in sorted(every - used - {"Node"}):
        assert UNUSED[kind] in page, kind
