"""Parsing: each line and each item alone, by the rule that its clause kind names.

What it is for: from a `Source` to a `File` of syntax nodes and all diagnostics of the text. May
import: the rest of `syntax`, `source`, `diagnostics`, `quantity`, `_resources` and lark. What
stays true: the grammar is read from `grammars/core.lark` and from nowhere else; a line that does
not parse is left out of the tree and explained, and every other line is kept.
"""

from __future__ import annotations

import re
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any, Final

import attrs
from lark import Lark, TextSlice, Token, Transformer, UnexpectedInput, v_args
from lark.ast_utils import create_transformer
from lark.exceptions import VisitError

from peerpolicy._frozen import frozen
from peerpolicy._resources import folder
from peerpolicy.diagnostics import Diagnostic
from peerpolicy.quantity import exact
from peerpolicy.source import Source, Span
from peerpolicy.syntax import nodes, table
from peerpolicy.syntax.layout import (
    RawClause,
    RawLine,
    misspelt,
    split,
    unknown_kind,
    words_of,
)
from peerpolicy.syntax.nodes.base import moved
from peerpolicy.syntax.nodes.clause_kinds import Unread
from peerpolicy.syntax.recovery import Attempt, explain
from peerpolicy.syntax.words import KINDS

MOST_LINES: Final = 8192
"""How many lines are kept as they were read: many lines of policies and vocabularies are alike."""

LONGEST_KEPT: Final = 400
"""How long a line may be that is kept: what is longer is rare, and may be sent to fill memory."""

_ITEM_RULES: dict[type[nodes.Node], str] = {
    nodes.MeansGroup: "meant_item",
    nodes.AllOf: "condition_item",
    nodes.AnyOf: "condition_item",
    nodes.NoneOf: "condition_item",
    nodes.AtLeastOf: "condition_item",
    nodes.SomeWho: "condition_item",
    nodes.EachBy: "condition_item",
    nodes.Including: "topic_item",
    nodes.ShownBy: "condition_item",
    nodes.Fields: "field_item",
    nodes.Parts: "part_item",
    nodes.States: "state_item",
    nodes.Lists: "listing_item",
    nodes.MayProvide: "act_item",
    nodes.MayNotProvide: "act_item",
    nodes.Readings: "reading_item",
    nodes.KindLines: "pattern_item",
    nodes.RowValues: "value_item",
    nodes.Answers: "answer_item",
    nodes.Given: "given_item",
    nodes.Expect: "expect_item",
}


TABLE: Final = "core.table.json"
"""The name of the table beside the grammar, which the build writes."""


def grammar_text() -> str:
    """Return the text of the core grammar, as shipped."""
    return folder("grammars").joinpath("core.lark").read_text(encoding="utf-8")


def start_rules(grammar: str) -> list[str]:
    """Return the rules at which a line, an item or a header's tail begins, in their order."""
    return re.findall(r"^\?([a-z_]+_(?:line|item|tail|phrased)):", grammar, re.MULTILINE)


_OPTIONS: dict[str, Any] = {
    "parser": "lalr",
    "propagate_positions": True,
    "maybe_placeholders": True,
}


def build() -> Lark:
    """Work the parser out from the grammar."""
    grammar = grammar_text()
    return Lark(grammar, start=start_rules(grammar), **_OPTIONS)


def table_text() -> str:
    """Return the text of the table that the build puts beside the grammar."""
    return table.saved(build(), grammar_text(), _OPTIONS)


@lru_cache(maxsize=1)
def lark() -> Lark:
    """Load the parser, or work it out, once in a process."""
    file = folder("grammars").joinpath(TABLE)
    if not file.is_file():
        return build()
    text = file.read_text(encoding="utf-8")
    return table.loaded(text, grammar_text(), _OPTIONS) or build()


