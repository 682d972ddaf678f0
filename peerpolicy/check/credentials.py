"""Lowering of conditions about credentials: `holds X ...` and `X is renewable`.

What it is for: which credential is meant, in which state, with which field, in which phase. May
import: `syntax`, `ir` and the rest of `check` below. What stays true: a phase or a state is asked
for only where the credential declares it; leap days are declared where years are counted.
"""

from __future__ import annotations

from peerpolicy._frozen import frozen
from peerpolicy.check.amounts import AmountLowerer
from peerpolicy.check.reporter import Reporter
from peerpolicy.check.resolve import Context, Resolver, Says
from peerpolicy.diagnostics import did_you_mean
from peerpolicy.ir import schema as ir
from peerpolicy.ir import terms as t
from peerpolicy.source import Span
from peerpolicy.syntax import nodes as n

_PHASES = {phase.value: phase for phase in t.Phase}
_LACKS = {
    t.Phase.RENEWABLE: ("from when it is renewable", "renewable from 90 days before expiry"),
    t.Phase.LATE: ("through when it is late", "late through 60 days after expiry"),
}


@frozen
class CredentialLowerer:
    """Lowers conditions about the credentials of one program."""

    resolver: Resolver
    amounts: AmountLowerer
    report: Reporter

    def holds(self, node: n.Holds, context: Context, says: Says) -> t.Holds | None:
        """Lower `holds X as STATE where ...`; None if reported (PP201, PP301, PP311, PP403)."""
        found = self.resolver.record(node.credential, node.entity, ir.Credential, context)
        if found is None:
            return None
        subject, kind = found
        where = self.amounts.where(node.where, kind, context)
        state = self._state(node.state, kind, context) if node.state else None
        if where is None or (node.state and state is None):
            return None
        if kind.counts_years:
            self.amounts.need_leap_day(node.span, context)
        return t.Holds(subject, kind.name, state, where, **says)

    def _state(self, name: n.Name, kind: ir.Credential, context: Context) -> str | None:
        states = [state.name for state in kind.states]
        if name.text in states:
            return name.text
        if states:
            self.report.unknown(context.source, name, f"state of {kind.name}", states)
            return None
        message = f"`{kind.name}` has no states"
        advice = f"leave `as {name.text}` out, or write `states:` under `credential {kind.name}`"
        self.report.error("PP311", context.source, name.span, message, advice)
        return None

    def names_one(self, ref: n.FactRef, context: Context) -> bool:
        """Say whether a name means a credential and no fact, without reporting anything."""
        records = self.resolver.schema.records
        known = {each.name for each in records if isinstance(each, ir.Credential)}
        return ref.name.text in known and not self.resolver.has_fact(ref, context)

    def standing(
        self, ref: n.FactRef, test: n.Test, context: Context, says: Says
    ) -> t.Standing | None:
        """Lower `X is renewable`, `late` or `lapsed`; None if reported (PP301, PP311, PP403)."""
        found = self.resolver.record(ref.name, ref.entity, ir.Credential, context)
        if found is None:
            return None
        subject, kind = found
        phase = self._phase(kind, test, context)
        if phase is None or not self._declares(kind, phase, test.span, context):
            return None
        if kind.counts_years or kind.moves_by_years:
            self.amounts.need_leap_day(test.span, context)
        return t.Standing(subject, kind.name, phase, **says)

    def _phase(self, kind: ir.Credential, test: n.Test, context: Context) -> t.Phase | None:
        word = test.value if isinstance(test, n.OneValue) else None
        if isinstance(word, n.Name) and word.text in _PHASES:
            return _PHASES[word.text]
        usual = (
            f"write `{kind.name} is renewable`, `is late` or `is lapsed`;"
            f" `holds {kind.name}` asks whether it is active"
        )
        advice = usual
        if isinstance(word, n.Name) and word.text != "active":
            advice = did_you_mean(word.text, _PHASES, usual)
        message = "this does not fit a credential"
        self.report.error("PP301", context.source, test.span, message, advice)
        return None

    def _declares(self, kind: ir.Credential, phase: t.Phase, at: Span, context: Context) -> bool:
        declared = {t.Phase.RENEWABLE: kind.renewable, t.Phase.LATE: kind.late}
        if phase not in declared or declared[phase] is not None:
            return True
        unsaid, line = _LACKS[phase]
        message = f"`{kind.name}` does not say {unsaid}"
        advice = f"write `{line}` under `credential {kind.name}`, with the length of your source"
        self.report.error("PP311", context.source, at, message, advice)
        return False
