"""A simulator of single packets, written from the AWS documentation alone: it shares no code with the engine's sets.

A packet is (peer address, protocol, detail), where detail is a destination port, an ICMP (type, code), or None.
"""

from __future__ import annotations

from ipaddress import ip_address


def rule_matches(packet, protocol, ports, networks):
    """Whether a rule of a group or an entry of an ACL matches a packet."""
    address, packet_protocol, detail = packet
    peer = ip_address(address)
    if not any(peer.version == network.version and peer in network for network in networks):
        return False
    if protocol == -1:
        return True
    if protocol != packet_protocol:
        return False
    if protocol in (6, 17):
        return ports is None or ports[0] <= detail <= ports[1]
    if protocol in (1, 58) and ports is not None and ports[0] != -1:
        return detail[0] == ports[0] and ports[1] in (-1, detail[1])
    return True


def acl_allows(packet, entries):
    """Whether an ACL lets a packet through; ``entries`` of its direction: (number, allow, protocol, ports, network)."""
    for _, allow, protocol, ports, network in sorted(entries, key=lambda entry: entry[0]):
        if rule_matches(packet, protocol, ports, [network]):
            return allow
    return False


def reply_to(packet, client_port):
    """The packet that answers a request, None where nothing does."""
    address, protocol, detail = packet
    if protocol in (6, 17):
        return address, protocol, client_port
    if protocol == 1 and detail == (8, 0):
        return address, protocol, (0, 0)
    if protocol == 58 and detail == (128, 0):
        return address, protocol, (129, 0)
    return None
