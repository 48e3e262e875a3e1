"""One session with an editor: what is open, what was found, and what has been published of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from seamlint.affected import CONFIGURATION
from seamlint.lsp.actions import actions
from seamlint.lsp.checking import Folder, Snapshot, Stale
from seamlint.lsp.diagnostics import diagnostics, placeless
from seamlint.lsp.hover import hover
from seamlint.lsp.places import Places, Uris, inside
from seamlint.lsp.seams import definitions, references
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lsprotocol.types import CodeAction, Diagnostic, Hover, Location, Position, Range
    from pygls.workspace import PositionCodec

    from seamlint.evaluate.inspection import Cursor
    from seamlint.sources.span import Span


class Asked(NamedTuple):
    """What a check is to look at: a copy, for the editor goes on meanwhile.

    Attributes:
        opened: texts by path.
        changed: the open files that have changed since the last check.
        all_changed: whether anything else may have, too.
    """

    folders: tuple[Folder, ...]
    opened: dict[str, str]
    changed: frozenset[str]
    all_changed: bool


class Session:
    """What the server knows; all of it belongs to the event loop, `checked` apart, which a thread may run."""

    def __init__(self) -> None:
        self.uris = Uris()
        self.opened: dict[str, str] = {}
        self.alone = True
        self._folders: dict[str, Folder] = {}
        self._snapshots: dict[str, Snapshot] = {}
        self._changed: set[str] = set()
        self._all_changed = True
        self._published: dict[str, list[Diagnostic]] = {}
        self._told: set[str] = set()

    def add_folder(self, uri: str) -> None:
        """Take a folder of the workspace."""
        self.alone = False
        if path := self.uris.add_folder(uri):
            self._folders.setdefault(path, Folder(path))
            self._all_changed = True

    @property
    def roots(self) -> list[str]:
        """The folders that are checked, resolved."""
        return list(self._folders)

    def remove_folder(self, uri: str) -> None:
        """Leave a folder of the workspace."""
        path = self.uris.path(uri)
        self._folders.pop(path or "", None)
        self._snapshots.pop(path or "", None)

    def open(self, uri: str, text: str) -> None:
        """Take the text of a file; where there is no workspace, the file's folder is one."""
        path = self.uris.open(uri)
        if path is not None:
            self.opened[path] = text
            folder = os.path.dirname(path)
            if self.alone and folder not in self._folders:
                self._folders[folder] = Folder(folder)
                self._all_changed = True
            self._changed.add(path)
            self._all_changed |= os.path.basename(path) in CONFIGURATION

    def close(self, uri: str) -> None:
        """Go back to what is on disk."""
        path = self.uris.path(uri)
        if path is not None:
            self.opened.pop(path, None)
            self._changed.add(path)
        self.uris.close(uri)

    def saved(self) -> None:
        """Take it that anything on disk may have changed."""
        self._all_changed = True

    def is_ours(self, uri: str) -> bool:
        """Tell whether a file lies in a folder that is checked."""
        path = self.uris.path(uri)
        return path is not None and any(inside(path, folder) for folder in self._folders)

    def asked(self) -> Asked:
        """Return what the next check is to look at."""
        return Asked(tuple(self._folders.values()), dict(self.opened), frozenset(self._changed), self._all_changed)

    def take(self, found: Mapping[str, Snapshot]) -> None:
        """Take what a check found."""
        known = {**self._snapshots, **found}
        self._snapshots = {root: known[root] for root in self._folders if root in known}

    def seen(self, asked: Asked) -> None:
        """Take it that nothing has changed since a check that looked at some files."""
        self._changed -= asked.changed
        self._all_changed = False

    def publishable(self, codec: PositionCodec) -> dict[str, list[Diagnostic]]:
        """Return the diagnostics of each file (by URI) that is open now or whose diagnostics have changed."""
        seen = (path for snapshot in self._snapshots.values() for path in snapshot.typed if path in self.opened)
        found: dict[str, list[Diagnostic]] = {self.uris.uri(path): [] for path in seen}
        for root, snapshot in self._snapshots.items():
            typed = Places(self.uris, codec, snapshot.typed, self.opened)
            for path, said in diagnostics(snapshot, self._places(snapshot, codec), typed).items():
                if inside(path, root):
                    kept = found.setdefault(self.uris.uri(path), [])
                    kept += [each for each in said if each not in kept]
        before, self._published = self._published, found
        return {uri: found.get(uri, []) for uri in {**before, **found} if before.get(uri) != found.get(uri)}

    def messages(self) -> list[str]:
        """Return what has to be told, stands nowhere and was not told before."""
        said = {message: None for snapshot in self._snapshots.values() for message in placeless(snapshot)}
        fresh = [message for message in said if message not in self._told]
        self._told = set(said)
        return fresh

    def hover(self, uri: str, position: Position, codec: PositionCodec) -> Hover | None:
        """Return what there is to say of a place."""
        answers = (hover(snapshot, places, cursor) for snapshot, places, cursor in self._at(uri, position, codec))
        return next(filter(None, answers), None)

    def definitions(self, uri: str, position: Position, codec: PositionCodec) -> list[Location]:
        """Return where that is declared which a place names."""
        return self._located(definitions, uri, position, codec)

    def references(self, uri: str, position: Position, codec: PositionCodec) -> list[Location]:
        """Return what names the resource at a place."""
        return self._located(references, uri, position, codec)

    def actions(self, uri: str, chosen: Range, codec: PositionCodec) -> list[CodeAction]:
        """Return what can be done about the findings in a range; nothing while its file cannot be parsed."""
        path = self.uris.path(uri) or ""
        text = self.opened.get(path)
        found: list[CodeAction] = []
        for snapshot, places in self._around(path, codec):
            if text is None or snapshot.texts.get(path) != text:
                continue
            here = [each for each in snapshot.found.findings if os.path.realpath(each.primary.span.file) == path]
            wanted = (each for each in here if _touch(places.range(each.primary.span), chosen))
            found += actions(snapshot, places, uri, text, wanted)
        return found

    def _located(
        self, ask: Callable[[Snapshot, Cursor, str], list[Span]], uri: str, position: Position, codec: PositionCodec
    ) -> list[Location]:
        found: list[Location] = []
        lines = self.opened.get(self.uris.path(uri) or "", "").split("\n")
        line = lines[position.line] if position.line < len(lines) else ""
        for snapshot, places, cursor in self._at(uri, position, codec):
            located = map(places.location, ask(snapshot, cursor, line))
            found += [each for each in located if each not in found]
        return found

    def _at(self, uri: str, position: Position, codec: PositionCodec) -> Iterator[tuple[Snapshot, Places, Cursor]]:
        path = self.uris.path(uri) or ""
        for snapshot, places in self._around(path, codec):
            yield snapshot, places, places.cursor(path, position)

    def _around(self, path: str, codec: PositionCodec) -> Iterator[tuple[Snapshot, Places]]:
        for root, snapshot in self._snapshots.items():
            if inside(path, root):
                yield snapshot, self._places(snapshot, codec)

    def _places(self, snapshot: Snapshot, codec: PositionCodec) -> Places:
        return Places(self.uris, codec, snapshot.texts, self.opened)


def _touch(one: Range, other: Range) -> bool:
    """Tell whether two ranges have a line in common."""
    return one.start.line <= other.end.line and other.start.line <= one.end.line


def checked(asked: Asked, is_stale: Callable[[], bool], failed: Callable[[Exception], None]) -> dict[str, Snapshot]:
    """Check folders; what fails is told, and costs the answers for one folder alone.

    Raises:
        Stale: nobody waits for the answer any more.
    """
    found = {}
    for folder in asked.folders:
        try:
            here = {path: text for path, text in asked.opened.items() if inside(path, folder.root)}
            found[folder.root] = folder.check(here, None if asked.all_changed else asked.changed, is_stale)
        except Stale:
            raise
        except Exception as error:  # noqa: BLE001 - whatever the code says, the server goes on
            failed(error)
    return found
