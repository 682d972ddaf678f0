"""Accounts: what the tellings of a decision come to, beside the findings themselves.

What it is for: what blocks, the limits, the routes, whom to ask and what was chosen along the way.
May import: the rest of `explain` that makes these records, `ir`, `outcome` and attrs. What stays
true: advice never blocks; an account rests on tellings, the judged day and the rules alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from peerpolicy import truth
from peerpolicy.explain.answers import (
    Answer,
    answers_of,
    better,
    mattering,
    still_open,
    waiting,
)
from peerpolicy.explain.digests import rests_on
from peerpolicy.explain.findings import Finding
from peerpolicy.explain.lazily import lazily
from peerpolicy.explain.limits import Limit
from peerpolicy.explain.needs import Ask, Referral, asked, asks, asks_about_guards, referrals
from peerpolicy.explain.routes import Route, beside, routes, satisfied
from peerpolicy.explain.stamps import Stamps
from peerpolicy.explain.tellings import Telling
from peerpolicy.ir.force import Status
from peerpolicy.ir.program import Convention, Interpretation, Program, Question
from peerpolicy.ir.terms import Defined, Judgement, ParameterValue, Readings, parts
from peerpolicy.ir.versions import status_on
from peerpolicy.outcome import AnswerTrace, ClauseTrace, demands, in_the_way, outcome_of
from peerpolicy.truth import Outcome

_NAMED = Defined | Readings | Judgement | ParameterValue
"""The parts of a term that an interpretation may have settled."""

ASSUMED = "assumed"
"""The basis of a convention that nobody has decided yet."""


@attrs.frozen(eq=False, slots=False)
class Account:
    """What some tellings come to; each record is made when it is first read.

    `answered` are the named answers of the question. `applies`: beside the tellings there are
    others, plain ones, of which some certainly applies. `rows` keeps the data forms of its records,
    which `explain.data` makes.
    """

    program: Program = attrs.field(repr=False)
    question: Question
    day: date
    tellings: tuple[Telling, ...] = attrs.field(repr=False)
    answered: tuple[AnswerTrace, ...] = attrs.field(default=(), repr=False)
    applies: bool = attrs.field(default=False, kw_only=True)
    rows: Stamps = attrs.field(factory=Stamps, init=False, repr=False)

    @lazily
    def outcome(self) -> Outcome:
        """What the named answers come to, where there are some, else what the clauses do."""
        if self.answered:
            return outcome_of(self.answered)
        bearing = [each for each in self.bearing if each.contributes]
        wanted = demands(bearing) if self._is_forked else [each.contribution for each in bearing]
        found = truth.all_of(wanted)
        applied = self.applies or any(
            each.applies is Outcome.MET for each in bearing if not each.replaces
        )
        return Outcome.UNKNOWN if found is Outcome.MET and not applied else found

    @lazily
    def findings(self) -> tuple[Finding, ...]:
        """The finding of each telling."""
        met_by = self.met_by
        return tuple(
            [
                each.instead(met_by[each.clause.id]) if each.clause.id in met_by else each.finding
                for each in self.tellings
            ]
        )

    @lazily
    def met_by(self) -> Mapping[str, str]:
        """Which pathway stood in for which clause."""
        return satisfied(self.bearing) if self._is_forked else {}

    @lazily
    def bearing(self) -> tuple[ClauseTrace, ...]:
        """The traces of the clauses that bear on the answer."""
        return tuple([each.trace for each in self.tellings if each.counts])

    @lazily
    def answers(self) -> tuple[Answer, ...]:
        """The named answers in their ranking."""
        told = (self.program, self.question, self.answered)
        return answers_of(*told, self.findings, self._in_the_way) if self.answered else ()

    @lazily
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that stand in the way of a met, or of a better, answer."""
        if self.answers:
            return waiting(better(self.answers), self.findings)
        return tuple(f for f in self.findings if f.id in self._in_the_way)

    @lazily
    def routes(self) -> tuple[Route, ...]:
        """The ways past what a pathway replaces."""
        return routes(self.bearing) if self._is_forked else ()

    @lazily
    def advice(self) -> tuple[Finding, ...]:
        """The findings outside the answer."""
        return tuple(f for f in self.findings if not f.contributes)

    @lazily
    def referrals(self) -> tuple[Referral, ...]:
        """What a person has to settle."""
        return tuple(referrals(self.program, self.blocking))

    @lazily
    def limits(self) -> tuple[Limit, ...]:
        """What the caps allow."""
        return tuple([limit for each in self.tellings for limit in each.limits])

    @lazily
    def provisional(self) -> bool:
        """Whether something assumed mattered, or the program is not in force yet."""
        idle = beside(self.bearing) if self._is_forked else ()
        told = (f for f in self._told if f.id not in idle)
        return is_provisional(self.program, told, self.day)

    @lazily
    def conventions(self) -> tuple[Convention, ...]:
        """The conventions that some finding used, in the order of the calendar."""
        found = {f.id: f for f in (*self.findings, *self._told)}
        return used_conventions(self.program, found.values())

    @lazily
    def interpretations(self) -> tuple[Interpretation, ...]:
        """The interpretations behind the clauses of the question."""
        return used_interpretations(self.program, self.question.id, self.conventions)

    @lazily
    def missing(self) -> tuple[Ask, ...]:
        """What is not known and may still matter."""
        waits = self.blocking
        if self.answers:
            waits = waiting(still_open(self.answers), self.findings)
        if not waits and self.outcome is Outcome.UNKNOWN:
            # Nothing stands in the way, but perhaps nothing applies: only the guards can tell.
            return asks_about_guards(self.program, (f for f in self.findings if f.contributes))
        return asks(self.program, waits)

    @lazily
    def asked(self) -> tuple[tuple[str, str, str], ...]:
        """Subject, fact and the policy's question for it, for what is unknown in any finding."""
        found = (*self.findings, *self.blocking)
        needs = {r.need for f in found for r in f.unknown_because if r.need is not None}
        return tuple(
            (need.subject, need.name, words)
            for need in sorted(needs)
            if (words := asked(self.program.schema, need))
        )

    @lazily
    def _in_the_way(self) -> frozenset[str]:
        return in_the_way(self.bearing)

    @lazily
    def _is_forked(self) -> bool:
        """Whether a pathway may be gone instead of some clause."""
        return any(each.replaces for each in self.bearing)

    @lazily
    def _told(self) -> tuple[Finding, ...]:
        """The findings on which the answer rests."""
        if not self.answers:
            return self.findings
        return mattering(self.program, self.question, self.answers, self.findings)


