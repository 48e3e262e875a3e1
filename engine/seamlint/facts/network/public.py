"""Public addresses, and the way between an interface and the internet.

Amazon VPC User Guide, "Enable internet access for a VPC using an internet gateway": the subnet's route table must send
traffic to the gateway, the interface must have a public address, and ACLs and groups must let it through.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.network.groups import attached_subnets
from seamlint.facts.network.routing import Answer, internet_route, routed_to
from seamlint.graph.graph import Graph, fact
from seamlint.model.network import Attachment, LoadBalancer, NatGateway, Subnet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.model.entity import Entity

_OTHER_WAYS_OUT = (
    "endpoint",
    "transit-gateway",
    "local-gateway",
    "interface",
    "instance",
    "core-network",
    "carrier-gateway",
)
BALANCERS = ("load-balancer", "network-load-balancer")


def public_address(graph: Graph, attachment: Attachment, subnet: Subnet, version: int = 4) -> Answer:
    """Tell whether an attachment's interfaces in a subnet have a public IPv4 address, or an IPv6 one.

    A load balancer by its scheme, else by what the resource sets (an elastic address among it), or by the subnet's
    default (Amazon VPC User Guide, "IP addressing for your VPCs and subnets"; every IPv6 address is public).
    """
    balancers = graph.of(LoadBalancer, attachment)
    if balancers and version == 4:
        return _scheme(balancers[0])
    if version == 6:
        return _given(attachment, subnet, "ipv6_address", "ipv6_addresses")
    return _given(attachment, subnet, "public_address", "public_addresses")


def _scheme(balancer: LoadBalancer) -> Answer:
    if isinstance(balancer.internal, Unknown):
        return Answer(Verdict.UNDECIDED, needs=balancer.internal.needs)
    says = "is internal" if balancer.internal else "is internet-facing, so that it has public addresses"
    because = (balancer.evidence(f"{balancer.address} {says}", "internal"),)
    return Answer(Verdict.of(not balancer.internal), because)


def _given(attachment: Attachment, subnet: Subnet, field: str, default: str) -> Answer:
    owner: Entity = attachment
    given = getattr(attachment, field)
    if given is None:
        owner, field, given = subnet, default, getattr(subnet, default)
    if isinstance(given, Unknown):
        return Answer(Verdict.UNDECIDED, needs=given.needs)
    kind = "an IPv6 address" if field.startswith("ipv6") else "a public address"
    says = f"{attachment.address} has {kind if given else 'no' + kind[kind.index(' ') :]}"
    if owner is subnet:
        says += f", for {subnet.address} {'gives' if given else 'does not give'} one by default"
    return Answer(Verdict.of(given), (owner.evidence(says, field),))


@dataclass(frozen=True, eq=False)
class PublicAddress:
    """An instance, NAT gateway or load balancer that may have a public address, in one of its subnets (NET-012).

    Attributes:
        stranded: whether it has a public address and its subnet no route by which the internet is reached.
    """

    owner: Entity
    subnet: Subnet
    stranded: Answer


@fact
def public_addresses(graph: Graph) -> list[PublicAddress]:
    """Return an answer for every instance, public NAT gateway and load balancer, one for each of its subnets."""
    return [
        PublicAddress(owner, subnet, _stranded(graph, subnet, address))
        for owner, subnet, address in _addressed(graph)
        if address.verdict is not Verdict.NO
    ]


def _addressed(graph: Graph) -> Iterator[tuple[Entity, Subnet, Answer]]:
    for attachment in graph.all(Attachment):
        if attachment.kind == "instance" or attachment.kind in BALANCERS:
            for subnet in attached_subnets(graph, attachment)[0]:
                yield attachment, subnet, public_address(graph, attachment, subnet)
    for gateway in graph.all(NatGateway):
        found = graph.find(gateway.subnet, Subnet, gateway)
        if isinstance(found, Subnet):
            yield gateway, found, _nat_address(gateway)


def _nat_address(gateway: NatGateway) -> Answer:
    if isinstance(gateway.public, Unknown):
        return Answer(Verdict.UNDECIDED, needs=gateway.public.needs)
    because = (gateway.evidence(f"{gateway.address} is a public NAT gateway", "public"),)
    return Answer(Verdict.of(gateway.public), because)


def _stranded(graph: Graph, subnet: Subnet, address: Answer) -> Answer:
    route = internet_route(graph, subnet)
    elsewhere = routed_to(graph, subnet, _OTHER_WAYS_OUT)
    verdict = address.verdict & ~route.verdict & ~elsewhere.verdict & subnet.presence
    return Answer(verdict, address.because + route.because, address.needs + route.needs + elsewhere.needs)
