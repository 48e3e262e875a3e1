"""Secrets in lines of source code, which a report must not repeat: reports end in build logs and chats."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from seamlint.patterns import Pattern
from seamlint.sources.reading import Unreadable, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.syntax.hcl.tree import Block

_SECRET = Pattern(r"(?i)passw|passphrase|secret|token|private_?key|api_?key|access_?key|credential")
_SENSITIVE = Pattern(r'\bsensitive"?\s*=')
_ASSIGNED = Pattern(r'^\s*"?([\w.-]+)"?\s*[=:]\s*(".*")')


def redacted(lines: list[str], file: str) -> list[str]:
    """Return a file's lines with secrets as asterisks, column for column.

    Secrets are the defaults of Terraform's sensitive variables, and texts assigned to what is named like a secret.
    """
    hidden = set(_sensitive_lines(file, lines))
    return [_blank(line) if number in hidden else _without_secret(line) for number, line in enumerate(lines, 1)]


def _without_secret(line: str) -> str:
    assigned = _ASSIGNED.match(line)
    if not assigned or not _SECRET.search(assigned[1]):
        return line
    return line[: assigned.start(2)] + _blank(assigned[2]) + line[assigned.end(2) :]


def _blank(text: str) -> str:
    value = text.find("=") + 1
    return text[:value] + re.sub(r"[^\s\"]", "*", text[value:])


def _sensitive_lines(file: str, lines: list[str]) -> Iterator[int]:
    """Yield the lines of defaults of variables that are declared sensitive."""
    if not file.endswith((".tf", ".tofu")) or not any(map(_SENSITIVE.search, lines)):
        return
    from seamlint.syntax.hcl import parse
    from seamlint.syntax.hcl.tree import SyntaxFailure

    try:
        source = read_text(file)
        blocks = parse(source).body.blocks
    except (Unreadable, SyntaxFailure):
        return
    for default in (block.body.attributes["default"] for block in blocks if _is_sensitive_variable(block)):
        yield from range(source.position(default.start)[0], source.position(default.end)[0] + 1)


def _is_sensitive_variable(block: Block) -> bool:
    from seamlint.syntax.hcl.tree import Literal

    sensitive = block.body.attributes.get("sensitive")
    known = sensitive.expression if sensitive else None
    is_off = known is None or (isinstance(known, Literal) and known.value is not True)
    return block.type == "variable" and "default" in block.body.attributes and not is_off
