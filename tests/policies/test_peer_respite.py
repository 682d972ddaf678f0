"""Peer respite: two sentences of a web page that describe a place; cases worked by hand.

PR-04 to PR-10 are the parts of the description and bind; PR-01 to PR-03 and PR-11 are background.
The page names one number, 24 hours, and none for short-term.
"""

from __future__ import annotations

import pytest

from peerpolicy.outcome import Cause
from tests.policies import rows
from tests.policies.cases import asking, causes, changed, numbers, outcomes
from tests.policies.words import DAY, LEFT_OUT, MET, NOT_MET, UNKNOWN

POLICY = "us/peer_respite"
BACKGROUND = {"PR-01", "PR-02", "PR-03", "PR-11"}


def word(by, value=True):
    return {"attested": {"by": by, "on": "2026-10-12"}, "value": value}


HOUSE = {
    "evidence": "verified",
    "respite": {
        "stay_is_voluntary": True,
        "short_term": word("project_return"),
        "people_stay_overnight": True,
        "is_community_based": True,
        "offers_crisis_support": True,
        "crisis_support_is_clinical": False,
        "hours_open_each_day": 24,
        "homelike": word("reviewer"),
    },
}


house = asking("is_peer_respite", HOUSE, "respite")


IS, IS_NOT, OPEN = ({"is_peer_respite": each} for each in (MET, NOT_MET, UNKNOWN))

# For each part: the clause, the fact, and a value with which the place is not as described.
PARTS = {
    "PR-04": ("voluntary", "stay_is_voluntary", False),
    "PR-05": ("short_term_stay", "short_term", word("project_return", False)),
    "PR-06": ("overnight", "people_stay_overnight", False),
    "PR-07": ("community_based", "is_community_based", False),
    "PR-08": ("clinical_support", "crisis_support_is_clinical", True),
    "PR-09": ("around_the_clock", "hours_open_each_day", 23),
    "PR-10": ("homelike", "homelike", word("reviewer", False)),
}

CASES = [
    house("PR-04 PR-05 PR-06 PR-07 PR-08 PR-09 PR-10", "every part is there", IS),
    *(
        house(id_, f"{fact} is otherwise", {clause: NOT_MET, **IS_NOT}, **{fact: otherwise})
        for id_, (clause, fact, otherwise) in PARTS.items()
    ),
    *(
        house(id_, f"nothing is said of {fact}", {clause: UNKNOWN, **OPEN}, **{fact: LEFT_OUT})
        for id_, (clause, fact, _) in PARTS.items()
    ),
    house(
        "PR-08",
        "a place without crisis support",
        {"crisis_support": NOT_MET, **IS_NOT},
        offers_crisis_support=False,
    ),
    house(
        "PR-05",
        "only the author of the page can say what short-term means",
        {"short_term_stay": UNKNOWN, **OPEN},
        short_term=word("reviewer"),
    ),
    house(
        "PR-06",
        "one part that is missing is enough, whatever else is not known",
        IS_NOT,
        people_stay_overnight=False,
        hours_open_each_day=LEFT_OUT,
        homelike=LEFT_OUT,
    ),
    house(
        "PR-07",
        "a claim that nobody has shown",
        {"community_based": UNKNOWN, **OPEN},
        is_community_based={"value": True, "evidence": "claimed"},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_by_the_text(policy, case):
    assert outcomes(policy, case) == case.expected


def test_every_part_of_the_description_has_a_case():
    assert rows.covered(CASES) == rows.ids(POLICY) - BACKGROUND


def test_background_decides_nothing_and_every_part_binds(policy):
    for id_, of in rows.by_id(policy.ledger).items():
        carried_out = [name for row in of for name in row.clauses]
        assert bool(carried_out) is (id_ not in BACKGROUND), id_
        if id_ in BACKGROUND:
            assert {(row.status, row.reason) for row in of} == {("out of scope", "background")}


def test_no_number_is_invented(policy):
    assert numbers(policy) == {24}


def test_the_subject_is_a_place(policy):
    assert [(q.id, q.about) for q in policy.questions] == [("is_peer_respite", "respite")]


def test_short_term_is_referred_to_its_owner_and_an_answer_stays_provisional(policy):
    facts = changed(HOUSE, respite__short_term=LEFT_OUT)
    d = policy.decide(facts, as_of=DAY, question="is_peer_respite")
    assert causes(d.finding("short_term_stay")) == {Cause.OPEN_TERM}
    assert [(r.who, r.what) for r in d.referrals] == [("project_return", "short_term")]
    settled = policy.decide(HOUSE, as_of=DAY, question="is_peer_respite")
    assert settled.finding("short_term_stay").provisional
    assert settled.provisional


def test_homelike_is_a_persons_call_and_who_calls_is_assumed(policy):
    facts = changed(HOUSE, respite__homelike=LEFT_OUT)
    d = policy.decide(facts, as_of=DAY, question="is_peer_respite")
    assert causes(d.finding("homelike")) == {Cause.NEEDS_JUDGEMENT}
    assert [(r.who, r.finding) for r in d.referrals] == [("reviewer", "homelike")]
    assert [a.word for a in d.finding("homelike").assumptions] == ["reviewer"]
