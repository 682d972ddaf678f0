"""The two readers of facts: the quick one answers as the careful one does, or not at all."""

from __future__ import annotations

from peerpolicy.errors import FactsError
from peerpolicy.facts import reader
from peerpolicy.facts.model import Facts
from peerpolicy.facts.quick import QuickReader
from peerpolicy.ir.schema import Schema


def read(schema: Schema, raw: object, *, extra: str = "error") -> Facts:
    """Read facts carefully, and hold what the quick reader says of them against it.

    Errors: FactsError where the careful reader finds something wrong; AssertionError where the
    quick one then gives an answer, or another one.
    """
    quick = QuickReader(schema).read(raw)
    try:
        facts = reader.read(schema, raw, extra=extra)
    except FactsError:
        assert quick is None
        raise
    assert quick is None or quick == facts
    return facts
