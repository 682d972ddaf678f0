"""Dates of programs and clauses: from what is written to days, and whether versions fit together.

What it is for: `in force`, `issued` and `status`, and the blocks of one name that are versions of
one clause. May import: `syntax`, `ir` and the rest of `check` below. What stays true: on each day
at most one version holds, or two about a change whose day nobody has read; a day without a version
between two of them is never there by mistake.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from peerpolicy._frozen import frozen
from peerpolicy.check.conditions import Lowerer
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.check.resolve import Context
from peerpolicy.diagnostics import Label
from peerpolicy.ir import terms as t
from peerpolicy.ir.force import Days, InForce, ProgramStatus, Status
from peerpolicy.ir.program import Clause, SourceText
from peerpolicy.ir.versions import periodic_line
from peerpolicy.source import Span
from peerpolicy.syntax import nodes as n

_DAY = timedelta(days=1)
_STATUS = {"planned": Status.PLANNED, "proposed": Status.PROPOSED}

Dated = tuple[Declared, Clause]
"""A block of the text and what it was lowered to."""


# ---------------------------------------------------------------- one block


def in_force(declared: Declared, lowerer: Lowerer, context: Context) -> InForce | None:
    """Return when a block holds, None where it is not dated; reports PP301 and PP304."""
    line = declared.one(n.InForce)
    if line is None:
        return None
    report = lowerer.report
    by = lowerer.day(line.by, context) if line.by is not None else None
    fact = by if isinstance(by, t.FactOf) else None
    declared_fact = lowerer.schema.fact(fact.subject.name, fact.name) if fact else None
    if line.by is not None and declared_fact is not None and declared_fact.may_be_absent:
        message = f"`{declared_fact.name}` may be absent, and then no version could be chosen"
        advice = "choose by a date that is always there, or by the judged day: delete `by`"
        report.error("PP301", declared.source, line.by.span, message, advice)
    return InForce(_days(declared, line.days, report), _ends_at_the_latest(line), fact)


def issued(declared: Declared, clause_sources: Iterable[SourceText]) -> date | None:
    """Return from which day on a block can be known: its own, or of the latest source it cites."""
    line = declared.one(n.Issued)
    if line is not None and line.day is not None:
        return line.day.value
    return max((s.issued for s in clause_sources if s.issued is not None), default=None)


def program_days(head: Declared, report: Reporter) -> Days | None:
    """Return when a program is in force, None where it is not dated; reports PP210 and PP304."""
    line = head.one(n.InForce)
    if line is None:
        return None
    if line.by is not None:
        message = "a program is in force by the judged day"
        report.error("PP210", head.source, line.by.span, message, "delete `by` and the fact")
    return _plain_days(head, line.days, report)


def program_status(head: Declared, report: Reporter) -> ProgramStatus | None:
    """Return how a program stands where it is not in force; reports PP210 and PP304."""
    line = head.one(n.ProgramStatus)
    if line is None:
        return None
    days = _plain_days(head, line.days, report) if line.days is not None else Days()
    return ProgramStatus(_STATUS[line.word], days)


def _plain_days(head: Declared, node: n.DaysInForce, report: Reporter) -> Days:
    """Return the days of a program, which has no versions that could follow each other."""
    end = node.end
    latest = end.latest if isinstance(end, n.ThroughDay) else None
    gap = node.after_a_gap if isinstance(node, n.DaysFrom) else None
    for tail in (gap, latest):
        if tail is not None:
            message = "only a clause has versions that follow each other"
            report.error("PP210", head.source, tail.span, message, "delete these words")
    return _days(head, node, report)


def _days(declared: Declared, node: n.DaysInForce, report: Reporter) -> Days:
    first = node.first.value if isinstance(node, n.DaysFrom) else None
    last = _last(node.end)
    if first is not None and last is not None and last < first:
        message, advice = "these days end before they begin", "swap the days"
        report.error("PP304", declared.source, node.span, message, advice)
        return Days(last, first)
    return Days(first, last)


def _last(end: n.ThroughDay | n.BeforeDay | None) -> date | None:
    if isinstance(end, n.BeforeDay):
        return end.day.value - _DAY if end.day.value > date.min else date.min
    return None if end is None else end.day.value


def _ends_at_the_latest(line: n.InForce) -> bool:
    return isinstance(line.days.end, n.ThroughDay) and line.days.end.latest is not None


# ---------------------------------------------------------------- all blocks of one clause


def check_versions(blocks: Iterable[Dated], report: Reporter) -> None:
    """Report versions that do not fit together (PP208, PP209) or cannot be dated so (PP210)."""
    by_name: dict[str, list[Dated]] = {}
    for block in blocks:
        if block[1].in_force is not None:
            by_name.setdefault(block[0].name, []).append(block)
    for found in by_name.values():
        found.sort(key=lambda block: _days_of(block).first or date.min)
        _Versions(found, report).check()


def _days_of(block: Dated) -> Days:
    clause = block[1]
    return clause.in_force.days if clause.in_force is not None else Days()


@frozen
class _Versions:
    """The versions of one clause, the earliest first."""

    blocks: list[Dated]
    report: Reporter

    def check(self) -> None:
        self._check_alike()
        self._check_periods()
        for earlier, later in zip(self.blocks, self.blocks[1:], strict=False):
            self._check_pair(earlier, later)
        self._check_ends()

    def _check_alike(self) -> None:
        first, *others = self.blocks
        for other in others:
            for difference in _differences(first[1], other[1]):
                message = f"the versions of `{other[0].name}` {difference}"
                advice = "write the same in each, or give one of them another name"
                self._error("PP210", other, message, advice, first)

    def _check_periods(self) -> None:
        judged = [(block, list(_periodic(block[1]))) for block in self.blocks]
        if self._chosen_by_a_fact() or not any(found for _, found in judged):
            return
        for block, found in judged:
            message = advice = ""
            if not found:
                message = "another version is judged period by period, and this one is not"
                advice = "give this rule a name of its own"
            elif found != [periodic_line(block[1].condition)]:
                message = "a line with `in each` stands among other conditions of a dated clause"
                advice = "let the line be the whole condition, in a clause of its own name"
            elif block[1].replaces:
                message = "a pathway is gone on one day, and here each period has a version"
                advice = "let a `require` with dates of its own ask for the periods"
            elif _is_doubtful(block):
                message = "a period must be judged by one version, and here the day is not known"
                advice = "write the day on which this version ends"
            if message:
                self._error("PP210", block, message, advice)

    def _chosen_by_a_fact(self) -> bool:
        return any(_by(clause) is not None for _, clause in self.blocks)

    def _check_pair(self, earlier: Dated, later: Dated) -> None:
        ends, begins = _days_of(earlier).last, _days_of(later).first
        latest = _is_doubtful(earlier)
        gap = _gap(later)
        if begins is None or begins == _days_of(earlier).first:
            self._overlap(earlier, later, _days_of(later))
        elif ends is not None and ends >= begins:
            if not latest or self._outlives(later, ends):
                self._overlap(earlier, later, Days(begins, ends))
        elif latest:
            message = f"nobody knows which version holds before {begins.isoformat()}"
            advice = "let the next version begin on the first day on which the change is possible"
            self._error("PP209", earlier, message, advice, later)
        elif ends is not None and ends + _DAY < begins and gap is None:
            days = Days(ends + _DAY, begins - _DAY).show()
            message = f"no version of `{later[0].name}` holds {days}"
            advice = f"write `from {begins.isoformat()} after a gap`, or close it"
            self._error("PP209", later, message, advice, earlier)
        if gap is not None and (ends is None or ends + _DAY >= (begins or date.min)):
            self._no_gap(later, gap)

    def _outlives(self, later: Dated, ends: date) -> bool:
        """Say whether the doubtful days go beyond the next version, or into a third one."""
        last = _days_of(later).last
        at = self.blocks.index(later) + 1
        third = _days_of(self.blocks[at]).first if at < len(self.blocks) else None
        return (last is not None and last < ends) or (third is not None and third <= ends)

    def _check_ends(self) -> None:
        first, last = self.blocks[0], self.blocks[-1]
        gap = _gap(first)
        if gap is not None:
            self._no_gap(first, gap)
        if _is_doubtful(last):
            message = "no next version says what may hold instead"
            advice = "add the next version, or leave out `at the latest`"
            self._error("PP209", last, message, advice)

    def _no_gap(self, block: Dated, gap: n.AfterAGap) -> None:
        message, advice = "there is no gap before this version", "delete `after a gap`"
        self.report.error("PP209", block[0].source, gap.span, message, advice)

    def _overlap(self, earlier: Dated, later: Dated, days: Days) -> None:
        message = f"two versions of `{later[0].name}` hold {days.show()}"
        advice = "let the one end on the day before the other begins"
        self._error("PP208", later, message, advice, earlier)

    def _error(
        self, code: str, block: Dated, message: str, advice: str, other: Dated | None = None
    ) -> None:
        labels: tuple[Label, ...] = ()
        if other is not None:
            labels = (Label(other[0].source, _span(other), "the other version stands here"),)
        self.report.error(code, block[0].source, _span(block), message, advice, labels=labels)


def _differences(one: Clause, other: Clause) -> Iterator[str]:
    """Yield in what two versions differ that all versions of a clause must share."""
    if one.about != other.about:
        yield "are about different entities"
    if set(one.questions) != set(other.questions):
        yield "are for different questions"
    if set(one.replaces) != set(other.replaces):
        yield "replace different clauses"
    if _by(one) != _by(other):
        yield "are chosen by different days"


def _by(clause: Clause) -> t.FactOf | None:
    return clause.in_force.by if clause.in_force is not None else None


def _line(block: Dated) -> n.InForce | None:
    return block[0].one(n.InForce)


def _is_doubtful(block: Dated) -> bool:
    """Say whether nobody knows on which day the version ends."""
    return block[1].in_force is not None and block[1].in_force.at_the_latest


def _span(block: Dated) -> Span:
    line = _line(block)
    return line.span if line is not None else block[0].clause.span


def _gap(block: Dated) -> n.AfterAGap | None:
    line = _line(block)
    days = line.days if line is not None else None
    return days.after_a_gap if isinstance(days, n.DaysFrom) else None


def _periodic(clause: Clause) -> Iterator[t.Total]:
    """Yield the lines of a clause that are judged period by period."""
    made = (term for each in clause.exceptions for term in (each.condition, each.instead))
    for term in (clause.guard, *made, clause.condition):
        for each in t.parts(term):
            if isinstance(each, t.Total) and periodic_line(each) is not None:
                yield each


def cited_sources(declared: Declared, sources: Mapping[str, SourceText]) -> list[SourceText]:
    """Return the declared sources that a clause cites. No errors."""
    cited = (sources.get(cite.source.text) for cite in declared.every(n.Cite))
    return [source for source in cited if source is not None]
