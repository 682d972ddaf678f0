"""A decision: the answer to one question about one case, which explains itself.

What it is for: `Decision`, the public face of the record, and how it is made from the traces of
an evaluator. May import: the rest of `explain`, `facts`, `ir`, `outcome`, `diagnostics`, `errors`.
What stays true: a decision is neither true nor false; what it shows of private facts is masked
unless somebody asks for everything; stored data are attributes, whatever computes is a method.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from typing import Literal, NoReturn

import attrs

from peerpolicy.diagnostics import did_you_mean
from peerpolicy.errors import PeerPolicyError
from peerpolicy.explain.answers import (
    answers_of,
    better,
    mattering,
    still_open,
    waiting,
)
from peerpolicy.explain.audit import audit
from peerpolicy.explain.data import decision_data
from peerpolicy.explain.findings import Finding, finding
from peerpolicy.explain.letter import letter
from peerpolicy.explain.limits import Limit, limits
from peerpolicy.explain.mask import Values
from peerpolicy.explain.needs import Ask, asked, asks, asks_about_guards, referrals
from peerpolicy.explain.record import (
    DecisionRecord,
    decision_digest,
    facts_digest,
    is_provisional,
    used_conventions,
    used_interpretations,
)
from peerpolicy.explain.remedies import Remedies, remedies_for_answers, remedies_of
from peerpolicy.explain.remedies_out import remedies_data, remedies_text
from peerpolicy.explain.replay import Case
from peerpolicy.explain.routes import beside, routes, satisfied
from peerpolicy.explain.text import report
from peerpolicy.facts.model import Facts
from peerpolicy.ir.canonical import digest
from peerpolicy.ir.program import Program
from peerpolicy.ir.versions import all_versions, status_on, versions_of
from peerpolicy.outcome import ClauseTrace, QuestionTrace, in_the_way
from peerpolicy.truth import Outcome

AUDIENCES = ("staff", "applicant", "auditor")
"""For whom a decision can be put into words."""


@attrs.frozen(kw_only=True)
class Decision(DecisionRecord):
    """The answer to one question about one case, with every reason for it.

    `outcome` is met, not met or unknown; `findings` has one finding for each clause, in the order
    of the policy; `blocking` those that stand in the way, `advice` those outside the answer;
    `routes` the ways past what a pathway replaces, the one with least left to do first;
    `referrals` what a person has to settle; `answer` and `limits` the amounts, or `answer` the
    name of the one of the ranked `answers` that is settled (`Outcome.UNKNOWN` while none is; what
    stands in the way then keeps a better answer from being settled); `conventions` and
    `interpretations` what was chosen along the way. `provisional` is True where something assumed
    mattered, or the program is not in force yet (`status`). `known_on`: only what was issued by
    that day counted.

    Masked unless asked otherwise: `repr`, `str` and `to_dict` show no private value.

    >>> import peerpolicy as pp
    >>> from datetime import date
    >>> policy = pp.load_shipped("us/ct/dds_peer_to_peer")
    >>> d = policy.decide({"peer": {"birth_date": "2007-04-02"}},
    ...                   as_of=date(2026, 11, 23), question="hire")
    >>> d.outcome
    <Outcome.NOT_MET: 'not met'>
    >>> d.finding("min_age").citation[0].locators
    ('how do i qualify, 1',)
    >>> bool(d)
    Traceback (most recent call last):
        ...
    TypeError: a decision is neither true nor false; compare its `outcome` with `is`
    """

    case: Case | None = attrs.field(default=None, eq=False, repr=False)
    """What it was made from, so that `remedies` can ask again; None: it cannot be asked again."""

    def __bool__(self) -> NoReturn:
        """Refuse to be a truth value: unknown could pass for no."""
        raise TypeError("a decision is neither true nor false; compare its `outcome` with `is`")

    def finding(self, name: str) -> Finding:
        """Return the finding of the clause of that name.

        Errors: PeerPolicyError, with the nearest name, if the question has no such clause.
        """
        for each in self.findings:
            if each.id == name:
                return each
        help_ = did_you_mean(name, (f.id for f in self.findings))
        raise PeerPolicyError(
            f"no clause `{name}` bears on `{self.question}`" + (f"; {help_}" if help_ else "")
        )

    def needs(self) -> tuple[Ask, ...]:
        """Return what is not known and may still matter, what touches most findings first.

        Nothing is left out that could settle a blocking unknown; not all of it need matter in the
        end. No errors.
        """
        return self.missing

    def remedies(self) -> Remedies:
        """Work out what would change the answer: alternatives for each finding, and one plan.

        Worked out anew at each call, by asking the question again after each step; empty where
        the answer is met. Where answers are ranked, they aim at the best one that can be reached,
        and are empty where the best one is settled. Errors: PeerPolicyError if the decision does
        not know what it was made from.
        """
        if self.case is None:
            raise PeerPolicyError("this decision was made without the facts that remedies need")
        if self.answers:
            return remedies_for_answers(self.case, self.answers, self.findings)
        return remedies_of(self.case, self.blocking)

    def signed_digest(self, key: bytes) -> str:
        """Return "hmac-sha256:" and the HMAC of the digest, which only a holder of `key` can make.

        A digest alone can be made by anybody who guesses the facts. Compare two of them with
        `hmac.compare_digest`. Errors: ValueError for an empty key.

        >>> import peerpolicy as pp
        >>> from datetime import date
        >>> d = pp.load_shipped("us/ct/dds_peer_to_peer").decide(
        ...     {}, as_of=date(2026, 11, 23), question="hire")
        >>> d.signed_digest(b"a key of the agency")[:12]
        'hmac-sha256:'
        """
        if not key:
            raise ValueError("the key of a signed digest must not be empty")
        return "hmac-sha256:" + hmac.new(key, self.digest.encode("ascii"), "sha256").hexdigest()

    def to_dict(self, values: Values = "masked", *, remedies: bool = False) -> dict[str, object]:
        """Return the decision as JSON-ready data, `schema_version` 1.

        In: "masked" hides every value that is not public, and what would give it away; "full"
        shows all; `remedies` adds what would change the answer, which takes a while. Errors:
        ValueError for another word, and with `remedies` as for `Decision.remedies`.
        """
        data = decision_data(self, values)
        if remedies:
            data["remedies"] = remedies_data(self.remedies(), values)
        return data

    def text(
        self,
        to: Literal["staff", "applicant", "auditor"] = "staff",
        *,
        values: Values | None = None,
        remedies: bool = False,
    ) -> str:
        """Return the decision in words, plain text in 88 columns.

        In: for whom: "staff" (what matters, with sources), "applicant" (plain words, to the person
        it is about) or "auditor" (everything). `values` shows every value ("full") or hides the
        private ones ("masked"); if it is not said, all are shown, but to an applicant nothing about
        health or lived experience is repeated. `remedies` adds what would change it, which takes a
        while. Errors: ValueError for another audience or another word, and with `remedies` as for
        `Decision.remedies`.
        """
        if to not in AUDIENCES:
            raise ValueError(f"no text for `{to}`; there is one for: {', '.join(AUDIENCES)}")
        found = self.remedies() if remedies else None
        if to == "applicant":
            return letter(self, values, found)
        shown = values if values is not None else "full"
        lines = remedies_text(found, dict(self.units), shown) if found is not None else ()
        return audit(self, shown, lines) if to == "auditor" else report(self, shown, lines)


def decision(
    program: Program,
    trace: QuestionTrace,
    facts: Facts,
    policy_digest: str | None = None,
    case: Case | None = None,
) -> Decision:
    """Make the decision of a question from its trace.

    In: the program, the trace of one of its questions, the facts it was made from, the program's
    digest where it is known already, and the case where it can be asked again. Errors:
    PeerPolicyError for a question or clause that is not the program's.
    """
    question = program.question(trace.question)
    if question is None:
        raise PeerPolicyError(f"the program has no question `{trace.question}`")
    findings, found_limits = _findings(program, trace)
    bearing = _bearing(findings, trace)
    in_way, idle = in_the_way(bearing), beside(bearing)
    answers = answers_of(program, question, trace, findings, in_way)
    blocking = tuple(f for f in findings if f.id in in_way)
    told, open_ = findings, blocking
    if answers:
        blocking = waiting(better(answers), findings)
        told = mattering(program, question, answers, findings)
        open_ = waiting(still_open(answers), findings)
    conventions = used_conventions(program, {f.id: f for f in (*findings, *told)}.values())
    known_digest = policy_digest or digest(program)
    return Decision(
        program=program.id,
        title=program.title,
        question=question.id,
        asks=question.asks,
        about=question.about,
        as_of=trace.as_of,
        decided_on=question.grade,
        outcome=trace.outcome,
        answer=_settled(trace) if answers else trace.answer,
        answer_unit=question.answers_in or "",
        answers=answers,
        findings=findings,
        provisional=is_provisional(program, [f for f in told if f.id not in idle], trace.as_of),
        known_on=program.known_on,
        status=status_on(program, trace.as_of),
        blocking=blocking,
        routes=routes(bearing),
        advice=tuple(f for f in findings if not f.contributes),
        referrals=tuple(referrals(program, blocking)),
        conventions=conventions,
        interpretations=used_interpretations(program, question.id, conventions),
        limits=found_limits,
        missing=_missing(program, trace.outcome, findings, open_),
        asked=_asked(program, (*findings, *blocking)),
        units=tuple((m.name, m.singular) for m in program.schema.measures.values()),
        digest=decision_digest(program, known_digest, trace, facts, findings),
        policy_digest=known_digest,
        facts_digest=facts_digest(program, question.id, facts),
        case=case,
    )


def _findings(
    program: Program, trace: QuestionTrace
) -> tuple[tuple[Finding, ...], tuple[Limit, ...]]:
    findings: list[Finding] = []
    found_limits: list[Limit] = []
    for each in trace.clauses:
        clauses = all_versions(program, each.clause)
        if not clauses:
            raise PeerPolicyError(f"the program has no clause `{each.clause}`")
        clause = clauses[each.version]
        findings.append(finding(clause, each, versions_of(program, each.clause)))
        found_limits += limits(clause, findings[-1], program.schema)
    met_by = satisfied(_bearing(findings, trace))
    return (
        tuple(attrs.evolve(f, satisfied_by=met_by.get(f.id)) for f in findings),
        tuple(found_limits),
    )


def _bearing(findings: Iterable[Finding], trace: QuestionTrace) -> tuple[ClauseTrace, ...]:
    """Return the traces of the clauses that bear on the answer."""
    pairs = zip(findings, trace.clauses, strict=True)
    return tuple(each for found, each in pairs if found.contributes)


def _settled(trace: QuestionTrace) -> str | Outcome:
    return trace.settled.name if trace.settled is not None else Outcome.UNKNOWN


def _missing(
    program: Program,
    outcome: Outcome,
    findings: tuple[Finding, ...],
    blocking: tuple[Finding, ...],
) -> tuple[Ask, ...]:
    if outcome is Outcome.UNKNOWN and not blocking:
        # Nothing stands in the way, but perhaps nothing applies: only the guards can tell.
        return asks_about_guards(program, (f for f in findings if f.contributes))
    return asks(program, blocking)


def _asked(program: Program, findings: tuple[Finding, ...]) -> tuple[tuple[str, str, str], ...]:
    needs = {r.need for f in findings for r in f.unknown_because if r.need is not None}
    return tuple(
        (need.subject, need.name, words)
        for need in sorted(needs)
        if (words := asked(program.schema, need))
    )
