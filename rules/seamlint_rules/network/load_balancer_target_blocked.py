"""A load balancer cannot reach its targets, or their health checks.

What: a security group or network ACL between a load balancer and a target lets nothing of what is asked through: the
    target group's port (from the clients, where client addresses are preserved) or the health check's, there or back.
Why: targets stay unhealthy, or requests time out, although the load balancer, the target group and the instances are
    all right by themselves.
Fix: let the load balancer's group (or, with preserved addresses, the clients) in on the port that the target group
    asks.
Sources: Elastic Load Balancing User Guide for Application Load Balancers, "Security groups for your Application Load
    Balancer" and "Health checks for your target groups"; User Guide for Network Load Balancers, "Client IP
    preservation".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.network.remedies import barrier_rules
from seamlint.facts.network.targets import barriers
from seamlint.facts.network.words import service_words
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.targets import Barrier
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("NET-015", "load-balancer-target-blocked", Severity.ERROR)


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each filter that keeps a load balancer from targets."""
    for barrier, *others in barriers(graph):
        balancer, target = barrier.delivery.balancer.address, barrier.delivery.target.address
        if barrier.stops.verdict is Verdict.YES:
            yield _finding(graph, barrier, others)
        elif barrier.stops.verdict is Verdict.UNDECIDED:
            reason = f"whether {barrier.purpose} of {balancer} reach {target}"
            yield RULE.undecided(barrier.filter, reason, barrier.stops.needs)


def _finding(graph: Graph, barrier: Barrier, others: list[Barrier]) -> Finding:
    delivery, services = barrier.delivery, service_words(barrier.services)
    balancer = delivery.balancer.address
    targets = {each.delivery.target for each in others} - {delivery.target}
    more = f" and {len(targets)} more" if targets else ""
    clients = barrier.purpose == "requests" and delivery.preserves is Verdict.YES
    whose = f"the clients of {balancer}, who keep their addresses," if clients else balancer
    message = (
        f"{barrier.purpose} of {whose} never reach {delivery.target.address}{more} on {services}: "
        f"{barrier.filter.address} stops them"
    )
    primary = barrier.filter.evidence(f"lets no {services}{' of theirs' if clients else ''} through")
    return RULE.finding(message, primary, *barrier.stops.because, fix=barrier_rules(graph, barrier))
