"""The sample distributions, built and installed in a fresh environment, pass their own tests."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from tests.plugins.conftest import SAMPLES

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def python(tmp_path_factory):
    """The interpreter of a fresh environment in which the wheels of the samples are installed.

    They are built and installed without an index. The packages of this environment are lent to
    the fresh one, so that no network is needed.
    """
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder / "env", symlinks=os.name != "nt")
    place = {"base": str(folder / "env"), "platbase": str(folder / "env")}
    python = Path(sysconfig.get_path("scripts", "venv", vars=place)) / "python"
    for sample in SAMPLES:
        build = ["-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "built")]
        subprocess.run([sys.executable, *build], cwd=sample, check=True, capture_output=True)
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "-q"]
    wheels = map(str, (folder / "built").iterdir())
    offline = ["--no-index", "--no-deps", "--no-compile", "--disable-pip-version-check"]
    subprocess.run([*pip, *offline, *wheels], check=True, capture_output=True)
    site = Path(sysconfig.get_path("purelib", "venv", vars=place))
    lent = f"{REPOSITORY}\n{sysconfig.get_path('purelib')}\n"
    (site / "lent.pth").write_text(lent, encoding="utf-8")
    return python


@pytest.mark.parametrize(("sample", "tests"), SAMPLES.items(), ids=lambda x: getattr(x, "name", ""))
def test_an_installed_vocabulary_passes_the_law_suite_away_from_its_source(
    python, tmp_path, sample, tests
):
    for file in (sample / "tests").iterdir():
        if file.is_file():
            (tmp_path / file.name).write_bytes(file.read_bytes())
    command = [python, "-I", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", tmp_path]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert f"{tests} passed" in done.stdout
