"""Every message to an author, where it stands: each case says on its lines what is wrong with it.

A case is a file `cases/*.policy`. A line with a fault carries it as a comment at its end,
`# error PP201: did you mean ...`: the code, and some words of the message or the help (or none).
What a case does not say, the checker must not say either. `cases/words` holds vocabularies that
cases use; their faults are written in them in the same way.
"""

import re
from pathlib import Path

import pytest

from peerpolicy.check.program import check
from peerpolicy.diagnostics import CODES
from peerpolicy.errors import PolicyError
from peerpolicy.library import decode_source
from peerpolicy.source import Source

CASES = Path(__file__).parent / "cases"
SHIPPED = Path(__file__).parents[2] / "policies" / "vocabularies"
PYTHON_WORDS = re.compile(r"\b(?:None|NoneType|str|int|tuple|Decimal|Name|Token)\b")
EXPECTED = re.compile(r"# (error|warning) (PP\d\d\d)(?:: (.*?))?(?= # (?:error|warning) PP|$)")

NOT_BY_A_CASE = {
    "PP101": "bytes that are no text: no file of text can show it, so a test below does",
}


def find_vocabulary(name):
    """Find a vocabulary among those of the cases, then among the shipped ones."""
    for folder in (CASES / "words", SHIPPED):
        path = folder / f"{name}.policy"
        if path.exists():
            return Source(path.name, path.read_text(encoding="utf-8"))
    return None


def said_in(source):
    """The faults that a file says it has: line, severity, code and words."""
    return [
        (source.name, number, *match.groups(""))
        for number, line in enumerate(source.text.split("\n"), start=1)
        for match in EXPECTED.finditer(line)
    ]


def found_by_checker(diagnostics):
    """The faults that the checker finds: file, line, severity, code and all its words."""
    for each in diagnostics:
        place = each.source.place(each.span)
        words = f"{each.message}; {each.help}"
        yield (place.file, place.line, each.severity.value, each.code, words)


def compare(name, text):
    """Return what the case misses, and what the checker says beyond the case."""
    source = Source(name, text)
    _, diagnostics = check(source, find_vocabulary)
    sources = {s.name: s for s in [*(d.source for d in diagnostics), source]}
    expected = [said for each in sources.values() for said in said_in(each)]
    beyond = list(found_by_checker(diagnostics))
    missed = []
    for said in expected:
        match = next((f for f in beyond if f[:4] == said[:4] and said[4] in f[4]), None)
        missed.append(said) if match is None else beyond.remove(match)
    return missed, beyond


@pytest.mark.parametrize("path", sorted(CASES.glob("*.policy")), ids=lambda path: path.stem)
def test_a_case_has_the_faults_it_names_and_no_other(path):
    missed, beyond = compare(path.name, path.read_bytes().decode())
    assert (missed, beyond) == ([], [])


def test_every_code_of_policies_has_a_case():
    shown = {
        said[3]
        for path in CASES.rglob("*.policy")
        for said in said_in(Source(path.name, path.read_text(encoding="utf-8")))
    }
    of_policies = {code for code in CODES if code < "PP6"}
    assert of_policies - shown == set(NOT_BY_A_CASE)


@pytest.mark.parametrize("data", [b"\xff\xfel\x00", b"PK\x03\x04\x00\x00"], ids=["UTF-16", "zip"])
def test_bytes_that_are_no_text_are_refused(data):
    with pytest.raises(PolicyError) as refused:
        decode_source(data, "case.policy")
    assert [each.code for each in refused.value.diagnostics] == ["PP101"]


def test_an_empty_file_is_told_to_name_the_edition():
    assert compare("empty.policy", "")[1] == [
        (
            "empty.policy",
            1,
            "error",
            "PP107",
            "the file is empty; write `language 1` as the first line",
        )
    ]


def test_a_text_that_does_not_end_is_reported_where_it_begins():
    text = 'language 1\nvocabulary words:\n  title "no end\n  title "Words"\n'
    _, ((_, line, _, code, words),) = compare("words.policy", text)
    assert (line, code) == (3, "PP105")
    assert 'close it with `"`' in words


def test_a_name_declared_twice_shows_the_first_place():
    text = (CASES / "pp202_twice.policy").read_text(encoding="utf-8")
    _, diagnostics = check(Source("twice.policy", text), find_vocabulary)
    label = next(d for d in diagnostics if "`fine`" in d.message).labels[0]
    first = next(n for n, line in enumerate(text.split("\n"), 1) if line == "require fine:")
    assert label.source.place(label.span).line == first


@pytest.mark.parametrize("path", sorted(CASES.glob("*.policy")), ids=lambda p: p.stem)
def test_messages_are_lower_case_sentences_without_a_full_stop(path):
    _, diagnostics = check(Source(path.name, path.read_bytes().decode()), find_vocabulary)
    for each in diagnostics:
        assert not each.message.endswith(".")
        assert not each.message[:1].isupper()
        assert not PYTHON_WORDS.search(each.message)


def test_the_comparison_sees_what_is_missed_and_what_is_beyond():
    text = 'language 1  # error PP107\nvocabulary words:\n  titel "Words"\n'
    missed, beyond = compare("words.policy", text)
    assert [each[3] for each in missed] == ["PP107"]
    assert "PP104" in [each[3] for each in beyond]
