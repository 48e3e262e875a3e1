"""Which subnets and security groups the values of a resource hold, wherever they stand in it.

A resource that has network interfaces says so by naming subnets and groups: by reference, whatever the attribute is
called, or by an attribute whose name says what its ids are. So a type that nobody has heard of is understood too.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, field
from seamlint.evaluate.values import Reference, Unknown, needs
from seamlint.model.entity import Place
from seamlint.model.reading import bare, elements, pointers, text, truth

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path, Value
    from seamlint.model.entity import Maybe, Pointer
    from seamlint.model.neighbours import Neighbours


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """The words of a dialect for what is said of network interfaces.

    Attributes:
        roles: what an attribute is for, by its name: ``subnets``, ``groups``, ``subnet_groups``, ``public``, or
            ``holder`` for one that holds such attributes in turn.
        types: what an attribute is for, by the type of resource that it names.
        subnet_groups: types of resource that stand for a list of subnets.
        subnets: their attribute with that list.
        silent: attributes that only carry text: an id in them attaches nothing.
    """

    roles: Mapping[str, re.Pattern[str]]
    types: Mapping[str, str]
    subnet_groups: tuple[str, ...]
    subnets: str
    silent: frozenset[str]


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
        """Add what an attribute names."""
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

    def or_else(self, other: Interfaces) -> Interfaces:
        """Return these settings, and the other's where there are none."""
        public = (other.public, other.public_place) if self.public is None else (self.public, self.public_place)
        return Interfaces(self.subnets.or_else(other.subnets), self.groups.or_else(other.groups), *public)


def read(resource: Resource, neighbours: Neighbours, words: Vocabulary) -> Interfaces:
    """Read a resource's subnets and groups; those of a subnet group that it names, too."""
    found = Interfaces()
    for key, value, path in _attributes(resource.values, words.silent):
        role = _role_of(key, value, neighbours, words)
        place = Place(resource, path)
        if role == "subnets":
            found.subnets.add(value, place)
        elif role == "groups":
            found.groups.add(value, place)
        elif role == "subnet_groups":
            _add_subnet_group(found.subnets, value, place, neighbours, words)
        elif role == "public":
            enabled = text(value) in ("ENABLED", "DISABLED")
            found.public = text(value) == "ENABLED" if enabled else truth(value)
            found.public_place = place
        elif role == "holder":
            found.subnets.complete = found.groups.complete = False
    return found


def unread(named: Pointer, place: Place) -> Interfaces:
    """Return interfaces that are declared elsewhere: only their name is known."""
    missing: Pointer = Unknown(needs(named) or (f"security groups of {named}",))
    return Interfaces(groups=Part([missing], complete=False, place=place))


def of_template(
    resource: Resource, named: Pointer, neighbours: Neighbours, words: Vocabulary, types: tuple[str, ...]
) -> Interfaces:
    """Return what the launch template or configuration that a resource names says about its interfaces."""
    if named is None:
        return Interfaces()
    declared = neighbours.get(named, *types)
    if declared is None or declared.mode == "data":
        return unread(named, Place(resource, ()))
    return read(declared, neighbours, words)


def _add_subnet_group(subnets: Part, value: Value, place: Place, neighbours: Neighbours, words: Vocabulary) -> None:
    for each in pointers(value).found:
        group = neighbours.get(each, *words.subnet_groups)
        if group is not None and group.values.get(words.subnets) is not None:
            subnets.add(group.values[words.subnets], Place(group, (words.subnets,)))
        else:
            subnets.add(Unknown(needs(each) or (f"subnets of {each}",)), place)


def _attributes(values: dict[str, Value], silent: frozenset[str]) -> Iterator[tuple[str, Value, Path]]:
    """Yield every attribute that holds no object, with its path; where one in a list is not known, the list counts."""
    waiting: list[tuple[dict[str, Value], Path]] = [(values, ())]
    while waiting:
        block, path = waiting.pop()
        for key, value in block.items():
            if key in silent:
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


def _role_of(key: str, value: Value, neighbours: Neighbours, words: Vocabulary) -> str | None:
    role = _role(key, words)
    if role in (None, "holder"):
        referred = next((each for each in elements(value) if isinstance(each, Reference)), None)
        named = referred is not None and "source" not in key.lower()
        by_type = words.types.get(neighbours.type_of(referred)) if named and referred else None
        unknown = role == "holder" and any(isinstance(each, Unknown) for each in elements(value))
        return by_type or ("holder" if unknown else None)
    return role


@lru_cache(maxsize=4096)
def _role(key: str, words: Vocabulary) -> str | None:
    return next((role for role, names in words.roles.items() if names.fullmatch(key)), None)
