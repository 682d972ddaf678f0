"""Groups, rosters, definitions and readings in the reference interpreter."""

from __future__ import annotations

import attrs
import pytest

from peerpolicy.facts.model import Attestation, Facts, Mark, Record, RecordList
from peerpolicy.ir import terms as t
from peerpolicy.outcome import Cause, Need, Reason
from tests.unit.build import (
    CLAIMED,
    IN_HAND,
    MEMBER,
    MET,
    NOT_MET,
    PEER,
    SHOWN,
    UNKNOWN,
    VERIFIED,
    ask,
    d,
    every,
    holder,
    meetings,
    member,
    peer,
    person,
    rec,
    some,
    yes,
)

EMAIL, PHONE = yes("email"), yes("phone")
MISSING_PHONE = Reason(Cause.MISSING, Need("peer", "phone"))
MONTHLY = meetings(t.EachCalendar("calendar_month", t.FactOf(PEER, "started")))


@pytest.mark.parametrize(
    ("term", "email", "outcome", "reasons"),
    [
        (t.AllOf((EMAIL, PHONE)), True, UNKNOWN, (MISSING_PHONE,)),
        (t.AllOf((EMAIL, PHONE)), False, NOT_MET, ()),
        (t.AnyOf((EMAIL, PHONE)), True, MET, ()),
        (t.AnyOf((EMAIL, PHONE)), False, UNKNOWN, (MISSING_PHONE,)),
        (t.NoneOf((EMAIL, PHONE)), True, NOT_MET, ()),
        (t.NoneOf((EMAIL, PHONE)), False, UNKNOWN, (MISSING_PHONE,)),
        (t.AtLeastOf(1, (EMAIL, PHONE)), True, MET, ()),
        (t.AtLeastOf(2, (EMAIL, PHONE)), True, UNKNOWN, (MISSING_PHONE,)),
        (t.AtLeastOf(2, (EMAIL, PHONE)), False, NOT_MET, ()),
    ],
)
def test_groups_ask_only_for_what_is_left(
    term: t.Term, email: bool, outcome: object, reasons: tuple[Reason, ...]
) -> None:
    trace = ask(attrs.evolve(term, text="group"), peer({"email": email}))
    assert (trace.outcome, trace.reasons, trace.text) == (outcome, reasons, "group")
    assert len(trace.children) == 2
    assert trace.grade is VERIFIED


def test_the_same_reason_stands_once() -> None:
    assert ask(t.AllOf((PHONE, PHONE)), peer()).reasons == (MISSING_PHONE,)


def test_a_line_with_nothing_due_is_left_out_of_all_of() -> None:
    idle = {"started": "2026-11-02", "email": True}
    trace = ask(t.AllOf((EMAIL, MONTHLY)), peer(idle))  # type: ignore[arg-type]
    assert (trace.outcome, trace.nothing_due) == (MET, False)
    trace = ask(t.AllOf((PHONE, MONTHLY)), peer(idle))  # type: ignore[arg-type]
    assert trace.reasons == (MISSING_PHONE,)
    both = ask(t.AllOf((MONTHLY, MONTHLY)), peer(idle))  # type: ignore[arg-type]
    assert (both.nothing_due, both.outcome) == (True, UNKNOWN)
    assert both.due_on == both.children[0].due_on
    wrapped = ask(t.Defined("monthly", t.AllOf((MONTHLY,))), peer(idle))  # type: ignore[arg-type]
    assert (wrapped.nothing_due, wrapped.due_on) == (True, both.due_on)


@pytest.mark.parametrize(
    "term",
    [t.AnyOf((PHONE, MONTHLY)), t.NoneOf((PHONE, MONTHLY)), t.AtLeastOf(1, (PHONE, MONTHLY))],
)
def test_a_line_with_nothing_due_is_unknown_elsewhere(term: t.Term) -> None:
    trace = ask(term, peer({"started": "2026-11-02", "phone": False}))
    assert (trace.outcome, trace.nothing_due) == (UNKNOWN, False)
    assert trace.reasons == (Reason(Cause.NOT_DUE),)


def test_a_definition_answers_as_its_item() -> None:
    trace = ask(t.Defined("reachable", EMAIL), peer({"email": False}))
    assert (trace.outcome, trace.children[0].outcome) == (NOT_MET, NOT_MET)


