"""The staff report: a decision on one page of plain text.

What it is for: `Decision.text(to="staff")`. May import: `explain`'s record, lines and words. What
stays true: 88 columns, no colour, no clock; the headline is the outcome in words; an unknown is
never printed as a refusal; no right, deadline or telephone number is invented.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from peerpolicy.explain import words
from peerpolicy.explain.account import ASSUMED
from peerpolicy.explain.answers import better
from peerpolicy.explain.blocks import titled, wrapped
from peerpolicy.explain.data import shows_answer
from peerpolicy.explain.findings import Finding
from peerpolicy.explain.limits import Limit, Unlocking
from peerpolicy.explain.lines import Line, Page, finding_lines, page, papers, signed
from peerpolicy.explain.mask import MASKED, Values, checked, is_shown
from peerpolicy.explain.needs import Referral
from peerpolicy.explain.record import DecisionRecord
from peerpolicy.explain.route_lines import route_lines, satisfied_lines
from peerpolicy.ir.force import Status
from peerpolicy.ir.program import Force
from peerpolicy.ir.schema import Grade
from peerpolicy.outcome import FindingOutcome, LineTrace
from peerpolicy.quantity import Interval
from peerpolicy.truth import Outcome

_HEADLINES = {
    Outcome.MET: "MET",
    Outcome.NOT_MET: "NOT MET",
    Outcome.UNKNOWN: "UNKNOWN - cannot be decided yet",
}
_GROUPS = (
    (FindingOutcome.NOT_MET, "Not met"),
    (FindingOutcome.UNKNOWN, "Unknown"),
    (FindingOutcome.MET, "Met"),
    (FindingOutcome.NOT_APPLICABLE, "Not applicable"),
)
_BASES = {
    ASSUMED: "assumed, nobody has decided it",
    "chosen": "chosen by",
    "cited": "said in",
}


def report(record: DecisionRecord, values: Values, remedies: Iterable[Line] = ()) -> str:
    """Return the staff report, ending in a line end.

    In: `remedies`, the lines of "What would change it". Errors: ValueError for unknown `values`.
    """
    on = page(record, everything=checked(values))
    blocks = [_head(on), titled("Answers", _answers(on))]
    for outcome, title in _GROUPS:
        chosen = (f for f in apart(record.findings) if f.outcome is outcome)
        blocks.append(titled(title, (line for f in chosen for line in finding_lines(on, f))))
    blocks.append(titled("Routes", route_lines(on)))
    blocks.append(titled("Met by another route", satisfied_lines(on)))
    for title, outside in outside_the_answer(record):
        lines = (line for f in outside for line in finding_lines(on, f))
        blocks.append(titled(f"{title} (outside the answer)", lines))
    blocks.append(titled("Limits", (line for x in record.limits for line in limit_lines(on, x))))
    blocks.append(titled("Payable, line by line", payable_lines(on)))
    blocks.append(titled("To send", _to_send(on)))
    blocks.append(titled("Whom to ask", referral_lines(record)))
    blocks.append(titled("What would change it", remedies))
    blocks.append(titled("Conventions, assumptions and interpretations used", chosen_lines(record)))
    blocks.append([(0, f"Record: {record.digest}")])
    return wrapped(blocks)


def apart(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings that stand for themselves: no routes, nothing that a route stands for."""
    for finding in findings:
        is_route = bool(finding.replaces) and finding.may_apply
        if finding.contributes and not is_route and finding.satisfied_by is None:
            yield finding


def outside_the_answer(record: DecisionRecord) -> Iterator[tuple[str, list[Finding]]]:
    """Yield what bears on no answer: advice, and what is announced but holds nowhere yet."""
    yield "Advice", [f for f in record.advice if f.force is not Force.PLANNED]
    yield "Planned", [f for f in record.advice if f.force is Force.PLANNED]


