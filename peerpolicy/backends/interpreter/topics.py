"""Totals with topic minimums: the whole, each topic alone, and all topics together.

What it is for: `TopicTotal`. May import: `quantity`, `ir`, `outcome` and the rest of this back end
below. What stays true: where an hour may serve several topics, each minimum is judged alone; where
it serves one, an answer rests on the best division of what is certain (met) or of everything that
is possible (not met).
"""

from __future__ import annotations

from collections.abc import Iterator

from peerpolicy._frozen import frozen
from peerpolicy.backends.interpreter import groups
from peerpolicy.backends.interpreter.amounts import Measured, judge_measured, judge_total
from peerpolicy.backends.interpreter.division import most_served
from peerpolicy.backends.interpreter.records import Share, Shelf, Sum, shares, shelf_of, up_to
from peerpolicy.backends.interpreter.scene import Known, Scene, complete, lowest, read_field, union
from peerpolicy.dates import Span
from peerpolicy.ir.terms import Op, TopicTotal
from peerpolicy.outcome import Reason, Trace
from peerpolicy.quantity import Interval, Number
from peerpolicy.truth import Outcome


def judge_topics(scene: Scene, term: TopicTotal) -> Trace:
    """Answer a total with topic minimums: every part of it.

    The items of the trace are the total, each topic alone (what can serve it, whatever else that
    serves), and, where an hour serves one topic, all topics together. No errors.
    """
    whole = judge_total(scene, term.total)
    each = tuple(judge_total(scene, term.of_topic(topic)) for topic in term.topics)
    together = tuple(_together(scene, term))
    return groups.join_all(term, (whole, *each, *together))


def _together(scene: Scene, term: TopicTotal) -> Iterator[Trace]:
    """Yield the answer for all topics together; one topic, or shared hours, have no such part."""
    if not term.division.one_topic or len(term.topics) < 2:
        return
    total = term.total
    on = shelf_of(scene, total)
    needs = {topic.name: topic.bound for topic in term.topics}
    asked = Measured(
        Op.AT_LEAST,
        sum(needs.values()),
        total.unit,
        on.kind.sensitivity,
        lambda span: _divided(scene, on, term.field, needs, span),
    )
    yield judge_measured(scene, term.division, total.window, asked)


@frozen
class _Supply:
    """What one record can serve: certainly, possibly, and why the two differ."""

    share: Share
    surely: frozenset[str]
    perhaps: frozenset[str]
    reasons: tuple[Reason, ...]

    @property
    def is_certain(self) -> bool:
        """Whether the record certainly counts and certainly serves something."""
        return self.share.verdict.outcome is Outcome.MET and bool(self.surely)


def _divided(scene: Scene, on: Shelf, field: str, needs: dict[str, Number], span: Span) -> Sum:
    """Find how much of all needs the entries within a span can serve, each hour one of them.

    Low is the best division of what is certain; high that of everything possible, which on an
    open list is everything that is needed.
    """
    within = up_to(scene, span)
    if within is None:
        return Sum(Interval.exactly(0))
    found = tuple(_supplies(scene, on, field, frozenset(needs), within))
    full = complete(scene, on.listing, on.need, within.last)
    most = sum(needs.values())
    low = most_served(
        ((each.surely, each.share.amount.low) for each in found if each.is_certain), needs
    )
    high = most
    if full.outcome is Outcome.MET and low < most:
        high = most_served(((each.perhaps, _at_most(each, most)) for each in found), needs)
    return Sum(
        Interval(low, high),
        union((*(each.reasons for each in found), full.reasons)),
        lowest(each.share.verdict.grade for each in found if each.is_certain),
        lowest((*(each.share.verdict.grade for each in found), full.grade)),
    )


def _at_most(supply: _Supply, most: Number) -> Number:
    """Return the most that a record may add; more than all needs together serves nothing more."""
    high = supply.share.amount.high
    return most if high is None else high


def _supplies(
    scene: Scene, on: Shelf, field: str, topics: frozenset[str], within: Span
) -> Iterator[_Supply]:
    """Yield the records that may serve some topic; one whose topic is not known may serve any."""
    for share in shares(scene, on, within):
        read = read_field(scene, share.record, on.need, field)
        known = _known_topics(read)
        perhaps = topics if known is None else topics & known
        if perhaps:
            surely = frozenset[str]() if known is None else perhaps
            reasons = union((share.reasons, read.reasons if known is None else ()))
            yield _Supply(share, surely, perhaps, reasons)


def _known_topics(read: Known) -> frozenset[str] | None:
    """Return the topics of a record, None where they are not known."""
    match read.value:
        case None:
            return None
        case str(one):
            return frozenset({one})
        case tuple(several):
            return frozenset(several)
        case _:
            return frozenset()
