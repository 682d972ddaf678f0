"""The core grammar: no conflicts, no reserved word as a name, a node for every rule."""

from __future__ import annotations

import re

import pytest
from lark import Lark

from peerpolicy.check.shapes import SHAPES
from peerpolicy.syntax import nodes
from peerpolicy.syntax.parser import grammar_text, lark, start_rules
from peerpolicy.syntax.words import KINDS, RESERVED

GRAMMAR = grammar_text()


def test_the_grammar_builds_in_strict_mode() -> None:
    """No shift/reduce conflict is hidden and no two terminals collide."""
    Lark(GRAMMAR, parser="lalr", start=start_rules(GRAMMAR), strict=True)


def test_reserved_words_are_the_ones_the_name_terminal_excludes() -> None:
    """The list in Python and the negative lookahead of NAME are one list."""
    match = re.search(r"^NAME: /\(\?!\(\?:([a-z|]+)\)", GRAMMAR, re.MULTILINE)
    assert match is not None
    assert set(match[1].split("|")) == RESERVED


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_rule_and_a_shape(kind: str) -> None:
    """A clause kind without a line rule or a body shape could not be written."""
    assert kind.replace(" ", "_") + "_line" in start_rules(GRAMMAR)
    assert kind in SHAPES


def test_every_rule_that_stands_for_something_has_a_node() -> None:
    """A rule becomes a node of the same name, a word list, or the node of its only child."""
    word_lists = set(re.findall(r"^!([a-z_]+):", GRAMMAR, re.MULTILINE))
    transparent = set(re.findall(r"^\?([a-z_]+):", GRAMMAR, re.MULTILINE))
    plain = {
        "names",
        "strings",
        "values",
        "fact_refs",
        "field_values",
        "unknown_day",
        "yes",
        "no",
    } | {"where_tests", "phrase_words"}
    named = set(re.findall(r"^([a-z][a-z_]*):", GRAMMAR, re.MULTILINE))
    named |= set(re.findall(r"-> ([a-z_]+)", GRAMMAR))
    classes = {re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() for name in nodes.__all__}
    assert named - word_lists - transparent - plain - classes == set()


def test_words_that_open_a_condition_are_reserved() -> None:
    """A keyword that may stand where a name may stand would take the name away silently."""
    table = lark().parser.parser._parse_table  # type: ignore[attr-defined]
    keywords = {t.name: t.pattern.value for t in lark().terminals if t.pattern.type == "str"}
    first = set(table.states[table.start_states["condition_item"]])
    opening = {keywords[name] for name in first if name in keywords}
    assert opening <= RESERVED
