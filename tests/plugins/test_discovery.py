"""Vocabularies of other distributions: found by name, refused by name, and never in the way."""

import itertools
import shutil
import sys

import pytest

import peerpolicy as pp
from peerpolicy import plugins
from peerpolicy.library import check_source, shipped_source
from peerpolicy.source import Source
from peerpolicy.syntax.parser import parse
from tests.plugins.conftest import SAMPLE, WORDS, code

LICENCE = (SAMPLE / "tests" / "licence.policy").read_text(encoding="utf-8")
numbers = itertools.count()


def fresh(name):
    """A name whose module no test before has imported."""
    return f"{name}-{next(numbers)}"


def found_in(text=LICENCE, beside=None):
    """What is said about a policy."""
    return check_source(Source("licence.policy", text), beside)[1]


def only(text=LICENCE):
    """The one thing that is said about the `use` line of a policy."""
    said = [each for each in found_in(text) if each.code in ("PP205", "PP701", "PP702", "PP703")]
    assert len(said) == 1, [each.render() for each in found_in(text)]
    assert said[0].source.line(said[0].source.place(said[0].span).line) == "  use driving"
    return said[0]


def test_a_vocabulary_is_found_by_the_name_of_its_entry_point(installed):
    installed(fresh("words"))
    assert found_in() == ()
    assert all(result.passed for result in pp.loads(LICENCE).check_examples())


def test_it_is_found_without_a_new_process_once_it_is_installed(installed):
    assert only().code == "PP205"
    installed(fresh("words"))
    assert found_in() == ()


def test_nothing_is_imported_before_a_file_uses_it(installed):
    module = installed(fresh("words"))
    assert "driving" in plugins.offered()
    pp.load_shipped("us/ct/dds_peer_to_peer")
    assert module not in sys.modules
    assert found_in() == ()
    assert module in sys.modules


def test_a_distribution_in_a_zip_file_is_found_and_read(installed, tmp_path, monkeypatch):
    name = fresh("words")
    installed(name)
    folder = tmp_path / "site-packages"
    packed = shutil.make_archive(tmp_path / "packed", "zip", folder)
    shutil.rmtree(folder)
    monkeypatch.syspath_prepend(packed)
    assert found_in() == ()


def test_a_name_that_two_distributions_offer_is_refused_naming_both(installed):
    one, other = fresh("words"), fresh("roads")
    installed(other), installed(one)
    said = only()
    assert said.code == "PP701"
    first, second = sorted((one, other))
    assert said.message.endswith(f"by the distributions `{first}` and `{second}`")


def test_the_shipped_vocabularies_go_through_the_same_door(installed):
    name = fresh("words")
    installed(name, offers="peer_support")
    with pytest.raises(pp.PolicyError) as refused:
        pp.load_shipped("us/ct/dds_peer_to_peer")
    said = [d for d in refused.value.diagnostics if d.code == "PP701"]
    assert [d.message.endswith(f"`peerpolicy` and `{name}`") for d in said] == [True]


def test_a_vocabulary_beside_the_file_is_taken_first(installed, tmp_path):
    installed(fresh("words")), installed(fresh("roads"))
    (tmp_path / "driving.policy").write_text(WORDS, encoding="utf-8")
    assert found_in(beside=tmp_path) == ()


@pytest.mark.parametrize(
    ("interface", "advice"),
    [
        ("(2, 0)", "install a newer peerpolicy"),
        ("(1, 9)", "install a newer peerpolicy"),
        ("(0, 9)", "install a newer version of `{}`"),
    ],
)
def test_a_plugin_for_another_version_is_refused(installed, interface, advice):
    name = fresh("words")
    installed(name, code(name.replace("-", "_"), interface=interface))
    said = only()
    assert (said.code, said.help) == ("PP702", advice.format(name))
    assert f"`{name}`" in said.message
    assert ".".join(interface.strip("()").split(", ")) in said.message


