"""Ways for credentials: one to obtain, one that nobody has told of, a list to close.

What it is for: `Holds` and `Standing` in remedies. May import: `dates`, `explain`'s effects, steps
and the ways above which it stands, `facts.model` and `ir`. What stays true: a credential is never
taken away nor its dates changed; what is obtained is dated on the judged day; every way is
replayed, so that a guess at a date costs nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from peerpolicy.dates import LeapDay, back
from peerpolicy.explain.effects import BEST, Add, Spot
from peerpolicy.explain.steps import Ask, Do, Step, Way
from peerpolicy.explain.ways_open import close_step
from peerpolicy.explain.ways_values import Lookout, entity_of, values_for
from peerpolicy.facts.model import Mark, Record, Value
from peerpolicy.ir.schema import STATE_FIELD, Credential, CredentialState, Length
from peerpolicy.ir.terms import Holds, Phase, Standing, Where

_DAY = timedelta(days=1)


def holding_ways(on: Lookout, term: Holds, want: bool) -> Iterator[Way]:
    """Yield the credential that is asked for, obtained on the judged day or held by then.

    A state that is held only once counts only where all that was held before is known, so the
    list is closed with it. No errors.
    """
    spot = on.spot(term.subject)
    kind = on.kind(spot, term.credential)
    if not isinstance(kind, Credential) or not want:
        return
    state = kind.state(term.state) if term.state else _usual_state(kind)
    fields = _dated(kind, state, on.case.day, Mark.ABSENT)
    for where in term.where:
        fields |= _with(on, kind, where)
    yield from _obtained(on, spot, kind, fields)


def standing_ways(on: Lookout, term: Standing, want: bool) -> Iterator[Way]:
    """Yield a credential in that phase which nobody has told of; to leave the phase, a new one."""
    spot = on.spot(term.subject)
    kind = on.kind(spot, term.credential)
    if not isinstance(kind, Credential):
        return
    state = _usual_state(kind)
    if not want:
        fields = _dated(kind, state, on.case.day, Mark.ABSENT)
        yield from _obtained(on, spot, kind, fields)
    elif not on.covers(spot, kind.name, on.case.day):
        for last in _last_days(on, kind, term.phase):
            first = last if kind.last is not None else _begun_for(on, kind, state, last)
            if first is not None:
                fields = _dated(kind, state, min(first, on.case.day), last)
                yield (_step(Ask, on, spot, kind, fields), close_step(on, spot, kind.name))


def _obtained(
    on: Lookout,
    spot: Spot,
    kind: Credential,
    fields: dict[str, Value],
) -> Iterator[Way]:
    """Yield a credential that the list may lack, then one that is new. No errors."""
    covered = on.covers(spot, kind.name, on.case.day)
    for made in (Do,) if covered else (Ask, Do):
        step = _step(made, on, spot, kind, fields)
        yield (step,)
        if not covered:
            yield (step, close_step(on, spot, kind.name))


def _step(
    made: type[Step],
    on: Lookout,
    spot: Spot,
    kind: Credential,
    fields: dict[str, Value],
) -> Step:
    first = fields[kind.first]
    ends = fields.get(kind.last or "")
    said = {name: value for name, value in fields.items() if isinstance(value, str)}
    return made(
        subject=entity_of(spot),
        name=kind.name,
        person=spot.person,
        value=True,
        on=first if isinstance(first, date) else on.case.day,
        through=ends if isinstance(ends, date) else None,
        where=tuple(said.items()),
        sensitivity=kind.sensitivity,
        effects=(Add(spot, kind.name, Record(fields, BEST)),),
    )


def _dated(
    kind: Credential, state: CredentialState | None, first: date, last: Value
) -> dict[str, Value]:
    fields: dict[str, Value] = {kind.first: first}
    if state is not None:
        fields[STATE_FIELD] = state.name
    if kind.granted is not None:
        fields[kind.granted] = first
    if kind.last is not None:
        fields[kind.last] = last
    return fields


def _usual_state(kind: Credential) -> CredentialState | None:
    """Return the state that can always be held again, else the first one. No errors."""
    return next((s for s in kind.states if not s.once), next(iter(kind.states), None))


def _with(on: Lookout, kind: Credential, where: Where) -> dict[str, Value]:
    field = kind.field(where.field)
    found = values_for(on, where.test, True, field.type if field else None)
    return {where.field: found[0]} if found else {}


# ---------------------------------------------------------------- guesses at dates


def _last_days(on: Lookout, kind: Credential, phase: Phase) -> Iterator[date]:
    """Yield last days of credentials that are in the phase on the judged day."""
    day = on.case.day
    match phase:
        case Phase.RENEWABLE:
            closes = kind.renewable[1] if kind.renewable else None
            yield day if closes is None else _moved(day, closes, -1, on.leap_day)
        case Phase.LATE:
            yield day - _DAY
        case Phase.LAPSED:
            yield (day if kind.late is None else _moved(day, kind.late, 1, on.leap_day)) - _DAY
    # where all credentials end with a month
    yield day.replace(day=1) - _DAY


def _begun_for(
    on: Lookout, kind: Credential, state: CredentialState | None, last: date
) -> date | None:
    """Return a first day of a credential that lasts about through a day; replaying tells."""
    length = state.lasts if state is not None and state.lasts is not None else kind.lasts
    return None if length is None else _moved(last, length, 1, on.leap_day) + _DAY


def _moved(day: date, length: Length, backwards: int, leap_day: LeapDay) -> date:
    number, unit = length
    return back(day, backwards * number, unit, leap_day) or day
