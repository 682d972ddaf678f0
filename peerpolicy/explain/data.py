"""The data form of a decision: JSON-ready, versioned, masked unless asked otherwise.

What it is for: `Decision.to_dict`, the form that services store and send. May import: `explain`'s
record and masks, `outcome`, `ir`, `quantity`. What stays true: fields are only added, never
renamed; numbers are exact (a whole number, or text such as "7.5"); in masked form outcome,
threshold and citation stay, and every private value is the text "masked".
"""

from __future__ import annotations

from peerpolicy.explain.answers import Answer
from peerpolicy.explain.digests import SCHEMA_VERSION
from peerpolicy.explain.finding_data import (
    Row,
    amount,
    bound_data,
    citation,
    day_text,
    finding_data,
    interval,
    name_of,
)
from peerpolicy.explain.limits import Limit, Unlocking
from peerpolicy.explain.mask import MASKED, Values, checked, is_shown
from peerpolicy.explain.needs import Ask, Referral
from peerpolicy.explain.record import DecisionRecord
from peerpolicy.explain.routes import Route
from peerpolicy.explain.tellings import Telling
from peerpolicy.explain.traces import Once
from peerpolicy.ir.program import Convention, Interpretation
from peerpolicy.outcome import LineTrace, Payable


def decision_data(record: DecisionRecord, values: Values) -> Row:
    """Return a decision as JSON-ready data. Errors: ValueError for unknown `values`."""
    everything = checked(values)
    data = record.teller.rows.of(record.as_of, lambda: _head(record))
    data["values"] = values
    data["outcome"] = record.outcome.value
    if record.account.answered or record.amount is not None:
        answered = shows_answer(record, everything=everything)
        named = bool(record.answers)
        data["answer"] = _settled(record) if named else amount(answered, record.amount)
        if record.payable:
            data["payable"] = [_payable(x) for x in record.payable] if answered else MASKED
    if record.shared is not None:
        data["answers"] = []
        data["findings"] = [
            again() if (again := each.rows.cut.get(everything)) else _row(each, everything)
            for each in record.shared
        ]
    else:
        once = Once.beside(trace for each in record.findings for trace in each.told)
        data["answers"] = [_answer(a, everything, once) for a in record.answers]
        data["findings"] = [finding_data(f, everything, once) for f in record.findings]
    data.update(record.account.rows.of(values, lambda: _rest(record, everything)))
    data["digest"] = record.digest
    data["facts_digest"] = record.facts_digest
    return data


def _head(record: DecisionRecord) -> Row:
    """Return every field in its order, with what is the same in all decisions on a day."""
    later = None
    return {
        "schema_version": SCHEMA_VERSION,
        "values": later,
        "program": {"id": record.program, "title": record.title},
        "question": record.question,
        "asks": record.asks,
        "about": record.about,
        "as_of": record.as_of.isoformat(),
        "known_on": day_text(True, record.known_on),
        "status": record.status.value,
        "decided_on": record.decided_on.word,
        "outcome": later,
        "provisional": later,
        "answer": None,
        "answer_unit": record.answer_unit,
        "payable": [],
        "answers": later,
        "findings": later,
        "blocking": later,
        "routes": later,
        "advice": later,
        "referrals": later,
        "needs": later,
        "limits": later,
        "conventions": later,
        "interpretations": later,
        "digest": later,
        "policy_digest": record.policy_digest,
        "facts_digest": later,
        "engine": record.engine,
    }


def _rest(record: DecisionRecord, everything: bool) -> Row:
    """Return the fields that follow from an account."""
    return {
        "provisional": record.provisional,
        "blocking": [f.id for f in record.blocking],
        "routes": [_route(r) for r in record.routes],
        "advice": [f.id for f in record.advice],
        "referrals": [_referral(r) for r in record.referrals],
        "needs": [_ask(a, everything) for a in record.missing],
        "limits": [_limit(each, everything) for each in record.limits],
        "conventions": [_convention(c) for c in record.conventions],
        "interpretations": [_interpretation(i) for i in record.interpretations],
    }


def _row(telling: Telling, everything: bool) -> Row:
    """Return the finding of a telling that asks for no other clause, as data."""
    return telling.rows.of(everything, lambda: finding_data(telling.finding, everything, Once()))


def _settled(record: DecisionRecord) -> str | None:
    return record.answer if isinstance(record.answer, str) else None


def _answer(answer: Answer, everything: bool, once: Once) -> Row:
    condition = answer.condition
    return {
        "name": answer.name,
        "outcome": answer.outcome.value,
        "waits_for": list(answer.waits_for),
        "condition": finding_data(condition, everything, once) if condition is not None else None,
    }


def shows_answer(record: DecisionRecord, *, everything: bool) -> bool:
    """Say whether the answer may be shown: it tells the amounts of the limits. No errors."""
    private = [x for x in record.limits if not is_shown(x.sensitivity, everything=False)]
    return everything or (bool(record.limits) and not private)


def _route(route: Route) -> Row:
    return {
        "replaces": list(route.replaces),
        "pathway": route.pathway,
        "outcome": route.outcome.value,
        "not_met": list(route.not_met),
        "unknown": list(route.unknown),
    }


def _ask(ask: Ask, everything: bool) -> Row:
    return {
        "subject": ask.subject,
        "name": ask.name,
        "field": ask.field,
        "person": name_of(everything, ask.person),
        "asked": ask.asked,
        "causes": [cause.value for cause in ask.causes],
        "findings": list(ask.findings),
    }


def _referral(referral: Referral) -> Row:
    return {
        "who": referral.who,
        "what": referral.what,
        "wording": referral.wording,
        "finding": referral.finding,
        "cause": referral.cause.value,
    }


def _limit(limit: Limit, everything: bool) -> Row:
    shown = is_shown(limit.sensitivity, everything=everything)
    return {
        "id": limit.id,
        "requested": amount(shown, limit.requested),
        "allowed": amount(shown, limit.allowed),
        "used": amount(shown, limit.used),
        "excess": amount(shown, limit.excess),
        "unit": limit.unit,
        "cap": bound_data(limit.cap),
        "period": limit.period,
        "lines": [_line(line) for line in limit.lines] if shown else MASKED,
        "unlocked_by": _unlocking(limit.unlocked_by, shown) if limit.unlocked_by else None,
    }


def _payable(line: Payable) -> Row:
    return {
        "entry": line.entry,
        "day": line.day.isoformat() if line.day else None,
        "requested": interval(line.requested),
        "payable": interval(line.payable),
    }


def _line(line: LineTrace) -> Row:
    return {
        "day": line.day.isoformat() if line.day else None,
        "requested": interval(line.requested),
        "allowed": interval(line.allowed),
        "excess": interval(line.excess),
        "unlocked": line.unlocked.value,
    }


def _unlocking(unlocking: Unlocking, shown: bool) -> Row:
    return {
        "approval": unlocking.approval,
        "giver": unlocking.giver,
        "beforehand": unlocking.beforehand,
        "up_to_granted": unlocking.up_to_granted,
        "days": [day.isoformat() for day in unlocking.days] if shown else MASKED,
    }


def _convention(convention: Convention) -> Row:
    return {
        "name": convention.name,
        "reading": convention.reading,
        "basis": convention.basis,
        "by": convention.by,
    }


def _interpretation(interpretation: Interpretation) -> Row:
    return {
        "id": interpretation.id,
        "settles": interpretation.settles,
        "reading": interpretation.reading,
        "by": interpretation.by,
        "on": interpretation.on.isoformat(),
        "because": interpretation.because,
        "citation": [citation(c) for c in interpretation.citations],
    }
