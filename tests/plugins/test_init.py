"""`peerpolicy init --vocabulary`: what is written works as it stands."""

import importlib.util
from pathlib import Path

import pytest

from peerpolicy.cli import main
from tests.plugins.conftest import as_installed

NAME = "skeleton_words"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A new distribution, on the path as an editable install leaves it."""
    monkeypatch.chdir(tmp_path)
    assert main(["init", "--vocabulary", NAME]) == 0
    folder = tmp_path / NAME
    as_installed(folder)
    monkeypatch.syspath_prepend(folder)
    return folder


def test_the_tests_that_are_written_pass(folder):
    place = folder / "tests" / "test_laws.py"
    spec = importlib.util.spec_from_file_location("skeleton_tests", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    laws = [name for name in dir(module.TestSample) if name.startswith("test_")]
    assert len(laws) == 17
    module.TestSample.draws = 15
    for law in laws:
        getattr(module.TestSample(), law)()


def test_nothing_that_is_there_is_touched(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path(NAME).mkdir()
    assert main(["init", "--vocabulary", NAME]) == 3
    assert list(Path(NAME).iterdir()) == []
    assert "nothing was written" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["Driving", "a-b", "../x", "cite", "peer_support", ""])
def test_a_name_that_cannot_be_used_is_refused(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    assert main(["init", "--vocabulary", name]) == 2
    assert list(tmp_path.iterdir()) == []
