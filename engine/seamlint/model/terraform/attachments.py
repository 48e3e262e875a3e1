"""Network interfaces: which resources have them, in which subnets, with which security groups and public addresses.

Sources: Terraform AWS provider, the pages of the resources named below; Amazon EC2 user guide, "Elastic network
interfaces" and "Public IPv4 addresses" (what services create for themselves gets none unless the service says so).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from seamlint.evaluate.values import Unknown, Verdict
from seamlint.model.entity import IDENTITY, Place
from seamlint.model.network import Attachment
from seamlint.model.reading import elements, network, number, text
from seamlint.model.terraform.identity import literals
from seamlint.model.terraform.interfaces import interfaces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity, Maybe
    from seamlint.model.interfaces import Interfaces
    from seamlint.model.network import Network
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


class Kind(NamedTuple):
    """What a resource type is, and what holds where its arguments are silent.

    Attributes:
        name: `Attachment.kind`.
        default_group: it uses the VPC's default group.
        public: whether its interfaces get public addresses; None for those of instances, where the subnet decides.
        port: the argument with the port that it listens on.
        default_port: that port where the argument is not set.
    """

    name: str
    default_group: bool = False
    public: Maybe[bool] | None = False
    port: str = ""
    default_port: int | None = None


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
OTHER = Kind("other")
ENGINE_PORTS = {
    "mysql": 3306,
    "mariadb": 3306,
    "aurora-mysql": 3306,
    "postgres": 5432,
    "aurora-postgresql": 5432,
    "oracle": 1521,
    "custom-oracle": 1521,
    "sqlserver": 1433,
    "custom-sqlserver": 1433,
    "memcached": 11211,
    "aurora": 3306,
}
"""The longest name comes first where one begins with another."""


def attachment(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate any resource that names subnets and security groups, or that is known to have interfaces."""
    found = interfaces(resource, neighbours)
    kind = KINDS.get(resource.type, OTHER)
    mentioned = not found.groups.silent and not found.subnets.silent
    if mentioned or (resource.type in KINDS and kind.default_group and not _outside_vpc(resource, found)):
        yield attach(resource, found, neighbours)


def attach(resource: Resource, found: Interfaces, neighbours: Neighbours) -> Attachment:
    """Return the attachment of a resource whose interfaces have been read."""
    kind = KINDS.get(resource.type, OTHER)
    public, public_place = _public(resource, found, kind, neighbours)
    written = {"subnets": found.subnets.place, "groups": found.groups.place, "public_address": public_place}
    return Attachment(
        resource,
        (),
        names=literals(resource, "name") if resource.type == "aws_autoscaling_group" else literals(resource),
        handles=HANDLES,
        kind=kind.name,
        subnets=found.subnets.found,
        groups=found.groups.found,
        subnets_complete=found.subnets.complete and bool(found.subnets.found),
        groups_complete=found.groups.complete,
        public_address=public,
        ipv6_address=_ipv6(resource, kind),
        default_group=kind.default_group and found.groups.silent,
        ports=_ports(resource, kind),
        addresses=_addresses(resource),
        places={name: place.path for name, place in written.items() if place and place.resource is resource},
        borrowed={name: place for name, place in written.items() if place and place.resource is not resource},
    )


def _outside_vpc(resource: Resource, found: Interfaces) -> bool:
    """Tell whether a service's tasks share their host's interface: ECS without ``awsvpc``."""
    return resource.type == "aws_ecs_service" and found.subnets.silent


def _public(
    resource: Resource, found: Interfaces, kind: Kind, neighbours: Neighbours
) -> tuple[Maybe[bool] | None, Place | None]:
    elastic = _elastic_address(resource, neighbours)
    if elastic is not None:
        present = elastic.presence is Verdict.YES
        return present or Unknown(elastic.missing or (elastic.address,)), Place(elastic, ())
    if found.public is not None:
        return found.public, found.public_place
    return kind.public, None


def _elastic_address(resource: Resource, neighbours: Neighbours) -> Resource | None:
    for kind, attribute in (
        ("aws_eip", "instance"),
        ("aws_eip", "network_interface"),
        ("aws_eip_association", "instance_id"),
        ("aws_eip_association", "network_interface_id"),
    ):
        for address in neighbours.naming(kind, attribute, resource):
            return address
    return None


def _ipv6(resource: Resource, kind: Kind) -> Maybe[bool] | None:
    """Return whether an interface has an IPv6 address; None where its subnet decides."""
    count = number(resource.values.get("ipv6_address_count"))
    if count is not None:
        return count if isinstance(count, Unknown) else count > 0
    written = elements(resource.values.get("ipv6_addresses"))
    return True if written else None if kind.public is None else False


def _ports(resource: Resource, kind: Kind) -> list[Maybe[int]]:
    port = number(resource.values.get(kind.port)) if kind.port else None
    engine = text(resource.values.get("engine"))
    if port is None and isinstance(engine, str):
        port = next((known for name, known in ENGINE_PORTS.items() if engine.startswith(name)), None)
    port = kind.default_port if port is None else port
    return [] if port is None else [port]


def _addresses(resource: Resource) -> list[Maybe[Network]]:
    values = resource.values
    read = (network(each) for name in ("private_ip", "private_ips") for each in elements(values.get(name)))
    return [each for each in read if each is not None]
