"""Network ACL entries that no packet ever reaches.

Amazon VPC User Guide, "Network ACL rules": the lowest-numbered entry that matches decides, whatever comes after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.network.acl import MOST_ENTRIES, entry_needs, entry_packets, in_order
from seamlint.graph.graph import Graph, fact
from seamlint.model.network import NetworkAcl, NetworkAclEntry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.bounds import Bounds
    from seamlint.facts.network.packets import Packets


@dataclass(frozen=True, eq=False)
class Shadow:
    """Whether lower-numbered entries decide on everything that an entry matches.

    Attributes:
        covered: whether they do.
        by: the entries that take packets from it, in order.
        reversed: whether some of them have the other action, so that the order is wrong; else the entry is superfluous.
        needs: what is missing to decide.
    """

    acl: NetworkAcl
    entry: NetworkAclEntry
    covered: Verdict
    by: tuple[NetworkAclEntry, ...]
    reversed: Verdict
    needs: tuple[str, ...]


@fact
def shadows(graph: Graph) -> list[Shadow]:
    """Return an answer for every entry that overlaps one before it (NET-006)."""
    return [
        shadow for acl in graph.all(NetworkAcl) for egress in (False, True) for shadow in _shadows(graph, acl, egress)
    ]


def _shadows(graph: Graph, acl: NetworkAcl, egress: bool) -> Iterator[Shadow]:
    mine = [entry for entry in graph.pointing(NetworkAclEntry, "acl", acl) if entry.egress is egress]
    before: list[tuple[NetworkAclEntry, Bounds[Packets]]] = []
    for entry in in_order(mine)[:MOST_ENTRIES]:
        matched = entry_packets(entry)
        by = tuple(each for each, taken in before if taken.may & matched.may and each.number != entry.number)
        if by:
            yield _shadow(acl, entry, matched, [(each, taken) for each, taken in before if each in by])
        before.append((entry, matched))


def _shadow(
    acl: NetworkAcl,
    entry: NetworkAclEntry,
    matched: Bounds[Packets],
    before: list[tuple[NetworkAclEntry, Bounds[Packets]]],
) -> Shadow:
    left = matched
    by: list[NetworkAclEntry] = []
    for each, packets in before:
        if left.may & packets.may:
            by.append(each)
        left -= packets
    unsure = Verdict.NO if left.must else Verdict.UNDECIDED
    covered = Verdict.YES if matched.must and not left.may else unsure
    return Shadow(acl, entry, covered, tuple(by), _reversed(entry, by), _needs(entry, by))


def _reversed(entry: NetworkAclEntry, by: list[NetworkAclEntry]) -> Verdict:
    actions = {entry.allow, *(each.allow for each in by)}
    if any(isinstance(action, Unknown) for action in actions):
        return Verdict.UNDECIDED
    return Verdict.of(len(actions) > 1)


def _needs(entry: NetworkAclEntry, by: list[NetworkAclEntry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for each in (entry, *by) for name in entry_needs(each)))
