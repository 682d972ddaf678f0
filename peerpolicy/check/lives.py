"""The life of a credential: from its lines to lengths of civil time and states.

What it is for: `active from`, `lasts`, `starts no earlier than`, `renewable from`, `late through`
and `states:`. May import: `syntax`, `ir`, `dates` and the reporter. What stays true: a credential
either says its last day or has it worked out, never both; the dates that its lines name come
first among its fields.
"""

from __future__ import annotations

from datetime import date

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.check.declared import owner_name
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.check.units import calendar_length
from peerpolicy.dates import LeapDay, back
from peerpolicy.ir import schema as ir
from peerpolicy.syntax import nodes as n

_ANY_DAY = date(2026, 1, 31)
"""A day to compare lengths from; which one it is does not matter to months and days far apart."""


def state_choices(declared: Declared, report: Reporter) -> ir.Choices | None:
    """Return the states of a credential as choices, None where it has none.

    Reports a state that stands twice (PP202).
    """
    values: dict[str, str] = {}
    for item in _states(declared):
        if item.name.text in values:
            message = f"`{item.name.text}` stands twice in `{declared.name}`"
            advice = "delete one of the two lines"
            report.error("PP202", declared.source, item.name.span, message, advice)
        values[item.name.text] = item.name.text.replace("_", " ")
    return ir.Choices(_choices_name(declared), values) if values else None


def _states(declared: Declared) -> list[n.State]:
    return [item for item in declared.items(n.States) if isinstance(item, n.State)]


def _choices_name(declared: Declared) -> str:
    owner = owner_name(declared)
    # no name of a policy has a dot, so this is nobody else's
    return f"{owner.text if owner else ''}.{declared.name}.states"


@frozen
class LifeReader:
    """Reads the life of one credential."""

    declared: Declared
    report: Reporter

    def read(self, kind: ir.Credential) -> ir.Credential:
        """Return the credential with its life and the fields that this life needs.

        Reports PP302 and PP305 for what is no length of civil time, PP304 for a time of renewal
        that runs backwards and PP310 for lines that do not go together.
        """
        granted = self.declared.one(n.StartsNoEarlier)
        kind = attrs.evolve(
            self._span(kind),
            granted=granted.field.text if granted else None,
            renewable=self._renewable(),
            late=self._late(),
        )
        kind = attrs.evolve(kind, states=self._read_states(kind))
        return attrs.evolve(kind, fields=(*self._fields(kind), *kind.fields))

    def _length(self, quantity: n.Quantity) -> ir.Length | None:
        return calendar_length(self.declared, quantity, self.report)

    def _span(self, kind: ir.Credential) -> ir.Credential:
        span, lasts = self.declared.one(n.ActiveSpan), self.declared.one(n.Lasts)
        if span is not None:
            return attrs.evolve(kind, first=span.first.text, last=span.last.text)
        if lasts is None:
            return kind
        length = self._length(lasts.length)
        if lasts.to_month_end is not None and length is not None:
            self._check_month(lasts.length, length)
        return attrs.evolve(
            kind,
            first=lasts.first.text,
            lasts=length,
            month_end=lasts.to_month_end is not None,
        )

    def _check_month(self, at: n.Quantity, length: ir.Length) -> None:
        if length[1] in ("months", "years"):
            return
        message = f"a credential that lasts {length[1]} does not end with a month"
        advice = "write the length in months or years, or leave out what follows the comma"
        self.report.error("PP310", self.declared.source, at.span, message, advice)

    def _renewable(self) -> tuple[ir.Length, ir.Length | None] | None:
        line = self.declared.one(n.RenewableFrom)
        opens = self._length(line.opens) if line else None
        if line is None or opens is None:
            return None
        if line.closes is None:
            return opens, None
        closes = self._length(line.closes)
        if closes is not None and _reach(closes) > _reach(opens):
            message = "the time of renewal ends before it begins"
            first, last = (self.declared.source.slice(x.span) for x in (line.opens, line.closes))
            advice = f"write `renewable from {last} before expiry through {first} before expiry`"
            self.report.error("PP304", self.declared.source, line.span, message, advice)
        return opens, closes

    def _late(self) -> ir.Length | None:
        line = self.declared.one(n.LateThrough)
        return self._length(line.length) if line else None

    def _read_states(self, kind: ir.Credential) -> tuple[ir.CredentialState, ...]:
        return tuple(
            ir.CredentialState(x.name.text, self._state_length(kind, x), x.once is not None)
            for x in _states(self.declared)
        )

    def _state_length(self, kind: ir.Credential, state: n.State) -> ir.Length | None:
        if state.length is None:
            return None
        if kind.last is not None:
            message = f"the last day of `{kind.name}` is said by `{kind.last}`, not worked out"
            advice = f"write `lasts 2 years from {kind.first}` in the place of the `active` line"
            self.report.error("PP310", self.declared.source, state.length.span, message, advice)
            return None
        length = self._length(state.length)
        if kind.month_end and length is not None:
            self._check_month(state.length, length)
        return length

    def _fields(self, kind: ir.Credential) -> tuple[ir.Field, ...]:
        fields = [ir.Field(kind.first, ir.DateValue())]
        if kind.last is not None:
            fields.append(ir.Field(kind.last, ir.DateValue(), may_be_absent=True))
        if kind.granted is not None and kind.granted not in {f.name for f in fields}:
            fields.append(ir.Field(kind.granted, ir.DateValue()))
        if kind.states:
            fields.append(ir.Field(ir.STATE_FIELD, ir.ChoiceOf(_choices_name(self.declared))))
        return tuple(fields)


def _reach(length: ir.Length) -> int:
    """Return how many days a length goes back from some day, to tell the longer of two."""
    number, unit = length
    day = back(_ANY_DAY, number, unit, LeapDay.MARCH_1)
    return _ANY_DAY.toordinal() if day is None else (_ANY_DAY - day).days
