"""Exact numbers, intervals of them, and amounts with a unit.

For: every sum, count and threshold of a policy. A total over a list that may be incomplete is an
interval, and a comparison with it has three answers.
Imports: `peerpolicy.truth`, the standard library and attrs.
Stays true: no rounding anywhere, so a sum does not depend on the order or on a split of its
parts; a whole number is always an `int`; an interval is never empty.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.truth import Outcome, negate

Number: TypeAlias = int | Fraction
"""An exact number: an `int` when it is whole, else a `Fraction` in lowest terms."""

# Wide enough for every finite float (309 digits before the point, 324 after it), and small
# enough that a fact such as 1E+999999999 cannot fill the memory.
_MOST_DIGITS = 400


def exact(value: object) -> Number:
    """Read a number without any loss.

    In: an int, a Fraction, a finite Decimal, a finite float, or a plain decimal text such as
    "7.5" or "-2" (no exponent, no spaces, no fraction bar). A float stands for the shortest
    decimal that reads back as it, because that is what a person typed: 0.1 is one tenth.
    Out: the number, normalised. Errors: ValueError, without the value (it may be personal), for
    a bool, not-a-number, an infinity, any other type or text, and a Decimal or text with more
    than 400 digits before or after its point.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        return int(value)
    if isinstance(value, Fraction):
        return _normal(value)
    if isinstance(value, float):
        # float.__repr__, because a subclass (such as NumPy's) may print itself in another way
        return _from_decimal(Decimal(float.__repr__(value)))
    if isinstance(value, Decimal):
        return _from_decimal(value)
    if isinstance(value, str):
        return _from_text(value)
    raise ValueError("expected a number, found another type of value")


