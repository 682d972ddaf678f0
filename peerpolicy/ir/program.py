"""A checked program: its clauses, questions, conventions, ledger and examples.

What it is for: the whole of a policy as frozen data, handed from the checker to the evaluators.
May import: `ir.force`, `ir.schema`, `ir.terms`, `dates`, `source` and attrs. What stays true: the
order of clauses is the order of the file and never changes an answer; each clause that bears on an
answer names its questions and its citations; clauses of one id are versions of one clause.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.dates import LeapDay, Span, Weekday, calendar_periods
from peerpolicy.ir.force import Days, InForce, ProgramStatus
from peerpolicy.ir.schema import Grade, Length, Schema
from peerpolicy.ir.terms import FactOf, Paper, Term
from peerpolicy.quantity import Number
from peerpolicy.source import Place


class Force(enum.Enum):
    """How binding the source's words are."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"
    PLANNED = "planned"


@frozen
class SourceText:
    """A text that clauses cite."""

    id: str
    title: str
    rank: str
    address: str
    issued: date | None
    read_on: date | None


@frozen
class Citation:
    """A place in a source."""

    source: str
    title: str
    locators: tuple[str, ...]

    def show(self) -> str:
        """Return the title and the places, for people."""
        return f"{self.title}, {', '.join(self.locators)}"


@frozen
class Offer:
    """One amount that a source gives."""

    amount: Number
    citation: Citation


@frozen
class Row:
    """The value of a parameter for one key, from `first` through `last` (None: without end).

    `key` is empty where the parameter has no key, and for every key that no other row names.
    Several `offers`: the sources differ. None: `owner` has not determined the value yet.
    """

    key: str
    first: date | None
    last: date | None
    offers: tuple[Offer, ...]
    owner: str
    citations: tuple[Citation, ...] = ()

    def show(self) -> str:
        """Return for whom and for which days the row is, for people; empty for all and always."""
        first = f"from {self.first}" if self.first else ""
        last = f"through {self.last}" if self.last else ""
        key = f"for {self.key}" if self.key else ""
        return " ".join(part for part in (key, first, last) if part)

    def of_source(self, source: str) -> Row:
        """Return the row with what that source alone gives; as it is where that is nothing."""
        chosen = tuple(offer for offer in self.offers if offer.citation.source == source)
        return attrs.evolve(self, offers=chosen or self.offers)

    def may_hold_in(self, days: Span) -> bool:
        """Say whether the row holds, or perhaps holds, on one of some days. No errors."""
        begins, ends = self.first or date.min, self.last or date.max
        return begins <= days.last and days.first <= ends


@frozen
class Parameter:
    """A value kept apart from the rules: rows by key and day, in `measure`.

    Rows of one key lie one after the other without a gap. Two of them share days only where the
    first ends "at the latest" then: on those days either may hold. `goes_by` is the fact that is
    the key, empty where there is none. `choices` are the values that the key can have.
    """

    id: str
    measure: str
    goes_by: str
    rows: tuple[Row, ...]
    choices: tuple[str, ...] = ()

    def rows_for(self, key: str) -> tuple[Row, ...]:
        """Return the rows of a key, in order of time; none where it has no value at all."""
        own = tuple(row for row in self.rows if row.key == key)
        return own or tuple(row for row in self.rows if row.key == "")


@frozen
class Convention:
    """A reading of the calendar that every window and age of the program follows.

    `basis` is "assumed" (nobody decided it), "chosen" (in the interpretation `by`) or "cited".
    """

    name: str
    reading: str
    basis: str
    by: str = ""


@frozen
class AnchoredPeriod:
    """A term that runs from a date of a credential, such as the day of issue, time and again."""

    name: str
    credential: str
    field: str
    length: Length = (1, "years")


@frozen
class BusinessDays:
    """Which days are business days: some weekdays, except those that a registry lists.

    `weekdays` as `datetime.date.weekday` counts them. Through `complete_through` no holiday is
    missing; without a registry there is none at all.
    """

    weekdays: frozenset[int]
    registry: str = ""
    holidays: tuple[date, ...] = ()
    complete_through: date | None = None


@frozen
class Calendar:
    """The conventions of a program.

    `years`: the years that begin on another day than 1 January, with that month and day.
    """

    week_starts: Weekday | None = None
    leap_day: LeapDay | None = None
    both_end_days: bool | None = None
    first_part_counts: bool | None = None
    periods: Mapping[str, AnchoredPeriod] = attrs.Factory(dict)
    conventions: Mapping[str, Convention] = attrs.Factory(dict)
    business_days: BusinessDays | None = None
    years: Mapping[str, tuple[int, int]] = attrs.Factory(dict)

    def spans(self, period: str, since: date, through: date) -> tuple[Span, ...]:
        """List the periods of the calendar from that of one day to that of another, in order.

        Errors: ValueError for a period that the calendar does not have.
        """
        week_starts = self.week_starts or Weekday.MONDAY
        return calendar_periods(period, since, through, week_starts, self.years)


@frozen
class Answer:
    """A named answer: it holds where its condition does; without one, where no other holds."""

    name: str
    condition: Term | None


