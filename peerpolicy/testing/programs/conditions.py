"""Conditions of a drawn program: one small function for each form, and groups of them.

What it is for: `condition` writes one line, `requirement` a line or a group with its items. May
import: the sheet and its words. What stays true: every form that a line can have stands in
`FORMS`, the simplest first; a function writes a line that the checker accepts at its spot.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import attrs

from peerpolicy.testing.programs import words
from peerpolicy.testing.programs.lives import each_period, held, standing
from peerpolicy.testing.programs.parameters import threshold
from peerpolicy.testing.programs.sheet import PLACES, Block, Sheet, Spot
from peerpolicy.testing.programs.topics import topic_total

Form = Callable[[Sheet, Spot], str]

_BOUNDS = ("at least", "at most")
_COMPARISONS = ("at least", "at most", "more than", "less than")
_ORDERS = ("before", "on or before", "after", "on or after")


def condition(sheet: Sheet, spot: Spot) -> str:
    """Write one condition on one line. No errors."""
    return sheet.dice.pick(FORMS)(sheet, spot)


def requirement(sheet: Sheet, spot: Spot, block: Block) -> None:
    """Write the condition of a clause: one line, or a group with its items. No errors."""
    kind = sheet.dice.below(16)
    if kind < 8:
        block.lines.append(condition(sheet, spot))
    elif kind == 15:
        topic_total(sheet, spot, block)
    elif kind in (13, 14):
        role = words.role(sheet, spot.about)
        inside = attrs.evolve(spot, in_hand=role)
        opener = f"some {role} who meets all of"
        if kind == 14 and sheet.dice.chance(32):
            opener = f"each met by a different {role}"
        block.open(opener, *items(sheet, inside, condition))
    else:
        lines = items(sheet, spot, condition)
        needed = f"at least {1 + sheet.dice.below(len(lines))} of"
        openers = ("all of", "any of", "none of", needed)
        block.open(sheet.dice.pick(openers), *lines)


def items(sheet: Sheet, spot: Spot, form: Form) -> list[str]:
    """Write one to three items of a group. No errors."""
    return [form(sheet, spot) for _ in range(1 + sheet.dice.below(3))]


# ---------------------------------------------------------------- tests of one value


def yes_no(sheet: Sheet, spot: Spot) -> str:
    """Test a yes-or-no fact. No errors."""
    ref = words.fact_ref(sheet, spot, words.YES_NO)
    return ref + sheet.dice.pick(("", " is no", " is yes", " is not yes", " is not no"))


def one_of(sheet: Sheet, spot: Spot) -> str:
    """Test a fact with choices, against names or a registry. No errors."""
    name = words.choices(sheet)
    ref = words.fact_ref(sheet, spot, f"is one of {name}")
    return f"{ref} is {_choice(sheet, name, spot.judged_days)}"


def _choice(sheet: Sheet, name: str, days: tuple[str, ...]) -> str:
    """Write a test of a value of choices; a registry may be checked on one of `days`."""
    known = words.values(sheet, name)
    match sheet.dice.below(4):
        case 0:
            return sheet.dice.pick(known)
        case 1:
            return f"not {sheet.dice.pick(known)}"
        case 2:
            return f"one of {', '.join(known[:2])}"
    return f"in {words.registry(sheet, name, sheet.dice.pick(('', *days)))}"


def included(sheet: Sheet, spot: Spot) -> str:
    """Test a fact that is a set of choices. No errors."""
    name = words.choices(sheet)
    ref = words.fact_ref(sheet, spot, f"is some of {name}")
    return f"{ref} {_includes(sheet, name)}"


def _includes(sheet: Sheet, name: str) -> str:
    known = words.values(sheet, name)
    if sheet.dice.chance(24):
        return f"includes any of {', '.join(known[:2])}"
    return f"includes {sheet.dice.pick(known)}"


def compared(sheet: Sheet, spot: Spot) -> str:
    """Test a fact that is an amount. No errors."""
    unit = words.unit(sheet)
    ref = words.fact_ref(sheet, spot, f"is in {unit}")
    if sheet.dice.chance(12):
        high = threshold(sheet, spot, unit, f"{2 + sheet.dice.below(2)} {unit}")
        return f"{ref} is from 1 {unit} through {high}"
    if sheet.dice.chance(18):
        other = words.fact_ref(sheet, spot, f"is in {words.unit(sheet)}")
        bound = f"{words.amount(sheet, unit)} for each {other}"
    else:
        bound = threshold(sheet, spot, unit, words.amount(sheet, unit))
    return f"{ref} is {sheet.dice.pick(_COMPARISONS)} {bound}"


def dated(sheet: Sheet, spot: Spot) -> str:
    """Test a fact that is a date, or the judged day. No errors."""
    ref = _tested_day(sheet, spot)
    day = sheet.dice.pick(words.DAYS) if sheet.dice.chance(32) else words.day(sheet, spot)
    return f"{ref} is {sheet.dice.pick(_ORDERS)} {day}"


def _tested_day(sheet: Sheet, spot: Spot) -> str:
    """Return what a test of a day is about: a fact, or now and then the judged day."""
    if spot.judged_days and sheet.dice.chance(8):
        return spot.judged_days[0]
    return words.fact_ref(sheet, spot, words.DATE)


def aged(sheet: Sheet, spot: Spot) -> str:
    """Test completed years. No errors."""
    ref = words.age(sheet, spot)
    if sheet.dice.chance(12):
        return f"{ref} is from 1 year through {1 + sheet.dice.below(3)} years"
    years = threshold(sheet, spot, "years", f"{sheet.dice.pick((1, 18, 21, 0))} years")
    return f"{ref} is {sheet.dice.pick(_COMPARISONS)} {years}"


def in_time(sheet: Sheet, spot: Spot) -> str:
    """Ask whether something was done within some days after another. No errors."""
    done = _tested_day(sheet, spot)
    unit = sheet.dice.pick(("days", "business_days", "months", "years", "weeks"))
    if unit == "years":
        words.leap_day(sheet)
    if unit == "business_days":
        words.business_days(sheet)
    since = sheet.dice.pick(words.DAYS) if sheet.dice.chance(16) else words.day(sheet, spot)
    return f"{done} is within {sheet.dice.pick((1, 2, 10))} {unit} after {since}"


def attested(sheet: Sheet, spot: Spot) -> str:
    """Ask for a person's own word. No errors."""
    return f"attests {words.fact_ref(sheet, spot, words.YES_NO)}"


