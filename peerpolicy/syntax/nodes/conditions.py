"""Nodes of conditions and groups.

What it is for: one class for each form of condition. May import: the base nodes. What stays
true: a class has the name of its grammar rule, its fields the order of the rule.
"""

from __future__ import annotations

import attrs

from peerpolicy.quantity import Number
from peerpolicy.syntax.nodes.base import Day, FactRef, Name, Node, ParameterRef, Quantity, Value
from peerpolicy.syntax.nodes.phrases import Phrase


@attrs.frozen
class AtLeast(Node):
    """The words `at least`."""


@attrs.frozen
class AtMost(Node):
    """The words `at most`."""


@attrs.frozen
class MoreThan(Node):
    """The words `more than`."""


@attrs.frozen
class LessThan(Node):
    """The words `less than`."""


Bound = AtLeast | AtMost
Comparison = AtLeast | AtMost | MoreThan | LessThan


@attrs.frozen
class OneValue(Node):
    """`is VALUE`."""

    value: Value


@attrs.frozen
class NotValue(Node):
    """`is not VALUE`."""

    value: Value


@attrs.frozen
class OneOf(Node):
    """`is one of VALUE, ...`."""

    values: tuple[Value, ...]


@attrs.frozen
class InRegistry(Node):
    """`is in REGISTRY`."""

    registry: Name


@attrs.frozen
class Includes(Node):
    """`includes VALUE`; several values, which the checker refuses: all of them, or one?"""

    values: tuple[Value, ...]


@attrs.frozen
class IncludesAny(Node):
    """`includes any of VALUE, ...`."""

    values: tuple[Value, ...]


@attrs.frozen
class Bounded(Node):
    """`is at least QUANTITY` and its like."""

    comparison: Comparison
    quantity: Quantity | ParameterRef


@attrs.frozen
class Between(Node):
    """`is from X through Y`, both included."""

    low: Quantity | ParameterRef
    high: Quantity | ParameterRef


@attrs.frozen
class DateOrder(Node):
    """`is on or before DAY` and its like."""

    order: str
    day: Day | FactRef


@attrs.frozen
class Within(Node):
    """`is within QUANTITY after DAY`."""

    quantity: Quantity
    day: Day | FactRef


@attrs.frozen
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


@attrs.frozen
class WhereTest(Node):
    """`FIELD is ...` or `FIELD includes ...` after `where`; no test: a yes-or-no field."""

    field: Name
    test: Test | None


@attrs.frozen
class Where(Node):
    """`where TEST and TEST ...`: which records count."""

    tests: tuple[WhereTest, ...]


@attrs.frozen
class InEach(Node):
    """`in each PERIOD [since DAY]`."""

    period: Name
    since: FactRef | None


@attrs.frozen
class InTheBefore(Node):
    """`in the 12 months before DAY`."""

    quantity: Quantity
    day: FactRef


@attrs.frozen
class Amount(Node):
    """`at least 30 hours of ENTRY where ... in ...`; no `of`: records are counted."""

    bound: Bound
    quantity: Quantity | ParameterRef
    entry: Name | None
    where: Where | None
    window: InEach | InTheBefore | None


@attrs.frozen
class Gap(Node):
    """`at most 6 months between records of ENTRY where ... since DAY`."""

    bound: Bound
    quantity: Quantity
    entry: Name
    where: Where | None
    since: FactRef


@attrs.frozen
class FactTrue(Node):
    """A name alone: a yes-or-no fact, a definition, an open term or a judgement."""

    fact: FactRef


@attrs.frozen
class FactIs(Node):
    """`X is ...` or `X includes ...`."""

    fact: FactRef
    test: Test


@attrs.frozen
class Holds(Node):
    """`holds CREDENTIAL as STATE where ...`."""

    credential: Name
    entity: Name | None
    state: Name | None
    where: Where | None


@attrs.frozen
class Attests(Node):
    """`attests FACT`: the person's own word is enough."""

    fact: FactRef


@attrs.frozen
class Complete(Node):
    """`complete DOCUMENT`."""

    document: Name
    entity: Name | None
    day: Name | None


@attrs.frozen
class Shows(Node):
    """`DOCUMENT shows CLAUSE`."""

    document: Name
    clause: Name


@attrs.frozen
class Related(Node):
    """Three names in a row: `A RELATION B`."""

    first: Name
    relation: Name
    second: Name


@attrs.frozen
class AllOf(Node):
    """`all of:`."""


@attrs.frozen
class AnyOf(Node):
    """`any of:`."""


@attrs.frozen
class NoneOf(Node):
    """`none of:`."""


@attrs.frozen
class AtLeastOf(Node):
    """`at least 2 of:`."""

    bound: Bound
    number: Number


@attrs.frozen
class SomeWho(Node):
    """`some ROLE who meets all of:`."""

    role: Name


@attrs.frozen
class EachBy(Node):
    """`each met by a different ROLE:`."""

    role: Name


@attrs.frozen
class Including(Node):
    """`at least 30 hours of ENTRY ..., including:`; the items are `TopicMinimum`s."""

    amount: Amount


@attrs.frozen
class TopicMinimum(Node):
    """`at least 3 hours of TOPIC`."""

    quantity: Quantity
    topic: Name


@attrs.frozen
class ServesOne(Node):
    """`one hour serves one topic`."""

    unit: Name


@attrs.frozen
class ServesSeveral(Node):
    """`one hour may serve several topics`."""

    unit: Name


Condition = Amount | Gap | FactTrue | FactIs | Holds | Attests | Complete | Shows | Related | Phrase
Group = AllOf | AnyOf | NoneOf | AtLeastOf | SomeWho | EachBy | Including
