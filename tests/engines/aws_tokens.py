"""A service that gives the tokens of AWS's registries, and notes who asked for them."""

import base64
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class AwsTokens(ThreadingHTTPServer):
    """Gives one user's password, as ECR and the public gallery do."""

    def __init__(self, username: str, password: str) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.token = base64.b64encode(f"{username}:{password}".encode()).decode()
        self.asked: list[dict[str, str]] = []
        """The headers of each request, and its body as `body`."""

    @property
    def environment(self) -> dict[str, str]:
        """What leads AWS's client to it, and to no account of whoever runs the tests."""
        return {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.server_port}",
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": "/dev/null",
            "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
        }


class _Answer(BaseHTTPRequestHandler):
    server: AwsTokens

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.asked.append({**dict(self.headers.items()), "body": body})
        data = {"authorizationToken": self.server.token}
        is_public = "SpencerFrontendService" in self.headers["X-Amz-Target"]
        answer = json.dumps({"authorizationData": data if is_public else [data]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@contextmanager
def aws_tokens(username: str, password: str) -> Iterator[AwsTokens]:
    """The service, until the block ends."""
    with AwsTokens(username, password) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
