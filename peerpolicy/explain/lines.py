"""The lines of one finding in a staff report: status, what was seen and needed, why, citation.

What it is for: `finding_lines`, and the page that knows what may be shown. May import: `explain`'s
record, words and masks, `outcome`, `ir`. What stays true: the status word carries the meaning, no
mark and no colour does; a hidden value hides the shortfall and the day beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import attrs

from peerpolicy.explain import words
from peerpolicy.explain.exceptions import FoundException
from peerpolicy.explain.findings import Finding, sensitivity
from peerpolicy.explain.mask import MASKED, is_shown
from peerpolicy.explain.record import DecisionRecord
from peerpolicy.explain.traces import Leaf, Once, reasons, walk
from peerpolicy.ir.program import Citation
from peerpolicy.ir.schema import Grade
from peerpolicy.ir.versions import Version
from peerpolicy.outcome import FindingOutcome, Need, PeriodTrace, Reason, Trace
from peerpolicy.quantity import Interval
from peerpolicy.truth import Outcome

Line = tuple[int, str]
"""A depth and a text; the arrangement of the page turns depth into indentation."""


@attrs.frozen
class Page:
    """What every line needs to know: the record, whether all is shown, and the policy's words."""

    record: DecisionRecord
    everything: bool
    singular: Mapping[str, str]
    asked: Mapping[tuple[str, str], str]
    once: Once

    def shows(self, trace: Trace) -> bool:
        """Say whether what this trace saw may be shown."""
        return is_shown(sensitivity(trace.observed), everything=self.everything)

    def why(self, reason: Reason, grade: Grade | None) -> str:
        """Return why something is unknown, in plain words."""
        asked = self.asked.get(_named(reason.need), "")
        on = self.record.decided_on
        return words.why(reason, asked, grade, on, person=self.everything)


def page(record: DecisionRecord, *, everything: bool) -> Page:
    """Make the page of a record. No errors."""
    asked = {(subject, name): question for subject, name, question in record.asked}
    once = Once.beside(trace for each in record.findings for trace in each.told)
    return Page(record, everything, dict(record.units), asked, once)


def _named(need: Need | None) -> tuple[str, str]:
    return (need.subject, need.name) if need and not need.field else ("", "")


def finding_lines(on: Page, finding: Finding) -> Iterator[Line]:
    """Yield the lines of one finding, the first with its status word. No errors."""
    title, text = words.phrase(finding.id), words.rule(finding.text)
    yield 0, f"[{finding.outcome.value}] {title}" + (f": {text}" if text else "")
    if finding.either_way:
        yield 1, "does not block, whether or not it applies"
    for each in finding.exceptions:
        yield from _exception(each)
    yield from _detail(on, finding)
    for reason in finding.unknown_because:
        yield 1, on.why(reason, finding.evidence)
    if finding.progress is not None and finding.may_apply:
        yield 1, f"the running period so far: {period_words(on, finding.progress, _unit(finding))}"
    for cited in finding.citation:
        yield from _cited(cited, 1)


def _exception(found: FoundException) -> Iterator[Line]:
    """Yield a named exception that holds or may hold, with its effect and its own citation."""
    if not found.id or found.outcome is Outcome.NOT_MET:
        return
    holds = "holds" if found.outcome is Outcome.MET else "may hold"
    yield 1, f"exception {words.phrase(found.id)} {holds}: {exception_words(found)}"
    yield from (line for cited in found.citation for line in _cited(cited, 2))


def exception_words(found: FoundException) -> str:
    """Return what an exception does to its rule, as a sentence goes on. No errors."""
    effect = words.phrase(found.effect)
    return f"then the rule {effect}" if effect.startswith("does not ") else f"then {effect}"


def _cited(cited: Citation, depth: int) -> Iterator[Line]:
    # places hold commas themselves, as in "steps, 3"
    yield depth, f"cite: {words.plain(cited.title)}, {words.plain('; '.join(cited.locators))}"