@v_args(inline=True)
class _Leaves(Transformer[Token, nodes.Node]):
    """Turns terminals and runs of words into values; the node classes do the rest."""

    def NAME(self, token: Token) -> nodes.Name:
        """A name."""
        return nodes.Name(_span(token), str(token))

    def STRING(self, token: Token) -> nodes.Text:
        """A quoted text."""
        return nodes.Text(_span(token), token[1:-1])

    def WORD(self, token: Token) -> nodes.Word:
        """A word of a phrase."""
        return nodes.Word(_span(token), str(token))

    def NUMBER(self, token: Token) -> object:
        """An exact number."""
        return exact(str(token))

    def DATE(self, token: Token) -> nodes.Day:
        """A date; raises ValueError where the calendar has no such day."""
        return nodes.Day(_span(token), date.fromisoformat(token))

    def yes(self) -> bool:
        """The word yes."""
        return True

    def no(self) -> bool:
        """The word no."""
        return False

    def unknown_day(self) -> None:
        """The word unknown, where a date may stand."""

    def _items(self, *items: object) -> tuple[object, ...]:
        return items

    def _words(self, *words: Token | nodes.Name) -> str:
        return " ".join(w.text if isinstance(w, nodes.Name) else w for w in words)

    def field_values(self, *pieces: nodes.GivenField | nodes.Value) -> tuple[nodes.GivenField, ...]:
        """Fields with their values; a value without a name is a further one of its field."""
        fields: list[nodes.GivenField] = []
        for piece in pieces:
            if isinstance(piece, nodes.GivenField):
                fields.append(piece)
            else:
                fields[-1] = _with_further(fields[-1], piece)
        return tuple(fields)

    names = strings = values = where_tests = fact_refs = phrase_words = _items
    window_reading = first_part_reading = unless_effect = permit_reading = used_reading = _words
    approval_time = approval_effect = scope_reading = order = grade = outcome = _words
    not_in_force = how_often = _words


def _with_further(field: nodes.GivenField, value: nodes.Value) -> nodes.GivenField:
    said = field.value if isinstance(field.value, tuple) else (field.value,)
    return attrs.evolve(field, value=(*said, value))


def _span(token: Token) -> Span:
    assert token.start_pos is not None and token.end_pos is not None
    return Span(token.start_pos, token.end_pos)


def _condition_of(node: nodes.Node) -> nodes.Phrase:
    assert isinstance(node, (nodes.When, nodes.UnlessThen, nodes.ThenInstead, nodes.AnswerWhen))
    assert isinstance(node.condition, nodes.Phrase)
    return node.condition


@lru_cache(maxsize=1)
def _builder() -> Transformer[Token, nodes.Node]:
    transformer: Transformer[Token, nodes.Node] = create_transformer(nodes, _Leaves())
    return transformer


def _line_of(rule: str, text: str) -> nodes.Node | _Unreadable:
    """Read a line or item as if it stood at the beginning of a text; or say that it is none."""
    return _read(rule, text) if len(text) <= LONGEST_KEPT else _read_anew(rule, text)


@lru_cache(maxsize=MOST_LINES)
def _read(rule: str, text: str) -> nodes.Node | _Unreadable:
    return _read_anew(rule, text)


def _read_anew(rule: str, text: str) -> nodes.Node | _Unreadable:
    try:
        node: nodes.Node = _builder().transform(lark().parse(text, start=rule))
    except UnexpectedInput:
        return _Unreadable.NO_LINE
    except VisitError:
        return _Unreadable.NO_DAY
    return node


class _Unreadable(Enum):
    """Why a text is no line of a rule: it does not parse, or a day in it is none."""

    NO_LINE = "no line"
    NO_DAY = "no day"


def parse(source: Source) -> tuple[nodes.File, tuple[Diagnostic, ...]]:
    """Parse a whole text.

    In: the source. Out: the file with every clause, line and item that could be read, and all
    diagnostics PP101 to PP108, PP203 and PP401, in the order of the text. In a program that uses
    a vocabulary, a line that is no core text and may be a phrase is kept as one, in `phrased`;
    `explain_line` tells what is wrong with it if no vocabulary has it. There, too, a clause whose
    kind is not of the core is kept unread, to be read by `read_as`. No errors are raised.
    """
    raw, found = split(source)
    parser = _FileParser(source, list(found), _uses_a_vocabulary(source, raw))
    clauses = tuple(clause for each in raw if (clause := parser.clause(each)) is not None)
    parser.found.sort(key=lambda d: d.span or Span(0, 0))
    return nodes.File(clauses, tuple(parser.phrased)), tuple(parser.found)


@frozen
class Read:
    """A clause, line or condition that was kept unread: what it is, None where it is nothing."""

    node: nodes.Clause | nodes.Line | None
    phrased: tuple[nodes.Phrased, ...]
    found: tuple[Diagnostic, ...]

    @property
    def line(self) -> nodes.Line | None:
        """The line, if it is one."""
        return self.node if isinstance(self.node, nodes.Line) else None