# ---------------------------------------------------------------- records


def complete(sheet: Sheet, spot: Spot) -> str:
    """Ask for a complete document. No errors."""
    name = words.document(sheet, words.owner(sheet, spot))
    on = spot.judged_days if sheet.dice.chance(12) else ()
    return f"complete {name}" + "".join(f" on {day}" for day in on)


def related(sheet: Sheet, spot: Spot) -> str:
    """Ask for a relation between two entities. No errors."""
    one, other = spot.about, sheet.dice.pick(sheet.entities)
    return f"{one} {words.relation(sheet, one, other)} {other}"


def total(sheet: Sheet, spot: Spot) -> str:
    """Add up amounts, or count records, in a window. No errors."""
    whose = words.owner(sheet, spot)
    bound = sheet.dice.pick(_BOUNDS)
    match sheet.dice.below(4):
        case 0:
            unit = words.unit(sheet)
            name = words.entry(sheet, whose, unit)
            bound_by = threshold(sheet, spot, unit, words.amount(sheet, unit))
            asked = f"{bound_by} of {name}"
        case 1:
            name = words.entry(sheet, whose, "")
            asked = f"{_few(sheet)} {name}"
        case 2:
            unit = words.measure(sheet, count=True)
            name = words.entry(sheet, whose, unit)
            asked = f"{_few(sheet)} {unit} of {name}"
        case _:
            name = words.entry(sheet, whose, sheet.dice.pick(("hours", "time")))
            asked = f"{_few(sheet)} records of {name}"
    window = ""
    if sheet.dice.chance(24):
        window = " " + words.window(sheet, spot)
    elif spot.periods and sheet.dice.chance(24):
        window = " " + each_period(sheet, spot, whose)
    return f"{bound} {asked}{_where(sheet, spot, name)}{window}"


def by_period(sheet: Sheet, spot: Spot) -> str:
    """Write a line that is judged period by period. No errors."""
    whose = words.owner(sheet, spot)
    name = words.entry(sheet, whose, "hours")
    asked = f"{sheet.dice.pick(_BOUNDS)} {words.amount(sheet, 'hours')} of {name}"
    return f"{asked} {each_period(sheet, spot, whose)}"


def _few(sheet: Sheet) -> int:
    return sheet.dice.pick((1, 2, 3, 0))


def lasting(sheet: Sheet, spot: Spot) -> str:
    """Ask for a length of time in total, sometimes within a window. No errors."""
    name = words.entry(sheet, words.owner(sheet, spot), "time")
    length, unit = 1 + sheet.dice.below(3), sheet.dice.pick(words.CALENDAR_UNITS)
    if unit == "years":
        words.leap_day(sheet)
    bound = threshold(sheet, spot, unit, f"{length} {unit}")
    window = f" {words.window(sheet, spot)}" if sheet.dice.chance(24) else ""
    asked = f"{sheet.dice.pick(_BOUNDS)} {bound} of {name}"
    return f"{asked}{_where(sheet, spot, name)}{window}"


def gap(sheet: Sheet, spot: Spot) -> str:
    """Ask that there is no long gap between records. No errors."""
    counts = sheet.dice.pick(("", "hours"))
    name = words.entry(sheet, words.owner(sheet, spot), counts, one_day=True)
    length, unit = 1 + sheet.dice.below(2), sheet.dice.pick(words.CALENDAR_UNITS)
    if unit == "years":
        words.leap_day(sheet)
    asked = f"at most {length} {unit} between records of {name}"
    return f"{asked}{_where(sheet, spot, name)} since {words.day(sheet, spot)}"


