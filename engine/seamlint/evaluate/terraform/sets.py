"""Sets: what makes two elements one, and the order in which Terraform visits them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.evaluate.terraform.types import Type
    from seamlint.evaluate.terraform.values import Set, Value


def make_set(element: Type, items: Iterable[Value]) -> Set:
    """Return the set of some values of type `element`: doubles removed, ordered. Marks of items move to the caller."""
    raise NotImplementedError
