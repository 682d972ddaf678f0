"""Groups: how the answers of items join, once each item has been answered.

What it is for: `AllOf`, `AnyOf`, `NoneOf`, `AtLeastOf`, `SomeWho`, `Defined`, `Readings` and
`NeverFails`. May import: `truth`, `ir`, `outcome` and the rest of this back end below. What stays
true: the logic is strong Kleene; an unknown group asks only for what its unknown items ask; an
item with nothing due yet is left out of "all of" and is unknown elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peerpolicy import truth
from peerpolicy._frozen import frozen
from peerpolicy.backends.interpreter.scene import Verdict, lowest, union
from peerpolicy.evolving import evolve
from peerpolicy.ir.schema import Grade
from peerpolicy.ir.terms import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Defined,
    NeverFails,
    Paper,
    QuestionMet,
    Readings,
    SomeWho,
    Term,
)
from peerpolicy.outcome import Cause, ClauseTrace, Need, Reason, Trace, demands
from peerpolicy.source import Place
from peerpolicy.truth import Outcome

Traces = tuple[Trace, ...]


def group(term: Term, outcome: Outcome, items: Traces) -> Trace:
    """Make the trace of a group from its outcome and the traces of its items. No errors."""
    return joined(term.text, term.place, outcome, items)


def joined(text: str, place: Place, outcome: Outcome, items: Traces) -> Trace:
    """Make a trace from the author's line, an outcome and the traces of items. No errors."""
    waits = outcome is Outcome.UNKNOWN
    unknown = [i.reasons for i in items if i.outcome is Outcome.UNKNOWN]
    return Trace(
        outcome,
        text,
        place,
        reasons=union(unknown) if waits else (),
        grade=lowest(i.grade for i in items),
        conventions=frozenset[str]().union(*(i.conventions for i in items)),
        children=items,
        provisional=any(i.provisional for i in items),
    )


def join_all(term: Term, items: Traces) -> Trace:
    """Answer "every item", leaving out those with nothing due; all left out: nothing is due."""
    due = tuple(i for i in items if not i.nothing_due)
    if items and not due:
        days = [i.due_on for i in items if i.due_on is not None]
        whole = group(term, Outcome.UNKNOWN, items)
        return evolve(whole, nothing_due=True, due_on=min(days, default=None))
    whole = group(term, truth.all_of(i.outcome for i in due), items)
    if whole.outcome is not Outcome.UNKNOWN:
        return whole
    reasons = group(term, Outcome.UNKNOWN, due).reasons
    return evolve(whole, reasons=reasons, due_unknown=all(i.due_unknown for i in due))


def may_be_idle(item: Trace) -> bool:
    """Say whether nothing is due of an item, or it is not known that anything is. No errors."""
    return item.nothing_due or item.due_unknown


def join_any(term: Term, items: Traces) -> Trace:
    """Answer "some item". No errors."""
    return group(term, truth.any_of(i.outcome for i in items), items)


def join_none(term: Term, items: Traces) -> Trace:
    """Answer "no item". No errors."""
    return group(term, truth.negate(truth.any_of(i.outcome for i in items)), items)


def join_at_least(term: Term, number: int, items: Traces) -> Trace:
    """Answer "at least so many items". No errors."""
    return group(term, truth.at_least(number, (i.outcome for i in items)), items)


def wrap(term: Defined, item: Trace) -> Trace:
    """Answer a definition: as its item. No errors."""
    return evolve(
        group(term, item.outcome, (item,)),
        nothing_due=item.nothing_due,
        due_unknown=item.due_unknown,
        due_on=item.due_on,
        changes_on=item.changes_on,
    )


def try_readings(term: Readings, options: Traces) -> Trace:
    """Answer an open term with readings: where all agree, so; else its owner must decide."""
    outcomes = {o.outcome for o in options}
    if len(outcomes) == 1:
        whole = group(term, outcomes.pop(), options)
        if all(o.nothing_due for o in options):
            days = [o.due_on for o in options if o.due_on is not None]
            return evolve(whole, nothing_due=True, due_on=min(days, default=None))
        return evolve(whole, due_unknown=all(may_be_idle(o) for o in options))
    whole = group(term, Outcome.UNKNOWN, options)
    differ = Reason(Cause.READINGS_DIFFER, Need("", term.name), term.owner)
    return evolve(whole, reasons=union(((differ,), whole.reasons)))


def join_clauses(
    term: QuestionMet, outcome: Outcome, found: tuple[ClauseTrace, ...], items: Traces
) -> Trace:
    """Answer another question; where no clause certainly applies, that is why it is unknown.

    In: the outcome that its clauses come to, how they were answered, and the same as items.
    """
    whole = group(term, outcome, items)
    if outcome is not Outcome.UNKNOWN or truth.all_of(demands(found)) is not Outcome.MET:
        return whole
    guards = (top for each in found for top in each.around)
    waiting = (top.reasons for top in guards if top.outcome is Outcome.UNKNOWN)
    reasons = union(((Reason(Cause.NOTHING_APPLIES),), *waiting))
    return evolve(whole, reasons=reasons)


