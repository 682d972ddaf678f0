"""Exceptions of a drawn program: by a condition, by somebody's grant, to nothing or something else.

What it is for: clauses of kind `exception`, made to one that was written. May import: the sheet,
its words and its conditions. What stays true: of the exceptions to one clause only one has no
grant, so that no two hold alike and say different things.
"""

from __future__ import annotations

from typing import Final

from peerpolicy.testing.programs import words
from peerpolicy.testing.programs.conditions import condition, requirement
from peerpolicy.testing.programs.sheet import Block, Sheet, Spot

_ASK_OTHERWISE: Final = ("require", "advise", "pathway")
_LENGTHS: Final = ("30 days", "2 months", "1 year")


def exceptions(sheet: Sheet, spot: Spot, kind: str, name: str, *, is_lifted: bool) -> None:
    """Write exceptions to a clause, sometimes; `is_lifted`: it has an `unless` line. No errors."""
    if not sheet.dice.chance(8):
        return
    for number in range(1 + sheet.dice.chance(20)):
        block = Block("exception", sheet.fresh("exception"), [sheet.cite()], f" to {name}")
        if is_lifted or number > 0 or sheet.dice.chance(32):
            _grant(sheet, block)
        if len(block.lines) == 1 or sheet.dice.chance(24):
            requirement(sheet, spot, block)
        plain = f"then does not {'bar' if kind == 'exclude' else 'apply'}"
        otherwise = kind in _ASK_OTHERWISE and sheet.dice.chance(32)
        block.lines.append(f"then {condition(sheet, spot)}" if otherwise else plain)
        sheet.blocks.append(block)


def _grant(sheet: Sheet, block: Block) -> None:
    in_writing = " in writing" if sheet.dice.chance(24) else ""
    block.lines.append(f"granted by {sheet.dice.pick(words.WHO)}{in_writing}")
    if sheet.dice.chance(32):
        length = sheet.dice.pick(_LENGTHS)
        if "year" in length:
            words.leap_day(sheet)
        block.lines.append(f"lasting at most {length}")
