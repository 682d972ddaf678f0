"""Purses: what caps and approvals still give, day by day, in the worst case and in the best.

What it is for: what was used before draws on caps and approvals, and then what is requested does,
in the order of the days. May import: `quantity`, `dates`, `ir`, `facts.model` and the rest of this
back end below. What stays true: nothing is drawn twice from one approval; a unit that several caps
of a purse lack is drawn from an approval once; what is not known draws all it may in the worst
case and nothing in the best.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.backends.interpreter.approvals import Grant, Leave
from peerpolicy.backends.interpreter.records import Shelf, day_of, shares, total
from peerpolicy.backends.interpreter.scene import Scene, believed_through
from peerpolicy.dates import Span
from peerpolicy.ir.schema import Grade
from peerpolicy.outcome import Reason
from peerpolicy.quantity import Number
from peerpolicy.truth import Outcome


@frozen
class Past:
    """What was used from a day on, through the judged day.

    `low` and `high` are the amounts of each day, at least and at most (None: any amount); `loose`
    is what may have been used on any day. `closed`: through which day nothing can be missing.
    """

    low: Mapping[date, Number]
    high: Mapping[date, Number | None]
    loose: Number | None
    closed: date | None
    reasons: tuple[Reason, ...]
    grade: Grade | None


def past(scene: Scene, on: Shelf, since: date) -> Past:
    """Find what was used from a day on. No errors."""
    span = Span(min(since, scene.as_of), scene.as_of)
    low: dict[date, Number] = {}
    high: dict[date, Number | None] = {}
    loose: Number | None = 0
    for share in shares(scene, on, span):
        day, most = day_of(scene, on, share.record).value, share.amount.high
        if not isinstance(day, date):
            loose = None if loose is None or most is None else loose + most
            continue
        if share.verdict.outcome is Outcome.MET:
            low[day] = low.get(day, 0) + share.amount.low
        before = high.get(day, 0)
        high[day] = None if before is None or most is None else before + most
    whole = total(scene, on, span)
    closed = believed_through(scene, on.listing)
    return Past(low, high, loose, closed, whole.reasons, whole.all)


@attrs.define
class Purse:
    """What is left of some caps and of the approvals that lift them, in one scenario.

    `left`: for each cap, what is left of it in each period; `periods`: of each cap, the period of
    each day that lies in one; `rooms`: what is left of each grant of `leave`, None without a limit.
    """

    periods: Sequence[Mapping[date, Span]]
    left: Sequence[dict[Span, Number]]
    leave: Leave
    grants: Sequence[Grant]
    rooms: list[Number | None]
    best: bool

    def free(self, day: date) -> Number | None:
        """Return how much can be drawn on a day, None for any amount. No errors."""
        if self._is_free(day):
            return None
        rooms, least = [self.rooms[n] for n in self._open(day)], self._least(day)
        given = [room for room in rooms if room is not None]
        return None if least is None or len(given) < len(rooms) else least + sum(given)

    def draw(self, day: date, amount: Number | None) -> None:
        """Take an amount, None for any: from the caps, then from the approvals that end first."""
        least = self._least(day)
        if least is None:
            return
        rest = None if amount is None else max(0, amount - least)
        for periods, left in zip(self.periods, self.left, strict=True):
            if day in periods:
                period = periods[day]
                left[period] = 0 if amount is None else max(0, left[period] - amount)
        if self._is_free(day):
            return
        for n in self._open(day):
            room = self.rooms[n]
            if room is None:
                return
            taken = room if rest is None else min(rest, room)
            self.rooms[n] = room - taken
            rest = None if rest is None else rest - taken

    def live_through(self, used: Past, as_of: date) -> None:
        """Draw what was used before; in the worst case whatever may have been used, too."""
        for day, amount in sorted((used.low if self.best else used.high).items()):
            self.draw(day, amount)
        if self.best:
            return
        for left in self.left:
            for period in left:
                is_open = _is_open(used, period.first, period.last, as_of)
                left[period] = 0 if is_open else _less(left[period], used.loose)
        for n, grant in enumerate(self.grants):
            room = self.rooms[n]
            if room is not None:
                is_open = _is_open(used, grant.begins, grant.ends, as_of)
                self.rooms[n] = 0 if is_open else _less(room, used.loose)

    def _least(self, day: date) -> Number | None:
        """Return the least that is left on a day, None where it lies in no period."""
        whole = zip(self.periods, self.left, strict=True)
        return min((left[periods[day]] for periods, left in whole if day in periods), default=None)

    def _is_free(self, day: date) -> bool:
        """Say whether an approval that nobody has told of may lift the caps on a day."""
        return self.best and self.leave.unseen[day].outcome is Outcome.UNKNOWN

    def _open(self, day: date) -> list[int]:
        """Return the grants that count on a day, the one that ends first before the others."""
        wanted = (Outcome.MET, Outcome.UNKNOWN) if self.best else (Outcome.MET,)
        return [n for n, grant in enumerate(self.grants) if grant.on[day].outcome in wanted]


def _less(amount: Number, taken: Number | None) -> Number:
    return 0 if taken is None else max(0, amount - taken)


def _is_open(used: Past, first: date, last: date, as_of: date) -> bool:
    """Say whether something that nobody told of may have been used between two days."""
    if used.closed is None:
        return first <= as_of
    return first <= as_of and used.closed < min(last, as_of)


def allocate(asked: Mapping[date, Number], purses: Iterable[Purse]) -> dict[date, Number]:
    """Serve requests in the order of their days, from all purses at once.

    Only what is allowed draws on anything. Out: what is allowed on each day. No errors.
    """
    purses = tuple(purses)
    allowed: dict[date, Number] = {}
    for day in sorted(asked):
        free = [purse.free(day) for purse in purses]
        allowed[day] = min([asked[day], *(each for each in free if each is not None)])
        for purse in purses:
            purse.draw(day, allowed[day])
    return allowed
