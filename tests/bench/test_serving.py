"""What surrounds a decision stays cheap: bounds far above the targets, which only a fault breaks.

The figures are those of `python -m tests.bench`; here a row must not be many times its target.
"""

import gc

import pytest

from tests.bench import serving

ROUNDS = 3


@pytest.fixture(autouse=True)
def small_heap():
    """What other tests left behind is not looked at by the garbage collector, nor timed with it."""
    gc.freeze()
    yield
    gc.unfreeze()


def lowest(row):
    """The lowest ratio of some rounds: a busy machine makes it higher, never lower."""
    _, engine, unit, _ = row
    engine(), unit()
    return min(engine() / unit() for _ in range(ROUNDS))


def test_loading_stays_within_reach_of_parsing(tmp_path):
    for row in serving.loading(tmp_path):
        assert lowest(row) < 3 * row[-1], row[0]


def test_keeping_results_costs_little_beside_making_them():
    for row in serving.many(400):
        assert lowest(row) < 2 * row[-1], row[0]


def test_a_process_that_decides_from_saved_data_starts_soon(tmp_path):
    first, version, _ = serving.starting(tmp_path)
    assert lowest(first) < 6
    assert lowest(version) < 3


@pytest.mark.parametrize("lines", [7, 100, 111, 1000])
def test_the_unit_of_a_load_is_python_of_as_many_lines(lines):
    text = serving._whole(serving.python_of(lines))
    assert text.count("\n") == lines
    compile(text, "unit", "exec")
