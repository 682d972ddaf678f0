"""The letter of CMS of 2007, second-hand: rules about the programs of states.

CMS-01 describes a model of care. CMS-02 to CMS-04 are permissions of the states, so a program that
is silent breaks nothing; CMS-05 is advice. The programs that are judged here are the shipped ones,
described as facts, and invented ones.
"""

from __future__ import annotations

import pytest

import peerpolicy as pp
from peerpolicy.outcome import Cause
from peerpolicy.quantity import Interval
from tests.policies import rows
from tests.policies.cases import asking, causes, changed, listed, numbers, outcomes, rule
from tests.policies.words import DAY, LEFT_OUT, MET, NOT_MET, UNKNOWN
from tests.shipped import loaded

POLICY = "us/federal/cms_smdl_07_011"
MODEL, CHOICES = "is_the_model_of_care", "states_its_choices"
PERMISSIONS = {
    "service_delivery": "CMS-02",
    "medical_necessity": "CMS-03",
    "amount_of_service": "CMS-04",
    "duration_of_service": "CMS-04",
    "scope_of_service": "CMS-04",
}
ADVICE = {"supervision_standards": "supervision", "training_standards": "training"}
ADDED = {"opening", "supervision_page", "faq"}


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


model = asking(MODEL, PROGRAM, "program")
choose = asking(CHOICES, PROGRAM, "program")


CASES = [
    model("CMS-01", "a provider who is qualified, and help with recovery", {MODEL: MET}),
    model(
        "CMS-01",
        "no rule says who is qualified",
        {"qualified_provider": NOT_MET, MODEL: NOT_MET},
        program_text=stated("supervision"),
    ),
    model(
        "CMS-01",
        "advice on who is qualified is no rule of the state",
        {"qualified_provider": NOT_MET, MODEL: NOT_MET},
        program_text=listed(rule("provider_qualifications", force="should")),
    ),
    model(
        "CMS-01",
        "nobody knows all rules of the program",
        {"qualified_provider": UNKNOWN, MODEL: UNKNOWN},
        program_text=[rule("supervision")],
    ),
    model(
        "CMS-01",
        "no help with recovery",
        {"help_with_recovery": NOT_MET, MODEL: NOT_MET},
        helps_with_recovery=False,
    ),
    model(
        "CMS-01",
        "people with substance use disorder alone: the two readings differ",
        {"people_served": UNKNOWN, MODEL: UNKNOWN},
        serves_people_with_mental_illness=False,
    ),
    model(
        "CMS-01",
        "other people: the two readings agree",
        {"people_served": NOT_MET, MODEL: NOT_MET},
        serves_people_with_mental_illness=False,
        serves_people_with_substance_use_disorder=False,
    ),
    choose("CMS-02 CMS-03 CMS-04 CMS-05", "everything is stated", {CHOICES: MET}),
    *(
        choose(
            id_,
            f"silent on {silent}, and nothing is broken",
            {**dict.fromkeys(PERMISSIONS, MET), silent: UNKNOWN, CHOICES: UNKNOWN},
            program_text=stated(*(topic for topic in PERMISSIONS if topic != silent)),
        )
        for silent, id_ in PERMISSIONS.items()
    ),
    choose(
        "CMS-04",
        "words that nobody has settled define no duration",
        {"duration_of_service": UNKNOWN, "amount_of_service": UNKNOWN, CHOICES: UNKNOWN},
        program_text=listed(rule("duration_of_service", is_settled=False)),
    ),
    *(
        choose(
            "CMS-05",
            f"no rule on {topic}: advice is not followed, and decides nothing",
            {advice: NOT_MET, CHOICES: MET},
            program_text=stated(*PERMISSIONS),
        )
        for advice, topic in ADVICE.items()
    ),
    choose(
        "CMS-05",
        "whether a rule is aligned is for somebody to say",
        {"supervision_standards": UNKNOWN, CHOICES: MET},
        alignment_of_supervision=LEFT_OUT,
    ),
    choose(
        "CMS-05",
        "not aligned, in the words of the agency",
        {"training_standards": NOT_MET, CHOICES: MET},
        alignment_of_training=attested(False),
    ),
]


@pytest.mark.parametrize("each", CASES, ids=lambda each: each.name)
def test_by_the_text(policy, each):
    assert outcomes(policy, each) == each.expected


def test_every_row_of_the_letter_has_a_case_and_no_other_text_has_one(policy):
    by_the_letter = rows.by_id(row for row in policy.ledger if row.source not in ADDED)
    assert rows.covered(CASES) == rows.ids(POLICY, "CMS") == set(by_the_letter)


def test_a_may_is_a_permission_and_a_should_is_advice(policy):
    kinds = rows.kinds_by_id(policy)
    assert {id_: kinds[id_] for id_ in rows.ids(POLICY, "CMS")} == {
        "CMS-01": {"require"},
        "CMS-02": {"permit"},
        "CMS-03": {"permit"},
        "CMS-04": {"permit"},
        "CMS-05": {"advise"},
    }


def test_what_was_not_read_itself_is_marked_second_hand(policy):
    assert "second-hand" in policy.program.sources["letter"].title


def test_no_number_is_invented(policy):
    assert numbers(policy) == {1}


@pytest.mark.parametrize("facts", [{}, {"program": {"program_text": stated()}}])
def test_no_program_whatsoever_breaks_what_is_only_permitted(policy, facts):
    d = policy.decide({"evidence": "verified", **facts}, as_of=DAY, question=CHOICES)
    assert d.outcome is pp.Outcome.UNKNOWN
    assert all(d.finding(name).outcome.value == UNKNOWN for name in PERMISSIONS)


def test_silence_is_not_addressed_and_an_open_list_is_something_else(policy):
    silent = changed(PROGRAM, program__program_text=stated())
    found = policy.decide(silent, as_of=DAY, question=CHOICES).finding("duration_of_service")
    assert causes(found) == {Cause.UNADDRESSED}
    unread = changed(PROGRAM, program__program_text=LEFT_OUT)
    found = policy.decide(unread, as_of=DAY, question=CHOICES).finding("duration_of_service")
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
def test_a_shipped_program_by_the_letter(policy, policy_id):
    choices, qualified, not_followed = SHIPPED[policy_id]
    facts = loaded(policy_id).described(as_of=DAY)
    d = policy.decide(facts, as_of=DAY, question=CHOICES)
    assert {f.id for f in d.findings if f.outcome.value == MET} == choices
    assert {f.id for f in d.advice if f.outcome.value == NOT_MET} == not_followed
    d = policy.decide(facts, as_of=DAY, question=MODEL)
    assert d.finding("qualified_provider").outcome.value == qualified
    assert d.finding("people_served").outcome.value == UNKNOWN


def test_the_finding_of_a_program_without_the_rule(policy):
    facts = loaded("us/mt/sdmi_peer_support").described(as_of=DAY)
    found = policy.requirement("duration_of_service").evaluate(facts, as_of=DAY)
    assert (found.observed.value, found.observed.unit) == (Interval.exactly(0), "rules")
    assert (found.required.words, found.required.bound) == ("at least", 1)
    text = policy.decide(facts, as_of=DAY, question=CHOICES).text(to="staff")
    assert "seen: 0 rules (verified); needed: at least 1 rule" in text
    assert "the source does not speak of this case" in text
