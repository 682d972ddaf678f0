"""A file, its clauses and their lines.

What it is for: what layout finds before any rule of the grammar runs. May import: the nodes
below and `source`. What stays true: items belong to the line that opens them.
"""

from __future__ import annotations

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.source import Span
from peerpolicy.syntax.nodes.base import Name, Node
from peerpolicy.syntax.nodes.phrases import Phrase


@frozen
class Line:
    """One line of a clause: its node and, if it opens items, the items."""

    node: Node
    items: tuple[Node, ...]
    span: Span = attrs.field(eq=False, repr=False)


@frozen
class Clause:
    """`kind name:` and its lines; `broken` if a line was reported and left out.

    `tail` is what a header says between name and colon, of a kind that says something there.
    A clause of a kind that is not of the core has `Unread` lines; where that kind is read as one of
    the core, `kind` is the latter and `written` the former.
    """

    kind: str
    name: Name
    lines: tuple[Line, ...]
    span: Span = attrs.field(eq=False, repr=False)
    broken: bool = attrs.field(default=False, eq=False, repr=False)
    tail: Node | None = None
    written: str = attrs.field(default="", eq=False, repr=False)

    @property
    def head(self) -> str:
        """Kind and name as the author wrote them."""
        return f"{self.written or self.kind} {self.name.text}"


@frozen
class Phrased:
    """A line or item that only a phrase of a vocabulary can explain, and how it was read.

    `rule` and `kind` are those by which it is no core text; `takes_group`: a group may stand here.
    """

    phrase: Phrase
    rule: str
    kind: str
    span: Span
    takes_group: bool


@frozen
class File:
    """A whole file."""

    clauses: tuple[Clause, ...]
    phrased: tuple[Phrased, ...] = attrs.field(default=(), eq=False, repr=False)
