"""Questions about traces: which leaves decide, which reasons are left.

What it is for: the few ways in which explanations walk through a `Trace`. May import: `outcome`,
`truth`, `ir` and attrs. What stays true: an item with nothing due yet decides nothing; reasons
come only from items that are unknown themselves, so a settled item never asks for anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from peerpolicy.ir.terms import Defined, EachBy, NeverFails, NoneOf, Readings, Term, TopicTotal
from peerpolicy.ir.versions import Version
from peerpolicy.outcome import Reason, Trace
from peerpolicy.truth import Outcome, negate


@attrs.frozen
class Leaf:
    """A trace that decides; `denied`: it stands under `none of`, so its yes counts as a no.

    Where it is an open term, `readings` names the readings that its items answer; where versions
    of a clause were tried, `versions` has each of them.
    """

    trace: Trace
    denied: bool = False
    readings: tuple[str, ...] = ()
    versions: tuple[Version, ...] = ()


@attrs.frozen
class Once:
    """Remembers what was told, so that a clause that many others ask for is told once.

    In: traces that have a place of their own, such as the findings of a decision.
    """

    _told: set[int] = attrs.field(factory=set, alias="told")

    @classmethod
    def beside(cls, traces: Iterable[Trace]) -> Once:
        """Begin where these traces are told anyway. No errors."""
        return cls({id(each) for each in traces})

    def repeats(self, trace: Trace) -> bool:
        """Say whether a trace asks for what was told; if not, it is told from now on."""
        if not trace.asks or not trace.children:
            return False
        below = {id(child) for child in trace.children}
        is_told = below <= self._told
        self._told.update(below)
        return is_told


def walk(trace: Trace) -> Iterator[Trace]:
    """Yield the trace and everything below it, from the top down, each once.

    What many clauses ask for stands below each of them and is one trace all the same.
    """
    seen: set[int] = set()
    waiting = [trace]
    while waiting:
        each = waiting.pop()
        if id(each) not in seen:
            seen.add(id(each))
            yield each
            waiting.extend(reversed(each.children))


def below(trace: Trace) -> tuple[Trace, ...]:
    """Return what `walk` yields. No errors."""
    children = trace.children
    if not children:
        return (trace,)
    if any(each.children for each in children) or len(set(map(id, children))) < len(children):
        return tuple(walk(trace))
    return (trace, *children)


def reasons(trace: Trace) -> tuple[Reason, ...]:
    """Return why the trace is unknown, each reason once; nothing where it is settled."""
    found: dict[Reason, None] = {}
    seen: set[int] = set()
    waiting = [trace]
    while waiting:
        each = waiting.pop()
        if each.outcome is Outcome.UNKNOWN and not each.nothing_due and id(each) not in seen:
            seen.add(id(each))
            found.update(dict.fromkeys(each.reasons))
            waiting.extend(reversed(each.children))
    return tuple(found)


def deciding(term: Term, trace: Trace) -> tuple[Leaf, ...]:
    """Return the leaves that made the answer what it is.

    A group that fails is decided by the items that fail, one that is unknown by the items that
    are unknown; under `none of` the other way round. Where readings were tried, no single leaf
    decides, so the node stands for itself.
    """
    if not trace.children and not isinstance(term, Defined | NeverFails | Readings):
        return (Leaf(trace),)
    return tuple(_deciding(term, trace, set(), denied=False))


def _deciding(
    term: Term, trace: Trace, seen: set[tuple[int, bool]], *, denied: bool
) -> Iterator[Leaf]:
    if isinstance(term, Defined | NeverFails):
        # A wrapper either has its item as its one child or is answered by its item alone.
        inside = trace.children[0] if len(trace.children) == 1 else trace
        yield from _deciding(term.item, inside, seen, denied=denied)
        return
    if (id(trace), denied) in seen:
        return  # what several clauses ask for decides once
    seen.add((id(trace), denied))
    if isinstance(term, Readings):
        yield Leaf(trace, denied, tuple(name for name, _ in term.options))
        return
    if not trace.children or isinstance(term, EachBy):
        yield Leaf(trace, denied)  # that each item has a person of its own decides, no item alone
        return
    if isinstance(term, TopicTotal):
        yield from _deciding_topics(term, trace, denied=denied)
        return
    turned = isinstance(term, NoneOf)
    wanted = negate(trace.outcome) if turned else trace.outcome
    for item, child in zip(_items(term, trace), trace.children, strict=True):
        if child.outcome is wanted and not child.nothing_due:
            yield from _deciding(item, child, seen, denied=denied is not turned)


def _deciding_topics(term: TopicTotal, trace: Trace, *, denied: bool) -> Iterator[Leaf]:
    """Yield the total and the topics that made the answer; all together only where none did."""
    alone, together = trace.children[: len(term.topics) + 1], trace.children[len(term.topics) + 1 :]
    made_it = [child for child in alone if child.outcome is trace.outcome]
    if trace.outcome is not Outcome.MET:
        topics = [child for child in alone[1:] if child.outcome is trace.outcome]
        made_it += [c for c in together if c.outcome is trace.outcome and not topics]
    yield from (Leaf(child, denied) for child in made_it if not child.nothing_due)


def _items(term: Term, trace: Trace) -> tuple[Term, ...]:
    """Return the term of each child; `term` itself for all where the trace has another shape."""
    items: tuple[Term, ...] = getattr(term, "items", ())
    return items if len(items) == len(trace.children) else (term,) * len(trace.children)
