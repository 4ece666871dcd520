"""The manual of a settings class in Markdown, made of what the class itself says."""

from collections.abc import Iterable, Iterator

from goldsmith.sdk.options import Option, documentation, introduction, options_of

__all__ = ["documentation", "listed", "reference"]

_INDENT = "  "


def reference(cls: type) -> str:
    """Markdown: what the class is, and each of its options with its text and its default."""
    lines = [introduction(cls), "", *listed(options_of(cls))]
    return "\n".join(lines).strip() + "\n"


def listed(options: Iterable[Option]) -> Iterator[str]:
    """The lines of a Markdown list of options; those that are refused come at the end."""
    refused: list[Option] = []
    for one in options:
        if one.refused:
            refused.append(one)
        else:
            yield from _option(one, "")
    if refused:
        yield from ("", "Known, but not supported:", "")
        yield from (f"- `{one.name}`: {one.refused}" for one in refused)


def _option(option: Option, indent: str) -> Iterator[str]:
    choices = ", ".join(f"`{choice}`" for choice in option.choices)
    notes = (option.text, f"One of {choices}." if choices else "", _warning(option))
    text = " ".join(note for note in notes if note)
    yield f"{indent}- `{option.name}` ({', '.join(_traits(option))}): {text}".rstrip()
    for inner in option.options:
        yield from _option(inner, indent + _INDENT)


def _traits(option: Option) -> Iterator[str]:
    for one in option.traits:
        yield f"default `{option.default}`" if one == f"default {option.default}" else one


def _warning(option: Option) -> str:
    if option.refused:
        return f"Not supported: {option.refused}"
    return f"Deprecated: {option.deprecated}" if option.deprecated else ""
