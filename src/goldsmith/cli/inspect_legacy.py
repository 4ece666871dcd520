"""What a legacy JSON template consists of, for people and for programs."""

from collections.abc import Iterator

from goldsmith.cli.machine import line
from goldsmith.plan import Outline

_NOTE = """
Note: If your build names contain user variables or template
functions such as 'timestamp', these are processed at build time,
and therefore only show in their raw form here."""


def lines(outline: Outline) -> Iterator[str]:
    """The overview as people read it."""
    for text, _ in _said(outline):
        yield from text.split("\n")


def machine_lines(outline: Outline) -> Iterator[str]:
    """The same, with a line for programs before each thing that is named."""
    for text, record in _said(outline):
        if record:
            yield line("", *record)
        yield line("", "ui", "say", text)


def _said(outline: Outline) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "Packer Inspect: JSON mode", ()
    if outline.description:
        yield "Description:\n", ()
        yield f"{outline.description}\n", ()
    yield from _variables(outline)
    yield from _builders(outline)
    yield from _provisioners(outline)
    yield _NOTE, ()


def _variables(outline: Outline) -> Iterator[tuple[str, tuple[str, ...]]]:
    if outline.required:
        yield "Required variables:\n", ()
        for name in outline.required:
            yield f"  {name}", ("template-variable", name, "", "1")
        yield "", ()
    if not outline.required and not outline.optional:
        yield "Variables:\n", ()
        yield "  <No variables>", ()
        yield "", ()
    if outline.optional:
        yield "Optional variables and their defaults:\n", ()
        names = (*outline.required, *(name for name, _ in outline.optional))
        width = max(map(len, names))
        for name, default in outline.optional:
            shown = f"  {name:<{width}} = {default}"
            yield shown, ("template-variable", name, default, "0")
        yield "", ()


def _builders(outline: Outline) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "Builders:\n", ()
    if not outline.builders:
        yield "  <No builders>", ()
    width = max((len(name) for name, _ in outline.builders), default=0)
    for name, kind in outline.builders:
        shown = f"  {name:<{width}}"
        if name != kind:
            shown += f" ({kind})"
        yield shown, ("template-builder", name, kind)
    yield "", ()


def _provisioners(outline: Outline) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "Provisioners:\n", ()
    if not outline.provisioners:
        yield "  <No provisioners>", ()
    for kind in outline.provisioners:
        yield f"  {kind}", ("template-provisioner", kind)
