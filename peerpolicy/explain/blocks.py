"""Blocks of a text: lines with a depth, arranged under titles on pages of 88 columns.

What it is for: the layout that all texts of a decision share. May import: `explain.lines` and the
standard library. What stays true: a block without lines is left out; indentation is the depth.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from peerpolicy.explain.lines import Line

WIDTH = 88

Block = list[Line]


def titled(title: str, lines: Iterable[Line]) -> Block:
    """Return a block with its title, or nothing where it has no lines. No errors."""
    found = [(depth + 1, text) for depth, text in lines]
    return [(0, title), *found] if found else []


def wrapped(blocks: Iterable[Block]) -> str:
    """Return the text of some blocks, a blank line between two, ending in a line end. No errors."""
    return (
        "\n\n".join("\n".join(_fill(*line) for line in block) for block in blocks if block) + "\n"
    )


def _fill(depth: int, text: str) -> str:
    indent = "  " * depth
    return textwrap.fill(
        text,
        width=WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_on_hyphens=False,
    )
