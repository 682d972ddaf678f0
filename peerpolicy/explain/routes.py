"""Routes: the ways past what a pathway replaces, and what is left to do on each.

What it is for: `Route` records of a decision, and which pathway stood in for a requirement. May
import: `outcome`, `truth` and attrs. What stays true: each route counts only as a whole; a pathway
that certainly does not apply is no route; the order is that of what is left to do, never that of
what is likely.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from peerpolicy.outcome import ClauseTrace, Fork, forks
from peerpolicy.truth import Outcome


@attrs.frozen(kw_only=True)
class Route:
    """One way past the clauses in `replaces`: a pathway, or the ordinary way.

    `pathway` is its name, empty for the ordinary way, on which each of the clauses is met itself.
    `not_met` and `unknown` name the findings that are in the way on this route.

    >>> import peerpolicy as pp
    >>> from datetime import date
    >>> policy = pp.loads('''language 1
    ... program board:
    ...   title "A board"
    ...   decided on claimed
    ... source rule:
    ...   title "A rule"
    ...   rank rule
    ... question certify:
    ...   asks "May this person be certified?"
    ...   about applicant
    ...   judged on applied_on
    ... entity applicant:
    ...   is a person
    ... fact passed_exam:
    ...   of applicant
    ...   is yes or no
    ...   sensitivity personal
    ... fact certified_elsewhere:
    ...   of applicant
    ...   is yes or no
    ...   sensitivity personal
    ... require exam:
    ...   cite rule "1"
    ...   passed_exam
    ... pathway reciprocity instead of exam:
    ...   cite rule "2"
    ...   certified_elsewhere
    ... ''')
    >>> facts = {"applicant": {"passed_exam": False, "certified_elsewhere": True}}
    >>> decision = policy.decide(facts, as_of=date(2026, 11, 23))
    >>> decision.outcome, decision.finding("exam").satisfied_by
    (<Outcome.MET: 'met'>, 'reciprocity')
    >>> [(route.pathway, route.outcome.value, route.not_met) for route in decision.routes]
    [('reciprocity', 'met', ()), ('', 'not met', ('exam',))]
    """

    replaces: tuple[str, ...]
    pathway: str
    outcome: Outcome
    not_met: tuple[str, ...]
    unknown: tuple[str, ...]


def routes(clauses: Iterable[ClauseTrace]) -> tuple[Route, ...]:
    """Return the routes of each replaced set, the one with least left to do first.

    Met ones, then those with the fewest findings not met, then with the fewest unknown, then in
    the order of the file, the ordinary way first. No errors.
    """
    return tuple(r for fork in forks(clauses) for r in sorted(_routes(fork), key=_left_to_do))


def satisfied(clauses: Iterable[ClauseTrace]) -> dict[str, str]:
    """Return which pathway stood in for which clause that is not met itself. No errors."""
    return {
        each.clause: fork.met_by
        for fork in forks(clauses)
        if fork.met_by
        for each in fork.replaced
        if each.contribution is not Outcome.MET
    }


def beside(clauses: Iterable[ClauseTrace]) -> frozenset[str]:
    """Return the clauses that the answer does not rest on, because another route is met.

    What a pathway stood in for, and the pathways that nobody needs. No errors.
    """
    known = tuple(clauses)
    unused = {
        each.clause
        for fork in forks(known)
        if fork.ordinary is Outcome.MET
        for each in fork.pathways
    }
    return frozenset({*satisfied(known), *unused})


def _routes(fork: Fork) -> Iterator[Route]:
    replaces = tuple(c.clause for c in fork.replaced)
    yield _route(replaces, "", fork.ordinary, fork.replaced)
    for each in fork.pathways:
        if each.applies is not Outcome.NOT_MET:
            yield _route(replaces, each.clause, each.contribution, (each,))


def _route(
    replaces: tuple[str, ...], pathway: str, outcome: Outcome, clauses: tuple[ClauseTrace, ...]
) -> Route:
    not_met = (c.clause for c in clauses if c.contribution is Outcome.NOT_MET)
    unknown = (c.clause for c in clauses if c.contribution is Outcome.UNKNOWN)
    return Route(
        replaces=replaces,
        pathway=pathway,
        outcome=outcome,
        not_met=tuple(not_met),
        unknown=tuple(unknown),
    )


def _left_to_do(route: Route) -> tuple[bool, int, int]:
    return route.outcome is not Outcome.MET, len(route.not_met), len(route.unknown)
