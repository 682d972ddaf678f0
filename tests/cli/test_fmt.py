"""`fmt`: what is written, what is only said, and what is left alone."""

import json

import pytest

from peerpolicy.library import shipped_source


@pytest.fixture
def untidy(policy, policy_text):
    """A file that is not in the standard layout, and what it should be."""
    text = policy_text.replace("rank guidance", "rank   guidance  # how strong")
    policy.write_text(text.replace("\n\n", "\n\n\n"), encoding="utf-8")
    return policy, policy_text.replace("rank guidance", "rank guidance    # how strong")


def test_a_file_is_formatted_in_place(run, untidy):
    path, tidy = untidy
    done = run("fmt", path)
    assert (done.code, done.out, done.err) == (0, "", f"formatted {path}\n")
    assert path.read_text(encoding="utf-8") == tidy
    again = run("fmt", path)
    assert (again.code, again.out, again.err) == (0, "", "")


def test_check_writes_nothing_and_finds(run, untidy, policy_text):
    path, _ = untidy
    before = path.read_bytes()
    done = run("fmt", "--check", path)
    assert (done.code, done.out, done.err) == (1, "", f"would format {path}\n")
    assert path.read_bytes() == before
    path.write_text(policy_text, encoding="utf-8")
    assert run("fmt", "--check", path).code == 0


def test_diff_writes_nothing_and_shows(run, untidy):
    path, _ = untidy
    before = path.read_bytes()
    done = run("fmt", "--diff", path)
    assert (done.code, done.err) == (0, "")
    assert "-  rank   guidance  # how strong\n+  rank guidance    # how strong\n" in done.out
    assert path.read_bytes() == before
    assert run("fmt", path, "--diff", "--check").code == 1


def test_standard_input_goes_to_standard_output_letter_for_letter(process, policy_text):
    text = policy_text.replace("Reading club", "Lesekreis “für” alle").replace("\n", "\r\n")
    done = process("fmt", "-", stdin=text.encode(), env={"PYTHONIOENCODING": "ascii"})
    assert (done.code, done.err) == (0, "")
    assert done.out == text.replace("\r\n", "\n")


def test_json_says_what_changed(run, untidy):
    path, _ = untidy
    assert json.loads(run("fmt", "--json", path).out) == [{"file": str(path), "changed": True}]
    assert json.loads(run("fmt", "--json", path).out) == [{"file": str(path), "changed": False}]


def test_a_file_with_errors_is_left_alone_and_the_next_is_formatted(run, untidy, tmp_path):
    path, tidy = untidy
    broken = tmp_path / "broken.policy"
    broken.write_text("language 1\nprogram x:\n   title   7\n")
    done = run("fmt", broken, path)
    assert done.code == 3
    assert "PP102" in done.err
    assert broken.read_text() == "language 1\nprogram x:\n   title   7\n"
    assert path.read_text(encoding="utf-8") == tidy


@pytest.mark.parametrize("words", [["us/ct/dds_peer_to_peer"], ["-", "x.policy"], []])
def test_only_files_are_formatted_and_standard_input_alone(run, words):
    done = run("fmt", *words)
    assert (done.code, done.out) == (2, "")


def test_a_shipped_text_stays_as_it_is(run):
    text = shipped_source("us/mt/sdmi_peer_support").text
    assert run("fmt", "-", stdin=text.encode()).out == text


WORDS = """language 1
vocabulary club_words:
  title "Words of a reading club"

phrase fond:
  reads "is_fond of {what: fact} in truth"
  means "{what}"

phrase both:
  reads "is_ready by {one: fact} and {other: fact}"
  means all of:
    "{one}"
    "{other}"
"""


@pytest.fixture
def worded(policy, policy_text):
    """A file in the words of a vocabulary beside it, and the line that this is."""
    (policy.parent / "club_words.policy").write_text(WORDS, encoding="utf-8")
    text = policy_text.replace("  calendar plain\n", "  use club_words\n  calendar plain\n", 1)
    phrase = "is_fond of likes_books in truth"
    policy.write_text(text.replace('"1"\n  likes_books', f'"1"\n  {phrase}'), encoding="utf-8")
    return policy, phrase, text


def test_expand_shows_what_phrases_stand_for_and_writes_nothing(run, worded):
    path, phrase, text = worded
    before = path.read_bytes()
    done = run("fmt", "--expand", path)
    assert (done.code, done.out, done.err) == (0, text, "")
    assert phrase in before.decode()
    assert path.read_bytes() == before


def test_expand_shows_a_group_under_its_line(run, worded):
    path, phrase, text = worded
    group = "is_ready by likes_books and likes_books"
    path.write_text(path.read_text().replace(phrase, group))
    shown = "  all of:\n    likes_books\n    likes_books\n"
    wanted = text.replace('"1"\n  likes_books\n', f'"1"\n{shown}')
    assert run("fmt", "--expand", path).out == wanted


def test_expand_refuses_a_file_with_errors_and_says_them(run, worded):
    path, phrase, _ = worded
    path.write_text(path.read_text().replace(phrase, "is_fond of likes_boks in truth"))
    done = run("fmt", "--expand", path)
    assert (done.code, done.out) == (3, "")
    assert "PP201" in done.err
    assert "`likes_books`" in done.err


@pytest.mark.parametrize("words", [["--check"], ["--diff"], ["--json"], ["another.policy"]])
def test_expand_shows_one_file_and_takes_no_other_option(run, policy, words):
    done = run("fmt", "--expand", policy, *words)
    assert (done.code, done.out) == (2, "")
    assert "--expand" in done.err
