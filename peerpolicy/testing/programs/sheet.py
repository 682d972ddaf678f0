"""The sheet on which a program is drawn: its clauses so far, and the words that they may share.

What it is for: every strategy of this folder writes on one sheet, so that a condition declares the
words it needs, or uses words that are there. May import: `testing.dice` and attrs. What stays
true: a name is declared once; what is declared is used; a smaller choice shares what is there, so
that a program shrinks to few words.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import attrs

from peerpolicy.testing.dice import Dice

PERSON: Final = "person"
"""The owner of what every person has."""

SOURCE: Final = "source1"
LATER: Final = "source2"
"""A second source, issued on a day; the first was always known."""

PLACES: Final = ("1", "2", "3")
"""Places of the sources that a program cites."""

Key = tuple[str, ...]
"""What kind of word is asked for: of which owner, of which type."""

_FRESH: Final = 20
"""How often, out of 64, a new word is declared although one of its kind is there."""


@attrs.define
class Block:
    """One clause: lines, and lines that open items."""

    kind: str
    name: str
    lines: list[str] = attrs.Factory(list)
    tail: str = ""
    opened: dict[str, list[str]] = attrs.Factory(dict)

    def open(self, opener: str, *items: str) -> None:
        """Add items under a line that opens them. No errors."""
        self.opened.setdefault(opener, []).extend(items)

    def text(self) -> str:
        """Write the clause in the standard layout. No errors."""
        rows = [f"{self.kind} {self.name}{self.tail}:", *(f"  {line}" for line in self.lines)]
        for opener, items in self.opened.items():
            rows += [f"  {opener}:", *(f"    {item}" for item in items)]
        return "\n".join(rows)


@attrs.frozen
class Asked:
    """A question of the sheet: its name, whom it is about, how it calls the judged day.

    `rank`: a clause may ask for the outcome of a question only where all its own have a higher
    one, so that nothing asks for itself. `unit` is the measure it answers in, empty for a plain
    question; `is_named`: it has named answers.
    """

    name: str
    about: str
    judged_on: str
    rank: int = 0
    unit: str = ""
    is_named: bool = False


@attrs.frozen
class Spot:
    """Where a condition stands: in a clause for which questions, about whom, with whom in hand.

    `depth` is how many more definitions may stand within each other; `periods`: whether lines that
    are judged period by period may stand here.
    """

    questions: tuple[Asked, ...]
    about: str
    in_hand: str | None = None
    depth: int = 2
    periods: bool = True

    @property
    def rank(self) -> int:
        """The lowest rank of its questions."""
        return min(question.rank for question in self.questions)

    @property
    def judged_days(self) -> tuple[str, ...]:
        """The names that all its questions give to the judged day."""
        names = {question.judged_on for question in self.questions}
        return tuple(names) if len(names) == 1 else ()

    @property
    def key(self) -> Key:
        """What definitions and judgements must agree in to be shared."""
        at_once = "" if self.periods else "at once"
        return (self.about, self.in_hand or "", *self.judged_days, str(self.rank), at_once)

    def deeper(self) -> Spot:
        """Return the same spot within a definition. No errors."""
        return attrs.evolve(self, depth=self.depth - 1)


@attrs.define
class Sheet:
    """A program being drawn."""

    dice: Dice
    blocks: list[Block] = attrs.Factory(list)
    entities: list[str] = attrs.Factory(list)
    persons: list[str] = attrs.Factory(list)
    questions: list[Asked] = attrs.Factory(list)
    conventions: dict[str, str] = attrs.Factory(dict)
    asked_for: dict[str, int] = attrs.Factory(dict)
    _known: dict[Key, list[str]] = attrs.Factory(dict)
    _numbers: dict[str, int] = attrs.Factory(dict)

    def fresh(self, stem: str) -> str:
        """Return a name that nothing has. No errors."""
        self._numbers[stem] = self._numbers.get(stem, 0) + 1
        return f"{stem}{self._numbers[stem]}"

    def write(self, kind: str, name: str, *lines: str) -> Block:
        """Begin a clause. No errors."""
        block = Block(kind, name, list(lines))
        self.blocks.append(block)
        return block

    def block(self, kind: str, name: str) -> Block:
        """Return a clause that was begun. Errors: StopIteration if there is none."""
        return next(b for b in self.blocks if (b.kind, b.name) == (kind, name))

    def shared(self, key: Key, declare: Callable[[], str]) -> str:
        """Return a word of a kind: one that is there, or a new one."""
        known = self._known.setdefault(key, [])
        if known and not self.dice.chance(_FRESH):
            return self.dice.pick(known)
        name = declare()
        if name not in known:
            known.append(name)
        return name

    def once(self, key: Key, declare: Callable[[], str]) -> str:
        """Return the one word of a kind, declared where it is not there yet."""
        known = self._known.setdefault(key, [])
        if not known:
            known.append(declare())
        return known[0]

    def have(self, key: Key) -> list[str]:
        """Return the words of a kind that are there. No errors."""
        return self._known.setdefault(key, [])

    def question(self, name: str) -> Asked:
        """Return a question that was declared. Errors: StopIteration if there is none."""
        return next(question for question in self.questions if question.name == name)

    def may_ask(self, spot: Spot) -> list[str]:
        """Return the clauses whose outcome a condition may ask for. No errors."""
        return [name for name, rank in self.asked_for.items() if rank <= spot.rank]

    def cite(self, place: str = "") -> str:
        """Write where something stands: mostly in the first source. No errors."""
        source = LATER if self.dice.chance(8) else SOURCE
        return f'cite {source} "{place or self.dice.pick(PLACES)}"'

    def rely_on(self, convention: str, *readings: str) -> None:
        """Declare a convention of the calendar where it is not declared yet. No errors."""
        if convention not in self.conventions:
            chosen = (f"chosen in {name}" for name in self.have(("interpretations",)))
            basis = self.dice.pick(("assumed", f'cite {SOURCE} "{PLACES[0]}"', *chosen))
            self.conventions[convention] = f"{self.dice.pick(readings)}, {basis}"
