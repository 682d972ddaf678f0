"""Versions seen from outside: findings, texts, remedies, digests, errors and the laws over them."""

import json
import pickle
from datetime import date
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy.cli import main
from peerpolicy.ir.program import Force
from peerpolicy.ir.versions import changes
from peerpolicy.source import Source
from peerpolicy.syntax.printer import format_text
from peerpolicy.testing import completions, facts_for
from peerpolicy.testing.reads import what_is_read
from peerpolicy.testing.reorder import shuffled_text
from tests.shipped import loaded

TEXT = """language 1

program dated:
  title "Dated"
  in force from 2020-01-01
  status proposed through 2020-06-30
  decided on claimed

source old:
  title "Old text"
  rank rule
  issued 2019-06-01

source new:
  title "New text"
  rank rule
  issued 2024-03-01

question grant:
  asks "May it be granted?"
  about worker
  judged on asked_on

entity worker:
  is a person

fact is_trained:
  of worker
  is yes or no
  sensitivity public

fact is_insured:
  of worker
  is yes or no
  sensitivity public

fact sent_on:
  of worker
  is a date
  sensitivity personal
  asked "When did you send it?"

require daily:
  cite old "1"
  in force before 2024-07-01
  is_trained

require daily:
  cite new "1"
  in force from 2024-07-01
  is_insured

require sent:
  cite old "2"
  in force before 2024-07-01 by sent_on
  is_trained

require sent:
  cite new "2"
  in force from 2024-07-01 by sent_on
  any of:
    is_trained
    is_insured

permit later:
  cite new "3"
  status planned
  is_insured
"""
EARLY, LATE = date(2024, 6, 30), date(2024, 7, 1)


@pytest.fixture(scope="module")
def policy():
    return pp.loads(TEXT, name="dated.policy")


def worker(**facts):
    return {"worker": facts}


def test_one_finding_stands_for_all_versions_of_a_clause(policy):
    decided = policy.decide(worker(is_insured=True), as_of=LATE)
    assert [f.id for f in decided.findings] == ["daily", "sent", "later"]
    assert [r.id for r in policy.requirements] == ["daily", "sent", "later"]


def test_a_finding_has_the_place_the_text_and_the_citation_of_its_version(policy):
    early = policy.decide(worker(is_trained=True), as_of=EARLY).finding("daily")
    late = policy.decide(worker(is_trained=True), as_of=LATE).finding("daily")
    assert (early.text, late.text) == ("is_trained", "is_insured")
    assert [c.title for c in (*early.citation, *late.citation)] == ["Old text", "New text"]
    lines = TEXT.split("\n")
    assert lines[early.span.line - 1] == lines[late.span.line - 1] == "require daily:"
    assert early.span.line < late.span.line
    assert (early.version.days, late.version.days) == (pp.Days(None, EARLY), pp.Days(LATE, None))


def test_versions_lists_days_issue_and_place_of_each(policy):
    first, second = policy.versions["sent"]
    assert first == policy.requirement("sent").versions[0]
    assert (first.days.show(), second.days.show()) == ("through 2024-06-30", "from 2024-07-01")
    assert (first.by, first.issued) == ("sent_on", date(2019, 6, 1))
    assert second.issued == date(2024, 3, 1)
    assert second.citation[0].locators == ("2",)
    assert [v.planned for v in policy.versions["later"]] == [True]


def test_a_place_cited_by_two_versions_names_the_clause_once():
    text = TEXT.replace('cite new "1"', 'cite old "1"')
    assert pp.loads(text).citations["old", "1"] == ("daily",)


# ---------------------------------------------------------------- what people read


def test_the_text_says_what_each_version_would_say(policy):
    decided = policy.decide(worker(is_trained=False, is_insured=True), as_of=LATE)
    sent = decided.finding("sent")
    assert sent.version is None
    assert {r.need.name for r in sent.unknown_because} == {"sent_on"}
    text = decided.text()
    assert "- [not met] by the text in force through 2024-06-30" in text
    assert "- [met] by the text in force from 2024-07-01" in text
    assert "we do not know: When did you send it? (sent on of the worker)" in text
    assert [ask.asked for ask in decided.needs()] == ["When did you send it?"]


