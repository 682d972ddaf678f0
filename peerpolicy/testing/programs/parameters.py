"""Parameters of a drawn program: rows by key and day, texts that differ, values still to come.

What it is for: wherever a plain amount may stand, a parameter may. May import: the sheet and its
words. What stays true: the rows of a key follow each other; a parameter that texts give
differently may be settled by one of them.
"""

from __future__ import annotations

from peerpolicy.testing.programs import words
from peerpolicy.testing.programs.sheet import LATER, PLACES, SOURCE, Block, Sheet, Spot

_CHANGE = ("2026-11-01", "2026-11-02")
"""The last day of one value and the first of the next."""


def threshold(sheet: Sheet, spot: Spot, measured_in: str, plain: str) -> str:
    """Return a plain amount, or a parameter of the same measure. No errors."""
    return parameter(sheet, spot, measured_in) if sheet.dice.chance(10) else plain


def parameter(sheet: Sheet, spot: Spot, measured_in: str) -> str:
    """Return a parameter, which may go by a fact of the spot's subject. No errors."""

    def declare() -> str:
        name = sheet.fresh("value")
        block = sheet.write("parameter", name, f"measured in {measured_in}")
        keys = _keys(sheet, spot, block) if sheet.dice.chance(20) else [""]
        block.lines.append(f"decided by {words.WHO[0]}")
        for key in keys:
            block.open("values", *_rows(sheet, key, measured_in))
        if any("either" in row for row in block.opened["values"]) and sheet.dice.chance(12):
            settles = f"settles {name} as {sheet.dice.pick((SOURCE, LATER))}"
            chosen = f"chosen by {words.WHO[0]} on {words.DAYS[1]}"
            sheet.write("interpret", sheet.fresh("choice"), settles, chosen, sheet.cite())
            sheet.have(("interpretations",)).append(sheet.blocks[-1].name)
        return name

    return sheet.shared(("parameter", measured_in), declare)


def _keys(sheet: Sheet, spot: Spot, block: Block) -> list[str]:
    """Write by which fact the rows are chosen; return for which of its values each of them is."""
    of = words.choices(sheet)
    known = words.values(sheet, of)
    fact = words.fact(sheet, spot.about, f"is one of {of}")
    block.lines.append(f"by {fact} of {spot.about}")
    own = ", ".join(known[: 1 + sheet.dice.below(2)])
    return [f"for {own} ", f"for any other {fact} "][: 1 + sheet.dice.below(2)]


def _rows(sheet: Sheet, key: str, unit: str) -> list[str]:
    """Write the rows of one key: a value, two texts that differ, one to come, or a change."""
    low, high = 1 + sheet.dice.below(3), 3 + sheet.dice.below(8)
    value = f'{low} {unit} cite {SOURCE} "{PLACES[0]}"'
    other = f'{high} {unit} cite {LATER} "{PLACES[1]}"'
    match sheet.dice.below(6):
        case 0:
            return [f"{key}is {value}"]
        case 1:
            return [f"{key}either {value}", f"or {other}"]
        case 2:
            through = f"{key}through {_CHANGE[0]} to_be_determined by {words.WHO[1]}"
            return [through, f"{key}from {_CHANGE[1]} is {value}"]
        case 3:
            late = f"{key}through {words.DAYS[0]} at the latest is {value}"
            return [late, f"{key}from {words.DAYS[2]} is {other}"]
        case 4:
            return [f"{key}from {words.DAYS[1]} is {value}"]
    first = f"{key}is {value}"
    return [first, f"{key}from {words.DAYS[1]} through {words.DAYS[0]} is {other}"]
