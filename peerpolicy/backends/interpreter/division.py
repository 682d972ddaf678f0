"""Division: how much of several needs can be served where each hour serves one need alone.

What it is for: totals with topic minimums under `one hour serves one topic`. May import:
`quantity` and the standard library. What stays true: amounts are exact and divide at will; the
answer hangs neither on the order of supplies and needs nor on how a supply is split; the work is
polynomial (maximum flow by shortest augmenting paths: Edmonds and Karp, 1972).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Final

from peerpolicy.quantity import Number

Node = str | frozenset[str]
"""The source, the sink, a kind of supply (what it can serve), or a need by its name."""

_SOURCE: Final[Node] = ""
_SINK: Final[Node] = "/"  # no name of the language

_Room = dict[Node, dict[Node, Number]]


def most_served(
    supplies: Iterable[tuple[frozenset[str], Number]], needs: Mapping[str, Number]
) -> Number:
    """Return the most that can be served of all needs together.

    In: supplies, each with the needs that it can serve and how much there is; needs by name, with
    how much of each is asked for. Each part of a supply serves one need. Out: the largest sum that
    can be served, at most the sum of the needs. No errors.

    >>> most_served([(frozenset({"a", "b"}), 4), (frozenset({"a"}), 1)], {"a": 3, "b": 3})
    5
    """
    room = _network(supplies, needs)
    served: Number = 0
    while path := _shortest_path(room):
        steps = list(pairwise(path))
        more = min(room[here][there] for here, there in steps)
        for here, there in steps:
            room[here][there] -= more
            room[there][here] = room[there].get(here, 0) + more
        served += more
    return served


def _network(
    supplies: Iterable[tuple[frozenset[str], Number]], needs: Mapping[str, Number]
) -> _Room:
    """Make the graph: source, one node for each kind of supply, one for each need, sink."""
    room: _Room = {_SOURCE: {}, _SINK: {}}
    for name, amount in needs.items():
        room[name] = {_SINK: amount}
    for serves, amount in supplies:
        # supplies of one kind are one supply, so that nothing hangs on how they are split
        room[_SOURCE][serves] = room[_SOURCE].get(serves, 0) + amount
        room[serves] = {name: sum(needs.values()) for name in serves if name in needs}
    return room


def _shortest_path(room: _Room) -> list[Node]:
    """Return a shortest path from source to sink with room left on each step; empty if none."""
    came_from: dict[Node, Node] = {}
    waiting = deque([_SOURCE])
    while waiting:
        here = waiting.popleft()
        for there, left in room[here].items():
            if left > 0 and there not in came_from and there != _SOURCE:
                came_from[there] = here
                waiting.append(there)
        if _SINK in came_from:
            break
    if _SINK not in came_from:
        return []
    path: list[Node] = [_SINK]
    while path[-1] != _SOURCE:
        path.append(came_from[path[-1]])
    return path[::-1]
