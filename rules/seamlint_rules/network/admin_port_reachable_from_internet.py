"""An administration or data port is reachable from the whole internet.

What: a security group opens such a port to 0.0.0.0/0 or ::/0, and the way there is complete: the subnet's route leads
    to an internet gateway, the interface has a public address (or an internet-facing load balancer that keeps client
    addresses stands before it), and the network ACL lets requests in and replies out.
Why: remote logins, databases, caches and control planes that answer the whole internet are found within minutes, and
    tried with every known password and flaw.
Fix: let in only the addresses or groups that need it, or reach it through a VPN or AWS Systems Manager Session Manager.
Sources: Amazon VPC User Guide, "Enable internet access for a VPC using an internet gateway"; Amazon EC2 User Guide,
    "Security group rules for different use cases"; Elastic Load Balancing User Guide for Network Load Balancers,
    "Client IP preservation".
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

RULE = Rule("NET-009", "admin-port-reachable-from-internet", Severity.ERROR)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each rule that opens such a port along a complete path."""
    for exposure in admin_exposures(graph):
        path = exposure.best
        if exposure.reachable is Verdict.YES and path:
            yield _finding(exposure, path)
        elif exposure.reachable is Verdict.UNDECIDED:
            reason = f"whether the internet reaches {service_words(exposure.services)} behind {exposure.group.address}"
            yield RULE.undecided(exposure.rule, reason, exposure.needs)


def _finding(exposure: Exposure, path: InternetPath) -> Finding:
    ports, target = service_words(path.services), path.placement.attachment.address
    everyone = "0.0.0.0/0" if path.version == 4 else "::/0"
    through = f" through {path.through.balancer.address}" if path.through else ""
    message = f"the whole internet reaches {ports} of {target}{through}: {exposure.group.address} lets in {everyone}"
    primary = exposure.rule.evidence(f"lets in {ports} from {everyone}")
    fix = f"replace {everyone} by the addresses that need {ports}, or by a security group"
    return RULE.finding(message, primary, *path.proof, fix=fix)
