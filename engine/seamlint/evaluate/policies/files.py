"""Which JSON files hold IAM policies, read safely and cheaply.

Most JSON files of a repository are something else: a file is parsed only when its beginning looks like IAM, and what
cannot be parsed is told only when its first key is one of IAM's.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from seamlint.sources.diagnostic import Diagnostic, Level
from seamlint.sources.reading import Unreadable, read_bytes, shown
from seamlint.sources.span import SourceText
from seamlint.syntax.failure import SyntaxFailure
from seamlint.syntax.located_json import JsonObject, read_json

if TYPE_CHECKING:
    from seamlint.syntax.located_json import JsonValue

_SNIFFED = 65_536
"""Bytes in which the keys of IAM have to appear."""
_KEYS = (
    *("Statement", "UserDetailList", "GroupDetailList", "RoleDetailList", "Policies", "Role", "Roles", "User"),
    *("PolicyDocument", "PolicyVersion", "AssumeRolePolicyDocument", "Policy"),
)
_LOOKS_LIKE_IAM = re.compile(rb'"(?:' + b"|".join(key.encode() for key in _KEYS) + rb')"\s*:')
_COMMENT = r"(?:\s|//[^\n]*|\#[^\n]*|/\*.*?\*/)*"
_BEGINS_LIKE_IAM = re.compile(
    rf'{_COMMENT}\{{{_COMMENT}"(?:Version|Id|{"|".join(_KEYS)})"{_COMMENT}:.*"(?:Effect|Arn|PolicyDocument)"', re.DOTALL
)
_ENCODINGS = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"), (b"{\0", "utf-16-le"))
"""How files begin that Windows PowerShell wrote."""


class PolicyFile(NamedTuple):
    """A parsed file.

    Attributes:
        path: absolute.
    """

    path: str
    source: SourceText
    whole: JsonObject


def read_policy_file(path: str) -> PolicyFile | Diagnostic | None:
    """Parse a file that looks like IAM; None for any other, a diagnostic for what is wrong with it."""
    try:
        content = read_bytes(path)
        text = _decoded(content) if _is_likely(content) else None
    except Unreadable:
        return None
    if text is None:
        return None
    source = SourceText(shown(path), text)
    try:
        whole = read_json(text)
    except SyntaxFailure as failure:
        return _refused(source, failure) if _BEGINS_LIKE_IAM.match(text) else None
    return PolicyFile(path, source, whole) if isinstance(whole, JsonObject) else None


def member(value: JsonValue, name: str) -> JsonValue | None:
    """Return a member of an object: the last one of a name."""
    members = value.members if isinstance(value, JsonObject) else []
    return next((each for key, each in reversed(members) if key.value == name), None)


def _is_likely(content: bytes) -> bool:
    return _LOOKS_LIKE_IAM.search(content[:_SNIFFED].replace(b"\0", b"")) is not None


def _decoded(content: bytes) -> str | None:
    encoding = next((name for start, name in _ENCODINGS if content.startswith(start)), "utf-8-sig")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _refused(source: SourceText, failure: SyntaxFailure) -> Diagnostic:
    message = f"this policy is no JSON, and AWS refuses it: {failure.message}"
    if source.text.startswith(("//", "/*", "#"), failure.offset):
        message = "this policy holds a comment, which JSON knows none of: remove it, or AWS refuses the policy"
    return Diagnostic(Level.ERROR, message, source.span(failure.offset, failure.offset + 1))
