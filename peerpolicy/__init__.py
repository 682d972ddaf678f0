"""Rules about peer support work, written like their source text and decided with an explanation.

Load a policy, ask it a question about a case as of a day, and read the answer:

>>> import peerpolicy as pp
>>> from datetime import date
>>> policy = pp.load_shipped("us/ct/dds_peer_to_peer")
>>> facts = {"evidence": "verified", "peer": {"birth_date": "2007-04-02"}}
>>> decision = policy.decide(facts, as_of=date(2026, 11, 23), question="hire")
>>> decision.outcome
<Outcome.NOT_MET: 'not met'>
>>> age = decision.finding("min_age")
>>> age.text, age.shortfall.show(), age.changes_on.isoformat()
('age is at least 21 years', '2', '2028-04-02')

An outcome is met, not met or unknown, and an unknown says what is missing:

>>> policy.decide({}, as_of=date(2026, 11, 23), question="hire").outcome
<Outcome.UNKNOWN: 'unknown'>

`decision.text()` is the same for people. Your own policies are loaded with `load(path)` or
`loads(text)`; `shipped_ids()` lists what comes with the package.

What it is for: the public interface; every name in `__all__` is a promise. May import: all rooms
but `cli`. What stays true: importing reads no file and runs nothing.
"""

from typing import TYPE_CHECKING, Any

from peerpolicy._version import __version__

if TYPE_CHECKING:
    from peerpolicy.check.by_code import ClauseLines, PhraseLine
    from peerpolicy.diagnostics import Diagnostic, Severity
    from peerpolicy.errors import (
        FactsError,
        NotInForceError,
        PeerPolicyError,
        PolicyError,
        ReplayError,
        RowError,
        UnsupportedByBackend,
    )
    from peerpolicy.explain.answers import Answer
    from peerpolicy.explain.decision import Decision
    from peerpolicy.explain.decision_schema import decision_json_schema
    from peerpolicy.explain.findings import Finding
    from peerpolicy.explain.plan import Plan
    from peerpolicy.explain.remedies import FindingRemedies, Remedies
    from peerpolicy.explain.routes import Route
    from peerpolicy.explain.steps import Step
    from peerpolicy.facts.marks import (
        ABSENT,
        NOT_KNOWN,
        NearMissWarning,
        attested,
        claimed,
        complete,
        shown,
        verified,
    )
    from peerpolicy.facts.model import CheckedFacts
    from peerpolicy.ir.force import Days
    from peerpolicy.ir.schema import Grade
    from peerpolicy.ir.versions import Version
    from peerpolicy.library import shipped_ids
    from peerpolicy.loading import load, load_compiled, load_shipped, loads
    from peerpolicy.outcome import Cause, FindingOutcome, Need, Reason
    from peerpolicy.plugins import Vocabulary
    from peerpolicy.policy import Policy, Requirement
    from peerpolicy.quantity import Interval
    from peerpolicy.truth import Outcome

__all__ = [
    "ABSENT",
    "NOT_KNOWN",
    "Answer",
    "Cause",
    "CheckedFacts",
    "ClauseLines",
    "Days",
    "Decision",
    "Diagnostic",
    "FactsError",
    "Finding",
    "FindingOutcome",
    "FindingRemedies",
    "Grade",
    "Interval",
    "NearMissWarning",
    "Need",
    "NotInForceError",
    "Outcome",
    "PeerPolicyError",
    "PhraseLine",
    "Plan",
    "Policy",
    "PolicyError",
    "Reason",
    "Remedies",
    "ReplayError",
    "Requirement",
    "Route",
    "RowError",
    "Severity",
    "Step",
    "UnsupportedByBackend",
    "Version",
    "Vocabulary",
    "__version__",
    "attested",
    "claimed",
    "complete",
    "decision_json_schema",
    "load",
    "load_compiled",
    "load_shipped",
    "loads",
    "shipped_ids",
    "shown",
    "verified",
]

_ROOMS = {
    "ABSENT": "facts.marks",
    "Answer": "explain.answers",
    "Cause": "outcome",
    "CheckedFacts": "facts.model",
    "ClauseLines": "check.by_code",
    "Days": "ir.force",
    "Decision": "explain.decision",
    "Diagnostic": "diagnostics",
    "FactsError": "errors",
    "Finding": "explain.findings",
    "FindingOutcome": "outcome",
    "FindingRemedies": "explain.remedies",
    "Grade": "ir.schema",
    "Interval": "quantity",
    "NOT_KNOWN": "facts.marks",
    "NearMissWarning": "facts.marks",
    "Need": "outcome",
    "NotInForceError": "errors",
    "Outcome": "truth",
    "PeerPolicyError": "errors",
    "PhraseLine": "check.by_code",
    "Plan": "explain.plan",
    "Policy": "policy",
    "PolicyError": "errors",
    "Reason": "outcome",
    "Remedies": "explain.remedies",
    "ReplayError": "errors",
    "Requirement": "policy",
    "Route": "explain.routes",
    "RowError": "errors",
    "Severity": "diagnostics",
    "Step": "explain.steps",
    "UnsupportedByBackend": "errors",
    "Version": "ir.versions",
    "Vocabulary": "plugins",
    "attested": "facts.marks",
    "claimed": "facts.marks",
    "complete": "facts.marks",
    "decision_json_schema": "explain.decision_schema",
    "load": "loading",
    "load_compiled": "loading",
    "load_shipped": "loading",
    "loads": "loading",
    "shipped_ids": "library",
    "shown": "facts.marks",
    "verified": "facts.marks",
}
"""Where each public name lives; it is imported when it is first asked for."""


if not TYPE_CHECKING:  # a type checker knows the names from above, and no others

    def __getattr__(name: str) -> Any:
        """Import a public name when it is first asked for, so that nobody waits for the others."""
        if name not in _ROOMS:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        found = getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    """List the public names, imported or not."""
    return sorted({*globals(), *__all__})
