"""What can be written at the cursor."""

from collections.abc import Iterable, Iterator

from goldsmith.diagnostics import Span
from goldsmith.lsp import markdown
from goldsmith.lsp.cursor import Side, Where, where
from goldsmith.lsp.declarations import set_in
from goldsmith.lsp.manuals import FILE, Inside, setting
from goldsmith.lsp.outline import Frame
from goldsmith.lsp.snippets import block_snippet, escaped, option_snippet
from goldsmith.lsp.suggestion import Rank, Sort, Suggestion
from goldsmith.lsp.values import values
from goldsmith.lsp.view import View
from goldsmith.manual import BLOCKS, BlockManual
from goldsmith.sdk.options import Option

_DYNAMIC = next(one for one in BLOCKS if one.type == "dynamic")
_ONCE = frozenset({"error-cleanup-provisioner", "hcp_packer_registry", "packer", "content"})


def completions(view: View, offset: int) -> tuple[Suggestion, ...]:
    """Everything that makes sense at `offset`; the editor leaves out what was not begun."""
    at = where(view.outline, offset)
    return tuple(dict.fromkeys(_suggested(view, at)))


def _suggested(view: View, at: Where) -> Iterator[Suggestion]:
    if view.holds_values:
        if at.side is Side.NAME and not at.blocks:
            yield from _variables_to_set(view, at)
        elif at.side is Side.VALUE and not at.quoted and not at.chain:
            yield from _words(("true", "false", "null"), at.word)
        return
    match at.side:
        case Side.NAME:
            yield from _names(view, at)
        case Side.LABEL:
            yield from _labels(view, at)
        case Side.KEY:
            yield from _keys(view, at)
        case Side.VALUE:
            yield from values(view, at)
        case _:
            return


def _names(view: View, at: Where) -> Iterator[Suggestion]:
    """Arguments and blocks that can begin here."""
    inside = view.manuals.inside(at.outline, at.blocks) if at.blocks else FILE
    body = at.item.frame if at.item is not None else _body(at)
    others = {at.outline.word(one.first) for one in body.items if one is not at.item}
    finished = _is_followed(at)
    for option in inside.options:
        if option.refused or (option.name in others and not _repeats(option)):
            continue
        yield _option(option, at.word, finished=finished)
    for block in inside.blocks:
        if block.type not in _ONCE or block.type not in others:
            yield _block(block, at.word, finished=finished)
    if inside.takes_dynamic:
        yield _block(_DYNAMIC, at.word, finished=finished)


def _body(at: Where) -> Frame:
    inner = at.blocks[-1].inner if at.blocks else None
    return inner or at.outline.root


def _is_followed(at: Where) -> bool:
    """Whether the item goes on behind the name already, so that only the name is wanted."""
    item = at.item
    return item is not None and (item.equals >= 0 or item.inner is not None or bool(item.labels))


def _repeats(option: Option) -> bool:
    return option.is_block and option.shape is not None and "BLOCKS" in option.shape.kind.name


def _option(option: Option, word: Span, *, finished: bool) -> Suggestion:
    rank = Rank.REQUIRED if option.required else Rank.USUAL
    return Suggestion(
        option.name,
        Sort.BLOCK if option.is_block else Sort.OPTION,
        word,
        escaped(option.name) if finished else option_snippet(option),
        ", ".join(option.traits),
        markdown.option_text(option),
        Rank.LAST if option.deprecated else rank,
        deprecated=bool(option.deprecated),
    )


def _block(block: BlockManual, word: Span, *, finished: bool) -> Suggestion:
    insert = escaped(block.type) if finished else block_snippet(block)
    return Suggestion(
        block.type, Sort.BLOCK, word, insert, block.header, markdown.block_page(block), Rank.USUAL
    )


def _labels(view: View, at: Where) -> Iterator[Suggestion]:
    """What the label of a block can be."""
    if at.item is None:
        return
    inside = view.manuals.inside(at.outline, at.blocks) if at.blocks else FILE
    kind = at.outline.word(at.item.first)
    if kind == "dynamic" and at.label == 0:
        yield from _types_of_blocks(inside, at)
        return
    block = inside.block(kind)
    if block is None or at.label >= len(block.labels):
        return
    if block.labels[at.label] == "reference":
        for key in view.declared:
            if key[0] == "source":
                yield _text(".".join(key), Sort.REFERENCE, at)
    elif block.component and at.label == 0:
        for name in view.manuals.names(block.component):
            component = view.manuals.component(block.component, name)
            page = markdown.component_page(component) if component else ""
            yield _text(name, Sort.COMPONENT, at, block.component, page)


def _types_of_blocks(inside: Inside, at: Where) -> Iterator[Suggestion]:
    for option in inside.options:
        if option.is_block:
            yield _text(option.name, Sort.BLOCK, at, "", markdown.option_text(option))
    for block in inside.blocks:
        yield _text(block.type, Sort.BLOCK, at, block.header, block.text)


def _text(label: str, sort: Sort, at: Where, detail: str = "", page: str = "") -> Suggestion:
    """A text that gets its quotes where none are there."""
    insert = escaped(label) if at.quoted else f'"{escaped(label)}"'
    return Suggestion(label, sort, at.word, insert, detail, page, Rank.USUAL)


def _keys(view: View, at: Where) -> Iterator[Suggestion]:
    """Keys of the objects whose keys are known."""
    kind = at.type_of(at.blocks[-1]) if at.blocks else ""
    others = {
        at.outline.word(one.first)
        for one in (at.object.items if at.object else ())
        if one is not at.item
    }
    if kind == "required_plugins" and not at.keys:
        for name, text in (("version", '"$1"'), ("source", '"$1"')):
            if name not in others:
                yield Suggestion(name, Sort.OPTION, at.word, f"{name} = {text}", "string")
    elif at.argument == "override" and not at.keys:
        for key in view.declared:
            if key[0] == "source" and key[2] not in others:
                insert = f"{escaped(key[2])} = {{\n\t$0\n}}"
                yield Suggestion(key[2], Sort.REFERENCE, at.word, insert, ".".join(key))
    elif at.argument == "override" and len(at.keys) == 1:
        for option in view.manuals.inside(at.outline, at.blocks).options:
            if option.name not in others and not option.refused and not option.is_block:
                yield _option(option, at.word, finished=_is_followed(at))


def _variables_to_set(view: View, at: Where) -> Iterator[Suggestion]:
    there = {one.key for one in set_in(at.outline) if one.span.start != at.word.start}
    for key, one in view.declared.items():
        if key[0] == "var" and key not in there:
            page = markdown.declaration_page(one, "", one.name.file.path.name)
            is_text = setting(one.outline, one.item.inner, "type") == ""
            insert = f"{escaped(key[1])} = " + ("$0" if is_text else '"$0"')
            if _is_followed(at):
                insert = escaped(key[1])
            yield Suggestion(key[1], Sort.REFERENCE, at.word, insert, "variable", page)


def _words(words: Iterable[str], span: Span) -> Iterator[Suggestion]:
    for word in words:
        yield Suggestion(word, Sort.VALUE, span, word)
