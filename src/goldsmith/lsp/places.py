"""Where something is declared or referred to, and what changes with its name."""

import os
from collections.abc import Iterator
from pathlib import Path

from goldsmith.diagnostics import Span
from goldsmith.lsp.cursor import over
from goldsmith.lsp.declarations import Key, key_at, occurrences, set_in
from goldsmith.lsp.outline import Outline
from goldsmith.lsp.view import View
from goldsmith.record import record


@record
class Target:
    """A place in a file; without a span the file as a whole."""

    path: Path
    span: Span | None


def definition(view: View, offset: int) -> tuple[Target, ...]:
    """What the word at `offset` leads to: a declaration, or a file that a text names."""
    key = _key(view, offset)
    if key is not None:
        one = view.declared.get(key)
        return (Target(Path(one.name.file.path), one.name),) if one is not None else ()
    path = _file_named_at(view, offset)
    return (Target(path, None),) if path is not None else ()


def references(view: View, offset: int, *, with_declaration: bool) -> tuple[Target, ...]:
    """Every place that refers to what the word at `offset` stands for."""
    key = _key(view, offset)
    if key is None:
        return ()
    return tuple(_places(view, key, with_declaration=with_declaration))


def renamable(view: View, offset: int) -> Span | None:
    """The name at `offset` that can be changed everywhere, if there is one."""
    key = _key(view, offset)
    one = view.declared.get(key) if key is not None else None
    if one is None or key is None:
        return None
    here = [place.span for place in _places(view, key, with_declaration=True)]
    for span in here:
        if span is not None and span.file is view.outline.file and span.start <= offset <= span.end:
            return span
    return None


def is_name(text: str) -> bool:
    """Whether references can be written to something called `text`."""
    return text.replace("-", "_").isidentifier() and not text.startswith("-")


def _key(view: View, offset: int) -> Key | None:
    if not view.holds_values:
        return key_at(view.outline, offset)
    found = (one.key for one in set_in(view.outline) if one.span.start <= offset <= one.span.end)
    return next(found, None)


def _places(view: View, key: Key, *, with_declaration: bool) -> Iterator[Target]:
    one = view.declared.get(key)
    if one is not None and with_declaration:
        yield Target(Path(one.name.file.path), one.name)
    for path, outline in _all_outlines(view):
        found = set_in(outline) if _holds_values(path) else occurrences(outline)
        for occurrence in found:
            if occurrence.key == key:
                yield Target(path, occurrence.name)


def _all_outlines(view: View) -> Iterator[tuple[Path, Outline]]:
    yield from view.others.items()
    yield from view.values.items()


def _holds_values(path: Path) -> bool:
    return path.name.endswith(".pkrvars.hcl")


def _file_named_at(view: View, offset: int) -> Path | None:
    """The file that the text at `offset` names, from the folder of the template."""
    where = over(view.outline, offset)
    outline = view.outline
    token = outline.before(max(where.word.start, 1))
    text = where.word.text
    if not where.quoted:
        if outline.kinds[token : token + 2] != ["template-end", "literal"]:
            return None
        if not _is_root(outline, token):
            return None
        text = text.lstrip("/")
    if not text or "\0" in text:
        return None
    path = view.path.parent / text
    return Path(os.path.normpath(path)) if _is_file(path) else None


def _is_root(outline: Outline, end: int) -> bool:
    """Whether the interpolation that ends at token `end` begins its text and is `path.root`."""
    if end < 5 or outline.kinds[end - 5] != "string-start":
        return False
    return "".join(map(outline.text, range(end - 3, end))) in ("path.root", "path.cwd")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
