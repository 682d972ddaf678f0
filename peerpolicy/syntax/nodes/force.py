"""Nodes of the lines that say when a program or a clause holds.

What it is for: one class for each such line and its parts. May import: the base nodes and those of
parameters. What stays
true: a class has the name of its grammar rule, its fields the order of the rule.
"""

from __future__ import annotations

from peerpolicy._frozen import frozen
from peerpolicy.syntax.nodes.base import Day, FactRef, Node
from peerpolicy.syntax.nodes.parameters import ThroughDay


@frozen
class AfterAGap(Node):
    """`after a gap`: the days between the version before and this one have none."""


@frozen
class BeforeDay(Node):
    """`before DATE`, the day after the last one."""

    day: Day


LastDay = ThroughDay | BeforeDay


@frozen
class DaysFrom(Node):
    """`from DATE`, which counts, and perhaps a last day."""

    first: Day
    after_a_gap: AfterAGap | None
    end: LastDay | None


@frozen
class DaysUntil(Node):
    """A last day alone."""

    end: LastDay


DaysInForce = DaysFrom | DaysUntil


@frozen
class InForce(Node):
    """`in force DAYS`, of a clause also `by FACT`, the day that chooses the version."""

    days: DaysInForce
    by: FactRef | None


@frozen
class Planned(Node):
    """`status planned` of a clause: announced, not in force."""


@frozen
class ProgramStatus(Node):
    """`status planned` or `status proposed` of a program, perhaps for some days only."""

    word: str
    days: DaysInForce | None
