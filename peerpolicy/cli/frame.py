"""What every verb of the command line is made of.

What it is for: the exit codes, the error for wrong usage, and `Verb`. May import: the console,
`errors`, attrs and the standard library. What stays true: an exit code keeps its meaning for ever.
"""

from __future__ import annotations

import argparse
import enum
from collections.abc import Callable
from typing import NoReturn

import attrs

from peerpolicy.cli.console import Console


class Exit(enum.IntEnum):
    """The exit codes. With `decide --exit-code`, 0 is met, 1 not met and 4 unknown."""

    DONE = 0
    FINDING = 1
    USAGE = 2
    INPUT = 3
    UNKNOWN = 4
    BUG = 70
    INTERRUPTED = 130


class UsageError(Exception):
    """The command was not given as it should be; the text says how."""


@attrs.frozen
class Verb:
    """One verb: its name, one line about it, its arguments, and what it does."""

    name: str
    summary: str
    configure: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace, Console], int]

    def parser(self) -> argparse.ArgumentParser:
        """Return the parser of the verb's arguments. No errors."""
        parser = _Parser(
            prog=f"peerpolicy {self.name}",
            description=self.summary,
            allow_abbrev=False,
        )
        self.configure(parser)
        parser.add_argument("--json", action="store_true", help="print the result as JSON")
        return parser


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Refuse the arguments: nothing is printed and nobody exits here."""
        raise UsageError(f"{message}\n{self.format_usage().strip()}")
