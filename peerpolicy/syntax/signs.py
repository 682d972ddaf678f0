"""What a line shows to be wrong by its characters and words alone, before any rule reads it.

What it is for: signs of other languages and programs, texts that do not end, wordings that read
both ways. May import: the words and habits of this room and the standard library. What stays true:
a line without such a fault is told so by one or two looks at it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from peerpolicy.syntax.habits import written_day
from peerpolicy.syntax.words import AMBIGUOUS

_PASTED = {
    "\u201c": 'type a plain `"`',
    "\u201d": 'type a plain `"`',
    "\u201e": 'type a plain `"`',
    "\u2018": "put the words in quotes, or leave it out",
    "\u2019": "put the words in quotes, or leave it out",
    "\u200b": "delete it: it cannot be seen",
    "\ufeff": "delete it: it cannot be seen",
    "\u2013": "put the words in quotes; a plain `-` stands only in dates",
    "\u2014": "put the words in quotes; a plain `-` stands only in dates",
    "\u2026": "put the words in quotes, or leave it out",
    "\u2022": "delete it: a list needs no bullets",
}
"""Characters that word processors put in, and what to do about each."""

_PLAIN = re.compile(r'[a-z0-9_ ,.:"-]')
_SOUND = re.compile(r'(?:[a-z0-9_ ,.:-]|"[^"]*")*')
"""A line of such characters, and of texts that end."""

_SIGNS = {
    ">": "write `more than`, or `at least` for `>=`",
    "<": "write `less than`, or `at most` for `<=`",
    "=": "write `is`",
    "(": "there is one level of groups: give the rest a name with `define`",
    ")": "there is one level of groups: give the rest a name with `define`",
    ";": "write one condition on a line",
    "/": "a date is written year-month-day: 2026-11-23",
    "%": "a share has no spelling in this language: write an amount",
    "$": "write the number and its unit, such as `45000 dollars`; `measure dollars:` declares it",
}
"""What to write in place of a sign that other languages use."""


Fault = tuple[str, int, int, str, str]
"""A code, where the fault begins and how long it is, the message and the advice."""


def fault_in(text: str) -> Fault | None:
    """Return what no rule of the grammar could say well: code, start, length, message, advice."""
    return odd_character(text) or _ambiguous(text)


def odd_character(text: str) -> Fault | None:
    """Return what is wrong with the first character that stands in no line. No errors."""
    if _SOUND.fullmatch(text):
        return None
    quoted_from: int | None = None
    for i, char in enumerate(text):
        if char == '"':
            quoted_from = i if quoted_from is None else None
        elif quoted_from is None and not _PLAIN.fullmatch(char):
            return _day_at(text, i) or ("PP105", i, 1, *_odd_words(char))
    if quoted_from is not None:
        rest = len(text) - quoted_from
        return "PP105", quoted_from, rest, "a text that does not end", 'close it with `"`'
    return None


def _day_at(text: str, at: int) -> Fault | None:
    """Return what is wrong with a day such as `March 1, 2025`, where one is written at a place."""
    day = written_day(text)
    if day is None or not day.start <= at < day.start + len(day.words):
        return None
    return day.code, day.start, len(day.words), day.message, day.advice


def _odd_words(char: str) -> tuple[str, str]:
    if char == "\t":
        return "a tab", "use spaces: two before a line, four before an item"
    if char.isspace():
        return "a space that is no plain space", "type a plain space"
    if char in _PASTED:
        return "a character pasted from another program", _PASTED[char]
    if char.isupper():
        return f"a capital letter, `{char}`", "words and names are written in small letters"
    if char in _SIGNS:
        return f"`{char}` is not written in this language", _SIGNS[char]
    shown = f"`{char}`" if char.isprintable() else f"number {ord(char)}"
    return f"the character {shown} has no meaning here", 'texts stand in quotes: "..."'


def _ambiguous(text: str) -> Fault | None:
    bare = re.sub(r'"[^"]*"', lambda m: '"' + "x" * (len(m[0]) - 2) + '"', text)
    if not _unclear().search(bare):
        return None
    for words, unclear, readings in AMBIGUOUS:
        if match := re.search(_alone(words), bare):
            return "PP108", match.start(), match.end() - match.start(), unclear, readings
    return None


def _alone(words: str) -> str:
    return r"(?<![a-z0-9_])" + words.replace(" ", " +") + r"(?![a-z0-9_])"


@lru_cache(maxsize=1)
def _unclear() -> re.Pattern[str]:
    """Return what finds any of the ambiguous wordings: few lines have one."""
    return re.compile("|".join(_alone(words) for words, _, _ in AMBIGUOUS))