def test_a_clause_without_a_version_says_when_it_holds():
    text = TEXT.replace("in force before 2024-07-01\n", "in force from 2024-01-01\n")
    decided = pp.loads(text).decide(worker(), as_of=date(2023, 1, 1))
    daily = decided.finding("daily")
    assert daily.outcome is pp.FindingOutcome.NOT_APPLICABLE
    assert daily.not_in_force
    assert daily not in decided.blocking
    assert "not in force: it holds from 2024-01-01 through 2024-06-30" in decided.text()


def test_what_was_not_issued_yet_is_said_to_be_so(policy):
    decided = policy.decide(worker(), as_of=LATE, known_on=date(2024, 2, 29))
    assert decided.known_on == date(2024, 2, 29)
    assert "Only what was issued by 2024-02-29 counts." in decided.text()
    assert "not known on 2024-02-29: issued on 2024-03-01" in decided.text()
    assert decided.to_dict()["known_on"] == "2024-02-29"


def test_a_proposed_program_says_so_and_is_provisional(policy):
    decided = policy.decide(worker(is_trained=True, is_insured=False), as_of=date(2020, 6, 30))
    assert (decided.outcome, decided.provisional) == (pp.Outcome.NOT_MET, True)
    assert decided.to_dict()["status"] == "proposed"
    head = "Provisional: on this day the policy is proposed, not in force."
    assert head in decided.text()
    after = policy.decide(worker(is_trained=True, is_insured=False), as_of=date(2020, 7, 1))
    assert (after.outcome, after.provisional) == (pp.Outcome.MET, False)
    assert head not in after.text()


def test_what_is_planned_stands_apart_from_advice(policy):
    decided = policy.decide(worker(is_trained=True), as_of=EARLY)
    later = decided.finding("later")
    assert (later.force, later.contributes) == (Force.PLANNED, False)
    assert decided.advice == (later,)
    assert "Planned (outside the answer)" in decided.text()
    assert "Advice (outside the answer)" not in decided.text()


def test_the_data_name_the_version_and_hide_no_rule(policy):
    decided = policy.decide(worker(is_insured=True, sent_on="2024-07-01"), as_of=LATE)
    row = next(f for f in decided.to_dict()["findings"] if f["id"] == "sent")
    assert row["version"]["first"] == "2024-07-01"
    assert row["version"]["last"] is None
    assert row["version"]["by"] == "sent_on"
    assert row["not_in_force"] is False
    json.dumps(decided.to_dict(values="full"))


# ---------------------------------------------------------------- what would change it


def test_a_version_that_begins_tomorrow_is_worth_waiting_for(policy):
    facts = worker(is_trained=False, is_insured=True, sent_on="2024-07-01")
    decided = policy.decide(facts, as_of=EARLY)
    assert decided.outcome is pp.Outcome.NOT_MET
    assert decided.remedies().wait.on == LATE


def test_nobody_waits_where_the_answer_is_met(policy):
    decided = policy.decide(worker(is_trained=True, sent_on="2020-01-01"), as_of=EARLY)
    assert decided.outcome is pp.Outcome.MET
    assert decided.remedies().wait is None


def test_nobody_waits_for_a_day_on_which_the_program_has_ended():
    text = TEXT.replace("in force from 2020-01-01", "in force from 2020-01-01 through 2024-06-30")
    facts = worker(is_trained=False, is_insured=True, sent_on="2024-07-01")
    decided = pp.loads(text).decide(facts, as_of=EARLY)
    assert decided.remedies().wait is None


def test_a_day_of_change_is_told_only_if_its_text_holds_by_then():
    text = TEXT.replace("is a date\n  sensitivity personal", "is a date\n  sensitivity public")
    text = text.replace(
        "  in force before 2024-07-01\n  is_trained",
        "  in force before 2024-07-01\n  sent_on is on or before asked_on",
    )
    soon = pp.loads(text).decide(worker(sent_on="2024-06-30"), as_of=date(2024, 6, 29))
    late = pp.loads(text).decide(worker(sent_on="2024-07-01"), as_of=date(2024, 6, 29))
    assert soon.finding("daily").changes_on == date(2024, 6, 30)
    assert late.finding("daily").changes_on is None


