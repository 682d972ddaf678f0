"""`peerpolicy words`: what a file can use, what two vocabularies claim, what may stand where."""

import json

import pytest

from peerpolicy.cli import main
from peerpolicy.library import check_source, read_source

ONE = """language 1
vocabulary one:
  title "One"

entity member:
  is a person

fact pays:
  of member
  is yes or no
  sensitivity public

entry lesson:
  of member
  dated held_on
  counts hours
  sensitivity public

phrase learned:
  reads "has learned {amount: quantity} in {what: entry}"
  means "at least {amount} of {what}"

phrase regular:
  reads "is_regular in all"
  means all of:
    "pays"
    "at least 1 record of lesson"

clause kind card:
  reads as require
  lines:
    mark "passes at {n: number} points", once
    worth "{n: number} points for {what: condition}", at least once
  means by code
"""
TWO = """language 1
vocabulary two:
  title "Two"

phrase studied:
  reads "has {how: one of ways} {amount: quantity} in {what: entry}"
  means by code

phrase other:
  reads "has_other {what: fact}"
  means by code

choices ways:
  learned "learned"

clause kind card:
  reads as advise
  lines:
    item "an item {what: condition}", any number of times
  means by code
"""
PROGRAM = """language 1
program club:
  title "Club"
  use one
  use two
  decided on claimed

source rules:
  title "Rules"
  rank guidance

question may_join:
  asks "May this person join?"
  about member
  judged on asked_on

require first:
  cite rules "1"
  any of:
    has_other pays
  has

card second, as one says:
  cite rules "2"
  passes at 1 points
  2 points for pays
"""


@pytest.fixture
def club(tmp_path, monkeypatch):
    """A faulty program beside two vocabularies of which lines overlap."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("one", ONE), ("two", TWO), ("club", PROGRAM)):
        (tmp_path / f"{name}.policy").write_text(text, encoding="utf-8")
    assert check_source(read_source("club.policy"), tmp_path)[0] is None


def shown(capsys, *words):
    """What the verb writes."""
    assert main(["words", "club.policy", *words]) == 0
    return capsys.readouterr().out


ALL = """Phrases
  has learned {amount: quantity} in {what: entry} (learned of one)
    at least {amount} of {what}
  is_regular in all (regular of one)
    all of:
      pays
      at least 1 record of lesson
  has {how: one of ways} {amount: quantity} in {what: entry} (studied of two)
    by code
  has_other {what: fact} (other of two)
    by code

Clause kinds
  card (of one, reads as require)
    passes at {n: number} points (once)
    {n: number} points for {what: condition} (at least once)
  card (of two, reads as advise)
    an item {what: condition} (any number of times)

What two of them claim
  the line `has learned 2 some_name in some_name`: learned of one and studied of two
  the clause kind `card`: one and two
"""


def test_what_a_file_can_use_and_what_two_vocabularies_claim_is_shown(club, capsys):
    assert shown(capsys) == ALL


def test_the_data_hold_the_same(club, capsys):
    data = json.loads(shown(capsys, "--json"))
    assert [(p["name"], p["means"]) for p in data["phrases"]][1:3] == [
        ("regular", ["all of:", "pays", "at least 1 record of lesson"]),
        ("studied", None),
    ]
    assert [kind["reads_as"] for kind in data["clause_kinds"]] == ["require", "advise"]
    assert data["lines_of_two"] == [
        {
            "line": "has learned 2 some_name in some_name",
            "phrases": [
                {"vocabulary": "one", "name": "learned"},
                {"vocabulary": "two", "name": "studied"},
            ],
        }
    ]
    assert data["kinds_of_two"] == [{"name": "card", "vocabularies": ["one", "two"]}]


def test_a_file_whose_vocabularies_lend_nothing_says_so(capsys):
    assert main(["words", "us/ct/dds_peer_to_peer"]) == 0
    assert "lend it no phrases and no clause kinds" in capsys.readouterr().out


METADATA = "about assumed because cite for in issued on status unless when"
CONDITIONS = "a name\nall any at attests complete each has has_other holds is_regular none some"
NAMED = "a name\nthe end of the line\nincludes is of shows"
PLACES = {
    "a kind of clause": ("ca|", "calendar card"),
    "a line of a core kind": ("require x:\n  ci|", "cite"),
    "an item": ("require x:\n  all of:\n    ha|", "has has_other"),
    "a phrase": ("require x:\n  has |", f"{NAMED}\nlearned\n{{how: one of ways}}"),
    "a slot of two words": ("require x:\n  has learned 3 |", "{unit}"),
    "the end of a phrase": ("require x:\n  is_regular in all |", "the end of the line"),
    "a phrase after a word of the core": ("require x:\n  when is_re|", "is_regular"),
    "a guard": ("require x:\n  unless pays then |", "does"),
    "a test": ("require x:\n  pays is n|", "no not"),
    "a line of a kind": ("card x:\n  |", f"{METADATA} passes\n{{n: number}}"),
    "a line of a kind that is begun": ("card x:\n  pas|", "passes"),
    "a number of a kind": ("card x:\n  passes at |", "{n: number}"),
    "a condition of a kind": ("card x:\n  2 points for |", CONDITIONS),
    "within a condition of a kind": ("card x:\n  2 points for pays is n|", "no not"),
    "a phrase in a line of a kind": ("card x:\n  2 points for is_regular in |", "all"),
    "a kind of the vocabulary that the header names": ("card x, as two says:\n  an |", "item"),
    "metadata of a kind": ("card x:\n  in |", "addition force"),
    "what no line is": ("require x:\n  rubbish rubbish rubbish rubbish |", ""),
    "a comment": ("require x:\n  pays  # ha|", ""),
    "a text": ('require x:\n  because "ha|', ""),
    "another column": ("require x:\n   |", ""),
}


def listed(text):
    """The words of each line; a line that names one thing is itself."""
    for line in text.splitlines():
        yield from [line] if line[:2] in ("a ", "th", "{h", "{n", "{u") else line.split()


@pytest.mark.parametrize(("text", "expected"), PLACES.values(), ids=PLACES)
def test_what_may_stand_at_a_place_is_listed(club, capsys, tmp_path, text, expected):
    head = PROGRAM[: PROGRAM.index("require first")]
    (tmp_path / "club.policy").write_text(head + text.replace("|", ""), encoding="utf-8")
    before = (head + text[: text.index("|")]).split("\n")
    found = shown(capsys, "--at", f"{len(before)}:{len(before[-1]) + 1}")
    assert sorted(found.splitlines()) == sorted(listed(expected))


def test_every_kind_of_clause_may_stand_at_the_margin(club, capsys):
    found = shown(capsys, "--at", "1:1").splitlines()
    assert {"require", "clause kind", "card", "example"} <= set(found)


def test_a_place_that_is_none_is_refused_and_one_beyond_the_file_is_empty(club, capsys):
    assert main(["words", "club.policy", "--at", "x:1"]) == 2
    assert "such as 12:3" in capsys.readouterr().err
    assert shown(capsys, "--at", "999:1").strip() == ""
