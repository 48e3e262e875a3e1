"""Attachments from interfaces that have been read: what translators of every dialect make of them.

Sources: Amazon EC2 user guide, "Elastic network interfaces" and "Public IPv4 addresses" (what services create for
themselves gets none unless the service says so); Amazon RDS user guide, the pages of the engines, for their ports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown, Verdict
from seamlint.model.entity import Place
from seamlint.model.network import Attachment
from seamlint.model.reading import elements, number, text
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Value
    from seamlint.model.entity import Maybe
    from seamlint.model.interfaces import Interfaces
    from seamlint.model.neighbours import Neighbours


class Kind(NamedTuple):
    """What a resource type is, and what holds where its attributes are silent.

    Attributes:
        name: `Attachment.kind`.
        default_group: it uses the VPC's default group.
        public: whether its interfaces get public addresses; None for those of instances, where the subnet decides.
        port: the attribute with the port that it listens on.
        default_port: that port where the attribute is not set.
    """

    name: str
    default_group: bool = False
    public: Maybe[bool] | None = False
    port: str = ""
    default_port: int | None = None


OTHER = Kind("other")
ENGINE_PORTS = {
    "mysql": 3306,
    "mariadb": 3306,
    "aurora-mysql": 3306,
    "postgres": 5432,
    "aurora-postgresql": 5432,
    "oracle": 1521,
    "custom-oracle": 1521,
    "sqlserver": 1433,
    "custom-sqlserver": 1433,
    "memcached": 11211,
    "aurora": 3306,
}
"""The longest name comes first where one begins with another."""


def has_interfaces(found: Interfaces, kind: Kind | None) -> bool:
    """Tell whether a resource has interfaces: it names subnets and groups, or its type is known to have some.

    Without subnets the tasks of an ECS service share their host's interface.
    """
    if not found.groups.silent and not found.subnets.silent:
        return True
    shared = kind is not None and kind.name == "ecs-service" and found.subnets.silent
    return kind is not None and kind.default_group and not shared


def attached(resource: Resource, found: Interfaces, kind: Kind, address: Resource | None) -> Attachment:
    """Return the attachment of a resource whose interfaces have been read.

    Args:
        address: the elastic address, or what associates one, that is known to be the resource's.
    """
    public, public_place = _public(found, kind, address)
    written = {"subnets": found.subnets.place, "groups": found.groups.place, "public_address": public_place}
    return Attachment(
        resource,
        (),
        kind=kind.name,
        subnets=found.subnets.found,
        groups=found.groups.found,
        subnets_complete=found.subnets.complete and bool(found.subnets.found),
        groups_complete=found.groups.complete,
        public_address=public,
        default_group=kind.default_group and found.groups.silent,
        places={name: place.path for name, place in written.items() if place and place.resource is resource},
        borrowed={name: place for name, place in written.items() if place and place.resource is not resource},
    )


def elastic_address(resource: Resource, neighbours: Neighbours, sites: Iterable[tuple[str, str]]) -> Resource | None:
    """Return what gives a resource an elastic address; ``sites`` are types with the attribute that names the owner."""
    named = (address for kind, attribute in sites for address in neighbours.naming(kind, attribute, resource))
    return next(named, None)


def ipv6_address(count: Value, addresses: Value, kind: Kind) -> Maybe[bool] | None:
    """Return whether an interface has an IPv6 address, by their number or by name; None where its subnet decides."""
    read = number(count)
    if read is not None:
        return read if isinstance(read, Unknown) else read > 0
    return True if elements(addresses) else None if kind.public is None else False


def ports(port: Value, engine: Value, kind: Kind) -> list[Maybe[int]]:
    """Return the ports that an interface's owner listens on: as written, else its engine's, else its kind's."""
    read, named = number(port), text(engine)
    if read is None and isinstance(named, str):
        read = next((known for name, known in ENGINE_PORTS.items() if named.startswith(name)), None)
    read = kind.default_port if read is None else read
    return [] if read is None else [read]


def _public(found: Interfaces, kind: Kind, address: Resource | None) -> tuple[Maybe[bool] | None, Place | None]:
    if address is not None:
        present = address.presence is Verdict.YES
        return present or Unknown(address.missing or (address.address,)), Place(address, ())
    if found.public is not None:
        return found.public, found.public_place
    return kind.public, None
