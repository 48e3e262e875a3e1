"""Which functions translate a resource type for the topics beside the network; several may speak of one type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model.terraform.certificates import certificates, functions, listening, regional, uses, web_acls
from seamlint.model.terraform.edge import distributions, origin_access
from seamlint.model.terraform.encryption import data, deliveries, keys
from seamlint.model.terraform.iam import compute, organizations, policies, principals, resources
from seamlint.model.terraform.storage import buckets, logs, notifications, objects, public_access

if TYPE_CHECKING:
    from seamlint.model.terraform.neighbours import Translate

TRANSLATORS: dict[str, tuple[Translate, ...]] = {}
for _module in (
    principals,
    policies,
    resources,
    organizations,
    compute,
    distributions,
    origin_access,
    keys,
    data,
    deliveries,
    buckets,
    public_access,
    notifications,
    objects,
    logs,
    certificates,
    uses,
    listening,
    regional,
    web_acls,
    functions,
):
    for _type, _function in _module.TRANSLATORS.items():
        TRANSLATORS[_type] = (*TRANSLATORS.get(_type, ()), _function)
