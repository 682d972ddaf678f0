"""Single facts and ages: the terms that read one value of a subject.

What it is for: `FactTest`, `AgeTest` and `ScopeTest`. May import: `dates`, `quantity`, `ir`,
`outcome` and the rest of this back end below. What stays true: what was seen is in the trace also
where it is not well enough evidenced to count; a day of change is named only where waiting alone
is enough.
"""

from __future__ import annotations

import math
from datetime import date

from peerpolicy.backends.interpreter.bounds import (
    amounts_ahead,
    asks_for_more,
    changes,
    cited_by,
    first_met,
    limbs,
    missing_for,
    stands,
)
from peerpolicy.backends.interpreter.scene import (
    Known,
    Scene,
    Verdict,
    read_day,
    read_fact,
    sensitivity_of,
)
from peerpolicy.backends.interpreter.values import (
    bound_with,
    is_public,
    judge_value,
    number,
    required,
)
from peerpolicy.backends.interpreter.windows import LEAP_DAY, after, is_leap_day
from peerpolicy.dates import completed_years, reaches_age_on
from peerpolicy.evolving import again, evolve
from peerpolicy.facts.model import Mark, Value
from peerpolicy.ir.schema import JUDGED_DAY, AmountOf
from peerpolicy.ir.terms import (
    AgeTest,
    Compares,
    ComparesWith,
    DayOf,
    FactOf,
    FactTest,
    IsBetween,
    IsDated,
    IsYes,
    JudgedDay,
    Op,
    Order,
    ParameterValue,
    Said,
    ScopeTest,
    Test,
)
from peerpolicy.outcome import Cause, Observed, Reason, Required, Trace
from peerpolicy.quantity import Interval, Number
from peerpolicy.truth import Outcome

# More years than the calendar has: an age beyond it is never asked of the calendar.
_MOST_YEARS = 10_000


def answer(term: Said, verdict: Verdict) -> Trace:
    """Make the trace of a verdict; an unknown alone carries reasons. No errors."""
    reasons = verdict.reasons if verdict.outcome is Outcome.UNKNOWN else ()
    return Trace(verdict.outcome, term.text, term.place, reasons=reasons, grade=verdict.grade)


def judge_fact(scene: Scene, term: FactTest) -> Trace:
    """Answer a test of one fact. No errors."""
    known = read_fact(scene, term.fact, term.own_word)
    if type(known.value) not in _COMMON or not _is_plain(term.test):
        return _judge_fact(scene, term, known)
    # a test with a fixed bound says the same of the same value on whichever day and evidence
    told, key = scene.program.told, (id(term), known.value, known.grade)
    found = told.get(key)
    if found is not None and found[0] is term:
        # a definition may be read twice in one condition, and each reading has its own trace
        kept: Trace = again(found[1])
        return kept
    if len(told) >= _MOST_TOLD:
        told.clear()
    trace = _judge_fact(scene, term, known)
    told[key] = term, trace
    return trace


_COMMON = (bool, int)
"""Values of these types are few, and say of nobody who he is."""

_MOST_TOLD = 4096


def _is_plain(test: Test) -> bool:
    """Say whether a test has fixed bounds, or none."""
    match test:
        case Compares(bound=bound):
            return not isinstance(bound, ParameterValue)
        case IsBetween(low=low, high=high):
            return not isinstance(low, ParameterValue) and not isinstance(high, ParameterValue)
        case _:
            return isinstance(test, IsYes)


def _judge_fact(scene: Scene, term: FactTest, known: Known) -> Trace:
    subject, test = term.fact.subject, term.test
    verdict = judge_value(scene, test, known, lambda name: read_fact(scene, FactOf(subject, name)))
    bounded = test if isinstance(test, Compares | IsBetween) else None
    amount = number(known.value) if bounded is not None else None
    seen = None if amount is None else Interval.exactly(amount)
    return Trace(
        verdict.outcome,
        term.text,
        term.place,
        _seen(scene, term.fact, known.seen),
        required(scene, test),
        _shortfall(scene, test, number(known.value)),
        changes_on=_changes_on(scene, term, known, seen, verdict.outcome),
        reasons=verdict.reasons if verdict.outcome is Outcome.UNKNOWN else (),
        grade=verdict.grade,
        citations=cited_by(scene, bounded) if bounded else (),
    )


def _shortfall(scene: Scene, test: Test, amount: Number | None) -> Interval | None:
    """Return how much of an amount is missing; nothing where that would tell a private fact."""
    if amount is None:
        return None
    if isinstance(test, Compares | IsBetween):
        return missing_for(scene, test, Interval.exactly(amount))
    if not isinstance(test, ComparesWith) or not is_public(scene, test.other):
        return None
    bound = bound_with(scene, test)
    return (
        None
        if bound is None
        else missing_for(scene, Compares(test.op, bound, test.unit), Interval.exactly(amount))
    )


def _changes_on(
    scene: Scene, term: FactTest, known: Known, seen: Interval | None, now: Outcome
) -> date | None:
    """Return the day on which waiting is enough: a day has passed, or other values are in force."""
    test = term.test
    if isinstance(test, Compares | IsBetween):
        if seen is None or now is Outcome.MET:
            return None
        days = {day for _, bound in limbs(test) for day in changes(scene, bound)}
        return first_met(scene, days, lambda then: stands(then, test, seen).outcome)
    return _passes_on(scene, term, known) if now is Outcome.NOT_MET else None


