"""Words of a drawn program: facts, choices, measures, records, registries, as they are needed.

What it is for: conditions ask for a word of a kind and get its name; the clause that declares it
is written on the sheet. May import: the sheet. What stays true: a word belongs to an owner that
its condition can mean; conventions that a word rests on are declared with it.
"""

from __future__ import annotations

from typing import Final

from peerpolicy.testing.programs.sheet import PERSON, Sheet, Spot

DAYS: Final = ("2026-11-23", "2026-11-01", "2026-10-15", "2024-02-29", "2000-01-01")
"""Dates that stand in a program, around the day that cases are judged on."""

RECENT: Final = DAYS[:3]
"""Those within the last weeks."""

WHO: Final = ("board", "agency")
"""Free names: who gives, keeps, judges, decides."""

CALENDAR_UNITS: Final = ("days", "months", "years", "weeks")
GRADES: Final = ("claimed", "shown", "verified")
YES_NO: Final = "is yes or no"
DATE: Final = "is a date"

_SENSITIVITIES = ("public", "personal", "health", "lived_experience")


# ---------------------------------------------------------------- whose


def owner(sheet: Sheet, spot: Spot) -> str:
    """Choose who has a word that a condition names alone. No errors."""
    own = (spot.about, PERSON) if spot.about in sheet.persons else (spot.about,)
    if spot.in_hand is not None:
        return sheet.dice.pick((spot.in_hand, PERSON, *own[:1]))
    return sheet.dice.pick(own)


def sensitivity(sheet: Sheet) -> str:
    """Write how private a word is. No errors."""
    return f"sensitivity {sheet.dice.pick(_SENSITIVITIES)}"


def fact(sheet: Sheet, whose: str, kind: str) -> str:
    """Return a fact of an owner; `kind` is its line in the vocabulary. No errors."""

    def declare() -> str:
        name = sheet.fresh("fact")
        block = sheet.write("fact", name, f"of {whose}", kind, sensitivity(sheet))
        if sheet.dice.chance(12):
            block.lines.append('asked "What is it?"')
        if sheet.dice.chance(12):
            block.lines.append("may be absent")
        return name

    return sheet.shared(("fact", whose, kind), declare)


def always_dated(sheet: Sheet, spot: Spot) -> str:
    """Return a date fact that is never absent, by which a version can be chosen. No errors."""

    def declare() -> str:
        name = sheet.fresh("day")
        sheet.write("fact", name, f"of {spot.about}", DATE, sensitivity(sheet))
        return name

    return sheet.shared(("day", spot.about), declare)


def fact_ref(sheet: Sheet, spot: Spot, kind: str) -> str:
    """Return a fact that a condition can mean, with `of ENTITY` where it is another's."""
    others = [entity for entity in sheet.entities if entity != spot.about]
    if others and sheet.dice.chance(8):
        whose = sheet.dice.pick(others)
        return f"{fact(sheet, whose, kind)} of {whose}"
    return fact(sheet, owner(sheet, spot), kind)


def age(sheet: Sheet, spot: Spot) -> str:
    """Return a fact of completed years. No errors."""
    leap_day(sheet)
    whose = owner(sheet, spot)

    def declare() -> str:
        name, since = sheet.fresh("years"), fact(sheet, whose, DATE)
        line = f"is completed years since {since}"
        sheet.write("fact", name, f"of {whose}", line, sensitivity(sheet))
        return name

    return sheet.shared(("age", whose), declare)


def day(sheet: Sheet, spot: Spot) -> str:
    """Return a day that has a name: the judged one, or a fact that is a date. No errors."""
    if spot.judged_days and not sheet.dice.chance(40):
        return spot.judged_days[0]
    return fact_ref(sheet, spot, DATE)


# ---------------------------------------------------------------- values


def choices(sheet: Sheet) -> str:
    """Return a list of choices. No errors."""
    return sheet.shared(("choices",), lambda: new_choices(sheet, 2 + sheet.dice.below(2)))


