"""What helps against what registries and engines say."""

import pytest

from goldsmith.plugins.docker.registry.advice import advice

IMAGE = "registry.example.com/web:1"


@pytest.mark.parametrize(
    ("reason", "part"),
    [
        ("manifest unknown", "registry.example.com has no registry.example.com/web:1"),
        ("dial tcp: lookup registry.example.com: no such host", "can the engine's computer reach"),
        ("connect: connection refused", "can the engine's computer reach"),
        ("no basic auth credentials", "run `docker login registry.example.com`."),
        ("toomanyrequests: You have reached your limit", "Wait, or log in"),
        ("no matching manifest for linux/s390x in the manifest list entries", "Set platform"),
        ("http: server gave HTTP response to HTTPS client", "insecure-registries"),
        ("x509: certificate signed by unknown authority", "certs.d/registry.example.com/ca.crt"),
        ("write /var/lib/docker/tmp/x: no space left on device", "A disk is full"),
    ],
)
def test_what_a_registry_says_has_its_advice(reason: str, part: str) -> None:
    assert part in advice(reason, IMAGE, "", "")


def test_who_is_logged_in_is_named() -> None:
    said = advice("unauthorized: authentication required", IMAGE, "ann", "other.example.com")

    assert said == " registry.example.com does not let ann in, who logged in at other.example.com."


def test_docker_hub_needs_no_name_to_log_in() -> None:
    assert "run `docker login`." in advice("denied: requested access", "team/web", "", "")


def test_what_nobody_knows_has_no_advice() -> None:
    assert advice("the moon is full", IMAGE, "", "") == ""
