"""A finding: what became of one clause, as data that texts and services read.

What it is for: `Finding`, and how it is made from a clause and its trace. May import: `outcome`,
`ir`, `truth`, `source` and attrs. What stays true: a clause is *not applicable* only where it
certainly does not apply; what was seen and what was needed stand side by side only where one leaf
decides; the `repr` of a finding holds no value of a fact.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from peerpolicy.explain.exceptions import (
    FoundException,
    Told,
    found_exceptions,
    in_force,
)
from peerpolicy.explain.traces import Leaf, below, deciding, reasons
from peerpolicy.ir.program import Assumption, Citation, Clause, Force
from peerpolicy.ir.schema import Grade, Sensitivity
from peerpolicy.ir.versions import Version
from peerpolicy.outcome import (
    CONFLICT,
    ClauseTrace,
    FindingOutcome,
    Observed,
    PeriodTrace,
    Reason,
    Required,
    Trace,
    around,
)
from peerpolicy.quantity import Interval
from peerpolicy.source import Place
from peerpolicy.truth import Outcome


@attrs.frozen(kw_only=True)
class Finding:
    """What one clause says about one case.

    `outcome` joins `applies` and `holds`; `force` says whether it bears on the answer. `observed`,
    `required` and `shortfall` are set where a single test decides, else `parts` tells. `evidence`
    is the lowest grade among the values read, None where none was read. `changes_on` is the day on
    which the clause alone would be met. `unknown_because` holds the reasons of an unknown.
    `exceptions` are those made to the clause, with what each comes to; where one holds and asks for
    something else, `parts` and all fields beside it are about that.
    Of a pathway, `replaces` are the clauses it may be gone instead of; `satisfied_by` names the
    pathway that was gone instead of this clause. `contributes` says whether it bears on the
    answer: advice does not, what is only planned does only while the program is proposed. `version`
    names the days of the text that was used, None where it is not known which text that is;
    `not_in_force` says that none holds on the judged day.

    >>> import peerpolicy as pp
    >>> from datetime import date
    >>> policy = pp.load_shipped("us/ct/dds_peer_to_peer")
    >>> d = policy.decide({"peer": {"birth_date": "2007-04-02"}},
    ...                   as_of=date(2026, 11, 23), question="hire")
    >>> age = d.finding("min_age")
    >>> age.outcome, age.required.bound, age.shortfall.show(), age.changes_on.isoformat()
    (<FindingOutcome.NOT_MET: 'not met'>, 21, '2', '2028-04-02')
    """

    id: str
    kind: str
    outcome: FindingOutcome
    applies: Outcome
    holds: Outcome
    force: Force
    evidence: Grade | None = attrs.field(repr=False)
    observed: Observed | None = attrs.field(repr=False)
    required: Required | None = attrs.field(repr=False)
    shortfall: Interval | None = attrs.field(repr=False)
    unknown_because: tuple[Reason, ...] = attrs.field(repr=False)
    changes_on: date | None = attrs.field(repr=False)
    citation: tuple[Citation, ...] = attrs.field(repr=False)
    span: Place = attrs.field(repr=False)
    progress: PeriodTrace | None = attrs.field(repr=False)
    text: str = attrs.field(repr=False)
    parts: Trace = attrs.field(repr=False)
    deciding: tuple[Leaf, ...] = attrs.field(repr=False)
    guard: Trace | None = attrs.field(repr=False)
    exceptions: tuple[FoundException, ...] = attrs.field(repr=False)
    assumptions: tuple[Assumption, ...] = attrs.field(repr=False)
    conventions: frozenset[str] = attrs.field(repr=False)
    provisional: bool
    replaces: tuple[str, ...] = attrs.field(default=(), repr=False)
    satisfied_by: str | None = attrs.field(default=None, repr=False)
    contributes: bool = attrs.field(default=True, repr=False)
    version: Version | None = attrs.field(default=None, repr=False)

    @property
    def around(self) -> tuple[Trace, ...]:
        """What says whether the clause counts as it is written: its guard and its exceptions."""
        return around(self.guard, (each.condition for each in self.exceptions))

    @property
    def told(self) -> tuple[Trace, ...]:
        """The traces that this finding shows: its condition, its guard and its exceptions."""
        instead = (each.instead for each in self.exceptions if each.instead is not None)
        return (self.parts, *self.around, *instead)

    @property
    def may_apply(self) -> bool:
        """Whether the clause applies or perhaps applies."""
        return self.applies is not Outcome.NOT_MET

    @property
    def either_way(self) -> bool:
        """Whether it is not known to apply but holds, so that it does not block in any case."""
        return not self.replaces and self.applies is Outcome.UNKNOWN and self.holds is Outcome.MET

    @property
    def not_in_force(self) -> bool:
        """Whether no version of the clause holds on the judged day."""
        return self.parts.not_in_force

    @property
    def sensitivity(self) -> Sensitivity:
        """How private the values are: what was seen, the shortfall, the day of change."""
        return sensitivity(self.observed)


def finding(
    clause: Clause,
    trace: ClauseTrace,
    versions: tuple[Version, ...] = (),
    satisfied_by: str | None = None,
) -> Finding:
    """Make the finding of a clause from its trace.

    In: the version that was used, or the first of those tried; `versions`, the clause's own, from
    the earliest; the pathway that was gone instead, if one was. No errors.
    """
    told = in_force(clause, trace)
    parts = _joined(trace, told)
    leaves = _leaves(trace, told, versions)
    unsure = bool(trace.tried) and not trace.in_turn
    used = versions[trace.version] if versions and not unsure else None
    only = leaves[0] if len(leaves) == 1 else None
    rests_on = tuple([each for top in _tops(trace, parts) for each in below(top)])
    return Finding(
        id=clause.id,
        kind=clause.kind,
        outcome=_outcome(trace),
        applies=trace.applies,
        holds=trace.holds,
        force=clause.force,
        evidence=parts.grade,
        observed=only.trace.observed if only else None,
        required=_required(only) if only else None,
        shortfall=only.trace.shortfall if only and not only.denied else None,
        unknown_because=_reasons(trace, parts),
        changes_on=_within(used, _changes_on(trace, parts, only)),
        citation=_citations(_cited(trace, versions) or clause.citations, rests_on),
        span=clause.place,
        progress=next((t.progress for t in below(parts) if t.progress), None),
        text=clause.text or trace.condition.text,
        parts=parts,
        deciding=leaves,
        guard=trace.guard,
        exceptions=found_exceptions(clause, trace),
        assumptions=clause.assumptions,
        conventions=frozenset[str]().union(*[each.conventions for each in rests_on]),
        provisional=any(each.provisional for each in rests_on),
        replaces=trace.replaces,
        satisfied_by=satisfied_by,
        contributes=counts(clause, trace),
        version=used,
    )


def counts(clause: Clause, trace: ClauseTrace) -> bool:
    """Say whether a clause bears on the answer; advice never does. No errors."""
    return clause.force is not Force.SHOULD and trace.contributes


def _leaves(trace: ClauseTrace, told: Told, versions: tuple[Version, ...]) -> tuple[Leaf, ...]:
    """Return the leaves that decide; of versions that were tried, the node stands for itself."""
    if not trace.tried:
        return _deciding(trace, told)
    if trace.in_turn:
        return tuple(Leaf(t) for t in trace.condition.children if t.outcome is trace.holds)
    tried = tuple(versions[t.version] for t in trace.tried) if versions else ()
    return (Leaf(trace.condition, versions=tried),)


def _cited(trace: ClauseTrace, versions: tuple[Version, ...]) -> tuple[Citation, ...]:
    """Return what the versions cite of which any may hold, each place once."""
    if not versions or not trace.tried or trace.in_turn:
        return ()
    cited = (citation for t in trace.tried for citation in versions[t.version].citation)
    return tuple(dict.fromkeys(cited))


def _within(used: Version | None, day: date | None) -> date | None:
    """Return the day of change, if the text that names it still holds by then."""
    if used is None or used.by or day is None:
        return day
    return day if day in used.days else None


_FOUND = {outcome.value: FindingOutcome[outcome.name] for outcome in Outcome}
"""By value, because members of an enum are slow keys."""


def sensitivity(observed: Observed | None) -> Sensitivity:
    """Return how private what was seen is; the most private where nobody said."""
    return observed.sensitivity if observed else Sensitivity.LIVED_EXPERIENCE


def _outcome(trace: ClauseTrace) -> FindingOutcome:
    if trace.applies is Outcome.NOT_MET:
        return FindingOutcome.NOT_APPLICABLE
    return _FOUND[trace.contribution.value]


def _reasons(trace: ClauseTrace, parts: Trace) -> tuple[Reason, ...]:
    """Return what the contribution waits for: whether it applies first, then whether it holds."""
    if trace.contribution is not Outcome.UNKNOWN:
        return ()
    found = dict.fromkeys((CONFLICT,) if trace.conflict else ())
    around = trace.around if trace.applies is Outcome.UNKNOWN else _exceptions(trace)
    for top in (*around, parts):
        found.update(dict.fromkeys(reasons(top)))
    return tuple(found)


def _citations(own: tuple[Citation, ...], rests_on: Iterable[Trace]) -> tuple[Citation, ...]:
    """Return what the clause cites, then what the rows of parameters that it went by cite."""
    rows = [cited for each in rests_on for cited in each.citations]
    if not rows and len(own) < 2:
        return own
    return tuple(dict.fromkeys((*own, *rows)))


def _exceptions(trace: ClauseTrace) -> tuple[Trace, ...]:
    return tuple(each.condition for each in trace.exceptions)


def _required(leaf: Leaf) -> Required | None:
    required = leaf.trace.required
    if required is None or not leaf.denied:
        return required
    words = {"is": "is not", "is not": "is"}.get(required.words, f"not {required.words}")
    return attrs.evolve(required, words=words)


def _changes_on(trace: ClauseTrace, parts: Trace, only: Leaf | None) -> date | None:
    """Return the day on which the clause alone would be met, if waiting is enough.

    The day of the one deciding leaf counts for the clause only where everything else is met.
    """
    if trace.holds is Outcome.MET:
        return None
    day = parts.changes_on
    if day is None and only is not None and not only.denied:
        others = (t for t in below(parts) if not t.children and t is not only.trace)
        if all(t.outcome is Outcome.MET or t.nothing_due for t in others):
            day = only.trace.changes_on
    return day


def _tops(trace: ClauseTrace, parts: Trace) -> tuple[Trace, ...]:
    """Return the traces the answer of the clause rests on.

    Where it does not apply, that is what settled so: guard and exceptions, or a calendar by which
    nothing is due yet.
    """
    if trace.applies is Outcome.NOT_MET and not parts.nothing_due:
        return trace.around
    return (*trace.around, parts)


def _joined(trace: ClauseTrace, told: Told) -> Trace:
    """Return what the clause asks for as one trace; where readings compete, all of them."""
    if len(told) == 1:
        return told[0][1]
    traces = tuple(each for _, each in told)
    grades = [each.grade for each in traces if each.grade is not None]
    place = trace.condition.place
    return Trace(trace.holds, "", place, grade=min(grades, default=None), children=traces)


def _deciding(trace: ClauseTrace, told: Told) -> tuple[Leaf, ...]:
    agreeing = (pair for pair in told if len(told) == 1 or pair[1].outcome is trace.holds)
    return tuple(leaf for term, each in agreeing for leaf in deciding(term, each))
