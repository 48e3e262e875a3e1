"""Address ranges that AWS gives a meaning to."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.facts.network.bounds import Bounds
from seamlint.facts.network.intervals import Intervals
from seamlint.facts.network.packets import EVERYWHERE, IPV4, addresses, interval
from seamlint.graph.graph import Graph, fact
from seamlint.model.network import PrefixList, Subnet, Vpc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.model.entity import Entity, Maybe
    from seamlint.model.network import Network

# Ranges that no host on the internet has (IANA special-purpose address registries); ranges for documentation are left
# in, for they stand for hosts on the internet wherever they are written.
_NOT_PUBLIC_4 = (
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "224.0.0.0/3",
)
PUBLIC_4 = IPV4 - addresses(map(ip_network, _NOT_PUBLIC_4))
PUBLIC_6 = addresses([ip_network("2000::/3")])
PUBLIC = PUBLIC_4 | PUBLIC_6

# Amazon VPC User Guide, "Security group basics" and "Network ACL basics": traffic to and from these is not filtered.
UNFILTERED: dict[Network, str] = {
    ip_network("169.254.169.254/32"): "the instance metadata service",
    ip_network("fd00:ec2::254/128"): "the instance metadata service",
    ip_network("169.254.169.253/32"): "the DNS resolver of the VPC",
    ip_network("fd00:ec2::253/128"): "the DNS resolver of the VPC",
    ip_network("169.254.169.123/32"): "the time sync service",
    ip_network("fd00:ec2::123/128"): "the time sync service",
    ip_network("169.254.170.2/32"): "the ECS task metadata endpoint",
    ip_network("169.254.170.23/32"): "EKS Pod Identity",
    ip_network("169.254.169.250/32"): "Windows licence activation",
    ip_network("169.254.169.251/32"): "Windows licence activation",
}
_UNFILTERED = addresses(UNFILTERED)

# RFC 1122, section 3.2.1.3, and RFC 4291, section 2.5.3: no packet to or from these leaves its host or its link. Rules
# name them to allow nothing, where a group without any rule would get AWS's own.
_NOWHERE = tuple(map(ip_network, ("127.0.0.0/8", "255.255.255.255/32", "::1/128")))

# Amazon VPC User Guide, "AWS-managed prefix lists". All but VPC Lattice hold public addresses.
_PUBLIC_LISTS = (".s3", ".dynamodb", "cloudfront.origin-facing", ".ec2-instance-connect", "route53-healthchecks")


def nowhere(network: Maybe[Network]) -> bool:
    """Tell whether a range holds only addresses that no packet between hosts carries."""
    return not isinstance(network, Unknown) and any(
        network.version == none.version and network.subnet_of(none)  # type: ignore[arg-type]
        for none in _NOWHERE
    )


def unfiltered(vpc: Vpc | None) -> Intervals:
    """Return the addresses that neither security groups nor network ACLs apply to, in a VPC or in any."""
    resolver = resolver_of(vpc) if vpc else None
    return _UNFILTERED | Intervals.of(interval(resolver)) if resolver else _UNFILTERED


def resolver_of(vpc: Vpc) -> Network | None:
    """Return the address of a VPC's DNS resolver: the base of its primary IPv4 range plus two.

    Amazon VPC User Guide, "DNS attributes for your VPC".
    """
    primary = next((cidr for cidr in vpc.cidrs if isinstance(cidr, Unknown) or cidr.version == 4), None)
    return None if primary is None or isinstance(primary, Unknown) else ip_network(primary.network_address + 2)


def vpc_of(graph: Graph, owner: Subnet | Entity) -> Vpc | None:
    """Return the VPC in the graph that an entity's ``vpc`` names."""
    found = graph.find(getattr(owner, "vpc", None), Vpc, owner)
    return found if isinstance(found, Vpc) else None


@fact
def subnet_addresses(graph: Graph) -> dict[Subnet, Bounds[Intervals]]:
    """Return every subnet's own addresses; where its range is not known, it lies somewhere in its VPC's."""
    return {subnet: _own_addresses(graph, subnet) for subnet in graph.all(Subnet)}


def _own_addresses(graph: Graph, subnet: Subnet) -> Bounds[Intervals]:
    known = range_addresses(subnet.cidrs)
    if known.exact and subnet.cidrs:
        return known
    vpc = vpc_of(graph, subnet)
    within = range_addresses(vpc.cidrs) if vpc and vpc.cidrs else Bounds(Intervals(), EVERYWHERE)
    return Bounds(known.must, known.must | within.may)


def range_addresses(networks: Iterable[Maybe[Network]]) -> Bounds[Intervals]:
    """Return the addresses of ranges, some of which may not be known."""
    ranges = list(networks)
    known = addresses(network for network in ranges if not isinstance(network, Unknown))
    return Bounds(known, EVERYWHERE if any(isinstance(network, Unknown) for network in ranges) else known)


@fact
def prefix_list_addresses(graph: Graph) -> dict[PrefixList, Bounds[Intervals]]:
    """Return the addresses of every prefix list.

    Of AWS's own lists, which change without notice, those that they have at most.
    """
    return {each: _listed(each) for each in graph.all(PrefixList)}


def _listed(prefix_list: PrefixList) -> Bounds[Intervals]:
    name = prefix_list.name if isinstance(prefix_list.name, str) else ""
    if name.startswith("com.amazonaws."):
        return Bounds.exactly(named_list_addresses(name))
    ranges = range_addresses(prefix_list.networks)
    return ranges if prefix_list.complete else Bounds(ranges.must, EVERYWHERE)


def named_list_addresses(name: str) -> Intervals:
    """Return what addresses at most one of AWS's prefix lists holds."""
    if not any(part in name for part in _PUBLIC_LISTS):
        return EVERYWHERE
    return PUBLIC_6 if ".ipv6." in name else PUBLIC_4
