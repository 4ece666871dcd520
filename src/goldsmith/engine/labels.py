"""What components of a template are called, and where they stand, when people read of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from goldsmith.diagnostics import GoldsmithError, Span


def label_of(kind: str, name: str) -> str:
    """The type of a component, and the name that the template gives it."""
    return kind if name in {"", kind} else f'{kind} "{name}"'


def place_of(span: Span) -> str:
    """Where in the template: `--> web.pkr.hcl:12:3`."""
    position = span.position
    return f"--> {span.file.path}:{position.line}:{position.column}"


@contextmanager
def placed(span: Span) -> Iterator[None]:
    """Add the place to an error of the world, unless a more exact one was added already."""
    try:
        yield
    except (GoldsmithError, OSError) as error:
        if not getattr(error, "__notes__", None):
            error.add_note(place_of(span))
        raise
