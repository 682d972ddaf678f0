"""Exceptions: what a clause comes to where others have the word, or may have it.

What it is for: joining the readings of one clause, as it is written and as each exception would
have it. May import: `truth`, `outcome` and attrs. What stays true: where it is not known which
reading counts, all of them are tried, and only what they agree on is an answer; the order of
exceptions decides nothing; the work is linear in their number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.outcome import contribution, in_play
from peerpolicy.truth import Outcome


@frozen
class Branch:
    """What a clause comes to in one reading."""

    applies: Outcome
    holds: Outcome

    @property
    def lifted(self) -> Branch:
        """The same clause, lifted: it does not apply."""
        return attrs.evolve(self, applies=Outcome.NOT_MET)


@frozen
class Settled:
    """What a clause comes to in all readings together; `conflict`: certain ones contradict."""

    applies: Outcome
    holds: Outcome
    conflict: bool


def settle(own: Branch, exceptions: Sequence[tuple[Outcome, Branch]], *, is_route: bool) -> Settled:
    """Join the readings of a clause.

    In: the clause as it is written, and for each exception whether it holds and what the clause
    comes to then. What does not apply in one reading has no say on whether the clause holds. No
    errors.
    """
    if not exceptions:
        return Settled(own.applies, own.holds, conflict=False)
    chosen = in_play(holds for holds, _ in exceptions)
    readings = [own if n is None else exceptions[n][1] for n in chosen]
    certain = [branch for holds, branch in exceptions if holds is Outcome.MET]
    speaking = [r for r in readings if r.applies is not Outcome.NOT_MET] or [own]
    added = {contribution(r.applies, r.holds, is_route=is_route) for r in certain}
    return Settled(
        _agreed(r.applies for r in readings),
        _agreed(r.holds for r in speaking),
        {Outcome.MET, Outcome.NOT_MET} <= added,
    )


def _agreed(outcomes: Iterable[Outcome]) -> Outcome:
    different = set(outcomes)
    return different.pop() if len(different) == 1 else Outcome.UNKNOWN
