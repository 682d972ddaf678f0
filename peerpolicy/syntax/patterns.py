"""Patterns: the words and typed slots that a line of a vocabulary is written by.

What it is for: `read_pattern` reads the pattern of a phrase, or of a line of a clause kind. May
import: `syntax.words`, `diagnostics`, attrs and the standard library. What stays true: a pattern
has a word; it begins as no line of the core does; a condition stands at its end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.diagnostics import did_you_mean
from peerpolicy.syntax.words import RESERVED

NEVER = frozenset(("cite", "is", "then", "unless"))
"""Words that no phrase holds: they end a condition or make it a test."""

NAME, NUMBER, DATE = "NAME", "NUMBER", "DATE"
REST = "REST"
"""What a condition at the end of a line of a clause kind is made of: the rest of the words."""

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
CONDITION = "condition"
"""The type of a slot that holds core text to the end of the line; only clause kinds have it."""

_SLOTS_OF_KINDS = {**_SLOTS, CONDITION: (REST,)}
SAMPLES = {NAME: "some_name", NUMBER: "2", DATE: "2026-01-31", REST: "some_name"}
"""What may stand for each kind of token, for an example."""

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


@frozen
class Slot:
    """A place in a pattern: its name and its type, such as `role` or `one of acts`."""

    name: str
    type: str

    @property
    def tokens(self) -> tuple[str, ...]:
        """The kinds of tokens that fill it."""
        return _SLOTS_OF_KINDS.get(self.type, _ONE_NAME)

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


_Fault = tuple[str, str]
"""What is wrong, and how to mend it."""


@frozen
class Misread:
    """What is wrong with a pattern: where in its text, and how to mend it."""

    start: int
    length: int
    message: str
    advice: str


def read_pattern(text: str, openers: frozenset[str], *, of_kind: bool = False) -> Pattern | Misread:
    """Read the text of a pattern.

    In: the text, such as `meets a {who: role} weekly`; the words that begin other lines; whether it
    is a line of a clause kind, which may begin with a number or a date, and end with a condition.
    Out: the pattern, or the first thing that is wrong with it. No errors.
    """
    reader = _LineOfKind() if of_kind else _Reader()
    for match in _ELEMENT.finditer(text):
        element = reader.element(match[0])
        if isinstance(element, str) and not reader.read and element in openers | RESERVED:
            message = f"`{element}` begins a line of the language"
            element = message, f"begin the {reader.what} with another word"
        if isinstance(element, tuple):
            return Misread(match.start(), len(match[0]), *element)
        reader.read.append(element)
    if all(isinstance(each, Slot) for each in reader.read):
        return Misread(0, len(text), f"the {reader.what} has no words", "write how a line reads")
    return tuple(reader.read)


class _Reader:
    """Reads the pattern of a phrase, element by element."""

    what = "phrase"
    slots: Mapping[str, tuple[str, ...]] = MappingProxyType(_SLOTS)

    def __init__(self) -> None:
        self.read: list[str | Slot] = []

    def element(self, text: str) -> str | Slot | _Fault:
        """Read one word or slot; say what is wrong where it is neither."""
        last = self.read[-1] if self.read else None
        if isinstance(last, Slot) and last.type == CONDITION:
            return f"something stands behind `{last}`", "a condition goes to the end of the line"
        if text.startswith("{"):
            return self._slot(text)
        if not _WORD.fullmatch(text):
            message = f"`{text}` cannot be a word of a {self.what}"
            advice = "a word has small letters, digits and `_`; a value is a slot `{n: number}`"
            return message, advice
        if text in NEVER:
            return f"`{text}` cannot stand in a {self.what}", "say it with another word"
        return text

    def _slot(self, text: str) -> Slot | _Fault:
        match = _SLOT.fullmatch(text)
        if match is None:
            advice = "a slot is written `{name: type}`, as in `{n: number}`"
            return f"`{text}` is not a slot", advice
        slot = Slot(match[1], " ".join(match[2].split()))
        if not self.read and not self._can_begin(slot):
            return self._begins()
        if slot.type not in self.slots and not slot.type.startswith("one of "):
            types = f"write one of: {', '.join(self.slots)}, or `one of CHOICES`"
            advice = did_you_mean(slot.type, self.slots, types)
            return f"`{slot.type}` is not a type of slot", advice
        if any(isinstance(each, Slot) and each.name == slot.name for each in self.read):
            return f"a second slot `{slot.name}`", "give each slot a name of its own"
        return slot

    def _can_begin(self, slot: Slot) -> bool:
        return False

    def _begins(self) -> _Fault:
        return "a phrase begins with a word, not with a slot", "put a word before the slot"


class _LineOfKind(_Reader):
    """Reads the pattern of a line of a clause kind."""

    what = "line"
    slots = MappingProxyType(_SLOTS_OF_KINDS)

    def _can_begin(self, slot: Slot) -> bool:
        return slot.tokens[0] in (NUMBER, DATE)

    def _begins(self) -> _Fault:
        advice = "begin with a word, a number or a date"
        return "a line does not begin with a name or a condition", advice


@attrs.frozen(eq=False)
class Known:
    """A phrase that a vocabulary declares, or a line of one of its clause kinds."""

    vocabulary: str
    name: str
    pattern: Pattern
    kind: str = ""

    @property
    def shown(self) -> str:
        """What a message calls it; the kind itself, where it is no line of it."""
        if not self.kind:
            return f"the phrase `{self.name}`"
        line = f"the line `{self.name}` of " if self.name else ""
        return f"{line}the clause kind `{self.kind}`"

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The slots, in their order."""
        return tuple(each for each in self.pattern if isinstance(each, Slot))

    def filled(self) -> Iterator[tuple[Slot, int, int]]:
        """Yield each slot with the first of its words in a line, and the one after its last.

        A condition has its first word alone: where it ends is where the line ends.
        """
        at = 0
        for each in self.pattern:
            width = len(each.tokens) if isinstance(each, Slot) else 1
            if isinstance(each, Slot):
                yield each, at, at + width
            at += width

    def sample(self) -> str:
        """Return a line that follows the pattern."""
        return " ".join(
            " ".join(SAMPLES[token] for token in each.tokens) if isinstance(each, Slot) else each
            for each in self.pattern
        )


def shown_pattern(pattern: Pattern) -> str:
    """Return a pattern as it is written."""
    return " ".join(str(each) for each in pattern)


def token_of(word: str) -> str | None:
    """Return what a word can fill: a name, a number or a date; None for a reserved word."""
    if word in RESERVED:
        return None
    return next((token for token, form in _FORMS if form.fullmatch(word)), None)
