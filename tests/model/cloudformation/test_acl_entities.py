"""Network ACLs of templates, their entries and associations."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from seamlint.evaluate.values import Unknown
from seamlint.model.network import NetworkAcl, NetworkAclAssociation, NetworkAclEntry, Subnet, Vpc

ACL = """
    Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
    Acl: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Vpc}}
"""


def entry_of(template_of, properties):
    model = template_of(
        ACL
        + f"""
    Entry:
      Type: AWS::EC2::NetworkAclEntry
      Properties: {{NetworkAclId: !Ref Acl, {properties}}}"""
    )
    return model, next(each for each in model.all(NetworkAclEntry) if each.address == "Entry")


def test_entries_and_associations(template_of):
    model = template_of(
        ACL
        + """
    Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
    Join:
      Type: AWS::EC2::SubnetNetworkAclAssociation
      Properties: {SubnetId: !Ref Subnet, NetworkAclId: !GetAtt Acl.Id}
    Out:
      Type: AWS::EC2::NetworkAclEntry
      Properties:
        NetworkAclId: !Ref Acl
        RuleNumber: '90'
        Egress: 'true'
        RuleAction: DENY
        Protocol: 17
        PortRange: {From: 53, To: '53'}
        Ipv6CidrBlock: ::/0"""
    )
    acl, join = model.one(NetworkAcl, "Acl"), model.one(NetworkAclAssociation)
    assert model.graph.find(acl.vpc, Vpc) is model.one(Vpc)
    assert model.graph.find(join.acl, NetworkAcl) is acl
    assert model.graph.find(join.subnet, Subnet) is model.one(Subnet)
    (entry,) = model.graph.pointing(NetworkAclEntry, "acl", acl)
    assert (entry.number, entry.egress, entry.allow, entry.protocol, entry.ports) == (90, True, False, 17, (53, 53))
    assert entry.network == ip_network("::/0")
    assert entry.place("network").path == ("Ipv6CidrBlock",)


@pytest.mark.parametrize(
    ("properties", "ports"),
    [
        ("Protocol: -1", None),
        ("Protocol: 47", None),
        ("Protocol: 1, Icmp: {Type: 8, Code: -1}", (8, -1)),
        ("Protocol: 58, Icmp: {Type: -1, Code: -1}", (-1, -1)),
        ("Protocol: 6, PortRange: {From: 0, To: 65535}", (0, 65535)),
    ],
)
def test_ports_by_protocol(template_of, properties, ports):
    assert entry_of(template_of, properties)[1].ports == ports


@pytest.mark.parametrize("properties", ["Protocol: 6", "Protocol: 1", "Protocol: 6, PortRange: !ImportValue x"])
def test_ports_that_are_missing_are_not_known(template_of, properties):
    assert all(isinstance(port, Unknown) for port in entry_of(template_of, properties)[1].ports)


def test_what_is_not_written_has_its_default(template_of):
    _, entry = entry_of(template_of, "Protocol: -1, CidrBlock: 10.0.0.0/8")
    assert (entry.egress, entry.allow) == (False, False)
    assert isinstance(entry.number, Unknown)


def test_the_default_acl_allows_all_and_takes_entries(template_of):
    model = template_of(
        ACL
        + """
    Deny:
      Type: AWS::EC2::NetworkAclEntry
      Properties:
        NetworkAclId: !GetAtt Vpc.DefaultNetworkAcl
        RuleNumber: 1
        RuleAction: deny
        Protocol: -1
        CidrBlock: 0.0.0.0/0"""
    )
    default = model.one(NetworkAcl, "Vpc.DefaultNetworkAcl")
    entries = model.graph.pointing(NetworkAclEntry, "acl", default)
    assert default.default
    assert sorted((entry.number, entry.egress, entry.allow) for entry in entries) == [
        (1, False, False),
        (100, False, True),
        (100, True, True),
        (101, False, True),
        (101, True, True),
    ]
