"""SAMHSA's model standards of 2023, second-hand: advice to states, and a permission.

SAM-01 to SAM-08 are the rows. The model binds nobody, so nothing here is a requirement. Judged are
invented programs and two shipped ones, described as facts.
"""

from __future__ import annotations

import pytest

from tests.policies import rows
from tests.policies.cases import asking, listed, numbers, outcomes, rule
from tests.policies.words import DAY, LEFT_OUT, MET, NOT_MET, UNKNOWN
from tests.shipped import loaded

POLICY = "us/federal/samhsa_model_standards"
ASKED = "works_without_certificate"
BACKGROUND = {"SAM-05", "SAM-06", "SAM-08"}
TEN = [
    "lived_experience",
    "training",
    "examination",
    "education",
    "supervised_experience",
    "background_check",
    "recovery",
    "ethics",
    "costs_and_fees",
    "peer_supervision",
]


def minimum(topic, hours):
    row = {"described_on": "2026-11-23", "clause": "a_rule", "topics": [topic]}
    return {**row, "length": hours * 60}


PROGRAM = {
    "evidence": "verified",
    "program": {
        "program_text": listed(*map(rule, TEN)),
        "minimum_of_hours": listed(minimum("training", 40), minimum("supervised_experience", 120)),
        "supervisors_are_certified": True,
        "supervisors_have_worked_as_peers": True,
        "leaves_room_without_certificate": True,
    },
}


case = asking(ASKED, PROGRAM, "program")


CASES = [
    case(
        "SAM-01 SAM-02 SAM-03 SAM-04 SAM-07",
        "everything as the model has it",
        {
            ASKED: MET,
            "training_hours": MET,
            "supervised_hours_at_most": MET,
            "peer_supervisors": MET,
            "standards_addressed": MET,
        },
    ),
    *(
        case(
            "SAM-01",
            f"{hours} hours of training",
            {"training_hours": outcome, ASKED: MET},
            minimum_of_hours=listed(minimum("training", hours)),
        )
        for hours, outcome in [(39, NOT_MET), (60, MET), (61, NOT_MET)]
    ),
    case(
        "SAM-01 SAM-02",
        "no hours at all: none of training, and not too many of work",
        {"training_hours": NOT_MET, "supervised_hours_at_most": MET},
        minimum_of_hours=listed(),
    ),
    case(
        "SAM-02",
        "121 hours of work: too many for the model, and advice",
        {"supervised_hours_at_most": NOT_MET, ASKED: MET},
        minimum_of_hours=listed(minimum("supervised_experience", 121)),
    ),
    case(
        "SAM-02",
        "another rule may ask for more",
        {"supervised_hours_at_most": UNKNOWN},
        minimum_of_hours=[minimum("supervised_experience", 80)],
    ),
    case(
        "SAM-03",
        "certified, and never a peer worker",
        {"peer_supervisors": NOT_MET, ASKED: MET},
        supervisors_have_worked_as_peers=False,
    ),
    *(
        case(
            "SAM-04",
            f"no rule on {topic}",
            {"standards_addressed": NOT_MET, ASKED: MET},
            program_text=listed(*(rule(each) for each in TEN if each != topic)),
        )
        for topic in TEN
    ),
    case(
        "SAM-07",
        "a certificate for everybody: the permission is not taken up, and nothing is broken",
        {"with_or_without_certificate": UNKNOWN, ASKED: UNKNOWN},
        leaves_room_without_certificate=False,
    ),
    case("SAM-07", "not told", {ASKED: UNKNOWN}, leaves_room_without_certificate=LEFT_OUT),
]


@pytest.mark.parametrize("each", CASES, ids=lambda each: each.name)
def test_by_the_text(policy, each):
    assert outcomes(policy, each) == each.expected


def test_every_row_has_its_case_and_its_force(policy):
    assert rows.covered(CASES) == rows.ids(POLICY) - BACKGROUND
    kinds = rows.kinds_by_id(policy)
    assert {id_ for id_, of in kinds.items() if of == {"advise"}} == {
        "SAM-01",
        "SAM-02",
        "SAM-03",
        "SAM-04",
    }
    assert kinds["SAM-07"] == {"permit"}
    assert not any(kinds[id_] for id_ in BACKGROUND)


def test_everything_is_second_hand_and_says_so(policy):
    assert all(clause.assumptions for clause in policy.program.clauses)
    assert all("second-hand" in row.note or "believed" in row.note for row in policy.ledger)


def test_no_number_is_invented(policy):
    # 40 to 60 hours and 120 hours, in minutes as lengths are; some rule, none
    assert numbers(policy) == {0, 1, 40 * 60, 60 * 60, 120 * 60}


@pytest.mark.parametrize(
    ("policy_id", "outcome"),
    [("us/oh/certified_peer_supporter", MET), ("us/mt/sdmi_peer_support", NOT_MET)],
    ids=["ohio asks for 40 hours", "montana for 30"],
)
def test_a_shipped_program_by_the_model(policy, policy_id, outcome):
    facts = loaded(policy_id).described(as_of=DAY)
    advice = {f.id: f.outcome.value for f in policy.decide(facts, as_of=DAY).advice}
    assert advice["training_hours"] == outcome
    assert advice["supervised_hours_at_most"] == MET
    assert advice["standards_addressed"] == NOT_MET
