"""The formatter: what it writes, and that it changes nothing but the layout."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peerpolicy.errors import PolicyError
from peerpolicy.source import Source
from peerpolicy.syntax.layout import rows
from peerpolicy.syntax.parser import parse
from peerpolicy.syntax.printer import format_text

POLICIES = sorted((Path(__file__).parents[2] / "policies").rglob("*.policy"))
HEAD = "language 1\nprogram demo:\n"


def formatted(text):
    """The text in its standard layout."""
    return format_text(Source("demo.policy", text))


def tree(text):
    """The syntax tree, which must be without a fault."""
    file, found = parse(Source("demo.policy", text))
    assert found == ()
    return file


def comments(text):
    """Every comment, in the order of the text."""
    source = Source("demo.policy", text)
    return [source.slice(row.comment) for row in rows(source) if row.comment is not None]


@pytest.mark.parametrize("path", POLICIES, ids=lambda p: p.stem)
def test_shipped_policies_are_in_the_standard_layout(path):
    text = path.read_text(encoding="utf-8")
    assert formatted(text) == text


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('  title   "a  b"\n', '  title "a  b"\n'),
        ('\nrequire  x :\n  cite  a "1" ,"2"\n', '\nrequire x:\n  cite a "1", "2"\n'),
        (
            "\nrequire x:\n  a  includes  any of b,c\n",
            "\nrequire x:\n  a includes any of b, c\n",
        ),
        ("\nopen term   x :\n", "\nopen term x:\n"),
        (
            "require x:\n\n  all  of :\n\n    a is one of b,c\n",
            "\nrequire x:\n  all of:\n    a is one of b, c\n",
        ),
        ('  title "a, b:c # d"# note\n', '  title "a, b:c # d"  # note\n'),
        ("  use a        # far\n  use b # near\n", "  use a        # far\n  use b  # near\n"),
        ("  use     a # was far\n", "  use a     # was far\n"),
        ("  use a\r\n\r\n\r\n\r\n", "  use a\n"),
        ("  use a\n# next\nentity b:\n", "  use a\n\n# next\nentity b:\n"),
        ("  use a\n\n\n# one\n\n\n# two\nentity b:\n", "  use a\n\n# one\n\n# two\nentity b:\n"),
        ("  use a\n# group\n\nentity b:\n", "  use a\n\n# group\n\nentity b:\n"),
        ("  use a\n# low\n  use b\n", "  use a\n  # low\n  use b\n"),
        ("  use a\n  # use b\nentity b:\n", "  use a\n  # use b\n\nentity b:\n"),
        ("  use a\n\n  # stray\nentity b:\n", "  use a\n\n# stray\nentity b:\n"),
        ("  # only this\n\nentity b:\n", "  # only this\n\nentity b:\n"),
        ("  use a\n\n\n# the end  ", "  use a\n\n# the end\n"),
    ],
)
def test_what_is_written_becomes(written, expected):
    assert formatted(HEAD + written) == HEAD + expected
    assert formatted(HEAD + expected) == HEAD + expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("\n\n# about\nlanguage  1\n\nprogram x:", "# about\nlanguage 1\nprogram x:\n"),
        ("# about\n\n\nlanguage 1\nprogram x:", "# about\n\nlanguage 1\nprogram x:\n"),
        ("language 1 # one\n  # two\nprogram x:", "language 1 # one\n\n# two\nprogram x:\n"),
        ("language 1\n# two\n\nprogram x:", "language 1\n\n# two\n\nprogram x:\n"),
        ("language 1", "language 1\n"),
    ],
)
def test_the_first_lines_become(written, expected):
    expected = expected.replace("1 #", "1  #")
    assert formatted(written) == expected
    assert formatted(expected) == expected


@pytest.mark.parametrize(
    "text", ["", "program x:\n", HEAD + "   use a\n", HEAD + "  nonsense x y z w\n"]
)
def test_a_text_with_faults_is_refused(text):
    with pytest.raises(PolicyError):
        formatted(text)


SPOILERS = ("", "\n", "\n \n", "# a\n", '  # b, c : "d\n', "    #e  \n", "\n# f\n\n", "\r\n")


@st.composite
def untidy(draw):
    """A shipped text, cut to some clauses, with blanks, spaces and comments put in."""
    text = draw(st.sampled_from(POLICIES)).read_text(encoding="utf-8")
    head, *clauses = re.split(r"\n(?=[a-z])", text.removeprefix("language 1\n"))
    start = draw(st.integers(0, max(0, len(clauses) - 1)))
    lines = "\n".join(["language 1", head, *clauses[start : start + 3]]).split("\n")
    spoilt = []
    for line in lines:
        spoilt.append(draw(st.sampled_from(SPOILERS)))
        code = line if "#" in line or '"' in line else _stretched(draw, line)
        tail = draw(st.sampled_from(("", " ", "# t", "    # u ", "\r")))
        spoilt.append(code + (tail if "#" not in line else "") + "\n")
    return "".join(spoilt)


def _stretched(draw, line):
    if line.startswith("open term"):
        return line  # layout knows the kind with one space only
    indent = len(line) - len(line.lstrip())
    words = line.split()
    spaces = draw(st.lists(st.sampled_from((" ", "   ")), min_size=len(words), max_size=len(words)))
    joined = "".join(w + s for w, s in zip(words, spaces, strict=True)).rstrip()
    return " " * indent + draw(st.sampled_from((joined, joined.replace(",", " ,"))))


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(untidy())
def test_formatting_changes_nothing_but_the_layout(text):
    done = formatted(text)
    assert tree(done) == tree(text)
    assert comments(done) == comments(text)
    assert formatted(done) == done
    assert done.endswith("\n")
    assert "\n\n\n" not in done
    assert re.search(r"[ \r]$", done, re.MULTILINE) is None
