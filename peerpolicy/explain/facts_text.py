"""The text of facts that their digest covers, written at once for the commonest forms.

What it is for: `holder_text` and `list_text`. May import: `facts.model`, `facts.sent`, `ir` and
the standard library. What stays true: the text is, to the letter, what
`ir.canonical.text_in_any_order` writes, which also writes whatever is rare; what is kept between
facts are names of fields, never a value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from json.encoder import encode_basestring_ascii
from operator import itemgetter
from types import NoneType
from typing import Any, Final

from peerpolicy.facts.model import Datum, Holder, Record, RecordList
from peerpolicy.facts.sent import Sent
from peerpolicy.ir.canonical import text_in_any_order
from peerpolicy.ir.schema import Grade

_GRADES: Final = {grade: text_in_any_order(grade) for grade in Grade}

_NO_MAP: Final = '{"!":"map","items":[]}'

_VALUES: Final[Mapping[type, Callable[[Any], str]]] = {
    bool: {True: "true", False: "false"}.__getitem__,
    int: int.__repr__,
    str: encode_basestring_ascii,
    date: lambda day: f'{{"!":"date","value":"{day.isoformat()}"}}',
    NoneType: lambda _: "null",
}
"""What writes the values of the commonest types."""


@lru_cache(maxsize=1024)
def _in_order(names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return names in their order, each with the text that its pair begins with."""
    return tuple((name, f"[{encode_basestring_ascii(name)},") for name in sorted(names))


def _value(value: object) -> str:
    return (_VALUES.get(type(value)) or text_in_any_order)(value)


def _values(values: Mapping[str, Datum]) -> str:
    if type(values) is Sent:
        return _sent(values)
    pairs = []
    for name, begin in _in_order(tuple(values)):
        datum = values[name]
        value = datum.value
        write = _VALUES.get(type(value)) or text_in_any_order
        grade = _GRADES[datum.grade]
        pairs.append(f'{begin}{{"!":"Datum","grade":{grade},"value":{write(value)}}}]')
    return f'{{"!":"map","items":[{",".join(pairs)}]}}'


def _sent(values: Sent) -> str:
    form = values.form
    if None in form.values():
        form = {name: value for name, value in form.items() if value is not None}
    if not form:
        return _NO_MAP
    pieces, read = _pieces(tuple(form), values.grade)
    parts = pieces.copy()
    parts[1::2] = [(_VALUES.get(type(value)) or text_in_any_order)(value) for value in read(form)]
    return "".join(parts)


@lru_cache(maxsize=256)
def _pieces(
    names: tuple[str, ...], grade: Grade
) -> tuple[list[str], Callable[[dict[str, Any]], tuple[Any, ...]]]:
    """Return the text of values of one grade, in pieces of which each second one is a value.

    And what reads the values from a form.
    """
    texts = _values({name: Datum(0, grade) for name in names}).split('"value":0}')
    pieces = [texts[0]]
    for text in texts[1:]:
        pieces[-1] += '"value":'
        pieces += ["", "}" + text]
    in_order = sorted(names)
    if len(in_order) == 1:
        return pieces, lambda form: (form[in_order[0]],)
    return pieces, itemgetter(*in_order)


def holder_text(holder: Holder) -> str:
    """Return what `text_in_any_order` writes for a holder. No errors."""
    attested = text_in_any_order(holder.attestations) if holder.attestations else _NO_MAP
    lists = ",".join(
        [f"{begin}{list_text(holder.lists[name])}]" for name, begin in _in_order((*holder.lists,))]
    )
    return (
        f'{{"!":"Holder","attestations":{attested},"lists":{{"!":"map","items":[{lists}]}},'
        f'"values":{_values(holder.values)}}}'
    )


def list_text(listing: RecordList) -> str:
    """Return what `text_in_any_order` writes for a list of records. No errors."""
    through = listing.complete_through
    requested = "null" if listing.requested is None else _records(listing.requested)
    return (
        f'{{"!":"RecordList","complete":{"true" if listing.complete else "false"},'
        f'"complete_through":{"null" if through is None else _value(through)},'
        f'"grade":{_GRADES[listing.grade]},"records":{_records(listing.records)},'
        f'"requested":{requested}}}'
    )


def _records(records: tuple[Record, ...]) -> str:
    return f"[{','.join(sorted([_record(each) for each in records]))}]"


def _record(record: Record) -> str:
    fields, pairs = record.fields, []
    for name, begin in _in_order(tuple(fields)):
        value = fields[name]
        write = _VALUES.get(type(value)) or text_in_any_order
        pairs.append(f"{begin}{write(value)}]")
    person = "null" if record.person is None else holder_text(record.person)
    return (
        f'{{"!":"Record","fields":{{"!":"map","items":[{",".join(pairs)}]}},'
        f'"grade":{_GRADES[record.grade]},"id":{_value(record.id)},"person":{person}}}'
    )
