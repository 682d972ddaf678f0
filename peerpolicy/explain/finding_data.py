"""The data form of a finding and of its parts: what a clause says about one case, JSON-ready.

What it is for: the rows of `explain.data`. May import: `explain`'s findings, exceptions and masks,
`outcome`, `ir` and `quantity`. What stays true: numbers are exact (a whole number, or text such as
"7.5"); in masked form outcome, threshold and citation stay, and every private value is the text
"masked".
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from peerpolicy.explain.exceptions import FoundException
from peerpolicy.explain.findings import Finding, sensitivity
from peerpolicy.explain.mask import MASKED, is_shown
from peerpolicy.explain.traces import Once
from peerpolicy.ir.program import Citation
from peerpolicy.ir.versions import Version
from peerpolicy.outcome import Need, Observed, PeriodTrace, Reason, Required, Trace
from peerpolicy.quantity import Interval, Number, show
from peerpolicy.source import Place

Row = dict[str, object]
"""One object of the data form."""


def exact(value: Number) -> int | str:
    """Return a number as JSON can hold it exactly: whole, or as text. No errors."""
    return value if isinstance(value, int) else show(value)


def interval(value: Interval) -> Row:
    """Return an interval as data; `high` is None where it has no upper bound. No errors."""
    high = None if value.high is None else exact(value.high)
    return {"low": exact(value.low), "high": high}


def amount(shown: bool, value: Interval | None) -> object:
    """Return an amount as data, masked where it is not shown. No errors."""
    if value is None:
        return None
    return interval(value) if shown else MASKED


def day_text(shown: bool, day: date | None) -> str | None:
    """Return a day as data, masked where it is not shown. No errors."""
    if day is None:
        return None
    return day.isoformat() if shown else MASKED


def finding_data(finding: Finding, everything: bool, once: Once) -> Row:
    """Return a finding as data. In: whether everything is shown, and what was told. No errors."""
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
        "shortfall": amount(shown, finding.shortfall),
        "changes_on": day_text(shown, finding.changes_on),
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


def _trace(trace: Trace, everything: bool, once: Once) -> Row:
    below = () if once.repeats(trace) else trace.children
    shown = is_shown(sensitivity(trace.observed), everything=everything)
    return {
        "outcome": trace.outcome.value,
        "text": trace.text,
        "span": place(trace.place),
        "observed": _observed(trace.observed, shown),
        "required": _required(trace.required, everything),
        "shortfall": amount(shown, trace.shortfall),
        "changes_on": day_text(shown, trace.changes_on),
        "evidence": trace.grade.word if trace.grade else None,
        "unknown_because": [_reason(r, everything) for r in trace.reasons],
        "nothing_due": trace.nothing_due,
        "due_on": day_text(everything, trace.due_on),
        "periods": [_period(p, everything) for p in trace.periods],
        "nearest": name_of(everything, trace.nearest),
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
        bound = day_text(everything, bound)
    elif isinstance(required.bound, Fraction | Interval):
        bound = bound_data(required.bound)
    return {"words": required.words, "bound": bound, "unit": required.unit}


def _period(period: PeriodTrace, shown: bool) -> object:
    if not shown:
        return MASKED
    return {
        "first": period.span.first.isoformat(),
        "last": period.span.last.isoformat(),
        "outcome": period.outcome.value,
        "observed": interval(period.observed),
        "required": bound_data(period.bound.simplified if period.bound else None),
    }


def bound_data(bound: Number | Interval | None) -> object:
    """Return a bound as data: a number, an interval, None where it is not known."""
    if isinstance(bound, Interval):
        return interval(bound)
    return None if bound is None else exact(bound)


def name_of(shown: bool, name: str | None) -> str | None:
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
        "person": name_of(everything, need.person),
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
        "first": day_text(True, of.days.first),
        "last": day_text(True, of.days.last),
        "at_the_latest": of.at_the_latest,
        "by": of.by,
        "issued": day_text(True, of.issued),
        "planned": of.planned,
        "citation": [citation(c) for c in of.citation],
        "span": place(of.span),
    }
