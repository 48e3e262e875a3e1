"""The other way round: what a fix declares, as text of the dialect of the file that it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from seamlint.model.cloudformation import paste as cloudformation
from seamlint.model.terraform import paste as terraform
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from seamlint.model.entity import Entity
    from seamlint.model.network import Network, NetworkAcl, SecurityGroup


class AclEntry(NamedTuple):
    """An allow entry that is to be added to a network ACL; ``protocol`` and ``ports`` as in `NetworkAclEntry`."""

    number: int
    egress: bool
    protocol: int
    ports: tuple[int, int] | None
    network: Network


class GroupRule(NamedTuple):
    """A rule that is to be added to a security group; ``peer`` is a range, a group, or a prefix list's name."""

    egress: bool
    protocol: int
    ports: tuple[int, int] | None
    peer: Network | SecurityGroup | str


class Writer(Protocol):
    """Writes declarations in one dialect."""

    def acl_entries(self, acl: NetworkAcl, entries: Sequence[AclEntry], *, inline: bool) -> str:
        """Return entries of an ACL, inside its declaration or beside it."""
        ...

    def group_rule(self, group: SecurityGroup, rule: GroupRule, *, inline: bool) -> str:
        """Return a rule of a group, inside its declaration or beside it."""
        ...


_WRITERS: dict[str, Writer] = {
    "terraform": terraform,
    "plan": terraform,
    "cloudformation": cloudformation,
    "cdk": cloudformation,
}


def writer(entity: Entity) -> Writer:
    """Return the writer of the dialect in which an entity is declared; Terraform where there is none."""
    return _WRITERS.get(entity.resource.dialect, terraform)
