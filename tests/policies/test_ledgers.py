"""The ledgers: every clause of a source has one row, and no clause is stronger than its words.

The force of each clause of the two source texts stands here as data, transcribed from a reading
of the texts that is older than the policies: must, should (advice), may (a permission) and info
(background). A ledger row names its clause at the beginning of its note.
"""

from __future__ import annotations

import pytest

import peerpolicy as pp
from peerpolicy.check.ledger import REASONS
from peerpolicy.library import shipped_source
from tests.policies import rows
from tests.shipped import loaded

MONTANA, DDS = "us/mt/sdmi_peer_support", "us/ct/dds_peer_to_peer"

FORCES = {
    MONTANA: (
        "MT",
        {
            "must": "01 03 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25",
            "may": "04 26",
            "info": "02 05",
        },
    ),
    DDS: (
        "DDS",
        {
            "must": "04 06 07 08 09 10 13 14 16 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39"
            " 40 41 42 43 44 45 46 47 50 51 52 53 54",
            "should": "19 20 21 49 55 56 57 58",
            "may": "03 05 12 17 18 22",
            "info": "01 02 11 15 48 59 60",
        },
    ),
}

# A `must` that no clause carries out, and why: nothing else may be left out.
LEFT_OUT = {
    MONTANA: {"MT-18": "conduct_not_checkable"},
    DDS: {"DDS-10": "background", "DDS-26": "conduct_not_checkable", "DDS-47": "process"},
}
ONLY_OPEN = {MONTANA: {"MT-14", "MT-15", "MT-25"}, DDS: {"DDS-27"}}

BINDING = {"require", "exclude", "permit", "submit", "judge", "scope", "limit"}
PERMITTING = {"permit", "scope"}


def forces(policy_id):
    """The force of each clause id of a source."""
    prefix, table = FORCES[policy_id]
    return {f"{prefix}-{n}": force for force, numbers in table.items() for n in numbers.split()}


def of_force(policy_id, force):
    return [id_ for id_, each in forces(policy_id).items() if each == force]


@pytest.fixture(params=[MONTANA, DDS], ids=["montana", "dds"], scope="module")
def policy_id(request):
    return request.param


@pytest.fixture(scope="module")
def policy(policy_id):
    return loaded(policy_id)


@pytest.fixture(scope="module")
def lines(policy):
    return rows.by_id(policy.ledger)


def test_the_forces_cover_every_clause_once(policy_id):
    prefix, table = FORCES[policy_id]
    every = [n for numbers in table.values() for n in numbers.split()]
    assert sorted(f"{prefix}-{n}" for n in every) == sorted(rows.ids(policy_id))


def test_a_must_is_encoded_open_or_a_repetition_or_left_out_for_a_known_reason(policy_id, lines):
    left_out = {}
    for id_ in of_force(policy_id, "must"):
        for row in lines[id_]:
            if row.status == "out of scope":
                assert row.reason in REASONS
                left_out[id_] = row.reason
            else:
                assert row.status in ("encoded", "open", "repeats"), id_
    assert left_out == LEFT_OUT[policy_id]


def test_a_must_is_carried_out_by_a_clause_that_binds(policy_id, policy, lines):
    only_open = set()
    for id_ in of_force(policy_id, "must"):
        statuses = {row.status for row in lines[id_]}
        if statuses & {"out of scope", "repeats"}:
            continue
        found = rows.kinds(policy, lines[id_])
        assert found <= BINDING, id_
        if not found:
            assert statuses == {"open"}, id_
            only_open.add(id_)
    assert only_open == ONLY_OPEN[policy_id]


def test_a_repetition_repeats_a_must(policy_id, policy, lines):
    musts = {row.locator for id_ in of_force(policy_id, "must") for row in lines[id_]}
    assert all(row.repeats in musts for row in policy.ledger if row.status == "repeats")


def test_a_should_is_never_more_than_advice(policy_id, policy, lines):
    for id_ in of_force(policy_id, "should"):
        for row in lines[id_]:
            if row.status == "encoded":
                assert row.clauses, id_
            carried_out = [policy.program.clause(name) for name in row.clauses]
            assert all(c is not None and c.kind == "advise" for c in carried_out), id_


def test_advice_is_taken_from_a_should_and_from_nothing_else(policy_id, policy, lines):
    advising = {id_ for id_, of in lines.items() if "advise" in rows.kinds(policy, of)}
    assert advising <= set(of_force(policy_id, "should"))


def test_a_may_is_a_permission_or_a_scope_and_never_a_requirement(policy_id, policy, lines):
    for id_ in of_force(policy_id, "may"):
        assert rows.kinds(policy, lines[id_]) <= PERMITTING, id_


def test_background_decides_nothing(policy_id, policy, lines):
    for id_ in of_force(policy_id, "info"):
        assert not rows.kinds(policy, lines[id_]), id_
        assert {row.status for row in lines[id_]} <= {"out of scope", "repeats"}


def test_advice_made_into_a_rule_would_be_seen():
    text = shipped_source(DDS).text.replace("advise own_transport:", "require own_transport:")
    policy = pp.loads(text)
    assert "require" in rows.kinds(policy, rows.by_id(policy.ledger)["DDS-57"])