def test_provisional_answers_stay_so_in_groups() -> None:
    term = t.Judgement(PEER, "short_term", "department", "short", is_open_term=True)
    said = {"short_term": Attestation("department", d("2026-01-01"), None)}
    facts = Facts({"peer": holder({"email": True}, said)})
    assert ask(t.AllOf((EMAIL, t.Defined("x", term))), facts).provisional


# ---------------------------------------------------------------- readings and papers

READINGS = t.Readings("reachable", "department", (("a", EMAIL), ("b", PHONE)))
DIFFER = Reason(Cause.READINGS_DIFFER, Need("", "reachable"), "department")


@pytest.mark.parametrize(
    ("values", "outcome", "reasons"),
    [
        ({"email": True, "phone": True}, MET, ()),
        ({"email": False, "phone": False}, NOT_MET, ()),
        ({"email": True, "phone": False}, UNKNOWN, (DIFFER,)),
        ({"email": True}, UNKNOWN, (DIFFER, MISSING_PHONE)),
        ({}, UNKNOWN, (Reason(Cause.MISSING, Need("peer", "email")), MISSING_PHONE)),
    ],
)
def test_readings_stand_where_they_agree(
    values: dict[str, bool], outcome: object, reasons: tuple[Reason, ...]
) -> None:
    trace = ask(READINGS, peer(values))  # type: ignore[arg-type]
    assert (trace.outcome, trace.reasons, len(trace.children)) == (outcome, reasons, 2)


def test_readings_with_nothing_due_have_nothing_due() -> None:
    term = t.Readings("monthly", "x", (("a", MONTHLY), ("b", MONTHLY)))
    trace = ask(term, peer({"started": "2026-11-02"}))
    assert (trace.nothing_due, trace.due_on) == (True, trace.children[0].due_on)


def test_what_never_fails_is_unknown_instead() -> None:
    trace = ask(t.NeverFails("unaddressed", EMAIL), peer({"email": False}))
    assert (trace.outcome, trace.reasons) == (UNKNOWN, (Reason(Cause.UNADDRESSED),))
    assert ask(t.NeverFails("unaddressed", EMAIL), peer({"email": True})).outcome is MET
    assert ask(t.NeverFails("unaddressed", PHONE), peer()).reasons == (MISSING_PHONE,)


def test_a_paper_that_lacks_is_named() -> None:
    plan, form = t.Paper(MEMBER, "plan"), t.Paper(PEER, "form")
    trace = ask(t.NeverFails("incomplete", plan), member(plan=every()))
    incomplete = Reason(Cause.INCOMPLETE, Need("participant", "plan"))
    assert (trace.outcome, trace.reasons) == (UNKNOWN, (incomplete,))
    both = t.NeverFails("incomplete", t.AllOf((plan, t.Defined("f", form))))
    trace = ask(both, member(plan=every()))
    assert trace.reasons == (incomplete, Reason(Cause.MISSING, Need("peer", "form")))


# ---------------------------------------------------------------- one person of a roster

LICENSED = t.Holds(IN_HAND, "certificate")
MET_MONTHLY = meetings(t.EachCalendar("calendar_month", t.FactOf(PEER, "started")), "supervisor")
SUPERVISED = t.SomeWho(PEER, "supervisor", (LICENSED, MET_MONTHLY))
WEEKLY = t.EachCalendar("week", t.FactOf(IN_HAND, "started"))
WITH_ANNA = rec(held="2026-11-16", supervisor="anna")
LICENSE = every(rec(issued="2020-01-01", expires=Mark.ABSENT))


def anna(lists: RecordList = LICENSE, **more: object) -> Record:
    return attrs.evolve(person("anna", holder(None, certificate=lists)), **more)


BEN = person("ben", holder(None, certificate=every()))


def supervised(roster: RecordList, *meetings_with: str, complete: bool = True) -> Facts:
    days = ("2026-09-10", "2026-10-08")
    records = (rec(held=day, supervisor=who) for who in meetings_with for day in days)
    return peer(
        {"started": "2026-08-17"}, supervisor=roster, meeting=some(*records, complete=complete)
    )


def test_one_person_who_meets_everything_is_enough() -> None:
    trace = ask(SUPERVISED, supervised(some(BEN, anna()), "anna"))
    assert (trace.outcome, trace.nearest, trace.others) == (MET, "anna", 1)
    assert [c.outcome for c in trace.children] == [MET, MET]


def test_two_halves_of_a_person_are_nobody() -> None:
    trace = ask(SUPERVISED, supervised(every(anna(), BEN), "ben"))
    assert (trace.outcome, trace.nearest) == (NOT_MET, "anna")  # one item met each: roster order
    trace = ask(SUPERVISED, supervised(some(anna(), BEN), "ben"))
    assert (trace.outcome, trace.reasons) == (
        UNKNOWN,
        (Reason(Cause.LIST_OPEN, Need("peer", "supervisor")),),
    )


