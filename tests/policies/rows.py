"""The rows of a ledger by the id that begins their note, and the kinds of clauses behind them."""

from __future__ import annotations

import re
from collections import defaultdict


def ids(prefix, last):
    """Every id of a source: `OH-01` to `OH-25`."""
    return {f"{prefix}-{number:02}" for number in range(1, last + 1)}


def by_id(policy, prefix):
    """The rows of each id; a row without such an id at the beginning of its note is a mistake."""
    found = defaultdict(list)
    for row in policy.ledger:
        match = re.match(rf"({prefix}-\d\d) ", row.note)
        assert match, row
        found[match[1]].append(row)
    return found


def kinds(policy, rows):
    """The kinds of the clauses that carry these rows out; open terms have none."""
    clauses = (policy.program.clause(name) for row in rows for name in row.clauses)
    return {clause.kind for clause in clauses if clause is not None}


def in_no_ledger(policy):
    """The clauses that no row names: there must be none."""
    named = {name for row in policy.ledger for name in row.clauses}
    return {clause.id for clause in policy.program.clauses} - named


def twice(policy):
    """The places of a source that have two rows: there must be none."""
    places = [(row.source, row.locator) for row in policy.ledger]
    return {place for place in places if places.count(place) > 1}
