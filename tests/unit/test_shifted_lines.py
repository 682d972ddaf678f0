"""A line shifted by two spaces is refused; it never changes the meaning of a program silently."""

from __future__ import annotations

from pathlib import Path

import pytest

from peerpolicy.check.program import check
from peerpolicy.source import Source
from peerpolicy.syntax.parser import parse

POLICIES = Path(__file__).parents[2] / "policies"
PROGRAMS = sorted((POLICIES / "us").rglob("*.policy"))
MOST = 120
"""How many shifts of one program are tried at most, and about."""


def vocabulary(name: str) -> Source | None:
    """Find a shipped vocabulary."""
    path = POLICIES / "vocabularies" / f"{name}.policy"
    return Source(path.name, path.read_text(encoding="utf-8")) if path.exists() else None


def shifts(lines: list[str]) -> list[tuple[int, str]]:
    """Return where each single line can be moved two spaces right or left, and how it is then."""
    moved = []
    for i, line in enumerate(lines):
        if not line.split("#")[0].strip() or i == 0:
            continue
        moved.append((i, "  " + line))
        if line.startswith("  "):
            moved.append((i, line[2:]))
    return moved


def around(lines: list[str], at: int) -> tuple[range, range]:
    """Return the lines of the head of a program, and those of three clauses around a line."""
    heads = [i for i, line in enumerate(lines) if line[:1].isalpha() and i]
    own = max((n for n, i in enumerate(heads) if i <= at), default=0)
    ends = [*heads, len(lines), len(lines)]
    first, last = heads[max(0, own - 1)], ends[own + 2]
    return range(min(ends[1], first)), range(first, last)


def is_refused_nearby(lines: list[str], at: int, new: str) -> bool:
    """Say whether the clauses around a line have a fault once it is moved, and had none before.

    Lines are read alone, so the whole has that fault, too; it is read only where there is none.
    """
    head, near = around(lines, at)

    def faults(texts: list[str]) -> bool:
        text = "\n".join([*lines[: head.stop], *(texts[i] for i in near)])
        return bool(parse(Source("nearby.policy", text))[1])

    moved = [*lines[:at], new, *lines[at + 1 :]]
    return at in near and faults(moved) and not faults(lines)


def changes_silently(path: Path, lines: list[str], at: int, new: str) -> bool:
    """Say whether a program with one line moved is accepted with another meaning."""
    if is_refused_nearby(lines, at, new):
        return False
    source = Source(path.name, "\n".join([*lines[:at], new, *lines[at + 1 :]]))
    file, found = parse(source)
    if found or file == parse(Source(path.name, "\n".join(lines)))[0]:
        return False
    program, _ = check(source, vocabulary)
    return program is not None


@pytest.mark.parametrize("path", PROGRAMS, ids=lambda p: p.stem)
def test_a_shifted_line_never_changes_the_meaning(path: Path) -> None:
    """Every ninth shift here, fewer in a long program; all of them in the long run."""
    lines = path.read_text(encoding="utf-8").split("\n")
    every = shifts(lines)
    some = every[:: max(9, len(every) // MOST) | 1]  # odd: lines are moved both ways
    assert [at + 1 for at, new in some if changes_silently(path, lines, at, new)] == []


@pytest.mark.long
@pytest.mark.parametrize("path", PROGRAMS, ids=lambda p: p.stem)
def test_no_shift_at_all_changes_the_meaning(path: Path) -> None:
    """Every line of the shipped programs, both ways."""
    lines = path.read_text(encoding="utf-8").split("\n")
    bad = [at + 1 for at, new in shifts(lines) if changes_silently(path, lines, at, new)]
    assert bad == []


def test_most_shifts_are_refused_by_what_stands_around_them() -> None:
    lines = PROGRAMS[0].read_text(encoding="utf-8").split("\n")
    some = shifts(lines)[::31]
    refused = [is_refused_nearby(lines, at, new) for at, new in some]
    assert sum(refused) > len(some) * 0.8
    assert not any(is_refused_nearby(lines, at, lines[at]) for at, _ in some)
