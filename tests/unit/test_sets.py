"""Sets of choices: what a report says of them, what would change them, and the laws they keep."""

from __future__ import annotations

import json
from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy.explain.decision import Decision
from peerpolicy.outcome import FindingOutcome
from peerpolicy.testing import facts_for
from peerpolicy.testing.answers import Asked, lost

AS_OF = date(2026, 11, 23)

TEXT = """
language 1
program small:
  title "Tests of a set of choices"
  decided on shown

source text:
  title "A text"
  rank rule

question hire:
  asks "May this worker be hired?"
  about worker
  judged on work_day

entity worker:
  is a person

choices tongues:
  en "English"
  es "Spanish"
  fr "French"

choices topics:
  ethics "ethics"
  safety "safety"

fact languages:
  of worker
  is some of tongues
  sensitivity personal
  asked "Which languages do you speak?"

entry lesson:
  of worker
  dated held_on
  counts hours
  fields:
    topics is some of topics
  sensitivity public

require spanish:
  cite text "1"
  languages includes es

require no_french:
  cite text "2"
  none of:
    languages includes fr

require ethics:
  cite text "3"
  at least 3 hours of lesson where topics includes any of ethics, safety

example spanish_teacher:
  decide hire on 2026-11-23
  given:
    languages is en, es
    3 hours of lesson on 2026-11-01 where topics is ethics, safety
  expect:
    hire is met
"""


@cache
def policy() -> pp.Policy:
    """Check the policy once."""
    return pp.loads(TEXT, name="small.policy")


def decide(**worker: object) -> Decision:
    """Decide the case of a worker of whom everything is shown."""
    facts = {"evidence": "shown", "worker": worker}
    return policy().decide(facts, as_of=AS_OF, question="hire")


def lesson(hours: int, *topics: str) -> dict[str, object]:
    return {"held_on": "2026-11-01", "hours": hours, "topics": list(topics)}


def test_the_example_is_met() -> None:
    assert all(result.passed for result in policy().check_examples())


def test_a_finding_shows_the_set_and_what_it_lacks() -> None:
    found = decide(languages=["fr", "en"]).finding("spanish")
    assert found.outcome is FindingOutcome.NOT_MET
    assert found.observed is not None
    assert found.observed.value == ("en", "fr")
    assert found.required is not None
    assert (found.required.words, found.required.bound) == ("includes", "es")
    assert found.shortfall is None
    assert found.changes_on is None


def test_the_report_says_seen_and_needed() -> None:
    page = decide(languages=["fr", "en"]).text(to="staff", values="full")
    assert "seen: en, fr (shown); needed: includes es" in page
    assert "seen: none (shown); needed: includes es" in decide(languages=[]).text(
        to="staff", values="full"
    )


def test_the_data_hold_the_set_as_a_list_or_masked() -> None:
    decided = decide(languages=["en"])
    (spanish, *_) = decided.to_dict(values="full")["findings"]  # type: ignore[misc]
    assert spanish["observed"] == {"value": ["en"], "unit": ""}
    (spanish, *_) = decided.to_dict()["findings"]  # type: ignore[misc]
    assert spanish["observed"] == "masked"
    json.dumps(decided.to_dict(values="full", remedies=True))


def test_a_missing_set_is_asked_for_in_the_words_of_the_policy() -> None:
    (ask, *_) = decide().needs()
    assert (ask.name, ask.asked) == ("languages", "Which languages do you speak?")


@pytest.mark.parametrize(
    ("languages", "kind", "value"),
    [(None, "ask", ("es",)), (["en"], "change", ("en", "es")), (["es", "fr"], "change", ("es",))],
)
def test_a_remedy_keeps_what_need_not_change(
    languages: list[str] | None, kind: str, value: tuple[str, ...]
) -> None:
    plan = decide(languages=languages, lesson=[lesson(3, "ethics")]).remedies().plan
    assert plan is not None
    assert [(step.kind, step.value) for step in plan.steps] == [(kind, value)]


def test_a_remedy_says_of_which_topic_hours_are_lacking() -> None:
    plan = decide(languages=["es"], lesson=pp.complete([lesson(1, "ethics")])).remedies().plan
    assert plan is not None
    (step,) = plan.steps
    assert step.where == (("topics", "ethics"),)
    assert step.value == pp.Interval.exactly(2)


def test_the_digest_does_not_hang_on_the_order_of_a_set() -> None:
    one, other = decide(languages=["en", "es"]), decide(languages=["es", "en", "es"])
    assert one.digest == other.digest
    assert one.digest != decide(languages=["es"]).digest


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_a_definite_answer_survives_every_completion(data: st.DataObject) -> None:
    asked = Asked.of(policy().program, "hire")
    facts = data.draw(facts_for(policy(), "hire"))
    further = data.draw(asked.further(facts, AS_OF))
    assert lost(asked.trace(facts, AS_OF), asked.trace(further, AS_OF)) == []
