"""What an editor can do with an answer."""

from collections.abc import Sequence

from lsprotocol import types as lsp

from goldsmith.record import record


@record
class Abilities:
    """Of what it can do, only what makes a difference."""

    snippets: bool = False
    """Whether it can fill in the places of a snippet."""

    pages_of_hovers: bool = False
    pages_of_completions: bool = False
    pages_of_signatures: bool = False
    """Whether it shows Markdown there."""


def abilities(client: lsp.ClientCapabilities) -> Abilities:
    """What an editor says of itself."""
    about = client.text_document
    if about is None:
        return Abilities()
    item = about.completion.completion_item if about.completion else None
    signature = about.signature_help.signature_information if about.signature_help else None
    return Abilities(
        bool(item and item.snippet_support),
        _has_markdown(about.hover.content_format if about.hover else None),
        _has_markdown(item.documentation_format if item else None),
        _has_markdown(signature.documentation_format if signature else None),
    )


def _has_markdown(formats: Sequence[lsp.MarkupKind] | None) -> bool:
    return lsp.MarkupKind.Markdown in (formats or ())
