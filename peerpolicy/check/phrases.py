"""Phrases of vocabularies: whether each can be declared, and what each line made of one means.

What it is for: the pass between gathering and lowering. It reads every `phrase` clause, and finds
for each line of a program that is no core text the one phrase that it is. May import: `syntax`,
`diagnostics` and the rest of `check` below. What stays true: only the vocabularies that a program
names in its own `use` lines lend it their phrases; a line that can be two phrases is refused.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from peerpolicy.check.by_code import report_no_code
from peerpolicy.check.declared import Index, Meant, Vocabulary, say_twice
from peerpolicy.check.offered import ByCode, CodeClause, CodeLine, Offered
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.check.slot_values import SlotReader, check_slot_types
from peerpolicy.diagnostics import Label, did_you_mean, nearest
from peerpolicy.source import Source, Span
from peerpolicy.syntax import nodes as n
from peerpolicy.syntax.expansion import SLOT, Meaning, Value, expand
from peerpolicy.syntax.parser import explain_line, opening_words, parse_condition
from peerpolicy.syntax.patterns import Known, Misread, read_pattern
from peerpolicy.syntax.phrases import Match, Phrases
from peerpolicy.syntax.signs import fault_in


@attrs.define
class PhraseReader:
    """The phrases of the vocabularies that one file uses, and the lines that are made of them."""

    source: Source
    file: n.File
    vocabularies: tuple[Vocabulary, ...]
    report: Reporter
    declarations: _Declarations = attrs.field(init=False)
    found: list[tuple[n.Phrased, Known]] = attrs.field(factory=list, init=False)

    def __attrs_post_init__(self) -> None:
        self.declarations = _Declarations(self.report)
        for each in self.vocabularies:
            self.declarations.read(each.name, each.of_kind("phrase"))
        heads = [c for c in self.file.clauses if c.kind == "vocabulary"][:1]
        for head in heads:
            own = [Declared(self.source, c) for c in self.file.clauses if c.kind == "phrase"]
            self.declarations.read(head.name.text, own)

    def matched(self) -> n.File:
        """Find which phrase each line is; what is none is reported and left out of the file.

        Reports PP112, PP113 and PP205, and what is wrong with a line that is no phrase.
        """
        uses = [x.node for c in self.file.clauses if c.kind == "program" for x in c.lines]
        used = [node.name.text for node in uses if isinstance(node, n.Use)]
        all_found = {v.name for v in self.vocabularies} >= set(used)
        lines = _Lines(self.source, used, self.declarations, all_found, self.report)
        self.found = lines.read(self.file)
        kept = {line.phrase.span for line, _ in self.found}
        lost = {line.span for line in self.file.phrased if line.phrase.span not in kept}
        clauses = tuple(_without(clause, lost) for clause in self.file.clauses)
        return attrs.evolve(self.file, clauses=clauses)

    def expand(self, index: Index) -> None:
        """Enter what each phrase line means into `index.meant`.

        Reports PP114, PP201, PP303, PP401 and PP705, and what is wrong with the core text of a
        line. What a line means by code is told where the line is lowered.
        """
        self.declarations.check_types(index)
        expander = _Expander(self.source, index, self.declarations, self.report)
        for line, known in self.found:
            expander.expand(line, known)


def _without(clause: n.Clause, lost: set[Span]) -> n.Clause:
    """Take lines and items that are not understood out of a clause, which is broken then."""
    lines = []
    for line in clause.lines:
        if line.span in lost:
            continue
        items = tuple(i for i in line.items if i.span not in lost)
        lines.append(attrs.evolve(line, items=items))
    whole = len(lines) == len(clause.lines) and all(
        len(a.items) == len(b.items) for a, b in zip(lines, clause.lines, strict=True)
    )
    return clause if whole else attrs.evolve(clause, lines=tuple(lines), broken=True)


@attrs.define
class _Declarations:
    report: Reporter
    meanings: dict[Known, Meaning | ByCode] = attrs.Factory(dict)
    declared: dict[Known, Declared] = attrs.Factory(dict)

    def of(self, *vocabularies: str) -> list[Known]:
        """Return the phrases of these vocabularies."""
        return [known for known in self.meanings if known.vocabulary in vocabularies]

    def read(self, vocabulary: str, phrases: list[Declared]) -> None:
        """Read and check the phrases of one vocabulary."""
        names: dict[str, Declared] = {}
        for each in phrases:
            first = names.setdefault(each.name, each)
            if first is not each:
                say_twice(each, first, self.report)
            self._read(vocabulary, each)
        for overlap in Phrases(self.of(vocabulary)).overlaps():
            first, second = (self.declared[k] for k in (overlap.first, overlap.second))
            if first.clause.span > second.clause.span:
                first, second = second, first
            label = Label(first.source, _pattern_span(first), "the other phrase")
            message = f"`{overlap.example}` is also the phrase `{first.name}`"
            advice = "change a word, so that no line can be both"
            span = _pattern_span(second)
            self.report.error("PP217", second.source, span, message, advice, labels=(label,))

    def _read(self, vocabulary: str, declared: Declared) -> None:
        reads = declared.one(n.Reads)
        meaning = _meaning(declared)
        if reads is None or meaning is None:
            return
        pattern = read_pattern(reads.pattern.text, opening_words())
        inside = reads.pattern.span.start + 1
        if isinstance(pattern, Misread):
            start = inside + pattern.start
            span = Span(start, start + max(1, pattern.length))
            self.report.error("PP216", declared.source, span, pattern.message, pattern.advice)
            return
        known = Known(vocabulary, declared.name, pattern)
        if self._fits(declared, known, meaning):
            self.meanings[known], self.declared[known] = meaning, declared

    def _fits(self, declared: Declared, known: Known, meaning: Meaning | ByCode) -> bool:
        """Report what is wrong with a phrase; what code makes of it, each line tells."""
        if isinstance(meaning, ByCode):
            return self._readable(declared, known)
        return (
            self._slots_fit(declared, known)
            and self._readable(declared, known)
            and self._means_core_text(declared, known, meaning)
        )

    def _slots_fit(self, declared: Declared, known: Known) -> bool:
        """Report (PP216) slots that are filled and not used, and the reverse."""
        names = {slot.name for slot in known.slots}
        unused = set(names)
        fits = True
        for text in _texts(declared):
            for match in SLOT.finditer(text.text):
                unused.discard(match[1])
                if match[1] not in names:
                    span = Span(
                        text.span.start + 1 + match.start(), text.span.start + 1 + match.end()
                    )
                    message = f"`{match[1]}` is no slot of the phrase"
                    advice = did_you_mean(match[1], names, "add it to the line `reads`")
                    self.report.error("PP216", declared.source, span, message, advice)
                    fits = False
        if unused and fits:
            message = f"what the phrase means does not use `{min(unused)}`"
            advice = f"write `{{{min(unused)}}}` in the line `means`, or take the slot away"
            self.report.error("PP216", declared.source, _pattern_span(declared), message, advice)
        return fits and not unused

    def check_types(self, index: Index) -> None:
        """Report (PP201) slots for choices that nobody declares."""
        for known, declared in self.declared.items():
            span = _pattern_span(declared)
            check_slot_types(known, declared.source, span, index, self.report)

    def _readable(self, declared: Declared, known: Known) -> bool:
        """Refuse words that layout refuses in a line, and lines that are core text (PP217)."""
        sample, span = known.sample(), _pattern_span(declared)
        fault = fault_in(sample)
        if fault is not None:
            self.report.error(fault[0], declared.source, span, fault[3], fault[4])
            return False
        line, _ = parse_condition(Source("", sample), Span(0, len(sample)))
        if line is None:
            return True
        message = f"`{sample}` is a line of the language itself"
        advice = "change or add a word; three names in a row say how two are related"
        self.report.error("PP217", declared.source, span, message, advice)
        return False

    def _means_core_text(self, declared: Declared, known: Known, meaning: Meaning) -> bool:
        """Read what the phrase means once, with a sample in each slot."""
        words = known.sample().split()
        span = meaning.declared.span
        values = {
            slot.name: Value(" ".join(words[start:end]), span)
            for slot, start, end in known.filled()
        }
        sample = expand(meaning, values, declared.source, span, known)
        found = [f for row in sample.rows if (f := fault_in(sample.slice(row)))]
        for code, *_, message, advice in found:
            self.report.error(code, declared.source, span, message, advice)
        if found:
            return False
        line, diagnostics = parse_condition(sample, sample.rows[0], sample.rows[1:])
        for each in diagnostics:
            self.report.error(each.code, declared.source, span, each.message, each.help)
        return line is not None


@attrs.define
class _Lines:
    source: Source
    used: list[str]
    declarations: _Declarations
    all_found: bool
    report: Reporter

    def read(self, file: n.File) -> list[tuple[n.Phrased, Known]]:
        active = Phrases(self.declarations.of(*self.used)) if file.phrased else Phrases(())
        read = [(line, self._one(line, active)) for line in file.phrased]
        return [(line, known) for line, known in read if known is not None]

    def _one(self, line: n.Phrased, active: Phrases) -> Known | None:
        """Return the phrase that a line is; None (reported) if it is none, or several."""
        name = line.phrase.vocabulary
        if name is not None and name.text not in self.used:
            advice = did_you_mean(
                name.text, self.used, f"write `use {name.text}` under the program"
            )
            message = f"`{name.text}` is not a vocabulary in use here"
            self.report.error("PP205", self.source, name.span, message, advice)
            return None
        phrases = active if name is None else Phrases(self.declarations.of(name.text))
        words = [word.text for word in line.phrase.words]
        match = phrases.match(words)
        if len(match.phrases) == 1:
            return match.phrases[0]
        if match.phrases:
            self._ambiguous(line, words, match.phrases)
        else:
            self._none(line, words, match, phrases)
        return None

    def _ambiguous(self, line: n.Phrased, words: list[str], found: tuple[Known, ...]) -> None:
        vocabularies = sorted({known.vocabulary for known in found})
        if len(vocabularies) < 2:
            return  # the vocabulary itself is refused
        text = " ".join(words)
        labels = tuple(self._label(known) for known in found)
        message = f"{' and '.join(f'`{v}`' for v in vocabularies)} both have this phrase"
        advice = " or ".join(f"`{text}, as {v} says`" for v in vocabularies)
        span = line.phrase.span
        self.report.error("PP113", self.source, span, message, f"write {advice}", labels=labels)

    def _label(self, known: Known) -> Label:
        declared = self.declarations.declared[known]
        text = f"`{known.name}` of `{known.vocabulary}`"
        return Label(declared.source, _pattern_span(declared), text)

    def _none(self, line: n.Phrased, words: list[str], match: Match, phrases: Phrases) -> None:
        if match.reached == 0:
            first = [e.text for e in match.expected]
            close = nearest(words[0], first)
            if close is None or phrases.match([close, *words[1:]]).reached < min(2, len(words)):
                self._no_phrase(line, words)
                return
        place, message, advice = match.misread(words)
        span = line.phrase.words[place].span
        self.report.error("PP112", self.source, span, message, advice)

    def _no_phrase(self, line: n.Phrased, words: list[str]) -> None:
        """Report a line that begins no phrase of the vocabularies in use, as core text."""
        others = Phrases(self.declarations.meanings).match(words).phrases
        if others:
            vocabulary = others[0].vocabulary
            message = f"this is a phrase of `{vocabulary}`, which this file does not use"
            advice = f"write `use {vocabulary}` under the program"
            self.report.error("PP112", self.source, line.phrase.span, message, advice)
        elif self.all_found:
            self.report.extend(explain_line(self.source, line))


@attrs.define
class _Expander:
    source: Source
    index: Index
    declarations: _Declarations
    report: Reporter
    slots: SlotReader = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.slots = SlotReader(self.source, self.index, self.report)

    def expand(self, line: n.Phrased, known: Known) -> None:
        meaning = self.declarations.meanings[known]
        if isinstance(meaning, ByCode):
            self._leave_to_code(line, known, meaning)
            return
        if meaning.items and not line.takes_group:
            message = f"the phrase `{known.name}` stands for a group, and one condition fits here"
            advice = "put it into a `define` of its own, and write the name of that here"
            labels = (meaning.declared,)
            span = line.phrase.span
            self.report.error("PP114", self.source, span, message, advice, labels=labels)
            return
        values = self.slots.read(line.phrase.words, known)
        if values is None:
            return
        source = expand(meaning, values, self.source, line.phrase.span, known)
        found, diagnostics = parse_condition(source, source.rows[0], source.rows[1:])
        self.report.extend(diagnostics)
        if found is not None:
            self.index.meant[line.phrase.span] = Meant(found, source)

    def _leave_to_code(self, line: n.Phrased, known: Known, meaning: ByCode) -> None:
        """Enter a line that code lowers, once its names are known; PP705 where there is no code."""
        values = self.slots.read_for_code(line.phrase.words, known)
        if values is None:
            return
        span = line.phrase.span
        found = CodeLine(known, meaning, span, values)
        if meaning.lower is not None:
            self.index.meant[span] = found
            return
        report_no_code(found, self.source, self.report)


def declared_phrases(vocabularies: Iterable[Vocabulary]) -> list[Known]:
    """Return the phrases that vocabularies declare; those that cannot be declared are left out."""
    declarations = _Declarations(Reporter())
    for each in vocabularies:
        declarations.read(each.name, each.of_kind("phrase"))
    return list(declarations.meanings)


def expanded(source: Source, index: Index) -> str:
    """Return the text of a file with each phrase replaced by what it stands for.

    A comment behind a phrase stays on the first line of a group. A line or clause that code lowers
    has no core text: it stays, and a comment says so. No errors.
    """
    text = source.text
    for span, meant in sorted(index.meant.items(), key=lambda each: each[0], reverse=True):
        if isinstance(meant, CodeLine | CodeClause):
            text = _with_a_word_about(meant, text)
            continue
        first, _, items = meant.source.text.partition("\n")
        end = text.find("\n", span.end) if items else span.end
        end = len(text) if end < 0 else end
        text = (
            text[: span.start]
            + first
            + text[span.end : end]
            + (f"\n{items}" if items else "")
            + text[end:]
        )
    return text


def _with_a_word_about(meant: CodeLine | CodeClause, text: str) -> str:
    """Say behind a line or header that code lowers, and behind its comment, why it stays."""
    line = meant.head if isinstance(meant, CodeClause) else meant
    end = text.find("\n", line.span.end)
    end = len(text) if end < 0 else end
    comment = text[line.span.end : end].rstrip()
    word = f"{';' if comment.strip(' ') else '  #'} by code of `{line.known.vocabulary}`"
    return f"{text[: line.span.end]}{comment}{word}{text[end:]}"


def _meaning(declared: Declared) -> Meaning | ByCode | None:
    means, group = declared.one(n.Means), declared.one(n.MeansGroup)
    text = f"the phrase `{declared.name}` is declared here"
    offered = declared.source if isinstance(declared.source, Offered) else None
    owner = offered.distribution if offered is not None else ""
    code = declared.one(n.MeansCode)
    if code is not None:
        lower = offered.lowerings.get(declared.name) if offered is not None else None
        return ByCode(Label(declared.source, code.span, text), lower, owner)
    if means is not None:
        return Meaning(means.line.text, (), Label(declared.source, means.line.span, text), owner)
    if group is None:
        return None
    opener = declared.source.slice(group.span).removeprefix("means")
    opener = f"{' '.join(opener.removesuffix(':').split())}:"
    items = tuple(i.line.text for i in declared.items(n.MeansGroup) if isinstance(i, n.Meant))
    label = Label(declared.source, group.span, text)
    return Meaning(opener, items, label, owner) if items else None


def _texts(declared: Declared) -> list[n.Text]:
    means = declared.one(n.Means)
    items = [i.line for i in declared.items(n.MeansGroup) if isinstance(i, n.Meant)]
    return [means.line] if means is not None else items


def _pattern_span(declared: Declared) -> Span:
    reads = declared.one(n.Reads)
    return reads.pattern.span if reads is not None else declared.clause.span
