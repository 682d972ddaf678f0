"""Stamps: the same JSON-ready data again and again, each time as a new copy.

What it is for: `Stamps` and `stamp`. May import: the standard library only. What stays true: what
a stamp gives belongs to whoever asked for it, down to the last list; nobody else sees what becomes
of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Stamp = Callable[[], Any]
"""Makes a new copy of some data."""


_MOST_KINDS = 16


class Stamps:
    """Data forms of something that may be asked for them often, by their kinds.

    The first form of a kind is made for whoever asks; a stamp is cut when it is asked for again.
    `cut` has the stamps, for whoever looks there first because he needs many.
    """

    __slots__ = ("cut",)

    def __init__(self) -> None:
        """Begin with none."""
        self.cut: dict[object, Stamp | None] = {}

    def of(self, kind: object, make: Callable[[], dict[str, object]]) -> dict[str, object]:
        """Return data of a kind, which nobody else holds. Errors: those of `make`."""
        again = self.cut.get(kind)
        if again is None:
            made = make()
            if len(self.cut) >= _MOST_KINDS:
                self.cut.clear()
            self.cut[kind] = stamp(make()) if kind in self.cut else None
            return made
        found: dict[str, object] = again()
        return found


def stamp(data: dict[str, object] | list[object]) -> Stamp:
    """Return what makes copies of data of dicts, lists and what never changes. No errors.

    In: data that nobody else holds.
    """
    fresh: Stamp = data.copy
    pairs: list[tuple[Any, object]] = list(
        data.items() if isinstance(data, dict) else enumerate(data)
    )
    empty = tuple(key for key, value in pairs if value == [])
    inner = tuple(
        (key, stamp(value))
        for key, value in pairs
        if isinstance(value, dict | list) and value != []
    )
    if not inner and not empty:
        return fresh

    def copy() -> Any:
        made = fresh()
        for key in empty:
            made[key] = []
        for key, again in inner:
            made[key] = again()
        return made

    return copy
