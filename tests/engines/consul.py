"""A stand-in for the HTTP interface of Consul's key-value store."""

import base64

from tests.engines.answering import Answer, Request

TOKEN = "b1a2"

KEYS = {"images/base": b"debian-12", "empty": b"", "binary": b"\xff", "a b": b"blank"}


def answer(request: Request) -> Answer:
    """What an agent says to a read of a key."""
    if request.method != "GET":
        return 405, "method GET only"
    if request.path == "/v1/kv/broken":
        return 500, "No cluster leader"
    if request.headers.get("x-consul-token") != TOKEN:
        return 403, "Permission denied: token with AccessorID lacks permission 'key:read'"
    key = request.path.removeprefix("/v1/kv/").replace("%20", " ")
    if key not in KEYS:
        return 404, ""
    encoded = base64.b64encode(KEYS[key]).decode()
    return 200, [{"LockIndex": 0, "Key": key, "Flags": 0, "Value": encoded, "CreateIndex": 1}]
