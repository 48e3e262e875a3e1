"""Between Terraform's values and the dialect-neutral ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from seamlint.evaluate import values as neutral
    from seamlint.evaluate.terraform.values import Value


def plain(value: Value) -> neutral.Value:
    """Return a value without its types: lists, dicts, `None` for null, references and texts where it is unknown."""
    raise NotImplementedError


def from_plain(data: Any) -> Value:
    """Return JSON data as Terraform's value: lists become tuples, objects become objects, floats exact decimals."""
    raise NotImplementedError
