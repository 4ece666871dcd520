"""Pages of the manual as an editor shows them: short Markdown."""

from collections.abc import Iterable

from goldsmith.lsp.declarations import Declaration, value_of
from goldsmith.manual import BlockManual, ComponentManual, FunctionManual
from goldsmith.sdk.options import Option

_LONGEST = 1000
"""Characters of a value that are shown."""


def option_page(option: Option) -> str:
    """An option: its traits, its text, its choices."""
    return _page(
        [_headed(option.name, option.traits), option.text, _choices(option), *_warnings(option)]
    )


def option_text(option: Option) -> str:
    """The same without its name, which a list of suggestions shows already."""
    traits = f"*{', '.join(option.traits)}*" if option.traits else ""
    return _page([traits, option.text, _choices(option), *_warnings(option)])


def block_page(block: BlockManual) -> str:
    """A block of the language."""
    return _page([code(block.header), block.text, code(block.example)])


def component_page(component: ComponentManual) -> str:
    """A component, with the options that it cannot do without."""
    required = [one for one in component.options if one.required]
    listed = "\n".join(f"- `{one.name}` ({', '.join(one.traits)}): {one.text}" for one in required)
    head = f"**{component.kind} {component.name}**"
    return _page([head, component.text, listed and f"Required:\n\n{listed}"])


def function_page(function: FunctionManual) -> str:
    """A function with its example."""
    return _page([code(function.usage), function.text, code(function.example)])


def declaration_page(one: Declaration, shown: str, place: str) -> str:
    """What a reference stands for: how it is declared, what it is, and where."""
    told = ""
    if shown and len(shown) <= _LONGEST:
        told = f"Value: {_inline(shown)}"
    return _page(
        [code(_declared(one)), _argument(one, "description"), told, f"Declared in {place}"]
    )


def code(text: str) -> str:
    """A piece of a template."""
    return f"```hcl\n{text.strip()}\n```" if text.strip() else ""


def _declared(one: Declaration) -> str:
    outline = one.outline
    if one.item.inner is None:
        return f"{one.reference} = {value_of(outline, one.item)}"
    header = outline.span(one.item.first).to(one.outline.span(one.item.labels[-1])).text
    kept = [
        f"  {name} = {value_of(outline, item)}"
        for item in one.item.inner.items
        if (name := outline.word(item.first)) in ("type", "default", "expression")
        and not _is_sensitive(one)
    ]
    return "\n".join([f"{header} {{", *kept, "}"]) if kept else f"{header} {{ … }}"


def _is_sensitive(one: Declaration) -> bool:
    return _argument(one, "sensitive") not in ("", "false")


def _argument(one: Declaration, name: str) -> str:
    body = one.item.inner
    for item in body.items if body is not None else ():
        if one.outline.word(item.first) == name and item.equals >= 0:
            value = item.equals + 1
            is_text = one.outline.kinds[value] == "string"
            return one.outline.word(value) if is_text else value_of(one.outline, item)
    return ""


def _headed(name: str, traits: Iterable[str]) -> str:
    listed = ", ".join(traits)
    return f"**{name}** ({listed})" if listed else f"**{name}**"


def _choices(option: Option) -> str:
    return f"One of {', '.join(f'`{one}`' for one in option.choices)}." if option.choices else ""


def _warnings(option: Option) -> tuple[str, ...]:
    return (
        f"Deprecated: {option.deprecated}" if option.deprecated else "",
        f"Not supported: {option.refused}" if option.refused else "",
    )


def _inline(text: str) -> str:
    return code(text) if "\n" in text or "`" in text else f"`{text}`"


def _page(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)
