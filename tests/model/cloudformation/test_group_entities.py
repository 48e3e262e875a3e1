"""Security groups of templates: inline and separate rules, and what lets everything out."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from seamlint.evaluate.values import Unknown
from seamlint.facts.network.groups import peers, rules_by_group
from seamlint.model.network import GroupVpcAssociation, PrefixList, SecurityGroup, SecurityGroupRule, Vpc

V4 = ip_network("10.0.0.0/8")

NETWORK = """
    Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
    B: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: b, GroupName: named, VpcId: !Ref Vpc}}
    List:
      Type: AWS::EC2::PrefixList
      Properties: {PrefixListName: l, AddressFamily: IPv4, MaxEntries: 1, Entries: [{Cidr: 192.0.2.0/24}]}
"""
PEERS = {
    "CidrIp: 10.0.0.0/8": lambda rule: rule.peers == [V4],
    "CidrIpv6: 'fd00::/8'": lambda rule: rule.peers == [ip_network("fd00::/8")],
    "SourceSecurityGroupId: !GetAtt B.GroupId": lambda rule: len(rule.groups) == 1,
    "SourceSecurityGroupId: !Ref B": lambda rule: len(rule.groups) == 1,
    "SourceSecurityGroupName: named": lambda rule: len(rule.groups) == 1,
    "SourcePrefixListId: !Ref List": lambda rule: len(rule.prefix_lists) == 1,
    "SourcePrefixListId: !GetAtt List.PrefixListId": lambda rule: len(rule.prefix_lists) == 1,
}
SPELLINGS = {
    "list": "A: {{Type: 'AWS::EC2::SecurityGroup', Properties: {{VpcId: !Ref Vpc, SecurityGroupIngress: [{}]}}}}",
    "lone": "A: {{Type: 'AWS::EC2::SecurityGroup', Properties: {{VpcId: !Ref Vpc, SecurityGroupIngress: {}}}}}",
    "separate": """
        A: {{Type: 'AWS::EC2::SecurityGroup', Properties: {{VpcId: !Ref Vpc}}}}
        Rule: {{Type: 'AWS::EC2::SecurityGroupIngress', Properties: {}}}""",
}


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("peer", PEERS)
def test_spellings_say_the_same(template_of, spelling, peer):
    group = "GroupId: !GetAtt A.GroupId, " if spelling == "separate" else ""
    rule = f"{{{group}IpProtocol: tcp, FromPort: 443, ToPort: '444', {peer}}}"
    model = template_of(NETWORK + "\n    " + SPELLINGS[spelling].format(rule).replace("\n    ", "\n"))
    owner = model.one(SecurityGroup, "A")
    (found,) = model.graph.pointing(SecurityGroupRule, "group", owner)
    assert (found.egress, found.protocol, found.ports) == (False, 6, (443, 444))
    assert PEERS[peer](found)
    named = [model.graph.find(each, SecurityGroup, found) for each in found.groups]
    assert all(each is model.one(SecurityGroup, "B") for each in named)
    lists = [model.graph.find(each, PrefixList, found) for each in found.prefix_lists]
    assert all(each is model.one(PrefixList) for each in lists)


@pytest.mark.parametrize(
    ("egress", "rules"),
    [
        ("", [(-1, 2)]),
        ("SecurityGroupEgress: []", [(-1, 2)]),
        ("SecurityGroupEgress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8}]", [(6, 1)]),
    ],
)
def test_everything_goes_out_until_a_rule_says_otherwise(template_of, egress, rules):
    model = template_of(
        f"A: {{Type: 'AWS::EC2::SecurityGroup', Properties: {{VpcId: vpc-0123456789abcdef0, {egress}}}}}"
    )
    held = rules_by_group(model.graph)[model.one(SecurityGroup)]
    assert [(rule.protocol, len(rule.peers)) for rule in held if rule.egress] == rules


def test_the_default_says_why_it_is_there(template_of):
    model = template_of("A: {Type: 'AWS::EC2::SecurityGroup', Properties: {GroupDescription: a}}")
    (rule,) = rules_by_group(model.graph)[model.one(SecurityGroup)]
    (reason,) = rule.evidence("lets it out", "peers", 0).because
    assert (reason.says, reason.span.line) == ("A has no egress rule, so AWS lets everything out", 3)


@pytest.mark.parametrize(
    "nobody",
    [
        "IpProtocol: '-1', CidrIp: 127.0.0.1/32",
        "IpProtocol: '-1', CidrIpv6: '::1/128'",
        "IpProtocol: icmp, FromPort: 252, ToPort: 86, CidrIp: 255.255.255.255/32",
    ],
)
def test_a_rule_for_addresses_that_nobody_has_lets_nothing_out(template_of, nobody):
    model = template_of(f"A: {{Type: 'AWS::EC2::SecurityGroup', Properties: {{SecurityGroupEgress: [{{{nobody}}}]}}}}")
    group = model.one(SecurityGroup)
    (rule,) = rules_by_group(model.graph)[group]
    assert peers(model.graph, group, rule) == []


def test_a_separate_egress_rule_replaces_the_default_too(template_of):
    model = template_of("""
        A: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: a}}
        Out:
          Type: AWS::EC2::SecurityGroupEgress
          Properties: {GroupId: !Ref A, IpProtocol: "-1", DestinationSecurityGroupId: !Ref A}""")
    (rule,) = rules_by_group(model.graph)[model.one(SecurityGroup)]
    assert model.graph.find(rule.groups[0], SecurityGroup) is model.one(SecurityGroup)
    assert rule.place("groups").path == ("DestinationSecurityGroupId",)


@pytest.mark.parametrize(("inline", "complete"), [("", False), ("SecurityGroupEgress: [{IpProtocol: '-1'}]", True)])
def test_an_egress_rule_that_may_not_exist_leaves_the_default_open(template_of, inline, complete):
    model = template_of(
        f"""
        A: {{Type: AWS::EC2::SecurityGroup, Properties: {{GroupDescription: a, {inline}}}}}
        Out:
          Type: AWS::EC2::SecurityGroupEgress
          Condition: C
          Properties: {{GroupId: !Ref A, IpProtocol: "-1", CidrIp: 10.0.0.0/8}}""",
        "Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, x]}",
    )
    assert model.one(SecurityGroup).complete is complete


def test_a_list_that_is_not_known_leaves_the_group_incomplete(template_of):
    model = template_of(
        "A: {Type: AWS::EC2::SecurityGroup, Properties: {SecurityGroupEgress: [!If [C, {IpProtocol: '-1', "
        "CidrIp: 0.0.0.0/0}, !Ref AWS::NoValue]]}}",
        "Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, x]}",
    )
    assert model.one(SecurityGroup).complete is False
    assert rules_by_group(model.graph)[model.one(SecurityGroup)] == []
    assert isinstance(model.one(SecurityGroup).vpc, Unknown)


def test_default_groups_take_rules(template_of):
    model = template_of("""
        Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
        In:
          Type: AWS::EC2::SecurityGroupIngress
          Properties: {GroupId: !GetAtt Vpc.DefaultSecurityGroup, IpProtocol: "-1", CidrIp: 10.0.0.0/8}""")
    group = model.one(SecurityGroup)
    assert (group.name, group.address) == ("default", "Vpc.DefaultSecurityGroup")
    assert model.graph.find(group.vpc, Vpc) is model.one(Vpc)
    assert len(model.graph.pointing(SecurityGroupRule, "group", group)) == 3


def test_association_with_another_vpc(template_of):
    model = template_of(
        NETWORK
        + """
    Join: {Type: AWS::EC2::SecurityGroupVpcAssociation, Properties: {GroupId: !Ref B, VpcId: !Ref Vpc}}"""
    )
    join = model.one(GroupVpcAssociation)
    assert model.graph.find(join.group, SecurityGroup) is model.one(SecurityGroup, "B")
    assert model.graph.find(join.vpc, Vpc) is model.one(Vpc)


@pytest.mark.parametrize(
    ("protocol", "first", "last", "ports"),
    [
        ("icmp", 8, -1, (8, -1)),
        ("58", -1, -1, (-1, -1)),
        ("-1", 0, 0, None),
        ("udp", -1, -1, (0, 65535)),
        ("50", 1, 2, None),
    ],
)
def test_protocols_and_ports(template_of, protocol, first, last, ports):
    model = template_of(f"""
        In:
          Type: AWS::EC2::SecurityGroupIngress
          Properties: {{GroupId: sg-0123456789abcdef0, IpProtocol: "{protocol}", FromPort: {first}, ToPort: {last}}}""")
    assert model.one(SecurityGroupRule).ports == ports
