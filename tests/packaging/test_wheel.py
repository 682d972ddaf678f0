"""What reaches a user: the wheel and the sdist carry the shipped data, and the package finds it."""

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from peerpolicy.syntax import parser, table

REPOSITORY = Path(__file__).resolve().parents[2]

# Where the files of a folder of the repository stand in the wheel.
PLACES = {
    "grammars": "peerpolicy/grammars",
    "policies": "peerpolicy/policies",
    "docs/reference/diagnostics": "peerpolicy/diagnostics_pages",
}

LIST_SHIPPED = """
import sys
sys.path.insert(0, sys.argv[1])
import peerpolicy._resources as resources
assert resources.__file__.startswith(sys.argv[1]), resources.__file__

def files(folder, prefix=""):
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from files(entry, prefix + entry.name + "/")
        else:
            assert entry.read_bytes() is not None
            yield prefix + entry.name

for kind in sys.argv[2:]:
    for name in files(resources.folder(kind)):
        print(kind + "/" + name)
"""


def build(target, source, destination):
    """Build one distribution with the installed hatchling, so without the network."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(destination)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (built,) = destination.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel of this checkout."""
    return build("wheel", REPOSITORY, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist_folder(tmp_path_factory):
    """The sdist of this checkout, unpacked."""
    folder = tmp_path_factory.mktemp("sdist")
    with tarfile.open(build("sdist", REPOSITORY, folder)) as archive:
        archive.extractall(folder, filter="data")
    return next(path for path in folder.iterdir() if path.is_dir())


def contents(wheel):
    """The bytes of every file in a wheel, by name; the record of hashes left out."""
    with zipfile.ZipFile(wheel) as archive:
        return {
            name: archive.read(name)
            for name in archive.namelist()
            if not name.endswith(("/", "/RECORD"))
        }


def shipped(folder):
    """Names of the files a folder of the repository ships, relative to it."""
    root = REPOSITORY / folder
    paths = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix() for path in paths if path.suffix != ".pyc"}


def run(script, *arguments, cwd):
    """Run a script in a fresh interpreter where a warning is an error."""
    command = [sys.executable, "-I", "-W", "error", "-c", script, *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("folder", PLACES)
def test_the_wheel_carries_every_shipped_file(wheel, folder):
    place = PLACES[folder] + "/"
    inside = {n.removeprefix(place) for n in contents(wheel) if n.startswith(place)}
    assert shipped(folder)
    assert inside == shipped(folder)


def test_the_table_of_the_parser_in_the_wheel_is_that_of_its_grammar(wheel):
    files = contents(wheel)
    grammar = files["peerpolicy/grammars/core.lark"].decode()
    text = files[f"peerpolicy/grammars/{parser.TABLE}"].decode()
    assert table.loaded(text, grammar, parser._OPTIONS) is not None


def test_the_wheel_is_typed_and_licensed_and_holds_nothing_else(wheel):
    names = contents(wheel).keys()
    assert "peerpolicy/py.typed" in names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    tops = {name.split("/")[0].removesuffix(".dist-info") for name in names}
    assert {top.split("-")[0] for top in tops} == {"peerpolicy"}


def test_a_wheel_built_from_the_sdist_is_the_same_wheel(wheel, sdist_folder, tmp_path):
    assert contents(build("wheel", sdist_folder, tmp_path)) == contents(wheel)


def test_the_sdist_carries_the_documentation_and_the_tests(sdist_folder):
    here = Path(__file__).relative_to(REPOSITORY)
    expected = [here, "docs", "LICENSE", "README.md", "SECURITY.md", ".ci/run"]
    assert [str(name) for name in expected if not (sdist_folder / name).exists()] == []


def test_the_wheel_on_the_path_as_a_zip_lists_and_reads_what_is_shipped(wheel, tmp_path):
    kinds = [Path(place).name for place in PLACES.values()]
    result = run(LIST_SHIPPED, str(wheel), *kinds, cwd=tmp_path)
    assert result.stderr == ""
    expected = {f"{Path(PLACES[f]).name}/{name}" for f in PLACES for name in shipped(f)}
    assert set(result.stdout.splitlines()) == expected


def test_a_checkout_on_the_path_lists_and_reads_what_is_shipped(tmp_path):
    result = run(LIST_SHIPPED, str(REPOSITORY), "policies", "diagnostics_pages", cwd=tmp_path)
    assert result.stderr == ""
    expected = {f"policies/{name}" for name in shipped("policies")}
    expected |= {f"diagnostics_pages/{name}" for name in shipped("docs/reference/diagnostics")}
    assert set(result.stdout.splitlines()) == expected


def test_an_installation_without_a_folder_says_so_and_takes_no_stranger(wheel, tmp_path):
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    shutil.rmtree(tmp_path / "peerpolicy" / "policies")
    (tmp_path / "policies").mkdir()
    result = run(LIST_SHIPPED, str(tmp_path), "policies", cwd=tmp_path)
    assert "FileNotFoundError: the shipped folder `policies` is missing" in result.stderr


def test_an_unknown_kind_of_folder_is_refused(wheel, tmp_path):
    result = run(LIST_SHIPPED, str(wheel), "secrets", cwd=tmp_path)
    assert "ValueError: there is no shipped folder `secrets`" in result.stderr
