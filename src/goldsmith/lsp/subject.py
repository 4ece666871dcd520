"""What is checked as a whole when one of its files changes: the templates of a folder, mostly."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from goldsmith.catalog import Catalog
from goldsmith.diagnostics import Diagnostic
from goldsmith.planning import Exploration, Inputs, examine
from goldsmith.record import record

_TEMPLATES = (".pkr.hcl", ".pkr.json")
_VALUES = (".pkrvars.hcl", ".pkrvars.json")
_AUTOMATIC = (".auto.pkrvars.hcl", ".auto.pkrvars.json")
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


def look(
    subject: Subject, texts: Mapping[Path, str], environment: Mapping[str, str], catalog: Catalog
) -> Exploration:
    """Plan what `subject` says, with `texts` in place of the files at these paths."""
    files = () if subject.values is None else (str(subject.values),)
    inputs = Inputs(
        path=subject.path,
        variable_files=files,
        environment=environment,
        working_directory=subject.folder,
        texts=texts,
    )
    return examine(inputs, catalog)


def sorted_by_file(
    subject: Subject, problems: Iterable[Diagnostic], home: Path
) -> Mapping[Path, tuple[Diagnostic, ...]]:
    """What is to be told of each file; what has no place in any is told of `home`."""
    found: dict[Path, list[Diagnostic]] = {}
    for problem in problems:
        where = None
        if problem.span is not None:
            where = subject.folder / problem.span.file.path
        if subject.values is not None and where != subject.values:
            continue
        found.setdefault(where if where is not None else home, []).append(problem)
    return {path: tuple(some) for path, some in found.items()}


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
