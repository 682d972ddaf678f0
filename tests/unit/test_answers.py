"""Questions with ranked answers: what a decision says of each answer, and what would change it."""

import json
import pickle
from datetime import date

import pytest

import peerpolicy as pp
from peerpolicy.source import Source
from peerpolicy.syntax.printer import format_text

TEXT = """language 1
program certificates:
  title "Peer certificates"
  use peer_support
  calendar days
  decided on shown

source board:
  title "Rules of the board"
  rank rule

calendar days:
  leap day birthday falls on march 1, assumed

question full_route:
  asks "Is the full route complete?"
  about peer
  judged on applied_on

question certificate:
  asks "Which certificate is due?"
  about peer
  judged on applied_on
  answers:
    full when full_route is met
    provisional when some_schooling
    no_certificate otherwise
  full beats provisional

define some_schooling:
  any of:
    has_high_school_diploma
    has_ged

require adult:
  for certificate
  cite board "1"
  age is at least 18 years

require training:
  for full_route
  cite board "2"
  at least 30 hours of peer_support_training

advise email:
  for full_route
  cite board "3"
  has_email

judge ready:
  for full_route
  cite board "4"
  "ready to work as a peer"
  attested by board once

example provisional_only:
  decide certificate on 2026-11-23
  given:
    birth_date is 1990-01-01
    has_ged
    20 hours of peer_support_training on 2026-05-01
    peer_support_training complete
  expect:
    certificate is provisional
    certificate is met
    training is not met
    ready is unknown
"""

DAY = date(2026, 11, 23)
POLICY = pp.loads(TEXT, name="certificates.policy")
ADULT = {"birth_date": "1990-01-01"}
READY = {"ready": {"attested": {"by": "board", "on": "2026-10-01"}}}
TRAINED = {
    "peer_support_training": {
        "entries": [{"completed_on": "2026-05-01", "hours": 30, "curriculum": None}],
        "complete": True,
    }
}
UNTRAINED = {"peer_support_training": {"entries": [], "complete": True}}
SCHOOLED = {"has_ged": True}
UNSCHOOLED = {"has_ged": False, "has_high_school_diploma": False}


def decide(*facts, as_of=DAY):
    peer = {key: value for each in facts for key, value in each.items()}
    return POLICY.decide({"evidence": "shown", "peer": peer}, as_of=as_of, question="certificate")


def outcomes(decision):
    return {answer.name: answer.outcome.value for answer in decision.answers}


def waits(decision):
    return {answer.name: answer.waits_for for answer in decision.answers if answer.waits_for}


def test_the_best_answer_is_settled() -> None:
    d = decide(ADULT, TRAINED, READY)
    assert (d.outcome, d.answer) == (pp.Outcome.MET, "full")
    assert d.blocking == () and d.needs() == ()
    assert [a.name for a in d.answers] == ["full", "provisional", "no_certificate"]
    assert waits(d) == {"provisional": ("provisional",)}
    assert d.remedies().plan is not None and d.remedies().plan.steps == ()


def test_a_worse_answer_is_settled_and_what_keeps_the_better_one_is_said() -> None:
    d = decide(ADULT, UNTRAINED, SCHOOLED)
    assert (d.outcome, d.answer) == (pp.Outcome.MET, "provisional")
    assert [f.id for f in d.blocking] == ["training", "ready"]
    assert waits(d) == {"full": ("training", "ready")}
    assert d.needs() == ()  # what is not known of the full one cannot matter now
    remedies = d.remedies()
    assert remedies.answer == "full"
    assert remedies.plan is not None
    assert [step.name for step in remedies.plan.steps] == ["peer_support_training", "ready"]


def test_while_a_better_answer_is_open_nothing_is_settled() -> None:
    d = decide(ADULT, TRAINED, SCHOOLED)
    assert d.outcome is pp.Outcome.UNKNOWN
    assert d.answer is pp.Outcome.UNKNOWN
    assert outcomes(d) == {"full": "unknown", "provisional": "met", "no_certificate": "not met"}
    assert [(ask.name, ask.findings) for ask in d.needs()] == [("ready", ("ready",))]
    assert [(r.who, r.finding) for r in d.referrals] == [("board", "ready")]


