"""The letter of CMS of 2007, second-hand: rules about the programs of states.

CMS-01 describes a model of care. CMS-02 to CMS-04 are permissions of the states, so a program that
is silent breaks nothing; CMS-05 is advice. The programs that are judged here are the shipped ones,
described as facts, and invented ones.
"""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

import peerpolicy as pp
from peerpolicy.outcome import Cause
from peerpolicy.quantity import Interval
from tests.policies.cases import (
    DAY,
    LEFT_OUT,
    MET,
    NOT_MET,
    UNKNOWN,
    Case,
    causes,
    changed,
    covered_ids,
    listed,
    numbers,
    outcomes,
)

LETTER = "us/federal/cms_smdl_07_011"
MODEL, CHOICES = "is_the_model_of_care", "states_its_choices"
EVERY = {f"CMS-{number:02}" for number in range(1, 6)}
PERMISSIONS = {
    "service_delivery": "CMS-02",
    "medical_necessity": "CMS-03",
    "amount_of_service": "CMS-04",
    "duration_of_service": "CMS-04",
    "scope_of_service": "CMS-04",
}
ADVICE = {"supervision_standards": "supervision", "training_standards": "training"}
NOTE = re.compile(r"(CMS-\d\d) ")
ADDED = {"opening", "supervision_page", "faq"}


def rule(*topics, **said):
    row = {"described_on": "2026-11-23", "clause": "a_rule", "force": "must", "is_settled": True}
    return {**row, "topics": list(topics), **said}


def stated(*topics):
    """The complete rules of a program: one rule for each topic."""
    return listed(*(rule(topic) for topic in topics), through="2026-11-23")


def attested(value=True):
    return {"attested": {"by": "state_agency", "on": "2026-10-01"}, "value": value}


PROGRAM = {
    "evidence": "verified",
    "program": {
        "program_text": stated("provider_qualifications", *PERMISSIONS, *ADVICE.values()),
        "helps_with_recovery": True,
        "serves_people_with_mental_illness": True,
        "serves_people_with_substance_use_disorder": True,
        "alignment_of_supervision": attested(),
        "alignment_of_training": attested(),
    },
}


def case(ids, why, question, expected, **changes):
    facts = changed(PROGRAM, **{f"program__{key}": value for key, value in changes.items()})
    return Case(ids=ids, question=question, facts=facts, expected=expected, why=why)


CASES = [
    case("CMS-01", "a provider who is qualified, and help with recovery", MODEL, {MODEL: MET}),
    case(
        "CMS-01",
        "no rule says who is qualified",
        MODEL,
        {"qualified_provider": NOT_MET, MODEL: NOT_MET},
        program_text=stated("supervision"),
    ),
    case(
        "CMS-01",
        "advice on who is qualified is no rule of the state",
        MODEL,
        {"qualified_provider": NOT_MET, MODEL: NOT_MET},
        program_text=listed(rule("provider_qualifications", force="should")),
    ),
    case(
        "CMS-01",
        "nobody knows all rules of the program",
        MODEL,
        {"qualified_provider": UNKNOWN, MODEL: UNKNOWN},
        program_text=[rule("supervision")],
    ),
    case(
        "CMS-01",
        "no help with recovery",
        MODEL,
        {"help_with_recovery": NOT_MET, MODEL: NOT_MET},
        helps_with_recovery=False,
    ),
    case(
        "CMS-01",
        "people with substance use disorder alone: the two readings differ",
        MODEL,
        {"people_served": UNKNOWN, MODEL: UNKNOWN},
        serves_people_with_mental_illness=False,
    ),
    case(
        "CMS-01",
        "other people: the two readings agree",
        MODEL,
        {"people_served": NOT_MET, MODEL: NOT_MET},
        serves_people_with_mental_illness=False,
        serves_people_with_substance_use_disorder=False,
    ),
    case("CMS-02 CMS-03 CMS-04 CMS-05", "everything is stated", CHOICES, {CHOICES: MET}),
    *(
        case(
            id_,
            f"silent on {silent}, and nothing is broken",
            CHOICES,
            {**dict.fromkeys(PERMISSIONS, MET), silent: UNKNOWN, CHOICES: UNKNOWN},
            program_text=stated(*(topic for topic in PERMISSIONS if topic != silent)),
        )
        for silent, id_ in PERMISSIONS.items()
    ),
    case(
        "CMS-04",
        "words that nobody has settled define no duration",
        CHOICES,
        {"duration_of_service": UNKNOWN, "amount_of_service": UNKNOWN, CHOICES: UNKNOWN},
        program_text=listed(rule("duration_of_service", is_settled=False)),
    ),
    *(
        case(
            "CMS-05",
            f"no rule on {topic}: advice is not followed, and decides nothing",
            CHOICES,
            {advice: NOT_MET, CHOICES: MET},
            program_text=stated(*PERMISSIONS),
        )
        for advice, topic in ADVICE.items()
    ),
    case(
        "CMS-05",
        "whether a rule is aligned is for somebody to say",
        CHOICES,
        {"supervision_standards": UNKNOWN, CHOICES: MET},
        alignment_of_supervision=LEFT_OUT,
    ),
    case(
        "CMS-05",
        "not aligned, in the words of the agency",
        CHOICES,
        {"training_standards": NOT_MET, CHOICES: MET},
        alignment_of_training=attested(False),
    ),
]


