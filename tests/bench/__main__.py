"""Measure decisions against the hand-written oracles: `python -m tests.bench [--json FILE]`.

Engine and oracle agree on every applicant before anything is timed.
"""

import argparse
import json
import platform
import tempfile
from pathlib import Path

import peerpolicy as pp
from tests.bench import serving
from tests.bench.applicants import AS_OF, WORKS
from tests.bench.oracles import DECIDE
from tests.bench.rows import POLICIES, ROWS, outcome
from tests.bench.scaling import among, long_window
from tests.bench.timing import ratio, seconds

WARM = 6
"""So often are facts asked about that are asked about before the clock runs."""

Found = list[dict[str, object]]


def _row(work: str, name: str, ratios: tuple[float, float, float], most: float | None) -> Found:
    """Print a row, and return it."""
    low, middle, high = ratios
    target = "" if most is None else f"at most {most:g}"
    print(f"{work}  {name:<32}{middle:>9.2f}  [{low:.2f} to {high:.2f}]  {target}", flush=True)
    return [{"work": work, "row": name, "ratio": middle, "from": low, "to": high, "target": most}]


def _measured(work: str, applicants: int, rounds: int) -> Found:
    policy, peers = pp.load(POLICIES[work]), WORKS[work](applicants)
    decide = outcome(policy)
    for peer in peers:
        expected = pp.Outcome.MET if DECIDE[work](peer, AS_OF) else pp.Outcome.NOT_MET
        if decide(peer) is not expected:
            raise SystemExit(f"work {work}: the engine and the oracle disagree")
    read = [policy.read_facts({"peer": peer}) for peer in peers]

    def oracle(peer: object) -> object:
        return DECIDE[work](peer, AS_OF)

    found: Found = []
    for row in ROWS:
        ask = row.ask(policy)
        cases = read if row.reads_before else peers
        for _ in range(WARM if row.reads_before else 1):
            seconds(ask, cases)
        engine = (ask, cases)
        found += _row(work, row.name, ratio(engine, (oracle, peers), rounds), row.target(work))
    micro = 1e6 * min(seconds(oracle, peers) for _ in range(rounds))
    print(f"{work}  yes or no by hand: {micro:.2f} us")
    return [*found, {"work": work, "row": "yes or no by hand", "microseconds": micro}]


def _scaled(policies: int, rounds: int) -> Found:
    by_one, by_each = among(policies, rounds)
    found = _row("A", f"one of {policies} policies, to one", by_one, 1.1)
    found += _row("A", f"each of {policies} policies, to one", by_each, None)
    times = {}
    for entries in (1_000, 10_000):
        ratios, times[entries] = long_window(entries, rounds)
        found += _row("-", f"window over {entries} entries", ratios, 4)
    grown = times[10_000] / times[1_000]
    return found + _row("-", "ten times the entries", (grown, grown, grown), 13.4)


def _served(rounds: int) -> Found:
    found: Found = []
    with tempfile.TemporaryDirectory() as folder:
        for name, engine, unit, most in serving.rows(Path(folder)):
            found += _row("-", name, serving.ratio(engine, unit, rounds), most)
    return found


def main() -> None:
    """Print the table of ratios, and write it as JSON where a file is named."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--only", choices=tuple(WORKS), help="one work alone")
    parser.add_argument("--applicants", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--policies", type=int, default=1000)
    arguments = parser.parse_args()
    works = (arguments.only,) if arguments.only else tuple(WORKS)
    found: Found = []
    for work in works:
        # a case of work C is a hundred times as long
        applicants = arguments.applicants // 10 if work == "C" else arguments.applicants
        found += _measured(work, applicants, arguments.rounds)
    if arguments.only is None:
        found += _scaled(arguments.policies, arguments.rounds)
        found += _served(arguments.rounds)
    if arguments.json:
        about = {"python": platform.python_version(), "peerpolicy": pp.__version__}
        text = json.dumps({"versions": about, "rows": found}, indent=1)
        arguments.json.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
