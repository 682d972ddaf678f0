"""Invariants of the IR: every program keeps them, and each kind of fault is named."""

from __future__ import annotations

import attrs
import pytest
from hypothesis import given, settings

from peerpolicy.check.program import check
from peerpolicy.ir import terms as t
from peerpolicy.ir.invariants import conditions, faults
from peerpolicy.source import Source
from peerpolicy.testing import programs
from tests.shipped import loaded

SCHEMA = loaded("us/mt/sdmi_peer_support").schema
PEER = t.Subject("peer")
EMAIL = t.FactTest(t.FactOf(PEER, "has_email"), t.IsYes(), text="has_email")


@settings(max_examples=60, derandomize=True, database=None)
@given(programs())
def test_every_generated_program_keeps_them(text: str) -> None:
    """Whatever the checker lowers is without a fault."""
    program, _ = check(Source("generated.policy", text), lambda name: None)
    assert program is not None
    for clause in program.clauses:
        assert [faults(term, program.schema) for term in conditions(clause)] == [
            [] for _ in conditions(clause)
        ]


class Sloppy(t.FactTest):
    """A term that looks like one of the list."""


BROKEN = {
    "junk": ("yes", ["a str is no term"]),
    "nothing": (None, ["a NoneType is no term"]),
    "a part that is no term": (PEER, ["a Subject is no term"]),
    "a subclass": (Sloppy(EMAIL.fact, EMAIL.test), ["a Sloppy is no term"]),
    "a subclass in a group": (
        t.AllOf((EMAIL, Sloppy(EMAIL.fact, EMAIL.test)), text="all of"),
        ["a Sloppy is no part of a term"],
    ),
    "junk in a group": (t.AnyOf((EMAIL, 1.5), text="any of"), ["a float is no part of a term"]),
    "no words": (attrs.evolve(EMAIL, text=""), ["a FactTest has no words"]),
    "an unknown fact": (
        attrs.evolve(EMAIL, fact=t.FactOf(PEER, "has_wings")),
        ["`has_wings` is no fact of `peer`"],
    ),
    "an unknown subject": (
        attrs.evolve(EMAIL, fact=t.FactOf(t.Subject("dragon"), "has_email")),
        [
            "`has_email` is no fact of `dragon`",
            "`dragon` is nobody that the schema knows",
        ],
    ),
    "a test of another type": (
        attrs.evolve(EMAIL, test=t.Includes(("x",))),
        ["the test of `has_email` does not fit its type"],
    ),
    "an entry that is none": (
        t.Holds(PEER, "supervision", text="holds supervision"),
        ["`supervision` is no credential of `peer`"],
    ),
    "a field that is not there": (
        t.Holds(PEER, "peer_certificate", where=(t.Where("colour", t.IsYes()),), text="holds"),
        ["`peer_certificate` has no field `colour`"],
    ),
}


@pytest.mark.parametrize(("term", "said"), BROKEN.values(), ids=BROKEN)
def test_what_breaks_them_is_named(term: object, said: list[str]) -> None:
    """Objects of other types, names that are not declared, tests that do not fit."""
    assert faults(term, SCHEMA) == said


def test_a_term_that_keeps_them_has_no_fault() -> None:
    """The terms above are broken by one thing alone."""
    assert faults(EMAIL, SCHEMA) == []