@frozen
class Question:
    """What a program answers, about whom, judged on which day, on which evidence.

    `answers`: the named answers, the best first, the one without a condition last; none where the
    question is answered by its clauses alone.
    """

    id: str
    asks: str
    about: str
    judged_on: str
    answers_in: str | None
    grade: Grade
    place: Place = attrs.field(eq=False, repr=False)
    answers: tuple[Answer, ...] = ()


@frozen
class Assumption:
    """A choice inside one clause that nobody has made yet."""

    word: str
    because: str


@frozen
class Shown:
    """What a complete paper shows: the values of a whole clause, or one fact."""

    paper: Paper
    clause: str = ""
    fact: FactOf | None = None


@frozen
class ClauseException:
    """What becomes of a clause where `condition` holds.

    The clause does not apply or, if there is an `instead`, asks for that in the place of its own
    condition. `id` is the name of an `exception`, with a citation of its own; an `unless` line of
    the clause has neither.
    """

    id: str
    condition: Term
    instead: Term | None = None
    citations: tuple[Citation, ...] = ()
    because: str = ""
    place: Place = attrs.field(default=Place("", 0, 0), eq=False, repr=False)


@frozen
class Clause:
    """One clause that bears on an answer.

    It applies where `guard` holds, unless one of the `exceptions` lifts it; its contribution is
    "does not apply, or holds". An `advise` clause stands outside the outcome. `shows` are the
    papers of a `submit` with what counts as shown once that paper is complete. `replaces` is set
    for a pathway: the clauses that it may be gone instead of; a pathway contributes nothing but
    "applies and holds". `topics` say what it is about. `in_force` says when this version of
    the clause holds, None for always; `issued` from which day on it can be known, None for ever.
    """

    id: str
    kind: str
    force: Force
    questions: tuple[str, ...]
    about: str
    condition: Term
    citations: tuple[Citation, ...]
    text: str
    guard: Term | None = None
    exceptions: tuple[ClauseException, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    shows: tuple[Shown, ...] = ()
    because: str = ""
    replaces: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    place: Place = attrs.field(default=Place("", 0, 0), eq=False, repr=False)
    in_force: InForce | None = None
    issued: date | None = None


@frozen
class Interpretation:
    """A reading of an open term that somebody chose."""

    id: str
    settles: str
    reading: str
    by: str
    on: date
    because: str
    citations: tuple[Citation, ...]


@frozen
class OpenTerm:
    """A term the source leaves open, and who has to settle it."""

    id: str
    wording: str
    owner: str
    readings: tuple[str, ...]
    citations: tuple[Citation, ...]
    settled_by: str | None


@frozen
class LedgerRow:
    """One sentence of a source, or a part of it, and what became of it."""

    source: str
    locator: str
    status: str
    note: str = ""
    reason: str = ""
    owner: str = ""
    repeats: str = ""
    clauses: tuple[str, ...] = ()


@frozen
class Expectation:
    """What an example expects of a clause or question: an outcome, amount, answer, or need."""

    name: str
    outcome: str | None = None
    low: Number | None = None
    high: Number | None = None
    need: str | None = None
    answer: str | None = None
    place: Place = attrs.field(default=Place("", 0, 0), eq=False, repr=False)


@frozen
class Example:
    """A case worked by hand beside the rules: facts in their plain form, and expectations."""

    id: str
    question: str
    as_of: date
    facts: Mapping[str, object] = attrs.field(repr=False)
    expectations: tuple[Expectation, ...]
    place: Place = attrs.field(eq=False, repr=False)


@frozen
class Program:
    """A checked policy.

    `known_on`: only what was issued by that day counts; None for everything.
    """

    id: str
    title: str
    schema: Schema
    calendar: Calendar
    sources: Mapping[str, SourceText]
    questions: tuple[Question, ...]
    clauses: tuple[Clause, ...]
    interpretations: tuple[Interpretation, ...]
    open_terms: tuple[OpenTerm, ...]
    ledger: tuple[LedgerRow, ...]
    examples: tuple[Example, ...]
    parameters: tuple[Parameter, ...] = ()
    in_force: Days | None = None
    status: ProgramStatus | None = None
    known_on: date | None = None

    def question(self, name: str) -> Question | None:
        """Return the question of that name, or None."""
        return next((q for q in self.questions if q.id == name), None)

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter of that name, or None."""
        return next((p for p in self.parameters if p.id == name), None)

    @cached_property
    def by_name(self) -> Mapping[str, tuple[Clause, ...]]:
        """The versions of each clause, the earliest first."""
        found: dict[str, list[Clause]] = {}
        for clause in self.clauses:
            found.setdefault(clause.id, []).append(clause)
        return {name: tuple(sorted(each, key=_first_day)) for name, each in found.items()}

    @cached_property
    def papers(self) -> tuple[tuple[Clause, Shown], ...]:
        """What each paper shows, with the clause that asks for the paper."""
        return tuple((clause, shown) for clause in self.clauses for shown in clause.shows)

    @cached_property
    def told(self) -> dict[object, tuple[object, Any]]:
        """What evaluators keep of its terms, each beside its term; no part of the program."""
        return {}

    def clause(self, name: str) -> Clause | None:
        """Return the earliest version of the clause of that name, or None."""
        return next(iter(self.by_name.get(name, ())), None)


def _first_day(clause: Clause) -> date:
    days = clause.in_force.days if clause.in_force is not None else Days()
    return days.first or date.min
