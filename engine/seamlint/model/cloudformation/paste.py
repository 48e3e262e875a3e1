"""Declarations as CloudFormation text, YAML or JSON as the template is.

AWS CloudFormation template reference: ``AWS::EC2::NetworkAclEntry``, ``AWS::EC2::SecurityGroup``,
``AWS::EC2::SecurityGroupIngress``, ``AWS::EC2::SecurityGroupEgress``.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Union

from seamlint.model.network import SecurityGroup
from seamlint.model.protocols import WITH_TYPES, protocol_name
from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from seamlint.model.entity import Entity
    from seamlint.model.iam import PolicyDocument
    from seamlint.model.network import Network, NetworkAcl
    from seamlint.model.paste.network import AclEntry, GroupRule


class _Id(NamedTuple):
    """The id of a resource, or of what AWS makes with it."""

    logical_id: str
    attribute: str = ""


_Written = Union[str, int, bool, _Id, list["_Written"], dict[str, "_Written"]]
_PREFIX_LIST = "PrefixList"
_REFERENCE = Pattern(r'\{\s+"(?:Ref|Fn::GetAtt)": (?:"[^"]*"|\[[^]]*\])\s+\}')
_NAMED = Pattern(r"\$\{(\w+)(?:\.(\w+))?\}")
_PLAIN = Pattern(r"[A-Za-z0-9.][\w./-]*(?:::?[\w./-]+)*")


def acl_entries(acl: NetworkAcl, entries: Sequence[AclEntry], *, inline: bool) -> str:
    """Return entries as ``AWS::EC2::NetworkAclEntry``: there are no others."""
    del inline
    return _text(acl, dict(_entry(acl, entry) for entry in entries))


def group_rule(group: SecurityGroup, rule: GroupRule, *, inline: bool) -> str:
    """Return a rule as an item of the group's property, or as a resource."""
    direction = "Egress" if rule.egress else "Ingress"
    if inline:
        text = _text(group, {f"SecurityGroup{direction}": [_rule(group, rule)]})
    else:
        name = f"{_name(group)}{direction}{_words(rule.protocol)}{rule.ports[0] if rule.ports else ''}"
        text = _text(
            group, {name: _resource(f"SecurityGroup{direction}", {"GroupId": _id(group, group), **_rule(group, rule)})}
        )
    return f"{_parameter(group, rule.peer)}\n\n{text}" if isinstance(rule.peer, str) else text


def statements(document: PolicyDocument, added: Sequence[dict[str, object]]) -> str:
    """Return policy statements as items of a document; texts with ``${...}`` become references."""
    return _text(document, {"Statement": [_element(each) for each in added]})


def properties(entity: Entity, written: dict[str, object]) -> str:
    """Return properties of a resource; texts with ``${...}`` become references."""
    return _text(entity, {name: _element(value) for name, value in written.items()})


def bucket_policy(bucket: Entity, document: dict[str, object]) -> str:
    """Return an ``AWS::S3::BucketPolicy``; texts with ``${...}`` become references."""
    properties: dict[str, _Written] = {"Bucket": _Id(_own(bucket)), "PolicyDocument": _element(document)}
    return _text(bucket, {f"{_name(bucket)}Policy": {"Type": "AWS::S3::BucketPolicy", "Properties": properties}})


