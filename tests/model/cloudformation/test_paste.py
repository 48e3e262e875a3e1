"""Fixes as CloudFormation text, YAML or JSON."""

from __future__ import annotations

from ipaddress import ip_network
from textwrap import dedent

import pytest

from seamlint.evaluate.resource import Resource
from seamlint.model.network import NetworkAcl, SecurityGroup
from seamlint.model.paste.network import AclEntry, GroupRule, writer
from seamlint.sources.span import Span

EVERYONE = ip_network("0.0.0.0/0")


class In:
    def __init__(self, file):
        self.file = file

    def span_at(self, _path):
        return Span(self.file, 1, 1, 1, 2)


def declared(kind, address, file="template.yaml", **more):
    resource = Resource(file, address, "AWS::EC2::X", "cloudformation", {}, In(file))
    return kind(resource, (), **more)


def test_entries_of_acls():
    acl = declared(NetworkAcl, "WebAcl")
    entries = [AclEntry(90, True, 6, (1024, 65535), EVERYONE), AclEntry(91, False, 1, (8, -1), ip_network("::/0"))]
    assert writer(acl).acl_entries(acl, entries, inline=False) == dedent("""\
        WebAclOut90:
          Type: "AWS::EC2::NetworkAclEntry"
          Properties:
            NetworkAclId: !Ref WebAcl
            Egress: true
            RuleNumber: 90
            RuleAction: allow
            Protocol: 6
            CidrBlock: 0.0.0.0/0
            PortRange:
              From: 1024
              To: 65535
        WebAclIn91:
          Type: "AWS::EC2::NetworkAclEntry"
          Properties:
            NetworkAclId: !Ref WebAcl
            Egress: false
            RuleNumber: 91
            RuleAction: allow
            Protocol: 1
            Ipv6CidrBlock: "::/0"
            Icmp:
              Type: 8
              Code: -1""").replace('"AWS::EC2::NetworkAclEntry"', "AWS::EC2::NetworkAclEntry")


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (GroupRule(False, -1, None, EVERYONE), 'IpProtocol: "-1"\n    CidrIp: 0.0.0.0/0'),
        (GroupRule(False, 17, (53, 53), ip_network("fd00::/8")),
         "IpProtocol: udp\n    FromPort: 53\n    ToPort: 53\n    CidrIpv6: fd00::/8"),
        (GroupRule(False, 50, None, EVERYONE), 'IpProtocol: "50"\n    CidrIp: 0.0.0.0/0'),
        (GroupRule(False, 1, (8, -1), declared(SecurityGroup, "Peer")),
         "IpProtocol: icmp\n    FromPort: 8\n    ToPort: -1\n    SourceSecurityGroupId: !GetAtt Peer.GroupId"),
    ],
)  # fmt: skip
def test_inline_rules(rule, text):
    group = declared(SecurityGroup, "Web")
    assert writer(group).group_rule(group, rule, inline=True) == f"SecurityGroupIngress:\n  - {text}"


def test_separate_rules_of_a_default_group():
    group = declared(SecurityGroup, "Vpc", made_as="DefaultSecurityGroup")
    rule = GroupRule(True, 6, (443, 443), declared(SecurityGroup, "Peer"))
    assert writer(group).group_rule(group, rule, inline=False) == dedent("""\
        VpcDefaultSecurityGroupEgressTcp443:
          Type: AWS::EC2::SecurityGroupEgress
          Properties:
            GroupId: !GetAtt Vpc.DefaultSecurityGroup
            IpProtocol: tcp
            FromPort: 443
            ToPort: 443
            DestinationSecurityGroupId: !GetAtt Peer.GroupId""")


def test_json():
    group = declared(SecurityGroup, "Web", "template.json")
    rule = GroupRule(False, 6, (443, 443), declared(SecurityGroup, "Peer", "template.json"))
    assert writer(group).group_rule(group, rule, inline=True) == dedent("""\
        "SecurityGroupIngress": [
          {
            "IpProtocol": "tcp",
            "FromPort": 443,
            "ToPort": 443,
            "SourceSecurityGroupId": { "Fn::GetAtt": [ "Peer", "GroupId" ] }
          }
        ]""")


def test_a_managed_prefix_list_is_a_parameter():
    group = declared(SecurityGroup, "Web")
    text = writer(group).group_rule(group, GroupRule(False, 6, (443, 443), "com.amazonaws.x.y"), inline=True)
    assert "Parameters:\n  PrefixList:\n    Type: String\n    Description: " in text
    assert "Id of com.amazonaws.x.y in this region" in text
    assert text.endswith("SourcePrefixListId: !Ref PrefixList")


@pytest.mark.parametrize(
    ("group", "peer", "named"),
    [
        ("Web", "Peer", "!GetAtt Peer.GroupId"),
        ("Network.Web", "Network.Peer", "!GetAtt Peer.GroupId"),
        ("Web", "Network.Peer", "!Ref PeerId"),
        ("Network.Web", "Other.Peer", "!Ref PeerId"),
    ],
)
def test_groups_of_other_stacks_come_as_parameters(group, peer, named):
    rule = GroupRule(False, 6, (443, 443), declared(SecurityGroup, peer))
    owner = declared(SecurityGroup, group)
    assert writer(owner).group_rule(owner, rule, inline=True).endswith(f"SourceSecurityGroupId: {named}")
    assert "GroupId: !GetAtt Web.GroupId\n" in writer(owner).group_rule(owner, rule, inline=False)
