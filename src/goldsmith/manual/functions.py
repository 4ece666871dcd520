"""The manual of a function of the language, from its docstring and signature."""

from inspect import cleandoc

from goldsmith.lang.functions import FAMILIES, FUNCTIONS
from goldsmith.lang.scope import Function, Parameter
from goldsmith.lang.values import describe
from goldsmith.manual.topics import FunctionManual

_ENV = FunctionManual(
    "env",
    "variables",
    "env(name: string) → string",
    "An environment variable, empty where it is not set. Only the default of a variable can call "
    "it.",
    'variable "user" {\n  default = env("USER")\n}',
)
NAMES = tuple(sorted({*FUNCTIONS, _ENV.name}))
"""All functions, `env` included, which is not one of the library."""


def function_manual(name: str) -> FunctionManual:
    """What there is to say of a function that the language has."""
    if name == _ENV.name:
        return _ENV
    function = FUNCTIONS[name]
    text, _, example = cleandoc(function.documentation).rpartition("\n\n")
    family = next(family for family, names in FAMILIES.items() if name in names.split())
    return FunctionManual(name, family, signature(function), text, example)


def signature(function: Function) -> str:
    """How a function is called, with types: `cidrhost(prefix: string, host: number) → string`."""
    shown = [
        f"{_name(parameter)}: {describe(of)}"
        for parameter, of in zip(function.parameters, function.types, strict=True)
    ]
    return f"{function.name}({', '.join(shown)}) → {describe(function.result)}"


def _name(parameter: Parameter) -> str:
    if parameter.repeated:
        return f"{parameter.name}..."
    return parameter.name if parameter.required else f"[{parameter.name}]"
