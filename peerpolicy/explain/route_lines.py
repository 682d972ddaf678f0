"""The lines of a staff report about routes: what is left to do on each, and what none needs.

What it is for: the sections "Routes" and "Met by another route". May import: `explain`'s lines,
record, routes and words. What stays true: each route is shown as a whole, the one with least left
to do first; what a route stands in for keeps its own status word.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from peerpolicy.explain import words
from peerpolicy.explain.lines import Line, Page, finding_lines
from peerpolicy.explain.routes import Route


def route_lines(on: Page) -> Iterator[Line]:
    """Yield each replaced set and the routes past it, in the order of the record. No errors."""
    findings = {f.id: f for f in on.record.findings}
    for replaces, found in groupby(on.record.routes, key=lambda route: route.replaces):
        yield 0, f"for {_names(replaces)} one way is enough; first the one with least left to do:"
        for route in found:
            if route.pathway:
                lines = finding_lines(on, findings[route.pathway])
            else:
                lines = _ordinary(route)
            yield from ((depth + 1, text) for depth, text in lines)


def _ordinary(route: Route) -> Iterator[Line]:
    way = "by the rule itself" if len(route.replaces) == 1 else "by each of these rules itself"
    yield 0, f"[{route.outcome.value}] {way}"
    for word, names in (("not met", route.not_met), ("unknown", route.unknown)):
        if names:
            yield 1, f"{word}: {_names(names)}"


def satisfied_lines(on: Page) -> Iterator[Line]:
    """Yield each finding that a pathway stood in for, and which. No errors."""
    for finding in on.record.findings:
        if finding.satisfied_by is not None:
            yield from finding_lines(on, finding)
            yield 1, f"another route is met: {words.phrase(finding.satisfied_by)}"


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(words.phrase(name) for name in names)
