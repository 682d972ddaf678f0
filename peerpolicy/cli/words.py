"""`peerpolicy words`: what the vocabularies of a file lend to its lines.

What it is for: shows the phrases and clause kinds that a file can use and which lines could be two
of them, or what may stand at one place. May import: the frame of the command line, `library`,
`check` and `syntax`. What stays true: the file may be faulty; text and JSON hold the same.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

from peerpolicy.check.kind_declarations import Kind
from peerpolicy.check.offered import ByCode
from peerpolicy.check.wordings import Wordings
from peerpolicy.cli.console import Console
from peerpolicy.cli.frame import Exit, Verb
from peerpolicy.cli.inputs import POLICY_HELP, source_of
from peerpolicy.library import wordings_of
from peerpolicy.syntax.completion import cursor_at
from peerpolicy.syntax.patterns import Known, shown_pattern

_Row = dict[str, object]
_CODE = "by code"
_NOTHING = "the vocabularies of this file lend it no phrases and no clause kinds"


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("policy", metavar="POLICY", help=POLICY_HELP)
    help_ = "show what may stand there instead; both are counted from 1"
    parser.add_argument("--at", metavar="LINE:COLUMN", type=_place, help=help_)


def _place(text: str) -> tuple[int, int]:
    """Return the place that an argument names; argparse reports what is raised here."""
    if not re.fullmatch(r"[0-9]{1,9}:[0-9]{1,9}", text):
        raise argparse.ArgumentTypeError("a place is written line:column, such as 12:3")
    line, column = text.split(":")
    return int(line), int(column)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    source, beside = source_of(arguments.policy)
    found = wordings_of(source, beside)
    if arguments.at is not None:
        cursor = cursor_at(source, *arguments.at)
        expected = () if cursor is None else found.expected(cursor)
        rows = [{"text": each.text, "shown": each.shown} for each in expected]
        if arguments.json:
            console.data(rows)
        elif expected:
            console.result("\n".join(each.text or each.shown for each in expected))
        return Exit.DONE
    if arguments.json:
        console.data(_data(found))
    else:
        blocks = ("\n".join(block) for block in _blocks(found) if len(block) > 1)
        console.result("\n\n".join(blocks) or _NOTHING)
    return Exit.DONE


def _means(known: Known, found: Wordings) -> list[str] | None:
    """Return the core text that a phrase stands for; None for one by code."""
    meaning = dict(found.phrases)[known]
    return None if isinstance(meaning, ByCode) else [meaning.line, *meaning.items]


def _blocks(found: Wordings) -> Iterator[list[str]]:
    """Yield the lines of each part: a heading, and under it what there is."""
    yield ["Phrases", *(line for known, _ in found.phrases for line in _phrase(known, found))]
    yield ["Clause kinds", *(line for kind in found.kinds for line in _kind(kind))]
    yield ["What two of them claim", *_claimed(found)]


def _phrase(known: Known, found: Wordings) -> Iterator[str]:
    yield f"  {shown_pattern(known.pattern)} ({known.name} of {known.vocabulary})"
    first, *items = _means(known, found) or [_CODE]
    yield f"    {first}"
    yield from (f"      {item}" for item in items)


def _kind(kind: Kind) -> Iterator[str]:
    yield f"  {kind.name} (of {kind.vocabulary}, reads as {kind.reads_as})"
    for line in kind.lines:
        yield f"    {line.shown()} ({line.often})"


def _claimed(found: Wordings) -> Iterator[str]:
    for each in found.overlaps:
        both = " and ".join(f"{k.name} of {k.vocabulary}" for k in (each.first, each.second))
        yield f"  the line `{each.example}`: {both}"
    for name, vocabularies in found.claimed:
        yield f"  the clause kind `{name}`: {' and '.join(vocabularies)}"


def _data(found: Wordings) -> _Row:
    phrases = [
        {
            "vocabulary": known.vocabulary,
            "name": known.name,
            "pattern": shown_pattern(known.pattern),
            "means": _means(known, found),
        }
        for known, _ in found.phrases
    ]
    kinds = [
        {
            "vocabulary": kind.vocabulary,
            "name": kind.name,
            "reads_as": kind.reads_as,
            "lines": [
                {"name": line.known.name, "pattern": line.shown(), "often": line.often}
                for line in kind.lines
            ],
        }
        for kind in found.kinds
    ]
    twice = [
        {
            "line": each.example,
            "phrases": [
                {"vocabulary": k.vocabulary, "name": k.name} for k in (each.first, each.second)
            ],
        }
        for each in found.overlaps
    ]
    claimed = [{"name": name, "vocabularies": list(owners)} for name, owners in found.claimed]
    return {
        "phrases": phrases,
        "clause_kinds": kinds,
        "lines_of_two": twice,
        "kinds_of_two": claimed,
    }


VERB = Verb("words", "Show what a file's vocabularies lend to its lines.", _configure, _run)
