"""What has been found out, in the words of the language server protocol."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lsprotocol import types as lsp

from goldsmith.diagnostics import Diagnostic, Severity, Span
from goldsmith.lsp.abilities import Abilities
from goldsmith.lsp.documents import Change
from goldsmith.lsp.hover import Hover
from goldsmith.lsp.layout import Edit
from goldsmith.lsp.places import Target
from goldsmith.lsp.positions import Place, Ruler
from goldsmith.lsp.signature import Signature
from goldsmith.lsp.suggestion import Sort, Suggestion
from goldsmith.lsp.symbols import Shape, Symbol

_SEVERITIES: Mapping[Severity, lsp.DiagnosticSeverity] = {
    Severity.ERROR: lsp.DiagnosticSeverity.Error,
    Severity.WARNING: lsp.DiagnosticSeverity.Warning,
}
_SORTS: Mapping[Sort, lsp.CompletionItemKind] = {
    Sort.BLOCK: lsp.CompletionItemKind.Struct,
    Sort.OPTION: lsp.CompletionItemKind.Property,
    Sort.COMPONENT: lsp.CompletionItemKind.Module,
    Sort.VALUE: lsp.CompletionItemKind.Value,
    Sort.FUNCTION: lsp.CompletionItemKind.Function,
    Sort.REFERENCE: lsp.CompletionItemKind.Variable,
    Sort.FILE: lsp.CompletionItemKind.File,
}
_SHAPES: Mapping[Shape, lsp.SymbolKind] = {
    Shape.BLOCK: lsp.SymbolKind.Class,
    Shape.VALUE: lsp.SymbolKind.Variable,
    Shape.ARGUMENT: lsp.SymbolKind.Property,
}


def path_of(uri: str) -> Path | None:
    """The path that an address means; None for what is no file."""
    parts = urlsplit(uri)
    if parts.scheme != "file":
        return None
    path = unquote(parts.path, errors="surrogateescape")
    return Path(path) if path.startswith("/") and "\0" not in path else None


def place_of(position: lsp.Position) -> Place:
    """A position that an editor sent."""
    return Place(position.line, position.character)


def change(event: lsp.TextDocumentContentChangeEvent) -> Change:
    """A change that an editor sent."""
    if isinstance(event, lsp.TextDocumentContentChangePartial):
        return Change(event.text, place_of(event.range.start), place_of(event.range.end))
    return Change(event.text)


def range_of(span: Span, ruler: Ruler) -> lsp.Range:
    """A range to send to an editor."""
    start, end = ruler.place(span.start), ruler.place(max(span.start, span.end))
    return lsp.Range(lsp.Position(start.line, start.unit), lsp.Position(end.line, end.unit))


def top() -> lsp.Range:
    """Where to show what has no place."""
    return lsp.Range(lsp.Position(0, 0), lsp.Position(0, 0))


def diagnostic(
    problem: Diagnostic, where: lsp.Range, related: list[lsp.DiagnosticRelatedInformation]
) -> lsp.Diagnostic:
    """A problem with its hint, and the other places that matter."""
    message = "\n".join(filter(None, (problem.summary, problem.note, problem.detail)))
    return lsp.Diagnostic(
        where,
        message,
        severity=_SEVERITIES[problem.severity],
        source="goldsmith",
        related_information=related or None,
    )


def hover(found: Hover, ruler: Ruler, can: Abilities) -> lsp.Hover:
    """A page about a word."""
    content = lsp.MarkupContent(lsp.MarkupKind.PlainText, _plain(found.text))
    if can.pages_of_hovers:
        content = lsp.MarkupContent(lsp.MarkupKind.Markdown, found.text)
    return lsp.Hover(content, range_of(found.span, ruler))


def completion(found: Iterable[Suggestion], ruler: Ruler, can: Abilities) -> lsp.CompletionList:
    """A list of suggestions, in the order of their rank."""
    items = [
        lsp.CompletionItem(
            one.label,
            kind=_SORTS[one.sort],
            detail=one.detail or None,
            documentation=_page(one.page, can.pages_of_completions) if one.page else None,
            deprecated=one.deprecated or None,
            sort_text=f"{one.rank.value}{number:04}",
            filter_text=one.label,
            insert_text_format=(
                lsp.InsertTextFormat.Snippet if can.snippets else lsp.InsertTextFormat.PlainText
            ),
            text_edit=lsp.TextEdit(
                range_of(one.replaced, ruler), one.insert if can.snippets else one.plain
            ),
        )
        for number, one in enumerate(found)
    ]
    return lsp.CompletionList(is_incomplete=False, items=items)


def location(target: Target, uri: str, ruler: Ruler | None) -> lsp.Location:
    """A place in a document; without a ruler its beginning."""
    if target.span is None or ruler is None:
        return lsp.Location(uri, top())
    return lsp.Location(uri, range_of(target.span, ruler))


def symbol(found: Symbol, ruler: Ruler) -> lsp.DocumentSymbol:
    """A block or argument with those inside it."""
    return lsp.DocumentSymbol(
        found.name or "…",
        _SHAPES[found.shape],
        range_of(found.span, ruler),
        range_of(found.name_span, ruler),
        detail=found.detail or None,
        children=[symbol(one, ruler) for one in found.children],
    )


def signature(found: Signature, can: Abilities) -> lsp.SignatureHelp:
    """A function that is being called."""
    information = lsp.SignatureInformation(
        found.usage,
        documentation=_page(found.page, can.pages_of_signatures),
        parameters=[lsp.ParameterInformation(one) for one in found.parameters],
    )
    return lsp.SignatureHelp([information], active_signature=0, active_parameter=found.active)


def quick_fix(edit: Edit, uri: str, ruler: Ruler) -> lsp.CodeAction:
    """An edit that an editor offers for a problem."""
    return lsp.CodeAction(
        f"Write {edit.text}",
        kind=lsp.CodeActionKind.QuickFix,
        edit=lsp.WorkspaceEdit(changes={uri: edits([edit], ruler)}),
    )


def edits(found: Iterable[Edit], ruler: Ruler) -> list[lsp.TextEdit]:
    """Replacements for an editor to make."""
    return [lsp.TextEdit(range_of(one.span, ruler), one.text) for one in found]


def _page(text: str, is_shown: bool) -> lsp.MarkupContent | str:
    """A page in Markdown, or as plain text where Markdown would be shown as it is written."""
    return lsp.MarkupContent(lsp.MarkupKind.Markdown, text) if is_shown else _plain(text)


def _plain(text: str) -> str:
    lines = (line for line in text.splitlines() if not line.startswith("```"))
    return "\n".join(lines).replace("**", "").replace("`", "")
