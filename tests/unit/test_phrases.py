"""Phrases: the trie against plain search, and what the lines of a program come to mean."""

from datetime import date
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerpolicy.check.program import check, expand
from peerpolicy.ir.canonical import digest
from peerpolicy.policy import Policy
from peerpolicy.source import Source
from peerpolicy.syntax.parser import opening_words
from peerpolicy.syntax.patterns import CONDITION, Known, Misread, Slot, read_pattern, token_of
from peerpolicy.syntax.phrases import Phrases

SHIPPED = Path(__file__).parents[2] / "policies" / "vocabularies"
ONE = """language 1
vocabulary one:
  title "One"

phrase trained:
  reads "has trained {amount: quantity} in {what: entry}"
  means "at least {amount} of {what}"

phrase papers:
  reads "is_ready with {first: fact} and {second: fact}"
  means all of:
    "{first}"
    "{second}"
"""
TWO = """language 1
vocabulary two:
  title "Two"

phrase had_training:
  reads "has trained {amount: quantity} in {what: entry}"
  means "at least {amount} of {what}"
"""
PROGRAM = """language 1
program small:
  title "Small"
  use one
  use two
  use peer_support
  calendar days
  decided on shown

source page:
  title "Page"
  rank guidance
  issued unknown

calendar days:
  week starts on sunday, assumed

question hire:
  asks "May this person be hired?"
  about peer
  judged on hired_on

require training:
  cite page "1"
  has trained 30 hours in peer_support_training, as one says

require both:
  cite page "2"
  is_ready with has_email and has_high_school_diploma  # both of them

require with_guard:
  cite page "3"
  when has trained 3 hours in peer_support_training, as two says
  has_email
"""
QUALIFIED = "has trained 30 hours in peer_support_training, as one says"
GUARD = "when has trained 3 hours in peer_support_training, as two says"


def find_vocabulary(name):
    """Find the two vocabularies here, then the shipped ones."""
    texts = {"one": ONE, "two": TWO}
    if name in texts:
        return Source(name, texts[name])
    path = SHIPPED / f"{name}.policy"
    return Source(name, path.read_text(encoding="utf-8")) if path.exists() else None


def faults(text):
    """Code, line, text under the marks, message and help of everything that is said."""
    _, found = check(Source("small", text), find_vocabulary)
    return [(d.code, d.source.slice(d.span), d.message, d.help) for d in found]


# ---------------------------------------------------------------- the trie, by brute force

WORDS = ("supervisor", "each", "2", "2026-01-31", "hours")
SLOTS = ("number", "quantity", "date", "role")
elements = st.one_of(st.sampled_from(("supervisor", "each", "hours")), st.sampled_from(SLOTS))
patterns = st.lists(st.lists(elements, max_size=3), min_size=1, max_size=5)


def known_of(drawn):
    """Phrases that all begin with one word, so that they can be confused."""
    for i, parts in enumerate(drawn):
        slots = [Slot(f"s{j}", p) if p in SLOTS else p for j, p in enumerate(parts)]
        yield Known("v", f"p{i}", ("meets", *slots))


def fits(known, words):
    """Whether a line follows a pattern, token by token, without a trie."""
    wanted = []
    for each in known.pattern:
        wanted += each.tokens if isinstance(each, Slot) else [("word", each)]
    return len(wanted) == len(words) and all(
        word == want[1] if isinstance(want, tuple) else token_of(word) == want
        for want, word in zip(wanted, words, strict=True)
    )


@settings(max_examples=60, deadline=None)
@given(patterns)
def test_the_trie_finds_what_plain_search_finds(drawn):
    all_known = list(known_of(drawn))
    phrases = Phrases(all_known)
    lines = [("meets", *rest) for n in range(4) for rest in product(WORDS, repeat=n)]
    together = set()
    for line in lines:
        expected = {k for k in all_known if fits(k, line)}
        assert set(phrases.match(line).phrases) == expected
        together |= {frozenset((a, b)) for a in expected for b in expected if a is not b}
    overlaps = phrases.overlaps()
    for each in overlaps:
        assert fits(each.first, each.example.split())
        assert fits(each.second, each.example.split())
    short = {o for o in overlaps if len(o.example.split()) <= 4}
    assert {frozenset((o.first, o.second)) for o in short} == together


@settings(max_examples=60, deadline=None)
@given(patterns, st.lists(st.booleans(), min_size=5, max_size=5))
def test_the_trie_finds_what_plain_search_finds_where_a_condition_ends_a_line(drawn, ends):
    all_known = [
        Known("v", k.name, (*k.pattern, Slot("c", CONDITION)), "kind") if open_ else k
        for k, open_ in zip(known_of(drawn), ends, strict=False)
    ]

    def follows(known, words):
        last = known.pattern[-1]
        if not isinstance(last, Slot) or last.type != CONDITION:
            return fits(known, words)
        start = Known("v", "start", known.pattern[:-1])
        return any(fits(start, words[:n]) for n in range(len(words)))

    phrases = Phrases(all_known)
    overlaps = phrases.overlaps()
    for each in overlaps:
        assert follows(each.first, each.example.split())
        assert follows(each.second, each.example.split())
    together = {frozenset((o.first, o.second)) for o in overlaps}
    lines = [("meets", *rest) for n in range(4) for rest in product(WORDS, repeat=n)]
    for line in lines:
        expected = {k for k in all_known if follows(k, line)}
        both = {frozenset((a, b)) for a in expected for b in expected if a is not b}
        assert both <= together
        if not both:
            assert set(phrases.match(line).phrases) == expected


