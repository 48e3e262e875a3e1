"""Reading files, and the names that people see for them."""

from __future__ import annotations

import os

from seamlint.sources.span import SourceText

LARGEST_FILE = 32 * 1024 * 1024
"""Bytes. Nobody writes infrastructure code of this size; a repository that holds it is up to something."""


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
    try:
        if not os.path.isfile(path):
            raise Unreadable(f"{shown(path)} is not a file")
        if os.path.getsize(path) > largest:
            raise Unreadable(f"{shown(path)} is larger than {largest // 1024 // 1024} MiB and was not read")
        with open(path, "rb") as file:
            return file.read()
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
