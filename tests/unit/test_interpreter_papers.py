"""Credentials, papers and relations in the reference interpreter."""

from __future__ import annotations

import pytest

from peerpolicy.facts.model import Mark, Record, RecordList
from peerpolicy.ir import terms as t
from peerpolicy.outcome import Cause, Need, Reason
from tests.unit.build import (
    CLAIMED,
    MEMBER,
    MET,
    NOT_MET,
    PEER,
    SHOWN,
    TODAY,
    UNKNOWN,
    VERIFIED,
    ask,
    d,
    every,
    member,
    peer,
    rec,
    some,
)

HOLDS = t.Holds(PEER, "certificate")
PLAN = t.Paper(MEMBER, "plan")
FORM = t.Paper(PEER, "form")
PARENT = t.Related(PEER, "parent_of", "participant")


@pytest.mark.parametrize(
    ("issued", "expires", "outcome"),
    [
        ("2026-11-23", "2026-11-23", MET),
        ("2020-01-01", Mark.ABSENT, MET),
        ("2020-01-01", "2026-11-22", NOT_MET),
        ("2026-11-24", Mark.ABSENT, NOT_MET),
        ("2020-01-01", None, UNKNOWN),
        (None, "2027-01-01", UNKNOWN),
        (None, "2026-11-22", NOT_MET),
    ],
)
def test_a_credential_is_active_from_its_first_day_through_its_last(
    issued: object, expires: object, outcome: object
) -> None:
    said = {k: v for k, v in {"issued": issued, "expires": expires}.items() if v is not None}
    lists = every(rec(**said))  # type: ignore[arg-type]
    assert ask(HOLDS, peer(None, certificate=lists)).outcome is outcome


@pytest.mark.parametrize(
    ("lists", "reasons"),
    [
        (None, (Reason(Cause.MISSING, Need("peer", "certificate")),)),
        (some(), (Reason(Cause.LIST_OPEN, Need("peer", "certificate")),)),
        (
            every(rec(issued="2020-01-01")),
            (Reason(Cause.MISSING, Need("peer", "certificate", "expires")),),
        ),
    ],
)
def test_why_a_credential_is_unknown(lists: RecordList | None, reasons: tuple[Reason, ...]) -> None:
    trace = ask(HOLDS, peer(None, **({} if lists is None else {"certificate": lists})))
    assert (trace.outcome, trace.reasons, trace.observed) == (UNKNOWN, reasons, None)


def test_one_good_credential_is_enough() -> None:
    old = rec(issued="2010-01-01", expires="2011-01-01")
    lists = some(old, rec(issued="2020-01-01"), rec(issued="2026-01-01", expires="2028-01-01"))
    trace = ask(HOLDS, peer(None, certificate=lists))
    assert (trace.outcome, trace.reasons) == (MET, ())
    assert trace.observed is not None
    assert trace.observed.value == d("2028-01-01")


def test_the_trace_says_when_it_ended_and_when_one_begins() -> None:
    ended = rec(issued="2020-01-01", expires="2026-11-22")
    trace = ask(HOLDS, peer(None, certificate=every(ended)))
    assert trace.observed is not None
    assert trace.observed.value == d("2026-11-22")
    assert trace.required is not None
    assert trace.required.bound == TODAY
    assert trace.changes_on is None
    begins = rec(issued="2026-12-01", expires="2027-12-01")
    trace = ask(HOLDS, peer(None, certificate=every(ended, begins)))
    assert (trace.outcome, trace.changes_on) == (NOT_MET, d("2026-12-01"))


def test_a_claimed_credential_is_only_possibly_there() -> None:
    lists = every(rec(CLAIMED, issued="2020-01-01", expires=Mark.ABSENT))
    trace = ask(HOLDS, peer(None, certificate=lists), grade=SHOWN)
    assert trace.reasons == (Reason(Cause.NOT_SHOWN, Need("peer", "certificate")),)


GOOD = {"goals": True, "acts": True, "made": "2026-01-05"}


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        (GOOD, MET),
        ({**GOOD, "acts": False}, NOT_MET),
        ({**GOOD, "acts": Mark.ABSENT}, NOT_MET),
        ({**GOOD, "made": "2025-11-23"}, MET),
        ({**GOOD, "made": "2025-11-22"}, NOT_MET),
        ({**GOOD, "made": "2026-11-24"}, NOT_MET),
        ({"goals": True, "made": "2026-01-05"}, UNKNOWN),
        ({"goals": True, "acts": True}, UNKNOWN),
    ],
)
def test_a_paper_is_good_with_all_its_parts_while_it_is_valid(
    fields: dict[str, object], outcome: object
) -> None:
    facts = member(plan=every(rec(**fields)))  # type: ignore[arg-type]
    assert ask(PLAN, facts).outcome is outcome


def test_a_paper_without_dates_has_no_date_test() -> None:
    assert ask(FORM, peer(None, form=some(rec()))).outcome is MET


def test_a_paper_that_may_have_been_sent_is_unknown() -> None:
    need = Need("participant", "plan")
    assert ask(PLAN, member()).reasons == (Reason(Cause.MISSING, need),)
    assert ask(PLAN, member(plan=some())).reasons == (Reason(Cause.LIST_OPEN, need),)
    assert ask(PLAN, member(plan=every())).outcome is NOT_MET


def test_a_paper_for_later_changes_on_its_day_and_a_leap_day_is_named() -> None:
    later = every(rec(**{**GOOD, "made": "2026-12-01"}))  # type: ignore[arg-type]
    assert ask(PLAN, member(plan=later)).changes_on == d("2026-12-01")
    leap = every(rec(**{**GOOD, "made": "2024-02-29"}))  # type: ignore[arg-type]
    trace = ask(PLAN, member(plan=leap), as_of=d("2025-03-01"))
    assert (trace.outcome, trace.conventions) == (MET, {"leap day"})


@pytest.mark.parametrize(
    ("lists", "outcome"),
    [
        (some(rec(to="participant")), MET),
        (some(rec(to="somebody")), UNKNOWN),
        (every(rec(to="somebody")), NOT_MET),
        (every(rec()), UNKNOWN),
        (every(), NOT_MET),
    ],
)
def test_relations(lists: RecordList, outcome: object) -> None:
    assert ask(PARENT, peer(None, parent_of=lists)).outcome is outcome


def test_a_list_must_cover_the_judged_day() -> None:
    cover: tuple[Record, ...] = ()
    through = some(*cover, through=TODAY)
    assert ask(HOLDS, peer(None, certificate=through)).outcome is NOT_MET
    short = some(*cover, through=d("2026-11-22"))
    assert ask(HOLDS, peer(None, certificate=short)).outcome is UNKNOWN


def test_the_grade_is_that_of_what_made_the_answer() -> None:
    lists = every(rec(to="participant"), rec(CLAIMED, to="somebody"), grade=CLAIMED)
    assert ask(PARENT, peer(None, parent_of=lists)).grade is VERIFIED
    assert ask(PARENT, peer(None, parent_of=every(grade=CLAIMED))).grade is CLAIMED
