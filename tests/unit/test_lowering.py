"""Lowering: what a condition line becomes in the IR."""

from __future__ import annotations

from fractions import Fraction

import pytest

from peerpolicy.check.program import check
from peerpolicy.ir import terms as t
from peerpolicy.ir.program import Clause, Force, Program
from peerpolicy.source import Source

WORDS = """language 1
program demo:
  title "Demonstration"
  calendar days
  decided on claimed
source page:
  title "Page"
  rank guidance
calendar days:
  week starts on monday, assumed
  leap day birthday falls on march 1, assumed
  window counts both end days, assumed
  first part period does not count, assumed
  period falls due on its last day, assumed
  certificate_year runs from issued_on of certificate, assumed
question q:
  asks "May they?"
  about peer
  judged on decided_on_day
entity peer:
  is a person
entity member:
  is a person
fact birth_date:
  of person
  is a date
  sensitivity personal
fact started_on:
  of peer
  is a date
  sensitivity personal
fact age:
  of person
  is completed years since birth_date
  sensitivity personal
fact ready:
  of peer
  is yes or no
  sensitivity public
fact enrolled:
  of member
  is yes or no
  sensitivity public
fact kind:
  of peer
  is one of kinds
  sensitivity public
fact weight:
  of peer
  is in hours
  sensitivity public
choices kinds:
  staff "staff"
  solo "solo"
measure meetings:
  singular meeting
  is a count
entry course:
  of peer
  dated done_on
  counts hours
  fields:
    kind is one of kinds
  sensitivity personal
entry talk:
  of peer
  dated held_on
  counts meetings
  fields:
    with_whom is a mentor
  sensitivity personal
entry job:
  of peer
  dated from began_on through ended_on
  counts time in total
  sensitivity personal
role mentor:
  of peer
  held by a person
  sensitivity personal
credential certificate:
  of person
  active from issued_on through expires_on
  sensitivity personal
relation related_to:
  from person to person
  sensitivity personal
document letter:
  of peer
  sensitivity personal
"""

PEER = t.Subject("peer")


def lower(*lines: str, head: str = "require rule:", more: str = "") -> Clause:
    """Check a program with one more clause and return that clause."""
    body = "".join(f"  {line}\n" for line in lines)
    cite = "" if "cite page" in body else '  cite page "1"\n'
    source = Source("demo.policy", f"{WORDS}{more}{head}\n{cite}{body}")
    program, found = check(source, lambda name: None)
    assert [d.render() for d in found if d.code != "PP504"] == []
    assert isinstance(program, Program)
    clause = program.clause(head.split()[1].removesuffix(":"))
    assert clause is not None
    return clause


@pytest.mark.parametrize(
    ("line", "term"),
    [
        ("ready", t.FactTest(t.FactOf(PEER, "ready"), t.IsYes())),
        ("ready is no", t.FactTest(t.FactOf(PEER, "ready"), t.IsYes(negated=True))),
        ("attests ready", t.FactTest(t.FactOf(PEER, "ready"), t.IsYes(), own_word=True)),
        ("enrolled of member", t.FactTest(t.FactOf(t.Subject("member"), "enrolled"), t.IsYes())),
        ("kind is solo", t.FactTest(t.FactOf(PEER, "kind"), t.IsIn(("solo",)))),
        ("kind is not solo", t.FactTest(t.FactOf(PEER, "kind"), t.IsIn(("solo",), negated=True))),
        (
            "kind is one of solo, staff",
            t.FactTest(t.FactOf(PEER, "kind"), t.IsIn(("solo", "staff"))),
        ),
        (
            "weight is less than 90 minutes",
            t.FactTest(
                t.FactOf(PEER, "weight"), t.Compares(t.Op.LESS_THAN, Fraction(3, 2), "hours")
            ),
        ),
        (
            "started_on is on or before decided_on_day",
            t.FactTest(
                t.FactOf(PEER, "started_on"), t.IsDated(t.Order.ON_OR_BEFORE, t.JudgedDay())
            ),
        ),
        (
            "age is from 18 years through 29 years",
            t.AgeTest(t.FactOf(PEER, "birth_date"), "age", t.IsBetween(18, 29, "years")),
        ),
        ("holds certificate of member", t.Holds(t.Subject("member"), "certificate")),
        ("complete letter", t.Paper(PEER, "letter")),
        ("peer related_to member", t.Related(PEER, "related_to", "member")),
    ],
)
def test_a_line_becomes_a_term(line: str, term: t.Term) -> None:
    """Each form of condition has its term."""
    assert lower(line).condition == term


