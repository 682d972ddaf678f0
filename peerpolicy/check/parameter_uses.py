"""Uses of parameters: from a name where an amount is expected to a term of the IR.

What it is for: `at least required_hours of training`. May import: `syntax`, `ir` and the rest of
`check` below. What stays true: a parameter fits where its measure converts into the one that is
expected; the fact that chooses its row belongs to the subject of the clause at hand.
"""

from __future__ import annotations

from collections.abc import Mapping

from peerpolicy._frozen import frozen
from peerpolicy.check.declared import Index
from peerpolicy.check.resolve import Context, Resolver
from peerpolicy.check.units import convert, find_measure
from peerpolicy.diagnostics import did_you_mean, nearest
from peerpolicy.ir import schema as ir
from peerpolicy.ir import terms as t
from peerpolicy.ir.program import Parameter
from peerpolicy.quantity import Number, exact
from peerpolicy.syntax import nodes as n


@frozen
class ParameterUses:
    """Looks up parameters for the conditions of one program, and notes which are used."""

    index: Index
    schema: ir.Schema
    resolver: Resolver
    known: Mapping[str, Parameter]
    used: set[str]

    def find(self, ref: n.ParameterRef, context: Context) -> Parameter | None:
        """Return the parameter; None if it is not known (reported: PP201) or itself faulty."""
        self.used.add(ref.name.text)
        if self.index.find("parameter", ref.name.text) is None:
            self._report_unknown(ref.name, context)
        return self.known.get(ref.name.text)

    def _report_unknown(self, name: n.Name, context: Context) -> None:
        known = self.index.names("parameter")
        if nearest(name.text, known) is None:
            known += [f.name for f in self.schema.facts if isinstance(f.type, ir.AmountOf)]
        if find_measure(self.schema.measures, name.text) is None:
            self.resolver.report.unknown(context.source, name, "parameter", known)
            return
        message = f"`{name.text}` is a unit, and no number stands before it"
        advice = did_you_mean(name.text, known, f"write how many: `30 {name.text}`")
        self.resolver.report.error("PP201", context.source, name.span, message, advice)

    def use(
        self, ref: n.ParameterRef, measure: str, context: Context, *, whole: bool = False
    ) -> t.ParameterValue | None:
        """Return the value of a parameter in `measure`, or None (reported).

        In: `whole`, where only whole numbers make sense. Reports PP201, PP206, PP302 and PP305.
        """
        parameter = self.find(ref, context)
        if parameter is None:
            return None
        measures = self.schema.measures
        factor = convert(1, measures[parameter.measure], measures[measure])
        if factor is None:
            message = f"`{parameter.id}` is measured in {parameter.measure}"
            advice = f"write a parameter or an amount in {measure}"
            self.resolver.report.error("PP302", context.source, ref.span, message, advice)
            return None
        if whole and not _is_whole(parameter, factor):
            message = f"only whole numbers can be counted here, and `{parameter.id}` has others"
            advice = "give the parameter whole numbers"
            self.resolver.report.error("PP305", context.source, ref.span, message, advice)
            return None
        goes_by = self.index.by_kind["parameter"][parameter.id].one(n.GoesBy)
        if goes_by is None:
            return t.ParameterValue(parameter.id, None, factor)
        key = self._key(parameter.id, goes_by.fact, ref, context)
        return None if key is None else t.ParameterValue(parameter.id, key, factor)

    def _key(
        self, name: str, key: n.FactRef, ref: n.ParameterRef, context: Context
    ) -> t.FactOf | None:
        fact = n.FactRef(ref.span, key.name, key.entity)
        if self.resolver.has_fact(fact, context):
            found = self.resolver.fact(fact, context)
            return found and t.FactOf(found[0], found[1].name)
        whose = key.entity.text if key.entity else context.about
        message = f"`{name}` goes by `{key.name.text}`, which is no fact of {whose}"
        owners = sorted(f.owner for f in self.schema.facts if f.name == key.name.text)
        advice = f"write `by {key.name.text} of {owners[0]}` under the parameter"
        self.resolver.report.error("PP206", context.source, ref.span, message, advice)
        return None


def _is_whole(parameter: Parameter, factor: Number) -> bool:
    amounts = (offer.amount * factor for row in parameter.rows for offer in row.offers)
    return all(isinstance(exact(amount), int) for amount in amounts)
