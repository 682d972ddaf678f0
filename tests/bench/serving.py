"""The rows about what surrounds a decision: loading, starting, many cases.

Each row stands beside a unit of its own, measured in turn with it: parsing Python of as many lines,
importing attrs in a fresh process, results that are dropped. What is measured is
the time that the processor spends, because others may be waiting for it too.
"""

import ast
import gc
import itertools
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import peerpolicy as pp
from peerpolicy.syntax import parser
from tests.bench.applicants import AS_OF, WORKS
from tests.bench.rows import POLICIES

Row = tuple[str, Callable[[], float], Callable[[], float], float | None]
"""What is measured, what gives its seconds, what gives those of its unit, and the target."""

_RULE = """\
rule_{n} = (
    age >= 18 and training_hours >= {n} and
    education in ["hs_diploma", "ged", "bachelor"] and
    (days_since_meeting <= 31 and supervisor_licensed or waiver_on_file) and
    (exp_home >= 2 or exp_job >= 2 or exp_career >= 2) and
    activity not in ["diagnosis", "therapy", "case_management"])
"""
FIRST_DECISION = """\
from datetime import date
import peerpolicy as pp
policy = pp.load_compiled({path!r})
facts = {{"peer": {{"birth_date": "1990-01-01", "training_hours": 40}}}}
policy.decide(facts, as_of=date(2026, 11, 23)).outcome
"""


def python_of(lines: int) -> str:
    """Return a Python text of that many lines, with conditions such as a policy has."""
    rules = "".join(_RULE.format(n=n) for n in range(lines // _RULE.count("\n") + 1))
    return "".join(rules.splitlines(keepends=True)[:lines])


def timed(work: Callable[[], object], times: int = 1) -> float:
    """Return the seconds that the processor spends on one call, as the mean of so many."""
    gc.collect()
    start = time.process_time()
    for _ in range(times):
        kept = work()
    seconds = time.process_time() - start
    del kept
    return seconds / times


def process(*words: str) -> float:
    """Return the seconds that the processor spends on a fresh interpreter and what it runs."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    command = [sys.executable, *words]
    child = os.posix_spawn(command[0], command, environment, file_actions=quiet)
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{words} failed")
    return used.ru_utime + used.ru_stime


def loading(folder: Path) -> Iterator[Row]:
    """Yield loads from text and from what was saved, beside parsing as many lines of Python."""
    for work, path in POLICIES.items():
        saved = folder / f"{work}.json"
        pp.load(path).save(saved)
        lines = len(path.read_text(encoding="utf-8").splitlines())
        unit = partial(timed, partial(ast.parse, _whole(python_of(lines))), 20)
        data = partial(pp.load_compiled, saved)
        yield f"load of {work} from text", partial(timed, partial(_load, path), 5), unit, 12
        yield f"load of {work}, saved", partial(timed, data, 20), unit, 2


def _load(path: Path) -> pp.Policy:
    """Load a text of which no line was read before; lines that were are kept."""
    parser._read.cache_clear()
    return pp.load(path)


def _whole(text: str) -> str:
    """Return the text with comments in the place of the rule that it breaks off in."""
    whole = text[: text.rfind("])\n") + len("])\n")] if "])\n" in text else ""
    return whole + "#\n" * (text.count("\n") - whole.count("\n"))


def starting(folder: Path) -> Iterator[Row]:
    """Yield whole processes, beside one that imports attrs and nothing else."""
    saved, unit = folder / "A.json", partial(process, "-c", "import attrs")
    pp.load(POLICIES["A"]).save(saved)
    first = FIRST_DECISION.format(path=str(saved))
    yield "process: decision from saved", partial(process, "-c", first), unit, 2
    version = ("-m", "peerpolicy", "--version")
    yield "process: peerpolicy --version", partial(process, *version), unit, None
    check = ("-m", "peerpolicy", "check", str(POLICIES["A"]))
    yield "process: peerpolicy check", partial(process, *check), unit, None


def many(rows: int) -> Iterator[Row]:
    """Yield `decide_many` with all results kept, beside the same with none kept."""
    for work, path in POLICIES.items():
        policy = pp.load(path)
        few = [{"peer": peer} for peer in WORKS[work](200)]
        cases = [few[n % len(few)] for n in range(rows if work != "C" else rows // 20)]
        list(policy.decide_many(cases[:20], as_of=AS_OF))

        def dropped(policy: pp.Policy = policy, cases: list[object] = cases) -> None:
            for result in policy.decide_many(cases, as_of=AS_OF):
                assert result is not None

        def kept(policy: pp.Policy = policy, cases: list[object] = cases) -> object:
            return list(policy.decide_many(cases, as_of=AS_OF))

        yield f"decide_many of {work}, kept", partial(timed, kept), partial(timed, dropped), 1.6


def rows(folder: Path, cases: int = 20_000) -> Iterator[Row]:
    """Yield every row; `folder` is for what is saved."""
    return itertools.chain(loading(folder), starting(folder), many(cases))


def ratio(
    engine: Callable[[], float], unit: Callable[[], float], rounds: int
) -> tuple[float, float, float]:
    """Return how many times its unit a row takes: quartile, median, quartile."""
    engine(), unit()  # what is made once is no part of a row
    found = []
    for _ in range(rounds):
        one = unit()
        found.append(engine() / one)
    low, middle, high = statistics.quantiles(found, n=4, method="inclusive")
    return low, middle, high
