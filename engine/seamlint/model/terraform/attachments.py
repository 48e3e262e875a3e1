"""Network interfaces: which resources have them, in which subnets, with which security groups and public addresses.

Sources: Terraform AWS provider, the pages of the resources named below; Amazon EC2 user guide, "Elastic network
interfaces" and "Public IPv4 addresses" (what services create for themselves gets none unless the service says so).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.attachments import OTHER, Kind, attached, elastic_address, has_interfaces, ipv6_address, ports
from seamlint.model.entity import IDENTITY
from seamlint.model.reading import networks
from seamlint.model.terraform.identity import literals
from seamlint.model.terraform.interfaces import interfaces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity
    from seamlint.model.interfaces import Interfaces
    from seamlint.model.network import Attachment
    from seamlint.model.terraform.neighbours import Neighbours

HANDLES = IDENTITY | {
    "public_ip",
    "public_dns",
    "private_ip",
    "private_dns",
    "primary_network_interface_id",
    "network_interface_id",
    "function_name",
    "qualified_arn",
    "cluster_identifier",
}


ELASTIC = (
    ("aws_eip", "instance"),
    ("aws_eip", "network_interface"),
    ("aws_eip_association", "instance_id"),
    ("aws_eip_association", "network_interface_id"),
)
REDSHIFT = Unknown(("publicly_accessible, whose default is true before version 6 of the provider",))
DATABASE = Kind("database", default_group=True, port="port")
CACHE = Kind("cache", default_group=True, port="port", default_port=6379)
KINDS = {
    "aws_instance": Kind("instance", default_group=True, public=None),
    "aws_spot_instance_request": Kind("instance", default_group=True, public=None),
    "aws_network_interface": Kind("interface", default_group=True),
    "aws_autoscaling_group": Kind("auto-scaling-group", default_group=True, public=None),
    "aws_eks_node_group": Kind("eks-node-group", public=None),
    "aws_eks_cluster": Kind("eks-cluster", default_port=443),
    "aws_batch_compute_environment": Kind("other", public=None),
    "aws_emr_cluster": Kind("other", public=None),
    "aws_imagebuilder_infrastructure_configuration": Kind("other", public=None),
    "aws_vpc_endpoint": Kind("endpoint", default_group=True),
    "aws_lambda_function": Kind("lambda"),
    "aws_ecs_service": Kind("ecs-service", default_group=True),
    "aws_db_instance": DATABASE,
    "aws_rds_cluster": DATABASE,
    "aws_db_proxy": DATABASE,
    "aws_redshift_cluster": DATABASE._replace(default_port=5439, public=REDSHIFT),
    "aws_redshiftserverless_workgroup": DATABASE._replace(default_port=5439),
    "aws_docdb_cluster": DATABASE._replace(default_port=27017),
    "aws_neptune_cluster": DATABASE._replace(default_port=8182),
    "aws_elasticache_cluster": CACHE,
    "aws_elasticache_replication_group": CACHE,
    "aws_elasticache_serverless_cache": CACHE,
    "aws_memorydb_cluster": CACHE,
    "aws_dax_cluster": CACHE._replace(default_port=8111),
    "aws_efs_mount_target": Kind("other", default_group=True, default_port=2049),
    "aws_opensearch_domain": Kind("other", default_port=443),
    "aws_elasticsearch_domain": Kind("other", default_port=443),
}


def attachment(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate any resource that names subnets and security groups, or that is known to have interfaces."""
    found = interfaces(resource, neighbours)
    if has_interfaces(found, KINDS.get(resource.type)):
        yield attach(resource, found, neighbours)


def attach(resource: Resource, found: Interfaces, neighbours: Neighbours) -> Attachment:
    """Return the attachment of a resource whose interfaces have been read."""
    kind = KINDS.get(resource.type, OTHER)
    values = resource.values
    entity = attached(resource, found, kind, elastic_address(resource, neighbours, ELASTIC))
    entity.names = literals(resource, "name") if resource.type == "aws_autoscaling_group" else literals(resource)
    entity.handles = HANDLES
    entity.ipv6_address = ipv6_address(values.get("ipv6_address_count"), values.get("ipv6_addresses"), kind)
    entity.ports = ports(values.get(kind.port), values.get("engine"), kind)
    entity.addresses = [*networks(values.get("private_ip")), *networks(values.get("private_ips"))]
    return entity
