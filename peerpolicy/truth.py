"""Truth with three values: the logic in which every condition is answered.

For: combining answers when some facts are not known (strong Kleene logic).
Imports: the standard library only; this module has rank 0.
Stays true: a definite answer never changes when an unknown item becomes known, and an outcome
has no truth value of its own, so that "unknown" can never pass for "no" in an `if`.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import NoReturn


class Outcome(enum.Enum):
    """The answer to one condition or clause. Compare it with `is`, never with `if outcome:`.

    >>> import peerpolicy as pp
    >>> pp.Outcome("unknown") is pp.Outcome.UNKNOWN
    True
    """

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"

    def __bool__(self) -> NoReturn:
        """Raise TypeError: with three values, neither side of an `if` is right for unknown."""
        raise TypeError("an outcome is not true or false: compare it, as in `o is Outcome.MET`")


def of(value: bool | None) -> Outcome:
    """Turn a yes, a no or a missing value (None) into an outcome. No errors."""
    if value is None:
        return Outcome.UNKNOWN
    return Outcome.MET if value else Outcome.NOT_MET


def negate(o: Outcome) -> Outcome:
    """Answer the opposite condition; unknown stays unknown. No errors."""
    if o is Outcome.UNKNOWN:
        return Outcome.UNKNOWN
    return Outcome.NOT_MET if o is Outcome.MET else Outcome.MET


def all_of(items: Iterable[Outcome]) -> Outcome:
    """Answer "every item is met"; of no items: met.

    One item that is not met settles the answer, whatever is unknown. Reads only as many items
    as it needs. No errors.
    """
    answer = Outcome.MET
    for item in items:
        if item is Outcome.NOT_MET:
            return Outcome.NOT_MET
        if item is Outcome.UNKNOWN:
            answer = Outcome.UNKNOWN
    return answer


def any_of(items: Iterable[Outcome]) -> Outcome:
    """Answer "some item is met"; of no items: not met.

    One item that is met settles the answer, whatever is unknown. Reads only as many items as it
    needs. No errors.
    """
    answer = Outcome.NOT_MET
    for item in items:
        if item is Outcome.MET:
            return Outcome.MET
        if item is Outcome.UNKNOWN:
            answer = Outcome.UNKNOWN
    return answer


def at_least(n: int, items: Iterable[Outcome]) -> Outcome:
    """Answer "at least `n` items are met" by counting certain and possible items.

    Met when the items certainly met reach `n`; not met when even all unknown items could not
    make up `n`; else unknown. Zero items or fewer are always met. No errors.
    """
    certain = possible = 0
    for item in items:
        if item is Outcome.MET:
            certain += 1
        if item is not Outcome.NOT_MET:
            possible += 1
    if certain >= n:
        return Outcome.MET
    return Outcome.UNKNOWN if possible >= n else Outcome.NOT_MET