def read_as(source: Source, clause: nodes.Clause, kind: str) -> Read:
    """Read a clause that was kept unread as one of a kind of the core. No errors are raised."""
    parser = _FileParser(source, [], takes_phrases=True)
    lines = tuple(RawLine(line.span, tuple(i.span for i in line.items)) for line in clause.lines)
    raw = RawClause(kind, clause.name.span, lines, clause.span, broken=True)
    return Read(parser.clause(raw), tuple(parser.phrased), tuple(parser.found))


def read_line(source: Source, rule: str, kind: str, line: nodes.Line) -> Read:
    """Read a line that was kept unread by a rule of the core, as one of a kind of the core.

    With the rule `slot_item`, the line is the condition or group that an unread line ends with. No
    errors are raised.
    """
    parser = _FileParser(source, [], takes_phrases=True)
    raw = RawLine(line.span, tuple(item.span for item in line.items))
    found = parser.line(rule, kind, raw, broken=False)
    return Read(found, tuple(parser.phrased), tuple(parser.found))


def explain_line(source: Source, line: nodes.Phrased) -> tuple[Diagnostic, ...]:
    """Return what is wrong with a line as core text, where no phrase explains it. No errors."""
    parser = _FileParser(source, [])
    parser.node(line.rule, line.kind, line.span)
    return tuple(parser.found)


def parse_condition(
    source: Source, line: Span, items: tuple[Span, ...] = ()
) -> tuple[nodes.Line | None, tuple[Diagnostic, ...]]:
    """Parse one condition of core text, a group where there are items; phrases are none.

    In: a text, where the line stands in it, and the items. Out: the line, None if it does not
    parse, and what is wrong. No errors are raised.
    """
    parser = _FileParser(source, [])
    if items:
        found = parser.line("define_line", "define", RawLine(line, items), broken=False)
    else:
        node = parser.node("condition_item", "define", line)
        found = None if node is None else nodes.Line(node, (), line)
    return (None if parser.found else found), tuple(parser.found)


def item_rule(source: Source, clause: RawClause) -> str | None:
    """Return the rule by which items under the last line of a clause are read; None for none."""
    if not clause.lines or clause.kind not in KINDS:
        return None
    rule = f"{clause.kind.replace(' ', '_')}_line"
    node = _FileParser(source, []).node(rule, clause.kind, clause.lines[-1].span)
    return None if node is None else _ITEM_RULES.get(type(node))


@lru_cache(maxsize=1)
def opening_words() -> frozenset[str]:
    """Return the words that begin a line or item of the core where a phrase may stand, too."""
    words = {t.name: t.pattern.value for t in lark().terminals if t.pattern.type == "str"}
    rules = [r.removesuffix("_phrased") for r in lark().options.start if r.endswith("_phrased")]
    suffixes = dict.fromkeys(("condition", "answer", "slot"), "_item")
    starts = [f"{rule}{suffixes.get(rule, '_line')}" for rule in rules]
    accepted = {name for rule in starts for name in _first(rule)}
    return frozenset(words[name] for name in accepted if name in words)


def _first(rule: str) -> set[str]:
    accepted: set[str] = lark().parse_interactive("", start=rule).accepts()  # type: ignore[no-untyped-call]
    return accepted


def _uses_a_vocabulary(source: Source, raw: tuple[RawClause, ...]) -> bool:
    lines = (line for each in raw if each.kind == "program" for line in each.lines)
    return any(source.slice(line.span).startswith("use ") for line in lines)


