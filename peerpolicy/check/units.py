"""Measures by their words, and amounts brought into another measure.

What it is for: `30 hours`, `1 meeting`, `2 years`: which measure a word means, and whether an
amount in one fits an amount in another. May import: `ir.schema`, `quantity` and the standard
library. What stays true: conversion is exact; a unit of its own converts into nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from peerpolicy.ir.schema import Measure
from peerpolicy.quantity import Number, exact

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
