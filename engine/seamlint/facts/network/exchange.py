"""Requests that cross a network ACL, and the replies that have to cross it back.

Amazon VPC User Guide, "Network ACLs": an ACL keeps no state, so that the replies to what it lets through need entries
of their own; "Ephemeral ports" says to which ports they go.
"""

from __future__ import annotations

from functools import cached_property, reduce
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Verdict
from seamlint.facts.network.bounds import Bounds
from seamlint.facts.network.intervals import Intervals
from seamlint.facts.network.packets import ANY_SERVICE, Packets, union
from seamlint.facts.network.services import ALL_PORTED, ALL_TCP, SAFE_PORTS, of_ports, of_protocol, replies, services
from seamlint.model.network import ALL_PROTOCOLS

if TYPE_CHECKING:
    from seamlint.facts.network.acl import AclTable, Decision

_EPHEMERAL = of_ports(*SAFE_PORTS)
_WIDE = of_protocol(6, *SAFE_PORTS)
_REPLY_RANGE = 1000
"""An entry for this many ephemeral ports or more is there for replies."""


@dataclass(frozen=True)
class Clients:
    """Who opens the connections, and so to which ports replies go.

    Attributes:
        ports: first and last port of the clients.
        ranging: addresses of those that may use 1024-65535: on the internet, or a load balancer's.
        some: clients or servers are at one or more of the requests' addresses, not known which, rather than at all.
    """

    ports: tuple[int, int]
    ranging: Intervals = Intervals()
    some: bool = False


@dataclass(frozen=True, eq=False)
class Exchange:
    """Requests and replies at one subnet's edge; all verdicts hold whatever the unknown values are.

    Attributes:
        forward: the direction of the ACL that requests cross, ``back`` the one that replies cross.
        requests: what the two ends agree to send, without what never meets the ACL.
        any_protocol: whether the rule that allows the requests is for all protocols.
    """

    forward: AclTable
    back: AclTable
    requests: Bounds[Packets]
    clients: Clients
    any_protocol: bool = False

    @cached_property
    def allowed(self) -> Bounds[Packets]:
        """The requests that pass, as far as anybody means them to.

        A rule that is open to every ephemeral port is no sign that a service listens on one: what only an entry for
        replies lets through is left out of it.
        """
        passing = self.requests & self.forward.passes
        if not all(slab.services >= _WIDE for slab in self.requests.may.slabs):
            return passing
        reply_like = union(each.packets.may for each in self.forward.decisions if _is_for_replies(each))
        return Bounds(passing.must - reply_like, passing.may - reply_like)

    @cached_property
    def replies(self) -> Bounds[Packets]:
        """The replies that the allowed requests ask for."""
        return Bounds(self._replies(self._certain(self.allowed.must)), self._replies(self.allowed.may))

    @cached_property
    def blocked(self) -> Verdict:
        """Whether the ACL denies every request."""
        if not self.requests.may:
            return Verdict.NO
        if self.forward.vague:
            return Verdict.UNDECIDED
        if not self.requests.may & self.forward.passes.may:
            return Verdict.YES if self.requests.must else Verdict.UNDECIDED
        passing = self._certain(self.requests.must & self.forward.passes.must)
        return Verdict.NO if passing else Verdict.UNDECIDED

    @cached_property
    def passing(self) -> Packets:
        """The replies that pass for certain."""
        return self._certain(self.replies.must & self.back.passes.must)

    @cached_property
    def dropped(self) -> Verdict:
        """Whether requests pass and no reply at all does."""
        if self.forward.vague and self.back.vague:
            return Verdict.UNDECIDED if self.requests.may else Verdict.NO
        if not self.replies.may or self.passing:
            return Verdict.NO
        if self.replies.may & self.back.passes.may:
            return Verdict.UNDECIDED
        return Verdict.YES if self.replies.must else Verdict.UNDECIDED

    @cached_property
    def lost(self) -> Packets:
        """The replies that for certain do not pass, of the protocols that the rule or the ACL names.

        Single ports that an entry denies on purpose are not counted: the User Guide itself advises to deny malicious
        ports within the ephemeral range.
        """
        stopped = self.replies.must - self.back.passes.may - self._shut_ports
        return self._certain(stopped).of_services(self._named)

    @cached_property
    def partly_dropped(self) -> Verdict:
        """Whether some replies pass and others do not."""
        if self.dropped is not Verdict.NO:
            return ~self.dropped
        if self.lost:
            return Verdict.YES
        unsure = (self.replies.may - self.back.passes.must - self._shut_ports).of_services(self._named)
        return Verdict.UNDECIDED if unsure else Verdict.NO

    def forward_decisions(self) -> tuple[Decision, ...]:
        """Return the ACL entries that decide on the requests, each with what it decides."""
        return self.forward.decide(self.requests.may)

    def back_decisions(self) -> tuple[Decision, ...]:
        """Return the ACL entries that decide on the replies, each with what it decides."""
        return self.back.decide(self.replies.may)

    def _replies(self, requests: Packets) -> Packets:
        near = replies(requests.away_from(self.clients.ranging), self.clients.ports)
        return near | replies(requests.at(self.clients.ranging), SAFE_PORTS)

    def _certain(self, packets: Packets) -> Packets:
        if not self.clients.some:
            return packets
        held = self.requests.may.addresses()
        return Packets.of(held, packets.services_throughout(held))

    @cached_property
    def _shut_ports(self) -> Packets:
        return union(each.packets.may for each in self.back.decisions if _shuts_ports(each))

    @cached_property
    def _named(self) -> Intervals:
        """Return the services whose loss counts: where rule and entry are for all protocols, TCP speaks for them."""
        if not self.any_protocol:
            return ANY_SERVICE
        entries = (each.entry for each in self.forward_decisions() if each.entry and each.allows is not False)
        named = (each.protocol for each in entries if each.protocol != ALL_PROTOCOLS)
        return reduce(Intervals.__or__, (services(protocol, None).may for protocol in named), ALL_TCP)


def _is_for_replies(decision: Decision) -> bool:
    if decision.entry is None or decision.allows is not True:
        return False
    matched = services(decision.entry.protocol, decision.entry.ports).may
    wide = all(last - first + 1 >= _REPLY_RANGE for first, last in matched.parts)
    return wide and matched <= _EPHEMERAL


def _shuts_ports(decision: Decision) -> bool:
    if decision.entry is None or decision.allows is not False:
        return False
    matched = services(decision.entry.protocol, decision.entry.ports).may
    return matched <= ALL_PORTED and matched.size() < _REPLY_RANGE
