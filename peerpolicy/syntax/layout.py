"""Layout: from text to clauses, lines and items by their columns, before any grammar rule runs.

What it is for: clause headers stand at column 1, lines at column 3, items at column 5, and
nothing is deeper; comments and blank lines belong to nobody. May import: `source`,
`diagnostics`, attrs and the standard library. What stays true: one broken line costs only
itself; the spans of clauses, lines and items never overlap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.diagnostics import Diagnostic, did_you_mean, nearest
from peerpolicy.source import Source, Span
from peerpolicy.syntax.signs import fault_in, odd_character
from peerpolicy.syntax.words import EDITION, KIND_HINTS, KINDS, RESERVED, TAILS

_HEADER = re.compile(r"(?P<kind>[a-z]+(?: +[a-z]+)?) +(?P<name>\S+?) *:")
_WITH_TAIL = re.compile(
    rf"(?P<kind>{'|'.join(KINDS).replace(' ', ' +')}) +(?P<name>\S+?) +(?P<tail>[^:]*[^: ]) *:"
)
_OF_ANOTHER_KIND = re.compile(
    r"(?P<kind>[a-z][a-z0-9_]*) +(?P<name>[^\s,:]+)(?:(?: *, *| +)(?P<tail>[^\s,:][^:]*?))? *:"
)
_USES = re.compile(r"^  use ", re.MULTILINE)
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TOKEN = re.compile(r'"[^"]*"|[,:]|[^\s,:"]+')
_DEEPEST = 4
_OPENER = re.compile(
    r"(?:.* )?(?:all|any|none|least [0-9]+) of|fields|parts|states|lists|lines|readings|values"
    r"|answers|given|expect|may(?: not)? provide|.*, *including"
)
"""Lines that open items, without their `:`."""


@frozen
class RawLine:
    """One line and the items under it, as spans."""

    span: Span
    items: tuple[Span, ...]


@frozen
class RawClause:
    """One clause: its kind, the span of its name, its lines, and what its header says further.

    `broken`: a line of it was reported and left out, so that what is missing says nothing. Only in
    a text that uses a vocabulary, the kind may be one that is not of the core.
    """

    kind: str
    name: Span
    lines: tuple[RawLine, ...]
    span: Span
    broken: bool = False
    tail: Span | None = None


def words_of(source: Source, span: Span) -> Iterator[tuple[str, Span]]:
    """Yield the words, texts and signs of a line, and where each stands."""
    for match in _TOKEN.finditer(source.slice(span)):
        yield match[0], Span(span.start + match.start(), span.start + match.end())


@frozen
class Row:
    """One physical line: the span of its code without indent and comment, and the comment."""

    indent: int
    code: Span
    comment: Span | None


def rows(source: Source) -> Iterator[Row]:
    """Yield every physical line of `source`, blank ones too (with an empty code span)."""
    start = 0
    for raw in source.text.split("\n"):
        yield _row(raw.rstrip("\r"), start)
        start += len(raw) + 1


def _row(text: str, start: int) -> Row:
    cut = _comment_at(text)
    code = text if cut is None else text[:cut]
    indent = len(code) - len(code.lstrip(" "))
    span = Span(start + indent, start + max(indent, len(code.rstrip())))
    comment = None if cut is None else Span(start + cut, start + len(text.rstrip()))
    return Row(indent, span, comment)


def _comment_at(text: str) -> int | None:
    """Find the `#` that begins a comment: the first one outside quotes."""
    if "#" not in text:
        return None
    quoted = False
    for i, char in enumerate(text):
        if char == '"':
            quoted = not quoted
        elif char == "#" and not quoted:
            return i
    return None


def split(source: Source) -> tuple[tuple[RawClause, ...], tuple[Diagnostic, ...]]:
    """Split a text into clauses, and report everything that its layout alone shows to be wrong.

    In: the source. Out: the clauses whose kind is known, or may be that of a vocabulary in use, and
    diagnostics PP101 to PP108 and PP203. A line with a fault of its own is left out; what stands
    around it is kept.
    """
    splitter = _Splitter(source, _USES.search(source.text) is not None)
    for row in rows(source):
        if row.code.start < row.code.end:
            splitter.take(row)
    splitter.finish()
    return tuple(splitter.clauses), tuple(splitter.found)


@attrs.define
class _Splitter:
    source: Source
    takes_kinds: bool
    clauses: list[RawClause] = attrs.Factory(list)
    found: list[Diagnostic] = attrs.Factory(list)
    _kind: str | None = None
    _header: tuple[Span, Span] | None = None
    _tail: Span | None = None
    _lines: list[tuple[Span, list[Span]]] = attrs.Factory(list)
    _edition_seen: bool = False
    _clause_seen: bool = False
    _skips_items: bool = False
    _broken: bool = False
    _shift: int = 0

    def take(self, row: Row) -> None:
        text = self.source.slice(row.code)
        row = self._in_place(text, row)
        if not self._edition_seen:
            self._edition_seen = True
            if self._is_edition(text, row):
                return
        if text[0].isspace() or (row.indent in (2, 4) and self._faulty(text, row)):
            # a pasted space or a tab in front: whatever it was, it was no header
            self._skips_items = row.indent != _DEEPEST
            if text[0].isspace():
                self._faulty(text, row)
        elif row.indent == 0:
            self._clause_seen = True
            self._open_clause(text, row)
        elif not self._clause_seen:
            self._report_no_clause(row)
        elif row.indent == 2:
            self._skips_items = False
            self._lines.append((row.code, []))
        elif row.indent == _DEEPEST:
            self._add_item(row)
        else:
            self._report_column(row)

    def _in_place(self, text: str, row: Row) -> Row:
        """Return a row as it would stand if its clause began at the margin; say so once."""
        if row.indent and _header_of(text) is not None:
            advice = "a clause begins at the margin: take the spaces out, and as many below it"
            message = "the header of a clause does not begin at the margin"
            # the clause is whole otherwise, so it is not marked as broken
            self.found.append(Diagnostic("PP102", message, advice, self.source, row.code))
            self._shift = row.indent
            return attrs.evolve(row, indent=0)
        deeper = row.indent - self._shift
        if deeper <= 0 or (not self._lines and deeper != 2):
            self._shift = 0
        return attrs.evolve(row, indent=row.indent - self._shift)

    def finish(self) -> None:
        if not self._edition_seen:
            self._report("PP107", Span(0, 0), "the file is empty", _EDITION_HELP)
        self._close_clause()

    def _is_edition(self, text: str, row: Row) -> bool:
        if re.fullmatch(rf"language +{EDITION}", text) and row.indent == 0:
            return True
        if text.startswith("language"):
            self._report("PP107", row.code, f"`{text}` is not an edition known here", _EDITION_HELP)
            return True
        self._report("PP107", row.code, "the first line does not name the edition", _EDITION_HELP)
        return text.lower().startswith("language")

    def _open_clause(self, text: str, row: Row) -> None:
        match = _shape_of_header(text)
        other = _of_another_kind(text) if self.takes_kinds else None
        # what is no header may have been a line of the clause above, which then lacks it
        self._broken = self._broken or (match is None and other is None)
        self._close_clause()
        self._skips_items = False
        if self._faulty(text, row, may_be_ambiguous=False):
            return
        kind = _header_of(text)
        if other is not None:
            self._open_other(other, row)
            return
        if match is None or kind is None:
            self._report_header(text, match, row)
            kind = misspelt(match["kind"]) if match is not None else None
        if match is None or kind is None:
            return
        name = Span(row.code.start + match.start("name"), row.code.start + match.end("name"))
        self._check_name(match["name"], name)
        self._kind, self._header = kind, (name, row.code)
        self._tail = self._check_tail(kind, match, row)

    def _open_other(self, match: re.Match[str], row: Row) -> None:
        """Open a clause whose kind may be that of a vocabulary in use."""
        name, tail = (
            Span(row.code.start + match.start(part), row.code.start + match.end(part))
            for part in ("name", "tail")
        )
        self._check_name(match["name"], name)
        self._kind, self._header = match["kind"], (name, row.code)
        self._tail = None if match["tail"] is None else tail

    def _check_tail(self, kind: str, match: re.Match[str], row: Row) -> Span | None:
        """Return where the tail of a header stands, if its kind has one; report what is wrong."""
        start, end = match.span("tail") if "tail" in match.groupdict() else (0, 0)
        span = Span(row.code.start + start, row.code.start + end)
        if (start < end) is (kind in TAILS):
            return span if start < end else None
        if kind in TAILS:
            head = f"{kind} {match['name']}"
            message = f"the header of this `{kind}` is not complete"
            self._report("PP103", row.code, message, f"write `{head} {TAILS[kind]}:`")
        else:
            advice = f"write `{kind} {match['name']}:`"
            self._report("PP103", span, f"the header of a `{kind}` ends after its name", advice)
        return None

    def _check_name(self, text: str, span: Span) -> None:
        if text in RESERVED:
            self._report("PP203", span, f"`{text}` is a reserved word", "choose another name")
        elif not _NAME.fullmatch(text):
            self._report(
                "PP203",
                span,
                f"`{text}` cannot be a name",
                "a name is one word of small letters, digits and `_`, and begins with a letter",
            )

    def _report_header(self, text: str, match: re.Match[str] | None, row: Row) -> None:
        kind = match["kind"] if match else re.split(r"[ :]", text, maxsplit=1)[0]
        shape = _SHAPE
        if kind in KINDS:
            if kind in TAILS:
                shape = f"write `{kind} NAME {TAILS[kind]}:`"
            self._report("PP103", row.code, f"the header of this `{kind}` is not complete", shape)
            return
        span = Span(row.code.start, row.code.start + len(kind))
        if match is None and (not text.endswith(":") or _OPENER.fullmatch(text.removesuffix(":"))):
            advice = "put two spaces before it if it belongs to the clause above"
            self._report("PP103", row.code, "this line stands at the margin", advice)
            return
        head, _, rest = kind.partition(" ")
        if head in KINDS and rest:
            name = f"{rest} {match['name']}" if match else rest
            advice = f"a name is one word: write `{head} {name.replace(' ', '_')}:`"
            self._report("PP103", row.code, f"`{name}` cannot be a name", advice)
            return
        self._broken = True
        self.found.append(unknown_kind(kind, self.source, span))

    def _close_clause(self) -> None:
        if self._kind is not None and self._header is not None:
            name, header = self._header
            lines = tuple(RawLine(span, tuple(items)) for span, items in self._lines)
            raw = RawClause(self._kind, name, lines, header, self._broken, self._tail)
            self.clauses.append(raw)
        self._kind = self._header = self._tail = None
        self._lines = []
        self._broken = False

    def _add_item(self, row: Row) -> None:
        if self._skips_items or self._kind is None:
            return
        text = self.source.slice(row.code)
        if text.endswith(":") and _OPENER.fullmatch(text.removesuffix(":").rstrip()):
            message = "a line that opens items stands among the items"
            self._report("PP106", row.code, message, "give it two spaces; nothing is deeper")
            self._skips_items = True
            return
        above = self._lines[-1][0] if self._lines else None
        if above is not None and self.source.slice(above).endswith(":"):
            self._lines[-1][1].append(row.code)
        elif above is not None and _OPENER.fullmatch(self.source.slice(above)):
            self._report_no_colon(above)
        else:
            self._report(
                "PP106",
                row.code,
                "a line begins with four spaces, and the line above does not end in `:`",
                "give it two spaces, or end the line above in `:`",
            )

    def _report_no_colon(self, line: Span) -> None:
        text = self.source.slice(line)
        self._lines.pop()
        self._skips_items = True
        self._report("PP106", line, "items follow, and the line has no `:`", f"write `{text}:`")

    def _report_no_clause(self, row: Row) -> None:
        """Say once that a line stands under nothing; those after it have the same reason."""
        self._clause_seen = True
        self._report(
            "PP102",
            row.code,
            "this line stands under no clause",
            "begin at the margin if this is the header of a clause; lines follow their header",
        )

    def _report_column(self, row: Row) -> None:
        self._report(
            "PP102",
            row.code,
            f"a line begins with {row.indent} space{'s' if row.indent > 1 else ''}",
            "a clause begins at the margin, its lines with two spaces, items with four;"
            " nothing is deeper",
        )

    def _faulty(self, text: str, row: Row, *, may_be_ambiguous: bool = True) -> bool:
        """Report what no rule of the grammar could say well, and tell whether there was any."""
        fault = fault_in(text) if may_be_ambiguous else odd_character(text)
        if fault is None:
            return False
        code, start, length, message, advice = fault
        span = Span(row.code.start + start, row.code.start + start + length)
        self._report(code, span, message, advice)
        return True

    def _report(self, code: str, span: Span, message: str, advice: str) -> None:
        self._broken = True
        self.found.append(Diagnostic(code, message, advice, self.source, span))


def _shape_of_header(text: str) -> re.Match[str] | None:
    return _HEADER.fullmatch(text) or _WITH_TAIL.fullmatch(text)


def _header_of(text: str) -> str | None:
    """Return the kind of the clause whose header a text is, None if it is none."""
    match = _shape_of_header(text)
    kind = " ".join(match["kind"].split()) if match else ""
    return kind if kind in KINDS else None


def _of_another_kind(text: str) -> re.Match[str] | None:
    """Return the parts of what can be a header and is none of a clause of the core."""
    match = _OF_ANOTHER_KIND.fullmatch(text)
    if match is None or match["kind"] in RESERVED or match["kind"] in KINDS:
        return None
    if _OPENER.fullmatch(text.removesuffix(":").rstrip()) or _header_of(text) is not None:
        return None
    core = _HEADER.fullmatch(text)
    of_two_words = core is not None and " " in core["kind"]
    return None if core is not None and of_two_words and misspelt(core["kind"]) else match


def misspelt(kind: str) -> str | None:
    """Return the kind that is meant, so that what such a clause declares is known all the same.

    No kind of the core is written with `_`: what is, is told and not taken for one.
    """
    if "_" in kind or kind in KIND_HINTS or kind.partition(" ")[0] in KINDS:
        return None
    return nearest(kind, KINDS)


def unknown_kind(kind: str, source: Source, span: Span, others: Sequence[str] = ()) -> Diagnostic:
    """Return what to say of a kind that there is not, where there are `others` beside the core."""
    message = f"`{kind}` is not a kind of clause"
    advice = KIND_HINTS.get(kind) or did_you_mean(kind, (*KINDS, *others), _SHAPE)
    return Diagnostic("PP103", message, advice, source, span)


_SHAPE = "a clause begins `kind name:` at column 1; lines under it begin with two spaces"
_EDITION_HELP = f"write `language {EDITION}` as the first line"
