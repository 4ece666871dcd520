"""The texts that are open in the editor."""

from collections.abc import Iterator
from pathlib import Path

from goldsmith.diagnostics import SourceFile
from goldsmith.lsp.manuals import TOP_TYPES
from goldsmith.lsp.outline import Outline
from goldsmith.lsp.positions import UTF_16, Place, Ruler
from goldsmith.record import record

NATIVE = (".pkr.hcl", ".pkrvars.hcl")
"""The names of files that are read token by token."""

_LARGEST = 1_000_000
"""Letters of a text that can be read anew with every one that is typed."""


@record
class Change:
    """A new text, for what is between two places or, without any, for everything."""

    text: str
    start: Place | None = None
    end: Place | None = None


class Document:
    """One version of an open file."""

    __slots__ = ("_outline", "file", "path", "ruler", "version")

    def __init__(self, path: Path, text: str, version: int, encoding: str = UTF_16) -> None:
        self.path = path
        self.file = SourceFile(path, text)
        self.version = version
        self.ruler = Ruler(text, encoding)
        self._outline: Outline | None = None

    @property
    def text(self) -> str:
        """The text as the editor has it."""
        return self.file.text

    @property
    def is_native(self) -> bool:
        """Whether it is in HCL, and not in JSON or so long that nobody has typed it."""
        return self.path.name.endswith(NATIVE) and len(self.text) <= _LARGEST

    @property
    def outline(self) -> Outline:
        """Its blocks and brackets, read when they are first needed."""
        if self._outline is None:
            top = TOP_TYPES if self.path.name.endswith(NATIVE[0]) else frozenset[str]()
            self._outline = Outline(self.file, top)
        return self._outline


class Documents:
    """All open files by their paths."""

    __slots__ = ("_open", "encoding")

    def __init__(self) -> None:
        self._open: dict[Path, Document] = {}
        self.encoding = UTF_16

    def __iter__(self) -> Iterator[Document]:
        return iter(self._open.values())

    def get(self, path: Path) -> Document | None:
        """The file at `path`, if it is open."""
        return self._open.get(path)

    def open(self, path: Path, text: str, version: int) -> None:
        """Take a file as the editor shows it."""
        self._open[path] = Document(path, text, version, self.encoding)

    def close(self, path: Path) -> None:
        """Go back to what is saved."""
        self._open.pop(path, None)

    def change(self, path: Path, changes: list[Change], version: int) -> None:
        """Make `changes`, each to the text that the one before left."""
        document = self._open.get(path)
        text = document.text if document is not None else ""
        for change in changes:
            if change.start is None or change.end is None:
                text = change.text
                continue
            ruler = Ruler(text, self.encoding)
            start, end = ruler.offset(change.start), ruler.offset(change.end)
            text = text[:start] + change.text + text[max(start, end) :]
        self._open[path] = Document(path, text, version, self.encoding)

    def texts(self) -> dict[Path, str]:
        """Every open text by its path."""
        return {path: one.text for path, one in self._open.items()}
