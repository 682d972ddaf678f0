"""Lazily: attributes that are made when they are first read, and kept.

What it is for: `lazily`, for frozen classes that have a `__dict__`. May import: the standard
library only. What stays true: what is made is made from things that never change, so two threads
that make it at once make the same; no lock is taken for that, which is most of what
`functools.cached_property` costs on Python 3.11.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class lazily(Generic[T]):
    """Turn a method into an attribute that is made once for each object."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        """Take what makes the value."""
        self.make = make
        self.name = make.__name__
        self.__doc__ = make.__doc__

    @overload
    def __get__(self, one: None, kind: type) -> lazily[T]: ...

    @overload
    def __get__(self, one: object, kind: type | None = None) -> T: ...

    def __get__(self, one: object | None, kind: type | None = None) -> T | lazily[T]:
        """Make the value, and keep it under its own name, where it is found without asking here."""
        if one is None:
            return self
        value = one.__dict__[self.name] = self.make(one)
        return value
