"""A stand-in for Vault that is as strict as the real one about paths, tokens and namespaces."""

from collections.abc import Mapping

from tests.engines.answering import Answer, Request

TOKEN = "s.token"

SECRETS: Mapping[str, Mapping[str, object]] = {
    "/v1/secret/data/web": {"data": {"password": "hunter2", "port": 80}, "metadata": {}},
    "/v1/kv/web": {"password": "old-style", "data": "a key named data"},
    "/v1/team/data/web": {"data": {"password": "of a team"}, "metadata": {}},
    "/v1/secret/data/gone": {"data": None, "metadata": {"deletion_time": "2026-01-01T00:00:00Z"}},
}


def answer(request: Request) -> Answer:
    """What Vault says to a read."""
    if request.method != "GET" or request.headers.get("x-vault-request") != "true":
        return 400, {"errors": ["unexpected request"]}
    if request.headers.get("x-vault-token") != TOKEN:
        return 403, {"errors": ["permission denied"]}
    if request.path == "/v1/sealed/data/web":
        return 503, {"errors": ["Vault is sealed"]}
    if request.path == "/v1/broken/data/web":
        return 500, {"errors": ["1 error occurred: disk on fire"]}
    if request.path.startswith("/v1/team/") and request.headers.get("x-vault-namespace") != "crew":
        return 404, {"errors": ["no handler for route"]}
    found = SECRETS.get(request.path)
    if found is None:
        return 404, {"errors": []}
    if "data" in found and found["data"] is None:
        return 404, {"request_id": "1", "data": found}
    return 200, {"request_id": "1", "lease_id": "", "renewable": False, "data": found}
