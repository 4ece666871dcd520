"""What goes wrong with an engine, in our words."""

from collections.abc import Iterator
from contextlib import contextmanager

import docker.errors
import requests.exceptions
import urllib3.exceptions
from docker.credentials.errors import StoreError

from goldsmith.plugins.docker.engine.unreached import reason
from goldsmith.sdk import ConnectionLost, GoldsmithError


class EngineRefused(GoldsmithError):
    """The engine answered, and said no."""

    def __init__(self, sentence: str, *, status: int = 0) -> None:
        super().__init__(sentence)
        self.status = status


class EngineLost(ConnectionLost):
    """The engine does not answer any more."""


@contextmanager
def suppress_missing() -> Iterator[None]:
    """Let pass that something is gone already, or about to be."""
    try:
        yield
    except EngineRefused as error:
        if error.status not in {404, 409} or (
            error.status == 409 and "already in progress" not in str(error)
        ):
            raise


@contextmanager
def in_our_words() -> Iterator[None]:
    """Raise what the SDK raises as errors of ours."""
    try:
        yield
    except docker.errors.APIError as error:
        text = str(error.explanation or error)
        raise EngineRefused(sentence(text), status=error.status_code or 0) from error
    except (requests.exceptions.RequestException, urllib3.exceptions.HTTPError) as error:
        raise EngineLost(f"The Docker engine went away: {reason(error)}.") from error
    except docker.errors.DockerException as error:
        if isinstance(error.__cause__, StoreError):
            raise _no_credentials(error.__cause__) from error
        raise EngineRefused(sentence(str(error))) from error
    except StoreError as error:
        raise _no_credentials(error) from error


def _no_credentials(error: StoreError) -> EngineRefused:
    """It was not the engine: a program that keeps logins, named in Docker's configuration."""
    return EngineRefused(
        f"The logins that Docker's configuration tells of cannot be had: {str(error).rstrip('.')}. "
        "Mend credsStore or credHelpers in Docker's config.json, or set login."
    )


def sentence(text: str) -> str:
    """What the engine said, as its own words."""
    return f"The Docker engine says: {text.strip().rstrip('.')}."
