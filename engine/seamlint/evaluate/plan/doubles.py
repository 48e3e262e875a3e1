"""What a state tells twice: rules, entries and routes stand in what holds them, and as resources of their own.

Terraform's provider reads all of a group's rules back into ``ingress`` and ``egress`` when the code leaves these out.
Source: AWS provider documentation, ``aws_security_group``, ``aws_network_acl``, ``aws_route_table``, ``aws_iam_role``
("NOTE on ...": the two ways of writing do not mix).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.evaluate.resource import Resource

INLINE: dict[str, tuple[str, tuple[str, ...]]] = {
    "aws_security_group_rule": ("security_group_id", ("ingress", "egress")),
    "aws_vpc_security_group_ingress_rule": ("security_group_id", ("ingress", "egress")),
    "aws_vpc_security_group_egress_rule": ("security_group_id", ("ingress", "egress")),
    "aws_network_acl_rule": ("network_acl_id", ("ingress", "egress")),
    "aws_network_acl_association": ("network_acl_id", ("subnet_ids",)),
    "aws_route": ("route_table_id", ("route",)),
    "aws_iam_role_policy": ("role", ("inline_policy",)),
    "aws_iam_role_policy_attachment": ("role", ("managed_policy_arns",)),
}
"""By type of what is written on its own: which attribute names its holder, and what the holder repeats."""


def without_doubles(resources: Iterable[Resource]) -> None:
    """Take out of holders what resources of their own say."""
    listed = list(resources)
    by_name: dict[object, Resource] = {}
    for holder in listed:
        by_name[holder.unit, holder.address] = holder
        if holder.type == "aws_iam_role":
            by_name[holder.values.get("name")] = holder
    for each in listed:
        if each.type in INLINE:
            attribute, repeated = INLINE[each.type]
            named = each.values.get(attribute)
            key = (named.unit, named.address) if isinstance(named, Reference) else named
            found = by_name.get(key) if isinstance(key, (str, tuple)) else None
            for name in repeated:
                if found is not None:
                    found.values.pop(name, None)
