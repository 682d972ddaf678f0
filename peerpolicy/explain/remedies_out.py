"""Remedies put out: as JSON-ready data, and as lines of the staff report.

What it is for: `to_dict(remedies=True)` and the section "What would change it". May import:
`explain`'s lines, masks, plan, remedies, steps and words, `quantity`. What stays true: a value of a
step is masked like the fact it is a value of, and so is every day that would give one away; what
can be supplied or done is kept apart from what cannot now change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from peerpolicy.explain import words
from peerpolicy.explain.finding_data import day_text, exact, interval
from peerpolicy.explain.lines import Line
from peerpolicy.explain.mask import MASKED, Values, checked, is_shown
from peerpolicy.explain.remedies import FindingRemedies, Remedies
from peerpolicy.explain.steps import Step
from peerpolicy.outcome import Need, Observed
from peerpolicy.quantity import Interval

Row = dict[str, object]

WHOLE = "complete"
"""The field of an ask that is about a list as a whole."""


# ---------------------------------------------------------------- data


def remedies_data(remedies: Remedies, values: Values) -> Row:
    """Return remedies as JSON-ready data. Errors: ValueError for unknown `values`."""
    everything = checked(values)
    plan = remedies.plan
    return {
        "findings": [_finding(each, everything) for each in remedies.findings],
        "plan": None
        if plan is None
        else {"steps": [_step(s, everything) for s in plan.steps], "optimal": plan.optimal},
        "why": remedies.why,
        "stuck": list(remedies.stuck),
        "wait": _step(remedies.wait, everything) if remedies.wait else None,
        "answer": remedies.answer,
    }


def _finding(each: FindingRemedies, everything: bool) -> Row:
    shown = is_shown(each.sensitivity, everything=everything)
    return {
        "finding": each.finding,
        "alternatives": [[_step(s, everything) for s in way] for way in each.alternatives],
        "cut_off": each.cut_off,
        "why": each.why,
        "changes_on": day_text(shown, each.changes_on),
    }


def _step(step: Step, everything: bool) -> Row:
    shown = is_shown(step.sensitivity, everything=everything)
    person = step.person if everything or not step.person else MASKED
    return {
        "kind": step.kind,
        "subject": step.subject,
        "name": step.name,
        "field": step.field,
        "person": person,
        "value": _value(step, shown),
        "unit": step.unit,
        "on": day_text(shown, step.on),
        "through": day_text(shown, step.through),
        "where": dict(step.where) if shown else {name: MASKED for name, _ in step.where},
        "by": step.by,
        "asked": step.asked,
    }


def _value(step: Step, shown: bool) -> object:
    if step.value is None:
        return None
    if not shown:
        return MASKED
    match step.value:
        case Interval():
            value = step.value
            return exact(value.low) if value.is_exact else interval(value)
        case date():
            return step.value.isoformat()
        case tuple():
            return list(step.value)
        case _:
            return step.value


# ---------------------------------------------------------------- text


def remedies_text(
    remedies: Remedies, singular: Mapping[str, str], values: Values
) -> tuple[Line, ...]:
    """Return the lines of "What would change it"; none where nothing stands in the way.

    Errors: ValueError for unknown `values`.
    """
    return tuple(_lines(remedies, singular, everything=checked(values)))


def _lines(remedies: Remedies, singular: Mapping[str, str], *, everything: bool) -> Iterator[Line]:
    plan = remedies.plan
    if plan is None:
        towards = f" for {words.phrase(remedies.answer)}" if remedies.answer else ""
        yield 0, f"No plan{towards}: {remedies.why}."
    elif plan.steps:
        met = f"the answer is {words.phrase(remedies.answer) or 'met'}"
        yield 0, f"One plan; each step is needed, and with all of them {met}:"
        for step in plan.steps:
            yield 1, f"- {step_words(step, singular, everything=everything)}"
    if remedies.wait is not None and plan is not None and remedies.wait not in plan.steps:
        yield 0, f"Or: {step_words(remedies.wait, singular, everything=everything)}"
    stuck = [f for f in remedies.findings if f.finding in remedies.stuck and not f.alternatives]
    if stuck:
        yield 0, "Nothing that is done now settles:"
    for each in stuck:
        day = day_text(is_shown(each.sensitivity, everything=everything), each.changes_on)
        why = f"met on {day}, if nothing else changes" if day else each.why
        yield 1, f"- {words.phrase(each.finding)}: {why}"


def step_words(step: Step, singular: Mapping[str, str], *, everything: bool) -> str:
    """Return a step in words, values masked unless everything may be shown. No errors."""
    shown = is_shown(step.sensitivity, everything=everything)
    field = "" if step.field == WHOLE else step.field
    what = words.whose(Need(step.subject, step.name, field, step.person), person=everything)
    stated = _stated(step, singular) if shown else MASKED
    where = "".join(f", {words.phrase(k)} {words.phrase(v)}" for k, v in step.where)
    stated += where if shown else ""
    by = words.phrase(step.by)
    day = _dated(step) if shown else ""
    match step.kind:
        case "ask":
            if step.field == WHOLE:
                return f"ask: whether the list of {what} is complete (tried with: {stated})"
            asked = f' "{words.plain(step.asked)}"' if step.asked else ""
            return f"ask: {what}{asked} (tried with: {stated}{day})"
        case "show":
            return f"show: evidence for {what}"
        case "send":
            return f"send: {what}"
        case "do":
            if by and step.value is True:
                return f"have {by} attest: {what}"
            giver = f"get from {by}" if by else "have"
            return f"{giver}: {what}" + ("" if step.value is True else f", {stated}")
        case "wait":
            return f"wait until {step.on.isoformat() if shown and step.on else MASKED}"
        case "settle":
            return f"settle: {words.phrase(step.name)}, by {by} (tried with: {stated})"
        case _:
            return f"would have to be otherwise: {what} (tried with: {stated})"


def _dated(step: Step) -> str:
    if step.on is None:
        return ""
    if step.through is None:
        return f" on {step.on.isoformat()}"
    return f" from {step.on.isoformat()} through {step.through.isoformat()}"


def _stated(step: Step, singular: Mapping[str, str]) -> str:
    return words.seen(Observed(step.value, step.sensitivity, step.unit), singular)
