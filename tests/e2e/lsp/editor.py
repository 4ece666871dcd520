"""An editor with one folder open, as far as a language server can tell."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from lsprotocol import types as lsp
from pytest_lsp import LanguageClient

_PATIENCE = 30.0


class Editor:
    """Opens, changes and asks about files of a folder by their names."""

    def __init__(self, client: LanguageClient, folder: Path) -> None:
        self.client = client
        self.folder = folder
        self.texts: dict[str, str] = {}
        self.versions: dict[str, int] = {}

    def uri(self, name: str) -> str:
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str | None = None) -> None:
        self.texts[name] = (self.folder / name).read_text() if text is None else text
        self.versions[name] = 1
        document = lsp.TextDocumentItem(self.uri(name), "packer", 1, self.texts[name])
        self.client.text_document_did_open(lsp.DidOpenTextDocumentParams(document))

    def replace(self, name: str, old: str, new: str) -> None:
        """Put `new` in place of the one `old`, as a change of that range alone."""
        text = self.texts[name]
        start = text.index(old)
        change = lsp.TextDocumentContentChangePartial(
            lsp.Range(self.place(name, start), self.place(name, start + len(old))), new
        )
        self.texts[name] = text[:start] + new + text[start + len(old) :]
        self.versions[name] += 1
        document = lsp.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name))
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))

    def type(self, name: str, text: str) -> None:
        """Write `text` at the end of a file."""
        end = self.place(name, len(self.texts[name]))
        change = lsp.TextDocumentContentChangePartial(lsp.Range(end, end), text)
        self.texts[name] += text
        self.versions[name] += 1
        document = lsp.VersionedTextDocumentIdentifier(self.versions[name], self.uri(name))
        self.client.text_document_did_change(lsp.DidChangeTextDocumentParams(document, [change]))

    def close(self, name: str) -> None:
        document = lsp.TextDocumentIdentifier(self.uri(name))
        self.client.text_document_did_close(lsp.DidCloseTextDocumentParams(document))

    def place(self, name: str, offset: int) -> lsp.Position:
        before = self.texts[name][:offset]
        line = before.rpartition("\n")[2]
        return lsp.Position(before.count("\n"), len(line.encode("utf-16-le")) // 2)

    def after(self, name: str, text: str) -> lsp.Position:
        """The place behind the first occurrence of `text`."""
        return self.place(name, self.texts[name].index(text) + len(text))

    def within(self, name: str, text: str) -> lsp.Position:
        """The place behind the first letter of `text`."""
        return self.place(name, self.texts[name].index(text) + 1)

    def document(self, name: str) -> lsp.TextDocumentIdentifier:
        return lsp.TextDocumentIdentifier(self.uri(name))

    async def problems(self, name: str) -> Mapping[str, lsp.Diagnostic]:
        """What the next check says of a file, by the first line of each message."""
        self.client.diagnostics.pop(self.uri(name), None)
        return await self.told(name)

    async def told(self, name: str) -> Mapping[str, lsp.Diagnostic]:
        """What has been said of a file, or what is said next if nothing has."""
        async with asyncio.timeout(_PATIENCE):
            while self.uri(name) not in self.client.diagnostics:
                await self.client.wait_for_notification(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        found = self.client.diagnostics[self.uri(name)]
        return {one.message.partition("\n")[0]: one for one in found}

    async def completions(self, name: str, after: str) -> Mapping[str, lsp.CompletionItem]:
        found = await self.client.text_document_completion_async(
            lsp.CompletionParams(self.document(name), self.after(name, after))
        )
        assert isinstance(found, lsp.CompletionList)
        return {one.label: one for one in found.items}

    async def hover(self, name: str, word: str) -> str:
        found = await self.client.text_document_hover_async(
            lsp.HoverParams(self.document(name), self.within(name, word))
        )
        if found is None:
            return ""
        assert isinstance(found.contents, lsp.MarkupContent)
        return found.contents.value

    async def definition(self, name: str, word: str) -> list[tuple[str, int]]:
        found = await self.client.text_document_definition_async(
            lsp.DefinitionParams(self.document(name), self.within(name, word))
        )
        assert isinstance(found, list)
        return [
            (one.uri.rpartition("/")[2], one.range.start.line + 1)
            for one in found
            if isinstance(one, lsp.Location)
        ]
