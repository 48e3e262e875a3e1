"""Finding entities by reference, by literal id and by name."""

from __future__ import annotations

import pytest

from seamlint.evaluate.resource import Resource
from seamlint.evaluate.values import Reference, Text, Unknown, Verdict
from seamlint.graph.graph import Elsewhere, Graph
from seamlint.model.network import NetworkAclAssociation, SecurityGroup, SecurityGroupRule, Subnet, Vpc
from seamlint.sources.span import Span


class Nowhere:
    def span_at(self, _path):
        return Span("main.tf", 1, 1, 1, 2)

    def trail(self, _path):
        return ()


def resource(address, unit="root", **fields):
    kind = address.removeprefix("data.").partition(".")[0]
    return Resource(unit, address, kind, "terraform", {}, Nowhere(), **fields)


def looked_up_vpc(address, values, **fields):
    return Vpc(Resource("root", address, "aws_vpc", "terraform", values, Nowhere(), **fields), ())


def ref(address, attribute="id", unit="root"):
    return Reference(unit, address, attribute)


def test_all_in_source_order():
    first, second = Vpc(resource("aws_vpc.b"), ()), Vpc(resource("aws_vpc.a"), ())
    graph = Graph([], [first, Subnet(resource("aws_subnet.a"), ()), second])
    assert graph.all(Vpc) == [first, second]
    assert graph.all(SecurityGroup) == []
    assert len(list(graph)) == 3


def test_find_follows_identity_attributes_only():
    vpc = Vpc(resource("aws_vpc.a"), ())
    graph = Graph([], [vpc])
    assert graph.find(ref("aws_vpc.a"), Vpc) is vpc
    assert graph.find(ref("aws_vpc.a", "arn"), Vpc) is vpc
    assert graph.find(Text((ref("aws_vpc.a"),)), Vpc) is vpc
    assert graph.find(ref("aws_vpc.a", "owner_id"), Vpc) == Unknown(("aws_vpc.a.owner_id",))
    assert graph.find(ref("aws_vpc.a"), Subnet) == Unknown(("aws_vpc.a.id",))
    assert graph.find(ref("aws_vpc.a", unit="other"), Vpc) == Unknown(("aws_vpc.a.id",))
    assert graph.find(Text(("x-", ref("aws_vpc.a"))), Vpc) == Unknown(("aws_vpc.a.id",))
    assert graph.find(Unknown(("var.v",)), Vpc) == Unknown(("var.v",))
    assert graph.find(None, Vpc) is None


def test_an_inline_part_is_named_by_its_own_handles_only():
    group = resource("aws_vpc.a")
    default = SecurityGroup(group, ("default",), handles=frozenset({"default_security_group_id"}))
    graph = Graph([], [default, Vpc(group, ())])
    assert graph.find(ref("aws_vpc.a", "default_security_group_id"), SecurityGroup) is default
    assert isinstance(graph.find(ref("aws_vpc.a"), SecurityGroup), Unknown)
    assert graph.of(SecurityGroup, graph.all(Vpc)[0]) == [default]


def test_literal_ids_join_units():
    vpc = Vpc(resource("aws_vpc.a", ids={"id": "vpc-0123456789abcdef0"}), ())
    looked_up = Vpc(resource("data.aws_vpc.b", unit="other"), (), names=("vpc-0123456789abcdef0",))
    subnet = Subnet(resource("aws_subnet.c", unit="other", region="eu-west-1"), (), vpc="vpc-0123456789abcdef0")
    graph = Graph([], [vpc, looked_up, subnet])
    assert graph.find(subnet.vpc, Vpc) is vpc
    assert graph.find(subnet.vpc, Vpc, subnet) is looked_up
    assert graph.find("vpc-9", Vpc) == Elsewhere("vpc-9")


def test_names_mean_the_account_and_region_of_who_uses_them():
    there = SecurityGroup(resource("aws_security_group.a", region="eu-west-1"), (), names=("web",))
    here = SecurityGroup(resource("aws_security_group.b", region="us-east-1"), (), names=("web",))
    rule = SecurityGroupRule(resource("aws_x.r", region="us-east-1"), (), group="web")
    lost = SecurityGroupRule(resource("aws_x.l", region="us-west-2"), (), group="web")
    graph = Graph([], [there, here, rule, lost])
    assert graph.find("web", SecurityGroup) == Unknown(("web",))
    assert graph.find("web", SecurityGroup, rule) is here
    assert graph.find("web", SecurityGroup, lost) == Elsewhere("web")
    assert graph.pointing(SecurityGroupRule, "group", here) == [rule]


