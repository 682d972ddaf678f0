"""`test`: the examples beside the rules."""

import json

import pytest


def test_the_examples_of_a_policy_pass(run, policy):
    done = run("test", policy)
    assert (done.code, done.out, done.err) == (0, "1 example passed\n", "")


def test_without_a_name_all_shipped_policies_are_tested(run):
    done = run("test")
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith(" examples passed\n")


def test_a_failure_says_where_what_was_expected_and_what_came(run, policy, policy_text):
    policy.write_text(policy_text.replace("join is met", "join is not met"))
    done = run("test", policy)
    assert (done.code, done.err) == (1, "")
    first, last = done.out.splitlines()
    assert first == f"{policy}:39:5: example keen: join: expected not met, got met"
    assert last == "0 examples passed, 1 failed"


def test_json_holds_every_example(run, policy, policy_text):
    policy.write_text(policy_text.replace("join is met", "join is unknown"))
    done = run("test", "--json", policy)
    assert done.code == 1
    data = json.loads(done.out)
    assert (data["passed"], data["failed"]) == (0, 1)
    (failure,) = data["policies"][0]["examples"][0]["failures"]
    assert (failure["expected"], failure["got"]) == ("unknown", "met")


def test_a_policy_without_examples_is_named_and_no_failure(run, policy, policy_text):
    policy.write_text(policy_text.split("\nexample")[0])
    done = run("test", policy)
    assert (done.code, done.out) == (0, "0 examples passed\n")
    assert done.err == f"{policy}: no examples\n"


@pytest.mark.parametrize("broken", ["", "language 1\nvocabulary words:\n"])
def test_a_policy_that_does_not_load_is_three_and_the_others_run(run, policy, tmp_path, broken):
    other = tmp_path / "other.policy"
    other.write_text(broken)
    done = run("test", other, policy)
    assert (done.code, done.out) == (3, "1 example passed\n")
    assert "other.policy" in done.err
