"""Places of plain facts: which values are known, and facts without one of them.

What it is for: forgetting. May import: the standard library and attrs. What stays true: to forget
is to put null in the place of a value, never to leave out its key; no entry is deleted from a list
that stays; evidence is no value, so it is no place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

Path = tuple[str | int, ...]
"""Keys and positions from the top of the facts down to a place."""

_LIST_KEYS = ("entries", "complete", "complete_through", "requested")


@attrs.frozen
class Forgotten:
    """Facts without one value, and where it was."""

    path: Path
    facts: dict[str, object]


def known_places(facts: Mapping[str, object]) -> tuple[Path, ...]:
    """List the places of facts at which something is known, in order. No errors."""
    found: list[Path] = []
    for subject, said in facts.items():
        if subject != "evidence" and isinstance(said, Mapping):
            for name, item in said.items():
                found += _places(item, (subject, name))
    return tuple(found)


def forget(facts: Mapping[str, object], path: Path) -> dict[str, object]:
    """Return a copy of the facts with null at a place. Errors: KeyError for no such place."""
    copied = _without(facts, path)
    if not isinstance(copied, dict):
        raise KeyError(path)
    return copied


def value_at(facts: object, path: Path) -> object:
    """Return what is said at a place. Errors: KeyError where there is nothing."""
    for step in path:
        match facts:
            case Mapping() if step in facts:
                facts = facts[step]
            case list() if isinstance(step, int) and step < len(facts):
                facts = facts[step]
            case _:
                raise KeyError(path)
    return facts


def _without(value: object, path: Path) -> object:
    if not path:
        return None
    step, rest = path[0], path[1:]
    if isinstance(value, Mapping) and step in value:
        return {key: _without(v, rest) if key == step else v for key, v in value.items()}
    if isinstance(value, list):
        return [_without(v, rest) if n == step else v for n, v in enumerate(value)]
    raise KeyError(path)


def is_unknown(said: object) -> bool:
    """Say whether nothing is known: null, `{"not_known": true}`, or a form with neither value.

    No errors.
    """
    if not isinstance(said, Mapping):
        return said is None
    if "attested" in said or "value" in said:
        return said.get("attested", said) is None or is_unknown(said.get("value", True))
    return said.get("not_known") is True


def _places(said: object, path: Path) -> Iterator[Path]:
    if is_unknown(said):
        return
    if isinstance(said, list):
        yield path
        yield from _in_records(said, path)
    elif not isinstance(said, Mapping):
        yield path
    elif any(key in said for key in _LIST_KEYS):
        yield path
        for key in ("complete", "complete_through", "requested"):
            if said.get(key) not in (None, False):
                yield (*path, key)
        for key in ("entries", "requested"):
            records = said.get(key)
            if isinstance(records, list):
                yield from _in_records(records, (*path, key))
    elif said:
        yield path


def _in_records(records: list[object], path: Path) -> Iterator[Path]:
    for number, record in enumerate(records):
        if isinstance(record, Mapping):
            for name, item in record.items():
                if name != "evidence":
                    yield from _places(item, (*path, number, name))
