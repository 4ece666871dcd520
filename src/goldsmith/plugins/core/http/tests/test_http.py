"""The http data source, asking a server in this process."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from goldsmith.plugins.core.http.data_source import read
from goldsmith.plugins.core.http.settings import HttpSettings
from goldsmith.sdk import GoldsmithError


class Handler(BaseHTTPRequestHandler):
    """Answers with what it was asked."""

    def do_GET(self) -> None:
        if self.path.startswith("/status/"):
            self.send_error(int(self.path.removeprefix("/status/")))
            return
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.send_header("x-one", "1")
        self.send_header("X-One", "2")
        self.end_headers()
        asked = self.headers.get("Authorization", "nobody"), self.headers.get("X-Asked", "")
        if self.command != "HEAD":
            self.wfile.write(f"{self.command} {' '.join(asked)} {body.decode()}".encode())

    do_POST = do_HEAD = do_GET  # noqa: N815 - the base class calls them so

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
        """Keep quiet."""


@pytest.fixture
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as found:
        thread = threading.Thread(target=found.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{found.server_port}"
        found.shutdown()
        thread.join()


def test_the_answer_is_handed_on_with_its_headers(server: str) -> None:
    answer = read(HttpSettings(url=f"{server}/x"))

    assert answer["url"] == f"{server}/x"
    assert answer["body"] == "GET nobody  "
    headers = answer["request_headers"]
    assert isinstance(headers, dict)
    assert headers["X-One"] == "1, 2"


def test_method_headers_and_body_are_sent(server: str) -> None:
    answer = read(
        HttpSettings(
            url=server, method="POST", request_headers={"X-Asked": "yes"}, request_body="text"
        )
    )

    assert answer["body"] == "POST nobody yes text"


def test_head_has_no_body(server: str) -> None:
    assert read(HttpSettings(url=server, method="HEAD"))["body"] == ""


def test_a_user_in_the_address_is_sent_and_not_told_to_other_hosts(server: str) -> None:
    with_user = server.replace("//", "//me:secret@")
    other = server.replace("127.0.0.1", "localhost")

    assert read(HttpSettings(url=with_user))["body"] == "GET Basic bWU6c2VjcmV0  "
    assert read(HttpSettings(url=f"{with_user}/to/{server}"))["body"] == "GET Basic bWU6c2VjcmV0  "
    assert read(HttpSettings(url=f"{with_user}/to/{other}"))["body"] == "GET nobody  "


def test_an_error_is_told_without_the_password(server: str) -> None:
    url = server.replace("//", "//me:secret@")

    with pytest.raises(GoldsmithError, match=r"/status/404 answered 404 Not Found\.") as failure:
        read(HttpSettings(url=f"{url}/status/404"))

    assert "secret" not in str(failure.value)


def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(
        GoldsmithError, match=r"127\.0\.0\.1:1 cannot be reached: Connection refused\."
    ):
        read(HttpSettings(url="http://127.0.0.1:1"))


def test_a_redirect_to_a_file_is_refused(server: str) -> None:
    with pytest.raises(GoldsmithError):
        read(HttpSettings(url=f"{server}/to/file:///etc/passwd"))


@pytest.mark.parametrize("url", ["", "file:///etc/passwd", "example.com"])
def test_other_addresses_are_a_mistake(url: str) -> None:
    assert [one.setting for one in HttpSettings(url=url).problems()] == ["url"]
