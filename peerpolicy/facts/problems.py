"""Collecting what is wrong with facts, without ever repeating a value.

What it is for: one collector per reading, so that a caller hears of everything at once. May
import: `diagnostics`, `errors` and `facts.marks`. What stays true: a message holds a path and
words of the policy, never the value of a fact; the work and the number of messages are bounded,
whatever the input is.
"""

from __future__ import annotations

import warnings
from collections.abc import Collection

import attrs

from peerpolicy.diagnostics import Diagnostic, did_you_mean, nearest
from peerpolicy.errors import FactsError
from peerpolicy.facts.marks import NearMissWarning

# A key is repeated only if it reads like a name: where keys and values were swapped by mistake,
# a key is health data.
_LONGEST_NAME = 64

# Far beyond the facts of one question; they end the reading of input made to take for ever, such
# as lists that hold one another.
_MOST_PROBLEMS = 200
_MOST_ITEMS = 500_000


def is_short_name(word: str) -> bool:
    """Say whether `word` reads like a name, and is short enough to look for its neighbours."""
    return len(word) <= _LONGEST_NAME and word.isascii() and word.isidentifier()


@attrs.define
class Problems:
    """What is wrong with the facts being read; `ignoring` lets unknown keys pass."""

    ignoring: bool
    _found: list[Diagnostic] = attrs.field(factory=list, init=False)
    _near: list[str] = attrs.field(factory=list, init=False)
    _passed: int = attrs.field(default=0, init=False)
    _spent: int = attrs.field(default=0, init=False)

    @property
    def any(self) -> bool:
        """Whether anything wrong was found."""
        return bool(self._found)

    def add(self, code: str, path: str, text: str, help_text: str = "") -> None:
        """Note one problem: `text` goes on after the path, as in "`peer.x` is not a date".

        Errors: FactsError at once where there are too many problems to be worth reading.
        """
        self._found.append(Diagnostic(code, f"{_where(path)} {text}", help_text))
        if len(self._found) >= _MOST_PROBLEMS:
            self._stop("have more problems than are listed here")

    def unknown(self, path: str, key: str, known: Collection[str], otherwise: str = "") -> None:
        """Note a key at `path` that is none of `known`, or pass over it where that is asked.

        `otherwise` is the advice where no known name is close. Errors: as for `add`.
        """
        if self.ignoring:
            self._pass_over(path, key, known)
        elif is_short_name(key):
            inner = f"{path}.{key}" if path else key
            help_text = did_you_mean(key, known, otherwise)
            self.add("PP602", inner, "is not known to this policy", help_text)
        else:
            self.add("PP602", path, "has a key that is not a name of this policy", otherwise)

    def spend(self, items: int) -> None:
        """Count what has been read. Errors: FactsError at once where it is beyond all bounds."""
        self._spent += items
        if self._spent > _MOST_ITEMS:
            self._stop("are too large to be read")

    def close(self) -> None:
        """End the reading: warn of near misses. Errors: FactsError with all that is wrong."""
        if self._found:
            raise FactsError(self._found)
        for text in self._near:
            # 5: whoever called the method of the policy that reads the facts
            warnings.warn(text, NearMissWarning, stacklevel=5)

    def _pass_over(self, path: str, key: str, known: Collection[str]) -> None:
        self._passed += 1
        if self._passed > _MOST_PROBLEMS or not is_short_name(key):
            return
        close = nearest(key, known)
        if close is not None:
            self._near.append(f"{_where(path)} has the unknown key `{key}`: is it `{close}`?")

    def _stop(self, text: str) -> None:
        last = Diagnostic("PP601", f"the facts {text}", "send the facts of one question at a time")
        raise FactsError([*self._found, last])


def _where(path: str) -> str:
    return f"`{path}`" if path else "the top level"