def test_pointing_looks_into_lists_and_counts_each_once():
    subnet = Subnet(resource("aws_subnet.a"), ())
    group = SecurityGroup(resource("aws_security_group.a"), ())
    rule = SecurityGroupRule(resource("aws_x.r"), (), groups=[ref("aws_security_group.a"), ref("aws_security_group.a")])
    tied = NetworkAclAssociation(resource("aws_y.a"), (), subnet=ref("aws_subnet.a"))
    lost = NetworkAclAssociation(resource("aws_y.b"), (), subnet=Unknown(("var.s",)))
    graph = Graph([], [subnet, group, rule, tied, lost])
    assert graph.pointing(SecurityGroupRule, "groups", group) == [rule]
    assert graph.pointing(NetworkAclAssociation, "subnet", subnet) == [tied]
    assert graph.pointing(NetworkAclAssociation, "acl", subnet) == []
    assert graph.astray(NetworkAclAssociation, "subnet", Subnet) == [lost]


def test_may_point():
    mine = Vpc(resource("aws_vpc.a"), ())
    other = Vpc(resource("aws_vpc.b"), ())
    looked_up = Vpc(resource("data.aws_vpc.c", unit="else"), ())
    abroad = Vpc(resource("data.aws_vpc.d", unit="else", region="us-east-1"), ())
    here = Vpc(resource("aws_vpc.e", region="eu-west-1"), ())
    near, far = Subnet(resource("aws_subnet.a"), ()), Subnet(resource("aws_subnet.a", unit="else"), ())
    graph = Graph([], [mine, other, looked_up, abroad, here, near, far])
    assert graph.may_point(ref("aws_vpc.a"), mine) is Verdict.YES
    assert graph.may_point(ref("aws_vpc.b"), mine) is Verdict.NO
    assert graph.may_point(None, mine) is Verdict.NO
    assert graph.may_point(Unknown(()), mine) is Verdict.UNDECIDED
    assert graph.may_point("vpc-1", mine, near) is Verdict.NO
    assert graph.may_point("vpc-1", mine, far) is Verdict.UNDECIDED
    assert graph.may_point(ref("data.aws_vpc.c", unit="else"), mine) is Verdict.UNDECIDED
    assert graph.may_point(ref("data.aws_vpc.d", unit="else"), here) is Verdict.NO


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ({"tags": {"Name": "shop", "Team": "web"}}, Verdict.YES),
        ({"tags": {"Name": "shop"}}, Verdict.UNDECIDED),
        ({"tags": {"Name": "crm", "Team": "web"}}, Verdict.NO),
        ({"id": "vpc-1"}, Verdict.UNDECIDED),
        ({"tags": {"Name": Unknown(("var.name",)), "Team": "web"}}, Verdict.UNDECIDED),
    ],
)
def test_two_lookups_may_find_the_same(given, verdict):
    mine = looked_up_vpc("data.aws_vpc.a", {"tags": {"Name": "shop", "Team": "web"}})
    inside = looked_up_vpc("module.m.data.aws_vpc.a", given)
    abroad = looked_up_vpc("data.aws_vpc.b", given, region="us-east-1")
    here = looked_up_vpc("data.aws_vpc.c", given, region="eu-west-1")
    graph = Graph([], [mine, inside, abroad, here])
    assert graph.may_point(ref("module.m.data.aws_vpc.a"), mine) is verdict
    assert graph.may_point(ref("data.aws_vpc.b"), here) is Verdict.NO


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (ref("aws_vpc.a"), ref("aws_vpc.a"), Verdict.YES),
        (ref("aws_vpc.a"), ref("aws_vpc.a", "arn"), Verdict.YES),
        (ref("aws_vpc.a"), ref("aws_vpc.b"), Verdict.NO),
        (ref("data.aws_ssm_parameter.v", "value"), ref("data.aws_ssm_parameter.v", "value"), Verdict.YES),
        (ref("data.aws_ssm_parameter.v", "value"), ref("aws_vpc.b"), Verdict.UNDECIDED),
        ("vpc-1", "vpc-1", Verdict.YES),
        ("vpc-1", "vpc-2", Verdict.NO),
        (Unknown(("var.v",)), Unknown(("var.v",)), Verdict.UNDECIDED),
        (None, None, Verdict.UNDECIDED),
    ],
)
def test_same(one, other, verdict):
    graph = Graph([], [Vpc(resource("aws_vpc.a"), ()), Vpc(resource("aws_vpc.b"), ())])
    assert graph.same(one, other, Vpc) is verdict
    assert graph.same(other, one, Vpc) is verdict


@pytest.mark.parametrize(
    ("address", "mode"),
    [
        ("aws_vpc.a", "managed"),
        ("data.aws_vpc.a", "data"),
        ('module.x["a.b"].data.aws_vpc.a["c.d"]', "data"),
        ("module.data.aws_vpc.a", "managed"),
        ("module.module.data.aws_vpc.a[0]", "data"),
        ('aws_vpc.a["data.aws_vpc.b"]', "managed"),
        ("Vpc", "managed"),
    ],
)
def test_mode(address, mode):
    assert resource(address).mode == mode
