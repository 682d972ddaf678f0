"""The JSON Schema of a policy's facts file, for editors, forms and other programs.

What it is for: `json_schema`, a description of what `facts.reader` accepts, in the dialect of
2020-12. May import: the other readers of this room for their keys, and `ir.schema`. What stays
true: whatever the reader accepts from a JSON file is valid by the schema; every object is closed;
nothing is given as a default or an example.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Final, TypeAlias, assert_never
from urllib.parse import quote

from peerpolicy.facts.records import LIST_KEYS, list_keys
from peerpolicy.ir.schema import (
    REGISTRY_FIELDS,
    AmountOf,
    ChoiceOf,
    DateValue,
    Entity,
    Fact,
    Field,
    Grade,
    ReferenceTo,
    Role,
    Schema,
    SetOf,
    ValueType,
    WordValue,
    YesNo,
)

Json: TypeAlias = dict[str, object]
"""A part of a JSON Schema."""

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_NULL: Final[Json] = {"type": "null"}


def json_schema(schema: Schema, title: str) -> dict[str, object]:
    """Describe the facts file of a program as a JSON Schema (2020-12).

    In: the schema of the policy; `title` is the name of the program. Out: JSON-ready data of its
    own; facts and their choices are described in the words of the vocabulary. A range that runs
    backwards and an id that stands twice are found by the reader only. No errors.
    """
    top: Json = {
        entity.name: _anyof(_ref(f"subject.{entity.name}"), _ref("not_known"), _NULL)
        for entity in schema.entities
    }
    top["evidence"] = _ref("evidence")
    top["registries"] = _anyof(_ref("registries"), _NULL)
    described = {
        "$schema": _DIALECT,
        "$id": f"urn:peerpolicy:facts:{quote(title, safe='')}",
        "title": title,
        **_closed(top, about="What is said about each subject; what is left out is not known."),
        "$defs": {
            **_COMMON,
            **{f"choices.{name}": _choices(schema, name) for name in schema.choices},
            **{f"subject.{e.name}": _subject(schema, e) for e in schema.entities},
            **_records(schema),
            **_registries(schema),
        },
    }
    # a caller may change what it gets; the common parts are everybody's
    return copy.deepcopy(described)


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def _anyof(*options: Json, about: str = "") -> Json:
    return {**_about(about), "anyOf": list(options)}


def _about(text: str) -> Json:
    return {"description": text} if text else {}


def _closed(properties: Json, required: Iterable[str] = (), about: str = "") -> Json:
    needed = list(required)
    return {
        **_about(about),
        "type": "object",
        "properties": properties,
        **({"required": needed} if needed else {}),
        "additionalProperties": False,
    }


_TRUE: Final[Json] = {"const": True}

_COMMON: Final[Json] = {
    "date": {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "yes_no": {"type": "boolean"},
    "word": {"type": "string", "pattern": r"\S"},
    "amount": {
        "anyOf": [
            {"type": "number", "minimum": 0},
            {"type": "string", "pattern": r"^\+?[0-9]+(\.[0-9]+)?$|^-0+(\.0+)?$"},
        ]
    },
    "evidence": _anyof(
        {"enum": [grade.word for grade in Grade]},
        _NULL,
        about="How well this is evidenced; what is said nearest to a value counts.",
    ),
    "not_known": _closed(
        {"not_known": _TRUE}, ["not_known"], "Asked, and it cannot be known; null says less."
    ),
    "absent": _closed({"absent": _TRUE}, ["absent"], "There is none, and that is known."),
    "judgement": _anyof(
        _closed(
            {
                "attested": _closed(
                    {
                        "by": _ref("word"),
                        "on": _ref("date"),
                        "through": _anyof(_ref("date"), _NULL),
                    },
                    ["by", "on"],
                    "Who decided it, when, and until when that is good.",
                ),
                "value": {"type": ["boolean", "null"]},
                "evidence": _ref("evidence"),
            },
            ["attested"],
        ),
        _ref("not_known"),
        _NULL,
    ),
}
"""The parts that every policy has."""


def _choices(schema: Schema, name: str) -> Json:
    choices = schema.choices[name]
    spoken = "; ".join(f"{value}: {words}" for value, words in choices.values.items())
    legal: Json = {"enum": list(choices.values)}
    if choices.others:
        return _anyof(legal, _ref("word"), about=spoken)
    return {**_about(spoken), **legal}


def _type(kind: ValueType) -> Json:
    match kind:
        case DateValue():
            return _ref("date")
        case YesNo():
            return _ref("yes_no")
        case ChoiceOf(choices=name):
            return _ref(f"choices.{name}")
        case SetOf(choices=name):
            return {"type": "array", "items": _ref(f"choices.{name}")}
        case AmountOf():
            return _ref("amount")
        case ReferenceTo() | WordValue():
            return _ref("word")
    assert_never(kind)


def _field(field: Field | Fact) -> Json:
    """Describe a value without evidence of its own."""
    absent = [_ref("absent")] if field.may_be_absent else []
    about = f"in {field.type.measure}" if isinstance(field.type, AmountOf) else ""
    return _anyof(_type(field.type), *absent, _ref("not_known"), _NULL, about=about)


def _fact(fact: Fact) -> Json:
    """Describe a value, bare or with its evidence."""
    evidence = _ref("evidence")
    forms = [
        _field(fact),
        _closed({"value": _field(fact), "evidence": evidence}, ["value"]),
        _closed({"not_known": _TRUE, "evidence": evidence}, ["not_known"]),
    ]
    if fact.may_be_absent:
        forms.append(_closed({"absent": _TRUE, "evidence": evidence}, ["absent"]))
    return _anyof(*forms, about=fact.asked)


def _properties(schema: Schema, entity: str) -> Json:
    owners = schema.owners(entity)
    return {
        **{fact.name: _fact(fact) for fact in schema.facts if fact.owner in owners},
        **{
            kind.name: _ref(f"list.{kind.owner}.{kind.name}")
            for kind in schema.records
            if kind.owner in owners
        },
        **{name: _ref("judgement") for owner, name in schema.judgements if owner in owners},
    }


def _subject(schema: Schema, entity: Entity) -> Json:
    return _closed(_properties(schema, entity.name))


def _records(schema: Schema) -> Json:
    parts: Json = {}
    for kind in schema.records:
        name = f"{kind.owner}.{kind.name}"
        if isinstance(kind, Role):
            own = {"id": _anyof(_ref("word"), _NULL), **_properties(schema, kind.name)}
        else:
            own = {field.name: _field(field) for field in kind.fields}
        parts[f"record.{name}"] = _closed({**own, "evidence": _ref("evidence")})
        parts[f"list.{name}"] = _list(f"record.{name}", list_keys(kind))
    return parts


def _list(record: str, keys: Iterable[str]) -> Json:
    lines: Json = {"type": "array", "items": _ref(record)}
    of_key: Json = {
        "entries": _anyof(lines, _NULL),
        "complete": {"type": ["boolean", "null"], "description": "Nothing is missing."},
        "complete_through": _anyof(
            _ref("date"), _NULL, about="Nothing dated on or before this day is missing."
        ),
        "evidence": _ref("evidence"),
        "requested": _anyof(lines, _NULL, about="Lines asked for, apart from history."),
    }
    twice: Json = {
        "properties": {"complete": _TRUE, "complete_through": {"type": "string"}},
        "required": ["complete", "complete_through"],
    }
    form = {**_closed({key: of_key[key] for key in keys}), "not": twice}
    return _anyof(lines, form, _ref("not_known"), _NULL)


def _registries(schema: Schema) -> Json:
    sent = [name for name, registry in schema.registries.items() if registry.from_facts]
    line = {field.name: _field(field) for field in REGISTRY_FIELDS}
    return {
        "record.registries": _closed({**line, "evidence": _ref("evidence")}),
        "list.registries": _list("record.registries", LIST_KEYS),
        "registries": _closed({name: _ref("list.registries") for name in sent}),
    }
