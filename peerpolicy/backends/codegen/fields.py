"""Fields: tests of one field of a record, made once for a term.

What it is for: `where`, and reading amounts. May import: `facts.model`, `ir`, `quantity` and
`backends.base`. What stays true: a field that is not known settles nothing; one that is absent
stands no test.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from peerpolicy.backends.base import Answer
from peerpolicy.facts.model import Mark, Value
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
from peerpolicy.quantity import Number

Passes = Callable[[Value | None], Answer]
"""Tests one field of a record."""

_NOT_KNOWN, _ABSENT = Mark.NOT_KNOWN, Mark.ABSENT


def known(value: Value | None) -> Value | None:
    """Return what a field holds, None where it cannot be known. No errors."""
    return None if value is _NOT_KNOWN else value


def by(value: Value | None, day: date) -> Answer:
    """Say whether something was on or before a day; without a date, always. No errors."""
    if value is None:
        return None
    return not isinstance(value, date) or value <= day


def until(value: Value | None, day: date) -> Answer:
    """Say whether something lasts until a day or longer; without an end, always. No errors."""
    if value is None:
        return None
    return not isinstance(value, date) or value >= day


def amount_in(value: Value | None) -> Number | None:
    """Return an amount as a number, None for everything that is no number. No errors."""
    if type(value) is int:
        return value
    return value if isinstance(value, Fraction) else None


# ---------------------------------------------------------------- tests of one field


def tests_of(where: tuple[Where, ...]) -> tuple[tuple[str, Passes], ...] | None:
    """Return the tests of a term; None where one takes more than the record. No errors."""
    found = tuple((each.field, _passes(each.test)) for each in where)
    known = tuple((field, passes) for field, passes in found if passes is not None)
    return known if len(known) == len(found) else None


@attrs.frozen(eq=False)
class Among:
    """The commonest test of a field: it is one of some words."""

    words: frozenset[str]

    def __call__(self, value: Value | None) -> Answer:
        """Test a field. No errors."""
        if value is None or value is _NOT_KNOWN:
            return None
        return value is not _ABSENT and value in self.words


def _passes(test: Test) -> Passes | None:
    if isinstance(test, IsIn) and not test.negated:
        return Among(frozenset(test.values))
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
