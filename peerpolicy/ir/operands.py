"""What terms are made of: subjects, days, bounds, tests of one value, windows over entries.

What it is for: the parts that several terms share; `ir.terms` hands them on. May import:
`ir.schema`, `quantity` and attrs. What stays true: a part holds no name that is not in the schema;
amounts are in the measure of the entry or fact they are compared with.
"""

from __future__ import annotations

import enum
from datetime import date

from peerpolicy._frozen import frozen
from peerpolicy.ir.schema import Length
from peerpolicy.quantity import Number


class Op(enum.Enum):
    """How an amount is compared with its bound."""

    AT_LEAST = "at least"
    AT_MOST = "at most"
    MORE_THAN = "more than"
    LESS_THAN = "less than"


class Order(enum.Enum):
    """How a date is compared with another."""

    BEFORE = "before"
    AFTER = "after"
    ON_OR_BEFORE = "on or before"
    ON_OR_AFTER = "on or after"


class Phase(enum.Enum):
    """Where a credential is in its life, as seen from its last day."""

    RENEWABLE = "renewable"
    LATE = "late"
    LAPSED = "lapsed"


@frozen
class Subject:
    """Whose facts are meant: an entity, or (`in_hand`) the person of a roster being looked at."""

    name: str
    in_hand: bool = False


@frozen
class FactOf:
    """A fact of a subject."""

    subject: Subject
    name: str


@frozen
class JudgedDay:
    """The day that `as_of` gives."""


DayOf = JudgedDay | FactOf | date


@frozen
class ParameterValue:
    """The value that a parameter has on a day, times `factor`, which brings it into the unit here.

    `key` is the fact that chooses among the rows of the parameter, None where it has no key.
    """

    name: str
    key: FactOf | None = None
    factor: Number = 1


Bound = Number | ParameterValue
"""What an amount is compared with."""


# ---------------------------------------------------------------- tests of one value


@frozen
class IsYes:
    """The value is yes (or, negated, no)."""

    negated: bool = False


@frozen
class IsIn:
    """The value is one of `values` (or, negated, none of them)."""

    values: tuple[str, ...]
    negated: bool = False


@frozen
class Includes:
    """The set has at least one of `values`."""

    values: tuple[str, ...]


@frozen
class Compares:
    """The amount compares so with `bound`."""

    op: Op
    bound: Bound
    unit: str


@frozen
class ComparesWith:
    """The amount compares so with that of another fact, times `factor`, in `unit`."""

    op: Op
    other: FactOf
    factor: Number
    unit: str


@frozen
class IsBetween:
    """The amount is from `low` through `high`."""

    low: Bound
    high: Bound
    unit: str


@frozen
class IsDated:
    """The date stands in this order to `day`."""

    order: Order
    day: DayOf


@frozen
class IsListed:
    """The value stands in the registry."""

    registry: str


Test = IsYes | IsIn | Includes | Compares | ComparesWith | IsBetween | IsDated | IsListed


@frozen
class Where:
    """A test of one field of a record."""

    field: str
    test: Test


# ---------------------------------------------------------------- windows over entries


@frozen
class Ever:
    """Everything through the judged day."""


@frozen
class Back:
    """From `number` `unit`s before `day` through that day."""

    number: int
    unit: str
    day: DayOf


@frozen
class EachCalendar:
    """Each completed week, month, quarter or year of the calendar since `since`."""

    period: str
    since: DayOf


@frozen
class EachAnchored:
    """Each completed term from the `field` of a credential; `period` is its name."""

    period: str
    subject: Subject
    credential: str
    field: str
    length: Length = (1, "years")


Window = Ever | Back | EachCalendar | EachAnchored
