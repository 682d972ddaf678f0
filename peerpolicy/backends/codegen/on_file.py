"""On file: kernels for papers, relations and judgements.

What it is for: `Paper`, `Related` and `Judgement`. May import: `dates`, `facts.model`, `ir`,
`backends.base` and the fields and columns of this back end. What stays true: one record that is
certainly good is enough; "none" is only said of a complete list; nobody judges but the owner.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from peerpolicy.backends.base import Answer
from peerpolicy.backends.codegen.columns import Shelf
from peerpolicy.backends.codegen.fields import by, known, until
from peerpolicy.dates import LeapDay, back
from peerpolicy.facts.model import Attestation, Record
from peerpolicy.ir.schema import Document, Grade
from peerpolicy.ir.terms import Judgement

_TO = "to"
"""The field of a relation that names the other entity."""

Good = Callable[[Record, date], Answer]
"""Says whether a record is what is asked for on a day, apart from its evidence."""

Lists = Callable[[Shelf | None, date], Answer]


def one_of(good: Good) -> Lists:
    """Make the kernel of "some record is good on the judged day". No errors."""

    def kernel(shelf: Shelf | None, as_of: date) -> Answer:
        if shelf is None:
            return None
        is_open = shelf.closed is None or shelf.closed < as_of
        for record in shelf.listing.records:
            found = good(record, as_of)
            if found is True and record.grade >= shelf.floor:
                return True
            if found is not False:
                is_open = True
        return None if is_open else False

    return kernel


def names(other: str) -> Good:
    """Return what says whether a record of a relation names an entity. No errors."""

    def good(record: Record, day: date) -> Answer:
        to = known(record.fields.get(_TO))
        return None if to is None else to == other

    return good


def complete_paper(kind: Document, leap_day: LeapDay) -> Good:
    """Return what says whether a paper is whole and in effect. No errors."""
    parts, first, last, life = kind.parts, kind.first, kind.last, kind.valid_for

    def good(record: Record, day: date) -> Answer:
        read = record.fields.get
        answers: list[Answer] = []
        for part in parts:
            value = known(read(part))
            answers.append(None if value is None else value is True)
        if first is not None:
            begins = known(read(first))
            answers.append(by(begins, day))
            if life is not None:
                is_dated = isinstance(begins, date)
                answers.append(_good_through(begins, life, leap_day) >= day if is_dated else None)
        if last is not None:
            answers.append(until(known(read(last)), day))
        return False if False in answers else None if None in answers else True

    return good


def _good_through(since: object, life: tuple[int, str], leap_day: LeapDay) -> date:
    assert isinstance(since, date)
    return back(since, -life[0], life[1], leap_day) or date.max


def word_of(term: Judgement, leap_day: LeapDay) -> Callable[[Attestation | None, date], Answer]:
    """Return what reads a judgement: the word of its owner, if it is good on a day. No errors."""
    owner, in_writing, life = term.owner, term.in_writing, term.life

    def word(said: Attestation | None, day: date) -> Answer:
        if said is None or said.by != owner or said.on > day:
            return None
        if said.through is not None and said.through < day:
            return None
        if life is not None and _good_through(said.on, life, leap_day) < day:
            return None
        unseen = in_writing and said.value and said.grade < Grade.SHOWN
        return None if unseen else said.value

    return word
