"""Parameters: what rows become, what a decision says of them, and what would settle them."""

from __future__ import annotations

import json
import pickle
from datetime import date
from fractions import Fraction

import pytest

import peerpolicy as pp
from peerpolicy.cli.open_points import open_points
from peerpolicy.ir import terms as t
from peerpolicy.ir.program import Citation, Offer, Row
from peerpolicy.quantity import Interval
from peerpolicy.source import Source
from peerpolicy.syntax.parser import parse
from peerpolicy.syntax.printer import format_text
from peerpolicy.testing.reads import what_is_read
from peerpolicy.truth import Outcome

REPORT, NOTICE = Citation("report", "A report", ("1",)), Citation("notice", "A notice", ("2",))

TEXT = """language 1
program values:
  title "Values apart from the rules"
  calendar days
  decided on shown

source report:
  title "A report"
  rank rule

source notice:
  title "A notice"
  rank rule

calendar days:
  week starts on sunday, assumed

question trained:
  asks "Is there enough training?"
  about worker
  judged on work_day

question load_fits:
  asks "Is the load small enough?"
  about worker
  judged on work_day

question payable:
  asks "How many units are payable?"
  about worker
  judged on work_day
  answers in units

entity worker:
  is a person

choices offices:
  east "the office in the east"
  west "the office in the west"

fact office:
  of worker
  is one of offices
  sensitivity public
  asked "For which office do you work?"

fact load:
  of worker
  is in hours
  sensitivity personal

measure units:
  singular unit
  is a unit of its own

entry training:
  of worker
  dated done_on
  counts hours
  sensitivity public

entry support:
  of worker
  dated served_on
  counts units
  sensitivity public

parameter required_hours:
  measured in minutes
  values:
    through 2026-05-31 to_be_determined by committee cite report "1"
    from 2026-06-01 is 90 minutes cite notice "2"

parameter most_hours:
  measured in hours
  by office
  decided by division
  values:
    for west is 10 hours cite report "1"
    for east either 12 hours cite report "1"
    or 15 hours cite notice "2"

parameter weekly_cap:
  measured in units
  decided by division
  values:
    either 6 units cite report "1"
    or 10 units cite notice "2"

require hours:
  for trained
  cite report "1"
  at least required_hours of training

require small_load:
  for load_fits
  cite report "1"
  load is at most most_hours

limit weekly:
  for payable
  cite report "1"
  used means provided
  at most weekly_cap of support in each week
"""


@pytest.fixture(scope="module")
def policy() -> pp.Policy:
    return pp.loads(TEXT, name="values.policy")


def decide(
    policy: pp.Policy, question: str, as_of: date = date(2026, 7, 1), **facts: object
) -> pp.Decision:
    case = {"evidence": "verified", "worker": facts}
    return policy.decide(case, as_of=as_of, question=question)


def hours(*amounts: object) -> dict[str, object]:
    return {
        "entries": [{"done_on": "2026-01-01", "hours": n} for n in amounts],
        "complete": True,
    }


# ---------------------------------------------------------------- rows and uses


def test_rows_are_cut_into_days_and_keys(policy: pp.Policy) -> None:
    required, most, _ = policy.program.parameters
    assert required.rows == (
        Row("", None, date(2026, 5, 31), (), "committee", (REPORT,)),
        Row("", date(2026, 6, 1), None, (Offer(90, NOTICE),), ""),
    )
    assert most.rows == (
        Row("east", None, None, (Offer(12, REPORT), Offer(15, NOTICE)), "division"),
        Row("west", None, None, (Offer(10, REPORT),), "division"),
    )
    assert (most.goes_by, most.choices) == ("office", ("east", "west"))


def test_a_row_without_an_end_ends_before_the_next_one() -> None:
    text = TEXT.replace("    through 2026-05-31 to_be", "    from 2026-01-01 to_be")
    rows = pp.loads(text, name="values.policy").program.parameters[0].rows
    assert [(row.first, row.last) for row in rows] == [
        (date(2026, 1, 1), date(2026, 5, 31)),
        (date(2026, 6, 1), None),
    ]


def test_a_use_names_the_parameter_its_key_and_the_factor_into_the_unit(
    policy: pp.Policy,
) -> None:
    trained, load, weekly = (clause.condition for clause in policy.program.clauses)
    assert isinstance(trained, t.Total)
    assert trained.bound == t.ParameterValue("required_hours", None, Fraction(1, 60))
    key = t.FactOf(t.Subject("worker"), "office")
    assert isinstance(load, t.FactTest)
    most = t.ParameterValue("most_hours", key)
    assert load.test == t.Compares(t.Op.AT_MOST, most, "hours")
    assert isinstance(weekly, t.Cap)
    assert weekly.cap == t.ParameterValue("weekly_cap")


