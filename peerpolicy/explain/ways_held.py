"""Ways for what somebody has: papers, relations, judgements, leave beyond a cap.

What it is for: records that stand or do not, and caps, in remedies. May import: `explain`'s
effects, steps and ways for values, `facts.model`, `ir`, `outcome`, `quantity`. What stays true: a
record is never taken away; leave that had to be given before cannot be had afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from peerpolicy.explain.effects import (
    BEST,
    Add,
    Attest,
    Fill,
    Spot,
    list_at,
)
from peerpolicy.explain.steps import Ask, Change, Do, Send, Settle, Step, Way
from peerpolicy.explain.ways_values import (
    Lookout,
    entity_of,
)
from peerpolicy.facts.model import Attestation, Mark, Record, Value
from peerpolicy.ir.schema import (
    Approval,
    Document,
    Entry,
    Sensitivity,
)
from peerpolicy.ir.terms import (
    Cap,
    Judgement,
    Paper,
    Related,
)
from peerpolicy.outcome import Trace
from peerpolicy.quantity import Interval

YEAR = timedelta(days=365)


def held_ways(on: Lookout, term: Paper | Related, want: bool) -> Iterator[Way]:
    """Yield the paper or relation that is asked for, as of the judged day. No errors."""
    name = term.document if isinstance(term, Paper) else term.relation
    spot = on.spot(term.subject)
    kind = on.kind(spot, name)
    if kind is None or not want:
        return
    fields: dict[str, Value] = {}
    if isinstance(kind, Document):
        fields |= dict.fromkeys(kind.parts, True)
        if kind.first is not None:
            fields[kind.first] = on.case.day
        if kind.last is not None:
            field = kind.field(kind.last)
            optional = field is not None and field.may_be_absent
            fields[kind.last] = Mark.ABSENT if optional else on.case.day + YEAR
    if isinstance(term, Related):
        fields["to"] = term.other
    step = Send if isinstance(term, Paper) else Do
    steps: tuple[type[Step], ...] = (step,)
    if step is Do and not on.covers(spot, name, on.case.day):
        steps = (Ask, Do)
    for made in steps:
        yield (
            made(
                subject=entity_of(spot),
                name=name,
                person=spot.person,
                value=term.other if isinstance(term, Related) else True,
                on=on.case.day,
                sensitivity=kind.sensitivity,
                effects=(Add(spot, name, Record(fields, BEST)),),
            ),
        )


def judgement_ways(on: Lookout, term: Judgement, want: bool) -> Iterator[Way]:
    """Yield the word of the owner, given on the judged day. No errors."""
    spot = on.spot(term.subject)
    step = Settle if term.is_open_term else Do
    word = Attestation(term.owner, on.case.day, None, want, BEST)
    yield (
        step(
            subject=entity_of(spot),
            name=term.name,
            person=spot.person,
            value=want,
            on=on.case.day,
            by=term.owner,
            sensitivity=Sensitivity.PERSONAL,
            effects=(Attest(spot, term.name, word),),
        ),
    )


# ---------------------------------------------------------------- caps


def cap_ways(on: Lookout, term: Cap, trace: Trace | None, want: bool) -> Iterator[Way]:
    """Yield leave for the days in excess, and asking for no more than is allowed. No errors."""
    if not want or trace is None or trace.allocation is None:
        return
    spot = on.spot(term.subject)
    over = [line for line in trace.allocation.lines if line.excess.high != 0]
    days = [line.day for line in over if line.day is not None]
    if term.unlock is not None and days and len(days) == len(over):
        yield from _leave(on, spot, term, trace, days)
    yield from _ask_for_less(on, spot, term, trace)


def _leave(on: Lookout, spot: Spot, term: Cap, trace: Trace, days: list[date]) -> Iterator[Way]:
    unlock = term.unlock
    kind = on.kind(spot, unlock.approval) if unlock else None
    if unlock is None or not isinstance(kind, Approval) or trace.allocation is None:
        return
    by = min(*days, on.case.day) if unlock.beforehand else on.case.day
    if by < on.case.day and on.covers(spot, unlock.approval, by):
        return
    high = trace.allocation.excess.high
    granted = trace.allocation.requested.low if high is None else high
    fields: dict[str, Value] = {
        kind.dated: by,
        "given_by": unlock.giver,
        kind.first: min(days),
        kind.last: max(days),
        kind.amount: granted,
    }
    yield (
        (Ask if by < on.case.day else Do)(
            subject=entity_of(spot),
            name=unlock.approval,
            value=Interval.exactly(granted),
            unit=term.unit,
            on=by,
            by=unlock.giver,
            sensitivity=kind.sensitivity,
            effects=(Add(spot, unlock.approval, Record(fields, BEST)),),
        ),
    )


def _ask_for_less(on: Lookout, spot: Spot, term: Cap, trace: Trace) -> Iterator[Way]:
    """Yield the request cut down to what is certainly allowed on each day. No errors."""
    kind, listing = on.kind(spot, term.entry), list_at(on.case.facts, spot, term.entry)
    if not isinstance(kind, Entry) or kind.amount is None or trace.allocation is None:
        return
    left = {line.day: line.allowed.low for line in trace.allocation.lines}
    effects = []
    for at, record in enumerate(listing.requested or () if listing else ()):
        day, asked = record.fields.get(kind.first), record.fields.get(kind.amount)
        if not isinstance(day, date) or asked is None:
            return
        if isinstance(asked, bool | date | str | tuple | Mark):
            return
        given = min(asked, left.get(day, 0))
        left[day] = left.get(day, 0) - given
        if given != asked:
            effects.append(Fill(spot, term.entry, at, kind.amount, given, requested=True))
    if effects:
        allowed = trace.allocation.allowed.low
        yield (
            Change(
                subject=entity_of(spot),
                name=term.entry,
                field="requested",
                value=Interval.exactly(allowed),
                unit=term.unit,
                sensitivity=kind.sensitivity,
                effects=tuple(effects),
            ),
        )
