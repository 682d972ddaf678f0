"""Clauses of a drawn program: one small function for each kind that bears on an answer.

What it is for: `KINDS` names them, so that a program can be asked to hold one. May import: the
sheet, its words and its conditions. What stays true: each function writes one whole clause that
the checker accepts, and names it for conditions of later clauses, so that none asks for itself.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from peerpolicy.testing.programs import words
from peerpolicy.testing.programs.conditions import (
    complete,
    condition,
    items,
    judge,
    requirement,
)
from peerpolicy.testing.programs.sheet import PLACES, SOURCE, Asked, Block, Sheet, Spot

Writer = Callable[[Sheet, Spot], None]


def spot_for(sheet: Sheet, questions: tuple[Asked, ...]) -> Spot:
    """Choose about whom a clause is. No errors."""
    abouts = tuple(dict.fromkeys(question.about for question in questions))
    return Spot(questions, sheet.dice.pick(abouts))


def _begin(sheet: Sheet, spot: Spot, kind: str) -> Block:
    """Begin a clause: for which questions, about whom, where it comes from, when it applies."""
    names = ", ".join(question.name for question in spot.questions)
    block = Block(kind, sheet.fresh(kind), [f"for {names}"])
    if {question.about for question in spot.questions} != {spot.about} or sheet.dice.chance(8):
        block.lines.append(f"about {spot.about}")
    block.lines.append(f'cite {SOURCE} "{sheet.dice.pick(PLACES)}"')
    if sheet.dice.chance(16):
        block.lines.append(f"when {condition(sheet, spot)}")
    if sheet.dice.chance(6):
        block.lines.append('assumed choice "the text does not say"')
    if sheet.dice.chance(6):
        block.lines.append('because "the text says so"')
    if sheet.asked_for and sheet.dice.chance(6):
        block.lines.append(f"in addition to {sheet.asked_for[0]}")
    return block


def _end(sheet: Sheet, spot: Spot, block: Block, effect: str = "apply") -> None:
    """End a clause, with an exception sometimes."""
    if effect and sheet.dice.chance(10):
        block.lines.append(f"unless {condition(sheet, spot)} then does not {effect}")
    sheet.blocks.append(block)
    sheet.asked_for.append(block.name)


def require(sheet: Sheet, spot: Spot) -> None:
    """Write what must hold. No errors."""
    block = _begin(sheet, spot, "require")
    requirement(sheet, spot, block)
    _end(sheet, spot, block)


def advise(sheet: Sheet, spot: Spot) -> None:
    """Write what should hold. No errors."""
    block = _begin(sheet, spot, "advise")
    requirement(sheet, spot, block)
    _end(sheet, spot, block)


def permit(sheet: Sheet, spot: Spot) -> None:
    """Write what may be. No errors."""
    block = _begin(sheet, spot, "permit")
    requirement(sheet, spot, block)
    guarded = any(line.startswith("when ") for line in block.lines)
    readings = ("otherwise not permitted", "otherwise unaddressed")
    if guarded or sheet.dice.chance(24):
        block.lines.append(sheet.dice.pick(readings))
    _end(sheet, spot, block, "")


def submit(sheet: Sheet, spot: Spot) -> None:
    """Write which papers to send, some of which show a fact or a clause. No errors."""
    block = _begin(sheet, spot, "submit")
    if sheet.dice.chance(24):
        lines = items(sheet, spot, _paper)
        needed = f"at least {1 + sheet.dice.below(len(lines))} of"
        block.open(sheet.dice.pick(("all of", "any of", needed)), *lines)
    else:
        block.lines.append(_paper(sheet, spot))
    _end(sheet, spot, block)


def _paper(sheet: Sheet, spot: Spot) -> str:
    match sheet.dice.below(3):
        case 1 if sheet.asked_for:
            shown = sheet.dice.pick(sheet.asked_for)
        case 2:
            shown = words.fact(sheet, spot.about, words.YES_NO)
        case _:
            return complete(sheet, spot)
    return f"{words.document(sheet, spot.about)} shows {shown}"


def exclude(sheet: Sheet, spot: Spot) -> None:
    """Write what bars. No errors."""
    block = _begin(sheet, spot, "exclude")
    judged = f"otherwise judged by {sheet.dice.pick(words.WHO)}"
    if sheet.dice.chance(28):
        block.open("shown by any of", *items(sheet, spot, condition))
        block.lines.append(judged)
    else:
        requirement(sheet, spot, block)
        if sheet.dice.chance(12):
            block.lines.append(judged)
    _end(sheet, spot, block, "bar")


def limit(sheet: Sheet, spot: Spot) -> None:
    """Write a cap on amounts in each period, and what lifts it. No errors."""
    block = _begin(sheet, spot, "limit")
    unit = next((q.unit for q in spot.questions if q.unit), "hours")
    entry = words.entry(sheet, spot.about, unit, one_day=True)
    cap = words.threshold(sheet, spot, unit, f"{sheet.dice.pick((2, 1, 3, 10, 0))} {unit}")
    block.lines.append(f"at most {cap} of {entry} in each {words.period(sheet)}")
    paid = sheet.dice.chance(16)
    if paid and "paid is yes or no" not in sheet.block("entry", entry).opened.get("fields", []):
        sheet.block("entry", entry).open("fields", "paid is yes or no")
    block.lines.append(f"used means {'paid' if paid else 'provided'}")
    if sheet.dice.chance(32):
        giver = words.approval(sheet, spot.about, entry, unit)
        when = sheet.dice.pick(("beforehand", "at any time"))
        effect = sheet.dice.pick(("no limit", f"at most the approved {unit}"))
        block.lines.append(f"unless approved {when} by {giver} then {effect}")
    _end(sheet, spot, block, "")


def scope(sheet: Sheet, spot: Spot) -> None:
    """Write which acts are within what may be provided. No errors."""
    block = _begin(sheet, spot, "scope")
    choices = sheet.once(("acts", spot.about), lambda: _acts(sheet, spot.about))
    one, two, _ = words.values(sheet, choices)
    if not sheet.dice.chance(20):
        block.open("may provide", one)
    if "may provide" not in block.opened or sheet.dice.chance(24):
        block.open("may not provide", two)
    others = ("unaddressed", "barred", "allowed")
    block.lines.append(f"anything else is {sheet.dice.pick(others)}")
    _end(sheet, spot, block, "")


def _acts(sheet: Sheet, about: str) -> str:
    """Declare acts and the one fact of an entity that is one of them."""
    choices = words.new_choices(sheet, 3)
    words.fact(sheet, about, f"is one of {choices}")
    return choices


def pathway(sheet: Sheet, spot: Spot) -> None:
    """Write a route past some clauses of the same questions, or past a new one. No errors."""
    block = _begin(sheet, spot, "pathway")
    routes = sheet.have(("routes", block.lines[0]))
    if not routes or sheet.dice.chance(32):
        routes.append(", ".join(_replaced(sheet, spot, block.lines[0])))
    block.tail = f" instead of {sheet.dice.pick(routes)}"
    requirement(sheet, spot, block)
    _end(sheet, spot, block)


def _replaced(sheet: Sheet, spot: Spot, questions: str) -> list[str]:
    """Choose one or two clauses that no route goes past yet, and write one where there is none."""
    taken = {name for known in sheet.have(("routes", questions)) for name in known.split(", ")}
    fitting = [b for b in sheet.blocks if b.kind in REPLACEABLE and b.lines[0] == questions]
    free = [block.name for block in fitting if block.name not in taken]
    if not free:
        require(sheet, spot)
        return [sheet.blocks[-1].name]
    return free[: 1 + sheet.dice.below(2)]


def judgement(sheet: Sheet, spot: Spot) -> None:
    """Write a clause that somebody judges. No errors."""
    names = ", ".join(question.name for question in spot.questions)
    judge(sheet, f"for {names}", f"about {spot.about}")


KINDS: Final = MappingProxyType(
    {
        "require": require,
        "advise": advise,
        "permit": permit,
        "submit": submit,
        "exclude": exclude,
        "limit": limit,
        "scope": scope,
        "judge": judgement,
        "pathway": pathway,
    }
)
"""The clause kinds that can be drawn, the simplest first."""

REPLACEABLE: Final = ("require", "permit", "submit", "exclude", "scope", "judge")
"""The clause kinds that a pathway can go past."""

WEIGHTED: Final[tuple[Writer, ...]] = (*(require,) * 4, *KINDS.values(), exclude)
"""Clause kinds in the shares in which they are drawn."""
