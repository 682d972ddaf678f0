"""Ratios of two functions, measured side by side.

pytest-benchmark times one function at a time; on a shared machine its figures of two functions
cannot be divided by each other. Here each pass of the engine stands beside a pass of the oracle,
in one process, and the median of the ratios of the pairs is what counts. The clock is that of the
processor time of the process, so that whoever else works on the machine does not count; the threads
of an engine do.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import Any

Decider = Callable[[Any], object]


def seconds(decide: Decider, cases: Sequence[Any]) -> float:
    """Return the seconds of processor time for one case, as the mean of one pass over the cases."""
    start = time.process_time()
    for case in cases:
        decide(case)
    return (time.process_time() - start) / len(cases)


def ratio(
    engine: tuple[Decider, Sequence[Any]], oracle: tuple[Decider, Sequence[Any]], rounds: int
) -> tuple[float, float, float]:
    """Return how many times the oracle's time the engine takes: quartile, median, quartile."""
    found = []
    for _ in range(rounds):
        unit = seconds(*oracle)
        found.append(seconds(*engine) / unit)
    low, middle, high = statistics.quantiles(found, n=4, method="inclusive")
    return low, middle, high
