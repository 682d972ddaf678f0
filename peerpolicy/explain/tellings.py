"""Tellings: what became of one clause, with everything that is made of it when it is read.

What it is for: `Telling`, the part of a decision that many decisions may share. May import:
`explain`'s findings and limits, `ir`, `outcome` and attrs. What stays true: a telling rests on its
trace and on the clause alone, so whoever came to the same trace may be told the same.
"""

from __future__ import annotations

import attrs

from peerpolicy.explain.digests import outcome_text
from peerpolicy.explain.findings import Finding, counts, finding
from peerpolicy.explain.lazily import lazily
from peerpolicy.explain.limits import Limit, limits
from peerpolicy.explain.stamps import Stamps
from peerpolicy.ir.program import Clause, Program
from peerpolicy.ir.versions import Version
from peerpolicy.outcome import ClauseTrace
from peerpolicy.truth import Outcome


@attrs.frozen(eq=False, slots=False)
class Telling:
    """What became of one clause: its trace, and the version of the clause that was used.

    `capped`: a cap may be among what the clause asks. `rows` keeps the data forms of its finding,
    which `explain.data` makes.
    """

    program: Program = attrs.field(repr=False)
    clause: Clause = attrs.field(repr=False)
    trace: ClauseTrace = attrs.field(repr=False)
    versions: tuple[Version, ...] = attrs.field(repr=False)
    capped: bool
    rows: Stamps = attrs.field(factory=Stamps, init=False, repr=False)
    _found: dict[str, Finding] = attrs.field(factory=dict, init=False, repr=False)

    @lazily
    def finding(self) -> Finding:
        """The finding of the clause where no pathway stood in for it."""
        return finding(self.clause, self.trace, self.versions)

    def instead(self, met_by: str) -> Finding:
        """Return the finding of the clause, in the place of which a pathway was gone."""
        found = self._found.get(met_by)
        if found is None:
            found = self._found[met_by] = attrs.evolve(self.finding, satisfied_by=met_by)
        return found

    @lazily
    def counts(self) -> bool:
        """Whether the clause bears on the answer."""
        return counts(self.clause, self.trace)

    @lazily
    def outcome_text(self) -> str:
        """What of it the digest of a decision covers."""
        return outcome_text(self.clause.id, self.finding.outcome.value)

    @lazily
    def limits(self) -> tuple[Limit, ...]:
        """What the cap of the clause allows, none where it has no cap."""
        if not self.capped:
            return ()
        return tuple(limits(self.clause, self.finding, self.program.schema))

    @lazily
    def is_plain(self) -> bool:
        """Whether it adds nothing to a decision but its finding.

        It applies and holds, bears on the answer, and rests on nothing that somebody chose.
        """
        trace = self.trace
        if trace.applies is not Outcome.MET or trace.contribution is not Outcome.MET:
            return False
        if not self.counts or self.clause.assumptions:
            return False
        found = self.finding
        return not (found.conventions or found.provisional or self.limits)
