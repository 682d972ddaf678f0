"""The applicant's text and the auditor's text: what each says, and what it must never say."""

import re
from datetime import date

import pytest

import peerpolicy as pp
from peerpolicy.explain.letter import _PLAIN
from peerpolicy.explain.traces import walk
from peerpolicy.outcome import Cause
from tests.shipped import decided_examples, loaded
from tests.unit.test_answers import ADULT, READY, SCHOOLED, TRAINED, UNSCHOOLED, UNTRAINED, decide

DAY = date(2026, 11, 23)
DDS, MONTANA = (loaded(i) for i in ("us/ct/dds_peer_to_peer", "us/mt/sdmi_peer_support"))
POLICIES = [loaded(name) for name in pp.shipped_ids()]
EXAMPLES = [(policy, example) for policy in POLICIES for example in decided_examples(policy)]


def of_example(policy, example):
    return policy.decide(example.facts, as_of=example.as_of, question=example.question)


def hire(**peer):
    return DDS.decide({"evidence": "verified", "peer": peer}, as_of=DAY, question="hire")


def blocks(text):
    """The blocks of a text, by their first line."""
    parts = [block.split("\n") for block in text.strip().split("\n\n")]
    return {lines[0].strip(): [line.strip() for line in lines[1:]] for lines in parts}


# ---------------------------------------------------------------- the applicant


def test_a_letter_begins_with_the_answer() -> None:
    lines = hire(birth_date="2007-04-02").text("applicant").splitlines()
    assert lines[:3] == [
        "You asked: May this person be hired as a peer support?",
        "We cannot say yes today.",
        "We looked at the rules and facts for 23 November 2026.",
    ]
    unknown = DDS.decide({}, as_of=DAY, question="hire").text("applicant").splitlines()
    assert unknown[1] == "We do not know the answer yet."
    assert "This is not a no." in unknown
    assert decide(ADULT, TRAINED, READY).text("applicant").splitlines()[1] == "The answer is: full."


def test_what_is_missing_is_said_exactly_with_the_day_on_which_it_changes() -> None:
    assert blocks(hire(birth_date="2007-04-02").text("applicant"))["What is missing"] == [
        "1. Min age",
        'The rule says: "age is at least 21 years".',
        "We see: 19 years.",
        "2 years more are needed.",
        "If nothing else changes, this is met on 2 April 2028.",
    ]


def test_what_is_not_known_is_asked_in_the_policys_words() -> None:
    found = blocks(DDS.decide({}, as_of=DAY, question="hire").text("applicant"))
    at = found["What we do not know"].index('- Min age: "age is at least 21 years"')
    assert found["What we do not know"][at + 1] == "We do not know this: birth date."
    assert "- Tell us: What is your date of birth?" in found["What you can do"]
    assert (
        "- Send this paper, if you have it: practitioner application." in found["What you can do"]
    )
    assert found["What others must decide"] == [
        '- Department decides this: "knows how to respond to fire and emergency situations".'
    ]


def of_shipped(policy_id, example_id):
    """A worked example of a shipped policy, decided."""
    policy = next(each for each in POLICIES if each.id == policy_id)
    return of_example(policy, next(e for e in policy.program.examples if e.id == example_id))


def test_of_a_rule_in_parts_each_part_that_is_missing_is_said() -> None:
    d = of_shipped("us_ca_medi_cal_peer_support", "an_hour_short_in_three_years")
    said = " ".join(d.text("applicant", values="full").split())
    assert 'Of this we see 1549 hours: "at least 1550 hours of peer work in the 3 years' in said
    assert "1549" not in d.text("applicant", values="masked")


def test_evidence_that_is_lacking_is_no_reproach() -> None:
    d = DDS.decide({"peer": {"birth_date": "1990-01-01"}}, as_of=DAY, question="hire")
    found = blocks(d.text("applicant"))
    assert "We were told this. We have no proof of it yet." in found["What we do not know"]
    assert "- Send something that shows this: birth date." in found["What you can do"]


