"""Many cases, one after the other: each is decided as if it were alone."""

import gc
import itertools
import pickle
import tracemalloc
from datetime import date
from pathlib import Path

import attrs
import pytest

import peerpolicy as pp
from tests.bench.applicants import work_a

DAY = date(2026, 11, 23)
POLICY = pp.load(Path(__file__).parents[1] / "missing_facts" / "work_a.policy")
ROWS = [{"peer": peer} for peer in work_a(40)]
SECRET = "a value that nobody may repeat"
BAD = {"peer": {"birth_date": SECRET, "shoes": SECRET}}


def many(rows, **how):
    return POLICY.decide_many(rows, as_of=DAY, **how)


def test_each_row_is_decided_as_it_would_be_alone():
    results = list(many(ROWS))
    alone = [POLICY.decide(row, as_of=DAY) for row in ROWS]
    assert [result.outcome for result in results] == [each.outcome for each in alone]
    assert results[::9] == alone[::9]
    assert {result.outcome for result in results} == {pp.Outcome.MET, pp.Outcome.NOT_MET}


def test_a_bad_row_is_an_error_in_its_place_and_the_others_are_decided():
    rows = [ROWS[0], BAD, ROWS[1], 7, None, ROWS[2]]
    results = list(many(rows))
    bad = [n for n, result in enumerate(results) if isinstance(result, pp.RowError)]
    assert bad == [1, 3, 4]
    assert [results[n].position for n in bad] == bad
    for n in bad:
        with pytest.raises(pp.FactsError) as refused:
            POLICY.decide(rows[n], as_of=DAY)
        assert results[n].diagnostics == refused.value.diagnostics
    assert [each.code for each in results[1].diagnostics] == ["PP605", "PP602"]
    assert isinstance(results[1], pp.PeerPolicyError)


def test_an_error_of_a_row_shows_no_value_and_survives_pickling():
    (error,) = many([BAD])
    again = pickle.loads(pickle.dumps(error))
    assert (again.position, again.diagnostics) == (error.position, error.diagnostics)
    for shown in (str(error), repr(error), str(again)):
        assert SECRET not in shown
        assert "birth_date" in shown


def test_a_row_is_read_when_its_decision_is_asked_for_and_not_before():
    asked = []
    results = many(asked.append(n) or ROWS[n % len(ROWS)] for n in itertools.count())
    assert asked == []
    for n in range(3):
        assert next(results).outcome is POLICY.decide(ROWS[n], as_of=DAY).outcome
        assert asked == [*range(n + 1)]


@pytest.mark.parametrize(
    "how, error",
    [
        ({"question": "dance"}, pp.PeerPolicyError),
        ({"as_of": "2026-11-23"}, pp.FactsError),
        ({"known_on": "yesterday"}, pp.FactsError),
    ],
)
def test_what_is_wrong_with_all_rows_is_raised_at_once(how, error):
    with pytest.raises(error):
        POLICY.decide_many([], **{"as_of": DAY, **how})


def test_a_day_without_rules_is_refused_before_any_row_is_read():
    policy = pp.loads(
        Path(__file__)
        .parents[1]
        .joinpath("missing_facts", "work_a.policy")
        .read_text(encoding="utf-8")
        .replace("  decided on", "  in force from 2020-01-01\n  decided on", 1)
    )
    with pytest.raises(pp.NotInForceError):
        policy.decide_many(iter(ROWS), as_of=date(2019, 12, 31))
    assert isinstance(next(policy.decide_many(ROWS, as_of=date(2020, 1, 1))), pp.Decision)


def test_no_rows_give_no_decisions():
    assert list(many([])) == []


def test_keys_that_nobody_knows_may_be_passed_over():
    row = {"peer": {**ROWS[0]["peer"], "colour_of_hat": "red"}}
    refused, passed = next(many([row])), next(many([row], extra="ignore"))
    assert isinstance(refused, pp.RowError)
    assert passed == POLICY.decide(ROWS[0], as_of=DAY)


def test_rows_may_be_objects_or_facts_that_were_read():
    kind = attrs.make_class("Peer", list(ROWS[0]["peer"]))
    rows = [{"peer": kind(**ROWS[0]["peer"])}, POLICY.read_facts(ROWS[0])]
    for result in many(rows):
        assert result == POLICY.decide(ROWS[0], as_of=DAY)


def test_what_is_known_on_a_day_counts():
    first, second = many(ROWS[:2], known_on=date(2020, 1, 1))
    assert first.known_on == second.known_on == date(2020, 1, 1)


def grown(rows):
    """How many bytes more are in use after so many rows, some of them bad, none of them kept."""
    source = itertools.islice(itertools.cycle([*ROWS, BAD]), rows)
    list(many(itertools.islice(itertools.cycle([*ROWS, BAD]), 100)))
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        peak = before
        for result in many(source):
            assert result is not None
        gc.collect()
        now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return now - before, peak - before


def test_memory_stays_flat():
    left, peak = grown(2_000)
    assert left < 50_000
    assert peak < 1_000_000


@pytest.mark.long
def test_memory_stays_flat_over_a_million_rows():
    left, peak = grown(1_000_000)
    assert left < 50_000
    assert peak < 1_000_000
