"""A condition on the caller's address stops what AWS services do for the caller.

What: a Deny of all addresses but some (``NotIpAddress`` on ``aws:SourceIp``) covers actions that services call on the
    caller's behalf, with no exception for ``aws:ViaAWSService``; or an Allow depends on ``aws:SourceIp`` and no second
    statement allows such calls by ``aws:CalledVia``.
Why: when Athena reads a bucket, CloudFormation makes a resource or S3 decrypts an object for somebody, the call comes
    from the service's address, not from the office's. It is denied although its caller sits in the right place.
Fix: let the Deny spare calls with ``aws:ViaAWSService`` true, or allow the services by ``aws:CalledVia``.
Sources: IAM User Guide, "AWS: Denies access to AWS based on the source IP"; IAM User Guide, "Forward access sessions";
    IAM User Guide, "AWS global condition context keys".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.iam.forwarding import forwarded
from seamlint.model.paste.conditions import NewCondition, conditions
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.forwarding import Forwarded
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("IAM-016", "source-ip-on-forwarded-call", Severity.WARNING)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each statement that stops forwarded calls."""
    for found in forwarded(graph):
        if found.verdict is Verdict.YES:
            yield _finding(found)
        else:
            reason = f"whether {found.written.title} stops calls that services forward"
            yield RULE.undecided(found.written.entity, reason, found.written.needs)


def _finding(found: Forwarded) -> Finding:
    written = found.written
    effect = "denies" if found.denies else "does not allow"
    message = f"{written.title} {effect} what {found.forwarder} calls for its caller: these come from AWS's addresses"
    primary = written.evidence(f"{effect} calls from other addresses, those that AWS services forward among them")
    at = found.condition.path[len(written.statement.path) :]
    if found.denies:
        added = NewCondition("Bool", "aws:ViaAWSService", "false")
        fix = conditions(written.source, written.statement.path, added)
    else:
        via = '"Condition": {"ForAnyValue:StringEquals": {"aws:CalledVia": "SERVICE.amazonaws.com"}}'
        fix = f"add a second statement that allows the same, and asks for the service instead of the address\n{via}"
    return RULE.finding(message, primary, written.evidence("asks for the caller's address", *at), fix=fix)
