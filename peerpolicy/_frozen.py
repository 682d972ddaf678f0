"""Frozen classes whose equality, hash and `repr` are made when they are first asked for.

What it is for: attrs writes and compiles these methods for each class when it is imported, which is
more than half of what importing a room of many classes costs; most processes never ask most classes
for them. For a type checker `frozen` is `attrs.frozen`. May import: attrs and the standard library.
What stays true: the methods do what those of attrs do; fields with `eq=False` or `repr=False` are
left out.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

import attrs

if TYPE_CHECKING:
    from attrs import frozen as frozen  # noqa: PLC0414  (a name that others import)
else:

    def frozen(kind: type | None = None, **options: bool) -> Any:
        """Make a class frozen, as `attrs.frozen` does; its options but `eq` and `repr`."""
        if kind is None:
            return lambda kind: frozen(kind, **options)
        made = attrs.frozen(kind, eq=False, repr=False, **options)
        made.__eq__, made.__hash__, made.__repr__ = _equal, _hash, _repr
        return made


def _equal(self: object, other: object) -> bool:
    """Say whether the other is of the same class and equal in every field that counts."""
    _equip(type(self))
    return self == other


def _hash(self: object) -> int:
    """Return the hash of the class and of the fields that count."""
    _equip(type(self))
    return hash(self)


def _repr(self: object) -> str:
    """Show the class and its fields as a call, but those that are not to be shown."""
    shown = (field.name for field in attrs.fields(type(self)) if field.repr)  # type: ignore[arg-type]
    inside = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
    return f"{type(self).__qualname__.rpartition('.')[2]}({inside})"


def _equip(kind: Any) -> None:
    """Give a class an equality and a hash of its own; two threads may both do so."""
    counted = tuple(field.name for field in attrs.fields(kind) if field.eq)
    read = attrgetter(*counted) if counted else type

    def __eq__(self: object, other: object) -> bool:
        """Say whether the other is of the same class and equal in every field that counts."""
        if type(other) is not kind or type(self) is not kind:
            return NotImplemented
        return bool(read(self) == read(other))

    def __hash__(self: object) -> int:
        """Return the hash of the class and of the fields that count."""
        return hash((kind, read(self)))

    kind.__eq__, kind.__hash__ = __eq__, __hash__
