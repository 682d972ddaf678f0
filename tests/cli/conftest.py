"""Run the command line in this process, or as the real one."""

import io
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from peerpolicy.cli import main

REPOSITORY = Path(__file__).resolve().parents[2]

POLICY = """language 1
program reading_club:
  title "Reading club"
  calendar plain
  decided on claimed

source rules:
  title "Rules of the club"
  rank guidance
  issued unknown
  read on 2026-01-01

calendar plain:
  leap day birthday falls on march 1, assumed

entity reader:
  is a person

fact likes_books:
  of reader
  is yes or no
  sensitivity personal

question join:
  asks "May this person join?"
  about reader
  judged on joined_on

require old_enough:
  for join
  cite rules "1"
  likes_books

example keen:
  decide join on 2026-11-23
  given:
    likes_books of reader is yes
  expect:
    join is met
"""
"""A small program with one rule and one example; nothing is wrong with it."""


@dataclass(frozen=True)
class Ran:
    """What came of a command."""

    code: int
    out: str
    err: str


@pytest.fixture
def run(capsys, monkeypatch):
    """Run `main` and return its code and what it wrote."""

    def run(*words, stdin=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        code = main([str(word) for word in words])
        assert type(int(code)) is int
        written = capsys.readouterr()
        return Ran(int(code), written.out, written.err)

    return run


@pytest.fixture
def process():
    """Run the real thing in a process of its own."""

    def run(*words, stdin=b"", **options):
        command = [sys.executable, "-m", "peerpolicy", *map(str, words)]
        done = subprocess.run(
            command, cwd=REPOSITORY, input=stdin, capture_output=True, check=False, **options
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def policy(tmp_path):
    """A policy file without a problem."""
    path = tmp_path / "club.policy"
    path.write_text(POLICY, encoding="utf-8")
    return path


@pytest.fixture
def policy_text():
    """The text of the small policy."""
    return POLICY
