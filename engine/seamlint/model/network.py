"""Network entities, dialect-neutral.

Translators (one per dialect) fill these from evaluated resources; fields whose value is not known are `Unknown`, a
pointer that names another entity stays a pointer until the graph resolves it.
"""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network
from typing import Union

from seamlint.data_classes import dataclass, field
from seamlint.model.entity import Entity, Maybe, Pointer

Network = Union[IPv4Network, IPv6Network]

ALL_PROTOCOLS = -1


@dataclass(eq=False, repr=False)
class Vpc(Entity):
    """A VPC; ``default`` for the account's default VPC adopted by code.

    Where no code adopts them, the default security group, the default ACL (with the entries that allow everything) and
    the main route table that AWS creates with every VPC are entities too, declared by the VPC's resource.
    """

    cidrs: list[Maybe[Network]] = field(default_factory=list)
    default: bool = False


@dataclass(eq=False, repr=False)
class Subnet(Entity):
    """A subnet and its address ranges.

    Attributes:
        public_addresses: whether interfaces of new instances get a public IPv4 address by default.
        ipv6_addresses: whether new interfaces get an IPv6 address by default (such an address is always public).
    """

    vpc: Pointer = None
    cidrs: list[Maybe[Network]] = field(default_factory=list)
    zone: Maybe[str] | None = None
    public_addresses: Maybe[bool] = False
    ipv6_addresses: Maybe[bool] = False


@dataclass(eq=False, repr=False)
class SecurityGroup(Entity):
    """A security group; its rules are `SecurityGroupRule` entities that point at it (inline ones too).

    Attributes:
        open_egress: the dialect's default that everything may go out while no egress rule is declared.
        complete: false where rules may exist that the code does not show (rules that could not be evaluated, a group
            that is only looked up by a data source).
        adopted: true for ``aws_default_security_group``.
    """

    name: Maybe[str] | None = None
    vpc: Pointer = None
    open_egress: bool = False
    complete: bool = True
    adopted: bool = False


@dataclass(eq=False, repr=False)
class SecurityGroupRule(Entity):
    """One rule: a direction, a protocol with its ports, and peers (each an address range, prefix list or group).

    Attributes:
        protocol: IANA number, -1 for all.
        ports: first and last port; ICMP type and code for 1 and 58 (-1 for any); None where the protocol ignores it.
        peers: address ranges.
        prefix_lists: pointers to prefix lists.
        groups: pointers to groups; ``self_reference`` adds the rule's own group.
    """

    group: Pointer = None
    egress: Maybe[bool] = False
    protocol: Maybe[int] = ALL_PROTOCOLS
    ports: tuple[Maybe[int], Maybe[int]] | None = None
    peers: list[Maybe[Network]] = field(default_factory=list)
    prefix_lists: list[Pointer] = field(default_factory=list)
    groups: list[Pointer] = field(default_factory=list)
    self_reference: Maybe[bool] = False


@dataclass(eq=False, repr=False)
class NetworkAcl(Entity):
    """A network ACL; its entries are `NetworkAclEntry` entities that point at it (inline ones too).

    Attributes:
        default: the VPC's default ACL: it serves every subnet without an association, and allows all where the code
            does not adopt it.
        subnets: subnets that the ACL itself lists.
    """

    vpc: Pointer = None
    default: bool = False
    subnets: list[Pointer] = field(default_factory=list)
    complete: bool = True


@dataclass(eq=False, repr=False)
class NetworkAclEntry(Entity):
    """One entry; ``number`` orders it, ``ports`` as in `SecurityGroupRule`."""

    acl: Pointer = None
    number: Maybe[int] = 0
    egress: Maybe[bool] = False
    allow: Maybe[bool] = False
    protocol: Maybe[int] = ALL_PROTOCOLS
    ports: tuple[Maybe[int], Maybe[int]] | None = None
    network: Maybe[Network] | None = None


@dataclass(eq=False, repr=False)
class NetworkAclAssociation(Entity):
    """Joins an ACL and a subnet."""

    acl: Pointer = None
    subnet: Pointer = None


@dataclass(eq=False, repr=False)
class RouteTable(Entity):
    """A route table; ``main`` where the code makes it (or it is) the VPC's main one."""

    vpc: Pointer = None
    main: Maybe[bool] = False
    complete: bool = True


@dataclass(eq=False, repr=False)
class Route(Entity):
    """A route: a destination range or prefix list, and a target.

    ``kind`` names the target's kind: ``internet-gateway`` (also egress-only: ``egress-only-gateway``), ``nat-gateway``,
    ``transit-gateway``, ``peering``, ``endpoint`` (gateway endpoints and gateway load balancers), ``interface``,
    ``instance``, ``vpn-gateway``, ``local-gateway``, ``carrier-gateway``, ``core-network``, ``local``.
    """

    table: Pointer = None
    destination: Maybe[Network] | None = None
    prefix_list: Pointer = None
    kind: Maybe[str] = "local"
    target: Pointer = None


@dataclass(eq=False, repr=False)
class RouteTableAssociation(Entity):
    """Joins a route table and a subnet, or makes it a VPC's main table (``main``)."""

    table: Pointer = None
    subnet: Pointer = None
    vpc: Pointer = None
    main: bool = False


@dataclass(eq=False, repr=False)
class InternetGateway(Entity):
    """An internet gateway; ``egress_only`` for the IPv6 kind that lets nothing in."""

    vpc: Pointer = None
    egress_only: bool = False


