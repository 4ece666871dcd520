"""Makes an HCL template of a legacy JSON template."""

import os
from contextlib import suppress
from pathlib import Path, PurePath

from goldsmith.catalog import Catalog
from goldsmith.diagnostics import Diagnostic, GoldsmithError, SourceFile
from goldsmith.lang.syntax import Object
from goldsmith.lang.syntax.format import format_source
from goldsmith.planning.legacy.hiding import hidden
from goldsmith.record import record
from goldsmith.upgrade.document import plain
from goldsmith.upgrade.fix import fix
from goldsmith.upgrade.upgrade import upgrade


@record
class Converted:
    """The HCL template, laid out, and what there is to say of it."""

    text: str
    problems: tuple[Diagnostic, ...]
    """What needs a look by hand."""
    unknown_builders: tuple[str, ...]
    outdated: tuple[str, ...]
    """Fixers that should run over the legacy template first."""


def convert(tree: Object, path: PurePath, *, annotate: bool) -> Converted:
    """What the HCL template is; `path` names it in messages."""
    made = upgrade(tree, Catalog.load(), annotate=annotate)
    text = format_source(SourceFile(path, made.text))
    values = plain(tree)
    steps = fix(values) if isinstance(values, dict) else ()
    outdated = tuple(step.fixer.name for step in steps)
    problems = tuple(hidden(made.problems, made.secrets))
    return Converted(text, problems, made.unknown_builders, outdated)


def write_new(path: Path, data: bytes) -> None:
    """Write a file at once or not at all, in place of one that may be there already."""
    new = path.with_name(f".goldsmith-{os.urandom(6).hex()}.new")
    try:
        with new.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as error:
        with suppress(OSError):
            new.unlink()
        raise GoldsmithError(f"{path} cannot be written: {error.strerror}.") from error
