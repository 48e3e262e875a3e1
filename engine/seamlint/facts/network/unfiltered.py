"""Rules and entries for addresses that no filter applies to.

Amazon VPC User Guide, "Security group basics" and "Network ACL basics".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Union

from seamlint.evaluate.values import Path, Unknown
from seamlint.facts.network.ranges import UNFILTERED, resolver_of, vpc_of
from seamlint.graph.graph import Graph, fact
from seamlint.model.network import NetworkAcl, NetworkAclEntry, SecurityGroup, SecurityGroupRule, Vpc
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.model.entity import Maybe
    from seamlint.model.network import Network


class UnfilteredPeer(NamedTuple):
    """A rule or an entry that names such an address (NET-013).

    Attributes:
        where: path of the field that names it.
        service: what has the address, in words.
    """

    rule: Union[SecurityGroupRule, NetworkAclEntry]
    where: Path
    network: Network
    service: str


@fact
def unfiltered_peers(graph: Graph) -> list[UnfilteredPeer]:
    """Return the rules of groups and the entries of ACLs that name such an address, each address once."""
    return list(_unfiltered(graph))


def _unfiltered(graph: Graph) -> Iterator[UnfilteredPeer]:
    for rule in graph.all(SecurityGroupRule):
        group = graph.find(rule.group, SecurityGroup, rule)
        vpc = vpc_of(graph, group) if isinstance(group, SecurityGroup) else None
        for at, network in enumerate(rule.peers):
            service = _service(network, vpc)
            if service and not isinstance(network, Unknown):
                yield UnfilteredPeer(rule, ("peers", at), network, service)
    for entry in graph.all(NetworkAclEntry):
        acl = graph.find(entry.acl, NetworkAcl, entry)
        vpc = vpc_of(graph, acl) if isinstance(acl, NetworkAcl) else None
        service = _service(entry.network, vpc)
        if service and entry.network is not None and not isinstance(entry.network, Unknown):
            yield UnfilteredPeer(entry, ("network",), entry.network, service)


def _service(network: Maybe[Network] | None, vpc: Vpc | None) -> str | None:
    if network is None or isinstance(network, Unknown):
        return None
    if network in UNFILTERED:
        return UNFILTERED[network]
    return "the DNS resolver of the VPC" if vpc and network == resolver_of(vpc) else None
