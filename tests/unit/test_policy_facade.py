"""The facade: from a checked program and facts to decisions, findings and worked cases."""

import json
import pickle
import re
from datetime import date, datetime

import attrs
import pytest

import peerpolicy as pp
from peerpolicy.check.program import check
from peerpolicy.errors import FactsError, PeerPolicyError
from peerpolicy.ir.program import Citation, Expectation
from peerpolicy.outcome import Cause, FindingOutcome
from peerpolicy.policy import Policy
from peerpolicy.quantity import Interval
from peerpolicy.source import Source
from peerpolicy.truth import Outcome
from tests.shipped import decided_examples, loaded

MET, NOT_MET, UNKNOWN = Outcome.MET, Outcome.NOT_MET, Outcome.UNKNOWN
DAY = date(2026, 11, 23)
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
TEXT = """\
language 1
program demo:
  title "A demo"
  calendar days
  decided on shown

source page:
  title "The page"
  rank guidance
  issued unknown
  read on 2026-11-23

calendar days:
  leap day birthday falls on march 1, assumed

question hire:
  asks "May this person be hired?"
  about peer
  judged on hired_on

question serve:
  asks "May this person serve?"
  about peer
  judged on served_on

entity peer:
  is a person

fact birth_date:
  of peer
  is a date
  sensitivity personal
  asked "What is your date of birth?"

fact age:
  of peer
  is completed years since birth_date
  sensitivity personal

fact has_email:
  of peer
  is yes or no
  sensitivity public
  asked "Do you have email?"

require min_age:
  for hire
  cite page "1", "2"
  age is at least 21 years

judge grounded:
  for hire
  cite page "2"
  "well-grounded"
  attested by agency once

advise own_email:
  for hire
  cite page "3"
  has_email

require email:
  for serve
  cite page "3"
  has_email

example grown_up:
  because "everything is there"
  decide hire on 2026-11-23
  given:
    birth_date is 1990-05-01
    grounded attested by agency on 2026-01-05
  expect:
    hire is met
    min_age is met
    own_email is unknown

example nobody_asked:
  because "nothing is there"
  decide hire on 2026-11-23
  given:
    has_email is yes
  expect:
    hire is unknown
    email is met
    needs birth_date
"""


@pytest.fixture(scope="module")
def policy():
    program, diagnostics = check(Source("demo.policy", TEXT), lambda name: None)
    assert program is not None, [d.render() for d in diagnostics]
    return Policy(program)


def facts(**more):
    attested = {"attested": {"by": "agency", "on": "2026-01-05"}}
    return {
        "evidence": "verified",
        "peer": {"birth_date": "1990-05-01", "grounded": attested} | more,
    }


def test_a_decision_is_made_from_facts_a_day_and_a_question(policy):
    d = policy.decide(facts(), as_of=DAY, question="hire")
    assert (d.outcome, d.question, d.as_of) == (MET, "hire", DAY)
    assert [f.id for f in d.findings] == ["min_age", "grounded", "own_email"]
    assert [f.id for f in d.advice] == ["own_email"]


def test_a_refusal_says_what_was_seen_needed_and_missing(policy):
    d = policy.decide(facts(birth_date="2006-04-02"), as_of=DAY, question="hire")
    age = d.finding("min_age")
    assert d.outcome is NOT_MET
    assert age.outcome is FindingOutcome.NOT_MET
    assert age.observed.value == Interval.exactly(20)
    assert age.required.bound == 21
    assert age.shortfall == Interval.exactly(1)
    assert age.changes_on == date(2027, 4, 2)
    assert age.citation == (Citation("page", "The page", ("1", "2")),)
    assert TEXT.splitlines()[age.span.line - 1] == "require min_age:"


def test_a_missing_fact_is_named_and_a_judgement_is_referred(policy):
    d = policy.decide({}, as_of=DAY, question="hire")
    assert d.outcome is UNKNOWN
    asked = {need.name: need.asked for need in d.needs()}
    assert asked["birth_date"] == "What is your date of birth?"
    assert [(r.who, r.what, r.cause) for r in d.referrals] == [
        ("agency", "grounded", Cause.NEEDS_JUDGEMENT)
    ]


