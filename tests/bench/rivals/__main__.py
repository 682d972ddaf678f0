"""Measure peerpolicy beside other engines: `python -m tests.bench.rivals [--json FILE]`.

One process, all engines in turn in each round, each pass beside a pass of the oracle. Every engine
agrees with the oracle on every applicant before anything is timed; one that is not installed is
left out and named.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import peerpolicy as pp
from tests.bench.applicants import AS_OF, WORKS
from tests.bench.oracles import DECIDE
from tests.bench.rivals.engines import ENGINES, flat, unpacked
from tests.bench.rows import POLICIES, facts_read, outcome, records_and_digest, verdict
from tests.bench.timing import seconds

Timed = tuple[Callable[[Any], object], Sequence[Any]]

PACKAGES = (
    *("peerpolicy", "zen-engine", "common-expression-language", "opa-eval", "rule-engine"),
    *("cedarpy", "cel-python", "OpenFisca-Core"),
)


def _ours(work: str, peers: Sequence[Any]) -> dict[str, Timed]:
    """Return our own rows: a bare verdict in three values, a decision, and all of its reasons."""
    policy = pp.load(POLICIES[work])
    read = [policy.read_facts({"peer": peer}) for peer in peers]
    found: dict[str, Timed] = {
        "peerpolicy, verdict": (verdict(policy), read),
        "peerpolicy, facts read": (facts_read(policy), read),
        "peerpolicy, raw facts": (outcome(policy), peers),
        "peerpolicy, all records": (records_and_digest(policy), peers),
    }
    for ask, cases in found.values():
        seconds(ask, cases[:20])
    return found


def _others(work: str, peers: Sequence[Any]) -> dict[str, Timed]:
    """Load the engines, and ask each about every applicant."""
    found: dict[str, Timed] = {}
    for name, (load, n) in ENGINES.items():
        try:
            decide = load(work)
        except ImportError as error:
            print(f"{work}  {name}: not installed ({error.name})")
            continue
        cases = [flat(peer) for peer in peers]
        for case, peer in zip(cases, peers, strict=True):
            if bool(decide(case)) is not bool(DECIDE[work](peer, AS_OF)):
                raise SystemExit(f"work {work}: {name} and the oracle disagree")
        found[name] = (decide, cases[:n])
    return found


def measured(work: str, rounds: int, applicants: int) -> list[dict[str, object]]:
    """Measure all engines on a work, in turn."""
    peers = WORKS[work](applicants)
    timed = _ours(work, peers) | _others(work, peers)
    oracle: Timed = (lambda peer: DECIDE[work](peer, AS_OF), peers)
    ratios: dict[str, list[float]] = {name: [] for name in timed}
    times: dict[str, list[float]] = {name: [] for name in timed}
    for _ in range(rounds):
        for name, each in timed.items():
            unit = seconds(*oracle)
            took = seconds(*each)
            ratios[name].append(took / unit)
            times[name].append(took)
    rows: list[dict[str, object]] = []
    for name in timed:
        low, middle, high = statistics.quantiles(ratios[name], n=4, method="inclusive")
        micro = 1e6 * statistics.median(times[name])
        rows.append({"work": work, "engine": name, "ratio": middle, "microseconds": micro})
        print(f"{work}  {name:<28}{middle:>10.1f}  [{low:.1f} to {high:.1f}]{micro:>12.1f} us")
    return rows


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def main() -> None:
    """Print the table, and write it as JSON where a file is named."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.rivals")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--opa", metavar="DIR", help="the unpacked wheel of OPA")
    parser.add_argument("--applicants", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=15)
    arguments = parser.parse_args()
    unpacked(arguments.opa)
    rows = [x for work in "AB" for x in measured(work, arguments.rounds, arguments.applicants)]
    if arguments.json:
        found = {"versions": _versions(), "rows": rows}
        arguments.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
