"""What a value can be at the cursor: words that an option takes, references, functions."""

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from goldsmith.lang import FUNCTIONS, MapOf, ObjectOf, Type, Value, unknown
from goldsmith.lang.shape import Kind
from goldsmith.lsp import markdown
from goldsmith.lsp.cursor import Where
from goldsmith.lsp.hover import ROOTS, option_at
from goldsmith.lsp.outline import Kind as Bracket
from goldsmith.lsp.snippets import escaped
from goldsmith.lsp.suggestion import Rank, Sort, Suggestion
from goldsmith.lsp.view import View
from goldsmith.manual import function_manual
from goldsmith.planning import FACTS
from goldsmith.sdk.options import Option

_TYPES = (
    "string",
    "number",
    "bool",
    "any",
    "list(${1:string})",
    "set(${1:string})",
    "map(${1:string})",
    "object({ ${1:name} = ${2:string} })",
    "tuple([${1:string}])",
)
_ENVIRONMENT = "env"
"""The one function that defaults of variables can call."""

_MOST_FILES = 200
_OPTIONS_WITH_FILES = frozenset({"script", "scripts", "source", "sources"})
_READ_FILES = frozenset({"file", "filebase64", "templatefile", "fileexists"})


def values(view: View, at: Where) -> Iterator[Suggestion]:
    """Everything that can be a value, or a part of one, at the cursor."""
    option = option_at(view, at) if not at.keys else None
    block = at.type_of(at.blocks[-1]) if at.blocks else ""
    if at.quoted:
        yield from _quoted(view, at, option, block)
        return
    if not at.complete:
        return
    names = at.names
    if len(names) > 1:
        yield from _members(view, at, names[:-1])
        return
    if block == "variable" and at.argument == "type":
        yield from _types(at)
        return
    yield from _literals(view, at, option, block)
    if block == "variables" or (block == "variable" and at.argument in ("default", "sensitive")):
        yield _function(at, _ENVIRONMENT)
        return
    yield from _references(view, at)
    yield from _functions(at)


def _quoted(view: View, at: Where, option: Option | None, block: str) -> Iterator[Suggestion]:
    """Texts that stand between the quotes that are there."""
    for text in _texts(view, at, option, block):
        yield Suggestion(text, Sort.VALUE, at.word, escaped(text))
    reads = at.call is not None and at.call.name in _READ_FILES and at.call.index == 0
    if reads or (block != "build" and option is not None and _is_path(option)):
        yield from _files(view, at)


def _literals(view: View, at: Where, option: Option | None, block: str) -> Iterator[Suggestion]:
    if at.call is None and _is_whole_value(at):
        for text in _texts(view, at, option, block):
            yield Suggestion(text, Sort.VALUE, at.word, f'"{escaped(text)}"', rank=Rank.REQUIRED)
        shape = option.shape if option is not None else None
        if shape is not None and shape.kind is Kind.BOOL:
            for word in ("true", "false"):
                yield Suggestion(word, Sort.VALUE, at.word, word, rank=Rank.REQUIRED)
            return
    for word in ("true", "false", "null"):
        yield Suggestion(word, Sort.VALUE, at.word, word, rank=Rank.LAST)


def _texts(view: View, at: Where, option: Option | None, block: str) -> Iterator[str]:
    """The plain texts that the argument can be."""
    sources = [key for key in view.declared if key[0] == "source"]
    if block == "build" and at.argument == "sources":
        yield from (".".join(key) for key in sources)
    elif at.argument in ("only", "except") and block != "build":
        yield from (".".join(key[1:]) for key in sources)
    elif at.argument == "communicator" and block == "source" and at.blocks[-1].labels:
        builder = view.manuals.component("builder", at.outline.label(at.blocks[-1], 0))
        yield from builder.communicators if builder is not None else ()
    elif option is not None:
        for choice in option.choices:
            if choice.startswith('"'):
                yield choice[1:-1]


def _is_whole_value(at: Where) -> bool:
    """Whether what is written here is the argument, or an element of the list that it is."""
    outline = at.outline
    before = outline.before(at.word.start)
    kinds = ("=", "[", ",")
    return outline.kinds[before] in (*kinds, "newline") and outline.frames[before].kind in (
        Bracket.BLOCK,
        Bracket.LIST,
    )


def _is_path(option: Option) -> bool:
    """Whether it names files of this machine."""
    is_path = option.shape is not None and option.shape.kind is Kind.PATH
    return is_path or option.name in _OPTIONS_WITH_FILES


