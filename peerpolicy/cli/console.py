"""The console: where results and everything else are written.

What it is for: `Console`, which keeps results until a verb is done and says the rest at once. May
import: `errors`, attrs and the standard library. What stays true: results go to standard output
and nothing else does; a text from a file cannot steer the terminal; no colour.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys

import attrs

from peerpolicy.errors import PeerPolicyError

_CONTROLS = {*range(0x20), *range(0x7F, 0xA0)} - {ord("\n"), ord("\t")}
_DIRECTIONS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}
_HARMLESS = dict.fromkeys(_CONTROLS | _DIRECTIONS, "\ufffd")


@attrs.define
class Console:
    """Standard output and standard error, for one run of a verb."""

    _results: list[str | bytes] = attrs.Factory(list)

    def result(self, text: str) -> None:
        """Add a text to the results, with a line end if it has none."""
        self._results.append(_shown(text))

    def data(self, value: object) -> None:
        """Add JSON-ready data to the results."""
        self._results.append(json.dumps(value, indent=2, allow_nan=False) + "\n")

    def exact(self, text: str) -> None:
        """Add a text to the results letter for letter, in UTF-8."""
        self._results.append(text.encode("utf-8"))

    def note(self, text: str) -> None:
        """Say something that is no result."""
        with contextlib.suppress(BrokenPipeError):
            _careful(sys.stderr)
            sys.stderr.write(_shown(text))
            sys.stderr.flush()

    def refuse(self, error: PeerPolicyError | OSError) -> None:
        """Say why an input cannot be used."""
        if isinstance(error, OSError) and error.filename is not None:
            self.note(f"{error.filename}: {error.strerror}")
        else:
            self.note(str(error))

    def flush(self) -> None:
        """Write the results. A reader who has gone away is no error. Errors: OSError."""
        try:
            self._write()
        except OSError as error:
            # whatever is still in the buffer would fail again when Python ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            if not isinstance(error, BrokenPipeError):
                raise

    def _write(self) -> None:
        _careful(sys.stdout)
        for each in self._results:
            if isinstance(each, str):
                sys.stdout.write(each)
            else:
                sys.stdout.flush()
                sys.stdout.buffer.write(each)
        sys.stdout.flush()


def _careful(stream: object) -> None:
    """Let a stream write what its encoding lacks as an escape."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(errors="backslashreplace")


def _shown(text: str) -> str:
    safe = text.translate(_HARMLESS)
    return safe if safe.endswith("\n") else safe + "\n"
