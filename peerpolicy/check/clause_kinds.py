"""Clauses whose kind is a vocabulary's: what each line is, and what the clause reads as.

What it is for: the pass before phrases are looked up. It makes of each clause that the parser kept
unread one of a kind of the core, whose condition is all its own lines together. May import:
`syntax`, `diagnostics` and the rest of `check` below. What stays true: only the vocabularies that a
program names in its own `use` lines lend it their kinds; a kind that two of them have is refused.
"""

from __future__ import annotations

from collections import Counter

import attrs

from peerpolicy.check.by_code import report_no_code
from peerpolicy.check.declared import Index, Vocabulary
from peerpolicy.check.kind_declarations import (
    AT_LEAST_ONCE,
    AT_MOST_ONCE,
    ONCE,
    Kind,
    LineKind,
    read_kinds,
)
from peerpolicy.check.offered import CodeClause, CodeLine
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.check.shapes import CONDITIONS
from peerpolicy.check.slot_values import SlotReader, check_slot_types
from peerpolicy.diagnostics import Label, did_you_mean, nearest
from peerpolicy.source import Source, Span
from peerpolicy.syntax import nodes as n
from peerpolicy.syntax.layout import misspelt, unknown_kind
from peerpolicy.syntax.nodes.clause_kinds import OwnLine, OwnLines, Unread
from peerpolicy.syntax.parser import Read, explain_line, opening_words, read_as, read_line
from peerpolicy.syntax.patterns import CONDITION, Known
from peerpolicy.syntax.phrases import Match
from peerpolicy.syntax.words import KINDS

_CONDITIONS = (*CONDITIONS, n.ServesOne, n.ServesSeveral, n.ShownBy)
"""What the own lines of a clause stand in the place of."""


_Own = tuple[OwnLine, LineKind]
"""A line of a clause, and what its kind says of it."""


