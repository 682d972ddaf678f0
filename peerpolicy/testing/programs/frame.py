"""The frame of a drawn program: its head, sources, calendar, questions, ledger and an example.

What it is for: everything of a file that is neither a word nor a rule. May import: the sheet, its
words and its conditions. What stays true: a question asks only for what asks nothing of it; each
cited place of a source with a ledger has a row; an example says nothing that does not fit a fact.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from peerpolicy.testing.programs import words
from peerpolicy.testing.programs.conditions import condition
from peerpolicy.testing.programs.sheet import LATER, SOURCE, Asked, Sheet, Spot

_STANDINGS: Final = (
    "in force from 2026-11-01",
    "in force through 2026-11-30",
    "status proposed",
    "status planned",
    "status proposed through 2026-11-30",
)


def questions(sheet: Sheet) -> tuple[Asked, ...]:
    """Declare one or two entities, and up to three questions about them. No errors."""
    dice = sheet.dice
    _entity(sheet, person=not dice.chance(12))
    if dice.chance(20):
        _entity(sheet, person=dice.chance(32))
    for rank in range(1 + dice.chance(20) + dice.chance(8)):
        sheet.questions.append(_question(sheet, rank))
    return tuple(sheet.questions)


def _question(sheet: Sheet, rank: int) -> Asked:
    dice = sheet.dice
    name, about = sheet.fresh("question"), dice.pick(sheet.entities)
    day = sheet.fresh("judged_on") if dice.chance(12) else "judged_on"
    unit = words.unit(sheet) if dice.chance(16) else ""
    block = sheet.write("question", name, 'asks "Is it so?"', f"about {about}")
    block.lines.append(f"judged on {day}")
    if unit:
        block.lines.append(f"answers in {unit}")
    if dice.chance(16):
        block.lines.append(f"decided on {dice.pick(words.GRADES)}")
    return Asked(name, about, day, rank, unit, not unit and dice.chance(12))


def _entity(sheet: Sheet, *, person: bool) -> None:
    name = sheet.fresh("entity")
    block = sheet.write("entity", name)
    sheet.entities.append(name)
    if person:
        sheet.persons.append(name)
        block.lines.append("is a person")
        return
    field = sheet.fresh("fact")
    block.open("fields", f"{field} {words.YES_NO}")
    sheet.have(("fact", name, words.YES_NO)).append(field)


def name_answers(sheet: Sheet) -> None:
    """Write the named answers of the questions that have some, and rank them. No errors."""
    for asked in sheet.questions:
        if not asked.is_named:
            continue
        block, spot = sheet.block("question", asked.name), Spot((asked,), asked.about)
        names = [sheet.fresh("answer") for _ in range(1 + sheet.dice.below(3))]
        lines = [f"{name} when {condition(sheet, spot)}" for name in names]
        last = f"{sheet.fresh('answer')} otherwise"
        # the order of the lines ranks nothing
        block.open("answers", *(lines if sheet.dice.chance(32) else lines[::-1]), last)
        pairs = pairwise(names)
        block.lines += [f"{better} beats {worse}" for better, worse in pairs]


def head(sheet: Sheet) -> list[str]:
    """Write the head of the file: program, sources, calendar. No errors."""
    dice = sheet.dice
    program = ["language 1", "program generated:", '  title "Generated"']
    if sheet.conventions:
        program.append("  calendar days")
    program.append(f"  decided on {dice.pick(words.GRADES)}")
    if dice.chance(6):
        program.append(f"  {dice.pick(_STANDINGS)}")
    source = [f"source {SOURCE}:", '  title "Source"', "  rank guidance"]
    if dice.chance(6):
        address = '  address "https://example.org"'
        source += [address, f"  issued {dice.pick(('unknown', '2026-01-01'))}"]
    if dice.chance(4):
        source.append("  read on 2026-11-23")
    frame = ["\n".join(program), "\n".join(source)]
    if any(f"cite {LATER} " in block.text() for block in sheet.blocks):
        later = [f"source {LATER}:", '  title "Later source"', "  rank notice"]
        frame.append("\n".join([*later, "  issued 2026-11-01"]))
    if sheet.conventions:
        lines = [f"  {line}" for line in sheet.conventions.values()]
        frame.append("\n".join(["calendar days:", *lines]))
    return frame


def ledger(sheet: Sheet, frame: str) -> None:
    """Write a row for each place of the first source that is cited, and others. No errors."""
    if not sheet.dice.chance(6):
        return
    text = "\n".join([frame, *(block.text() for block in sheet.blocks)])
    places = sorted(set(re.findall(f'cite {SOURCE} "([^"]*)"', text)))
    rows = [f'"{place}" encoded' for place in places]
    rows += ['"7" out of scope background', '"8", "9" open with board', '"10" repeats "7"']
    sheet.write("ledger", SOURCE, *rows)
