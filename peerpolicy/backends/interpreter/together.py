"""What is payable: requests served within every cap at once, line by line.

What it is for: the amount of a question that answers in one. May import: `truth`, `quantity`,
`ir`, `outcome` and the rest of this back end below. What stays true: what one cap refuses uses up
no other one; nobody is paid twice for one line; all of it depends on every other clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from peerpolicy import truth
from peerpolicy._frozen import frozen
from peerpolicy.backends.interpreter.caps import (
    Requests,
    account_for,
    enough_for,
    history_of,
    requests_of,
)
from peerpolicy.backends.interpreter.purses import Purse, allocate
from peerpolicy.backends.interpreter.scene import Scene
from peerpolicy.ir.program import Clause
from peerpolicy.ir.terms import Cap
from peerpolicy.outcome import Allocation, ClauseTrace, Payable, demands
from peerpolicy.quantity import Interval, Number
from peerpolicy.truth import Outcome

NOTHING = Interval.exactly(0)


@frozen
class Binding:
    """A cap on some requests, what it comes to alone, and whether its clause applies."""

    term: Cap
    allocation: Allocation
    applies: Outcome


def payable(
    believed: Scene, sure: Scene, bearing: Iterable[tuple[Clause, ClauseTrace]]
) -> tuple[Interval | None, tuple[Payable, ...]]:
    """Add up what the caps allow, and say it line by line; None where the question has no cap.

    In: the scene in which every claim is believed, and the one of the question's grade. Several
    caps on one kind of entry bind together. Errors: as for `judge_cap`.
    """
    capped: dict[object, list[Binding]] = {}
    others = []
    for clause, trace in bearing:
        term, allocation = clause.condition, trace.condition.allocation
        if isinstance(term, Cap) and allocation is not None:
            each = Binding(term, allocation, trace.applies)
            capped.setdefault((term.subject, term.entry), []).append(each)
        else:
            others.append(trace)
    if not capped:
        return None, ()
    whole, lines = NOTHING, list[Payable]()
    for caps in capped.values():
        amount, own = _of_entry(believed, sure, caps)
        whole += amount
        lines += own
    outcome = truth.all_of(demands(others))
    return _if(outcome, whole), tuple(
        Payable(x.entry, x.day, x.requested, _if(outcome, x.payable)) for x in lines
    )


def _if(outcome: Outcome, amount: Interval) -> Interval:
    """Return an amount that depends on something else."""
    if outcome is Outcome.NOT_MET:
        return NOTHING
    return amount if outcome is Outcome.MET else Interval(0, amount.high)


def _of_entry(
    believed: Scene, sure: Scene, caps: Sequence[Binding]
) -> tuple[Interval, tuple[Payable, ...]]:
    entry, allocation = caps[0].term.entry, caps[0].allocation
    if len(caps) == 1 and caps[0].applies is Outcome.MET:
        own = allocation.lines
        return allocation.allowed, tuple(Payable(entry, x.day, x.requested, x.allowed) for x in own)
    requests = _requests(sure, caps[0].term)
    if requests is None or not requests.is_clear:
        return _at_least_and_most(caps), ()
    certain = [c.term for c in caps if c.applies is Outcome.MET]
    binding = [c.term for c in caps if c.applies is not Outcome.NOT_MET]
    least = _Scenario(sure, requests, binding, best=False)
    most = _Scenario(believed, requests, certain, best=True)
    low, high = (allocate(requests.clear, each.purses()) for each in (least, most))
    found = {day: Interval.exactly(amount) for day, amount in low.items()}
    if low != high:
        found = _by_day(requests.clear, least, most)
    lines = tuple(
        Payable(entry, day, Interval.exactly(requests.clear[day]), found[day]) for day in found
    )
    return Interval(sum(low.values(), 0), sum(high.values(), 0)), lines


def _requests(scene: Scene, term: Cap) -> Requests | None:
    on = history_of(scene, term)
    requested = on.listing.requested if on.listing is not None else None
    return None if requested is None else requests_of(scene, on, requested)


@frozen
class _Scenario:
    """Caps that bind in one scenario, and the requests that they are about."""

    scene: Scene
    requests: Requests
    terms: Sequence[Cap]
    best: bool

    def purses(self) -> list[Purse]:
        """Open a purse for each kind of approval: a unit that several caps lack needs one."""
        alike: dict[object, list[Cap]] = {}
        for term in self.terms:
            alike.setdefault((term.unlock, term.paid_only), []).append(term)
        purses = []
        for terms in alike.values():
            on = history_of(self.scene, terms[0])
            account = account_for(self.scene, tuple(terms), on, self.requests.days)
            enough = enough_for(self.requests, account)
            purses.append(account.purse(self.best, enough, self.scene.as_of))
        return purses


def _by_day(
    asked: Mapping[date, Number], least: _Scenario, most: _Scenario
) -> dict[date, Interval]:
    """Say what is payable on each day where the scenarios differ.

    What a day gets hangs on the days before it. At most it gets what there is when none of them
    took anything, at least what there is when each took all that it asked for.
    """
    drawn, full = least.purses(), most.purses()
    found = {}
    for day in sorted(asked):
        low, high = _free(day, asked[day], drawn), _free(day, asked[day], full)
        found[day] = Interval(low, high)
        for purse in drawn:
            purse.draw(day, asked[day])
    return found


def _free(day: date, asked: Number, purses: Iterable[Purse]) -> Number:
    return min([asked, *(free for p in purses if (free := p.free(day)) is not None)])


def _at_least_and_most(caps: Sequence[Binding]) -> Interval:
    """Say what several caps allow of requests that are not known exactly.

    At most what each of them allows alone; at least the requests less everything in excess of
    any. A cap that does not apply takes nothing away.
    """
    requested = caps[0].allocation.requested
    binding = [cap.allocation for cap in caps if cap.applies is not Outcome.NOT_MET]
    certain = [cap.allocation for cap in caps if cap.applies is Outcome.MET]
    highs = [high for cap in certain if (high := cap.allowed.high) is not None]
    if requested.high is not None:
        highs.append(requested.high)
    low = requested.low
    for cap in binding:
        low = 0 if cap.excess.high is None else max(0, low - cap.excess.high)
    if len(binding) == 1:
        low = binding[0].allowed.low
    return Interval(low, min(highs, default=None))