def test_the_order_of_rows_is_no_part_of_a_policy_but_a_value_is(policy: pp.Policy) -> None:
    west = '    for west is 10 hours cite report "1"\n'
    east = '    for east either 12 hours cite report "1"\n    or 15 hours cite notice "2"\n'
    turned = pp.loads(TEXT.replace(west + east, east + west), name="values.policy")
    assert turned.digest == policy.digest
    either = 'either 6 units cite report "1"\n    or 10 units cite notice "2"'
    other_first = 'either 10 units cite notice "2"\n    or 6 units cite report "1"'
    assert either in TEXT
    same = pp.loads(TEXT.replace(either, other_first), name="values.policy")
    assert same.digest == policy.digest
    other = pp.loads(TEXT.replace("is 90 minutes", "is 91 minutes"), name="values.policy")
    assert other.digest != policy.digest


def test_a_parameter_is_printed_as_it_is_read() -> None:
    wide = TEXT.replace("either 12 hours", "either   12   hours").replace(
        "cite notice", "cite  notice"
    )
    assert format_text(Source("x", wide)) == format_text(Source("x", TEXT))
    assert parse(Source("x", wide))[0] == parse(Source("x", TEXT))[0]


def test_generated_cases_know_the_values_of_all_rows(policy: pp.Policy) -> None:
    reads = what_is_read(policy.program)
    assert reads.amounts["worker", "load"] == {10, 12, 15}
    assert reads.amounts["worker", "training"] == {Fraction(3, 2)}
    assert reads.amounts["worker", "support"] == {6, 10}
    assert reads.reads("worker", "office")


# ---------------------------------------------------------------- what a finding says


def test_a_finding_shows_the_bound_as_used_and_cites_its_row(policy: pp.Policy) -> None:
    found = decide(policy, "trained", training=hours(1)).finding("hours")
    assert found.outcome is pp.FindingOutcome.NOT_MET
    assert found.required is not None
    assert (found.required.bound, found.required.unit) == (Fraction(3, 2), "hours")
    assert found.shortfall == Interval.exactly(Fraction(1, 2))
    assert found.citation == (REPORT, NOTICE)


def test_a_value_that_is_not_determined_is_a_referral(policy: pp.Policy) -> None:
    decided = decide(policy, "trained", date(2026, 5, 31), training=hours(1))
    assert decided.outcome is Outcome.UNKNOWN
    (referral,) = decided.referrals
    assert (referral.who, referral.what, referral.finding) == (
        "committee",
        "required_hours",
        "hours",
    )
    assert referral.cause is pp.Cause.NOT_DETERMINED
    assert decided.finding("hours").shortfall is None
    page = decided.text()
    assert "needed: at least required hours" in page
    assert "the value is not determined yet; committee decides: required hours" in page


def test_several_possible_values_are_shown_as_a_range(policy: pp.Policy) -> None:
    decided = decide(policy, "load_fits", load=13, office="east")
    found = decided.finding("small_load")
    assert found.required is not None
    assert found.required.bound == Interval(12, 15)
    assert "seen: 13 hours (verified); needed: at most 12 to 15 hours" in decided.text()
    data = decided.to_dict("full")
    assert data["findings"][0]["required"]["bound"] == {"low": 12, "high": 15}  # type: ignore[index]
    assert json.loads(json.dumps(data)) == data


def test_a_key_that_is_not_known_is_asked_for_in_the_words_of_the_policy(
    policy: pp.Policy,
) -> None:
    decided = decide(policy, "load_fits", load=11)
    assert [(a.name, a.asked) for a in decided.needs() if a.subject] == [
        ("office", "For which office do you work?")
    ]


def test_a_limit_shows_a_cap_that_may_be_either(policy: pp.Policy) -> None:
    asked = [{"served_on": "2026-07-01", "units": 8}]
    decided = decide(policy, "payable", support={"requested": asked, "complete": True})
    (limit,) = decided.limits
    assert (limit.cap, limit.allowed, limit.excess) == (
        Interval(6, 10),
        Interval(6, 8),
        Interval(0, 2),
    )
    assert "weekly: at most 6 to 10 units in each week" in decided.text()
    data = decided.to_dict("full")
    assert data["limits"][0]["cap"] == {"low": 6, "high": 10}  # type: ignore[index]
    assert pickle.loads(pickle.dumps(decided)) == decided


# ---------------------------------------------------------------- what would change it


def test_what_is_lacking_to_the_value_in_force_is_a_remedy(policy: pp.Policy) -> None:
    plan = decide(policy, "trained", training=hours(1)).remedies().plan
    assert plan is not None
    assert [(s.kind, s.name, s.value) for s in plan.steps] == [
        ("do", "training", Interval.exactly(Fraction(1, 2)))
    ]


def test_the_owner_can_settle_for_one_of_the_sources(policy: pp.Policy) -> None:
    remedies = decide(policy, "load_fits", load=13, office="east").remedies()
    settled = [w for w in remedies.findings[0].alternatives if w[0].kind == "settle"]
    assert [(s.name, s.value, s.by) for way in settled for s in way] == [
        ("most_hours", "notice", "division")
    ]


