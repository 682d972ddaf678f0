"""The schema of a policy: which facts there are, whose they are, and of what type.

What it is for: entities, facts, records (entries, credentials, roles, relations, approvals,
documents), choices, measures and registries, as declared by the vocabularies a policy uses. May
import: `quantity`, attrs and the standard library. What stays true: names are unique per owner;
a record's fields are all declared; every fact has a sensitivity.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from functools import cached_property

from peerpolicy._frozen import frozen
from peerpolicy.quantity import Number

Length = tuple[int, str]
"""A length of civil time: a number and days, weeks, months or years."""

STATE_FIELD = "state"
"""The field of a credential that names the state in which it is held."""

JUDGED_DAY = "judged day"
"""How the day that `as_of` gives is called inside the IR, whatever the question calls it."""


class Grade(enum.IntEnum):
    """How well a value is evidenced; a higher grade includes the lower ones.

    >>> import peerpolicy as pp
    >>> pp.Grade.SHOWN > pp.Grade.CLAIMED
    True
    """

    CLAIMED = 1
    SHOWN = 2
    VERIFIED = 3

    @property
    def word(self) -> str:
        """The word of the language: claimed, shown or verified."""
        return self.name.lower()


class Sensitivity(enum.Enum):
    """How private a fact is; masking follows from it."""

    PUBLIC = "public"
    PERSONAL = "personal"
    HEALTH = "health"
    LIVED_EXPERIENCE = "lived_experience"


@frozen
class Measure:
    """A unit of amounts: `factor` of its `base` measure; its own base if nothing is said."""

    name: str
    singular: str
    base: str
    factor: Number
    is_count: bool = False


@frozen
class DateValue:
    """A date of the calendar."""


@frozen
class YesNo:
    """Yes or no."""


@frozen
class ChoiceOf:
    """One value of the named choices."""

    choices: str


@frozen
class SetOf:
    """Some values of the named choices, all of them or none."""

    choices: str


@frozen
class AmountOf:
    """An amount in the named measure."""

    measure: str


@frozen
class ReferenceTo:
    """The id of a person in the named roster, or the name of an entity."""

    name: str


@frozen
class WordValue:
    """A free name, such as who issued a paper; compared only with names of the policy."""


ValueType = DateValue | YesNo | ChoiceOf | SetOf | AmountOf | ReferenceTo | WordValue


@frozen
class Field:
    """One field of a record, or one fact of an entity."""

    name: str
    type: ValueType
    may_be_absent: bool = False


@frozen
class Fact:
    """A fact of an entity (or of every person, where `owner` is `person`)."""

    name: str
    owner: str
    type: ValueType
    sensitivity: Sensitivity
    asked: str = ""
    may_be_absent: bool = False


@frozen
class Age:
    """A fact that is worked out: completed years since a date fact of the same owner."""

    name: str
    owner: str
    since: str
    sensitivity: Sensitivity


@frozen
class Choices:
    """A list of values and how each is spoken; `others` makes further values legal."""

    name: str
    values: Mapping[str, str]
    others: bool = False


@frozen
class RecordKind:
    """What all kinds of record share: a name, an owner, fields, a sensitivity."""

    name: str
    owner: str
    fields: tuple[Field, ...]
    sensitivity: Sensitivity

    def field(self, name: str) -> Field | None:
        """Return the declared field of that name, or None."""
        return next((f for f in self.fields if f.name == name), None)

    def field_naming(self, role: str | None) -> str | None:
        """Return the field that names a person of a roster, if there is one. No errors."""
        references = (f for f in self.fields if f.type == ReferenceTo(role or ""))
        return next((f.name for f in references), None)


@frozen
class Entry(RecordKind):
    """A dated record that rules add up or count.

    `first` and `last` are the same field for a single date. `amount` is the field that holds the
    amount, None where each record counts one (`count` names that measure, if any) or where
    `time_in_total` makes the union of days the amount.
    """

    first: str
    last: str
    amount: str | None = None
    count: str | None = None
    time_in_total: bool = False


@frozen
class CredentialState:
    """A state that a credential is held in: its own length, and whether it is held only once."""

    name: str
    lasts: Length | None = None
    once: bool = False


@frozen
class Credential(RecordKind):
    """A certificate or licence, active from `first` through `last` (which may be absent).

    Where `last` is None, the last day is worked out: `lasts` so long from `first`, with
    `month_end` through the last day of the month in which that term ends. With `granted` nothing
    begins before that date. Renewal is open from the first of `renewable` before the last day,
    through the second or the last day itself, and `late` so long after it. A record names its
    state, if there are any, in the field `state`.
    """

    first: str
    last: str | None
    lasts: Length | None = None
    month_end: bool = False
    granted: str | None = None
    renewable: tuple[Length, Length | None] | None = None
    late: Length | None = None
    states: tuple[CredentialState, ...] = ()

    def state(self, name: str) -> CredentialState | None:
        """Return the declared state of that name, or None."""
        return next((s for s in self.states if s.name == name), None)

    @property
    def state_matters(self) -> bool:
        """Whether the life of a record depends on its state."""
        return any(s.lasts is not None or s.once for s in self.states)

    @property
    def counts_years(self) -> bool:
        """Whether the last day is years from the day of a record, so that leap days matter."""
        lengths = (self.lasts, *(s.lasts for s in self.states))
        return not self.month_end and any(x is not None and x[1] == "years" for x in lengths)

    @property
    def moves_by_years(self) -> bool:
        """Whether renewal opens, closes or is late by years from the last day."""
        lengths = (*(self.renewable or ()), self.late)
        return any(x is not None and x[1] == "years" for x in lengths)


@frozen
class Role(RecordKind):
    """A roster of persons, each with an `id` and the facts of a person."""


@frozen
class Relation(RecordKind):
    """Whom the owner stands in this relation to: the field `to` names the other entity."""

    other: str


@frozen
class Approval(RecordKind):
    """Somebody's leave: `giver` gave it on `dated` for the days `first` through `last`."""

    entry: str
    giver: str
    dated: str
    first: str
    last: str
    amount: str


