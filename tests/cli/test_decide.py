"""`decide`: the report, JSON, the exit codes, and what is never said."""

import json

import pytest

from peerpolicy.library import shipped_ids
from peerpolicy.loading import load

DAY = ("--as-of", "2026-11-23")
MET = b'{"reader": {"likes_books": true}}'
NOT_MET = b'{"reader": {"likes_books": false}}'


def test_the_report_is_the_result(run, policy):
    done = run("decide", policy, "-", *DAY, stdin=MET)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("MET: May this person join?")


def test_the_policy_can_come_from_standard_input_and_the_facts_from_a_file(
    run, policy_text, tmp_path
):
    facts = tmp_path / "facts.json"
    facts.write_bytes(b"\xef\xbb\xbf" + NOT_MET)
    done = run("decide", "-", facts, *DAY, "--to", "staff", stdin=policy_text.encode())
    assert done.code == 0
    assert done.out.startswith("NOT MET: May this person join?")


def test_a_policy_that_was_saved_is_decided_tested_and_described(run, policy, tmp_path):
    saved = tmp_path / "saved.json"
    load(policy).save(saved)
    for verb, *more in (("decide", "-", *DAY), ("inspect", "--json"), ("schema",), ("test",)):
        first, second = (run(verb, each, *more, stdin=MET) for each in (policy, saved))
        assert (second.code, second.err) == (first.code, first.err) == (0, "")
        assert second.out.replace(str(saved), str(policy)) == first.out


def test_a_saved_policy_that_is_damaged_cannot_be_used(run, policy, tmp_path):
    saved = tmp_path / "saved.json"
    load(policy).save(saved)
    saved.write_bytes(saved.read_bytes()[:-100])
    done = run("decide", saved, "-", *DAY, stdin=MET)
    assert (done.code, done.out) == (3, "")
    assert "PP713" in done.err


@pytest.mark.parametrize(
    ("facts", "code"), [(MET, 0), (NOT_MET, 1), (b"{}", 4), (b'{"reader": {}}', 4)]
)
def test_the_exit_code_tells_the_outcome_only_if_asked(run, policy, facts, code):
    assert run("decide", policy, "-", *DAY, "--exit-code", stdin=facts).code == code
    assert run("decide", policy, "-", *DAY, stdin=facts).code == 0


def test_remedies_are_told_only_if_asked(run, policy):
    report = run("decide", policy, "-", *DAY, "--remedies", stdin=NOT_MET)
    assert "What would change it" in report.out
    assert "What would change it" not in run("decide", policy, "-", *DAY, stdin=NOT_MET).out
    data = json.loads(run("decide", policy, "-", *DAY, "--remedies", "--json", stdin=b"{}").out)
    assert data["remedies"]["plan"] is not None
    assert "remedies" not in json.loads(run("decide", policy, "-", *DAY, "--json", stdin=b"{}").out)


@pytest.mark.parametrize("policy_id", shipped_ids())
def test_shipped_facts_are_decided_under_every_question(run, policy_id):
    questions = run("inspect", policy_id, "--json")
    asked = [each["id"] for each in json.loads(questions.out)["questions"]]
    for at, question in enumerate(asked):  # each command reads the policy again
        words = ("decide", policy_id, policy_id, *DAY, "--question", question)
        if at % 2:
            assert run(*words).code == 0
        else:
            assert json.loads(run(*words, "--json").out)["schema_version"] == 1


def test_json_hides_values_unless_all_are_asked_for(run, policy):
    masked = run("decide", policy, "-", *DAY, "--json", stdin=MET)
    full = run("decide", policy, "-", *DAY, "--json", "--values", "full", stdin=MET)
    assert json.loads(masked.out)["outcome"] == "met"
    assert json.loads(masked.out) != json.loads(full.out)
    text = run("decide", policy, "-", *DAY, "--values", "masked", stdin=MET)
    assert text.code == 0
    assert "seen: yes" not in text.out


def test_without_a_day_the_reason_is_given(run):
    done = run("decide", "us/mt/sdmi_peer_support", "us/mt/sdmi_peer_support")
    assert (done.code, done.out) == (2, "")
    assert "no clock" in done.err


@pytest.mark.parametrize("day", ["2026-02-30", "23.11.2026", "20261123", "today", "2026-W48-1"])
def test_a_day_is_a_day_of_the_calendar(run, policy, day):
    done = run("decide", policy, "-", "--as-of", day, stdin=MET)
    assert (done.code, done.out) == (2, "")


def test_several_questions_and_none_named_lists_them(run):
    done = run("decide", "us/ct/dds_peer_to_peer", "us/ct/dds_peer_to_peer", *DAY)
    assert done.code == 2
    assert "  hire: May this person be hired as a peer support?\n" in done.err


def test_a_misspelt_question_is_named_with_the_nearest(run):
    words = ("decide", "us/ct/dds_peer_to_peer", "-", *DAY, "--question")
    assert "did you mean `hire`?" in run(*words, "hired").err
    listed = run(*words, "zzz")
    assert listed.code == 2
    assert "  may_receive: " in listed.err


def test_policy_and_facts_cannot_both_be_standard_input(run):
    assert run("decide", "-", "-", *DAY).code == 2


@pytest.mark.parametrize(
    "facts",
    [
        b'{"reader": {"likes_books": "SECRET"}}',
        b'{"reader": {"likes_boks": "SECRET"}}',
        b'{"reader": ["SECRET"]}',
        b'{"SECRET": 1, "reader": 7}',
        b'{"reader": {"likes_books": {"value": "SECRET", "evidence": "SECRET"}}}',
        b'{"reader": {"likes_books": true}} SECRET',
        b'"SECRET"',
        b"SECRET",
        b"",
        b"\xff\xfeSECRET",
        b"[" * 100_000,
        b'{"reader":' * 400 + b"1" + b"}" * 400,
        b'{"reader": {"likes_books": ' + b"[" * 900 + b"]" * 900 + b"}}",
        b'{"reader": {"likes_books": NaN}}',
        b'{"reader": {"likes_books": ' + b"9" * 5000 + b"}}",
        b'{"reader": {"likes_books": true, "likes_books": true}}',
    ],
)
def test_facts_that_cannot_be_read_are_three_and_never_repeated(run, policy, facts):
    done = run("decide", policy, "-", *DAY, stdin=facts)
    assert (done.code, done.out) == (3, "")
    assert "PP60" in done.err
    values = done.err.replace("`SECRET`", "")  # a key may be named, a value may not
    assert "SECRET" not in values


def test_facts_that_are_not_there_are_three(run, policy, tmp_path):
    missing = run("decide", policy, tmp_path / "none.json", *DAY)
    assert (missing.code, missing.out) == (3, "")
    assert "none.json: No such file or directory" in missing.err
    (tmp_path / "folder.json").mkdir()
    assert run("decide", policy, tmp_path / "folder.json", *DAY).code == 3


def test_facts_of_an_unknown_id_are_wrong_usage(run, policy):
    done = run("decide", policy, "us/mt/sdmi_peer", *DAY)
    assert done.code == 2
    assert "us/mt/sdmi_peer_support" in done.err


def test_a_policy_with_errors_is_three(run, policy, policy_text):
    policy.write_text(policy_text.replace("about reader", "about raeder"))
    done = run("decide", policy, "-", *DAY, stdin=MET)
    assert (done.code, done.out) == (3, "")
    assert "PP201" in done.err


def test_the_real_process_decides(process):
    words = ["decide", "us/mt/sdmi_peer_support", "us/mt/sdmi_peer_support", *DAY]
    done = process(*words, "--question", "may_provide", "--json")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["question"] == "may_provide"
