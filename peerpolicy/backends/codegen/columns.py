"""Columns: what the records of a list come to, day by day, made once for a list and a term.

What it is for: sums over windows and periods, each a search in a column. May import: `facts.model`,
`ir` and attrs. What stays true: low is what certainly counts, high what possibly does, as the
interpreter adds them up; a record on an unknown day may lie on any; making a column looks at each
record once.
"""

from __future__ import annotations

import operator
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from itertools import accumulate
from typing import Any

import attrs

from peerpolicy.backends.base import Answer
from peerpolicy.facts.model import Mark, Record, RecordList, Value
from peerpolicy.ir.operands import (
    Compares,
    Includes,
    IsBetween,
    IsDated,
    IsIn,
    IsYes,
    Op,
    Order,
    ParameterValue,
    Test,
    Where,
)
from peerpolicy.ir.schema import Grade
from peerpolicy.quantity import Number

Passes = Callable[[Value | None], Answer]
"""Tests one field of a record."""

_NOT_KNOWN, _ABSENT = Mark.NOT_KNOWN, Mark.ABSENT


@attrs.frozen(eq=False)
class Spec:
    """What a term asks of the records of a list: their day, their amount (None: one each)."""

    day: str
    amount: str | None
    where: tuple[tuple[str, Passes], ...] = ()


@attrs.frozen(eq=False)
class Column:
    """Records in the order of their days, with sums up to each.

    `low[n]` and `high[n]` are what the first n come to; `endless[n]`, how many of them may add any
    amount, None if none of all does. `adrift` is what records of unknown days may add, None without
    an end.
    """

    days: list[date]
    low: list[Number]
    high: list[Number]
    endless: list[int] | None
    adrift: Number | None

    def between(self, first: date | None, last: date) -> tuple[Number, Number | None]:
        """Return what certainly and what possibly lies on some days (None: since ever)."""
        begin = 0 if first is None else bisect_left(self.days, first)
        end = max(begin, bisect_right(self.days, last))
        low = self.low[end] - self.low[begin]
        endless = self.endless is not None and self.endless[end] > self.endless[begin]
        if self.adrift is None or endless:
            return low, None
        return low, self.high[end] - self.high[begin] + self.adrift

    def finds(self, first: date | None, last: date) -> bool:
        """Say whether some record possibly lies on some days. No errors."""
        return self.between(first, last)[1] != 0


@attrs.define(eq=False)
class Shelf:
    """A list as it is believed from a floor up, with the columns that were made of it.

    `closed`: through that day nothing is missing, None if that is not known of any day.
    """

    listing: RecordList
    floor: Grade
    closed: date | None = attrs.field(init=False)
    columns: dict[Spec, Column] = attrs.field(factory=dict, init=False)

    @closed.default
    def _closed(self) -> date | None:
        if self.listing.grade < self.floor:
            return None
        return date.max if self.listing.complete else self.listing.complete_through

    def is_as(self, other: Shelf | None) -> bool:
        """Say whether another floor changes nothing, for the same list. No errors."""
        if other is None or other.floor is self.floor:
            return other is not None
        floor = max(self.floor, other.floor)
        records = (*self.listing.records, *(self.listing.requested or ()))
        return self.listing.grade >= floor and all(r.grade >= floor for r in records)

    def column(self, spec: Spec) -> Column:
        """Return the column of a term, made when it is first asked for. No errors."""
        found = self.columns.get(spec)
        if found is None:
            found = self.columns[spec] = _column(spec, self.listing.records, self.floor)
        return found


def _column(spec: Spec, records: tuple[Record, ...], floor: Grade) -> Column:
    dated: list[tuple[date, Number, Number | None]] = []
    adrift: list[Number | None] = []
    measure, where, on = spec.amount, spec.where, spec.day
    for record in records:
        read = record.fields.get
        is_sure = record.grade >= floor
        for field, passes in where:
            found = passes(read(field))
            if found is False:
                break
            if found is None:
                is_sure = False
        else:
            amount = 1 if measure is None else amount_in(read(measure))
            day = read(on)
            if isinstance(day, date):
                dated.append((day, amount if is_sure and amount is not None else 0, amount))
            else:
                adrift.append(amount)
    dated.sort(key=_day_of)
    return _summed(dated, adrift)


def _day_of(each: tuple[date, Number, Number | None]) -> date:
    return each[0]


def _summed(dated: list[tuple[date, Number, Number | None]], adrift: list[Number | None]) -> Column:
    low = list(accumulate([sure for _, sure, _ in dated], initial=0))
    most = [amount for _, _, amount in dated]
    endless = None
    if None in most:
        endless = list(accumulate([int(amount is None) for amount in most], initial=0))
    high = list(accumulate([amount or 0 for amount in most], initial=0))
    known = [amount for amount in adrift if amount is not None]
    lost = sum(known, 0) if len(known) == len(adrift) else None
    return Column([day for day, _, _ in dated], low, high, endless, lost)


def amount_in(value: Value | None) -> Number | None:
    """Return an amount as a number, None for everything that is no number. No errors."""
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return value
    return None


# ---------------------------------------------------------------- tests of one field


def tests_of(where: tuple[Where, ...]) -> tuple[tuple[str, Passes], ...] | None:
    """Return the tests of a term; None where one takes more than the record. No errors."""
    found = tuple((each.field, _passes(each.test)) for each in where)
    known = tuple((field, passes) for field, passes in found if passes is not None)
    return known if len(known) == len(found) else None


def _passes(test: Test) -> Passes | None:
    stands = _stands(test)
    if stands is None:
        return None

    def passes(value: Value | None) -> Answer:
        if value is None or value is _NOT_KNOWN:
            return None
        return value is not _ABSENT and stands(value)

    return passes


Compare = Callable[[Any, Any], bool]

COMPARED: dict[Op | Order, Compare] = {
    Op.AT_LEAST: operator.ge,
    Op.AT_MOST: operator.le,
    Op.MORE_THAN: operator.gt,
    Op.LESS_THAN: operator.lt,
    Order.BEFORE: operator.lt,
    Order.AFTER: operator.gt,
    Order.ON_OR_BEFORE: operator.le,
    Order.ON_OR_AFTER: operator.ge,
}


def _stands(test: Test) -> Callable[[Value], bool] | None:
    match test:
        case IsYes(negated=negated):
            return lambda value: value is not negated
        case IsIn(values=values, negated=negated):
            chosen = frozenset(values)
            return lambda value: (value in chosen) is not negated
        case Includes(values=values):
            wanted = frozenset(values)
            return lambda value: isinstance(value, tuple) and not wanted.isdisjoint(value)
        case Compares(op=op, bound=bound) if not isinstance(bound, ParameterValue):
            compare = COMPARED[op]
            return lambda value: compare(value, bound)
        case IsBetween(low=low, high=high):
            if isinstance(low, ParameterValue) or isinstance(high, ParameterValue):
                return None
            least, most = low, high
            return lambda value: least <= value <= most  # type: ignore[operator]
        case IsDated(order=order, day=date() as day):
            compare = COMPARED[order]
            return lambda value: compare(value, day)
        case _:
            return None
