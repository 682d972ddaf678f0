"""Nodes of ledger rows and examples.

What it is for: one class for each such line or item. May import: the base nodes. What stays
true: a class has the name of its grammar rule, its fields the order of the rule.
"""

from __future__ import annotations

from peerpolicy._frozen import frozen
from peerpolicy.syntax.nodes.base import Day, FactRef, Name, Node, Quantity, Text, Value


@frozen
class Encoded(Node):
    """A ledger row that clauses carry out."""

    locators: tuple[Text, ...]
    note: Text | None


@frozen
class OutOfScope(Node):
    """A ledger row that is left out, and why."""

    locators: tuple[Text, ...]
    reason: Name
    note: Text | None


@frozen
class OpenWith(Node):
    """A ledger row that somebody still has to settle."""

    locators: tuple[Text, ...]
    owner: Name
    note: Text | None


@frozen
class Repeats(Node):
    """A ledger row that says again what another row says."""

    locators: tuple[Text, ...]
    other: Text
    note: Text | None


@frozen
class DecideOn(Node):
    """`decide QUESTION on DATE`."""

    question: Name
    day: Day


@frozen
class Like(Node):
    """`like EXAMPLE`."""

    example: Name


@frozen
class ExampleEvidence(Node):
    """`evidence GRADE` of an example."""

    grade: str


@frozen
class Given(Node):
    """`given:`."""


@frozen
class Expect(Node):
    """`expect:`."""


@frozen
class Absent(Node):
    """`absent`: said not to exist."""


@frozen
class NotKnown(Node):
    """`not known`: asked, and cannot be known."""


@frozen
class NoValues(Node):
    """`none`: a set of choices with nothing in it."""


@frozen
class GradeTail(Node):
    """`as claimed`."""

    grade: str


@frozen
class GivenOn(Node):
    """`on DATE` of a given record."""

    day: Day


@frozen
class GivenSpan(Node):
    """`from DATE through DATE` of a given record."""

    first: Day
    last: Day


@frozen
class AbsentField(Node):
    """`absent` as the value of a field."""


@frozen
class GivenField(Node):
    """`FIELD is VALUE, ...` of a given record; more than one value is a set of choices."""

    name: Name
    value: Value | tuple[Value, ...] | NoValues | AbsentField


@frozen
class GivenFields(Node):
    """`where FIELD is VALUE, ...` of a given record."""

    fields: tuple[GivenField, ...]


@frozen
class Requested(Node):
    """`requested`: a line that is asked for, not history."""


@frozen
class GivenFact(Node):
    """`FACT is VALUE`."""

    fact: FactRef
    value: tuple[Value, ...] | NoValues | Absent | NotKnown
    grade: GradeTail | None


@frozen
class GivenAmount(Node):
    """`10 units of ENTRY on DATE`."""

    quantity: Quantity
    entry: FactRef
    requested: Requested | None
    day: GivenOn | GivenSpan | None
    fields: GivenFields | None
    grade: GradeTail | None


@frozen
class GivenRecord(Node):
    """A record without an amount, or a yes-or-no fact."""

    record: FactRef
    day: GivenOn | GivenSpan | None
    fields: GivenFields | None
    grade: GradeTail | None


@frozen
class GivenPerson(Node):
    """`ROLE ID`: a person in a roster."""

    role: Name
    id: Name


@frozen
class GivenComplete(Node):
    """`A, B complete through DATE`."""

    lists: tuple[FactRef, ...]
    day: Day | None


@frozen
class AsNo(Node):
    """`as no`: the judgement went against the person."""


@frozen
class GivenAttested(Node):
    """`JUDGEMENT attested by NAME on DATE`."""

    term: FactRef
    by: Name
    on: Day
    through: Day | None
    negative: AsNo | None
    grade: GradeTail | None


@frozen
class Without(Node):
    """`without FACT, ...`: leaves out what `like` brought."""

    facts: tuple[FactRef, ...]


@frozen
class ExpectOutcome(Node):
    """`NAME is met`."""

    name: Name
    outcome: str


@frozen
class ExpectAmount(Node):
    """`QUESTION is 10 units` or `is 10 units through 12 units`."""

    name: Name
    low: Quantity
    high: Quantity | None


@frozen
class ExpectAnswer(Node):
    """`QUESTION is ANSWER`."""

    name: Name
    answer: Name


@frozen
class Needs(Node):
    """`needs FACT`: the fact is among the missing ones that may still matter."""

    fact: FactRef
