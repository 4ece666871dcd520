"""What the Go templates of a legacy JSON template can call."""

from collections.abc import Callable, Mapping
from typing import NoReturn, cast

from goldsmith.catalog import load_function
from goldsmith.lang import weak
from goldsmith.lang.renderer import NotKnownYet, Refused, Renderer
from goldsmith.lang.values import Unknown
from goldsmith.planning.inputs import Inputs
from goldsmith.planning.rendering import Manner, functions
from goldsmith.planning.services import services

Functions = Mapping[str, Callable[..., object]]
_SERVICES = ("consul_key", "vault", "aws_secretsmanager", "aws_secretsmanager_raw")
_FOR_VARIABLES = ("env", *_SERVICES)
_OF_BUILDS = ("build", "build_name", "build_type")
_Hints = Callable[[str, str, str], str]


def manner(inputs: Inputs, folder: str, values: Mapping[str, str | Unknown]) -> Manner:
    """How settings are read, where variables have these `values`."""

    def user(name: str) -> str:
        value = values.get(name, "")
        if isinstance(value, Unknown):
            raise NotKnownYet
        return value

    def renderer(source_name: str, builder_type: str) -> Renderer:
        known = functions(inputs, source_name=source_name, builder_type=builder_type)
        return Renderer({**known, **_everywhere(folder), "user": user, **_REFUSED}, lookup="build")

    return Manner(renderer, weak=weak, hint=_hint)


def for_variables(
    inputs: Inputs, folder: str, user: Callable[[str], str], secrets: set[str]
) -> Renderer:
    """What the values of variables can call; what is secret of it goes to `secrets`."""
    environment = inputs.environment
    asked = services(inputs, secrets)

    def other(name: str) -> str:
        return user(name)

    def env(name: str) -> str:
        return environment.get(name, "")

    def ask(service: str) -> Callable[..., str]:
        read = asked.get(service)

        def from_service(*arguments: str) -> str:
            if read is None:
                raise NotKnownYet
            return read(*arguments)

        return from_service

    def secret_of(name: str, key: str | None = None) -> str:
        return ask("aws_secretsmanager")(name, key)

    return Renderer(
        {
            **functions(inputs),
            **_everywhere(folder),
            **dict.fromkeys(_OF_BUILDS, _no_build),
            "env": env,
            "user": other,
            "consul_key": ask("consul_key"),
            "vault": ask("vault"),
            "aws_secretsmanager": secret_of,
            "aws_secretsmanager_raw": ask("aws_secretsmanager_raw"),
        }
    )


def _everywhere(folder: str) -> Functions:
    return {"template_dir": lambda: folder, "sed": _removed}


def _removed(*_arguments: object) -> NoReturn:
    raise Refused("it is gone; use replace or replace_all instead")


def _no_build(*_arguments: object) -> NoReturn:
    raise Refused("variables are the same for all builds, and know none")


def _only_in_variables(*_arguments: object) -> NoReturn:
    raise Refused(
        'it can be called in "variables" only; set a variable with it, and write {{user `…`}} here'
    )


_REFUSED: Functions = dict.fromkeys(_FOR_VARIABLES, _only_in_variables)


def _hint(kind: str, component: str, name: str) -> str:
    # The catalog loads by name; this is the signature of what names fixers.
    fixes = cast("_Hints", load_function("goldsmith.planning.legacy.outdated:hint"))
    return fixes(kind, component, name)