FAULTS = {
    "an import that is missing": ("import no_such_module", "ModuleNotFoundError"),
    "an error while it is imported": ("1 / 0", "ZeroDivisionError"),
    "a program that ends": ("raise SystemExit(3)", "SystemExit"),
    "no text that Python reads": ("def", "SyntaxError"),
    "nothing of that name": ("x = 1", "AttributeError"),
    "junk": ("VOCABULARY = 'driving.policy'", "is no `Vocabulary`"),
    "a version that is none": (code("words", interface="'1.0'"), "TypeError"),
    "a package that is not there": (code("no_such_package"), "ModuleNotFoundError"),
    "a file that is not there": (None, "FileNotFoundError"),
}


@pytest.mark.parametrize(("text", "why"), FAULTS.values(), ids=FAULTS)
def test_a_faulty_distribution_is_named_and_raises_nothing(installed, text, why):
    name = fresh("words")
    installed(name, text, words=None)
    said = only()
    assert said.code == "PP703"
    assert f"`{name}`" in said.message
    assert why in said.message
    with pytest.raises(pp.PolicyError):
        pp.loads(LICENCE)


def test_a_file_that_is_not_text_is_named(installed):
    name = fresh("words")
    installed(name, words=b"language 1\n\xff")
    said = only()
    assert said.code == "PP703"
    assert "is not UTF-8" in said.message


def test_a_fault_inside_the_file_names_distribution_and_line(installed):
    name = fresh("words")
    installed(name, words=WORDS.replace("is yes or no", "is yes or maybe"))
    first = next(each for each in found_in() if each.source.name != "licence.policy")
    assert first.source.name == f"{name}/driving.policy"
    assert "is yes or maybe" in first.source.line(first.source.place(first.span).line)


def test_a_name_that_is_almost_right_is_told(installed):
    installed(fresh("words"))
    said = found_in(LICENCE.replace("use driving", "use drivng"))
    assert "did you mean `driving`?" in next(d.help for d in said if d.code == "PP205")


GREEDY = """
phrase greedy:
  reads "has_email and {what: fact}"
  means "{what}"

clause kind requir:
  reads as exclude
  lines:
    has_email "has_email", any number of times
    cited "cited {where: condition}", any number of times
  means by code
"""
"""Words that would read the lines of other files, were they not for those who ask for them."""


def spoilt(source):
    """The text of a policy with kinds, keywords and lines that are no longer understood."""
    text = source.text.replace("\nrequire ", "\nrequir ", 3).replace("\n  cite ", "\n  cited ", 3)
    return Source(
        source.name, text.replace("\nexample ", "\nhas_email and has_email\n\nexample ", 1)
    )


@pytest.mark.parametrize("words", [None, WORDS.replace("is yes or no", "is yes or not")])
def test_words_that_are_lacking_are_told_once_and_not_at_each_use(installed, words):
    if words is not None:
        installed(fresh("words"), words=words)
    near = LICENCE.replace("  calendar days\n", "  calendar dayz\n")
    said = [(each.code, each.help) for each in found_in(near)]
    assert [code for code, _ in said] == ["PP205", "PP201"] if words is None else ["PP201", "PP104"]
    assert ("PP201", "did you mean `days`?") in said


def everything_about(policy_id):
    """How a shipped policy is read, what is said about it, its identity, and what it decides."""
    source = shipped_source(policy_id)
    told = [each.to_dict() for each in check_source(spoilt(source))[1]]
    assert told
    found = (told, [each.to_dict() for each in check_source(source)[1]], parse(source))
    policy = pp.load_shipped(policy_id)
    examples = policy.check_examples()
    decided = [
        policy.decide(e.facts, as_of=e.as_of, question=e.question).digest
        for e in policy.program.examples[:2]
    ]
    return found, policy.digest, policy.program, [r.passed for r in examples[:2]], decided


@pytest.mark.parametrize("policy_id", pp.shipped_ids())
def test_what_is_installed_changes_nothing_for_a_file_that_does_not_use_it(installed, policy_id):
    before = everything_about(policy_id)
    installed(fresh("words"), words=WORDS.replace("driver", "peer") + GREEDY)
    installed(fresh("faulty"), "1 / 0", offers="faulty")
    installed(fresh("roads"), offers="driving")
    assert everything_about(policy_id) == before
