"""A program described as facts: each clause once, its topics, what is open, hours asked for."""

import json
from datetime import date, datetime
from fractions import Fraction

import pytest

import peerpolicy as pp
from peerpolicy.errors import FactsError
from peerpolicy.facts.reader import read
from tests.shipped import loaded

DAY = date(2026, 11, 23)
TEXT = """\
language 1
program demo:
  title "A demo"
  use peer_support
  use rule_topics
  decided on claimed

source page:
  title "The page"
  rank guidance

question hire:
  asks "May this person be hired?"
  about peer
  judged on hired_on

measure quarters:
  singular quarter
  is 15 minutes

entry practice:
  of peer
  dated held_on
  counts quarters
  sensitivity personal

open term enough:
  cite page "1"
  "enough"
  decided by office

judge kind:
  cite page "2"
  on topic supervision, provider_qualifications
  "kind"
  attested by office once

require open_words:
  cite page "1"
  when has_email
  enough

require training:
  cite page "3"
  on topic training
  any of:
    at least 7.5 hours of peer_support_training
    at least 2 quarters of practice
    at least 3 records of practice
    at most 9 hours of continuing_education

advise more:
  cite page "4"
  at least 90 hours of peer_support_training

permit home:
  cite page "5"
  has_email
"""


@pytest.fixture(scope="module")
def words():
    """A schema that has the words of a description."""
    return loaded("us/federal/cms_smdl_07_011").schema


def described(text=TEXT, on=DAY):
    return pp.loads(text).described(as_of=on)["program"]


def rules(text=TEXT):
    return {row["clause"]: row for row in described(text)["program_text"]["entries"]}


def test_each_clause_that_bears_on_an_answer_is_one_record():
    found = {name: (row["kind"], row["force"]) for name, row in rules().items()}
    assert found == {
        "kind": ("judge", "must"),
        "open_words": ("require", "must"),
        "training": ("require", "must"),
        "more": ("advise", "should"),
        "home": ("permit", "may"),
    }


def test_topics_are_a_set_and_a_clause_without_any_has_an_empty_one():
    found = {name: row["topics"] for name, row in rules().items() if row["topics"]}
    assert found == {"kind": ["provider_qualifications", "supervision"], "training": ["training"]}
    turned = TEXT.replace(
        "supervision, provider_qualifications", "provider_qualifications, supervision"
    )
    assert rules(turned) == rules()
    assert pp.loads(turned).digest == pp.loads(TEXT).digest


def test_topics_are_part_of_what_a_policy_is():
    policy = pp.loads(TEXT)
    assert policy.requirement("training").topics == ("training",)
    other = pp.loads(TEXT.replace("on topic training", "on topic supervision"))
    assert other.digest != policy.digest


def test_topics_change_no_answer():
    without = "".join(line for line in TEXT.splitlines(True) if "on topic" not in line)
    facts = {"peer": {"has_email": True}}
    one, other = (pp.loads(text).decide(facts, as_of=DAY) for text in (TEXT, without))
    assert [f.outcome for f in one.findings] == [f.outcome for f in other.findings]


def test_what_rests_on_an_open_term_is_not_settled_and_a_persons_call_is():
    settled = {name: row["is_settled"] for name, row in rules().items()}
    assert settled == {
        "kind": True,
        "open_words": False,
        "training": True,
        "more": True,
        "home": True,
    }


READINGS = """
define enough_email:
  has_email

define enough_school:
  has_ged
"""


def test_readings_are_open_until_somebody_chooses_one():
    readings = "decided by office\n  readings:\n    enough_email\n    enough_school"
    text = TEXT.replace("decided by office\n\njudge", readings + "\n\njudge") + READINGS
    chosen = (
        text
        + """
interpret choice:
  settles enough as enough_email
  chosen by office on 2026-11-02
"""
    )
    assert rules(text)["open_words"]["is_settled"] is False
    assert rules(chosen)["open_words"]["is_settled"] is True


