"""Nodes of vocabulary clauses: entities, facts, records, registries.

What it is for: one class for each such line. May import: the base nodes. What stays true: a
class has the name of its grammar rule, its fields the order of the rule.
"""

from __future__ import annotations

import attrs

from peerpolicy.syntax.nodes.base import Day, Name, Node, Quantity, Text


@attrs.frozen
class IsPerson(Node):
    """`is a person` of an entity."""


@attrs.frozen
class Fields(Node):
    """`fields:`; the items are `Field`s."""


@attrs.frozen
class DateType(Node):
    """`is a date`."""


@attrs.frozen
class YesNoType(Node):
    """`is yes or no`."""


@attrs.frozen
class ChoiceType(Node):
    """`is one of CHOICES`."""

    choices: Name


@attrs.frozen
class SomeType(Node):
    """`is some of CHOICES`."""

    choices: Name


@attrs.frozen
class MeasureType(Node):
    """`is in MEASURE`."""

    measure: Name


@attrs.frozen
class ReferenceType(Node):
    """`is a ROLE` or `is a ENTITY`."""

    name: Name


@attrs.frozen
class YearsSince(Node):
    """`is completed years since DATE_FACT`."""

    fact: Name


Type = DateType | YesNoType | ChoiceType | SomeType | MeasureType | ReferenceType | YearsSince


@attrs.frozen
class Field(Node):
    """One declared field of an entity or a record."""

    name: Name
    type: Type


@attrs.frozen
class Of(Node):
    """`of ENTITY`."""

    entity: Name


@attrs.frozen
class Sensitivity(Node):
    """`sensitivity LEVEL`."""

    level: Name


@attrs.frozen
class Asked(Node):
    """`asked "..."`: how a person is asked for the fact."""

    text: Text


@attrs.frozen
class Optional(Node):
    """`may be absent`."""


@attrs.frozen
class Singular(Node):
    """`singular NAME` of a measure."""

    name: Name


@attrs.frozen
class IsCount(Node):
    """`is a count`: each record counts one."""


@attrs.frozen
class OwnUnit(Node):
    """`is a unit of its own`: no source says what it is made of."""


@attrs.frozen
class MadeOf(Node):
    """`is 60 minutes`."""

    quantity: Quantity


@attrs.frozen
class Choice(Node):
    """One value of a closed list, and how it is spoken."""

    name: Name
    text: Text


@attrs.frozen
class AndOthers(Node):
    """`and others`: values beside the listed ones are legal."""


@attrs.frozen
class Dated(Node):
    """`dated FIELD`."""

    field: Name


@attrs.frozen
class DatedSpan(Node):
    """`dated from FIELD through FIELD`."""

    first: Name
    last: Name


@attrs.frozen
class Counts(Node):
    """`counts MEASURE`."""

    measure: Name


@attrs.frozen
class CountsTime(Node):
    """`counts time in total`: the union of days."""


@attrs.frozen
class IssuedBy(Node):
    """`issued by NAME` of a credential."""

    issuer: Name


@attrs.frozen
class ActiveSpan(Node):
    """`active from FIELD through FIELD` of a credential."""

    first: Name
    last: Name


@attrs.frozen
class ToMonthEnd(Node):
    """`, through the last day of that month`."""


@attrs.frozen
class Lasts(Node):
    """`lasts 2 years from FIELD` of a credential."""

    length: Quantity
    first: Name
    to_month_end: ToMonthEnd | None


@attrs.frozen
class StartsNoEarlier(Node):
    """`starts no earlier than FIELD` of a credential."""

    field: Name


@attrs.frozen
class RenewableFrom(Node):
    """`renewable from 90 days before expiry [through 60 days before expiry]`."""

    opens: Quantity
    closes: Quantity | None


@attrs.frozen
class LateThrough(Node):
    """`late through 60 days after expiry` of a credential."""

    length: Quantity


@attrs.frozen
class States(Node):
    """`states:` of a credential; the items are `State`s."""


@attrs.frozen
class OnlyOnce(Node):
    """`once`: a state that may be held once."""


@attrs.frozen
class State(Node):
    """One state that a credential can be held in, and its own length, if it has one."""

    name: Name
    length: Quantity | None
    once: OnlyOnce | None


@attrs.frozen
class HeldByPerson(Node):
    """`held by a person` of a role."""


@attrs.frozen
class FromTo(Node):
    """`from ENTITY to ENTITY` of a relation."""

    holder: Name
    other: Name


@attrs.frozen
class GivenBy(Node):
    """`given by NAME` of an approval."""

    giver: Name


@attrs.frozen
class Covers(Node):
    """`covers ENTRY from FIELD through FIELD` of an approval."""

    entry: Name
    first: Name
    last: Name


@attrs.frozen
class Grants(Node):
    """`grants MEASURE` of an approval."""

    measure: Name


@attrs.frozen
class ValidFor(Node):
    """`valid for 60 days after FIELD` of a document."""

    quantity: Quantity
    field: Name


@attrs.frozen
class Parts(Node):
    """`parts:` of a document; the items are `Part`s."""


@attrs.frozen
class Part(Node):
    """One part that a complete document has."""

    name: Name


@attrs.frozen
class KeptBy(Node):
    """`kept by NAME` of a registry."""

    keeper: Name


@attrs.frozen
class CheckedOn(Node):
    """`checked on FIELD`: the day of the record on which the listing must stand."""

    field: Name


@attrs.frozen
class ListsFromFacts(Node):
    """`lists from facts`: the caller sends the registry."""


@attrs.frozen
class Lists(Node):
    """`lists:`; the items are `Listing`s."""


@attrs.frozen
class Listing(Node):
    """One entry of a registry and the days on which it stands."""

    name: Name | Day
    first: Day | None
    last: Day | None


@attrs.frozen
class CompleteThrough(Node):
    """`complete through DATE` of a registry."""

    day: Day
