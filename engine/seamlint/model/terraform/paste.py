"""Declarations as Terraform text.

Terraform AWS provider: ``aws_network_acl``, ``aws_network_acl_rule``, ``aws_security_group``,
``aws_vpc_security_group_ingress_rule``: blocks inside and resources beside one object contradict each other, so that a
new entry has to be written the way in which the others are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from seamlint.model.network import SecurityGroup
from seamlint.model.protocols import WITH_TYPES, protocol_name
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seamlint.model.entity import Entity
    from seamlint.model.network import Network, NetworkAcl
    from seamlint.model.paste.network import AclEntry, GroupRule

_MODULES = Pattern(r'^(?:module\.[\w-]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*"|\*)\])?\.)+')


def acl_entries(acl: NetworkAcl, entries: Sequence[AclEntry], *, inline: bool) -> str:
    """Return entries as blocks of the ACL or as ``aws_network_acl_rule`` resources."""
    write = _inline_entry if inline else _separate_entry
    return "\n\n".join(write(acl, entry) for entry in entries)


def group_rule(group: SecurityGroup, rule: GroupRule, *, inline: bool) -> str:
    """Return a rule as a block of the group or as ``aws_vpc_security_group_*_rule`` resource."""
    return _inline_rule(rule) if inline else _separate_rule(group, rule)


def _inline_entry(acl: NetworkAcl, entry: AclEntry) -> str:
    del acl  # the block stands inside it
    fields = {"rule_no": str(entry.number), "action": '"allow"', "protocol": f'"{protocol_name(entry.protocol)}"'}
    fields |= {_cidr("cidr_block", "ipv6_cidr_block", entry.network): f'"{entry.network}"', **_entry_ports(entry)}
    return _block("egress" if entry.egress else "ingress", fields)


def _separate_entry(acl: NetworkAcl, entry: AclEntry) -> str:
    fields = {"network_acl_id": _id(acl), "egress": str(entry.egress).lower()}
    fields |= {
        "rule_number": str(entry.number),
        "rule_action": '"allow"',
        "protocol": f'"{protocol_name(entry.protocol)}"',
    }
    fields |= {_cidr("cidr_block", "ipv6_cidr_block", entry.network): f'"{entry.network}"', **_entry_ports(entry)}
    name = f"{_name(acl)}_{'out' if entry.egress else 'in'}_{entry.number}"
    return _block(f'resource "aws_network_acl_rule" "{name}"', fields)


def _entry_ports(entry: AclEntry) -> dict[str, str]:
    if entry.protocol in WITH_TYPES and entry.ports:
        return {"icmp_type": str(entry.ports[0]), "icmp_code": str(entry.ports[1]), "from_port": "0", "to_port": "0"}
    first, last = entry.ports or (0, 0)
    return {"from_port": str(first), "to_port": str(last)}


def _inline_rule(rule: GroupRule) -> str:
    first, last = rule.ports or (0, 0)
    fields = {"from_port": str(first), "to_port": str(last), "protocol": f'"{protocol_name(rule.protocol)}"'}
    if isinstance(rule.peer, SecurityGroup):
        fields["security_groups"] = f"[{_id(rule.peer)}]"
    elif isinstance(rule.peer, str):
        fields["prefix_list_ids"] = "[data.aws_ec2_managed_prefix_list.this.id]"
    else:
        fields[_cidr("cidr_blocks", "ipv6_cidr_blocks", rule.peer)] = f'["{rule.peer}"]'
    return _with_prefix_list(rule, _block("egress" if rule.egress else "ingress", fields))


def _separate_rule(group: SecurityGroup, rule: GroupRule) -> str:
    fields = {"security_group_id": _id(group), "ip_protocol": f'"{protocol_name(rule.protocol)}"'}
    if rule.ports:
        fields |= {"from_port": str(rule.ports[0]), "to_port": str(rule.ports[1])}
    if isinstance(rule.peer, SecurityGroup):
        fields["referenced_security_group_id"] = _id(rule.peer)
    elif isinstance(rule.peer, str):
        fields["prefix_list_id"] = "data.aws_ec2_managed_prefix_list.this.id"
    else:
        fields[_cidr("cidr_ipv4", "cidr_ipv6", rule.peer)] = f'"{rule.peer}"'
    kind = "egress" if rule.egress else "ingress"
    header = f'resource "aws_vpc_security_group_{kind}_rule" "{_name(group)}_{protocol_name(rule.protocol)}"'
    return _with_prefix_list(rule, _block(header, fields))


def _with_prefix_list(rule: GroupRule, text: str) -> str:
    if not isinstance(rule.peer, str):
        return text
    return _block('data "aws_ec2_managed_prefix_list" "this"', {"name": f'"{rule.peer}"'}) + "\n\n" + text


def _cidr(four: str, six: str, network: Network) -> str:
    return six if network.version == 6 else four


def _id(entity: Entity) -> str:
    """Return the expression for an entity's id: of what AWS makes with a VPC, the address is one already."""
    return _local(entity) if entity.made_as else f"{_local(entity)}.id"


def _local(entity: Entity) -> str:
    """Return an entity's address as its own module writes it."""
    return _MODULES.sub("", entity.address)


def _name(entity: Entity) -> str:
    return re.sub(r"\W+", "_", _local(entity).split(".", 1)[-1]).strip("_")


def _block(header: str, fields: dict[str, str]) -> str:
    width = max(map(len, fields))
    return "\n".join([f"{header} {{", *(f"  {name:<{width}} = {value}" for name, value in fields.items()), "}"])
