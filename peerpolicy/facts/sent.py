"""Sent values: facts in the very form in which they were sent, where that is the normalised one.

What it is for: `Sent`, the values of one subject, `seen`, and `Shape`, which says of a form by its
keys and types what is left to look at. May import: `facts.model` and `facts.tables`, `ir.schema`,
attrs and the standard library. What stays true: it holds a copy that never changes; a value that
would have to be normalised is never left in it; every value of a form has one grade.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Set
from typing import Any, TypeVar, overload

import attrs

from peerpolicy.facts.model import Datum, Value
from peerpolicy.facts.tables import MOST_WHOLE, ODD, date, word
from peerpolicy.ir.schema import (
    AmountOf,
    ChoiceOf,
    DateValue,
    Fact,
    Grade,
    ReferenceTo,
    Schema,
    WordValue,
    YesNo,
)

T = TypeVar("T")


class Sent(Mapping[str, Datum]):
    """The values of one subject; what is None was not sent."""

    __slots__ = ("form", "grade")

    def __init__(self, form: dict[str, Any], grade: Grade) -> None:
        """Take a form that nobody else holds."""
        self.form = form
        self.grade = grade

    def __getitem__(self, name: str) -> Datum:
        """Return a value with its grade. Errors: KeyError if it was not sent."""
        value = self.form[name]
        if value is None:
            raise KeyError(name)
        return Datum(value, self.grade)

    @overload
    def get(self, name: str, /) -> Datum | None: ...

    @overload
    def get(self, name: str, /, default: Datum | T) -> Datum | T: ...

    def get(self, name: str, default: object = None) -> object:
        """Return a value with its grade, or else `default`."""
        value = self.form.get(name)
        return default if value is None else Datum(value, self.grade)

    def __iter__(self) -> Iterator[str]:
        """Go through the names of what was sent."""
        return iter([name for name, value in self.form.items() if value is not None])

    def __len__(self) -> int:
        """Count what was sent."""
        return len(self.form) - [*self.form.values()].count(None)

    def __repr__(self) -> str:
        """Show names and no value."""
        return f"Sent({', '.join(self)})"


def seen(values: Mapping[str, Datum], name: str) -> tuple[Value, Grade] | None:
    """Return a value and its grade, None for one that was not sent. No errors."""
    if type(values) is Sent:
        value = values.form.get(name)
        return None if value is None else (value, values.grade)
    datum = values.get(name)
    return None if datum is None else (datum.value, datum.grade)


_NOTHING: dict[str, Any] = {}


@attrs.frozen(eq=False)
class Shape:
    """What is left to look at in forms that have the same keys, with values of the same types.

    `amounts` must not be negative nor huge; `words` must be among those of a fact, or (None) names;
    `days` are dates as text; `others` are no facts of the subject.
    """

    amounts: tuple[str, ...]
    words: tuple[tuple[str, Set[str] | None], ...]
    days: tuple[str, ...]
    others: tuple[str, ...]

    def take(self, form: dict[str, Any]) -> dict[str, Any] | None:
        """Leave in a form what was sent of facts, normalised, and return the rest, to be read.

        None where something of it is not surely right. No errors.
        """
        for name in self.amounts:
            if not 0 <= form[name] < MOST_WHOLE:
                return None
        for name, known in self.words:
            if form[name] not in known if known is not None else word(form[name]) is ODD:
                return None
        for name in self.days:
            day = date(form[name])
            if day is ODD:
                return None
            form[name] = day
        return {name: form.pop(name) for name in self.others} if self.others else _NOTHING


_TYPES: dict[type, type] = {
    YesNo: bool,
    AmountOf: int,
    ChoiceOf: str,
    DateValue: datetime.date,
    ReferenceTo: str,
    WordValue: str,
}
"""The types that a value has in Python where its form is the normalised one."""


def shape_of(schema: Schema, entity: str, form: dict[str, Any]) -> Shape | None:
    """Return the shape of a form, None where it takes more than a look. No errors."""
    facts = {name: schema.fact(entity, name) for name in form if type(name) is str}
    if len(facts) < len(form):
        return None
    known = {name: fact for name, fact in facts.items() if fact is not None}
    sent = {name: fact for name, fact in known.items() if form[name] is not None}
    days = [n for n, fact in sent.items() if type(fact.type) is DateValue and type(form[n]) is str]
    plain = sent.keys() - set(days)
    if any(type(form[name]) is not _TYPES.get(type(sent[name].type)) for name in plain):
        return None
    words = [(name, _words(schema, sent[name])) for name in plain if type(form[name]) is str]
    return Shape(
        tuple(name for name in plain if type(sent[name].type) is AmountOf),
        tuple(words),
        tuple(days),
        tuple(name for name in form if name not in known),
    )


def _words(schema: Schema, fact: Fact) -> Set[str] | None:
    """Return the words that a fact may be; None for names, and where there are others, too."""
    if not isinstance(fact.type, ChoiceOf) or schema.choices[fact.type.choices].others:
        return None
    return frozenset(schema.choices[fact.type.choices].values)
