"""Lines and clauses that code of a distribution lowers: what it is handed, what it may give back.

What it is for: a phrase that says `means by code` stands for what a function of its distribution
makes of the line, and a clause of a kind of a vocabulary for what one makes of its lines. May
import: `ir`, `quantity`, `syntax` and the rest of `check` below. What stays true: each condition
was read from core text or joins such conditions, so that every name and unit in it was looked up
and every convention asked for; the invariants of terms are checked all the same; whatever the
function does is a diagnostic that names its distribution.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final, NoReturn

import attrs

from peerpolicy.check.declared import Meant
from peerpolicy.check.offered import CodeClause, CodeLine, Failed
from peerpolicy.check.reporter import Reporter
from peerpolicy.check.resolve import Context, Says
from peerpolicy.ir import terms as t
from peerpolicy.ir.invariants import faults
from peerpolicy.ir.schema import Schema
from peerpolicy.quantity import Number, Quantity, exact
from peerpolicy.source import Source, Span
from peerpolicy.syntax import nodes as n
from peerpolicy.syntax.expansion import Meaning, Value, expand
from peerpolicy.syntax.parser import parse_condition
from peerpolicy.syntax.patterns import DATE, NUMBER
from peerpolicy.syntax.signs import fault_in

SlotValue = Number | Quantity | date | str | t.Term
"""What an author wrote in a slot: a number, an amount and its unit, a date, a name, a condition."""

ReadTerm = Callable[[Meant], t.Term | None]
"""Lowers core text where the phrase stands; None where it is faulty, which is reported."""

MOST_TERMS: Final = 1_000
"""So many conditions one line, or one clause, may stand for."""


class LineRefused(Exception):
    """Ends a lowering: what is wrong with the line or clause has been reported."""


@attrs.define
class Made:
    """What was made for one line, or for one clause with all its lines, and what it is made with.

    `schema`: the words it can use; `context`: where it stands; `read`: how core text is lowered
    there.
    """

    schema: Schema
    context: Context
    report: Reporter
    read: ReadTerm
    terms: dict[int, tuple[t.Term, int]] = attrs.Factory(dict)
    refused: bool = False


class Joins:
    """What code makes conditions with: core text, and the groups of the language.

    `schema`: the words that the policy knows, to be read only. `about`: the entity that the line or
    clause speaks about.
    """

    def __init__(self, line: CodeLine, made: Made) -> None:
        self.schema = made.schema
        self.about = made.context.about
        self._line, self._made = line, made
        self._context, self._report = made.context, made.report

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
        term = None if read is None else self._made.read(Meant(read, source))
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
        """Refuse the line, or the clause at its header (PP706), and end the lowering.

        In: what is wrong with it and what to do, for the author; the slot that it is about, if it
        is about one. Errors: KeyError for a slot that the phrase has not.
        """
        span = self._line.span if slot is None else self._line.values[slot].span
        labels = (self._line.meaning.declared,)
        text = f"{message}, says {self._line.whose()}"
        self._report.error("PP706", self._context.source, span, text, advice, labels=labels)
        self._stop()

    def _stop(self) -> NoReturn:
        self._made.refused = True
        raise LineRefused

    def _says(self, text: str) -> Says:
        return {"text": text, "place": self._context.source.place(self._line.span)}

    def _group(self, term: t.AllOf | t.AnyOf | t.NoneOf | t.AtLeastOf) -> t.Term:
        if not term.items:
            raise ValueError("a group has at least one item")
        sizes = [self._size(item) for item in term.items]
        if None in sizes:
            kind = next(type(i).__name__ for i, s in zip(term.items, sizes, strict=True) if not s)
            raise TypeError(f"an item is a {kind}, and no condition that was made here")
        return self._keep(term, 1 + sum(size or 0 for size in sizes))

    def _size(self, term: object) -> int | None:
        """Return of how many conditions one that was made here consists; None for another."""
        kept = self._made.terms.get(id(term))
        return None if kept is None else kept[1]

    def _keep(self, term: t.Term, size: int) -> t.Term:
        if size > MOST_TERMS:
            what = "clause" if self._line.known.kind else "line"
            message = f"the {what} stands for more than {MOST_TERMS} conditions"
            self.refuse(message, f"ask for less in one {what}")
        self._made.terms[id(term)] = (term, size)
        return term


class PhraseLine(Joins):
    """One line of a policy that is a phrase, or a line of a clause, as its lowering sees it.

    A lowering is a function of a distribution. It gets a `PhraseLine` and returns the condition
    that the line stands for. It makes conditions with the methods here, and in no other way.

    `name`: that of the phrase, or of the line in the declaration of its clause kind. `slots`: what
    the author wrote, by the name of the slot: an exact number (int or Fraction), an amount
    (`amount` and `unit`), a date, a name, or, where a line of a clause ends with one, a condition.

    >>> import peerpolicy as pp
    >>> def twice(line: pp.PhraseLine) -> object:
    ...     return line.condition(f"at least {2 * line.slots['n']} hours of training")
    >>> pp.Vocabulary("words", "words.policy", interface=(1, 1), lowerings={"twice": twice}).file
    'words.policy'
    """

    def __init__(self, line: CodeLine, made: Made, condition: t.Term | None = None) -> None:
        super().__init__(line, made)
        self.name = line.known.name
        slots = {s.name: s for s in line.known.slots}
        values: dict[str, SlotValue] = {
            name: _typed(value, slots[name].tokens) for name, value in line.values.items()
        }
        if condition is not None:
            size = sum(isinstance(each, t.Said) for each in t.parts(condition))
            values[line.known.slots[-1].name] = self._keep(condition, size)
        self.slots: Mapping[str, SlotValue] = MappingProxyType(values)


class ClauseLines(Joins):
    """One clause of a policy whose kind is that of a vocabulary, as its lowering sees it.

    The lowering gets a `ClauseLines` and returns the condition that the lines stand for together.
    It makes conditions with the methods here and with those of the lines, and in no other way.

    `lines`: the lines that the kind declares, each a `PhraseLine`, as the author ordered them; the
    order means nothing.

    >>> import peerpolicy as pp
    >>> def checklist(clause: pp.ClauseLines) -> object:
    ...     items = [line.slots["what"] for line in clause.named("item")]
    ...     return clause.at_least(clause.named("needs")[0].slots["n"], *items)
    >>> kinds = {"checklist": checklist}
    >>> pp.Vocabulary("words", "words.policy", interface=(1, 2), clause_kinds=kinds).file
    'words.policy'
    """

    def __init__(self, clause: CodeClause, made: Made, lines: tuple[PhraseLine, ...]) -> None:
        super().__init__(clause.head, made)
        self.lines = lines
        self._names = clause.names

    def named(self, name: str) -> tuple[PhraseLine, ...]:
        """Return the lines of that name, as the author ordered them; there may be none.

        Errors: KeyError for a name that the kind has no line of.
        """
        if name not in self._names:
            raise KeyError(name)
        return tuple(line for line in self.lines if line.name == name)


def lower(line: CodeLine, made: Made) -> t.Term | None:
    """Let the code of a phrase lower one line, for which nothing was made yet.

    Out: its term; None where the line is refused (PP706, or what is wrong with the core text) or
    the code is at fault (PP704). No errors.
    """
    return _called(line, PhraseLine(line, made), made)


def lower_clause(
    clause: CodeClause, conditions: Mapping[Span, t.Term], made: Made
) -> t.Term | None:
    """Let the code of a clause kind lower one clause, for which nothing was made yet.

    In: the clause, and the conditions that lines end with, by where these lines stand. Out: as for
    `lower`. No errors.
    """
    try:
        lines = tuple(PhraseLine(x, made, conditions.get(x.span)) for x in clause.lines)
    except LineRefused:
        return None
    return _called(clause.head, ClauseLines(clause, made, lines), made)


def report_no_code(line: CodeLine, source: Source, report: Reporter) -> None:
    """Report (PP705) a line or clause that code should lower, where there is no code."""
    message = f"there is no code for {line.whose()}"
    advice = "install the distribution that offers the vocabulary: a file alone has no code"
    if line.meaning.owner:
        offers = "clause_kinds" if line.known.kind else "lowerings"
        advice = "install it again, or tell those who maintain it: its `Vocabulary` has no function"
        advice += f" of that name in `{offers}`"
    labels = (line.meaning.declared,)
    report.error("PP705", source, line.span, message, advice, labels=labels)


def _called(line: CodeLine, seen: PhraseLine | ClauseLines, made: Made) -> t.Term | None:
    """Call the code, and return what it made for this line or clause and nothing else."""
    assert line.meaning.lower is not None  # PP705 was reported where it is
    found = line.meaning.lower(seen)
    if made.refused:
        return None
    if isinstance(found, Failed):
        why = found.why
    elif seen._size(found) is None:
        what = "clause" if line.known.kind else "line"
        why = f"it returns a {type(found).__name__}, and no condition that it made for this {what}"
    else:
        term, _ = made.terms[id(found)]
        broken = faults(term, made.schema)
        if not broken:
            return term
        why = f"it returns a condition that is broken: {'; '.join(broken)}"
    message = f"the code for {line.whose()} is at fault: {why}"
    advice = "tell those who maintain it what this message says"
    labels = (line.meaning.declared,)
    made.report.error("PP704", made.context.source, line.span, message, advice, labels=labels)
    return None


def _typed(value: Value, tokens: tuple[str, ...]) -> SlotValue:
    """Return what an author wrote in a slot as a value. Errors: ValueError for no such date."""
    if tokens[0] == DATE:
        return date.fromisoformat(value.text)
    if tokens[0] != NUMBER:
        return value.text
    number, *unit = value.text.split()
    return Quantity(exact(number), unit[0]) if unit else exact(number)
