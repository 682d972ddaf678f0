"""Clauses and questions in the reference interpreter: evidence, guards, what bears on an answer."""

from __future__ import annotations

import pytest

from peerpolicy.facts.model import Datum, Facts, RecordList
from peerpolicy.ir import terms as t
from peerpolicy.ir.program import ClauseException, Force, Shown
from peerpolicy.outcome import Cause, Need, Reason
from tests.unit.build import (
    CLAIMED,
    IN_HAND,
    MET,
    NOT_MET,
    PEER,
    SHOWN,
    UNKNOWN,
    VERIFIED,
    Grade,
    ask,
    ask_clause,
    ask_question,
    clause,
    every,
    hours,
    meetings,
    peer,
    person,
    rec,
    some,
    yes,
)

EMAIL, PHONE = yes("email"), yes("phone")
NOT_SHOWN = Reason(Cause.NOT_SHOWN, Need("peer", "email"))


def stated(value: bool = True, grade: Grade = CLAIMED, **more: bool) -> Facts:
    return peer({"email": Datum(value, grade), **more})


# ---------------------------------------------------------------- evidence


@pytest.mark.parametrize(
    ("value", "grade", "outcome"),
    [
        (True, CLAIMED, UNKNOWN),
        (True, SHOWN, MET),
        (True, VERIFIED, MET),
        (False, CLAIMED, NOT_MET),
        (False, SHOWN, NOT_MET),
    ],
)
def test_a_claim_makes_nothing_met_and_can_fail(value: bool, grade: Grade, outcome: object) -> None:
    trace = ask(EMAIL, stated(value, grade), grade=SHOWN)
    assert (trace.outcome, trace.grade) == (outcome, grade)
    assert trace.reasons == ((NOT_SHOWN,) if outcome is UNKNOWN else ())
    assert trace.observed is not None
    assert trace.observed.value is value


def test_ones_own_word_is_enough_where_it_is_asked_for() -> None:
    term = yes(own_word=True)
    assert ask(term, stated(), grade=VERIFIED).outcome is MET
    assert ask(term, stated(False), grade=VERIFIED).outcome is NOT_MET


def test_no_claim_that_fails_makes_its_opposite_met() -> None:
    assert ask(t.NoneOf((EMAIL,)), stated(False), grade=SHOWN).outcome is UNKNOWN
    failing = clause("failing", EMAIL)
    turned = clause("turned", t.NoneOf((t.ClauseMet("failing"),)))
    trace = ask_clause(turned, stated(False), grade=SHOWN, others=(failing,))
    assert trace.holds is UNKNOWN


def test_guards_and_exceptions_want_evidence() -> None:
    guarded = clause("c", PHONE, guard=EMAIL)
    trace = ask_clause(guarded, stated(False, phone=False), grade=SHOWN)
    assert (trace.applies, trace.holds, trace.contribution) == (UNKNOWN, NOT_MET, UNKNOWN)
    assert trace.guard is not None
    assert trace.guard.reasons == (NOT_SHOWN,)
    excepted = clause("c", PHONE, exceptions=(ClauseException("", EMAIL),))
    trace = ask_clause(excepted, stated(phone=False), grade=SHOWN)
    assert (trace.applies, trace.contribution) == (UNKNOWN, UNKNOWN)


@pytest.mark.parametrize(
    ("guard", "exception", "applies"),
    [
        (True, False, MET),
        (False, False, NOT_MET),
        (True, True, NOT_MET),
        (True, None, UNKNOWN),
        (False, None, NOT_MET),
    ],
)
def test_a_clause_applies_where_its_guard_holds_and_its_exception_does_not(
    guard: bool, exception: bool | None, applies: object
) -> None:
    one = clause("c", yes("own"), guard=EMAIL, exceptions=(ClauseException("", PHONE),))
    facts = peer({"email": guard, **({} if exception is None else {"phone": exception})})
    trace = ask_clause(one, facts)
    assert trace.applies is applies
    assert trace.contribution is (MET if applies is NOT_MET else UNKNOWN)


