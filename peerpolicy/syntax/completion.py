"""What may stand next in a line of the core.

What it is for: the words that an editor offers, by the grammar and by nothing else. May import: the
rest of `syntax`, `source` and lark. What stays true: each word that is offered can be read there;
the work is bounded by the length of the line.
"""

from __future__ import annotations

import re

import attrs
from lark import UnexpectedInput

from peerpolicy.source import Source
from peerpolicy.syntax.layout import RawClause, split
from peerpolicy.syntax.parser import item_rule, lark
from peerpolicy.syntax.phrases import Expected
from peerpolicy.syntax.recovery import shown_terminals

_PART_OF_A_WORD = re.compile(r"[a-z0-9_]*$")
_LINE, _ITEM = 2, 4


@attrs.frozen
class Cursor:
    """A place in a text: in which clause, behind which words of its line, in which word.

    `clause` is None at the margin. `rule` is that of the line or item; the grammar has none for a
    clause whose kind is a vocabulary's, which `vocabulary` names if the header does.
    """

    clause: RawClause | None
    rule: str
    before: str
    prefix: str
    vocabulary: str = ""


def cursor_at(source: Source, line: int, column: int) -> Cursor | None:
    """Return where a line and a column, counted from 1, are; None where no code stands.

    What follows the place is not looked at. No errors.
    """
    rows = source.text.split("\n")
    if not 1 <= line <= len(rows) or column < 1:
        return None
    text = rows[line - 1][: column - 1]
    if text.count('"') % 2 or "#" in re.sub(r'"[^"]*"', "", text):
        return None
    indent = len(text) - len(text.lstrip(" "))
    match = _PART_OF_A_WORD.search(text)
    prefix = match[0] if match else ""
    before = text[: len(text) - len(prefix)].lstrip(" ")
    if indent == 0:
        return Cursor(None, "", before, prefix)
    above = Source(source.name, "\n".join(rows[: line - 1]))
    clauses, _ = split(above)
    if not clauses or indent not in (_LINE, _ITEM):
        return None
    clause = clauses[-1]
    rule = item_rule(above, clause) if indent == _ITEM else f"{clause.kind.replace(' ', '_')}_line"
    said = above.slice(clause.tail).split() if clause.tail is not None else []
    vocabulary = said[1] if len(said) == 3 and (said[0], said[2]) == ("as", "says") else ""
    return Cursor(clause, rule or "", before, prefix, vocabulary)


def expected_after(rule: str, before: str) -> tuple[Expected, ...]:
    """Return what may follow some words in a line that is read by a rule; nothing if none fits.

    No errors.
    """
    if rule not in lark().options.start:
        return ()
    try:
        reader = lark().parse_interactive(before, start=rule)
        reader.exhaust_lexer()
        accepted: set[str] = reader.accepts()  # type: ignore[no-untyped-call]
    except UnexpectedInput:
        return ()
    found = shown_terminals(lark(), accepted)
    return tuple(Expected(shown.strip("`") if "`" in shown else "", shown) for shown in found)
