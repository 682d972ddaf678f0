"""The arguments that several verbs share: a policy, facts, a day.

What it is for: from the words of a command to sources, policies and facts. May import: `library`,
`loading`, `policy`, `facts`, `source`, `errors` and the frame. What stays true: what ends in
`.policy` is a file, and what ends in `.json` is one of facts or a policy that was saved; `-` is
standard input, anything else a shipped id.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from peerpolicy.cli.frame import UsageError
from peerpolicy.errors import PeerPolicyError, PolicyError

if TYPE_CHECKING:  # a saved policy needs neither the parser nor the checker
    from peerpolicy.policy import Policy
    from peerpolicy.source import Source

STDIN = "-"
POLICY_HELP = "a file that ends in `.policy`, `-` for standard input, or the id of a shipped policy"
CHECKED_HELP = f"{POLICY_HELP}; or a `.json` file, a policy that was saved"
FACTS_HELP = "a `.json` file, `-`, or the id of a shipped policy for its sample facts"

_STDIN_NAME = "<stdin>"


def source_of(argument: str) -> tuple[Source, Path | None]:
    """Return the text of a POLICY argument and the folder it lies in, if it lies in one.

    Errors: UsageError for an id that is not shipped; PolicyError PP101 and OSError for a file that
    cannot be read.
    """
    from peerpolicy.library import decode_source, read_source, shipped_source

    if argument == STDIN:
        return decode_source(_stdin(), _STDIN_NAME), None
    if argument.endswith(".policy"):
        return read_source(argument), Path(argument).parent
    with _naming_a_shipped_id(argument, ".policy"):
        return shipped_source(argument), None


def policy_of(argument: str) -> Policy:
    """Load a POLICY argument, which may be a saved policy, too.

    Errors: as for `source_of`, and PolicyError with everything that is wrong.
    """
    if argument.endswith(".json"):
        from peerpolicy.loading import load_compiled

        return load_compiled(argument)
    from peerpolicy.library import load_source
    from peerpolicy.policy import Policy

    source, beside = source_of(argument)
    return Policy(load_source(source, beside))


def facts_of(argument: str) -> object:
    """Return what a FACTS argument says, as plain data.

    Errors: UsageError for an id that is not shipped; FactsError and OSError for what cannot be
    read.
    """
    from peerpolicy.facts.files import parse_json

    if argument == STDIN:
        return parse_json(_stdin(), _STDIN_NAME)
    if argument.endswith(".json"):
        return parse_json(Path(argument).read_bytes(), argument)
    from peerpolicy.library import shipped_facts

    with _naming_a_shipped_id(argument, ".json"):
        return parse_json(shipped_facts(argument), argument)


def day_of(argument: str) -> date:
    """Return the day that an argument names; argparse reports what is raised here."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", argument):
        try:
            return date.fromisoformat(argument)
        except ValueError:
            raise argparse.ArgumentTypeError("there is no such day in the calendar") from None
    raise argparse.ArgumentTypeError("a day is written year-month-day, such as 2026-11-23")


def refuse_stdin_twice(arguments: list[str]) -> None:
    """Refuse `-` more than once: standard input can be read once. Errors: UsageError."""
    if arguments.count(STDIN) > 1:
        raise UsageError("`-` can stand for one input only")


@contextmanager
def _naming_a_shipped_id(argument: str, ending: str) -> Iterator[None]:
    try:
        yield
    except PolicyError:
        raise
    except PeerPolicyError as error:
        is_file = Path(argument).is_file()
        advice = f"; the name of a file ends in `{ending}`" if is_file else ""
        raise UsageError(f"{error}{advice}") from None


def _stdin() -> bytes:
    return sys.stdin.buffer.read()
