"""The auditor's text: everything that a decision holds, and nothing left out.

What it is for: `Decision.text(to="auditor")`. May import: `explain`'s blocks, lines, record, text
and words, `ir`, `outcome`. What stays true: every finding stands there, met and not applicable
ones too, with every item of its condition, what was seen and needed, the evidence, the place in the
source and in the policy; then what was chosen, and the hashes that the decision can be checked by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from peerpolicy.explain import words
from peerpolicy.explain.answers import Answer
from peerpolicy.explain.blocks import Block, titled, wrapped
from peerpolicy.explain.exceptions import FoundException
from peerpolicy.explain.findings import Finding
from peerpolicy.explain.lines import (
    Line,
    Page,
    not_in_force_line,
    page,
    period_words,
    see,
    seen_and_needed,
    version_days,
)
from peerpolicy.explain.mask import MASKED, Values, checked
from peerpolicy.explain.record import DecisionRecord
from peerpolicy.explain.route_lines import route_lines
from peerpolicy.explain.text import (
    chosen_lines,
    counts,
    headline,
    limit_lines,
    payable_lines,
    referral_lines,
)
from peerpolicy.explain.traces import Leaf
from peerpolicy.ir.force import Days, Status
from peerpolicy.ir.program import Citation
from peerpolicy.outcome import Trace
from peerpolicy.source import Place

_NO_LEAVES: Final[Mapping[int, Leaf]] = MappingProxyType({})


def audit(record: DecisionRecord, values: Values, remedies: Iterable[Line] = ()) -> str:
    """Return the text for an auditor, ending in a line end.

    In: `remedies`, the lines of "What would change it". Errors: ValueError for unknown `values`.
    """
    on = page(record, everything=checked(values))
    blocks: list[Block] = [_head(on)]
    blocks.append(titled("Answers", (x for a in record.answers for x in _answer(on, a))))
    blocks += [_finding(on, finding) for finding in record.findings]
    blocks.append(titled("Routes", route_lines(on)))
    blocks.append(titled("Limits", (line for x in record.limits for line in limit_lines(on, x))))
    blocks.append(titled("Payable, line by line", payable_lines(on)))
    blocks.append(titled("Not known, and may still matter", _needs(on)))
    blocks.append(titled("Whom to ask", referral_lines(record)))
    blocks.append(titled("What would change it", remedies))
    blocks.append(titled("Conventions, assumptions and interpretations used", _chosen(record)))
    blocks.append(titled("Record", _record(record)))
    return wrapped(blocks)


def _head(on: Page) -> Block:
    record = on.record
    lines = [
        headline(on),
        f"Policy: {words.plain(record.title)} ({record.program})",
        f"Question: {record.question}: {words.plain(record.asks)}",
        f"About: {record.about}",
        f"Judged on: {record.as_of.isoformat()}",
        f"Decided on evidence: {record.decided_on.word} or better",
        f"Outcome: {record.outcome.value}",
        f"Provisional: {_provisional(record)}",
        f"Findings: {len(record.findings)} ({counts(record)})",
        f"In the way: {_names(f.id for f in record.blocking)}",
        f"Values: {'all shown' if on.everything else 'private ones masked'}",
    ]
    if record.known_on is not None:
        lines.append(f"Counting what was issued by: {record.known_on.isoformat()}")
    return [(0, line) for line in lines]


def _provisional(record: DecisionRecord) -> str:
    if record.status is not Status.IN_FORCE:
        return f"yes, on this day the policy is {record.status.value}"
    return "yes, something assumed mattered" if record.provisional else "no"


def _names(names: Iterable[str]) -> str:
    return ", ".join(names) or "nothing"


def _answer(on: Page, answer: Answer) -> Iterator[Line]:
    yield 0, f"[{answer.outcome.value}] {answer.name}"
    if answer.condition is None:
        yield 1, "where no other answer holds"
        return
    yield from ((depth + 1, text) for depth, text in _tree(on, answer.condition.parts))
    yield 1, f"waits for: {_names(answer.waits_for)}"


# ---------------------------------------------------------------- findings


def _finding(on: Page, finding: Finding) -> Block:
    head = f"[{finding.outcome.value}] {finding.id} ({finding.kind}, {finding.force.value})"
    return titled(head, _about(on, finding))


def _about(on: Page, finding: Finding) -> Iterator[Line]:
    bears = "bears on the answer" if finding.contributes else "stands outside the answer"
    yield 0, f"applies: {finding.applies.value}; holds: {finding.holds.value}; {bears}"
    yield 0, f"evidence: {words.GRADES[finding.evidence] if finding.evidence else 'nothing read'}"
    if finding.replaces:
        yield 0, f"a way past: {_names(finding.replaces)}"
    if finding.satisfied_by is not None:
        yield 0, f"stood in for by: {finding.satisfied_by}"
    if finding.not_in_force:
        yield 0, not_in_force_line(on, finding)
    elif finding.version is not None and finding.version.days != Days():
        yield 0, f"by the text in force {version_days(finding.version)}"
    yield 0, "condition:"
    yield from _tree(on, finding.parts, {id(leaf.trace): leaf for leaf in finding.deciding})
    if finding.guard is not None:
        yield 0, "when:"
        yield from _tree(on, finding.guard)
    for made in finding.exceptions:
        yield from _exception(on, made)
    for reason in finding.unknown_because:
        yield 0, f"unknown: {on.why(reason, finding.evidence)}"
    if finding.changes_on is not None:
        day = finding.changes_on.isoformat() if on.everything else MASKED
        yield 0, f"would be met by waiting: {day}"
    if finding.provisional:
        yield 0, "rests on a term of the source that somebody settled by attestation"
    if finding.conventions:
        yield 0, f"conventions: {_names(sorted(finding.conventions))}"
    for each in finding.assumptions:
        yield 0, f"assumed: {words.phrase(each.word)}; {words.plain(each.because)}"
    yield from ((0, f"cite: {_cited(cited)}") for cited in finding.citation)
    yield 0, f"policy: {_at(finding.span)}"


def _exception(on: Page, found: FoundException) -> Iterator[Line]:
    yield 0, f"{found.id or 'unless'} [{found.outcome.value}], then {words.phrase(found.effect)}:"
    yield from _tree(on, found.condition)
    if found.instead is not None:
        yield 1, "in its place:"
        yield from ((depth + 1, text) for depth, text in _tree(on, found.instead))
    yield from ((1, f"cite: {_cited(cited)}") for cited in found.citation)


def _tree(on: Page, trace: Trace, leaves: Mapping[int, Leaf] = _NO_LEAVES) -> Iterator[Line]:
    """Yield an item of a condition and everything below it, one level deeper. No errors.

    In: `leaves`, those that decide, by the identity of their trace.
    """
    yield from _item(on, trace, leaves, 1)


def _item(on: Page, trace: Trace, leaves: Mapping[int, Leaf], depth: int) -> Iterator[Line]:
    yield depth, f"- [{trace.outcome.value}] {words.phrase(trace.text)}"
    leaf = leaves.get(id(trace), Leaf(trace))
    yield from ((depth + 1, line) for line in _node(on, trace, leaf) if line)
    if on.once.repeats(trace):
        yield depth + 1, see(trace)
        return
    for child in trace.children:
        yield from _item(on, child, leaves, depth + 1)


def _node(on: Page, trace: Trace, leaf: Leaf) -> Iterator[str]:
    yield seen_and_needed(on, trace, leaf)
    if trace.nothing_due:
        due = trace.due_on
        first = (
            "" if due is None else f" (first due {due.isoformat() if on.everything else MASKED})"
        )
        yield f"nothing due yet{first}"
    unit = trace.required.unit if trace.required is not None else ""
    for period in trace.periods:
        yield f"period [{period.outcome.value}]: {period_words(on, period, unit)}"
    if trace.progress is not None:
        yield f"running period: {period_words(on, trace.progress, unit)}"
    if trace.nearest is not None:
        who = words.plain(trace.nearest) if on.everything else MASKED
        others = trace.others if on.everything else MASKED
        yield f"nearest person: {who}; others looked at: {others}"
    if not trace.children:
        yield from (on.why(reason, trace.grade) for reason in trace.reasons)


# ---------------------------------------------------------------- the rest


def _needs(on: Page) -> Iterator[Line]:
    for ask in on.record.missing:
        field = f".{ask.field}" if ask.field else ""
        person = f" {ask.person if on.everything else MASKED}" if ask.person else ""
        asked = f' "{words.plain(ask.asked)}"' if ask.asked else ""
        why = ", ".join(cause.value for cause in ask.causes)
        what = f"- {ask.subject}{person}: {ask.name}{field}{asked}"
        yield 0, f"{what} ({why}; for {_names(ask.findings)})"


def _chosen(record: DecisionRecord) -> Iterator[Line]:
    yield from chosen_lines(record)
    for reading in record.interpretations:
        because = f"; {words.plain(reading.because)}" if reading.because else ""
        yield 0, f"- interpretation {reading.id}: {_names(map(_cited, reading.citations))}{because}"


def _cited(cited: Citation) -> str:
    return f"{words.plain(cited.title)} ({cited.source}), {words.plain('; '.join(cited.locators))}"


def _at(place: Place) -> str:
    return f"{place.file}, line {place.line}"


def _record(record: DecisionRecord) -> Iterator[Line]:
    yield 0, f"decision: {record.digest}"
    yield 0, f"policy: {record.policy_digest}"
    yield 0, f"facts: {record.facts_digest}"
    yield 0, f"engine: peerpolicy {record.engine}"
