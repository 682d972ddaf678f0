"""Parameters: values kept apart from the rules, in rows by key and day.

What it is for: from `parameter` clauses to rows that an evaluator can look up. May import:
`syntax`, `ir`, `dates` and the rest of `check` below. What stays true: the rows of one key follow
each other without a gap and without a day that has two (PP306, PP307); each amount is in the
parameter's measure and cites its source; what is open has an owner.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import pairwise

import attrs

from peerpolicy.check.declared import Index, say_twice
from peerpolicy.check.reporter import Declared, Reporter
from peerpolicy.check.units import find_measure, read_amount
from peerpolicy.dates import Span as Days
from peerpolicy.diagnostics import Label
from peerpolicy.ir.program import Citation, Offer, Parameter, Row, SourceText
from peerpolicy.ir.schema import ChoiceOf, Choices, Measure, Schema
from peerpolicy.source import Span
from peerpolicy.syntax import nodes as n

_DAY = timedelta(days=1)


def build_parameters(
    index: Index,
    schema: Schema,
    sources: Mapping[str, SourceText],
    settled: Mapping[str, str],
    report: Reporter,
) -> dict[str, Parameter]:
    """Build the parameters of a program; what is faulty is reported and left out.

    In: `settled` names the source that an interpretation chose for a parameter. Reports PP109,
    PP201, PP202, PP301 to PP304, PP306 to PP309 and PP501.
    """
    found = {}
    for declared in index.of_kind("parameter"):
        term = index.find("open term", declared.name)
        if term is not None:
            say_twice(declared, term, report)
        builder = _Builder(declared, schema, sources, settled.get(declared.name, ""), report)
        parameter = builder.build()
        if parameter is not None:
            found[parameter.id] = parameter
    return found


def cites_of_rows(declared: Declared) -> Iterator[n.Cite]:
    """Yield what the rows of a parameter cite, in the order of the text."""
    for item in declared.items(n.RowValues):
        cite = item.value.cite if isinstance(item, n.ValueRow) else None
        cite = item.cite if isinstance(item, n.OrAmount) else cite
        if cite is not None:
            yield cite
    line = declared.one(n.EachBound)
    if line is not None and line.cite is not None:
        yield line.cite


def sources_to_choose(declared: Declared) -> list[str]:
    """Return the sources among which an interpretation may choose.

    Where one of them gives two amounts in one row, naming it chooses nothing, so it is left out.
    """
    found: list[str] = []
    doubled: set[str] = set()
    row: list[str] = []
    for item in declared.items(n.RowValues):
        if isinstance(item, n.ValueRow):
            row = []
        offer = item.value if isinstance(item, n.ValueRow) else item
        if isinstance(offer, n.EitherAmount | n.OrAmount) and offer.cite is not None:
            name = offer.cite.source.text
            doubled |= {name} & set(row)
            row.append(name)
            found.append(name)
    return [name for name in dict.fromkeys(found) if name not in doubled]


@attrs.define
class _Draft:
    """A row as written: for which keys, its days, and what it offers."""

    node: n.ValueRow
    keys: tuple[str, ...]
    offers: list[Offer]
    owner: str
    citations: tuple[Citation, ...]
    has_rival: bool = False

    @property
    def first(self) -> date:
        return self.node.first.value if self.node.first else date.min

    @property
    def last(self) -> date | None:
        return self.node.last.day.value if self.node.last else None

    @property
    def at_the_latest(self) -> bool:
        return self.node.last is not None and self.node.last.latest is not None


@attrs.define
class _Builder:
    declared: Declared
    schema: Schema
    sources: Mapping[str, SourceText]
    chosen: str
    report: Reporter
    faulty: bool = False

    def build(self) -> Parameter | None:
        measured = self.declared.one(n.MeasuredIn)
        measure = self._measure(measured) if measured else None
        key = self.declared.one(n.GoesBy)
        choices = self._choices(key) if key else None
        if measure is None or (key is not None and choices is None):
            return None
        drafts = self._drafts(measure, choices)
        names = dict.fromkeys(key for draft in drafts for key in draft.keys)
        rows = [row for name in sorted(names) for row in self._run(name, drafts)]
        self._check_each(key, drafts, rows)
        others = ("",) if choices is not None and choices.others else ()
        possible = (*sorted(choices.values), *others) if choices is not None else ()
        goes_by = key.fact.name.text if key else ""
        if self.faulty or self.declared.clause.broken or not rows:
            return None
        return Parameter(self.declared.name, measure.name, goes_by, tuple(rows), possible)

    def _error(self, code: str, span: Span, message: str, advice: str, *labels: Label) -> None:
        self.faulty = True
        self.report.error(code, self.declared.source, span, message, advice, labels=labels)

    def _measure(self, line: n.MeasuredIn) -> Measure | None:
        found = find_measure(self.schema.measures, line.measure.text)
        if found is None:
            known = self.schema.measures
            self.report.unknown(self.declared.source, line.measure, "measure", known)
        return found

    def _choices(self, line: n.GoesBy) -> Choices | None:
        """Return the values that the key can have; it is a fact that is one of some choices."""
        name = line.fact.name
        facts = [f for f in self.schema.facts if f.name == name.text]
        if not facts:
            known = [f.name for f in self.schema.facts if isinstance(f.type, ChoiceOf)]
            self.report.unknown(self.declared.source, name, "fact", known)
            return None
        kind = facts[0].type
        if isinstance(kind, ChoiceOf):
            return self.schema.choices[kind.choices]
        message = f"`{name.text}` is not one of some choices, and rows are chosen by such a fact"
        advice = f"declare `{name.text}` as `is one of CHOICES`, or leave this line out"
        self._error("PP301", name.span, message, advice)
        return None

    # ------------------------------------------------------------ rows as written

    def _drafts(self, measure: Measure, choices: Choices | None) -> list[_Draft]:
        drafts: list[_Draft] = []
        for item in self.declared.items(n.RowValues):
            if isinstance(item, n.ValueRow):
                drafts.append(self._draft(item, measure, choices))
            elif isinstance(item, n.OrAmount):
                self._add_offer(drafts, item, measure)
        for draft in drafts:
            value = draft.node.value
            if isinstance(value, n.EitherAmount) and not draft.has_rival:
                message = "`either` gives one amount, and nothing that differs from it"
                advice = "write `is`, or add a row that begins `or` below it"
                self._error("PP308", value.span, message, advice)
        return drafts

    def _add_offer(self, drafts: list[_Draft], item: n.OrAmount, measure: Measure) -> None:
        if not drafts or not isinstance(drafts[-1].node.value, n.EitherAmount):
            message = "`or` follows no `either`"
            advice = "begin the row above with `either` in the place of `is`"
            self._error("PP308", item.span, message, advice)
            return
        drafts[-1].has_rival = True
        drafts[-1].offers += self._offer(item, measure)

    def _draft(self, node: n.ValueRow, measure: Measure, choices: Choices | None) -> _Draft:
        value, decided = node.value, self.declared.one(n.DecidedBy)
        owner = decided.owner.text if decided else ""
        offers: list[Offer] = []
        citations: tuple[Citation, ...] = ()
        if isinstance(value, n.ToBeDetermined):
            owner = value.owner.text if value.owner else owner
            citations = self._citation(value.cite) if value.cite else ()
        else:
            offers = self._offer(value, measure)
        if not owner and not isinstance(value, n.IsAmount):
            message = f"`parameter {self.declared.name}` does not say who decides this value"
            advice = "write `decided by NAME` under the parameter"
            self._error("PP109", value.span, message, advice)
        if node.first and node.last and node.first.value > node.last.day.value:
            message = "the row ends before it begins"
            self._error("PP304", node.last.span, message, "exchange the two dates")
        return _Draft(node, self._keys(node, choices), offers, owner, citations)

    def _offer(
        self, node: n.IsAmount | n.EitherAmount | n.OrAmount, measure: Measure
    ) -> list[Offer]:
        source = self.declared.source
        amount = read_amount(node.quantity, measure, self.schema.measures, source, self.report)
        if node.cite is None:
            message = "this value cites nothing"
            advice = 'write where it stands at the end of the row: `cite handbook "2.1"`'
            self._error("PP501", node.span, message, advice)
        citations = self._citation(node.cite) if node.cite else ()
        self.faulty = self.faulty or amount is None or not citations
        return [Offer(amount, cited) for cited in citations if amount is not None]

    def _citation(self, cite: n.Cite) -> tuple[Citation, ...]:
        source = self.sources.get(cite.source.text)
        if source is None:
            self.report.unknown(self.declared.source, cite.source, "source", self.sources)
            return ()
        return (Citation(source.id, source.title, tuple(x.text for x in cite.locators)),)

    def _keys(self, node: n.ValueRow, choices: Choices | None) -> tuple[str, ...]:
        """Return the keys of a row; the empty one where it is for all, or for any other."""
        goes_by = self.declared.one(n.GoesBy)
        if goes_by is None:
            if node.key is not None:
                message = "the parameter does not say by which fact its rows are chosen"
                advice = "write `by` and the fact under the parameter, or leave the `for` out"
                self._error("PP308", node.key.span, message, advice)
            return ("",)
        name = goes_by.fact.name.text
        if isinstance(node.key, n.NamedKeys):
            return tuple(each.text for each in node.key.names if self._is_choice(each, choices))
        if node.key is None or node.key.fact.text != name:
            span = node.key.span if node.key else node.span
            message = f"the row does not say for which {name} it is"
            advice = f"begin it with `for NAME` or `for any other {name}`"
            self._error("PP308", span, message, advice)
        return ("",)

    def _is_choice(self, name: n.Name, choices: Choices | None) -> bool:
        if choices is None or name.text in choices.values:
            return True
        self.faulty = True
        what, source = f"one of {choices.name}", self.declared.source
        self.report.unknown(source, name, what, choices.values, "PP303")
        return False

    # ------------------------------------------------------------ rows one after the other

    def _run(self, key: str, drafts: list[_Draft]) -> Iterator[Row]:
        """Yield the rows of one key, each ended by the one that follows it."""
        run = sorted((d for d in drafts if key in d.keys), key=lambda d: d.first)
        for n_, (earlier, later) in enumerate(pairwise(run)):
            following = run[n_ + 2] if n_ + 2 < len(run) else None
            self._check_pair(earlier, later, following)
        if run[-1].at_the_latest:
            self._no_successor(run[-1])
        for n_, draft in enumerate(run):
            last = draft.last
            if last is None and n_ + 1 < len(run) and run[n_ + 1].first > date.min:
                last = run[n_ + 1].first - _DAY
            first = draft.first if draft.node.first else None
            row = Row(key, first, last, tuple(draft.offers), draft.owner, draft.citations)
            yield row.of_source(self.chosen)

    def _check_pair(self, earlier: _Draft, later: _Draft, following: _Draft | None) -> None:
        """Report a day that two rows of a key have, and a day that none has."""
        last = earlier.last
        if earlier.first == later.first or (
            last is not None and last >= later.first and not earlier.at_the_latest
        ):
            self._two_rows(earlier, later)
        elif last is not None and following is not None and last >= following.first:
            self._two_rows(earlier, following)
        elif last is not None and last < later.first and earlier.at_the_latest:
            self._no_successor(earlier)
        elif last is not None and last + _DAY < later.first:
            begins, ends = last + _DAY, later.first - _DAY
            message = f"no row says what holds from {begins} through {ends}"
            advice = (
                f"add the row `from {begins} through {ends} to_be_determined by NAME`,"
                " or move a day"
            )
            self._error("PP307", later.node.span, message, advice, self._label(earlier))

    def _two_rows(self, earlier: _Draft, later: _Draft) -> None:
        message = "two rows hold on one day"
        advice = "let one end before the other begins; where two sources differ, write `either`"
        self._error("PP306", later.node.span, message, advice, self._label(earlier))

    def _no_successor(self, draft: _Draft) -> None:
        assert draft.node.last is not None
        message = "`at the latest` needs a row that may hold before that day"
        advice = (
            "let the next row begin `from` the first day on which it may hold,"
            " or leave `at the latest` out"
        )
        self._error("PP309", draft.node.last.span, message, advice)

    # ------------------------------------------------------------ rows against those of all others

    def _check_each(self, key: n.GoesBy | None, drafts: list[_Draft], rows: list[Row]) -> None:
        """Report rows that go beyond what holds for any other key (PP109, PP308, PP315)."""
        line = self.declared.one(n.EachBound)
        if line is None:
            return
        if line.cite is not None:
            self._citation(line.cite)
        if key is None or key.fact.name.text != line.fact.text:
            message = f"the rows are not chosen by {line.fact.text}"
            advice = "name the fact of the line that begins with `by`"
            self._error("PP308", line.fact.span, message, advice)
            return
        general = [row for row in rows if row.key == ""]
        if not general:
            message = f"no row is for any other {line.fact.text}"
            self._error("PP109", line.span, message, f"add a row `for any other {line.fact.text}`")
        for draft in drafts:
            own = [row for row in rows if row.key in draft.keys and row.key]
            own = [row for row in own if row.first == (draft.node.first and draft.node.first.value)]
            if any(_goes_beyond(line, row, each) for row in own for each in general):
                floor = "less" if isinstance(line.bound, n.AtLeast) else "more"
                message = f"the value is {floor} than that for any other {line.fact.text}"
                advice = "correct the row, or that of all others in these days"
                self._error("PP315", draft.node.value.span, message, advice)

    def _label(self, draft: _Draft) -> Label:
        return Label(self.declared.source, draft.node.span, "the other row")


def _goes_beyond(line: n.EachBound, own: Row, general: Row) -> bool:
    """Say whether each amount of a row is stricter than each that holds for all others.

    On days that both have; a value that nobody has determined goes beyond nothing.
    """
    days = Days(own.first or date.min, own.last or date.max)
    if not general.may_hold_in(days) or not own.offers or not general.offers:
        return False
    ours = [offer.amount for offer in own.offers]
    theirs = [offer.amount for offer in general.offers]
    if isinstance(line.bound, n.AtLeast):
        return max(ours) < min(theirs)
    return min(ours) > max(theirs)
