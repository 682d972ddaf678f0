"""Nodes of conditions and groups.

What it is for: one class for each form of condition. May import: the base nodes. What stays
true: a class has the name of its grammar rule, its fields the order of the rule.
"""

from __future__ import annotations

from peerpolicy._frozen import frozen
from peerpolicy.quantity import Number
from peerpolicy.syntax.nodes.base import Day, FactRef, Name, Node, ParameterRef, Quantity, Value
from peerpolicy.syntax.nodes.phrases import Phrase


@frozen
class AtLeast(Node):
    """The words `at least`."""


@frozen
class AtMost(Node):
    """The words `at most`."""


@frozen
class MoreThan(Node):
    """The words `more than`."""


@frozen
class LessThan(Node):
    """The words `less than`."""


Bound = AtLeast | AtMost
Comparison = AtLeast | AtMost | MoreThan | LessThan


@frozen
class OneValue(Node):
    """`is VALUE`."""

    value: Value


@frozen
class NotValue(Node):
    """`is not VALUE`."""

    value: Value


@frozen
class OneOf(Node):
    """`is one of VALUE, ...`."""

    values: tuple[Value, ...]


@frozen
class InRegistry(Node):
    """`is in REGISTRY`."""

    registry: Name


@frozen
class Includes(Node):
    """`includes VALUE`; several values, which the checker refuses: all of them, or one?"""

    values: tuple[Value, ...]


@frozen
class IncludesAny(Node):
    """`includes any of VALUE, ...`."""

    values: tuple[Value, ...]


@frozen
class ForEach(Node):
    """`8 peers for each FACT`: so many times the amount of another fact."""

    quantity: Quantity
    fact: FactRef


@frozen
class Bounded(Node):
    """`is at least QUANTITY` and its like."""

    comparison: Comparison
    quantity: Quantity | ParameterRef | ForEach


@frozen
class Between(Node):
    """`is from X through Y`, both included."""

    low: Quantity | ParameterRef
    high: Quantity | ParameterRef


@frozen
class DateOrder(Node):
    """`is on or before DAY` and its like."""

    order: str
    day: Day | FactRef


@frozen
class Within(Node):
    """`is within QUANTITY after DAY`."""

    quantity: Quantity
    day: Day | FactRef


@frozen
class MetTest(Node):
    """`is met`, of a clause or a question."""


Test = (
    OneValue
    | NotValue
    | OneOf
    | InRegistry
    | Includes
    | IncludesAny
    | Bounded
    | Between
    | DateOrder
    | Within
    | MetTest
)


@frozen
class WhereTest(Node):
    """`FIELD is ...` or `FIELD includes ...` after `where`; no test: a yes-or-no field."""

    field: Name
    test: Test | None


@frozen
class Where(Node):
    """`where TEST and TEST ...`: which records count."""

    tests: tuple[WhereTest, ...]


@frozen
class InEach(Node):
    """`in each PERIOD [since DAY]`."""

    period: Name
    since: FactRef | None


@frozen
class InTheBefore(Node):
    """`in the 12 months before DAY`."""

    quantity: Quantity
    day: FactRef


@frozen
class Amount(Node):
    """`at least 30 hours of ENTRY where ... in ...`; no `of`: records are counted."""

    bound: Bound
    quantity: Quantity | ParameterRef
    entry: Name | None
    where: Where | None
    window: InEach | InTheBefore | None


@frozen
class Gap(Node):
    """`at most 6 months between records of ENTRY where ... since DAY`."""

    bound: Bound
    quantity: Quantity
    entry: Name
    where: Where | None
    since: FactRef


@frozen
class FactTrue(Node):
    """A name alone: a yes-or-no fact, a definition, an open term or a judgement."""

    fact: FactRef


@frozen
class FactIs(Node):
    """`X is ...` or `X includes ...`."""

    fact: FactRef
    test: Test


@frozen
class Holds(Node):
    """`holds CREDENTIAL as STATE where ...`."""

    credential: Name
    entity: Name | None
    state: Name | None
    where: Where | None


@frozen
class Attests(Node):
    """`attests FACT`: the person's own word is enough."""

    fact: FactRef


@frozen
class Complete(Node):
    """`complete DOCUMENT`."""

    document: Name
    entity: Name | None
    day: Name | None


@frozen
class Shows(Node):
    """`DOCUMENT shows CLAUSE`."""

    document: Name
    clause: Name


@frozen
class Related(Node):
    """Three names in a row: `A RELATION B`."""

    first: Name
    relation: Name
    second: Name


@frozen
class AllOf(Node):
    """`all of:`."""


@frozen
class AnyOf(Node):
    """`any of:`."""


@frozen
class NoneOf(Node):
    """`none of:`."""


@frozen
class AtLeastOf(Node):
    """`at least 2 of:`."""

    bound: Bound
    number: Number


@frozen
class SomeWho(Node):
    """`some ROLE who meets all of:`."""

    role: Name


@frozen
class EachBy(Node):
    """`each met by a different ROLE:`."""

    role: Name


@frozen
class Including(Node):
    """`at least 30 hours of ENTRY ..., including:`; the items are `TopicMinimum`s."""

    amount: Amount


@frozen
class TopicMinimum(Node):
    """`at least 3 hours of TOPIC`."""

    quantity: Quantity
    topic: Name


@frozen
class ServesOne(Node):
    """`one hour serves one topic`."""

    unit: Name


@frozen
class ServesSeveral(Node):
    """`one hour may serve several topics`."""

    unit: Name


Condition = Amount | Gap | FactTrue | FactIs | Holds | Attests | Complete | Shows | Related | Phrase
Group = AllOf | AnyOf | NoneOf | AtLeastOf | SomeWho | EachBy | Including