@settings(max_examples=40, deadline=None)
@given(patterns, st.lists(st.sampled_from(WORDS), max_size=3))
def test_what_is_expected_is_what_can_follow(drawn, rest):
    all_known = list(known_of(drawn))
    line = ("meets", *rest)
    can_go_on = {
        word
        for word in (*WORDS, "some_role")
        if any(Phrases([k]).match((*line, word)).reached == len(line) + 1 for k in all_known)
    }
    shown = Phrases(all_known).complete(line)
    assert bool(can_go_on) is bool(set(shown) - {""})
    assert ("" in shown) is any(fits(k, line) for k in all_known)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no words"),
        ("{who: role} meets", "begins with a word"),
        ("at least {n: number}", "begins a line"),
        ("meets unless {n: number}", "`unless` cannot stand"),
        ("meets {n: nummber}", "not a type of slot"),
        ("meets {n}", "is not a slot"),
        ("meets {n: number} {n: number}", "a second slot"),
        ("meets 2 times", "`2` cannot be a word"),
    ],
)
def test_a_pattern_that_cannot_be_is_explained(text, words):
    found = read_pattern(text, opening_words())
    assert isinstance(found, Misread)
    assert words in found.message


# ---------------------------------------------------------------- lines of a program


def test_phrases_mean_their_core_text_and_keep_their_own_words():
    program, found = check(Source("small", PROGRAM), find_vocabulary)
    assert found == ()
    clause = program.clause("training")
    assert clause.text == QUALIFIED
    both = Policy(program).requirement("both")
    facts = {"peer": {"has_email": True, "has_high_school_diploma": False}}
    finding = both.evaluate(facts, as_of=date(2026, 11, 23))
    assert both.text == "is_ready with has_email and has_high_school_diploma"
    assert finding.outcome.value == "not met"
    assert [child.text for child in finding.parts.children] == [
        "has_email",
        "has_high_school_diploma",
    ]


def test_the_expanded_text_is_clean_and_has_the_same_digest():
    text, _ = expand(Source("small", PROGRAM), find_vocabulary)
    assert "as one says" not in text
    assert "  all of:  # both of them\n    has_email\n    has_high_school_diploma\n" in text
    before, _ = check(Source("small", PROGRAM), find_vocabulary)
    after, found = check(Source("small", text), lambda name: find_vocabulary(name))
    assert found == ()
    assert digest(before) == digest(after)


@pytest.mark.parametrize(
    ("line", "code", "at", "words"),
    [
        ("has trained 30 hours in peer_support_training", "PP113", "has trained", "as two says"),
        ("has traned 30 hours in x", "PP112", "traned", "did you mean `trained`?"),
        ("haz trained 30 hours in peer_support_training", "PP112", "haz", "did you mean `has`?"),
        ("has trained 3", "PP112", "3", "expected a unit"),
        ("has trained many hours in x", "PP112", "many", "expected a number and its unit"),
        (QUALIFIED.replace("ort_tr", "rt_tr"), "PP201", "peer_supprt", "did you mean"),
        (QUALIFIED.replace("hours", "meetings"), "PP302", "30 meet", "phrase `trained` of `one`"),
        (QUALIFIED.replace("one says", "three says"), "PP205", "three", "write `use three`"),
        ("has_emial", "PP201", "has_emial", "did you mean `has_email`?"),
        ("age at least 21 years", "PP104", "at", "write `age is at least 21 years`"),
    ],
)
def test_a_line_that_is_wrong_is_reported_once_where_it_is_wrong(line, code, at, words):
    ((found, marked, message, advice),) = faults(PROGRAM.replace(QUALIFIED, line))
    assert found == code
    assert marked.startswith(at)
    assert words in f"{message}; {advice}"


def test_a_group_does_not_fit_where_one_condition_stands():
    text = PROGRAM.replace(GUARD, "when is_ready with has_email and has_email")
    ((code, marked, _, _),) = faults(text)
    assert (code, marked) == ("PP114", "is_ready with has_email and has_email")


def test_a_phrase_of_a_vocabulary_that_the_file_does_not_use_is_not_active():
    (first, *_) = faults(PROGRAM.replace("  use one\n", ""))
    assert first[0] == "PP205"
    assert "write `use one`" in first[3] or "did you mean" in first[3]


@pytest.mark.parametrize(
    ("reads", "means", "code", "words"),
    [
        ("works under supervision", "has_email", "PP217", "line of the language itself"),
        ("has trained 2", "has_email", "PP216", "cannot be a word"),
        ("has trained {n: number} times", "has_email", "PP216", "does not use `n`"),
        ("has trained often enough", "at least {n} x", "PP216", "`n` is no slot"),
        ("has trained often enough", "hols some_paper of x", "PP104", "not understood"),
        ("has trained often per week", "has_email", "PP108", "per week"),
        ("has trained {n: number} {u: role} in x", "at least {n} {u}", "PP217", "also the phrase"),
    ],
)
def test_a_phrase_that_cannot_be_is_refused_where_it_is_declared(reads, means, code, words):
    text = ONE + f'\nphrase other:\n  reads "{reads}"\n  means "{means}"\n'
    _, found = check(Source("one", text), find_vocabulary)
    assert [d.code for d in found] == [code]
    assert words in f"{found[0].message}; {found[0].help}"
