"""What git says of a repository: what changes, and how its files were at another revision.

Git is asked with fixed words; monitors and hooks that a repository's configuration may name are switched off.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_QUIET = ("-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}", "-c", "advice.detachedHead=false")
_CHANGES = ("--raw", "--relative", "--no-renames", "--ignore-submodules=none", "-z")
_SUBMODULE = "160000"
_INSTALLED = (".terraform", "modules")
_OUR_REPOSITORY = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_PREFIX")
"""Variables that git sets for its hooks; they would turn a command for one folder into one for another."""


class GitError(Exception):
    """What git refuses; the message is its own."""


def git(*arguments: str, hook: bool = False) -> str:
    """Return what git answers, in the current folder.

    Args:
        arguments: the command.
        hook: whether it is about the very commit that git runs a hook for.

    Raises:
        GitError: git is not here, or refuses.
    """
    import subprocess

    environment = {name: value for name, value in os.environ.items() if hook or name not in _OUR_REPOSITORY}
    command = ["git", *_QUIET, *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, env=environment)  # noqa: S603 - see above
    except OSError as error:
        raise GitError(f"git cannot be run: {error.strerror}") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().removeprefix("fatal: ")
        raise GitError(said or f"git {arguments[0]} failed")
    return os.fsdecode(done.stdout)


def unnamed(between: tuple[str, str] | None = None) -> list[str]:
    """Return what the commit in the making, or the commits between two, change and pre-commit does not name.

    These are files that they delete, and submodules that they move to other commits. Outside of git there are none.
    """
    with suppress(GitError):
        told = git("diff", *(between or ("--cached",)), *_CHANGES, hook=True).split("\0")
        return [name for change, name in zip(told[:-1:2], told[1::2], strict=True) if _is_unnamed(change.split())]
    return []


def _is_unnamed(change: list[str]) -> bool:
    """Tell it of ``:100644 000000 1234567 0000000 D``: modes, objects, and what happened."""
    return change[-1] == "D" or _SUBMODULE in (change[0].lstrip(":"), change[1])


@contextmanager
def at_revision(name: str) -> Iterator[None]:
    """Make the current folder what it was where this branch left a revision, in a worktree of its own.

    Modules that ``terraform init`` installed are taken along: no revision holds them.

    Raises:
        GitError: there is no such revision, or no repository.
    """
    top, here = git("rev-parse", "--show-toplevel").strip(), os.getcwd()
    commit = _branching_point(name)
    with tempfile.TemporaryDirectory(prefix="seamlint-") as folder:
        then = os.path.join(os.path.realpath(folder), os.path.basename(top) or "repository")
        try:
            _check_out(top, then, commit)
            _take_modules(top, then)
            there = os.path.join(then, os.path.relpath(os.path.realpath(here), os.path.realpath(top)))
            os.makedirs(there, exist_ok=True)
            os.chdir(there)
            yield
        finally:
            os.chdir(here)
            _leave(top, then)


def _check_out(now: str, then: str, commit: str) -> None:
    """Write the files of a commit of the repository in a folder to another, and those of its submodules.

    A submodule that is not here, or lacks the commit, is left empty, as git leaves it.
    """
    git("-C", now, "worktree", "add", "--detach", "--force", "--quiet", then, commit)
    for name, pinned in _submodules(then):
        with suppress(GitError):
            _check_out(os.path.join(now, name), os.path.join(then, name), pinned)


def _leave(now: str, then: str) -> None:
    for name, _ in _submodules(then):
        _leave(os.path.join(now, name), os.path.join(then, name))
    with suppress(GitError):
        git("-C", now, "worktree", "remove", "--force", then)


def _submodules(folder: str) -> Iterator[tuple[str, str]]:
    """Yield the folders of the submodules of what is checked out in a folder, and their commits."""
    if not os.path.exists(os.path.join(folder, ".gitmodules")):
        return
    for entry in git("-C", folder, "ls-tree", "-r", "-z", "HEAD").split("\0"):
        mode, _, rest = entry.partition(" ")
        if mode == _SUBMODULE:
            kept, _, name = rest.partition("\t")
            yield name, kept.split()[1]


def _branching_point(name: str) -> str:
    try:
        commit = git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").strip()
    except GitError as error:
        raise GitError(
            "git knows no such revision; a shallow clone lacks older ones, `git fetch` brings them"
        ) from error
    with suppress(GitError):
        return git("merge-base", commit, "HEAD").strip()
    return commit


def _take_modules(now: str, then: str) -> None:
    from shutil import copytree, ignore_patterns

    for folder, below, _ in os.walk(now):
        if os.path.isdir(installed := os.path.join(folder, *_INSTALLED)):
            to = os.path.join(then, os.path.relpath(installed, now))
            if not os.path.exists(to):
                copytree(installed, to, symlinks=True, ignore=ignore_patterns(".git"))
        below[:] = [name for name in below if not name.startswith(".") and name != "node_modules"]
