"""Functions of files and paths."""

import base64
import os
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from goldsmith.diagnostics import Diagnostic, SourceFile, TemplateError, did_you_mean, similar_file
from goldsmith.lang.contents import contents
from goldsmith.lang.equality import set_of
from goldsmith.lang.evaluate import evaluate
from goldsmith.lang.functions.function import ArgumentError, function
from goldsmith.lang.functions.globs import match_files
from goldsmith.lang.references import references
from goldsmith.lang.scope import Deferred, Function, Parameter, Scope
from goldsmith.lang.syntax import parse_template
from goldsmith.lang.values import STRING, Value, quote, text


@function
def abspath(scope: Scope, path: str) -> str:
    """The path from the root of the file system, seen from the working directory.

    basename(abspath("disk.img")) == "disk.img"
    """
    whole = os.path.normpath(scope.working_directory / path)
    # Two slashes at the beginning stay two in Python, but mean nothing else than one.
    return whole[1:] if whole.startswith("//") else whole


@function
def basename(path: str) -> str:
    """The last part of a path.

    basename("scripts/setup.sh") == "setup.sh"
    """
    if not path:
        return "."
    return posixpath.basename(path.rstrip("/")) or "/"


@function
def dirname(path: str) -> str:
    """The path without its last part.

    dirname("scripts/setup.sh") == "scripts"
    """
    return posixpath.normpath(posixpath.dirname(path) or ".").replace("//", "/")


@function
def file(scope: Scope, path: str) -> str:
    """The content of a text file.

    can(file("no such file")) == false
    """
    return _content(_resolved(path, scope.base_directory), path)


@function
def filebase64(scope: Scope, path: str) -> str:
    """The content of a file in base64.

    can(filebase64("no such file")) == false
    """
    found = _resolved(path, scope.working_directory)
    return base64.b64encode(_bytes_of(found, path)).decode()


@function
def fileexists(scope: Scope, path: str) -> bool:
    """Whether there is a file at a path.

    fileexists("no such file") == false
    """
    found = _resolved(path, scope.base_directory)
    # Unlike Path.is_file(), these bear names that are too long for the file system.
    if os.path.isfile(found):  # noqa: PTH113
        return True
    if os.path.exists(found):  # noqa: PTH110
        raise ArgumentError("path", f"{quote(path)} is there, but it is not a file.")
    return False


@function
def fileset(scope: Scope, path: str, pattern: str) -> Value:
    """The files below a directory whose paths match a pattern, as a set.

    length(fileset("no such directory", "**")) == 0
    """
    found = match_files(_resolved(path, scope.base_directory), pattern)
    return set_of([text(one) for one in found], STRING)


@function
def pathexpand(path: str) -> str:
    """The path with `~` at its beginning replaced by the home directory.

    pathexpand("/etc/hosts") == "/etc/hosts"
    """
    return _expanded(path)


@function(structural=True)
def templatefile(scope: Scope, path: str, variables: Mapping[str, Value]) -> Value:
    """What a file that is a template gives with these variables.

    can(templatefile("no such file", {})) == false
    """
    found = _resolved(path, scope.base_directory)
    for name in variables:
        if not name.replace("-", "_").isidentifier():
            raise ArgumentError("variables", f"{quote(name)} is no name for a variable.")
    template = parse_template(SourceFile(Path(path), _content(found, path)))
    missing = {one.root: one for one in references(template) if one.root not in variables}
    if missing:
        raise TemplateError(
            Diagnostic(
                f'"{name}" is not among the variables given to this template',
                did_you_mean(name, variables),
                reference.span,
            )
            for name, reference in missing.items()
        )
    inner = Scope(
        variables,
        _WithoutTemplates(scope.functions),
        scope.base_directory,
        working_directory=scope.working_directory,
        started=scope.started,
        nouns={},
        services=scope.services,
    )
    return evaluate(template, inner)


class _WithoutTemplates(Mapping[str, Function]):
    """Functions, except that a template cannot render another."""

    def __init__(self, functions: Mapping[str, Function]) -> None:
        self._functions = functions

    def __getitem__(self, name: str) -> Function:
        return _NO_TEMPLATES if name == "templatefile" else self._functions[name]

    def __contains__(self, name: object) -> bool:
        return name in self._functions

    def __iter__(self) -> Iterator[str]:
        return iter(self._functions)

    def __len__(self) -> int:
        return len(self._functions)


def _refuse(_arguments: Sequence[Value | Deferred], _scope: Scope) -> NoReturn:
    raise ArgumentError(None, "A template file cannot render another one.")


_NO_TEMPLATES = Function("templatefile", (Parameter("path"), Parameter("variables")), _refuse)


def _resolved(path: str, base: Path) -> Path:
    return base / _expanded(path)


def _expanded(path: str) -> str:
    if path != "~" and not path.startswith("~/"):
        if path.startswith("~"):
            raise ArgumentError("path", "Only your own home directory, ~/, can be written so.")
        return path
    try:
        return f"{Path.home()}{path[1:]}"
    except RuntimeError:
        raise ArgumentError("path", "Your home directory is not known.") from None


def _content(found: Path, path: str) -> str:
    try:
        return _bytes_of(found, path).decode()
    except UnicodeDecodeError:
        reason = f"{quote(path)} is not text in UTF-8; filebase64() reads any file."
        raise ArgumentError("path", reason) from None


def _bytes_of(found: Path, path: str) -> bytes:
    try:
        return contents(found)
    except FileNotFoundError:
        where = "" if Path(path).is_absolute() else f" in {quote(str(found.parent))}"
        reason = f"There is no file {quote(Path(path).name)}{where}."
        raise ArgumentError("path", f"{reason} {similar_file(str(found))}".rstrip()) from None
    except OSError as error:
        raise ArgumentError("path", f"{quote(path)} cannot be read: {error.strerror}.") from None
    except ValueError:
        raise ArgumentError("path", f"{quote(path)} is no path.") from None
