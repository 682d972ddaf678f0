"""What a distribution offers to the checker: a text, and code for phrases.

What it is for: the data that lead from an entry point to the code that lowers one line. May
import: `source`, `diagnostics`, `syntax`, attrs and the standard library. What stays true: code is
called only through a `Lowering`, which raises nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import attrs

from peerpolicy.diagnostics import Label
from peerpolicy.source import Source, Span
from peerpolicy.syntax.expansion import Value
from peerpolicy.syntax.phrases import Known


@attrs.frozen
class Failed:
    """Why the code of a distribution gave nothing: what it did instead, in words."""

    why: str


Lowering = Callable[[object], object]
"""Lowers one line by code; raises nothing, but returns a `Failed`."""


@attrs.frozen(slots=False)
class Offered(Source):
    """The text of a vocabulary that a distribution offers, and its code for phrases, by name."""

    distribution: str = attrs.field(kw_only=True)
    lowerings: Mapping[str, Lowering] = attrs.field(kw_only=True, eq=False, repr=False)


@attrs.frozen
class ByCode:
    """A phrase that code lowers.

    `lower` is None where nobody offers the code; `owner` names the distribution of the phrase, if
    it comes from one.
    """

    declared: Label
    lower: Lowering | None
    owner: str


@attrs.frozen
class CodeLine:
    """A line of a program that is such a phrase, with what fills its slots."""

    known: Known
    meaning: ByCode
    span: Span
    values: Mapping[str, Value]

    def whose(self) -> str:
        """Name the phrase, its vocabulary and its distribution. No errors."""
        by = f" of the distribution `{self.meaning.owner}`" if self.meaning.owner else ""
        return f"the phrase `{self.known.name}` of the vocabulary `{self.known.vocabulary}`{by}"
