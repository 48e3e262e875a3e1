"""A resource names another one that does not leave its region, from another region.

What: a reference between resources that have to share a region leads into another one: a security group or subnet on an
    instance, a topic to an alarm, a layer to a function, a queue to a bucket's notifications, and others of a table.
Why: AWS looks for the other resource in the region of the one that names it: the deployment is refused, or nothing is
    ever delivered.
Fix: name a resource of the same region, or deploy one of the two to the region of the other.
Sources: Amazon VPC User Guide, "Subnets for your VPC"; Amazon CloudWatch API Reference, "PutMetricAlarm"; AWS Lambda
    Developer Guide, "Managing Lambda dependencies with layers"; Amazon S3 User Guide, "Event notification types and
    destinations"; the page that the proof names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.regions.references import departures
from seamlint.model.entity import Place
from seamlint.model.regions import BONDS
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.regions.references import Departure
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("ACM-010", "region-bound-reference", Severity.ERROR)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each reference that leaves its region though what it names does not."""
    for found in departures(graph):
        if found.verdict is Verdict.YES:
            yield _finding(found)
        else:
            reason = f"whether what {found.entity.address} names is in its region"
            yield RULE.undecided(found.entity, reason, found.needs)


def _finding(found: Departure) -> Finding:
    bond, (wanted, region) = BONDS[found.bond], found.regions
    message = f"{found.place.resource.address} belongs to {wanted} and names {found.named} in {region}: {bond.says}"
    primary = found.place.evidence(f"names {found.named} in {region}")
    where = (Place(found.target, ()).evidence(f"{found.named} is in {region}"),) if found.target else ()
    why = Place(found.place.resource, ()).evidence(f"{bond.says}: {bond.page}")
    return RULE.finding(message, primary, *where, why, fix=f"name one that is in {wanted}")
