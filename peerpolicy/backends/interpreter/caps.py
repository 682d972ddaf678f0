"""Caps: how much of what is requested stays within a cap in each period.

What it is for: `Cap`, as two scenarios: the worst (as much used as possible, leave given only
where that is certain) and the best (the other way round). May import: `quantity`, `dates`, `ir`,
`facts.model`, `outcome` and the rest of this back end below. What stays true: lines of one date
share one result; days are served in the order of their dates; a line that is not known exactly
never makes another line's certain amount larger.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import attrs

from peerpolicy._frozen import frozen
from peerpolicy.backends.interpreter.approvals import Leave, leave_for
from peerpolicy.backends.interpreter.bounds import ANYTHING, Threshold, joined, on_day, threshold
from peerpolicy.backends.interpreter.facts import answer
from peerpolicy.backends.interpreter.purses import Past, Purse, allocate, past
from peerpolicy.backends.interpreter.records import (
    NOTHING,
    Shelf,
    Sum,
    amount_of,
    day_of,
    shelf,
    totals,
)
from peerpolicy.backends.interpreter.scene import Scene, Verdict, lowest, missing, union
from peerpolicy.backends.interpreter.spells import Spell, spells
from peerpolicy.backends.interpreter.windows import rests_on
from peerpolicy.dates import Span
from peerpolicy.facts.model import Record
from peerpolicy.ir.terms import Cap, IsYes, Where
from peerpolicy.outcome import Allocation, LineTrace, Observed, Reason, Required, Trace
from peerpolicy.quantity import Interval, Number
from peerpolicy.truth import Outcome

PAID = Where("paid", IsYes())
"""What `used means paid` asks of a record of the history."""


@frozen
class Requests:
    """The amount asked for on each day, None for a day that is not known.

    `clear` are the days whose amount is known exactly. `doubts` say what is not known.
    """

    lines: Mapping[date | None, Interval]
    doubts: tuple[Reason, ...]

    @property
    def days(self) -> tuple[date, ...]:
        """The days that are known, in order."""
        return tuple(sorted(day for day in self.lines if day is not None))

    @property
    def clear(self) -> dict[date, Number]:
        """The exact amounts, by day."""
        return {day: self.lines[day].low for day in self.days if self.lines[day].is_exact}

    @property
    def is_clear(self) -> bool:
        """Whether every day and every amount is known."""
        return len(self.clear) == len(self.lines)


@frozen
class History:
    """What was used in the period of each day asked about.

    `is_vague`: whether there are such periods is not known, for these reasons.
    """

    periods: Mapping[date, Span]
    used: Mapping[Span, Sum]
    is_vague: bool = False
    reasons: tuple[Reason, ...] = ()

    def left(self, caps: Mapping[Span, Number], best: bool) -> dict[Span, Number]:
        """Return what is left of the cap in each period, in a scenario."""
        ends = {p: s.value.low if best else s.value.high for p, s in self.used.items()}
        return {p: 0 if used is None else max(0, caps[p] - used) for p, used in ends.items()}


@frozen
class Ceiling:
    """The cap of each period, as it is on the last day of the period."""

    each: Mapping[Span, Threshold]

    def at(self, best: bool, enough: Number) -> dict[Span, Number]:
        """Return the cap of each period in a scenario; `enough` where it may be any amount."""
        return {p: _end(cap.value or ANYTHING, best, enough) for p, cap in self.each.items()}


@frozen
class Account:
    """Caps that the same approvals lift, on the days of some requests.

    `past`: what was used before, where it may have drawn on the approvals; None where it cannot,
    and the history of each cap says enough. A cap of the calendar has one history, a cap of
    records one for each. `ceilings` are those of the periods asked about, `earlier` those of the
    periods before.
    """

    histories: tuple[History, ...]
    ceilings: tuple[Ceiling, ...]
    earlier: tuple[tuple[Mapping[date, Span], Mapping[Span, Threshold]], ...]
    leave: Leave
    past: Past | None

    @property
    def used(self) -> list[Sum]:
        """What was used in each period asked about."""
        return [s for h in self.histories if not h.is_vague for s in h.used.values()]

    def purse(self, best: bool, enough: Number, as_of: date) -> Purse:
        """Return what there is to draw on in a scenario; `enough` where a cap may be anything."""
        grants = sorted(self.leave.grants, key=lambda g: g.ends)
        rooms = [g.room(self.leave.limited, best) for g in grants]
        # what perhaps is no period binds in the worst case alone
        whole = [
            each
            for each in zip(self.histories, self.ceilings, self.earlier, strict=True)
            if not (best and each[0].is_vague)
        ]
        if self.past is None:
            left = [h.left(c.at(best, enough), best) for h, c, _ in whole]
            periods = [h.periods for h, _, _ in whole]
            return Purse(periods, left, self.leave, grants, rooms, best)
        caps = [
            {p: _end(cap.value or ANYTHING, best, enough) for p, cap in {**e, **c.each}.items()}
            for _, c, (_, e) in whole
        ]
        days = [{**d, **h.periods} for h, _, (d, _) in whole]
        purse = Purse(days, caps, self.leave, grants, rooms, best)
        purse.live_through(self.past, as_of)
        return purse


def _end(cap: Interval, best: bool, enough: Number) -> Number:
    if not best:
        return cap.low
    return enough if cap.high is None else cap.high


def judge_cap(scene: Scene, term: Cap) -> Trace:
    """Answer whether requested amounts stay within the cap, and say what of them is allowed.

    Met where certainly nothing is in excess, not met where certainly something is. Requests need
    no evidence: asking is all there is to them. Errors: ValueError for a period that is none of
    the calendar, which is a checker fault.
    """
    on = history_of(scene, term)
    conventions = frozenset[str]()
    if not term.of_records:
        conventions = rests_on(term.period, scene.program.calendar)
    words = f"in each {term.period}, with what was used before, at most"
    requested = on.listing.requested if on.listing is not None else None
    if requested is None:
        cap = threshold(scene, term.cap, on_day(scene.as_of))
        required = Required(words, cap.shown, term.unit)
        asked = missing(attrs.evolve(on.need, field="requested"))
        waits = answer(term, Verdict(Outcome.UNKNOWN, (asked, *cap.reasons)))
        anything = Interval.at_least(0)
        unsaid = Allocation(
            anything,
            anything,
            anything,
            anything,
            term.unit,
            cap.value,
            term.period,
            (),
            term.unlock,
        )
        return attrs.evolve(
            waits,
            required=required,
            conventions=conventions,
            allocation=unsaid,
            citations=cap.citations,
        )
    requests = requests_of(scene, on, requested)
    account = account_for(scene, (term,), on, requests.days)
    leave, used = account.leave, account.used
    cap = _whole(scene, term, account)
    allocation = _allocation(scene, term, requests, account, cap)
    outcome = allocation.excess.stays_within(0)
    verdict = Verdict(outcome, _doubts(requests, account, allocation.lines))
    grades = [*(s.all for s in used), *(leave.on(d).grade for d in requests.days)]
    grades += [account.past.grade] if account.past is not None else []
    return attrs.evolve(
        answer(term, verdict),
        grade=lowest(grades),
        observed=Observed(allocation.requested, on.kind.sensitivity, term.unit),
        required=Required(words, cap.shown, term.unit),
        conventions=conventions,
        allocation=allocation,
        citations=cap.citations,
    )


def _whole(scene: Scene, term: Cap, account: Account) -> Threshold:
    """Return the caps of all periods asked about as one; without any, that of the judged day."""
    pairs = zip(account.histories, account.ceilings, strict=True)
    each = [cap for h, c in pairs if not h.is_vague for cap in c.each.values()]
    return joined(each or [threshold(scene, term.cap, on_day(scene.as_of))])


def history_of(scene: Scene, term: Cap) -> Shelf:
    """Return the records of which a cap says that they use it up. No errors."""
    where = (PAID,) if term.paid_only else ()
    return shelf(scene, term.subject, term.entry, counted=False, where=where)


def requests_of(scene: Scene, on: Shelf, requested: tuple[Record, ...]) -> Requests:
    """Add up what is asked for on each day. No errors."""
    lines: dict[date | None, Interval] = {}
    doubts = []
    for record in requested:
        read = day_of(scene, on, record)
        day = read.value if isinstance(read.value, date) else None
        amount, why = amount_of(scene, on, record)
        lines[day] = lines.get(day, NOTHING) + amount
        doubts += [read.reasons, why]
    return Requests(lines, union(doubts))


def _history(scene: Scene, on: Shelf, spell: Spell, days: Iterable[date]) -> History:
    periods = {day: spell.periods[day] for day in days if day in spell.periods}
    used = (lambda _: _ANYTHING) if spell.is_vague else totals(scene, on)
    sums = {p: used(p) for p in periods.values()}
    return History(periods, sums, spell.is_vague, spell.reasons)


_ANYTHING = Sum(ANYTHING)


def _caps(scene: Scene, term: Cap, spell: Spell, periods: Iterable[Span]) -> dict[Span, Threshold]:
    """Return the cap of each period; of what perhaps is none, one under which nothing is left."""
    if spell.is_vague:
        return {p: Threshold(NOTHING) for p in periods}
    return {p: threshold(scene, term.cap, on_day(p.last)) for p in periods}


def account_for(scene: Scene, terms: tuple[Cap, ...], on: Shelf, days: tuple[date, ...]) -> Account:
    """Open an account for caps that the same approvals lift.

    What was used beyond a cap has drawn on the approvals of its day. So where these are limited,
    all is looked at that was used since the first of them.
    """
    leave, before = leave_for(scene, terms[0], days), None
    if leave.limited and leave.grants:
        since = [*days, *(g.begins for g in leave.grants)]
        before = past(scene, on, min(_begins(scene, t, day) for t in terms for day in since))
        leave = leave_for(scene, terms[0], dict.fromkeys((*days, *before.high)))
    earlier = tuple(before.high) if before is not None else ()
    found = [(t, each) for t in terms for each in spells(scene, t, (*days, *earlier))]
    histories = tuple(_history(scene, on, each, days) for _, each in found)
    return Account(
        histories,
        tuple(
            Ceiling(_caps(scene, t, each, h.used))
            for (t, each), h in zip(found, histories, strict=True)
        ),
        tuple(_earlier(scene, t, each, earlier) for t, each in found),
        leave,
        before,
    )


def _begins(scene: Scene, term: Cap, day: date) -> date:
    """Return the first day of the period of a day; of a record, any day may be that."""
    if term.of_records:
        return date.min
    return scene.program.calendar.spans(term.period, day, day)[0].first


def _earlier(
    scene: Scene, term: Cap, spell: Spell, days: Iterable[date]
) -> tuple[Mapping[date, Span], Mapping[Span, Threshold]]:
    periods = {day: spell.periods[day] for day in days if day in spell.periods}
    return periods, _caps(scene, term, spell, periods.values())


def enough_for(requests: Requests, account: Account) -> Number:
    """Return what allows all that is asked for, whatever was used before."""
    used = [s.value.low for s in account.used]
    before = sum(account.past.low.values(), 0) if account.past is not None else 0
    return sum(requests.clear.values(), 0) + max(used, default=0) + before


def _allocation(
    scene: Scene, term: Cap, requests: Requests, account: Account, cap: Threshold
) -> Allocation:
    clear, enough, as_of = requests.clear, enough_for(requests, account), scene.as_of
    leave = account.leave
    worst, best = (
        allocate(clear, [account.purse(is_best, enough, as_of)]) for is_best in (False, True)
    )
    lines = []
    for day in (*requests.days, *(None for day in requests.lines if day is None)):
        asked = requests.lines[day]
        lifted = Outcome.UNKNOWN if day is None else leave.on(day).outcome
        if term.unlock is None:
            lifted = Outcome.NOT_MET
        if lifted is Outcome.MET and not leave.limited:
            allowed, excess = asked, NOTHING
        elif day is not None and day in clear:
            low = worst[day] if requests.is_clear else 0
            allowed = Interval(low, best[day])
            excess = Interval(asked.low - best[day], asked.low - low)
        else:
            allowed = excess = Interval(0, asked.high)
        lines.append(LineTrace(day, asked, allowed, excess, lifted))
    return Allocation(
        requested=_sum(x.requested for x in lines),
        allowed=_sum(x.allowed for x in lines),
        used=_sum(s.value for s in account.used),
        excess=_sum(x.excess for x in lines),
        unit=term.unit,
        cap=cap.value,
        period=term.period,
        lines=tuple(lines),
        unlock=term.unlock,
    )


def _sum(amounts: Iterable[Interval]) -> Interval:
    return sum(amounts, NOTHING)


def _doubts(requests: Requests, account: Account, lines: Iterable[LineTrace]) -> tuple[Reason, ...]:
    """Say what is not known about the requests, and about the days that may be in excess."""
    days = [x.day for x in lines if x.day is not None and x.excess.high != 0]
    pairs = zip(account.histories, account.ceilings, strict=True)
    periods = [(h, c, h.periods[day]) for h, c in pairs for day in days if day in h.periods]
    used = [h.used[period] for h, _, period in periods]
    return union(
        (
            requests.doubts,
            *(h.reasons for h, _, _ in periods),
            *(s.reasons for s in used if not s.value.is_exact),
            *(c.each[period].reasons for _, c, period in periods),
            *(account.leave.doubts(day) for day in days),
            account.past.reasons if account.past is not None and days else (),
        )
    )


def sharper(certain: Allocation, believed: Allocation) -> Allocation:
    """Join what is allowed on good evidence alone with what is allowed if all claims are true.

    In: the allocation that believes only well-evidenced facts, and the one that believes all.
    Out: what is certainly allowed rests on the first, what is certainly in excess on the second.
    """
    pairs = zip(certain.lines, believed.lines, strict=True)
    lines = tuple(
        attrs.evolve(
            sure,
            allowed=_between(sure.allowed, all_true.allowed),
            excess=_between(all_true.excess, sure.excess),
        )
        for sure, all_true in pairs
    )
    return attrs.evolve(
        certain,
        allowed=_between(certain.allowed, believed.allowed),
        excess=_between(believed.excess, certain.excess),
        lines=lines,
    )


def _between(low: Interval, high: Interval) -> Interval:
    return Interval(low.low, high.high)
