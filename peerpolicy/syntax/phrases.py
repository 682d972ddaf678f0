"""Phrases: patterns of words with typed slots, and the trie that reads a line by them.

What it is for: `read_pattern` reads a pattern, `Phrases` finds which of many patterns a line
follows, what could stand next, and which two patterns some line would follow alike. May import:
`syntax.words`, `diagnostics`, attrs and the standard library. What stays true: the trie is exact;
`match` finds every pattern that a line follows, `overlaps` every pair that one line could follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import attrs

from peerpolicy.diagnostics import did_you_mean
from peerpolicy.syntax.words import RESERVED

NEVER = frozenset(("cite", "is", "then", "unless"))
"""Words that no phrase holds: they end a condition or make it a test."""

NAME, NUMBER, DATE = "NAME", "NUMBER", "DATE"
_ONE_NAME = (NAME,)

DECLARED_SLOTS = (
    "entity",
    "fact",
    "entry",
    "credential",
    "role",
    "relation",
    "document",
    "registry",
)
"""Types of slots that hold the name of a clause of that kind."""

_SLOTS = {
    "number": (NUMBER,),
    "quantity": (NUMBER, NAME),
    "date": (DATE,),
    "day": _ONE_NAME,
    "period": _ONE_NAME,
    **dict.fromkeys(DECLARED_SLOTS, _ONE_NAME),
}
_SAMPLES = {NAME: "some_name", NUMBER: "2", DATE: "2026-01-31"}
_SHOWN = {
    "quantity": "a number and its unit",
    "day": "a date fact or the judged day",
}
_ELEMENT = re.compile(r"\{[^}]*\}?|[^\s{]+")
_SLOT = re.compile(r"\{ *([a-z][a-z0-9_]*) *: *((?:one +of +)?[a-z][a-z0-9_]*) *\}")
_WORD = re.compile(r"[a-z][a-z0-9_]*")
_FORMS = (
    (DATE, re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")),
    (NUMBER, re.compile(r"[0-9]+(?:\.[0-9]+)?")),
    (NAME, _WORD),
)


@attrs.frozen
class Slot:
    """A place in a pattern: its name and its type, such as `role` or `one of acts`."""

    name: str
    type: str

    @property
    def tokens(self) -> tuple[str, ...]:
        """The kinds of tokens that fill it."""
        return _SLOTS.get(self.type, _ONE_NAME)

    @property
    def shown(self) -> str:
        """What to tell an author that may stand here."""
        if self.type.startswith("one of "):
            return self.type
        article = "an" if self.type[0] == "e" else "a"
        return _SHOWN.get(self.type, f"{article} {self.type}")

    def __str__(self) -> str:
        """Return the slot as it is written."""
        return f"{{{self.name}: {self.type}}}"


Pattern = tuple[str | Slot, ...]
"""The words and slots of a phrase, in their order."""


@attrs.frozen
class Misread:
    """What is wrong with a pattern: where in its text, and how to mend it."""

    start: int
    length: int
    message: str
    advice: str


def read_pattern(text: str, openers: frozenset[str]) -> Pattern | Misread:
    """Read the text of a pattern.

    In: the text, such as `meets a {who: role} weekly`, and the words that begin other lines. Out:
    the pattern, or the first thing that is wrong with it. No errors.
    """
    elements: list[str | Slot] = []
    for match in _ELEMENT.finditer(text):
        element = _element(match[0], elements)
        if isinstance(element, str) and not elements and element in openers | RESERVED:
            message = f"`{element}` begins a line of the language"
            element = message, "begin the phrase with another word"
        if isinstance(element, tuple):
            return Misread(match.start(), len(match[0]), *element)
        elements.append(element)
    if not elements:
        return Misread(0, len(text), "the phrase has no words", "write how a line reads")
    return tuple(elements)


def _element(text: str, before: Sequence[str | Slot]) -> str | Slot | tuple[str, str]:
    """Read one word or slot; two texts, message and advice, where it is neither."""
    if text.startswith("{"):
        return _slot(text, before)
    if not _WORD.fullmatch(text):
        message = f"`{text}` cannot be a word of a phrase"
        return message, "a word has small letters, digits and `_`; a value is a slot `{n: number}`"
    if text in NEVER:
        return f"`{text}` cannot stand in a phrase", "say it with another word"
    return text


def _slot(text: str, before: Sequence[str | Slot]) -> Slot | tuple[str, str]:
    match = _SLOT.fullmatch(text)
    if match is None:
        return f"`{text}` is not a slot", "a slot is written `{name: type}`, as in `{n: number}`"
    name, type_ = match[1], " ".join(match[2].split())
    if not before:
        return "a phrase begins with a word, not with a slot", "put a word before the slot"
    if type_ not in _SLOTS and not type_.startswith("one of "):
        types = f"write one of: {', '.join(_SLOTS)}, or `one of CHOICES`"
        return f"`{type_}` is not a type of slot", did_you_mean(type_, _SLOTS, types)
    if any(isinstance(each, Slot) and each.name == name for each in before):
        return f"a second slot `{name}`", "give each slot a name of its own"
    return Slot(name, type_)


@attrs.frozen(eq=False)
class Known:
    """A phrase that a vocabulary declares."""

    vocabulary: str
    name: str
    pattern: Pattern

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots, in their order."""
        return tuple(each for each in self.pattern if isinstance(each, Slot))

    def filled(self) -> Iterator[tuple[Slot, int, int]]:
        """Yield each slot with the first of its words in a line, and the one after its last."""
        at = 0
        for each in self.pattern:
            width = len(each.tokens) if isinstance(each, Slot) else 1
            if isinstance(each, Slot):
                yield each, at, at + width
            at += width

    def sample(self) -> str:
        """Return a line that follows the pattern."""
        return " ".join(
            " ".join(_SAMPLES[token] for token in each.tokens) if isinstance(each, Slot) else each
            for each in self.pattern
        )


