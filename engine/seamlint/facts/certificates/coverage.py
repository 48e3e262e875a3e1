"""Hosts that a certificate has to cover, and does not.

A listener presents whichever of its certificates covers the host that a client asks for.
Sources: Amazon CloudFront Developer Guide, "Use custom URLs by adding alternate domain names (CNAMEs)"; Elastic Load
Balancing, "SSL certificates for your Application Load Balancer" (certificate list); Amazon API Gateway Developer Guide,
"Custom domain name for public REST APIs in API Gateway".
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, Verdict, needs
from seamlint.facts.certificates.names import Names
from seamlint.facts.certificates.presented import presented
from seamlint.facts.regions.whereabouts import absent
from seamlint.graph.graph import Graph, fact
from seamlint.model.certificates import PRESENTERS, CertificateUse
from seamlint.model.edge import Distribution
from seamlint.model.listening import HostCondition
from seamlint.model.network import Listener

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from seamlint.facts.certificates.presented import Presented
    from seamlint.model.certificates import Certificate
    from seamlint.model.entity import Entity, Maybe

    Covers = Callable[[str, str], Verdict]

DEFAULT = "*.cloudfront.net"
"""What the certificate covers that all distributions present which have no other."""


_DEFAULT = Names([DEFAULT])


@dataclass(frozen=True, eq=False)
class Uncovered:
    """Hosts under which something is asked for, with the certificates that it presents.

    Attributes:
        entity: has the hosts in a field.
        field: ``hosts``, or ``aliases`` of a distribution.
        words: what presents the certificates.
        hosts: those that are not covered, by index.
        certificates: what is presented, as far as the code declares it.
        verdict: whether no certificate covers them.
        needs: what is missing to decide.
    """

    entity: Entity
    field: str
    words: str
    hosts: dict[int, str]
    certificates: tuple[Certificate, ...]
    verdict: Verdict
    needs: tuple[str, ...]


@fact
def uncovered(graph: Graph) -> list[Uncovered]:
    """Return the hosts that are not covered, or may not be."""
    return [*_of_uses(graph), *_of_listeners(graph), *_without_certificate(graph)]


def _without_certificate(graph: Graph) -> Iterator[Uncovered]:
    """Yield the aliases of distributions that present the certificate of all distributions."""
    for distribution in graph.all(Distribution):
        held = (distribution.acm_certificate, distribution.iam_certificate)
        if distribution.default_certificate is not True or any(each is not None for each in held):
            continue
        sure = {index: host for index, host in enumerate(distribution.aliases) if isinstance(host, str)}
        outside = {index: host for index, host in sure.items() if not _DEFAULT.cover(host)}
        missing = absent(distribution)
        if outside:
            verdict = Verdict.UNDECIDED if missing else Verdict.YES
            yield Uncovered(distribution, "aliases", "a distribution", outside, (), verdict, missing)


class _Shown:
    """The certificates that are presented in one place.

    Attributes:
        certificates: as far as the code declares them.
        names: that they hold.
        unknown: what is missing to know all of these.
        lost: why some of them may not exist.
    """

    def __init__(self, found: list[Presented]) -> None:
        self.certificates = tuple(each.certificate for each in found if each.certificate is not None)
        held = (name for each in self.certificates for name in each.covers)
        self.names = Names(name for name in held if isinstance(name, str))
        self.unknown = tuple(dict.fromkeys(name for each in found for name in _unknown_names(each)))
        self.lost = absent(*self.certificates)


def _of_uses(graph: Graph) -> Iterator[Uncovered]:
    for each in presented(graph):
        if each.use.hosts:
            shown = _Shown([each])
            without = _without(each.use.hosts, partial(_covers, shown.names))
            yield from _judge(each.use, PRESENTERS[each.use.kind].words, without, shown)


def _of_listeners(graph: Graph) -> Iterator[Uncovered]:
    by_use = {id(each.use): each for each in presented(graph)}
    astray = graph.astray(CertificateUse, "listener", Listener)
    by_listener: dict[int, _Shown] = {}
    for condition in graph.all(HostCondition):
        listener = graph.find(condition.listener, Listener, condition)
        if not isinstance(listener, Listener) or listener.protocol != "HTTPS":
            continue
        if id(listener) not in by_listener:
            uses = [*graph.pointing(CertificateUse, "listener", listener), *_near(astray, listener)]
            by_listener[id(listener)] = _Shown([by_use[id(use)] for use in uses])
        shown = by_listener[id(listener)]
        if shown.certificates or shown.unknown:
            yield from _judge(condition, listener.address, _without(condition.hosts, shown.names.cover_some), shown)


def _covers(names: Names, host: str) -> Verdict:
    return Verdict.of(names.cover(host))


def _near(uses: list[CertificateUse], listener: Listener) -> list[CertificateUse]:
    return [use for use in uses if use.resource.unit == listener.resource.unit]


def _without(hosts: list[Maybe[str]], covered: Callable[[str], Verdict]) -> dict[int, Maybe[str]]:
    """Return the hosts that are not covered, and those that are not known."""
    return {index: host for index, host in enumerate(hosts) if isinstance(host, Unknown) or covered(host) is Verdict.NO}


def _judge(
    entity: CertificateUse | HostCondition, words: str, without: dict[int, Maybe[str]], shown: _Shown
) -> Iterator[Uncovered]:
    sure = {index: host for index, host in without.items() if isinstance(host, str)}
    if sure and not shown.unknown:
        missing = (*absent(entity), *shown.lost)
        verdict = Verdict.UNDECIDED if missing else Verdict.YES
        yield Uncovered(entity, "hosts", words, sure, shown.certificates, verdict, missing)
    elif without:
        missing = (*shown.unknown, *(name for host in without.values() for name in needs(host)))
        needed = tuple(dict.fromkeys(missing))
        yield Uncovered(entity, "hosts", words, sure, shown.certificates, Verdict.UNDECIDED, needed)


def _unknown_names(each: Presented) -> tuple[str, ...]:
    """Return what is missing to know all names of a certificate."""
    certificate = each.certificate
    if certificate is None:
        return needs(each.use.certificate) or (f"the names of {each.use.certificate}",)
    if not certificate.complete:
        return (f"the names of {certificate.address}",)
    return tuple(name for held in certificate.covers for name in needs(held))
