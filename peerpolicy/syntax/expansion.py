"""What a phrase stands for, as a text of its own whose places lead back to the author's line.

What it is for: `expand` fills the slots of a meaning. May import: `source`, `diagnostics`,
`syntax.phrases` and attrs. What stays true: every place of an expansion is a place of the
author's text: the value of a slot where the text comes from one, else the whole phrase.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.diagnostics import Diagnostic, Label
from peerpolicy.source import Place, Source, Span
from peerpolicy.syntax.patterns import Known

SLOT = re.compile(r"\{ *([a-z][a-z0-9_]*) *\}")


@frozen
class Meaning:
    """What a phrase stands for: one line, or the opening line of a group and its items.

    `line` and `items` hold slots as `{name}`; `declared` is the label for messages; `owner` names
    the distribution that the phrase comes from, if it comes from one.
    """

    line: str
    items: tuple[str, ...]
    declared: Label
    owner: str = ""


@frozen
class Value:
    """What fills a slot, and where the author wrote it."""

    text: str
    span: Span


@frozen(slots=False)
class Expansion(Source):
    """The text that a phrase stands for at one place of an author's text."""

    author: Source = attrs.field(kw_only=True, repr=False)
    phrase: Span = attrs.field(kw_only=True)
    known: Known = attrs.field(kw_only=True)
    owner: str = attrs.field(kw_only=True)
    declared: Label = attrs.field(kw_only=True, repr=False)
    filled: tuple[tuple[Span, Span], ...] = attrs.field(kw_only=True)
    rows: tuple[Span, ...] = attrs.field(kw_only=True)
    """The line and the items, as spans of this text."""

    def home(self, span: Span) -> Span:
        """Return the place in the author's text that a place of this text comes from."""
        for here, there in self.filled:
            if here.start <= span.start and span.end <= here.end:
                return there
        return self.phrase

    def place(self, span: Span) -> Place:
        """Return the author's place that `span` comes from."""
        return self.author.place(self.home(span))

    def at_home(self, diagnostic: Diagnostic) -> Diagnostic:
        """Return a diagnostic of this text as one of the author's, which names the phrase."""
        named = f"in {self.known.shown} of `{self.known.vocabulary}`"
        named += f" (distribution `{self.owner}`)" if self.owner else ""
        means = " ".join(self.text.split())
        stands = "code asks here for" if self.known.kind else "the phrase stands here for"
        label = attrs.evolve(self.declared, text=f"{stands}: {means}")
        return attrs.evolve(
            diagnostic,
            message=f"{diagnostic.message}, {named}",
            source=self.author,
            span=self.home(diagnostic.span or Span(0, 0)),
            labels=(*diagnostic.labels, label),
        )


def expand(
    meaning: Meaning, values: Mapping[str, Value], author: Source, phrase: Span, known: Known
) -> Expansion:
    """Fill the slots of a meaning: each slot in it has a value. No errors."""
    text, filled, rows = "", [], []
    for i, template in enumerate((meaning.line, *meaning.items)):
        text += "\n    " if i else ""
        start, done = len(text), 0
        for match in SLOT.finditer(template):
            text += template[done : match.start()]
            value = values[match[1]]
            filled.append((Span(len(text), len(text) + len(value.text)), value.span))
            text += value.text
            done = match.end()
        text += template[done:]
        rows.append(Span(start, len(text)))
    return Expansion(
        author.name,
        text,
        author=author,
        phrase=phrase,
        known=known,
        owner=meaning.owner,
        declared=meaning.declared,
        filled=tuple(filled),
        rows=tuple(rows),
    )
