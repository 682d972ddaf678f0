"""Recorded decisions: reading what was asked from their data, and comparing a replay with them.

What it is for: `Policy.replay`. May import: `explain`'s decision, data and record, `errors`, attrs
and the standard library. What stays true: only fields that no mask hides are compared; a message
names fields, digests and outcomes, never a fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import attrs

from peerpolicy.errors import PeerPolicyError, ReplayError
from peerpolicy.explain.decision import Decision
from peerpolicy.explain.digests import SCHEMA_VERSION

_COMPARED = ("policy_digest", "facts_digest", "outcome", "provisional")
"""Fields that are the same in a replay; what each says may be shown to everybody."""


@attrs.frozen
class Asked:
    """What a recorded decision was asked."""

    question: str
    as_of: date
    known_on: date | None


def asked_in(record: Mapping[str, object]) -> Asked:
    """Read what was asked from the data of a decision.

    Errors: PeerPolicyError for another schema version, or where a field is missing or has another
    form.
    """
    version = record.get("schema_version")
    if version != SCHEMA_VERSION:
        raise PeerPolicyError(
            f"a record with `schema_version` {SCHEMA_VERSION} can be replayed, and this has"
            f" {'none' if version is None else 'another one'}"
        )
    question, as_of = record.get("question"), record.get("as_of")
    if not isinstance(question, str):
        raise PeerPolicyError("the record is no decision: `question` is missing or not a text")
    known_on = record.get("known_on")
    known = None if known_on is None else _day("known_on", known_on)
    return Asked(question, _day("as_of", as_of), known)


def _day(name: str, value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise PeerPolicyError(
            f"the record is no decision: `{name}` is missing or not a date"
        ) from None


def refuse_differences(record: Mapping[str, object], again: Decision) -> None:
    """Compare a replay with the record. Errors: ReplayError with everything that differs."""
    found = dict(_differences(record, again.to_dict()))
    if not found:
        return
    lines = [f"{name}: {was}, now {now}" for name, (was, now) in found.items()]
    engine = record.get("engine")
    if engine != again.engine:
        lines.append(f"(recorded with version {engine}, replayed with {again.engine})")
    raise ReplayError("\n".join(["the replay differs from the record", *lines]), found)


def _differences(
    record: Mapping[str, object], now: Mapping[str, object]
) -> Iterator[tuple[str, tuple[object, object]]]:
    for name in _COMPARED:
        if record.get(name) != now[name]:
            yield name, (record.get(name), now[name])
    for kind, key in (("findings", "id"), ("answers", "name")):
        before, after = _outcomes(record.get(kind), key), _outcomes(now[kind], key)
        for each in dict.fromkeys((*before, *after)):
            if before.get(each) != after.get(each):
                was = before.get(each, "not there")
                yield f"{kind} {each}", (was, after.get(each, "not there"))
    if record.get("digest") != now["digest"]:
        yield "digest", (record.get("digest"), now["digest"])


def _outcomes(listed: object, key: str) -> dict[object, object]:
    """Return the outcome of each finding or answer, by its name."""
    rows = listed if isinstance(listed, list) else []
    return {row.get(key): row.get("outcome") for row in rows if isinstance(row, Mapping)}
