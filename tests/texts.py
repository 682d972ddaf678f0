"""Texts that several tests look at: policies of the conformance suite, reports, the layout."""

from __future__ import annotations

import tomllib
from pathlib import Path

from peerpolicy.explain.decision import Decision
from peerpolicy.source import Source
from peerpolicy.syntax.parser import parse
from peerpolicy.syntax.printer import format_text

CASES = Path(__file__).parent / "conformance" / "cases"


def conformance_policy(name: str) -> str:
    """Return the policy of a file of the conformance suite."""
    found = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["policy"]
    assert isinstance(found, str)
    return found


def section(decided: Decision, title: str) -> list[str]:
    """Return the lines of a section of the staff report, without their indent."""
    blocks = decided.text().split("\n\n")
    found = next(block for block in blocks if block.startswith(f"{title}\n"))
    return [line.strip() for line in found.splitlines()[1:]]


def is_laid_out(text: str, line: str) -> bool:
    """Say whether the standard layout has a line, means the same, and is laid out like itself."""
    source = Source("", text)
    once = format_text(source)
    again = Source("", once)
    return (
        f"\n{line}\n" in once and parse(again)[0] == parse(source)[0] and format_text(again) == once
    )
