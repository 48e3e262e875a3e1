"""Entry points of installed packages.

The standard library's ``importlib.metadata`` answers the same question, and importing it takes as long as checking a
small root. Source: PyPA specifications, "Entry points specification" and "Recording installed projects".
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class EntryPoint(NamedTuple):
    """A line of ``entry_points.txt``: ``name = module:attribute``."""

    name: str
    value: str


def entry_points(group: str) -> list[EntryPoint]:
    """Return the entry points of a group, by name; of a package that is installed twice, the first on the path."""
    files: dict[str, str] = {}
    for folder in dict.fromkeys(sys.path):
        for project, file in _distributions(folder):
            files.setdefault(project, file)
    return sorted(point for file in files.values() for point in _listed(file, group))


def _distributions(folder: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the ``entry_points.txt`` of each project that is installed in a folder."""
    try:
        entries = os.listdir(folder or os.curdir)
    except OSError:
        return
    for entry in entries:
        if entry.endswith((".dist-info", ".egg-info")):
            project = entry.partition("-")[0].lower().replace("-", "_").replace(".", "_")
            yield project, os.path.join(folder, entry, "entry_points.txt")


def _listed(file: str, group: str) -> Iterator[EntryPoint]:
    try:
        with open(file, encoding="utf-8", errors="replace") as lines:
            section = ""
            for line in map(str.strip, lines):
                if line.startswith("["):
                    section = line.strip("[] ")
                elif section == group and "=" in line and not line.startswith(("#", ";")):
                    name, _, value = line.partition("=")
                    yield EntryPoint(name.strip(), value.partition("[")[0].strip())
    except OSError:
        return
