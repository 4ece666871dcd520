"""Reads legacy JSON templates that are to be changed, not built."""

from pathlib import Path, PurePath

from goldsmith.diagnostics import Diagnostic, SourceFile, TemplateError
from goldsmith.lang.contents import contents
from goldsmith.lang.syntax import Object
from goldsmith.lang.syntax.json import read_json, repeated_keys
from goldsmith.planning import decode, nothing_there, unreadable

_HCL = (".hcl", ".pkr.json", ".pkrvars.json")
_PATIENCE = 2


def read_legacy(path: str) -> tuple[SourceFile, Object]:
    """The template in a file and its tree; raises `TemplateError` where it is no JSON template."""
    whole = Path(path)
    if path.endswith(_HCL) or whole.is_dir():
        raise TemplateError([not_legacy(path)])
    try:
        data = contents(whole, _PATIENCE)
    except FileNotFoundError as error:
        raise TemplateError([nothing_there(path, whole)]) from error
    except OSError as error:
        raise TemplateError([unreadable(whole, error)]) from error
    return parse_legacy(whole, data)


def parse_legacy(path: PurePath, data: bytes) -> tuple[SourceFile, Object]:
    """The same for bytes that are there already; `path` is for messages."""
    file = decode(path, data)
    tree, problems = read_json(file)
    if problems or tree is None:
        raise TemplateError(problems)
    if not isinstance(tree, Object):
        raise TemplateError([no_object(tree.span.file, tree.span.start)])
    repeated = repeated_keys(tree)
    if repeated:
        raise TemplateError(repeated)
    return file, tree


def not_legacy(path: str) -> Diagnostic:
    """The template is written in HCL."""
    return Diagnostic(
        f"{path} is not a legacy JSON template",
        "This command is for the older templates in JSON. One in HCL has nothing to be upgraded; "
        "`goldsmith validate` checks it, and `goldsmith fmt` lays it out.",
    )


def no_object(file: SourceFile, start: int) -> Diagnostic:
    """The file holds JSON, but no template."""
    return Diagnostic(
        "A template is an object",
        'It begins with { and has at least the key "builders".',
        file.span(start, start + 1),
    )
