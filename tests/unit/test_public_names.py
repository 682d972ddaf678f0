"""The public names are those of `__all__`, wherever they live, and are imported when asked for."""

import subprocess
import sys
from importlib import import_module

import pytest

import peerpolicy as pp


def test_every_public_name_is_there_and_listed():
    for name in pp.__all__:
        assert getattr(pp, name) is not None
    assert set(pp.__all__) <= set(dir(pp))


def test_every_name_is_that_of_its_room():
    assert sorted(pp._ROOMS) == sorted(set(pp.__all__) - {"__version__"})
    for name, room in pp._ROOMS.items():
        assert getattr(pp, name) is getattr(import_module(f"peerpolicy.{room}"), name)


def test_another_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="has no attribute 'lod'"):
        pp.lod  # noqa: B018


def test_importing_imports_nothing_that_is_not_asked_for():
    code = (
        "import sys, peerpolicy\n"
        "print(sorted(name for name in sys.modules if name.startswith(('peerpolicy', 'lark'))))\n"
        "from peerpolicy import *\n"
        "print(Outcome.MET.value)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert run.stdout == "['peerpolicy', 'peerpolicy._version']\nmet\n"
