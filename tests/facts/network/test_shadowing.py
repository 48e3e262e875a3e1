"""ACL entries that no packet reaches."""

from __future__ import annotations

from hypothesis import given, settings

from facts.network.handmade import ref, resource
from facts.network.simulator import acl_allows, rule_matches
from facts.network.strategies import PACKETS, entries
from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.network.shadowing import shadows
from seamlint.graph.graph import Graph
from seamlint.model.network import NetworkAcl, NetworkAclEntry

HANDLES = frozenset({"id"})


def graph_of_entries(drawn, **changes):
    acl = NetworkAcl(resource("aws_network_acl.a"), ())
    made = []
    for number, allow, protocol, ports, network in drawn:
        fields = {"number": number, "allow": allow, "protocol": protocol, "ports": ports, "network": network}
        owner = resource(f"aws_network_acl_rule.r{number}")
        made.append(
            NetworkAclEntry(owner, (), acl=ref("aws_network_acl.a"), **{**fields, **changes.get(f"r{number}", {})})
        )
    return Graph([], [acl, *made])


def matches(packet, entry):
    return rule_matches(packet, entry[2], entry[3], [entry[4]])


@settings(max_examples=60)
@given(entries())
def test_an_entry_is_covered_if_no_packet_reaches_it(drawn):
    found = {shadow.entry.number: shadow for shadow in shadows(graph_of_entries(drawn))}
    for entry in drawn:
        before = [each for each in drawn if each[0] < entry[0]]
        mine = [packet for packet in PACKETS if matches(packet, entry)]
        reached = [packet for packet in mine if not any(matches(packet, each) for each in before)]
        covered = bool(mine) and not reached
        shadow = found.get(entry[0])
        assert (shadow is not None and shadow.covered is Verdict.YES) == covered
        if covered:
            decided = {next(each[1] for each in sorted(before) if matches(packet, each)) for packet in mine}
            assert (shadow.reversed is Verdict.YES) >= (decided != {entry[1]})


@settings(max_examples=30)
@given(entries())
def test_removing_a_covered_entry_changes_nothing(drawn):
    covered = {each.entry.number for each in shadows(graph_of_entries(drawn)) if each.covered is Verdict.YES}
    left = [entry for entry in drawn if entry[0] not in covered]
    for packet in PACKETS[::3]:
        assert acl_allows(packet, drawn) == acl_allows(packet, left)


def test_unknown_values_leave_it_open():
    from ipaddress import ip_network

    wide = (10, True, -1, None, ip_network("0.0.0.0/0"))
    narrow = (20, False, 6, (22, 22), ip_network("10.0.0.0/8"))
    [known] = shadows(graph_of_entries([wide, narrow]))
    assert (known.covered, known.reversed) == (Verdict.YES, Verdict.YES)
    [unsure] = shadows(graph_of_entries([wide, narrow], r10={"network": Unknown(("var.cidr",))}))
    assert (unsure.covered, unsure.needs) == (Verdict.UNDECIDED, ("var.cidr",))
    [action] = shadows(graph_of_entries([wide, narrow], r20={"allow": Unknown(("var.action",))}))
    assert (action.covered, action.reversed) == (Verdict.YES, Verdict.UNDECIDED)
    assert not shadows(graph_of_entries([wide, narrow], r20={"egress": True}))
