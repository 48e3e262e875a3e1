"""Distribution origins that the internet reaches directly.

Amazon CloudFront Developer Guide, "Restrict access to Application Load Balancers", "Restrict access with VPC origins"
and "Locations and IP address ranges of CloudFront edge servers" (the managed prefix list).
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.network.groups import attached_subnets, rule_services
from seamlint.facts.network.hops import asked, direct_hops, front_hop, listening, world_rules
from seamlint.facts.network.routing import Answer
from seamlint.graph.graph import Graph, fact
from seamlint.model.edge import Origin
from seamlint.model.network import Attachment, Listener, ListenerRule, LoadBalancer, SecurityGroupRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.intervals import Intervals
    from seamlint.model.entity import Entity, Maybe
    from seamlint.model.evidence import Evidence


@dataclass(frozen=True, eq=False)
class OpenOrigin:
    """An origin of a distribution that is in the graph (NET-016).

    Attributes:
        owner: the load balancer or instance.
        rule: the rule that lets the whole internet in; None for a network load balancer without groups.
        bypassed: whether the internet reaches it without the distribution, and no secret header stops it.
    """

    origin: Origin
    owner: Entity
    rule: SecurityGroupRule | None
    bypassed: Answer


@fact
def open_origins(graph: Graph) -> list[OpenOrigin]:
    """Return an answer for every load balancer or instance that is an origin and whose groups let the internet in."""
    return list(_open_origins(graph))


def _open_origins(graph: Graph) -> Iterator[OpenOrigin]:
    for origin in graph.all(Origin):
        if origin.vpc_origin is not False:
            continue
        balancer = graph.find(origin.domain, LoadBalancer, origin)
        if isinstance(balancer, LoadBalancer):
            yield from _open_balancer(graph, origin, balancer)
            continue
        owner = graph.find(origin.domain, Attachment, origin)
        if isinstance(owner, Attachment):
            yield from _open_instance(graph, origin, owner)


def _open_balancer(graph: Graph, origin: Origin, balancer: LoadBalancer) -> Iterator[OpenOrigin]:
    listeners = graph.pointing(Listener, "load_balancer", balancer)
    bare = [each for each in listeners if header_demanded(graph, each, origin) is not Verdict.YES]
    for front in graph.of(Attachment, balancer)[:1]:
        for version in (4, 6):
            for listener in bare:
                services = asked(listener.port, listener.protocol)
                reached = front_hop(graph, front, version, services).answer
                demanded = header_demanded(graph, listener, origin)
                verdict = reached.verdict & ~demanded & origin.presence & listener.presence
                if reached.verdict is Verdict.NO:
                    continue
                rule = _opening(graph, front, version, services)
                says = f"{listener.address} serves whoever asks, with no header that only the distribution sends"
                chain = (_names(origin, balancer), *reached.because, listener.evidence(says))
                yield OpenOrigin(origin, balancer, rule, Answer(verdict, chain, reached.needs))
                return


def _names(origin: Origin, owner: Entity) -> Evidence:
    return origin.evidence(f"{owner.address} is an origin of {origin.address}", "domain")


def _opening(graph: Graph, attachment: Attachment, version: int, services: Intervals) -> SecurityGroupRule | None:
    rules = (rule for rule, _ in world_rules(graph, attachment, version) if rule_services(rule).must & services)
    return next(rules, None)


def _open_instance(graph: Graph, origin: Origin, owner: Attachment) -> Iterator[OpenOrigin]:
    for version in (4, 6):
        for rule, group in world_rules(graph, owner, version):
            services = rule_services(rule).must & listening(graph, owner)
            for subnet in attached_subnets(graph, owner)[0] if services else ():
                hops = direct_hops(graph, owner, subnet, version, services)
                verdict = origin.presence & owner.presence
                for hop in hops:
                    verdict &= hop.answer.verdict
                steps = tuple(step for hop in hops for step in hop.answer.because)
                missing = tuple(name for hop in hops for name in hop.answer.needs)
                opens = rule.evidence(f"{group.address} lets the internet in")
                if verdict is not Verdict.NO:
                    yield OpenOrigin(
                        origin, owner, rule, Answer(verdict, (_names(origin, owner), *steps, opens), missing)
                    )
                    return


def header_demanded(graph: Graph, listener: Listener, origin: Origin) -> Verdict:
    """Tell whether a listener serves only requests with a header that the distribution sends to this origin.

    Its default action refuses, and every rule that forwards demands such a header.
    """
    refuses = listener.default_refuses
    demanded = Verdict.UNDECIDED if isinstance(refuses, Unknown) else Verdict.of(refuses)
    for rule in graph.pointing(ListenerRule, "listener", listener):
        if rule.forwards is not False:
            demanded &= _rule_demands(rule, origin)
    return demanded


def _rule_demands(rule: ListenerRule, origin: Origin) -> Verdict:
    demands = Verdict.NO if rule.complete else Verdict.UNDECIDED
    for name, accepted in rule.headers.items():
        sent = origin.headers.get(name)
        if sent is not None:
            demands |= _accepts(accepted, sent)
    return demands


def _accepts(accepted: list[Maybe[str]], sent: Maybe[str]) -> Verdict:
    """Tell whether one of a condition's values matches a header's (ALB User Guide, "HTTP header conditions")."""
    if sent in accepted or any(_matches(value, sent) for value in accepted):
        return Verdict.YES
    unsure = isinstance(sent, Unknown) or any(isinstance(value, Unknown) for value in accepted)
    return Verdict.UNDECIDED if unsure else Verdict.NO


def _matches(value: Maybe[str], sent: Maybe[str]) -> bool:
    """Tell whether a value matches, which may hold the wildcards * and ?, in whatever case."""
    if isinstance(value, Unknown) or isinstance(sent, Unknown):
        return False
    return fnmatchcase(sent.lower(), value.lower().replace("[", "[[]"))
