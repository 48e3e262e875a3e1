"""A name is asked for that no certificate covers.

What: an alias of a distribution, a custom domain name, or the host condition of a listener's rule is covered by no
    name of the certificates that are presented. A wildcard covers one label, and not the domain above it.
Why: CloudFront and API Gateway refuse the name; clients of a load balancer are shown a certificate of another name,
    and break off.
Fix: add the name to the certificate.
Sources: AWS Certificate Manager User Guide, "ACM certificate characteristics and limitations"; Amazon CloudFront
    Developer Guide, "Use custom URLs by adding alternate domain names (CNAMEs)"; Elastic Load Balancing, "SSL
    certificates for your Application Load Balancer".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.certificates.coverage import DEFAULT, uncovered
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.certificates.coverage import Uncovered
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("ACM-004", "name-not-covered", Severity.ERROR)
_MOST = 10
"""How many names a message tells."""


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each presenter some of whose hosts no certificate covers."""
    for found in uncovered(graph):
        if found.verdict is Verdict.YES:
            yield _finding(found)
        else:
            reason = f"whether a certificate covers the hosts of {found.entity.address}"
            yield RULE.undecided(found.entity, reason, found.needs)


def _finding(found: Uncovered) -> Finding:
    entity, hosts = found.entity, list(found.hosts.values())
    shown = found.certificates[:_MOST]
    names = list(dict.fromkeys(name for each in shown for name in each.covers if isinstance(name, str)))
    covered = ", ".join((names or [DEFAULT])[:_MOST])
    several = "is" if len(hosts) == 1 else "are"
    message = (
        f"{', '.join(hosts)} of {entity.address} {several} not covered by any certificate that it presents: {covered}"
    )
    primary = entity.evidence(f"{hosts[0]} is asked for here", found.field, next(iter(found.hosts)))
    related = tuple(
        each.evidence(f"{each.address} covers {', '.join(map(str, each.covers[:_MOST]))}", "covers") for each in shown
    )
    return RULE.finding(message, primary, *related, fix=_fix(found, hosts))


def _fix(found: Uncovered, hosts: list[str]) -> str:
    if not found.certificates:
        return f"present a certificate for {', '.join(hosts)} that is in us-east-1"
    certificate = found.certificates[0]
    if any(set("*?") & set(host.removeprefix("*.")) for host in hosts):
        return f"add a name to {certificate.address} that the pattern matches"
    names = [name for name in certificate.covers[1:] if isinstance(name, str)]
    listed = ", ".join(f'"{name}"' for name in dict.fromkeys((*names, *(host.lower() for host in hosts))))
    if certificate.resource.dialect in ("cloudformation", "cdk"):
        return f"SubjectAlternativeNames: [{listed}]"
    return f"subject_alternative_names = [{listed}]"
