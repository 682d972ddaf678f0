"""Caps: the kernel that says whether requested amounts stay within a cap in each period.

What it is for: `Cap` where every request is known, which is the common case; others are left. May
import: `dates`, `facts.model`, `backends.base` and the columns and sums of this back end. What
stays true: days are served in their order, in the worst case and in the best, as the interpreter
does it; leave counts only from its giver.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from peerpolicy.backends.base import Answer
from peerpolicy.backends.codegen.columns import Shelf, Spec
from peerpolicy.backends.codegen.fields import amount_in, by, known, until
from peerpolicy.backends.codegen.sums import LEFT, all_of, among_many
from peerpolicy.dates import Span
from peerpolicy.facts.model import Record
from peerpolicy.ir.program import Calendar
from peerpolicy.ir.schema import Approval, Grade
from peerpolicy.ir.terms import Unlock
from peerpolicy.quantity import Number

_GIVEN_BY = "given_by"


@attrs.frozen(eq=False)
class Grant:
    """One approval: on which days it lifts the cap, by how much at least and at most."""

    on: Mapping[date, Answer]
    low: Number
    high: Number | None
    ends: date


@attrs.frozen(eq=False)
class Leave:
    """The approvals, and on which days there may be more of them."""

    grants: tuple[Grant, ...]
    unseen: Mapping[date, bool]

    def lifts(self, day: date) -> Answer:
        """Say whether the cap is lifted on a day. No errors."""
        found = [grant.on[day] for grant in self.grants]
        if True in found:
            return True
        return None if None in found or self.unseen[day] else False


@attrs.frozen(eq=False)
class Capped:
    """The kernel of one cap; `spec` sums up what was used, `kind` is what `unlock` draws on."""

    cap: Number
    period: str
    spec: Spec
    calendar: Calendar
    unlock: Unlock | None = None
    kind: Approval | None = None

    def __call__(self, shelf: Shelf | None, leave: Shelf | None, as_of: date) -> object:
        """Answer the cap; `LEFT` where something that is requested is not known exactly."""
        requested = None if shelf is None else shelf.listing.requested
        if requested is None:
            return None
        asked = self._asked(requested)
        if asked is None:
            return LEFT
        periods = {day: self.calendar.spans(self.period, day, day)[0] for day in asked}
        used = {p: self._used(shelf, p, as_of) for p in dict.fromkeys(periods.values())}
        found = self._leave(leave, asked, as_of)
        if self._may_be_drawn_on(shelf, found, as_of):
            return LEFT
        most = {p: 0 if high is None else max(0, self.cap - high) for p, (_, high) in used.items()}
        if self._exceeds(asked, periods, most, found, best=False) is False:
            return True
        least = {p: max(0, self.cap - low) for p, (low, _) in used.items()}
        return False if self._exceeds(asked, periods, least, found, best=True) else None

    def _may_be_drawn_on(self, shelf: Shelf | None, leave: Leave | None, as_of: date) -> bool:
        """Say whether what was used before may have drawn on approvals that are limited."""
        if self.unlock is None or not self.unlock.up_to_granted or not leave or not leave.grants:
            return False
        if shelf is None or shelf.closed is None or shelf.closed < as_of:
            return True
        return bool(shelf.listing.records)

    def _asked(self, requested: Iterable[Record]) -> dict[date, Number] | None:
        asked: dict[date, Number] = {}
        for record in requested:
            day = record.fields.get(self.spec.day)
            measure = self.spec.amount
            amount = 1 if measure is None else amount_in(record.fields.get(measure))
            if not isinstance(day, date) or amount is None:
                return None
            asked[day] = asked.get(day, 0) + amount
        return dict(sorted(asked.items()))

    def _used(self, shelf: Shelf | None, period: Span, as_of: date) -> tuple[Number, Number | None]:
        last = min(period.last, as_of)
        return (0, 0) if last < period.first else among_many(shelf, self.spec, period.first, last)

    def _exceeds(
        self,
        asked: Mapping[date, Number],
        periods: Mapping[date, Span],
        left: dict[Span, Number],
        leave: Leave | None,
        *,
        best: bool,
    ) -> bool:
        """Say whether anything is in excess, in the best case or in the worst."""
        limited = self.unlock is not None and self.unlock.up_to_granted
        grants = sorted(leave.grants, key=lambda g: g.ends) if leave is not None else []
        rooms = [(g.high if best else g.low) if limited else None for g in grants]
        for day, amount in asked.items():
            rest = amount - min(amount, left[periods[day]])
            left[periods[day]] -= amount - rest
            if leave is not None and best and leave.unseen[day]:
                rest = 0
            for n, grant in enumerate(grants):
                if grant.on[day] is True or (best and grant.on[day] is None):
                    room = rooms[n]
                    taken = rest if room is None else min(rest, room)
                    rooms[n] = None if room is None else room - taken
                    rest -= taken
            lifted = leave is not None and not limited and leave.lifts(day) is True
            if rest > 0 and not lifted:
                return True
        return False

    # ------------------------------------------------------------ leave

    def _leave(self, shelf: Shelf | None, days: Iterable[date], as_of: date) -> Leave | None:
        if self.unlock is None:
            return None
        given = {day: min(day, as_of) if self.unlock.beforehand else as_of for day in days}
        closed = None if shelf is None else shelf.closed
        unseen = {day: closed is None or closed < limit for day, limit in given.items()}
        if shelf is None:
            return Leave((), unseen)
        records = shelf.listing.records
        return Leave(tuple(self._grant(r, shelf.floor, given) for r in records), unseen)

    def _grant(self, record: Record, floor: Grade, given: Mapping[date, date]) -> Grant:
        assert self.unlock is not None
        assert self.kind is not None
        read = record.fields.get
        giver = known(read(_GIVEN_BY))
        is_own = None if giver is None else giver == self.unlock.giver
        is_there = True if record.grade >= floor else None
        dated, first = known(read(self.kind.dated)), known(read(self.kind.first))
        last = known(read(self.kind.last))
        on = {
            day: all_of([is_there, is_own, by(dated, limit), by(first, day), until(last, day)])
            for day, limit in given.items()
        }
        amount = amount_in(read(self.kind.amount))
        ends = last if isinstance(last, date) else date.max
        return Grant(on, amount or 0, amount, ends)
