"""What a distribution offers to the checker: a text, and code for phrases and clause kinds.

What it is for: the data that lead from an entry point to the code that lowers a line or clause. May
import: `source`, `diagnostics`, `syntax`, attrs and the standard library. What stays true: code is
called only through a `Lowering`, which raises nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.diagnostics import Label
from peerpolicy.source import Source, Span
from peerpolicy.syntax import nodes as n
from peerpolicy.syntax.expansion import Value
from peerpolicy.syntax.patterns import Known


@frozen
class Failed:
    """Why the code of a distribution gave nothing: what it did instead, in words."""

    why: str


Lowering = Callable[[object], object]
"""Lowers one line by code; raises nothing, but returns a `Failed`."""


@frozen(slots=False)
class Offered(Source):
    """The text of a vocabulary that a distribution offers, and its code.

    The code for phrases and that for clause kinds are found by the names of these.
    """

    distribution: str = attrs.field(kw_only=True)
    lowerings: Mapping[str, Lowering] = attrs.field(kw_only=True, eq=False, repr=False)
    clause_kinds: Mapping[str, Lowering] = attrs.field(kw_only=True, eq=False, repr=False)


@frozen
class ByCode:
    """A phrase or a clause kind that code lowers.

    `lower` is None where nobody offers the code; `owner` names the distribution it comes from, if
    it comes from one.
    """

    declared: Label
    lower: Lowering | None
    owner: str


@frozen
class CodeLine:
    """A line of a program that code lowers, with what fills its slots and ends it.

    Of a clause whose kind is a vocabulary's, the header is one without slots, too.
    """

    known: Known
    meaning: ByCode
    span: Span
    values: Mapping[str, Value]
    condition: n.Line | None = None

    def whose(self) -> str:
        """Name what the line is of, its vocabulary and its distribution. No errors."""
        by = f" of the distribution `{self.meaning.owner}`" if self.meaning.owner else ""
        return f"{self.known.shown} of the vocabulary `{self.known.vocabulary}`{by}"


@frozen
class CodeClause:
    """A clause of a program whose kind is a vocabulary's: its header and its lines.

    `names` are those of all lines that the kind has; `text` is what a finding shows of the clause;
    `whole`: there is code, and no line of it is faulty.
    """

    head: CodeLine
    lines: tuple[CodeLine, ...]
    names: frozenset[str]
    text: str
    whole: bool
