"""Something has a public address in a subnet from which no route leads to an internet gateway.

What: an instance, a public NAT gateway or an internet-facing load balancer has a public address, and its subnet's route
    table (the VPC's main one where no other is associated) has no route to an internet gateway. Default routes to
    firewalls, endpoints, transit and local gateways are left alone: the address may be used there.
Why: packets from the internet arrive at nothing, and answers find no way out: the address is paid for and dead. A NAT
    gateway there takes every subnet behind it off the internet.
Fix: route 0.0.0.0/0 of the subnet to the internet gateway, or move the resource to a public subnet.
Sources: Amazon VPC User Guide, "Enable internet access for a VPC using an internet gateway"; Amazon VPC User Guide,
    "NAT gateway basics"; Elastic Load Balancing User Guide, "Load balancer scheme".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.network.public import public_addresses
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.public import PublicAddress
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity
    from seamlint.rule import Finding, Outcome

RULE = Rule("NET-012", "public-address-without-internet-route", Severity.WARNING)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each owner of an address, with all its subnets that have no way out."""
    stranded: dict[Entity, list[PublicAddress]] = {}
    for address in public_addresses(graph):
        if address.stranded.verdict is Verdict.YES:
            stranded.setdefault(address.owner, []).append(address)
        elif address.stranded.verdict is Verdict.UNDECIDED:
            reason = f"whether {address.subnet.address} has a route to the internet"
            yield RULE.undecided(address.owner, reason, address.stranded.needs)
    for owner, addresses in stranded.items():
        yield _finding(owner, addresses)


def _finding(owner: Entity, addresses: list[PublicAddress]) -> Finding:
    subnets = " and ".join(dict.fromkeys(each.subnet.address for each in addresses))
    message = (
        f"{owner.address} has a public address in {subnets}, from where no route leads to an internet gateway: "
        "nothing on the internet reaches it, and it reaches nothing there"
    )
    steps = dict.fromkeys(step for each in addresses for step in each.stranded.because)
    fix = f"associate {subnets} with a route table that sends 0.0.0.0/0 to the VPC's internet gateway"
    return RULE.finding(message, owner.evidence("has a public address that leads nowhere"), *steps, fix=fix)
