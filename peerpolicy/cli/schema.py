"""`peerpolicy schema`: what the facts of a policy may say, as JSON Schema.

What it is for: editors, forms and other programs. May import: the frame of the command line. What
stays true: the result is JSON with or without `--json`.
"""

from __future__ import annotations

import argparse

from peerpolicy.cli.console import Console
from peerpolicy.cli.frame import Exit, Verb
from peerpolicy.cli.inputs import POLICY_HELP, policy_of


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("policy", metavar="POLICY", help=POLICY_HELP)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    console.data(policy_of(arguments.policy).json_schema())
    return Exit.DONE


VERB = Verb("schema", "Print the JSON Schema of a policy's facts.", _configure, _run)
