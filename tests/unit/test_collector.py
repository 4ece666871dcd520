"""The garbage collector rests within a block, and works again after it."""

import gc

import pytest

from goldsmith.collector import WithoutCollector


def test_it_rests_within_the_block_alone() -> None:
    with WithoutCollector():
        assert not gc.isenabled()

        with WithoutCollector():
            assert not gc.isenabled()
        assert not gc.isenabled()

    assert gc.isenabled()


def test_an_error_wakes_it_too() -> None:
    with pytest.raises(KeyError), WithoutCollector():
        raise KeyError

    assert gc.isenabled()


def test_where_it_is_off_it_stays_off() -> None:
    gc.disable()
    try:
        with WithoutCollector():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
