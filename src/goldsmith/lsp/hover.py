"""What an editor shows where the mouse points."""

from pathlib import Path

from goldsmith.diagnostics import Span
from goldsmith.lsp import markdown
from goldsmith.lsp.cursor import Side, Where, over
from goldsmith.lsp.declarations import Key, key_at
from goldsmith.lsp.manuals import FILE
from goldsmith.lsp.view import View
from goldsmith.manual import NAMES, function_manual
from goldsmith.record import record
from goldsmith.sdk.options import Option

ROOTS = {
    "path.root": "The folder of the template, as named on the command line.",
    "path.cwd": "The folder that the program was started in.",
    "packer.version": "The version of Packer that goldsmith is compatible with.",
    "source.name": "The name of the source that the current build starts from.",
    "source.type": "The type of the source that the current build starts from.",
    "build.name": "The name of the build block.",
    "build.ID": "What the builder calls its machine.",
}
"""Values that a template need not declare."""


@record
class Hover:
    """A page about what stands at `span`."""

    span: Span
    text: str


def hover(view: View, offset: int) -> Hover | None:
    """What there is to say of the word at `offset`."""
    where = over(view.outline, offset)
    text = _page(view, where, offset)
    return Hover(where.word, text) if text else None


def option_at(view: View, where: Where) -> Option | None:
    """The option whose value the cursor is in."""
    return view.manuals.inside(where.outline, where.blocks).option(where.argument)


def _page(view: View, where: Where, offset: int) -> str:
    if view.holds_values:
        name = where.word.text if where.side is Side.NAME else ""
        return _declaration(view, ("var", name)) if name else ""
    match where.side:
        case Side.NAME:
            return _item(view, where)
        case Side.LABEL:
            return _label(view, where, offset)
        case Side.VALUE if where.word.text:
            return _value(view, where, offset)
        case _:
            return ""


def _item(view: View, where: Where) -> str:
    """The argument or block whose name is pointed at."""
    name = where.word.text
    inside = view.manuals.inside(where.outline, where.blocks)
    block = inside.block(name) if where.blocks else FILE.block(name)
    if block is not None:
        return markdown.block_page(block)
    option = inside.option(name)
    if option is not None:
        return markdown.option_page(option)
    return _declared_here(view, where, where.word.start)


def _label(view: View, where: Where, offset: int) -> str:
    item = where.item
    inside = view.manuals.inside(where.outline, where.blocks)
    block = inside.block(where.outline.word(item.first)) if item is not None else None
    if block is not None and block.component and where.label == 0:
        component = view.manuals.component_of(block, where.word.text)
        if component is not None and block.labels[0] == "type":
            return markdown.component_page(component)
    return _declared_here(view, where, offset)


def _value(view: View, where: Where, offset: int) -> str:
    found = _declared_here(view, where, offset)
    if found or where.quoted:
        return found
    names = where.names
    if len(names) == 1 and names[0] not in where.bound and _is_called(where):
        return markdown.function_page(function_manual(names[0])) if names[0] in NAMES else ""
    return ROOTS.get(".".join(names[:2]), "") if names and names[0] not in where.bound else ""


def _is_called(where: Where) -> bool:
    return where.outline.kinds[where.chain[-1] + 1] == "("


def _declared_here(view: View, where: Where, offset: int) -> str:
    key = key_at(where.outline, offset)
    return _declaration(view, key) if key is not None and key[0] not in where.bound else ""


def _declaration(view: View, key: Key) -> str:
    one = view.declared.get(key)
    if one is None:
        return ""
    position = one.name.position
    place = f"{Path(one.name.file.path).name}:{position.line}"
    return markdown.declaration_page(one, view.shown.get(key, ""), place)
