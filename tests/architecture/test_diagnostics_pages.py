"""A diagnostic code is a promise: it has a page, and no page speaks of a code that is gone."""

import ast
import re

import pytest

CODE = re.compile(r"PP[1-7]\d\d")


@pytest.fixture(scope="module")
def codes():
    """The registry of all diagnostic codes."""
    from peerpolicy.diagnostics import CODES

    return set(CODES)


@pytest.fixture(scope="module")
def pages(repository):
    """The text of every page, by the code it is named after."""
    folder = repository / "docs" / "reference" / "diagnostics"
    return {
        path.stem: path.read_text(encoding="utf-8")
        for path in folder.glob("*.md")
        if path.name not in {"README.md", "index.md"}
    }


def test_a_code_is_two_letters_and_three_digits(codes):
    assert sorted(code for code in codes if not CODE.fullmatch(code)) == []


def test_every_code_has_a_page(codes, pages):
    assert sorted(codes - pages.keys()) == []


def test_every_page_has_a_code(codes, pages):
    assert sorted(pages.keys() - codes) == []


def test_a_page_opens_with_its_own_code(pages):
    strangers = [code for code, text in pages.items() if code not in text.split("\n", 1)[0]]
    assert strangers == []


def test_every_code_the_source_uses_is_registered(codes, package):
    used = {
        node.value
        for module in package
        for node in module.nodes
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CODE.fullmatch(node.value)
    }
    assert sorted(used - codes) == []
