"""Every template function by name; a family is imported when one of its functions is looked up."""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Final

from goldsmith.lang.functions.function import PythonFunction
from goldsmith.lang.scope import Function

FAMILIES: Final[Mapping[str, str]] = {
    "collections": (
        "alltrue anytrue chunklist coalesce coalescelist compact concat contains distinct element "
        "flatten index keys length lookup merge reverse slice values zipmap"
    ),
    "control": "can convert try",
    "encoding": (
        "base64decode base64encode base64gzip csvdecode jsondecode jsonencode textdecodebase64 "
        "textencodebase64 urlencode"
    ),
    "encryption": "bcrypt rsadecrypt",
    "files": (
        "abspath basename dirname file filebase64 fileexists fileset pathexpand templatefile"
    ),
    "formatting": "format formatlist",
    "hashes": "md5 sha1 sha256 sha512 uuidv4 uuidv5",
    "network": "cidrhost cidrnetmask cidrsubnet cidrsubnets",
    "numbers": "abs ceil floor log max min parseint pow range signum sum",
    "patterns": "regex regex_replace regexall",
    "services": "aws_secretsmanager aws_secretsmanager_raw consul_key vault",
    "sets": "setintersection setproduct setunion",
    "strings": (
        "chomp endswith indent join lower replace sort split startswith strcontains strrev substr "
        "title trim trimprefix trimspace trimsuffix upper"
    ),
    "times": (
        "formatdate legacy_isotime legacy_strftime rfc3339_parse timeadd timestamp "
        "unix_timestamp_parse"
    ),
    "yaml": "yamldecode yamlencode",
}
"""The names in each module of this package."""


class Library(Mapping[str, Function]):
    """Functions by name, loaded when asked for."""

    def __init__(self, families: Mapping[str, str]) -> None:
        self._family = {
            name: family for family, names in families.items() for name in names.split()
        }
        self._loaded: dict[str, Function] = {}

    def __getitem__(self, name: str) -> Function:
        found = self._loaded.get(name)
        if found is None:
            family = self._family[name]
            found = self._loaded[name] = _load(family, name)
        return found

    def __contains__(self, name: object) -> bool:
        return name in self._family

    def __iter__(self) -> Iterator[str]:
        return iter(self._family)

    def __len__(self) -> int:
        return len(self._family)


def _load(family: str, name: str) -> Function:
    module = import_module(f"goldsmith.lang.functions.{family}")
    # Python keeps some names for itself; such a function ends in an underscore.
    defined: object = getattr(module, name, None) or getattr(module, f"{name}_")
    if not isinstance(defined, PythonFunction):
        raise TypeError(f"{family}.{name} is not a template function.")
    return defined.describe(name)


FUNCTIONS: Final[Mapping[str, Function]] = Library(FAMILIES)
"""All functions of the template language but `env`, which only defaults of variables can call."""