def _seen(scene: Scene, fact: FactOf, value: Value | None) -> Observed | None:
    if value is None:
        return None
    private = sensitivity_of(scene, fact.subject, fact.name)
    if isinstance(value, Mark):
        return Observed(None, private)
    if isinstance(value, bool | date | str | tuple):
        return Observed(value, private)
    declared = scene.program.schema.fact(fact.subject.name, fact.name)
    kind = declared.type if declared is not None else None
    unit = kind.measure if isinstance(kind, AmountOf) else ""
    return Observed(Interval.exactly(value), private, unit)


def moves(day: FactOf | DayOf) -> bool:
    """Say whether a day is the judged day, which waiting moves. No errors."""
    return isinstance(day, JudgedDay) or (isinstance(day, FactOf) and day.name == JUDGED_DAY)


def _passes_on(scene: Scene, term: FactTest, known: Known) -> date | None:
    """Find the day on which a failed date test is met because time has passed, if there is one.

    Waiting helps where a fixed day must lie behind the judged day, in either way of saying so.
    """
    if not isinstance(term.test, IsDated) or not isinstance(known.value, date):
        return None
    other = read_day(scene, term.test.day).value
    fact_moves, day_moves = moves(term.fact), moves(term.test.day)
    if fact_moves and not day_moves and isinstance(other, date):
        match term.test.order:
            case Order.AFTER:
                return after(other)
            case Order.ON_OR_AFTER:
                return other
    if day_moves and not fact_moves:
        match term.test.order:
            case Order.BEFORE:
                return after(known.value)
            case Order.ON_OR_BEFORE:
                return known.value
    return None


def judge_age(scene: Scene, term: AgeTest) -> Trace:
    """Answer a test of completed years since a date (Family Law Reform Act 1969, section 9).

    The leap-day convention is used, and named, only where the date is a 29 February. No errors.
    """
    known = read_fact(scene, term.since)
    test, seen, since = term.test, known.seen, known.value
    years = None
    if isinstance(seen, date):
        years = Interval.exactly(completed_years(seen, scene.as_of, scene.leap_day))
    found = _aged(scene, term, known, years)
    is_known = isinstance(since, date) and years is not None
    return Trace(
        found.outcome,
        term.text,
        term.place,
        _years(scene, term, known, years),
        required(scene, test),
        missing_for(scene, test, years) if is_known and years else None,
        found.reasons if found.outcome is Outcome.UNKNOWN else (),
        _comes_of_age(scene, since, test, found.outcome) if isinstance(since, date) else None,
        known.grade,
        frozenset({LEAP_DAY}) if isinstance(since, date) and is_leap_day(since) else frozenset(),
        citations=cited_by(scene, test),
    )


def _aged(scene: Scene, term: AgeTest, known: Known, years: Interval | None) -> Verdict:
    """Answer whether completed years are enough, given those of a date that is believed."""
    if known.value is Mark.ABSENT:
        return Verdict(Outcome.NOT_MET)
    if years is not None and isinstance(known.value, date):
        return stands(scene, term.test, years)
    return judge_value(scene, term.test, evolve(known, value=None), lambda name: known)


def _years(scene: Scene, term: AgeTest, known: Known, years: Interval | None) -> Observed | None:
    """Say how many years were seen; none where the date itself is known to be absent."""
    private = sensitivity_of(scene, term.since.subject, term.age)
    if years is not None:
        return Observed(years, private, "years")
    return Observed(None, private) if known.value is Mark.ABSENT else None


def _comes_of_age(
    scene: Scene, since: date, test: Compares | IsBetween, now: Outcome
) -> date | None:
    """Find the first day on which the years are enough: they grow, and the bound may change."""
    if now is Outcome.MET:
        return None
    days: list[date | None] = []
    for op, bound in limbs(test):
        days += changes(scene, bound)
        if asks_for_more(op):
            ages = amounts_ahead(scene, bound)
            days += [_has_age_on(scene, since, years, op is Op.MORE_THAN) for years in ages]

    def then(later: Scene) -> Outcome:
        years = completed_years(since, later.as_of, later.leap_day)
        return stands(later, test, Interval.exactly(years)).outcome

    return first_met(scene, days, then)


def _has_age_on(scene: Scene, since: date, bound: Number, beyond: bool) -> date | None:
    years = max(0, math.floor(bound) + 1 if beyond else math.ceil(bound))
    return reaches_age_on(since, min(years, _MOST_YEARS), scene.leap_day)


def judge_scope(scene: Scene, term: ScopeTest) -> Trace:
    """Answer whether an act is allowed, barred, or as the source says of all others."""
    known = read_fact(scene, term.fact)
    asked = evolve(
        answer(term, Verdict(Outcome.UNKNOWN, known.reasons, known.grade)),
        observed=_seen(scene, term.fact, known.seen),
        required=Required("is one of", ", ".join(term.allowed)),
    )
    if known.value is None:
        return asked
    if known.value in term.allowed:
        return evolve(asked, outcome=Outcome.MET)
    if known.value in term.barred or term.others == "barred":
        return evolve(asked, outcome=Outcome.NOT_MET)
    if term.others == "allowed":
        return evolve(asked, outcome=Outcome.MET)
    return evolve(asked, reasons=(Reason(Cause.UNADDRESSED),))
