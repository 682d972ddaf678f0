"""What to say about a line that does not parse: where, what was expected, and a repair.

What it is for: turns lark's complaint about one line into a diagnostic an author can act on. May
import: `source`, `diagnostics`, `syntax.words` and lark. What stays true: a repair is offered
only if the repaired line parses; the work is bounded by the length of the line.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache

from lark import Lark, Token, UnexpectedInput, UnexpectedToken

from peerpolicy._frozen import frozen
from peerpolicy.diagnostics import Diagnostic, either
from peerpolicy.source import Source, Span
from peerpolicy.syntax.habits import Line, habit
from peerpolicy.syntax.words import ADVERBS, HINTS, NOT_DATED, RESERVED, SYNONYMS

_WORD = re.compile(r"[a-z0-9_]+")
_LONGEST_REPAIRED = 40  # words; beyond that a line is no line of this language
_DATE = re.compile(
    r"(?<![0-9.-])(?:[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4})(?![0-9-])"
)
_NUMBER_ALONE = re.compile(r"(?<![0-9-])([0-9]+(?:\.[0-9]+)?)(?: +of)? *$")
_IN = re.compile(r"(?<![a-z0-9_])(in(?: +the)?) +$")
_ITEMS_OF = {
    "example_line": ("given_item", "expect_item"),
    "entity_line": ("field_item",),
    "question_line": ("answer_item",),
}
_DAY_FOLLOWS = re.compile(r" (?:before|after|since) *$")
_UNLESS = {"require": "apply", "advise": "apply", "submit": "apply", "exclude": "bar"}
_ANY_NAME = "some_other_name"
_MOST_KINDS = 4
_LONGEST_KEPT = 400  # characters
_SHOWN = {
    "NAME": "a name",
    "NUMBER": "a number",
    "STRING": "a text in quotes",
    "DATE": "a date",
    "COLON": "`:`",
    "COMMA": "`,`",
    "_INCLUDING": "`, including:`",
    "$END": "the end of the line",
}


@frozen
class Attempt:
    """A line or item that did not parse: where it stands, by which rule, in which kind."""

    source: Source
    span: Span
    rule: str
    kind: str


def explain(lark: Lark, attempt: Attempt, error: UnexpectedInput) -> Diagnostic:
    """Explain why a line is not what its clause kind allows.

    Out: one diagnostic, PP104, PP203 or PP401, at the word that does not fit; the first of the
    explanations below that has something to say. No errors.
    """
    fault = _Fault(lark, attempt, _position(error, attempt.span), _expected(lark, error))
    return (
        fault.misspelt()
        or fault.longer_word()
        or fault.fixed_day()
        or fault.broken_date()
        or fault.habit()
        or fault.ambiguous_adverb()
        or fault.plain_english()
        or fault.lacks_unit()
        or fault.lacks_source()
        or fault.lacks_on()
        or fault.window_without_shape()
        or fault.word_of_other_languages()
        or fault.lacks_is()
        or fault.lacks_of()
        or fault.name_in_two_words()
        or fault.wrong_indent()
        or fault.line_of_another_kind()
        or fault.reserved()
        or fault.unexpected()
    )


@frozen
class _Fault:
    """A line that did not parse, the place where the parser gave up, and what it wanted there."""

    lark: Lark
    attempt: Attempt
    at: int
    expected: tuple[str, ...]

    @property
    def text(self) -> str:
        return self.attempt.source.slice(self.attempt.span)

    @property
    def offset(self) -> int:
        return self.at - self.attempt.span.start

    @property
    def word(self) -> str:
        return _word_at(self.text, self.offset)

    @property
    def word_begins(self) -> int:
        """Where that word begins: the parser may have taken the `met` of `met_` already."""
        words = _WORD.finditer(self.text)
        return next((m.start() for m in words if m.start() <= self.offset < m.end()), self.offset)

    def _say(self, code: str, start: int, length: int, message: str, advice: str) -> Diagnostic:
        begin = self.attempt.span.start + start
        span = Span(begin, begin + max(1, length))
        return Diagnostic(code, message, advice, self.attempt.source, span)

    def misspelt(self) -> Diagnostic | None:
        repair = _repair(self.lark, self.text, self.attempt.rule, self.offset)
        if repair is None:
            return None
        start, found, better = repair
        message = f"`{found}` is not understood here"
        return self._say("PP104", start, len(found), message, f"did you mean `{better}`?")

    def longer_word(self) -> Diagnostic | None:
        """A word of the language with something behind it, of which the parser took that word."""
        word, taken = self.word, self.text[self.word_begins : self.offset]
        end = self.word_begins + len(word)
        mended = self.text[: self.offset] + self.text[end:]
        if not taken or not _parses(self.lark, mended, self.attempt.rule):
            return None
        message = f"`{word}` is not understood here"
        return self._say("PP104", self.word_begins, len(word), message, f"did you mean `{taken}`?")

    def fixed_day(self) -> Diagnostic | None:
        """A date behind `since`, where every case has a day of its own."""
        day = self.text[self.offset : self.offset + len("2026-01-05")]
        if not _is_day(day) or not self.text[: self.offset].endswith("since "):
            return None
        message = f"`{day}` is not understood here"
        advice = "after `since` stands the name of a fact that is a date"
        return self._say("PP104", self.offset, len(day), message, advice)

    def broken_date(self) -> Diagnostic | None:
        match = next((m for m in _DATE.finditer(self.text) if m.end() >= self.offset), None)
        if match is None or match.start() > self.offset or _is_day(match[0]):
            return None
        message = f"`{match[0]}` is not a date"
        advice = "a date is written year-month-day, with two digits each: 2026-01-05"
        return self._say("PP401", match.start(), len(match[0]), message, advice)

    def habit(self) -> Diagnostic | None:
        rule, bare = self.attempt.rule, _without_texts(self.text)
        if rule == "" or len(bare.split()) > _LONGEST_REPAIRED:
            return None
        line = Line(self.text, bare, self.offset, lambda text: _parses(self.lark, text, rule))
        found = habit(line)
        if found is None:
            return None
        return self._say(found.code, found.start, len(found.words), found.message, found.advice)

    def plain_english(self) -> Diagnostic | None:
        bare = _without_texts(self.text)
        for words, advice in SYNONYMS:
            match = re.search(rf"(?<![a-z0-9_]){words}(?![a-z0-9_])", bare)
            if match is not None and match.start() <= self.offset:
                message = f"`{words}` is not understood here"
                return self._say("PP104", match.start(), len(words), message, advice)
        return None

    def ambiguous_adverb(self) -> Diagnostic | None:
        readings = {word: (unclear, advice) for word, unclear, advice in ADVERBS}
        if self.word not in readings:
            return None
        unclear, advice = readings[self.word]
        return self._say("PP108", self.word_begins, len(self.word), unclear, advice)

    def lacks_unit(self) -> Diagnostic | None:
        match = _NUMBER_ALONE.search(self.text[: self.offset])
        if match is None:
            return None
        advice = "expected a unit, such as `years` or `hours`"
        message = f"`{match[1]}` has no unit"
        return self._say("PP104", match.start(1), len(match[1]), message, advice)

    def lacks_source(self) -> Diagnostic | None:
        if not re.match(r'cite +"', self.text):
            return None
        advice = 'name the declared source before the place: `cite handbook "2.1"`'
        return self._say("PP104", 0, len("cite"), "`cite` names no source", advice)

    def lacks_on(self) -> Diagnostic | None:
        match = re.match(r"(topics?) +([a-z].*)", self.text)
        if match is None or "_item" in self.attempt.rule:
            return None
        advice = f"write `on topic {match[2]}`"
        return self._say("PP104", 0, len(match[1]), f"`{match[1]}` begins no line", advice)

    def window_without_shape(self) -> Diagnostic | None:
        match = _IN.search(self.text[: self.offset])
        if match is None or ("`each`" not in self.expected and "a number" not in self.expected):
            return None
        message = f"`{match[1]} {self.word}` is not understood here"
        advice = (
            "to choose among records write `where FIELD is ...`; a time is `in each ... since ...`"
        )
        return self._say("PP104", match.start(1), len(match[1]), message, advice)

    def wrong_indent(self) -> Diagnostic | None:
        """An item that stands where lines stand."""
        length = len(_word_at(self.text, 0)) or 1
        if self.attempt.rule not in _ITEMS_OF:
            return None
        if not any(_parses(self.lark, self.text, r) for r in _ITEMS_OF[self.attempt.rule]):
            return None
        advice = "put four spaces before it, under the line that ends in `:`"
        return self._say("PP104", 0, length, "an item stands among the lines", advice)

    def word_of_other_languages(self) -> Diagnostic | None:
        advice = None if self.expected == (_SHOWN["NAME"],) else HINTS.get(self.word)
        if self.attempt.rule == "answer_item" and self.word == "if":
            advice = "write `when` in its place"
        if advice is None:
            return None
        message = f"`{self.word}` is not understood here"
        return self._say("PP104", self.word_begins, len(self.word), message, advice)

    def lacks_is(self) -> Diagnostic | None:
        mended = f"{self.text[: self.offset]}is {self.text[self.offset :]}"
        test = self.word in ("at", "more", "less", "one", "in", "from")
        if not test and self.attempt.rule != "value_item":
            return None
        if not _parses(self.lark, mended, self.attempt.rule):
            return None
        message = "the word `is` is missing here"
        return self._say("PP104", self.word_begins, len(self.word), message, f"write `{mended}`")

    def lacks_of(self) -> Diagnostic | None:
        mended = f"{self.text[: self.offset]}of {self.text[self.offset :]}"
        if "`of`" not in self.expected or not _parses(self.lark, mended, self.attempt.rule):
            return None
        message = "the word `of` is missing here"
        return self._say("PP104", self.offset, len(self.word), message, f"write `{mended}`")

    def name_in_two_words(self) -> Diagnostic | None:
        """`credit hours`, where the file has a name `credit_hours`."""
        before = re.search(r"([a-z][a-z0-9_]*) +$", self.text[: self.offset])
        if before is None or not self.word:
            return None
        joined = f"{before[1]}_{self.word}"
        mended = self.text[: before.start()] + joined + self.text[self.offset + len(self.word) :]
        known = re.search(rf"(?<![a-z0-9_]){joined}s?(?![a-z0-9_])", self.attempt.source.text)
        if known is None or not _parses(self.lark, mended, self.attempt.rule):
            return None
        words = self.text[before.start() : self.offset + len(self.word)]
        message = f"`{words}` is not understood here"
        advice = f"a name is one word: write `{joined}`"
        return self._say("PP104", before.start(), len(words), message, advice)

    def line_of_another_kind(self) -> Diagnostic | None:
        if not self.attempt.rule.endswith("_line"):
            return None
        kinds = _kinds_that_take(self.lark, self.text)
        if not kinds:
            return None
        advice = f"this line belongs to a clause of kind {either(kinds)}"
        if len(kinds) > _MOST_KINDS:
            advice = f"this line belongs to another kind of clause, such as {either(kinds[:2])}"
        first = _word_at(self.text, 0) or self.text[0]
        advice = NOT_DATED.get((self.attempt.kind, first), advice)
        message = f"a clause of kind `{self.attempt.kind}` has no such line"
        return self._say("PP104", 0, len(first), message, advice)

    def reserved(self) -> Diagnostic | None:
        if self.word not in RESERVED or self.expected != (_SHOWN["NAME"],):
            return None
        advice = "a name is expected here; choose another word"
        message = f"`{self.word}` is a reserved word"
        return self._say("PP203", self.word_begins, len(self.word), message, advice)

    def unexpected(self) -> Diagnostic:
        advice = self._advice()
        if self.offset >= len(self.text):
            if _DAY_FOLLOWS.search(self.text):
                advice = "name the day: a fact that is a date, or the name after `judged on`"
            return self._say("PP104", len(self.text) - 1, 1, "the line ends too early", advice)
        found = self.word or self.text[self.offset]
        message = f"`{found}` is not understood here"
        return self._say("PP104", self.word_begins, len(found), message, advice)

    def _advice(self) -> str:
        if self.attempt.rule == "":
            return "this line takes no items"
        if self.offset == 0 and self.text[0].isdigit():
            return "write `at least` or `at most` before the number"
        if self.attempt.rule == "pattern_item" and self.expected in (("`,`",), (_SHOWN["NAME"],)):
            return 'write a name, the pattern and how often it stands: `mark "passes", once`'
        if self.offset == 0 and self.word == "is":
            return "begin with the name of the fact, such as `age is ...`"
        if self.text[: self.offset].rstrip().endswith(":"):
            return "put each item on a line of its own below, with four spaces before it"
        if self.word == "by" and " is " in self.text[: self.offset]:
            return "of a last day write `is on or before DAY`"
        if self.expected == ("`then`",) and self.attempt.kind in _UNLESS:
            return f"end the line with `then does not {_UNLESS[self.attempt.kind]}`"
        return f"expected {either(self.expected)}" if self.expected else ""


def _position(error: UnexpectedInput, span: Span) -> int:
    token = getattr(error, "token", None)
    if isinstance(token, Token) and token.type == "$END":
        return span.end
    at = getattr(error, "pos_in_stream", None)
    return min(at, span.end) if isinstance(at, int) and at >= span.start else span.end


def _word_at(text: str, offset: int) -> str:
    for match in _WORD.finditer(text):
        if match.start() <= offset < match.end():
            return match[0]
    return ""


@lru_cache(maxsize=8)
def _keywords(lark: Lark) -> dict[str, str]:
    """Map the name of each fixed word's terminal to the word."""
    fixed = (t for t in lark.terminals if t.pattern.type == "str")
    return {t.name: t.pattern.value for t in fixed}


