"""Reading files, and the names that people see for them."""

from __future__ import annotations

import os
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from seamlint.sources.span import SourceText

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LARGEST_FILE = 32 * 1024 * 1024
"""Bytes. Nobody writes infrastructure code of this size; a repository that holds it is up to something."""

_UNSAVED: ContextVar[Mapping[str, bytes]] = ContextVar("unsaved")


class Unreadable(Exception):  # noqa: N818 - it is reported, not an error of the program
    """A file that cannot be read as text; its message says why."""


def shown(path: str) -> str:
    """Return a path as people read it: relative to the current directory when below it, else absolute, with ``/``."""
    path = os.path.abspath(path)
    here = os.getcwd()
    if path == here:
        return "."
    inside = here if here.endswith(os.sep) else here + os.sep
    return (path.removeprefix(inside)).replace(os.sep, "/")


@contextmanager
def unsaved(texts: Mapping[str, str]) -> Iterator[None]:
    """Read some files as an editor holds them: within this context, in this thread, and nowhere else.

    Args:
        texts: by absolute path, symbolic links resolved.
    """
    mark = _UNSAVED.set({path: text.encode("utf-8", "surrogatepass") for path, text in texts.items()})
    try:
        yield
    finally:
        _UNSAVED.reset(mark)


def read_text(path: str) -> SourceText:
    """Read a UTF-8 file, with or without byte order mark; line ends stay as they are.

    Raises:
        Unreadable: the file is missing, too large, not a regular file, or not UTF-8.
    """
    return SourceText(shown(path), decoded(read_bytes(path), path))


def read_bytes(path: str, largest: int = LARGEST_FILE) -> bytes:
    """Read a regular file of bounded size, in bytes.

    Raises:
        Unreadable: the file is missing, too large or not a regular file (a device or pipe would never end).
    """
    held = _held(path)
    with _telling(path):
        if held is None:
            _require_file(path)
        if (os.path.getsize(path) if held is None else len(held)) > largest:
            raise Unreadable(f"{shown(path)} is larger than {largest // 1024 // 1024} MiB and was not read")
        if held is not None:
            return held
        with open(path, "rb") as file:
            return file.read()


def beginning(path: str, size: int) -> bytes:
    """Read the first bytes of a regular file of any size.

    Raises:
        Unreadable: the file is missing or not a regular file.
    """
    if (held := _held(path)) is not None:
        return held[:size]
    with _telling(path):
        _require_file(path)
        with open(path, "rb") as file:
            return file.read(size)


def _held(path: str) -> bytes | None:
    texts = _UNSAVED.get(None)
    return texts.get(os.path.realpath(path)) if texts else None


def _require_file(path: str) -> None:
    if not os.path.isfile(path):
        raise Unreadable(f"{shown(path)} is not a file")


@contextmanager
def _telling(path: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Unreadable(f"{shown(path)} cannot be read: {reason}") from error


def decoded(content: bytes, path: str) -> str:
    """Decode UTF-8 without its byte order mark.

    Raises:
        Unreadable: the content is not UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(f"{shown(path)} is not UTF-8 text (line {line}); save it as UTF-8") from error
