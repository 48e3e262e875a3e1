"""Between our places and those of the protocol: lines from 0, columns in the units that the client counts in.

What was evaluated may be an older text than the one on the screen; places are moved along.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from lsprotocol.types import Location, Position, Range
from pygls.uris import from_fs_path, to_fs_path

from seamlint.evaluate.inspection import Cursor
from seamlint.lsp.drift import Drift
from seamlint.sources.reading import Unreadable, read_text, shown
from seamlint.sources.repository import is_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pygls.workspace import PositionCodec

    from seamlint.sources.span import Span


class Uris:
    """Paths by the names that a client has for them: symbolic links and the spelling of a URI stay as it wrote them."""

    def __init__(self) -> None:
        self._opened: dict[str, str] = {}
        self._folders: dict[str, str] = {}

    def path(self, uri: str) -> str | None:
        """Return the resolved path of a file's URI, None for what is no file."""
        path = to_fs_path(uri)
        return os.path.realpath(path) if path and is_path(path) else None

    def open(self, uri: str) -> str | None:
        """Remember how the client spells a file, and return its path."""
        path = self.path(uri)
        if path:
            self._opened[path] = uri
        return path

    def close(self, uri: str) -> None:
        """Forget how the client spells a file."""
        self._opened.pop(self.path(uri) or "", None)

    def add_folder(self, uri: str) -> str | None:
        """Remember how the client spells a folder, and return its path."""
        path = self.path(uri)
        if path:
            self._folders[path] = to_fs_path(uri) or path
        return path

    def uri(self, path: str) -> str:
        """Return the URI of a resolved path."""
        if path in self._opened:
            return self._opened[path]
        around = max((folder for folder in self._folders if inside(path, folder)), key=len, default=None)
        if around is not None:
            path = os.path.join(self._folders[around], os.path.relpath(path, around))
        return str(from_fs_path(path))


def inside(path: str, folder: str) -> bool:
    """Tell whether a resolved path is a folder or lies below it."""
    return path == folder or path.startswith(folder if folder.endswith(os.sep) else folder + os.sep)


class Places:
    """Turns places of one evaluation into those of the screen, and back.

    Args:
        evaluated: texts that were evaluated, by path.
        opened: the same files as they are on the screen.
    """

    def __init__(
        self, uris: Uris, codec: PositionCodec, evaluated: Mapping[str, str], opened: Mapping[str, str]
    ) -> None:
        self._uris = uris
        self._codec = codec
        self._evaluated = evaluated
        self._opened = opened
        self._lines: dict[str, list[str]] = {}
        self._drifts: dict[str, Drift] = {}

    def location(self, span: Span) -> Location:
        """Return a place in its file."""
        path = os.path.realpath(span.file)
        return Location(self._uris.uri(path), self.range(span))

    def range(self, span: Span) -> Range:
        """Return a place; where it is empty, the rest of its line."""
        path = os.path.realpath(span.file)
        start = self._position(path, span.line, span.column)
        end = self._position(path, span.end_line, span.end_column)
        if (end.line, end.character) <= (start.line, start.character):
            end = Position(start.line, self._codec.client_num_units(self._line(path, start.line)))
        return Range(start, end)

    def cursor(self, path: str, position: Position) -> Cursor:
        """Return where a place on the screen stood when it was evaluated."""
        line = self._line(path, position.line)
        units = self._codec.client_num_units
        column = next((at for at in range(len(line)) if units(line[: at + 1]) > position.character), len(line))
        drift = self._drift(path)
        return Cursor(shown(path), drift.back(position.line + 1) if drift else position.line + 1, column + 1)

    def _position(self, path: str, line: int, column: int) -> Position:
        drift = self._drift(path)
        at = (drift.forward(line) if drift else line) - 1
        return Position(at, self._codec.client_num_units(self._line(path, at)[: column - 1]))

    def _drift(self, path: str) -> Drift | None:
        if path not in self._opened or path not in self._evaluated:
            return None
        if path not in self._drifts:
            self._drifts[path] = Drift(self._evaluated[path], self._opened[path])
        return self._drifts[path]

    def _line(self, path: str, at: int) -> str:
        if path not in self._lines:
            self._lines[path] = [line.removesuffix("\r") for line in self._text(path).split("\n")]
        lines = self._lines[path]
        return lines[at] if 0 <= at < len(lines) else ""

    def _text(self, path: str) -> str:
        if path in self._opened:
            return self._opened[path]
        try:
            return read_text(path).text
        except Unreadable:
            return ""
