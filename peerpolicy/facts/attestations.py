"""Reading attestations: who decided a judgement, an open term or a grant, when, and which way.

What it is for: the form `{"attested": {"by": ..., "on": ..., "through": ...}, "value": ...,
"evidence": ...}` and the mark `attested(...)`. May import: `facts.model`, `facts.marks`,
`facts.shapes`, `facts.values` and `ir.schema`. What stays true: without a name and a day there is
no attestation, so that a bare yes never settles what somebody must answer for.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from peerpolicy.facts import shapes
from peerpolicy.facts.marks import Attested, Graded
from peerpolicy.facts.model import Attestation
from peerpolicy.facts.values import ValueReader, says_nothing
from peerpolicy.ir.schema import Grade

ATTESTED_KEYS: Final = ("attested", "value", "evidence")
"""The keys of the form of a judgement."""

ATTESTATION_KEYS: Final = ("by", "on", "through")
"""The keys below `attested`."""

_HELP = 'write {"attested": {"by": ..., "on": ...}, "value": true}'


def read_attestation(
    values: ValueReader, raw: object, path: str, grade: Grade
) -> Attestation | None:
    """Read what is said of a judgement; `grade` holds where it does not say its own.

    Out: the attestation; None where nothing is known, or it is wrong (PP601, PP602, PP603, PP605
    and PP607 noted).
    """
    if type(raw) is Graded:
        grade = raw.grade
        raw = raw.value
    if says_nothing(raw):
        return None
    if type(raw) is Attested:
        raw = raw.form()
    form = shapes.opened(raw, ATTESTED_KEYS)
    if not isinstance(form, dict) or form.get("attested") is None:
        values.problems.add("PP601", path, "does not say who decided it, and when", _HELP)
        return None
    inner = f"{path}.attested"
    word = values.form(form["attested"], ATTESTATION_KEYS, inner)
    if word is None:
        return None
    values.only(form, ATTESTED_KEYS, path, _HELP)
    values.only(word, ATTESTATION_KEYS, inner, _HELP)
    said = form.get("value", True)
    # null is "not known" here too: the office is named, and its answer is still to come
    value = None if said is None else values.yes_no(said, f"{path}.value")
    by = values.word(word.get("by"), f"{inner}.by")
    on, through = _days(values, word, inner)
    grade = values.grade(form.get("evidence"), f"{path}.evidence", grade)
    if value is None or by is None or on is None:
        return None
    return Attestation(by, on, through, value, grade)


def _days(
    values: ValueReader, word: dict[str, object], path: str
) -> tuple[date | None, date | None]:
    on = values.date(word.get("on"), f"{path}.on")
    ends = word.get("through")
    through = None if ends is None else values.date(ends, f"{path}.through")
    if on is not None and through is not None and through < on:
        help_text = "`through` may not be before `on`"
        values.problems.add("PP605", path, "ends before it begins", help_text)
    return on, through