def some_answer(sure: Iterable[Outcome], believed: Iterable[Outcome]) -> Outcome:
    """Answer "an answer of this question is settled", the best one first.

    In: for each answer whether it holds, on the evidence at hand and with every claim believed. A
    better answer that fails even so stands in nobody's way; but that none is due, no claim alone
    can say.
    """
    sure = tuple(sure)
    for held, claimed in zip(sure, believed, strict=True):
        if claimed is not Outcome.NOT_MET:
            return Outcome.MET if held is Outcome.MET else Outcome.UNKNOWN
    return truth.any_of(sure)


def soften(term: NeverFails, item: Trace) -> Trace:
    """Answer an item that never fails: where it would, it is unknown for the reason named."""
    whole = evolve(group(term, item.outcome, (item,)), changes_on=item.changes_on)
    if item.outcome is not Outcome.NOT_MET:
        return evolve(
            whole,
            nothing_due=item.nothing_due,
            due_unknown=item.due_unknown,
            due_on=item.due_on,
        )
    cause = Cause.INCOMPLETE if term.reason == "incomplete" else Cause.UNADDRESSED
    lacking = tuple(_lacking(term.item, item)) if cause is Cause.INCOMPLETE else ()
    reasons = union((lacking or (Reason(cause),),))
    return evolve(whole, outcome=Outcome.UNKNOWN, reasons=reasons)


def _lacking(term: Term, trace: Trace) -> Iterator[Reason]:
    """Yield the papers that fail, and what is asked for the ones that are not known."""
    match term:
        case Paper() if trace.outcome is Outcome.NOT_MET:
            yield Reason(Cause.INCOMPLETE, Need(term.subject.name, term.document))
        case Paper() if trace.outcome is Outcome.UNKNOWN:
            yield from trace.reasons
        case AllOf(items=items) | AnyOf(items=items) | AtLeastOf(items=items):
            for item, child in zip(items, trace.children, strict=True):
                yield from _lacking(item, child)
        case Defined(item=item):
            yield from _lacking(item, trace.children[0])


# ---------------------------------------------------------------- one person of a roster


@frozen
class Candidate:
    """A person of a roster: whether the roster certainly has them, and how they do."""

    id: str | None
    listed: Verdict
    whole: Trace

    @property
    def outcome(self) -> Outcome:
        """Whether this person is there and meets everything."""
        return truth.all_of((self.listed.outcome, self.whole.outcome))

    @property
    def nothing_due(self) -> bool:
        """Whether this person certainly is there and nothing asked of them is due yet."""
        return self.listed.outcome is Outcome.MET and self.whole.nothing_due

    @property
    def may_be_idle(self) -> bool:
        """Whether perhaps nothing asked of this person is due yet."""
        return self.listed.outcome is not Outcome.NOT_MET and may_be_idle(self.whole)

    @property
    def nearness(self) -> tuple[bool, int, int]:
        """The order of nearness: meets all, then most items met, then fewest failed."""
        outcomes = [i.outcome for i in self.whole.children]
        met, failed = outcomes.count(Outcome.MET), outcomes.count(Outcome.NOT_MET)
        return self.outcome is Outcome.MET, met, -failed


def some_who(
    term: SomeWho, candidates: tuple[Candidate, ...], rest: Verdict, unseen: Trace
) -> Trace:
    """Answer "one and the same person meets every item".

    In: the persons known, in the order of the roster; `rest` answers "there may be others", and
    `unseen` is what would be asked of one of those, of whom nothing is known.
    Met by one person who certainly meets everything, never by two halves; not met only where the
    roster is complete and each person certainly fails. Nothing is due where nothing
    is due of anybody who does not fail already. The trace shows the nearest person.
    """
    outcome = truth.any_of((*(c.outcome for c in candidates), rest.outcome))
    nearest = max(candidates, key=lambda c: c.nearness, default=None)
    whole = group(term, outcome, nearest.whole.children if nearest is not None else ())
    idle = [c.whole for c in candidates if c.nothing_due]
    days = [i.due_on for i in idle if i.due_on is not None]
    listed = nearest.listed.grade if nearest is not None else None
    closed = rest.outcome is Outcome.NOT_MET
    waits = outcome is Outcome.UNKNOWN
    all_idle = all(c.nothing_due or c.outcome is Outcome.NOT_MET for c in candidates)
    is_idle = waits and bool(idle) and all_idle and (closed or unseen.nothing_due)
    may_idle = any(c.may_be_idle for c in candidates) or (not closed and may_be_idle(unseen))
    return evolve(
        whole,
        reasons=_why_nobody(candidates, rest) if waits else (),
        grade=lowest((whole.grade, listed, _full_grade(rest, outcome))),
        nothing_due=is_idle,
        due_unknown=waits and may_idle and not is_idle,
        due_on=min(days, default=None) if is_idle else None,
        nearest=nearest.id if nearest is not None else None,
        others=max(0, len(candidates) - 1),
    )


def _full_grade(rest: Verdict, outcome: Outcome) -> Grade | None:
    """The grade of the roster's completeness, on which only "nobody" rests."""
    return rest.grade if outcome is Outcome.NOT_MET else None


def _why_nobody(candidates: tuple[Candidate, ...], rest: Verdict) -> tuple[Reason, ...]:
    waiting = [c for c in candidates if c.outcome is Outcome.UNKNOWN]
    listed = [c.listed.reasons for c in waiting]
    items = [c.whole.reasons for c in waiting]
    return union((*listed, *items, rest.reasons))