def new_choices(sheet: Sheet, number: int) -> str:
    """Declare a list of that many choices. No errors."""
    name = sheet.fresh("choices")
    block = sheet.write("choices", name)
    for each in range(number):
        value = sheet.fresh("pick")
        block.lines.append(f'{value} "value {each + 1}"')
    if sheet.dice.chance(20):
        block.lines.append("and others")
    return name


def values(sheet: Sheet, name: str) -> list[str]:
    """Return the values of a list of choices. Errors: StopIteration if there is none."""
    return [line.split()[0] for line in sheet.block("choices", name).lines if '"' in line]


def measure(sheet: Sheet, *, count: bool = False) -> str:
    """Return a declared measure: one that counts records, or a unit of amounts. No errors."""

    def declare() -> str:
        name = sheet.fresh("unit")
        singular = f"singular one_{name}"
        own = ("is a unit of its own", "is 15 minutes", "is 7.5 minutes")
        sheet.write("measure", name, singular, "is a count" if count else sheet.dice.pick(own))
        return name

    return sheet.shared(("measure", "count" if count else ""), declare)


def unit(sheet: Sheet) -> str:
    """Return a unit in which amounts add up. No errors."""
    plain = ("hours", "minutes")
    return measure(sheet) if sheet.dice.chance(16) else sheet.dice.pick(plain)


def amount(sheet: Sheet, measured_in: str) -> str:
    """Write an amount that fits a unit, sometimes in another unit of the same base."""
    number = sheet.dice.pick(("1", "2", "3", "10", "0", "1.5"))
    other = {"hours": ("90 minutes", "30 minutes"), "minutes": ("0.5 hours", "1 hour")}
    if measured_in in other and sheet.dice.chance(12):
        return sheet.dice.pick(other[measured_in])
    return f"{number} {measured_in}"


# ---------------------------------------------------------------- records


def field(sheet: Sheet, kind: str, name: str, of_type: str) -> str:
    """Return a field of a record, declared where the record has none of that type."""

    def declare() -> str:
        added = sheet.fresh("field")
        sheet.block(kind, name).open("fields", f"{added} {of_type}")
        return added

    return sheet.shared(("field", name, of_type), declare)


def entry(sheet: Sheet, whose: str, counts: str, *, one_day: bool = False) -> str:
    """Return an entry of an owner that counts a measure, "time" or (empty) records."""
    span = not one_day and (counts == "time" or sheet.dice.chance(12))

    def declare() -> str:
        name = sheet.fresh("entry")
        dated = "dated from began_on through ended_on" if span else "dated done_on"
        block = sheet.write("entry", name, f"of {whose}", dated, sensitivity(sheet))
        if counts:
            block.lines.append("counts time in total" if counts == "time" else f"counts {counts}")
        return name

    return sheet.shared(("entry", whose, counts, "span" if span else ""), declare)


def date_of(sheet: Sheet, name: str) -> str:
    """Return the field by which an entry is dated. Errors: StopIteration if there is none."""
    lines = sheet.block("entry", name).lines
    return "began_on" if any("began_on" in line for line in lines) else "done_on"


def document(sheet: Sheet, whose: str) -> str:
    """Return a document of an owner. No errors."""

    def declare() -> str:
        name = sheet.fresh("document")
        block = sheet.write("document", name, f"of {whose}", sensitivity(sheet))
        dated = ("", "dated received_on", "dated from began_on through ended_on")
        line = sheet.dice.pick(dated)
        if line:
            block.lines.append(line)
        if sheet.dice.chance(16) and "through" not in line:
            leap_day(sheet)
            length = f"{1 + sheet.dice.below(3)} {sheet.dice.pick(CALENDAR_UNITS)}"
            block.lines.append(f"valid for {length} after signed_on")
        parts = [sheet.fresh("part") for _ in range(sheet.dice.below(3))]
        if parts:
            block.open("parts", *parts)
        return name

    return sheet.shared(("document", whose), declare)


def role(sheet: Sheet, whose: str) -> str:
    """Return a roster of an owner. No errors."""

    def declare() -> str:
        name = sheet.fresh("role")
        sheet.write("role", name, f"of {whose}", "held by a person", sensitivity(sheet))
        return name

    return sheet.shared(("role", whose), declare)


