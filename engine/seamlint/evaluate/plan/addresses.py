"""Reads what plans write as text: addresses of module instances, and references in expressions.

Source: Terraform documentation, "JSON Output Format" ("Expression Representation"), "Resource Addressing".
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Union

from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

Key = Union[None, int, str]
_TOKEN = Pattern(r'\.?(?:([^.\[\]"]+)|\[(?:(\d{1,18})|"((?:[^"\\]|\\.)*)"|[^\]]*)\])')
_ESCAPE = Pattern(r"\\(.)|([$%])\2(?=\{)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


class Index(NamedTuple):
    """``[0]`` or ``["x"]`` in a reference; the key is None where it is not constant."""

    key: Key


Tokens = tuple[Union[str, Index], ...]


class Step(NamedTuple):
    """One module call on the way to a module instance."""

    name: str
    key: Key


@lru_cache(maxsize=65536)
def tokens(written: str) -> Tokens:
    """Return the names and keys of a reference or an address."""
    found: list[str | Index] = []
    for match in _TOKEN.finditer(written):
        name, number, quoted = match.groups()
        if name is not None:
            found.append(name)
        else:
            found.append(Index(int(number) if number else None if quoted is None else _unescaped(quoted)))
    return tuple(found)


@lru_cache(maxsize=65536)
def module_steps(address: str) -> tuple[Step, ...]:
    """Return the calls that lead to a module instance (empty for the root)."""
    steps: list[Step] = []
    for token in tokens(address):
        if isinstance(token, Index):
            if steps:
                steps[-1] = Step(steps[-1].name, token.key)
        else:
            steps.append(Step(token, None))
    return tuple(step for step in steps if step.name != "module")


def type_in(address: str) -> str:
    """Return the type of a resource or data source from its address."""
    names = [token for token in tokens(address) if isinstance(token, str)]
    return names[-2] if len(names) > 1 else ""


def specific(expression: Any) -> list[str]:
    """Return what an expression refers to, without the wholes that Terraform lists after each part."""
    listed = expression.get("references") if isinstance(expression, dict) else None
    names = dict.fromkeys(name for name in (listed if isinstance(listed, list) else ()) if isinstance(name, str))
    wholes = {name[:at] for name in names for at in _ends(name)}
    return [name for name in names if name not in wholes]


def is_expression(written: Any) -> bool:
    """Tell whether this is an expression, not the expressions of a nested block."""
    return isinstance(written, dict) and written.keys() <= {"constant_value", "references"}


def _ends(name: str) -> Iterable[int]:
    return (match.start() for match in re.finditer(r"[.\[]", name[:2000]))


def _unescaped(quoted: str) -> str:
    return _ESCAPE.sub(lambda match: match[2] or _ESCAPES.get(match[1], match[1]), quoted)
