"""Stamps: the same JSON-ready data again and again, each time as a new copy.

What it is for: `stamp`. May import: the standard library only. What stays true: what a stamp gives
belongs to whoever asked for it, down to the last list; nobody else sees what becomes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Stamp = Callable[[], Any]
"""Makes a new copy of some data."""


def stamp(data: dict[str, object] | list[object]) -> Stamp:
    """Return what makes copies of data of dicts, lists and what never changes. No errors.

    In: data that nobody else holds.
    """
    fresh: Stamp = data.copy
    pairs = data.items() if isinstance(data, dict) else enumerate(data)
    inner: list[tuple[Any, Stamp]] = [
        (key, stamp(value)) for key, value in pairs if isinstance(value, dict | list)
    ]
    if not inner:
        return fresh

    def copy() -> Any:
        made = fresh()
        for key, again in inner:
            made[key] = again()
        return made

    return copy
