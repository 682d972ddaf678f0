"""Reading the text of a facts file: JSON, exactly.

What it is for: `parse_json`, from the text of a file to dicts and lists for `facts.reader`. May
import: `diagnostics`, `errors`, `facts.problems` and the standard library. What stays true: a
number keeps every digit that was written; a key that stands twice is refused, because a reader
would drop one of the two unseen; no message repeats any of the text but a key.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal, InvalidOperation

from peerpolicy.diagnostics import Diagnostic
from peerpolicy.errors import FactsError
from peerpolicy.facts.problems import is_short_name

# Longer numbers are beyond what the reader accepts, and Python itself refuses 4300 digits.
_MOST_DIGITS = 1000
_TOO_LONG = Decimal("NaN")
"""In the place of a number that no machine should hold: the reader refuses it with its path."""

_TEXT_OR_CONSTANT = re.compile(r'"(?:[^"\\]|\\.)*"|(-?Infinity|NaN)', re.DOTALL)


class _RepeatedKeyError(Exception):
    """An object of the file has a key twice."""


class _ConstantError(Exception):
    """The file holds NaN or an infinity, which JSON does not have."""


def parse_json(text: str | bytes, name: str) -> object:
    """Read the text of a JSON file, with fractions as exact decimals.

    In: the text, or its bytes in UTF-8 (a byte order mark is passed over); `name` is what the
    messages call the file. Out: dicts, lists, texts, ints, decimals, yes, no and None. Errors:
    FactsError PP608 for what is no JSON (RFC 8259; NaN and Infinity are none), with line and
    column; PP601 for a key that stands twice in one object.
    """
    decoded = text if isinstance(text, str) else _decoded(text)
    if decoded is None:
        raise _refusal("PP608", f"{name} is not text in UTF-8", "save the file as UTF-8")
    read, refusal = _read(decoded.removeprefix("\ufeff"), name)
    # raised here and not where it was found: the parser's own error holds the whole text
    if refusal is not None:
        raise refusal
    return read


def _read(text: str, name: str) -> tuple[object, FactsError | None]:
    try:
        read: object = json.loads(
            text,
            parse_float=_number,
            parse_int=_whole_number,
            parse_constant=_refuse_constant,
            object_pairs_hook=_object,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        return None, _refusal("PP608", f"{name} is not JSON from {where} on")
    except RecursionError:
        return None, _refusal("PP608", f"{name} is nested too deeply to be read")
    except _ConstantError:
        help_text = "leave out a number that is not known"
        return None, _refusal("PP608", f"{name} is not JSON {_of_constant(text)}", help_text)
    except _RepeatedKeyError as error:
        help_text = "say each thing once; several records go into one list"
        return None, _refusal("PP601", f"{name} says {error} twice", help_text)
    return read, None


def _refusal(code: str, message: str, help_text: str = "") -> FactsError:
    return FactsError([Diagnostic(code, message, help_text)])


def _decoded(text: bytes) -> str | None:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _number(digits: str) -> Decimal:
    if len(digits) > _MOST_DIGITS:
        return _TOO_LONG
    try:
        return Decimal(digits)
    except InvalidOperation:  # an exponent of many digits
        return _TOO_LONG


def _whole_number(digits: str) -> int | Decimal:
    return _TOO_LONG if len(digits) > _MOST_DIGITS else int(digits)


def _refuse_constant(constant: str) -> object:
    raise _ConstantError


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    read = dict(pairs)
    if len(read) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _RepeatedKeyError(f"`{key}`" if is_short_name(key) else "a key")
            seen.add(key)
    return read


def _of_constant(text: str) -> str:
    """Say where the first NaN or infinity outside of a text stands."""
    found = next(match for match in _TEXT_OR_CONSTANT.finditer(text) if match.group(1))
    line_start = text.rfind("\n", 0, found.start()) + 1
    line = text.count("\n", 0, found.start()) + 1
    return f"from line {line}, column {found.start() - line_start + 1} on"