def test_the_day_that_chooses_is_asked_for_in_a_plan(policy):
    decided = policy.decide(worker(is_trained=False, is_insured=True), as_of=LATE)
    (step,) = decided.remedies().plan.steps
    assert (step.kind, step.name, step.value) == ("ask", "sent_on", LATE)
    facts = worker(is_trained=False, is_insured=True, sent_on=step.value)
    assert policy.decide(facts, as_of=LATE).outcome is pp.Outcome.MET


def test_a_day_that_is_only_claimed_is_to_be_shown():
    policy = pp.loads(TEXT.replace("decided on claimed", "decided on shown"))
    facts = worker(is_trained=pp.shown(False), is_insured=pp.shown(True), sent_on=pp.claimed(LATE))
    decided = policy.decide(facts, as_of=LATE)
    assert decided.outcome is pp.Outcome.UNKNOWN
    assert [(s.kind, s.name) for s in decided.remedies().plan.steps] == [("show", "sent_on")]


# ---------------------------------------------------------------- identity and errors


def test_the_digest_covers_what_was_known(policy):
    ask = {"facts": worker(is_trained=True), "as_of": EARLY}
    digests = {policy.decide(**ask, known_on=day).digest for day in (None, EARLY, LATE)}
    assert len(digests) == 3


def test_the_digest_of_a_policy_covers_its_dates_and_not_their_order(policy):
    other = TEXT.replace("before 2024-07-01\n", "before 2024-06-30\n").replace(
        "from 2024-07-01\n  is_insured", "from 2024-06-30\n  is_insured"
    )
    assert pp.loads(other).digest != policy.digest
    assert pp.loads(TEXT.replace("status planned", "issued 2024-01-01")).digest != policy.digest
    assert pp.loads(shuffled_text(TEXT, Random(7))).digest == policy.digest


def test_a_day_without_rules_raises_and_names_the_days(policy):
    with pytest.raises(pp.NotInForceError) as caught:
        policy.decide(worker(), as_of=date(2019, 12, 31))
    assert caught.value.in_force == ((date(2020, 1, 1), None),)
    assert str(caught.value) == (
        "no rule for `grant` is in force on 2019-12-31; there are rules from 2020-01-01"
    )
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.in_force) == (str(caught.value), caught.value.in_force)
    with pytest.raises(pp.NotInForceError):
        policy.requirement("daily").evaluate(worker(), as_of=date(2019, 12, 31))


def test_days_without_rules_lie_between_days_with_rules():
    text = TEXT[: TEXT.index("require sent:")].replace(
        "in force from 2024-07-01", "in force from 2025-01-01 after a gap"
    )
    with pytest.raises(pp.NotInForceError) as caught:
        pp.loads(text).decide(worker(), as_of=date(2024, 8, 1))
    assert caught.value.in_force == (
        (date(2020, 1, 1), date(2024, 6, 30)),
        (date(2025, 1, 1), None),
    )


def test_only_planned_rules_are_no_rules_once_the_program_is_in_force():
    text = TEXT[: TEXT.index("require daily:")] + TEXT[TEXT.index("permit later:") :]
    policy = pp.loads(text)
    assert policy.decide(worker(is_insured=True), as_of=date(2020, 6, 30)).provisional
    with pytest.raises(pp.NotInForceError):
        policy.decide(worker(is_insured=True), as_of=date(2020, 7, 1))


def test_known_on_is_a_date(policy):
    with pytest.raises(pp.FactsError) as caught:
        policy.decide(worker(), as_of=EARLY, known_on="2024-01-01")
    assert "known_on" in caught.value.diagnostics[0].message


def test_a_requirement_alone_is_judged_by_its_version(policy):
    daily = policy.requirement("daily")
    facts = worker(is_trained=False, is_insured=True)
    assert daily.evaluate(facts, as_of=EARLY).outcome is pp.FindingOutcome.NOT_MET
    assert daily.evaluate(facts, as_of=LATE).outcome is pp.FindingOutcome.MET
    known = daily.evaluate(facts, as_of=LATE, known_on=date(2024, 2, 29))
    assert known.not_in_force


