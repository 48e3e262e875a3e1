"""What load balancers deliver to their targets.

Elastic Load Balancing User Guide for Network Load Balancers, "Client IP preservation": on by default for targets
named by instance id and for UDP and TCP_UDP; off for targets named by address with TCP and TLS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, Verdict
from seamlint.graph.graph import Graph, fact
from seamlint.model.network import (
    Attachment,
    Listener,
    ListenerRule,
    LoadBalancer,
    TargetAttachment,
    TargetGroup,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.model.entity import Maybe


@dataclass(frozen=True, eq=False)
class Delivery:
    """One way through a load balancer: a listener that sends to a target.

    Attributes:
        front: the load balancer's interfaces.
        listener: takes the requests.
        target_group: None for a classic load balancer.
        joined: puts the target there.
        target: the target's interfaces.
        port: on which the target is asked.
        protocol: by which it is asked, as Elastic Load Balancing writes it.
        preserves: whether the target sees the client's address.
    """

    balancer: LoadBalancer
    front: Attachment
    listener: Listener
    target_group: TargetGroup | None
    joined: TargetAttachment
    target: Attachment
    port: Maybe[int] | None
    protocol: Maybe[str] | None
    preserves: Verdict

    @property
    def presence(self) -> Verdict:
        """Whether all of it will exist."""
        parts = (self.balancer, self.listener, self.joined, self.target)
        verdict = self.target_group.presence if self.target_group else Verdict.YES
        for part in parts:
            verdict &= part.presence
        return verdict


@fact
def deliveries(graph: Graph) -> list[Delivery]:
    """Return every way through a load balancer to a target whose interfaces are in the graph."""
    return list(_deliveries(graph))


def _deliveries(graph: Graph) -> Iterator[Delivery]:
    for balancer in graph.all(LoadBalancer):
        for front in graph.of(Attachment, balancer)[:1]:
            for listener in graph.pointing(Listener, "load_balancer", balancer):
                for group in _forwarded(graph, listener):
                    yield from _to_group(graph, balancer, front, listener, group)
                if listener.target_port is not None:
                    yield from _to_classic(graph, balancer, front, listener)


def _forwarded(graph: Graph, listener: Listener) -> list[TargetGroup]:
    """Return the target groups that a listener forwards to, by its default action or one of its rules."""
    found = [graph.find(pointer, TargetGroup, listener) for pointer in listener.default_groups]
    for rule in graph.pointing(ListenerRule, "listener", listener):
        found += [graph.find(pointer, TargetGroup, rule) for pointer in rule.target_groups]
    return list(dict.fromkeys(group for group in found if isinstance(group, TargetGroup)))


def _to_group(
    graph: Graph, balancer: LoadBalancer, front: Attachment, listener: Listener, group: TargetGroup
) -> Iterator[Delivery]:
    preserves = preserves_clients(balancer, group)
    for joined in graph.pointing(TargetAttachment, "target_group", group):
        target = graph.find(joined.target, Attachment, joined)
        if isinstance(target, Attachment):
            port = group.port if joined.port is None else joined.port
            yield Delivery(balancer, front, listener, group, joined, target, port, group.protocol, preserves)


def _to_classic(graph: Graph, balancer: LoadBalancer, front: Attachment, listener: Listener) -> Iterator[Delivery]:
    for joined in graph.pointing(TargetAttachment, "load_balancer", balancer):
        target = graph.find(joined.target, Attachment, joined)
        if isinstance(target, Attachment):
            port = listener.target_port
            yield Delivery(balancer, front, listener, None, joined, target, port, listener.protocol, Verdict.NO)


def preserves_clients(balancer: LoadBalancer, group: TargetGroup) -> Verdict:
    """Tell whether targets see the addresses of clients rather than of the load balancer."""
    if isinstance(balancer.kind, Unknown) or isinstance(group.preserve_client, Unknown):
        return Verdict.UNDECIDED
    if balancer.kind != "network":
        return Verdict.NO
    if group.protocol in ("UDP", "TCP_UDP", "QUIC", "TCP_QUIC"):
        return Verdict.YES
    if group.preserve_client is not None:
        return Verdict.of(group.preserve_client)
    if isinstance(group.target_type, Unknown) or isinstance(group.protocol, Unknown):
        return Verdict.UNDECIDED
    return Verdict.of(group.target_type in ("instance", "alb"))


def listener_ports(graph: Graph, balancer: LoadBalancer) -> list[Maybe[int]]:
    """Return the ports that a load balancer listens on."""
    return [listener.port for listener in graph.pointing(Listener, "load_balancer", balancer)]
