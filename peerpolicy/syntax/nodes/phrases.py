"""Nodes of phrases: how a vocabulary declares one, and a line that is made of one.

What it is for: the clause `phrase` and its use as a condition. May import: the base nodes. What
stays true: a class has the name of its grammar rule, its fields the order of the rule.
"""

from __future__ import annotations

from peerpolicy._frozen import frozen
from peerpolicy.syntax.nodes.base import Name, Node, Text


@frozen
class Word(Node):
    """A word, number or date of a phrase, as written."""

    text: str


@frozen
class Phrase(Node):
    """A condition in the words of a vocabulary, and which vocabulary if the line says so."""

    words: tuple[Word, ...]
    vocabulary: Name | None


@frozen
class Reads(Node):
    """`reads "PATTERN"`: the words of a phrase and its slots."""

    pattern: Text


@frozen
class Means(Node):
    """`means "CONDITION"`: the one line of core text that a phrase stands for."""

    line: Text


@frozen
class MeansGroup(Node):
    """`means all of:` and its like; the items are texts."""

    group: Node


@frozen
class MeansCode(Node):
    """`means by code`: the distribution of the vocabulary has a function that lowers the phrase."""


@frozen
class Meant(Node):
    """One item of a group that a phrase stands for."""

    line: Text