@pytest.mark.parametrize(
    ("line", "op", "bound", "unit", "counted", "window"),
    [
        ("at least 30 hours of course", t.Op.AT_LEAST, 30, "hours", False, t.Ever()),
        ("at most 90 minutes of course", t.Op.AT_MOST, Fraction(3, 2), "hours", False, t.Ever()),
        ("at least 1 meeting of talk", t.Op.AT_LEAST, 1, "meetings", True, t.Ever()),
        ("at least 2 records of course", t.Op.AT_LEAST, 2, "records", True, t.Ever()),
        (
            "at least 1 hour of course in the 12 months before decided_on_day",
            t.Op.AT_LEAST,
            1,
            "hours",
            False,
            t.Back(12, "months", t.JudgedDay()),
        ),
        (
            "at least 1 hour of course in each week since started_on",
            t.Op.AT_LEAST,
            1,
            "hours",
            False,
            t.EachCalendar("week", t.FactOf(PEER, "started_on")),
        ),
        (
            "at least 1 hour of course in each certificate_year",
            t.Op.AT_LEAST,
            1,
            "hours",
            False,
            t.EachAnchored("certificate_year", PEER, "certificate", "issued_on"),
        ),
    ],
)
def test_an_amount_becomes_a_total(
    line: str, op: t.Op, bound: int, unit: str, counted: bool, window: t.Window
) -> None:
    """Sums, counts and windows, with the bound in the entry's own measure."""
    term = lower(line).condition
    assert isinstance(term, t.Total)
    assert (term.op, term.bound, term.unit) == (op, bound, unit)
    assert (term.counted, term.window) == (counted, window)


def test_time_in_total_becomes_a_duration() -> None:
    """Years of spans are a union of days, not a sum."""
    term = lower("at least 2 years of job").condition
    assert term == t.Duration(PEER, "job", t.Op.AT_LEAST, 2, "years")


def test_the_person_in_hand_owns_the_facts_of_a_person() -> None:
    """Inside `some mentor who`, a person's fact is the mentor's and a record naming one is not."""
    term = lower(
        "some mentor who meets all of:",
        "  holds certificate",
        "  age is at least 30 years",
        "  ready",
        "  at least 1 meeting of talk",
    ).condition
    assert isinstance(term, t.SomeWho)
    mentor = t.Subject("mentor", in_hand=True)
    certificate, age, ready, talk = term.items
    assert certificate == t.Holds(mentor, "certificate")
    assert isinstance(age, t.AgeTest) and age.since.subject == mentor
    assert isinstance(ready, t.FactTest) and ready.fact.subject == PEER
    assert isinstance(talk, t.Total)
    assert (talk.subject, talk.role_field) == (PEER, "with_whom")


def test_guard_exception_and_force() -> None:
    """`when` and `unless` stand beside the condition; the kind carries the force."""
    clause = lower(
        "when kind is solo",
        "unless enrolled of member then does not apply",
        "ready",
        head="advise rule:",
        more='require other:\n  cite page "1"\n  ready\n',
    )
    assert clause.force is Force.SHOULD
    assert isinstance(clause.guard, t.FactTest)
    (exception,) = clause.exceptions
    assert isinstance(exception.condition, t.FactTest)
    assert (exception.id, exception.instead) == ("", None)


def test_an_exclude_holds_while_its_conditions_fail() -> None:
    """What is shown and what is judged bar alike."""
    clause = lower("shown by any of:", "  ready", "otherwise judged by team", head="exclude rule:")
    assert isinstance(clause.condition, t.NoneOf)
    shown, judged = clause.condition.items
    assert isinstance(shown, t.FactTest)
    assert isinstance(judged, t.Judgement) and judged.owner == "team"


READINGS = """open term which:
  cite page "2"
  "either"
  decided by office
  readings:
    one
    other
define one:
  ready
define other:
  kind is solo
"""


def test_an_open_term_tries_its_readings() -> None:
    """Without an interpretation all readings stay."""
    term = lower("which", more=READINGS).condition
    assert isinstance(term, t.Readings)
    assert [name for name, _ in term.options] == ["one", "other"]
    assert term.owner == "office"


def test_an_interpretation_binds_one_reading() -> None:
    """With `interpret`, the open term is defined as the chosen reading."""
    chosen = READINGS + (
        "interpret choice:\n  settles which as other\n  chosen by office on 2026-11-02\n"
    )
    term = lower("which", more=chosen).condition
    assert isinstance(term, t.Defined)
    assert isinstance(term.item, t.Defined)
    assert (term.name, term.item.name) == ("which", "other")


@pytest.mark.parametrize("levels", [45, 55, 3000])
def test_definitions_in_definitions_are_bounded(levels: int) -> None:
    """A long chain is refused at one of its definitions, however long it is."""
    chain = "".join(
        f"define d{n}:\n  all of:\n    d{n - 1}\n    kind is solo\n" for n in range(1, levels)
    )
    text = WORDS + "define d0:\n  kind is solo\n" + chain
    text += f'require rule:\n  cite page "1"\n  d{levels - 1}\n'
    program, found = check(Source("deep.policy", text), lambda _: None)
    if levels < 50:
        assert (program is not None, found) == (True, ())
    else:
        assert [(each.code, each.help) for each in found] == [("PP207", "use fewer levels")]


def test_a_submit_never_fails() -> None:
    """A missing paper is incomplete and never a refusal."""
    term = lower("complete letter", head="submit rule:").condition
    assert isinstance(term, t.NeverFails)
    assert (term.reason, term.item) == ("incomplete", t.Paper(PEER, "letter"))
