"""The normalised form of facts: what evaluators read.

What it is for: values with their grade of evidence, lists with their completeness, attestations.
May import: `ir.schema`, `quantity` and attrs. What stays true: everything here has been checked
against the schema, is owned by this library (a copy) and never changes; what is not in a mapping
is not known; a `repr` shows no value.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, NoReturn

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.ir.schema import Grade
from peerpolicy.quantity import Number


class Mark(enum.Enum):
    """What can be said of a fact beside a value.

    `ABSENT`: there is none, and that is known. `NOT_KNOWN`: asked, and it cannot be known.

    >>> import peerpolicy as pp
    >>> from datetime import date
    >>> license = {"issued_on": "2025-03-01", "expires_on": pp.ABSENT}
    >>> facts = {"peer": {"birth_date": pp.NOT_KNOWN, "mental_health_license": [license]}}
    >>> policy = pp.load_shipped("us/ct/dds_peer_to_peer")
    >>> decision = policy.decide(facts, as_of=date(2026, 11, 23), question="hire")
    >>> decision.finding("min_age").unknown_because[0].cause
    <Cause.CANNOT_BE_KNOWN: 'cannot be known'>
    """

    ABSENT = "absent"
    NOT_KNOWN = "not known"

    def __bool__(self) -> NoReturn:
        """Refuse to be a truth value: a mark is neither yes nor no."""
        raise TypeError("a mark is neither true nor false; compare it with `is`")


Value = date | bool | str | Number | tuple[str, ...] | Mark
"""A normalised value: a date, yes or no, a name, an exact number, a set of choices, or a mark.

A set is a tuple of its names in the order of the alphabet, each once.
"""

_NOTHING: Mapping[str, object] = MappingProxyType({})


def _sealed(kind: type[Any], *parts: object) -> Any:
    """Make one of the classes below from a pickle, its mappings read-only again."""
    return kind(*(MappingProxyType(each) if type(each) is dict else each for each in parts))


@frozen
class Datum:
    """One value and how well it is evidenced."""

    value: Value = attrs.field(repr=False)
    grade: Grade


@frozen
class Attestation:
    """A person's word on a judgement, an open term or a grant: who, when, until when, which way.

    `grade` says whether anybody has seen it; only a grant that is asked for in writing needs that.
    """

    by: str
    on: date
    through: date | None
    value: bool = attrs.field(default=True, repr=False)
    grade: Grade = Grade.CLAIMED


@frozen
class Record:
    """One record of a list; a field that is not in `fields` is not known.

    `person` is set for a person of a roster, whose `id` is the name other records use.
    """

    fields: Mapping[str, Value] = attrs.field(repr=False)
    grade: Grade
    id: str | None = attrs.field(default=None, repr=False)
    person: Holder | None = None

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle with a plain mapping in the place of the read-only one."""
        return _sealed, (Record, dict(self.fields), self.grade, self.id, self.person)


@frozen
class RecordList:
    """Records of one kind, and how far the list is known to be complete.

    `complete` says that nothing is missing at all, `complete_through` that nothing dated on or
    before that day is. `grade` is the evidence for the list being complete. `requested` are
    lines asked for, apart from history; None means that nothing was said about requests.
    """

    records: tuple[Record, ...]
    grade: Grade
    complete: bool = False
    complete_through: date | None = None
    requested: tuple[Record, ...] | None = None

    def covers(self, day: date) -> bool:
        """Say whether the list is complete for everything dated on or before `day`."""
        return self.complete or (self.complete_through is not None and self.complete_through >= day)


@frozen
class Holder:
    """Everything said about one subject."""

    values: Mapping[str, Datum] = attrs.field(default=_NOTHING)
    lists: Mapping[str, RecordList] = attrs.field(default=_NOTHING)
    attestations: Mapping[str, Attestation] = attrs.field(default=_NOTHING)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle with plain mappings in the place of read-only ones."""
        parts = (self.values, self.lists, self.attestations)
        return _sealed, (Holder, *map(dict, parts))


NOBODY = Holder()
"""A subject about whom nothing is known."""


@frozen
class Facts:
    """Everything said about the subjects of a question.

    `kept` is what evaluators worked out from these facts alone, to be asked again; it is no part
    of the facts, and neither compared nor pickled.
    """

    holders: Mapping[str, Holder]
    registries: Mapping[str, RecordList] = attrs.field(default=_NOTHING)
    kept: dict[object, Any] = attrs.field(factory=dict, eq=False, repr=False, init=False)

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle with plain mappings in the place of read-only ones."""
        return _sealed, (Facts, dict(self.holders), dict(self.registries))

    def holder(self, entity: str) -> Holder:
        """Return what is known of `entity`, possibly nothing."""
        return self.holders.get(entity, NOBODY)


@frozen
class CheckedFacts:
    """Facts that a policy has read, to be asked several questions; made by `Policy.read_facts`.

    A copy of what was sent, which never changes. `policy_digest` says which policy has read them:
    no other takes them.

    >>> import peerpolicy as pp
    >>> from datetime import date
    >>> policy = pp.load_shipped("us/ct/dds_peer_to_peer")
    >>> facts = policy.read_facts({"peer": {"birth_date": "2007-04-02"}})
    >>> day = date(2026, 11, 23)
    >>> [policy.decide(facts, as_of=day, question=q).outcome.value for q in ("hire", "may_receive")]
    ['not met', 'unknown']
    """

    facts: Facts = attrs.field(repr=False)
    policy_digest: str
