"""The ledgers: every clause of a source has one row, and no clause is stronger than its words.

The force of each clause of the two source texts stands here as data, transcribed from a reading
of the texts that is older than the policies: must, should (advice), may (a permission) and info
(background). A ledger row names its clause at the beginning of its note.
"""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

import peerpolicy as pp
from peerpolicy.check.ledger import REASONS
from peerpolicy.library import shipped_source

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
NOTE = re.compile(r"((?:MT|DDS)-\d\d) ")


def forces(policy_id):
    """The force of each clause id of a source."""
    prefix, table = FORCES[policy_id]
    return {f"{prefix}-{n}": force for force, numbers in table.items() for n in numbers.split()}


def of_force(policy_id, force):
    return [id_ for id_, each in forces(policy_id).items() if each == force]


def rows_of(policy):
    """The rows of each clause id: one line of the ledger may name several places."""
    rows = defaultdict(list)
    for row in policy.ledger:
        match = NOTE.match(row.note)
        assert match, row
        rows[match[1]].append(row)
    return rows


def kinds(policy, rows):
    """The kinds of the clauses that carry rows out; words they rest on (open terms) have none."""
    found = (policy.program.clause(name) for row in rows for name in row.clauses)
    return {clause.kind for clause in found if clause is not None}


@pytest.fixture(params=[MONTANA, DDS], ids=["montana", "dds"], scope="module")
def policy_id(request):
    return request.param


@pytest.fixture(scope="module")
def policy(policy_id):
    return pp.load_shipped(policy_id)


@pytest.fixture(scope="module")
def rows(policy):
    return rows_of(policy)


def test_the_forces_cover_every_clause_once(policy_id):
    prefix, table = FORCES[policy_id]
    every = [n for numbers in table.values() for n in numbers.split()]
    count = {"MT": 26, "DDS": 60}[prefix]
    assert sorted(every) == [f"{n:02}" for n in range(1, count + 1)]


def test_every_clause_id_has_one_line_in_the_ledger(policy_id, rows):
    assert rows.keys() == forces(policy_id).keys()
    assert {id_: len({row.note for row in of}) for id_, of in rows.items()} == dict.fromkeys(
        rows, 1
    )


def test_no_place_has_two_rows(policy):
    places = [(row.source, row.locator) for row in policy.ledger]
    assert len(places) == len(set(places))


def test_a_must_is_encoded_open_or_a_repetition_or_left_out_for_a_known_reason(policy_id, rows):
    left_out = {}
    for id_ in of_force(policy_id, "must"):
        for row in rows[id_]:
            if row.status == "out of scope":
                assert row.reason in REASONS
                left_out[id_] = row.reason
            else:
                assert row.status in ("encoded", "open", "repeats"), id_
    assert left_out == LEFT_OUT[policy_id]


def test_a_must_is_carried_out_by_a_clause_that_binds(policy_id, policy, rows):
    only_open = set()
    for id_ in of_force(policy_id, "must"):
        statuses = {row.status for row in rows[id_]}
        if statuses & {"out of scope", "repeats"}:
            continue
        found = kinds(policy, rows[id_])
        assert found <= BINDING, id_
        if not found:
            assert statuses == {"open"}, id_
            only_open.add(id_)
    assert only_open == ONLY_OPEN[policy_id]


def test_an_open_row_names_whoever_can_settle_it(policy):
    assert all(row.owner for row in policy.ledger if row.status == "open")


def test_a_repetition_repeats_a_must(policy_id, policy, rows):
    musts = {row.locator for id_ in of_force(policy_id, "must") for row in rows[id_]}
    assert all(row.repeats in musts for row in policy.ledger if row.status == "repeats")


def test_a_should_is_never_more_than_advice(policy_id, policy, rows):
    for id_ in of_force(policy_id, "should"):
        for row in rows[id_]:
            if row.status == "encoded":
                assert row.clauses, id_
            carried_out = [policy.program.clause(name) for name in row.clauses]
            assert all(c is not None and c.kind == "advise" for c in carried_out), id_


def test_advice_is_taken_from_a_should_and_from_nothing_else(policy_id, policy, rows):
    advising = {id_ for id_, of in rows.items() if "advise" in kinds(policy, of)}
    assert advising <= set(of_force(policy_id, "should"))


def test_a_may_is_a_permission_or_a_scope_and_never_a_requirement(policy_id, policy, rows):
    for id_ in of_force(policy_id, "may"):
        assert kinds(policy, rows[id_]) <= PERMITTING, id_


def test_background_decides_nothing(policy_id, policy, rows):
    for id_ in of_force(policy_id, "info"):
        assert not kinds(policy, rows[id_]), id_
        assert {row.status for row in rows[id_]} <= {"out of scope", "repeats"}


def test_every_clause_that_bears_on_an_answer_is_in_the_ledger(policy):
    in_ledger = {name for row in policy.ledger for name in row.clauses}
    assert {clause.id for clause in policy.program.clauses} <= in_ledger


def test_advice_made_into_a_rule_would_be_seen():
    text = shipped_source(DDS).text.replace("advise own_transport:", "require own_transport:")
    policy = pp.loads(text)
    assert "require" in kinds(policy, rows_of(policy)["DDS-57"])


ROWS = {
    "MT": 26,
    "DDS": 60,
    "CHDI": 11,
    "YPSS": 11,
    "FPSS": 8,
    "CCB": 23,
    "PR": 11,
    "CMS": 5,
    "OH": 25,
    "MN": 8,
    "SAM": 8,
    "CMSF": 13,
    "CA": 33,
    "NC": 35,
    "MB": 19,
    "PA": 28,
    "OR": 14,
}
ROW = re.compile(rf"({'|'.join(ROWS)})-(\d\d)\b")


def test_the_clauses_of_the_source_texts_all_stand_in_a_ledger():
    notes = [row.note for id_ in pp.shipped_ids() for row in pp.load_shipped(id_).ledger]
    found = {match.groups() for note in notes if (match := ROW.match(note))}
    assert found == {(name, f"{n:02}") for name, last in ROWS.items() for n in range(1, last + 1)}
