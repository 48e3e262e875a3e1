"""Which function translates which of IAM's resource types; several may speak of one type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model.cloudformation.iam import compute, organizations, policies, principals, resources

if TYPE_CHECKING:
    from seamlint.model.cloudformation.neighbours import Translate

TRANSLATORS: dict[str, tuple[Translate, ...]] = {}
for _table in (
    principals.TRANSLATORS,
    policies.TRANSLATORS,
    resources.TRANSLATORS,
    organizations.TRANSLATORS,
    compute.TRANSLATORS,
):
    for _type, _function in _table.items():
        TRANSLATORS[_type] = (*TRANSLATORS.get(_type, ()), _function)
