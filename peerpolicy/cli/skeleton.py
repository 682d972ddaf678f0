"""What `peerpolicy init` writes: the files of a small distribution that offers a vocabulary.

What it is for: texts with the name of the vocabulary put in. May import: the standard library. What
stays true: the program checks clean, its examples come out, and the law suite passes.
"""

from __future__ import annotations

from string import Template
from typing import Final

_PROJECT: Final = """\
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "$dashed"
version = "0.1"
description = "A vocabulary for policies"
requires-python = ">=3.11"
dependencies = ["peerpolicy"]

[project.optional-dependencies]
test = ["peerpolicy[test]"]

[project.entry-points."peerpolicy.vocabularies"]
$name = "$name:VOCABULARY"

[tool.hatch.build.targets.wheel]
packages = ["$name"]

[tool.pytest.ini_options]
testpaths = ["tests"]
"""

_MODULE: Final = '''\
"""Where the vocabulary `$name` lies; its words are in `$name.policy`."""

import peerpolicy as pp

VOCABULARY = pp.Vocabulary("$name", "$name.policy", interface=(1, 1))
'''

_WORDS: Final = """\
language 1
vocabulary $name:
  title "Words of $name"

entity applicant:
  is a person

fact birth_date:
  of applicant
  is a date
  sensitivity personal
  asked "When were you born?"

fact age:
  of applicant
  is completed years since birth_date
  sensitivity personal

fact lives_here:
  of applicant
  is yes or no
  sensitivity personal
  asked "Do you live here?"

entry training:
  of applicant
  dated completed_on
  counts hours
  sensitivity personal
"""

_PROGRAM: Final = """\
language 1
program sample:
  title "A program that uses the words of $name"
  use $name
  calendar days
  decided on shown

source rules:
  title "Rules of the sample program"
  rank guidance

calendar days:
  leap day birthday falls on march 1, assumed
  window counts both end days, assumed

question may_join:
  asks "May this person join?"
  about applicant
  judged on asked_on

require old_enough:
  cite rules "section 1"
  age is at least 18 years

require residence:
  cite rules "section 2"
  lives_here

require trained:
  cite rules "section 3"
  at least 10 hours of training in the 12 months before asked_on

example trained_resident:
  decide may_join on 2026-11-23
  given:
    birth_date is 2000-04-02
    lives_here is yes
    12 hours of training on 2026-09-01
  expect:
    may_join is met

example residence_unknown:
  decide may_join on 2026-11-23
  like trained_resident
  given:
    without lives_here
  expect:
    may_join is unknown
"""

_TESTS: Final = '''\
"""The laws of the language, tried on a program that uses the vocabulary."""

from pathlib import Path

from peerpolicy.testing.laws import LawSuite


class TestSample(LawSuite):
    """More training, or living here, never makes an answer worse."""

    policy = Path(__file__).parent / "sample.policy"
    more_helps = ("applicant.training", "applicant.lives_here")
'''

_README: Final = """\
# $dashed

The vocabulary `$name`, for policies. Install it where the policy is used and write `use $name`.
"""


def files_of(name: str) -> dict[str, str]:
    """Return the text of each file of the distribution, by its place. No errors."""
    texts = {
        "pyproject.toml": _PROJECT,
        "README.md": _README,
        f"{name}/__init__.py": _MODULE,
        f"{name}/{name}.policy": _WORDS,
        "tests/sample.policy": _PROGRAM,
        "tests/test_laws.py": _TESTS,
    }
    words = {"name": name, "dashed": name.replace("_", "-")}
    return {path: Template(text).substitute(words) for path, text in texts.items()}
