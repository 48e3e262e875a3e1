"""References that leave a region though what they name does not.

What a resource names is in the region that its ARN tells, or where the code declares it. A name alone tells no region:
it is what the code says only where that refers to the resource of that name, and none of that name is in the right one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Text, Unknown, Verdict
from seamlint.facts.regions.whereabouts import absent, arn, declaring, missing, region_of
from seamlint.facts.waiting import KEY
from seamlint.graph.graph import Graph, fact, pointers
from seamlint.model import network
from seamlint.model.regions import BONDS, RegionalReference
from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity, Maybe, Place, Pointer

_REPOSITORY = Pattern(r"[^.]*\.dkr\.ecr\.([a-z0-9-]+)\.")
FIELDS: tuple[tuple[type[Entity], str, str, type[Entity]], ...] = (
    (network.Subnet, "vpc", "vpc", network.Vpc),
    (network.SecurityGroup, "vpc", "vpc", network.Vpc),
    (network.NetworkAcl, "vpc", "vpc", network.Vpc),
    (network.RouteTable, "vpc", "vpc", network.Vpc),
    (network.InternetGateway, "vpc", "vpc", network.Vpc),
    (network.TargetGroup, "vpc", "vpc", network.Vpc),
    (network.Endpoint, "vpc", "vpc", network.Vpc),
    (network.TransitGatewayAttachment, "vpc", "vpc", network.Vpc),
    (network.NetworkAcl, "subnets", "subnet", network.Subnet),
    (network.NetworkAclAssociation, "subnet", "subnet", network.Subnet),
    (network.RouteTableAssociation, "subnet", "subnet", network.Subnet),
    (network.NatGateway, "subnet", "subnet", network.Subnet),
    (network.Attachment, "subnets", "subnet", network.Subnet),
    (network.Attachment, "groups", "group", network.SecurityGroup),
    (network.SecurityGroupRule, "group", "group", network.SecurityGroup),
    (network.Listener, "load_balancer", "balancer", network.LoadBalancer),
    (network.Listener, "default_groups", "balancer", network.TargetGroup),
    (network.ListenerRule, "listener", "balancer", network.Listener),
    (network.ListenerRule, "target_groups", "balancer", network.TargetGroup),
    (network.TargetAttachment, "target_group", "balancer", network.TargetGroup),
)
"""What entities of the network name of their own region: by which field, a key of `BONDS`, and what that names."""


@dataclass(frozen=True, eq=False)
class Departure:
    """A reference from one region into another.

    Attributes:
        entity: names the other.
        place: where it does.
        bond: a key of `BONDS`.
        named: what is named, by address, ARN or in words.
        target: the same, where the code declares it.
        regions: in which the other has to be, and in which it is.
        verdict: UNDECIDED where one of them is not known.
        needs: what is missing to decide.
    """

    entity: Entity
    place: Place
    bond: str
    named: str
    target: Resource | None
    regions: tuple[Maybe[str], Maybe[str]]
    verdict: Verdict
    needs: tuple[str, ...]


class _Found(NamedTuple):
    """What a reference names: in words, where it is declared, and its region."""

    words: str
    target: Resource | None
    region: Maybe[str]


@fact
def departures(graph: Graph) -> list[Departure]:
    """Return the references that leave their region, or may."""
    found = [*_by_table(graph), *_of_network(graph)]
    return [each for each in found if each.verdict is not Verdict.NO]


def _by_table(graph: Graph) -> Iterator[Departure]:
    for reference in graph.all(RegionalReference):
        named = arn(reference.named)
        if named is not None and named.service == BONDS[reference.bond].free != "":
            continue
        target = _target(graph, reference)
        region = _region(reference.named, target)
        if region is not None:
            wanted = region_of(reference.resource) if reference.region is None else reference.region
            found = _Found(_words(reference.named, target), target, region)
            yield _judged(reference, reference.place(), reference.bond, found, wanted)


def _of_network(graph: Graph) -> Iterator[Departure]:
    for kind, field, bond, named in FIELDS:
        for entity in graph.all(kind):
            held = getattr(entity, field)
            for index, pointer in enumerate(pointers(entity, field)):
                found = graph.find(pointer, named, entity)
                target = found.resource if isinstance(found, named) else None
                region = _region(pointer, target)
                place = entity.place(field, index) if isinstance(held, list) else entity.place(field)
                if region is not None and target is not place.resource:
                    seen = _Found(_words(pointer, target), target, region)
                    yield _judged(entity, place, bond, seen, region_of(place.resource))


def _target(graph: Graph, reference: RegionalReference) -> Resource | None:
    """Return the resource that a reference names, if that is of a type that is meant."""
    declared = declaring(graph, reference.named)
    if declared is not None:
        return declared if declared.type in reference.types else None
    if not reference.name or not isinstance(reference.named, str):
        return None
    return _called(graph, reference, reference.named)


def _called(graph: Graph, reference: RegionalReference, name: str) -> Resource | None:
    """Return the resource of a name that a reference's code refers to, where none of that name is in its own region."""
    resource = reference.resource
    found = [
        each for kind in reference.types for each in _by_name(graph, resource.unit, kind, reference.name).get(name, ())
    ]
    if not found or any(each.region in (None, resource.region) for each in found):
        return None
    referred = resource.referred()
    return next((each for each in found if KEY.sub("", each.address) in map(_bare, referred)), None)


def _bare(address: str) -> str:
    return KEY.sub("", address)


def _by_name(graph: Graph, unit: str, kind: str, attribute: str) -> dict[object, list[Resource]]:
    known, key = _named(graph), (unit, kind, attribute)
    if key not in known:
        known[key] = {}
        for each in _of_type(graph).get((unit, kind), ()):
            held = each.values.get(attribute)
            if isinstance(held, str):
                known[key].setdefault(held, []).append(each)
    return known[key]


@fact
def _named(_graph: Graph) -> dict[tuple[str, str, str], dict[object, list[Resource]]]:
    return {}


@fact
def _of_type(graph: Graph) -> dict[tuple[str, str], list[Resource]]:
    found: dict[tuple[str, str], list[Resource]] = {}
    for unit in graph.units:
        for each in unit.resources:
            found.setdefault((each.unit, each.type), []).append(each)
    return found


def _region(pointer: Pointer, target: Resource | None) -> Maybe[str] | None:
    """Return the region of what is named; None where nothing tells of one."""
    named = arn(pointer)
    if named is not None and named.region:
        return named.region
    if target is not None:
        return region_of(target)
    parts = pointer.parts if isinstance(pointer, Text) else (pointer,)
    stored = _REPOSITORY.match("".join(part if isinstance(part, str) else "\0" for part in parts))
    return stored[1] if stored else None


def _words(pointer: Pointer, target: Resource | None) -> str:
    if target is not None:
        return target.address
    parts = pointer.parts if isinstance(pointer, Text) else (pointer,)
    return "".join(part if isinstance(part, str) else "..." for part in parts)


def _judged(entity: Entity, place: Place, bond: str, found: _Found, wanted: Maybe[str]) -> Departure:
    """Compare two regions; where neither is known, nothing suggests that they differ."""
    unknown = missing(wanted, found.region)
    lost = (*absent(entity), *(found.target.missing if found.target else ()))
    verdict = Verdict.of(wanted != found.region)
    if isinstance(wanted, Unknown) and isinstance(found.region, Unknown):
        verdict = Verdict.NO
    elif unknown or (lost and verdict is Verdict.YES):
        verdict = Verdict.UNDECIDED
    regions = (wanted, found.region)
    return Departure(entity, place, bond, found.words, found.target, regions, verdict, (*unknown, *lost))