def test_the_items_of_a_group_stand_in_the_rule() -> None:
    found = blocks(hire(has_ged=False, has_high_school_diploma=False).text("applicant"))
    assert 'The rule says: "any of: has high school diploma; has ged".' in found["What is missing"]


def test_with_remedies_the_shortest_way_to_yes_stands_in_the_place_of_the_questions() -> None:
    found = blocks(decide(ADULT, UNTRAINED, UNSCHOOLED).text("applicant", remedies=True))
    assert found['What would lead to "full"'] == [
        "- Get this: peer support training, 30 hours.",
        "- Ask board to confirm this: ready.",
    ]
    assert "What you can do" not in found
    wait = DDS.program.examples[0]
    assert wait


def test_a_wait_is_a_day_written_out() -> None:
    d = decide({"birth_date": "2008-12-01"}, TRAINED, READY, UNSCHOOLED)
    assert "  - Wait until 1 December 2026." in d.text("applicant", remedies=True).splitlines()


def test_a_better_answer_that_is_missed_is_named() -> None:
    found = blocks(decide(ADULT, UNTRAINED, SCHOOLED).text("applicant"))
    assert found['What is missing for "full"'][0] == "1. Training"


def test_what_is_met_is_named_but_not_what_tells_of_health_or_lived_experience() -> None:
    d = of_example(MONTANA, MONTANA.program.examples[0])
    lived = d.finding("lived_experience")
    seen = {t.observed.sensitivity for t in walk(lived.parts) if t.observed is not None}
    assert seen == {type(next(iter(seen))).LIVED_EXPERIENCE}
    good = blocks(d.text("applicant"))["What is good already"]
    assert "- Lived experience" not in good
    assert any("We do not name them here." in line for line in good)
    assert (
        "- Lived experience" in blocks(d.text("applicant", values="full"))["What is good already"]
    )


def test_a_failing_rule_about_lived_experience_is_named_and_its_value_is_not() -> None:
    d = DDS.decide(
        {"evidence": "verified", "peer": {"life_experience_to_share": False}},
        as_of=DAY,
        question="hire",
    )
    hidden = "This is not met now. We do not repeat here what we know about it."
    at = ["1. Life experience", 'The rule says: "attests life experience to share".']
    assert blocks(d.text("applicant"))["What is missing"] == [*at, hidden]
    assert blocks(d.text("applicant", values="full"))["What is missing"] == [*at, "We see: no."]


def test_masked_letters_repeat_nothing_private() -> None:
    d = hire(birth_date="2007-04-02", has_ged=True)
    text = d.text("applicant", values="masked", remedies=True)
    assert "19" not in text and "2028" not in text
    assert "- 1 rule is also met. We do not name it here." in text


def test_the_auditor_reads_of_what_bars_that_it_must_not_be() -> None:
    d = of_shipped("us_oh_certified_peer_supporter", "on_parole")
    sanction = d.text("auditor", values="full").split("] court_sanction")[1].split("\n\n")[0]
    assert "must not be: yes" in sanction
    assert "needed: yes" not in sanction


def own_sentences(text, asks):
    """The sentences of a letter without the policy's own words: what is quoted, asked or listed."""
    for line in text.split("\n\nWhere the rules stand")[0].splitlines():
        own = re.sub(r'"[^"]*"', "", line.strip())
        for words in asks:
            own = own.replace(words, "")
        if not own.startswith("- ") or own.endswith("."):
            yield from re.split(r"(?<=[.?!]) ", own)


def without_titles(text, policy):
    """A letter without the titles of the policy and its sources, which may number a rule."""
    for title in (policy.title, *(source.title for source in policy.program.sources.values())):
        text = text.replace(title, "")
    return text


