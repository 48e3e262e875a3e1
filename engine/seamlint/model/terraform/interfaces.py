"""Terraform's words for subnets, security groups and public addresses, as arguments of any resource.

Sources: Terraform AWS provider, the pages of the resources that have network interfaces.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model.interfaces import Interfaces, Vocabulary, read
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from seamlint.evaluate.resource import Resource
    from seamlint.model.terraform.neighbours import Neighbours

WORDS = Vocabulary(
    roles={
        "subnets": Pattern(r"(?:.*_)?subnets?(?:_ids?|_arns?)?|vpc_zone_identifier"),
        "groups": Pattern(
            r"(?!.*source_|db_|cache_|cluster_|replacement_)(?:.*_)?security_groups?(?:_ids?|_arns?|_id_list)?"
        ),
        "subnet_groups": Pattern(r"(?:.*_)?subnet_group(?:_name|_id)?"),
        "public": Pattern(r"publicly_accessible|assign_public_ip|associate_public_ip_address"),
        "holder": Pattern(r"network_interfaces?|subnet_mapping|(?:vpc|network)_(?:config|options|configuration)"),
    },
    types={
        "aws_subnet": "subnets",
        "aws_default_subnet": "subnets",
        "aws_security_group": "groups",
        "aws_default_security_group": "groups",
    },
    subnet_groups=tuple(
        f"aws_{service}_subnet_group"
        for service in ("db", "elasticache", "redshift", "docdb", "neptune", "dax", "memorydb", "dms_replication")
    ),
    subnets="subnet_ids",
    silent=frozenset({"tags", "tags_all", "timeouts", "environment", "variables", "triggers"}),
)


def interfaces(resource: Resource, neighbours: Neighbours) -> Interfaces:
    """Read a resource's subnets and groups; those of a subnet group that it names, too."""
    return read(resource, neighbours, WORDS)
