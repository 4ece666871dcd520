"""What to do when a registry says no."""

from goldsmith.plugins.docker.registry.references import registry_of

_NO_LOGIN = ("no basic auth credentials", "unauthorized", "denied", "authentication required")
_NOT_FOUND = ("manifest unknown", "not found", "does not exist")
_UNREACHABLE = ("no such host", "connection refused", "i/o timeout", "no route", "unreachable")


def is_refusal(reason: str) -> bool:
    """Whether the registry does not let us in."""
    return any(one in reason.lower() for one in _NO_LOGIN)


def advice(reason: str, image: str, username: str, server: str) -> str:
    """What would help, with a blank before it; empty where nobody knows.

    `username` is who logged in at `server`; both are empty where nobody did.
    """
    found = _advice(reason.lower(), image, username, server)
    return f" {found}" if found else ""


def _advice(reason: str, image: str, username: str, server: str) -> str:
    registry = registry_of(image)
    if "toomanyrequests" in reason or "rate limit" in reason:
        return f"{registry} has had enough of us for now. Wait, or log in."
    if any(one in reason for one in _NO_LOGIN):
        return _login_advice(registry, username, server)
    if "no matching manifest" in reason:
        return f"{image} is not made for this platform. Set platform to one that it is made for."
    if "server gave http response to https client" in reason:
        return (
            f"{registry} speaks plain HTTP, which the engine refuses. Add it to insecure-registries"
            " in the engine's daemon.json, and restart the engine."
        )
    if "x509" in reason or "certificate" in reason:
        return (
            "The engine does not trust that certificate. Put the one that signed it into "
            f"/etc/docker/certs.d/{registry}/ca.crt on the engine's computer."
        )
    if "no space left" in reason:
        return "A disk is full: the engine's for a pull, the registry's for a push."
    if any(one in reason for one in _UNREACHABLE):
        return f"Is {registry} right, and can the engine's computer reach it?"
    if any(one in reason for one in _NOT_FOUND):
        return f"{registry} has no {image}. Is the name right, and the tag?"
    return ""


def _login_advice(registry: str, username: str, server: str) -> str:
    if not username:
        return (
            f"{registry} wants a login. Set login, login_server, login_username and "
            f"login_password, or run `docker login {registry if registry != 'Docker Hub' else ''}"
        ).rstrip() + "`."
    return f"{registry} does not let {username} in, who logged in at {server}."
