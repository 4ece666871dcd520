"""What the user of an editor wants to be different: its initialization options."""

import os
from collections.abc import Mapping
from pathlib import Path

from lsprotocol import types as lsp

from goldsmith.lsp.protocol import path_of
from goldsmith.record import record


@record
class Wishes:
    """How templates are looked at."""

    working_directory: Path | None = None
    """Where builds are started; None for the folder of each template."""

    each_file_alone: bool = False
    """Whether every file is a template of its own, and not a part of that of its folder."""


def wishes(params: lsp.InitializeParams) -> Wishes:
    """The options that an editor sends; what makes no sense is left out."""
    options = params.initialization_options
    if not isinstance(options, Mapping):
        return Wishes()
    named = options.get("workingDirectory")
    folder = _root(params) / named if isinstance(named, str) and named else None
    return Wishes(
        Path(os.path.normpath(folder)) if folder is not None else None,
        options.get("eachFileAlone") is True,
    )


def _root(params: lsp.InitializeParams) -> Path:
    """The folder of the project."""
    folders = params.workspace_folders or ()
    for uri in (params.root_uri, *(one.uri for one in folders)):
        path = path_of(uri) if uri else None
        if path is not None:
            return path
    return Path.cwd()
