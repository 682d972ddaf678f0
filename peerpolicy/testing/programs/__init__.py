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
* a line of the frame: in `frame`, if every program may have it.

`tests/unit/test_programs.py` then asks that it is drawn often enough and checks clean.
"""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from peerpolicy.testing.dice import Dice
from peerpolicy.testing.programs.clauses import KINDS, WEIGHTED, Writer, spot_for
from peerpolicy.testing.programs.examples import example
from peerpolicy.testing.programs.frame import head, ledger, name_answers, questions
from peerpolicy.testing.programs.sheet import Asked, Sheet

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
    dice, asked = sheet.dice, questions(sheet)
    wanted: list[tuple[Writer, tuple[Asked, ...]]] = [(KINDS[k], asked[:1]) for k in kinds]
    for question in asked:
        # a question that answers in units has a limit, any other a requirement
        wanted.append((KINDS["limit" if question.unit else "require"], (question,)))
    for _ in range(dice.below(_MOST_CLAUSES)):
        bound = dice.pick((asked[:1], asked[-1:], asked))
        wanted.append((dice.pick(WEIGHTED), bound))
    for write, bound in wanted:
        dice.section()
        write(sheet, spot_for(sheet, bound))
    name_answers(sheet)
    frame = head(sheet)
    ledger(sheet, "\n".join(frame))
    example(sheet)
    return "\n\n".join(frame + [block.text() for block in sheet.blocks]) + "\n"
