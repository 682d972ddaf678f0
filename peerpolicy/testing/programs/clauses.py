"""Clauses of a drawn program: one small function for each kind that bears on an answer.

What it is for: `KINDS` names them, so that a program can be asked to hold one. May import: the
sheet and the rest of this folder but its frame. What stays true: each function writes one whole
clause that the checker accepts, in all its versions, and names it for conditions of later clauses,
so that none asks for itself.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

from peerpolicy.testing.programs import words
from peerpolicy.testing.programs.conditions import (
    by_period,
    complete,
    condition,
    items,
    judging,
    requirement,
)
from peerpolicy.testing.programs.exceptions import exceptions
from peerpolicy.testing.programs.parameters import threshold
from peerpolicy.testing.programs.sheet import Asked, Block, Sheet, Spot
from peerpolicy.testing.programs.versions import UNDATED, Versions, versions

Writer = Callable[[Sheet, Spot], None]
Body = Callable[[Sheet, Spot, Block], None]

_EFFECTS: Final = {"require": "apply", "advise": "apply", "submit": "apply", "exclude": "bar"}
"""What an `unless` line of a kind says that the clause does not; other kinds have no such line."""


def spot_for(sheet: Sheet, questions: tuple[Asked, ...]) -> Spot:
    """Choose about whom a clause is. No errors."""
    abouts = tuple(dict.fromkeys(question.about for question in questions))
    return Spot(questions, sheet.dice.pick(abouts))


def _write(sheet: Sheet, spot: Spot, kind: str, body: Body, tail: str = "") -> Versions:
    """Write a clause of a kind: its versions, mostly one, and exceptions, mostly none."""
    name, dated = sheet.fresh(kind), versions(sheet, spot, kind)
    lifted = False
    for in_force in dated.lines:
        block = _begin(sheet, dated.spot, kind, name)
        block.tail = tail
        if in_force:
            block.lines.append(in_force)
        if dated.by_period:
            block.lines.append(by_period(sheet, spot))
        else:
            body(sheet, dated.spot, block)
        if kind in _EFFECTS and sheet.dice.chance(10):
            lifted = True
            line = f"unless {condition(sheet, dated.spot)} then does not {_EFFECTS[kind]}"
            block.lines.append(line)
        sheet.blocks.append(block)
    exceptions(sheet, dated.spot, kind, name, is_lifted=lifted)
    if kind != "judge" or dated.lines != UNDATED:  # a judgement is asked for by its name alone
        sheet.asked_for[name] = spot.rank
    return dated


def _begin(sheet: Sheet, spot: Spot, kind: str, name: str) -> Block:
    """Begin a clause: for which questions, about whom, where it comes from, when it applies."""
    names = ", ".join(question.name for question in spot.questions)
    block = Block(kind, name, [f"for {names}"])
    if {question.about for question in spot.questions} != {spot.about} or sheet.dice.chance(8):
        block.lines.append(f"about {spot.about}")
    block.lines.append(sheet.cite())
    if sheet.dice.chance(16):
        block.lines.append(f"when {condition(sheet, spot)}")
    _remarks(sheet, block)
    return block


def _remarks(sheet: Sheet, block: Block) -> None:
    """Add lines about the clause that ask for nothing."""
    if sheet.dice.chance(6):
        block.lines.append('assumed choice "the text does not say"')
    if sheet.dice.chance(6):
        block.lines.append('because "the text says so"')
    if sheet.asked_for and sheet.dice.chance(6):
        block.lines.append(f"in addition to {next(iter(sheet.asked_for))}")
    if sheet.dice.chance(4):
        block.lines.append(f"on topic {', '.join(_topics(sheet))}")
    if sheet.dice.chance(6):
        block.lines.append(f"issued {sheet.dice.pick((*words.RECENT, 'unknown'))}")
    if sheet.dice.chance(3):
        block.lines.append("status planned")


def _topics(sheet: Sheet) -> list[str]:
    def declare() -> str:
        sheet.write("choices", "rule_topics", 'topic1 "topic 1"', 'topic2 "topic 2"')
        return "rule_topics"

    return words.values(sheet, sheet.once(("rule topics",), declare))


def require(sheet: Sheet, spot: Spot) -> None:
    """Write what must hold. No errors."""
    _write(sheet, spot, "require", requirement)


def advise(sheet: Sheet, spot: Spot) -> None:
    """Write what should hold. No errors."""
    _write(sheet, spot, "advise", requirement)


def permit(sheet: Sheet, spot: Spot) -> None:
    """Write what may be. No errors."""

    def body(sheet: Sheet, spot: Spot, block: Block) -> None:
        requirement(sheet, spot, block)
        guarded = any(line.startswith("when ") for line in block.lines)
        readings = ("otherwise not permitted", "otherwise unaddressed")
        if guarded or sheet.dice.chance(24):
            block.lines.append(sheet.dice.pick(readings))

    _write(sheet, spot, "permit", body)


def submit(sheet: Sheet, spot: Spot) -> None:
    """Write which papers to send, some of which show a fact or a clause. No errors."""

    def body(sheet: Sheet, spot: Spot, block: Block) -> None:
        if sheet.dice.chance(24):
            lines = items(sheet, spot, _paper)
            needed = f"at least {1 + sheet.dice.below(len(lines))} of"
            block.open(sheet.dice.pick(("all of", "any of", needed)), *lines)
        else:
            block.lines.append(_paper(sheet, spot))

    _write(sheet, spot, "submit", body)


def _paper(sheet: Sheet, spot: Spot) -> str:
    match sheet.dice.below(3):
        case 1 if sheet.asked_for:
            shown = sheet.dice.pick(list(sheet.asked_for))
        case 2:
            shown = words.fact(sheet, spot.about, words.YES_NO)
        case _:
            return complete(sheet, spot)
    return f"{words.document(sheet, spot.about)} shows {shown}"


def exclude(sheet: Sheet, spot: Spot) -> None:
    """Write what bars. No errors."""

    def body(sheet: Sheet, spot: Spot, block: Block) -> None:
        judged = f"otherwise judged by {sheet.dice.pick(words.WHO)}"
        if sheet.dice.chance(28):
            block.open("shown by any of", *items(sheet, spot, condition))
            block.lines.append(judged)
        else:
            requirement(sheet, spot, block)
            if sheet.dice.chance(12):
                block.lines.append(judged)

    _write(sheet, spot, "exclude", body)


def limit(sheet: Sheet, spot: Spot) -> None:
    """Write a cap on amounts in each period, and what lifts it. No errors."""
    _write(sheet, spot, "limit", _cap)


def _cap(sheet: Sheet, spot: Spot, block: Block) -> None:
    unit = next((q.unit for q in spot.questions if q.unit), "hours")
    entry = words.entry(sheet, spot.about, unit, one_day=True)
    cap = threshold(sheet, spot, unit, f"{sheet.dice.pick((2, 1, 3, 10, 0))} {unit}")
    period = words.entry(sheet, spot.about, "time") if sheet.dice.chance(8) else None
    block.lines.append(f"at most {cap} of {entry} in each {period or words.period(sheet, 'day')}")
    paid = sheet.dice.chance(16)
    if paid and "paid is yes or no" not in sheet.block("entry", entry).opened.get("fields", []):
        sheet.block("entry", entry).open("fields", "paid is yes or no")
    block.lines.append(f"used means {'paid' if paid else 'provided'}")
    if sheet.dice.chance(32):
        giver = words.approval(sheet, spot.about, entry, unit)
        when = sheet.dice.pick(("beforehand", "at any time"))
        effect = sheet.dice.pick(("no limit", f"at most the approved {unit}"))
        block.lines.append(f"unless approved {when} by {giver} then {effect}")


def scope(sheet: Sheet, spot: Spot) -> None:
    """Write which acts are within what may be provided. No errors."""
    choices = sheet.once(("acts", spot.about), lambda: _acts(sheet, spot.about))
    one, two, _ = words.values(sheet, choices)

    def body(sheet: Sheet, spot: Spot, block: Block) -> None:
        if not sheet.dice.chance(20):
            block.open("may provide", one)
        if "may provide" not in block.opened or sheet.dice.chance(24):
            block.open("may not provide", two)
        others = ("unaddressed", "barred", "allowed")
        block.lines.append(f"anything else is {sheet.dice.pick(others)}")

    _write(sheet, spot, "scope", body)


def _acts(sheet: Sheet, about: str) -> str:
    """Declare acts and the one fact of an entity that is one of them."""
    choices = words.new_choices(sheet, 3)
    words.fact(sheet, about, f"is one of {choices}")
    return choices


def pathway(sheet: Sheet, spot: Spot) -> None:
    """Write a route past some clauses of the same questions, or past a new one. No errors."""
    questions = f"for {', '.join(question.name for question in spot.questions)}"
    routes = sheet.have(("routes", questions))
    if not routes or sheet.dice.chance(32):
        routes.append(", ".join(_replaced(sheet, spot, questions)))
    _write(sheet, spot, "pathway", requirement, f" instead of {sheet.dice.pick(routes)}")


def _replaced(sheet: Sheet, spot: Spot, questions: str) -> list[str]:
    """Choose one or two clauses that no route goes past yet, and write one where there is none."""
    taken = {name for known in sheet.have(("routes", questions)) for name in known.split(", ")}
    fitting = [b for b in sheet.blocks if b.kind in REPLACEABLE and b.lines[0] == questions]
    free = [name for name in dict.fromkeys(b.name for b in fitting) if name not in taken]
    if not free:
        require(sheet, spot)
        return [next(b.name for b in reversed(sheet.blocks) if b.kind == "require")]
    return free[: 1 + sheet.dice.below(2)]


def judgement(sheet: Sheet, spot: Spot) -> None:
    """Write a clause that somebody judges. No errors."""

    def body(sheet: Sheet, spot: Spot, block: Block) -> None:
        block.lines += judging(sheet)

    _write(sheet, spot, "judge", body)


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