def test_a_complete_paper_shows_what_a_clause_reads() -> None:
    email = clause("reachable", EMAIL)
    paper = clause(
        "paper",
        t.NeverFails("incomplete", t.Paper(PEER, "form")),
        shows=(Shown(t.Paper(PEER, "form"), clause="reachable"),),
    )
    claimed = {"email": Datum(True, CLAIMED)}
    for lists, outcome, grade in (
        (some(rec()), MET, SHOWN),
        (some(rec(CLAIMED)), UNKNOWN, CLAIMED),  # the paper itself is only claimed
        (every(), UNKNOWN, CLAIMED),
    ):
        trace = ask_clause(email, peer(claimed, form=lists), grade=SHOWN, others=(paper,))
        assert (trace.holds, trace.condition.grade) == (outcome, grade)
    verified = ask_clause(email, peer(claimed, form=some(rec())), grade=VERIFIED, others=(paper,))
    assert verified.holds is UNKNOWN
    other = ask_clause(
        clause("other", EMAIL), peer(claimed, form=some(rec())), grade=SHOWN, others=(paper,)
    )
    assert other.holds is UNKNOWN


# ---------------------------------------------------------------- nothing due

MONTHLY = meetings(t.EachCalendar("calendar_month", t.FactOf(PEER, "started")))


def test_a_clause_with_nothing_due_does_not_apply_yet() -> None:
    trace = ask_clause(clause("c", MONTHLY), peer({"started": "2026-11-02"}))
    assert (trace.applies, trace.contribution) == (NOT_MET, MET)
    assert trace.condition.nothing_due


def test_a_claimed_first_day_does_not_put_off_what_is_due() -> None:
    claimed = peer({"started": Datum(rec(day="2026-11-02").fields["day"], CLAIMED)})
    trace = ask_clause(clause("c", MONTHLY), claimed, grade=SHOWN)
    assert (trace.applies, trace.contribution) == (UNKNOWN, UNKNOWN)
    assert trace.condition.reasons == (Reason(Cause.NOT_SHOWN, Need("peer", "started")),)
    missed = peer({"started": Datum(rec(day="2026-08-17").fields["day"], CLAIMED)}, meeting=every())
    trace = ask_clause(clause("c", MONTHLY), missed, grade=SHOWN)
    assert (trace.applies, trace.contribution) == (MET, NOT_MET)  # a claim that fails is enough


@pytest.mark.parametrize(
    ("condition", "applies"),
    [
        (MONTHLY, UNKNOWN),
        (t.AllOf((MONTHLY, MONTHLY)), UNKNOWN),
        (t.AllOf((MONTHLY, EMAIL)), MET),  # the email is due at all events
        (t.AnyOf((MONTHLY, MONTHLY)), MET),
        (t.Defined("monthly", MONTHLY), UNKNOWN),
        (t.Readings("monthly", "x", (("a", MONTHLY), ("b", MONTHLY))), UNKNOWN),
        (t.Readings("monthly", "x", (("a", MONTHLY), ("b", EMAIL))), MET),
        (t.NeverFails("unaddressed", MONTHLY), UNKNOWN),
        (t.SomeWho(PEER, "supervisor", (MONTHLY,)), UNKNOWN),
        (t.SomeWho(PEER, "supervisor", (MONTHLY, yes("email", IN_HAND))), MET),
    ],
)
@pytest.mark.parametrize("roster", [some(), every(person("anna"))])
def test_whether_anything_is_due_may_not_be_known(
    condition: t.Term, applies: object, roster: RecordList
) -> None:
    trace = ask_clause(clause("c", condition), peer(None, supervisor=roster))
    assert (trace.applies, trace.contribution) == (applies, UNKNOWN)


# ---------------------------------------------------------------- other clauses


def test_another_clause_counts_with_what_it_contributes() -> None:
    other = clause("other", PHONE, guard=EMAIL)
    asks = clause("asks", t.ClauseMet("other"))
    outcomes = [
        ask_clause(asks, facts, others=(other,)).holds
        for facts in (
            peer({"email": False}),
            peer({"email": True, "phone": False}),
            peer({"email": True, "phone": True}),
        )
    ]
    assert outcomes == [MET, NOT_MET, MET]
    trace = ask_clause(asks, peer({"phone": False}), others=(other,))
    assert trace.condition.reasons == (Reason(Cause.MISSING, Need("peer", "email")),)
    trace = ask_clause(asks, peer({"email": True}), others=(other,))
    assert trace.condition.reasons == (Reason(Cause.MISSING, Need("peer", "phone")),)
    with pytest.raises(KeyError):
        ask_clause(asks, peer())


