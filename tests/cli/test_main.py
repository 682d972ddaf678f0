"""The frame of the command line: verbs, help, exit codes, and what happens when things break."""

import subprocess
import sys
from pathlib import Path

import pytest

import peerpolicy as pp
from peerpolicy.cli import decide, main, schema
from peerpolicy.cli.frame import Exit
from peerpolicy.cli.main import VERBS


def test_the_exit_codes_are_frozen():
    codes = {each.name: each.value for each in Exit}
    assert codes == {
        "DONE": 0,
        "FINDING": 1,
        "USAGE": 2,
        "INPUT": 3,
        "UNKNOWN": 4,
        "BUG": 70,
        "INTERRUPTED": 130,
    }


def test_the_version_and_the_overview_are_results(run):
    assert run("--version").out == f"peerpolicy {pp.__version__}\n"
    overview = run("-h")
    assert (overview.code, overview.err) == (0, "")
    assert all(f"  {verb} " in overview.out for verb in VERBS)


def test_without_a_word_the_overview_is_no_result(run):
    done = run()
    assert (done.code, done.out) == (2, "")
    assert "usage: peerpolicy VERB" in done.err


def test_a_misspelt_verb_is_named_with_the_nearest(run):
    done = run("chekc", "x.policy")
    assert (done.code, done.out) == (2, "")
    assert done.err == "peerpolicy: `chekc` is not a verb; did you mean `check`?\n"


def test_a_word_like_no_verb_lists_the_verbs(run):
    verbs = "check, fmt, decide, test, schema, inspect, words, init, help"
    assert f"the verbs are: {verbs}" in run("zzz").err


def test_an_option_before_the_verb_is_explained(run):
    assert "begin with a verb; `--json` is an option" in run("--json", "check").err


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself_and_takes_json(run, verb):
    by_option, by_help = run(verb, "-h"), run("help", verb)
    assert by_option.code == 0
    assert f"usage: peerpolicy {verb}" in by_option.out
    assert "--json" in by_option.out
    assert verb == "help" or by_help.out == by_option.out


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_refuses_an_unknown_option(run, verb):
    done = run(verb, "--colour", "x.policy", "y.json")
    assert (done.code, done.out) == (2, "")
    assert f"usage: peerpolicy {verb}" in done.err


def test_an_unknown_shipped_id_is_wrong_usage_and_the_nearest_is_named(run):
    done = run("check", "us/ct/dds_peer2peer")
    assert done.code == 2
    assert "did you mean `us/ct/dds_peer_to_peer`?" in done.err


@pytest.mark.parametrize(
    "name", ["../policies/us/ct/dds_peer_to_peer", "/etc/passwd", "", "us//ct"]
)
def test_an_id_never_leads_elsewhere(run, name):
    assert run("schema", name).code == 2


def test_a_file_without_the_ending_is_told_about_it(run, policy, tmp_path):
    other = policy.rename(tmp_path / "club.txt")
    done = run("check", other)
    assert done.code == 2
    assert "the name of a file ends in `.policy`" in done.err


def test_standard_input_can_be_named_once(run):
    done = run("check", "-", "-")
    assert done.code == 2
    assert "`-` can stand for one input only" in done.err


def test_a_fault_of_ours_is_reported_without_its_text(run, monkeypatch):
    def broken(*_, **__):
        raise ZeroDivisionError("SECRET-1990-05-01")

    monkeypatch.setattr(pp.Policy, "json_schema", broken)
    done = run("schema", "us/mt/sdmi_peer_support")
    assert (done.code, done.out) == (70, "")
    assert "ZeroDivisionError at peerpolicy/cli/schema.py:" in done.err
    assert pp.__version__ in done.err
    assert "please report" in done.err
    assert "SECRET" not in done.err


def test_an_interruption_is_said_and_has_its_code(run, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(schema, "policy_of", interrupted)
    monkeypatch.setattr(decide, "policy_of", interrupted)
    done = run("decide", "us/mt/sdmi_peer_support", "-", "--as-of", "2026-11-23")
    assert (done.code, done.out, done.err) == (130, "", "peerpolicy: interrupted\n")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (pp.NotInForceError("not in force"), 3),
        (pp.UnsupportedByBackend("some who"), 3),
        (pp.PeerPolicyError("cannot be used"), 3),
        (OSError(28, "No space left on device"), 3),
    ],
)
def test_what_cannot_be_used_is_three(run, monkeypatch, error, code):
    def broken(*_, **__):
        raise error

    monkeypatch.setattr(pp.Policy, "json_schema", broken)
    done = run("schema", "us/mt/sdmi_peer_support")
    assert (done.code, done.out) == (code, "")
    assert str(error) in done.err


def test_the_module_is_the_same_command(process):
    done = process("--version")
    assert (done.code, done.out, done.err) == (0, f"peerpolicy {pp.__version__}\n", "")


def test_importing_the_module_runs_nothing():
    import peerpolicy.__main__ as module

    assert module.main is main


def test_a_reader_who_goes_away_is_no_error():
    command = [sys.executable, "-m", "peerpolicy", "schema", "us/ct/dds_peer_to_peer"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait() == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_said_once():
    command = [sys.executable, "-m", "peerpolicy", "help"]
    with open("/dev/full", "wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 3
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


def test_an_encoding_without_a_letter_gets_an_escape(process, tmp_path, policy_text):
    path = tmp_path / "club.policy"
    path.write_text(policy_text.replace("Reading club", "Lesekreis für alle"), encoding="utf-8")
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONPATH": "."}
    done = process("inspect", path, env=environment)
    assert done.code == 0
    assert "Lesekreis f\\xfcr alle" in done.out


def test_the_version_is_said_without_importing_what_reads_or_decides():
    code = (
        "import sys\n"
        "from peerpolicy.cli import main\n"
        "assert main(['--version']) == 0\n"
        "unwanted = ('lark', 'peerpolicy.syntax', 'peerpolicy.check', 'peerpolicy.policy')\n"
        "assert not [name for name in sys.modules if name.startswith(unwanted)]\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=60)
