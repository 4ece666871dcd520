"""Why no engine answers, and what to do then."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

_SCHEMES = ("unix", "tcp", "http", "https")
_OVER_SSH = (
    "goldsmith does not reach engines over SSH. Let SSH carry the engine's socket instead: "
    "`ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock {0} &`, then set DOCKER_HOST to "
    "unix:///tmp/docker.sock."
)
_NOT_ALLOWED = "permission denied"
_TOO_LATE = "no answer within"
_NO_TLS = "it wants TLS"
_UNTRUSTED = "certificate verify failed"
_REASONS = (
    ("permission denied", _NOT_ALLOWED),
    ("connection refused", "connection refused"),
    ("no such file", "no such file or directory"),
    ("failed to resolve", "no such host"),
    ("http request to an https server", _NO_TLS),
    ("wrong_version_number", "it speaks no TLS"),
    ("record layer failure", "it speaks no TLS"),
    ("certificate_verify_failed", _UNTRUSTED),
    ("certificate required", "it wants a certificate of ours"),
    ("certificate_required", "it wants a certificate of ours"),
    ("bad certificate", "it does not take our certificate"),
    ("connection aborted", "it closed the connection"),
    ("expecting value", "what answers there is no Docker engine"),
)
_STATUS = re.compile(r"(\d{3}) (?:Client|Server) Error")
_LATE = re.compile(r"timed out")


def url_problem(url: str) -> str:
    """What keeps an engine from being reached at `url`; empty if nothing does."""
    scheme, separator, rest = url.partition("://")
    if scheme == "ssh":
        return _OVER_SSH.format(rest)
    if separator and scheme not in _SCHEMES:
        return "goldsmith can reach no engine there. It must begin with unix:// or tcp://."
    if url.startswith("/"):
        return f"A socket is written as unix://{url}."
    if scheme == "unix":
        return "" if rest.startswith("/") else "A socket is written as unix:///run/docker.sock."
    try:
        found = urlsplit(url if separator else f"tcp://{url}")
        is_right = bool(found.hostname) and found.port != 0
    except ValueError:
        is_right = False
    return "" if is_right else "An engine behind a network is written as tcp://host:2375."


def reason(error: Exception, seconds: float = 0) -> str:
    """Why an engine does not answer, in few words; `seconds` were waited for it."""
    text = str(error)
    if _LATE.search(text):
        return f"{_TOO_LATE} {seconds:g} s" if seconds else "it gives no answer"
    for sign, words in _REASONS:
        if sign in text.lower():
            return words
    if status := _STATUS.search(text):
        return f"what answers there, with {status[1]}, is no Docker engine"
    return text.rstrip(".")


def way_out(reasons: Sequence[str]) -> str:
    """What to do, by what went wrong where an engine was looked for."""
    if _NOT_ALLOWED in reasons:
        return (
            "Only root and members of the group of that socket, usually `docker`, may use it: "
            "`sudo usermod -aG docker $USER`, then log in again."
        )
    if any(one.startswith(_TOO_LATE) for one in reasons):
        return "It is there, and busy or stuck: see `journalctl -u docker`, or restart it."
    if _NO_TLS in reasons:
        return (
            "Set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to a folder with ca.pem, cert.pem and "
            "key.pem."
        )
    if any("certificate" in one for one in reasons):
        return "See ca.pem, cert.pem and key.pem in DOCKER_CERT_PATH."
    return (
        "Start it, for example with `systemctl start docker`, or set DOCKER_HOST to where it "
        "listens."
    )
