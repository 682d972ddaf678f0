"""Who declared what: every clause of a program and of the vocabularies it uses, by name.

What it is for: gathers the clauses of all files of a program into name spaces and reports names
declared twice. May import: `syntax`, the reporter and attrs. What stays true: the order of files
and clauses decides nothing but the order of messages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.check.offered import CodeClause, CodeLine
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.check.shapes import check_shape
from peerpolicy.diagnostics import Label
from peerpolicy.source import Source, Span
from peerpolicy.syntax import nodes as n
from peerpolicy.syntax.expansion import Expansion
from peerpolicy.syntax.parser import parse

HELD_KINDS = frozenset(("fact", "entry", "credential", "role", "relation", "approval", "document"))
"""Kinds that name something a subject has; they share one name space for each owner."""

VOCABULARY_KINDS = HELD_KINDS | {"entity", "measure", "choices", "registry"}
"""Kinds that both a vocabulary and a program may declare."""

WORDING_KINDS = ("phrase", "clause kind")
"""Kinds of which only a vocabulary has any, and which are read before all others."""

NAMED_KINDS = ("define", "open term", "judge")
"""Kinds that a condition asks for by their name alone."""

BINDING_KINDS = ("require", "permit", "submit", "exclude", "limit", "scope", "judge", "pathway")
"""Kinds of clause that bear on an outcome; `advise` stands beside it."""

ANSWER_KINDS = frozenset(("question", "advise", "exception", *BINDING_KINDS, *NAMED_KINDS))
"""Kinds whose names stand for an outcome or a condition; they share one name space."""

VERSIONED_KINDS = (*BINDING_KINDS, "advise")
"""Kinds of which several dated blocks of one name are versions of one clause."""


@frozen
class Refused:
    """Why a vocabulary of that name cannot be used: what a diagnostic says at the `use` line."""

    code: str
    message: str
    help: str


FindVocabulary = Callable[[str], Source | Refused | None]
"""From a name to the text of a vocabulary, why it is refused, or None where there is none."""


@frozen
class Meant:
    """What a phrase line stands for, and the text that this was read from."""

    line: n.Line
    source: Expansion


@attrs.define
class Index:
    """Every clause of a program, by name space."""

    by_kind: dict[str, dict[str, Declared]] = attrs.Factory(dict)
    answers: dict[str, Declared] = attrs.Factory(dict)
    all: list[Declared] = attrs.Factory(list)
    meant: dict[Span, Meant | CodeLine | CodeClause] = attrs.Factory(dict)
    """What phrases, and clauses of other kinds, stand for in the program, by where they stand."""

    def of_kind(self, *kinds: str) -> list[Declared]:
        """Return every clause of these kinds, in the order of the files."""
        return [d for d in self.all if d.kind in kinds]

    def find(self, kind: str, name: str) -> Declared | None:
        """Return the clause of that kind and name, or None."""
        return self.by_kind.get(kind, {}).get(name)

    def names(self, kind: str) -> list[str]:
        """Return the names of all clauses of a kind."""
        return sorted(self.by_kind.get(kind, {}))


@frozen
class Vocabulary:
    """A vocabulary that a file uses, itself or by way of another: its name, text and tree."""

    name: str
    source: Source
    file: n.File

    def of_kind(self, kind: str) -> list[Declared]:
        """Return the clauses of a kind that it declares."""
        return [Declared(self.source, c) for c in self.file.clauses if c.kind == kind]


def open_vocabularies(
    source: Source, file: n.File, find_vocabulary: FindVocabulary, report: Reporter
) -> tuple[Vocabulary, ...]:
    """Find and read the vocabularies that a file uses, and those that they use.

    Reports PP205, why a vocabulary is refused, and whatever of the texts cannot be read.
    """
    head = _head(source, file)
    seen: set[str] = {head.name} if head is not None and head.kind == "vocabulary" else set()
    pending = [head] if head is not None else []
    opened: list[Vocabulary] = []
    while pending:
        user = pending.pop(0)
        for use in user.every(n.Use):
            if use.name.text in seen:
                continue
            seen.add(use.name.text)
            found = _open_vocabulary(user, use.name, find_vocabulary, report)
            if found is not None:
                opened.append(found)
                head = _head(found.source, found.file)
                pending.extend([head] if head is not None else [])
    return tuple(opened)


def _head(source: Source, file: n.File) -> Declared | None:
    heads = (c for c in file.clauses if c.kind in ("program", "vocabulary"))
    found = next(heads, None)
    return None if found is None else Declared(source, found)


def gather(
    source: Source, file: n.File, vocabularies: Iterable[Vocabulary], report: Reporter
) -> tuple[Declared | None, Index]:
    """Gather the clauses of a file and of the vocabularies it uses.

    In: the source and tree of the file, and what `open_vocabularies` found. Out: the `program`
    (or, checking a vocabulary alone, `vocabulary`) clause and the index. Reports PP109 to PP111,
    PP202 and PP501, and whatever is wrong inside a vocabulary.
    """
    index = Index()
    head = _take(source, file, index, report)
    for each in vocabularies:
        _take(each.source, each.file, index, report)
    return head, index


def _open_vocabulary(
    user: Declared, name: n.Name, find: FindVocabulary, report: Reporter
) -> Vocabulary | None:
    source = find(name.text)
    report.lacks_words = report.lacks_words or not isinstance(source, Source)
    if source is None:
        advice = "no vocabulary of that name is shipped or stands beside the file"
        message = f"`{name.text}` is not a known vocabulary"
        report.error("PP205", user.source, name.span, message, advice)
        return None
    if isinstance(source, Refused):
        report.error(source.code, user.source, name.span, source.message, source.help)
        return None
    file, found = parse(source)
    if file.clauses and file.clauses[0].kind != "vocabulary":
        message = f"`{name.text}` is a {file.clauses[0].kind} and not a vocabulary"
        report.error("PP205", user.source, name.span, message, "only vocabularies can be used")
        return None
    report.extend(found)
    report.lacks_words = report.lacks_words or bool(found)
    return Vocabulary(name.text, source, file)


def _take(source: Source, file: n.File, index: Index, report: Reporter) -> Declared | None:
    """Enter the clauses of one file into the index and return its first clause."""
    head: Declared | None = None
    for clause in file.clauses:
        declared = Declared(source, clause)
        check_shape(declared, report)
        if clause.kind in ("program", "vocabulary"):
            if head is None:
                head = declared
            else:
                _second_head(declared, report)
            continue
        if clause.kind in WORDING_KINDS:
            if head is not None and head.kind == "program":
                message = f"a program declares no {clause.kind}s"
                advice = "put it into a vocabulary, or write a `define`"
                report.error("PP111", source, clause.span, message, advice)
            continue
        if head is not None and head.kind == "vocabulary" and clause.kind not in VOCABULARY_KINDS:
            message = f"a vocabulary does not declare a `{clause.kind}`"
            advice = "vocabularies hold words; rules belong to a program"
            report.error("PP111", source, clause.span, message, advice)
            continue
        _enter(declared, index, report)
    if head is None and (file.clauses or not report.failed):
        span = file.clauses[0].span if file.clauses else Span(0, 0)
        advice = "begin with `program NAME:` or `vocabulary NAME:`"
        report.error("PP111", source, span, "the file names no program or vocabulary", advice)
    return head


def _second_head(declared: Declared, report: Reporter) -> None:
    message = f"a second head, `{declared.kind} {declared.name}`"
    advice = "a file is one program or one vocabulary"
    report.error("PP111", declared.source, declared.clause.span, message, advice)


def _enter(declared: Declared, index: Index, report: Reporter) -> None:
    index.all.append(declared)
    kind = declared.kind
    table = index.by_kind.setdefault(kind, {})
    first = table.get(declared.name) if kind not in HELD_KINDS else None
    if kind in ANSWER_KINDS:
        first = first or index.answers.get(declared.name)
        index.answers.setdefault(declared.name, declared)
    if first is not None and kind != "ledger" and not _are_versions(first, declared):
        say_twice(declared, first, report)
    table.setdefault(declared.name, declared)


def _are_versions(first: Declared, second: Declared) -> bool:
    """Say whether two blocks of one name are dated versions of one clause."""
    dated = all(each.one(n.InForce) is not None for each in (first, second))
    return dated and first.kind == second.kind and first.kind in VERSIONED_KINDS


def say_twice(second: Declared, first: Declared, report: Reporter) -> None:
    """Report a name that is declared twice (PP202), with both places.

    Where one of them stands in a vocabulary, the author's own clause is the one to change.
    """
    if second.source is not first.source:
        label = Label(second.source, second.clause.name.span, "the vocabulary has it here")
        message = f"a vocabulary in use already declares `{first.name}`"
        advice = "delete this clause, or give it another name"
        span = first.clause.name.span
        report.error("PP202", first.source, span, message, advice, labels=(label,))
        return
    label = Label(first.source, first.clause.name.span, f"the first `{first.name}` stands here")
    report.error(
        "PP202",
        second.source,
        second.clause.name.span,
        f"`{second.name}` is declared twice",
        _other_name(first, second),
        labels=(label,),
    )


def _other_name(first: Declared, second: Declared) -> str:
    advice = "give one of them another name"
    if first.kind == second.kind and first.kind in VERSIONED_KINDS:
        advice += "; for versions of one clause, write in each when it is `in force`"
    return advice


def owner_name(declared: Declared) -> n.Name | None:
    """Return the name of the entity that a held clause is `of`, None if it does not say."""
    of = declared.one(n.Of)
    if of is not None:
        return of.entity
    from_to = declared.one(n.FromTo)
    return from_to.holder if from_to is not None else None
