"""Nodes of the frame of a file: program, source, calendar and question lines.

What it is for: one class for each such line. May import: the base nodes and conditions. What stays
true: a class has the name of its grammar rule, its fields the order of the rule.
"""

from __future__ import annotations

from peerpolicy._frozen import frozen
from peerpolicy.quantity import Number
from peerpolicy.syntax.nodes.base import Day, Name, Node, Quantity, Text
from peerpolicy.syntax.nodes.conditions import Condition


@frozen
class Title(Node):
    """`title "..."`."""

    text: Text


@frozen
class Use(Node):
    """`use VOCABULARY`."""

    name: Name


@frozen
class InCalendar(Node):
    """`calendar NAME` in a program."""

    name: Name


@frozen
class DecidedOn(Node):
    """`decided on GRADE`."""

    grade: str


@frozen
class Rank(Node):
    """`rank NAME` of a source."""

    name: Name


@frozen
class Address(Node):
    """`address "..."` of a source."""

    text: Text


@frozen
class Issued(Node):
    """`issued DATE`, or `issued unknown`: None."""

    day: Day | None


@frozen
class ReadOn(Node):
    """`read on DATE`: when the transcriber read the source."""

    day: Day


@frozen
class AssumedBasis(Node):
    """`, assumed`: nobody has decided this convention."""


@frozen
class ChosenBasis(Node):
    """`, chosen in INTERPRET`."""

    name: Name


@frozen
class Cite(Node):
    """`cite SOURCE "locator", ...`."""

    source: Name
    locators: tuple[Text, ...]


Basis = AssumedBasis | ChosenBasis | Cite


@frozen
class WeekStarts(Node):
    """`week starts on DAY`."""

    day: Name
    basis: Basis


@frozen
class LeapDay(Node):
    """`leap day birthday falls on MONTH DAY`."""

    month: Name
    day: Number
    basis: Basis


@frozen
class WindowCounts(Node):
    """`window counts both end days` or `the last day only`."""

    reading: str
    basis: Basis


@frozen
class RunsFrom(Node):
    """`PERIOD runs [2 years] from FIELD of CREDENTIAL`; no length: one year."""

    period: Name
    length: Quantity | None
    field: Name
    credential: Name
    basis: Basis


@frozen
class YearRuns(Node):
    """`YEAR runs from MONTH DAY`: a year of the calendar that begins on that day."""

    period: Name
    month: Name
    day: Number
    basis: Basis


@frozen
class FirstPart(Node):
    """`first part period counts` or `does not count`."""

    reading: str
    basis: Basis


@frozen
class BusinessDays(Node):
    """`business days are WEEKDAY through WEEKDAY [except REGISTRY]`."""

    first: Name
    last: Name
    holidays: Name | None
    basis: Basis


@frozen
class FallsDue(Node):
    """`period falls due on its last day`."""

    basis: Basis


@frozen
class Asks(Node):
    """`asks "..."` of a question."""

    text: Text


@frozen
class About(Node):
    """`about ENTITY`."""

    entity: Name


@frozen
class JudgedOn(Node):
    """`judged on DAY`: the name of the day that `as_of` gives."""

    name: Name


@frozen
class AnswersIn(Node):
    """`answers in MEASURE`."""

    measure: Name


@frozen
class Answers(Node):
    """`answers:`."""


@frozen
class AnswerWhen(Node):
    """`NAME when CONDITION`."""

    name: Name
    condition: Condition


@frozen
class AnswerOtherwise(Node):
    """`NAME otherwise`: the answer where no other one holds."""

    name: Name


@frozen
class Beats(Node):
    """`NAME beats NAME`: where both hold, the first one is the answer."""

    better: Name
    worse: Name
