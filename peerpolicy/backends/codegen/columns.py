"""Columns: what the records of a list come to, through a day or within a window.

What it is for: sums over windows and periods. May import: `facts.model`, `ir`, `quantity` and the
fields of this back end. What stays true: low is what certainly counts, high what possibly does, as
the interpreter adds them up; a record of unknown days may lie on any. A list that is asked seldom
is gone through; one that is asked often gets a column, in which each window is a search.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from itertools import accumulate
from operator import itemgetter

import attrs

from peerpolicy.backends.base import Answer
from peerpolicy.backends.codegen.fields import Among, Passes, amount_in
from peerpolicy.facts.model import Mark, Record, RecordList
from peerpolicy.ir.schema import Grade
from peerpolicy.quantity import Number

_ABSENT = Mark.ABSENT

Ends = tuple[Number, Number | None]
"""What is so much at least, and so much at most (None: without an end)."""


@attrs.frozen(eq=False)
class Spec:
    """What a term asks of the records of a list.

    `day` is the field of their (first) day, `last` that of their last one, None where they are of
    single days. `amount` is None where each counts one.
    """

    day: str
    amount: str | None
    where: tuple[tuple[str, Passes], ...] = ()
    last: str | None = None


_WORTH_A_COLUMN = 4
"""Making a column takes as long as going through a list some times more."""

Row = tuple[date | None, "date | Mark | None", bool, Number | None]
"""A record that may count: its first and last day (absent: still running), whether it certainly
counts, and its amount; None is unknown."""


def rows(spec: Spec, records: tuple[Record, ...], floor: Grade) -> Iterator[Row]:
    """Yield the records that pass each test, certainly or possibly. No errors."""
    measure, where, on, until = spec.amount, spec.where, spec.day, spec.last
    for record in records:
        read = record.fields.get
        passes = _passes(where, record)
        if passes is False:
            continue
        amount = 1 if measure is None else amount_in(read(measure))
        day = read(on)
        first = day if isinstance(day, date) else None
        last: date | Mark | None = first
        if until is not None:
            end = read(until)
            last = end if end is _ABSENT or isinstance(end, date) else None
        yield first, last, passes is True and record.grade >= floor, amount


@attrs.frozen(eq=False)
class Column:
    """Records of single days in their order, with sums up to each.

    `low[n]` and `high[n]` are what the first n come to; `endless[n]`, how many of them may add any
    amount, None if none of all does. `adrift` is what records of unknown days may add, None without
    an end.
    """

    days: list[date]
    low: list[Number]
    high: list[Number]
    endless: list[int] | None
    adrift: Number | None

    def between(self, first: date | None, last: date) -> Ends:
        """Return what certainly and what possibly lies on some days (None: since ever)."""
        begin = 0 if first is None else bisect_left(self.days, first)
        end = max(begin, bisect_right(self.days, last))
        low = self.low[end] - self.low[begin]
        endless = self.endless is not None and self.endless[end] > self.endless[begin]
        if self.adrift is None or endless:
            return low, None
        return low, self.high[end] - self.high[begin] + self.adrift


@attrs.define(eq=False)
class Shelf:
    """A list as it is believed from a floor up, with the columns that were made of it.

    `closed`: through that day nothing is missing, None if that is not known of any day. `asked`:
    how often a term had the list gone through.
    """

    listing: RecordList
    floor: Grade
    closed: date | None = attrs.field(init=False)
    columns: dict[Spec, Column] = attrs.field(factory=dict, init=False)
    asked: dict[Spec, int] = attrs.field(factory=dict, init=False)

    @closed.default
    def _closed(self) -> date | None:
        if self.listing.grade < self.floor:
            return None
        return date.max if self.listing.complete else self.listing.complete_through

    def is_as(self, other: Shelf | None) -> bool:
        """Say whether another floor changes nothing, for the same list. No errors."""
        if other is None or other.floor is self.floor:
            return other is not None
        floor = max(self.floor, other.floor)
        records = (*self.listing.records, *(self.listing.requested or ()))
        return self.listing.grade >= floor and all(r.grade >= floor for r in records)

    def rows(self, spec: Spec) -> Iterator[Row]:
        """Yield the records that may count for a term. No errors."""
        return rows(spec, self.listing.records, self.floor)

    def column(self, spec: Spec) -> Column:
        """Return the column of a term, made when it is first asked for. No errors."""
        found = self.columns.get(spec)
        if found is None:
            found = self.columns[spec] = _column(self.rows(spec))
        return found

    def within(self, spec: Spec, first: date | None, last: date) -> Ends:
        """Return what certainly and what possibly lies on some days. No errors."""
        if spec.last is not None:
            return _of_spans(self.rows(spec), first or date.min, last, counted=spec.amount is None)
        asked = self.asked.get(spec, 0)
        if asked >= _WORTH_A_COLUMN:
            return self.column(spec).between(first, last)
        self.asked[spec] = asked + 1
        return _of_days(spec, self.listing.records, self.floor, first or date.min, last)


def _of_days(
    spec: Spec, records: tuple[Record, ...], floor: Grade, first: date, last: date
) -> Ends:
    """Add up records of single days; most of a long list lie elsewhere, so days are seen first."""
    on, measure, where = spec.day, spec.amount, spec.where
    among = where[0][1] if len(where) == 1 else None
    field, words = (where[0][0], among.words) if isinstance(among, Among) else ("", frozenset())
    low: Number = 0
    high: Number | None = 0
    for record in records:
        fields = record.fields
        day = fields.get(on)
        is_sure = isinstance(day, date)
        if is_sure and not first <= day <= last:  # type: ignore[operator]
            continue
        if field and type(word := fields.get(field)) is str:
            if word not in words:
                continue
        elif where:
            passes = _passes(where, record)
            if passes is False:
                continue
            is_sure = is_sure and passes is True
        amount = 1 if measure is None else amount_in(fields.get(measure))
        if amount is None:
            high = None
            continue
        if high is not None:
            high += amount
        if is_sure and record.grade >= floor:
            low += amount
    return low, high


def _passes(where: tuple[tuple[str, Passes], ...], record: Record) -> Answer:
    answer: Answer = True
    for field, passes in where:
        found = passes(record.fields.get(field))
        if found is False:
            return False
        if found is None:
            answer = None
    return answer


def _of_spans(found: Iterator[Row], first: date, last: date, *, counted: bool) -> Ends:
    """Add up records of several days: one counts where it shares a day with the span.

    Its amount counts where all its days lie within; of a part, nobody knows how much fell on it.
    """
    low: Number = 0
    high: Number | None = 0
    for begins, ends, is_sure, amount in found:
        if (begins is not None and begins > last) or (isinstance(ends, date) and ends < first):
            continue
        known = begins is not None and ends is not None
        if not counted and begins is not None:
            known = begins >= first and isinstance(ends, date) and ends <= last
        if amount is None:
            high = None
        elif high is not None:
            high += amount
        if is_sure and known and amount is not None:
            low += amount
    return low, high


def _column(found: Iterator[Row]) -> Column:
    dated: list[tuple[date, Number, Number | None]] = []
    adrift: list[Number | None] = []
    for day, _, is_sure, amount in found:
        if day is None:
            adrift.append(amount)
        else:
            dated.append((day, amount if is_sure and amount is not None else 0, amount))
    dated.sort(key=itemgetter(0))
    low = list(accumulate([sure for _, sure, _ in dated], initial=0))
    most = [amount for _, _, amount in dated]
    endless = None
    if None in most:
        endless = list(accumulate([int(amount is None) for amount in most], initial=0))
    high = list(accumulate([amount or 0 for amount in most], initial=0))
    sizes = [amount for amount in adrift if amount is not None]
    lost = sum(sizes, 0) if len(sizes) == len(adrift) else None
    return Column([day for day, _, _ in dated], low, high, endless, lost)
