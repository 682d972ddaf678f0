"""`peerpolicy schema`: what the facts of a policy may say, or what a decision says, as JSON Schema.

What it is for: editors, forms and other programs. May import: the frame of the command line and
`explain`. What stays true: the result is JSON with or without `--json`.
"""

from __future__ import annotations

import argparse

from peerpolicy.cli.console import Console
from peerpolicy.cli.frame import Exit, UsageError, Verb
from peerpolicy.cli.inputs import CHECKED_HELP, policy_of
from peerpolicy.explain.decision_schema import decision_json_schema


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("policy", metavar="POLICY", nargs="?", help=CHECKED_HELP)
    parser.add_argument(
        "--decision", action="store_true", help="describe what a decision says; of every policy"
    )


def _run(arguments: argparse.Namespace, console: Console) -> int:
    if arguments.decision and arguments.policy is None:
        console.data(decision_json_schema())
    elif arguments.decision:
        raise UsageError("`--decision` takes no POLICY: decisions of all policies have one form")
    elif arguments.policy is None:
        raise UsageError("name a POLICY, or write `--decision` for the form of decisions")
    else:
        console.data(policy_of(arguments.policy).json_schema())
    return Exit.DONE


VERB = Verb(
    "schema", "Print the JSON Schema of a policy's facts, or of decisions.", _configure, _run
)
