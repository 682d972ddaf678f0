"""A policy that was saved and loaded again is the policy that was saved."""

import json
import subprocess
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

import peerpolicy as pp
from peerpolicy.ir.canonical import canonical, compact, text_of
from peerpolicy.ir.terms import Ever
from peerpolicy.library import shipped_facts
from peerpolicy.saved import form
from peerpolicy.saved.read import opened
from peerpolicy.saved.write import written
from tests.saved.forged import CONFORMANCE, DAY, PROGRAMS, parted, policy_of, saved
from tests.shipped import loaded

TESTS = Path(__file__).parents[1]
WORK_A = TESTS / "missing_facts" / "work_a.policy"

programs = pytest.mark.parametrize("name", PROGRAMS)


def reloaded(name):
    """A shipped policy, loaded from what was saved."""
    program, found = opened(saved(name), name)
    return pp.Policy(program, digest=found)


@programs
def test_what_comes_back_equals_what_was_saved_to_the_last_word_and_place(name):
    before, after = loaded(name), reloaded(name)
    assert after == before
    assert (after.digest, hash(after)) == (before.digest, hash(before))
    # equality passes over places and the author's lines; the file has them all
    assert written(after.program, after.digest) == saved(name)


@programs
def test_the_text_of_its_canonical_form_is_written_at_once(name):
    program = loaded(name).program
    assert text_of(program) == compact(canonical(program))
    assert text_of((date(2026, 1, 2), Fraction(1, 3), None, frozenset({2, 1}), Ever())) == compact(
        canonical((date(2026, 1, 2), Fraction(1, 3), None, frozenset({2, 1}), Ever()))
    )


@programs
def test_it_decides_and_explains_alike(name):
    before, after = loaded(name), reloaded(name)
    for facts in ({}, json.loads(shipped_facts(name))):
        for question in before.questions:
            first, second = (
                policy.decide(facts, as_of=DAY, question=question.id) for policy in (before, after)
            )
            assert first == second
            assert first.to_dict("full") == second.to_dict("full")
            assert first.text("auditor") == second.text("auditor")


@pytest.mark.parametrize("name", CONFORMANCE)
def test_every_construct_of_the_conformance_suite_comes_back(name):
    before = policy_of(name)
    after, found = opened(saved(name), name)
    assert (after, found) == (before.program, before.digest)
    assert written(after, found) == saved(name)


def test_a_file_is_written_and_read_and_a_loaded_policy_is_as_good_as_any(tmp_path):
    policy = pp.load(WORK_A)
    policy.save(tmp_path / "a.json")
    again = pp.load_compiled(str(tmp_path / "a.json"))
    again.save(tmp_path / "b.json")
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert policy.check_examples() == again.check_examples()
    assert policy.json_schema() == again.json_schema()
    assert policy.versions == again.versions


def test_a_file_is_json_in_ascii_and_says_what_it_is():
    data = saved("us/peer_respite")
    whole = json.loads(data.decode("ascii"))
    assert tuple(whole) == (*form.HEAD, "program")
    policy = loaded("us/peer_respite")
    said = {key: whole[key] for key in form.HEAD if key != "content"}
    assert said == {
        "peerpolicy": "saved policy",
        "format": 1,
        "engine": pp.__version__,
        "policy": policy.id,
        "digest": policy.digest,
    }


def test_nothing_is_written_twice():
    _, table = parted(saved("us/ct/dds_peer_to_peer"))
    for name in ("words", "numbers", "kinds", "rows"):
        assert len({json.dumps(each) for each in table[name]}) == len(table[name])


def test_deciding_from_saved_data_needs_neither_parser_nor_checker(tmp_path):
    pp.load(WORK_A).save(tmp_path / "a.json")
    code = (
        "import sys, datetime, peerpolicy as pp\n"
        f"policy = pp.load_compiled({str(tmp_path / 'a.json')!r})\n"
        "decision = policy.decide({'peer': {'birth_date': '2015-01-01'}},\n"
        "                         as_of=datetime.date(2026, 11, 23))\n"
        "assert decision.outcome is pp.Outcome.NOT_MET\n"
        "decision.text('auditor'), decision.to_dict(), decision.remedies()\n"
        "unwanted = ('lark', 'peerpolicy.syntax', 'peerpolicy.check', 'peerpolicy.plugins')\n"
        "print([name for name in sys.modules if name.startswith(unwanted)])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )
    assert (run.stdout, run.stderr) == ("[]\n", "")
