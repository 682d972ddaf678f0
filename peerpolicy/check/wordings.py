"""The words that vocabularies lend to one file: what can be written, and what could be read twice.

What it is for: lists for authors and editors. May import: `syntax` and the rest of `check` below.
What stays true: the file may be faulty anywhere; a file is lent the words of the vocabularies that
it names in its own `use` lines, and of no others.
"""

from __future__ import annotations

import attrs

from peerpolicy.check.clause_kinds import KindReader
from peerpolicy.check.declared import FindVocabulary, open_vocabularies
from peerpolicy.check.kind_declarations import Kind
from peerpolicy.check.offered import ByCode
from peerpolicy.check.phrases import PhraseReader
from peerpolicy.check.reporter import Reporter
from peerpolicy.source import Source
from peerpolicy.syntax import nodes as n
from peerpolicy.syntax.completion import Cursor, cursor_at, expected_after
from peerpolicy.syntax.expansion import Meaning
from peerpolicy.syntax.parser import lark, opening_words, parse
from peerpolicy.syntax.patterns import Known
from peerpolicy.syntax.phrases import Expected, Overlap, Phrases
from peerpolicy.syntax.words import KINDS

_LEADING = ("when", "unless", "then")
"""Words of the core behind which a phrase may stand."""


_OF_CONDITIONS = frozenset(("one", "shown"))
"""Words that begin lines which go with a condition of the core, and with no other."""


@attrs.frozen
class Wordings:
    """The phrases and clause kinds that one file can use."""

    phrases: tuple[tuple[Known, Meaning | ByCode], ...]
    kinds: tuple[Kind, ...]

    @property
    def overlaps(self) -> tuple[Overlap, ...]:
        """Each two phrases that one line could be, with such a line."""
        return Phrases(known for known, _ in self.phrases).overlaps()

    @property
    def claimed(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The kinds that several vocabularies declare, and these vocabularies."""
        names = sorted({kind.name for kind in self.kinds})
        by = {n: tuple(sorted(k.vocabulary for k in self.kinds if k.name == n)) for n in names}
        return tuple((name, owners) for name, owners in by.items() if len(owners) > 1)

    def expected(self, cursor: Cursor) -> tuple[Expected, ...]:
        """Return what may stand at a place: words of the core and of the vocabularies. No errors.

        Of a word that is begun, only what goes on with it.
        """
        found = self._at(cursor)
        fitting = {e for e in found if e.text.startswith(cursor.prefix) and "{" not in e.text}
        return tuple(sorted(fitting if cursor.prefix else found))

    def _at(self, cursor: Cursor) -> set[Expected]:
        if cursor.clause is None:
            names = (*KINDS, *(kind.name for kind in self.kinds)) if not cursor.before else ()
            return {Expected(name, f"`{name}`") for name in names}
        named = [kind for kind in self.kinds if kind.name == cursor.clause.kind]
        own = next((k for k in named if cursor.vocabulary in (k.vocabulary, "")), None)
        if own is not None and own.name not in KINDS:
            return self._of_kind(own, cursor.before)
        return self._of_line(cursor.rule, cursor.before)

    def _of_line(self, rule: str, before: str) -> set[Expected]:
        """Return what the grammar allows, and phrases where they may stand."""
        found = set(expected_after(rule, before))
        words = before.split()
        if f"{rule.rpartition('_')[0]}_phrased" in lark().options.start:
            words = words[1:] if words[:1] and words[0] in _LEADING else words
            match = Phrases(known for known, _ in self.phrases).match(words)
            found |= set(match.expected) if match.reached == len(words) else set()
        return found

    def _of_kind(self, kind: Kind, before: str) -> set[Expected]:
        words = before.split()
        if words and words[0] in opening_words():
            return self._of_line(f"{kind.reads_as}_line", before)
        match = kind.match(words)
        if match.phrases and match.reached < len(words):  # a condition has begun
            return self._of_line("slot_item", " ".join(words[match.reached :]) + " ")
        if match.reached < len(words):
            return set()
        begun = self._of_line("slot_item", "")
        metadata = self._of_line(f"{kind.reads_as}_line", "") - begun if not words else set()
        expected = {each for each in match.expected if not each.text.endswith(": condition}")}
        opens = expected != set(match.expected)
        begins = {each for each in metadata if each.text in opening_words() - _OF_CONDITIONS}
        return expected | begins | (begun if opens else set())


def wordings(source: Source, find_vocabulary: FindVocabulary) -> Wordings:
    """Return the phrases and clause kinds that a file can use, however faulty it is. No errors."""
    file, _ = parse(source)
    found = open_vocabularies(source, file, find_vocabulary, Reporter())
    kinds = KindReader(source, file, found, Reporter()).kinds
    meanings = PhraseReader(source, file, found, Reporter()).declarations.meanings
    uses = [line.node for c in file.clauses if c.kind == "program" for line in c.lines]
    used = {node.name.text for node in uses if isinstance(node, n.Use)}
    return Wordings(
        tuple((known, meaning) for known, meaning in meanings.items() if known.vocabulary in used),
        tuple(kind for kind in kinds if kind.vocabulary in used and not kind.faulty),
    )


def expected_at(
    source: Source, line: int, column: int, find_vocabulary: FindVocabulary
) -> tuple[Expected, ...]:
    """Return what may stand at a place of a file, counted from 1; nothing inside a comment."""
    cursor = cursor_at(source, line, column)
    return () if cursor is None else wordings(source, find_vocabulary).expected(cursor)
