"""Tests of one value: `is self_employed`, `is at least 30 hours`, `is before ...`.

What it is for: from the words after `is` to a typed test, checked against the type of the fact
or field they are about. May import: `syntax`, `ir` and the rest of `check` below. What stays
true: amounts leave here in the measure of the fact; a choice is one of the declared ones.
"""

from __future__ import annotations

from collections.abc import Callable

from peerpolicy._frozen import frozen
from peerpolicy.check.parameter_uses import ParameterUses
from peerpolicy.check.resolve import Context, Resolver
from peerpolicy.check.units import convert, read_amount
from peerpolicy.ir import schema as ir
from peerpolicy.ir import terms as t
from peerpolicy.quantity import Number
from peerpolicy.source import Span
from peerpolicy.syntax import nodes as n

_OPS = {
    n.AtLeast: t.Op.AT_LEAST,
    n.AtMost: t.Op.AT_MOST,
    n.MoreThan: t.Op.MORE_THAN,
    n.LessThan: t.Op.LESS_THAN,
}
_ORDERS = {o.value: o for o in t.Order}
_FITS = {
    ir.DateValue: "`is before`, `is after`, `is on or before` or `is on or after`",
    ir.YesNo: "the name alone, `is yes` or `is no`",
    ir.ChoiceOf: "`is CHOICE`, `is not CHOICE`, `is one of ...` or `is in REGISTRY`",
    ir.SetOf: "`includes CHOICE` or `includes any of ...`",
    ir.AmountOf: "`is at least`, `is at most`, `is more than`, `is less than` or"
    " `is from ... through ...`",
    ir.ReferenceTo: "`some ROLE who meets all of:` and the lines under it",
    ir.WordValue: "`is NAME` or `is one of ...`",
}

_IS = {
    ir.DateValue: "a date",
    ir.YesNo: "a yes-or-no fact",
    ir.ChoiceOf: "a fact with choices",
    ir.SetOf: "a set of choices",
    ir.AmountOf: "an amount",
    ir.ReferenceTo: "a person, who is not compared by name",
    ir.WordValue: "a name",
}

ResolveDay = Callable[[n.Day | n.FactRef, Context], t.DayOf | None]


def operator(word: n.Comparison) -> t.Op:
    """Return the operator that the words stand for."""
    return _OPS[type(word)]


