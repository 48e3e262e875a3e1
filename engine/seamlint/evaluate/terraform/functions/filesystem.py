"""Functions on files: they read inside the repository only.

Source: Terraform documentation, "Filesystem Functions"; Go package documentation, "path/filepath".
"""

from __future__ import annotations

import base64
import posixpath
from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.errors import FunctionError
from seamlint.evaluate.terraform.functions.function import Parameter, function, scoped_function
from seamlint.evaluate.terraform.functions.partial_text import partial, parts_of
from seamlint.evaluate.terraform.sets import make_set
from seamlint.evaluate.terraform.types import BOOL, STRING, SetOf
from seamlint.evaluate.terraform.values import NOT_NULL, Unknown, Value, normalized

if TYPE_CHECKING:
    from seamlint.evaluate.terraform.scope import FileAccess, Scope

_PATH = Parameter("path", STRING)


def files_of(scope: Scope) -> FileAccess:
    """Return what a function may read.

    Raises:
        FunctionError: nothing at all.
    """
    if scope.files is None:
        raise FunctionError("no file can be read here")
    return scope.files


def content(scope: Scope, path: str) -> bytes:
    """Return a file's bytes.

    Raises:
        FunctionError: why it cannot be read.
    """
    return files_of(scope).read(path)


def text_of(scope: Scope, path: str) -> str:
    """Return a file's text.

    Raises:
        FunctionError: why it cannot be read, or that it is not UTF-8.
    """
    try:
        return normalized(content(scope, path).decode())
    except UnicodeDecodeError:
        raise FunctionError(f"contents of {path} are not valid UTF-8; use filebase64 instead") from None


@scoped_function("file", _PATH, returns=STRING, refinement=NOT_NULL)
def file(scope: Scope, path: str) -> str:
    """Return the text of a file."""
    return text_of(scope, path)


@scoped_function("filebase64", _PATH, returns=STRING, refinement=NOT_NULL)
def filebase64(scope: Scope, path: str) -> str:
    """Return the Base64 of a file's bytes."""
    return base64.b64encode(content(scope, path)).decode()


@scoped_function("fileexists", _PATH, returns=BOOL, refinement=NOT_NULL)
def fileexists(scope: Scope, path: str) -> bool:
    """Tell whether a file is there."""
    return files_of(scope).exists(path)


@scoped_function("fileset", _PATH, Parameter("pattern", STRING), returns=SetOf(STRING), refinement=NOT_NULL)
def fileset(scope: Scope, path: str, pattern: str) -> Value:
    """Return the files below a folder that match a pattern."""
    return make_set(STRING, map(normalized, files_of(scope).matching(path, pattern)))


@scoped_function("abspath", _PATH, returns=STRING, refinement=NOT_NULL)
def abspath(scope: Scope, path: str) -> str:
    """Return a path from the root of the file system."""
    return clean(path) if path.startswith("/") else files_of(scope).absolute(path)


@function("pathexpand", _PATH, returns=STRING, refinement=NOT_NULL)
def pathexpand(path: str) -> Value:
    """Return a path; whose home folder a leading ``~`` stands for is not known."""
    if not path.startswith("~"):
        return path
    if len(path) > 1 and path[1] not in "/\\":
        raise FunctionError("cannot expand user-specific home dir")
    home = Unknown(STRING, ("the home folder of whoever runs Terraform",), refinement=NOT_NULL)
    return partial((*parts_of(home), path[1:]), home)


@function("basename", _PATH, returns=STRING, refinement=NOT_NULL)
def basename(path: str) -> str:
    """Return the last part of a path."""
    if not path:
        return "."
    return posixpath.basename(path.rstrip("/")) or "/"


@function("dirname", _PATH, returns=STRING, refinement=NOT_NULL)
def dirname(path: str) -> str:
    """Return a path without its last part."""
    return clean(path[: path.rfind("/") + 1])


def clean(path: str) -> str:
    """Return the shortest path that means the same, as Go's ``filepath.Clean``."""
    shortest = posixpath.normpath(path) if path else "."
    return shortest[1:] if shortest.startswith("//") else shortest
