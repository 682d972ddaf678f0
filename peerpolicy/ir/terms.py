"""Terms: what a condition says, with every name looked up and every unit converted.

What it is for: the conditions that every evaluator must know, a closed list (`Term`). May import:
`ir.schema`, `quantity`, `source` and attrs. What stays true: a term holds no name that is not in
the schema; amounts are in the measure of the entry or fact they are compared with; `text` is the
author's line, shown to readers and never read by an evaluator.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from datetime import date

import attrs

from peerpolicy.ir.schema import Length
from peerpolicy.quantity import Number
from peerpolicy.source import Place


class Op(enum.Enum):
    """How an amount is compared with its bound."""

    AT_LEAST = "at least"
    AT_MOST = "at most"
    MORE_THAN = "more than"
    LESS_THAN = "less than"


class Order(enum.Enum):
    """How a date is compared with another."""

    BEFORE = "before"
    AFTER = "after"
    ON_OR_BEFORE = "on or before"
    ON_OR_AFTER = "on or after"


class Phase(enum.Enum):
    """Where a credential is in its life, as seen from its last day."""

    RENEWABLE = "renewable"
    LATE = "late"
    LAPSED = "lapsed"


@attrs.frozen
class Subject:
    """Whose facts are meant: an entity, or (`in_hand`) the person of a roster being looked at."""

    name: str
    in_hand: bool = False


@attrs.frozen
class FactOf:
    """A fact of a subject."""

    subject: Subject
    name: str


@attrs.frozen
class JudgedDay:
    """The day that `as_of` gives."""


DayOf = JudgedDay | FactOf | date


@attrs.frozen
class ParameterValue:
    """The value that a parameter has on a day, times `factor`, which brings it into the unit here.

    `key` is the fact that chooses among the rows of the parameter, None where it has no key.
    """

    name: str
    key: FactOf | None = None
    factor: Number = 1


Bound = Number | ParameterValue
"""What an amount is compared with."""


# ---------------------------------------------------------------- tests of one value


@attrs.frozen
class IsYes:
    """The value is yes (or, negated, no)."""

    negated: bool = False


@attrs.frozen
class IsIn:
    """The value is one of `values` (or, negated, none of them)."""

    values: tuple[str, ...]
    negated: bool = False


@attrs.frozen
class Includes:
    """The set has at least one of `values`."""

    values: tuple[str, ...]


@attrs.frozen
class Compares:
    """The amount compares so with `bound`."""

    op: Op
    bound: Bound
    unit: str


@attrs.frozen
class IsBetween:
    """The amount is from `low` through `high`."""

    low: Bound
    high: Bound
    unit: str


@attrs.frozen
class IsDated:
    """The date stands in this order to `day`."""

    order: Order
    day: DayOf


@attrs.frozen
class IsListed:
    """The value stands in the registry."""

    registry: str


Test = IsYes | IsIn | Includes | Compares | IsBetween | IsDated | IsListed


@attrs.frozen
class Where:
    """A test of one field of a record."""

    field: str
    test: Test


# ---------------------------------------------------------------- windows over entries


@attrs.frozen
class Ever:
    """Everything through the judged day."""


@attrs.frozen
class Back:
    """From `number` `unit`s before `day` through that day."""

    number: int
    unit: str
    day: DayOf


@attrs.frozen
class EachCalendar:
    """Each completed week, month, quarter or year of the calendar since `since`."""

    period: str
    since: DayOf


@attrs.frozen
class EachAnchored:
    """Each completed term from the `field` of a credential; `period` is its name."""

    period: str
    subject: Subject
    credential: str
    field: str
    length: Length = (1, "years")


Window = Ever | Back | EachCalendar | EachAnchored


# ---------------------------------------------------------------- terms


@attrs.frozen(kw_only=True)
class _Term:
    text: str = attrs.field(default="", eq=False)
    place: Place = attrs.field(default=Place("", 0, 0), eq=False, repr=False)


@attrs.frozen
class FactTest(_Term):
    """One fact stands a test. `own_word`: a claimed value is enough."""

    fact: FactOf
    test: Test
    own_word: bool = False


@attrs.frozen
class AgeTest(_Term):
    """The completed years since a date fact stand a test."""

    since: FactOf
    age: str
    test: Compares | IsBetween


@attrs.frozen
class Total(_Term):
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


@attrs.frozen
class Duration(_Term):
    """The union of days of entries is as long as `number` `unit`s before the judged day.

    The number is whole, of a parameter too.
    """

    subject: Subject
    entry: str
    op: Op
    number: Bound
    unit: str
    where: tuple[Where, ...] = ()
    role_field: str | None = None


@attrs.frozen
class Holds(_Term):
    """A credential is active on the judged day: in `state` and with `where`, if they are said."""

    subject: Subject
    credential: str
    state: str | None = None
    where: tuple[Where, ...] = ()


@attrs.frozen
class Standing(_Term):
    """The credential that lasts longest is in this phase of its life on the judged day."""

    subject: Subject
    credential: str
    phase: Phase


@attrs.frozen
class Paper(_Term):
    """A complete document is on file and in effect on the judged day."""

    subject: Subject
    document: str


@attrs.frozen
class Related(_Term):
    """The subject stands in a relation to another entity."""

    subject: Subject
    relation: str
    other: str


@attrs.frozen
class Judgement(_Term):
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


@attrs.frozen
class ScopeTest(_Term):
    """An act is allowed, barred, or as `others` says."""

    fact: FactOf
    allowed: tuple[str, ...]
    barred: tuple[str, ...]
    others: str


@attrs.frozen
class Unlock:
    """What lifts a cap: an approval by `giver`; `beforehand`: dated no later than the service."""

    approval: str
    giver: str
    beforehand: bool
    up_to_granted: bool


@attrs.frozen
class Cap(_Term):
    """Requested amounts, with what was used before, stay within `cap` in each period."""

    subject: Subject
    entry: str
    cap: Bound
    unit: str
    period: str
    paid_only: bool
    unlock: Unlock | None = None


@attrs.frozen
class AllOf(_Term):
    """Every item."""

    items: tuple[Term, ...]


@attrs.frozen
class AnyOf(_Term):
    """Some item."""

    items: tuple[Term, ...]


@attrs.frozen
class NoneOf(_Term):
    """No item."""

    items: tuple[Term, ...]


@attrs.frozen
class AtLeastOf(_Term):
    """At least `number` of the items."""

    number: int
    items: tuple[Term, ...]


@attrs.frozen
class SomeWho(_Term):
    """One and the same person of a roster meets every item."""

    subject: Subject
    role: str
    items: tuple[Term, ...]


@attrs.frozen
class Defined(_Term):
    """A definition, by its name."""

    name: str
    item: Term


@attrs.frozen
class Readings(_Term):
    """An open term with readings: all are tried; where they differ, `owner` must decide."""

    name: str
    owner: str
    options: tuple[tuple[str, Term], ...]


@attrs.frozen
class ClauseMet(_Term):
    """Another clause of the program does not stand in the way."""

    clause: str


@attrs.frozen
class QuestionMet(_Term):
    """Another question of the program is met, on the evidence that the asker is decided on."""

    question: str


@attrs.frozen
class NeverFails(_Term):
    """An item that, where it fails, is unknown for the reason named (`incomplete`, ...)."""

    reason: str
    item: Term


Term = (
    FactTest
    | AgeTest
    | Total
    | Duration
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
