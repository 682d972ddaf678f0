"""The table that the build writes is the parser that the grammar makes."""

import json

import pytest

from peerpolicy.library import shipped_ids, shipped_source
from peerpolicy.syntax import parser, table
from peerpolicy.syntax.parser import build, grammar_text, start_rules, table_text

OPTIONS = parser._OPTIONS


@pytest.fixture(scope="module")
def text():
    """The text of the table as the build would write it."""
    return table_text()


@pytest.fixture(scope="module")
def worked_out():
    """The parser, worked out from the grammar."""
    return build()


def test_a_loaded_parser_does_what_the_one_that_was_saved_does(worked_out):
    saved = table.saved(worked_out, grammar_text(), OPTIONS)
    loaded = table.loaded(saved, grammar_text(), OPTIONS)
    assert table.saved(loaded, grammar_text(), OPTIONS) == saved
    pattern = {each.name: each.pattern.to_regexp() for each in worked_out.terminals}
    assert {each.name: each.pattern.to_regexp() for each in loaded.terminals} == pattern
    assert [each.priority for each in loaded.terminals] == [
        each.priority for each in worked_out.terminals
    ]
    assert loaded.options.start == start_rules(grammar_text())


def test_it_reads_the_shipped_programs_alike(text, worked_out, monkeypatch):
    loaded = table.loaded(text, grammar_text(), OPTIONS)
    for name in shipped_ids()[:3]:
        files = []
        for lark in (loaded, worked_out):
            monkeypatch.setattr(parser, "lark", lambda lark=lark: lark)
            files.append(parser.parse(shipped_source(name)))
        assert files[0] == files[1]


@pytest.mark.parametrize("change", ["grammar", "options", "table"])
def test_a_table_of_something_else_is_not_used(text, change):
    grammar, options, saved = grammar_text(), dict(OPTIONS), text
    match change:
        case "grammar":
            grammar += "\n// another day\n"
        case "options":
            options["propagate_positions"] = False
        case _:
            saved = "0" + text[1:]
    assert table.loaded(saved, grammar, options) is None


def test_the_table_is_the_same_whenever_it_is_made(text, worked_out):
    assert table.saved(worked_out, grammar_text(), OPTIONS) == text


def test_a_table_is_json_after_one_line(text):
    first, rest = text.split("\n", 1)
    assert len(first) == 64
    assert json.loads(rest).keys() == {"data", "memo"}


def test_the_table_beside_the_grammar_is_of_this_grammar_or_is_not_used():
    place = parser.folder("grammars").joinpath(parser.TABLE)
    if place.is_file():
        there = place.read_text(encoding="utf-8")
        loaded = table.loaded(there, grammar_text(), OPTIONS)
        assert loaded is None or loaded.options.start == start_rules(grammar_text())
    assert parser.lark().options.start == start_rules(grammar_text())
