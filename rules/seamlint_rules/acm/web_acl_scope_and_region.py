"""A web ACL cannot protect what it is put before.

What: a web ACL for CloudFront lies outside us-east-1; a regional one is put before a distribution, or one for
    CloudFront before something regional; or a web ACL and what it protects lie in different regions.
Why: AWS WAF refuses it, and nothing is protected.
Fix: declare the web ACL with the scope and in the region of what it protects.
Sources: AWS WAF Developer Guide, "Resources that you can protect with AWS WAF"; AWS Amplify Hosting User Guide, "How
    Amplify integrates with AWS WAF".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.regions.web_acls import ABROAD, APART, ON_DISTRIBUTION, misused_acls
from seamlint.model.paste.regions import in_region
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.regions.web_acls import MisusedAcl
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("ACM-006", "web-acl-scope-and-region", Severity.ERROR)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each web ACL that cannot protect what it is put before."""
    for found in misused_acls(graph):
        if found.verdict is Verdict.YES:
            yield _finding(found)
        else:
            reason = f"whether the web ACL of {found.entity.address} fits what it protects"
            yield RULE.undecided(found.entity, reason, found.needs)


def _finding(found: MisusedAcl) -> Finding:
    address, (region, other) = found.entity.address, found.regions
    if found.how == ABROAD:
        message = f"{address} is for CloudFront and in {region}: web ACLs for CloudFront are made in {other} alone"
        says, fix = f"is for CloudFront, and {address} is in {region}", in_region(found.entity, str(other))
    elif found.how == APART:
        message = f"{address} puts a web ACL of {region} before something in {other}: it protects its own region alone"
        says, fix = f"names a web ACL in {region}", f"put a web ACL that is in {other} before it"
    elif found.how == ON_DISTRIBUTION:
        message = f"{address} puts a regional web ACL before a distribution: only one with scope CLOUDFRONT protects it"
        says, fix = "names a regional web ACL", "name a web ACL with scope CLOUDFRONT, which is in us-east-1"
    else:
        message = (
            f"{address} puts a web ACL for CloudFront before something regional: only one with scope REGIONAL does"
        )
        says, fix = "names a web ACL for CloudFront", "name a web ACL with scope REGIONAL in the same region"
    primary = found.entity.evidence(says, found.field)
    acl = found.acl if found.acl is not found.entity else None
    related = (acl.evidence(_where(found, acl.address), "reach"),) if acl else ()
    return RULE.finding(message, primary, *related, fix=fix)


def _where(found: MisusedAcl, address: str) -> str:
    if found.how == APART:
        return f"{address} is in {found.regions[0]}"
    return f"{address} is {'regional' if found.how == ON_DISTRIBUTION else 'for CloudFront'}"