def test_a_birthday_on_a_leap_day_rests_on_the_assumed_convention(policy):
    leap = policy.decide(facts(birth_date="2004-02-29"), as_of=date(2025, 2, 28), question="hire")
    assert leap.provisional
    assert [c.reading for c in leap.conventions] == ["birthday falls on march 1"]
    assert not policy.decide(facts(), as_of=DAY, question="hire").provisional


def test_a_stated_value_is_unknown_and_printed_as_stated(policy):
    told = {"value": "1990-05-01", "evidence": "claimed"}
    d = policy.decide(facts(birth_date=told), as_of=DAY, question="hire")
    assert d.finding("min_age").outcome is FindingOutcome.UNKNOWN
    assert "seen: 36 years (stated)" in d.text()


def test_masked_forms_do_not_tell_the_age(policy):
    d = policy.decide(facts(birth_date="2006-04-02"), as_of=DAY, question="hire")
    (row,) = (row for row in d.to_dict()["findings"] if row["id"] == "min_age")
    assert row["observed"] == row["shortfall"] == row["changes_on"] == "masked"
    assert "2027" not in d.text(values="masked") + repr(d) + str(d.to_dict())


def test_the_question_may_be_left_out_where_there_is_one(policy):
    (question, _) = policy.questions
    program = attrs.evolve(policy.program, questions=(question,))
    assert Policy(program).decide(facts(), as_of=DAY).question == "hire"
    with pytest.raises(PeerPolicyError, match="there are: hire, serve"):
        policy.decide(facts(), as_of=DAY)


def test_an_unknown_question_or_clause_is_helped(policy):
    with pytest.raises(PeerPolicyError, match="did you mean `hire`"):
        policy.decide(facts(), as_of=DAY, question="hir")
    with pytest.raises(PeerPolicyError, match="did you mean `min_age`"):
        policy.requirement("min_aeg")
    with pytest.raises(PeerPolicyError, match="`min_age` does not bear on `serve`, but on: hire"):
        policy.requirement("min_age").evaluate(facts(), as_of=DAY, question="serve")


@pytest.mark.parametrize("as_of", [datetime(2026, 11, 23, 12), "2026-11-23", None])
def test_the_day_is_a_civil_date(policy, as_of):
    with pytest.raises(FactsError) as error:
        policy.decide(facts(), as_of=as_of, question="hire")
    assert [d.code for d in error.value.diagnostics] == ["PP605"]


def test_unknown_facts_are_refused_unless_they_may_pass(policy):
    with pytest.raises(FactsError) as error:
        policy.decide(facts(shoe_size=1), as_of=DAY, question="hire")
    assert [d.code for d in error.value.diagnostics] == ["PP602"]
    d = policy.decide(facts(shoe_size=1), as_of=DAY, question="hire", extra="ignore")
    assert d.outcome is MET


def test_a_requirement_is_evaluated_alone(policy):
    requirement = policy.requirement("min_age")
    assert (requirement.id, requirement.kind, requirement.questions) == (
        "min_age",
        "require",
        ("hire",),
    )
    assert requirement.evaluate(facts(), as_of=DAY).outcome is FindingOutcome.MET
    young = facts(birth_date="2006-04-02")
    assert requirement.evaluate(young, as_of=DAY) == policy.decide(
        young, as_of=DAY, question="hire"
    ).finding("min_age")
    assert [r.id for r in policy.requirements] == ["min_age", "grounded", "own_email", "email"]


def test_citations_lead_from_a_place_to_its_clauses(policy):
    assert policy.citations[("page", "2")] == ("min_age", "grounded")
    assert policy.citations[("page", "3")] == ("own_email", "email")


def test_the_schema_describes_the_facts(policy):
    assert policy.json_schema()["title"] == "demo"
    assert policy.schema is policy.program.schema


