"""Worked cases: what an example expected, what came, and where the example says so.

What it is for: `ExampleResult`, so that a failed case is data. May import: `explain`'s decision,
`ir`, `source`, `quantity` and attrs. What stays true: a case passes only if each expectation is
met; a failure says what was expected and what came, never a fact.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from peerpolicy.explain.decision import Decision
from peerpolicy.explain.findings import Finding
from peerpolicy.ir.program import Example, Expectation
from peerpolicy.quantity import Interval, show
from peerpolicy.source import Place
from peerpolicy.truth import Outcome

NOT_IN_FORCE = "not in force"
"""What an example expects of a question without rules, or of a clause without a version."""


@attrs.frozen
class ExampleFailure:
    """One expectation that was not met: of what, what was expected, what came, and where."""

    name: str
    expected: str
    came: str
    place: Place


@attrs.frozen
class ExampleResult:
    """How one worked case came out.

    >>> import peerpolicy as pp
    >>> results = pp.load_shipped("us/ct/dds_peer_to_peer").check_examples()
    >>> [r.id for r in results if not r.passed]
    []
    """

    id: str
    question: str
    as_of: date
    failures: tuple[ExampleFailure, ...]
    place: Place = attrs.field(repr=False)

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return not self.failures


def compare(
    example: Example, decision: Decision, others: dict[str, Finding]
) -> tuple[ExampleFailure, ...]:
    """Compare what an example expects with what came.

    In: `others` are the findings of clauses of other questions that the example names. Out: what
    failed. No errors.
    """
    found = {f.id: f for f in decision.findings} | others
    return tuple(
        ExampleFailure(each.name or each.need or "", expected, came, each.place)
        for each in example.expectations
        for expected, came in _compared(each, decision, found)
        if expected != came
    )


def compare_undecided(example: Example) -> tuple[ExampleFailure, ...]:
    """Compare what an example expects with a day on which no rule is in force. No errors."""
    return tuple(
        ExampleFailure(each.name or each.need or "", _expected(each), NOT_IN_FORCE, each.place)
        for each in example.expectations
        if each.outcome != NOT_IN_FORCE
    )


def _expected(each: Expectation) -> str:
    if each.need is not None:
        return f"needs {each.need}"
    return each.outcome or "an amount"


def _compared(
    each: Expectation, decision: Decision, found: dict[str, Finding]
) -> Iterator[tuple[str, str]]:
    if each.need is not None:
        needed = any(each.need == ask.name for ask in decision.needs())
        yield f"needs {each.need}", f"needs {each.need}" if needed else "not needed"
    if each.outcome is not None:
        came = _outcome(each.name, decision, found)
        if each.outcome == NOT_IN_FORCE and each.name in found and found[each.name].not_in_force:
            came = NOT_IN_FORCE
        yield each.outcome, came
    if each.answer is not None:
        yield each.answer, _named(each.name, decision)
    if each.low is not None:
        high = each.low if each.high is None else each.high
        yield f"{show(each.low)} through {show(high)}", _amount(each.name, decision)


def _outcome(name: str, decision: Decision, found: dict[str, Finding]) -> str:
    if name == decision.question:
        return decision.outcome.value
    return found[name].outcome.value if name in found else "no such clause"


def _named(name: str, decision: Decision) -> str:
    """Return the answer that is settled, by its name."""
    if name != decision.question or not decision.answers:
        return "no such answer"
    return decision.answer if isinstance(decision.answer, str) else Outcome.UNKNOWN.value


def _amount(name: str, decision: Decision) -> str:
    """Return the payable amount: of the question, or what one limit allows."""
    allowed = next((limit.allowed for limit in decision.limits if limit.id == name), None)
    amount = decision.amount if name == decision.question else allowed
    return _through(amount) if amount is not None else "no amount"


def _through(amount: Interval) -> str:
    high = "any number" if amount.high is None else show(amount.high)
    return f"{show(amount.low)} through {high}"
