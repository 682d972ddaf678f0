"""Ways of writing that people bring along: numbers, days and lists as English writes them.

What it is for: a line that did not parse is compared with each habit, and the author is told how
the same is written here. May import: the standard library. What stays true: what is offered in the
place of a whole line parses; the work is bounded by the length of the line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

Parses = Callable[[str], bool]
"""Says whether a text would be a line of the kind at hand."""


class Habit(NamedTuple):
    """What stands in a line, from where on, the code it is reported by, and what to write."""

    start: int
    words: str
    code: str
    message: str
    advice: str


_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH = "|".join(("sept", *_MONTHS, *(name[:3] for name in _MONTHS)))
_TH = "(?:st|nd|rd|th)?"
_WRITTEN_DAY = re.compile(
    rf"(?<![a-z0-9_])(?:(?P<month>{_MONTH})\.? +(?P<day>[0-9]{{1,2}}){_TH},? +(?P<year>[0-9]{{4}})"
    rf"|(?P<day_first>[0-9]{{1,2}}){_TH}\.? +(?P<then>{_MONTH})\.?,? +(?P<last>[0-9]{{4}}))"
    r"(?![a-z0-9_])",
    re.IGNORECASE,
)
_ONE_TO_NINE = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEN_TO_NINETEEN = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_NUMBER_WORDS = {
    **{
        f"{ten}{join}{one}": tens + ones
        for tens, ten in zip(range(20, 100, 10), _TENS, strict=True)
        for ones, one in enumerate(_ONE_TO_NINE, start=1)
        for join in "- "
    },
    **dict(zip(_TENS, range(20, 100, 10), strict=True)),
    **{word: number for number, word in enumerate(_TEN_TO_NINETEEN, start=10)},
    **{word: number for number, word in enumerate(_ONE_TO_NINE, start=1)},
}
"""Those of several words first, so that they are found whole."""
_NUMBER_WORD = re.compile(rf"(?<![a-z0-9_])({'|'.join(_NUMBER_WORDS)})(?![a-z0-9_])")
_THOUSANDS = re.compile(r"(?<![0-9_.,-])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9_,-])")
_RANGE = re.compile(
    r"(?<![a-z0-9_-])(?:from +)?(?P<low>[0-9.]+)(?P<unit> +[a-z_]+)?"
    r" *(?:to|and|through|-) *(?P<high>[0-9.]+) +(?P<last>[a-z][a-z0-9_]*)"
)
_OR_MORE = re.compile(
    r"(?<![a-z0-9_-])(?:at least +|at most +)?(?P<number>[0-9.]+)(?P<unit> +[a-z_]+)? +or +"
    r"(?:(?P<more>older|more|over|above)|younger|less|fewer|under|below)(?![a-z0-9_])"
    r"(?(unit)|(?P<counted> +[a-z][a-z0-9_]*)?)"
)
_OR = re.compile(r"(?<![a-z0-9_])is +([a-z0-9_]+(?: *,? *or +[a-z0-9_]+)+)$")
_LATE_WHERE = re.compile(r" in (?:the|each) .*?(?= where )")
_WHERE = (
    "in `where` a list of values is `FIELD is one of A, B`; else write two lines under `any of:`"
)
_FORCE = re.compile(r"(?:must|shall|should|may)(?= )(?! +(?:not +)?provide)")


def written_day(text: str, start: int = 0) -> Habit | None:
    """Find a day with the name of its month, at `start` or later: `March 1, 2025`. No errors."""
    match = _WRITTEN_DAY.search(text, start)
    if match is None:
        return None
    month = (match["month"] or match["then"])[:3].lower()
    number = [name[:3] for name in _MONTHS].index(month) + 1
    year, day_of_month = match["year"] or match["last"], match["day"] or match["day_first"]
    try:
        day = date(int(year), number, int(day_of_month))
    except ValueError:
        advice = "a date is written year-month-day: 2026-02-28"
    else:
        advice = f"a date is written year-month-day: {day.isoformat()}"
    return Habit(match.start(), match[0], "PP401", f"`{match[0]}` is not a date", advice)


class Line(NamedTuple):
    """A line that did not parse, the same with its quoted texts blanked, and where it stopped."""

    text: str
    bare: str
    offset: int
    parses: Parses

    def replaced(self, match: re.Match[str], better: str) -> str | None:
        """Return the line with `better` in the place of a match, None if it is no line then."""
        mended = self.text[: match.start()] + better + self.text[match.end() :]
        return mended if self.parses(mended) else None


def habit(line: Line) -> Habit | None:
    """Find the first habit that explains why a line does not parse. No errors.

    A habit begins where the parser gave up, or earlier.
    """
    return next((each for each in _habits(line) if each.start <= line.offset), None)


def _habits(line: Line) -> Iterator[Habit]:
    day = written_day(line.bare)
    if day is not None:
        yield day
    yield from _thousands(line)
    yield from _number_in_words(line)
    yield from _range(line)
    yield from _or_more(line)
    yield from _one_or_the_other(line)
    yield from _late_where(line)
    yield from _first_word(line)


def _not_understood(start: int, words: str, advice: str) -> Habit:
    return Habit(start, words, "PP104", f"`{words}` is not understood here", advice)


def _thousands(line: Line) -> Iterator[Habit]:
    for match in _THOUSANDS.finditer(line.bare):
        advice = f"a number has no comma: write `{match[0].replace(',', '')}`"
        yield _not_understood(match.start(), match[0], advice)


def _number_in_words(line: Line) -> Iterator[Habit]:
    for match in _NUMBER_WORD.finditer(line.bare):
        digits = str(_NUMBER_WORDS[match[0]])
        if line.replaced(match, digits):
            yield _not_understood(match.start(), match[0], f"write the number: `{digits}`")


def _range(line: Line) -> Iterator[Habit]:
    for match in _RANGE.finditer(line.bare):
        unit = (match["unit"] or match["last"]).strip()
        better = f"from {match['low']} {unit} through {match['high']} {match['last']}"
        if line.replaced(match, better):
            yield _not_understood(match.start(), match[0], f"write `{better}`; both ends count")


def _or_more(line: Line) -> Iterator[Habit]:
    """`21 or older`, `10 hours or more of training`: the bound stands before the number."""
    for match in _OR_MORE.finditer(line.bare):
        bound = "at least" if match["more"] else "at most"
        unit = match["unit"] or match["counted"] or " years"
        better = f"{bound} {match['number']}{unit}"
        if line.replaced(match, better):
            yield _not_understood(match.start(), match[0], f"write `{better}`")


def _one_or_the_other(line: Line) -> Iterator[Habit]:
    """Values joined by `or`, in a test of a fact and behind `where`."""
    match = _OR.search(line.bare)
    if match is not None:
        better = f"is one of {', '.join(re.split(r'[ ,]+or +', match[1]))}"
        if line.replaced(match, better):
            yield _not_understood(match.start(), match[0], f"write `{better}`")
    word = re.match(r"or(?![a-z0-9_])", line.bare[line.offset :])
    if word is not None and " where " in line.bare[: line.offset]:
        yield _not_understood(line.offset, "or", _WHERE)
    if line.bare.startswith("either ") and " or " in line.bare:
        advice = "write `any of:`, and each condition on a line of its own under it"
        yield _not_understood(0, "either", advice)


def _late_where(line: Line) -> Iterator[Habit]:
    """A window in front of `where`: the records are chosen first."""
    window = _LATE_WHERE.search(line.bare)
    if window is None:
        return
    better = line.text[: window.start()] + line.text[window.end() :] + window[0]
    if line.parses(better):
        advice = f"`where` stands before the window: write `{better}`"
        yield _not_understood(window.end() + 1, "where", advice)


def _first_word(line: Line) -> Iterator[Habit]:
    """`must be ...`: the force of a rule is the kind of its clause."""
    match = _FORCE.match(line.bare)
    if match is not None:
        advice = "the kind of the clause says it: `require` for must, `advise` for should"
        yield _not_understood(0, match[0], f"{advice}, `permit` for may")