def relation(sheet: Sheet, one: str, other: str) -> str:
    """Return a relation from one entity to another. No errors."""

    def declare() -> str:
        name = sheet.fresh("relation")
        sheet.write("relation", name, f"from {one} to {other}", sensitivity(sheet))
        return name

    return sheet.shared(("relation", one, other), declare)


def approval(sheet: Sheet, whose: str, covers: str, grants: str) -> str:
    """Return who may approve beyond a cap on an entry, and so declare the approval."""

    def declare() -> str:
        name, giver = sheet.fresh("approval"), sheet.dice.pick(WHO)
        sheet.write(
            "approval",
            name,
            f"of {whose}",
            f"given by {giver}",
            "dated given_on",
            f"covers {covers} from starts_on through ends_on",
            f"grants {grants}",
            sensitivity(sheet),
        )
        return giver

    return sheet.once(("approval", covers), declare)


def registry(sheet: Sheet, of: str, checked_on: str) -> str:
    """Return a registry of choices that is checked on a day (empty: on the judged one)."""

    def declare() -> str:
        name = sheet.fresh("registry")
        block = sheet.write("registry", name, f"of {of}", f"kept by {WHO[0]}")
        if sheet.dice.chance(8):
            block.lines.append(sheet.cite())
        if checked_on:
            block.lines.append(f"checked on {checked_on}")
        if sheet.dice.chance(32):
            block.lines.append("lists from facts")
            return name
        for value in values(sheet, of)[: 1 + sheet.dice.below(2)]:
            spans = (
                *("", f" from {DAYS[1]}", f" through {DAYS[2]}", f" from {DAYS[3]}"),
                f" from {DAYS[2]} through {DAYS[1]}",
            )
            block.open("lists", value + sheet.dice.pick(spans))
        if sheet.dice.chance(32):
            block.lines.append(f"complete through {sheet.dice.pick(('2027-12-31', *RECENT))}")
        return name

    return sheet.shared(("registry", of, checked_on), declare)


# ---------------------------------------------------------------- conventions


def leap_day(sheet: Sheet) -> None:
    """Declare when a birthday on 29 February falls. No errors."""
    birthday = "leap day birthday falls on"
    sheet.rely_on("leap day", f"{birthday} march 1", f"{birthday} february 28")


def business_days(sheet: Sheet) -> None:
    """Declare which days are business days, with a registry of holidays sometimes. No errors."""
    plain: tuple[str, ...] = ("monday through friday", "wednesday through tuesday")
    if "business days" not in sheet.conventions and sheet.dice.chance(32):
        name = sheet.fresh("holidays")
        block = sheet.write("registry", name, "of dates", f"kept by {WHO[0]}")
        block.open("lists", DAYS[0], "2026-11-26")
        if sheet.dice.chance(40):
            block.lines.append(f"complete through {sheet.dice.pick(('2026-12-31', DAYS[0]))}")
        plain = (f"{plain[0]} except {name}",)
    sheet.rely_on("business days", *(f"business days are {each}" for each in plain))


def window(sheet: Sheet, spot: Spot) -> str:
    """Write a window that ends on a day. No errors."""
    sheet.rely_on("window", "window counts both end days", "window counts the last day only")
    length, of = 1 + sheet.dice.below(3), sheet.dice.pick(CALENDAR_UNITS)
    if of == "years":
        leap_day(sheet)
    return f"in the {length} {of} before {day(sheet, spot)}"


def period(sheet: Sheet, *of_a_limit: str) -> str:
    """Return a period of the calendar, with the conventions it rests on. No errors."""
    names = ("calendar_month", "week", "calendar_quarter", "calendar_year")
    name = sheet.dice.pick((*names, *of_a_limit))
    if name == "week":
        sheet.rely_on("week", "week starts on sunday", "week starts on monday")
    elif name == "calendar_year" and sheet.dice.chance(32):
        name = "fiscal_year"
        sheet.rely_on(name, f"{name} runs from july 1", f"{name} runs from november 20")
    return name
