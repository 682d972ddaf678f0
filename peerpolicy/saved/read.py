"""Reading a saved policy: what the file is, whether it is whole, and the program in it.

What it is for: `opened`, from the bytes of a file to a checked program. May import: `ir`,
`diagnostics`, `errors`, the rest of this room, `_version` and the standard library. What stays
true: nothing is run; the work is bounded by the length of the file, which is bounded too; whatever
is wrong is one PolicyError (PP711 to PP713).
"""

from __future__ import annotations

import json
from typing import Any, Final, NoReturn

from peerpolicy._version import __version__
from peerpolicy.diagnostics import Diagnostic
from peerpolicy.errors import PolicyError
from peerpolicy.ir.canonical import digest
from peerpolicy.ir.program import Program
from peerpolicy.ir.whole import faults_of
from peerpolicy.saved import form
from peerpolicy.saved.build import DamagedError, OtherFormError, built

MOST_BYTES: Final = 16 * 2**20
"""A file longer than this is refused; the longest shipped policy has 0.1 MB."""

_SAVE_AGAIN: Final = "load the policy from its text and save it again"


def opened(data: bytes, name: str) -> tuple[Program, str]:
    """Read the bytes of a saved policy. Out: its program and its digest.

    In: the bytes, and the name that messages give to the file. Errors: PolicyError PP711 for what
    is no saved policy, PP712 for one of another form, PP713 for one that is damaged.
    """
    if len(data) > MOST_BYTES:
        _refuse("PP711", f"`{name}` is too long for a saved policy", "is this the right file?")
    head, text = _parted(data, name)
    if type(head.get("format")) is not int or head["format"] != form.FORMAT:
        _refuse("PP712", _other_form(name, head, "in another form"), _SAVE_AGAIN)
    try:
        return _checked(head, text)
    except OtherFormError as error:
        code, message = "PP712", _other_form(name, head, str(error))
    except DamagedError as error:
        code, message = "PP713", f"the saved policy `{name}` is damaged: {error}"
    except RecursionError:
        code, message = "PP713", f"the saved policy `{name}` is damaged: it is nested too deeply"
    # raised here and not where it was found: what was being read is nobody's business
    _refuse(code, message, _SAVE_AGAIN)


def _refuse(code: str, message: str, advice: str) -> NoReturn:
    raise PolicyError([Diagnostic(code, message, advice)])


def _parted(data: bytes, name: str) -> tuple[dict[str, Any], bytes]:
    """Return the head of a file and the text of its program."""
    start, found, rest = data.partition(form.BEFORE_PROGRAM)
    try:
        head = json.loads(start + b"}") if found else None
    except (ValueError, RecursionError):
        head = None
    if not isinstance(head, dict) or head.get("peerpolicy") != form.MARK:
        advice = "save a policy with `Policy.save`; a text is loaded with `load`"
        _refuse("PP711", f"`{name}` holds no saved policy", advice)
    return head, rest.removesuffix(form.AFTER_PROGRAM)


def _other_form(name: str, head: dict[str, Any], why: str) -> str:
    said = head.get("engine")
    by = f"peerpolicy {said}" if type(said) is str and len(said) < 20 else "another peerpolicy"
    return f"the saved policy `{name}` was written by {by} {why}; this is peerpolicy {__version__}"


def _checked(head: dict[str, Any], text: bytes) -> tuple[Program, str]:
    """Build the program and hold it against what the head says. Errors: as for `built`."""
    if head.get("content") != form.checksum(text):
        raise DamagedError("its text is not the one that was saved")
    try:
        table = json.loads(text)
    except ValueError:
        table = None
    program = built(table)
    faults = faults_of(program)
    if faults:
        raise DamagedError(faults[0])
    found = digest(program)
    if head.get("digest") != found or head.get("policy") != program.id:
        raise DamagedError("it holds another policy than it says")
    return program, found
