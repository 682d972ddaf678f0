"""What `frozen` makes late is what `attrs.frozen` makes at once."""

import copy
import pickle
from threading import Thread

import attrs
import pytest

from peerpolicy._frozen import frozen
from peerpolicy.ir.terms import AllOf, NoneOf
from peerpolicy.source import Place


@frozen
class Late:
    number: int
    name: str = "x"
    unseen: int = attrs.field(default=0, eq=False)
    hidden: int = attrs.field(default=0, repr=False)


@attrs.frozen
class Early:
    number: int
    name: str = "x"
    unseen: int = attrs.field(default=0, eq=False)
    hidden: int = attrs.field(default=0, repr=False)


@frozen
class Below(Late):
    more: int = 0


@frozen
class Nothing:
    pass


@frozen(kw_only=True, slots=False)
class Named:
    only: int


VALUES = [(1,), (1, "x"), (1, "y"), (2, "x"), (1, "x", 5), (1, "x", 0, 7)]


def test_it_is_equal_and_hashed_and_shown_as_attrs_would_have_it():
    for first in VALUES:
        assert repr(Late(*first)) == repr(Early(*first)).replace("Early", "Late")
        for second in VALUES:
            same = Early(*first) == Early(*second)
            assert (Late(*first) == Late(*second)) is same
            assert (Late(*first) != Late(*second)) is not same
            if same:
                assert hash(Late(*first)) == hash(Late(*second))
    assert len({Late(*value) for value in VALUES}) == len({Early(*value) for value in VALUES})


def test_another_class_is_never_equal_whichever_was_asked_first():
    assert Below(1) == Below(1)
    assert Late(1) == Late(1)
    assert Below(1) != Late(1) != Below(1)
    assert Below(1, more=2) != Below(1, more=3)
    assert len({Late(1), Below(1), Below(1, more=2)}) == 3
    assert Late(1) != 1
    assert Nothing() == Nothing() != Late(1)
    assert hash(Nothing()) == hash(Nothing())


def test_the_same_parts_in_another_class_of_the_ir_are_something_else():
    assert AllOf(()) == AllOf(()) != NoneOf(())
    assert AllOf((), text="a", place=Place("f", 1, 1)) == AllOf(())


def test_options_and_frozenness_are_those_of_attrs():
    with pytest.raises(TypeError):
        Named(1)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Late(1).number = 2
    assert Named(only=1) == Named(only=1)
    assert repr(Named(only=1)) == "Named(only=1)"
    assert not hasattr(Late(1), "__dict__")
    assert hasattr(Named(only=1), "__dict__")


def test_it_is_copied_and_pickled():
    for value in (Late(1, hidden=3), Below(1, more=2), Nothing(), Named(only=1)):
        assert copy.deepcopy(value) == value
        assert pickle.loads(pickle.dumps(value)) == value


def test_threads_that_ask_first_at_once_get_the_same():
    @frozen
    class New:
        number: int

    found = []
    threads = [Thread(target=lambda: found.append(hash(New(1)))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1