def _members(view: View, at: Where, names: tuple[str, ...]) -> Iterator[Suggestion]:
    """What can follow a dot."""
    root = names[0]
    if root in at.bound:
        if len(names) == 1 and root in at.iterators:
            for word in ("key", "value"):
                yield Suggestion(word, Sort.REFERENCE, at.word, word)
        return
    declared = view.declared
    depth = len(names)
    if root in ("var", "local", "data") and depth < (3 if root == "data" else 2):
        for key in declared:
            if key[:depth] == names:
                page = "" if depth + 1 < len(key) else _page(view, key)
                yield Suggestion(key[depth], Sort.REFERENCE, at.word, escaped(key[depth]), "", page)
        return
    if depth == 1:
        yield from _built_in(at, root)
    if root == "data" and depth == 3:
        component = view.manuals.component("data source", names[1])
        for output, kind in (component.outputs if component is not None else {}).items():
            yield Suggestion(output, Sort.REFERENCE, at.word, output, kind)
        return
    yield from _attributes(view.value(root), at, names[1:])


def _page(view: View, key: tuple[str, ...]) -> str:
    one = view.declared[key]
    return markdown.declaration_page(one, view.shown.get(key, ""), Path(one.name.file.path).name)


def _built_in(at: Where, root: str) -> Iterator[Suggestion]:
    found = {name: text for name, text in ROOTS.items() if name.split(".")[0] == root}
    for name, text in found.items():
        last = name.split(".")[1]
        yield Suggestion(last, Sort.REFERENCE, at.word, last, "", text)
    if root == "build":
        for name in FACTS:
            if f"build.{name}" not in found:
                yield Suggestion(name, Sort.REFERENCE, at.word, name)


def _attributes(value: Value | None, at: Where, names: tuple[str, ...]) -> Iterator[Suggestion]:
    """The attributes of a value that is known, at least by its type."""
    kind: Type | None = value.type if value is not None else None
    for name in names:
        if value is None or value.sensitive:
            return
        is_known = isinstance(value.data, Mapping)
        inner = value.mapping.get(name) if is_known else None
        if inner is None and isinstance(value.type, ObjectOf):
            kind = value.type.attributes.get(name)
            inner = unknown(kind) if kind is not None else None
        value = inner
        kind = value.type if value is not None else None
    if value is None or value.sensitive:
        return
    keys: Iterable[str] = kind.attributes if isinstance(kind, ObjectOf) else ()
    if isinstance(kind, MapOf) and isinstance(value.data, Mapping):
        keys = value.mapping
    for key in keys:
        if key.isidentifier():
            yield Suggestion(key, Sort.REFERENCE, at.word, escaped(key))


def _types(at: Where) -> Iterator[Suggestion]:
    for snippet in _TYPES:
        label = snippet.partition("(")[0]
        yield Suggestion(label, Sort.VALUE, at.word, snippet, "type")


def _references(view: View, at: Where) -> Iterator[Suggestion]:
    for name in sorted(at.bound):
        yield Suggestion(name, Sort.REFERENCE, at.word, escaped(name))
    for key in view.declared:
        if key[0] != "source":
            name = ".".join(key)
            yield Suggestion(name, Sort.REFERENCE, at.word, escaped(name), "", _page(view, key))
    in_step = len(at.blocks) > 1 and at.type_of(at.blocks[0]) == "build"
    for name, text in ROOTS.items():
        if in_step or name.split(".")[0] not in ("source", "build"):
            yield Suggestion(name, Sort.REFERENCE, at.word, name, "", text, Rank.GENERAL)


def _functions(at: Where) -> Iterator[Suggestion]:
    for name in FUNCTIONS:
        yield _function(at, name)


def _function(at: Where, name: str) -> Suggestion:
    usage, page = _manual(name)
    insert = name if _is_called(at) else f"{name}($0)"
    return Suggestion(name, Sort.FUNCTION, at.word, insert, usage, page, Rank.GENERAL)


@cache
def _manual(name: str) -> tuple[str, str]:
    manual = function_manual(name)
    return manual.usage, markdown.function_page(manual)


def _is_called(at: Where) -> bool:
    return bool(at.chain) and at.outline.kinds[at.chain[-1] + 1] == "("


def _files(view: View, at: Where) -> Iterator[Suggestion]:
    """Files and folders beside the template that go on as the text begins."""
    written = at.word.text[: at.offset - at.word.start]
    folder, slash, _ = written.rpartition("/")
    if "\0" in written or written.startswith("~"):
        return
    try:
        with os.scandir(view.path.parent / (folder or slash)) as entries:
            found = sorted((entry.name, entry.is_dir()) for entry in entries)
    except (OSError, ValueError):
        return
    for name, is_folder in found[:_MOST_FILES]:
        if not name.startswith("."):
            path = f"{folder}{slash}{name}{'/' if is_folder else ''}"
            yield Suggestion(path, Sort.FILE, at.word, escaped(path))
