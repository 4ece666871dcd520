"""Asking web servers without telling anybody else who is asking."""

import base64
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPMessage
from typing import IO
from urllib.parse import unquote, urlsplit

_PRIVATE = ("Authorization", "Cookie")


def opener() -> urllib.request.OpenerDirector:
    """What the standard opener knows, less files and other schemes that a redirect could name.

    It follows to other hosts, but takes no credentials there.
    """
    made = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        urllib.request.HTTPDefaultErrorHandler,
        _Redirects,
        urllib.request.HTTPErrorProcessor,
        urllib.request.UnknownHandler,
    ):
        made.add_handler(handler())
    return made


def without_credentials(url: str) -> str:
    """The address as it may be shown and asked for: no user, no password, no fragment."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()


def credentials_in(url: str) -> Mapping[str, str]:
    """The header that stands for the user and the password in an address; empty without them."""
    parts = urlsplit(url)
    if parts.username is None:
        return {}
    return basic(unquote(parts.username), unquote(parts.password or ""))


def basic(user: str, password: str) -> Mapping[str, str]:
    """The header that says who is asking."""
    pair = f"{user}:{password}".encode()
    return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows, but tells no other host who is asking."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        following = super().redirect_request(req, fp, code, msg, headers, newurl)
        is_weaker = following is not None and req.type == "https" and following.type != "https"
        if following is not None and (following.host != req.host or is_weaker):
            for name in _PRIVATE:
                following.remove_header(name)
        return following


def unreachable(url: str, error: Exception) -> str:
    """Why no answer came from `url`, as a sentence."""
    reason: object = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, OSError) and reason.strerror:
        reason = reason.strerror  # without the number in front
    return f"{url} cannot be reached: {reason}."
