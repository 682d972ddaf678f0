"""Measures by their words, and amounts brought into another measure.

What it is for: `30 hours`, `1 meeting`, `2 years`: which measure a word means, and whether an
amount in one fits an amount in another. May import: `syntax`, `ir.schema`, `quantity` and the
reporter. What stays true: conversion is exact; a unit of its own converts into nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.diagnostics import did_you_mean
from peerpolicy.ir.schema import Length, Measure
from peerpolicy.quantity import Number, exact
from peerpolicy.source import Source
from peerpolicy.syntax import nodes as n

CALENDAR_UNITS = MappingProxyType(
    {"days": "day", "weeks": "week", "months": "month", "years": "year"}
)
"""The units of civil time, plural to singular; the calendar and not a factor relates them."""


RECORDS = "records"
"""The measure that counts records, whatever else an entry counts."""


def find_measure(measures: Mapping[str, Measure], word: str) -> Measure | None:
    """Return the measure of that plural or singular name, or None."""
    if word in measures:
        return measures[word]
    return next((m for m in measures.values() if m.singular == word), None)


def calendar_unit(word: str) -> str | None:
    """Return the plural of a unit of civil time, or None for any other word."""
    if word in CALENDAR_UNITS:
        return word
    return next((many for many, one in CALENDAR_UNITS.items() if one == word), None)


def convert(amount: Number, source: Measure, target: Measure) -> Number | None:
    """Return `amount` of `source` in `target`, exactly; None where they measure other things."""
    if source.base != target.base:
        return None
    return exact(Fraction(amount * source.factor) / target.factor)


def read_amount(
    quantity: n.Quantity,
    target: Measure,
    measures: Mapping[str, Measure],
    source: Source,
    report: Reporter,
) -> Number | None:
    """Return a written amount in the measure `target`, or None (reported: PP302)."""
    unit = find_measure(measures, quantity.unit.text)
    amount = convert(quantity.amount, unit, target) if unit else None
    if amount is not None:
        return amount
    if unit is None:
        words = [w for m in measures.values() for w in (m.name, m.singular)]
        message = f"`{quantity.unit.text}` is not a known unit"
        advice = did_you_mean(quantity.unit.text, words, f"the amount is in {target.name}")
    else:
        message = f"`{unit.name}` do not fit here: the amount is in {target.name}"
        advice = f"write an amount in {target.name}"
    report.error("PP302", source, quantity.unit.span, message, advice)
    return None


def calendar_length(declared: Declared, quantity: n.Quantity, report: Reporter) -> Length | None:
    """Return a length of civil time such as (60, "days"); reports PP302 and PP305."""
    unit = calendar_unit(quantity.unit.text)
    if unit is None:
        units = ("days", "weeks", "months", "years")
        advice = did_you_mean(quantity.unit.text, units, "write days or months")
        message = f"`{quantity.unit.text}` is not a length of civil time"
        report.error("PP302", declared.source, quantity.unit.span, message, advice)
        return None
    if not isinstance(quantity.amount, int) or quantity.amount < 1:
        message = "a length of civil time is a whole number, 1 or more"
        report.error("PP305", declared.source, quantity.span, message)
        return None
    return quantity.amount, unit
