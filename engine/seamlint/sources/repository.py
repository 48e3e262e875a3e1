"""How far reading may go: a scanned repository never makes the linter read outside itself."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def is_path(text: str) -> bool:
    """Tell whether a text can name a file: no file system takes a NUL, or half of a surrogate pair."""
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def boundary(folder: str, named: Iterable[str]) -> str:
    """Return the outermost folder that may be read for code in ``folder`` (all paths absolute and resolved).

    It is the nearest folder upwards that holds ``.git``; without one, the outermost folder named on the command line
    that contains ``folder``, else ``folder`` itself.
    """
    at = folder
    while not os.path.exists(os.path.join(at, ".git")):
        above = os.path.dirname(at)
        if above == at:
            return min((name for name in named if inside(folder, name)), key=len, default=folder)
        at = above
    return at


def inside(path: str, folder: str) -> bool:
    """Tell whether a path, symbolic links followed, is a folder or lies below it."""
    real, top = os.path.realpath(path), os.path.realpath(folder)
    return real == top or real.startswith(top if top.endswith(os.sep) else top + os.sep)
