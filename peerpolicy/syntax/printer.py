"""The formatter: the one way to write a policy text, with the author's comments left in place.

What it is for: `format_text`, behind `peerpolicy fmt`. May import: the rest of `syntax`, `source`
and `errors`. What stays true: the syntax tree of the result is that of the text; formatting twice
is formatting once; every comment and every quoted text survives letter for letter.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.errors import PolicyError
from peerpolicy.source import Source
from peerpolicy.syntax.layout import Row, rows, words_of
from peerpolicy.syntax.parser import parse

_LINE_DEPTH = 2
_LEAST_GAP = 2


def format_text(source: Source) -> str:
    """Return the text in its standard layout.

    One space between words; one blank line before each clause and its comments, and none elsewhere
    but between groups of comments; a comment after a line keeps its column where there is room.
    In: the source. Errors: PolicyError if the text has errors of layout or syntax.
    """
    _, found = parse(source)
    if found:
        raise PolicyError(found)
    printer = _Printer(source)
    for row in rows(source):
        printer.take(row)
    printer.close()
    return "\n\n".join("\n".join(block) for block in printer.blocks if block) + "\n"


@frozen
class _Note:
    """A comment on a line of its own."""

    text: str
    indented: bool
    after_blank: bool


@attrs.define
class _Printer:
    """Sorts rows into blocks; a blank line stands between two blocks and nowhere else.

    `depth` is the indent of a comment that still belongs to the line above, 0 if none can.
    """

    source: Source
    blocks: list[list[str]] = attrs.Factory(lambda: [[]])
    notes: list[_Note] = attrs.Factory(list)
    depth: int = 0
    after_blank: bool = False
    edition_seen: bool = False

    def take(self, row: Row) -> None:
        """Take one row: code, a comment alone, or a blank line."""
        is_code = row.code.start < row.code.end
        if is_code and row.indent > 0:
            self.blocks[-1] += [" " * row.indent + note.text for note in self.notes]
            self.notes = []
            self.depth = row.indent
        elif is_code:
            self._begin_clause()
        if is_code:
            self.blocks[-1].append(self._line(row))
        elif row.comment is not None:
            text = self.source.slice(row.comment)
            self.notes.append(_Note(text, row.indent > 0, self.after_blank))
        self.after_blank = not is_code and row.comment is None

    def _begin_clause(self) -> None:
        """Open the block of a header, or of the line that names the edition."""
        follows_edition = self.edition_seen and self.depth == 0
        has_comments = self.close()
        if self.after_blank if has_comments else not follows_edition:
            self.blocks.append([])
        self.depth = _LINE_DEPTH if self.edition_seen else 0
        self.edition_seen = True

    def close(self) -> bool:
        """Write the comments at the end of a clause; return whether some belong to the next."""
        while self.notes and self._belongs_above(self.notes[0]):
            self.blocks[-1].append(" " * self.depth + self.notes.pop(0).text)
        for i, note in enumerate(self.notes):
            if i == 0 or note.after_blank:
                self.blocks.append([])
            self.blocks[-1].append(note.text)
        left, self.notes = bool(self.notes), []
        return left

    def _belongs_above(self, note: _Note) -> bool:
        return self.depth > 0 and note.indented and not note.after_blank

    def _line(self, row: Row) -> str:
        code = " " * row.indent + _joined(word for word, _ in words_of(self.source, row.code))
        if row.comment is None:
            return code
        column = self.source.place(row.comment).column - 1
        gap = max(column - len(code), _LEAST_GAP)
        return code + " " * gap + self.source.slice(row.comment)


def _joined(words: Iterable[str]) -> str:
    text = ""
    for token in words:
        text += token if token in (",", ":") or not text else " " + token
    return text
