"""The data form of a decision: JSON-ready, versioned, masked unless asked otherwise.

What it is for: `Decision.to_dict`, the form that services store and send. May import: `explain`'s
record and masks, `outcome`, `ir`, `quantity`. What stays true: fields are only added, never
renamed; numbers are exact (a whole number, or text such as "7.5"); in masked form outcome,
threshold and citation stay, and every private value is the text "masked".
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from peerpolicy.explain.answers import Answer
from peerpolicy.explain.digests import SCHEMA_VERSION
from peerpolicy.explain.exceptions import FoundException
from peerpolicy.explain.findings import Finding, sensitivity
from peerpolicy.explain.limits import Limit, Unlocking
from peerpolicy.explain.mask import MASKED, Values, checked, is_shown
from peerpolicy.explain.needs import Ask, Referral
from peerpolicy.explain.record import DecisionRecord
from peerpolicy.explain.routes import Route
from peerpolicy.explain.traces import Once
from peerpolicy.ir.program import Citation, Convention, Interpretation
from peerpolicy.ir.versions import Version
from peerpolicy.outcome import LineTrace, Need, Observed, PeriodTrace, Reason, Required, Trace
from peerpolicy.quantity import Interval, Number, show
from peerpolicy.source import Place

Row = dict[str, object]


def decision_data(record: DecisionRecord, values: Values) -> Row:
    """Return a decision as JSON-ready data. Errors: ValueError for unknown `values`."""
    everything = checked(values)
    answered = shows_answer(record, everything=everything)
    once = Once.beside(trace for each in record.findings for trace in each.told)
    return {
        "schema_version": SCHEMA_VERSION,
        "values": values,
        "program": {"id": record.program, "title": record.title},
        "question": record.question,
        "asks": record.asks,
        "about": record.about,
        "as_of": record.as_of.isoformat(),
        "known_on": _day(True, record.known_on),
        "status": record.status.value,
        "decided_on": record.decided_on.word,
        "outcome": record.outcome.value,
        "provisional": record.provisional,
        "answer": _amount(answered, record.amount) if not record.answers else _settled(record),
        "answer_unit": record.answer_unit,
        "answers": [_answer(a, everything, once) for a in record.answers],
        "findings": [_finding(f, everything, once) for f in record.findings],
        "blocking": [f.id for f in record.blocking],
        "routes": [_route(r) for r in record.routes],
        "advice": [f.id for f in record.advice],
        "referrals": [_referral(r) for r in record.referrals],
        "needs": [_ask(a, everything) for a in record.missing],
        "limits": [_limit(each, everything) for each in record.limits],
        "conventions": [_convention(c) for c in record.conventions],
        "interpretations": [_interpretation(i) for i in record.interpretations],
        "digest": record.digest,
        "policy_digest": record.policy_digest,
        "facts_digest": record.facts_digest,
        "engine": record.engine,
    }


def _settled(record: DecisionRecord) -> str | None:
    return record.answer if isinstance(record.answer, str) else None


def _answer(answer: Answer, everything: bool, once: Once) -> Row:
    condition = answer.condition
    return {
        "name": answer.name,
        "outcome": answer.outcome.value,
        "waits_for": list(answer.waits_for),
        "condition": _finding(condition, everything, once) if condition is not None else None,
    }


def shows_answer(record: DecisionRecord, *, everything: bool) -> bool:
    """Say whether the answer may be shown: it tells the amounts of the limits. No errors."""
    private = [x for x in record.limits if not is_shown(x.sensitivity, everything=False)]
    return everything or (bool(record.limits) and not private)


def exact(value: Number) -> int | str:
    """Return a number as JSON can hold it exactly: whole, or as text. No errors."""
    return value if isinstance(value, int) else show(value)


def interval(value: Interval) -> Row:
    """Return an interval as data; `high` is None where it has no upper bound. No errors."""
    high = None if value.high is None else exact(value.high)
    return {"low": exact(value.low), "high": high}


def _amount(shown: bool, value: Interval | None) -> object:
    if value is None:
        return None
    return interval(value) if shown else MASKED


def _day(shown: bool, day: date | None) -> str | None:
    if day is None:
        return None
    return day.isoformat() if shown else MASKED


def _finding(finding: Finding, everything: bool, once: Once) -> Row:
    shown = is_shown(finding.sensitivity, everything=everything)
    return {
        "id": finding.id,
        "kind": finding.kind,
        "force": finding.force.value,
        "contributes": finding.contributes,
        "outcome": finding.outcome.value,
        "applies": finding.applies.value,
        "holds": finding.holds.value,
        "either_way": finding.either_way,
        "evidence": finding.evidence.word if finding.evidence else None,
        "text": finding.text,
        "observed": _observed(finding.observed, shown),
        "required": _required(finding.required, everything),
        "shortfall": _amount(shown, finding.shortfall),
        "changes_on": _day(shown, finding.changes_on),
        "unknown_because": [_reason(r, everything) for r in finding.unknown_because],
        "citation": [citation(c) for c in finding.citation],
        "span": place(finding.span),
        "replaces": list(finding.replaces),
        "satisfied_by": finding.satisfied_by,
        "not_in_force": finding.not_in_force,
        "version": version(finding.version) if finding.version else None,
        "progress": _period(finding.progress, everything) if finding.progress else None,
        "assumptions": [{"word": a.word, "because": a.because} for a in finding.assumptions],
        "conventions": sorted(finding.conventions),
        "provisional": finding.provisional,
        "parts": _trace(finding.parts, everything, once),
        "guard": _trace(finding.guard, everything, once) if finding.guard else None,
        "exceptions": [_exception(e, everything, once) for e in finding.exceptions],
    }


def _exception(found: FoundException, everything: bool, once: Once) -> Row:
    return {
        "id": found.id,
        "outcome": found.outcome.value,
        "effect": found.effect,
        "citation": [citation(c) for c in found.citation],
        "condition": _trace(found.condition, everything, once),
        "instead": _trace(found.instead, everything, once) if found.instead else None,
    }


def _route(route: Route) -> Row:
    return {
        "replaces": list(route.replaces),
        "pathway": route.pathway,
        "outcome": route.outcome.value,
        "not_met": list(route.not_met),
        "unknown": list(route.unknown),
    }


def _trace(trace: Trace, everything: bool, once: Once) -> Row:
    below = () if once.repeats(trace) else trace.children
    shown = is_shown(sensitivity(trace.observed), everything=everything)
    return {
        "outcome": trace.outcome.value,
        "text": trace.text,
        "span": place(trace.place),
        "observed": _observed(trace.observed, shown),
        "required": _required(trace.required, everything),
        "shortfall": _amount(shown, trace.shortfall),
        "changes_on": _day(shown, trace.changes_on),
        "evidence": trace.grade.word if trace.grade else None,
        "unknown_because": [_reason(r, everything) for r in trace.reasons],
        "nothing_due": trace.nothing_due,
        "due_on": _day(everything, trace.due_on),
        "periods": [_period(p, everything) for p in trace.periods],
        "nearest": _name(everything, trace.nearest),
        "others": trace.others if everything else MASKED,
        "provisional": trace.provisional,
        "asks": trace.asks,
        "parts": [_trace(child, everything, once) for child in below],
    }


def _observed(observed: Observed | None, shown: bool) -> object:
    if observed is None:
        return None
    if not shown:
        return MASKED
    value: object = observed.value
    if isinstance(value, Interval):
        value = interval(value)
    elif isinstance(value, date):
        value = value.isoformat()
    elif isinstance(value, tuple):
        value = list(value)
    return {"value": value, "unit": observed.unit}


def _required(required: Required | None, everything: bool) -> Row | None:
    if required is None:
        return None
    bound: object = required.bound
    if isinstance(bound, date):
        # A date may itself be a fact, such as the day of the first service; a date written in
        # the policy stands in the author's line anyway.
        bound = _day(everything, bound)
    elif isinstance(required.bound, Fraction | Interval):
        bound = _bound(required.bound)
    return {"words": required.words, "bound": bound, "unit": required.unit}


def _period(period: PeriodTrace, shown: bool) -> object:
    if not shown:
        return MASKED
    return {
        "first": period.span.first.isoformat(),
        "last": period.span.last.isoformat(),
        "outcome": period.outcome.value,
        "observed": interval(period.observed),
        "required": _bound(_one(period.bound)),
    }


def _one(value: Interval | None) -> Number | Interval | None:
    return value.low if value is not None and value.is_exact else value


def _bound(bound: Number | Interval | None) -> object:
    """Return a bound as data: a number, an interval, None where it is not known."""
    if isinstance(bound, Interval):
        return interval(bound)
    return None if bound is None else exact(bound)


def _name(shown: bool, name: str | None) -> str | None:
    """Hide who somebody is: the id of a person is a value like any other."""
    return name if shown or not name else MASKED


def _reason(reason: Reason, everything: bool) -> Row:
    need = _need(reason.need, everything) if reason.need else None
    return {"cause": reason.cause.value, "need": need, "owner": reason.owner}


def _need(need: Need, everything: bool) -> Row:
    return {
        "subject": need.subject,
        "name": need.name,
        "field": need.field,
        "person": _name(everything, need.person),
    }


def _ask(ask: Ask, everything: bool) -> Row:
    return {
        "subject": ask.subject,
        "name": ask.name,
        "field": ask.field,
        "person": _name(everything, ask.person),
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
        "requested": _amount(shown, limit.requested),
        "allowed": _amount(shown, limit.allowed),
        "used": _amount(shown, limit.used),
        "excess": _amount(shown, limit.excess),
        "unit": limit.unit,
        "cap": _bound(limit.cap),
        "period": limit.period,
        "lines": [_line(line) for line in limit.lines] if shown else MASKED,
        "unlocked_by": _unlocking(limit.unlocked_by, shown) if limit.unlocked_by else None,
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


def citation(cited: Citation) -> Row:
    """Return a citation as data. No errors."""
    return {"source": cited.source, "title": cited.title, "locators": list(cited.locators)}


def place(at: Place) -> Row:
    """Return a place in a policy as data. No errors."""
    return {"file": at.file, "line": at.line, "column": at.column}


def version(of: Version) -> Row:
    """Return a version of a clause as data. No errors."""
    return {
        "first": _day(True, of.days.first),
        "last": _day(True, of.days.last),
        "at_the_latest": of.at_the_latest,
        "by": of.by,
        "issued": _day(True, of.issued),
        "planned": of.planned,
        "citation": [citation(c) for c in of.citation],
        "span": place(of.span),
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
