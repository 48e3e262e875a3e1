"""Files as a host of repositories names them: by the path from the repository's root."""

from __future__ import annotations

import os
from functools import lru_cache

from seamlint.report.style import printable
from seamlint.sources.repository import boundary, inside


def from_root(file: str) -> str:
    """Return a file's path from the root of the repository around the current directory, with ``/``.

    Where there is no repository, the current directory is the root. What lies outside keeps its absolute path.
    """
    return _from_root(file, os.getcwd())


@lru_cache(maxsize=4096)
def _from_root(file: str, here: str) -> str:
    path, root = os.path.realpath(file), _root(here)
    return printable((os.path.relpath(path, root) if inside(path, root) else path).replace(os.sep, "/"))


@lru_cache(maxsize=8)
def _root(here: str) -> str:
    resolved = os.path.realpath(here)
    return boundary(resolved, [resolved])