@attrs.frozen(order=True)
class Expected:
    """What may stand next: as it is completed, and as a message names it."""

    text: str
    shown: str


@attrs.frozen
class Match:
    """What became of a line: the phrases it is, how many words fit, and what could follow them."""

    phrases: tuple[Known, ...]
    reached: int
    expected: tuple[Expected, ...]


@attrs.frozen
class Overlap:
    """Two phrases that one line can be, and such a line."""

    first: Known
    second: Known
    example: str


@attrs.define(eq=False)
class _Node:
    words: dict[str, _Node] = attrs.Factory(dict)
    tokens: dict[str, _Node] = attrs.Factory(dict)
    expected: set[Expected] = attrs.Factory(set)
    ends: list[Known] = attrs.Factory(list)

    def following(self, word: str, token: str | None) -> Iterator[_Node]:
        if word in self.words:
            yield self.words[word]
        if token in self.tokens:
            yield self.tokens[token]


_END = Expected("", "the end of the line")


class Phrases:
    """The phrases of one or more vocabularies, ready to read lines."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._root = _Node()
        for each in known:
            self._add(each)

    def _add(self, known: Known) -> None:
        node = self._root
        for each in known.pattern:
            if isinstance(each, str):
                node.expected.add(Expected(each, f"`{each}`"))
                node = node.words.setdefault(each, _Node())
                continue
            node.expected.add(Expected(str(each), each.shown))
            for i, token in enumerate(each.tokens):
                if i:
                    node.expected.add(Expected("unit", "a unit"))
                node = node.tokens.setdefault(token, _Node())
        node.ends.append(known)
        node.expected.add(_END)

    def match(self, words: Sequence[str]) -> Match:
        """Read a line.

        In: its words. Out: every phrase that it is; where there is none, after how many words
        reading stopped, and what could have stood there. No errors. Costs time linear in the
        number of words, for each branch of the trie that the line can still follow.
        """
        nodes = [self._root]
        for i, word in enumerate(words):
            token = token_of(word)
            after = [each for node in nodes for each in node.following(word, token)]
            if not after:
                return Match((), i, _expected(nodes))
            nodes = after
        found = tuple(known for node in nodes for known in node.ends)
        return Match(found, len(words), _expected(nodes))

    def complete(self, words: Sequence[str]) -> tuple[str, ...]:
        """Return what may follow these words: words, slots as `{n: number}`, "" for the end.

        Nothing follows words that no phrase begins with. No errors.
        """
        found = self.match(words)
        return tuple(e.text for e in found.expected) if found.reached == len(words) else ()

    def overlaps(self) -> tuple[Overlap, ...]:
        """Return each two phrases that one line can be, with such a line. No errors.

        Pairs of nodes that the same words lead to are walked once each.
        """
        found: dict[frozenset[int], Overlap] = {}
        seen: set[tuple[int, int]] = set()
        pending: list[tuple[_Node, _Node, tuple[str, ...]]] = [(self._root, self._root, ())]
        while pending:
            one, two, path = pending.pop()
            key = (min(id(one), id(two)), max(id(one), id(two)))
            if key in seen:
                continue
            seen.add(key)
            for a in one.ends:
                for b in two.ends:
                    if a is not b:
                        overlap = Overlap(a, b, " ".join(path))
                        found.setdefault(frozenset((id(a), id(b))), overlap)
            pending += [(x, y, (*path, word)) for x, y, word in _common(one, two)]
        return tuple(found.values())


def token_of(word: str) -> str | None:
    """Return what a word can fill: a name, a number or a date; None for a reserved word."""
    if word in RESERVED:
        return None
    return next((token for token, form in _FORMS if form.fullmatch(word)), None)


def _expected(nodes: Iterable[_Node]) -> tuple[Expected, ...]:
    return tuple(sorted(set().union(*(node.expected for node in nodes))))


def _common(one: _Node, two: _Node) -> Iterator[tuple[_Node, _Node, str]]:
    """Yield the nodes that one more word leads to from both, and such a word."""
    for word in one.words.keys() & two.words.keys():
        yield one.words[word], two.words[word], word
    for token in one.tokens.keys() & two.tokens.keys():
        yield one.tokens[token], two.tokens[token], _SAMPLES[token]
    for a, b in ((one, two), (two, one)):
        for word, node in a.words.items():
            filled = token_of(word)
            if filled is not None and filled in b.tokens:
                yield node, b.tokens[filled], word
