"""``seamlint init``: the files that a repository begins with. What is there already stays as it is."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from seamlint.commands.exits import CLEAN, UsageError
from seamlint.config import FILE, find
from seamlint.sources.reading import Unreadable, read_text, shown

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable

    from seamlint.evaluate.resource import Unit

_CONFIGURED = ("terraform", "cloudformation")


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("folder", nargs="?", default=".", metavar="FOLDER", help="the repository (default: .)")


def run(namespace: Namespace) -> int:
    """Write the files that are not there, and say so of each.

    Raises:
        UsageError: the folder does not exist, or cannot be written to.
    """
    folder: str = namespace.folder
    if not os.path.isdir(folder):
        raise UsageError(f"{folder} is not a folder")
    elsewhere = _configured_elsewhere(folder)
    for name, content in _files(folder).items():
        if name == FILE and elsewhere:
            sys.stdout.write(_kept(elsewhere, content))
        else:
            sys.stdout.write(_begin(os.path.join(folder, *name.split("/")), name, content))
    return CLEAN


def _configured_elsewhere(folder: str) -> str | None:
    """Return the configuration that counts in a folder and is not in its own file: that would take its place."""
    found = find([folder])
    return shown(found) if found and os.path.realpath(found) != os.path.realpath(os.path.join(folder, FILE)) else None


def _files(folder: str) -> dict[str, str]:
    from seamlint import starters
    from seamlint.config import Config
    from seamlint.pipeline import evaluate
    from seamlint.request import Request

    units, _ = evaluate(Request((folder,), Config(os.path.realpath(folder))))
    return {
        FILE: starters.configuration(_by_path(units, folder)),
        ".pre-commit-config.yaml": starters.pre_commit_hook(),
        ".github/workflows/seamlint.yml": starters.workflow(),
        ".vscode/tasks.json": starters.editor_task(),
    }


def _by_path(units: Iterable[Unit], folder: str) -> dict[str, Unit]:
    """Return the roots and templates, by path from a folder."""
    found = (unit for unit in units if unit.dialect in _CONFIGURED and os.path.exists(unit.path))
    return {os.path.relpath(unit.path, folder).replace(os.sep, "/"): unit for unit in found}


def _begin(path: str, name: str, content: str) -> str:
    """Write a file, and return what is said of it: the content itself where there is another file."""
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        with open(path, "x", encoding="utf-8", newline="\n") as file:
            file.write(content)
    except FileExistsError:
        return f"{name} is there already\n" if _holds(path, content) else _kept(name, content)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
    return f"{name} is written\n"


def _holds(path: str, content: str) -> bool:
    try:
        return read_text(path).text == content
    except Unreadable:
        return False


def _kept(name: str, content: str) -> str:
    return f"{name} is there already and stays as it is; this is what would be in it:\n\n{_indented(content)}\n"


def _indented(content: str) -> str:
    return "".join(f"    {line}\n" if line else "\n" for line in content.splitlines())
