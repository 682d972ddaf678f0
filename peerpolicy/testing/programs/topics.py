"""Totals of a drawn program that must hold a least amount of each of some topics.

What it is for: a condition of a clause that is a line with topics below it, and the line on what
an hour serves. May import: the sheet, its words, parameters and lives. What stays true: the topics
are values of the one field of their entry that can have them all.
"""

from __future__ import annotations

from peerpolicy.testing.programs import words
from peerpolicy.testing.programs.lives import each_period
from peerpolicy.testing.programs.parameters import threshold
from peerpolicy.testing.programs.sheet import Block, Sheet, Spot


def topic_total(sheet: Sheet, spot: Spot, block: Block) -> None:
    """Write a total with topics as the condition of a clause. No errors."""
    whose = words.owner(sheet, spot)
    counted = sheet.dice.chance(12)
    unit = words.measure(sheet, count=True) if counted else sheet.dice.pick(("hours", "minutes"))
    entry = _entry(sheet, whose, unit)
    known = words.values(sheet, sheet.once(("topics", entry), lambda: ""))
    bound = threshold(sheet, spot, unit, f"{2 + sheet.dice.below(3)} {unit}")
    lines = [
        f"at least {sheet.dice.pick((1, 2, 3))} {unit} of {topic}"
        for topic in known[: 1 + sheet.dice.below(len(known))]
    ]
    block.open(f"at least {bound} of {entry}{_window(sheet, spot, whose)}, including", *lines)
    one = f"one_{unit}" if counted else unit[:-1]
    several = f"one {one} may serve several topics"
    alone = f"one {one} serves one topic"
    block.lines.append(several if counted or sheet.dice.chance(20) else alone)


def _entry(sheet: Sheet, whose: str, unit: str) -> str:
    """Return an entry with a field of its own for topics, which no other field shares."""

    def declare() -> str:
        topics, name = words.new_choices(sheet, 2 + sheet.dice.below(2)), sheet.fresh("entry")
        sheet.have(("topics", name)).append(topics)
        block = sheet.write("entry", name, f"of {whose}", "dated done_on", f"counts {unit}")
        block.lines.append(words.sensitivity(sheet))
        block.open("fields", f"topic is {sheet.dice.pick(('some', 'one'))} of {topics}")
        return name

    return sheet.shared(("entry with topics", whose, unit), declare)


def _window(sheet: Sheet, spot: Spot, whose: str) -> str:
    if sheet.dice.chance(16):
        return " " + words.window(sheet, spot)
    if spot.periods and sheet.dice.chance(12):
        return " " + each_period(sheet, spot, whose)
    return ""
