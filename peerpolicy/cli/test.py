"""`peerpolicy test`: runs the examples that stand beside the rules.

What it is for: shows each worked case that no longer comes out as expected. May import: the frame
of the command line, `library`, `policy`, `explain` and `errors`. What stays true: all cases of all
policies run, whatever fails; a policy without examples is named and is no failure.
"""

from __future__ import annotations

import argparse

import attrs

from peerpolicy.cli.console import Console
from peerpolicy.cli.frame import Exit, Verb
from peerpolicy.cli.inputs import CHECKED_HELP, policy_of, refuse_stdin_twice
from peerpolicy.errors import PeerPolicyError
from peerpolicy.explain.examples import ExampleFailure, ExampleResult
from peerpolicy.library import shipped_ids


@attrs.frozen
class _Tested:
    policy: str
    results: tuple[ExampleResult, ...]

    @property
    def failed(self) -> int:
        return sum(not result.passed for result in self.results)

    def row(self) -> dict[str, object]:
        return {"policy": self.policy, "examples": [_row(result) for result in self.results]}


def _configure(parser: argparse.ArgumentParser) -> None:
    help_ = f"{CHECKED_HELP}; without any, all shipped policies"
    parser.add_argument("policies", nargs="*", metavar="POLICY", help=help_)


def _run(arguments: argparse.Namespace, console: Console) -> int:
    refuse_stdin_twice(arguments.policies)
    names = arguments.policies or list(shipped_ids())
    tested: list[_Tested] = []
    for name in names:
        try:
            tested.append(_Tested(name, policy_of(name).check_examples()))
        except (PeerPolicyError, OSError) as error:
            console.refuse(error)
    for each in tested:
        if not each.results:
            console.note(f"{each.policy}: no examples")
    if tested or arguments.json:
        _report(tested, arguments.json, console)
    if len(tested) < len(names):
        return Exit.INPUT
    return Exit.FINDING if any(each.failed for each in tested) else Exit.DONE


def _report(tested: list[_Tested], as_json: bool, console: Console) -> None:
    failed = sum(each.failed for each in tested)
    passed = sum(len(each.results) for each in tested) - failed
    if as_json:
        rows = [each.row() for each in tested]
        console.data({"schema_version": 1, "passed": passed, "failed": failed, "policies": rows})
        return
    for each in tested:
        for result in each.results:
            for failure in result.failures:
                console.result(_line(result, failure))
    summary = f"{passed} example{'' if passed == 1 else 's'} passed"
    console.result(f"{summary}, {failed} failed" if failed else summary)


def _line(result: ExampleResult, failure: ExampleFailure) -> str:
    where = f"{failure.place.show()}: example {result.id}: {failure.name}"
    return f"{where}: expected {failure.expected}, got {failure.came}"


def _row(result: ExampleResult) -> dict[str, object]:
    return {
        "id": result.id,
        "question": result.question,
        "as_of": result.as_of.isoformat(),
        "passed": result.passed,
        "failures": [
            {
                "name": failure.name,
                "expected": failure.expected,
                "got": failure.came,
                "file": failure.place.file,
                "line": failure.place.line,
                "column": failure.place.column,
            }
            for failure in result.failures
        ],
    }


VERB = Verb("test", "Run the examples beside the rules.", _configure, _run)
