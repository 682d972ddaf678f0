"""The pages of the language and the language agree: no rule and no line is left out.

The grammar says which lines a kind of clause allows, `check.shapes` how often each stands; the
pages say both for people.
"""

import re
from pathlib import Path

import pytest

from peerpolicy.check.shapes import CONDITIONS, SHAPES
from peerpolicy.diagnostics import CODES
from peerpolicy.source import Source
from peerpolicy.syntax.nodes.clause_kinds import OwnLines
from peerpolicy.syntax.parser import grammar_text, parse

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
PAGES = [REFERENCE / "language.md", *sorted((REFERENCE / "language").glob("*.md"))]
TEXT = "\n".join(path.read_text(encoding="utf-8") for path in PAGES)
RULE = re.compile(r"^[?!]?([a-z_]+):((?:.*)(?:\n +\|.*)*)", re.MULTILINE)
RULES = {name: body for name, body in RULE.findall(grammar_text()) if f"?{name}:" in grammar_text()}
ROW = re.compile(r"^\| (.+?) \| ((?:once|at most once|any number)[^|]*) \|", re.MULTILINE)


def quoted_rules():
    """The names of the rules that the pages quote."""
    blocks = re.findall(r"^```grammar\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
    return {name for block in blocks for name, _ in RULE.findall(block)}


def class_name(rule):
    return "".join(part.capitalize() for part in rule.split("_"))


def allowed(rule):
    """The names of the nodes that a rule stands for, by way of the rules that only choose."""
    for option in re.split(r"\|(?![^\[(]*[\])])", RULES[rule]):
        alias = re.search(r"-> (\w+)", option)
        name = alias[1] if alias else option.strip()
        if name in RULES and not alias:
            yield from allowed(name)
        else:
            yield class_name(name) if alias or re.fullmatch(r"\w+", name) else class_name(rule)


def lines_of(kind):
    """The lines that the page of a kind shows: their nodes, and the words on how often."""
    section = re.search(rf"^## {kind}\n(.*?)(?=^## |\Z)", TEXT, re.DOTALL | re.MULTILINE)
    assert section, f"no page has a section `{kind}`"
    for lines, often in ROW.findall(section[1]):
        nodes = [each for each in CONDITIONS if each is not OwnLines]
        nodes = nodes if "a condition" in lines else []
        for line in re.findall(r"`([^`]+)`", lines):
            file, _ = parse(Source("", f"language 1\n{kind} x:\n  {line}\n"))
            assert file.clauses[0].lines, f"`{line}` is no line of `{kind}`"
            nodes.append(type(file.clauses[0].lines[0].node))
        yield nodes, often


def often_by(kind, node):
    """How often a line may stand, in the words of the pages."""
    once = any(node in kinds for _, kinds in SHAPES[kind].once)
    if node in SHAPES[kind].many:
        return "any number, once at least" if once else "any number"
    return "once" if once else "at most once"


def test_every_rule_of_the_grammar_is_on_a_page():
    assert sorted({name for name, _ in RULE.findall(grammar_text())} - quoted_rules()) == []


@pytest.mark.parametrize("kind", SHAPES)
def test_a_kind_shows_all_its_lines_and_how_often_they_stand(kind):
    shown = list(lines_of(kind))
    rule = f"{kind.replace(' ', '_')}_line"
    phrased = rule.replace("_line", "_phrased")
    rules = [rule, phrased] if phrased in RULES else [rule]
    nodes = {node.__name__ for nodes, _ in shown for node in nodes}
    assert nodes == {node for each in rules for node in allowed(each)}
    for nodes, often in shown:
        assert {often_by(kind, node) for node in nodes} == {re.split("; |, or ", often)[0]}


@pytest.mark.parametrize("kind", SHAPES)
def test_a_row_of_compulsory_lines_is_one_place(kind):
    slots = [set(kinds) - {OwnLines} for _, kinds in SHAPES[kind].once]
    for nodes, often in lines_of(kind):
        if often.startswith("once"):
            assert set(nodes) in slots


def test_every_message_about_a_policy_is_linked_from_the_language():
    linked = set(re.findall(r"^\[(PP\d+)\]: ", TEXT, re.MULTILINE))
    assert sorted(code for code in CODES if code < "PP6" and code not in linked) == []
