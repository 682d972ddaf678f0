"""The record of a decision: all that a decision holds, each part made when it is first read.

What it is for: the data under `Decision`, so that texts and data forms can read it without
knowing the class that offers them. May import: `explain`'s findings, answers, limits, needs,
routes, digests and replay, `facts`, `ir`, `outcome` and attrs. What stays true: advice never
blocks; whatever is read rests on the facts and the rules that were decided on, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

import attrs

from peerpolicy._version import __version__
from peerpolicy.errors import PeerPolicyError
from peerpolicy.explain.answers import (
    Answer,
    answers_of,
    better,
    mattering,
    still_open,
    waiting,
)
from peerpolicy.explain.digests import decision_digest, facts_used, rests_on
from peerpolicy.explain.findings import Finding, counts, finding
from peerpolicy.explain.limits import Limit, limits
from peerpolicy.explain.needs import Ask, Referral, asked, asks, asks_about_guards, referrals
from peerpolicy.explain.replay import Case, Inquiry
from peerpolicy.explain.routes import Route, beside, routes, satisfied
from peerpolicy.facts.model import Facts
from peerpolicy.ir.canonical import fingerprint_of
from peerpolicy.ir.force import Status
from peerpolicy.ir.program import Clause, Convention, Interpretation, Program
from peerpolicy.ir.schema import Grade
from peerpolicy.ir.terms import Defined, Judgement, ParameterValue, Readings, parts
from peerpolicy.ir.versions import all_versions, status_on
from peerpolicy.outcome import ClauseTrace, QuestionTrace, in_the_way
from peerpolicy.quantity import Interval
from peerpolicy.truth import Outcome

_NAMED = Defined | Readings | Judgement | ParameterValue
"""The parts of a term that an interpretation may have settled."""

ASSUMED = "assumed"
"""The basis of a convention that nobody has decided yet."""

_SHOWN = (
    *("program", "question", "as_of", "decided_on", "outcome", "findings", "provisional"),
    *("limits", "digest", "known_on", "status"),
)
_COMPARED = (
    *("program", "question", "as_of", "known_on", "outcome", "policy_digest", "facts_digest"),
    *("title", "asks", "about", "decided_on", "answer_unit", "status", "engine", "units"),
    *("answer", "answers", "findings", "blocking", "limits", "missing", "asked", "referrals"),
    *("routes", "advice", "conventions", "interpretations", "provisional", "digest"),
)


@attrs.frozen(slots=False, eq=False, repr=False)
class DecisionRecord:
    """What was asked, of which program, what came out, and why. See `Decision`.

    `outcome` is known at once. Everything that explains it is made by the inquiry's evaluator, from
    the copy of the facts that was decided on, when it is first read. `answered` is the trace of
    the question where somebody has it already.
    """

    _inquiry: Inquiry
    _facts: Facts
    as_of: date
    outcome: Outcome
    _answered: QuestionTrace | None = None

    def __eq__(self, other: object) -> bool:
        """Say whether the other decision has the same records, each of them."""
        if type(other) is not type(self):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in _COMPARED)

    def __hash__(self) -> int:
        """Return the hash of what was asked and what came out."""
        return hash((self.program, self.question, self.as_of, self.known_on, self.outcome))

    def __repr__(self) -> str:
        """Show the question, the answer and the findings, and no value of a fact."""
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in _SHOWN)
        return f"{type(self).__name__}({shown})"

    def __reduce__(self) -> tuple[type[DecisionRecord], tuple[object, ...]]:
        """Pickle what it was made from; what is worked out is worked out again."""
        told = (self.as_of, self.outcome, self._answered)
        return type(self), (self._inquiry, self._facts, *told)

    def __copy__(self) -> DecisionRecord:
        """Return the record itself, which never changes."""
        return self

    def __deepcopy__(self, memo: object) -> DecisionRecord:
        """Return the record itself, which never changes."""
        return self

    # ------------------------------------------------------------ what was asked

    @property
    def program(self) -> str:
        """The id of the program."""
        return self._program.id

    @property
    def title(self) -> str:
        """The title of the program."""
        return self._program.title

    @property
    def question(self) -> str:
        """The name of the question."""
        return self._inquiry.question.id

    @property
    def asks(self) -> str:
        """The question in words."""
        return self._inquiry.question.asks

    @property
    def about(self) -> str:
        """The entity that the question is about."""
        return self._inquiry.question.about

    @property
    def decided_on(self) -> Grade:
        """The grade of evidence that the question is decided on."""
        return self._inquiry.question.grade

    @property
    def answer_unit(self) -> str:
        """The unit of a question that answers in an amount, else empty."""
        return self._inquiry.question.answers_in or ""

    @property
    def known_on(self) -> date | None:
        """The day by which a rule must have been issued to count; None: all count."""
        return self._program.known_on

    @property
    def status(self) -> Status:
        """How the program stands on the judged day."""
        return status_on(self._program, self.as_of)

    @property
    def units(self) -> tuple[tuple[str, str], ...]:
        """Plural and singular name of each measure."""
        return tuple((m.name, m.singular) for m in self._program.schema.measures.values())

    @property
    def policy_digest(self) -> str:
        """The digest of the policy that decided."""
        return self._inquiry.policy_digest

    @property
    def engine(self) -> str:
        """The version of the library that decided; no part of the digest."""
        return __version__

    @property
    def case(self) -> Case:
        """What it was made from, so that it can be asked again."""
        return Case(self._inquiry, self._facts, self.as_of)

    # ------------------------------------------------------------ why it came out so

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """One finding for each clause, in the order of the policy."""
        versions, met_by = self._inquiry.versions, satisfied(self._bearing)
        return tuple(
            finding(clause, each, versions[clause.id], met_by.get(clause.id))
            for clause, each in zip(self._clauses, self._trace.clauses, strict=True)
        )

    @cached_property
    def answer(self) -> Interval | str | Outcome | None:
        """An amount; or the name of the settled answer, unknown while none is; else None."""
        if not self._trace.answers:
            return self._trace.answer
        settled = self._trace.settled
        return settled.name if settled is not None else Outcome.UNKNOWN

    @property
    def amount(self) -> Interval | None:
        """The answer of a question that answers in an amount, None for every other one."""
        return self.answer if isinstance(self.answer, Interval) else None

    @cached_property
    def answers(self) -> tuple[Answer, ...]:
        """The named answers in their ranking, none where the question has no such."""
        question = self._inquiry.question
        return answers_of(self._program, question, self._trace, self.findings, self._in_the_way)

    @cached_property
    def blocking(self) -> tuple[Finding, ...]:
        """The findings that stand in the way of a met, or of a better, answer."""
        if self.answers:
            return waiting(better(self.answers), self.findings)
        return tuple(f for f in self.findings if f.id in self._in_the_way)

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """The ways past what a pathway replaces, the one with least left to do first."""
        return routes(self._bearing)

    @cached_property
    def advice(self) -> tuple[Finding, ...]:
        """The findings outside the answer."""
        return tuple(f for f in self.findings if not f.contributes)

    @cached_property
    def referrals(self) -> tuple[Referral, ...]:
        """What a person has to settle."""
        return tuple(referrals(self._program, self.blocking))

    @cached_property
    def limits(self) -> tuple[Limit, ...]:
        """What the caps allow."""
        pairs = zip(self._clauses, self.findings, strict=True)
        schema = self._program.schema
        return tuple(each for clause, found in pairs for each in limits(clause, found, schema))

    @cached_property
    def provisional(self) -> bool:
        """Whether something assumed mattered, or the program is not in force yet."""
        idle = beside(self._bearing)
        told = (f for f in self._told if f.id not in idle)
        return is_provisional(self._program, told, self.as_of)

    @cached_property
    def conventions(self) -> tuple[Convention, ...]:
        """The conventions that some finding used, in the order of the calendar."""
        found = {f.id: f for f in (*self.findings, *self._told)}
        return used_conventions(self._program, found.values())

    @cached_property
    def interpretations(self) -> tuple[Interpretation, ...]:
        """The interpretations behind the clauses of the question."""
        return used_interpretations(self._program, self.question, self.conventions)

    @cached_property
    def missing(self) -> tuple[Ask, ...]:
        """What is not known and may still matter. See `Decision.needs`."""
        waits = self.blocking
        if self.answers:
            waits = waiting(still_open(self.answers), self.findings)
        if self.outcome is Outcome.UNKNOWN and not waits:
            # Nothing stands in the way, but perhaps nothing applies: only the guards can tell.
            return asks_about_guards(self._program, (f for f in self.findings if f.contributes))
        return asks(self._program, waits)

    @cached_property
    def asked(self) -> tuple[tuple[str, str, str], ...]:
        """Subject, fact and the policy's question for it, for what is unknown in any finding."""
        found = (*self.findings, *self.blocking)
        needs = {r.need for f in found for r in f.unknown_because if r.need is not None}
        return tuple(
            (need.subject, need.name, words)
            for need in sorted(needs)
            if (words := asked(self._program.schema, need))
        )

    @cached_property
    def digest(self) -> str:
        """The digest of rules, question, days, facts and outcomes."""
        outcomes = ((f.id, f.outcome.value) for f in self.findings)
        return decision_digest(
            self._program, self.policy_digest, self._trace, self._facts_used, outcomes
        )

    @cached_property
    def facts_digest(self) -> str:
        """The digest of the facts that the answer can rest on, in their normalised form."""
        return fingerprint_of(self._facts_used)

    # ------------------------------------------------------------ what all of it is made from

    @property
    def _program(self) -> Program:
        return self._inquiry.program

    @cached_property
    def _trace(self) -> QuestionTrace:
        if self._answered is not None:
            return self._answered
        asked = self._inquiry
        trace = asked.answer(asked.program, asked.question, self._facts, self.as_of)
        if trace.outcome is not self.outcome:
            raise RuntimeError("two evaluators of peerpolicy disagree: please report this fault")
        return trace

    @cached_property
    def _clauses(self) -> tuple[Clause, ...]:
        return tuple(_version_of(self._program, each) for each in self._trace.clauses)

    @cached_property
    def _bearing(self) -> tuple[ClauseTrace, ...]:
        """The traces of the clauses that bear on the answer."""
        pairs = zip(self._clauses, self._trace.clauses, strict=True)
        return tuple(each for clause, each in pairs if counts(clause, each))

    @cached_property
    def _in_the_way(self) -> frozenset[str]:
        return in_the_way(self._bearing)

    @cached_property
    def _told(self) -> tuple[Finding, ...]:
        """The findings on which the answer rests."""
        if not self.answers:
            return self.findings
        return mattering(self._program, self._inquiry.question, self.answers, self.findings)

    @cached_property
    def _facts_used(self) -> str:
        return facts_used(self._inquiry.read, self._facts)


def _version_of(program: Program, trace: ClauseTrace) -> Clause:
    versions = all_versions(program, trace.clause)
    if not versions:
        raise PeerPolicyError(f"the program has no clause `{trace.clause}`")
    return versions[trace.version]


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
