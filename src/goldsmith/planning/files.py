"""Which files make up a template, and their text."""

import os
from collections.abc import Mapping
from pathlib import Path, PurePath
from types import MappingProxyType

from goldsmith.diagnostics import Diagnostic, SourceFile, TemplateError, did_you_mean, similar_file
from goldsmith.lang.contents import contents
from goldsmith.planning.inputs import Inputs
from goldsmith.planning.problems import Problems
from goldsmith.record import record

TEMPLATE = ".pkr.hcl"
TEMPLATE_JSON = ".pkr.json"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_STANDARD_INPUT = PurePath("standard input")
AUTOMATIC = (".auto.pkrvars.hcl", ".auto.pkrvars.json")
_NO_TEXTS: Mapping[Path, str] = MappingProxyType({})


@record
class TemplateFiles:
    """The files that one path on the command line stands for."""

    root: PurePath
    """The folder of the template, as named on the command line."""

    templates: tuple[SourceFile, ...]
    variable_files: tuple[SourceFile, ...]
    """Those that are read without being named, least important first."""


def find(inputs: Inputs, problems: Problems) -> TemplateFiles:
    """The files in HCL that the path of `inputs` is; `TemplateError` where it is nothing."""
    path, working_directory, texts = inputs.path, inputs.working_directory, inputs.texts
    if not path:
        raise TemplateError([Diagnostic("No template is named", "Name a folder or a file.")])
    if path == "-":
        return TemplateFiles(PurePath(), (decode(_STANDARD_INPUT, inputs.standard_input()),), ())
    named = PurePath(path)
    whole = working_directory / named
    # Unlike the methods of Path, these bear names that are too long for the file system.
    if os.path.isdir(whole):  # noqa: PTH112
        return _directory(named, working_directory, problems, texts)
    if whole not in texts and not os.path.exists(whole):  # noqa: PTH110
        raise TemplateError([nothing_there(path, whole)])
    return TemplateFiles(named.parent, _read_all([named], working_directory, problems, texts), ())


def find_legacy(inputs: Inputs) -> SourceFile | None:
    """The legacy template that the path of `inputs` stands for; None where that is in HCL."""
    path = inputs.path
    if not path or inputs.other_files_are_hcl or path.endswith((TEMPLATE, TEMPLATE_JSON)):
        return None
    if path == "-":
        return decode(_STANDARD_INPUT, inputs.standard_input())
    whole = inputs.working_directory / path
    # Unlike the methods of Path, these bear names that are too long for the file system.
    if os.path.isdir(whole):  # noqa: PTH112
        return None
    if whole not in inputs.texts and not os.path.exists(whole):  # noqa: PTH110
        raise TemplateError([nothing_there(path, whole)])
    file = read(PurePath(path), inputs.working_directory, inputs.texts)
    if path.endswith(".hcl") and not file.text.lstrip().startswith("{"):
        raise TemplateError([misnamed(path)])
    return file


def read(
    path: PurePath, working_directory: Path, texts: Mapping[Path, str] = _NO_TEXTS
) -> SourceFile:
    """The text of one file; `TemplateError` where it cannot be read or is not UTF-8."""
    whole = working_directory / path
    if whole in texts:
        return SourceFile(path, texts[whole])
    try:
        data = contents(whole, patience=2)
    except OSError as error:
        raise TemplateError([unreadable(path, error)]) from error
    return decode(path, data)


def decode(path: PurePath, data: bytes) -> SourceFile:
    """What the bytes of a file say; `TemplateError` where they are not UTF-8."""
    try:
        return SourceFile(path, data.removeprefix(_BYTE_ORDER_MARK).decode())
    except UnicodeDecodeError as error:
        raise TemplateError([not_utf8(path, data)]) from error


