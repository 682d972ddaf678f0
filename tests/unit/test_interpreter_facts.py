"""Facts, ages, scope, registries and judgements in the reference interpreter."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import attrs
import pytest

from peerpolicy.dates import LeapDay
from peerpolicy.facts.model import Attestation, Datum, Facts, Mark
from peerpolicy.ir import terms as t
from peerpolicy.ir.schema import JUDGED_DAY
from peerpolicy.outcome import Cause, Need, Reason, Required
from peerpolicy.source import Place
from tests.unit.build import (
    CALENDAR,
    CLAIMED,
    HEALTH,
    MET,
    NOT_MET,
    PEER,
    PERSONAL,
    SHOWN,
    TODAY,
    UNKNOWN,
    VERIFIED,
    ask,
    d,
    every,
    exactly,
    holder,
    hours,
    peer,
    rec,
    some,
    value_of,
    yes,
)


def fact(name: str, test: t.Test) -> t.FactTest:
    return t.FactTest(t.FactOf(PEER, name), test)


@pytest.mark.parametrize(
    ("test", "value", "outcome"),
    [
        (t.IsYes(), True, MET),
        (t.IsYes(), False, NOT_MET),
        (t.IsYes(negated=True), False, MET),
        (t.IsYes(negated=True), True, NOT_MET),
        (t.IsYes(), Mark.ABSENT, NOT_MET),
        (t.IsYes(negated=True), Mark.ABSENT, NOT_MET),
    ],
)
def test_yes_and_no(test: t.Test, value: bool | Mark, outcome: object) -> None:
    assert ask(fact("email", test), peer({"email": value})).outcome is outcome


@pytest.mark.parametrize(
    ("test", "value", "outcome"),
    [
        (t.IsIn(("staff",)), "staff", MET),
        (t.IsIn(("staff",)), "own", NOT_MET),
        (t.IsIn(("staff", "own"), negated=True), "own", NOT_MET),
        (t.IsIn(("staff",), negated=True), "own", MET),
        (t.IsIn(("staff",), negated=True), Mark.ABSENT, NOT_MET),
    ],
)
def test_choices(test: t.Test, value: str | Mark, outcome: object) -> None:
    assert ask(fact("kind", test), peer({"kind": value})).outcome is outcome


@pytest.mark.parametrize(
    ("test", "outcome"),
    [
        (t.Compares(t.Op.AT_LEAST, 10, "hours"), MET),
        (t.Compares(t.Op.MORE_THAN, 10, "hours"), NOT_MET),
        (t.Compares(t.Op.AT_MOST, 10, "hours"), MET),
        (t.Compares(t.Op.LESS_THAN, 10, "hours"), NOT_MET),
        (t.IsBetween(10, 12, "hours"), MET),
        (t.IsBetween(11, 12, "hours"), NOT_MET),
    ],
)
def test_amounts(test: t.Test, outcome: object) -> None:
    trace = ask(fact("hours_a_week", test), peer({"hours_a_week": 10}))
    assert trace.outcome is outcome
    assert trace.observed is not None
    assert (trace.observed.value, trace.observed.unit) == (exactly(10), "hours")


def test_the_trace_of_an_amount_says_what_is_missing() -> None:
    term = fact("hours_a_week", t.Compares(t.Op.AT_LEAST, 12, "hours"))
    trace = ask(term, peer({"hours_a_week": Fraction(15, 2)}))
    assert trace.required == Required("at least", 12, "hours")
    assert trace.shortfall == attrs.evolve(exactly(1), low=Fraction(9, 2), high=Fraction(9, 2))


def test_a_fact_that_nobody_stated_is_unknown_and_named() -> None:
    place = Place("x.policy", 3, 1)
    trace = ask(attrs.evolve(yes(), text="email", place=place), peer())
    assert (trace.outcome, trace.text, trace.place) == (UNKNOWN, "email", place)
    assert trace.reasons == (Reason(Cause.MISSING, Need("peer", "email")),)
    assert (trace.observed, trace.grade) == (None, None)


def test_a_fact_that_cannot_be_known_says_so() -> None:
    trace = ask(yes(), peer({"email": Mark.NOT_KNOWN}))
    assert trace.reasons == (Reason(Cause.CANNOT_BE_KNOWN, Need("peer", "email")),)


def test_the_trace_holds_the_value_its_grade_and_its_sensitivity() -> None:
    trace = ask(yes(), peer({"email": Datum(True, SHOWN)}))
    assert (trace.outcome, trace.grade, trace.reasons) == (MET, SHOWN, ())
    assert trace.observed is not None
    assert (trace.observed.value, trace.observed.sensitivity) == (True, PERSONAL)
    assert trace.required == Required("is", "yes")


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("order", "outcomes"),
    [
        (t.Order.BEFORE, (MET, NOT_MET, NOT_MET)),
        (t.Order.ON_OR_BEFORE, (MET, MET, NOT_MET)),
        (t.Order.AFTER, (NOT_MET, NOT_MET, MET)),
        (t.Order.ON_OR_AFTER, (NOT_MET, MET, MET)),
    ],
)
@pytest.mark.parametrize("day", [t.JudgedDay(), TODAY, t.FactOf(PEER, JUDGED_DAY)])
def test_dates(order: t.Order, outcomes: tuple[object, ...], day: t.DayOf) -> None:
    for value, outcome in zip(("2026-11-22", "2026-11-23", "2026-11-24"), outcomes, strict=True):
        term = fact("started", t.IsDated(order, day))
        assert ask(term, peer({"started": value})).outcome is outcome


@pytest.mark.parametrize("order", t.Order)
def test_an_absent_date_is_in_no_order(order: t.Order) -> None:
    absent = peer({"started": Mark.ABSENT})
    assert ask(fact("started", t.IsDated(order, TODAY)), absent).outcome is NOT_MET
    other = t.IsDated(order, t.FactOf(PEER, "started"))
    assert ask(fact("birth_date", other), absent).outcome is NOT_MET


def test_a_date_against_a_day_that_is_not_known_asks_for_that_day() -> None:
    term = fact("birth_date", t.IsDated(t.Order.BEFORE, t.FactOf(PEER, "started")))
    trace = ask(term, peer({"birth_date": "1990-05-01"}))
    assert trace.reasons == (Reason(Cause.MISSING, Need("peer", "started")),)


def test_waiting_helps_where_a_fixed_day_must_be_past() -> None:
    later = peer({"started": "2026-12-01"})
    before = fact("started", t.IsDated(t.Order.BEFORE, t.JudgedDay()))
    by_then = fact("started", t.IsDated(t.Order.ON_OR_BEFORE, t.JudgedDay()))
    assert ask(before, later).changes_on == d("2026-12-02")
    assert ask(by_then, later).changes_on == d("2026-12-01")
    judged = t.FactOf(PEER, JUDGED_DAY)
    opens = t.FactTest(judged, t.IsDated(t.Order.ON_OR_AFTER, d("2027-01-01")))
    assert ask(opens, peer()).changes_on == d("2027-01-01")
    past = t.FactTest(judged, t.IsDated(t.Order.AFTER, d("2027-01-01")))
    assert ask(past, peer()).changes_on == d("2027-01-02")


def test_waiting_does_not_help_where_the_day_has_passed() -> None:
    term = fact("started", t.IsDated(t.Order.AFTER, t.JudgedDay()))
    assert ask(term, peer({"started": "2026-11-01"})).changes_on is None
    judged = t.FactTest(t.FactOf(PEER, JUDGED_DAY), t.IsDated(t.Order.BEFORE, d("2026-01-01")))
    assert ask(judged, peer()).changes_on is None


# ---------------------------------------------------------------- ages


def age(test: t.Compares | t.IsBetween) -> t.AgeTest:
    return t.AgeTest(t.FactOf(PEER, "birth_date"), "age", test)


def test_an_age_without_a_birth_date_waits_for_no_value() -> None:
    test = t.Compares(t.Op.AT_LEAST, value_of("not_determined"), "years")
    trace = ask(age(test), peer({"birth_date": Mark.ABSENT}))
    assert (trace.outcome, trace.reasons) == (NOT_MET, ())


def test_an_age_asks_for_the_birth_date_and_for_the_value() -> None:
    test = t.Compares(t.Op.AT_LEAST, value_of("not_determined"), "years")
    assert [reason.cause for reason in ask(age(test), peer({})).reasons] == [
        Cause.MISSING,
        Cause.NOT_DETERMINED,
    ]


TWENTY_ONE = age(t.Compares(t.Op.AT_LEAST, 21, "years"))


def test_an_age_without_a_birth_date_is_seen_as_none() -> None:
    trace = ask(TWENTY_ONE, peer({"birth_date": Mark.ABSENT}))
    assert trace.outcome is NOT_MET
    assert trace.observed is not None and trace.observed.value is None


def test_an_age_is_reached_on_the_birthday() -> None:
    born = peer({"birth_date": "2005-11-23"})
    assert ask(TWENTY_ONE, born).outcome is MET
    trace = ask(TWENTY_ONE, born, as_of=d("2026-11-22"))
    assert trace.outcome is NOT_MET
    assert trace.observed is not None
    assert (trace.observed.value, trace.observed.unit) == (exactly(20), "years")
    assert trace.observed.sensitivity is PERSONAL  # of the age, not of the birth date
    assert trace.required == Required("at least", 21, "years")
    assert (trace.shortfall, trace.changes_on) == (exactly(1), d("2026-11-23"))
    assert trace.conventions == frozenset()


@pytest.mark.parametrize(
    ("leap_day", "outcome", "first"),
    [
        (LeapDay.MARCH_1, NOT_MET, "2025-03-01"),
        (LeapDay.FEBRUARY_28, MET, None),
    ],
)
def test_a_leap_day_birthday_names_its_convention(
    leap_day: LeapDay, outcome: object, first: str | None
) -> None:
    calendar = attrs.evolve(CALENDAR, leap_day=leap_day)
    trace = ask(
        TWENTY_ONE, peer({"birth_date": "2004-02-29"}), as_of=d("2025-02-28"), calendar=calendar
    )
    assert trace.outcome is outcome
    assert trace.changes_on == (d(first) if first else None)
    assert trace.conventions == {"leap day"}


@pytest.mark.parametrize(
    ("test", "outcome", "changes"),
    [
        (t.Compares(t.Op.MORE_THAN, 20, "years"), NOT_MET, "2027-05-01"),
        (t.Compares(t.Op.AT_MOST, 19, "years"), NOT_MET, None),
        (t.Compares(t.Op.LESS_THAN, 20, "years"), NOT_MET, None),
        (t.IsBetween(21, 25, "years"), NOT_MET, "2027-05-01"),
        (t.IsBetween(10, 15, "years"), NOT_MET, None),
        (t.IsBetween(20, 20, "years"), MET, None),
        (t.Compares(t.Op.AT_LEAST, 99_999, "years"), NOT_MET, None),
    ],
)
def test_only_too_young_changes_by_waiting(
    test: t.Compares | t.IsBetween, outcome: object, changes: str | None
) -> None:
    trace = ask(age(test), peer({"birth_date": "2006-05-01"}))
    assert trace.outcome is outcome
    assert trace.changes_on == (d(changes) if changes else None)


def test_an_age_that_is_not_known_asks_for_the_birth_date() -> None:
    trace = ask(TWENTY_ONE, peer())
    assert trace.reasons == (Reason(Cause.MISSING, Need("peer", "birth_date")),)
    assert ask(TWENTY_ONE, peer({"birth_date": Mark.ABSENT})).outcome is NOT_MET


def test_a_claimed_age_is_shown_and_not_believed() -> None:
    old_enough = peer({"birth_date": Datum(date(1990, 5, 1), CLAIMED)})
    trace = ask(TWENTY_ONE, old_enough, grade=SHOWN)
    assert trace.outcome is UNKNOWN
    assert trace.observed is not None
    assert (trace.observed.value, trace.grade) == (exactly(36), CLAIMED)


# ---------------------------------------------------------------- scope


@pytest.mark.parametrize(
    ("others", "act", "outcome"),
    [
        ("unaddressed", "talk", MET),
        ("unaddressed", "drive", NOT_MET),
        ("unaddressed", "sing", UNKNOWN),
        ("barred", "sing", NOT_MET),
        ("allowed", "sing", MET),
        ("allowed", "drive", NOT_MET),
    ],
)
def test_scope(others: str, act: str, outcome: object) -> None:
    service = t.FactOf(t.Subject("service"), "act")
    term = t.ScopeTest(service, ("talk",), ("drive",), others)
    trace = ask(term, Facts({"service": holder({"act": act})}))
    assert trace.outcome is outcome
    if outcome is UNKNOWN:
        assert trace.reasons == (Reason(Cause.UNADDRESSED),)
    missing = ask(term, Facts({}))
    assert missing.reasons == (Reason(Cause.MISSING, Need("service", "act")),)


# ---------------------------------------------------------------- registries

IN_SENT = (t.Where("topic", t.IsListed("sent")),)


def trained(done: str = "2025-02-01", topic: str = "a") -> dict[str, object]:
    return {"training": every(rec(done=done, hours=30, topic=topic))}


def with_registry(lists: object, **training: str) -> Facts:
    facts = peer(None, **trained(**training))  # type: ignore[arg-type]
    return attrs.evolve(facts, registries={} if lists is None else {"sent": lists})


def test_a_listed_item_is_listed_whether_or_not_the_registry_is_complete() -> None:
    for lists in (some, every):
        facts = with_registry(lists(rec(item="a")))
        assert ask(hours(where=IN_SENT), facts).outcome is MET


def test_an_item_that_is_not_listed_fails_only_in_a_complete_registry() -> None:
    other = rec(item="b")
    assert ask(hours(where=IN_SENT), with_registry(every(other))).outcome is NOT_MET
    for lists in (None, some(other)):
        trace = ask(hours(where=IN_SENT), with_registry(lists))
        assert trace.outcome is UNKNOWN
        assert Need("", "sent") in {r.need for r in trace.reasons}


def test_a_listing_counts_on_the_day_on_which_the_registry_is_checked() -> None:
    line = rec(item="a", **{"from": "2025-02-01", "through": "2025-02-28"})
    for done, outcome in (("2025-01-31", NOT_MET), ("2025-02-01", MET), ("2025-03-01", NOT_MET)):
        facts = with_registry(every(line), done=done)
        assert ask(hours(where=IN_SENT), facts).outcome is outcome


def test_a_registry_line_that_is_only_claimed_is_only_possibly_there() -> None:
    facts = with_registry(every(rec(CLAIMED, item="a")))
    trace = ask(hours(where=IN_SENT), facts, grade=VERIFIED)
    assert trace.reasons == (Reason(Cause.NOT_SHOWN, Need("", "sent")),)


def test_a_registry_of_the_policy_is_checked_on_the_judged_day() -> None:
    term = hours(where=(t.Where("topic", t.IsListed("kept")),))
    assert ask(term, peer(None, **trained(topic="b"))).outcome is MET  # type: ignore[arg-type]
    listed_until_2025 = peer(None, **trained(topic="a"))  # type: ignore[arg-type]
    assert ask(term, listed_until_2025).outcome is NOT_MET
    assert ask(term, listed_until_2025, as_of=d("2025-12-31")).outcome is MET
    unlisted = peer(None, **trained(topic="c"))  # type: ignore[arg-type]
    assert ask(term, unlisted, as_of=d("2027-01-01")).outcome is NOT_MET
    trace = ask(term, unlisted, as_of=d("2027-01-02"))  # known to be complete until the day before
    assert trace.reasons == (Reason(Cause.LIST_OPEN, Need("", "kept")),)


# ---------------------------------------------------------------- judgements

GROUNDED = t.Judgement(PEER, "grounded", "agency", "well-grounded")
SHORT = t.Judgement(PEER, "short_term", "department", "short term", is_open_term=True)


def said(term: t.Judgement, **more: object) -> Facts:
    attested = Attestation(term.owner, d("2026-01-05"), None)
    return Facts({"peer": holder(None, {term.name: attrs.evolve(attested, **more)})})


def test_a_judgement_is_known_from_its_owner_alone() -> None:
    trace = ask(GROUNDED, said(GROUNDED), grade=VERIFIED)
    assert (trace.outcome, trace.grade, trace.provisional) == (MET, VERIFIED, False)
    assert ask(GROUNDED, said(GROUNDED, value=False)).outcome is NOT_MET
    for facts in (peer(), said(GROUNDED, by="somebody")):
        trace = ask(GROUNDED, facts)
        need = Need("peer", "grounded")
        assert trace.reasons == (Reason(Cause.NEEDS_JUDGEMENT, need, "agency"),)


def test_an_attestation_counts_from_its_day_through_its_last() -> None:
    assert ask(GROUNDED, said(GROUNDED, on=TODAY, through=TODAY)).outcome is MET
    assert ask(GROUNDED, said(GROUNDED, on=d("2026-11-24"))).outcome is UNKNOWN
    assert ask(GROUNDED, said(GROUNDED, through=d("2026-11-22"))).outcome is UNKNOWN


def test_an_attestation_ends_with_its_life() -> None:
    yearly = attrs.evolve(GROUNDED, life=(1, "years"))
    assert ask(yearly, said(GROUNDED, on=d("2025-11-23"))).outcome is MET
    assert ask(yearly, said(GROUNDED, on=d("2025-11-22"))).outcome is UNKNOWN


def test_an_open_term_that_is_settled_stays_provisional() -> None:
    assert ask(SHORT, said(SHORT)).provisional
    trace = ask(SHORT, peer())
    assert not trace.provisional
    assert trace.reasons == (Reason(Cause.OPEN_TERM, Need("peer", "short_term"), "department"),)


def test_sensitivity_of_a_date_fact_is_its_own() -> None:
    trace = ask(
        fact("birth_date", t.IsDated(t.Order.BEFORE, TODAY)), peer({"birth_date": "1990-05-01"})
    )
    assert trace.observed is not None
    assert trace.observed.sensitivity is HEALTH
