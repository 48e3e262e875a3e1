"""Where a subnet's route table sends what leaves it.

Amazon VPC User Guide, "Subnet route tables": a subnet has the table that it is explicitly associated with, else the
VPC's main table; every table routes the VPC's own ranges locally.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.network.intervals import Intervals
from seamlint.facts.network.packets import EVERYWHERE, addresses
from seamlint.facts.network.ranges import PUBLIC_4, PUBLIC_6, prefix_list_addresses, range_addresses, vpc_of
from seamlint.graph.graph import Graph, fact
from seamlint.model.network import PrefixList, Route, RouteTable, RouteTableAssociation, Subnet, Vpc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from seamlint.model.entity import Entity
    from seamlint.model.evidence import Evidence


@dataclass(frozen=True, eq=False)
class SubnetRoutes:
    """The route table of a subnet.

    Attributes:
        table: None for a main table that no code touches (it has the local route alone), or one that is not known.
        explicit: whether the subnet is associated with the table, rather than served by the main one.
        routes: of the table, beside the local one.
        needs: what is missing to know the table or its routes; empty where `routes` are all.
        because: how the subnet comes to it.
    """

    subnet: Subnet
    table: RouteTable | None
    explicit: bool
    routes: tuple[Route, ...] = ()
    needs: tuple[str, ...] = ()
    because: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Answer:
    """A question's answer with its proof.

    Attributes:
        because: the proof in order.
        needs: what is missing to decide, where it is undecided.
    """

    verdict: Verdict
    because: tuple[Evidence, ...] = ()
    needs: tuple[str, ...] = ()


_Claim = tuple["RouteTable | None", "Entity"]
"""A table that may be a subnet's, and what says so."""


@fact
def subnet_routes(graph: Graph) -> dict[Subnet, SubnetRoutes]:
    """Return the route table of every subnet in the graph."""
    mains = _main_tables(graph)
    astray = {
        each.resource.unit: _missing(graph, each) for each in graph.astray(RouteTableAssociation, "subnet", Subnet)
    }
    stray_routes = {each.resource.unit: _missing(graph, each) for each in graph.astray(Route, "table", RouteTable)}
    return {subnet: _table_of(graph, subnet, mains, astray, stray_routes) for subnet in graph.all(Subnet)}


def _missing(graph: Graph, entity: RouteTableAssociation | Route) -> tuple[str, ...]:
    pointer = entity.table if isinstance(entity, Route) else entity.subnet
    found = graph.find(pointer, RouteTable if isinstance(entity, Route) else Subnet, entity)
    return found.needs if isinstance(found, Unknown) else (entity.address,)


def _routes_of(
    graph: Graph, table: RouteTable, astray: dict[str, tuple[str, ...]]
) -> tuple[tuple[Route, ...], tuple[str, ...]]:
    """Return the routes of a table, and what is missing to know the others."""
    missing = astray.get(table.resource.unit, ())
    if not table.complete or table.looked_up:
        missing += table.resource.missing or (f"routes of {table.address}",)
    return tuple(graph.pointing(Route, "table", table)), missing


def _table_of(
    graph: Graph,
    subnet: Subnet,
    mains: dict[Vpc, list[_Claim]],
    astray: dict[str, tuple[str, ...]],
    stray_routes: dict[str, tuple[str, ...]],
) -> SubnetRoutes:
    own: list[_Claim] = [
        (_table(graph, each), each) for each in graph.pointing(RouteTableAssociation, "subnet", subnet)
    ]
    vpc = vpc_of(graph, subnet)
    claims = own or (mains.get(vpc, []) if vpc else [])
    unsure = () if own else astray.get(subnet.resource.unit, ())
    if not unsure and len({table for table, _ in claims}) == 1 and claims[0][1].presence is Verdict.YES:
        table, claim = claims[0]
        if table:
            words = "is the route table of" if own else "is the main route table, and so that of"
            because = (claim.evidence(f"{table.address} {words} {subnet.address}"),)
            return SubnetRoutes(subnet, table, bool(own), *_routes_of(graph, table, stray_routes), because=because)
    if claims or unsure or vpc is None or vpc.looked_up:
        return SubnetRoutes(subnet, None, bool(own), needs=unsure or (f"the route table of {subnet.address}",))
    says = f"{subnet.address} has the main route table of its VPC, which routes nothing out of it"
    return SubnetRoutes(subnet, None, explicit=False, because=(subnet.evidence(says),))


