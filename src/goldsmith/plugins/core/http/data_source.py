"""The http data source at work."""

import urllib.error
import urllib.request
from collections.abc import Mapping
from email.message import Message
from http.client import HTTPException

from goldsmith.plugins.core.http.settings import HttpSettings
from goldsmith.sdk import GoldsmithError
from goldsmith.toolkit.web import credentials_in, opener, unreachable, without_credentials

_TIMEOUT_SECONDS = 60.0


def read(settings: HttpSettings) -> Mapping[str, object]:
    """Ask, and hand on the answer; `request_headers` are those of the answer, as with Packer."""
    where = without_credentials(settings.url)
    try:
        with opener().open(_request(settings), timeout=_TIMEOUT_SECONDS) as response:
            body: bytes = response.read()
            headers: Message = response.headers
    except urllib.error.HTTPError as error:
        with error:
            raise GoldsmithError(f"{where} answered {error.code} {error.reason}.") from error
    except urllib.error.URLError as error:
        raise GoldsmithError(unreachable(where, error)) from error
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


def _request(settings: HttpSettings) -> urllib.request.Request:
    body = settings.request_body.encode() if settings.request_body else None
    request = urllib.request.Request(  # noqa: S310 - `problems` lets http and https pass alone
        without_credentials(settings.url), data=body, method=settings.method
    )
    request.add_header("User-agent", "goldsmith")
    for name, value in credentials_in(settings.url).items():
        request.add_header(name, value)
    for name, value in settings.request_headers.items():
        request.add_header(name, value)
    return request


def _joined(headers: Message) -> Mapping[str, str]:
    found: dict[str, list[str]] = {}
    for name, value in headers.items():
        found.setdefault(_canonical(name), []).append(value)
    return {name: ", ".join(values) for name, values in found.items()}


def _canonical(name: str) -> str:
    return "-".join(part.capitalize() for part in name.split("-"))
