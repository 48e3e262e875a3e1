"""Web ACLs that cannot protect what they are put before.

Sources: AWS WAF Developer Guide, "Resources that you can protect with AWS WAF" (the web ACL lies in the region of what
it protects, for distributions in us-east-1); AWS Amplify Hosting User Guide, "How Amplify integrates with AWS WAF" (its
apps take web ACLs for CloudFront alone); Service Authorization Reference, "Actions, resources, and condition keys for
AWS WAF V2", "... AWS WAF", "... AWS WAF Regional" (ARN formats).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, Verdict, needs
from seamlint.facts.regions.whereabouts import (
    GLOBAL_REGION,
    absent,
    arn,
    declaring,
    is_foreign,
    missing,
    region_in,
    region_of,
)
from seamlint.graph.graph import Graph, fact
from seamlint.model.edge import Distribution
from seamlint.model.web_acls import CLOUDFRONT, PROTECTED, REGIONAL, SERVICES, WebAcl, WebAclAssociation
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.model.entity import Entity, Maybe, Pointer

ABROAD, ON_DISTRIBUTION, ON_REGIONAL, APART = "abroad", "on a distribution", "on a regional resource", "apart"
_CLASSIC = {"waf": CLOUDFRONT, "waf-regional": REGIONAL}


@dataclass(frozen=True, eq=False)
class MisusedAcl:
    """A web ACL that is not where it has to be, or not of the scope that it has to be of.

    Attributes:
        how: `ABROAD` (for CloudFront, and outside us-east-1), `ON_DISTRIBUTION` (a regional one), `ON_REGIONAL` (one
            for CloudFront) or `APART` (in another region than what it protects).
        entity: names the web ACL, or is the web ACL itself.
        field: of the entity, which says so.
        acl: the web ACL, where the code declares it.
        regions: of the web ACL and of what it protects, where they differ.
        verdict: whether that is so.
        needs: what is missing to decide.
    """

    how: str
    entity: Entity
    field: str
    acl: WebAcl | None
    regions: tuple[Maybe[str], Maybe[str]]
    verdict: Verdict
    needs: tuple[str, ...]


class _Named(NamedTuple):
    """A web ACL as a pointer names it."""

    acl: WebAcl | None
    reach: Maybe[str]
    region: Maybe[str]


@fact
def misused_acls(graph: Graph) -> list[MisusedAcl]:
    """Return the web ACLs that cannot protect what they are put before, or may not."""
    found = [*_abroad(graph), *_on_distributions(graph), *_associated(graph)]
    return [each for each in found if each.verdict is not Verdict.NO]


def _abroad(graph: Graph) -> Iterator[MisusedAcl]:
    for acl in graph.all(WebAcl):
        region = region_of(acl.resource)
        if acl.reach == CLOUDFRONT and not acl.classic and not is_foreign(region):
            verdict = ~_same(region, GLOBAL_REGION) & acl.presence
            lost = (*missing(region), *absent(acl))
            yield MisusedAcl(ABROAD, acl, "reach", acl, (region, GLOBAL_REGION), verdict, lost)


def _on_distributions(graph: Graph) -> Iterator[MisusedAcl]:
    for distribution in graph.all(Distribution):
        if distribution.web_acl is not None:
            named = _named(graph, distribution.web_acl, distribution)
            yield _misfit(ON_DISTRIBUTION, distribution, named, REGIONAL)


def _associated(graph: Graph) -> Iterator[MisusedAcl]:
    for association in graph.all(WebAclAssociation):
        named = _named(graph, association.web_acl, association)
        kind = _kind_of(graph, association.protected)
        if kind == "distribution":
            yield _misfit(ON_DISTRIBUTION, association, named, REGIONAL)
        elif kind == "regional":
            misfit = _misfit(ON_REGIONAL, association, named, CLOUDFRONT)
            yield misfit if misfit.verdict is not Verdict.NO else _apart(graph, association, named)


def _misfit(how: str, entity: Distribution | WebAclAssociation, named: _Named, wrong: str) -> MisusedAcl:
    parts = (entity,) if named.acl is None else (entity, named.acl)
    verdict = _same(named.reach, wrong)
    lost = absent(*parts)
    if verdict is Verdict.YES and lost:
        verdict = Verdict.UNDECIDED
    regions = (named.region, region_of(entity.resource))
    return MisusedAcl(how, entity, "web_acl", named.acl, regions, verdict, (*missing(named.reach), *lost))


def _apart(graph: Graph, association: WebAclAssociation, named: _Named) -> MisusedAcl:
    """Compare the regions of a web ACL and of what it protects; the association itself is made in one of them."""
    there, own = _region_of(graph, association.protected), region_of(association.resource)
    same = _same(named.region, there) & _same(named.region, own)
    other = there if _same(named.region, there) is Verdict.NO else own
    lost = absent(association) if named.acl is None else absent(association, named.acl)
    verdict = Verdict.UNDECIDED if same is Verdict.NO and lost else ~same
    needed = (*missing(named.region, there, own), *lost)
    return MisusedAcl(APART, association, "web_acl", named.acl, (named.region, other), verdict, needed)


def _named(graph: Graph, pointer: Pointer, near: Entity) -> _Named:
    acl = graph.find(pointer, WebAcl, near)
    if isinstance(acl, WebAcl):
        return _Named(acl, acl.reach, region_of(acl.resource))
    return _Named(None, _reach(pointer), region_in(pointer))


def _reach(pointer: Pointer) -> Maybe[str]:
    """Return the scope that an ARN tells."""
    named = arn(pointer)
    if named is None:
        return Unknown(needs(pointer) or (f"the scope of {pointer}",))
    if named.service == "wafv2" and named.resource.startswith(("global/", "regional/")):
        return CLOUDFRONT if named.resource.startswith("global/") else REGIONAL
    return _CLASSIC.get(named.service, Unknown(needs(pointer) or (f"the scope of {pointer}",)))


def _kind_of(graph: Graph, pointer: Pointer) -> str:
    """Tell what a pointer names, as `PROTECTED` does; nothing where that is not known."""
    declared, named = declaring(graph, pointer), arn(pointer)
    if declared is not None and declared.type in PROTECTED:
        return PROTECTED[declared.type]
    return SERVICES.get(named.service, "regional") if named is not None and named.service else ""


def _region_of(graph: Graph, pointer: Pointer) -> Maybe[str]:
    """Return the region of what is protected, by its ARN or where it is declared."""
    told, declared = region_in(pointer), declaring(graph, pointer)
    if isinstance(told, Unknown) and declared is not None and declared.type in PROTECTED:
        return region_of(declared)
    return told


def _same(one: Maybe[str], other: Maybe[str]) -> Verdict:
    if isinstance(one, Unknown) or isinstance(other, Unknown):
        return Verdict.UNDECIDED
    return Verdict.of(one == other)
