"""Lowering of totals with topic minimums: `..., including:` and the line on what an hour serves.

What it is for: from the amount, its items and the clause's `one hour ...` line to one term. May
import: `syntax`, `ir` and the rest of `check` below. What stays true: all topics are values of one
field of the entry; only hours (and what else can be divided) serve one topic each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from peerpolicy._frozen import frozen
from peerpolicy.check.amounts import AmountLowerer
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.check.resolve import Context, Says
from peerpolicy.check.units import find_measure
from peerpolicy.ir import schema as ir
from peerpolicy.ir import terms as t
from peerpolicy.quantity import Number
from peerpolicy.source import Span
from peerpolicy.syntax import nodes as n

Serves = n.ServesOne | n.ServesSeveral


@frozen
class _Choosing:
    """A field of an entry that holds a choice or a set of choices, and the choices."""

    field: str
    is_set: bool
    values: frozenset[str]


@frozen
class TopicLowerer:
    """Lowers totals with topic minimums."""

    schema: ir.Schema
    amounts: AmountLowerer
    report: Reporter
    says: Callable[[Context, Span], Says]

    def lower(self, line: n.Line, declared: Declared, context: Context) -> t.TopicTotal | None:
        """Lower the condition of a clause that ends in `including:`.

        Out: the term, or None (reported: PP104, PP109, PP110, PP206, PP301 to PP303, PP313, and
        whatever is wrong with the amount).
        """
        assert isinstance(line.node, n.Including)
        node = line.node.amount
        total = self.amounts.lower(node, context, self.says(context, node.span))
        serves = self._serves(line, declared)
        if total is None or not self._is_divisible(total, node, serves, declared):
            return None
        assert isinstance(total, t.Total)
        minimums = [item for item in line.items if isinstance(item, n.TopicMinimum)]
        field = self._field(total, minimums, context)
        self._check_twice(minimums, context)
        topics = [self._topic(total, item, context) for item in minimums]
        if serves is None or field is None or None in topics:
            return None
        return t.TopicTotal(
            total,
            field.field,
            field.is_set,
            tuple(topic for topic in topics if topic is not None),
            t.Division(isinstance(serves, n.ServesOne), **self.says(context, serves.span)),
            place=context.source.place(line.span),
            text=f"{total.text}, including {', '.join(each.text for each in topics if each)}",
        )

    def _serves(self, line: n.Line, declared: Declared) -> Serves | None:
        """Return what the clause says an hour serves; it must say it (PP109)."""
        found = declared.one(n.ServesOne) or declared.one(n.ServesSeveral)
        if found is None and not declared.clause.broken:
            message = "nobody can tell whether an hour may count for more than one topic"
            advice = "write `one hour serves one topic` or `one hour may serve several topics`"
            self.report.error("PP109", declared.source, line.span, message, advice)
        return found

    def alone(self, declared: Declared) -> None:
        """Report (PP110) a line on what an hour serves where there are no topics."""
        found = declared.one(n.ServesOne) or declared.one(n.ServesSeveral)
        if found is not None and not declared.clause.broken:
            message = "this clause has no topics"
            advice = (
                "end its amount in `, including:` with the topics below it, or delete this line"
            )
            self.report.error("PP110", declared.source, found.span, message, advice)

    def _is_divisible(
        self, total: t.Term, node: n.Amount, serves: Serves | None, declared: Declared
    ) -> bool:
        source = declared.source
        if not isinstance(total, t.Total) or total.op is not t.Op.AT_LEAST:
            message = "only a sum or count that is asked for `at least` has topics"
            advice = "write `at least 30 hours of ENTRY, including:`, for example"
            self.report.error("PP104", source, node.span, message, advice)
            return False
        if total.counted and isinstance(serves, n.ServesOne):
            message = f"{total.unit} are whole and cannot be divided among topics"
            advice = (
                "write `may serve several topics` if each counts for all its topics, or count hours"
            )
            self.report.error("PP313", source, serves.span, message, advice)
            return False
        if serves is not None and not self._is_unit(serves.unit, total.unit):
            message = f"the total counts {total.unit}, and this line speaks of another unit"
            measure = self.schema.measures.get(total.unit)
            advice = f"write `one {measure.singular if measure else total.unit} ...`"
            self.report.error("PP302", source, serves.unit.span, message, advice)
            return False
        return True

    # ---------------------------------------------------------------- which field, which topic

    def _field(
        self, total: t.Total, minimums: Sequence[n.TopicMinimum], context: Context
    ) -> _Choosing | None:
        """Find the one field of the entry whose choices hold every topic (PP206, PP303)."""
        choosing = self._choosing(total)
        names = {item.topic.text for item in minimums}
        fitting = [each for each in choosing if names <= each.values]
        if len(fitting) == 1:
            return fitting[0]
        if not minimums:
            return None
        first = minimums[0].topic
        if fitting:
            fields = " and ".join(f"`{each.field}`" for each in fitting)
            message = f"the topics fit more than one field of {total.entry}: {fields}"
            advice = "give the fields choices of their own, with different names"
            self.report.error("PP206", context.source, first.span, message, advice)
            return None
        known = [value for each in choosing for value in sorted(each.values)]
        strange = [item.topic for item in minimums if item.topic.text not in known]
        for topic in strange:
            self.report.unknown(context.source, topic, f"topic of {total.entry}", known, "PP303")
        if not strange:
            message = f"the topics are values of different fields of {total.entry}"
            advice = "write a clause for each field"
            self.report.error("PP303", context.source, first.span, message, advice)
        return None

    def _choosing(self, total: t.Total) -> list[_Choosing]:
        entry = self.schema.record(total.subject.name, total.entry)
        return [
            _Choosing(
                field.name,
                isinstance(field.type, ir.SetOf),
                frozenset(self.schema.choices[field.type.choices].values),
            )
            for field in (entry.fields if entry is not None else ())
            if isinstance(field.type, ir.ChoiceOf | ir.SetOf)
        ]

    def _topic(self, total: t.Total, item: n.TopicMinimum, context: Context) -> t.Topic | None:
        bound = self._minimum(total, item.quantity, context)
        if bound is None:
            return None
        return t.Topic(item.topic.text, bound, **self.says(context, item.span))

    def _minimum(self, total: t.Total, quantity: n.Quantity, context: Context) -> Number | None:
        """Return what is asked of one topic in the unit of the total, or None (reported)."""
        if not total.counted:
            return self.amounts.tests.amount(quantity, total.unit, context)
        if self._is_unit(quantity.unit, total.unit):
            return self.amounts.whole(quantity, context)
        message = f"the total counts {total.unit}, and this line counts {quantity.unit.text}"
        advice = f"write an amount in {total.unit}"
        self.report.error("PP302", context.source, quantity.unit.span, message, advice)
        return None

    def _is_unit(self, word: n.Name, unit: str) -> bool:
        measure = find_measure(self.schema.measures, word.text)
        return unit == (measure.name if measure is not None else word.text)

    def _check_twice(self, minimums: Sequence[n.TopicMinimum], context: Context) -> None:
        """Report (PP110) a topic that stands twice."""
        seen: set[str] = set()
        for item in minimums:
            if item.topic.text in seen:
                message = f"`{item.topic.text}` stands twice among the topics"
                advice = "keep the line with the larger amount"
                self.report.error("PP110", context.source, item.span, message, advice)
            seen.add(item.topic.text)
