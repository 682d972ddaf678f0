"""Chance, as Hypothesis gives it, and how a case leans: the two things every draw needs.

What it is for: many small choices from few draws, because each draw of Hypothesis costs more
than the choice itself. May import: Hypothesis and attrs. What stays true: a smaller byte is a
simpler choice, so that a case shrinks to what is left out, open and plain.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeVar

import attrs
from hypothesis import strategies as st

_T = TypeVar("_T")

_BYTES: Final = 24
_SECTION: Final = st.binary(min_size=_BYTES, max_size=_BYTES)

OF: Final = 64
"""Chances are out of so many."""


@attrs.define
class Dice:
    """Choices made from bytes that Hypothesis draws, a section of bytes at a time."""

    draw: st.DrawFn
    _left: list[int] = attrs.field(factory=list, init=False)

    def section(self) -> None:
        """Begin anew, so that what is drawn from here on shrinks on its own. No errors."""
        self._left = []

    def below(self, number: int) -> int:
        """Choose a number from 0 to `number` - 1, at most 256 of them. No errors."""
        if not self._left:
            self._left = list(reversed(self.draw(_SECTION)))
        return self._left.pop() * number >> 8

    def pick(self, items: Sequence[_T]) -> _T:
        """Choose an item; the first is the simplest. Errors: IndexError where there is none."""
        return items[self.below(len(items))]

    def chance(self, share: int) -> bool:
        """Say yes `share` times out of `OF`; no is simpler. No errors."""
        return self.below(OF) >= OF - share


@attrs.frozen
class Temper:
    """How a case leans, in chances out of `OF`.

    `known`: something is said of a fact, list or judgement at all; `whole`: a field of a record
    is filled in; `passing`: a value that passes its test is preferred; `some`: a list has a
    record; `closed`: a list is said to be complete; `weak`: a value has evidence of its own;
    `strong`: the evidence of the whole case is verified.
    """

    known: int
    whole: int
    passing: int
    some: int
    closed: int
    weak: int
    strong: int


PARTIAL: Final = Temper(known=48, whole=56, passing=32, some=16, closed=20, weak=6, strong=36)
"""Much is missing and anything may be true."""

COMPLETE: Final = Temper(known=OF, whole=OF, passing=32, some=32, closed=OF, weak=6, strong=44)
"""Nothing is missing, and anything may be true."""

BOUNDARY: Final = Temper(known=63, whole=OF, passing=60, some=63, closed=44, weak=1, strong=62)
"""Almost everything is known and passes by a hair, or just fails."""

FURTHER: Final = Temper(known=58, whole=60, passing=40, some=32, closed=40, weak=6, strong=40)
"""What may turn out to be true of something that was not known."""
