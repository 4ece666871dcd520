"""What is said where no engine answers, with real sockets."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.engines.answering import answering, closed_port

from goldsmith.plugins.docker.engine.reach import open_engine
from goldsmith.plugins.docker.engine.unreached import reason, url_problem, way_out
from goldsmith.sdk import GoldsmithError


@contextmanager
def listening(path: Path) -> Iterator[str]:
    """A socket that takes who comes, and never says a word."""
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))
        one.listen()
        yield f"unix://{path}"


def refusal(url: str, seconds: float = 20) -> str:
    with pytest.raises(GoldsmithError) as told:
        open_engine(url, seconds)
    return str(told.value)


def test_a_socket_that_was_left_behind_says_how_to_start_the_engine(tmp_path: Path) -> None:
    with listening(tmp_path / "docker.sock") as url:
        pass

    assert refusal(url) == (
        f"No Docker engine answers. Tried {url} (connection refused). Start it, for example with "
        "`systemctl start docker`, or set DOCKER_HOST to where it listens."
    )


def test_an_engine_that_never_answers_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    with listening(tmp_path / "docker.sock") as url:
        said = refusal(url, 0.2)

    assert "(no answer within 0.2 s). It is there, and busy or stuck" in said


def test_a_port_on_which_nobody_listens_is_told() -> None:
    assert "(connection refused)" in refusal(f"tcp://127.0.0.1:{closed_port()}")


def test_a_host_without_an_address_is_told() -> None:
    assert "(no such host)" in refusal("tcp://nowhere.invalid:2375")


@pytest.mark.parametrize(("status", "body"), [(404, {"message": "no"}), (200, "<html>")])
def test_another_server_is_told_from_an_engine(status: int, body: object) -> None:
    with answering(lambda _request: (status, body)) as server:
        assert "is no Docker engine)" in refusal(f"tcp://{server.address}")


def test_without_the_right_it_is_said_how_to_get_it(tmp_path: Path) -> None:
    with listening(tmp_path / "docker.sock") as url:
        (tmp_path / "docker.sock").chmod(0)
        said = as_nobody(url)

    assert f"Tried {url} (permission denied)" in said
    assert "usermod -aG docker" in said
    assert "systemctl" not in said


def as_nobody(url: str) -> str:
    drop = "import os; os.setgroups([]); os.setgid(65534); os.setuid(65534)"
    code = [
        "import sys; from goldsmith.plugins.docker.engine.reach import open_engine",
        *([drop] if os.geteuid() == 0 else ()),
        "open_engine(sys.argv[1])",
    ]
    command = [sys.executable, "-c", "\n".join(code), url]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


@pytest.mark.parametrize(
    ("url", "part"),
    [
        ("ftp://x", "begin with unix:// or tcp://"),
        ("fd://", "begin with unix:// or tcp://"),
        ("npipe:////./pipe/docker_engine", "begin with unix:// or tcp://"),
        ("/var/run/docker.sock", "unix:///var/run/docker.sock"),
        ("unix://", "unix:///run/docker.sock"),
        ("unix://docker.sock", "unix:///run/docker.sock"),
        ("tcp://", "tcp://host:2375"),
        ("http://127.0.0.1:abc", "tcp://host:2375"),
        ("tcp://127.0.0.1:99999", "tcp://host:2375"),
        ("ssh://ann@far", "docker.sock:/var/run/docker.sock ann@far"),
    ],
)
def test_what_leads_to_no_engine_is_told_with_what_would(url: str, part: str) -> None:
    assert part in url_problem(url)
    assert f'"{url}" leads to no engine.' in refusal(url)


@pytest.mark.parametrize("url", ["unix:///run/docker.sock", "tcp://a:1", "a:1", "http://[::1]:1"])
def test_what_leads_to_an_engine_is_no_problem(url: str) -> None:
    assert url_problem(url) == ""


@pytest.mark.parametrize(
    ("text", "why", "part"),
    [
        ("Client sent an HTTP request to an HTTPS server.", "it wants TLS", "DOCKER_TLS_VERIFY=1"),
        ("[SSL: WRONG_VERSION_NUMBER] wrong", "it speaks no TLS", "DOCKER_HOST"),
        ("tlsv13 alert certificate required", "it wants a certificate of ours", "cert.pem"),
        ("the moon is full.", "the moon is full", "systemctl start docker"),
    ],
)
def test_what_a_library_says_becomes_a_few_words_and_a_way_out(
    text: str, why: str, part: str
) -> None:
    assert reason(OSError(text), 1) == why
    assert part in way_out([why])
