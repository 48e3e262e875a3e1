"""Network ACLs: the answer for sets of packets equals the answer for every single packet."""

from __future__ import annotations

from ipaddress import ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.network.handmade import has, ref, resource
from facts.network.simulator import acl_allows, rule_matches
from facts.network.strategies import PACKETS, entries
from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.network.acl import MOST_ENTRIES, compiled, entry_packets
from seamlint.facts.network.packets import EVERYTHING, NOTHING
from seamlint.model.network import NetworkAcl, NetworkAclEntry

ACL = NetworkAcl(resource("aws_network_acl.a"), ())
MASKABLE = ("number", "allow", "protocol", "ports", "network", "presence", "egress")
NOT_KNOWN = Unknown(("var.x",))


def entity(entry, masked=()):
    number, allow, protocol, ports, network = entry
    fields = {"number": number, "allow": allow, "protocol": protocol, "ports": ports, "network": network}
    fields["egress"] = False
    for name in masked:
        if name == "ports" and ports is not None:
            fields["ports"] = (NOT_KNOWN, NOT_KNOWN)
        elif name not in ("ports", "presence"):
            fields[name] = NOT_KNOWN
    presence = Verdict.UNDECIDED if "presence" in masked else Verdict.YES
    return NetworkAclEntry(
        resource(f"aws_network_acl_rule.r{number}", presence), (), acl=ref("aws_network_acl.a"), **fields
    )


@settings(max_examples=40)
@given(entries())
def test_known_acl_decides_every_packet_as_aws_does(drawn):
    table = compiled(ACL, [entity(entry) for entry in drawn], egress=False)
    assert table.passes.exact
    for packet in PACKETS:
        assert has(table.passes.must, packet) == acl_allows(packet, drawn)


@settings(max_examples=40)
@given(entries())
def test_every_packet_is_decided_by_the_first_entry_that_matches(drawn):
    table = compiled(ACL, [entity(entry) for entry in drawn], egress=False)
    ordered = sorted(drawn, key=lambda entry: entry[0])
    for packet in PACKETS[::7]:
        deciding = [each for each in table.decisions if has(each.packets.must, packet)]
        matching = [entry[0] for entry in ordered if rule_matches(packet, entry[2], entry[3], [entry[4]])]
        assert [each.entry.number if each.entry else None for each in deciding] == (matching[:1] or [None])


@settings(max_examples=40)
@given(entries(most=4), st.data())
def test_whatever_unknown_values_turn_out_to_be_the_truth_lies_between_must_and_may(drawn, data):
    masks = [data.draw(st.sets(st.sampled_from(MASKABLE), max_size=2)) for _ in drawn]
    table = compiled(ACL, [entity(*pair) for pair in zip(drawn, masks, strict=True)], egress=False)
    for _ in range(3):
        truth = [completion for pair in zip(drawn, masks, strict=True) for completion in completed(data, *pair)]
        if len({entry[0] for entry in truth}) < len(truth):
            continue
        for packet in PACKETS[:: data.draw(st.integers(2, 5))]:
            passes = acl_allows(packet, truth)
            assert passes or not has(table.passes.must, packet)
            assert has(table.passes.may, packet) or not passes


def completed(data, entry, masked):
    """One thing that an entry may turn out to be; nothing where it is not there or of the other direction."""
    if masked & {"presence", "egress"} and data.draw(st.booleans()):
        return []
    [other] = data.draw(entries(most=1).filter(bool))
    number, allow, protocol, ports, network = entry
    if "protocol" in masked:
        protocol, ports = other[2], other[3]
    elif "ports" in masked and ports is not None:
        low, high = sorted((data.draw(st.integers(0, 255)), data.draw(st.integers(0, 255))))
        ports = (low, high) if protocol in (6, 17) else (low, data.draw(st.sampled_from((-1, 0, 4))))
    number = data.draw(st.integers(41, 99)) if "number" in masked and data.draw(st.booleans()) else number
    allow = other[1] if "allow" in masked else allow
    network = other[4] if "network" in masked else network
    return [(number, allow, protocol, ports, network)]


def test_an_acl_that_nobody_could_write_is_not_known_rather_than_slow():
    many = [entity((number, True, 6, (number, number), ip_network("10.0.0.0/8"))) for number in range(MOST_ENTRIES + 1)]
    table = compiled(ACL, many, egress=False)
    assert table.passes.must == NOTHING
    assert table.passes.may == EVERYTHING
    assert table.needs


def test_entries_that_may_be_missing_make_it_not_known():
    table = compiled(ACL, [], egress=True, unsure=("var.rules",))
    assert (table.passes.must, table.passes.may, table.needs) == (NOTHING, EVERYTHING, ("var.rules",))


def test_no_entries_deny_everything():
    table = compiled(ACL, [], egress=True)
    assert table.passes.may == NOTHING
    assert [each.name for each in table.denials(EVERYTHING)] == ["rule *"]


@pytest.mark.parametrize("field", ["number", "allow", "network"])
def test_an_unknown_field_is_named_by_what_is_missing(field):
    masked = entity((100, True, 6, (22, 22), ip_network("10.0.0.0/8")), (field,))
    assert compiled(ACL, [masked], egress=False).needs == ("var.x",)


def test_an_entry_without_a_range_may_match_anything():
    entry = entity((100, True, -1, None, None))
    assert entry_packets(entry).must == NOTHING
    assert entry_packets(entry).may == EVERYTHING