def _head(on: Page) -> list[Line]:
    record = on.record
    better = "" if record.decided_on is Grade.VERIFIED else " or better evidenced"
    lines = [
        headline(on),
        words.plain(record.title),
        f"Question {words.phrase(record.question)}, as of {record.as_of.isoformat()},"
        f" decided on what is {words.GRADES[record.decided_on]}{better}.",
    ]
    if record.known_on is not None:
        lines.append(f"Only what was issued by {record.known_on.isoformat()} counts.")
    if record.status is not Status.IN_FORCE:
        lines.append(f"Provisional: on this day the policy is {record.status.value}, not in force.")
    elif record.provisional:
        lines.append("Provisional: it rests on something that is assumed (see the end).")
    lines.append(counts(record))
    if record.outcome is Outcome.UNKNOWN and not record.blocking:
        lines.append("It is not known whether any rule applies to this case.")
        lines += [f"We do not know: {_ask(on, *a)}" for a in _asked(record)]
    return [(0, line) for line in lines]


def headline(on: Page) -> str:
    """Put the outcome before the question; an amount or a name answers it. No errors."""
    record, asks = on.record, words.plain(on.record.asks)
    if isinstance(record.answer, str):
        return f"{asks} {words.phrase(record.answer).upper()}"
    if record.amount is None:
        return f"{_HEADLINES[record.outcome]}: {asks}"
    if not shows_answer(record, everything=on.everything):
        return f"{asks} {MASKED}"
    return f"{asks} {words.certain(record.amount, record.answer_unit, on.singular)}"


def _asked(record: DecisionRecord) -> list[tuple[str, str, str]]:
    return [(a.subject, a.name, a.asked) for a in record.missing]


def _ask(on: Page, subject: str, name: str, asked: str) -> str:
    words_ = f"{words.phrase(name)} of the {words.phrase(subject)}"
    return f"{words_} ({words.plain(asked)})" if asked else words_


def counts(record: DecisionRecord) -> str:
    """Count the findings by their outcomes. No errors."""
    bearing = [f.outcome for f in apart(record.findings)]
    found = [(bearing.count(outcome), outcome.value) for outcome, _ in _GROUPS]
    elsewhere = sum(f.satisfied_by is not None for f in record.findings)
    found.append((elsewhere, "met by another route"))
    return ", ".join(f"{count} {word}" for count, word in found if count) or "no rule speaks"


def _answers(on: Page) -> Iterator[Line]:
    """Yield the named answers, the best first, each with what keeps it from holding.

    What a worse answer than one that holds waits for does not matter.
    """
    mattering = {answer.name for answer in better(on.record.answers)}
    for answer in on.record.answers:
        name, condition = words.phrase(answer.name), answer.condition
        if condition is None:
            yield 0, f"[{answer.outcome.value}] {name}: where no other answer holds"
            continue
        yield 0, f"[{answer.outcome.value}] {name}: when {words.phrase(condition.text)}"
        if answer.name not in mattering:
            continue
        if answer.name in answer.waits_for:
            # its first line says the condition once more
            yield from islice(finding_lines(on, condition), 1, None)
        others = [words.phrase(each) for each in answer.waits_for if each != answer.name]
        if others:
            yield 1, f"waits for: {', '.join(others)}"


# ---------------------------------------------------------------- limits


def payable_lines(on: Page) -> Iterator[Line]:
    """Yield what of each requested line is payable, where several limits have a say. No errors."""
    record = on.record
    if len(record.limits) < 2 or not shows_answer(record, everything=on.everything):
        return
    for line in record.payable:
        day = line.day.isoformat() if line.day else "a day that is not known"
        asked = words.amount(line.requested, record.answer_unit, on.singular)
        found = words.certain(line.payable, record.answer_unit, on.singular)
        yield 0, f"{day}: {asked} of {words.phrase(line.entry)} asked; payable: {found}"


