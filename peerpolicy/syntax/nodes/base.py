"""What every node of the syntax tree is made of: names, texts, days, quantities.

What it is for: the base class and the leaves. May import: `source`, `quantity`, lark's
`ast_utils` and attrs. What stays true: `span` never takes part in equality.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any, Final, cast

import attrs
from lark import ast_utils
from lark.tree import Meta

from peerpolicy._frozen import frozen
from peerpolicy.quantity import Number
from peerpolicy.source import Span


def _span(meta: Meta | Span) -> Span:
    if isinstance(meta, Span):
        return meta
    return Span(0, 0) if meta.empty else Span(meta.start_pos, meta.end_pos)


@frozen
class Node(ast_utils.Ast, ast_utils.WithMeta):
    """Anything in the tree; `span` is where it stands in the text."""

    span: Span = attrs.field(converter=_span, eq=False, repr=False)


_NOWHERE: Final = Span(0, 0)


def moved(node: Node, by: int) -> Node:
    """Return a node as it is where it stands `by` characters further on. No errors.

    One that stands nowhere, because nothing was written for it, stays there.
    """
    return cast(Node, _moved(node, by))


def _moved(value: object, by: int) -> object:
    if isinstance(value, Node):
        kind: Any = type(value)
        span, *others = (getattr(value, name) for name in _fields(kind))
        there = span if span == _NOWHERE else Span(span.start + by, span.end + by)
        return kind(there, *(_moved(each, by) for each in others))
    if isinstance(value, tuple):
        return tuple(_moved(each, by) for each in value)
    return value


@cache
def _fields(kind: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in attrs.fields(kind))


@frozen
class Name(Node):
    """A name as written."""

    text: str


@frozen
class Text(Node):
    """A quoted text, without its quotes."""

    text: str


@frozen
class Day(Node):
    """A date of the calendar."""

    value: date


@frozen
class Quantity(Node):
    """A number with its unit."""

    amount: Number
    unit: Name


@frozen
class ParameterRef(Node):
    """The name of a parameter, where an amount may stand."""

    name: Name


@frozen
class FactRef(Node):
    """A fact, and whose it is if the text says so."""

    name: Name
    entity: Name | None


Value = Name | Day | Quantity | bool
"""What a line may compare with or say; a word for yes or no is a bool."""
