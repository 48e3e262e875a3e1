"""What a network ACL decides, entry by entry.

Amazon VPC User Guide, "Network ACL rules": entries are read by rule number from the lowest, the first that matches
decides, and what none matches is denied by the entry ``*``. Rules for IPv4 and IPv6 match their own family only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, Verdict, needs
from seamlint.facts.network.bounds import NO_PACKETS, Bounds, product
from seamlint.facts.network.intervals import Intervals
from seamlint.facts.network.packets import EVERYTHING, EVERYWHERE, NOTHING, Packets, interval, union
from seamlint.facts.network.services import services

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.model.entity import Maybe
    from seamlint.model.network import NetworkAcl, NetworkAclEntry

MOST_ENTRIES = 80
"""Entries a direction that are judged; AWS takes 40 at most (Amazon VPC quotas, "Rules per network ACL")."""


@dataclass(frozen=True)
class Decision:
    """What one entry decides of some packets.

    Attributes:
        entry: the deciding entry, None for ``*``.
        packets: ``must`` reach it and match it whatever the unknown values are, ``may`` perhaps.
        allows: whether they pass.
    """

    entry: NetworkAclEntry | None
    packets: Bounds[Packets]
    allows: Maybe[bool]

    @property
    def name(self) -> str:
        """Return the entry as the console shows it: ``rule 100``, ``rule *``."""
        number = "*" if self.entry is None else self.entry.number
        return f"rule {number}" if not isinstance(number, Unknown) else "a rule of unknown number"


@dataclass(frozen=True, eq=False)
class AclTable:
    """One direction of an ACL, compiled.

    Attributes:
        acl: None for a default ACL that no code touches, or one that is not known.
        egress: which direction it judges.
        decisions: in the order in which entries are read, ``*`` last; entries of unknown number come first.
        passes: the packets that it lets through.
        needs: what is missing to know it.
    """

    acl: NetworkAcl | None
    egress: bool
    decisions: tuple[Decision, ...]
    passes: Bounds[Packets]
    needs: tuple[str, ...] = ()

    @property
    def vague(self) -> bool:
        """Whether nothing is known of it."""
        return self.passes.may is EVERYTHING and self.passes.must is NOTHING

    def decide(self, packets: Packets) -> tuple[Decision, ...]:
        """Return the decisions that concern some packets, each with the part of them that it decides."""
        asked = Bounds.exactly(packets)
        parts = ((each, each.packets & asked) for each in self.decisions)
        return tuple(Decision(each.entry, part, each.allows) for each, part in parts if part.may)

    def denials(self, packets: Packets) -> tuple[Decision, ...]:
        """Return the decisions that for certain deny a part of some packets."""
        return tuple(each for each in self.decide(packets) if each.allows is False and each.packets.must)

    def allowances(self, packets: Packets) -> tuple[Decision, ...]:
        """Return the decisions that for certain allow a part of some packets."""
        return tuple(each for each in self.decide(packets) if each.allows is True and each.packets.must)


def allow_all(egress: bool) -> AclTable:
    """Return a default ACL as AWS creates it."""
    return AclTable(None, egress, (), Bounds.exactly(EVERYTHING))


def not_known(egress: bool, missing: tuple[str, ...]) -> AclTable:
    """Return an ACL of which nothing is known."""
    return AclTable(None, egress, (), Bounds(NOTHING, EVERYTHING), missing)


def entry_packets(entry: NetworkAclEntry) -> Bounds[Packets]:
    """Return the packets that an entry matches, wherever it stands."""
    if entry.network is None or isinstance(entry.network, Unknown):
        places = Bounds(Intervals(), EVERYWHERE)
    else:
        places = Bounds.exactly(Intervals.of(interval(entry.network)))
    matched = product(places, services(entry.protocol, entry.ports))
    certain = entry.presence is Verdict.YES and not isinstance(entry.egress, Unknown)
    return matched if certain else Bounds(NOTHING, matched.may)


def entry_needs(entry: NetworkAclEntry) -> tuple[str, ...]:
    """Return the names of what is missing to know an entry."""
    fields = (entry.number, entry.egress, entry.allow, entry.protocol, entry.network, *(entry.ports or ()))
    unknown = [name for value in fields if isinstance(value, Unknown) for name in needs(value)]
    return tuple(dict.fromkeys([*unknown, *(entry.resource.missing if entry.presence is not Verdict.YES else ())]))


def compiled(
    acl: NetworkAcl, entries: Iterable[NetworkAclEntry], egress: bool, unsure: tuple[str, ...] | None = None
) -> AclTable:
    """Return one direction of an ACL.

    Args:
        unsure: names of what is missing to know that these are all its entries; None where they are.
    """
    mine = [entry for entry in entries if isinstance(entry.egress, Unknown) or entry.egress is egress]
    missing = tuple(dict.fromkeys(name for entry in mine for name in entry_needs(entry)))
    if len(mine) > MOST_ENTRIES:
        unsure = (f"{acl.address} with no more entries than AWS takes",)
    if unsure is not None:
        return AclTable(acl, egress, (), Bounds(NOTHING, EVERYTHING), missing + unsure)
    decisions = tuple(_decisions(mine))
    denied = union(each.packets.may for each in decisions if each.allows is not True)
    allowed = union(each.packets.may for each in decisions if each.allows is not False)
    return AclTable(acl, egress, decisions, Bounds(EVERYTHING - denied, allowed), missing)


def _decisions(entries: list[NetworkAclEntry]) -> Iterable[Decision]:
    """Read entries in order; one of unknown number may come before every other, and comes at last before ``*``."""
    unnumbered = [(entry, entry_packets(entry)) for entry in entries if isinstance(entry.number, Unknown)]
    left = Bounds.exactly(EVERYTHING)
    reached_first = NO_PACKETS
    for entry, matched in unnumbered:
        reached_first |= matched
        yield Decision(entry, Bounds(NOTHING, matched.may), entry.allow)
    left = Bounds(left.must - reached_first.may, left.may)
    for entry in in_order(entries):
        matched = entry_packets(entry)
        yield Decision(entry, matched & left, entry.allow)
        left -= matched
    yield Decision(None, Bounds(left.must, left.may - reached_first.must), allows=False)


def in_order(entries: Iterable[NetworkAclEntry]) -> list[NetworkAclEntry]:
    """Return the entries whose number is known, in the order in which they are read."""
    numbered = [(entry.number, entry) for entry in entries if not isinstance(entry.number, Unknown)]
    return [entry for _, entry in sorted(numbered, key=lambda pair: pair[0])]
