"""Which JSON files hold IAM policies, read safely and cheaply.

Most JSON files of a repository are something else: a file is read whole only when its first key is one of IAM's.
"""

from __future__ import annotations

import codecs
import re
from functools import cached_property
from typing import TYPE_CHECKING

from seamlint.evaluate.json_places import place_in
from seamlint.evaluate.policies.values import MalformedJsonError, parsed
from seamlint.patterns import Pattern
from seamlint.sources.diagnostic import Diagnostic, Level
from seamlint.sources.reading import Unreadable, beginning, read_bytes, shown
from seamlint.sources.span import SourceText
from seamlint.syntax.failure import SyntaxFailure
from seamlint.syntax.located_json import read_json

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Origin
    from seamlint.evaluate.values import Path, Value
    from seamlint.sources.span import Span
    from seamlint.syntax.located_json import JsonValue

_BEGINNING = 16_384
"""Bytes in which the first key has to appear."""
_KEYS = (
    *("Version", "Id", "Statement", "UserDetailList", "GroupDetailList", "RoleDetailList", "Policies", "Roles", "Role"),
    *("Policy", "PolicyVersion", "PolicyDocument", "PolicyName", "RoleName", "UserName", "GroupName", "User"),
)
_SPACE = Pattern(r"\s+|//[^\n]*|#[^\n]*|/\*.*?\*/", re.DOTALL)
_KEY = Pattern(rf'"(?:{"|".join(_KEYS)})"\s*:')
_OF_A_POLICY = Pattern('"(?:Effect|PolicyDocument|AssumeRolePolicyDocument)"')
_ENCODINGS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"), (b"{\0", "utf-16-le"))
"""How files begin that Windows PowerShell wrote."""


class PolicyFile:
    """A file of IAM's.

    Attributes:
        path: absolute.
        value: the object that it holds.
    """

    def __init__(self, path: str, source: SourceText, value: dict[str, Value]) -> None:
        self.path = path
        self.source = source
        self.value = value

    @cached_property
    def located(self) -> JsonValue:
        """The same with the places of all its parts; only findings pay for it."""
        return read_json(self.source.text)


class JsonLocator:
    """Finds places below a value in a file."""

    __slots__ = ("_base", "_file")

    def __init__(self, file: PolicyFile, base: Path) -> None:
        self._file = file
        self._base = base

    def span_at(self, path: Path) -> Span:
        """Return the place of the deepest part of a path; a document that is text in the file stands as a whole."""
        return self._file.source.span(*place_in(self._file.located, (*self._base, *path)))

    def trail(self, _path: Path) -> tuple[Origin, ...]:
        """Return nothing: values in such a file came through nothing."""
        return ()

    def referred(self) -> tuple[str, ...]:
        """Return nothing: such a file refers to nothing."""
        return ()


def read_policy_file(path: str) -> PolicyFile | Diagnostic | None:
    """Parse a file that begins like one of IAM's; None for any other, a diagnostic for what is wrong with it."""
    try:
        text = _decoded(read_bytes(path)) if _is_likely(path) else None
    except Unreadable as error:
        return Diagnostic(Level.WARNING, str(error))
    if text is None:
        return None
    source = SourceText(shown(path), text)
    try:
        value = parsed(text)
    except MalformedJsonError:
        return _refused(source) if _OF_A_POLICY.search(text) else None
    return PolicyFile(path, source, value) if isinstance(value, dict) else None


def _is_likely(path: str) -> bool:
    try:
        text = _decoded(beginning(path, _BEGINNING), "ignore") or ""
    except Unreadable:
        return False
    brace = _after_space(text, 0)
    return text.startswith("{", brace) and _KEY.match(text, _after_space(text, brace + 1)) is not None


def _after_space(text: str, at: int) -> int:
    """Return where something stands that is neither white space nor a comment."""
    while space := _SPACE.match(text, at):
        at = space.end()
    return at


def _decoded(content: bytes, errors: str = "strict") -> str | None:
    encoding = next((name for start, name in _ENCODINGS if content.startswith(start)), "utf-8-sig")
    try:
        return content.decode(encoding, errors)
    except UnicodeDecodeError:
        return None


def _refused(source: SourceText) -> Diagnostic | None:
    try:
        read_json(source.text)
    except SyntaxFailure as failure:
        message = f"this policy is no JSON, and AWS refuses it: {failure.message}"
        if source.text.startswith(("//", "/*", "#"), failure.offset):
            message = "this policy holds a comment, which JSON knows none of: remove it, or AWS refuses the policy"
        if source.text.startswith(("${", "%{"), failure.offset):
            told = "this is a template of a policy, and judged only where Terraform fills it in"
            return Diagnostic(Level.WARNING, told, source.span(failure.offset, failure.offset + 1))
        return Diagnostic(Level.ERROR, message, source.span(failure.offset, failure.offset + 1))
    return None
