"""Generated programs: small, whole policies that check clean, as text.

What it is for: properties of the language, its tools and its evaluators over programs that nobody
thought of. May import: Hypothesis, `testing.dice` and the rest of this folder. What stays true:
every draw loads without an error or a warning; every word that is declared is used; a draw shrinks
to few clauses with short names.

A program is drawn on a `Sheet`. A condition asks `words` for a word of the kind it needs and gets
one that is there or a new one, declared on the sheet. To add a construct:

* a form of condition: a function of `(sheet, spot)` that returns the line, in `conditions.FORMS`;
* a kind of clause: a function of `(sheet, spot)` that writes it, in `clauses.KINDS`;
* a kind of word: a function in `words` that declares it and returns its name;
* a line of the frame: in `_frame` below, if every program may have it.

`tests/unit/test_programs.py` then asks that it is drawn often enough and checks clean.
"""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from peerpolicy.testing.dice import Dice
from peerpolicy.testing.programs import words
from peerpolicy.testing.programs.clauses import KINDS, WEIGHTED, Writer, spot_for
from peerpolicy.testing.programs.sheet import SOURCE, Asked, Sheet

_MOST_CLAUSES: Final = 4
"""One more than the clauses that a program has beside those it must have."""


def programs(*kinds: str) -> st.SearchStrategy[str]:
    """Draw a policy program as text.

    In: kinds of clause that the program certainly has, such as "limit"; whatever else it has is
    drawn. Out: a text that `peerpolicy.loads` accepts, with no diagnostic at all. Errors:
    ValueError for a kind that is not drawn.

    >>> from peerpolicy.testing import programs
    >>> programs("limit")
    drawn_program()
    """
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown:
        raise ValueError(f"no clause of kind `{unknown[0]}` is drawn")

    @st.composite
    def drawn_program(draw: st.DrawFn) -> str:
        return _program(Sheet(Dice(draw)), kinds)

    return drawn_program()


def _program(sheet: Sheet, kinds: tuple[str, ...]) -> str:
    dice = sheet.dice
    questions = _questions(sheet)
    wanted: list[tuple[Writer, tuple[Asked, ...]]] = [(KINDS[k], questions[:1]) for k in kinds]
    for question in questions:
        # a question that answers in units has a limit, any other a requirement
        wanted.append((KINDS["limit" if question.unit else "require"], (question,)))
    for _ in range(dice.below(_MOST_CLAUSES)):
        bound = dice.pick((questions[:1], questions[-1:], questions))
        wanted.append((dice.pick(WEIGHTED), bound))
    for write, bound in wanted:
        dice.section()
        write(sheet, spot_for(sheet, bound))
    return "\n\n".join(_frame(sheet) + [block.text() for block in sheet.blocks]) + "\n"


def _questions(sheet: Sheet) -> tuple[Asked, ...]:
    """Declare one or two entities, and one or two questions about them."""
    dice = sheet.dice
    _entity(sheet, person=not dice.chance(12))
    if dice.chance(20):
        _entity(sheet, person=dice.chance(32))
    questions = []
    for _ in range(1 + dice.chance(16)):
        name, about = sheet.fresh("question"), dice.pick(sheet.entities)
        day = sheet.fresh("judged_on") if dice.chance(20) else "judged_on"
        unit = words.unit(sheet) if dice.chance(16) else ""
        block = sheet.write("question", name, 'asks "Is it so?"', f"about {about}")
        block.lines.append(f"judged on {day}")
        if unit:
            block.lines.append(f"answers in {unit}")
        if dice.chance(16):
            block.lines.append(f"decided on {dice.pick(words.GRADES)}")
        questions.append(Asked(name, about, day, unit))
    return tuple(questions)


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


def _frame(sheet: Sheet) -> list[str]:
    """Write the head of the file: program, source, calendar."""
    program = ["language 1", "program generated:", '  title "Generated"']
    if sheet.conventions:
        program.append("  calendar days")
    program.append(f"  decided on {sheet.dice.pick(words.GRADES)}")
    source = [f"source {SOURCE}:", '  title "Source"', "  rank guidance"]
    frame = ["\n".join(program), "\n".join(source)]
    if sheet.conventions:
        lines = [f"  {line}" for line in sheet.conventions.values()]
        frame.append("\n".join(["calendar days:", *lines]))
    return frame
