"""A service that acts for many customers is let in, and nothing tells for which of them it acts.

What: a trust policy or a resource policy grants such a service (CloudTrail, EventBridge, S3, SNS...) something with
    neither ``aws:SourceArn`` nor ``aws:SourceAccount`` nor an organisation key. Services that run only as the resource
    that a role was given to (EC2, Lambda, ECS tasks...) are left alone. Of CloudFront and buckets S3-003 speaks.
    EventBridge tells nothing of itself where it sends to an encrypted topic: the key policy that lets it is left alone.
Why: the service has one name for all its customers. A stranger who points his trail, topic or rule at your resource
    makes the service use your grant for him.
Fix: add a condition on ``aws:SourceArn`` or ``aws:SourceAccount``.
Sources: IAM User Guide, "The confused deputy problem"; Amazon SNS Developer Guide, "Managing Amazon SNS encryption
    keys and costs"; IAM User Guide, "AWS global condition context keys"; the page of each service that the finding
    names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.encryption.integrations import statements_without_source
from seamlint.facts.iam.deputies import FOR_MANY, deputies, without_domain
from seamlint.model.paste.conditions import NewCondition, conditions
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.deputies import Deputy
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("IAM-008", "service-trust-confused-deputy", Severity.WARNING)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each statement that lets in a service without telling for whom it acts."""
    for deputy in deputies(graph):
        if deputy.is_distribution or id(deputy.written.statement) in statements_without_source(graph):
            continue
        if deputy.verdict is Verdict.YES:
            yield _finding(deputy)
        else:
            reason = f"whether {' or '.join(deputy.services)} may act for a stranger by {deputy.written.title}"
            needs = deputy.written.needs or (f"for whom {' or '.join(deputy.services)} acts",)
            yield RULE.undecided(deputy.written.entity, reason, needs)


def _finding(deputy: Deputy) -> Finding:
    written, services = deputy.written, " and ".join(deputy.services)
    message = (
        f"{written.title} lets in {services} for whomever it acts: no aws:SourceArn, aws:SourceAccount or "
        "aws:SourceOrgID tells which customer"
    )
    page = FOR_MANY[without_domain(deputy.services[0])]
    primary = written.evidence("lets the service in for every customer")
    named = written.evidence(f'{deputy.services[0]} acts for many customers (see "{page}")', "Principal")
    account = written.entity.resource.account or "YOUR-ACCOUNT-ID"
    added = NewCondition("StringEquals", "aws:SourceAccount", account)
    return RULE.finding(message, primary, named, fix=conditions(written.source, written.statement.path, added))
