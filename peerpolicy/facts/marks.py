"""The marks a Python caller may put into facts: how well a value is evidenced, and what is known.

What it is for: `NOT_KNOWN`, `ABSENT`, `claimed`, `shown`, `verified`, `complete` and `attested`,
which say in Python what the JSON forms `{"value": ..., "evidence": ...}`, `{"entries": ...,
"complete": true}` and `{"attested": ...}` say in a file. May import: `facts.model`, `ir.schema`
and attrs. What stays true: a mark checks nothing that depends on a policy, which is the reader's
work; no mark shows in `repr` or `str` what it holds, because facts may be health data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Literal

import attrs

from peerpolicy.facts.model import Mark
from peerpolicy.ir.schema import Grade

NOT_KNOWN: Final[Literal[Mark.NOT_KNOWN]] = Mark.NOT_KNOWN
"""Asked, and it cannot be known; the JSON form is `{"not_known": true}`."""

ABSENT: Final[Literal[Mark.ABSENT]] = Mark.ABSENT
"""There is none, and that is known; the JSON form is `{"absent": true}`."""


class NearMissWarning(UserWarning):
    """A key that `extra="ignore"` passed over looks like a misspelt fact of the policy.

    The message names the key and the fact, never a value.

    >>> import peerpolicy as pp
    >>> issubclass(pp.NearMissWarning, UserWarning)
    True
    """


@attrs.frozen(repr=False)
class Graded:
    """A value with its grade of evidence; made by `claimed`, `shown` and `verified`.

    Around a record or a list it is the grade of everything in it that does not say its own.
    """

    value: object
    grade: Grade

    def __repr__(self) -> str:
        """Show the grade and never the value."""
        return f"{self.grade.word}(...)"


@attrs.frozen(repr=False)
class Listed:
    """A list that is complete, wholly or through a day; made by `complete`."""

    entries: tuple[object, ...]
    through: date | str | None
    requested: tuple[object, ...] | None

    def __repr__(self) -> str:
        """Show that it is a complete list and nothing of what is in it."""
        return "complete(...)"

    def form(self) -> dict[str, object]:
        """Return the JSON form of the mark, which means the same. No errors."""
        form: dict[str, object] = {"entries": self.entries}
        if self.through is None:
            form["complete"] = True
        else:
            form["complete_through"] = self.through
        if self.requested is not None:
            form["requested"] = self.requested
        return form


@attrs.frozen(repr=False)
class Attested:
    """A person's word on a judgement or an open term; made by `attested`."""

    by: str
    on: date | str
    through: date | str | None
    value: bool

    def __repr__(self) -> str:
        """Show that it is an attestation and not whose, when or which way."""
        return "attested(...)"

    def form(self) -> dict[str, object]:
        """Return the JSON form of the mark, which means the same. No errors."""
        word = {"by": self.by, "on": self.on, "through": self.through}
        return {"attested": word, "value": self.value}


def claimed(v: object) -> Graded:
    """Say that `v` is what somebody stated and nobody has seen a paper for.

    In: a value, `ABSENT`, a record or a list. Out: a mark to put in its place. No errors: the
    value is checked when the facts are read.

    >>> import peerpolicy as pp
    >>> facts = {"peer": {"has_email": pp.claimed(True)}}
    >>> facts
    {'peer': {'has_email': claimed(...)}}
    """
    return Graded(v, Grade.CLAIMED)


def shown(v: object) -> Graded:
    """Say that a paper for `v` has been seen.

    In: a value, `ABSENT`, a record or a list. Out: a mark to put in its place. No errors: the
    value is checked when the facts are read.

    >>> import peerpolicy as pp
    >>> pp.shown("1990-05-01")
    shown(...)
    >>> pp.shown(pp.complete([]))
    shown(...)
    """
    return Graded(v, Grade.SHOWN)


def verified(v: object) -> Graded:
    """Say that `v` has been checked with whoever issued the paper for it.

    In: a value, `ABSENT`, a record or a list. Out: a mark to put in its place. No errors: the
    value is checked when the facts are read.

    >>> import peerpolicy as pp
    >>> pp.verified({"completed_on": "2025-02-01", "hours": 40})
    verified(...)
    """
    return Graded(v, Grade.VERIFIED)


def complete(
    entries: Iterable[object],
    through: date | str | None = None,
    requested: Iterable[object] | None = None,
) -> Listed:
    """Say that nothing is missing from a list of records.

    In: the records (dicts or objects); `through` limits the statement to what is dated on or
    before that day, and without it nothing is missing at all; `requested` are lines asked for,
    apart from history. Out: a mark to put in the place of the list, with its own copy of both
    lists. Errors: TypeError where `entries` or `requested` is no list of records.

    >>> import peerpolicy as pp
    >>> from datetime import date
    >>> nobody = pp.complete([])
    >>> pp.complete([{"held_on": "2026-10-08"}], through=date(2026, 11, 23))
    complete(...)
    """
    return Listed(_several(entries), through, None if requested is None else _several(requested))


def attested(
    *, by: str, on: date | str, through: date | str | None = None, value: bool = True
) -> Attested:
    """Say who decided a judgement or an open term, when, until when, and which way.

    In: `by` is the name of the office or person; `through` is the last day on which the word
    stands, None for no end; `value` False says no. Out: a mark to put in the place of the
    judgement. No errors: everything is checked when the facts are read.

    >>> import peerpolicy as pp
    >>> pp.attested(by="agency", on="2026-01-05", through="2027-01-04")
    attested(...)
    """
    return Attested(by, on, through, value)


def _several(records: Iterable[object]) -> tuple[object, ...]:
    # one record or a text is an iterable too, of its keys or letters: never what was meant
    if isinstance(records, Mapping | str | bytes):
        raise TypeError("expected a list of records")
    return tuple(records)