def show(n: Number) -> str:
    """Print a number exactly: "7.5" when its decimal form ends, else in the form "1/3".

    Errors: ValueError for a number beyond Python's own limit on printed digits (4300).
    """
    places = _decimal_places(n.denominator)
    if places is None:
        return f"{n.numerator}/{n.denominator}"
    if places == 0:
        return str(n.numerator)
    digits = str(abs(n.numerator) * 10**places // n.denominator).rjust(places + 1, "0")
    return f"{'-' if n < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _normal(n: Number) -> Number:
    return n.numerator if n.denominator == 1 else n


def _normal_or_none(n: Number | None) -> Number | None:
    return n if n is None or n.denominator != 1 else n.numerator


def _from_decimal(value: Decimal) -> Number:
    if not value.is_finite():
        raise ValueError("expected a finite number")
    before = value.adjusted() + 1
    after = len(value.as_tuple().digits) - before
    if max(before, after) > _MOST_DIGITS:
        raise ValueError("expected a number of fewer digits")
    return _normal(Fraction(value))


def _from_text(text: str) -> Number:
    unsigned = text[1:] if text.startswith(("-", "+")) else text
    whole, point, part = unsigned.partition(".")
    digits = whole + part
    complete = bool(whole) and bool(point) == bool(part)
    if not (complete and digits.isascii() and digits.isdigit()):
        raise ValueError("expected a number such as 12 or 7.5")
    return _from_decimal(Decimal(text))


def _decimal_places(denominator: int) -> int | None:
    """Count the decimal places of 1/denominator; None when its decimal form does not end."""
    counts = []
    for factor in (2, 5):
        count = 0
        while denominator % factor == 0:
            denominator //= factor
            count += 1
        counts.append(count)
    return max(counts) if denominator == 1 else None


@frozen
class Interval:
    """What is known of a number: it is at least `low` and at most `high`, both included.

    `high` is None where there is no upper bound (an open list). Errors: ValueError when `low`
    is above `high`.

    >>> import peerpolicy as pp
    >>> hours = pp.Interval.exactly(24) + pp.Interval.at_least(0)
    >>> hours.show(), hours.reaches(30)
    ('24 or more', <Outcome.UNKNOWN: 'unknown'>)
    """

    low: Number = attrs.field(converter=_normal)
    high: Number | None = attrs.field(converter=_normal_or_none)

    def __attrs_post_init__(self) -> None:
        """Refuse an empty interval with ValueError."""
        if self.high is not None and self.low > self.high:
            raise ValueError("the lower bound of an interval is above its upper bound")

    @classmethod
    def exactly(cls, n: Number) -> Interval:
        """Make the interval of a number that is fully known. No errors."""
        if type(n) is int and 0 <= n < len(_FEW):
            return _FEW[n]
        return cls(n, n)

    @classmethod
    def at_least(cls, n: Number) -> Interval:
        """Make the interval of a number that is `n` or more, without an upper bound. No errors."""
        return cls(n, None)

    def __add__(self, other: Interval) -> Interval:
        """Add two numbers known only as intervals; no upper bound in one gives none. No errors."""
        if self.high is None or other.high is None:
            return Interval(self.low + other.low, None)
        if self.is_exact and other.is_exact:
            return Interval.exactly(self.low + other.low)
        return Interval(self.low + other.low, self.high + other.high)

    @property
    def simplified(self) -> Number | Interval:
        """The number, where the interval holds but one; else the interval."""
        return self.low if self.is_exact else self

    @property
    def is_exact(self) -> bool:
        """Whether only one value is possible. No errors."""
        return self.low == self.high

    def contains(self, n: Number) -> bool:
        """Say whether `n` is a possible value. No errors."""
        return self.low <= n and (self.high is None or n <= self.high)

    def reaches(self, bound: Number) -> Outcome:
        """Answer "the value is `bound` or more". No errors.

        Met if the lowest possible value is; not met if the highest is below; else unknown.
        """
        if self.low >= bound:
            return Outcome.MET
        if self.high is not None and self.high < bound:
            return Outcome.NOT_MET
        return Outcome.UNKNOWN

    def exceeds(self, bound: Number) -> Outcome:
        """Answer "the value is more than `bound`"; unknown where it may be either. No errors."""
        if self.low > bound:
            return Outcome.MET
        if self.high is not None and self.high <= bound:
            return Outcome.NOT_MET
        return Outcome.UNKNOWN

    def stays_within(self, bound: Number) -> Outcome:
        """Answer "the value is `bound` or less"; unknown where it may be either. No errors."""
        return negate(self.exceeds(bound))

    def is_below(self, bound: Number) -> Outcome:
        """Answer "the value is less than `bound`"; unknown where it may be either. No errors."""
        return negate(self.reaches(bound))

    def shortfall(self, bound: Number) -> Interval:
        """Say how much is missing up to `bound`: max(0, bound - value). No errors.

        Without an upper bound on the value, perhaps nothing is missing, so the result starts at 0.
        """
        least = 0 if self.high is None else max(0, bound - self.high)
        return Interval(least, max(0, bound - self.low))

    def show(self) -> str:
        """Print the interval as "10", "10 to 12" or "10 or more"; errors as for `show`."""
        if self.high is None:
            return f"{show(self.low)} or more"
        if self.is_exact:
            return show(self.low)
        return f"{show(self.low)} to {show(self.high)}"


_FEW = tuple(Interval(n, n) for n in range(256))
"""The numbers that are so common that each is made but once."""


def in_unit(amount: Number | Interval, unit: str) -> str:
    """Print an amount in a unit of time: "1 year", "2 years", "1 to 2 years". Errors: as `show`.

    >>> in_unit(1, "years")
    '1 year'
    """
    shown = amount.show() if isinstance(amount, Interval) else show(amount)
    return f"{shown} {unit.removesuffix('s') if shown == '1' else unit}"


@frozen
class Quantity:
    """An exact amount of one measure; `unit` is the measure's plural name, such as "hours"."""

    amount: Number = attrs.field(converter=_normal)
    unit: str

    def show(self) -> str:
        """Print the amount with its unit, such as "30 hours"; errors as for `show`."""
        return f"{show(self.amount)} {self.unit}"
