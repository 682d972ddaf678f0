"""
Find the folders of data that are shipped with the package.

A wheel carries the grammars, the shipped policies and the diagnostics pages inside the package; a
checkout (also an editable install) has them elsewhere in the repository. This module is the only
one that knows both places.

It imports the standard library and nothing of peerpolicy. What stays true: the packaged folder
wins; callers get the ``Traversable`` interface only, so everything read through it also works from
a zip file; a missing folder is an error here and never an empty listing later.
"""

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

_PLACE_IN_CHECKOUT: Final = {
    "grammars": "grammars",
    "policies": "policies",
    "diagnostics_pages": "docs/reference/diagnostics",
}
_CHECKOUT_MARKER: Final = "pyproject.toml"


def folder(kind: str) -> Traversable:
    """
    Return the shipped folder of one kind.

    Args:
        kind: ``grammars``, ``policies`` or ``diagnostics_pages``.

    Raises:
        ValueError: if there is no such kind.

        FileNotFoundError: if the folder is in neither place, so the installation is incomplete.
    """
    if kind not in _PLACE_IN_CHECKOUT:
        known = ", ".join(f"`{name}`" for name in _PLACE_IN_CHECKOUT)
        raise ValueError(f"there is no shipped folder `{kind}`; there are {known}")
    packaged = resources.files(__package__).joinpath(kind)
    if packaged.is_dir():
        return packaged
    checkout = Path(__file__).resolve().parent.parent
    beside = checkout / _PLACE_IN_CHECKOUT[kind]
    if (checkout / _CHECKOUT_MARKER).is_file() and beside.is_dir():
        return beside
    raise FileNotFoundError(
        f"the shipped folder `{kind}` is missing: this installation of peerpolicy is incomplete,"
        " install it again"
    )
