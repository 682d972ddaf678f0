"""Nodes of pathways: what stands in the header of one.

What it is for: one class for each tail of a header. May import: the base nodes. What stays true: a
class has the name of its grammar rule, its fields the order of the rule.
"""

from __future__ import annotations

import attrs

from peerpolicy.syntax.nodes.base import Name, Node


@attrs.frozen
class InsteadOf(Node):
    """`instead of CLAUSE, ...`: what a pathway replaces."""

    names: tuple[Name, ...]
