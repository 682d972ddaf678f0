"""From the words of a command to an exit code.

What it is for: `main`, which finds the verb, runs it and turns every error into a message and a
code. May import: the rest of `cli`, `errors`, `diagnostics` and `_version`. What stays true: no
exception leaves `main`; the report of a fault of ours holds no fact and no text of a policy.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from peerpolicy._version import __version__
from peerpolicy.cli.console import Console
from peerpolicy.cli.frame import Exit, UsageError, Verb
from peerpolicy.cli.help import make_help
from peerpolicy.diagnostics import nearest
from peerpolicy.errors import PeerPolicyError

_IN_FILES = ("check", "fmt", "decide", "test", "schema", "inspect", "words", "init")


class _Verbs(Mapping[str, Verb]):
    """The verbs by name; the file of a verb is imported when the verb is asked for."""

    def __getitem__(self, name: str) -> Verb:
        if name == "help":
            return make_help(self)
        if name not in _IN_FILES:
            raise KeyError(name)
        found = import_module(f"peerpolicy.cli.{name}").VERB
        assert isinstance(found, Verb)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter((*_IN_FILES, "help"))

    def __len__(self) -> int:
        return len(_IN_FILES) + 1


VERBS: Mapping[str, Verb] = _Verbs()
"""The verbs, in the order in which they are listed."""

_PACKAGE = Path(__file__).resolve().parent.parent


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code (see `cli.frame.Exit`).

    In: the words after `peerpolicy`; those of this process if left out. No errors are raised.
    """
    console = Console()
    try:
        code = _run(sys.argv[1:] if argv is None else list(argv), console)
        console.flush()
    except KeyboardInterrupt:
        console.note("peerpolicy: interrupted")
        return Exit.INTERRUPTED
    except UsageError as error:
        console.note(f"peerpolicy: {error}")
        return Exit.USAGE
    except (PeerPolicyError, OSError) as error:
        console.refuse(error)
        return Exit.INPUT
    except Exception as error:
        console.note(_report(error))
        return Exit.BUG
    return code


def _run(words: list[str], console: Console) -> int:
    if not words:
        raise UsageError(f"say what to do\n{_overview()}")
    first, rest = words[0], words[1:]
    if first in ("-h", "--help"):
        console.result(_overview())
        return Exit.DONE
    if first == "--version":
        console.result(f"peerpolicy {__version__}")
        return Exit.DONE
    verb = VERBS.get(first)
    if verb is None:
        raise UsageError(_unknown(first))
    if {"-h", "--help"} & set(rest):
        console.result(verb.parser().format_help())
        return Exit.DONE
    return verb.run(verb.parser().parse_intermixed_args(rest), console)


def _overview() -> str:
    lines = [f"  {verb.name:<9}{verb.summary}" for verb in VERBS.values()]
    first = "usage: peerpolicy VERB ...   (peerpolicy VERB -h explains a verb)"
    return "\n".join([first, "", *lines, "", "  --version, -h"])


def _unknown(word: str) -> str:
    if word.startswith("-"):
        return f"begin with a verb; `{word}` is an option\n{_overview()}"
    close = nearest(word, VERBS)
    advice = f"did you mean `{close}`?" if close else f"the verbs are: {', '.join(VERBS)}"
    return f"`{word}` is not a verb; {advice}"


def _report(error: Exception) -> str:
    """Say where a fault of ours happened, without the text of the error: it may hold facts."""
    where = "outside of peerpolicy"
    for frame in traceback.extract_tb(error.__traceback__):
        path = Path(frame.filename)
        if path.is_relative_to(_PACKAGE):
            where = f"{path.relative_to(_PACKAGE.parent).as_posix()}:{frame.lineno}"
    return (
        f"peerpolicy {__version__} has a fault: {type(error).__name__} at {where}\n"
        "please report this text; it holds nothing of your policy or your facts"
    )
