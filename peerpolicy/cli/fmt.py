"""`peerpolicy fmt`: policies in their standard layout.

What it is for: formats files in place, or says which would change. May import: the frame of the
command line, `library`, `syntax.printer` and `errors`. What stays true: a file with errors of
layout or syntax is not touched; with `--check`, `--diff` or `--expand` no file is.
"""

from __future__ import annotations

import argparse
import difflib
from pathlib import Path

import attrs

from peerpolicy.cli.console import Console
from peerpolicy.cli.frame import Exit, UsageError, Verb
from peerpolicy.cli.inputs import STDIN, refuse_stdin_twice, source_of
from peerpolicy.errors import PeerPolicyError
from peerpolicy.library import expand_source
from peerpolicy.source import Source
from peerpolicy.syntax.printer import format_text


@attrs.frozen
class _Formatted:
    source: Source
    text: str

    @property
    def changed(self) -> bool:
        return self.text != self.source.text

    def diff(self) -> str:
        before, after = self.source.text.splitlines(), self.text.splitlines()
        lines = difflib.unified_diff(
            before, after, self.source.name, f"{self.source.name} (formatted)", lineterm=""
        )
        return "\n".join(lines)


def _configure(parser: argparse.ArgumentParser) -> None:
    help_ = "a file that ends in `.policy`, or `-`: from standard input to standard output"
    parser.add_argument("files", nargs="+", metavar="FILE", help=help_)
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if a file would change"
    )
    parser.add_argument("--diff", action="store_true", help="write nothing; show what would change")

    parser.add_argument(
        "--expand",
        action="store_true",
        help="write nothing; show one file with its phrases replaced by what they stand for",
    )


def _run(arguments: argparse.Namespace, console: Console) -> int:
    refuse_stdin_twice(arguments.files)
    if arguments.expand:
        return _show_expanded(arguments, console)
    for name in arguments.files:
        if name != STDIN and not name.endswith(".policy"):
            raise UsageError(f"`{name}` is no file to format: its name does not end in `.policy`")
    if STDIN in arguments.files and len(arguments.files) > 1:
        raise UsageError("`-` stands alone: its result goes to standard output")
    done: list[_Formatted] = []
    for name in arguments.files:
        try:
            done.append(_format(name, arguments, console))
        except (PeerPolicyError, OSError) as error:
            console.refuse(error)
    if arguments.json:
        console.data([{"file": each.source.name, "changed": each.changed} for each in done])
    if len(done) < len(arguments.files):
        return Exit.INPUT
    return Exit.FINDING if arguments.check and any(e.changed for e in done) else Exit.DONE


def _show_expanded(arguments: argparse.Namespace, console: Console) -> int:
    if len(arguments.files) > 1 or arguments.check or arguments.diff or arguments.json:
        raise UsageError("`--expand` shows one file and takes no other option")
    try:
        source, beside = source_of(arguments.files[0])
        console.exact(format_text(expand_source(source, beside)))
    except (PeerPolicyError, OSError) as error:
        console.refuse(error)
        return Exit.INPUT
    return Exit.DONE


def _format(name: str, arguments: argparse.Namespace, console: Console) -> _Formatted:
    source, _ = source_of(name)
    formatted = _Formatted(source, format_text(source))
    writes = not (arguments.check or arguments.diff)
    if writes and name == STDIN and not arguments.json:
        console.exact(formatted.text)
    elif writes and name != STDIN and formatted.changed:
        Path(name).write_bytes(formatted.text.encode("utf-8"))
    if formatted.changed and not arguments.json:
        if arguments.diff:
            console.result(formatted.diff())
        elif name != STDIN or arguments.check:
            console.note(f"{'would format' if arguments.check else 'formatted'} {source.name}")
    return formatted


VERB = Verb("fmt", "Put policy files into their standard layout.", _configure, _run)