@frozen
class Document(RecordKind):
    """A paper: complete when each of `parts` is there; in effect from `first` through `last`.

    With `valid_for` (a number and a calendar unit) it is in effect that long after `first`.
    """

    parts: tuple[str, ...] = ()
    first: str | None = None
    last: str | None = None
    valid_for: tuple[int, str] | None = None


@frozen
class Entity:
    """Who or what a question can be about."""

    name: str
    is_person: bool


@frozen
class Listing:
    """One line of a registry kept in the policy, and the days on which it stands."""

    item: str
    first: date | None
    last: date | None


@frozen
class Registry:
    """A list of approved things. `from_facts`: the caller sends it, records of `kind`."""

    name: str
    choices: str
    checked_on: str | None
    from_facts: bool
    listings: tuple[Listing, ...] = ()
    complete_through: date | None = None


REGISTRY_FIELDS = (
    Field("item", WordValue()),
    Field("from", DateValue(), may_be_absent=True),
    Field("through", DateValue(), may_be_absent=True),
)
"""The fields of a registry line that the caller sends."""


@frozen(slots=False)
class Schema:
    """Everything a facts file may say about a policy's subjects."""

    entities: tuple[Entity, ...]
    facts: tuple[Fact, ...]
    ages: tuple[Age, ...]
    records: tuple[RecordKind, ...]
    choices: Mapping[str, Choices]
    measures: Mapping[str, Measure]
    registries: Mapping[str, Registry]
    judgements: tuple[tuple[str, str], ...] = ()
    """Pairs of entity and clause name: what a person attests."""

    def owners(self, entity: str) -> tuple[str, ...]:
        """Return the owners whose facts `entity` has: itself, and `person` if it is one."""
        return (entity, "person") if entity in self._persons else (entity,)

    @cached_property
    def _persons(self) -> frozenset[str]:
        return self.rosters.union(e.name for e in self.entities if e.is_person)

    @cached_property
    def rosters(self) -> frozenset[str]:
        """The names of the roles."""
        return frozenset(r.name for r in self.records if isinstance(r, Role))

    @cached_property
    def _facts(self) -> dict[tuple[str, str], Fact]:
        return {(f.owner, f.name): f for f in self.facts}

    @cached_property
    def _records(self) -> dict[tuple[str, str], RecordKind]:
        return {(r.owner, r.name): r for r in self.records}

    @cached_property
    def _ages(self) -> dict[tuple[str, str], Age]:
        return {(a.owner, a.name): a for a in self.ages}

    def fact(self, entity: str, name: str) -> Fact | None:
        """Return the fact `name` of `entity` (or of every person), or None."""
        found = self._facts.get((entity, name))
        if found is None and entity in self._persons:
            found = self._facts.get(("person", name))
        return found

    def record(self, entity: str, name: str) -> RecordKind | None:
        """Return the record kind `name` of `entity` (or of every person), or None."""
        found = self._records.get((entity, name))
        if found is None and entity in self._persons:
            found = self._records.get(("person", name))
        return found

    def age(self, entity: str, name: str) -> Age | None:
        """Return the worked-out fact `name` of `entity`, or None."""
        found = self._ages.get((entity, name))
        if found is None and entity in self._persons:
            found = self._ages.get(("person", name))
        return found
