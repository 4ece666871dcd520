"""What is checked as a whole when one of its files changes: the templates of a folder, mostly."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, chdir, suppress
from pathlib import Path

from goldsmith.catalog import Catalog
from goldsmith.diagnostics import Diagnostic, SourceFile
from goldsmith.planning import Examination, Inputs, examine
from goldsmith.record import record

_TEMPLATES = (".pkr.hcl", ".pkr.json")
_VALUES = (".pkrvars.hcl", ".pkrvars.json")
_AUTOMATIC = (".auto.pkrvars.hcl", ".auto.pkrvars.json")
_NAMES = (*_TEMPLATES, *_VALUES)
_MOST_PARENTS = 3
_MARKS_OF_LEGACY = ('"builders"', '"provisioners"')


@record
class Subject:
    """What planning is asked to look at, and which of the files it reads are spoken of."""

    folder: Path
    path: str = "."
    values: Path | None = None
    """A file of values that is not read by itself; only what is wrong with it is told."""


def subject_of(path: Path, text: str, open_files: Collection[Path]) -> Subject | None:
    """What a change of the file at `path` bears on; None for what is no template at all."""
    name = path.name
    if name.endswith((*_TEMPLATES, *_AUTOMATIC)):
        return Subject(path.parent)
    if name.endswith(_VALUES):
        folder = _template_folder(path.parent, open_files)
        return Subject(folder or path.parent, values=path)
    if name.endswith(".json") and any(mark in text for mark in _MARKS_OF_LEGACY):
        return Subject(path.parent, name)
    return None


def alone(path: Path) -> Subject | None:
    """A file as a template of its own; None where it is none."""
    return Subject(path.parent, path.name) if path.name.endswith(_TEMPLATES) else None


class Looker:
    """Plans subjects as if the program were started in a working directory."""

    __slots__ = ("catalog", "environment", "working_directory")

    def __init__(self, catalog: Catalog, environment: Mapping[str, str]) -> None:
        self.catalog = catalog
        self.environment = environment
        self.working_directory: Path | None = None
        """Where builds are started; None for the folder of each template."""

    def look(self, subject: Subject, texts: Mapping[Path, str]) -> Examination:
        """Plan what `subject` says, with `texts` in place of the files at these paths."""
        start = self.working_directory or subject.folder
        files = () if subject.values is None else (str(subject.values),)
        inputs = Inputs(
            path=os.path.relpath(subject.folder / subject.path, start),
            variable_files=files,
            environment=self.environment,
            working_directory=start,
            texts={_from(path, subject.folder, start): text for path, text in texts.items()},
        )
        with ExitStack() as stack:
            with suppress(OSError):
                # Settings look for the scripts and files that they name from here.
                stack.enter_context(chdir(start))
            return examine(inputs, self.catalog)

    def file(self, subject: Subject, file: SourceFile) -> Path | None:
        """The path of a file that planning has read; None for the text of an environment variable.

        Paths of templates are seen from the working directory, those in a template from its folder.
        """
        for folder in (self.working_directory, subject.folder):
            path = Path(os.path.normpath(folder / file.path)) if folder is not None else None
            if path is not None and os.path.lexists(path):
                return path
        name = file.path.name
        is_new = name.endswith(_NAMES) or name == subject.path
        return subject.folder / file.path if is_new else None

    def by_file(
        self, subject: Subject, problems: Iterable[Diagnostic], home: Path
    ) -> Mapping[Path, tuple[Diagnostic, ...]]:
        """What is to be told of each file; what has no place in any is told of `home`."""
        found: dict[Path, list[Diagnostic]] = {}
        for problem in problems:
            where = self.file(subject, problem.span.file) if problem.span is not None else None
            if subject.values is None or where == subject.values:
                found.setdefault(where or home, []).append(problem)
        return {path: tuple(some) for path, some in found.items()}


def _from(path: Path, folder: Path, start: Path) -> Path:
    """The path of an open file as planning makes it of a folder and a name."""
    if path.parent != folder or folder == start:
        return path
    return start / os.path.relpath(folder, start) / path.name


def template_files(folder: Path, open_files: Collection[Path], suffix: str) -> Iterator[Path]:
    """The files in `folder` whose names end with `suffix`, open or saved, by name."""
    try:
        names = set(os.listdir(folder))  # noqa: PTH208 - names are all that is needed
    except OSError:
        names = set()
    names.update(path.name for path in open_files if path.parent == folder)
    for name in sorted(names):
        if name.endswith(suffix):
            yield folder / name


def _template_folder(start: Path, open_files: Collection[Path]) -> Path | None:
    """The nearest folder from `start` upwards that has templates."""
    for folder in (start, *start.parents)[:_MOST_PARENTS]:
        for suffix in _TEMPLATES:
            if next(template_files(folder, open_files, suffix), None) is not None:
                return folder
    return None
