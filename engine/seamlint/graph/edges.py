"""The edges between entities: which names which, by what, and where it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import fields
from seamlint.graph.graph import pointers
from seamlint.model import certificates, edge, encryption, functions, iam, network, storage, web_acls
from seamlint.model.entity import Entity
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence

TARGETS: dict[str, tuple[type[Entity], ...]] = {
    "vpc": (network.Vpc,),
    "requester": (network.Vpc,),
    "accepter": (network.Vpc,),
    "subnet": (network.Subnet,),
    "subnets": (network.Subnet,),
    "group": (network.SecurityGroup,),
    "groups": (network.SecurityGroup,),
    "acl": (network.NetworkAcl,),
    "table": (network.RouteTable,),
    "route_tables": (network.RouteTable,),
    "prefix_list": (network.PrefixList,),
    "prefix_lists": (network.PrefixList,),
    "load_balancer": (network.LoadBalancer,),
    "listener": (network.Listener,),
    "target_group": (network.TargetGroup,),
    "target_groups": (network.TargetGroup,),
    "default_groups": (network.TargetGroup,),
    "owner": (network.Attachment, network.NatGateway),
    "domain": (network.LoadBalancer, network.Attachment),
    "bucket": (storage.Bucket, iam.ProtectedResource),
    "destination": (storage.Bucket, iam.ProtectedResource),
    "source": (storage.Bucket,),
    "log_bucket": (iam.ProtectedResource,),
    "access_control": (edge.OriginAccessControl,),
    "access_identity": (edge.OriginAccessIdentity,),
    "function": (iam.ProtectedResource, functions.LambdaFunction),
    "certificate": (certificates.Certificate,),
    "acm_certificate": (certificates.Certificate,),
    "iam_certificate": (certificates.ServerCertificate,),
    "web_acl": (web_acls.WebAcl,),
    "target": (
        network.InternetGateway,
        network.NatGateway,
        network.Peering,
        network.Endpoint,
        network.LoadBalancer,
        network.Attachment,
        iam.OrganizationNode,
        encryption.Key,
    ),
    "role": (iam.Role,),
    "roles": (iam.Role,),
    "users": (iam.User,),
    "user_groups": (iam.UserGroup,),
    "policy": (iam.ManagedPolicy, iam.ControlPolicy),
    "boundary": (iam.ManagedPolicy,),
    "instance_profile": (iam.InstanceProfile,),
    "protects": (iam.ProtectedResource, network.Endpoint),
    "kms_key": (iam.ProtectedResource,),
    "encrypts": (iam.ProtectedResource,),
    "primary": (encryption.Key,),
    "grantee": (iam.Role, iam.User),
    "parent": (iam.OrganizationNode,),
}
"""What a pointer may name, by the name of its field."""


class Edge(NamedTuple):
    """One entity names another.

    Attributes:
        kind: the field that does: ``subnet``, ``groups``.
        reason: where it is written.
    """

    source: Entity
    target: Entity
    kind: str
    reason: Evidence


def edges(graph: Graph) -> Iterator[Edge]:
    """Yield every edge, by source in the graph's order."""
    for source in graph:
        yield from edges_from(graph, source)


def edges_from(graph: Graph, source: Entity) -> Iterator[Edge]:
    """Yield what an entity names."""
    for kind in _pointer_fields(type(source)):
        for index, target in _named(graph, source, kind):
            yield _edge(source, target, kind, index)


def edges_to(graph: Graph, targets: Collection[Entity]) -> Iterator[Edge]:
    """Yield what names one of some entities."""
    wanted = set(map(id, targets))
    for source in graph:
        for kind in _pointer_fields(type(source)):
            for index, target in _named(graph, source, kind):
                if id(target) in wanted:
                    yield _edge(source, target, kind, index)


def _named(graph: Graph, source: Entity, kind: str) -> Iterator[tuple[int, Entity]]:
    for index, pointer in enumerate(pointers(source, kind)):
        found = (graph.find(pointer, target, source) for target in TARGETS[kind])
        target = next((each for each in found if isinstance(each, Entity)), None)
        if target is not None:
            yield index, target


def _edge(source: Entity, target: Entity, kind: str, index: int) -> Edge:
    place = (kind, index) if isinstance(getattr(source, kind), list) else (kind,)
    return Edge(source, target, kind, source.evidence(f"{source.address} names {target.address}", *place))


def _pointer_fields(kind: type[Entity]) -> tuple[str, ...]:
    """Return the fields that name others: of two that are called alike, one may hold a plain value."""
    return tuple(field.name for field in fields(kind) if field.name in TARGETS and "Pointer" in str(field.type))
