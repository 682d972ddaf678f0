"""The form of a saved policy: which parts the file has, and what they are called.

What it is for: what the writer and the reader must both know. May import: nothing but the standard
library. What stays true: the number of the format is raised when the form changes; a change of the
IR needs no new number, because a file names the fields of what it holds.

A file is one JSON object. Its head says what it is and who wrote it; `content` is the checksum of
the text of `program`, which has four lists. `words` are all texts, `numbers` all integers, each
once. `kinds` are names, each followed by the names of its fields. `rows` are made of integers: the
kind, then what it holds, as places in one long list: nothing, no, yes, the words, the numbers, and
the rows before it. The last row is the program.
"""

from __future__ import annotations

import hashlib
from typing import Final

FORMAT: Final = 1
"""The number of the form."""

MARK: Final = "saved policy"
"""What the key `peerpolicy` says, so that a file is known for what it is."""

HEAD: Final = ("peerpolicy", "format", "engine", "policy", "digest", "content")
"""The keys before the program, in their order."""

BEFORE_PROGRAM: Final = b',\n"program":'
"""What parts the head from the text that the checksum is about."""

AFTER_PROGRAM: Final = b"}\n"
"""The end of the file."""

CONSTANTS: Final = (None, False, True)
"""What the list begins with."""


def checksum(text: bytes) -> str:
    """Return the SHA-256 of the text of a program. No errors."""
    return hashlib.sha256(text).hexdigest()