def _element(value: object) -> _Written:
    if isinstance(value, dict):
        return {name: _element(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_element(item) for item in value]
    if isinstance(value, bool):
        return value
    named = _NAMED.fullmatch(str(value))
    if named:
        return _Id(named[1], named[2] or "")
    return {"Fn::Sub": str(value)} if "${" in str(value) else str(value)


def _entry(acl: NetworkAcl, entry: AclEntry) -> tuple[str, dict[str, _Written]]:
    name = f"{_name(acl)}{'Out' if entry.egress else 'In'}{entry.number}"
    properties: dict[str, _Written] = {
        "NetworkAclId": _id(acl, acl),
        "Egress": entry.egress,
        "RuleNumber": entry.number,
        "RuleAction": "allow",
        "Protocol": entry.protocol,
        _range("CidrBlock", "Ipv6CidrBlock", entry.network): str(entry.network),
    }
    if entry.ports:
        first, last = entry.ports
        typed = entry.protocol in WITH_TYPES
        properties["Icmp" if typed else "PortRange"] = (
            {"Type": first, "Code": last} if typed else {"From": first, "To": last}
        )
    return name, _resource("NetworkAclEntry", properties)


def _rule(group: SecurityGroup, rule: GroupRule) -> dict[str, _Written]:
    properties: dict[str, _Written] = {"IpProtocol": protocol_name(rule.protocol)}
    if rule.ports:
        properties |= {"FromPort": rule.ports[0], "ToPort": rule.ports[1]}
    side = "Destination" if rule.egress else "Source"
    if isinstance(rule.peer, SecurityGroup):
        properties[f"{side}SecurityGroupId"] = _id(rule.peer, group)
    elif isinstance(rule.peer, str):
        properties[f"{side}PrefixListId"] = _Id(_PREFIX_LIST)
    else:
        properties[_range("CidrIp", "CidrIpv6", rule.peer)] = str(rule.peer)
    return properties


def _parameter(group: SecurityGroup, prefix_list: str) -> str:
    """Return the parameter for the id of an AWS-managed list, which no template can look up."""
    described = f"Id of {prefix_list} in this region"
    return _text(group, {"Parameters": {_PREFIX_LIST: {"Type": "String", "Description": described}}})


def _resource(kind: str, properties: dict[str, _Written]) -> dict[str, _Written]:
    return {"Type": f"AWS::EC2::{kind}", "Properties": properties}


def _range(four: str, six: str, network: Network) -> str:
    return six if network.version == 6 else four


def _words(protocol: int) -> str:
    return "All" if protocol < 0 else protocol_name(protocol).capitalize()


def _id(entity: Entity, near: Entity) -> _Id:
    """Return how the template that declares one entity names another; what other stacks have comes as a parameter."""
    own = _own(entity)
    if _stack(entity) != _stack(near):
        return _Id(f"{own}Id")
    return _Id(own, entity.made_as or ("GroupId" if isinstance(entity, SecurityGroup) else ""))


def _name(entity: Entity) -> str:
    return re.sub(r"\W+", "", _own(entity)) + entity.made_as


def _own(entity: Entity) -> str:
    """Return the logical id of the resource that declares an entity."""
    return entity.resource.logical_id or entity.resource.address.rpartition(".")[2]


def _stack(entity: Entity) -> tuple[str, str]:
    """Return what tells one stack from another; constructs of one assembly's stack are not told apart."""
    resource = entity.resource
    return resource.unit, "" if resource.dialect == "cdk" else resource.address.rpartition(".")[0]


def _text(entity: Entity | PolicyDocument, declared: dict[str, _Written]) -> str:
    """Return declarations in the form of the template that declares an entity."""
    if entity.span().file.endswith(".json"):
        text = _REFERENCE.sub(lambda found: " ".join(found[0].split()), json.dumps(_json(declared), indent=2))
        return "\n".join(line[2:] for line in text.split("\n")[1:-1])
    return "\n".join(_yaml(declared))


def _json(value: _Written) -> object:
    if isinstance(value, _Id):
        return {"Fn::GetAtt": list(value)} if value.attribute else {"Ref": value.logical_id}
    if isinstance(value, list):
        return [_json(each) for each in value]
    return {name: _json(each) for name, each in value.items()} if isinstance(value, dict) else value


def _yaml(value: dict[str, _Written]) -> Iterator[str]:
    for name, held in value.items():
        if isinstance(held, dict):
            yield f"{name}:"
            yield from (f"  {line}" for line in _yaml(held))
        elif isinstance(held, list):
            yield f"{name}:"
            for item in held:
                lines = _yaml(item) if isinstance(item, dict) else [_scalar(item)]
                yield from (f"{'    ' if at else '  - '}{line}" for at, line in enumerate(lines))
        else:
            yield f"{name}: {_scalar(held)}"


def _scalar(value: _Written) -> str:
    if isinstance(value, _Id):
        return f"!GetAtt {value.logical_id}.{value.attribute}" if value.attribute else f"!Ref {value.logical_id}"
    if isinstance(value, str):
        return value if _PLAIN.fullmatch(value) and not value.isdecimal() else json.dumps(value)
    return json.dumps(value)
