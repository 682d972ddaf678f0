"""Behaviour of exact numbers, intervals and quantities."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from random import Random

import attrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from peerpolicy.quantity import Interval, Number, Quantity, exact, show
from peerpolicy.truth import Outcome

fractions = st.builds(Fraction, st.integers(-999, 999), st.sampled_from((1, 2, 3, 7, 60)))
numbers = fractions.map(exact)


@st.composite
def intervals(draw: st.DrawFn) -> Interval:
    """Draw an interval, one in about three without an upper bound."""
    low = draw(numbers)
    width = draw(st.none() | fractions.map(abs))
    return Interval(low, None if width is None else low + width)


@st.composite
def intervals_with_a_value(draw: st.DrawFn) -> tuple[Interval, Number]:
    """Draw an interval and one of its possible values."""
    interval = draw(intervals())
    step = draw(fractions.map(abs))
    value = interval.low + step
    assume(interval.contains(value))
    return interval, value


class OddFloat(float):
    """A float that prints itself in another way, as NumPy's does."""

    def __repr__(self) -> str:
        """Print something that is not a number."""
        return f"odd({super().__repr__()})"


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (7, 7),
        (7.5, Fraction(15, 2)),
        (0.1, Fraction(1, 10)),
        (1e22, 10**22),
        (-0.0, 0),
        (OddFloat(2.5), Fraction(5, 2)),
        (Decimal("7.50"), Fraction(15, 2)),
        (Decimal("1E+3"), 1000),
        (Fraction(6, 3), 2),
        (Fraction(1, 3), Fraction(1, 3)),
        ("7.5", Fraction(15, 2)),
        ("-2", -2),
        ("+0.25", Fraction(1, 4)),
        ("007", 7),
        (5e-324, Fraction(Decimal("5e-324"))),
        (1.7976931348623157e308, 17976931348623157 * 10**292),
    ],
)
def test_numbers_are_read_without_loss(value: object, number: Number) -> None:
    assert exact(value) == number
    assert type(exact(value)) is type(number)


@pytest.mark.parametrize(
    "value",
    [
        True,
        False,
        None,
        float("nan"),
        float("inf"),
        float("-inf"),
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("-Infinity"),
        1j,
        [],
        b"7",
        "",
        "-",
        ".5",
        "5.",
        "1.2.3",
        "--1",
        "1e3",
        "1_000",
        "1,000",
        " 7",
        "7\n",
        "1/3",
        "٣",
        "²",
        "nan",
    ],
)
def test_anything_else_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="expected a"):
        exact(value)


@pytest.mark.parametrize(
    "value",
    [Decimal("1E+999999"), Decimal("1E-401"), Decimal("0E+999999"), "9" * 401, "0." + "1" * 401],
)
def test_a_number_that_would_fill_the_memory_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="fewer digits"):
        exact(value)


def test_four_hundred_digits_on_each_side_of_the_point_are_read() -> None:
    text = "9" * 400 + "." + "9" * 400
    assert show(exact(text)) == text


def test_a_refusal_does_not_repeat_the_value() -> None:
    with pytest.raises(ValueError, match="expected") as refused:
        exact("patient 4711")
    assert "4711" not in str(refused.value)


@given(st.integers() | st.booleans().map(int))
def test_a_whole_number_is_an_int(n: int) -> None:
    for value in (n, Decimal(n), Fraction(n), str(n)):
        assert type(exact(value)) is int
        assert exact(value) == n


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_survives(value: float) -> None:
    assert float(exact(value)) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_a_decimal_keeps_its_value_and_prints_it(value: Decimal) -> None:
    assert exact(value) == value
    assert Decimal(show(exact(value))) == value


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (-12, "-12"),
        (Fraction(15, 2), "7.5"),
        (Fraction(-1, 2), "-0.5"),
        (Fraction(1, 80), "0.0125"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-7, 6), "-7/6"),
        (Fraction(2001, 1000), "2.001"),
    ],
)
def test_numbers_print_exactly(number: Number, text: str) -> None:
    assert show(number) == text


@given(numbers)
def test_what_is_printed_reads_back(number: Number) -> None:
    assert exact(Fraction(show(number))) == number
    assert "/" in show(number) or exact(show(number)) == number


@given(st.lists(intervals(), max_size=8), st.randoms(use_true_random=False))
def test_a_sum_does_not_depend_on_the_order(parts: list[Interval], random: Random) -> None:
    shuffled = parts[:]
    random.shuffle(shuffled)
    zero = Interval.exactly(0)
    assert sum(shuffled, zero) == sum(parts, zero)


@given(intervals(), st.lists(fractions, max_size=6))
def test_a_sum_does_not_depend_on_a_split(whole: Interval, cuts: list[Fraction]) -> None:
    rest = whole
    total = Interval.exactly(0)
    for cut in cuts:
        total += Interval.exactly(exact(cut))
        rest += Interval.exactly(exact(-cut))
    assert total + rest == whole


def test_a_tenth_ten_times_is_one() -> None:
    total = sum((Interval.exactly(exact(0.1)) for _ in range(10)), Interval.exactly(0))
    assert total == Interval.exactly(1)
    assert type(total.low) is int


