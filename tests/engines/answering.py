"""A server that answers requests as a function says, and remembers what was asked."""

import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Request:
    """What came in; the names of headers are lower case."""

    method: str
    path: str
    headers: Mapping[str, str]


@dataclass
class Server:
    """A running server."""

    port: int
    requests: list[Request] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"


Answer = tuple[int, object]


@contextmanager
def answering(answer: Callable[[Request], Answer]) -> Iterator[Server]:
    """Serve what `answer` makes of each request: a status, and data or raw text for the body."""
    served: list[Server] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            request = Request(self.command, self.path, headers)
            served[0].requests.append(request)
            status, body = answer(request)
            content = (body if isinstance(body, str) else json.dumps(body)).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            # A consul agent tells its index with each answer.
            self.send_header("X-Consul-Index", "1")
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_PUT = do_GET  # noqa: N815 - likewise

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        served.append(Server(http.server_address[1]))
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield served[0]
        finally:
            http.shutdown()
            thread.join()


def closed_port() -> int:
    """A port of this machine on which nothing answers."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
