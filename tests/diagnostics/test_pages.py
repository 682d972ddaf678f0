"""The pages of the diagnostics tell the truth: the wrong block is wrong, the mended one works.

A page has two blocks, a whole file each, marked `wrong` and `mended`: policies for PP102 to PP506,
facts for PP601 to PP608, which are read against `facts.policy`.
"""

import re
from pathlib import Path

import pytest

from peerpolicy.check.offered import Offered
from peerpolicy.check.program import check
from peerpolicy.diagnostics import CODES
from peerpolicy.errors import FactsError
from peerpolicy.facts.files import parse_json
from peerpolicy.facts.reader import read
from peerpolicy.source import Source

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "reference" / "diagnostics"
HEADINGS = [
    "## What it means",
    "## Example",
    "## How to mend it",
    "## Why the language is so",
]
BLOCK = re.compile(r"^```(policy|json) (wrong|mended)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
# Bytes that are no text, distributions and saved policies cannot stand on a page.
SHOWN = re.compile(r"^```policy vocabulary=(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
NO_BLOCKS = {"PP101"} | {code for code in CODES if code >= "PP7"}

codes = pytest.mark.parametrize("code", sorted(set(CODES) - NO_BLOCKS))


def page(code):
    """The text of the page of a code."""
    return (PAGES / f"{code}.md").read_text(encoding="utf-8")


def blocks(code):
    """The language and the two texts of a page, by their mark."""
    found = BLOCK.findall(page(code))
    assert [mark for _, mark, _ in found] == ["wrong", "mended"]
    assert {language for language, _, _ in found} == {"json" if code >= "PP6" else "policy"}
    return {mark: text for _, mark, text in found}


def find_vocabulary(name, code=""):
    """Find a vocabulary among those that the page of a code shows, then the shipped ones."""
    shown = dict(SHOWN.findall(page(code))) if code else {}
    if name in shown:
        kinds = dict.fromkeys(re.findall(r"^clause kind (\w+):", shown[name], re.MULTILINE), all_of)
        return Offered(
            f"{name}.policy", shown[name], distribution="page", lowerings={}, clause_kinds=kinds
        )
    path = ROOT / "policies" / "vocabularies" / f"{name}.policy"
    return Source(path.name, path.read_text(encoding="utf-8")) if path.exists() else None


def all_of(clause):
    """The code of every clause kind on a page: all conditions of its lines hold."""
    return clause.all_of(*(line.slots["what"] for line in clause.lines))


def said_about(code, text):
    """Everything that is said about the text of a block: diagnostics, warnings too."""
    if code < "PP6":
        return check(Source(f"{code}.policy", text), lambda name: find_vocabulary(name, code))[1]
    policy = (Path(__file__).parent / "facts.policy").read_text(encoding="utf-8")
    program, diagnostics = check(Source("facts.policy", policy), find_vocabulary)
    assert diagnostics == ()
    try:
        read(program.schema, parse_json(text, "facts.json"))
    except FactsError as error:
        return error.diagnostics
    return ()


@codes
def test_what_is_wrong_on_a_page_has_its_code_and_no_other(code):
    assert {each.code for each in said_about(code, blocks(code)["wrong"])} == {code}


@codes
def test_the_first_message_stands_on_the_marked_line(code):
    text = blocks(code)["wrong"]
    marked = [n for n, line in enumerate(text.split("\n"), 1) if line.endswith(f"# {code}")]
    if code >= "PP6":
        assert marked == []
        return
    first = said_about(code, text)[0]
    assert first.code == code
    assert [first.source.place(first.span).line] == marked


@codes
def test_nothing_is_wrong_with_what_is_mended(code):
    assert [each.render() for each in said_about(code, blocks(code)["mended"])] == []


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_page_has_the_title_of_its_code_and_the_four_headings(code):
    lines = page(code).split("\n")
    assert lines[0] == f"# {code}: {CODES[code]}"
    assert [line for line in lines if line.startswith("## ")] == HEADINGS


def test_the_index_lists_every_page_with_its_title():
    listed = re.findall(r"^- \[(.*?)\]\((.*?)\): (.*)$", (PAGES / "index.md").read_text(), re.M)
    assert listed == [(code, f"{code}.md", title) for code, title in CODES.items()]