@given(intervals(), intervals())
def test_bounds_are_normalised(left: Interval, right: Interval) -> None:
    for bound in (left.low, left.high, (left + right).low, (left + right).high):
        assert bound is None or type(bound) is int or bound.denominator > 1


@given(intervals_with_a_value(), intervals_with_a_value())
def test_a_sum_contains_the_sum_of_possible_values(
    left: tuple[Interval, Number], right: tuple[Interval, Number]
) -> None:
    assert (left[0] + right[0]).contains(left[1] + right[1])


COMPARISONS: list[
    tuple[Callable[[Interval, Number], Outcome], Callable[[Number, Number], bool]]
] = [
    (Interval.reaches, operator.ge),
    (Interval.stays_within, operator.le),
    (Interval.exceeds, operator.gt),
    (Interval.is_below, operator.lt),
]


@pytest.mark.parametrize(("ask", "compare"), COMPARISONS)
@given(interval=intervals(), bound=numbers, at_bound=st.booleans())
def test_an_answer_is_definite_exactly_when_both_ends_agree(
    ask: Callable[[Interval, Number], Outcome],
    compare: Callable[[Number, Number], bool],
    interval: Interval,
    bound: Number,
    at_bound: bool,
) -> None:
    bound = interval.low if at_bound else bound
    # any number beyond both the bound and the lower end stands for "no upper end"
    beyond = max(bound, interval.low) + 1
    high = beyond if interval.high is None else interval.high
    ends = {compare(end, bound) for end in (interval.low, high)}
    expected = Outcome.UNKNOWN
    if len(ends) == 1:
        expected = Outcome.MET if ends.pop() else Outcome.NOT_MET
    assert ask(interval, bound) is expected


@pytest.mark.parametrize(("ask", "compare"), COMPARISONS)
@given(pair=intervals_with_a_value(), bound=numbers, at_value=st.booleans())
def test_a_definite_answer_is_true_of_each_possible_value(
    ask: Callable[[Interval, Number], Outcome],
    compare: Callable[[Number, Number], bool],
    pair: tuple[Interval, Number],
    bound: Number,
    at_value: bool,
) -> None:
    interval, value = pair
    bound = value if at_value else bound
    truth = Outcome.MET if compare(value, bound) else Outcome.NOT_MET
    assert ask(interval, bound) in (truth, Outcome.UNKNOWN)
    assert ask(Interval.exactly(value), bound) is truth


@given(intervals_with_a_value(), numbers)
def test_the_shortfall_contains_what_each_possible_value_lacks(
    pair: tuple[Interval, Number], bound: Number
) -> None:
    interval, value = pair
    shortfall = interval.shortfall(bound)
    assert shortfall.contains(max(0, bound - value))
    assert shortfall.contains(max(0, bound - interval.low))
    assert shortfall.low >= 0
    assert shortfall.high is not None


@given(intervals(), numbers)
def test_nothing_certainly_lacks_exactly_when_the_bound_is_reached(
    interval: Interval, bound: Number
) -> None:
    met = interval.reaches(bound) is Outcome.MET
    assert met == (interval.shortfall(bound) == Interval.exactly(0))


def test_an_open_total_is_never_certainly_within() -> None:
    assert Interval.at_least(10).stays_within(10**9) is Outcome.UNKNOWN
    assert Interval.at_least(10).stays_within(9) is Outcome.NOT_MET
    assert Interval.at_least(10).shortfall(12) == Interval(0, 2)


def test_an_empty_interval_is_refused() -> None:
    with pytest.raises(ValueError, match="above"):
        Interval(2, 1)


def test_exactness_and_membership() -> None:
    assert Interval.exactly(Fraction(4, 2)).is_exact
    assert not Interval(1, 2).is_exact
    assert not Interval.at_least(1).is_exact
    assert [n for n in range(6) if Interval(2, 4).contains(n)] == [2, 3, 4]
    assert Interval.at_least(2).contains(10**9)


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (Interval.exactly(10), "10"),
        (Interval(10, 12), "10 to 12"),
        (Interval.at_least(10), "10 or more"),
        (Interval(Fraction(1, 3), Fraction(1, 2)), "1/3 to 0.5"),
    ],
)
def test_intervals_print_in_words(interval: Interval, text: str) -> None:
    assert interval.show() == text


def test_quantities_print_with_their_unit_and_compare_exactly() -> None:
    assert Quantity(30, "hours").show() == "30 hours"
    assert Quantity(Fraction(15, 2), "hours").show() == "7.5 hours"
    assert Quantity(Fraction(2), "hours") == Quantity(2, "hours")
    assert type(Quantity(Fraction(2), "hours").amount) is int
    assert Quantity(1, "hours") != Quantity(1, "sessions")


@pytest.mark.parametrize("record", [Interval(1, 2), Quantity(1, "hours")])
def test_records_cannot_be_changed(record: Interval | Quantity) -> None:
    field = attrs.fields(type(record))[0].name
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(record, field, 3)