def test_the_answer_that_is_left() -> None:
    d = decide(ADULT, UNTRAINED, UNSCHOOLED)
    assert (d.outcome, d.answer) == (pp.Outcome.NOT_MET, "no_certificate")
    assert waits(d)["provisional"] == ("provisional",)
    own = d.answers[1].condition
    assert own is not None
    assert (own.id, own.kind, own.outcome) == ("provisional", "answer", pp.FindingOutcome.NOT_MET)
    assert [leaf.trace.text for leaf in own.deciding] == ["has_high_school_diploma", "has_ged"]
    assert d.answers[2].condition is None


def test_a_common_requirement_blocks_every_answer_and_a_wait_reaches_the_best() -> None:
    young = {"birth_date": "2008-12-01"}
    d = decide(young, TRAINED, READY, UNSCHOOLED)
    assert d.answer == "no_certificate"
    assert waits(d) == {"full": ("adult",), "provisional": ("adult", "provisional")}
    remedies = d.remedies()
    assert remedies.answer == "full"
    assert remedies.wait is not None and remedies.wait.on == date(2026, 12, 1)
    assert decide(young, TRAINED, READY, UNSCHOOLED, as_of=remedies.wait.on).answer == "full"


def test_remedies_turn_to_a_worse_answer_where_the_best_is_out_of_reach() -> None:
    policy = pp.loads(
        TEXT.replace("full when full_route is met", "full when birth_date is before 1950-01-01"),
        name="old.policy",
    )
    d = policy.decide(
        {"evidence": "shown", "peer": {**ADULT, **UNSCHOOLED}}, as_of=DAY, question="certificate"
    )
    assert [f.id for f in d.blocking] == ["full", "provisional"]
    remedies = d.remedies()
    assert (remedies.answer, remedies.stuck) == ("provisional", ())
    assert remedies.plan is not None
    assert [(step.kind, step.name) for step in remedies.plan.steps] == [
        ("change", "has_high_school_diploma")
    ]
    assert "with all of them the answer is provisional" in d.text(remedies=True)


def test_where_no_answer_can_be_reached_the_best_one_says_why() -> None:
    policy = pp.loads(
        TEXT.replace("full when full_route is met", "full when birth_date is before 1950-01-01")
        .replace(
            "provisional when some_schooling", "provisional when birth_date is before 1960-01-01"
        )
        .replace(
            "define some_schooling:\n  any of:\n    has_high_school_diploma\n    has_ged\n", ""
        ),
        name="old.policy",
    )
    d = policy.decide({"evidence": "shown", "peer": ADULT}, as_of=DAY, question="certificate")
    remedies = d.remedies()
    assert (remedies.answer, remedies.plan, remedies.stuck) == ("full", None, ("full",))
    assert "No plan for full: nothing that can be" in d.text(remedies=True)


def test_findings_hold_the_clauses_that_the_answers_ask_for() -> None:
    d = decide(ADULT)
    assert [f.id for f in d.findings] == ["adult", "training", "email", "ready"]
    assert [f.id for f in d.advice] == ["email"]
    other = POLICY.decide({}, as_of=DAY, question="full_route")
    assert (other.answers, other.answer) == ((), None)


def test_what_a_worse_answer_assumes_makes_a_better_one_not_provisional() -> None:
    """Only what the settled answer rests on counts: the age convention is used in either case."""
    born_on_leap_day = {"birth_date": "2008-02-29"}
    d = decide(born_on_leap_day, TRAINED, READY)
    assert d.provisional
    assert not decide(ADULT, TRAINED, READY).provisional


