"""The record of a decision: all that a decision holds, and how it is put together.

What it is for: the data under `Decision`, so that texts and data forms can read it without
knowing the class that offers them. May import: `explain`'s findings, limits and needs, `facts`,
`ir`, `outcome` and attrs. What stays true: advice never blocks; the digest covers rules, facts and
outcomes and no prose; a record holds no facts beyond what its traces show.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import attrs

from peerpolicy._version import __version__
from peerpolicy.explain.answers import Answer
from peerpolicy.explain.findings import Finding
from peerpolicy.explain.limits import Limit
from peerpolicy.explain.needs import Ask, Referral
from peerpolicy.explain.routes import Route
from peerpolicy.facts.model import Facts
from peerpolicy.ir.asking import behind
from peerpolicy.ir.canonical import JsonReady, canonical, fingerprint, in_any_order
from peerpolicy.ir.force import Status
from peerpolicy.ir.program import Clause, Convention, Interpretation, Program, Question, Shown
from peerpolicy.ir.schema import Grade
from peerpolicy.ir.terms import (
    Defined,
    IsListed,
    Judgement,
    ParameterValue,
    Readings,
    Subject,
    parts,
)
from peerpolicy.ir.versions import status_on
from peerpolicy.outcome import QuestionTrace
from peerpolicy.quantity import Interval
from peerpolicy.truth import Outcome

SCHEMA_VERSION = 1
"""The version of `Decision.to_dict` and of what the digest covers; fields are only added."""

_NAMED = Defined | Readings | Judgement | ParameterValue
"""The parts of a term that an interpretation may have settled."""

ASSUMED = "assumed"
"""The basis of a convention that nobody has decided yet."""


@attrs.frozen(kw_only=True)
class DecisionRecord:
    """What was asked, of which program, what came out, and why. See `Decision`."""

    program: str
    title: str = attrs.field(repr=False)
    question: str
    asks: str = attrs.field(repr=False)
    about: str = attrs.field(repr=False)
    """The entity that the question is about."""
    as_of: date
    decided_on: Grade
    outcome: Outcome
    answer: Interval | str | Outcome | None = attrs.field(repr=False)
    """An amount; or the name of the answer that is settled, unknown while none is; else None."""
    answer_unit: str = attrs.field(repr=False)
    answers: tuple[Answer, ...] = attrs.field(repr=False)
    findings: tuple[Finding, ...]
    provisional: bool
    blocking: tuple[Finding, ...] = attrs.field(repr=False)
    routes: tuple[Route, ...] = attrs.field(repr=False)
    advice: tuple[Finding, ...] = attrs.field(repr=False)
    referrals: tuple[Referral, ...] = attrs.field(repr=False)
    conventions: tuple[Convention, ...] = attrs.field(repr=False)
    interpretations: tuple[Interpretation, ...] = attrs.field(repr=False)
    limits: tuple[Limit, ...]
    missing: tuple[Ask, ...] = attrs.field(repr=False)
    asked: tuple[tuple[str, str, str], ...] = attrs.field(repr=False)
    """Subject, fact and the policy's question for it, for what is unknown in any finding."""
    units: tuple[tuple[str, str], ...] = attrs.field(repr=False)
    """Plural and singular name of each measure."""
    digest: str
    policy_digest: str = attrs.field(repr=False)
    """The digest of the policy that decided."""
    facts_digest: str = attrs.field(repr=False)
    """The digest of the facts that the answer can rest on, in their normalised form."""
    engine: str = attrs.field(default=__version__, repr=False)
    """The version of the library that decided; no part of the digest."""
    known_on: date | None = None
    status: Status = Status.IN_FORCE

    @property
    def amount(self) -> Interval | None:
        """The answer of a question that answers in an amount, None for every other one."""
        return self.answer if isinstance(self.answer, Interval) else None


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
    for part in _rests_on(program, question):
        names |= {each.name for each in parts(part) if isinstance(each, _NAMED)}
    return tuple(each for each in program.interpretations if names & {each.id, each.settles})


def _rests_on(program: Program, question: str) -> tuple[Clause | Question, ...]:
    """Return the question, with its named answers, and every clause that it can rest on."""
    found = program.question(question)
    return () if found is None else (found, *behind(program, found))


# ---------------------------------------------------------------- the digest


def decision_digest(
    program: Program,
    policy_digest: str,
    trace: QuestionTrace,
    facts: Facts,
    findings: tuple[Finding, ...],
) -> str:
    """Return "sha256:" and the digest of what was decided: rules, question, days, facts, outcomes.

    The facts are all those of the question's subjects and of the registries its clauses name, in
    their normalised form; the order of records says nothing. No errors.
    """
    return fingerprint(
        {
            "schema_version": SCHEMA_VERSION,
            "policy": policy_digest,
            "question": trace.question,
            "as_of": trace.as_of.isoformat(),
            "known_on": program.known_on.isoformat() if program.known_on is not None else None,
            "facts": _facts_used(program, trace.question, facts),
            "outcomes": [[f.id, f.outcome.value] for f in sorted(findings, key=lambda f: f.id)],
            "answers": [[answer.name, answer.outcome.value] for answer in trace.answers],
        }
    )


def facts_digest(program: Program, question: str, facts: Facts) -> str:
    """Return "sha256:" and the digest of the facts that a question can rest on. No errors."""
    return fingerprint(_facts_used(program, question, facts))


def _facts_used(program: Program, question: str, facts: Facts) -> JsonReady:
    found = program.question(question)
    subjects = {found.about} if found is not None else set()
    registries: set[str] = set()
    rests_on = _rests_on(program, question)
    for part in (*rests_on, *_papers_for(program, {part.id for part in rests_on})):
        for each in parts(part):
            if isinstance(each, Subject):
                subjects.add(each.name)
            elif isinstance(each, IsListed):
                registries.add(each.registry)
    return {
        "subjects": _chosen(facts.holders, subjects),
        "registries": _chosen(facts.registries, registries),
    }


def _papers_for(program: Program, names: set[str]) -> Iterator[Shown]:
    """Yield the papers that show a fact or one of some clauses, for whichever question they are."""
    for clause in program.clauses:
        for shown in clause.shows:
            if shown.fact is not None or shown.clause in names:
                yield shown


def _chosen(known: Mapping[str, object], names: set[str]) -> JsonReady:
    return {name: _unordered(canonical(known[name])) for name in names if name in known}


def _unordered(form: JsonReady) -> JsonReady:
    """Sort every list: in normalised facts, lists are records, and their order says nothing."""
    if isinstance(form, dict):
        # The pairs of a mapping are no records: they are sorted by key already.
        if form.get("!") == "map":
            return {**form, "items": [_pair(pair) for pair in _list(form["items"])]}
        return {key: _unordered(item) for key, item in form.items()}
    if isinstance(form, list):
        return in_any_order([_unordered(item) for item in form])
    return form


def _pair(pair: JsonReady) -> JsonReady:
    key, item = _list(pair)
    return [key, _unordered(item)]


def _list(form: JsonReady) -> list[JsonReady]:
    if not isinstance(form, list):
        raise TypeError("expected the items of a canonical mapping")
    return form
