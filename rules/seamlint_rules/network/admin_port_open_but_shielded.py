"""A security group opens an administration or data port to the whole internet, and only other hops stop it.

What: a group in use opens such a port to 0.0.0.0/0 or ::/0; a missing route or public address, or a network ACL, is all
    that keeps the internet out. The message names these hops.
Why: the next public subnet, elastic address or load balancer makes the port public, and nothing at that change says so.
Fix: let in only the addresses or groups that need the port.
Sources: Amazon VPC User Guide, "Security group rules"; Amazon VPC User Guide, "Enable internet access for a VPC using
    an internet gateway".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.network.internet import admin_exposures
from seamlint.facts.network.words import service_words
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.internet import Exposure, InternetPath
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("NET-010", "admin-port-open-but-shielded", Severity.NOTE)

HOPS = {
    "route": "no route to an internet gateway",
    "address": "no public address",
    "acl": "the network ACL",
    "reply": "the network ACL's replies",
    "load balancer": "the load balancer before it",
}


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each rule that opens such a port where every path is stopped."""
    for exposure in admin_exposures(graph):
        path = exposure.best
        if exposure.reachable is Verdict.NO and path and path.closed:
            yield _finding(exposure, path)
        elif exposure.reachable is Verdict.UNDECIDED:
            reason = f"whether anything shields {service_words(exposure.services)} behind {exposure.group.address}"
            yield RULE.undecided(exposure.rule, reason, exposure.needs)


def _finding(exposure: Exposure, path: InternetPath) -> Finding:
    ports, group, target = service_words(exposure.services), exposure.group.address, path.placement.attachment.address
    everyone = "0.0.0.0/0" if path.version == 4 else "::/0"
    hops = " and ".join(dict.fromkeys(HOPS.get(hop.name, hop.name) for hop in path.closed))
    message = f"{group} opens {ports} of {target} to {everyone}; only {hops} shields it"
    steps = [path.placement.evidence(), *(step for hop in path.closed for step in hop.answer.because)]
    primary = exposure.rule.evidence(f"lets in {ports} from {everyone}")
    fix = f"replace {everyone} by the addresses that need {ports}, or by a security group"
    return RULE.finding(message, primary, *steps, fix=fix)