def test_the_report_names_the_answer_and_what_each_waits_for() -> None:
    lines = decide(ADULT, TRAINED, SCHOOLED).text().splitlines()
    assert lines[0] == "UNKNOWN - cannot be decided yet: Which certificate is due?"
    at = lines.index("Answers")
    assert lines[at + 1 : at + 5] == [
        "  [unknown] full: when full route is met",
        "    waits for: ready",
        "  [met] provisional: when some schooling",
        "  [not met] no certificate: where no other answer holds",
    ]
    assert (
        decide(ADULT, UNTRAINED, SCHOOLED)
        .text()
        .startswith("Which certificate is due? PROVISIONAL\n")
    )


def test_the_report_explains_a_condition_that_asks_for_something_itself() -> None:
    text = decide(ADULT, UNTRAINED, UNSCHOOLED).text()
    assert "[not met] provisional: when some schooling\n    - [not met] any of these\n" in text
    assert "      - [not met] has ged\n        seen: no (shown); needed: yes\n" in text


def test_data_holds_the_answers() -> None:
    data = decide(ADULT, UNTRAINED, SCHOOLED).to_dict(remedies=True)
    assert data["answer"] == "provisional"
    assert [a["name"] for a in data["answers"]] == ["full", "provisional", "no_certificate"]
    assert data["answers"][0]["waits_for"] == ["training", "ready"]
    assert data["answers"][2]["condition"] is None
    assert data["remedies"]["answer"] == "full"
    assert json.loads(json.dumps(data)) == data
    assert decide(ADULT, TRAINED).to_dict()["answer"] is None


def test_masked_data_hides_what_a_condition_saw() -> None:
    data = decide(ADULT, UNTRAINED, SCHOOLED).to_dict()
    assert data["answers"][1]["condition"]["parts"]["parts"][0]["parts"][1]["observed"] == "masked"


def test_the_digest_hangs_on_the_answers_and_not_on_their_lines() -> None:
    moved = TEXT.replace("    full when full_route is met\n", "").replace(
        "    no_certificate otherwise\n",
        "    no_certificate otherwise\n    full when full_route is met\n",
    )
    again = pp.loads(moved, name="certificates.policy")
    assert again.digest == POLICY.digest
    turned = pp.loads(
        TEXT.replace("full beats provisional", "provisional beats full"), name="other.policy"
    )
    assert turned.digest != POLICY.digest
    one = decide(ADULT, UNTRAINED, SCHOOLED)
    assert one.digest == decide(SCHOOLED, UNTRAINED, ADULT).digest
    assert one.digest != decide(ADULT, UNTRAINED, UNSCHOOLED).digest


def test_the_digest_covers_facts_that_only_an_asked_question_reads() -> None:
    assert decide(ADULT, TRAINED).digest != decide(ADULT, UNTRAINED).digest


def test_an_example_expects_an_answer() -> None:
    assert all(result.passed for result in POLICY.check_examples())
    wrong = pp.loads(
        TEXT.replace("    certificate is provisional\n", "    certificate is full\n"),
        name="x.policy",
    )
    (failure,) = wrong.check_examples()[0].failures
    assert (failure.expected, failure.came) == ("full", "provisional")


def test_a_decision_with_answers_is_pickled() -> None:
    d = decide(ADULT, UNTRAINED, SCHOOLED)
    again = pickle.loads(pickle.dumps(d))
    assert again == d
    assert again.remedies() == d.remedies()


def test_formatting_keeps_answers() -> None:
    messy = TEXT.replace("full beats provisional", "full   beats    provisional")
    assert format_text(Source("a", messy)) == format_text(Source("a", TEXT)) == TEXT


@pytest.mark.parametrize("word", ["asks", "decided", "judged", "answers", "unknown"])
def test_an_answer_has_no_name_that_means_something_else(word: str) -> None:
    with pytest.raises(pp.PolicyError) as caught:
        pp.loads(TEXT.replace("no_certificate", word).replace("provisional", "other"), name="x")
    assert "PP203" in {d.code for d in caught.value.diagnostics}
