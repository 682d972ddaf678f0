"""Phrases: the trie that reads a line by patterns.

What it is for: `Phrases` finds which of many patterns a line follows, what could stand next, and
which two patterns some line would follow alike. May import: `syntax.patterns`, `diagnostics`, attrs
and the standard library. What stays true: the trie is exact; `match` finds every pattern that a
line follows, `overlaps` every pair that one line could follow. A condition at the end of a pattern
is any words at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.diagnostics import did_you_mean, either, nearest
from peerpolicy.syntax.patterns import REST, SAMPLES, Known, token_of


@attrs.frozen(order=True)
class Expected:
    """What may stand next: as it is completed, and as a message names it."""

    text: str
    shown: str


@frozen
class Match:
    """What became of a line: the phrases it is, how many words fit, and what could follow them."""

    phrases: tuple[Known, ...]
    reached: int
    expected: tuple[Expected, ...]
    of_kind: bool = False

    def nearest(self, word: str) -> str | None:
        """Return the word that was expected and is most like this one. No errors."""
        return nearest(word, self._words())

    def misread(self, words: Sequence[str]) -> tuple[int, str, str]:
        """Say of a line that is no phrase which word does not fit, and why; the last at its end.

        Out: the place of the word among the words, a message, and advice. No errors.
        """
        there = self.reached < len(words)
        wrong = words[self.reached] if there else ""
        what = "line" if self.of_kind else "phrase"
        message = f"`{wrong}` is not understood here" if there else f"the {what} ends too early"
        expected = either([each.shown for each in self.expected])
        advice = did_you_mean(wrong, self._words(), f"expected {expected}")
        return min(self.reached, len(words) - 1), message, advice

    def _words(self) -> list[str]:
        return [each.text for each in self.expected if each.shown.startswith("`")]


@frozen
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

    def open(self) -> list[Known]:
        """Return the patterns of which only the condition is left."""
        return self.tokens[REST].ends if REST in self.tokens else []

    def below(self, path: tuple[str, ...]) -> Iterator[tuple[Known, tuple[str, ...]]]:
        """Yield each pattern that goes on from here, and a line that follows it."""
        further = [(word, node) for word, node in self.words.items()]
        further += [(SAMPLES[token], node) for token, node in self.tokens.items()]
        for word, node in further:
            yield from ((known, (*path, word)) for known in node.ends)
            yield from node.below((*path, word))


_END = Expected("", "the end of the line")


class Phrases:
    """The phrases of one or more vocabularies, ready to read lines."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._root = _Node()
        self._open = False
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
                    node.expected.add(Expected("{unit}", "a unit"))
                self._open = self._open or token == REST
                node = node.tokens.setdefault(token, _Node())
        node.ends.append(known)
        node.expected.add(_END)

    def match(self, words: Sequence[str]) -> Match:
        """Read a line.

        In: its words. Out: every phrase that it is; where there is none, after how many words
        reading stopped (before the words of a condition), and what could have stood there. No
        errors. Costs time linear in the
        number of words, for each branch of the trie that the line can still follow.
        """
        nodes = [self._root]
        for i, word in enumerate(words):
            if self._open:
                open_ = [known for node in nodes for known in node.open()]
                if open_:
                    return Match(tuple(open_), i, _expected(nodes))
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
            for a, b, example in _swallowed(one, two, path):
                found.setdefault(frozenset((id(a), id(b))), Overlap(a, b, example))
            pending += [(x, y, (*path, word)) for x, y, word in _common(one, two)]
        return tuple(found.values())


def _expected(nodes: Iterable[_Node]) -> tuple[Expected, ...]:
    return tuple(sorted(set().union(*(node.expected for node in nodes))))


def _swallowed(one: _Node, two: _Node, path: tuple[str, ...]) -> Iterator[tuple[Known, Known, str]]:
    """Yield what ends here in a condition with each pattern whose words could be that condition."""
    for here, other in ((one, two), (two, one)):
        for known in here.open():
            for longer, line in other.below(path):
                if longer is not known:
                    yield known, longer, " ".join(line)


def _common(one: _Node, two: _Node) -> Iterator[tuple[_Node, _Node, str]]:
    """Yield the nodes that one more word leads to from both, and such a word."""
    for word in one.words.keys() & two.words.keys():
        yield one.words[word], two.words[word], word
    for token in one.tokens.keys() & two.tokens.keys():
        yield one.tokens[token], two.tokens[token], SAMPLES[token]
    for a, b in ((one, two), (two, one)):
        for word, node in a.words.items():
            filled = token_of(word)
            if filled is not None and filled in b.tokens:
                yield node, b.tokens[filled], word
