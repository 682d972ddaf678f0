"""`peerpolicy check`: everything that is wrong with policies, in one run.

What it is for: the verb for authors and for continuous integration. May import: the frame of the
command line, `library`, `diagnostics` and `errors`. What stays true: one unreadable policy does
not hide what is wrong with the others; open points are shown on request and are no findings.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable

from peerpolicy.cli.console import Console
from peerpolicy.cli.frame import Exit, UsageError, Verb
from peerpolicy.cli.inputs import POLICY_HELP, refuse_stdin_twice, source_of
from peerpolicy.cli.open_points import open_points
from peerpolicy.diagnostics import Diagnostic, Severity
from peerpolicy.errors import PeerPolicyError
from peerpolicy.library import check_source


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("policies", nargs="+", metavar="POLICY", help=POLICY_HELP)
    parser.add_argument("--strict", action="store_true", help="a warning is a finding, too")
    parser.add_argument(
        "--open", action="store_true", help="list what the policy leaves to somebody"
    )


def _run(arguments: argparse.Namespace, console: Console) -> int:
    refuse_stdin_twice(arguments.policies)
    if arguments.json and arguments.open:
        raise UsageError("`--json` lists diagnostics only; `inspect --open --json` has open points")
    found: list[Diagnostic] = []
    unreadable = False
    for name in arguments.policies:
        try:
            found += _check(name, arguments, console)
        except (PeerPolicyError, OSError) as error:
            console.refuse(error)
            unreadable = True
    if arguments.json:
        console.data([d.to_dict() for d in found])
    if unreadable:
        return Exit.INPUT
    return Exit.FINDING if any(_counts(d, arguments.strict) for d in found) else Exit.DONE


def _check(name: str, arguments: argparse.Namespace, console: Console) -> tuple[Diagnostic, ...]:
    source, beside = source_of(name)
    program, found = check_source(source, beside)
    if not arguments.json:
        for each in found:
            console.result(each.render() + "\n")
        console.result(f"{source.name}: {_summary(found)}")
    if arguments.open and program is not None:
        for point in open_points(program):
            console.result(f"  {point.show()}")
    return found


def _counts(diagnostic: Diagnostic, strict: bool) -> bool:
    severity = diagnostic.severity
    return severity is Severity.ERROR or (strict and severity is Severity.WARNING)


def _summary(found: Iterable[Diagnostic]) -> str:
    counts = Counter(d.severity for d in found)
    parts = [
        f"{counts[severity]} {severity.value}{'' if counts[severity] == 1 else 's'}"
        for severity in Severity
        if counts[severity]
    ]
    return ", ".join(parts) or "no problems"


VERB = Verb("check", "Find everything that is wrong with policies.", _configure, _run)
