"""Parsing: clauses, lines and items; recovery; places of messages."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from peerpolicy.source import Source, Span
from peerpolicy.syntax import nodes as n
from peerpolicy.syntax import parser
from peerpolicy.syntax.parser import parse

POLICIES = sorted((Path(__file__).parents[2] / "policies").rglob("*.policy"))
HEAD = "language 1\nprogram demo:\n"
WORDS = [
    *[
        "at",
        "least",
        "30",
        "hours",
        "of",
        "is",
        "one",
        "in",
        "each",
        "where",
        "require",
        "x:",
        ",",
        "#",
        "2026-01-01",
    ],
    '"',
    "\n",
]
WORDS += ["\n  ", "\n    "]


def messages(text: str) -> list[tuple[str, int, str, str]]:
    """Return code, line, message and help of everything wrong with a text."""
    source = Source("demo.policy", text)
    _, found = parse(source)
    return [(d.code, source.place(d.span).line if d.span else 0, d.message, d.help) for d in found]


@pytest.mark.parametrize("path", POLICIES, ids=lambda p: p.stem)
def test_shipped_policies_parse(path: Path) -> None:
    """Nothing shipped has a fault of layout or wording."""
    _, found = parse(Source(path.name, path.read_text(encoding="utf-8")))
    assert found == ()


def test_a_line_becomes_a_node_with_its_place() -> None:
    """The node holds what was written; its span is the stretch of text it was read from."""
    text = HEAD + "require hours:\n  at least 30 hours of training where kind is basic\n"
    source = Source("demo.policy", text)
    file, found = parse(source)
    assert found == ()
    node = file.clauses[1].lines[0].node
    assert isinstance(node, n.Amount)
    assert (node.quantity.amount, node.quantity.unit.text) == (30, "hours")
    assert source.slice(node.span) == "at least 30 hours of training where kind is basic"


def test_every_fault_of_a_file_is_reported_in_one_run() -> None:
    """A broken header, line and item cost only themselves."""
    text = HEAD + (
        "requier a:\n  x\nrequire b:\n  atleast 3 hours of x\n  all of:\n    holds\n    fine\n"
    )
    assert [(code, line) for code, line, _, _ in messages(text)] == [
        ("PP103", 3),
        ("PP104", 6),
        ("PP104", 8),
    ]


@pytest.mark.parametrize(
    ("line", "code", "advice"),
    [
        ("  wehn a", "PP104", "did you mean `when`?"),
        ("  atleast 3 hours of x", "PP104", "did you mean `at least`?"),
        ("  at leest 3 hours of x", "PP104", "did you mean `least`?"),
        ("  age is at least 21", "PP104", "expected a unit"),
        ('  asks "what"', "PP104", "this line belongs to a clause of kind `question`"),
        ("  about for", "PP203", "a name is expected here; choose another word"),
        ("  \u201ctext\u201d", "PP105", 'type a plain `"`'),
        ("  at least 3\u00a0hours of x", "PP105", "type a plain space"),
        ("  Age is at least 3 years", "PP105", "words and names are written in small letters"),
        ('  because "no end', "PP105", 'close it with `"`'),
        ("  when x is before 2026-02-30", "PP401", "a date is written year-month-day"),
        ("  at least 3 hours of x until friday", "PP108", "write `through`"),
        ("   x", "PP102", "a clause begins at the margin"),
        ("  all of:", "PP106", "write each item on a line of its own"),
    ],
)
def test_a_faulty_line_is_explained(line: str, code: str, advice: str) -> None:
    """Code, line and advice for the mistakes people make."""
    found = messages(HEAD + "require a:\n" + line + "\n")
    assert [(f[0], f[1]) for f in found] == [(code, 4)]
    assert advice in found[0][3]


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "PP107"), ("program x:\n", "PP107"), ("language 2\n", "PP107"), ("language 1\n", None)],
)
def test_the_edition_comes_first(text: str, code: str | None) -> None:
    """A file without its edition, or of an unknown one, is refused."""
    assert [f[0] for f in messages(text)] == ([code] if code else [])


@given(st.text(max_size=300))
def test_any_text_is_parsed_or_explained(text: str) -> None:
    """No text makes the parser raise."""
    for prefix in ("", HEAD, HEAD + "require a:\n  "):
        source = Source("fuzz.policy", prefix + text)
        _, found = parse(source)
        for each in found:
            assert each.render()


@given(
    st.lists(
        st.sampled_from(WORDS),
        max_size=60,
    )
)
def test_any_run_of_the_languages_own_words_is_parsed_or_explained(words: list[str]) -> None:
    """Words in any order are nearer to real mistakes than random characters."""
    source = Source("fuzz.policy", HEAD + "require a:\n  " + " ".join(words))
    _, found = parse(source)
    for each in found:
        assert each.render()


def test_a_fault_inside_a_word_is_shown_as_the_whole_word():
    text = "language 1\nsource a:\n  issued unknown_"
    _, (found,) = parse(Source("x.policy", text))
    assert text[found.span.start : found.span.end] == "unknown_"


def nodes_in(value):
    """Every node of a tree, the file's clauses and lines included."""
    if isinstance(value, tuple):
        for each in value:
            yield from nodes_in(each)
    elif attrs.has(type(value)) and not isinstance(value, Span):
        yield value
        for field in attrs.fields(type(value)):
            yield from nodes_in(getattr(value, field.name))


def test_every_name_stands_where_its_node_says():
    """A line that was read before, here or in another file, is at its own place all the same."""
    path = next(path for path in POLICIES if path.stem == "dds_peer_to_peer")
    text = path.read_text(encoding="utf-8")
    head, rest = text.split("\n", 1)
    for whole in (text, f"{head}\n# a remark moves everything\n{rest}"):
        source = Source("policy", whole)
        file, found = parse(source)
        assert found == ()
        names = [node for node in nodes_in(file) if isinstance(node, n.Name)]
        assert len(names) > 500
        assert [source.slice(name.span) for name in names] == [name.text for name in names]


def test_what_is_kept_of_lines_is_bounded_in_number_and_length():
    parser._read.cache_clear()
    longest = "x" * parser.LONGEST_KEPT
    parse(Source("small.policy", f'{HEAD}  title "{longest}"\n'))
    assert parser._read.cache_info().currsize == 0
    parse(Source("small.policy", f'{HEAD}  title "short"\n'))
    assert parser._read.cache_info().currsize == 1
    assert parser._read.cache_info().maxsize == parser.MOST_LINES