def limit_lines(on: Page, limit: Limit) -> Iterator[Line]:
    """Yield what a limit does to what is asked for. No errors."""
    name = words.phrase(limit.id)
    cap = _cap(on, limit)
    if not is_shown(limit.sensitivity, everything=on.everything):
        yield 0, f"{name}: at most {cap} in each {words.phrase(limit.period)}; amounts {MASKED}"
        return
    yield 0, f"{name}: at most {cap} in each {words.phrase(limit.period)}"
    if not limit.lines and limit.requested.high is None:
        yield 1, "what is asked for is not known"
        return
    yield 1, f"asked: {words.amount(limit.requested, limit.unit, on.singular)}"
    yield 1, f"payable: {words.certain(limit.allowed, limit.unit, on.singular)}"
    if signed(limit.excess):
        yield 1, f"in excess: {words.amount(limit.excess, limit.unit, on.singular)}"
    yield 1, f"used before: {words.amount(limit.used, limit.unit, on.singular)}"
    if len(limit.lines) > 1:
        for line in limit.lines:
            yield 2, _line(on, line, limit.unit)
    if limit.unlocked_by is not None:
        yield 1, _unlocked_by(limit.unlocked_by)


def _cap(on: Page, limit: Limit) -> str:
    if limit.cap is None:
        return "an amount that is not settled"
    if isinstance(limit.cap, Interval):
        return words.amount(limit.cap, limit.unit, on.singular)
    return words.number(limit.cap, limit.unit, on.singular)


def _line(on: Page, line: LineTrace, unit: str) -> str:
    day = line.day.isoformat() if line.day else "on a day that is not known"
    parts = [
        f"{words.amount(line.requested, unit, on.singular)} asked",
        f"payable: {words.certain(line.allowed, unit, on.singular)}",
    ]
    if signed(line.excess):
        parts.append(f"in excess: {words.amount(line.excess, unit, on.singular)}")
    return f"{day}: " + "; ".join(parts)


def _unlocked_by(by: Unlocking) -> str:
    when = ", dated on or before the day of service" if by.beforehand else ""
    days = ", ".join(day.isoformat() for day in by.days)
    return f"unlocked by: approval by {words.phrase(by.giver)}{when}, for {days}"


# ---------------------------------------------------------------- what to do


def _to_send(on: Page) -> Iterator[Line]:
    """Yield each paper that is not there or not complete, with the clause that asks for it."""
    for finding in on.record.findings:
        if finding.kind != "submit" or finding.outcome is not FindingOutcome.UNKNOWN:
            continue
        if finding.satisfied_by is not None:
            continue
        names = [words.whose(need, person=on.everything) for need in papers(finding)]
        for name in names or [words.phrase(finding.id)]:
            yield 0, f"- {name} (for: {words.phrase(finding.id)})"


def referral_lines(record: DecisionRecord) -> Iterator[Line]:
    """Yield what a person has to settle, and who. No errors."""
    for each in record.referrals:
        wording = wording_of(record, each)
        what = f'"{words.plain(wording)}"' if wording else words.phrase(each.what)
        yield 0, f"- {words.phrase(each.who)}: {what} (for: {words.phrase(each.finding)})"


def wording_of(record: DecisionRecord, referral: Referral) -> str:
    """Return the source's words for what a person has to settle, empty where there are none."""
    judged = (f.text for f in record.findings if f.kind == "judge" and f.id == referral.what)
    return referral.wording or next(judged, "")


def chosen_lines(record: DecisionRecord) -> Iterator[Line]:
    """Yield the conventions, assumptions and interpretations that were used. No errors."""
    for convention in record.conventions:
        basis = _BASES.get(convention.basis, convention.basis)
        by = f" {words.phrase(convention.by)}" if convention.by else ""
        what = f"{words.phrase(convention.name)}: {words.phrase(convention.reading)}"
        yield 0, f"- {what} ({basis}{by})"
    for finding in record.findings:
        if finding.may_apply:
            for each in finding.assumptions:
                assumed = f"{words.phrase(finding.id)}, assumed ({words.phrase(each.word)})"
                yield 0, f"- {assumed}: {words.plain(each.because)}"
    for reading in record.interpretations:
        what = f"{words.phrase(reading.settles)} read as {words.phrase(reading.reading)}"
        who = f"{words.phrase(reading.by)} on {reading.on.isoformat()}"
        yield 0, f"- {what}, chosen by {who}"
