"""Masks: which values may be shown, decided in one place.

What it is for: texts and data forms ask here before they show a value. May import: `ir.schema`
and the standard library. What stays true: a value of unknown sensitivity is private; beside a
masked value stands nothing from which it could be worked out (shortfall, day of change, period).
"""

from __future__ import annotations

from typing import Literal

from peerpolicy.ir.schema import Sensitivity

Values = Literal["masked", "full"]
"""Whether private values are hidden or shown."""

MASKED = "masked"
"""What stands in the place of a hidden value."""


def checked(values: str) -> bool:
    """Say whether everything may be shown. Errors: ValueError for a word that is not known."""
    if values not in ("masked", "full"):
        raise ValueError(f"values must be `masked` or `full`, not `{values}`")
    return values == "full"


def is_shown(sensitivity: Sensitivity, *, everything: bool) -> bool:
    """Say whether a value of that sensitivity may be shown. No errors."""
    return everything or sensitivity is Sensitivity.PUBLIC
