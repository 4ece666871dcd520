"""Which document of the editor a file is, and how its places are counted."""

from functools import lru_cache
from pathlib import Path

from lsprotocol import types as lsp

from goldsmith.diagnostics import SourceFile, Span
from goldsmith.lsp import protocol
from goldsmith.lsp.desk import Desk
from goldsmith.lsp.positions import Ruler


class Addresses:
    """Addresses as the editor writes them; there is more than one way."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._uris: dict[Path, str] = {}

    def path(self, uri: str) -> Path | None:
        """The file that an address means; None for what is no file."""
        path = protocol.path_of(uri)
        if path is not None:
            self._uris[path] = uri
        return path

    def uri(self, path: Path) -> str:
        """The address of a file."""
        return self._uris.get(path) or path.as_uri()

    def ruler(self, file: SourceFile) -> Ruler:
        """What counts the places of a file."""
        return _ruler(file, self._desk.documents.encoding)

    def location(self, path: Path, span: Span) -> lsp.Location:
        """Where a span is whose file is at `path`."""
        return lsp.Location(self.uri(path), protocol.range_of(span, self.ruler(span.file)))


@lru_cache(maxsize=64)
def _ruler(file: SourceFile, encoding: str) -> Ruler:
    return Ruler(file.text, encoding)
