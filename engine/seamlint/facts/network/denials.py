"""Rules of groups that network ACLs deny altogether, with what decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.network.hops import denial_steps
from seamlint.facts.network.remedies import acl_entries
from seamlint.facts.network.words import service_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.network.edges import RuleReach
    from seamlint.graph.graph import Graph
    from seamlint.model.evidence import Evidence


def denied_flows(reach: RuleReach) -> str:
    """Return what a rule allows, in words, its peers by the names that the rule gives them."""
    crossing = reach.crossings[0]
    towards = "to" if reach.rule.egress else "from"
    peers = list(dict.fromkeys(each.peer.name for each in reach.crossings))
    more = f" and {len(peers) - 3} more" if len(peers) > 3 else ""
    services = service_words(crossing.exchange.requests.may.services())
    return f"{services} {towards} {', '.join(peers[:3])}{more}"


def denying_acls(reach: RuleReach) -> str:
    """Return the ACLs that deny, by address."""
    return " and ".join(dict.fromkeys(each.acl.acl.address for each in reach.crossings if each.acl.acl))


def denial_proof(reach: RuleReach) -> tuple[Evidence, ...]:
    """Return for each subnet who uses the group there, the subnet's ACL and the entries that decide."""
    return tuple(dict.fromkeys(step for crossing in reach.crossings for step in (
        *crossing.setting(),
        *denial_steps(crossing.acl, crossing.exchange.forward, crossing.exchange.requests.must, "denies it"),
    )))  # fmt: skip


def admitting_entries(graph: Graph, reach: RuleReach) -> str:
    """Return entries that let the traffic through, for each of the ACLs that deny it."""
    return "\n\n".join(dict.fromkeys(_admitting(graph, reach)))


def _admitting(graph: Graph, reach: RuleReach) -> Iterator[str]:
    for crossing in reach.crossings:
        if crossing.acl.acl:
            exchange = crossing.exchange
            yield acl_entries(graph, exchange.forward, crossing.acl.acl, exchange.requests.must)
