"""A desk with files on it, looked at where a template has a mark."""

from collections.abc import Mapping
from pathlib import Path

from goldsmith.catalog import Catalog
from goldsmith.lsp.completion import completions
from goldsmith.lsp.desk import Desk
from goldsmith.lsp.hover import hover
from goldsmith.lsp.manuals import Manuals
from goldsmith.lsp.places import Target, definition, references
from goldsmith.lsp.subject import Looker
from goldsmith.lsp.suggestion import Suggestion
from goldsmith.lsp.view import View

MARK = "¦"
MANUALS = Manuals(Catalog.load())
FOLDER = Path(__file__).parent
"""It has no templates of its own."""
NAME = "a.pkr.hcl"


def opened(text: str, others: Mapping[str, str] | None = None, name: str = NAME) -> Desk:
    """A desk with `text` open, and `others` beside it."""
    desk = Desk(MANUALS)
    for other, content in (others or {}).items():
        desk.documents.open(FOLDER / other, content, 1)
    desk.documents.open(FOLDER / name, text, 1)
    return desk


def seen(
    text: str, others: Mapping[str, str] | None = None, *, name: str = NAME, checked: bool = False
) -> tuple[View, int]:
    """The text without its mark, and the place of the mark.

    Where it is `checked`, that was before the text was written.
    """
    offset = text.index(MARK)
    desk = opened("", others, name)
    if checked:
        check(desk, name)
    desk.documents.open(FOLDER / name, text.replace(MARK, ""), 2)
    view = desk.view(FOLDER / name)
    assert view is not None
    return view, offset


def check(desk: Desk, name: str = NAME, environment: Mapping[str, str] | None = None) -> None:
    """Let the desk learn what planning finds out."""
    document = desk.documents.get(FOLDER / name)
    assert document is not None
    subject = desk.subject(document)
    assert subject is not None
    looker = Looker(MANUALS.catalog, environment or {})
    desk.learn(subject, looker.look(subject, desk.documents.texts()))


def offered(
    text: str, others: Mapping[str, str] | None = None, *, name: str = NAME, checked: bool = False
) -> dict[str, Suggestion]:
    """What can be written at the mark, by label."""
    view, offset = seen(text, others, name=name, checked=checked)
    return {one.label: one for one in completions(view, offset)}


def written(text: str, label: str) -> str:
    """The text after a suggestion has been taken, places to fill in as they are."""
    view, offset = seen(text)
    chosen = next(one for one in completions(view, offset) if one.label == label)
    whole = view.outline.file.text
    return whole[: chosen.replaced.start] + chosen.insert + whole[chosen.replaced.end :]


def page(
    text: str, others: Mapping[str, str] | None = None, *, name: str = NAME, checked: bool = False
) -> str:
    """What is shown for the word at the mark."""
    view, offset = seen(text, others, name=name, checked=checked)
    found = hover(view, offset)
    return found.text if found is not None else ""


def led_to(text: str, others: Mapping[str, str] | None = None, name: str = NAME) -> list[str]:
    """Where the word at the mark is declared, as "file:line: name"."""
    return [place(one) for one in definition(*seen(text, others, name=name))]


def used_in(text: str, others: Mapping[str, str] | None = None) -> list[str]:
    """Where the word at the mark is used and declared, as "file:line: name"."""
    return [place(one) for one in references(*seen(text, others), with_declaration=True)]


def place(target: Target) -> str:
    if target.span is None:
        return target.path.name
    return f"{target.path.name}:{target.span.position.line}: {target.span.text}"
