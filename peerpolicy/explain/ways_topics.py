"""Ways for totals with topic minimums: how many hours more of which topic would be enough.

What it is for: `TopicTotal` in remedies. May import: `explain`'s steps and ways for amounts, open
gaps and values, `ir`, `outcome`, `quantity`. What stays true: hours of a topic count for the total
as well, so nothing is asked for twice; what is proposed here is replayed like every way.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import attrs

from peerpolicy.explain.steps import Way
from peerpolicy.explain.ways_amounts import last_day, listed_ways, more_ways, together
from peerpolicy.explain.ways_open import open_way
from peerpolicy.explain.ways_values import FEW, Lookout
from peerpolicy.facts.model import Value
from peerpolicy.ir.terms import Back, Ever, TopicTotal
from peerpolicy.outcome import Trace
from peerpolicy.quantity import Interval, Number

Lacking = dict[tuple[str, ...], list[tuple[date, Number]]]
"""How much more is needed by which days, by the topics of the records; of any topic: ()."""


def topic_ways(on: Lookout, term: TopicTotal, trace: Trace | None, want: bool) -> Iterator[Way]:
    """Yield what would bring the total and each topic to their minimums. No errors.

    Nothing is proposed to bring them below: entries that are there do not go away.
    """
    if not want:
        return
    yield from listed_ways(on, term.total)
    windows = tuple(_windows(on, term, trace))
    for shared in _shared(term):
        lacking: Lacking = {}
        for window in windows:
            for topics, amount in window.lacking(term, shared):
                lacking.setdefault(topics, []).append((window.day, amount))
        yield from _records(on, term, lacking)
    if trace is not None:
        yield open_way(on, trace)


def _shared(term: TopicTotal) -> Iterator[tuple[str, ...]]:
    """Yield of which topics hours may be that are lacking only because hours cannot be shared.

    Where an entry has one topic, none ever are: what each topic lacks alone is all that lacks.
    """
    names = tuple(sorted(topic.name for topic in term.topics))
    if term.is_set and term.division.one_topic:
        yield from ((name,) for name in names[:FEW])
    yield names


@attrs.frozen
class _Window:
    """What certainly is there in one window: in all, of each topic, of all topics together.

    `needed` is what is asked for in all, at most.
    """

    day: date
    needed: Number
    total: Number
    topics: tuple[Number, ...]
    served: Number | None

    def lacking(
        self, term: TopicTotal, shared: tuple[str, ...]
    ) -> Iterator[tuple[tuple[str, ...], Number]]:
        """Yield what each topic lacks alone, then what all lack together, then the total."""
        asked = sum(topic.bound for topic in term.topics)
        added: Number = 0
        for topic, seen in zip(term.topics, self.topics, strict=True):
            if seen < topic.bound:
                yield (topic.name,), topic.bound - seen
                added += topic.bound - seen
        if self.served is not None and self.served + added < asked:
            yield shared, asked - self.served - added
            added = asked - self.served
        if self.total + added < self.needed:
            yield (), self.needed - self.total - added


def _windows(on: Lookout, term: TopicTotal, trace: Trace | None) -> Iterator[_Window]:
    parts = trace.children if trace is not None else ()
    if isinstance(term.total.window, Ever | Back):
        day, needed = last_day(on, term.total.window), on.amounts(term.total.bound)
        if needed:
            yield _window(term, day, max(needed), [_low(part) for part in parts])
        return
    for spans in zip(*(part.periods for part in parts), strict=True):
        whole = spans[0]
        needed_then = whole.bound.high if whole.bound is not None else None
        if needed_then is not None:
            yield _window(term, whole.span.last, needed_then, [p.observed.low for p in spans])


def _window(term: TopicTotal, day: date, needed: Number, seen: list[Number]) -> _Window:
    """Make a window from what its parts show; where nothing was looked at, nothing is there."""
    count = len(term.topics)
    seen = seen or [0] * (1 + count)
    return _Window(
        day, needed, seen[0], tuple(seen[1 : 1 + count]), next(iter(seen[1 + count :]), None)
    )


def _low(part: Trace) -> Number:
    seen = part.observed.value if part.observed is not None else None
    return seen.low if isinstance(seen, Interval) else 0


def _records(on: Lookout, term: TopicTotal, lacking: Lacking) -> Iterator[Way]:
    """Yield the ways of one record for each gap: as something to ask first, then to do."""
    each = [
        [
            tuple(more_ways(on, term.total, amount, day, _fields(term, topics)))
            for day, amount in gaps
        ]
        for topics, gaps in lacking.items()
    ]
    if not all(ways for of_topic in each for ways in of_topic):
        return
    for n in range(max((len(ways) for of_topic in each for ways in of_topic), default=0)):
        yield tuple(
            step
            for of_topic in each
            for step in together([s for ways in of_topic for s in ways[min(n, len(ways) - 1)]])
        )


def _fields(term: TopicTotal, topics: tuple[str, ...]) -> dict[str, Value]:
    if not topics:
        return {}
    return {term.field: topics if term.is_set else topics[0]}