def test_worked_cases_pass(policy):
    results = policy.check_examples()
    assert [(r.id, r.passed, r.failures) for r in results] == [
        ("grown_up", True, ()),
        ("nobody_asked", True, ()),
    ]


def test_a_failing_case_says_what_was_expected_and_what_came(policy):
    first, second = policy.program.examples
    wrong = (
        Expectation("hire", "not met"),
        Expectation("min_age", "unknown"),
        Expectation("hire", low=10, high=12),
        Expectation("has_email", need="has_email"),
    )
    broken = attrs.evolve(second, facts={"peer": {"birthdate": "1990-05-01"}})
    examples = (attrs.evolve(first, expectations=wrong), broken)
    worked, unread = Policy(attrs.evolve(policy.program, examples=examples)).check_examples()
    assert [(f.name, f.expected, f.came) for f in worked.failures] == [
        ("hire", "not met", "met"),
        ("min_age", "unknown", "met"),
        ("hire", "10 through 12", "no amount"),
        ("has_email", "needs has_email", "not needed"),
    ]
    assert not unread.passed
    assert unread.failures[0].came.startswith("PP602")
    assert "1990" not in str(unread)


def test_a_policy_is_one_value_with_its_program(policy):
    again = Policy(check(Source("other.policy", TEXT), lambda name: None)[0])
    other = Policy(attrs.evolve(policy.program, clauses=policy.program.clauses[:1]))
    assert policy == again
    assert hash(policy) == hash(again)
    assert policy != other
    assert policy.digest != other.digest
    assert policy != "demo"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        policy.id = "another"


def test_a_policy_and_its_decisions_can_be_pickled(policy):
    copy = pickle.loads(pickle.dumps(policy))
    d = policy.decide(facts(), as_of=DAY, question="hire")
    assert copy == policy
    assert pickle.loads(pickle.dumps(d)) == d
    assert copy.decide(facts(), as_of=DAY, question="hire").to_dict("full") == d.to_dict("full")


def test_the_same_case_has_the_same_digest_and_another_has_not(policy):
    first, second = (policy.decide(facts(), as_of=DAY, question="hire") for _ in range(2))
    older = policy.decide(facts(birth_date="1980-05-01"), as_of=DAY, question="hire")
    later = policy.decide(facts(), as_of=date(2026, 11, 24), question="hire")
    assert first.digest == second.digest
    assert first.text() == second.text()
    assert len({first.digest, older.digest, later.digest}) == 3


def every_version(policy):
    return [version for versions in policy.versions.values() for version in versions]


@pytest.mark.parametrize("name", pp.shipped_ids())
def test_every_worked_case_of_a_shipped_policy_can_be_explained(name):
    policy = loaded(name)
    for number, example in enumerate(decided_examples(policy)):
        d = policy.decide(example.facts, as_of=example.as_of, question=example.question)
        full, masked = d.text(), d.text(values="masked")
        assert all(len(line) <= 88 for line in (full + masked).splitlines())
        assert (full + masked).isascii()
        assert json.loads(json.dumps(d.to_dict("full")))["digest"] == d.digest
        if number % 8 == 0:  # a pickle holds the whole program
            assert pickle.loads(pickle.dumps(d)) == d
        unknown = [f for f in d.findings if f.outcome is FindingOutcome.UNKNOWN]
        assert all(f.unknown_because for f in unknown)
        told = set(ISO_DAY.findall(json.dumps(example.facts, default=str)))
        public = set(ISO_DAY.findall(repr(policy.program.sources) + policy.title))
        # a day that a clause cites or names as its bound is the policy's, whoever else has it
        public |= {example.as_of.isoformat(), *ISO_DAY.findall(repr(policy.program.clauses))}
        public |= set(ISO_DAY.findall(str([v.days.show() for v in every_version(policy)])))
        shown = set(ISO_DAY.findall(masked + json.dumps(d.to_dict()) + repr(d) + str(d)))
        assert not shown & told - public
