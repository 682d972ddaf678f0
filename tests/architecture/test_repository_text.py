"""The repository reads the same on every machine."""

import re
import subprocess

import pytest

# Where a checkout, a home folder or a trial once stood; put together so that this file is clean.
MACHINE_FOLDERS = ("work/", "root/", "tmp/pk")
MACHINE_PATH = re.compile(rf"(?<![\w.\-])/(?:{'|'.join(MACHINE_FOLDERS)})")
CACHES = {"__pycache__", "build", "dist", "htmlcov", "node_modules"}
DOT_FOLDERS = {".ci", ".github"}


def machine_paths(text):
    """The numbers of the lines that name a path of somebody's machine."""
    lines = enumerate(text.splitlines(), start=1)
    return [number for number, line in lines if MACHINE_PATH.search(line)]


def tracked_files(root):
    """Files that are or would be committed; all but caches where there is no git."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout
        paths = [root / name for name in listed.decode().split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        paths = list(walk(root))
    return [path for path in paths if path.is_file()]


def walk(folder):
    """Every file below a folder, without caches, environments and hidden folders."""
    for path in folder.iterdir():
        hidden = path.name.startswith(".") and path.name not in DOT_FOLDERS
        if not path.is_dir():
            yield path
        elif not (hidden or path.name in CACHES or (path / "pyvenv.cfg").exists()):
            yield from walk(path)


def text_of(path):
    """The text of a file, or nothing where it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_no_file_names_a_path_of_a_machine(repository):
    files = tracked_files(repository)
    found = [
        f"{path.relative_to(repository)}:{number}"
        for path in files
        for number in machine_paths(text_of(path))
    ]
    assert files
    assert found == []


@pytest.mark.parametrize("folder", MACHINE_FOLDERS)
def test_a_path_of_a_machine_is_told_from_an_address(folder):
    assert machine_paths(f"see\n/{folder}x, or file:///{folder}x") == [2]
    assert machine_paths(f"https://example.org/{folder}x and a/{folder}x") == []