def test_a_key_that_is_not_known_is_a_step(policy: pp.Policy) -> None:
    remedies = decide(policy, "load_fits", load=11).remedies()
    assert remedies.plan is not None
    assert [(s.kind, s.name, s.value) for s in remedies.plan.steps] == [("ask", "office", "east")]


def test_a_key_that_is_only_claimed_can_be_shown(policy: pp.Policy) -> None:
    office = {"value": "west", "evidence": "claimed"}
    assert decide(policy, "load_fits", load=9.5, office=office).outcome is Outcome.MET
    office["value"] = "east"
    remedies = decide(policy, "load_fits", load=12, office=office).remedies()
    assert ("show", "office") in {
        (way[0].kind, way[0].name) for way in remedies.findings[0].alternatives if len(way) == 1
    }


def test_a_value_that_nobody_has_determined_is_never_guessed(policy: pp.Policy) -> None:
    remedies = decide(policy, "trained", date(2026, 5, 31), training=hours(1)).remedies()
    assert remedies.plan is None
    assert remedies.findings[0].why == "waits for a value that is not determined yet"


def test_waiting_for_the_next_value_is_offered_where_it_is_enough(policy: pp.Policy) -> None:
    remedies = decide(policy, "trained", date(2026, 5, 31), training=hours(2)).remedies()
    assert remedies.wait is not None
    assert remedies.wait.on == date(2026, 6, 1)


# ---------------------------------------------------------------- settled, and open


def test_an_interpretation_leaves_what_its_source_says() -> None:
    settled = TEXT + (
        '\ninterpret chosen:\n  cite notice "3"\n  settles most_hours as notice\n'
        '  chosen by division on 2026-07-01\n  because "it is later"\n'
    )
    policy = pp.loads(settled, name="values.policy")
    decided = decide(policy, "load_fits", load=13, office="east")
    assert decided.outcome is Outcome.MET
    assert [(i.id, i.reading) for i in decided.interpretations] == [("chosen", "notice")]
    assert "most hours read as notice, chosen by division on 2026-07-01" in decided.text()
    assert decide(policy, "load_fits", load=11, office="west").outcome is Outcome.NOT_MET


def test_open_values_are_open_points(policy: pp.Policy) -> None:
    shown = [point.show() for point in open_points(policy.program) if point.kind == "parameter"]
    assert shown == [
        "parameter required_hours (open with committee): through 2026-05-31: not determined yet",
        "parameter most_hours (open with division): for east: 12 hours or 15 hours",
        "parameter weekly_cap (open with division): 6 units or 10 units",
    ]


def test_a_place_that_only_a_row_cites_is_carried_out() -> None:
    ledger = '\nledger notice:\n  "2" encoded\n  "9" out of scope background\n'
    row = next(r for r in pp.loads(TEXT + ledger, name="v").program.ledger if r.locator == "2")
    assert row.clauses == ("required_hours", "most_hours", "weekly_cap")


def test_a_key_may_be_a_fact_of_somebody_else() -> None:
    text = TEXT.replace("  by office\n", "  by office of worker\n") + (
        "\nentity client:\n  is a person\n\nfact hours_needed:\n  of client\n  is in minutes\n"
        "  sensitivity personal\n\nrequire few_hours:\n  for load_fits\n  about client\n"
        '  cite report "1"\n  hours_needed is less than most_hours\n'
    )
    policy = pp.loads(text, name="values.policy")
    facts = {
        "evidence": "verified",
        "worker": {"office": "west", "load": 1},
        "client": {"hours_needed": 600},
    }
    decided = policy.decide(facts, as_of=date(2026, 7, 1), question="load_fits")
    found = decided.finding("few_hours")
    assert (found.outcome, found.required and found.required.bound) == (
        pp.FindingOutcome.NOT_MET,
        600,
    )


def test_a_person_of_a_roster_brings_a_key_of_their_own() -> None:
    text = TEXT.replace("fact office:\n  of worker", "fact office:\n  of person") + (
        "\nrole mentor:\n  of worker\n  held by a person\n  sensitivity public\n"
        "\nfact caseload:\n  of person\n  is in hours\n  sensitivity public\n"
        '\nrequire mentored:\n  for load_fits\n  cite report "1"\n'
        "  some mentor who meets all of:\n    caseload is at most most_hours\n"
    )
    policy = pp.loads(text, name="values.policy")
    mentors = [
        {"id": "anna", "office": "west", "caseload": 11},
        {"id": "ben", "office": "east", "caseload": 11},
    ]
    worker = {"office": "west", "load": 1, "mentor": mentors}
    facts = {"evidence": "verified", "worker": worker}
    decided = policy.decide(facts, as_of=date(2026, 7, 1), question="load_fits")
    assert decided.finding("mentored").outcome is pp.FindingOutcome.MET
