"""Parameters: bounds that go by a day, and perhaps by the value of a fact.

What it is for: amounts compared with a `ParameterValue`. May import: `dates`, `facts.model`, `ir`,
`quantity` and the columns and sums of this back end. What stays true: each value that is possible
is tried, the lowest and the highest; where perhaps none is in force, nothing can be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from peerpolicy.backends.base import Answer
from peerpolicy.backends.codegen.columns import Ends, Shelf, Spec
from peerpolicy.backends.codegen.sums import Kernel, between, reached_by
from peerpolicy.dates import Span
from peerpolicy.facts.model import Mark, Value
from peerpolicy.ir.operands import Op, ParameterValue
from peerpolicy.ir.program import Parameter, Program, Row
from peerpolicy.quantity import Number

Against = Callable[[Ends, Value | None, date], Answer]
"""Compares what is so much at least and at most with a bound, given its key and the day."""

_KEPT = 512


def against(program: Program, op: Op, bound: ParameterValue) -> Against:
    """Return what compares with a parameter. Errors: KeyError if the program has none such."""
    parameter = program.parameter(bound.name)
    if parameter is None:
        raise KeyError(f"there is no parameter {bound.name}")
    known = parameter
    may_be_absent = _may_be_absent(program, bound)
    kept: dict[tuple[Value | None, date], tuple[Ends | None]] = {}

    def compare(ends: Ends, key: Value | None, day: date) -> Answer:
        found = kept.get((key, day))
        if found is None:
            if len(kept) >= _KEPT:
                kept.clear()
            runs = _runs(known, bound, key, may_be_absent)
            found = kept[key, day] = (_value(runs, day, bound.factor),)
        return _compared(op, ends, found[0])

    return compare


def _compared(op: Op, ends: Ends, bound: Ends | None) -> Answer:
    if bound is None:
        return None
    at_low = reached_by(op, bound[0])(*ends)
    # a bound without end is one that no amount reaches
    at_high: Answer = op in (Op.AT_MOST, Op.LESS_THAN)
    if bound[1] is not None:
        at_high = reached_by(op, bound[1])(*ends)
    return at_low if at_low is at_high else None


def _may_be_absent(program: Program, bound: ParameterValue) -> bool:
    key = bound.key
    fact = None if key is None else program.schema.fact(key.subject.name, key.name)
    return fact is not None and fact.may_be_absent


def _runs(
    parameter: Parameter, bound: ParameterValue, key: Value | None, may_be_absent: bool
) -> Iterator[tuple[Row, ...]]:
    """Yield the rows of each key that is possible; a key that is absent has none."""
    if bound.key is None:
        key = ""
    if isinstance(key, str):
        yield parameter.rows_for(key)
        return
    if key is None:
        yield from dict.fromkeys(parameter.rows_for(each) for each in parameter.choices)
    if key is Mark.ABSENT or may_be_absent:
        yield ()


def _value(runs: Iterator[tuple[Row, ...]], day: date, factor: Number) -> Ends | None:
    """Return the lowest and highest value on a day; None where perhaps none is in force."""
    low: list[Number] = []
    high: list[Number | None] = []
    for run in runs:
        begins = run[0].first or date.min if run else date.max
        ends = run[-1].last or date.max if run else date.min
        if not begins <= day <= ends:
            return None
        for row in run:
            if row.may_hold_in(Span(day, day)):
                low += [offer.amount for offer in row.offers] or [0]
                high += [offer.amount for offer in row.offers] or [None]
    known = [each for each in high if each is not None]
    most = max(known) * factor if len(known) == len(high) else None
    return min(low) * factor, most


def through_by_key(spec: Spec, compare: Against) -> Kernel:
    """Make the kernel of everything through the judged day. No errors."""

    def kernel(shelf: Shelf | None, key: Value | None, as_of: date) -> Answer:
        return compare(between(shelf, spec, None, as_of), key, as_of)

    return kernel


def within_by_key(spec: Spec, compare: Against) -> Kernel:
    """Make the kernel of a window that ends on the judged day. No errors."""

    def kernel(shelf: Shelf | None, first: date, key: Value | None, as_of: date) -> Answer:
        ends = (0, 0) if first > as_of else between(shelf, spec, first, as_of)
        return compare(ends, key, as_of)

    return kernel
