"""Replaying a recorded decision: the same again, in any order and process, or what differs."""

import hashlib
import hmac
import json
import pickle
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import peerpolicy as pp
from tests.shipped import loaded
from tests.unit.test_answers import POLICY as CERTIFICATES
from tests.unit.test_answers import TEXT

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 23)
DDS = loaded("us/ct/dds_peer_to_peer")
FACTS = {
    "evidence": "verified",
    "peer": {
        "birth_date": "1990-05-01",
        "has_ged": True,
        "peer_support_training": {
            "entries": [
                {"completed_on": "2026-05-01", "hours": 10},
                {"completed_on": "2026-06-01", "hours": 20},
            ],
            "complete": True,
        },
    },
}
RECORD = DDS.decide(FACTS, as_of=DAY, question="hire").to_dict()

PAPER_OF_ANOTHER = """language 1
program p:
  title "P"
  decided on shown

source page:
  title "Page"
  rank guidance

entity peer:
  is a person

entity school:
  fields:
    is_public is yes or no

fact has_diploma:
  of peer
  is yes or no
  sensitivity personal
  asked "Is there a diploma?"

document letter:
  of school
  sensitivity personal

question hire:
  asks "May they be hired?"
  about peer
  judged on decided_on

question file:
  asks "Is the file whole?"
  about school
  judged on decided_on

require diploma:
  for hire
  cite page "1"
  has_diploma

submit papers:
  for file
  cite page "2"
  letter shows diploma
"""


def differs(record, facts, policy=DDS):
    with pytest.raises(pp.ReplayError) as caught:
        policy.replay(record, facts)
    return caught.value


@pytest.mark.parametrize("values", ["masked", "full"])
def test_the_same_again(values) -> None:
    first = DDS.decide(FACTS, as_of=DAY, question="hire")
    record = json.loads(json.dumps(first.to_dict(values)))
    again = DDS.replay(record, FACTS)
    assert again == first
    assert again.to_dict("full") == first.to_dict("full")


def test_the_order_of_keys_and_records_changes_nothing() -> None:
    peer = dict(reversed(list(FACTS["peer"].items())))
    peer["peer_support_training"] = {
        "complete": True,
        "entries": FACTS["peer"]["peer_support_training"]["entries"][::-1],
    }
    assert DDS.replay(RECORD, {"peer": peer, "evidence": "verified"}).digest == RECORD["digest"]


def test_the_order_of_the_policy_changes_nothing() -> None:
    head, *clauses = TEXT.split("\n\n")
    turned = pp.loads("\n\n".join([head, *reversed(clauses)]), name="certificates.policy")
    d = CERTIFICATES.decide({}, as_of=DAY, question="certificate")
    assert turned.replay(d.to_dict(), {}).digest == d.digest


def test_another_process_gives_the_same_digests() -> None:
    code = (
        "import json, sys, peerpolicy as pp\n"
        "record, facts = json.load(sys.stdin)\n"
        "policy = pp.load_shipped('us/ct/dds_peer_to_peer')\n"
        "print(policy.replay(record, facts).digest)\n"
    )
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            input=json.dumps([RECORD, FACTS]),
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            check=True,
        )
        assert done.stdout.strip() == RECORD["digest"]


def test_another_fact_is_named_as_a_difference_of_the_facts_and_never_shown() -> None:
    facts = {**FACTS, "peer": {**FACTS["peer"], "birth_date": "2010-05-01"}}
    error = differs(RECORD, facts)
    assert error.differs == ("facts_digest", "outcome", "findings min_age", "digest")
    assert "findings min_age: met, now not met" in str(error)
    assert "2010" not in str(error)


def test_another_fact_that_changes_no_outcome_is_found_all_the_same() -> None:
    facts = {**FACTS, "peer": {**FACTS["peer"], "birth_date": "1990-05-02"}}
    assert differs(RECORD, facts).differs == ("facts_digest", "digest")


def test_better_evidence_is_another_fact() -> None:
    assert "facts_digest" in differs(RECORD, {**FACTS, "evidence": "shown"}).differs


def test_a_paper_of_another_subject_that_shows_a_clause_is_one_of_the_facts() -> None:
    policy = pp.loads(PAPER_OF_ANOTHER)
    said = {"peer": {"has_diploma": {"value": True, "evidence": "claimed"}}, "evidence": "shown"}
    on_file = {"school": {"letter": [{}]}}
    without, with_it = (
        policy.decide(facts, as_of=DAY, question="hire") for facts in (said, {**said, **on_file})
    )
    assert (without.outcome, with_it.outcome) == (pp.Outcome.UNKNOWN, pp.Outcome.MET)
    assert without.facts_digest != with_it.facts_digest


def test_facts_of_no_concern_are_no_difference() -> None:
    facts = {**FACTS, "participant": {"receives_department_services": True}}
    assert DDS.replay(RECORD, facts).digest == RECORD["digest"]


def test_another_policy_is_named() -> None:
    changed = pp.loads(
        TEXT.replace("at least 30 hours", "at least 40 hours"), name="certificates.policy"
    )
    record = CERTIFICATES.decide({}, as_of=DAY, question="certificate").to_dict()
    assert differs(record, {}, changed).differs == ("policy_digest", "digest")


def test_another_engine_alone_is_a_note() -> None:
    assert DDS.replay({**RECORD, "engine": "0.0.1"}, FACTS).digest == RECORD["digest"]
    error = differs({**RECORD, "engine": "0.0.1", "outcome": "met"}, FACTS)
    assert error.differs == ("outcome",)
    assert f"(recorded with version 0.0.1, replayed with {pp.__version__})" in str(error)


def test_a_record_that_was_tampered_with_is_found() -> None:
    findings = [{**f, "outcome": "met"} for f in RECORD["findings"]]
    error = differs({**RECORD, "findings": findings}, FACTS)
    assert all(name.startswith("findings ") for name in error.differs)


def test_an_answer_that_differs_is_named() -> None:
    record = CERTIFICATES.decide({}, as_of=DAY, question="certificate").to_dict()
    record["answers"][0]["outcome"] = "met"
    assert differs(record, {}, CERTIFICATES).differs == ("answers full",)


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({}, "and this has none"),
        ({"schema_version": 2}, "and this has another one"),
        ({"schema_version": 1}, "`question` is missing"),
        ({"schema_version": 1, "question": "hire"}, "`as_of` is missing"),
        ({"schema_version": 1, "question": "hire", "as_of": "soon"}, "`as_of` is missing"),
    ],
)
def test_data_that_is_no_decision_is_refused(record, words) -> None:
    with pytest.raises(pp.PeerPolicyError, match=words):
        DDS.replay(record, FACTS)


def test_the_error_survives_pickling() -> None:
    error = differs({**RECORD, "outcome": "met"}, FACTS)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.differs) == (str(error), error.differs)


def test_a_signed_digest_is_the_hmac_of_the_digest() -> None:
    d = DDS.decide(FACTS, as_of=DAY, question="hire")
    made = hmac.new(b"key", d.digest.encode(), hashlib.sha256).hexdigest()
    assert d.signed_digest(b"key") == f"hmac-sha256:{made}"
    assert d.signed_digest(b"other key") != d.signed_digest(b"key")
    with pytest.raises(ValueError, match="must not be empty"):
        d.signed_digest(b"")
