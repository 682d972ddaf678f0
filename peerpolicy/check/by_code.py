"""Phrases that code of a distribution lowers: what it is handed, and what it may give back.

What it is for: a phrase that says `means by code` stands for what a function of its distribution
makes of the line. May import: `ir`, `quantity`, `syntax` and the rest of `check` below. What stays
true: each condition was read from core text or joins such conditions, so that every name and unit
in it was looked up and every convention asked for; the invariants of terms are checked all the
same; whatever the function does is a diagnostic that names its distribution.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, NoReturn

from peerpolicy.check.declared import Meant
from peerpolicy.check.offered import CodeLine, Failed
from peerpolicy.check.reporter import Reporter
from peerpolicy.check.resolve import Context, Says
from peerpolicy.ir import terms as t
from peerpolicy.ir.invariants import faults
from peerpolicy.ir.schema import Schema
from peerpolicy.quantity import Number, Quantity, exact
from peerpolicy.syntax import nodes as n
from peerpolicy.syntax.expansion import Meaning, Value, expand
from peerpolicy.syntax.layout import fault_in
from peerpolicy.syntax.parser import parse_condition
from peerpolicy.syntax.phrases import DATE, NUMBER

SlotValue = Number | Quantity | date | str
"""What an author wrote in a slot: a number, an amount with its unit, a date, or a name."""

ReadTerm = Callable[[Meant], t.Term | None]
"""Lowers core text where the phrase stands; None where it is faulty, which is reported."""

MOST_TERMS: Final = 1_000
"""So many conditions one line may stand for."""


class LineRefused(Exception):
    """Ends a lowering: what is wrong with the line has been reported."""


class PhraseLine:
    """One line of a policy that is a phrase, as its lowering sees it.

    A lowering is a function of a distribution. It gets a `PhraseLine` and returns the condition
    that the line stands for. It makes conditions with the methods here, and in no other way.

    `slots`: what the author wrote, by the name of the slot: an exact number (int or Fraction), an
    amount (`amount` and `unit`), a date, or a name. `schema`: the words that the policy knows, to
    be read only. `about`: the entity that the line speaks about.

    >>> import peerpolicy as pp
    >>> def twice(line: pp.PhraseLine) -> object:
    ...     return line.condition(f"at least {2 * line.slots['n']} hours of training")
    >>> pp.Vocabulary("words", "words.policy", interface=(1, 1), lowerings={"twice": twice}).file
    'words.policy'
    """

    def __init__(
        self, line: CodeLine, schema: Schema, context: Context, report: Reporter, read: ReadTerm
    ) -> None:
        self.slots: Mapping[str, SlotValue] = MappingProxyType(
            {slot.name: _typed(line.values[slot.name], slot.tokens) for slot in line.known.slots}
        )
        self.schema = schema
        self.about = context.about
        self._line, self._context, self._report, self._read = line, context, report, read
        self._made: dict[int, tuple[t.Term, int]] = {}
        self._refused = False

    def condition(self, text: str, *items: str) -> t.Term:
        """Return the condition that core text says where the line stands.

        In: one line of core text, or the opening line of a group and its items. `{name}` is
        replaced by what the author wrote in that slot. What is wrong in it is reported at the
        author's line and ends the lowering. Errors: KeyError for a slot that the phrase has not,
        ValueError for a line without words, and for items under a line that opens no group.
        """
        if not all(each.strip() for each in (text, *items)):
            raise ValueError("a condition has words")
        if items and not text.rstrip().endswith(":"):
            raise ValueError(f"`{text}` opens no group, and has items")
        meaning = Meaning(text, items, self._line.meaning.declared, self._line.meaning.owner)
        author = self._context.source
        source = expand(meaning, self._line.values, author, self._line.span, self._line.known)
        for row in source.rows:
            found = fault_in(source.slice(row))
            if found is not None:
                self._report.error(found[0], source, row, found[3], found[4])
                self._stop()
        read, diagnostics = parse_condition(source, source.rows[0], source.rows[1:])
        self._report.extend(diagnostics)
        if read is not None and isinstance(read.node, n.Including):
            raise ValueError(f"`{text}` opens no group: topics are no items")
        term = None if read is None else self._read(Meant(read, source))
        if term is None:
            self._stop()
        return self._keep(term, sum(isinstance(each, t.Said) for each in t.parts(term)))

    def all_of(self, *items: t.Term) -> t.Term:
        """Return the condition that every item holds. Errors: TypeError, ValueError for items."""
        return self._group(t.AllOf(items, **self._says("all of")))

    def any_of(self, *items: t.Term) -> t.Term:
        """Return the condition that some item holds. Errors: TypeError, ValueError for items."""
        return self._group(t.AnyOf(items, **self._says("any of")))

    def none_of(self, *items: t.Term) -> t.Term:
        """Return the condition that no item holds. Errors: TypeError, ValueError for items."""
        return self._group(t.NoneOf(items, **self._says("none of")))

    def at_least(self, number: int, *items: t.Term) -> t.Term:
        """Return the condition that so many items hold. Errors: TypeError, ValueError."""
        if type(number) is not int or not 1 <= number <= len(items):
            raise ValueError(f"at least {number} of {len(items)} items makes no sense")
        return self._group(t.AtLeastOf(number, items, **self._says(f"at least {number} of")))

    def refuse(self, message: str, advice: str = "", *, slot: str | None = None) -> NoReturn:
        """Refuse the line (PP706) and end the lowering.

        In: what is wrong with it and what to do, for the author; the slot that it is about, if it
        is about one. Errors: KeyError for a slot that the phrase has not.
        """
        span = self._line.span if slot is None else self._line.values[slot].span
        labels = (self._line.meaning.declared,)
        text = f"{message}, says {self._line.whose()}"
        self._report.error("PP706", self._context.source, span, text, advice, labels=labels)
        self._stop()

    def _stop(self) -> NoReturn:
        self._refused = True
        raise LineRefused

    def _says(self, text: str) -> Says:
        return {"text": text, "place": self._context.source.place(self._line.span)}

    def _group(self, term: t.AllOf | t.AnyOf | t.NoneOf | t.AtLeastOf) -> t.Term:
        if not term.items:
            raise ValueError("a group has at least one item")
        sizes = [self._size(item) for item in term.items]
        if None in sizes:
            kind = next(type(i).__name__ for i, s in zip(term.items, sizes, strict=True) if not s)
            raise TypeError(f"an item is a {kind}, and no condition that was made for this line")
        return self._keep(term, 1 + sum(size or 0 for size in sizes))

    def _size(self, term: object) -> int | None:
        """Return of how many conditions a condition of this line is made; None for another."""
        kept = self._made.get(id(term))
        return None if kept is None else kept[1]

    def _keep(self, term: t.Term, size: int) -> t.Term:
        if size > MOST_TERMS:
            message = f"the line stands for more than {MOST_TERMS} conditions"
            self.refuse(message, "ask for less in one line")
        self._made[id(term)] = (term, size)
        return term


def lower(
    line: CodeLine, schema: Schema, context: Context, report: Reporter, read: ReadTerm
) -> t.Term | None:
    """Let the code of a phrase lower one line.

    In: the line, the words it can use, where it stands, and how core text is lowered there. Out:
    its term; None where the line is refused (PP706, or what is wrong with the core text) or the
    code is at fault (PP704). No errors.
    """
    assert line.meaning.lower is not None  # PP705 was reported where it is
    seen = PhraseLine(line, schema, context, report, read)
    found = line.meaning.lower(seen)
    if seen._refused:
        return None
    if isinstance(found, Failed):
        why = found.why
    elif seen._size(found) is None:
        why = f"it returns a {type(found).__name__}, and no condition that it made for this line"
    else:
        term, _ = seen._made[id(found)]
        broken = faults(term, schema)
        if not broken:
            return term
        why = f"it returns a condition that is broken: {'; '.join(broken)}"
    message = f"the code for {line.whose()} is at fault: {why}"
    advice = "tell those who maintain it what this message says"
    labels = (line.meaning.declared,)
    report.error("PP704", context.source, line.span, message, advice, labels=labels)
    return None


def _typed(value: Value, tokens: tuple[str, ...]) -> SlotValue:
    """Return what an author wrote in a slot as a value. Errors: ValueError for no such date."""
    if tokens[0] == DATE:
        return date.fromisoformat(value.text)
    if tokens[0] != NUMBER:
        return value.text
    number, *unit = value.text.split()
    return Quantity(exact(number), unit[0]) if unit else exact(number)
