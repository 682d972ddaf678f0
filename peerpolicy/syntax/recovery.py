"""What to say about a line that does not parse: where, what was expected, and a repair.

What it is for: turns lark's complaint about one line into a diagnostic an author can act on. May
import: `source`, `diagnostics`, `syntax.words` and lark. What stays true: a repair is offered
only if the repaired line parses; the work is bounded by the length of the line.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from functools import lru_cache

import attrs
from lark import Lark, Token, UnexpectedInput, UnexpectedToken

from peerpolicy.diagnostics import Diagnostic
from peerpolicy.source import Source, Span
from peerpolicy.syntax.words import RESERVED

_WORD = re.compile(r"[a-z0-9_]+")
_LONGEST_REPAIRED = 40  # words; beyond that a line is no line of this language
_SHOWN = {
    "NAME": "a name",
    "NUMBER": "a number",
    "STRING": "a text in quotes",
    "DATE": "a date",
    "COLON": "`:`",
    "COMMA": "`,`",
    "$END": "the end of the line",
}


@attrs.frozen
class Attempt:
    """A line or item that did not parse: where it stands, by which rule, in which kind."""

    source: Source
    span: Span
    rule: str
    kind: str


def explain(lark: Lark, attempt: Attempt, error: UnexpectedInput) -> Diagnostic:
    """Explain why a line is not what its clause kind allows.

    Out: one diagnostic, PP104 or PP203, at the word that does not fit. No errors.
    """
    source, span, rule = attempt.source, attempt.span, attempt.rule
    text = source.slice(span)
    at = _position(error, span)
    word = _word_at(text, at - span.start)
    where = Span(at, at + max(1, len(word)))
    repair = _repair(lark, text, rule, at - span.start)
    if repair is not None:
        start, found, better = repair
        place = Span(span.start + start, span.start + start + len(found))
        message = f"`{found}` is not understood here"
        return Diagnostic("PP104", message, f"did you mean `{better}`?", source, place)
    expected = _expected(lark, error)
    if word in RESERVED and "a name" in expected:
        advice = "a name is expected here; choose another word"
        return Diagnostic("PP203", f"`{word}` is a reserved word", advice, source, where)
    if at >= span.end:
        where = Span(max(span.start, span.end - 1), span.end)
        message = "the line ends too early"
    else:
        found = word or source.text[at]
        message = f"`{found}` is not understood here, in a clause of kind `{attempt.kind}`"
    return Diagnostic("PP104", message, _advice(lark, text, rule, expected), source, where)


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


def _expected(lark: Lark, error: UnexpectedInput) -> list[str]:
    names = error.accepts if isinstance(error, UnexpectedToken) else getattr(error, "allowed", ())
    words = _keywords(lark)
    shown = {_SHOWN.get(n) or f"`{words[n]}`" for n in names or () if n in _SHOWN or n in words}
    return sorted(shown)


def _advice(lark: Lark, text: str, rule: str, expected: list[str]) -> str:
    if rule == "":
        return "this line takes no items"
    elsewhere = _kinds_that_take(lark, text)
    if elsewhere:
        return "this line belongs to a clause of kind " + _either(elsewhere)
    return f"expected {_either(expected)}" if expected else ""


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _kinds_that_take(lark: Lark, text: str) -> list[str]:
    fitting = [r for r in lark.options.start if r.endswith("_line") and _parses(lark, text, r)]
    return [f"`{r.removesuffix('_line').replace('_', ' ')}`" for r in fitting]


def _parses(lark: Lark, text: str, rule: str) -> bool:
    try:
        lark.parse(text, start=rule)
    except UnexpectedInput:
        return False
    return True


def _repair(lark: Lark, text: str, rule: str, at: int) -> tuple[int, str, str] | None:
    """Find one word, at or before the error, whose nearest keyword makes the line parse."""
    words = [m for m in _WORD.finditer(_without_texts(text)) if m.start() <= at]
    if rule == "" or len(words) > _LONGEST_REPAIRED:
        return None
    for match in reversed(words):
        for better in _candidates(lark, match[0]):
            mended = text[: match.start()] + better + text[match.end() :]
            if _parses(lark, mended, rule):
                return match.start(), match[0], better
    return None


def _candidates(lark: Lark, word: str) -> Iterator[str]:
    fixed = sorted(w for w in _keywords(lark).values() if w.isalpha())
    yield from difflib.get_close_matches(word, fixed, n=3, cutoff=0.6)
    for keyword in fixed:  # two words run together: `atleast`
        rest = word.removeprefix(keyword)
        if rest != word and rest in fixed:
            yield f"{keyword} {rest}"


def _without_texts(text: str) -> str:
    return re.sub(r'"[^"]*"', lambda m: " " * len(m[0]), text)
