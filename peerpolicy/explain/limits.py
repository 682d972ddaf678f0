"""Limits: what a cap does to requested amounts, and what would unlock the rest.

What it is for: the `Limit` records of a decision. May import: `explain.findings`, `ir`, `outcome`
and attrs. What stays true: amounts are intervals; nothing is offered as unlocking that the policy
does not name; no amount is in a `repr`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from peerpolicy.explain.findings import Finding
from peerpolicy.explain.traces import walk
from peerpolicy.ir.program import Clause
from peerpolicy.ir.schema import Schema, Sensitivity
from peerpolicy.ir.terms import Cap
from peerpolicy.outcome import Allocation, LineTrace
from peerpolicy.quantity import Interval, Number
from peerpolicy.truth import Outcome


@attrs.frozen
class Unlocking:
    """What would lift a cap: an approval by `giver` for `days` (those in excess).

    `beforehand`: it must be dated on or before the day of service. `up_to_granted`: it lifts the
    cap by the amount that it grants, not altogether.
    """

    approval: str
    giver: str
    beforehand: bool
    up_to_granted: bool
    days: tuple[date, ...] = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Limit:
    """What one cap does: asked, allowed, used before and in excess, in `unit`.

    `cap` is an interval where several amounts are possible, None where perhaps none is in force.
    `unlocked_by` is None where nothing is in excess or the policy names no way out.
    """

    id: str
    requested: Interval = attrs.field(repr=False)
    allowed: Interval = attrs.field(repr=False)
    used: Interval = attrs.field(repr=False)
    excess: Interval = attrs.field(repr=False)
    unit: str
    cap: Number | Interval | None
    period: str
    lines: tuple[LineTrace, ...] = attrs.field(repr=False)
    unlocked_by: Unlocking | None
    sensitivity: Sensitivity


def limits(clause: Clause, finding: Finding, schema: Schema) -> Iterator[Limit]:
    """Yield the limits of a clause: one for each allocation in its trace. No errors."""
    if not finding.may_apply:
        return
    for trace in walk(finding.parts):
        if trace.allocation is not None:
            yield _limit(finding.id, trace.allocation, _sensitivity(clause, schema))


def _sensitivity(clause: Clause, schema: Schema) -> Sensitivity:
    term = clause.condition
    kind = schema.record(term.subject.name, term.entry) if isinstance(term, Cap) else None
    return kind.sensitivity if kind else Sensitivity.LIVED_EXPERIENCE


def _limit(name: str, allocation: Allocation, sensitivity: Sensitivity) -> Limit:
    return Limit(
        id=name,
        requested=allocation.requested,
        allowed=allocation.allowed,
        used=allocation.used,
        excess=allocation.excess,
        unit=allocation.unit,
        cap=allocation.cap.simplified if allocation.cap else None,
        period=allocation.period,
        lines=allocation.lines,
        unlocked_by=_unlocking(allocation),
        sensitivity=sensitivity,
    )


def _unlocking(allocation: Allocation) -> Unlocking | None:
    unlock = allocation.unlock
    days = tuple(
        dict.fromkeys(
            line.day
            for line in allocation.lines
            if line.day is not None
            and (line.unlocked is not Outcome.MET or (unlock and unlock.up_to_granted))
            and line.excess != Interval.exactly(0)
        )
    )
    if unlock is None or not days:
        return None
    return Unlocking(
        approval=unlock.approval,
        giver=unlock.giver,
        beforehand=unlock.beforehand,
        up_to_granted=unlock.up_to_granted,
        days=days,
    )
