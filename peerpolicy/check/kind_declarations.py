"""Clause kinds of vocabularies: whether each can be declared.

What it is for: reads the clauses `clause kind` of a vocabulary. May import: `syntax`, `diagnostics`
and the rest of `check` below. What stays true: a kind reads as one of the core; no line can be two
lines of one kind, nor one of the lines that every clause has.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.check.declared import say_twice
from peerpolicy.check.offered import ByCode, Offered
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.diagnostics import Label, did_you_mean
from peerpolicy.source import Span
from peerpolicy.syntax import nodes as n
from peerpolicy.syntax.parser import opening_words
from peerpolicy.syntax.patterns import Known, Misread, read_pattern, shown_pattern
from peerpolicy.syntax.phrases import Match, Phrases
from peerpolicy.syntax.signs import fault_in
from peerpolicy.syntax.words import KINDS

READS_AS = ("require", "advise", "permit", "exclude")
"""The kinds of the core whose effect and metadata a clause of another kind can have."""

ONCE, AT_MOST_ONCE, AT_LEAST_ONCE = "once", "at most once", "at least once"


@frozen
class LineKind:
    """A line of a clause kind: its pattern, how often it stands, and where it is declared."""

    known: Known
    often: str
    span: Span

    def shown(self) -> str:
        """Return the pattern as it is written."""
        return shown_pattern(self.known.pattern)


@attrs.frozen(eq=False)
class Kind:
    """A clause kind that a vocabulary declares.

    Of a `faulty` one, what is wrong was reported where it is declared; its clauses say nothing.
    """

    vocabulary: str
    declared: Declared
    reads_as: str
    lines: tuple[LineKind, ...]
    meaning: ByCode
    phrases: Phrases
    faulty: bool

    @property
    def name(self) -> str:
        """The word that begins a clause of the kind."""
        return self.declared.name

    def match(self, words: Sequence[str]) -> Match:
        """Find which of its lines a line is."""
        return attrs.evolve(self.phrases.match(words), of_kind=True)

    def line(self, known: Known) -> LineKind:
        """Return the line that a pattern is of."""
        return next(line for line in self.lines if line.known is known)

    def shown_lines(self) -> str:
        """Return the patterns of all lines, for a message."""
        return "its lines are: " + ", ".join(f"`{line.shown()}`" for line in self.lines)


def read_kinds(vocabulary: str, clauses: Sequence[Declared], report: Reporter) -> list[Kind]:
    """Read the clause kinds of one vocabulary.

    Reports PP202 and PP218, and words that no line may hold.
    """
    names: dict[str, Declared] = {}
    for each in clauses:
        first = names.setdefault(each.name, each)
        if first is not each:
            say_twice(each, first, report)
    return [_read(vocabulary, each, report) for each in names.values()]


def _read(vocabulary: str, declared: Declared, report: Reporter) -> Kind:
    code, reads_as = declared.one(n.MeansCode), _reads_as(declared, report)
    items = [i for i in declared.items(n.KindLines) if isinstance(i, n.LinePattern)]
    read = [_line(vocabulary, declared, item, report) for item in items]
    lines = tuple(line for line in read if line is not None)
    phrases = Phrases(line.known for line in lines)
    fits = _is_a_new_name(declared, report) and _no_line_is_two(declared, lines, phrases, report)
    whole = len(lines) == len(items) and not declared.clause.broken
    faulty = not fits or not whole or not lines or code is None or reads_as is None
    offered = declared.source if isinstance(declared.source, Offered) else None
    lower = offered.clause_kinds.get(declared.name) if offered is not None else None
    owner = offered.distribution if offered is not None else ""
    span = declared.clause.name.span if code is None else code.span
    label = Label(declared.source, span, f"the clause kind `{declared.name}` is declared here")
    meaning = ByCode(label, lower, owner)
    return Kind(
        vocabulary, declared, reads_as or READS_AS[0], lines, meaning, phrases, faulty=faulty
    )


def _reads_as(declared: Declared, report: Reporter) -> str | None:
    line = declared.one(n.ReadsAs)
    if line is None:
        return None
    if line.kind.text in READS_AS:
        return line.kind.text
    message = f"no clause kind reads as `{line.kind.text}`"
    advice = did_you_mean(line.kind.text, READS_AS, f"write one of: {', '.join(READS_AS)}")
    report.error("PP218", declared.source, line.kind.span, message, advice)
    return None


def _is_a_new_name(declared: Declared, report: Reporter) -> bool:
    if declared.name not in KINDS:
        return True
    message = f"`{declared.name}` is a kind of clause of the language itself"
    span = declared.clause.name.span
    report.error("PP218", declared.source, span, message, "choose another name")
    return False


def _line(
    vocabulary: str, declared: Declared, item: n.LinePattern, report: Reporter
) -> LineKind | None:
    inside = item.pattern.span.start + 1
    pattern = read_pattern(item.pattern.text, opening_words(), of_kind=True)
    if isinstance(pattern, Misread):
        start = inside + pattern.start
        span = Span(start, start + max(1, pattern.length))
        report.error("PP218", declared.source, span, pattern.message, pattern.advice)
        return None
    known = Known(vocabulary, item.name.text, pattern, declared.name)
    fault = fault_in(known.sample())
    if fault is not None:
        report.error(fault[0], declared.source, item.pattern.span, fault[3], fault[4])
        return None
    return LineKind(known, item.often, item.pattern.span)


def _no_line_is_two(
    declared: Declared, lines: tuple[LineKind, ...], phrases: Phrases, report: Reporter
) -> bool:
    """Report (PP218) lines of one name, and lines that could be two of them."""
    fits = True
    names: set[str] = set()
    for line in lines:
        if line.known.name in names:
            fits = False
            message = f"a second line `{line.known.name}` of `{declared.name}`"
            advice = "give each line a name of its own"
            report.error("PP218", declared.source, line.span, message, advice)
        names.add(line.known.name)
    spans = {line.known: line.span for line in lines}
    for overlap in phrases.overlaps():
        fits = False
        first, second = sorted((overlap.first, overlap.second), key=lambda known: spans[known])
        label = Label(declared.source, spans[first], "the other line")
        message = f"`{overlap.example}` is also the line `{first.name}`"
        advice = "change a word, so that no line can be both"
        span = spans[second]
        report.error("PP218", declared.source, span, message, advice, labels=(label,))
    return fits