class _FileParser:
    def __init__(
        self, source: Source, found: list[Diagnostic], takes_phrases: bool = False
    ) -> None:
        self.source = source
        self.found = found
        self.takes_phrases = takes_phrases
        self.phrased: list[nodes.Phrased] = []

    def clause(self, raw: RawClause) -> nodes.Clause | None:
        """Read a clause; one whose kind is not of the core is kept, or is misspelt or nothing."""
        if raw.kind in KINDS:
            return self._of_the_core(raw)
        if self.takes_phrases:
            tail = None if raw.tail is None else self._own_tail(raw.tail)
            lines = tuple(self._unread(each) for each in raw.lines)
            name = nodes.Name(raw.name, self.source.slice(raw.name))
            return nodes.Clause(raw.kind, name, lines, raw.span, raw.broken, tail)
        span = Span(raw.span.start, raw.span.start + len(raw.kind))
        self.found.append(unknown_kind(raw.kind, self.source, span))
        meant = misspelt(raw.kind)
        if meant is None:
            return None
        return self._of_the_core(attrs.evolve(raw, kind=meant, broken=True, tail=None))

    def _own_tail(self, span: Span) -> nodes.Node:
        """Read whose kind a clause is of; what says anything else is kept unread."""
        piece = TextSlice(self.source.text, span.start, span.end)
        try:
            tail: nodes.Node = _builder().transform(lark().parse(piece, start="own_tail"))
        except UnexpectedInput:
            return Unread(span, self._words(span))
        return tail

    def _unread(self, raw: RawLine) -> nodes.Line:
        line, *items = (Unread(span, self._words(span)) for span in (raw.span, *raw.items))
        return nodes.Line(line, tuple(items), raw.span)

    def _words(self, span: Span) -> tuple[nodes.Word, ...]:
        return tuple(nodes.Word(place, word) for word, place in words_of(self.source, span))

    def _of_the_core(self, raw: RawClause) -> nodes.Clause:
        rule = raw.kind.replace(" ", "_") + "_line"
        before = len(self.found)
        lines = [self.line(rule, raw.kind, each, raw.broken) for each in raw.lines]
        name = nodes.Name(raw.name, self.source.slice(raw.name))
        tail = None if raw.tail is None else self.node(f"{raw.kind}_tail", raw.kind, raw.tail)
        whole = tuple(x for x in lines if x is not None)
        broken = raw.broken or len(self.found) > before
        return nodes.Clause(raw.kind, name, whole, raw.span, broken, tail)

    def line(self, rule: str, kind: str, raw: RawLine, broken: bool) -> nodes.Line | None:
        node = self.node(rule, kind, raw.span)
        if node is None:
            return None
        item_rule = _ITEM_RULES.get(type(node))
        if item_rule is not None and not raw.items and not broken:
            self._report(
                "PP106",
                raw.span,
                "no items stand under this line",
                "write each item on a line of its own, with four spaces before it",
            )
        items = [self.node(item_rule or "", kind, each) for each in raw.items]
        return nodes.Line(node, tuple(x for x in items if x is not None), raw.span)

    def node(self, rule: str, kind: str, span: Span) -> nodes.Node | None:
        found = _line_of(rule, self.source.slice(span))
        if isinstance(found, nodes.Node):
            return moved(found, span.start)
        if found is _Unreadable.NO_LINE and self.takes_phrases:
            phrased = self._phrased(rule, kind, span)
            if phrased is not None:
                return phrased
        self._explain(rule, kind, span)
        return None

    def _explain(self, rule: str, kind: str, span: Span) -> None:
        """Say what is wrong with a line that cannot be read, at its place in the text."""
        piece = TextSlice(self.source.text, span.start, span.end)
        try:
            _builder().transform(lark().parse(piece, start=rule))
        except UnexpectedInput as error:
            self.found.append(explain(lark(), Attempt(self.source, span, rule, kind), error))
        except VisitError as error:
            self._report_literal(error)

    def _phrased(self, rule: str, kind: str, span: Span) -> nodes.Node | None:
        """Read a line or item by the rule for phrases, if there is one for its place."""
        start, _, place = rule.rpartition("_")
        if f"{start}_phrased" not in lark().options.start:
            return None
        found = _line_of(f"{start}_phrased", self.source.slice(span))
        if not isinstance(found, nodes.Node):
            return None
        node = moved(found, span.start)
        alone = isinstance(node, nodes.Phrase)
        phrase = node if isinstance(node, nodes.Phrase) else _condition_of(node)
        takes_group = alone and (place == "line" or start == "slot")
        self.phrased.append(nodes.Phrased(phrase, rule, kind, span, takes_group))
        return node

    def _report_literal(self, error: VisitError) -> None:
        token = error.obj
        assert isinstance(token, Token)
        self._report(
            "PP401",
            _span(token),
            f"`{token}` is not a date of the calendar",
            "a date is written year-month-day: 2026-02-28",
        )

    def _report(self, code: str, span: Span, message: str, advice: str) -> None:
        self.found.append(Diagnostic(code, message, advice, self.source, span))
