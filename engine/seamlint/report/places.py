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
    here = os.path.realpath(os.curdir)
    root = _root(here)
    path = os.path.realpath(file)
    return printable((os.path.relpath(path, root) if inside(path, root) else path).replace(os.sep, "/"))


@lru_cache(maxsize=8)
def _root(here: str) -> str:
    return boundary(here, [here])
