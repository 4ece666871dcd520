"""Everything the server remembers between two messages: open texts, and what was found in them."""

from collections.abc import Iterator
from pathlib import Path

from goldsmith.diagnostics import Diagnostic, SourceFile
from goldsmith.lsp.declarations import declared
from goldsmith.lsp.documents import Document, Documents
from goldsmith.lsp.manuals import TOP_TYPES, Manuals
from goldsmith.lsp.outline import Outline
from goldsmith.lsp.subject import Subject, alone, subject_of, template_files
from goldsmith.lsp.view import View, shown_in
from goldsmith.planning import Examination
from goldsmith.record import record

_LARGEST = 4_000_000
"""Bytes of a file beside the open ones that is still read for what it declares."""


@record
class _Saved:
    """A file as it was read, and when it had last changed."""

    changed: tuple[int, int]
    outline: Outline


class Desk:
    """What is open, and what is known of it."""

    def __init__(self, manuals: Manuals) -> None:
        self.manuals = manuals
        self.documents = Documents()
        self.each_file_alone = False
        """Whether every file is a template of its own."""
        self.known: dict[Subject, Examination] = {}
        self.problems: dict[Path, tuple[Diagnostic, ...]] = {}
        """What was last said of each file."""
        self._saved: dict[Path, _Saved] = {}

    def subject(self, document: Document) -> Subject | None:
        """What is checked when `document` changes."""
        path = document.path
        if self.each_file_alone:
            return alone(path) or subject_of(path, document.text, frozenset())
        return subject_of(path, document.text, self._open_paths())

    def subjects(self) -> dict[Subject, Path]:
        """Everything that is checked while it is open, with an open file of each."""
        found: dict[Subject, Path] = {}
        for document in self.documents:
            subject = self.subject(document)
            if subject is not None:
                found.setdefault(subject, document.path)
        return found

    def learn(self, subject: Subject, found: Examination) -> None:
        """Keep what a check found out, unless the template could not be read as a whole."""
        variables = found.scope.find("var") if found.scope is not None else None
        if variables is not None and variables.is_known:
            self.known[subject] = found

    def view(self, path: Path) -> View | None:
        """An open file in HCL as features look at it."""
        document = self.documents.get(path)
        if document is None or not document.is_native:
            return None
        subject = self.subject(document)
        folder = path.parent if subject is None else subject.folder
        if self.each_file_alone and subject is not None:
            known = self.known.get(subject)
            outlines = {path: document.outline}
        else:
            known = self.known.get(Subject(folder))
            outlines = dict(self._outlines(folder, ".pkr.hcl"))
        return View(
            path,
            document.outline,
            self.manuals,
            outlines,
            dict(self._outlines(folder, ".pkrvars.hcl")),
            known,
            declared(outlines.values()),
            shown_in(known),
        )

    def _outlines(self, folder: Path, suffix: str) -> Iterator[tuple[Path, Outline]]:
        for path in template_files(folder, self._open_paths(), suffix):
            document = self.documents.get(path)
            outline = document.outline if document is not None else self._read(path)
            if outline is not None:
                yield path, outline

    def _read(self, path: Path) -> Outline | None:
        try:
            about = path.stat()
            changed = (about.st_mtime_ns, about.st_size)
            saved = self._saved.get(path)
            if saved is not None and saved.changed == changed:
                return saved.outline
            if not path.is_file() or about.st_size > _LARGEST:
                return None
            text = path.read_bytes().decode(errors="replace").removeprefix("\ufeff")
        except OSError:
            return None
        outline = Outline(SourceFile(path, text), TOP_TYPES)
        self._saved[path] = _Saved(changed, outline)
        return outline

    def _open_paths(self) -> frozenset[Path]:
        return frozenset(document.path for document in self.documents)