@attrs.define
class KindReader:
    """The clause kinds of the vocabularies that one file uses, and the clauses of these kinds."""

    source: Source
    file: n.File
    vocabularies: tuple[Vocabulary, ...]
    report: Reporter
    kinds: list[Kind] = attrs.field(factory=list, init=False)
    found: list[tuple[n.Clause, Kind, list[_Own]]] = attrs.field(factory=list, init=False)
    phrased: list[n.Phrased] = attrs.field(factory=list, init=False)

    def __attrs_post_init__(self) -> None:
        for each in self.vocabularies:
            self.kinds += read_kinds(each.name, each.of_kind("clause kind"), self.report)
        head = next((c for c in self.file.clauses if c.kind == "vocabulary"), None)
        if head is not None:
            own = [Declared(self.source, c) for c in self.file.clauses if c.kind == "clause kind"]
            self.kinds += read_kinds(head.name.text, own, self.report)

    def resolved(self) -> n.File:
        """Return the file with each clause read as one of a kind of the core.

        Reports PP103, PP115 and PP205 for kinds, and PP104, PP109 and PP110 for lines.
        """
        read = [c if c.kind in KINDS else self._resolved(c) for c in self.file.clauses]
        clauses = tuple(clause for clause in read if clause is not None)
        phrased = (*self.file.phrased, *self.phrased)
        return attrs.evolve(self.file, clauses=clauses, phrased=phrased)

    def expand(self, index: Index) -> None:
        """Enter what the clauses stand for into `index.meant`.

        Reports PP201, PP303, PP401 and PP705. What code makes of a clause is told where it is
        lowered.
        """
        for kind in self.kinds:
            for line in kind.lines:
                check_slot_types(line.known, kind.declared.source, line.span, index, self.report)
        slots = SlotReader(self.source, index, self.report)
        for clause, kind, own in self.found:
            self._expand(clause, kind, own, slots, index)

    def _expand(
        self, clause: n.Clause, kind: Kind, own: list[_Own], slots: SlotReader, index: Index
    ) -> None:
        lines = []
        for line, each in own:
            values = slots.read_for_code(line.words, each.known)
            if values is not None:
                code = CodeLine(each.known, kind.meaning, line.span, values, line.condition)
                lines.append(code)
        head_known = Known(kind.vocabulary, "", (), kind.name)
        head = CodeLine(head_known, kind.meaning, clause.span, {})
        whole = len(lines) == len(own) and not clause.broken
        if whole and kind.meaning.lower is None:
            report_no_code(head, self.source, self.report)
            whole = False
        names = frozenset(line.known.name for line in kind.lines)
        text = self._text(kind, own)
        index.meant[clause.span] = CodeClause(head, tuple(lines), names, text, whole)

    def _text(self, kind: Kind, own: list[_Own]) -> str:
        """Return what a finding shows: the kind, and the lines that stand once at most."""
        shown = [line for line, each in own if each.often in (ONCE, AT_MOST_ONCE)]
        texts = [" ".join(self.source.slice(line.span).split()) for line in shown]
        return f"{kind.name}: {', '.join(texts)}" if texts else kind.name

    # ------------------------------------------------------------ which kind

    def _resolved(self, clause: n.Clause) -> n.Clause | None:
        """Read one clause; None (reported) if it is of no kind."""
        used, tail = self._used(), clause.tail
        known = not isinstance(tail, n.AsSays) or self._is_used(tail.vocabulary, used)
        wanted = [tail.vocabulary.text] if isinstance(tail, n.AsSays) and known else used
        active = [kind for kind in self.kinds if kind.vocabulary in wanted]
        named = [kind for kind in active if kind.name == clause.kind]
        if not named:
            return self._of_no_kind(clause, active)
        if isinstance(tail, Unread):
            message = f"the header of a `{clause.kind}` ends after its name"
            advice = f"write `{clause.head}:`"
            self.report.error("PP103", self.source, tail.span, message, advice)
        elif known and len({kind.vocabulary for kind in named}) > 1:
            self._ambiguous(clause, named)
            known = False
        return self._read(clause, named[0], faulty=not known or named[0].faulty)

    def _is_used(self, vocabulary: n.Name, used: list[str]) -> bool:
        """Say whether a vocabulary is one of those in use, and report (PP205) one that is not."""
        name = vocabulary.text
        if name in used:
            return True
        advice = did_you_mean(name, used, f"write `use {name}` under the program")
        message = f"`{name}` is not a vocabulary in use here"
        self.report.error("PP205", self.source, vocabulary.span, message, advice)
        return False

    def _used(self) -> list[str]:
        uses = [x.node for c in self.file.clauses if c.kind == "program" for x in c.lines]
        return [node.name.text for node in uses if isinstance(node, n.Use)]

    def _of_no_kind(self, clause: n.Clause, active: list[Kind]) -> n.Clause | None:
        """Report (PP103) a kind that there is not, and read the clause as the one that is meant."""
        meant = nearest(clause.kind, (*KINDS, *(kind.name for kind in active)))
        own = next((kind for kind in active if kind.name == meant), None)
        core = misspelt(clause.kind) if own is None else None
        if self.report.lacks_words and own is None and core is None:
            return None  # it may be a kind of a vocabulary that was not found, or not read
        span = Span(clause.span.start, clause.span.start + len(clause.kind))
        others = [kind for kind in self.kinds if kind.name == clause.kind]
        if others and own is None and core is None:
            message = f"`{clause.kind}` is a kind of `{others[0].vocabulary}`"
            message += ", which this file does not use"
            advice = f"write `use {others[0].vocabulary}` under the program"
            self.report.error("PP103", self.source, span, message, advice)
            return None
        names = [kind.name for kind in active]
        self.report.extend([unknown_kind(clause.kind, self.source, span, names)])
        if own is not None:
            return self._read(clause, own, faulty=True)
        return None if core is None else self._kept(read_as(self.source, clause, core))

    def _kept(self, read: Read) -> n.Clause | None:
        self.report.extend(read.found)
        self.phrased += read.phrased
        return read.node if isinstance(read.node, n.Clause) else None

    def _ambiguous(self, clause: n.Clause, named: list[Kind]) -> None:
        vocabularies = sorted({kind.vocabulary for kind in named})
        labels = tuple(
            Label(k.declared.source, k.declared.clause.name.span, f"`{k.name}` of `{k.vocabulary}`")
            for k in named
        )
        both = " and ".join(f"`{each}`" for each in vocabularies)
        message = f"{both} both have the clause kind `{clause.kind}`"
        ways = " or ".join(f"`{clause.head}, as {each} says:`" for each in vocabularies)
        span = clause.span
        self.report.error("PP115", self.source, span, message, f"write {ways}", labels=labels)

    # ------------------------------------------------------------ its lines

    def _read(self, clause: n.Clause, kind: Kind, *, faulty: bool = False) -> n.Clause:
        """Read a clause as one of a kind; of a faulty one only what every clause has is kept."""
        core: list[n.Line] = []
        own: list[_Own] = []
        broken = clause.broken or faulty
        for line in clause.lines:
            if _first(line) in opening_words():
                kept = self._core_line(line, kind, clause)
                core += [kept] if kept is not None else []
                broken = broken or kept is None
            elif not faulty:
                found = self._own_line(line, kind, clause)
                own += [found] if found is not None else []
                broken = broken or found is None
        broken = not self._fits(clause, kind, own, broken) or broken
        if not faulty:
            together = OwnLines(clause.span, tuple(line for line, _ in own))
            core.append(n.Line(together, (), clause.span))
        as_core = attrs.evolve(
            clause,
            kind=kind.reads_as,
            lines=tuple(core),
            broken=broken,
            tail=None,
            written=clause.kind,
        )
        if not faulty:
            self.found.append((as_core, kind, own))
        return as_core

    def _core_line(self, line: n.Line, kind: Kind, clause: n.Clause) -> n.Line | None:
        """Read a line that every clause of the kind it reads as has; None (reported) if faulty."""
        read = read_line(self.source, f"{kind.reads_as}_line", kind.reads_as, line)
        if read.line is not None and isinstance(read.line.node, n.Phrase):
            self.report.extend(explain_line(self.source, read.phrased[0]))
            return None
        if read.line is not None and isinstance(read.line.node, _CONDITIONS):
            message = f"a `{clause.kind}` takes no condition on a line of its own"
            self.report.error("PP104", self.source, line.span, message, kind.shown_lines())
            return None
        self.report.extend(read.found)
        self.phrased += read.phrased
        return None if read.found else read.line

    def _own_line(self, line: n.Line, kind: Kind, clause: n.Clause) -> _Own | None:
        """Read a line that the kind declares; None (reported) if it is none."""
        words = _words(line)
        match = kind.match([word.text for word in words])
        if not match.phrases:
            self._none(line, match, kind, clause)
            return None
        known = match.phrases[0]
        if not known.slots or known.slots[-1].type != CONDITION:
            return OwnLine(words, None, line.span), kind.line(known)
        rest = Span(words[match.reached].span.start, line.span.end)
        ended = n.Line(line.node, line.items, rest)
        read = read_line(self.source, "slot_item", kind.reads_as, ended)
        self.report.extend(read.found)
        self.phrased += read.phrased
        if read.line is None or read.found:
            return None
        return OwnLine(words, read.line, line.span), kind.line(known)

    def _none(self, line: n.Line, match: Match, kind: Kind, clause: n.Clause) -> None:
        words = _words(line)
        if match.reached == 0 and match.nearest(words[0].text) is None:
            core = read_line(self.source, f"{kind.reads_as}_line", kind.reads_as, line)
            if any(said.help.startswith("did you mean") for said in core.found):
                self.report.extend(core.found)
                return
            message = f"`{words[0].text}` begins no line of a `{clause.kind}`"
            advice = did_you_mean(words[0].text, opening_words(), kind.shown_lines())
            self.report.error("PP104", self.source, words[0].span, message, advice)
            return
        place, message, advice = match.misread([word.text for word in words])
        self.report.error("PP104", self.source, words[place].span, message, advice)

    def _fits(self, clause: n.Clause, kind: Kind, own: list[_Own], broken: bool) -> bool:
        """Report lines that are missing (PP109) and lines that stand once too often (PP110)."""
        counted: Counter[Known] = Counter()
        too_many: list[OwnLine] = []
        for line, each in own:
            counted[each.known] += 1
            if counted[each.known] > 1 and each.often in (ONCE, AT_MOST_ONCE):
                too_many.append(line)
        compulsory = [each for each in kind.lines if each.often in (ONCE, AT_LEAST_ONCE)]
        missing = [] if broken else [each for each in compulsory if not counted[each.known]]
        for each in missing:
            message = f"`{clause.head}` lacks a compulsory line"
            advice = f"write under it: {each.shown()}"
            self.report.error("PP109", self.source, clause.span, message, advice)
        for line in too_many:
            message = f"a second line of this kind in `{clause.head}`"
            advice = "a clause says each thing once"
            self.report.error("PP110", self.source, line.span, message, advice)
        return not missing and not too_many


def _words(line: n.Line) -> tuple[n.Word, ...]:
    assert isinstance(line.node, Unread)  # as the parser keeps the lines of such a clause
    return line.node.words


def _first(line: n.Line) -> str:
    return _words(line)[0].text