@pytest.fixture(scope="module")
def letter():
    return pp.load_shipped(LETTER)


@pytest.fixture(scope="module")
def rows(letter):
    found = defaultdict(list)
    for row in letter.ledger:
        if row.source in ADDED:  # tests/policies/test_cms_answers.py
            continue
        match = NOTE.match(row.note)
        assert match, row
        found[match[1]].append(row)
    return found


@pytest.mark.parametrize("each", CASES, ids=lambda each: each.name)
def test_by_the_text(letter, each):
    assert outcomes(letter, each) == each.expected


def test_every_row_has_a_case_and_a_line_in_the_ledger(rows):
    assert covered_ids(CASES) == EVERY == set(rows)


def test_no_place_has_two_rows(letter):
    places = [(row.source, row.locator) for row in letter.ledger]
    assert len(places) == len(set(places))


def test_a_may_is_a_permission_and_a_should_is_advice(letter, rows):
    kinds = {
        id_: {letter.requirement(name).kind for row in of for name in row.clauses if name in known}
        for id_, of in rows.items()
        for known in [{each.id for each in letter.requirements}]
    }
    assert kinds == {
        "CMS-01": {"require"},
        "CMS-02": {"permit"},
        "CMS-03": {"permit"},
        "CMS-04": {"permit"},
        "CMS-05": {"advise"},
    }


def test_every_clause_that_bears_on_an_answer_is_in_the_ledger(letter):
    in_ledger = {name for row in letter.ledger for name in row.clauses}
    assert {clause.id for clause in letter.program.clauses} <= in_ledger


def test_what_was_not_read_itself_is_marked_second_hand(letter):
    assert "second-hand" in letter.program.sources["letter"].title


def test_no_number_is_invented(letter):
    assert numbers(letter) == {1}


@pytest.mark.parametrize("facts", [{}, {"program": {"program_text": stated()}}])
def test_no_program_whatsoever_breaks_what_is_only_permitted(letter, facts):
    d = letter.decide({"evidence": "verified", **facts}, as_of=DAY, question=CHOICES)
    assert d.outcome is pp.Outcome.UNKNOWN
    assert all(d.finding(name).outcome.value == UNKNOWN for name in PERMISSIONS)


def test_silence_is_not_addressed_and_an_open_list_is_something_else(letter):
    silent = changed(PROGRAM, program__program_text=stated())
    found = letter.decide(silent, as_of=DAY, question=CHOICES).finding("duration_of_service")
    assert causes(found) == {Cause.UNADDRESSED}
    unread = changed(PROGRAM, program__program_text=LEFT_OUT)
    found = letter.decide(unread, as_of=DAY, question=CHOICES).finding("duration_of_service")
    assert Cause.UNADDRESSED not in causes(found)


# ---- the shipped programs, described and judged

# For each: on which of the five points it has a rule, whether it says who is qualified, and the
# advice that it fails for want of any rule. Taken from the texts: "short term" defines no duration,
# and the brief on youth and family roles only advises on who is qualified.
SHIPPED = {
    "us/mt/sdmi_peer_support": ({"amount_of_service", "scope_of_service"}, MET, set()),
    "us/ct/dds_peer_to_peer": ({"scope_of_service"}, MET, set()),
    "us/ct/youth_peer_support": ({"scope_of_service"}, NOT_MET, set()),
    "us/ct/family_peer_support": ({"scope_of_service"}, NOT_MET, set()),
    "us/peer_respite": ({"scope_of_service"}, NOT_MET, set(ADVICE)),
}


@pytest.mark.parametrize("policy_id", SHIPPED)
def test_a_shipped_program_by_the_letter(letter, policy_id):
    choices, qualified, not_followed = SHIPPED[policy_id]
    facts = pp.load_shipped(policy_id).described(as_of=DAY)
    d = letter.decide(facts, as_of=DAY, question=CHOICES)
    assert {f.id for f in d.findings if f.outcome.value == MET} == choices
    assert {f.id for f in d.advice if f.outcome.value == NOT_MET} == not_followed
    d = letter.decide(facts, as_of=DAY, question=MODEL)
    assert d.finding("qualified_provider").outcome.value == qualified
    assert d.finding("people_served").outcome.value == UNKNOWN


def test_the_finding_of_a_program_without_the_rule(letter):
    facts = pp.load_shipped("us/mt/sdmi_peer_support").described(as_of=DAY)
    found = letter.requirement("duration_of_service").evaluate(facts, as_of=DAY)
    assert (found.observed.value, found.observed.unit) == (Interval.exactly(0), "rules")
    assert (found.required.words, found.required.bound) == ("at least", 1)
    text = letter.decide(facts, as_of=DAY, question=CHOICES).text(to="staff")
    assert "seen: 0 rules (verified); needed: at least 1 rule" in text
    assert "the source does not speak of this case" in text


def test_every_example_passes(letter):
    results = letter.check_examples()
    assert len(results) >= 10
    assert all(result.passed for result in results)
