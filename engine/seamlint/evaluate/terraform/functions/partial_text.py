"""Strings of which only parts are known. Terraform calls them unknown; what is known of their text is kept beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.terraform.types import STRING
from seamlint.evaluate.terraform.values import NOT_NULL, Part, Refinement, Unknown, Value, needs_of
from seamlint.evaluate.values import Reference
from seamlint.evaluate.values import Unknown as Missing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_MOST_PARTS = 10_000


def parts_of(value: str | Unknown) -> tuple[Part, ...]:
    """Return what is known of a string's text, in order."""
    if isinstance(value, str):
        return (value,) if value else ()
    return value.parts or (Missing(value.needs),)


def joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return parts with neighbouring known text made one."""
    result: list[Part] = []
    texts: list[str] = []
    for part in parts:
        if isinstance(part, str):
            texts.append(part)
            continue
        if any(texts):
            result.append("".join(texts))
        texts = []
        result.append(part)
    if any(texts):
        result.append("".join(texts))
    return tuple(result)


def partial(parts: Iterable[Part], *causes: Value, refinement: Refinement = NOT_NULL) -> Unknown:
    """Return the unknown string made of some parts; the causes are the unknown values among what it is made of."""
    known = joined(parts)
    return Unknown(STRING, needs_of(*causes), known if len(known) <= _MOST_PARTS else (), refinement)


def mapped(value: Unknown, change: Callable[[str], str]) -> Unknown:
    """Return the result of a function that works on each character alone, whatever stands beside it."""
    if not value.parts:
        return Unknown(STRING, value.needs, refinement=NOT_NULL)
    parts = (change(part) if isinstance(part, str) else _anonymous(part) for part in value.parts)
    return partial(parts, value)


def _anonymous(part: Reference | Missing) -> Missing:
    """Return a part that is no longer the attribute itself, yet still depends on it."""
    return part if isinstance(part, Missing) else Missing((f"{part.address}.{part.attribute}",))
