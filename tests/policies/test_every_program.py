"""What holds of every shipped program, whatever its source says.

It decides its own worked cases; asked with nothing known, it refuses nobody and allows nothing;
and its ledger has each row of its source and each of its clauses. What one program alone says is
tested in the module about it.
"""

import pytest

import peerpolicy as pp
from tests.policies import rows
from tests.policies.words import DAY
from tests.shipped import loaded

ONE_TEXT = {
    "us/ct/dds_peer_to_peer",
    "us/ct/family_peer_support",
    "us/ct/youth_peer_support",
    "us/mt/sdmi_peer_support",
    "us/peer_respite",
}
"""Programs of a single text: what an id says of it is said once."""


@pytest.fixture(params=pp.shipped_ids(), scope="module")
def policy_id(request):
    return request.param


@pytest.fixture(scope="module")
def policy(policy_id):
    return loaded(policy_id)


def test_every_example_passes(policy):
    results = policy.check_examples()
    assert len(results) >= 10
    assert all(result.passed for result in results)


def test_with_nothing_known_nothing_is_refused_and_nothing_allowed(policy):
    for question in policy.questions:
        decision = policy.decide({}, as_of=DAY, question=question.id)
        assert decision.outcome is pp.Outcome.UNKNOWN, question.id
        assert all(f.outcome is not pp.FindingOutcome.NOT_MET for f in decision.findings)


def test_every_row_of_its_sources_stands_in_the_ledger_and_no_other(policy_id, policy):
    assert set(rows.by_id(policy.ledger)) == rows.ids(policy_id)


def test_the_rows_of_every_program_are_counted_and_of_no_other():
    assert sorted(rows.IDS) == list(pp.shipped_ids())


def test_no_place_has_two_rows(policy):
    places = [(row.source, row.locator) for row in policy.ledger]
    assert len(places) == len(set(places))


def test_every_clause_that_bears_on_an_answer_is_in_the_ledger(policy):
    named = {name for row in policy.ledger for name in row.clauses}
    assert {clause.id for clause in policy.program.clauses} <= named


def test_an_open_row_names_whoever_can_settle_it(policy):
    assert all(row.owner for row in policy.ledger if row.status == "open")


def test_the_programs_of_a_single_text_are_known():
    policies = {policy_id: loaded(policy_id) for policy_id in pp.shipped_ids()}
    assert {
        id_ for id_, policy in policies.items() if len({r.source for r in policy.ledger}) == 1
    } == ONE_TEXT


@pytest.mark.parametrize("one_text", sorted(ONE_TEXT))
def test_what_an_id_says_of_a_single_text_is_one_line(one_text):
    found = rows.by_id(loaded(one_text).ledger)
    notes = {id_: len({row.note for row in of}) for id_, of in found.items()}
    assert notes == dict.fromkeys(found, 1)
