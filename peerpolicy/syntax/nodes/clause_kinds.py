"""Nodes of clause kinds: how a vocabulary declares one, and a clause that is of one.

What it is for: the clause `clause kind`, and the lines of a clause whose kind is not of the core,
before and after they are read. May import: the base nodes and those of phrases and files. What
stays true: a class that a grammar rule makes has the name of that rule.
"""

from __future__ import annotations

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.source import Span
from peerpolicy.syntax.nodes.base import Name, Node, Text
from peerpolicy.syntax.nodes.file import Line
from peerpolicy.syntax.nodes.phrases import Word


@frozen
class ReadsAs(Node):
    """`reads as KIND`: the kind of the core whose effect and metadata a clause has."""

    kind: Name


@frozen
class KindLines(Node):
    """`lines:` of a clause kind; the items are `LinePattern`s."""


@frozen
class LinePattern(Node):
    """`NAME "PATTERN", once`: the words of a line and its slots, and how often it stands."""

    name: Name
    pattern: Text
    often: str


@frozen
class AsSays(Node):
    """`as VOCABULARY says`, in the header of a clause: whose kind is meant."""

    vocabulary: Name


@frozen
class Unread(Node):
    """A line or item of a clause whose kind is not of the core: its words, nothing more."""

    words: tuple[Word, ...]


@frozen
class OwnLine:
    """A line that a clause kind declares: its words, and the condition that it ends with."""

    words: tuple[Word, ...]
    condition: Line | None
    span: Span = attrs.field(eq=False, repr=False)


@frozen
class OwnLines(Node):
    """All lines that the kind of a clause declares; together they are its one condition."""

    lines: tuple[OwnLine, ...]
