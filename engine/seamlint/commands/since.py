"""What was found at another revision: `check --since` tells only of what the change since then introduces."""

from __future__ import annotations

import os
from argparse import Namespace
from typing import TYPE_CHECKING

from seamlint.commands import scan
from seamlint.commands.exits import UsageError
from seamlint.sources.repository import boundary, inside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seamlint.findings.baseline import Entry
    from seamlint.registry import InstalledRule


def findings_at(revision: str, namespace: Namespace, rules: Sequence[InstalledRule]) -> list[Entry]:
    """Return what the same command finds in the code, and with the configuration, of a revision.

    Raises:
        UsageError: git knows no such revision, or the options do not fit to what was there.
    """
    from seamlint.findings.baseline import entries
    from seamlint.pipeline import run
    from seamlint.sources.git import GitError, at_revision

    here = os.path.realpath(os.curdir)
    top = boundary(here, [here])
    # What lies outside of the repository is no part of the change, and is the same at every revision.
    paths = [os.path.relpath(path) if inside(path, top) else os.path.realpath(path) for path in namespace.paths]
    try:
        with at_revision(revision):
            there = [path for path in paths if os.path.exists(path)]
            if not there:
                return []
            return entries(run(scan.request(_then(namespace, there)), rules).findings)
    except GitError as error:
        raise UsageError(f"--since {revision}: {error}") from error


def _then(namespace: Namespace, paths: list[str]) -> Namespace:
    """Return the options as far as their files were there."""
    given = [each for each in namespace.assignments or () if each[0] == "var" or os.path.exists(each[1])]
    parameters = [file for file in namespace.parameters if os.path.exists(file)]
    config = namespace.config if namespace.config and os.path.exists(namespace.config) else None
    changed = {"paths": paths, "assignments": given, "parameters": parameters, "config": config}
    return Namespace(**{**vars(namespace), **changed})
