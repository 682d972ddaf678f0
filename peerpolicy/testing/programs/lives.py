"""Credentials of a drawn program: how long they last, when they are renewed, in which state.

What it is for: words for `holds`, for the phases of a credential's life, and for periods that run
from one. May import: the sheet and its words. What stays true: a state or a phase is asked for
only where the credential declares it; leap days are declared where years are counted.
"""

from __future__ import annotations

from peerpolicy.testing.programs import words
from peerpolicy.testing.programs.sheet import Block, Sheet, Spot

_TERMS = ("6 months", "1 year", "30 days", "2 years")
_REACHES = (("20 days", "10 days"), ("2 months", "1 month"), ("1 year", "0 days"))
_STATE_TERMS = ("", " lasts 3 months", " lasts 1 year")


def credential(sheet: Sheet, whose: str) -> str:
    """Return a credential of an owner. No errors."""

    def declare() -> str:
        name = sheet.fresh("paper")
        block = sheet.write("credential", name, f"of {whose}")
        lasts = sheet.dice.chance(28)
        block.lines.append(_term(sheet) if lasts else "active from issued_on through expires_on")
        block.lines.append(words.sensitivity(sheet))
        if sheet.dice.chance(12):
            block.lines.append(f"issued by {words.WHO[0]}")
        if sheet.dice.chance(16):
            block.lines.append("starts no earlier than granted_on")
        _phases(sheet, block)
        if sheet.dice.chance(16):
            for _ in range(1 + sheet.dice.below(2)):
                length = sheet.dice.pick(_STATE_TERMS) if lasts else ""
                once = ", once" if sheet.dice.chance(24) else ""
                block.open("states", f"{sheet.fresh('state')}{length}{once}")
        if "year" in block.text():
            words.leap_day(sheet)
        return name

    return sheet.shared(("credential", whose), declare)


def _term(sheet: Sheet) -> str:
    length = sheet.dice.pick(_TERMS)
    month_end = "days" not in length and sheet.dice.chance(20)
    return f"lasts {length} from issued_on" + (
        ", through the last day of that month" if month_end else ""
    )


def _phases(sheet: Sheet, block: Block) -> None:
    if sheet.dice.chance(24):
        opens, closes = sheet.dice.pick(_REACHES)
        line = f"renewable from {opens} before expiry"
        through = f" through {closes} before expiry" if sheet.dice.chance(20) else ""
        block.lines.append(line + ("" if closes.startswith("0") else through))
    if sheet.dice.chance(24):
        late = sheet.dice.pick(("10 days", "2 months", "1 year"))
        block.lines.append(f"late through {late} after expiry")


def held(sheet: Sheet, spot: Spot) -> str:
    """Ask for an active credential. No errors."""
    name = credential(sheet, words.owner(sheet, spot))
    line = f"holds {name}"
    states = _states(sheet, name)
    if states and sheet.dice.chance(32):
        line += f" as {sheet.dice.pick(states)}"
    match sheet.dice.below(8):
        case 6:
            line += f" where issued_on is on or after {sheet.dice.pick(words.RECENT)}"
        case 7:
            line += f" where {words.field(sheet, 'credential', name, words.YES_NO)}"
    return line


def _states(sheet: Sheet, name: str) -> list[str]:
    items = sheet.block("credential", name).opened.get("states", [])
    return [item.replace(",", "").split()[0] for item in items]


def standing(sheet: Sheet, spot: Spot) -> str:
    """Ask where a credential is in its life. No errors."""
    name = credential(sheet, words.owner(sheet, spot))
    lines = sheet.block("credential", name).lines
    begun = {line.split()[0] for line in lines}
    phases = ["lapsed", *(phase for phase in ("renewable", "late") if phase in begun)]
    return f"{name} is {phases[-1 - sheet.dice.below(len(phases))]}"


def each_period(sheet: Sheet, spot: Spot, whose: str) -> str:
    """Write a window for each period: of the calendar, or from a date of a credential."""
    sheet.rely_on("due", "period falls due on its last day")
    if sheet.dice.chance(20):
        held_by = credential(sheet, whose)
        length = sheet.dice.pick((" ", " 2 months ", " 30 days "))
        name = f"{'year' if length == ' ' else 'term'}_of_{held_by}"
        words.leap_day(sheet)
        sheet.rely_on(name, f"{name} runs{length}from issued_on of {held_by}")
        return f"in each {name}"
    sheet.rely_on("first part", "first part period does not count", "first part period counts")
    return f"in each {words.period(sheet)} since {words.day(sheet, spot)}"
