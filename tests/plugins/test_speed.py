"""What is installed and not used costs nothing; a line in words of its own costs little."""

import re
import sys
import time
from statistics import median

from peerpolicy import plugins
from peerpolicy.check.clause_kinds import KindReader
from peerpolicy.check.declared import open_vocabularies
from peerpolicy.check.phrases import PhraseReader
from peerpolicy.check.reporter import Reporter
from peerpolicy.library import load_source
from peerpolicy.source import Source
from peerpolicy.syntax import parser
from peerpolicy.syntax.parser import parse
from tests.plugins.conftest import code

HEAD = """language 1
program worker_rules:
  title "Rules for workers"
  use first_words
  use second_words
  calendar days
  decided on claimed

source text:
  title "A text"
  rank rule

calendar days:
  window counts both end days, assumed

question may_work:
  asks "May this person work?"
  about worker
  judged on asked_on
"""
WORKER = """
entity worker:
  is a person

entry training:
  of worker
  dated held_on
  counts hours
  sensitivity public
"""
KIND = """
clause kind kind_of_card:
  reads as require
  lines:
    mark "passes at {n: number} points in all by the rules of kind_of for those who ask", once
    worth "{n: number} points for {what: condition}", once
  means by code
"""
CORE = "at least 6 hours of training in the 12 months before asked_on"


def vocabulary(name, first):
    """A vocabulary of twenty phrases; the first one of all declares the worker, too."""
    text = f'language 1\nvocabulary {name}:\n  title "{name}"\n{WORKER if first else ""}'
    for i in range(20):
        text += f'\nphrase {name}_{i}:\n  reads "has {name} number_{i} with {{n: quantity}} of'
        text += ' {what: entry} within the last year"\n'
        text += '  means "at least {n} of {what} in the 12 months before asked_on"\n'
    return f"{text}{KIND.replace('kind_of', name)}"


def program(line):
    """A program of sixty clauses, with one line each."""
    clauses = (f'\nrequire rule_{i}:\n  cite text "{i}"\n  {line(i)}\n' for i in range(60))
    return Source("worker.policy", HEAD + "".join(clauses))


def in_words(i):
    """A line of as many words as the core line has."""
    name = ("first_words", "second_words")[i % 2]
    return f"has {name} number_{i % 20} with 6 hours of training within the last year"


def seconds(work):
    """The processor's time for doing something once, in a process that has read no line yet."""
    parser._read.cache_clear()
    began = time.process_time()
    work()
    return time.process_time() - began


def ratio(work, other, pairs):
    """How many times the time of the other, as the median of pairs done one after the other."""
    work(), other()
    return median(seconds(work) / seconds(other) for _ in range(pairs))


def test_vocabularies_that_are_installed_and_not_used_cost_a_load_a_tenth_at_most(
    tmp_path, monkeypatch
):
    names = ("first_words", "second_words", *(f"unused_{i}" for i in range(18)))
    few, many = tmp_path / "few", tmp_path / "many"
    for place, offered in ((few, names[:2]), (many, names)):
        for name in offered:
            package, info = place / name, place / f"{name}-1.0.dist-info"
            package.mkdir(parents=True)
            info.mkdir()
            (package / "__init__.py").write_text(code(name, "words.policy"))
            (package / "words.policy").write_text(vocabulary(name, name == names[0]))
            (info / "METADATA").write_text(f"Name: {name}\nVersion: 1.0\n")
            points = f"[peerpolicy.vocabularies]\n{name} = {name}:VOCABULARY\n"
            (info / "entry_points.txt").write_text(points)
    source, before = program(in_words), list(sys.path)

    def load(place):
        monkeypatch.setattr(sys, "path", [str(place), *before])
        plugins._scan.cache_clear()  # as a new process finds what is installed
        assert len(load_source(source).clauses) == 60

    assert ratio(lambda: load(many), lambda: load(few), 7) <= 1.1
    assert not any(name in sys.modules for name in names[2:])


def read_by(source, texts):
    """Return what reads a source: parses it, and reads its clauses and phrases."""
    used, _ = parse(source)
    found = open_vocabularies(source, used, lambda name: Source(name, texts[name]), Reporter())
    kinds = KindReader(source, used, found, Reporter())
    phrases = PhraseReader(source, used, found, Reporter())

    def read(lines):
        file, faults = parse(source)
        assert faults == ()
        kinds.file = file
        kinds.found.clear()
        phrases.file = kinds.resolved()
        if lines:
            phrases.matched()
        assert len(phrases.found) + 2 * len(kinds.found) == lines

    return read


TEXTS = {name: vocabulary(name, False) for name in ("first_words", "second_words")}


def test_a_line_made_of_a_phrase_is_read_in_twice_the_time_of_core_text_at_most():
    lines, core = program(in_words), program(lambda i: f"{CORE}  # {i}")
    assert len(in_words(0).split()) == len(CORE.split())
    in_phrases, in_core = read_by(lines, TEXTS), read_by(core, TEXTS)
    assert ratio(lambda: in_phrases(60), lambda: in_core(0), 9) <= 2


def test_lines_of_a_clause_kind_are_read_in_twice_the_time_of_core_text_at_most():
    def card(i):
        name = ("first_words", "second_words")[i % 2]
        mark = f"passes at {i} points in all by the rules of {name} for those who ask"
        return f"{mark}\n  {i} points for {CORE}"

    def headed(rule):
        number = int(rule[1])
        return f"{('first_words', 'second_words')[number % 2]}_card rule_{number}"

    cards = re.sub(r"require rule_([0-9]+)", headed, program(card).text)
    lines, core = Source("cards.policy", cards), program(lambda i: f"when {CORE}\n  {CORE}  # {i}")
    in_cards, in_core = read_by(lines, TEXTS), read_by(core, TEXTS)
    assert ratio(lambda: in_cards(120), lambda: in_core(0), 9) <= 2