def _table(graph: Graph, association: RouteTableAssociation) -> RouteTable | None:
    table = graph.find(association.table, RouteTable, association)
    return table if isinstance(table, RouteTable) else None


def _main_tables(graph: Graph) -> dict[Vpc, list[_Claim]]:
    """Return the main table of each VPC; one that an association makes it beats the one that AWS created."""
    found: dict[Vpc, list[_Claim]] = {}
    for association in graph.all(RouteTableAssociation):
        vpc = vpc_of(graph, association) if association.main else None
        if vpc:
            found.setdefault(vpc, []).append((_table(graph, association), association))
    for table in graph.all(RouteTable):
        vpc = vpc_of(graph, table) if table.main is True else None
        if vpc and vpc not in found:
            found[vpc] = [(table, table)]
    return found


FAMILIES = {4: PUBLIC_4, 6: PUBLIC_6}


def internet_route(graph: Graph, subnet: Subnet, versions: tuple[int, ...] = (4, 6)) -> Answer:
    """Tell whether a subnet is public: its table sends 0.0.0.0/0 or ::/0 to an internet gateway."""
    return routed_to(graph, subnet, ("internet-gateway",), versions)


def routed_to(graph: Graph, subnet: Subnet, kinds: tuple[str, ...], versions: tuple[int, ...] = (4, 6)) -> Answer:
    """Tell whether a subnet's table sends the whole internet, of one of some IP versions, to some kind of target."""
    key = (routed_to, subnet, kinds, versions)
    if key not in graph.memo:
        graph.memo[key] = _routed_to(graph, subnet, kinds, versions)
    return graph.memo[key]  # type: ignore[return-value]


def _routed_to(graph: Graph, subnet: Subnet, kinds: tuple[str, ...], versions: tuple[int, ...]) -> Answer:
    table = subnet_routes(graph)[subnet]
    sent = [route for route in table.routes if route.kind in kinds]
    certain = [route for route in sent if route.presence is Verdict.YES]
    for public in (FAMILIES[version] for version in versions):
        covering = [route for route in certain if destinations(graph, [route]) & public]
        if covering and public <= destinations(graph, covering):
            return Answer(Verdict.YES, table.because + tuple(route_evidence(route) for route in covering))
    missing = table.needs + tuple(name for route in table.routes for name in _route_needs(route, kinds))
    return Answer(Verdict.UNDECIDED, table.because, missing) if missing else Answer(Verdict.NO, _nowhere(table, kinds))


def _nowhere(table: SubnetRoutes, kinds: tuple[str, ...]) -> tuple[Evidence, ...]:
    if table.table is None:
        return table.because
    says = f"{table.table.address} sends no default route to {' or '.join(kinds).replace('-', ' ')}"
    return (*table.because, table.table.evidence(says))


def route_evidence(route: Route) -> Evidence:
    """Return the step of a proof that says where a route sends what."""
    return route.evidence(f"{route.destination} is sent to {str(route.kind).replace('-', ' ')}", "destination")


def _route_needs(route: Route, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """Return what is missing to know that a route does not send the internet to a kind of target."""
    unsure = isinstance(route.kind, Unknown) or isinstance(route.destination, Unknown)
    if not isinstance(route.kind, Unknown) and route.kind not in kinds:
        return ()
    if not unsure and route.presence is Verdict.YES:
        return ()
    unknown = [value for value in (route.kind, route.destination) if isinstance(value, Unknown)]
    named = tuple(name for value in unknown for name in value.needs)
    return named or route.resource.missing or (route.address,)


def destinations(graph: Graph, routes: Iterable[Route]) -> Intervals:
    """Return every address that routes may send somewhere."""
    reached = Intervals()
    for route in routes:
        if route.destination is not None and not isinstance(route.destination, Unknown):
            reached |= addresses([route.destination])
            continue
        listed = graph.find(route.prefix_list, PrefixList, route)
        if isinstance(listed, PrefixList) and route.destination is None:
            reached |= prefix_list_addresses(graph)[listed].may
        else:
            return EVERYWHERE
    return reached


def routed_addresses(graph: Graph, subnet: Subnet) -> Intervals:
    """Return the addresses that packets from a subnet may reach.

    Everywhere, where the subnet has no table of its own in the code, or not all of its routes are known: code that says
    nothing of routes is not proof that there are none.
    """
    table, vpc = subnet_routes(graph)[subnet], vpc_of(graph, subnet)
    if not table.explicit or table.needs or vpc is None or not vpc.cidrs:
        return EVERYWHERE
    return range_addresses(vpc.cidrs).may | destinations(graph, table.routes)
