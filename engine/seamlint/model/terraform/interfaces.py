"""Which subnets and security groups the values of a resource hold, wherever they stand in it.

A resource that has network interfaces says so by naming subnets and groups: by reference, whatever the argument is
called, or by an argument whose name says what its ids are. So a type that nobody has heard of is understood too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Unknown, needs
from seamlint.model.entity import Place
from seamlint.model.reading import bare, elements, pointers, text, truth
from seamlint.model.terraform.identity import type_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path, Value
    from seamlint.model.entity import Maybe, Pointer
    from seamlint.model.terraform.neighbours import Neighbours

ROLES = {
    "subnets": re.compile(r"(?:.*_)?subnets?(?:_ids?|_arns?)?|vpc_zone_identifier"),
    "groups": re.compile(
        r"(?!.*source_|db_|cache_|cluster_|replacement_)(?:.*_)?security_groups?(?:_ids?|_arns?|_id_list)?"
    ),
    "subnet_groups": re.compile(r"(?:.*_)?subnet_group(?:_name|_id)?"),
    "public": re.compile(r"publicly_accessible|assign_public_ip|associate_public_ip_address"),
    "holder": re.compile(r"network_interfaces?|subnet_mapping|(?:vpc|network)_(?:config|options|configuration)"),
}
"""What an argument is for, by its name. A holder is a block with such arguments in it."""
TYPES = {
    "aws_subnet": "subnets",
    "aws_default_subnet": "subnets",
    "aws_security_group": "groups",
    "aws_default_security_group": "groups",
}
"""What an argument is for, by the type of resource that it names."""
SUBNET_GROUPS = tuple(
    f"aws_{service}_subnet_group"
    for service in ("db", "elasticache", "redshift", "docdb", "neptune", "dax", "memorydb", "dms_replication")
)
SILENT = frozenset({"tags", "tags_all", "timeouts", "environment", "variables", "triggers"})
"""Arguments that only carry text: an id in them attaches nothing."""


@dataclass
class Part:
    """Pointers of one role, whether they are all, and where the first of them is written."""

    found: list[Pointer] = field(default_factory=list)
    complete: bool = True
    place: Place | None = None

    @property
    def silent(self) -> bool:
        """Whether the code says nothing at all."""
        return self.complete and not self.found

    def add(self, value: Value, place: Place) -> None:
        """Add what an argument names."""
        named = pointers(value)
        self.found += named.found
        self.complete &= named.complete
        self.place = self.place or place

    def or_else(self, other: Part) -> Part:
        """Return the other part where this one is silent."""
        return other if self.silent else self


@dataclass
class Interfaces:
    """The network interfaces of a resource, as far as its own values and its subnet group tell."""

    subnets: Part = field(default_factory=Part)
    groups: Part = field(default_factory=Part)
    public: Maybe[bool] | None = None
    public_place: Place | None = None


def interfaces(resource: Resource, neighbours: Neighbours) -> Interfaces:
    """Read a resource's subnets and groups; those of a subnet group that it names, too."""
    read = Interfaces()
    for key, value, path in _arguments(resource.values):
        role = _role_of(key, value)
        place = Place(resource, path)
        if role == "subnets":
            read.subnets.add(value, place)
        elif role == "groups":
            read.groups.add(value, place)
        elif role == "subnet_groups":
            _add_subnet_group(read.subnets, value, place, neighbours)
        elif role == "public":
            enabled = text(value) in ("ENABLED", "DISABLED")
            read.public = text(value) == "ENABLED" if enabled else truth(value)
            read.public_place = place
        elif role == "holder":
            read.subnets.complete = read.groups.complete = False
    return read


def _add_subnet_group(subnets: Part, value: Value, place: Place, neighbours: Neighbours) -> None:
    named = pointers(value)
    for each in named.found:
        group = neighbours.get(each, *SUBNET_GROUPS)
        if group is not None and group.values.get("subnet_ids") is not None:
            subnets.add(group.values["subnet_ids"], Place(group, ("subnet_ids",)))
        else:
            subnets.add(Unknown(needs(each) or (f"subnets of {each}",)), place)


def _arguments(values: dict[str, Value]) -> Iterator[tuple[str, Value, Path]]:
    """Yield every argument that holds no further block, with its path; a block that is not known counts as one."""
    waiting: list[tuple[dict[str, Value], Path]] = [(values, ())]
    while waiting:
        block, path = waiting.pop()
        for key, value in block.items():
            if key in SILENT:
                continue
            deeper = [(part, at) for part, at in _parts(bare(value), (*path, key)) if isinstance(part, dict)]
            waiting += reversed(deeper)
            if not deeper or any(isinstance(element, Unknown) for element in elements(value)):
                yield key, value, (*path, key)


def _parts(value: Value, path: Path) -> Iterator[tuple[Value, Path]]:
    if isinstance(value, list):
        yield from ((bare(part), (*path, index)) for index, part in enumerate(value))
    else:
        yield value, path


def _role_of(key: str, value: Value) -> str | None:
    role = _role(key)
    if role in (None, "holder"):
        referred = next((each for each in elements(value) if isinstance(each, Reference)), None)
        by_type = TYPES.get(type_of(referred)) if referred is not None and "source" not in key else None
        unknown = role == "holder" and any(isinstance(each, Unknown) for each in elements(value))
        return by_type or ("holder" if unknown else None)
    return role


@lru_cache(maxsize=4096)
def _role(key: str) -> str | None:
    return next((role for role, names in ROLES.items() if names.fullmatch(key)), None)
