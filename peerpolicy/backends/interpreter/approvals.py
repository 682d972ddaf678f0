"""Approvals: on which days somebody's leave lifts a cap, and by how much.

What it is for: the grants that a cap may draw on, and drawing on them day by day. May import:
`quantity`, `ir`, `facts.model`, `outcome` and the rest of this back end below. What stays true:
leave counts only from the giver named, dated no later than the judged day; a list of approvals
that may have gaps may hold any approval.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from peerpolicy import truth
from peerpolicy._frozen import frozen
from peerpolicy.backends.interpreter.scene import (
    Scene,
    Verdict,
    beyond,
    every,
    on_or_after,
    on_or_before,
    read_field,
    some,
    there,
    union,
)
from peerpolicy.backends.interpreter.values import number
from peerpolicy.facts.model import Record
from peerpolicy.ir.schema import Approval
from peerpolicy.ir.terms import Cap, Unlock
from peerpolicy.outcome import Need, Reason
from peerpolicy.quantity import Interval, Number
from peerpolicy.truth import Outcome

GIVEN_BY = "given_by"
"""The field of an approval that names who gave it."""


@frozen
class Grant:
    """One approval: whether it counts on each day asked about, what it grants, its days at most."""

    on: Mapping[date, Verdict]
    amount: Interval
    reasons: tuple[Reason, ...]
    begins: date
    ends: date

    def room(self, limited: bool, best: bool) -> Number | None:
        """Return how much it lifts the cap by in a scenario, None without a limit."""
        if not limited:
            return None
        return self.amount.high if best else self.amount.low


@frozen
class Leave:
    """Every approval that may lift a cap.

    `unseen` answers, for each day, "there may be an approval that the list does not show".
    `limited`: the cap is lifted by what was granted, not altogether.
    """

    grants: tuple[Grant, ...]
    unseen: Mapping[date, Verdict]
    limited: bool

    def on(self, day: date) -> Verdict:
        """Answer "the cap is lifted on that day". No errors."""
        return some(*(g.on[day] for g in self.grants), self.unseen[day])

    def doubts(self, day: date) -> tuple[Reason, ...]:
        """Say why it is not known how far the cap is lifted on that day. No errors."""
        lifts = self.on(day)
        vague = [
            g.reasons
            for g in self.grants
            if self.limited and g.on[day].outcome is not Outcome.NOT_MET
        ]
        perhaps = [
            v.reasons
            for v in (*(g.on[day] for g in self.grants), self.unseen[day])
            if v.outcome is Outcome.UNKNOWN and (self.limited or lifts.outcome is not Outcome.MET)
        ]
        return union((*perhaps, *vague))


def leave_for(scene: Scene, term: Cap, days: Iterable[date]) -> Leave:
    """Find the approvals that may lift a cap on some days.

    Errors: TypeError where the term names no approval, which is a checker fault.
    """
    days = tuple(days)
    unlock = term.unlock
    if unlock is None:
        return Leave((), dict.fromkeys(days, Verdict(Outcome.NOT_MET)), limited=False)
    kind = scene.program.schema.record(term.subject.name, unlock.approval)
    if not isinstance(kind, Approval):
        raise TypeError(f"{unlock.approval} is not an approval")
    listing = scene.listing(term.subject, unlock.approval)
    need = scene.need(term.subject, unlock.approval)
    records = listing.records if listing is not None else ()
    grants = [_grant(scene, unlock, kind, record, need, days=days) for record in records]
    unseen = {day: beyond(scene, listing, need, _given_by(scene, unlock, day)) for day in days}
    return Leave(tuple(grants), unseen, unlock.up_to_granted)


def _given_by(scene: Scene, unlock: Unlock, day: date) -> date:
    """Find the last day on which leave for `day` can have been given."""
    return min(day, scene.as_of) if unlock.beforehand else scene.as_of


def _grant(
    scene: Scene,
    unlock: Unlock,
    kind: Approval,
    record: Record,
    need: Need,
    *,
    days: tuple[date, ...],
) -> Grant:
    giver = read_field(scene, record, need, GIVEN_BY)
    own = Verdict(truth.of(giver.value == unlock.giver), (), giver.grade)
    if giver.value is None:
        own = Verdict(Outcome.UNKNOWN, giver.reasons, giver.grade)
    counts = every(there(scene, record, need), own)
    dated = read_field(scene, record, need, kind.dated)
    first = read_field(scene, record, need, kind.first)
    last = read_field(scene, record, need, kind.last)
    on = {
        day: every(
            counts,
            on_or_before(dated, _given_by(scene, unlock, day)),
            on_or_before(first, day),
            on_or_after(last, day),
        )
        for day in days
    }
    granted = read_field(scene, record, need, kind.amount)
    amount = number(granted.value)
    value = Interval.at_least(0) if amount is None else Interval.exactly(amount)
    begins = first.value if isinstance(first.value, date) else date.min
    ends = last.value if isinstance(last.value, date) else date.max
    return Grant(on, value, granted.reasons, begins, ends)
