"""Policy text and places in it.

What it is for: a `Source` is one named text; a `Span` is a stretch of it, counted in characters;
a `Place` is what people read: file, line and column. May import: the standard library and attrs.
What stays true: spans are offsets into the text exactly as it was given, so an editor, a message
and the formatter all mean the same characters.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

import attrs

from peerpolicy._frozen import frozen


@attrs.frozen(order=True)
class Span:
    """A stretch of one text: characters from `start` up to, not including, `end`."""

    start: int
    end: int


@attrs.frozen(order=True)
class Place:
    """Where something stands: file name, line and column, both counted from 1."""

    file: str
    line: int
    column: int

    def show(self) -> str:
        """Return `file:line:column`, the form that editors can jump to."""
        return f"{self.file}:{self.line}:{self.column}"


@frozen(slots=False)
class Source:
    """One named policy text; `name` is a file name or a shipped id and is only shown."""

    name: str
    text: str = attrs.field(repr=False)

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        starts.extend(i + 1 for i, char in enumerate(self.text) if char == "\n")
        return starts

    def place(self, span: Span) -> Place:
        """Return the place at which `span` begins."""
        row = bisect_right(self._line_starts, span.start) - 1
        return Place(self.name, row + 1, span.start - self._line_starts[row] + 1)

    def line(self, number: int) -> str:
        """Return the text of line `number` (from 1), without its line end."""
        start = self._line_starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : len(self.text) if end < 0 else end].rstrip("\r")

    def slice(self, span: Span) -> str:
        """Return the characters of `span`."""
        return self.text[span.start : span.end]
