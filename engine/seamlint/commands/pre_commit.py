"""``seamlint pre-commit``: changed files in, affected roots out, and those are checked.

pre-commit names the files that a commit adds and changes; those that it deletes, and submodules, are asked of git.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from seamlint.commands import check, scan
from seamlint.commands.exits import CLEAN

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from seamlint.affected import Affected

_FROM, _TO = "PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF"
_MOST_TOLD = 5


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the options: those of `check`, whose paths are the changed files here."""
    check.add_arguments(parser)
    parser.set_defaults(paths=[], is_part=True)


def run(namespace: Namespace) -> int:
    """Check what the files affect, and return the exit code of `check`."""
    changed = [*namespace.paths, *_unnamed()]
    if not changed:
        return CLEAN
    from seamlint.affected import affected

    namespace.paths = ["."]
    found = affected(scan.request(namespace), changed)
    if not found.paths:
        return CLEAN
    if not namespace.quiet:
        sys.stderr.write(_told(found))
    namespace.paths = list(found.paths)
    return check.run(namespace)


def _told(found: Affected) -> str:
    told = [
        f"seamlint: checking {name}" if name == cause else f"seamlint: checking {name}, because {cause} changed"
        for name, cause in found.because.items()
    ]
    more = [f"seamlint: ... and {len(told) - _MOST_TOLD} more"] if len(told) > _MOST_TOLD else []
    return "\n".join((*told[:_MOST_TOLD], *more, ""))


def _unnamed() -> list[str]:
    """Return what the commit, or the range of commits in question, changes and pre-commit does not name."""
    from seamlint.sources.git import unnamed

    start, end = os.environ.get(_FROM), os.environ.get(_TO)
    return unnamed((start, end) if start and end else None)