def _expected(lark: Lark, error: UnexpectedInput) -> tuple[str, ...]:
    names = error.accepts if isinstance(error, UnexpectedToken) else getattr(error, "allowed", ())
    return shown_terminals(lark, names or ())


def shown_terminals(lark: Lark, names: Iterable[str]) -> tuple[str, ...]:
    """Return what to tell an author that terminals are: words in backticks, and a few others."""
    words = _keywords(lark)
    shown = {_SHOWN.get(n) or f"`{words[n]}`" for n in names if n in _SHOWN or n in words}
    return tuple(sorted(shown))


def _kinds_that_take(lark: Lark, text: str) -> list[str]:
    fitting = [r for r in lark.options.start if r.endswith("_line") and _parses(lark, text, r)]
    return [f"`{r.removesuffix('_line').replace('_', ' ')}`" for r in fitting]


def _is_day(text: str) -> bool:
    """Say whether a text is a day of the calendar as the language writes it."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _parses(lark: Lark, text: str, rule: str) -> bool:
    """Say whether a text is a line of a rule; that of a line of common length is kept."""
    if len(text) <= _LONGEST_KEPT:
        return _known_to_parse(lark, text, rule)
    return _parses_anew(lark, text, rule)


@lru_cache(maxsize=4096)
def _known_to_parse(lark: Lark, text: str, rule: str) -> bool:
    return _parses_anew(lark, text, rule)


def _parses_anew(lark: Lark, text: str, rule: str) -> bool:
    try:
        lark.parse(text, start=rule)
    except UnexpectedInput:
        return False
    return True


def _repair(lark: Lark, text: str, rule: str, at: int) -> tuple[int, str, str] | None:
    """Find one word, at or before the error, whose nearest keyword makes the line parse.

    Where any name would do as well, a keyword is not what was meant.
    """
    words = [m for m in _WORD.finditer(_without_texts(text)) if m.start() <= at]
    if rule == "" or len(words) > _LONGEST_REPAIRED:
        return None
    own_words = set(_keywords(lark).values()) | RESERVED
    for match in reversed(words):
        if match[0] in own_words:
            continue
        for better in _candidates(lark, match[0]):
            if _parses(lark, _replaced(text, match, better), rule) and not _parses(
                lark, _replaced(text, match, _ANY_NAME), rule
            ):
                return match.start(), match[0], better
    return None


def _replaced(text: str, match: re.Match[str], word: str) -> str:
    return text[: match.start()] + word + text[match.end() :]


def _candidates(lark: Lark, word: str) -> Iterator[str]:
    fixed = sorted(w for w in _keywords(lark).values() if w.isalpha())
    yield from difflib.get_close_matches(word, fixed, n=3, cutoff=0.6)
    for keyword in fixed:  # two words run together: `atleast`
        rest = word.removeprefix(keyword)
        if rest != word and rest in fixed:
            yield f"{keyword} {rest}"


def _without_texts(text: str) -> str:
    return re.sub(r'"[^"]*"', lambda m: " " * len(m[0]), text)