def test_a_policy_with_versions_pickles(policy):
    assert pickle.loads(pickle.dumps(policy)) == policy


# ---------------------------------------------------------------- papers, clauses, examples

PAPERS = """
document letter:
  of worker
  sensitivity personal
  parts:
    signature

submit papers:
  cite old "9"
  in force before 2024-07-01{by}
  letter shows is_insured

submit papers:
  cite old "9"
  in force from 2024-07-01{by}
  complete letter
"""


@pytest.mark.parametrize(
    ("by", "sent_on", "outcome"),
    [
        ("", None, "met"),
        (" by sent_on", "2024-06-30", "met"),
        (" by sent_on", "2024-07-01", "unknown"),
        (" by sent_on", None, "unknown"),
    ],
)
def test_a_paper_shows_only_by_a_version_that_certainly_holds(by, sent_on, outcome):
    text = TEXT.replace("decided on claimed", "decided on shown").replace(
        "  in force before 2024-07-01\n  is_trained",
        "  in force before 2024-07-01\n  is_insured",
    )
    facts = worker(
        is_insured=pp.claimed(True),
        sent_on=pp.shown(sent_on) if sent_on else None,
        letter=pp.shown([{"signature": True}]),
    )
    policy = pp.loads(text + PAPERS.format(by=by))
    assert policy.decide(facts, as_of=EARLY).finding("daily").outcome.value == outcome


def test_a_clause_asked_by_another_one_is_asked_by_its_version(policy):
    text = TEXT + '\nrequire asks:\n  cite old "8"\n  daily is met\n'
    facts = worker(is_trained=True, is_insured=False)
    asking = pp.loads(text)
    assert asking.decide(facts, as_of=EARLY).finding("asks").outcome.value == "met"
    late = asking.decide(facts, as_of=LATE)
    assert late.finding("asks").outcome.value == "not met"
    assert late.remedies().findings


def test_versions_that_ask_for_each_other_go_round_in_a_circle():
    text = TEXT + '\nrequire asks:\n  cite old "8"\n  daily is met\n'
    text = text.replace("from 2024-07-01\n  is_insured", "from 2024-07-01\n  asks is met")
    with pytest.raises(pp.PolicyError) as caught:
        pp.loads(text)
    assert {d.code for d in caught.value.diagnostics} == {"PP207"}


EXAMPLE = """
example case:
  decide grant on {day}
  given:
    is_trained is yes
    sent_on is 2024-06-30
  expect:
    {name} is {outcome}
"""


@pytest.mark.parametrize(
    ("day", "name", "outcome", "passed"),
    [
        ("2019-12-31", "grant", "not in force", True),
        ("2019-12-31", "daily", "not in force", True),
        ("2019-12-31", "grant", "met", False),
        ("2024-06-30", "grant", "met", True),
        ("2024-06-30", "grant", "not in force", False),
        ("2024-06-30", "daily", "not in force", False),
    ],
)
def test_an_example_can_expect_that_nothing_is_in_force(day, name, outcome, passed):
    text = TEXT + EXAMPLE.format(day=day, name=name, outcome=outcome)
    (result,) = pp.loads(text).check_examples()
    assert result.passed is passed
    assert passed or result.failures[0].expected == outcome


def test_an_example_can_expect_it_of_one_clause():
    text = TEXT.replace("in force before 2024-07-01\n", "in force from 2024-01-01\n")
    text += EXAMPLE.format(day="2023-01-01", name="daily", outcome="not in force")
    assert pp.loads(text).check_examples()[0].passed


# ---------------------------------------------------------------- the command line


@pytest.fixture
def files(tmp_path):
    (tmp_path / "dated.policy").write_text(TEXT, encoding="utf-8")
    (tmp_path / "facts.json").write_text('{"worker": {"is_trained": true}}', encoding="utf-8")
    return str(tmp_path / "dated.policy"), str(tmp_path / "facts.json")