def _directory(
    named: PurePath, working_directory: Path, problems: Problems, texts: Mapping[Path, str]
) -> TemplateFiles:
    folder = working_directory / named
    try:
        with os.scandir(folder) as entries:
            there = {one.name for one in entries if _counts(one)}
    except OSError as error:
        raise TemplateError([unreadable(named, error)]) from error
    names = sorted(there.union(path.name for path in texts if path.parent == folder))
    dialects = (TEMPLATE, TEMPLATE_JSON)
    templates = [named / name for suffix in dialects for name in names if name.endswith(suffix)]
    if not templates:
        raise TemplateError([no_templates(str(named), names)])
    automatic = [named / name for suffix in AUTOMATIC for name in names if name.endswith(suffix)]
    return TemplateFiles(
        named,
        _read_all(templates, working_directory, problems, texts),
        _read_all(automatic, working_directory, problems, texts),
    )


def _counts(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file, or should be: a broken link is told, unless an editor hides it."""
    try:
        is_file = entry.is_file()
    except OSError:  # a link to itself
        is_file = False
    return is_file or (entry.is_symlink() and not _leads_to_folder(entry) and entry.name[0] != ".")


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _read_all(
    paths: list[PurePath], working_directory: Path, problems: Problems, texts: Mapping[Path, str]
) -> tuple[SourceFile, ...]:
    found: list[SourceFile] = []
    for path in paths:
        with problems.collecting():
            found.append(read(path, working_directory, texts))
    return tuple(found)


def misnamed(path: str) -> Diagnostic:
    """A file in HCL whose name does not say so."""
    return Diagnostic(
        f"{path} is not named like a template",
        f"Templates in HCL are files named *{TEMPLATE} or *{TEMPLATE_JSON}; any other name is "
        "one of a legacy template in JSON. Rename it, or say -config-type=hcl2.",
    )


def nothing_there(path: str, whole: Path) -> Diagnostic:
    """The path leads nowhere."""
    if os.path.islink(whole):  # noqa: PTH114 - bears names that are too long
        return broken_link(path, whole)
    try:
        neighbours = [entry.name for entry in whole.parent.iterdir()]
    except OSError:
        neighbours = []
    hint = did_you_mean(whole.name, neighbours) or "Name a folder with templates, or one file."
    return Diagnostic(f"There is no file or folder {path}", hint)


def broken_link(path: str, whole: Path) -> Diagnostic:
    """A link whose target is not there, or itself."""
    return Diagnostic(
        f"{path} is a broken link",
        f"It leads to {os.readlink(whole)}, where nothing is.",  # noqa: PTH115 - as it is written
    )


def unreadable(path: PurePath, error: OSError) -> Diagnostic:
    """The system does not let us read it."""
    if isinstance(error, FileNotFoundError):
        if error.filename is not None and os.path.islink(error.filename):  # noqa: PTH114 - a text
            return broken_link(str(path), Path(error.filename))
        return Diagnostic(f"There is no file {path}", similar_file(str(path)))
    return Diagnostic(f"{path} cannot be read", f"{error.strerror or error}.")


def no_templates(path: str, names: list[str]) -> Diagnostic:
    """The folder holds nothing that looks like a template."""
    legacy = [name for name in names if name.endswith(".json")]
    hint = (
        f"Its {legacy[0]} may be a legacy one in JSON; give the path of that file itself."
        if legacy
        else ""
    )
    return Diagnostic(
        f"There is no template in the folder {path}",
        f"Templates are files named *{TEMPLATE} or *{TEMPLATE_JSON}. {hint}".rstrip(),
    )


def not_utf8(path: PurePath, data: bytes) -> Diagnostic:
    """The file has bytes that are no text."""
    content = data.removeprefix(_BYTE_ORDER_MARK)
    text = content.decode(errors="surrogateescape")
    start = next(at for at, character in enumerate(text) if "\udc80" <= character <= "\udcff")
    byte = ord(text[start]) - 0xDC00
    shown = SourceFile(path, content.decode(errors="replace"))
    return Diagnostic(
        f"{path} is not valid UTF-8",
        f"The byte 0x{byte:02x} cannot stand here. Save the file as UTF-8.",
        shown.span(min(start, max(0, len(shown.text) - 1)), start + 1),
    )
