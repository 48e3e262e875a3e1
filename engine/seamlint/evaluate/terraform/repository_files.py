"""The files that Terraform's functions may read: those inside the repository, symbolic links followed.

Source: Terraform documentation, "file Function" (relative paths start at the root module's folder), "fileset Function".
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.errors import FunctionError
from seamlint.evaluate.terraform.functions.regex_machine import TooMuchWork
from seamlint.evaluate.terraform.functions.regex_sets import PatternError
from seamlint.evaluate.terraform.functions.regex_syntax import compile_pattern
from seamlint.patterns import Pattern
from seamlint.sources.reading import Unreadable, read_bytes
from seamlint.sources.repository import inside, is_path

if TYPE_CHECKING:
    from collections.abc import Iterator

_LARGEST_FILE = 8 * 1024 * 1024
"""Bytes of the largest file that a function reads."""
_MOST_ENTRIES = 20_000
"""How many folder entries one ``fileset`` may look at."""
_GLOB = Pattern(
    r"\\(.)|\*|\?|\[(\^?)((?:\\.|[^\]\\])*[^\]\\-]|(?:\\.|[^\]\\])*\\.)\]|\{([^{}]*)\}|([^\\*?\[{])",
    re.DOTALL,
)


class RepositoryFiles:
    """Reads what a root module's functions ask for; every path is checked against the repository's boundary.

    Attributes:
        folder: the root module's folder, absolute: relative paths start there.
        limit: the outermost folder that may be read, absolute.
    """

    def __init__(self, folder: str, limit: str) -> None:
        self.folder = folder
        self.limit = limit
        self.read_paths: set[str] = set()

    def read(self, path: str) -> bytes:
        """Return a file's content.

        Raises:
            FunctionError: it is missing, outside the repository, too large, or no regular file.
        """
        full = self._inside(path)
        if not os.path.lexists(full):
            raise FunctionError(
                f"no file exists at {path}; this function works only with files that are part of the configuration: "
                "add the file, or take the text from the resource that creates it", 0,
            )  # fmt: skip
        try:
            if os.path.getsize(full) > _LARGEST_FILE:
                raise FunctionError(f"{path} is larger than {_LARGEST_FILE // 1024 // 1024} MiB and is not read", 0)
            data = read_bytes(full)
        except (Unreadable, OSError):
            raise FunctionError(f"{path} is not a file that can be read", 0) from None
        self.read_paths.add(full)
        return data

    def exists(self, path: str) -> bool:
        """Tell whether a regular file is there.

        Raises:
            FunctionError: it is a folder, or lies outside the repository.
        """
        full = self._inside(path)
        self.read_paths.add(full)
        if os.path.isfile(full):
            return True
        if os.path.exists(full):
            raise FunctionError(
                f"{path} is a directory, not a file" if os.path.isdir(full) else f"{path} is no file", 0
            )
        return False

    def matching(self, folder: str, pattern: str) -> list[str]:
        """Return the files below a folder, relative to it, that match a pattern with ``*``, ``?``, ``[]``, ``{}``.

        Raises:
            FunctionError: the pattern is malformed, the folder is outside the repository, or too much lies in it.
        """
        start = self._inside(folder)
        whole = os.path.normpath(os.path.join(start, pattern.lstrip("/")))
        below, wanted = start, os.path.relpath(whole, start)
        while wanted.startswith("../"):
            below, wanted = os.path.dirname(below), wanted[3:]
        walk = _Walk(self.limit)
        found = walk.matching(below, wanted.split("/")) if inside(below, self.limit) else iter(())
        return sorted({os.path.relpath(path, start).replace(os.sep, "/") for path in found})

    def absolute(self, path: str) -> str:
        """Return the path as ``abspath`` does."""
        return os.path.normpath(os.path.join(self.folder, path)).replace(os.sep, "/")

    def _inside(self, path: str) -> str:
        if path.startswith("~"):
            raise FunctionError(f"{path} lies outside the repository and is not read; move the file into it", 0)
        full = os.path.normpath(os.path.join(self.folder, path))
        if not is_path(path) or not inside(full, self.limit):
            raise FunctionError(f"{path} lies outside the repository and is not read; move the file into it", 0)
        return full


class _Walk:
    """One search for files; counts what it looks at."""

    def __init__(self, limit: str) -> None:
        self.limit = limit
        self.seen = 0

    def matching(self, folder: str, parts: list[str]) -> Iterator[str]:
        """Yield the regular files below a folder that match a pattern's parts."""
        pending = [(folder, tuple(parts))]
        visited = {pending[0]}
        while pending:
            at, wanted = pending.pop()
            steps = [] if wanted[0] != "**" or len(wanted) == 1 else [(at, wanted[1:])]
            for entry in self._entries(at):
                if wanted[0] == "**":
                    steps += [(entry.path, wanted)] if _is_folder(entry) else []
                    hit = len(wanted) == 1
                else:
                    hit = _matches(wanted[0], entry.name)
                    steps += [(entry.path, wanted[1:])] if hit and len(wanted) > 1 and _is_folder(entry) else []
                if hit and len(wanted) == 1 and os.path.isfile(entry.path):
                    yield entry.path
            pending += [step for step in steps if step not in visited]
            visited.update(steps)

    def _entries(self, folder: str) -> Iterator[os.DirEntry[str]]:
        """Yield what is in a folder and does not lead outside."""
        try:
            entries = list(os.scandir(folder))
        except OSError:
            return
        self.seen += len(entries)
        if self.seen > _MOST_ENTRIES:
            raise FunctionError(f"more than {_MOST_ENTRIES} files would have to be looked at; narrow the pattern", 1)
        for entry in entries:
            if not entry.is_symlink() or inside(entry.path, self.limit):
                yield entry


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return os.path.isdir(entry.path) if entry.is_symlink() else entry.is_dir()


def _matches(pattern: str, name: str) -> bool:
    try:
        machine = compile_pattern(f"(?s)^(?:{''.join(_translated(pattern))})$")
        return next(machine.matches(name), None) is not None
    except (PatternError, TooMuchWork):
        raise FunctionError(f"failed to glob pattern {pattern}: syntax error in pattern", 1) from None


def _translated(pattern: str) -> Iterator[str]:
    """Yield one part of a glob pattern as a regular expression."""
    at = 0
    while at < len(pattern):
        match = _GLOB.match(pattern, at)
        if match is None:
            raise PatternError("syntax error in pattern", pattern)
        at = match.end()
        escaped, negation, chars, alternatives, plain = match.groups()
        if match[0] in "*?":
            yield ".*" if match[0] == "*" else "."
        elif chars:
            yield f"[{'^' if negation else ''}{chars.replace('[', chr(92) + '[')}]"
        elif alternatives is not None:
            yield f"(?:{'|'.join(''.join(_translated(other)) for other in alternatives.split(','))})"
        else:
            yield re.escape(escaped or plain)
