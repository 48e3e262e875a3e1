"""The server: what an editor says and asks, over standard input and output."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from seamlint import __version__
from seamlint.lsp.checking import Stale
from seamlint.lsp.schedule import SAVED, TYPING, Schedule
from seamlint.lsp.session import Session, checked

if TYPE_CHECKING:
    from collections.abc import Callable

    Handlers = dict[str, Callable[["SeamlintServer", Any], Any]]

R = TypeVar("R")

STACK = 64 * 1024 * 1024
"""Bytes, for the thread that evaluates: values may depend on each other thousands deep."""
WATCHED = (
    "**/*.{tf,tofu,tfvars,yaml,yml,json,template}",
    "**/{seamlint,pyproject}.toml",
)


class SeamlintServer(LanguageServer):
    """Speaks the protocol; what it answers is the session's."""

    def __init__(self) -> None:
        super().__init__("seamlint", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Full)
        self.session = Session()
        self.schedule = Schedule(self._check)
        self.worker = ThreadPoolExecutor(1, "seamlint-check")

    def log(self, message: str, kind: types.MessageType = types.MessageType.Error) -> None:
        """Tell the editor's log."""
        with suppress(Exception):  # an editor that is gone hears nothing
            self.window_log_message(types.LogMessageParams(kind, message))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Tell the log, and no more: a message box for what an editor sent would be in the way."""
        self.log(f"seamlint: {getattr(source, '__name__', source)}: {error}")

    async def _check(self, is_stale: Callable[[], bool]) -> None:
        asked, failures = self.session.asked(), list[Exception]()
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(self.worker, checked, asked, is_stale, failures.append)
            self.session.take(found)
            if not is_stale():
                self.session.seen(asked)
            for uri, said in self.session.publishable(self.workspace.position_codec).items():
                self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, said))
        except Stale:
            return
        except Exception as error:  # noqa: BLE001 - the server outlives whatever the code says
            failures.append(error)
        for failure in failures:
            self.log(_surprise(failure))
        for message in self.session.messages():
            self.log(message, types.MessageType.Warning)
        await loop.run_in_executor(self.worker, gc.collect)  # the former graph is full of cycles


def _surprise(error: Exception) -> str:
    import traceback

    told = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    return f"this should not happen, please report it: {told}"


def serve() -> None:
    """Serve one editor until it says good-bye or hangs up."""
    threading.stack_size(STACK)
    server, output = made(), _own_output()
    try:
        server.start_io(stdout=output)
    finally:
        server.schedule.stop()
        server.worker.shutdown(wait=False, cancel_futures=True)


def _own_output() -> BinaryIO:
    """Return standard output for the protocol alone; what anything else prints goes where errors do."""
    sys.stdout.flush()
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return output


def made() -> SeamlintServer:
    """Return a server with all that it can answer."""
    server = SeamlintServer()
    for name, handler in (*_LIFE.items(), *_TEXTS.items(), *_QUESTIONS.items()):
        server.feature(name, _OPTIONS.get(name))(_guarded(server, handler))
    return server


def _guarded(server: SeamlintServer, handler: Callable[[SeamlintServer, Any], R]) -> Callable[[Any], R | None]:
    """Return a handler that never fails."""

    def guarded(params: Any) -> R | None:
        try:
            return handler(server, params)
        except Exception as error:  # noqa: BLE001 - an editor gets no answer rather than none ever again
            server.log(_surprise(error))
            return None

    return guarded


def _initialize(server: SeamlintServer, params: types.InitializeParams) -> None:
    folders = [folder.uri for folder in params.workspace_folders or ()]
    root = params.root_uri or (f"file://{params.root_path}" if params.root_path else None)
    for uri in folders or ([root] if root else []):
        server.session.add_folder(uri)
    first = next(iter(server.session.roots), None)
    if first and os.path.isdir(first):
        os.chdir(first)  # messages name files as seen from here


def _initialized(server: SeamlintServer, _: types.InitializedParams) -> None:
    watching = server.client_capabilities.workspace and server.client_capabilities.workspace.did_change_watched_files
    if watching and watching.dynamic_registration:
        watchers = [types.FileSystemWatcher(glob_pattern=pattern) for pattern in WATCHED]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers=watchers)
        kind = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
        registration = types.Registration(id="seamlint-files", method=kind, register_options=options)
        server.client_register_capability(types.RegistrationParams(registrations=[registration]))
    server.schedule.ask()


def _folders_changed(server: SeamlintServer, params: types.DidChangeWorkspaceFoldersParams) -> None:
    for gone in params.event.removed:
        server.session.remove_folder(gone.uri)
    for added in params.event.added:
        server.session.add_folder(added.uri)
    server.schedule.ask()


def _shutdown(server: SeamlintServer, _: None) -> None:
    server.schedule.stop()


def _opened(server: SeamlintServer, params: types.DidOpenTextDocumentParams) -> None:
    server.session.open(params.text_document.uri, params.text_document.text)
    if server.session.is_ours(params.text_document.uri):
        server.schedule.ask()


def _typed(server: SeamlintServer, params: types.DidChangeTextDocumentParams) -> None:
    uri = params.text_document.uri
    server.session.open(uri, server.workspace.get_text_document(uri).source)
    if server.session.is_ours(uri):
        server.schedule.ask(TYPING)


def _closed(server: SeamlintServer, params: types.DidCloseTextDocumentParams) -> None:
    server.session.close(params.text_document.uri)
    server.schedule.ask(TYPING)


def _saved(server: SeamlintServer, _: types.DidSaveTextDocumentParams | types.DidChangeWatchedFilesParams) -> None:
    server.session.saved()
    server.schedule.ask(SAVED)


def _hover(server: SeamlintServer, params: types.HoverParams) -> types.Hover | None:
    codec = server.workspace.position_codec
    return server.session.hover(params.text_document.uri, params.position, codec)


def _definition(server: SeamlintServer, params: types.DefinitionParams) -> list[types.Location]:
    codec = server.workspace.position_codec
    return server.session.definitions(params.text_document.uri, params.position, codec)


def _references(server: SeamlintServer, params: types.ReferenceParams) -> list[types.Location]:
    codec = server.workspace.position_codec
    return server.session.references(params.text_document.uri, params.position, codec)


def _actions(server: SeamlintServer, params: types.CodeActionParams) -> list[types.CodeAction]:
    return server.session.actions(params.text_document.uri, params.range, server.workspace.position_codec)


_LIFE: Handlers = {
    types.INITIALIZE: _initialize,
    types.INITIALIZED: _initialized,
    types.SHUTDOWN: _shutdown,
    types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS: _folders_changed,
    types.WORKSPACE_DID_CHANGE_WATCHED_FILES: _saved,
}
_TEXTS: Handlers = {
    types.TEXT_DOCUMENT_DID_OPEN: _opened,
    types.TEXT_DOCUMENT_DID_CHANGE: _typed,
    types.TEXT_DOCUMENT_DID_SAVE: _saved,
    types.TEXT_DOCUMENT_DID_CLOSE: _closed,
}
_QUESTIONS: Handlers = {
    types.TEXT_DOCUMENT_HOVER: _hover,
    types.TEXT_DOCUMENT_DEFINITION: _definition,
    types.TEXT_DOCUMENT_REFERENCES: _references,
    types.TEXT_DOCUMENT_CODE_ACTION: _actions,
}
_OPTIONS = {types.TEXT_DOCUMENT_CODE_ACTION: types.CodeActionOptions([types.CodeActionKind.QuickFix])}
