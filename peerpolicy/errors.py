"""The exceptions of peerpolicy: one class for each person who has to act.

What it is for: `PolicyError` speaks to the author of a policy, `FactsError` and `RowError` to the
caller of a decision, `NotInForceError`, `ReplayError` and `UnsupportedByBackend` to the service.
May import: `diagnostics`.
What stays true: all derive from `PeerPolicyError`; whatever can be said at once is said at once
in `.diagnostics`; no message holds the value of a fact.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from peerpolicy.diagnostics import Diagnostic


class PeerPolicyError(Exception):
    """The base of every error that peerpolicy raises on purpose.

    >>> import peerpolicy as pp
    >>> try:
    ...     pp.load_shipped("us/mt/sdmi_peer_suport")
    ... except pp.PeerPolicyError as error:
    ...     print(error)
    no policy `us/mt/sdmi_peer_suport` is shipped; did you mean `us/mt/sdmi_peer_support`?
    """


class _WithDiagnostics(PeerPolicyError):
    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = tuple(diagnostics)
        super().__init__("\n".join(d.render() for d in self.diagnostics))

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        return type(self), (self.diagnostics,)


class PolicyError(_WithDiagnostics):
    """A policy cannot be used; `.diagnostics` holds everything that is wrong with it.

    Raised by the loader. Codes PP101 to PP506; PP701 to PP706 for the vocabularies of other
    distributions; PP711 to PP713 for saved policies.

    >>> import peerpolicy as pp
    >>> try:
    ...     pp.loads("language 1\\nprogam x:\\n", name="x.policy")
    ... except pp.PolicyError as error:
    ...     print(error.diagnostics[0].code, error.diagnostics[0].help)
    PP103 did you mean `program`?
    """


class FactsError(_WithDiagnostics):
    """Facts cannot be read against a policy; `.diagnostics` holds everything that is wrong.

    Raised by `Policy.decide` and the facts readers. Codes PP601 to PP608.

    >>> import peerpolicy as pp
    >>> from datetime import date
    >>> policy = pp.load_shipped("us/ct/dds_peer_to_peer")
    >>> try:
    ...     policy.decide({"peer": {"birthdate": "2000-01-01"}},
    ...                   as_of=date(2026, 11, 23), question="hire")
    ... except pp.FactsError as error:
    ...     print(error.diagnostics[0].code, error.diagnostics[0].help)
    PP602 did you mean `birth_date`?
    """


class RowError(_WithDiagnostics):
    """A row cannot be read as facts; it stands among the decisions, in the place of its own.

    Given by `Policy.decide_many`, which raises nothing for it. `position` counts the rows from 0;
    `diagnostics` are those of the FactsError that `Policy.decide` would raise.

    >>> import peerpolicy as pp
    >>> from datetime import date
    >>> policy = pp.load_shipped("us/ct/dds_peer_to_peer")
    >>> rows = [{"peer": {"birth_date": "2000-01-01"}}, {"peer": {"birth_date": "tomorrow"}}]
    >>> _, second = policy.decide_many(rows, as_of=date(2026, 11, 23), question="hire")
    >>> second.position, second.diagnostics[0].code
    (1, 'PP605')
    """

    def __init__(self, position: int, diagnostics: Iterable[Diagnostic]) -> None:
        self.position = position
        super().__init__(diagnostics)

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Pickle the position and the diagnostics."""
        return type(self), (self.position, self.diagnostics)


class NotInForceError(PeerPolicyError):
    """No rule of the policy is in force on the day asked about.

    Raised by `Policy.decide` and `Requirement.evaluate`. `in_force` holds the spans on which there
    are rules, each a first and a last day; None at an end stands for no such day.

    >>> import peerpolicy as pp
    >>> from datetime import date
    >>> error = pp.NotInForceError("not in force", [(date(2026, 6, 1), None)])
    >>> error.in_force
    ((datetime.date(2026, 6, 1), None),)
    """

    def __init__(
        self, message: str, in_force: Iterable[tuple[date | None, date | None]] = ()
    ) -> None:
        self.in_force = tuple(in_force)
        super().__init__(message)

    def __reduce__(self) -> tuple[type, tuple[object, ...]]:
        """Pickle the message and the days."""
        return type(self), (str(self), self.in_force)


class ReplayError(PeerPolicyError):
    """A case decided again does not give what is on record; `differs` names what differs.

    Raised by `Policy.replay`. The names are fields of the decision's data, such as
    `policy_digest`, `facts_digest`, `outcome`, or `findings` followed by the clause.

    >>> import peerpolicy as pp
    >>> from datetime import date
    >>> policy = pp.load_shipped("us/ct/dds_peer_to_peer")
    >>> facts = {"peer": {"birth_date": "2007-04-02"}}
    >>> record = policy.decide(facts, as_of=date(2026, 11, 23), question="hire").to_dict()
    >>> try:
    ...     policy.replay(record, {"peer": {"birth_date": "1990-04-02"}})
    ... except pp.ReplayError as error:
    ...     print(error.differs)
    ('facts_digest', 'outcome', 'findings min_age', 'digest')
    """

    def __init__(self, message: str, differs: Iterable[str]) -> None:
        self.differs: tuple[str, ...] = tuple(differs)
        super().__init__(message)

    def __reduce__(self) -> tuple[type, tuple[str, tuple[str, ...]]]:
        return type(self), (str(self), self.differs)


class UnsupportedByBackend(PeerPolicyError):
    """An evaluator cannot express a construct of this policy; `construct` names it.

    Raised by the code generator; the interpreter expresses every construct.

    >>> import peerpolicy as pp
    >>> pp.UnsupportedByBackend("some who").construct
    'some who'
    """

    def __init__(self, construct: str) -> None:
        self.construct = construct
        super().__init__(f"this evaluator does not support `{construct}`")