@pytest.mark.parametrize(("policy", "example"), EXAMPLES, ids=lambda x: getattr(x, "id", ""))
def test_no_letter_reproaches_promises_or_runs_on(policy, example, monkeypatch) -> None:
    """Outside the policy's own words: short sentences, "we do not know", nothing invented."""
    monkeypatch.setattr("peerpolicy.explain.blocks.WIDTH", 10_000)
    d = of_example(policy, example)
    # remedies take a while: every other letter has them
    with_remedies = policy.program.examples.index(example) % 2 == 0
    for text in (
        d.text("applicant"),
        d.text("applicant", remedies=with_remedies, values="full"),
    ):
        assert not re.search(r"[\w.]+@[\w.]+|https?://|\d{3}-\d{4}", without_titles(text, policy))
        for sentence in own_sentences(text, [d.asks, *(ask.asked for ask in d.needs())]):
            assert len(sentence.split()) <= 15, sentence
            for word in ("you did not", "you failed", "failure", "appeal", "deadline", "call "):
                assert word not in sentence.lower(), sentence


def test_every_cause_has_a_plain_sentence() -> None:
    assert set(_PLAIN) == set(Cause)


# ---------------------------------------------------------------- the auditor


@pytest.mark.parametrize(("policy", "example"), EXAMPLES, ids=lambda x: getattr(x, "id", ""))
def test_an_auditor_sees_everything(policy, example) -> None:
    d = of_example(policy, example)
    text = " ".join(d.text("auditor").split())
    for finding in d.findings:
        assert (
            f"[{finding.outcome.value}] {finding.id} ({finding.kind}, {finding.force.value})"
            in text
        )
        for cited in finding.citation:
            assert cited.title in text
            assert "; ".join(cited.locators) in text
        assert f"{finding.span.file}, line {finding.span.line}" in text
        for each in finding.assumptions:
            assert each.because in text
    for name in (d.digest, d.policy_digest, d.facts_digest, f"engine: peerpolicy {d.engine}"):
        assert name in text
    for convention in d.conventions:
        assert convention.name.replace("_", " ") in text
    for reading in d.interpretations:
        assert reading.by.replace("_", " ") in text and reading.on.isoformat() in text
    for ask in d.needs():
        assert ask.name in text
    for referral in d.referrals:
        assert referral.who.replace("_", " ") in text


def test_an_auditor_sees_one_finding_so() -> None:
    found = blocks(hire(birth_date="2007-04-02").text("auditor"))
    assert found["[not met] min_age (require, must)"] == [
        "applies: met; holds: not met; bears on the answer",
        "evidence: verified",
        "condition:",
        "- [not met] age is at least 21 years",
        "seen: 19 years (verified); needed: at least 21 years; short by 2 years",
        "would be met by waiting: 2028-04-02",
        "cite: Peer to Peer page, Connecticut DDS (page), how do i qualify, 1",
        f"policy: us/ct/dds_peer_to_peer, line {DDS.requirement('min_age')._clause.place.line}",
    ]


def test_an_auditor_sees_answers_with_what_they_wait_for() -> None:
    found = blocks(decide(ADULT, UNTRAINED, SCHOOLED).text("auditor"))
    assert found["Answers"][:3] == [
        "[not met] full",
        "- [not met] full route is met",
        "- [not met] training",
    ]
    assert "waits for: training, ready" in found["Answers"]


def test_a_masked_audit_hides_private_values_and_keeps_the_rest() -> None:
    text = hire(birth_date="2007-04-02").text("auditor", values="masked")
    assert "19 years" not in text and "2028-" not in text
    assert "seen: masked (verified); needed: at least 21 years" in text


@pytest.mark.parametrize("to", ["staff", "auditor"])
def test_remedies_stand_in_the_text_where_asked(to) -> None:
    d = decide(ADULT, UNTRAINED, UNSCHOOLED)
    assert "What would change it" in d.text(to, remedies=True)
    assert "What would change it" not in d.text(to)


@pytest.mark.parametrize("to", ["staff", "applicant", "auditor"])
def test_a_word_for_values_that_is_not_known_is_refused(to) -> None:
    with pytest.raises(ValueError, match="masked"):
        decide(ADULT).text(to, values="some")


def test_there_is_a_text_for_three_audiences() -> None:
    with pytest.raises(ValueError, match="staff, applicant, auditor"):
        decide(ADULT).text("everybody")
