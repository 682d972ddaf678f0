"""Long lists of which everything is known are added up at once, and come to the same."""

from __future__ import annotations

from unittest import mock

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import peerpolicy as pp
from peerpolicy.backends.interpreter import evaluate, records
from tests.bench.applicants import AS_OF
from tests.bench.rows import POLICIES

POLICY = pp.load(POLICIES["C"])
QUESTION = POLICY.questions[0]
DAYS = st.sampled_from(["2025-11-22", "2025-11-23", "2026-11-15", "2026-11-23", "2026-11-24"])
AMOUNTS = st.sampled_from([0, 1, 8, "2.5"])


def listed(**fields: st.SearchStrategy[object]) -> st.SearchStrategy[dict[str, object]]:
    """Draw a list of records, most of which say everything."""
    record = st.fixed_dictionaries(
        {name: st.one_of(values, values, values, st.none()) for name, values in fields.items()},
        optional={"evidence": st.sampled_from(["claimed", "shown", "verified"])},
    )
    return st.fixed_dictionaries(
        {"entries": st.lists(record, max_size=6)}, optional={"complete": st.booleans()}
    )


PEERS = st.fixed_dictionaries(
    {
        "birth_date": st.just("1990-05-01"),
        "first_service_on": st.just("2026-06-01"),
        "course": listed(
            completed_on=DAYS, hours=AMOUNTS, topic=st.sampled_from(["ethics", "safety"])
        ),
        "supervision": listed(held_on=DAYS),
        "service_line": listed(served_on=DAYS, units=AMOUNTS),
    }
)


@pytest.mark.parametrize("grade", [pp.Grade.CLAIMED, pp.Grade.SHOWN])
@given(peer=PEERS, evidence=st.sampled_from(["claimed", "verified"]))
def test_a_sum_is_the_same_record_by_record(
    grade: pp.Grade, peer: dict[str, object], evidence: str
) -> None:
    question = attrs.evolve(QUESTION, grade=grade)
    facts = POLICY.read_facts({"evidence": evidence, "peer": peer}).facts
    at_once = evaluate(POLICY.program, question, facts, AS_OF)
    with mock.patch.object(records, "_certain", return_value=None) as weighed:
        one_by_one = evaluate(POLICY.program, question, facts, AS_OF)
    assert at_once == one_by_one
    assert weighed.called
