"""Exceptions that put something in the place of a condition: the kernel that joins the readings.

What it is for: clauses with `instead`, written or lifted. May import: `backends.base`. What stays
true: an exception that certainly holds rules the written clause out; one that perhaps holds stands
beside it; what they agree on is the answer.
"""

from __future__ import annotations

from collections.abc import Iterable

from peerpolicy.backends.base import Answer

Branch = tuple[Answer, Answer]
"""What a clause comes to in one reading: whether it applies, whether it holds."""


def settle(own: Branch, *exceptions: tuple[Answer, Answer, Answer]) -> Branch:
    """Join the readings of a clause.

    In: the clause as written; for each exception whether it holds, and what the clause comes to
    then. What does not apply in one reading has no say on whether the clause holds. No errors.
    """
    certain = [(applies, holds) for is_so, applies, holds in exceptions if is_so is True]
    perhaps = [(applies, holds) for is_so, applies, holds in exceptions if is_so is None]
    readings = [*(certain or [own]), *perhaps]
    speaking = [each for each in readings if each[0] is not False] or [own]
    return _agreed(applies for applies, _ in readings), _agreed(holds for _, holds in speaking)


def _agreed(answers: Iterable[Answer]) -> Answer:
    different = set(answers)
    return different.pop() if len(different) == 1 else None
