"""A port that is held is nobody else's."""

import socket

import pytest

from goldsmith.diagnostics import GoldsmithError
from goldsmith.toolkit.ports import held_port


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_held_port_is_free_for_the_program_that_it_is_held_for() -> None:
    port = free_port()

    with held_port([port], "the test") as held, socket.socket() as listener:
        listener.bind(("127.0.0.1", held))
        listener.listen()

    assert held == port


def test_two_that_want_a_port_of_the_same_range_get_different_ones() -> None:
    ports = [free_port(), free_port()]

    with held_port(ports, "the test") as first, held_port(ports, "the test") as second:
        assert sorted([first, second]) == sorted(ports)


def test_a_port_can_be_held_again_when_it_was_let_go() -> None:
    port = free_port()

    for _ in range(2):
        with held_port([port], "the test") as held:
            assert held == port


def test_a_port_that_somebody_listens_on_is_not_taken() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        taken = listener.getsockname()[1]
        other = free_port()

        with held_port([taken, other], "the test", address="127.0.0.1") as held:
            assert held == other


def test_a_range_without_a_free_port_is_named() -> None:
    port = free_port()

    with (
        held_port([port], "the test"),
        pytest.raises(GoldsmithError, match=f"Port {port} is in use, .* for the test"),
        held_port([port], "the test"),
    ):
        pass


def test_an_address_of_another_computer_is_refused() -> None:
    with (
        pytest.raises(GoldsmithError, match="cannot listen on"),
        held_port([free_port()], "the test", address="192.0.2.1"),
    ):
        pass
