"""What functions of templates may ask for: secret stores, and libraries that are extras."""

from collections.abc import Callable, Mapping
from typing import Final

from goldsmith.catalog import load_function
from goldsmith.diagnostics import GoldsmithError
from goldsmith.lang.secrets import secrets_of
from goldsmith.lang.values import text
from goldsmith.planning.inputs import Inputs
from goldsmith.record import record


@record
class Service:
    """Where the work of a function is done, and the extra that brings the library for it."""

    place: str
    extra: str
    remote: bool = True
    """Whether it asks a server, which takes time and needs an account."""

    secret: bool = True


SERVICES: Final[Mapping[str, Service]] = {
    "aws_secretsmanager": Service("goldsmith.plugins.amazon.secrets:read", "amazon"),
    "aws_secretsmanager_raw": Service("goldsmith.plugins.amazon.secrets:read_whole", "amazon"),
    "consul_key": Service("goldsmith.plugins.consul.keys:read", "consul", secret=False),
    "rsadecrypt": Service("goldsmith.toolkit.rsa:decrypt", "rsa", remote=False),
    "vault": Service("goldsmith.plugins.vault.secrets:read", "vault"),
}


def services(inputs: Inputs, secrets: set[str]) -> Mapping[str, Callable[..., str]]:
    """Those that may be asked now, by the names of the functions; adds to `secrets` what they say.

    A secret that is part of a longer text must be known by itself, to be masked there.
    """
    return {
        name: _asking(name, service, inputs.environment, secrets)
        for name, service in SERVICES.items()
        if inputs.evaluate_data_sources or not service.remote
    }


def _asking(
    name: str, service: Service, environment: Mapping[str, str], secrets: set[str]
) -> Callable[..., str]:
    def ask(*arguments: str | None) -> str:
        try:
            read = load_function(service.place)
        except ImportError as error:
            raise missing_extra(name, service.extra, _library(error)) from error
        answer = str(read(environment, *arguments))
        if service.secret:
            secrets.update(secrets_of(text(answer)))
        return answer

    return ask


def _library(error: ImportError) -> str:
    return (error.name or "of that name").partition(".")[0]


def missing_extra(function: str, extra: str, library: str) -> GoldsmithError:
    """The library that does the work is not installed."""
    return GoldsmithError(
        f"{function}() needs the Python package {library}, which is not installed. "
        f"Install it with: pip install 'goldsmith[{extra}]'"
    )
