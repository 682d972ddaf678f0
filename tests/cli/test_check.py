"""`check`: diagnostics, the summary, the exit codes."""

import json

import pytest

from peerpolicy.library import shipped_ids

UNUSED = "\ndefine spare:\n  likes_books\n"


def test_shipped_policies_are_without_a_problem(run):
    done = run("check", "--strict", *shipped_ids())
    assert (done.code, done.err) == (0, "")
    assert done.out == "".join(f"{id_}: no problems\n" for id_ in shipped_ids())


def test_an_error_is_shown_with_its_place_and_counted(run, policy, policy_text):
    policy.write_text(policy_text.replace("  likes_books\n\nex", "  likes_boks\n\nex"))
    done = run("check", policy)
    assert (done.code, done.err) == (1, "")
    assert f"{policy}:32:3: error PP201" in done.out
    assert done.out.endswith(f"{policy}: 1 error\n")


def test_a_warning_is_a_finding_only_if_asked(run, policy, policy_text):
    policy.write_text(policy_text + UNUSED)
    assert run("check", policy).code == 0
    strict = run("check", "--strict", policy)
    assert strict.code == 1
    assert strict.out.endswith(f"{policy}: 1 warning\n")


def test_several_problems_are_counted_by_severity(run, policy, policy_text):
    broken = policy_text.replace("  likes_books\n\nex", "  likes_boks\n\nex") + UNUSED
    policy.write_text(broken.replace("    join is met", "    jion is met"))
    assert run("check", policy).out.endswith(f"{policy}: 2 errors, 1 warning\n")


def test_json_is_a_list_of_diagnostics_and_nothing_else(run, policy, policy_text):
    assert json.loads(run("check", "--json", policy).out) == []
    policy.write_text(policy_text + UNUSED)
    (warning,) = json.loads(run("check", "--json", policy).out)
    assert (warning["code"], warning["severity"], warning["line"]) == ("PP504", "warning", 41)


def test_standard_input_is_checked(run, policy_text):
    done = run("check", "-", stdin=policy_text.encode())
    assert (done.code, done.out) == (0, "<stdin>: no problems\n")


def test_an_unreadable_file_does_not_hide_the_others(run, policy, tmp_path):
    done = run("check", tmp_path / "none.policy", policy)
    assert done.code == 3
    assert done.out == f"{policy}: no problems\n"
    assert "none.policy: No such file or directory" in done.err


def test_a_vocabulary_can_be_checked_alone(run, tmp_path):
    path = tmp_path / "words.policy"
    path.write_text(
        'language 1\nvocabulary words:\n  title "Words"\n\nentity reader:\n  is a person\n'
    )
    assert run("check", path).code == 0


@pytest.mark.parametrize("place", ["vocabularies/words.policy", "words.policy"])
def test_a_vocabulary_beside_the_file_is_found(run, policy, policy_text, tmp_path, place):
    words = tmp_path / place
    words.parent.mkdir(exist_ok=True)
    words.write_text(
        'language 1\nvocabulary words:\n  title "Words"\n\nentity visitor:\n  is a person\n'
    )
    policy.write_text(
        policy_text.replace("  calendar plain\n", "  use words\n  calendar plain\n", 1)
    )
    assert run("check", policy).code == 0
    words.write_bytes(b"\xff\xfe")
    broken = run("check", policy)
    assert broken.code == 3
    assert "PP101" in broken.err


def test_open_points_are_listed_and_are_no_findings(run):
    done = run("check", "--open", "--strict", "us/mt/sdmi_peer_support")
    assert done.code == 0
    assert "open term who_needs_agency_direction (open with department)" in done.out
    assert 'place sdmi "definition 1a" (open with department)' in done.out


def test_open_points_do_not_mix_with_the_list_of_diagnostics(run, policy):
    done = run("check", "--open", "--json", policy)
    assert (done.code, done.out) == (2, "")


def test_a_text_cannot_steer_the_terminal(run, policy, policy_text):
    policy.write_text(policy_text.replace("  rank guidance", "  rnk \x1b[2J\u202eguidance"))
    done = run("check", policy)
    assert done.code == 1
    assert "\x1b" not in done.out
    assert "\u202e" not in done.out
