"""Reading facts against a policy's schema: the whole of what a caller sends.

What it is for: `read`, which turns dicts, objects and marks into the normalised `Facts` that
evaluators read. May import: the other readers of this room, `facts.model` and `ir.schema`. What
stays true: all problems are reported at once; what is read is a copy of what was sent; what is
not said is not known, and nothing has a default but the grade of evidence.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from peerpolicy.facts.model import Facts, Holder, RecordList
from peerpolicy.facts.problems import Problems
from peerpolicy.facts.records import At, RecordReader
from peerpolicy.facts.values import ValueReader
from peerpolicy.ir.schema import REGISTRY_FIELDS, Credential, Grade, Schema, Sensitivity

TOP_KEYS: Final = ("evidence", "registries")
"""The keys that may stand beside the subjects."""


def read(schema: Schema, raw: object, *, extra: str = "error") -> Facts:
    """Read facts: what is said about each subject, and the registries that the caller keeps.

    In: a mapping from subjects to what is said about them, or an object with declared fields of
    those names; `extra` says what to do with a key that the policy does not know: "error", or
    "ignore" (a `NearMissWarning` tells of one that looks misspelt). Out: the normalised facts.
    Errors: FactsError with every problem at once (PP601 form, PP602 unknown key, PP603 type,
    PP604 choice, PP605 date, PP606 number, PP607 grade); ValueError for another `extra`.
    """
    if extra not in ("error", "ignore"):
        raise ValueError('expected extra="error" or extra="ignore"')
    problems = Problems(ignoring=extra == "ignore")
    records = RecordReader(schema, problems, ValueReader(schema, problems))
    entities = tuple(entity.name for entity in schema.entities)
    known = (*entities, *TOP_KEYS)
    form = records.values.form(raw, known, "") or {}
    grade = records.values.grade(form.get("evidence"), "evidence", Grade.CLAIMED)
    holders: dict[str, Holder] = {}
    for key, item in form.items():
        if key in entities:
            holder = records.subject(key, item, At(key, grade))
            if holder is not None:
                holders[key] = holder
        elif key not in TOP_KEYS:
            subjects = ", ".join(f"`{name}`" for name in entities)
            problems.unknown("", key, known, f"the subjects are {subjects}")
    registries = _registries(records, form.get("registries"), grade)
    problems.close()
    return Facts(MappingProxyType(holders), MappingProxyType(registries))


def _registries(records: RecordReader, raw: object, grade: Grade) -> dict[str, RecordList]:
    if raw is None:
        return {}
    declared = records.schema.registries
    known = tuple(name for name, registry in declared.items() if registry.from_facts)
    read: dict[str, RecordList] = {}
    for key, item in (records.values.form(raw, known, "registries") or {}).items():
        if key in known:
            listed = records.records(registry_lines(key), item, At(f"registries.{key}", grade))
            if listed is not None:
                read[key] = listed
        else:
            help_text = "the policy lists this registry itself" if key in declared else ""
            records.problems.unknown("registries", key, known, help_text)
    return read


def registry_lines(registry: str) -> Credential:
    """Describe the lines of a registry: like a credential, each stands from a day to a day.

    No errors.
    """
    return Credential(
        name=registry,
        owner="registries",
        fields=REGISTRY_FIELDS,
        sensitivity=Sensitivity.PUBLIC,
        first="from",
        last="through",
    )
