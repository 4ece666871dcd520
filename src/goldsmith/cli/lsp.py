"""`goldsmith lsp`: a language server for editors."""

import sys
from collections.abc import Callable, Mapping
from typing import cast

from goldsmith.cli.command import Command, Invocation
from goldsmith.cli.flags import Flag
from goldsmith.diagnostics import GoldsmithError
from goldsmith.loading import load

_LIBRARIES = ("pygls", "lsprotocol", "cattrs", "attrs")


def lsp(call: Invocation) -> int:
    """Serve one editor over standard input and output."""
    try:
        return _serve(call.environment)
    except GoldsmithError as error:
        # Editors take the standard output for messages, and show people the other one.
        print(f"error: {error}", file=sys.stderr)
        return 1


def _serve(environment: Mapping[str, str]) -> int:
    try:
        # The server is loaded by its name, because its library need not be there.
        serve = cast("Callable[[Mapping[str, str]], int]", load("goldsmith.lsp.server:serve"))
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in _LIBRARIES:
            raise
        raise no_library() from error
    return serve(environment)


def no_library() -> GoldsmithError:
    """The extra that the server needs is not installed."""
    return GoldsmithError(
        "The language server needs the library pygls. Install it with "
        "`pip install 'goldsmith[lsp]'`."
    )


LSP = Command(
    name="lsp",
    usage="lsp",
    summary="Serves an editor that speaks the language server protocol over standard input and "
    "output.\nEditors start it by themselves; docs/how-to/editor.md says how.",
    flags=(Flag("stdio", "no effect: standard input and output are always used"),),
    action=lsp,
    arguments=(0, 0),
    examples=(("lsp", "what an editor is told to start"),),
)
