"""Resources and references made by hand."""

from __future__ import annotations

from ipaddress import ip_address

from seamlint.evaluate.resource import Resource
from seamlint.evaluate.values import Reference, Verdict
from seamlint.facts.network.packets import V6
from seamlint.sources.span import Span


class Nowhere:
    def span_at(self, _path):
        return Span("main.tf", 1, 1, 1, 2)

    def trail(self, _path):
        return ()


def resource(address, presence=Verdict.YES):
    kind = address.partition(".")[0]
    missing = () if presence is Verdict.YES else (f"{address} count",)
    return Resource("root", address, kind, "terraform", {}, Nowhere(), presence, missing=missing)


def ref(address, attribute="id"):
    return Reference("root", address, attribute)


def has(packets, packet):
    """Whether a set of packets has a single packet."""
    address, protocol, detail = packet
    peer = ip_address(address)
    place = int(peer) + (V6 if peer.version == 6 else 0)
    number = detail if isinstance(detail, int) else (detail[0] << 8 | detail[1]) if detail else 0
    return any(slab.first <= place <= slab.last and protocol << 16 | number in slab.services for slab in packets.slabs)