def _detail(on: Page, finding: Finding) -> Iterator[Line]:
    if finding.outcome is FindingOutcome.NOT_APPLICABLE:
        if finding.parts.nothing_due:
            yield 1, _nothing_due(on, finding.parts)
        if finding.not_in_force:
            yield 1, not_in_force_line(on, finding)
        return
    only = finding.deciding[0] if len(finding.deciding) == 1 else None
    if finding.observed is not None and only is not None:
        yield 1, _seen(on, finding, only.trace)
    elif finding.changes_on is not None and on.everything:
        yield 1, _met_on(finding.changes_on)
    if finding.outcome is FindingOutcome.MET:
        yield from _roster(on, finding.parts, 1)
        yield from _met_by(on, finding)
        return
    leaves = {id(leaf.trace): leaf for leaf in finding.deciding}
    yield from _below(on, finding.parts, leaves, 1, told=only)


def _met_by(on: Page, finding: Finding) -> Iterator[Line]:
    """Yield the items of a group that met it; one that says the same as the finding is told.

    Where each was met by another person, the person of each.
    """
    for leaf in finding.deciding:
        for child in leaf.trace.children:
            if child.nearest is not None:
                yield 1, f"- [{child.outcome.value}] {words.phrase(child.text)}"
                yield from _roster(on, child, 2)
        if leaf.trace.text not in (finding.text, ""):
            yield 1, f"- [{leaf.trace.outcome.value}] {words.rule(leaf.trace.text)}"


def _seen(on: Page, finding: Finding, trace: Trace) -> str:
    """Put seen, needed, short by and the day of change on one line."""
    line = seen_and_needed(on, trace, finding.deciding[0])
    if finding.changes_on is not None and on.shows(trace):
        line += f"; {_met_on(finding.changes_on)}"
    return line


def seen_and_needed(on: Page, trace: Trace, leaf: Leaf) -> str:
    """Return what one test saw and needed, and what is missing, on one line. No errors."""
    shown = on.shows(trace)
    parts = []
    if trace.observed is not None:
        value = words.seen(trace.observed, on.singular) if shown else MASKED
        grade = f" ({words.GRADES[trace.grade]})" if trace.grade else ""
        parts.append(f"seen: {value}{grade}")
    if trace.required is not None:
        needed = words.needed(trace.required, on.singular, dates=on.everything)
        parts.append(f"{'must not be' if leaf.denied else 'needed'}: {needed}")
    if trace.shortfall is not None and shown and not leaf.denied:
        unit = trace.required.unit if trace.required else ""
        parts.append(words.short_by(trace.shortfall, unit, on.singular))
    return "; ".join(filter(None, parts))


def _met_on(day: date) -> str:
    return f"would be met on {day.isoformat()}"


def _nothing_due(on: Page, trace: Trace) -> str:
    if trace.due_on is None:
        return "nothing due yet"
    return f"nothing due yet (first due {trace.due_on.isoformat() if on.everything else MASKED})"


def not_in_force_line(on: Page, finding: Finding) -> str:
    """Say when the text holds that is nearest, or that it was not issued yet. No errors."""
    version = finding.version
    if version is None:
        return "not in force"
    known_on = on.record.known_on
    if known_on is not None and version.issued is not None and version.issued > known_on:
        return f"not known on {known_on.isoformat()}: issued on {version.issued.isoformat()}"
    by = f", by {words.phrase(version.by)}" if version.by else ""
    return f"not in force: it holds {version_days(version)}{by}"


def version_days(version: Version) -> str:
    """Return the days of a version, as far as anybody knows them. No errors."""
    return version.days.show() + (" at the latest" if version.at_the_latest else "")


def _below(
    on: Page, trace: Trace, leaves: Mapping[int, Leaf], depth: int, told: Leaf | None = None
) -> Iterator[Line]:
    """Yield what stands below a trace: periods, readings, the nearest person, the items.

    Of the items those on the way to what decided, and what is not due yet beside them; of a
    person whatever is not met. `told` is the one leaf whose values stand above already. A clause
    that was asked for before, or has a finding of its own, is told there.
    """
    if on.once.repeats(trace):
        yield depth, see(trace)
        return
    leaf = leaves.get(id(trace))
    yield from _extras(on, trace, depth)
    yield from _roster(on, trace, depth)
    if leaf is not None and leaf.readings:
        for name, child in zip(leaf.readings, trace.children, strict=True):
            yield depth, f"- [{child.outcome.value}] if read as {words.phrase(name)}"
        return
    if leaf is not None and leaf.versions:
        for version, child in zip(leaf.versions, trace.children, strict=True):
            yield depth, f"- [{child.outcome.value}] by the text in force {version_days(version)}"
        return
    if _softened(trace):
        return
    for child in trace.children:
        if len(trace.children) == 1 and child.text == trace.text:
            yield from _below(on, child, leaves, depth, told)
        elif child.nothing_due:
            yield depth, f"- {words.phrase(child.text)}: {_nothing_due(on, child)}"
        elif _matters(trace, child, leaves):
            yield from _item(on, child, leaves, depth, told)


