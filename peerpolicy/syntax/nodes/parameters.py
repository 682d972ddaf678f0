"""Nodes of a parameter: its lines, and the rows of its values.

What it is for: one class for each such line. May import: the base and frame nodes. What stays
true: a class has the name of its grammar rule, its fields the order of the rule.
"""

from __future__ import annotations

from peerpolicy._frozen import frozen
from peerpolicy.syntax.nodes.base import Day, FactRef, Name, Node, Quantity
from peerpolicy.syntax.nodes.conditions import Bound
from peerpolicy.syntax.nodes.frame import Cite


@frozen
class MeasuredIn(Node):
    """`measured in MEASURE`."""

    measure: Name


@frozen
class GoesBy(Node):
    """`by FACT`: the fact that chooses among the rows."""

    fact: FactRef


@frozen
class EachBound(Node):
    """`each at least the value for any other FACT`: how far rows of their own may go."""

    bound: Bound
    fact: Name
    cite: Cite | None


@frozen
class RowValues(Node):
    """`values:`; the items are `ValueRow`s and `OrAmount`s."""


@frozen
class NamedKeys(Node):
    """`for NAME, ...`."""

    names: tuple[Name, ...]


@frozen
class AnyOther(Node):
    """`for any other FACT`."""

    fact: Name


@frozen
class AtTheLatest(Node):
    """`at the latest`: nobody has read on which day it ends, only the last one possible."""


@frozen
class ThroughDay(Node):
    """`through DAY`, the last day."""

    day: Day
    latest: AtTheLatest | None


@frozen
class IsAmount(Node):
    """`is QUANTITY cite ...`."""

    quantity: Quantity
    cite: Cite | None


@frozen
class EitherAmount(Node):
    """`either QUANTITY cite ...`: the first of several texts that differ."""

    quantity: Quantity
    cite: Cite | None


@frozen
class OrAmount(Node):
    """`or QUANTITY cite ...`, below an `either`."""

    quantity: Quantity
    cite: Cite | None


@frozen
class ToBeDetermined(Node):
    """`to_be_determined by NAME`."""

    owner: Name | None
    cite: Cite | None


@frozen
class ValueRow(Node):
    """One row: for whom, from which day, through which day, and the value."""

    key: NamedKeys | AnyOther | None
    first: Day | None
    last: ThroughDay | None
    value: IsAmount | EitherAmount | ToBeDetermined