def test_hours_asked_for_at_least_by_clauses_that_must_hold_are_in_minutes():
    rows = described()["minimum_of_hours"]["entries"]
    assert [(row["clause"], row["length"]) for row in rows] == [
        ("training", "450"),
        ("training", "30"),
    ]
    assert all(row["topics"] == ["training"] for row in rows)


def test_a_length_is_exact():
    text = TEXT.replace("at least 7.5 hours", "at least 0.01 hours")
    rows = described(text)["minimum_of_hours"]["entries"]
    assert Fraction(rows[0]["length"]) == Fraction(6, 10)


PARAMETER = """
parameter hours_needed:
  measured in hours
  by employment
  decided by office
  values:
    for self_employed through 2026-05-31 is 20 hours cite page "6"
    for self_employed from 2026-06-01 is 0.5 hours cite page "7"
    for any other employment either 30 hours cite page "8"
    or 40 hours cite page "9"
"""


@pytest.mark.parametrize(
    ("day", "lengths"),
    [(date(2026, 5, 31), {"1200", None, "30"}), (date(2026, 6, 1), {"30", None})],
)
def test_a_parameter_has_its_values_of_the_day_and_no_other(day, lengths):
    text = TEXT.replace("at least 7.5 hours", "at least hours_needed") + PARAMETER
    program = described(text, day)
    assert {row["length"] for row in program["minimum_of_hours"]["entries"]} == lengths
    settled = {row["clause"]: row["is_settled"] for row in program["program_text"]["entries"]}
    assert (settled["training"], settled["more"]) == (False, True)


@pytest.mark.parametrize("policy_id", pp.shipped_ids())
def test_the_words_are_those_of_the_shipped_vocabulary(words, policy_id):
    facts = loaded(policy_id).described(as_of=DAY)
    assert json.loads(json.dumps(facts)) == facts
    read(words, facts)


def test_the_lists_are_complete_through_the_day_and_everything_is_verified():
    facts = pp.loads(TEXT).described(as_of=date(2026, 1, 2))
    assert facts["evidence"] == "verified"
    program = facts["program"]
    assert program["described_on"] == "2026-01-02"
    for name in ("program_text", "minimum_of_hours"):
        assert program[name]["complete_through"] == "2026-01-02"
        assert {row["described_on"] for row in program[name]["entries"]} == {"2026-01-02"}


@pytest.mark.parametrize("day", ["2026-11-23", None, datetime(2026, 11, 23, 8)])
def test_the_day_is_a_civil_date(day):
    with pytest.raises(FactsError) as caught:
        pp.loads(TEXT).described(as_of=day)
    assert [d.code for d in caught.value.diagnostics] == ["PP605"]


MODEL = """\
language 1
program model:
  title "A model"
  use program_rules
  decided on shown

source text:
  title "The model"
  rank model

question fits:
  asks "Does the program fit the model?"
  about program
  judged on looked_at_on

require no_minimum_above_seven_hours:
  cite text "1"
  at most 0 records of minimum_of_hours where length is more than 7 hours
"""


@pytest.mark.parametrize(
    ("hours", "outcome"),
    [("7", pp.Outcome.MET), ("7.01", pp.Outcome.NOT_MET), ("6.5", pp.Outcome.MET)],
)
def test_a_rule_about_the_minimums_of_another_program(hours, outcome):
    text = TEXT.replace("at least 7.5 hours", f"at least {hours} hours")
    facts = pp.loads(text).described(as_of=DAY)
    assert pp.loads(MODEL).decide(facts, as_of=DAY).outcome is outcome


def test_a_minimum_that_nobody_described_leaves_the_rule_open():
    facts = pp.loads(TEXT).described(as_of=DAY)
    del facts["program"]["minimum_of_hours"]
    assert pp.loads(MODEL).decide(facts, as_of=DAY).outcome is pp.Outcome.UNKNOWN
