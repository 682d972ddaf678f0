"""Nodes of clause lines: metadata, tails, and what one kind of clause alone has.

What it is for: one class for each such line. May import: the base and condition nodes. What
stays true: a class has the name of its grammar rule, its fields the order of the rule.
"""

from __future__ import annotations

from peerpolicy._frozen import frozen
from peerpolicy.syntax.nodes.base import Day, Name, Node, ParameterRef, Quantity, Text
from peerpolicy.syntax.nodes.conditions import Condition


@frozen
class ForQuestions(Node):
    """`for QUESTION, ...`."""

    names: tuple[Name, ...]


@frozen
class InAddition(Node):
    """`in addition to CLAUSE`."""

    name: Name


@frozen
class OnTopic(Node):
    """`on topic TOPIC, ...`: what the clause is about, for rules about programs."""

    names: tuple[Name, ...]


@frozen
class Because(Node):
    """`because "..."`."""

    text: Text


@frozen
class Assumed(Node):
    """`assumed WORD "..."`: a choice inside the clause that nobody has made yet."""

    word: Name
    text: Text


@frozen
class When(Node):
    """`when CONDITION`: the clause applies only then."""

    condition: Condition


@frozen
class UnlessThen(Node):
    """`unless CONDITION then does not apply` (or, of an exclude, `does not bar`)."""

    condition: Condition
    effect: str


@frozen
class OtherwisePermit(Node):
    """`otherwise not permitted` or `otherwise unaddressed`."""

    reading: str


@frozen
class ShownBy(Node):
    """`shown by any of:` of an exclude."""


@frozen
class OtherwiseJudged(Node):
    """`otherwise judged by NAME` of an exclude."""

    judge: Name


@frozen
class Cap(Node):
    """`at most 10 units of ENTRY in each PERIOD` of a limit."""

    quantity: Quantity | ParameterRef
    entry: Name
    period: Name


@frozen
class UsedMeans(Node):
    """`used means provided` or `paid`."""

    reading: str


@frozen
class UnlessApproved(Node):
    """`unless approved beforehand by NAME then no limit`."""

    time: str
    giver: Name
    effect: str


@frozen
class MayProvide(Node):
    """`may provide:`; the items are `Act`s."""


@frozen
class MayNotProvide(Node):
    """`may not provide:`; the items are `Act`s."""


@frozen
class Act(Node):
    """One act of a scope."""

    name: Name


@frozen
class AnythingElse(Node):
    """`anything else is unaddressed`, `barred` or `allowed`."""

    reading: str


@frozen
class Wording(Node):
    """The source's words of a judgement or an open term."""

    text: Text


@frozen
class Once(Node):
    """`once`: an attestation does not run out."""


@frozen
class ValidLife(Node):
    """`valid for 12 months`, of an attestation."""

    quantity: Quantity


@frozen
class AttestedBy(Node):
    """`attested by NAME once` or `valid for ...`."""

    judge: Name
    life: Once | ValidLife


@frozen
class DecidedBy(Node):
    """`decided by NAME`: the owner of an open term."""

    owner: Name


@frozen
class Readings(Node):
    """`readings:`; the items are `Reading`s."""


@frozen
class Reading(Node):
    """One reading of an open term: the name of a definition."""

    name: Name


@frozen
class Settles(Node):
    """`settles OPEN_TERM as READING`."""

    term: Name
    reading: Name


@frozen
class ChosenBy(Node):
    """`chosen by NAME on DATE`."""

    owner: Name
    day: Day
