"""Terms: what a condition says, with every name looked up and every unit converted.

What it is for: the conditions that every evaluator must know, a closed list (`Term`). May import:
`ir.operands`, `ir.schema`, `quantity`, `source` and attrs. What stays true: a term holds no name
that is not in the schema; amounts are in the measure of the entry or fact they are compared with;
`text` is the author's line, shown to readers and never read by an evaluator.
"""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.ir.operands import (
    Back,
    Bound,
    Compares,
    ComparesWith,
    DayOf,
    EachAnchored,
    EachCalendar,
    Ever,
    FactOf,
    Includes,
    IsBetween,
    IsDated,
    IsIn,
    IsListed,
    IsYes,
    JudgedDay,
    Op,
    Order,
    ParameterValue,
    Phase,
    Subject,
    Test,
    Where,
    Window,
)
from peerpolicy.quantity import Number
from peerpolicy.source import Place

__all__ = [
    "AgeTest",
    "AllOf",
    "AnyOf",
    "AtLeastOf",
    "Back",
    "Bound",
    "Cap",
    "ClauseMet",
    "Compares",
    "ComparesWith",
    "DayOf",
    "Deadline",
    "Defined",
    "Division",
    "Duration",
    "EachAnchored",
    "EachBy",
    "EachCalendar",
    "Ever",
    "FactOf",
    "FactTest",
    "Gap",
    "Holds",
    "Includes",
    "IsBetween",
    "IsDated",
    "IsIn",
    "IsListed",
    "IsYes",
    "JudgedDay",
    "Judgement",
    "NeverFails",
    "NoneOf",
    "Op",
    "Order",
    "Paper",
    "ParameterValue",
    "Phase",
    "QuestionMet",
    "Readings",
    "Related",
    "Said",
    "ScopeTest",
    "SomeWho",
    "Standing",
    "Subject",
    "Term",
    "Test",
    "Topic",
    "TopicTotal",
    "Total",
    "Unlock",
    "Where",
    "Window",
    "parts",
]

# ---------------------------------------------------------------- terms


@frozen(kw_only=True)
class Said:
    """What an author said on one line: its words and its place."""

    text: str = attrs.field(default="", eq=False)
    place: Place = attrs.field(default=Place("", 0, 0), eq=False, repr=False)


@frozen
class FactTest(Said):
    """One fact stands a test. `own_word`: a claimed value is enough."""

    fact: FactOf
    test: Test
    own_word: bool = False


@frozen
class Deadline(Said):
    """What happened on a day, happened on or after `start`, and within so many `unit`s of it.

    `unit` is days, weeks, months, years or business_days.
    """

    deed: FactOf
    number: int
    unit: str
    start: DayOf


@frozen
class AgeTest(Said):
    """The completed years since a date fact stand a test."""

    since: FactOf
    age: str
    test: Compares | IsBetween


@frozen
class Total(Said):
    """A sum or count over entries stands against a bound.

    `counted` is True where records are counted instead of amounts added. `role_field` names the
    field that must name the person in hand.
    """

    subject: Subject
    entry: str
    op: Op
    bound: Bound
    unit: str
    window: Window
    counted: bool
    where: tuple[Where, ...] = ()
    role_field: str | None = None


@frozen
class Topic(Said):
    """How much of one topic is asked for, in the unit of the total."""

    name: str
    bound: Number


@frozen
class Division(Said):
    """Whether an hour serves `one_topic` alone, or may serve several."""

    one_topic: bool


@frozen
class TopicTotal(Said):
    """A sum over entries stands against its bound, and each topic's part against its own.

    The field `field` of the entry says its topic (or, where `is_set`, its topics). Where an hour
    serves one topic, hours can be divided so that all topics are served at once.
    """

    total: Total
    field: str
    is_set: bool
    topics: tuple[Topic, ...]
    division: Division

    def of_topic(self, topic: Topic) -> Total:
        """Return what is asked of one topic alone. No errors."""
        test = Includes((topic.name,)) if self.is_set else IsIn((topic.name,))
        return attrs.evolve(
            self.total,
            bound=topic.bound,
            where=(*self.total.where, Where(self.field, test)),
            text=topic.text,
            place=topic.place,
        )


@frozen
class Duration(Said):
    """The union of days of entries in a window is as long as `number` `unit`s before its day.

    The day is that of the window, without one the judged day. The number is whole, of a parameter
    too.
    """

    subject: Subject
    entry: str
    op: Op
    number: Bound
    unit: str
    where: tuple[Where, ...] = ()
    role_field: str | None = None
    window: Ever | Back = attrs.field(factory=Ever)


