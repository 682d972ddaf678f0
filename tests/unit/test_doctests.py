"""The examples in the docstrings are true, and every public name has one."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import peerpolicy as pp

MODULES = sorted(
    each.name
    for each in pkgutil.walk_packages(pp.__path__, "peerpolicy.")
    if not each.name.endswith("__main__")
)


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_are_true(name: str) -> None:
    """Each doctest of a module runs and says what it says."""
    failed = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS).failed
    assert failed == 0


@pytest.mark.parametrize("name", sorted(set(pp.__all__) - {"__version__"}))
def test_every_public_name_has_an_example(name: str) -> None:
    """A class or function shows its use; a constant is shown by its class."""
    public = getattr(pp, name)
    documented = public if isinstance(public, type) or callable(public) else type(public)
    assert ">>>" in (documented.__doc__ or "")
