"""`peerpolicy decide`: the answer to one question about one case.

What it is for: the report of a decision, for people or as JSON. May import: the frame of the
command line, `policy`, `explain`, `diagnostics` and `truth`. What stays true: the day is always
given, because there is no clock; a decision that says no is no failure unless `--exit-code` asks.
"""

from __future__ import annotations

import argparse
from datetime import date

from peerpolicy.cli.console import Console
from peerpolicy.cli.frame import Exit, UsageError, Verb
from peerpolicy.cli.inputs import (
    CHECKED_HELP,
    FACTS_HELP,
    day_of,
    facts_of,
    policy_of,
    refuse_stdin_twice,
)
from peerpolicy.diagnostics import nearest
from peerpolicy.explain.decision import AUDIENCES
from peerpolicy.explain.mask import Values
from peerpolicy.policy import Policy
from peerpolicy.truth import Outcome

_EXIT = {Outcome.MET: Exit.DONE, Outcome.NOT_MET: Exit.FINDING, Outcome.UNKNOWN: Exit.UNKNOWN}


def _configure(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("policy", metavar="POLICY", help=CHECKED_HELP)
    add("facts", metavar="FACTS", help=FACTS_HELP)
    add("--as-of", type=day_of, metavar="DATE", help="the day judged on, such as 2026-11-23")
    add("--known-on", type=day_of, metavar="DATE", help="count only what was issued by that day")
    add("--question", metavar="QUESTION", help="may be left out where the policy has one")
    add(
        "--values",
        choices=("masked", "full"),
        help="hide or show values that are not public; the report shows them, JSON hides them",
    )
    add("--to", choices=AUDIENCES, default=AUDIENCES[0], help="for whom the report is")
    add("--remedies", action="store_true", help="say what would change the answer, too")
    add("--exit-code", action="store_true", help="exit 0 if met, 1 if not met, 4 if unknown")


def _run(arguments: argparse.Namespace, console: Console) -> int:
    day: date | None = arguments.as_of
    if day is None:
        raise UsageError(
            "say with `--as-of YEAR-MONTH-DAY` which day to judge on: peerpolicy has no clock, so"
            " the same facts give the same answer tomorrow"
        )
    refuse_stdin_twice([arguments.policy, arguments.facts])
    policy = policy_of(arguments.policy)
    question = _question(policy, arguments.question)
    facts = facts_of(arguments.facts)
    decision = policy.decide(facts, as_of=day, known_on=arguments.known_on, question=question)
    if arguments.json:
        values: Values = arguments.values or "masked"
        console.data(decision.to_dict(values=values, remedies=arguments.remedies))
    else:
        shown: Values | None = arguments.values
        console.result(decision.text(arguments.to, values=shown, remedies=arguments.remedies))
    return _EXIT[decision.outcome] if arguments.exit_code else Exit.DONE


def _question(policy: Policy, name: str | None) -> str:
    """Return the question that is meant. Errors: UsageError that lists the questions."""
    known = {question.id: question.asks for question in policy.questions}
    if name is None and len(known) == 1:
        return next(iter(known))
    if name in known and name is not None:
        return name
    lines = [f"  {each}: {asks}" for each, asks in known.items()]
    if name is None:
        raise UsageError("\n".join(["say with `--question` which question is meant:", *lines]))
    close = nearest(name, known)
    advice = f"; did you mean `{close}`?" if close else ", only these:"
    listed = [] if close else lines
    raise UsageError("\n".join([f"the policy has no question `{name}`{advice}", *listed]))


VERB = Verb("decide", "Answer a question about a case, with every reason.", _configure, _run)
