"""Reading one value: what is said of it, its grade, and its type.

What it is for: facts and fields of records, from whatever form they are sent in to a normalised
value. May import: `facts.model`, `facts.marks`, `facts.shapes`, `facts.problems`, `ir.schema`
and `quantity`. What stays true: None and null are "not known" everywhere; nothing is converted
from one type to another, so a number is no yes and a text is no number unless it spells one.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction
from typing import Final, assert_never

from peerpolicy._frozen import frozen
from peerpolicy.diagnostics import nearest
from peerpolicy.facts import shapes
from peerpolicy.facts.marks import Graded
from peerpolicy.facts.model import Datum, Mark, Value
from peerpolicy.facts.problems import Problems, is_short_name
from peerpolicy.ir.schema import (
    AmountOf,
    ChoiceOf,
    DateValue,
    Fact,
    Field,
    Grade,
    ReferenceTo,
    Schema,
    SetOf,
    ValueType,
    WordValue,
    YesNo,
)
from peerpolicy.quantity import Number, exact

VALUE_KEYS: Final = ("value", "evidence", "absent", "not_known")
"""The keys of the form that says more than a bare value."""

_AS_VALUE = (
    'write the value itself, {"absent": true} or {"not_known": true}; '
    "`evidence` stands beside the `value` of a fact, or in a record"
)
_ONE_GRADE = "a fact has one grade of evidence, and a field has that of its record"
_AS_DATE = "write a date as year-month-day, such as 2026-11-23"
_AS_SET = (
    "write a list of all that there are, such as [] or one or more names; leave the fact out, or"
    " write null, if it is not known"
)
_AS_NUMBER = "write a number such as 12 or 7.5, without its unit"
# What `quantity.exact` lets through at most: 400 digits before and 400 after the point. An int
# or a Fraction comes with any number of them.
_MOST_BITS = 2700


@frozen
class ValueReader:
    """Reads values by their declared types; whatever is wrong goes to `problems`."""

    schema: Schema
    problems: Problems

    def datum(self, fact: Fact, raw: object, path: str, grade: Grade) -> Datum | None:
        """Read a fact: a bare value, a mark, or the form with a value and its evidence.

        In: `grade` holds where the value does not say its own. Out: the value; None where it is
        not known or wrong (PP601 to PP607 noted).
        """
        opened = self._graded(raw, path, grade)
        if opened is None:
            return None
        said, own_grade = opened
        value = self._said(said, path, fact.may_be_absent, fact.type)
        return None if value is None else Datum(value, own_grade)

    def field(self, field: Field, raw: object, path: str) -> Value | None:
        """Read a field of a record: a bare value or a mark; its record has the evidence.

        Out: the value; None where it is not known or wrong (PP601 to PP606 noted).
        """
        value = self._said(raw, path, field.may_be_absent, field.type)
        return None if value is Mark.NOT_KNOWN else value

    def form(self, raw: object, names: Collection[str], path: str) -> dict[str, object] | None:
        """Open a mapping or an object; None where it cannot be opened (PP601 noted)."""
        opened = shapes.opened(raw, names)
        if isinstance(opened, dict):
            self.problems.spend(len(opened) + 1)
            return opened
        self.problems.add("PP601", path, opened)
        return None

    def only(
        self, form: Collection[str], known: Collection[str], path: str, otherwise: str = ""
    ) -> bool:
        """Note each key of `form` that is none of `known` (PP602); say whether there is one."""
        foreign = [key for key in form if key not in known]
        for key in foreign:
            self.problems.unknown(path, key, known, otherwise)
        return bool(foreign)

    def grade(self, raw: object, path: str, otherwise: Grade) -> Grade:
        """Read a grade of evidence; `otherwise` where nothing is said or it is wrong (PP607)."""
        if raw is None:
            return otherwise
        word = shapes.scalar(raw)
        for grade in Grade:
            if isinstance(word, str) and word == grade.word:
                return grade
        self.problems.add(
            "PP607", path, "is not a grade of evidence", "write claimed, shown or verified"
        )
        return otherwise

    def word(self, raw: object, path: str) -> str | None:
        """Read a name; None where it is wrong (PP603 noted)."""
        text = shapes.scalar(raw)
        if isinstance(text, str) and text.strip() and _is_printable(text):
            return text
        self.problems.add(
            "PP603", path, "is not a name", "write some text, or leave it out if it is not known"
        )
        return None

    def date(self, raw: object, path: str) -> datetime.date | None:
        """Read a civil date; None where it is wrong (PP603 or PP605 noted)."""
        plain = shapes.scalar(raw)
        if isinstance(plain, datetime.datetime):
            text = "is a moment and not a date"
            self.problems.add("PP605", path, text, "send the date without the time of day")
        elif isinstance(plain, datetime.date):
            return plain
        elif isinstance(plain, str):
            day = iso_date(plain)
            if day is not None:
                return day
            self.problems.add("PP605", path, "is not a date of the calendar", _AS_DATE)
        else:
            self.problems.add("PP603", path, "is not a date", _AS_DATE)
        return None

    def yes_no(self, raw: object, path: str) -> bool | None:
        """Read a yes or no; None where it is wrong (PP603 noted)."""
        plain = shapes.scalar(raw)
        if isinstance(plain, bool):
            return plain
        self.problems.add("PP603", path, "is not a yes or no", "write true or false")
        return None

    def _graded(self, raw: object, path: str, grade: Grade) -> tuple[object, Grade] | None:
        """Take the evidence off a value; None where the form is wrong."""
        if type(raw) is Graded:
            return raw.value, raw.grade
        form = shapes.mapping(raw)
        if not isinstance(form, dict):
            return raw, grade
        self.problems.spend(len(form) + 1)
        grade = self.grade(form.pop("evidence", None), f"{path}.evidence", grade)
        if "value" not in form:
            return form, grade
        value = form.pop("value")
        self.only(form, VALUE_KEYS, path)
        for key in ("absent", "not_known"):
            if key in form:
                self.problems.add("PP601", path, f"says both `value` and `{key}`")
                return None
        return value, grade

    def _said(self, raw: object, path: str, may_be_absent: bool, kind: ValueType) -> Value | None:
        """Read a value, or what is said in its place; None where it is not known or wrong."""
        if type(raw) is Graded:
            self.problems.add("PP601", path, "has a grade too many", _ONE_GRADE)
            return None
        form = shapes.mapping(raw)
        mark = raw if form is None else self._mark_of(form, path)
        if mark is None or mark is Mark.NOT_KNOWN:
            return mark
        if mark is Mark.ABSENT:
            if may_be_absent:
                return Mark.ABSENT
            help_text = "leave it out if it is not known"
            self.problems.add("PP601", path, "is not a fact that may be absent", help_text)
            return None
        return self._value(kind, mark, path)

    def _mark_of(self, form: dict[str, object] | str, path: str) -> Mark | None:
        """Read `{"absent": true}` or `{"not_known": true}`; None where it is wrong."""
        if isinstance(form, str):
            self.problems.add("PP601", path, form)
            return None
        foreign = self.only(form, VALUE_KEYS, path)
        said = [key for key in form if key in VALUE_KEYS]
        if said in (["absent"], ["not_known"]) and form[said[0]] is True:
            return Mark.ABSENT if said == ["absent"] else Mark.NOT_KNOWN
        if said or not foreign or self.problems.ignoring:
            self.problems.add("PP601", path, "is not one value", _AS_VALUE)
        return None

    def _value(self, kind: ValueType, raw: object, path: str) -> Value | None:
        match kind:
            case DateValue():
                return self.date(raw, path)
            case YesNo():
                return self.yes_no(raw, path)
            case ChoiceOf(choices=name):
                return self._choice(name, raw, path)
            case SetOf(choices=name):
                return self._set(name, raw, path)
            case AmountOf():
                return self._amount(raw, path)
            case ReferenceTo() | WordValue():
                return self.word(raw, path)
        assert_never(kind)

    def _choice(self, name: str, raw: object, path: str) -> str | None:
        choices = self.schema.choices[name]
        word = shapes.scalar(raw)
        if isinstance(word, str) and word in choices.values:
            return word
        if choices.others or not isinstance(word, str):
            return self.word(raw, path)
        close = nearest(word, choices.values) if is_short_name(word) else None
        start = f"did you mean `{close}`? " if close else ""
        legal = ", ".join(f"`{value}`" for value in choices.values)
        self.problems.add(
            "PP604", path, f"is not one of the {name}", f"{start}the choices are {legal}"
        )
        return None

    def _set(self, name: str, raw: object, path: str) -> tuple[str, ...] | None:
        """Read a set of choices, all of them as sent; None where one is wrong."""
        items = shapes.members(raw)
        if items is None:
            self.problems.add("PP603", path, "is not a list of choices", _AS_SET)
            return None
        self.problems.spend(len(items))
        read = [self._choice(name, each, f"{path}[{n}]") for n, each in enumerate(items)]
        known = {each for each in read if each is not None}
        return tuple(sorted(known)) if None not in read else None

    def _amount(self, raw: object, path: str) -> Number | None:
        plain = shapes.scalar(raw)
        if isinstance(plain, bool) or not isinstance(plain, int | float | Decimal | Fraction | str):
            self.problems.add("PP603", path, "is not a number", _AS_NUMBER)
            return None
        number = as_number(plain)
        if number is None:
            self.problems.add("PP606", path, "is not a number that can be used", _AS_NUMBER)
        elif number < 0:
            # a reversal names the line it reverses
            self.problems.add("PP606", path, "is negative", "amounts are zero or more")
            return None
        return number


def says_nothing(raw: object) -> bool:
    """Say whether nothing is known of a list, a subject or a judgement. No errors.

    None, `NOT_KNOWN` and the JSON form of the latter.
    """
    if type(raw) is dict and len(raw) == 1:
        form = shapes.mapping(raw)
        return isinstance(form, dict) and form.get("not_known") is True
    return raw is None or raw is Mark.NOT_KNOWN


def iso_date(text: str) -> datetime.date | None:
    """Read a date written as year-month-day; None where the calendar has no such. No errors."""
    # ten characters with two hyphens: of the forms that Python reads, no other looks like this
    if len(text) != 10 or text[4] != "-" or text[7] != "-":
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def as_number(plain: int | float | Decimal | Fraction | str) -> Number | None:
    """Read a number exactly; None where it is none, or too long to be worked with. No errors."""
    try:
        number = exact(plain)
    except ValueError:
        return None
    size = max(number.numerator.bit_length(), number.denominator.bit_length())
    return number if size <= _MOST_BITS else None


def _is_printable(text: str) -> bool:
    # half of a surrogate pair, which JSON can spell, fits into no file and no digest
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