def test_a_clause_that_many_ask_for_is_answered_once() -> None:
    """Each of forty clauses asks for the two before it: 165 million answers, were none kept."""
    first = [clause("c0", EMAIL), clause("c1", PHONE)]
    asking = [
        clause(f"c{n}", t.AllOf((t.ClauseMet(f"c{n - 1}"), t.ClauseMet(f"c{n - 2}"))))
        for n in range(2, 40)
    ]
    last = clause("last", t.ClauseMet("c39"))
    for facts, outcome in ((stated(), UNKNOWN), (peer({"email": True, "phone": True}), MET)):
        trace = ask_clause(last, facts, grade=SHOWN, others=(*first, *asking))
        assert trace.holds is outcome


@pytest.mark.parametrize("shown_by", [False, True])
def test_another_clause_is_believed_as_it_would_be_alone(shown_by: bool) -> None:
    asks = clause("asks", t.ClauseMet("other"))
    # a claim that fails is enough
    trace = ask_clause(asks, stated(False), grade=SHOWN, others=(clause("other", EMAIL),))
    assert trace.holds is NOT_MET
    # a guard that is only claimed is not, and a paper that is only claimed does not help it
    guarded = clause("other", PHONE, guard=EMAIL)
    shows = (Shown(t.Paper(PEER, "form"), clause="other"),) if shown_by else ()
    paper = clause("paper", t.Paper(PEER, "form"), shows=shows)
    facts = peer(
        {"email": Datum(True, CLAIMED), "phone": Datum(False, CLAIMED)}, form=some(rec(CLAIMED))
    )
    trace = ask_clause(asks, facts, grade=SHOWN, others=(guarded, paper))
    assert trace.holds is UNKNOWN
    # and neither is a claim that nothing is due yet
    idle = peer({"started": Datum(rec(day="2026-11-02").fields["day"], CLAIMED)})
    turned = clause("turned", t.NoneOf((t.ClauseMet("other"),)))
    trace = ask_clause(turned, idle, grade=SHOWN, others=(clause("other", MONTHLY),))
    assert trace.holds is UNKNOWN


# ---------------------------------------------------------------- questions


def test_a_question_is_the_sum_of_the_clauses_that_bear_on_it() -> None:
    first, second = clause("first", EMAIL), clause("second", PHONE)
    advice = clause("advice", yes("own"), kind="advise", force=Force.SHOULD)
    elsewhere = clause("elsewhere", yes("own"), questions=("other",))
    facts = peer({"email": True, "phone": True})
    trace = ask_question(facts, first, advice, elsewhere, second)
    assert trace.outcome is MET
    assert [c.clause for c in trace.clauses] == ["first", "advice", "second"]
    assert ask_question(peer({"email": True}), first, second).outcome is UNKNOWN
    assert ask_question(peer({"email": False}), first, second).outcome is NOT_MET
    assert trace.answer is None


def test_where_nothing_certainly_applies_nothing_is_certain() -> None:
    guarded = clause("c", EMAIL, guard=PHONE)
    assert ask_question(peer({"phone": False}), guarded).outcome is UNKNOWN
    assert ask_question(peer({"email": True}), guarded).outcome is UNKNOWN
    permitted = clause("p", EMAIL, kind="permit", force=Force.MAY)
    assert ask_question(peer({"email": True}), permitted).outcome is MET


def test_a_claimed_total_that_fails_shows_what_was_claimed() -> None:
    lists = every(rec(CLAIMED, done="2025-02-01", hours=29), grade=CLAIMED)
    trace = ask(hours(30), peer(None, training=lists), grade=VERIFIED)
    assert trace.outcome is NOT_MET
    assert trace.observed is not None
    assert (trace.observed.value.low, trace.grade) == (29, CLAIMED)  # type: ignore[union-attr]
