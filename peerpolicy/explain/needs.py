"""Needs: the facts that are not known and may still matter, and the people to turn to.

What it is for: `Ask` and `Referral` records. May import: `explain.findings`, `ir`, `outcome` and
attrs. What stays true: whatever may settle a blocking unknown is listed (perhaps more, never
less); the order is that of the findings touched, then of the declaration.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from peerpolicy.explain.findings import Finding
from peerpolicy.explain.traces import reasons
from peerpolicy.ir.program import OpenTerm, Program
from peerpolicy.ir.schema import Schema
from peerpolicy.outcome import Cause, Need, Reason
from peerpolicy.truth import Outcome

_A_PERSON_DECIDES = (
    Cause.NEEDS_JUDGEMENT,
    Cause.OPEN_TERM,
    Cause.READINGS_DIFFER,
    Cause.NOT_DETERMINED,
)


@attrs.frozen
class Ask:
    """Something to ask for: whose, which, and in what words.

    `field` is set where one field of a record is not known, `person` for a person of a roster.
    `asked` is the policy's own question, empty where it has none. `causes` say why it is not
    known; `findings` are the blocking clauses that it may settle.

    >>> import peerpolicy as pp
    >>> from datetime import date
    >>> d = pp.load_shipped("us/ct/dds_peer_to_peer").decide(
    ...     {}, as_of=date(2026, 11, 23), question="hire")
    >>> [ask.asked for ask in d.needs() if ask.name == "birth_date"]
    ['What is your date of birth?']
    """

    subject: str
    name: str
    field: str
    person: str = attrs.field(repr=False)
    asked: str
    causes: tuple[Cause, ...]
    findings: tuple[str, ...]


@attrs.frozen
class Referral:
    """What a person has to settle: who, what, in which finding, and why."""

    who: str
    what: str
    wording: str
    finding: str
    cause: Cause


def asks(program: Program, blocking: Iterable[Finding]) -> tuple[Ask, ...]:
    """Collect what the blocking findings wait for, most touched first. No errors."""
    return _ordered(program.schema, {f.id: f.unknown_because for f in blocking})


def asks_about_guards(program: Program, findings: Iterable[Finding]) -> tuple[Ask, ...]:
    """Collect what decides whether anything applies at all. No errors."""
    waiting = {f.id: _guard_reasons(f) for f in findings if f.applies is Outcome.UNKNOWN}
    return _ordered(program.schema, waiting)


def referrals(program: Program, blocking: Iterable[Finding]) -> Iterator[Referral]:
    """Yield what only a person can settle, in the order of the findings. No errors."""
    terms = {term.id: term for term in program.open_terms}
    for finding in blocking:
        seen = dict.fromkeys(r for r in finding.unknown_because if r.cause in _A_PERSON_DECIDES)
        for reason in seen:
            what = reason.need.name if reason.need else finding.id
            yield Referral(reason.owner, what, _wording(terms, what), finding.id, reason.cause)


def _wording(terms: Mapping[str, OpenTerm], what: str) -> str:
    return terms[what].wording if what in terms else ""


def _guard_reasons(finding: Finding) -> tuple[Reason, ...]:
    return tuple(reason for top in finding.around for reason in reasons(top))


def _ordered(schema: Schema, waiting: Mapping[str, tuple[Reason, ...]]) -> tuple[Ask, ...]:
    touched: dict[Need, dict[str, None]] = {}
    causes: dict[Need, dict[Cause, None]] = {}
    for finding, because in waiting.items():
        for reason in because:
            if reason.need is not None:
                touched.setdefault(reason.need, {})[finding] = None
                causes.setdefault(reason.need, {})[reason.cause] = None
    declared = _declared(schema)
    order = sorted(
        touched, key=lambda n: (-len(touched[n]), declared.get(n.name, len(declared)), n)
    )
    return tuple(
        Ask(
            subject=need.subject,
            name=need.name,
            field=need.field,
            person=need.person,
            asked=asked(schema, need),
            causes=tuple(causes[need]),
            findings=tuple(touched[need]),
        )
        for need in order
    )


def asked(schema: Schema, need: Need) -> str:
    """Return the question by which a policy asks for a fact; empty where it has none."""
    fact = schema.fact(need.subject, need.name)
    return fact.asked if fact is not None and not need.field else ""


def _declared(schema: Schema) -> dict[str, int]:
    names = [f.name for f in schema.facts] + [r.name for r in schema.records]
    names += [name for _, name in schema.judgements] + list(schema.registries)
    return {name: index for index, name in reversed(list(enumerate(names)))}
