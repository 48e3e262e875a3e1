"""Replies that a network ACL drops, put together for judgement: all flows of one group that one ACL treats so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Verdict
from seamlint.facts.network.crossings import met_addresses
from seamlint.facts.network.edges import edges
from seamlint.facts.network.hops import denial_steps
from seamlint.facts.network.intervals import Intervals
from seamlint.facts.network.packets import EVERYWHERE, NOTHING, Packets
from seamlint.facts.network.ranges import subnet_addresses
from seamlint.facts.network.words import packet_words, service_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.crossings import Crossing
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence
    from seamlint.model.network import NetworkAcl, SecurityGroup


@dataclass(frozen=True, eq=False)
class Drop:
    """What one ACL does to the replies to one group's flows of one direction.

    Attributes:
        group: whose members answer what comes in, or ask what goes out (``egress``).
        crossings: the flows, of which there is at least one.
        lost: the replies that do not pass, for certain, perhaps with more that do not.
        unmet: addresses that the ACL never meets there: the subnets' own and those that no filter applies to.
    """

    acl: NetworkAcl
    group: SecurityGroup
    egress: bool
    crossings: tuple[Crossing, ...]
    lost: Packets
    unmet: Intervals

    @property
    def flows(self) -> str:
        """The requests in words, each service once."""
        asked = dict.fromkeys(
            f"{service_words(crossing.exchange.allowed.may.services())} {'to' if self.egress else 'from'} "
            f"{crossing.peer.name}"
            for crossing in self.crossings
        )
        said = list(asked)
        return ", ".join(said[:3]) + (f" and {len(said) - 3} more flows" if len(said) > 3 else "")

    @property
    def losses(self) -> str:
        """The replies that do not pass, in words."""
        return packet_words(self.lost, "to" if self.replies_way == "out" else "from", self.unmet)

    @property
    def replies_way(self) -> str:
        """``out`` or ``in``: replies to a group come in, but leave the subnet of a NAT gateway on their way to it."""
        return "out" if self.crossings[0].exchange.back.egress else "in"

    @property
    def requests_way(self) -> str:
        """``in`` or ``out``, as opposed to the replies."""
        return "in" if self.replies_way == "out" else "out"

    def proof(self) -> tuple[Evidence, ...]:
        """Return the proof in order: who uses the group where, the ACL, and for each flow request and reply."""
        steps = [step for crossing in self.crossings for step in (*crossing.setting(), *_steps(self, crossing))]
        return tuple(dict.fromkeys(steps))


def drops(graph: Graph, verdict: str, *, egress: bool) -> list[Drop]:
    """Return the proved drops.

    Args:
        verdict: ``dropped`` for replies that do not pass at all, ``partly_dropped`` for those that pass in part.
    """
    found: dict[tuple[NetworkAcl, SecurityGroup, bool], list[Crossing]] = {}
    for edge in edges(graph):
        if edge.acl.acl and edge.rule.egress is egress:
            for crossing in edge.where(verdict, Verdict.YES):
                key = (edge.acl.acl, edge.group, crossing.exchange.back.egress)
                found.setdefault(key, []).append(crossing)
    return [_drop(graph, acl, group, crossings) for (acl, group, _), crossings in found.items()]


def undecided(graph: Graph, verdict: str, *, egress: bool) -> Iterator[Crossing]:
    """Yield a crossing for every rule and ACL of which it is not decided."""
    for edge in edges(graph):
        unsure = edge.where(verdict, Verdict.UNDECIDED) if edge.rule.egress is egress else []
        if unsure and not edge.where(verdict, Verdict.YES):
            yield unsure[0]


def _drop(graph: Graph, acl: NetworkAcl, group: SecurityGroup, crossings: list[Crossing]) -> Drop:
    lost, met = NOTHING, Intervals()
    for crossing in crossings:
        lost |= crossing.exchange.lost or crossing.exchange.replies.must
        met |= met_addresses(graph)[crossing.subnet].may - subnet_addresses(graph)[crossing.subnet].may
    return Drop(
        acl, group, crossings[0].rule.egress is True, tuple(crossings), _rounded(lost, crossings), EVERYWHERE - met
    )


def _rounded(lost: Packets, crossings: list[Crossing]) -> Packets:
    """Return lost replies with every port of some at the addresses of all, where none of these passes either.

    Which client uses which ports is of no interest where the ACL is shut to all of them.
    """
    wide = Packets.of(lost.addresses(), lost.services())
    return lost if any(wide & crossing.exchange.back.passes.may for crossing in crossings) else wide


def _steps(drop: Drop, crossing: Crossing) -> Iterator[Evidence]:
    """Yield the rule that allows a flow, the entries that let it through, and those that stop its replies."""
    exchange, way = crossing.exchange, ("to", "out") if drop.egress else ("from", "in")
    flow = f"{service_words(exchange.requests.may.services())} {way[0]} {crossing.peer.name}"
    yield crossing.rule.evidence(f"{drop.group.address} lets {way[1]} {flow}", *crossing.peer.where)
    for decision in exchange.forward.allowances(exchange.allowed.must):
        if decision.entry:
            yield decision.entry.evidence(f"{decision.name} lets the requests {drop.requests_way}")
    lost = exchange.lost or exchange.replies.must
    yield from denial_steps(crossing.acl, exchange.back, lost, f"drops the replies to {crossing.peer.name}"
                            if not drop.egress else f"drops the replies from {crossing.peer.name}")  # fmt: skip
