"""Security groups and their rules, inline and separate.

Sources: AWS CloudFormation template reference, ``AWS::EC2::SecurityGroup``, ``AWS::EC2::SecurityGroupIngress``,
``AWS::EC2::SecurityGroupEgress`` (without any egress rule, also where their list is empty, AWS adds rules that let all
IPv4 and IPv6 traffic out), ``AWS::EC2::SecurityGroupVpcAssociation``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Verdict
from seamlint.model.cloudformation.identity import itself, literals, vpc_of
from seamlint.model.network import GroupVpcAssociation, SecurityGroup, SecurityGroupRule
from seamlint.model.protocols import port_range, protocol
from seamlint.model.reading import blocks, network, pointer, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path, Value
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity, Pointer

RANGES = ("CidrIp", "CidrIpv6")
PREFIX_LISTS = ("SourcePrefixListId", "DestinationPrefixListId")
GROUPS = ("SourceSecurityGroupId", "DestinationSecurityGroupId", "SourceSecurityGroupName")


def group(resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::EC2::SecurityGroup`` with its inline rules."""
    values = resource.values
    inline = {name: blocks(values.get(name), (name,)) for name in ("SecurityGroupIngress", "SecurityGroupEgress")}
    yield SecurityGroup(
        resource,
        (),
        names=literals(resource),
        handles=frozenset({"Ref", "GroupId", "Id"}),
        name=text(values.get("GroupName")),
        vpc=vpc_of(resource),
        open_egress=True,
        complete=all(found.complete for found in inline.values()) and _egress_decided(resource, neighbours),
        places={"vpc": ("VpcId",), "name": ("GroupName",)},
    )
    for direction, found in inline.items():
        for block, path in found.found:
            yield _rule(resource, path, block, itself(resource), egress=direction == "SecurityGroupEgress")


def group_rule(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::EC2::SecurityGroupIngress`` and ``AWS::EC2::SecurityGroupEgress``."""
    values = resource.values
    named = pointer(values.get("GroupId")) or pointer(values.get("GroupName"))
    yield _rule(resource, (), values, named, egress=resource.type == "AWS::EC2::SecurityGroupEgress")


def vpc_association(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::EC2::SecurityGroupVpcAssociation``."""
    named, vpc = (pointer(resource.values.get(name)) for name in ("GroupId", "VpcId"))
    yield GroupVpcAssociation(resource, (), group=named, vpc=vpc, places={"group": ("GroupId",), "vpc": ("VpcId",)})


def _egress_decided(resource: Resource, neighbours: Neighbours) -> bool:
    """Tell whether it is known if AWS's own egress rule stays: not where it hangs on rules that may not exist."""
    separate = neighbours.naming("AWS::EC2::SecurityGroupEgress", "GroupId", resource)
    certain = any(rule.presence is Verdict.YES for rule in separate)
    return not separate or certain or bool(blocks(resource.values.get("SecurityGroupEgress")).found)


def _rule(
    resource: Resource, path: Path, block: dict[str, Value], group: Pointer, *, egress: bool
) -> SecurityGroupRule:
    kind = protocol(block.get("IpProtocol"))
    ranges = {name: network(block.get(name)) for name in RANGES}
    return SecurityGroupRule(
        resource,
        path,
        group=group,
        egress=egress,
        protocol=kind,
        ports=port_range(kind, block.get("FromPort"), block.get("ToPort")),
        peers=[each for each in ranges.values() if each is not None],
        prefix_lists=_named(block, PREFIX_LISTS),
        groups=_named(block, GROUPS),
        places={
            "group": ("GroupId",) if block.get("GroupId") is not None else ("GroupName",),
            "protocol": ("IpProtocol",),
            "ports": ("FromPort",),
            "peers": _written(block, RANGES),
            "prefix_lists": _written(block, PREFIX_LISTS),
            "groups": _written(block, GROUPS),
        },
    )


def _named(block: dict[str, Value], attributes: tuple[str, ...]) -> list[Pointer]:
    read = (pointer(block.get(attribute)) for attribute in attributes)
    return [each for each in read if each is not None]


def _written(block: dict[str, Value], attributes: tuple[str, ...]) -> tuple[str]:
    return (next((attribute for attribute in attributes if block.get(attribute) is not None), attributes[0]),)


TRANSLATORS: dict[str, Translate] = {
    "AWS::EC2::SecurityGroup": group,
    "AWS::EC2::SecurityGroupIngress": group_rule,
    "AWS::EC2::SecurityGroupEgress": group_rule,
    "AWS::EC2::SecurityGroupVpcAssociation": vpc_association,
}