def is_provisional(program: Program, findings: Iterable[Finding], day: date) -> bool:
    """Say whether something assumed, or bound by attestation, mattered. No errors.

    While a program is planned or proposed, whatever it says is provisional.
    """
    if status_on(program, day) is not Status.IN_FORCE:
        return True
    return any(_rests_on_assumption(program, f) for f in findings if f.contributes)


def _rests_on_assumption(program: Program, finding: Finding) -> bool:
    known = program.calendar.conventions
    assumed = any(known[name].basis == ASSUMED for name in finding.conventions if name in known)
    return assumed or finding.provisional or (finding.may_apply and bool(finding.assumptions))


def used_conventions(program: Program, findings: Iterable[Finding]) -> tuple[Convention, ...]:
    """Return the conventions that some finding used, in the order of the calendar. No errors."""
    used = frozenset[str]().union(*(f.conventions for f in findings))
    return tuple(c for name, c in program.calendar.conventions.items() if name in used)


def used_interpretations(
    program: Program, question: str, conventions: tuple[Convention, ...]
) -> tuple[Interpretation, ...]:
    """Return the interpretations behind the clauses of a question. No errors.

    They settle a term that one of its clauses names, or chose a convention that was used.
    """
    if not program.interpretations:
        return ()
    names = {convention.by for convention in conventions}
    for part in rests_on(program, question):
        names |= {each.name for each in parts(part) if isinstance(each, _NAMED)}
    return tuple(each for each in program.interpretations if names & {each.id, each.settles})
