"""The lives of credentials: on which days a record is active, and how its last day is found.

What it is for: what periods and credential terms ask of one record. May import: `truth`, `dates`,
`ir`, `facts.model`, `outcome` and the scene. What stays true: the last day counts; a day that
cannot be worked out is not known; a record of a state that is held once counts only if it is
certainly the first of them.
"""

from __future__ import annotations

from datetime import date, timedelta

import attrs

from peerpolicy import truth
from peerpolicy._frozen import frozen
from peerpolicy.backends.interpreter.scene import (
    Known,
    Scene,
    Verdict,
    beyond,
    every,
    lowest,
    on_or_after,
    on_or_before,
    read_field,
    some,
    there,
    union,
)
from peerpolicy.dates import last_day_of_term, last_month_of_term
from peerpolicy.facts.model import Record, RecordList
from peerpolicy.ir.schema import STATE_FIELD, Credential
from peerpolicy.ir.terms import Subject
from peerpolicy.outcome import Need
from peerpolicy.truth import Outcome

_DAY = timedelta(days=1)


@frozen
class Wallet:
    """The records of one credential of one subject, as a scene sees them."""

    scene: Scene
    kind: Credential
    listing: RecordList | None
    need: Need

    @property
    def records(self) -> tuple[Record, ...]:
        """The records that are known, none where no list was sent."""
        return self.listing.records if self.listing is not None else ()

    def read(self, record: Record, field: str) -> Known:
        """Read a field of a record. No errors."""
        return read_field(self.scene, record, self.need, field)

    def unseen(self, day: date) -> Verdict:
        """Answer "there is a record, dated on or before `day`, that the list does not show"."""
        return beyond(self.scene, self.listing, self.need, day)


def wallet(scene: Scene, subject: Subject, name: str) -> Wallet:
    """Open the records of a credential. Errors: TypeError if it is none, a checker fault."""
    kind = scene.program.schema.record(subject.name, name)
    if not isinstance(kind, Credential):
        raise TypeError(f"{name} is not a credential")
    return Wallet(scene, kind, scene.listing(subject, name), scene.need(subject, name))


def active(on: Wallet, record: Record, day: date) -> Verdict:
    """Answer "this record counts and is active on `day`"; no last day means no end."""
    dated = every(begun(on, record, day), on_or_after(last_day(on, record), day))
    return every(counts(on, record), dated)


def counts(on: Wallet, record: Record) -> Verdict:
    """Answer "this record counts", whatever the day. No errors."""
    return every(there(on.scene, record, on.need), _counts_once(on, record))


def begun(on: Wallet, record: Record, day: date) -> Verdict:
    """Answer "this record has begun by `day`", whether or not it counts. No errors."""
    return every(*(on_or_before(on.read(record, field), day) for field in _beginnings(on.kind)))


def first_day(on: Wallet, record: Record) -> date | None:
    """Return the day on which a record begins to be active, None where it is not known."""
    days = [record.fields.get(field) for field in _beginnings(on.kind)]
    known = [day for day in days if isinstance(day, date)]
    return max(known) if len(known) == len(days) else None


def last_day(on: Wallet, record: Record) -> Known:
    """Read or work out the last day of a record, which counts; absent where it has no end.

    It is not known where a date that it is counted from is not, nor the state that says how long.
    No errors.
    """
    kind = on.kind
    if kind.last is not None:
        return on.read(record, kind.last)
    read, length = on.read(record, kind.first), kind.lasts
    if any(state.lasts is not None for state in kind.states):
        state = on.read(record, STATE_FIELD)
        if not isinstance(state.value, str):
            return Known(None, union((read.reasons, state.reasons)), read.grade)
        named = kind.state(state.value)
        length = named.lasts if named is not None and named.lasts is not None else length
    if not isinstance(read.value, date) or length is None:
        return Known(None, read.reasons, read.grade)
    number, unit = length
    if kind.month_end:
        ends = last_month_of_term(read.value, number, unit).last
    else:
        ends = last_day_of_term(read.value, number, unit, on.scene.leap_day)
    return Known(ends, (), read.grade, ends)


def _beginnings(kind: Credential) -> tuple[str, ...]:
    return (kind.first,) if kind.granted is None else (kind.first, kind.granted)


def _counts_once(on: Wallet, record: Record) -> Verdict:
    """Answer "if the state of this record may be held only once, this record is the first"."""
    if not any(state.once for state in on.kind.states):
        return Verdict(Outcome.MET)
    state = on.read(record, STATE_FIELD)
    if not isinstance(state.value, str):
        return Verdict(Outcome.UNKNOWN, state.reasons, state.grade)
    named = on.kind.state(state.value)
    if named is None or not named.once:
        return Verdict(Outcome.MET, (), state.grade)
    since = on.read(record, on.kind.first)
    others = [_earlier(on, x, state.value, since) for x in on.records if x is not record]
    earlier = some(*others, on.unseen(_day_before(since)))
    return attrs.evolve(earlier, outcome=truth.negate(earlier.outcome))


def _day_before(since: Known) -> date:
    """Return the day through which all must be known; who does not know it must know all."""
    if not isinstance(since.value, date):
        return date.max
    return since.value - _DAY if since.value > date.min else since.value


def _earlier(on: Wallet, record: Record, state: str, since: Known) -> Verdict:
    """Answer "this record is of that state and was dated before `since`"."""
    own = on.read(record, STATE_FIELD)
    same = Verdict(truth.of(own.value == state), (), own.grade)
    if own.value is None:
        same = Verdict(Outcome.UNKNOWN, own.reasons, own.grade)
    dated = on.read(record, on.kind.first)
    before = Verdict(Outcome.UNKNOWN, union((dated.reasons, since.reasons)))
    if isinstance(dated.value, date) and isinstance(since.value, date):
        grade = lowest((dated.grade, since.grade))
        before = Verdict(truth.of(dated.value < since.value), (), grade)
    return every(there(on.scene, record, on.need), same, before)