def see(trace: Trace) -> str:
    """Refer to a clause or question that is told elsewhere. No errors."""
    return f"see {words.phrase(trace.asks)}"


def _softened(trace: Trace) -> bool:
    """Say whether an item that fails makes this unknown, not refused; its reasons tell the rest."""
    fails = [child.outcome for child in trace.children] == [Outcome.NOT_MET]
    return fails and trace.outcome is Outcome.UNKNOWN and trace.nearest is None


def _matters(parent: Trace, child: Trace, leaves: Mapping[int, Leaf]) -> bool:
    if id(parent) in leaves or (parent.nearest is not None and child.outcome is not Outcome.MET):
        return True
    return any(id(each) in leaves for each in walk(child))


def _item(
    on: Page, trace: Trace, leaves: Mapping[int, Leaf], depth: int, told: Leaf | None
) -> Iterator[Line]:
    """Yield an item and what stands below it; a wrapper that says the same is passed over."""
    inner = trace.children[0] if len(trace.children) == 1 else None
    if inner is not None and inner.text == trace.text:
        yield from _item(on, inner, leaves, depth, told)
        return
    yield depth, f"- [{trace.outcome.value}] {words.rule(trace.text)}"
    if trace.observed is not None and (told is None or told.trace is not trace):
        yield depth + 1, seen_and_needed(on, trace, leaves.get(id(trace), Leaf(trace)))
    yield from _below(on, trace, leaves, depth + 1, told)


def _extras(on: Page, trace: Trace, depth: int) -> Iterator[Line]:
    """Yield the periods that were not enough, or not known to be."""
    unit = _unit_of(trace)
    for outcome, heading in (
        (Outcome.NOT_MET, "not enough in"),
        (Outcome.UNKNOWN, "not known to be enough in"),
    ):
        failed = [p for p in trace.periods if p.outcome is outcome]
        if failed and on.everything:
            yield depth, f"{heading}: " + ", ".join(period_words(on, p, unit) for p in failed)
        elif failed:
            count = "1 period" if len(failed) == 1 else f"{len(failed)} periods"
            yield depth, f"{heading}: {count}"


def period_words(on: Page, period: PeriodTrace, unit: str) -> str:
    """Return the days of a period and what was seen in it, masked where not shown. No errors."""
    if not on.everything:
        return MASKED
    first, last = period.span.first.isoformat(), period.span.last.isoformat()
    return f"{first} to {last} ({words.amount(period.observed, unit, on.singular)})"


def _roster(on: Page, trace: Trace, depth: int) -> Iterator[Line]:
    if trace.nearest is None:
        return
    others = f"; others looked at: {trace.others}" if trace.others else ""
    comes = "met by" if trace.outcome is Outcome.MET else "nearest person"
    if on.everything:
        yield depth, f"{comes}: {words.plain(trace.nearest)}{others}"
    else:
        yield depth, f"{comes}: {MASKED}"


def _unit(finding: Finding) -> str:
    return next((_unit_of(t) for t in walk(finding.parts) if t.progress is not None), "")


def _unit_of(trace: Trace) -> str:
    """Return the unit that the periods of a trace are counted in."""
    if trace.required is not None:
        return trace.required.unit
    return trace.observed.unit if trace.observed is not None else ""


def papers(finding: Finding) -> tuple[Need, ...]:
    """Return what a submit clause still waits for, each once. No errors."""
    needs = (reason.need for reason in reasons(finding.parts))
    return tuple(dict.fromkeys(need for need in needs if need is not None))


def signed(value: Interval) -> bool:
    """Say whether an amount is more than certainly nothing. No errors."""
    return value != Interval.exactly(0)
