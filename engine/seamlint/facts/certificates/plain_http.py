"""Plain HTTP beside TLS: listeners that forward it, and distributions that serve it.

Sources: Elastic Load Balancing, "Listeners for your Application Load Balancers", "Listener rules for your Application
Load Balancer" (rules by priority, then the default action); Amazon CloudFront Developer Guide, "Require HTTPS for
communication between viewers and CloudFront".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, Verdict, needs
from seamlint.facts.regions.whereabouts import absent
from seamlint.graph.graph import Elsewhere, Graph, fact
from seamlint.model.edge import CacheBehavior, Distribution
from seamlint.model.listening import RuleOrder
from seamlint.model.network import Listener, ListenerRule, LoadBalancer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.model.entity import Entity

_TLS = ("HTTPS", "SSL", "TLS")
_PROOFS = "/.well-known/"
"""Where certificate authorities and apps look for proofs over plain HTTP (RFC 8615)."""


@dataclass(frozen=True, eq=False)
class PlainHttp:
    """Something that takes requests over plain HTTP though it has a certificate.

    Attributes:
        entity: takes them: a listener, a listener's rule, or a cache behaviour.
        field: of the entity, which says so.
        beside: what shows that there is a certificate: the listener with TLS, or the distribution.
        proof: the field of that which shows it.
        verdict: whether it does.
        needs: what is missing to decide.
    """

    entity: Entity
    field: str
    beside: Entity
    proof: str
    verdict: Verdict
    needs: tuple[str, ...]


@fact
def plain_http(graph: Graph) -> list[PlainHttp]:
    """Return what takes plain HTTP beside TLS, or may."""
    return [*_listeners(graph), *_behaviors(graph)]


def _listeners(graph: Graph) -> Iterator[PlainHttp]:
    for listeners in _balanced(graph):
        secure = next((each for each in listeners if each.protocol in _TLS), None)
        beside = secure or next((each for each in listeners if isinstance(each.protocol, Unknown)), None)
        for listener in listeners:
            if beside and (listener.protocol == "HTTP" or (secure and isinstance(listener.protocol, Unknown))):
                yield from _forwarding(graph, listener, beside)


def _balanced(graph: Graph) -> list[list[Listener]]:
    """Return the listeners of each load balancer, declared or named by its ARN."""
    found: dict[object, list[Listener]] = {}
    for listener in graph.all(Listener):
        named = graph.find(listener.load_balancer, LoadBalancer, listener)
        if isinstance(named, (LoadBalancer, Elsewhere)):
            found.setdefault(named, []).append(listener)
    return list(found.values())


def _forwarding(graph: Graph, listener: Listener, secure: Listener) -> Iterator[PlainHttp]:
    """Yield the default action of a listener if it forwards and is reached, else the rules that do."""
    unknown = (*needs(secure.protocol), *needs(listener.protocol))
    found = []
    for rule, order in sorted(_rules(graph, listener), key=lambda each: _priority(each[1])):
        if rule.forwards is not False and not order.others and not _is_for_proofs(order):
            lost = absent(rule, listener, secure)
            found.append(_judged(rule, "forwards", secure, (*unknown, *needs(rule.forwards)), lost))
        if order.takes_all:
            break
    else:
        if listener.default_refuses is not True:
            unknown = (*unknown, *needs(listener.default_refuses))
            found = [_judged(listener, "default_refuses", secure, unknown, absent(listener, secure))]
    yield from found


def _rules(graph: Graph, listener: Listener) -> Iterator[tuple[ListenerRule, RuleOrder]]:
    for rule in graph.pointing(ListenerRule, "listener", listener):
        yield from ((rule, order) for order in graph.of(RuleOrder, rule))


def _priority(order: RuleOrder) -> int:
    """Return what sorts rules; those without a priority come last, and one that is not known may come first."""
    if isinstance(order.priority, Unknown):
        return 0
    return 50_001 if order.priority is None else order.priority


def _is_for_proofs(order: RuleOrder) -> bool:
    return bool(order.paths) and all(isinstance(each, str) and each.startswith(_PROOFS) for each in order.paths)


def _behaviors(graph: Graph) -> Iterator[PlainHttp]:
    for distribution in graph.all(Distribution):
        missing = _without_certificate(distribution)
        for behavior in graph.of(CacheBehavior, distribution) if missing is not None else ():
            policy = behavior.viewer_protocol
            if missing is not None and (policy == "allow-all" or isinstance(policy, Unknown)):
                unknown = (*needs(policy), *missing)
                yield _judged(behavior, "viewer_protocol", distribution, unknown, absent(distribution))


def _without_certificate(distribution: Distribution) -> tuple[str, ...] | None:
    """Return what would tell whether a distribution has its own certificate; None for one that has none.

    One with aliases has to have one.
    """
    held = (distribution.acm_certificate, distribution.iam_certificate)
    if all(each is None for each in held):
        return None
    if any(isinstance(each, str) for each in distribution.aliases):
        return ()
    known = any(each is not None and not isinstance(each, Unknown) for each in held)
    return () if known else tuple(name for each in held for name in needs(each))


def _judged(entity: Entity, field: str, beside: Entity, missing: tuple[str, ...], lost: tuple[str, ...]) -> PlainHttp:
    needed = (*missing, *lost)
    proof = "protocol"
    if isinstance(beside, Distribution):
        proof = "iam_certificate" if beside.acm_certificate is None else "acm_certificate"
    return PlainHttp(entity, field, beside, proof, Verdict.UNDECIDED if needed else Verdict.YES, needed)