@frozen
class TestReader:
    """Reads tests of one value."""

    schema: ir.Schema
    resolver: Resolver
    day: ResolveDay
    parameters: ParameterUses

    def read(self, test: n.Test, value: ir.ValueType, context: Context) -> t.Test | None:
        """Return the typed test, or None (reported: PP201, PP206, PP301 to PP304)."""
        match value, test:
            case ir.YesNo(), n.OneValue(value=bool() as said):
                return t.IsYes(negated=not said)
            case ir.YesNo(), n.NotValue(value=bool() as said):
                return t.IsYes(negated=said)
            case ((ir.ChoiceOf() | ir.WordValue()), (n.OneValue() | n.NotValue() | n.OneOf())):
                return self._names(test, value, context)
            case ir.SetOf(), (n.Includes() | n.IncludesAny()):
                return self._includes(test, value, context)
            case ir.ChoiceOf(choices=choices), n.InRegistry(registry=name):
                return self._listed(name, choices, context)
            case ir.AmountOf(measure=measure), n.Bounded() if self._names_a_fact(test, context):
                return self._compared_with(test, measure, context)
            case ir.AmountOf(measure=measure), n.Bounded(comparison=word, quantity=quantity):
                return self.compares(operator(word), quantity, measure, context)
            case ir.AmountOf(measure=measure), n.Between():
                return self.between(test, measure, context)
            case ir.DateValue(), n.DateOrder(order=order, day=day):
                resolved = self.day(day, context)
                return None if resolved is None else t.IsDated(_ORDERS[order], resolved)
        self._misfit(test, value, context)
        return None

    def _names_a_fact(self, test: n.Bounded, context: Context) -> bool:
        """Say whether an amount is compared with a fact; a parameter of that name goes first."""
        match test.quantity:
            case n.ForEach():
                return True
            case n.ParameterRef(name=name, span=span):
                is_parameter = self.parameters.index.find("parameter", name.text) is not None
                ref = n.FactRef(span, name, None)
                return not is_parameter and self.resolver.has_fact(ref, context)
        return False

    def _compared_with(
        self, test: n.Bounded, measure: str, context: Context
    ) -> t.ComparesWith | None:
        """Return a comparison of two facts, or None (reported: PP201, PP206, PP301, PP302)."""
        node, factor = test.quantity, None
        if isinstance(node, n.ForEach):
            ref, factor = node.fact, self.amount(node.quantity, measure, context)
        else:
            assert isinstance(node, n.ParameterRef)
            ref = n.FactRef(node.span, node.name, None)
        found = self.resolver.fact(ref, context)
        if found is None:
            return None
        subject, other = found
        if not isinstance(other, ir.Fact) or not isinstance(other.type, ir.AmountOf):
            message = f"`{other.name}` is not an amount"
            advice = "compare with a number, a parameter or a fact that is an amount"
            self.resolver.report.error("PP301", context.source, ref.span, message, advice)
            return None
        if isinstance(node, n.ParameterRef):
            measures = self.schema.measures
            factor = convert(1, measures[other.type.measure], measures[measure])
            if factor is None:
                message = f"`{other.name}` is in {other.type.measure}, and this is in {measure}"
                advice = f"say how many {measure} go with each: `at most 8 {measure} for each ...`"
                self.resolver.report.error("PP302", context.source, ref.span, message, advice)
        if factor is None:
            return None
        op, beside = operator(test.comparison), t.FactOf(subject, other.name)
        return t.ComparesWith(op, beside, factor, measure)

    def _names(
        self, test: n.OneValue | n.NotValue | n.OneOf, value: ir.ValueType, context: Context
    ) -> t.IsIn | None:
        said = test.values if isinstance(test, n.OneOf) else (test.value,)
        names = self._choices(said, test, value, context)
        if names is None:
            return None
        return t.IsIn(names, negated=isinstance(test, n.NotValue))

    def _includes(
        self, test: n.Includes | n.IncludesAny, value: ir.SetOf, context: Context
    ) -> t.Includes | None:
        names = self._choices(test.values, test, value, context)
        if names is None or (len(names) > 1 and isinstance(test, n.Includes)):
            if names is not None:
                self._ambiguous(names, test.span, context)
            return None
        return t.Includes(names)

    def _ambiguous(self, names: tuple[str, ...], span: Span, context: Context) -> None:
        """Report (PP108) several values of which nobody can say whether all are asked for."""
        listed = ", ".join(names)
        message = f"`includes {listed}` can ask for all of them or for one of them"
        advice = (
            f"for one of them write `includes any of {listed}`; for all of them write a line"
            f" such as `includes {names[0]}` for each, under `all of:`"
        )
        self.resolver.report.error("PP108", context.source, span, message, advice)

    def _choices(
        self, said: tuple[object, ...], test: n.Test, value: ir.ValueType, context: Context
    ) -> tuple[str, ...] | None:
        """Return the names that a test lists, or None (reported: PP301, PP303)."""
        names = [each for each in said if isinstance(each, n.Name)]
        if len(names) != len(said):
            self._misfit(test, value, context)
            return None
        known = [self.choice(name, value, context) for name in names]
        return tuple(x.text for x in names) if all(known) else None

    def choice(self, name: n.Name, value: ir.ValueType, context: Context) -> bool:
        """Say whether `name` is a value of the choices, and report it (PP303) if not."""
        if not isinstance(value, ir.ChoiceOf | ir.SetOf):
            return True
        values = self.schema.choices[value.choices].values
        if name.text in values:
            return True
        what = f"one of {value.choices}"
        self.resolver.report.unknown(context.source, name, what, values, "PP303")
        return False

    def _listed(self, name: n.Name, choices: str, context: Context) -> t.IsListed | None:
        registry = self.schema.registries.get(name.text)
        if registry is None:
            known = self.schema.registries
            self.resolver.report.unknown(context.source, name, "registry", known)
            return None
        if registry.choices != choices:
            message = f"`{name.text}` lists {registry.choices}, and this is one of {choices}"
            self.resolver.report.error("PP301", context.source, name.span, message)
            return None
        return t.IsListed(registry.name)

    def check_day(self, name: n.Name, dates: list[str], context: Context) -> None:
        """Report (PP204) a registry that is checked on a day that does not exist here.

        In: the registry's name, and the dates of the record that is looked up in it.
        """
        registry = self.schema.registries.get(name.text)
        known = {*dates, *context.judged_days}
        if registry is None or registry.checked_on is None or registry.checked_on in known:
            return
        message = f"`{name.text}` is checked on `{registry.checked_on}`, which is no date here"
        advice = f"let the registry be `checked on {' or '.join(sorted(known))}`"
        self.resolver.report.error("PP204", context.source, name.span, message, advice)

    def compares(
        self,
        op: t.Op,
        node: n.Quantity | n.ParameterRef | n.ForEach,
        measure: str,
        context: Context,
        *,
        whole: bool = False,
    ) -> t.Compares | None:
        """Return a comparison in `measure`, or None (reported: as for `bound`)."""
        if isinstance(node, n.ForEach):
            message = "only a fact that is an amount is compared with another fact"
            advice = "write a number or a parameter"
            self.resolver.report.error("PP301", context.source, node.span, message, advice)
            return None
        bound = self.bound(node, measure, context, whole=whole)
        return None if bound is None else t.Compares(op, bound, measure)

    def between(
        self, test: n.Between, measure: str, context: Context, *, whole: bool = False
    ) -> t.IsBetween | None:
        """Return a range in `measure`, or None (reported: PP304, and as for `bound`)."""
        low = self.bound(test.low, measure, context, whole=whole)
        high = self.bound(test.high, measure, context, whole=whole)
        if low is None or high is None:
            return None
        if isinstance(low, t.ParameterValue) or isinstance(high, t.ParameterValue):
            return t.IsBetween(low, high, measure)
        if low > high:
            message = "the range ends before it begins"
            high_text = context.source.slice(test.high.span)
            advice = f"write `from {high_text} through {context.source.slice(test.low.span)}`"
            self.resolver.report.error("PP304", context.source, test.span, message, advice)
            return None
        return t.IsBetween(low, high, measure)

    def bound(
        self,
        node: n.Quantity | n.ParameterRef,
        measure: str,
        context: Context,
        *,
        whole: bool = False,
    ) -> t.Bound | None:
        """Return the bound in `measure`, or None (reported: PP302, or as for a parameter).

        `whole`: a parameter must have whole numbers here.
        """
        if isinstance(node, n.ParameterRef):
            return self.parameters.use(node, measure, context, whole=whole)
        return self.amount(node, measure, context)

    def amount(self, quantity: n.Quantity, measure: str, context: Context) -> Number | None:
        """Return the amount in `measure`, or None (reported: PP302)."""
        measures = self.schema.measures
        report = self.resolver.report
        return read_amount(quantity, measures[measure], measures, context.source, report)

    def _misfit(self, test: n.Test, value: ir.ValueType, context: Context) -> None:
        message = f"this does not fit {_IS[type(value)]}"
        advice = f"write {_repair(test, value) or _FITS[type(value)]}"
        self.resolver.report.error("PP301", context.source, test.span, message, advice)


def _repair(test: n.Test, value: ir.ValueType) -> str:
    """Return how a test of one choice is said of a set, empty where it is no such test."""
    match value, test:
        case ir.SetOf(), n.OneValue(value=n.Name(text=name)):
            return f"`includes {name}` in place of `is {name}`"
        case ir.SetOf(), n.NotValue(value=n.Name(text=name)):
            return f"a line with `includes {name}` under `none of:`"
        case ir.SetOf(), n.OneOf(values=values):
            names = ", ".join(each.text for each in values if isinstance(each, n.Name))
            return f"`includes any of {names}` in place of `is one of {names}`" if names else ""
        case ir.ChoiceOf(), (n.Includes(values=values) | n.IncludesAny(values=values)):
            names = ", ".join(each.text for each in values if isinstance(each, n.Name))
            return f"`is one of {names}`: this is always one value" if names else ""
    return ""
