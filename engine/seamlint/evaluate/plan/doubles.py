"""What a state tells twice: what is written as a resource of its own stands in what holds it, too.

Terraform's provider reads all of a group's rules back into ``ingress`` and ``egress`` when the code leaves these out,
and a bucket's policy into ``policy``.
Source: AWS provider documentation, ``aws_security_group``, ``aws_network_acl``, ``aws_route_table``, ``aws_iam_role``,
``aws_s3_bucket``, ``aws_kms_key``, ``aws_sqs_queue``, ``aws_sns_topic`` ("NOTE on ...": the two ways of writing do not
mix).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Value
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.evaluate.resource import Resource


class Inline(NamedTuple):
    """What is written on its own, and repeated by what holds it.

    Attributes:
        holder: the type of that.
        attribute: names it.
        repeated: its attributes that say the same.
    """

    holder: str
    attribute: str
    repeated: tuple[str, ...]


_RULES = Inline("aws_security_group", "security_group_id", ("ingress", "egress"))
_BUCKET = "aws_s3_bucket"
INLINE: dict[str, Inline] = {
    "aws_security_group_rule": _RULES,
    "aws_vpc_security_group_ingress_rule": _RULES,
    "aws_vpc_security_group_egress_rule": _RULES,
    "aws_network_acl_rule": Inline("aws_network_acl", "network_acl_id", ("ingress", "egress")),
    "aws_network_acl_association": Inline("aws_network_acl", "network_acl_id", ("subnet_ids",)),
    "aws_route": Inline("aws_route_table", "route_table_id", ("route",)),
    "aws_iam_role_policy": Inline("aws_iam_role", "role", ("inline_policy",)),
    "aws_iam_role_policy_attachment": Inline("aws_iam_role", "role", ("managed_policy_arns",)),
    "aws_kms_key_policy": Inline("aws_kms_key", "key_id", ("policy",)),
    "aws_sqs_queue_policy": Inline("aws_sqs_queue", "queue_url", ("policy",)),
    "aws_sns_topic_policy": Inline("aws_sns_topic", "arn", ("policy",)),
    "aws_secretsmanager_secret_policy": Inline("aws_secretsmanager_secret", "secret_arn", ("policy",)),
    "aws_vpc_endpoint_policy": Inline("aws_vpc_endpoint", "vpc_endpoint_id", ("policy",)),
    "aws_vpc_endpoint_route_table_association": Inline("aws_vpc_endpoint", "vpc_endpoint_id", ("route_table_ids",)),
    "aws_vpc_endpoint_subnet_association": Inline("aws_vpc_endpoint", "vpc_endpoint_id", ("subnet_ids",)),
    "aws_s3_bucket_policy": Inline(_BUCKET, "bucket", ("policy",)),
    "aws_s3_bucket_acl": Inline(_BUCKET, "bucket", ("acl", "grant")),
    "aws_s3_bucket_versioning": Inline(_BUCKET, "bucket", ("versioning",)),
    "aws_s3_bucket_logging": Inline(_BUCKET, "bucket", ("logging",)),
    "aws_s3_bucket_website_configuration": Inline(_BUCKET, "bucket", ("website",)),
    "aws_s3_bucket_replication_configuration": Inline(_BUCKET, "bucket", ("replication_configuration",)),
    "aws_s3_bucket_server_side_encryption_configuration": Inline(
        _BUCKET, "bucket", ("server_side_encryption_configuration",)
    ),
}
"""By type of what is written on its own."""

NAMES = ("id", "arn", "name", "bucket", "key_id", "url")
"""Attributes whose text names a holder."""


def without_doubles(resources: Iterable[Resource]) -> None:
    """Take out of holders what resources of their own say, and what AWS says of every bucket."""
    listed = list(resources)
    holders: dict[object, Resource] = {}
    for holder in listed:
        holders[holder.unit, holder.address] = holder
        for name in NAMES:
            if isinstance(text := holder.values.get(name), str):
                holders.setdefault((holder.type, text), holder)
        if holder.type == _BUCKET and _is_owners(holder.values.get("grant")):
            del holder.values["grant"]
    for each in listed:
        if each.type in INLINE:
            inline = INLINE[each.type]
            named = each.values.get(inline.attribute)
            key = (named.unit, named.address) if isinstance(named, Reference) else (inline.holder, named)
            found = holders.get(key) if isinstance(named, (str, Reference)) else None
            if found is not None:
                found.values = {name: value for name, value in found.values.items() if name not in inline.repeated}


def _is_owners(grants: Value) -> bool:
    """Tell whether grants are what every bucket's ACL begins with: its owner has full control."""
    if not isinstance(grants, list) or len(grants) != 1 or not isinstance(grants[0], dict):
        return False
    return grants[0].get("type") == "CanonicalUser" and grants[0].get("permissions") == ["FULL_CONTROL"]
