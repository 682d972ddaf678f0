"""The rows of the table: what a caller does with a policy, as a function of one applicant."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import peerpolicy as pp
from tests.bench.applicants import AS_OF, Peer

TESTS = Path(__file__).parents[1]
POLICIES = {
    "A": TESTS / "missing_facts" / "work_a.policy",
    "B": TESTS / "missing_facts" / "work_b.policy",
    "C": TESTS / "bench" / "work_c.policy",
}
Row = Callable[[pp.Policy, Any], object]


def facts_read(policy: pp.Policy, facts: pp.CheckedFacts) -> object:
    """Decide on facts that were read before; read the outcome alone."""
    return policy.decide(facts, as_of=AS_OF).outcome


def asked_first(policy: pp.Policy, facts: pp.CheckedFacts) -> object:
    """Decide on facts that were read before, and of which nothing is worked out yet."""
    facts.facts.kept.clear()
    return policy.decide(facts, as_of=AS_OF).outcome


def outcome(policy: pp.Policy, peer: Peer) -> pp.Outcome:
    """Decide on raw facts, which are checked and copied; read the outcome alone."""
    return policy.decide({"peer": peer}, as_of=AS_OF).outcome


def records(policy: pp.Policy, peer: Peer) -> object:
    """Decide, and read every public record; remedies aside."""
    decision = policy.decide({"peer": peer}, as_of=AS_OF)
    return (
        decision.findings,
        decision.blocking,
        decision.advice,
        decision.limits,
        decision.referrals,
        decision.conventions,
        decision.interpretations,
        decision.needs(),
        decision.digest,
    )


def data(policy: pp.Policy, peer: Peer) -> object:
    """Decide, and make JSON-ready data with private values masked."""
    return policy.decide({"peer": peer}, as_of=AS_OF).to_dict()


READ_BEFORE: dict[str, Row] = {
    "decision, facts read before": facts_read,
    "the same, asked first": asked_first,
}
"""The rows whose cases are facts that the policy has read, before the clock runs."""

ROWS: dict[str, Row] = {
    **READ_BEFORE,
    "decision, outcome read": outcome,
    "every public record read": records,
    "to JSON-ready data, masked": data,
}
