"""Answers to the questions of an editor, each from what is on the desk."""

from collections.abc import Iterable

from lsprotocol import types as lsp

from goldsmith.lsp import protocol
from goldsmith.lsp.abilities import Abilities
from goldsmith.lsp.addresses import Addresses
from goldsmith.lsp.completion import completions
from goldsmith.lsp.desk import Desk
from goldsmith.lsp.hover import hover
from goldsmith.lsp.layout import layout
from goldsmith.lsp.mending import mending
from goldsmith.lsp.places import Target, definition, is_name, references, renamable
from goldsmith.lsp.signature import signature
from goldsmith.lsp.symbols import symbols
from goldsmith.lsp.view import View


class Answers:
    """One editor's questions."""

    def __init__(self, desk: Desk, addresses: Addresses) -> None:
        self.desk = desk
        self.addresses = addresses
        self.can = Abilities()

    def hover(self, params: lsp.HoverParams) -> lsp.Hover | None:
        """The manual of what the mouse points at."""
        asked = self._asked(params)
        found = hover(*asked) if asked is not None else None
        if asked is None or found is None:
            return None
        return protocol.hover(found, self.addresses.ruler(asked[0].outline.file), self.can)

    def complete(self, params: lsp.CompletionParams) -> lsp.CompletionList | None:
        """What can be written at the cursor."""
        asked = self._asked(params)
        if asked is None:
            return None
        ruler = self.addresses.ruler(asked[0].outline.file)
        return protocol.completion(completions(*asked), ruler, self.can)

    def define(self, params: lsp.DefinitionParams) -> list[lsp.Location] | None:
        """Where the word at the cursor is declared."""
        asked = self._asked(params)
        return self._locations(definition(*asked)) if asked is not None else None

    def refer(self, params: lsp.ReferenceParams) -> list[lsp.Location] | None:
        """Where the word at the cursor is used."""
        asked = self._asked(params)
        if asked is None:
            return None
        declared = params.context.include_declaration
        return self._locations(references(*asked, with_declaration=declared))

    def highlight(self, params: lsp.DocumentHighlightParams) -> list[lsp.DocumentHighlight] | None:
        """Where the word at the cursor stands in this file."""
        asked = self._asked(params)
        if asked is None:
            return None
        found = self._locations(references(*asked, with_declaration=True))
        here = self.addresses.uri(asked[0].path)
        return [lsp.DocumentHighlight(one.range) for one in found if one.uri == here]

    def prepare_rename(self, params: lsp.PrepareRenameParams) -> lsp.Range | None:
        """The name at the cursor that can be changed."""
        asked = self._asked(params)
        span = renamable(*asked) if asked is not None else None
        return None if span is None else protocol.range_of(span, self.addresses.ruler(span.file))

    def rename(self, params: lsp.RenameParams) -> lsp.WorkspaceEdit | None:
        """Every change that a new name asks for."""
        asked = self._asked(params)
        if asked is None or not is_name(params.new_name) or renamable(*asked) is None:
            return None
        changes: dict[str, list[lsp.TextEdit]] = {}
        for where in self._locations(references(*asked, with_declaration=True)):
            edit = lsp.TextEdit(where.range, params.new_name)
            if edit not in changes.setdefault(where.uri, []):
                changes[where.uri].append(edit)
        return lsp.WorkspaceEdit(changes=changes)

    def symbols(self, params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol] | None:
        """The blocks of a file."""
        view = self._view(params.text_document)
        if view is None:
            return None
        ruler = self.addresses.ruler(view.outline.file)
        return [protocol.symbol(one, ruler) for one in symbols(view.outline)]

    def mend(self, params: lsp.CodeActionParams) -> list[lsp.CodeAction] | None:
        """What would mend the problems in a range."""
        path = self.addresses.path(params.text_document.uri)
        document = self.desk.documents.get(path) if path is not None else None
        if path is None or document is None:
            return None
        ruler = self.addresses.ruler(document.file)
        start, end = (
            ruler.offset(protocol.place_of(one)) for one in (params.range.start, params.range.end)
        )
        found: list[lsp.CodeAction] = []
        for problem in self.desk.problems.get(path, ()):
            span = problem.span
            if span is None or span.file.text != document.text:
                continue
            edit = mending(problem) if span.start <= end and start <= span.end else None
            if edit is not None:
                found.append(protocol.quick_fix(edit, params.text_document.uri, ruler))
        return found

    def lay_out(self, params: lsp.DocumentFormattingParams) -> list[lsp.TextEdit] | None:
        """What `goldsmith fmt` would change."""
        view = self._view(params.text_document)
        if view is None:
            return None
        file = view.outline.file
        return protocol.edits(layout(file), self.addresses.ruler(file))

    def sign(self, params: lsp.SignatureHelpParams) -> lsp.SignatureHelp | None:
        """The function that is being called."""
        asked = self._asked(params)
        found = signature(asked[0].outline, asked[1]) if asked is not None else None
        return protocol.signature(found, self.can) if found is not None else None

    def _view(self, document: lsp.TextDocumentIdentifier) -> View | None:
        path = self.addresses.path(document.uri)
        return self.desk.view(path) if path is not None else None

    def _asked(
        self,
        params: lsp.HoverParams
        | lsp.CompletionParams
        | lsp.DefinitionParams
        | lsp.ReferenceParams
        | lsp.DocumentHighlightParams
        | lsp.PrepareRenameParams
        | lsp.RenameParams
        | lsp.SignatureHelpParams,
    ) -> tuple[View, int] | None:
        """The file and the character that a question is about."""
        view = self._view(params.text_document)
        if view is None:
            return None
        ruler = self.addresses.ruler(view.outline.file)
        return view, ruler.offset(protocol.place_of(params.position))

    def _locations(self, targets: Iterable[Target]) -> list[lsp.Location]:
        found: list[lsp.Location] = []
        for target in targets:
            ruler = self.addresses.ruler(target.span.file) if target.span is not None else None
            found.append(protocol.location(target, self.addresses.uri(target.path), ruler))
        return found
