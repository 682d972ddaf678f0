"""Nodes of pathways and exceptions: the tails of their headers, and the lines of an exception.

What it is for: one class for each tail and line. May import: the base and condition nodes. What
stays true: a class has the name of its grammar rule, its fields the order of the rule.
"""

from __future__ import annotations

from peerpolicy._frozen import frozen
from peerpolicy.syntax.nodes.base import Name, Node, Quantity
from peerpolicy.syntax.nodes.conditions import Condition


@frozen
class InsteadOf(Node):
    """`instead of CLAUSE, ...`: what a pathway replaces."""

    names: tuple[Name, ...]


@frozen
class ToClause(Node):
    """`to CLAUSE`: what an exception is made to."""

    name: Name


@frozen
class InWriting(Node):
    """`in writing`, of a grant."""


@frozen
class GrantedBy(Node):
    """`granted by NAME` or `granted by NAME in writing`."""

    giver: Name
    in_writing: InWriting | None


@frozen
class Lasting(Node):
    """`lasting at most 30 days`, of a grant."""

    quantity: Quantity


@frozen
class ThenNot(Node):
    """`then does not apply` (or, to an exclude, `does not bar`)."""

    effect: str


@frozen
class ThenInstead(Node):
    """`then CONDITION`: what must hold in the place of the clause's condition."""

    condition: Condition
