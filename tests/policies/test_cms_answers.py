"""The opening page of the letter of CMS of 2007, and the answers of 2024 to questions on it.

CMSF-01 to CMSF-03 were read; CMSF-04 to CMSF-10 are second-hand and marked as assumed. What is only
believed of the letter (CMSF-12, CMSF-13) stands open in the ledger and is carried out by nothing.
"""

from __future__ import annotations

import pytest

import peerpolicy as pp
from tests.policies import rows
from tests.policies.cases import asking, listed, outcomes, rule
from tests.policies.words import DAY, LEFT_OUT, MET, NOT_MET, UNKNOWN

POLICY = "us/federal/cms_smdl_07_011"
ASKED, OPTIONS = "meets_the_letter", "takes_up_its_options"
SOURCES = {"opening", "supervision_page", "faq"}
HEADS = ("supervision", "care_coordination", "training")
KINDS = {
    "CMSF-01": {"require"},
    "CMSF-02": {"require"},
    "CMSF-03": {"require"},
    "CMSF-04": {"require"},
    "CMSF-05": {"permit"},
    "CMSF-06": {"advise"},
    "CMSF-07": {"permit"},
    "CMSF-08": {"advise"},
    "CMSF-09": {"advise"},
    "CMSF-10": {"advise"},
    "CMSF-11": set(),
    "CMSF-12": set(),
    "CMSF-13": set(),
}
SECOND_HAND = {f"CMSF-{number:02}" for number in range(4, 11)}


PROGRAM = {
    "evidence": "verified",
    "program": {
        "program_text": listed(*map(rule, HEADS)),
        "peers_are_a_provider_type": True,
        "serves_adults": True,
        "serves_youth": True,
        "serves_families": True,
        "serves_people_with_mental_illness": True,
        "serves_people_with_substance_use_disorder": False,
        "peers_have_been_consumers": True,
        "supervisors_are_professionals": True,
        "allows_peers_as_supervisors": True,
        "is_part_of_a_comprehensive_system": True,
        "allows_emergency_rooms": True,
        "allows_inpatient_settings": True,
        "living_wage": {"attested": {"by": "state_agency", "on": "2026-10-01"}, "value": True},
    },
}


asked = asking(ASKED, PROGRAM, "program")
option = asking(OPTIONS, PROGRAM, "program")


def advice(id_, name, *, fact):
    why = f"{fact} is no: advice, and it decides nothing"
    return option(id_, why, {name: NOT_MET, OPTIONS: MET}, **{fact: False})


CASES = [
    asked("CMSF-01 CMSF-02 CMSF-03 CMSF-04", "everything is there", {ASKED: MET}),
    asked(
        "CMSF-01",
        "adults are not served",
        {"distinct_provider_type": NOT_MET, ASKED: NOT_MET},
        serves_adults=False,
    ),
    asked(
        "CMSF-01",
        "mental illness or substance use disorder: neither",
        {"distinct_provider_type": NOT_MET},
        serves_people_with_mental_illness=False,
    ),
    asked(
        "CMSF-02",
        "peers need not have used services",
        {"experience_as_a_consumer": NOT_MET},
        peers_have_been_consumers=False,
    ),
    *(
        asked(
            "CMSF-03",
            f"no rule on {silent}",
            {"three_heads": NOT_MET, ASKED: NOT_MET},
            program_text=listed(*(rule(topic) for topic in HEADS if topic != silent)),
        )
        for silent in HEADS
    ),
    asked(
        "CMSF-03",
        "advice is no requirement",
        {"three_heads": NOT_MET},
        program_text=listed(*(rule(topic, force="should") for topic in HEADS)),
    ),
    asked(
        "CMSF-03",
        "nobody knows all rules",
        {"three_heads": UNKNOWN},
        program_text=[rule("supervision")],
    ),
    asked(
        "CMSF-04",
        "no professional",
        {"supervision_as_the_state_defines": NOT_MET},
        supervisors_are_professionals=False,
    ),
    option(
        "CMSF-05 CMSF-06 CMSF-07 CMSF-08 CMSF-09 CMSF-10",
        "everything is taken up",
        {OPTIONS: MET, "rates": MET},
    ),
    option(
        "CMSF-05",
        "no settled rule on supervision: nothing is broken",
        {"level_and_frequency_of_supervision": UNKNOWN, OPTIONS: UNKNOWN},
        program_text=listed(rule("supervision", is_settled=False)),
    ),
    option(
        "CMSF-07",
        "an option that is not taken up breaks nothing",
        {"option_of_the_state": UNKNOWN, OPTIONS: UNKNOWN},
        is_part_of_a_comprehensive_system=False,
    ),
    advice("CMSF-06", "supervision_by_peers", fact="allows_peers_as_supervisors"),
    advice("CMSF-08", "emergency_and_inpatient", fact="allows_emergency_rooms"),
    advice("CMSF-08", "emergency_and_inpatient", fact="allows_inpatient_settings"),
    advice("CMSF-09", "adults_youth_and_families", fact="serves_youth"),
    option(
        "CMSF-10",
        "whether the rate is a living wage somebody must say",
        {"rates": UNKNOWN, OPTIONS: MET},
        living_wage=LEFT_OUT,
    ),
]


@pytest.fixture(scope="module")
def added(policy):
    return {row.note.split()[0]: row for row in policy.ledger if row.source in SOURCES}


@pytest.mark.parametrize("each", CASES, ids=lambda each: each.name)
def test_by_the_text(policy, each):
    assert outcomes(policy, each) == each.expected


def test_every_row_stands_in_the_ledger_with_its_force(policy, added):
    assert {id_: rows.kinds(policy, [row]) for id_, row in added.items()} == KINDS
    assert rows.covered(CASES) == {id_ for id_, kinds in KINDS.items() if kinds}


def test_second_hand_rows_say_so_and_their_clauses_are_assumed(policy, added):
    assert {id_ for id_, row in added.items() if "second-hand" in row.note} == SECOND_HAND
    for id_ in SECOND_HAND:
        assert all(clause.assumptions for clause in rows.carrying(policy, [added[id_]])), id_


def test_what_is_only_believed_is_open_and_carried_out_by_nothing(added):
    for id_ in ("CMSF-12", "CMSF-13"):
        assert (added[id_].status, added[id_].owner) == ("open", "cms")
        assert "believed" in added[id_].note


def test_no_program_breaks_an_option(policy):
    empty = {"evidence": "verified", "program": {"program_text": listed()}}
    decision = policy.decide(empty, as_of=DAY, question=OPTIONS)
    assert decision.outcome is pp.Outcome.UNKNOWN