def test_nobody_at_all() -> None:
    trace = ask(SUPERVISED, supervised(every()))
    assert (trace.outcome, trace.nearest, trace.others, trace.children) == (NOT_MET, None, 0, ())
    missing = ask(SUPERVISED, peer())
    assert missing.reasons == (Reason(Cause.MISSING, Need("peer", "supervisor")),)


def test_the_nearest_person_has_most_met_then_fewest_failed() -> None:
    carl = person("carl")  # nothing known: one unknown instead of one failed
    trace = ask(SUPERVISED, supervised(every(BEN, carl, anna()), "carl"))
    assert trace.outcome is UNKNOWN
    assert trace.nearest == "carl"
    assert Reason(Cause.MISSING, Need("supervisor", "certificate", person="carl")) in trace.reasons


@pytest.mark.parametrize(
    ("values", "nearest"),
    [
        # one met and two failed comes before none met and three unknown
        (({}, {"email": True, "phone": False, "own": False}), "1"),
        # as many met: fewer failed
        (({"email": True, "phone": False}, {"email": True}), "1"),
        # a tie: the order of the roster
        (({"email": True}, {"email": True}), "0"),
    ],
)
def test_the_order_of_nearness(values: tuple[dict[str, bool], ...], nearest: str) -> None:
    items = tuple(yes(name, IN_HAND) for name in ("email", "phone", "own"))
    roster = every(*(person(str(n), holder(v)) for n, v in enumerate(values)))  # type: ignore[arg-type]
    trace = ask(t.SomeWho(PEER, "supervisor", items), peer(None, supervisor=roster))
    assert (trace.nearest, trace.others) == (nearest, 1)


def test_a_meeting_that_names_nobody_is_possibly_with_anyone() -> None:
    facts = peer(
        {"started": "2026-09-17"},
        supervisor=every(anna()),
        meeting=every(rec(held="2026-10-08")),
    )
    trace = ask(SUPERVISED, facts)
    assert trace.reasons == (Reason(Cause.MISSING, Need("peer", "meeting", "supervisor")),)


def test_nobody_certainly_names_a_person_without_an_id() -> None:
    nameless = every(anna(id=None))
    trace = ask(SUPERVISED, supervised(nameless, "anna"))
    assert (trace.outcome, trace.nearest) == (UNKNOWN, None)


def test_a_claimed_person_is_only_possibly_there() -> None:
    claimed = every(anna(grade=CLAIMED))
    trace = ask(SUPERVISED, supervised(claimed, "anna"), grade=SHOWN)
    assert (trace.outcome, trace.reasons) == (
        UNKNOWN,
        (Reason(Cause.NOT_SHOWN, Need("peer", "supervisor")),),
    )


def test_with_nothing_due_of_a_person_nothing_is_due() -> None:
    only = t.SomeWho(PEER, "supervisor", (MET_MONTHLY,))
    facts = peer({"started": "2026-11-02"}, supervisor=some(anna()))
    trace = ask(only, facts)
    assert (trace.outcome, trace.nothing_due) == (UNKNOWN, True)
    both = ask(SUPERVISED, facts)  # the licence alone is due
    assert (both.outcome, both.nothing_due) == (MET, False)
    claimed = peer({"started": "2026-11-02"}, supervisor=some(anna(grade=CLAIMED)))
    assert not ask(only, claimed, grade=SHOWN).nothing_due
    # one of them meets what is asked, the other has nothing due: met
    either = t.SomeWho(PEER, "supervisor", (meetings(WEEKLY, "supervisor"),))
    roster = some(anna(), person("ben", holder({"started": "2026-11-22"})))
    trace = ask(either, peer(None, supervisor=roster, meeting=some(WITH_ANNA)))
    assert trace.outcome is UNKNOWN
    roster = some(
        person("anna", holder({"started": "2026-11-15"})),
        person("ben", holder({"started": "2026-11-22"})),
    )
    trace = ask(either, peer(None, supervisor=roster, meeting=some(WITH_ANNA)))
    assert (trace.outcome, trace.nothing_due, trace.nearest) == (MET, False, "anna")


def test_the_person_in_hand_is_needed() -> None:
    with pytest.raises(ValueError, match="outside a roster"):
        ask(LICENSED, peer())
