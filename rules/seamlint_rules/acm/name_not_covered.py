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

from seamlint.facts.certificates.coverage import uncovered
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.certificates.coverage import Uncovered
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("ACM-004", "name-not-covered", Severity.ERROR)


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
    names = ", ".join(
        dict.fromkeys(name for each in found.certificates for name in each.covers if isinstance(name, str))
    )
    several = "is" if len(hosts) == 1 else "are"
    message = (
        f"{', '.join(hosts)} of {entity.address} {several} not covered by any certificate that it presents: {names}"
    )
    primary = entity.evidence(f"{hosts[0]} is asked for here", "hosts", next(iter(found.hosts)))
    related = tuple(
        each.evidence(f"{each.address} covers {', '.join(map(str, each.covers))}", "covers")
        for each in found.certificates
    )
    return RULE.finding(message, primary, *related, fix=_fix(found, hosts))


def _fix(found: Uncovered, hosts: list[str]) -> str:
    certificate = found.certificates[0]
    if any(set("*?") & set(host.removeprefix("*.")) for host in hosts):
        return f"add a name to {certificate.address} that the pattern matches"
    names = [name for name in certificate.covers[1:] if isinstance(name, str)]
    listed = ", ".join(f'"{name}"' for name in dict.fromkeys((*names, *(host.lower() for host in hosts))))
    if certificate.resource.dialect in ("cloudformation", "cdk"):
        return f"SubjectAlternativeNames: [{listed}]"
    return f"subject_alternative_names = [{listed}]"