@frozen
class Gap(Said):
    """From `since` on, never more than `number` `unit`s pass without a record of an entry.

    The first gap begins on `since`, the last one ends on the judged day.
    """

    subject: Subject
    entry: str
    number: int
    unit: str
    since: DayOf
    where: tuple[Where, ...] = ()
    role_field: str | None = None


@frozen
class Holds(Said):
    """A credential is active on the judged day: in `state` and with `where`, if they are said."""

    subject: Subject
    credential: str
    state: str | None = None
    where: tuple[Where, ...] = ()


@frozen
class Standing(Said):
    """The credential that lasts longest is in this phase of its life on the judged day."""

    subject: Subject
    credential: str
    phase: Phase


@frozen
class Paper(Said):
    """A complete document is on file and in effect on the judged day."""

    subject: Subject
    document: str


@frozen
class Related(Said):
    """The subject stands in a relation to another entity."""

    subject: Subject
    relation: str
    other: str


@frozen
class Judgement(Said):
    """Somebody's call, or an open term: known only from an attestation by `owner`.

    `life` is how long an attestation is good for (a number and a calendar unit), None for ever.
    `is_open_term`: what an attestation says is provisional. `in_writing`: a yes counts only where
    its evidence was seen.
    """

    subject: Subject
    name: str
    owner: str
    wording: str
    life: tuple[int, str] | None = None
    is_open_term: bool = False
    in_writing: bool = False


@frozen
class ScopeTest(Said):
    """An act is allowed, barred, or as `others` says."""

    fact: FactOf
    allowed: tuple[str, ...]
    barred: tuple[str, ...]
    others: str


@frozen
class Unlock:
    """What lifts a cap: an approval by `giver`; `beforehand`: dated no later than the service."""

    approval: str
    giver: str
    beforehand: bool
    up_to_granted: bool


@frozen
class Cap(Said):
    """Requested amounts, with what was used before, stay within `cap` in each period.

    The period is one of the calendar or, if it is `of_records`, the days of each record of the
    entry of that name.
    """

    subject: Subject
    entry: str
    cap: Bound
    unit: str
    period: str
    paid_only: bool
    unlock: Unlock | None = None
    of_records: bool = False


@frozen
class AllOf(Said):
    """Every item."""

    items: tuple[Term, ...]


@frozen
class AnyOf(Said):
    """Some item."""

    items: tuple[Term, ...]


@frozen
class NoneOf(Said):
    """No item."""

    items: tuple[Term, ...]


@frozen
class AtLeastOf(Said):
    """At least `number` of the items."""

    number: int
    items: tuple[Term, ...]


@frozen
class SomeWho(Said):
    """One and the same person of a roster meets every item."""

    subject: Subject
    role: str
    items: tuple[Term, ...]


@frozen
class EachBy(Said):
    """There are as many persons of a roster as items, and each item is met by another of them."""

    subject: Subject
    role: str
    items: tuple[Term, ...]


@frozen
class Defined(Said):
    """A definition, by its name."""

    name: str
    item: Term


@frozen
class Readings(Said):
    """An open term with readings: all are tried; where they differ, `owner` must decide."""

    name: str
    owner: str
    options: tuple[tuple[str, Term], ...]


@frozen
class ClauseMet(Said):
    """Another clause of the program does not stand in the way."""

    clause: str


@frozen
class QuestionMet(Said):
    """Another question of the program is met, on the evidence that the asker is decided on."""

    question: str


@frozen
class NeverFails(Said):
    """An item that, where it fails, is unknown for the reason named (`incomplete`, ...)."""

    reason: str
    item: Term


Term = (
    FactTest
    | Deadline
    | AgeTest
    | Total
    | TopicTotal
    | Duration
    | Gap
    | Holds
    | Standing
    | Paper
    | Related
    | Judgement
    | ScopeTest
    | Cap
    | AllOf
    | AnyOf
    | NoneOf
    | AtLeastOf
    | SomeWho
    | EachBy
    | Defined
    | Readings
    | ClauseMet
    | QuestionMet
    | NeverFails
)
"""Everything an evaluator must know."""


def parts(value: object) -> Iterator[object]:
    """Yield every frozen object inside a term or clause, itself included. No errors."""
    if isinstance(value, tuple):
        for item in value:
            yield from parts(item)
        return
    kind = type(value)
    if attrs.has(kind):
        yield value
        for field in attrs.fields(kind):
            yield from parts(getattr(value, field.name))
