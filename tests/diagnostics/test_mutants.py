"""Diagnostics measured: how often the first error stands on the right line and tells the repair.

The shipped programs are spoilt in thirteen ways (`mutants.py`), each at a known line with a known
repair. A default run takes a small sample; `-m long` takes them all. The table and every miss are
printed: see them with `-rP`, or `-s`.
"""

from __future__ import annotations

import gc
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from peerpolicy.check.program import check
from peerpolicy.diagnostics import Severity
from peerpolicy.source import Source
from tests.diagnostics.mutants import MUTATORS, Mutant, Program, mutants

POLICIES = Path(__file__).parents[2] / "policies"
PROGRAMS = ("us/ct/dds_peer_to_peer", "us/mt/sdmi_peer_support", "us/ct/ccb_peer_recovery")
SMALL, ALL = 10, 60  # mutants of each mutator
RIGHT_LINE, RIGHT_REPAIR = 0.90, 0.75


def read(name):
    return (POLICIES / f"{name}.policy").read_text(encoding="utf-8")


VOCABULARIES = {
    name: Source(name, read(f"vocabularies/{name}")) for name in ("peer_support", "rule_topics")
}
WORDS = "\n".join(vocabulary.text for vocabulary in VOCABULARIES.values())


@dataclass(frozen=True)
class Result:
    """What the checker said first about a mutant; `said` is empty where it said nothing."""

    mutant: Mutant
    line: int
    said: str

    @property
    def refused(self):
        return bool(self.said)

    @property
    def on_the_right_line(self):
        return self.line == self.mutant.line

    @property
    def tells_the_repair(self):
        return any(re.search(pattern, self.said) for pattern in self.mutant.repairs)

    def show(self):
        m = self.mutant
        said = f"line {self.line}: {self.said}" if self.said else "accepted"
        return f"{m.mutator} | {m.program}:{m.line} | {m.before!r} => {m.after!r} | {said}"


def first_error(text):
    """The line of the first error of a text and all its words; 0 and none where it is accepted."""
    source = Source("spoilt", text)
    was_on = gc.isenabled()
    gc.disable()  # as the library does: the trees of a parse are many and all are kept
    try:
        _, found = check(source, VOCABULARIES.get)
    finally:
        if was_on:
            gc.enable()
    for each in found:
        if each.severity is Severity.ERROR:
            place = each.source.place(each.span)
            here = place.line if place.file == source.name else 0
            return here, f"{each.code} {each.message}; {each.help}"
    return 0, ""


def anew(each):
    """So many mutants of each mutator, worked out from the files."""
    return mutants([Program(name, read(name), WORDS) for name in PROGRAMS], each)


chosen = cache(anew)


def measured(each):
    return [Result(m, *first_error(m.text)) for m in chosen(each)]


def table(results):
    """One row for each mutator: mutants, refused, on the right line, telling the repair."""
    rows = [f"{'':28}{'mutants':>8}{'refused':>9}{'line':>6}{'repair':>8}{'legal':>7}"]
    names = dict.fromkeys(r.mutant.mutator for r in results)
    for name in [*names, "all"]:
        of = [r for r in results if name in ("all", r.mutant.mutator)]
        wrong = [r for r in of if not r.mutant.legal]
        counts = (
            len(wrong),
            sum(r.refused for r in wrong),
            sum(r.on_the_right_line for r in wrong),
            sum(r.tells_the_repair for r in wrong),
            len(of) - len(wrong),
        )
        rows.append("{:28}{:>8}{:>9}{:>6}{:>8}{:>7}".format(name, *counts))
    return "\n".join(rows)


def judge(results):
    """Print what was measured, and hold it against the shares that are promised."""
    wrong = [r for r in results if not r.mutant.legal]
    print(table(results))
    for title, chosen in (
        ("legal, not expected to be refused", [r for r in results if r.mutant.legal]),
        ("accepted, and should be refused", [r for r in wrong if not r.refused]),
        ("another line", [r for r in wrong if r.refused and not r.on_the_right_line]),
        ("no repair", [r for r in wrong if r.on_the_right_line and not r.tells_the_repair]),
    ):
        print(f"\n{title}: {len(chosen)}")
        for each in chosen:
            print(f"  {each.show()}")
    lines = sum(r.on_the_right_line for r in wrong) / len(wrong)
    repairs = sum(r.tells_the_repair for r in wrong) / len(wrong)
    assert (lines >= RIGHT_LINE, repairs >= RIGHT_REPAIR) == (True, True), (
        f"right line {lines:.1%} (at least {RIGHT_LINE:.0%}), "
        f"right repair {repairs:.1%} (at least {RIGHT_REPAIR:.0%})\n{table(results)}"
    )


def test_the_first_error_is_right_in_a_sample():
    judge(measured(SMALL))


@pytest.mark.long
def test_the_first_error_is_right_in_all_mutants():
    results = measured(ALL)
    assert len(results) >= 500
    judge(results)


@pytest.mark.parametrize("name", PROGRAMS)
def test_the_programs_themselves_are_accepted(name):
    assert first_error(read(name)) == (0, "")


def test_every_mutator_finds_places_and_the_same_ones_each_time():
    found = chosen(SMALL)
    assert Counter(m.mutator for m in found) == dict.fromkeys(
        (f.__name__.replace("_", " ") for f in MUTATORS), SMALL
    )
    assert found == anew(SMALL)
    assert set(found) <= set(anew(SMALL + 5))


def test_a_mutant_is_another_text_and_its_line_is_in_it():
    originals = {read(name) for name in PROGRAMS}
    for each in chosen(SMALL):
        assert each.text not in originals
        assert 1 <= each.line <= each.text.count("\n") + 1
        assert each.repairs


def test_a_wrong_line_and_a_missing_repair_are_seen():
    one = Mutant("m", "p", "text", 7, ("`has_ged`",), "has_ged", "has_gde")
    good, elsewhere, mute = (
        Result(one, 7, "PP201 ...; did you mean `has_ged`?"),
        Result(one, 8, "PP201 ...; did you mean `has_ged`?"),
        Result(one, 7, "PP201 ...; "),
    )
    judge([good] * 10)
    with pytest.raises(AssertionError, match="right line 50"):
        judge([good, elsewhere])
    with pytest.raises(AssertionError, match="right repair 50"):
        judge([good, mute])