def _where(sheet: Sheet, spot: Spot, entry: str) -> str:
    """Write a test of a field, sometimes; let the records name the person in hand."""
    of_subject = f"of {spot.about}" in sheet.block("entry", entry).lines
    if spot.in_hand is not None and of_subject and sheet.dice.chance(40):
        words.field(sheet, "entry", entry, f"is a {spot.in_hand}")
    if not sheet.dice.chance(20):
        return ""
    match sheet.dice.below(5):
        case 0:
            name = words.field(sheet, "entry", entry, words.YES_NO)
            return f" where {name}" + sheet.dice.pick(("", " is no"))
        case 1:
            choices = words.choices(sheet)
            name = words.field(sheet, "entry", entry, f"is one of {choices}")
            return f" where {name} is {_choice(sheet, choices, (words.date_of(sheet, entry),))}"
        case 2:
            name = words.field(sheet, "entry", entry, "is in minutes")
            return f" where {name} is {sheet.dice.pick(_COMPARISONS)} 2 minutes"
        case 3:
            choices = words.choices(sheet)
            name = words.field(sheet, "entry", entry, f"is some of {choices}")
            return f" where {name} {_includes(sheet, choices)}"
    name = words.date_of(sheet, entry)
    dated = f" where {name} is {sheet.dice.pick(_ORDERS)} {sheet.dice.pick(words.RECENT)}"
    if sheet.dice.chance(32):
        return dated
    return f"{dated} and {words.field(sheet, 'entry', entry, words.YES_NO)}"


# ---------------------------------------------------------------- names


def defined(sheet: Sheet, spot: Spot) -> str:
    """Ask for a definition. No errors."""
    if spot.depth == 0:
        return yes_no(sheet, spot)
    return sheet.shared(("define", *spot.key), lambda: define(sheet, spot))


def define(sheet: Sheet, spot: Spot) -> str:
    """Write a definition. No errors."""
    name = sheet.fresh("defined")
    block = Block("define", name)
    requirement(sheet, spot.deeper(), block)
    sheet.blocks.append(block)
    return name


def open_term(sheet: Sheet, spot: Spot) -> str:
    """Ask for an open term: with readings, one of them perhaps chosen, or without. No errors."""
    if spot.depth == 0:
        return yes_no(sheet, spot)

    def declare() -> str:
        name, owner = sheet.fresh("term"), sheet.dice.pick(words.WHO)
        cite = sheet.cite(PLACES[1])
        block = Block("open term", name, [cite, '"as needed"', f"decided by {owner}"])
        if not sheet.dice.chance(24):
            readings = [define(sheet, spot.deeper()) for _ in range(2)]
            block.open("readings", *readings)
            if sheet.dice.chance(20):
                chosen = f"settles {name} as {sheet.dice.pick(readings)}"
                by = f"chosen by {owner} on {words.DAYS[1]}"
                sheet.write("interpret", sheet.fresh("choice"), chosen, by, cite)
                sheet.have(("interpretations",)).append(sheet.blocks[-1].name)
        sheet.blocks.append(block)
        return name

    return sheet.shared(("open term", *spot.key), declare)


def judged(sheet: Sheet, spot: Spot) -> str:
    """Ask for a judgement. No errors."""
    names = ", ".join(question.name for question in spot.questions)
    return sheet.shared(
        ("judge", spot.about, names),
        lambda: judge(sheet, f"for {names}", f"about {spot.about}"),
    )


def judge(sheet: Sheet, *head: str) -> str:
    """Write a judgement. No errors."""
    name = sheet.fresh("judge")
    sheet.write("judge", name, *head, sheet.cite(PLACES[2]), *judging(sheet))
    return name


def judging(sheet: Sheet) -> tuple[str, str]:
    """Write what is judged, by whom, and for how long that is good. No errors."""
    lives = ("once", "valid for 12 months", "valid for 30 days", "valid for 1 year")
    life = sheet.dice.pick(lives)
    if "year" in life:
        words.leap_day(sheet)
    return '"well enough"', f"attested by {sheet.dice.pick(words.WHO)} {life}"


def clause_met(sheet: Sheet, spot: Spot) -> str:
    """Ask for the contribution of a clause that was written before. No errors."""
    known = sheet.may_ask(spot)
    return f"{sheet.dice.pick(known)} is met" if known else yes_no(sheet, spot)


def question_met(sheet: Sheet, spot: Spot) -> str:
    """Ask for the outcome of a question that asks for none of these. No errors."""
    lower = [q.name for q in sheet.questions if q.rank < spot.rank]
    known = [q for q in lower if sheet.question(q).judged_on in spot.judged_days]
    return f"{sheet.dice.pick(known)} is met" if known else clause_met(sheet, spot)


FORMS: Final[tuple[Form, ...]] = (
    yes_no,
    one_of,
    included,
    compared,
    dated,
    in_time,
    aged,
    attested,
    held,
    standing,
    complete,
    related,
    total,
    total,
    total,
    lasting,
    gap,
    defined,
    open_term,
    judged,
    clause_met,
    question_met,
    question_met,
)
"""Every form of a condition, the simplest first; what is listed more than once is drawn more."""