def test_inspect_says_when_each_version_holds(files, capsys):
    assert main(["inspect", files[0]]) == 0
    shown = capsys.readouterr().out
    for line in (
        "in force from 2020-01-01",
        "proposed through 2020-06-30",
        "    in force through 2024-06-30, by sent_on",
        "    planned",
    ):
        assert line in shown.split("\n")
    assert main(["inspect", files[0], "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [v["first"] for v in data["versions"]["daily"]] == [None, "2024-07-01"]


def test_decide_takes_the_day_of_knowledge(files, capsys):
    days = ["--as-of", "2024-07-01", "--known-on", "2024-02-29"]
    assert main(["decide", *files, *days, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["known_on"] == "2024-02-29"
    assert main(["decide", *files, "--as-of", "2019-12-31"]) == 3
    assert "no rule for `grant` is in force" in capsys.readouterr().err


def test_the_formatter_leaves_dates_as_they_are():
    once = format_text(Source("x", TEXT))
    assert format_text(Source("x", once)) == once
    assert pp.loads(once) == pp.loads(TEXT)
    assert "in force before 2024-07-01 by sent_on" in once


def test_a_shipped_policy_without_dates_is_always_in_force():
    for policy_id in pp.shipped_ids():
        policy = loaded(policy_id)
        undated = policy.program.in_force is None and all(
            clause.in_force is None for clause in policy.program.clauses
        )
        if undated:
            for question in policy.questions:
                assert list(changes(policy.program, question.id)) == []
                decided = policy.decide({}, as_of=date(1900, 1, 1), question=question.id)
                assert not any(f.not_in_force for f in decided.findings)


# ---------------------------------------------------------------- beside other constructs

RANKED = """
question grade:
  asks "Which grade?"
  about worker
  judged on asked_on
  answers:
    full when {full}
    nothing otherwise
"""


def test_an_answer_that_asks_for_facts_needs_no_rule():
    text = TEXT[: TEXT.index("require daily:")].replace("question grant:", "question unused:")
    text = text[: text.index("question unused:")] + text[text.index("entity worker:") :]
    policy = pp.loads(text + RANKED.format(full="is_trained"))
    assert policy.decide(worker(is_trained=True), as_of=LATE).answer == "full"
    with pytest.raises(pp.NotInForceError):
        policy.decide(worker(is_trained=True), as_of=date(2019, 12, 31))


def test_an_answer_asks_for_the_version_of_the_day():
    policy = pp.loads(
        TEXT.replace("  cite", "  for grant\n  cite") + RANKED.format(full="daily is met")
    )
    facts = worker(is_trained=True, is_insured=False)
    assert policy.decide(facts, as_of=EARLY, question="grade").answer == "full"
    assert policy.decide(facts, as_of=LATE, question="grade").answer == "nothing"


EXCEPTION = """
exception insured to {clause}:
  cite new "4"
  is_insured
  then does not apply
"""


def test_an_exception_is_made_to_every_version():
    policy = pp.loads(TEXT + EXCEPTION.format(clause="daily"))
    facts = worker(is_trained=False, is_insured=True)
    early = policy.decide(facts, as_of=EARLY).finding("daily")
    assert early.outcome is pp.FindingOutcome.NOT_APPLICABLE
    assert [made.id for made in early.exceptions] == ["insured"]


def test_an_exception_stands_between_versions_of_which_any_may_hold():
    policy = pp.loads(TEXT + EXCEPTION.format(clause="sent"))
    for is_insured, outcome in ((True, "not applicable"), (None, "unknown"), (False, "not met")):
        facts = worker(is_trained=False, is_insured=is_insured)
        assert policy.decide(facts, as_of=LATE).finding("sent").outcome.value == outcome


def test_a_program_described_as_facts_has_the_rules_of_the_day(policy):
    def named(day):
        described = policy.described(as_of=day)["program"]
        return [row["clause"] for row in described["program_text"]["entries"]]

    assert named(EARLY) == ["daily", "sent", "later"]
    assert named(date(2019, 12, 31)) == []


def test_a_recorded_decision_is_replayed_with_what_was_known(policy):
    facts = worker(is_trained=True, sent_on="2024-01-01")
    first = policy.decide(facts, as_of=LATE, known_on=date(2024, 2, 29))
    assert policy.replay(first.to_dict(), facts).digest == first.digest
    with pytest.raises(pp.PeerPolicyError):
        policy.replay(first.to_dict() | {"known_on": "soon"}, facts)


def test_the_audit_and_the_letter_speak_of_versions_and_of_proposals(policy):
    proposed = policy.decide(worker(is_trained=True), as_of=date(2020, 6, 30))
    assert "Provisional: yes, on this day the policy is proposed" in proposed.text(to="auditor")
    assert "The rules are not in force yet." in proposed.text(to="applicant")
    late = policy.decide(worker(), as_of=LATE, known_on=date(2024, 2, 29)).text(to="auditor")
    assert "Counting what was issued by: 2024-02-29" in late
    assert "not known on 2024-02-29: issued on 2024-03-01" in late


# ---------------------------------------------------------------- laws

DAYS = [date(2024, 6, 30), date(2024, 7, 1), date(2020, 6, 30), date(2020, 7, 1)]
QUICK = settings(
    max_examples=150, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)
LAW_POLICY = pp.loads(TEXT)
READS = what_is_read(LAW_POLICY.program)


def test_strategies_draw_the_day_that_chooses_on_both_sides_of_a_change():
    assert READS.edges == {("worker", "sent_on"): {EARLY, LATE}}
    seen = set()

    @QUICK
    @given(facts_for(LAW_POLICY, as_of=LATE))
    def draw(facts):
        sent_on = facts.get("worker", {}).get("sent_on")
        seen.add(sent_on["value"] if isinstance(sent_on, dict) and "value" in sent_on else "")
        seen.add(sent_on if isinstance(sent_on, str) else "")

    draw()
    assert {"2024-06-30", "2024-07-01"} <= seen


@QUICK
@given(st.data(), st.sampled_from(DAYS))
def test_a_definite_answer_survives_every_completion(data, day):
    facts = data.draw(facts_for(LAW_POLICY, as_of=day))
    before = LAW_POLICY.decide(facts, as_of=day)
    more = data.draw(completions(LAW_POLICY.schema, facts, day, READS))
    after = LAW_POLICY.decide(more, as_of=day)
    if before.outcome is not pp.Outcome.UNKNOWN:
        assert after.outcome is before.outcome


@QUICK
@given(st.data(), st.sampled_from(DAYS))
def test_forgetting_the_day_that_chooses_settles_nothing(data, day):
    facts = data.draw(facts_for(LAW_POLICY, as_of=day, complete=True))
    before = LAW_POLICY.decide(facts, as_of=day).finding("sent").outcome
    facts["worker"]["sent_on"] = None
    after = LAW_POLICY.decide(facts, as_of=day).finding("sent").outcome
    assert after in (before, pp.FindingOutcome.UNKNOWN)


@QUICK
@given(st.data(), st.sampled_from(DAYS), st.integers(0, 99))
def test_the_order_of_versions_says_nothing(data, day, seed):
    facts = data.draw(facts_for(LAW_POLICY, as_of=day))
    other = pp.loads(shuffled_text(TEXT, Random(seed)))
    here, there = (p.decide(facts, as_of=day) for p in (LAW_POLICY, other))
    assert {f.id: f.outcome for f in here.findings} == {f.id: f.outcome for f in there.findings}
    assert here.digest == there.digest


@QUICK
@given(st.data(), st.sampled_from(DAYS))
def test_a_plan_brings_the_answer_to_met(data, day):
    facts = data.draw(facts_for(LAW_POLICY, as_of=day))
    decided = LAW_POLICY.decide(facts, as_of=day)
    found = decided.remedies()
    if decided.outcome is pp.Outcome.MET:
        assert found.plan is None or found.plan.steps == ()
    if found.wait is not None:
        assert LAW_POLICY.decide(facts, as_of=found.wait.on).outcome is pp.Outcome.MET
