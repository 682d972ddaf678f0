"""The ledger: every sentence of a source, and what became of it.

What it is for: rows of the ledger with the clauses that carry them out, and holes reported. May
import: `syntax`, `ir` and the rest of `check` below. What stays true: a row that says `encoded`
is cited by a clause (PP502); a cited place of a source with a ledger has a row (PP503).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from peerpolicy._frozen import frozen
from peerpolicy.check.declared import ANSWER_KINDS, Index
from peerpolicy.check.parameters import cites_of_rows
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.diagnostics import did_you_mean
from peerpolicy.ir.program import LedgerRow, SourceText
from peerpolicy.syntax import nodes as n

REASONS = ("background", "process", "conduct_not_checkable", "outside_the_text")
"""The closed list of reasons for leaving a sentence out."""

_CITING_KINDS = (*sorted(ANSWER_KINDS), "interpret", "parameter", "registry", "calendar")
Row = n.Encoded | n.OutOfScope | n.OpenWith | n.Repeats


def build_ledger(
    index: Index, sources: Mapping[str, SourceText], report: Reporter
) -> tuple[LedgerRow, ...]:
    """Build the rows of every ledger; reports PP201, PP202, PP303, PP502 and PP503."""
    cited = _cited(index)
    rows: dict[tuple[str, str], LedgerRow] = {}
    seen: set[str] = set()
    for declared in index.of_kind("ledger"):
        if declared.name not in sources:
            report.unknown(declared.source, declared.clause.name, "source", sources)
            continue
        if declared.name in seen:
            message = f"there is a ledger of `{declared.name}` already"
            advice = "write all rows of a source in one ledger"
            report.error("PP202", declared.source, declared.clause.span, message, advice)
            continue
        seen.add(declared.name)
        _LedgerReader(declared, cited, report).read(rows)
    broken = {d.name for d in index.of_kind("ledger") if d.clause.broken}
    with_ledger = {source for source, _ in rows} - broken
    for (source, locator), uses in cited.items():
        if source in with_ledger and (source, locator) not in rows:
            _report_no_row(uses, source, locator, [at for s, at in rows if s == source], report)
    return tuple(rows.values())


Use = tuple[Declared, n.Text]


def _cited(index: Index) -> dict[tuple[str, str], list[Use]]:
    found: dict[tuple[str, str], list[Use]] = {}
    for declared in index.of_kind(*_CITING_KINDS):
        for cite in (*declared.every(n.Cite), *cites_of_rows(declared), *_cites_of_days(declared)):
            for locator in cite.locators:
                key = (cite.source.text, locator.text)
                found.setdefault(key, []).append((declared, locator))
    return found


def _cites_of_days(declared: Declared) -> Iterator[n.Cite]:
    """Yield what the lines of a calendar cite, in the order of the text."""
    for line in declared.clause.lines if declared.clause.kind == "calendar" else ():
        basis = getattr(line.node, "basis", None)
        if isinstance(basis, n.Cite):
            yield basis


def _report_no_row(
    uses: list[Use], source: str, locator: str, known: list[str], report: Reporter
) -> None:
    for declared, text in uses:
        alike = [each for each in known if _numbers(each) == _numbers(locator)]
        advice = did_you_mean(locator, alike, f'add the row `"{locator}" encoded`')
        message = f"the ledger of `{source}` has no row for this place"
        report.error("PP503", declared.source, text.span, message, advice)


def _numbers(locator: str) -> list[str]:
    """The numbers of a place: `page 2` is no misspelling of `page 8`."""
    return re.findall(r"[0-9]+", locator)


@frozen
class _LedgerReader:
    declared: Declared
    cited: Mapping[tuple[str, str], list[Use]]
    report: Reporter

    def read(self, rows: dict[tuple[str, str], LedgerRow]) -> None:
        source = self.declared.name
        lines = [x.node for x in self.declared.clause.lines]
        nodes = [x for x in lines if isinstance(x, Row)]
        known = {text.text for node in nodes for text in node.locators}
        for node in nodes:
            self._check(node, known)
            for locator in node.locators:
                key = (source, locator.text)
                if key in rows:
                    self._error("PP202", locator, "this place has two rows", "keep one of them")
                clauses = tuple(dict.fromkeys(d.name for d, _ in self.cited.get(key, [])))
                if isinstance(node, n.Encoded) and not clauses:
                    advice = "cite it where it is carried out, or say why it is left out"
                    self._error("PP502", locator, "no clause cites this place", advice)
                rows.setdefault(key, _row(source, locator.text, node, clauses))

    def _check(self, node: Row, known: set[str]) -> None:
        if isinstance(node, n.OutOfScope) and node.reason.text not in REASONS:
            source, what = self.declared.source, "reason for leaving a sentence out"
            self.report.unknown(source, node.reason, what, REASONS, "PP303")
        broken = self.declared.clause.broken
        if isinstance(node, n.Repeats) and node.other.text not in known and not broken:
            advice = "add a row for it, or name another place"
            self._error("PP503", node.other, "this place has no row of its own", advice)

    def _error(self, code: str, at: n.Text, message: str, advice: str) -> None:
        self.report.error(code, self.declared.source, at.span, message, advice)


def _row(source: str, locator: str, node: Row, clauses: tuple[str, ...]) -> LedgerRow:
    note = node.note.text if node.note else ""
    match node:
        case n.Encoded():
            return LedgerRow(source, locator, "encoded", note, clauses=clauses)
        case n.OutOfScope(reason=reason):
            return LedgerRow(source, locator, "out of scope", note, reason.text, clauses=clauses)
        case n.OpenWith(owner=owner):
            return LedgerRow(source, locator, "open", note, owner=owner.text, clauses=clauses)
        case n.Repeats(other=other):
            return LedgerRow(source, locator, "repeats", note, repeats=other.text, clauses=clauses)
