"""Evolving: the same frozen object with some fields changed, made quickly.

What it is for: `evolve` and `again`, in the place of `attrs.evolve` where it is called for each
decision. May import: attrs and the standard library; this module has rank 0. What stays true:
`evolve` does what `attrs.evolve` does, and only looks the fields of a class up once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar

import attrs

T = TypeVar("T")


def evolve(one: T, **changes: object) -> T:
    """Return a copy with some fields changed. Errors: TypeError for a field that is not there."""
    kind = type(one)
    aliases, read = _fields(kind)  # type: ignore[arg-type]
    values = dict(zip(aliases, read(one), strict=True))
    values.update(changes)
    return kind(**values)


def again(one: T) -> T:
    """Return an equal object, for what tells objects apart by their places in memory. No errors.

    In: an object whose fields are all arguments of its class, none by name alone.
    """
    kind = type(one)
    return kind(*_fields(kind)[1](one))  # type: ignore[arg-type]


@lru_cache(maxsize=256)
def _fields(kind: type[Any]) -> tuple[tuple[str, ...], Callable[[object], tuple[object, ...]]]:
    """Return the arguments of a class, and what reads the fields behind them."""
    fields = [field for field in attrs.fields(kind) if field.init]
    read = attrgetter(*(field.name for field in fields))
    if len(fields) == 1:
        return (fields[0].alias,), lambda one: (read(one),)
    return tuple(field.alias for field in fields), read
