"""What templates say of the http data source."""

from collections.abc import Iterator, Mapping
from typing import Literal

from goldsmith.sdk import Problem, setting, settings


@settings
class HttpSettings:
    """Reads what a web address answers."""

    url: str
    """The address, which begins with http:// or https://."""

    method: Literal["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"] = "GET"
    """How to ask."""

    request_headers: Mapping[str, str] = setting(factory=dict)
    """Headers to send."""

    request_body: str = ""
    """Text to send."""

    def problems(self) -> Iterator[Problem]:
        """What types alone cannot rule out."""
        if not self.url.lower().startswith(("http://", "https://")):
            yield Problem("url", f'"{self.url}" does not begin with http:// or https://.')
