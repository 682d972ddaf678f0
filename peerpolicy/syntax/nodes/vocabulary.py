"""Nodes of vocabulary clauses: entities, facts, records, registries.

What it is for: one class for each such line. May import: the base nodes. What stays true: a
class has the name of its grammar rule, its fields the order of the rule.
"""

from __future__ import annotations

from peerpolicy._frozen import frozen
from peerpolicy.syntax.nodes.base import Day, Name, Node, Quantity, Text


@frozen
class IsPerson(Node):
    """`is a person` of an entity."""


@frozen
class Fields(Node):
    """`fields:`; the items are `Field`s."""


@frozen
class DateType(Node):
    """`is a date`."""


@frozen
class YesNoType(Node):
    """`is yes or no`."""


@frozen
class ChoiceType(Node):
    """`is one of CHOICES`."""

    choices: Name


@frozen
class SomeType(Node):
    """`is some of CHOICES`."""

    choices: Name


@frozen
class MeasureType(Node):
    """`is in MEASURE`."""

    measure: Name


@frozen
class ReferenceType(Node):
    """`is a ROLE` or `is a ENTITY`."""

    name: Name


@frozen
class YearsSince(Node):
    """`is completed years since DATE_FACT`."""

    fact: Name


Type = DateType | YesNoType | ChoiceType | SomeType | MeasureType | ReferenceType | YearsSince


@frozen
class Field(Node):
    """One declared field of an entity or a record."""

    name: Name
    type: Type


@frozen
class Of(Node):
    """`of ENTITY`."""

    entity: Name


@frozen
class Sensitivity(Node):
    """`sensitivity LEVEL`."""

    level: Name


@frozen
class Asked(Node):
    """`asked "..."`: how a person is asked for the fact."""

    text: Text


@frozen
class Optional(Node):
    """`may be absent`."""


@frozen
class Singular(Node):
    """`singular NAME` of a measure."""

    name: Name


@frozen
class IsCount(Node):
    """`is a count`: each record counts one."""


@frozen
class OwnUnit(Node):
    """`is a unit of its own`: no source says what it is made of."""


@frozen
class MadeOf(Node):
    """`is 60 minutes`."""

    quantity: Quantity


@frozen
class Choice(Node):
    """One value of a closed list, and how it is spoken."""

    name: Name
    text: Text


@frozen
class AndOthers(Node):
    """`and others`: values beside the listed ones are legal."""


@frozen
class Dated(Node):
    """`dated FIELD`."""

    field: Name


@frozen
class DatedSpan(Node):
    """`dated from FIELD through FIELD`."""

    first: Name
    last: Name


@frozen
class Counts(Node):
    """`counts MEASURE`."""

    measure: Name


@frozen
class CountsTime(Node):
    """`counts time in total`: the union of days."""


@frozen
class IssuedBy(Node):
    """`issued by NAME` of a credential."""

    issuer: Name


@frozen
class ActiveSpan(Node):
    """`active from FIELD through FIELD` of a credential."""

    first: Name
    last: Name


@frozen
class ToMonthEnd(Node):
    """`, through the last day of that month`."""


@frozen
class Lasts(Node):
    """`lasts 2 years from FIELD` of a credential."""

    length: Quantity
    first: Name
    to_month_end: ToMonthEnd | None


@frozen
class StartsNoEarlier(Node):
    """`starts no earlier than FIELD` of a credential."""

    field: Name


@frozen
class RenewableFrom(Node):
    """`renewable from 90 days before expiry [through 60 days before expiry]`."""

    opens: Quantity
    closes: Quantity | None


@frozen
class LateThrough(Node):
    """`late through 60 days after expiry` of a credential."""

    length: Quantity


@frozen
class States(Node):
    """`states:` of a credential; the items are `State`s."""


@frozen
class OnlyOnce(Node):
    """`once`: a state that may be held once."""


@frozen
class State(Node):
    """One state that a credential can be held in, and its own length, if it has one."""

    name: Name
    length: Quantity | None
    once: OnlyOnce | None


@frozen
class HeldByPerson(Node):
    """`held by a person` of a role."""


@frozen
class FromTo(Node):
    """`from ENTITY to ENTITY` of a relation."""

    holder: Name
    other: Name


@frozen
class GivenBy(Node):
    """`given by NAME` of an approval."""

    giver: Name


@frozen
class Covers(Node):
    """`covers ENTRY from FIELD through FIELD` of an approval."""

    entry: Name
    first: Name
    last: Name


@frozen
class Grants(Node):
    """`grants MEASURE` of an approval."""

    measure: Name


@frozen
class ValidFor(Node):
    """`valid for 60 days after FIELD` of a document."""

    quantity: Quantity
    field: Name


@frozen
class Parts(Node):
    """`parts:` of a document; the items are `Part`s."""


@frozen
class Part(Node):
    """One part that a complete document has."""

    name: Name


@frozen
class KeptBy(Node):
    """`kept by NAME` of a registry."""

    keeper: Name


@frozen
class CheckedOn(Node):
    """`checked on FIELD`: the day of the record on which the listing must stand."""

    field: Name


@frozen
class ListsFromFacts(Node):
    """`lists from facts`: the caller sends the registry."""


@frozen
class Lists(Node):
    """`lists:`; the items are `Listing`s."""


@frozen
class Listing(Node):
    """One entry of a registry and the days on which it stands."""

    name: Name | Day
    first: Day | None
    last: Day | None


@frozen
class CompleteThrough(Node):
    """`complete through DATE` of a registry."""

    day: Day
