"""Long answers of an engine, however they come in."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
import requests
from hypothesis import given
from hypothesis.strategies import binary, lists

from goldsmith.plugins.docker.engine.long_answer import parts_of, write_parts


class _Server(HTTPServer):
    sent = b""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(self.server.sent)
        self.close_connection = True

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[_Server]:
    with _Server(("127.0.0.1", 0), _Handler) as one:
        thread = Thread(target=one.serve_forever, args=(0.01,))
        thread.start()
        yield one
        one.shutdown()
        thread.join()


def taken(server: _Server, sent: bytes) -> bytes:
    """What is understood of a body."""
    server.sent = sent
    with requests.get(f"http://127.0.0.1:{server.server_port}", stream=True, timeout=5) as answer:
        return b"".join(bytes(part) for parts in parts_of(answer) for part in parts)


def in_chunks(pieces: list[bytes]) -> bytes:
    """A body as HTTP sends it when its length is not known."""
    return b"".join(b"%x\r\n%b\r\n" % (len(one), one) for one in pieces) + b"0\r\n\r\n"


@given(lists(binary(min_size=1, max_size=3000)))
def test_what_is_sent_in_chunks_is_what_is_taken(server: _Server, pieces: list[bytes]) -> None:
    assert taken(server, in_chunks(pieces)) == b"".join(pieces)


def test_an_answer_larger_than_the_room_for_it_is_taken_whole(server: _Server) -> None:
    pieces = [bytes([number]) * 32768 for number in range(100)]

    assert taken(server, in_chunks(pieces)) == b"".join(pieces)


@pytest.mark.parametrize("missing", [1, 3, 5, 6, 8, 9, 1000])
def test_an_answer_that_is_cut_short_is_not_taken_for_whole(server: _Server, missing: int) -> None:
    whole = in_chunks([bytes(2000)]) + b"."

    with pytest.raises(requests.exceptions.RequestException):
        taken(server, whole[: -missing - 5])


def test_a_chunk_without_a_length_is_refused(server: _Server) -> None:
    with pytest.raises(requests.exceptions.RequestException, match="no length"):
        taken(server, b"many\r\nbytes\r\n")


def test_parts_are_written_one_behind_the_other(tmp_path: Path) -> None:
    target = tmp_path / "written"

    with target.open("wb") as file:
        length = write_parts(file.fileno(), [memoryview(b"one "), memoryview(b"two")])

    assert (length, target.read_bytes()) == (7, b"one two")
