"""A line shifted by two spaces is refused; it never changes the meaning of a program silently."""

from __future__ import annotations

from pathlib import Path

import pytest

from peerpolicy.check.program import check
from peerpolicy.source import Source
from peerpolicy.syntax.parser import parse

POLICIES = Path(__file__).parents[2] / "policies"
PROGRAMS = sorted((POLICIES / "us").rglob("*.policy"))
MOST = 60
"""How many shifts of one program are tried: each reads the whole program again."""


def vocabulary(name: str) -> Source | None:
    """Find a shipped vocabulary."""
    path = POLICIES / "vocabularies" / f"{name}.policy"
    return Source(path.name, path.read_text(encoding="utf-8")) if path.exists() else None


def shifts(text: str) -> list[tuple[int, str]]:
    """Return the text with each single line moved two spaces right or left, by line number."""
    lines = text.split("\n")
    moved = []
    for i, line in enumerate(lines):
        code = line.split("#")[0]
        if not code.strip() or i == 0:
            continue
        for new in ("  " + line, line[2:] if line.startswith("  ") else None):
            if new is not None:
                moved.append((i + 1, "\n".join([*lines[:i], new, *lines[i + 1 :]])))
    return moved


def changes_silently(text: str, whole: object, name: str) -> bool:
    """Say whether a shifted text is accepted with another meaning."""
    source = Source(name, text)
    file, found = parse(source)
    if found or file == whole:
        return False
    program, _ = check(source, vocabulary)
    return program is not None


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda p: p.stem)
def test_a_shifted_line_never_changes_the_meaning(path: Path) -> None:
    """Every seventeenth shift here, fewer in a long program; all of them in the long run."""
    text = path.read_text(encoding="utf-8")
    whole, _ = parse(Source(path.name, text))
    every = shifts(text)
    some = every[:: max(17, len(every) // MOST) | 1]  # odd: lines are moved both ways
    bad = [line for line, new in some if changes_silently(new, whole, path.name)]
    assert bad == []


@pytest.mark.long
@pytest.mark.parametrize("path", PROGRAMS, ids=lambda p: p.stem)
def test_no_shift_at_all_changes_the_meaning(path: Path) -> None:
    """Every line of the shipped programs, both ways."""
    text = path.read_text(encoding="utf-8")
    whole, _ = parse(Source(path.name, text))
    bad = [line for line, new in shifts(text) if changes_silently(new, whole, path.name)]
    assert bad == []
