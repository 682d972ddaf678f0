"""Ways for what is still open: evidence, gaps in lists, fields and days that nobody has told.

What it is for: the plainest answer to each reason of an unknown. May import: `explain`'s effects,
steps and ways for values, `facts.model`, `ir`, `outcome`, `quantity`. What stays true: a gap is
only ever filled, never overwritten; each value is a guess that is replayed and shown as an ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from peerpolicy.explain.effects import (
    BEST,
    REGISTRIES,
    Add,
    Close,
    Fill,
    Prove,
    Spot,
    list_at,
)
from peerpolicy.explain.steps import Ask, Show, Step, Way
from peerpolicy.explain.ways_values import (
    Lookout,
    entity_of,
    put_step,
    stated,
)
from peerpolicy.facts.model import Record, Value
from peerpolicy.ir.schema import (
    REGISTRY_FIELDS,
    AmountOf,
    ChoiceOf,
    DateValue,
    Entry,
    Field,
    RecordKind,
    SetOf,
    YesNo,
)
from peerpolicy.outcome import Cause, Need, Trace
from peerpolicy.quantity import Interval


def close_step(on: Lookout, spot: Spot, name: str) -> Step:
    """Make the step by which a list is known to be complete. No errors."""
    return Ask(
        subject="" if spot == REGISTRIES else entity_of(spot),
        name=name,
        field="complete",
        person=spot.person,
        value=True,
        sensitivity=on.private(spot, name),
        effects=(Close(spot, name),),
    )


def show_step(on: Lookout, spot: Spot, name: str) -> Step:
    """Make the step by which what stands under a name is evidenced. No errors."""
    return Show(
        subject="" if spot == REGISTRIES else entity_of(spot),
        name=name,
        person=spot.person,
        effects=(Prove(spot, name),),
    )


def open_way(on: Lookout, trace: Trace) -> Way:
    """Return the steps that answer each reason of an unknown as plainly as possible.

    What is below the grade is shown, an open list is complete as it stands, a field or day that
    is not known gets a plain value. No errors.
    """
    steps: dict[Step, None] = {}
    for reason in trace.reasons:
        if reason.need is None:
            continue
        spot, need = _spot_of(on, reason.need), reason.need
        match reason.cause:
            case Cause.NOT_SHOWN:
                steps[show_step(on, spot, need.name)] = None
            case Cause.LIST_OPEN:
                steps[close_step(on, spot, need.name)] = None
            case Cause.MISSING if need.field:
                steps.update(dict.fromkeys(_fill(on, spot, need)))
            case Cause.MISSING if on.kind(spot, need.name) is not None or spot == REGISTRIES:
                steps[close_step(on, spot, need.name)] = None
            case Cause.MISSING:
                fact = on.case.program.schema.fact(entity_of(spot), need.name)
                if fact is not None and isinstance(fact.type, DateValue):
                    steps[put_step(on, spot, need.name, on.case.day)] = None
    return tuple(steps)


def _spot_of(on: Lookout, need: Need) -> Spot:
    if not need.subject:
        return REGISTRIES
    if on.roster is not None and need.subject == on.roster.role:
        return on.roster
    return Spot(need.subject)


def _fill(on: Lookout, spot: Spot, need: Need) -> Iterator[Step]:
    """Yield a step for each record that lacks a field; requests are lines of their own."""
    listing, kind = list_at(on.case.facts, spot, need.name), on.kind(spot, need.name)
    fields = kind.fields if kind is not None else REGISTRY_FIELDS
    field = next((f for f in fields if f.name == need.field), None)
    if need.field == "requested" and isinstance(kind, Entry):
        yield _request(on, spot, kind)
    if listing is None or field is None:
        return
    for requested, records in ((False, listing.records), (True, listing.requested or ())):
        for at, record in enumerate(records):
            if record.fields.get(field.name) is None:
                value = _plain_value(on, kind, field, record)
                if value is not None:
                    fill = Fill(spot, need.name, at, field.name, value, requested)
                    yield _field_step(on, field, fill)


def _field_step(on: Lookout, field: Field, fill: Fill) -> Step:
    unit = field.type.measure if isinstance(field.type, AmountOf) else ""
    return Ask(
        subject="" if fill.spot == REGISTRIES else entity_of(fill.spot),
        name=fill.name,
        field=field.name,
        person=fill.spot.person,
        value=stated(fill.value),
        unit=unit,
        sensitivity=on.private(fill.spot, fill.name),
        effects=(fill,),
    )


def _plain_value(
    on: Lookout, kind: RecordKind | None, field: Field, record: Record
) -> Value | None:
    """Return a value for a field: the judged day within the ends of its record, one, yes."""
    match field.type:
        case DateValue():
            ends = [v for v in record.fields.values() if isinstance(v, date)]
            opens = not isinstance(kind, Entry) and field is (kind.fields[0] if kind else None)
            return min([on.case.day, *ends]) if opens or kind is None else on.case.day
        case AmountOf():
            return 1
        case YesNo():
            return True
        case SetOf(choices=choices):
            return tuple(sorted(on.case.program.schema.choices[choices].values))
        case ChoiceOf(choices=choices):
            return next(iter(on.case.program.schema.choices[choices].values), None)
        case _:
            return on.person or None


def _request(on: Lookout, spot: Spot, kind: Entry) -> Step:
    record = Record({kind.first: on.case.day, kind.last: on.case.day}, BEST)
    if kind.amount is not None:
        record = Record({**record.fields, kind.amount: 1}, BEST)
    return Ask(
        subject=entity_of(spot),
        name=kind.name,
        field="requested",
        value=Interval.exactly(1),
        unit=_unit(kind),
        on=on.case.day,
        sensitivity=kind.sensitivity,
        effects=(Add(spot, kind.name, record, requested=True),),
    )


def _unit(kind: Entry) -> str:
    field = kind.field(kind.amount) if kind.amount else None
    if field is not None and isinstance(field.type, AmountOf):
        return field.type.measure
    return kind.count or ""
