"""The server itself: messages of an editor in, answers out, over standard input and output."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, TypeVar

from lsprotocol import types as lsp
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol, lsp_method

from goldsmith import __version__
from goldsmith.catalog import Catalog
from goldsmith.diagnostics import Diagnostic
from goldsmith.lsp import protocol
from goldsmith.lsp.abilities import abilities
from goldsmith.lsp.addresses import Addresses
from goldsmith.lsp.answers import Answers
from goldsmith.lsp.checking import Checker
from goldsmith.lsp.desk import Desk
from goldsmith.lsp.faults import summary
from goldsmith.lsp.manuals import Manuals
from goldsmith.lsp.subject import Looker, Subject
from goldsmith.lsp.wishes import wishes
from goldsmith.planning import Examination

_WATCHED = ("**/*.pkr.hcl", "**/*.pkr.json", "**/*.pkrvars.hcl", "**/*.pkrvars.json")

Params = TypeVar("Params")
Answer = TypeVar("Answer")


def serve(environment: Mapping[str, str]) -> int:
    """Serve one editor until it goes; the exit code says whether it said goodbye."""
    # What the library logs may quote messages, and with them secrets of a template.
    logging.disable(logging.CRITICAL)
    # There is nothing to undo, and the library would wait for one more line of input.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    server = Server(environment)
    server.client.start_io(sys.stdin.buffer, _own_output())
    return 0 if server.said_goodbye else 1


def _own_output() -> BinaryIO:
    """The standard output for messages alone; whatever else is printed goes where errors go."""
    own = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return own


class _Protocol(LanguageServerProtocol):
    """Leaves the texts of open files to the desk, which counts lines as editors do."""

    @lsp_method(lsp.TEXT_DOCUMENT_DID_OPEN)
    def lsp_text_document__did_open(
        self, params: lsp.DidOpenTextDocumentParams
    ) -> Iterator[object]:
        yield self.fm.features[lsp.TEXT_DOCUMENT_DID_OPEN], (params,), None

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CHANGE)
    def lsp_text_document__did_change(
        self, params: lsp.DidChangeTextDocumentParams
    ) -> Iterator[object]:
        yield self.fm.features[lsp.TEXT_DOCUMENT_DID_CHANGE], (params,), None

    @lsp_method(lsp.TEXT_DOCUMENT_DID_CLOSE)
    def lsp_text_document__did_close(
        self, params: lsp.DidCloseTextDocumentParams
    ) -> Iterator[object]:
        yield self.fm.features[lsp.TEXT_DOCUMENT_DID_CLOSE], (params,), None


class Server:
    """One editor and its files."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.said_goodbye = False
        catalog = Catalog.load()
        self.looker = Looker(catalog, environment)
        self.desk = Desk(Manuals(catalog))
        self.addresses = Addresses(self.desk)
        self.answers = Answers(self.desk, self.addresses)
        self.checker = Checker(self.desk, self._tell, self._aside, self.looker, self._report)
        self.client = LanguageServer("goldsmith", __version__, protocol_cls=_Protocol)
        self._worker = ThreadPoolExecutor(1, "check")
        self._listen()
        self._answer()

    def _listen(self) -> None:
        """Say what happens when something changes."""
        self._on(lsp.INITIALIZE, self._initialize)
        self._on(lsp.INITIALIZED, self._watch)
        self._on(lsp.SHUTDOWN, self._goodbye)
        self._on(lsp.TEXT_DOCUMENT_DID_OPEN, self._opened)
        self._on(lsp.TEXT_DOCUMENT_DID_CHANGE, self._changed)
        self._on(lsp.TEXT_DOCUMENT_DID_SAVE, self._saved)
        self._on(lsp.TEXT_DOCUMENT_DID_CLOSE, self._closed)
        self._on(lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES, self._changed_outside)

    def _answer(self) -> None:
        """Say who answers which question."""
        completion = lsp.CompletionOptions(trigger_characters=[".", '"', "/"])
        call = lsp.SignatureHelpOptions(trigger_characters=["(", ","])
        mend = lsp.CodeActionOptions([lsp.CodeActionKind.QuickFix])
        rename = lsp.RenameOptions(prepare_provider=True)
        self._on(lsp.TEXT_DOCUMENT_HOVER, self.answers.hover)
        self._on(lsp.TEXT_DOCUMENT_COMPLETION, self.answers.complete, completion)
        self._on(lsp.TEXT_DOCUMENT_DEFINITION, self.answers.define)
        self._on(lsp.TEXT_DOCUMENT_REFERENCES, self.answers.refer)
        self._on(lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, self.answers.highlight)
        self._on(lsp.TEXT_DOCUMENT_PREPARE_RENAME, self.answers.prepare_rename)
        self._on(lsp.TEXT_DOCUMENT_RENAME, self.answers.rename, rename)
        self._on(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL, self.answers.symbols)
        self._on(lsp.TEXT_DOCUMENT_CODE_ACTION, self.answers.mend, mend)
        self._on(lsp.TEXT_DOCUMENT_FORMATTING, self.answers.lay_out)
        self._on(lsp.TEXT_DOCUMENT_SIGNATURE_HELP, self.answers.sign, call)

    def _on(self, method: str, answer: Callable[[Params], Answer], options: object = None) -> None:
        def guarded(params: Params) -> Answer | None:
            try:
                return answer(params)
            except Exception as error:  # noqa: BLE001 - one mistake of ours must not end the session
                self._report(error)
                return None

        self.client.feature(method, options)(guarded)

    def _initialize(self, params: lsp.InitializeParams) -> None:
        chosen = self.client.workspace.position_encoding or lsp.PositionEncodingKind.Utf16
        self.desk.documents.encoding = lsp.PositionEncodingKind(chosen).value
        self.answers.can = abilities(params.capabilities)
        wished = wishes(params)
        self.looker.working_directory = wished.working_directory
        self.desk.each_file_alone = wished.each_file_alone
        self._worker.submit(self.desk.manuals.open_all)

    def _watch(self, _params: lsp.InitializedParams) -> None:
        """Ask to be told of files that change while they are not open."""
        workspace = self.client.client_capabilities.workspace
        files = workspace.did_change_watched_files if workspace else None
        if files and files.dynamic_registration:
            watchers = [lsp.FileSystemWatcher(pattern) for pattern in _WATCHED]
            options = lsp.DidChangeWatchedFilesRegistrationOptions(watchers)
            method = lsp.WORKSPACE_DID_CHANGE_WATCHED_FILES
            wish = lsp.Registration("files", method, options)
            self.client.client_register_capability(lsp.RegistrationParams([wish]))

    def _goodbye(self, _params: None) -> None:
        self.said_goodbye = True

    def _opened(self, params: lsp.DidOpenTextDocumentParams) -> None:
        document = params.text_document
        path = self.addresses.path(document.uri)
        if path is not None:
            self.desk.documents.open(path, document.text, document.version)
            self.checker.changed(path.parent)

    def _changed(self, params: lsp.DidChangeTextDocumentParams) -> None:
        path = self.addresses.path(params.text_document.uri)
        if path is not None:
            changes = [protocol.change(one) for one in params.content_changes]
            self.desk.documents.change(path, changes, params.text_document.version)
            self.checker.changed(path.parent)

    def _saved(self, params: lsp.DidSaveTextDocumentParams) -> None:
        path = self.addresses.path(params.text_document.uri)
        if path is not None:
            self.checker.changed(path.parent)

    def _closed(self, params: lsp.DidCloseTextDocumentParams) -> None:
        path = self.addresses.path(params.text_document.uri)
        if path is not None:
            self.desk.documents.close(path)
            self.checker.changed(path.parent)

    def _changed_outside(self, params: lsp.DidChangeWatchedFilesParams) -> None:
        paths = (self.addresses.path(one.uri) for one in params.changes)
        for folder in {path.parent for path in paths if path is not None}:
            self.checker.changed(folder)

    async def _aside(self, work: Callable[[], Examination]) -> Examination:
        return await asyncio.get_running_loop().run_in_executor(self._worker, work)

    def _tell(self, subject: Subject, path: Path, problems: tuple[Diagnostic, ...]) -> None:
        self.desk.problems[path] = problems
        document = self.desk.documents.get(path)
        shown = [self._shown(subject, path, one) for one in problems]
        version = document.version if document is not None else None
        self.client.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(self.addresses.uri(path), shown, version)
        )

    def _shown(self, subject: Subject, path: Path, problem: Diagnostic) -> lsp.Diagnostic:
        span = problem.span
        where = protocol.top()
        if span is not None and self.looker.file(subject, span.file) == path:
            where = protocol.range_of(span, self.addresses.ruler(span.file))
        related = [
            lsp.DiagnosticRelatedInformation(self.addresses.location(other, one.span), one.text)
            for one in problem.labels
            if (other := self.looker.file(subject, one.span.file)) is not None
        ]
        return protocol.diagnostic(problem, where, related)

    def _report(self, error: Exception) -> None:
        self.client.window_log_message(lsp.LogMessageParams(lsp.MessageType.Error, summary(error)))
