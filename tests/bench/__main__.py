"""Measure decisions against the hand-written oracles: `python -m tests.bench [--json FILE]`.

Engine and oracle agree on every applicant before anything is timed.
"""

import argparse
import json
from functools import partial
from pathlib import Path

import peerpolicy as pp
from tests.bench.applicants import AS_OF, WORKS
from tests.bench.oracles import DECIDE, REASONS
from tests.bench.rows import POLICIES, READ_BEFORE, ROWS, outcome
from tests.bench.timing import ratio


def _measured(work: str, applicants: int, rounds: int) -> list[dict[str, object]]:
    policy, peers = pp.load(POLICIES[work]), WORKS[work](applicants)
    for peer in peers:
        expected = pp.Outcome.MET if DECIDE[work](peer, AS_OF) else pp.Outcome.NOT_MET
        if outcome(policy, peer) is not expected:
            raise SystemExit(f"work {work}: the engine and the oracle disagree")
    found: list[dict[str, object]] = []
    for name, row in ROWS.items():
        for against, oracle in (("yes or no", DECIDE), ("reasons", REASONS)):
            cases: list[object] = [*peers[:20]]
            if name in READ_BEFORE:
                cases = [policy.read_facts({"peer": peer}) for peer in peers[:20]]
            engine = (partial(row, policy), cases)
            unit = (lambda peer, of=oracle[work]: of(peer, AS_OF), peers)
            low, middle, high = ratio(engine, unit, rounds)
            found.append({"work": work, "row": name, "oracle": against, "ratio": middle})
            print(f"{work}  {name:<28}{against:<12}{middle:>10.1f}  [{low:.1f} to {high:.1f}]")
    return found


def main() -> None:
    """Print the table of ratios, and write it as JSON where a file is named."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--only", choices=tuple(WORKS), help="one work alone")
    parser.add_argument("--applicants", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=25)
    arguments = parser.parse_args()
    works = (arguments.only,) if arguments.only else tuple(WORKS)
    found = [x for w in works for x in _measured(w, arguments.applicants, arguments.rounds)]
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