@dataclass(eq=False, repr=False)
class NatGateway(Entity):
    """A NAT gateway: no group, an address in one subnet, public or private."""

    subnet: Pointer = None
    public: Maybe[bool] = True


@dataclass(eq=False, repr=False)
class Attachment(Entity):
    """Network interfaces that a resource has or creates: any resource with subnets and security groups.

    Attributes:
        kind: what it is, for messages and ephemeral ports: ``instance``, ``auto-scaling-group``, ``eks-node-group``,
            ``load-balancer`` (application, classic), ``network-load-balancer``, ``gateway-load-balancer``, ``lambda``,
            ``database``, ``cache``, ``ecs-service``, ``eks-cluster``, ``endpoint``, ``interface``, ``other``.
        subnets, groups: pointers; ``subnets_complete``/``groups_complete`` false where more may be that are not known.
        public_address: whether its interfaces have a public address; Unknown where the code does not decide; None to
            inherit the subnet's default.
        ipv6_address: whether its interfaces have an IPv6 address; None to inherit the subnet's default.
        default_group: true where no group is set, so that the VPC's default group is used.
        ports: ports that the interface's owner listens on, where the code says so (database port, container port).
        addresses: private addresses that the code fixes.
    """

    kind: str = "other"
    subnets: list[Pointer] = field(default_factory=list)
    groups: list[Pointer] = field(default_factory=list)
    subnets_complete: bool = True
    groups_complete: bool = True
    public_address: Maybe[bool] | None = None
    ipv6_address: Maybe[bool] | None = None
    default_group: bool = False
    ports: list[Maybe[int]] = field(default_factory=list)
    addresses: list[Maybe[Network]] = field(default_factory=list)


@dataclass(eq=False, repr=False)
class LoadBalancer(Entity):
    """A load balancer (its interfaces are an `Attachment` of the same resource).

    ``kind``: ``application``, ``network``, ``gateway``, ``classic``; ``health_port``: where a classic one checks its
    instances.
    """

    kind: Maybe[str] = "application"
    internal: Maybe[bool] = False
    health_port: Maybe[int] | None = None


@dataclass(eq=False, repr=False)
class Listener(Entity):
    """A listener; ``default_groups`` are the target groups its default action forwards to.

    Attributes:
        default_refuses: the default action is a fixed response or a redirect, never a forward.
        target_port: for classic load balancers, the instance port.
    """

    load_balancer: Pointer = None
    port: Maybe[int] = 80
    protocol: Maybe[str] = "HTTP"
    default_groups: list[Pointer] = field(default_factory=list)
    default_refuses: Maybe[bool] = False
    target_port: Maybe[int] | None = None


@dataclass(eq=False, repr=False)
class ListenerRule(Entity):
    """A listener rule; ``headers`` maps each demanded header's lower-cased name to its accepted values.

    ``complete`` is false where it may have conditions that are not known.
    """

    listener: Pointer = None
    target_groups: list[Pointer] = field(default_factory=list)
    forwards: Maybe[bool] = True
    headers: dict[str, list[Maybe[str]]] = field(default_factory=dict)
    complete: bool = True


@dataclass(eq=False, repr=False)
class TargetGroup(Entity):
    """A target group and its health check; ``preserve_client`` is None for the kind's default."""

    port: Maybe[int] | None = None
    protocol: Maybe[str] | None = None
    target_type: Maybe[str] = "instance"
    vpc: Pointer = None
    health_port: Maybe[int] | None = None
    health_protocol: Maybe[str] | None = None
    preserve_client: Maybe[bool] | None = None


@dataclass(eq=False, repr=False)
class TargetAttachment(Entity):
    """Puts a target (instance, interface owner, auto scaling group, ECS service, address) into a target group."""

    target_group: Pointer = None
    load_balancer: Pointer = None
    target: Pointer = None
    port: Maybe[int] | None = None
    network: Maybe[Network] | None = None


@dataclass(eq=False, repr=False)
class PrefixList(Entity):
    """A customer-managed prefix list, or one looked up; ``name`` for AWS's own."""

    name: Maybe[str] | None = None
    networks: list[Maybe[Network]] = field(default_factory=list)
    complete: bool = True


@dataclass(eq=False, repr=False)
class Peering(Entity):
    """A VPC peering connection."""

    requester: Pointer = None
    accepter: Pointer = None


@dataclass(eq=False, repr=False)
class TransitGatewayAttachment(Entity):
    """A VPC attachment of a transit gateway; ``group_referencing`` as the attachment sets it."""

    gateway: Pointer = None
    vpc: Pointer = None
    group_referencing: Maybe[bool] = True


@dataclass(eq=False, repr=False)
class GroupVpcAssociation(Entity):
    """Associates a security group with a second VPC."""

    group: Pointer = None
    vpc: Pointer = None


@dataclass(eq=False, repr=False)
class Endpoint(Entity):
    """A VPC endpoint. ``kind``: ``gateway``, ``interface``, ``gateway-load-balancer``; ``service`` ends in its name."""

    vpc: Pointer = None
    service: Maybe[str] = ""
    kind: Maybe[str] = "gateway"
    route_tables: list[Pointer] = field(default_factory=list)
    private_dns: Maybe[bool] = False


@dataclass(eq=False, repr=False)
class Address(Entity):
    """An elastic IP address and what it is associated with."""

    owner: Pointer = None
