"""The rows of the table: what a caller does with a policy, and how much it may cost.

What stays true: the cases of a row are as many different applicants as the table is asked for, so
that nothing is measured that is only fast because it was just answered; what is kept with facts
that were read is thrown away where a row says "asked first".
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs

import peerpolicy as pp
from peerpolicy.backends.codegen import compile_question
from peerpolicy.backends.interpreter import KERNELS
from tests.bench.applicants import AS_OF, Peer

TESTS = Path(__file__).parents[1]
POLICIES = {
    "A": TESTS / "missing_facts" / "work_a.policy",
    "B": TESTS / "missing_facts" / "work_b.policy",
    "C": TESTS / "bench" / "work_c.policy",
}
Ask = Callable[[Any], object]
"""What is timed, as a function of one case."""


@attrs.frozen
class Row:
    """One row: how a case is asked about, and what it may cost, as a ratio to yes or no by hand.

    `reads_before`: the cases are facts that the policy has read. `most` is the target of works A
    and B, `most_of_c` that of work C; None where there is none.
    """

    name: str
    ask: Callable[[pp.Policy], Ask]
    reads_before: bool
    most: float | None = None
    most_of_c: float | None = None

    def target(self, work: str) -> float | None:
        """Return the target for a work."""
        return self.most_of_c if work == "C" else self.most


def verdict(policy: pp.Policy) -> Ask:
    """Ask the generated code alone: met, not met or unknown, and no decision."""
    made = compile_question(policy.program, policy.questions[0], KERNELS)
    return lambda checked: made.verdict(checked.facts, AS_OF)


def facts_read(policy: pp.Policy) -> Ask:
    """Decide on facts that were read before, and asked about before; read the outcome."""
    return lambda checked: policy.decide(checked, as_of=AS_OF).outcome


def first(ask: Callable[[pp.Policy], Ask]) -> Callable[[pp.Policy], Ask]:
    """Do the same on facts of which nothing is worked out yet."""

    def asked(policy: pp.Policy) -> Ask:
        again = ask(policy)

        def fresh(checked: Any) -> object:
            checked.facts.kept.clear()
            return again(checked)

        return fresh

    return asked


def outcome(policy: pp.Policy) -> Ask:
    """Decide on raw facts, which are checked and copied; read the outcome."""
    return lambda peer: policy.decide({"peer": peer}, as_of=AS_OF).outcome


def public_records(decision: pp.Decision) -> object:
    """Read every public record of a decision, and of each finding what most readers want."""
    told = [
        (each.outcome, each.text, each.observed, each.required, each.shortfall, each.citation)
        for each in decision.findings
    ]
    return (
        told,
        decision.blocking,
        decision.advice,
        decision.limits,
        decision.referrals,
        decision.conventions,
        decision.interpretations,
        decision.routes,
        decision.needs(),
    )


def records(policy: pp.Policy) -> Ask:
    """Decide on raw facts, and read every public record; remedies aside."""
    return lambda peer: public_records(policy.decide({"peer": peer}, as_of=AS_OF))


def records_and_digest(policy: pp.Policy) -> Ask:
    """Do that, and work out the digest of what was decided."""

    def ask(peer: Peer) -> object:
        decision = policy.decide({"peer": peer}, as_of=AS_OF)
        return public_records(decision), decision.digest

    return ask


def data(policy: pp.Policy) -> Ask:
    """Decide on raw facts, and make JSON-ready data with private values masked."""
    return lambda peer: policy.decide({"peer": peer}, as_of=AS_OF).to_dict()


ROWS = (
    Row("verdict, facts asked before", verdict, True, 2.5, 2.5),
    Row("verdict, facts asked first", first(verdict), True),
    Row("decision, facts asked before", facts_read, True, 6, 4),
    Row("decision, facts asked first", first(facts_read), True),
    Row("decision, raw facts", outcome, False, 12, 6),
    Row("every public record read", records, False, 20, 10),
    Row("every record and the digest", records_and_digest, False),
    Row("to JSON-ready data, masked", data, False, 25, 12),
)
