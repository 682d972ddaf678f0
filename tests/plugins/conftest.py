"""Distributions that stand on the path as an installer leaves them, without being installed."""

import tomllib
from pathlib import Path

import pytest

# distributions of their own; test_samples.py runs their tests
collect_ignore = ["driving_words", "housing_points"]
SAMPLE = Path(__file__).parent / "driving_words"
SAMPLES = {SAMPLE: 17, Path(__file__).parent / "housing_points": 44}
"""The sample distributions and their number of tests: data alone; code for phrases and kinds."""
WORDS = (SAMPLE / "driving_words" / "driving.policy").read_text(encoding="utf-8")


def code(module, file="driving.policy", interface="(1, 0)"):
    """The module of a distribution that offers a vocabulary."""
    offer = f'pp.Vocabulary("{module}", "{file}", interface={interface})'
    return f"import peerpolicy as pp\nVOCABULARY = {offer}\n"


def code_with(module, functions, interface=(1, 2), **offered):
    """The module of a distribution with code: where its functions are, and by which names."""
    given = "".join(f", {what}={{{names}}}" for what, names in offered.items())
    offer = f'pp.Vocabulary("{module}", "driving.policy", interface={interface}{given})'
    return f"import peerpolicy as pp\nfrom tests.plugins import {functions}\nVOCABULARY = {offer}\n"


def as_installed(folder):
    """Write into the folder of a distribution what an editable install says of it; return it."""
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    info = folder / f"{folder.name}-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Name: {project['name']}\nVersion: {project['version']}\n")
    points = [
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in points.items())
        for group, points in project["entry-points"].items()
    ]
    (info / "entry_points.txt").write_text("".join(points))
    return folder


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Put a distribution on the path: its name, the text of its module, what it offers."""
    place = tmp_path / "site-packages"
    place.mkdir()
    monkeypatch.syspath_prepend(place)

    def install(name, text=None, words=WORDS, offers="driving"):
        module = name.replace("-", "_")
        package, info = place / module, place / f"{module}-1.0.dist-info"
        package.mkdir()
        info.mkdir()
        package.joinpath("__init__.py").write_text(code(module) if text is None else text)
        if words is not None:
            package.joinpath("driving.policy").write_bytes(
                words if isinstance(words, bytes) else words.encode()
            )
        info.joinpath("METADATA").write_text(f"Name: {name}\nVersion: 1.0\n")
        points = f"[peerpolicy.vocabularies]\n{offers} = {module}:VOCABULARY\n"
        info.joinpath("entry_points.txt").write_text(points)
        return module

    return install
