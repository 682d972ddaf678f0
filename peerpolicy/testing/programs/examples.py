"""Examples of a drawn program: a case by hand for what the sheet declares, and what comes of it.

What it is for: the lines of `example` clauses; whether an expectation is right is nobody's concern
here. May import: the sheet and its words. What stays true: each line fits what it speaks of.
"""

from __future__ import annotations

from collections.abc import Iterator

from peerpolicy.testing.programs import words
from peerpolicy.testing.programs.sheet import PERSON, Asked, Block, Sheet

_OUTCOMES = ("met", "not met", "unknown", "not applicable", "not in force")


def example(sheet: Sheet) -> None:
    """Write an example, and sometimes one that is like it. No errors."""
    if not sheet.dice.chance(8):
        return
    asked = sheet.dice.pick(sheet.questions)
    given = [line for block in sheet.blocks for line in _given(sheet, asked, block)]
    block = _begin(sheet, asked)
    if given:
        block.open("given", *given)
    block.open("expect", *_expected(sheet, asked))
    if sheet.dice.chance(24):
        other = _begin(sheet, asked)
        other.lines.append(f"like {block.name}")
        facts = _plain_facts(sheet, asked.about)
        if facts:
            other.open("given", f"without {', '.join(facts)}")
            other.open("expect", f"needs {facts[0].split()[0]}")
        else:
            other.open("expect", f"{asked.name} is unknown")


def _begin(sheet: Sheet, asked: Asked) -> Block:
    day = sheet.dice.pick(words.RECENT)
    block = sheet.write("example", sheet.fresh("example"), f"decide {asked.name} on {day}")
    if sheet.dice.chance(20):
        block.lines.append(f"evidence {sheet.dice.pick(words.GRADES)}")
    return block


def _owned(sheet: Sheet, block: Block, about: str) -> str:
    """Return the entity that has what a block declares; empty for a roster's person."""
    owner = next((line.split()[1] for line in block.lines if line.startswith("of ")), "")
    if owner == PERSON:
        owner = about if about in sheet.persons else next(iter(sheet.persons), "")
    return owner if owner in sheet.entities else ""


def _plain_facts(sheet: Sheet, about: str) -> list[str]:
    facts = [block for block in sheet.blocks if block.kind == "fact"]
    plain = [b for b in facts if not any("completed years" in line for line in b.lines)]
    return [f"{b.name} of {whose}" for b in plain if (whose := _owned(sheet, b, about))][:2]


def _given(sheet: Sheet, asked: Asked, block: Block) -> Iterator[str]:
    """Write what is said of the words of one block."""
    if sheet.dice.chance(32):
        return
    day, whose = sheet.dice.pick(words.RECENT), _owned(sheet, block, asked.about)
    grade = f" as {sheet.dice.pick(words.GRADES)}" if sheet.dice.chance(12) else ""
    of = f"{block.name} of {whose}"
    match block.kind:
        case "fact" if whose:
            said = _value(sheet, block)
            if said:
                yield f"{of} is {said}{'' if said in ('absent', 'not known') else grade}"
        case "entry" if whose:
            yield f"{_entry(block, of, day)}{grade}"
            yield f"{of} complete" + (f" through {day}" if sheet.dice.chance(24) else "")
        case "credential" if whose:
            yield f"{of} where issued_on is {day}{grade}"
        case "role" if whose == asked.about:
            yield f"{block.name} anna"
        case "relation":
            _, one, _, other = block.lines[0].split()
            yield f"{one} {block.name} {other}"
        case "judge":
            no = " as no" if sheet.dice.chance(20) else ""
            through = f" through {words.DAYS[0]}" if sheet.dice.chance(20) else ""
            yield f"{block.name} attested by {words.WHO[0]} on {day}{through}{no}{grade}"


def _value(sheet: Sheet, block: Block) -> str:
    """Write a value that fits the type of a fact; nothing where it is worked out."""
    line = next(line for line in block.lines if line.startswith("is "))
    if line.startswith("is completed years since "):
        return ""
    if sheet.dice.chance(8):
        return "not known"
    if "may be absent" in block.lines and sheet.dice.chance(24):
        return "absent"
    if line == words.YES_NO:
        return sheet.dice.pick(("yes", "no"))
    if line == words.DATE:
        return sheet.dice.pick(words.RECENT)
    if line.startswith("is in "):
        return f"2 {line.split()[-1]}"
    if line.startswith("is one of "):
        return words.values(sheet, line.split()[-1])[0]
    if line.startswith("is some of "):
        return sheet.dice.pick(("none", ", ".join(words.values(sheet, line.split()[-1])[:2])))
    return ""


def _entry(block: Block, of: str, day: str) -> str:
    """Write one record of an entry, with its amount where it has one."""
    spans = any("began_on" in line for line in block.lines)
    dated = f"from {day} through {words.DAYS[0]}" if spans else f"on {day}"
    counts = next((line.split()[1] for line in block.lines if line.startswith("counts ")), "time")
    if counts == "time":
        return f"{of} {dated}"
    return f"1 {counts} of {of} {dated}"


def _expected(sheet: Sheet, asked: Asked) -> Iterator[str]:
    """Write what comes of it, as far as it can be said."""
    answers = sheet.block("question", asked.name).opened.get("answers", [])
    if answers:
        yield f"{asked.name} is {sheet.dice.pick(answers).split()[0]}"
    elif asked.unit and sheet.dice.chance(32):
        most = f" through 3 {asked.unit}" if sheet.dice.chance(20) else ""
        yield f"{asked.name} is 2 {asked.unit}{most}"
    else:
        yield f"{asked.name} is {sheet.dice.pick(_OUTCOMES)}"
