"""`schema`, `inspect` and `help`: verbs that show and change nothing."""

import json

import pytest

from peerpolicy.cli import help as help_verb
from peerpolicy.diagnostics import CODES


def test_schema_is_json_with_and_without_the_option(run, policy):
    plain, asked = run("schema", policy), run("schema", policy, "--json")
    assert plain.out == asked.out
    assert json.loads(plain.out)["$schema"].startswith("https://json-schema.org/draft/2020-12")
    assert "reader" in json.loads(plain.out)["properties"]


def test_inspect_shows_questions_clauses_with_their_sources_and_conventions(run, policy):
    done = run("inspect", policy)
    assert (done.code, done.err) == (0, "")
    assert "  join: May this person join?" in done.out
    assert "  require old_enough (for join)\n    likes_books\n    cites rules: 1\n" in done.out
    assert "(assumed)" in done.out


def test_inspect_as_json_holds_the_same(run, policy):
    data = json.loads(run("inspect", policy, "--json").out)
    assert [q["id"] for q in data["questions"]] == ["join"]
    assert data["clauses"][0]["citations"][0]["locators"] == ["1"]
    assert data["conventions"][0]["basis"] == "assumed"
    assert data["digest"].startswith("sha256:")


def test_inspect_shows_parameters_with_each_row_and_its_source(run, policy, policy_text):
    rows = (
        "\nparameter most:\n  measured in hours\n  values:\n"
        "    through 2026-01-31 to_be_determined by club\n"
        '    from 2026-02-01 is 7.5 hours cite rules "1"\n'
    )
    policy.write_text(policy_text + rows)
    shown = run("inspect", policy)
    assert shown.code == 0
    assert (
        "  most (in hours)\n"
        "    through 2026-01-31: not determined yet, open with club\n"
        "    from 2026-02-01: 7.5 (Rules of the club, 1)\n"
    ) in shown.out
    (data,) = json.loads(run("inspect", policy, "--json").out)["parameters"]
    assert data["rows"][1]["offers"] == [{"amount": "7.5", "source": "rules", "locators": ["1"]}]
    assert data["rows"][0]["last"] == "2026-01-31"


def test_the_ledger_is_a_table_with_counts(run):
    done = run("inspect", "us/mt/sdmi_peer_support", "--ledger")
    assert done.code == 0
    assert "sdmi: definition 1c  | encoded      | member_of_the_waiver | MT-03" in done.out
    data = json.loads(run("inspect", "us/mt/sdmi_peer_support", "--ledger", "--json").out)
    assert sum(data["counts"].values()) == len(data["ledger"])
    assert done.out.endswith(", ".join(f"{n} {s}" for s, n in data["counts"].items()) + "\n")


def test_a_policy_without_a_ledger_says_so(run, policy):
    assert run("inspect", policy, "--ledger").out.endswith("no ledger\n")


def test_open_points_are_shown_with_their_owners(run):
    done = run("inspect", "us/mt/sdmi_peer_support", "--open")
    assert "open term who_needs_agency_direction (open with department)" in done.out
    both = run("inspect", "us/mt/sdmi_peer_support", "--open", "--ledger", "--json")
    points = json.loads(both.out)["open"]
    assert {point["kind"] for point in points} == {"open term", "place", "assumption"}
    assert "ledger" in json.loads(both.out)


def test_a_settled_term_is_not_open(run, policy, policy_text):
    term = (
        '\nopen term fun:\n  cite rules "1"\n  "for fun"\n  decided by club\n'
        "  readings:\n    gladly\n\ndefine gladly:\n  likes_books\n"
    )
    used = policy_text.replace("  likes_books\n\nexample", "  fun\n\nexample") + term
    settled = (
        '\ninterpret why:\n  settles fun as gladly\n  chosen by club on 2026-01-01\n  because "x"\n'
    )
    policy.write_text(used)
    assert "open term fun (open with club)" in run("inspect", policy, "--open").out
    policy.write_text(used + settled)
    done = run("inspect", policy, "--open")
    assert done.code == 0
    assert "open term fun" not in done.out


def test_help_lists_every_code(run):
    done = run("help")
    assert done.out.splitlines() == [f"{code}  {title}" for code, title in CODES.items()]
    assert json.loads(run("help", "--json").out) == dict(CODES)


@pytest.mark.parametrize("code", CODES)
def test_help_prints_the_page_of_every_code(run, code):
    done = run("help", code.lower())
    assert (done.code, done.err) == (0, "")
    assert code in done.out.splitlines()[0]


def test_help_as_json_has_title_and_text(run):
    data = json.loads(run("help", "PP101", "--json").out)
    assert data["title"] == CODES["PP101"]
    assert "PP101" in data["text"]


@pytest.mark.parametrize(("word", "near"), [("PP10", "PP101"), ("inspct", "inspect")])
def test_help_for_an_unknown_word_names_the_nearest(run, word, near):
    done = run("help", word)
    assert (done.code, done.out) == (2, "")
    assert near[:4] in done.err


def test_help_without_its_pages_says_that_the_installation_is_incomplete(run, monkeypatch):
    def missing(kind):
        raise FileNotFoundError(f"the shipped folder `{kind}` is missing")

    monkeypatch.setattr(help_verb, "folder", missing)
    done = run("help", "PP101")
    assert (done.code, done.out) == (3, "")
    assert "is missing" in done.err


def test_a_policy_is_printed_as_a_facts_file_that_another_policy_judges(run, tmp_path):
    done = run("inspect", "us/mt/sdmi_peer_support", "--as-facts", "--as-of", "2026-11-23")
    assert (done.code, done.err) == (0, "")
    facts = tmp_path / "montana.json"
    facts.write_text(done.out, encoding="utf-8")
    words = ("us/federal/cms_smdl_07_011", facts, "--as-of", "2026-11-23")
    decided = json.loads(run("decide", *words, "--question", "states_its_choices", "--json").out)
    met = {each["id"] for each in decided["findings"] if each["outcome"] == "met"}
    assert met == {"amount_of_service", "scope_of_service"}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--as-facts"], "say with `--as-of YEAR-MONTH-DAY`"),
        (["--as-of", "2026-11-23"], "`--as-of` goes with `--as-facts`"),
        (["--as-facts", "--as-of", "2026-11-23", "--open"], "leave out `--ledger` and `--open`"),
    ],
)
def test_facts_of_a_policy_need_a_day_and_stand_alone(run, policy, options, said):
    done = run("inspect", policy, *options)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
