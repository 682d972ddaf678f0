"""Generated cases and policies for testing with Hypothesis.

What it is for: whoever writes or embeds a policy gets strategies for facts that aim at its
thresholds, and for whole programs. May import: Hypothesis and everything of lower rank. What stays
true: every case that is drawn can be read against the policy's schema; every program checks clean;
nothing of the library itself needs this room.
"""

from __future__ import annotations

INSTALL = "pip install 'peerpolicy[test]'"
"""The command that brings what this room needs."""


class HypothesisMissingError(ImportError):
    """Hypothesis is not installed; the message is the command that installs it.

    >>> from peerpolicy.testing import HypothesisMissingError
    >>> issubclass(HypothesisMissingError, ImportError)
    True
    """


try:
    import hypothesis as _hypothesis
except ModuleNotFoundError as error:
    if error.name != "hypothesis":
        raise
    raise HypothesisMissingError(f"peerpolicy.testing needs Hypothesis: {INSTALL}") from None

del _hypothesis

from peerpolicy.testing.completion import (  # noqa: E402 - the line above speaks first
    completions,
    forgettings,
)
from peerpolicy.testing.places import Forgotten, forget, known_places  # noqa: E402
from peerpolicy.testing.programs import programs  # noqa: E402
from peerpolicy.testing.reads import Reads, what_is_read  # noqa: E402
from peerpolicy.testing.strategies import (  # noqa: E402
    facts_for,
    mutated_examples,
    near_boundary,
)

__all__ = [
    "INSTALL",
    "Forgotten",
    "HypothesisMissingError",
    "Reads",
    "completions",
    "facts_for",
    "forget",
    "forgettings",
    "known_places",
    "mutated_examples",
    "near_boundary",
    "programs",
    "what_is_read",
]
