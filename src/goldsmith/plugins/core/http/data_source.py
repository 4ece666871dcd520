"""The http data source at work."""

import base64
import urllib.error
import urllib.request
from collections.abc import Mapping
from email.message import Message
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.parse import unquote, urlsplit

from goldsmith.plugins.core.http.settings import HttpSettings
from goldsmith.sdk import GoldsmithError

_TIMEOUT_SECONDS = 60.0


def read(settings: HttpSettings) -> Mapping[str, object]:
    """Ask, and hand on the answer; `request_headers` are those of the answer, as with Packer."""
    where = _without_credentials(settings.url)
    try:
        with _opener().open(_request(settings), timeout=_TIMEOUT_SECONDS) as response:
            body: bytes = response.read()
            headers: Message = response.headers
    except urllib.error.HTTPError as error:
        with error:
            raise GoldsmithError(f"{where} answered {error.code} {error.reason}.") from error
    except urllib.error.URLError as error:
        raise GoldsmithError(f"{where} cannot be reached: {error.reason}.") from error
    except TimeoutError as error:
        reason = f"{where} did not answer within {_TIMEOUT_SECONDS:g} seconds."
        raise GoldsmithError(reason) from error
    except (HTTPException, OSError, ValueError) as error:
        raise GoldsmithError(f"{where} cannot be read: {error}.") from error
    return {
        "url": settings.url,
        "body": body.decode("utf-8", "replace"),
        "request_headers": _joined(headers),
    }


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
        if following is not None and following.host != req.host:
            for name in ("Authorization", "Cookie"):
                following.remove_header(name)
        return following


def _opener() -> urllib.request.OpenerDirector:
    """What the standard opener knows, less files and other schemes that a redirect could name."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler,
        urllib.request.HTTPHandler,
        urllib.request.HTTPSHandler,
        urllib.request.HTTPDefaultErrorHandler,
        _Redirects,
        urllib.request.HTTPErrorProcessor,
        urllib.request.UnknownHandler,
    ):
        opener.add_handler(handler())
    return opener


def _request(settings: HttpSettings) -> urllib.request.Request:
    body = settings.request_body.encode() if settings.request_body else None
    parts = urlsplit(settings.url)
    request = urllib.request.Request(  # noqa: S310 - `problems` lets http and https pass alone
        _without_credentials(settings.url), data=body, method=settings.method
    )
    request.add_header("User-agent", "goldsmith")
    if parts.username is not None:
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        request.add_header("Authorization", f"Basic {base64.b64encode(pair.encode()).decode()}")
    for name, value in settings.request_headers.items():
        request.add_header(name, value)
    return request


def _without_credentials(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment="").geturl()


def _joined(headers: Message) -> Mapping[str, str]:
    found: dict[str, list[str]] = {}
    for name, value in headers.items():
        found.setdefault(_canonical(name), []).append(value)
    return {name: ", ".join(values) for name, values in found.items()}


def _canonical(name: str) -> str:
    return "-".join(part.capitalize() for part in name.split("-"))
