"""A VPC endpoint stands between a bucket and those who use it.

What: the policy of a VPC endpoint for S3 does not allow what something behind it may do with a bucket, or what a
    bucket's policy lets in through that endpoint alone; or a bucket's policy pins an ``aws:SourceVpce`` that is not the
    endpoint which the subnets of its readers use.
Why: all that goes through an endpoint must be allowed by its policy too, and a call that comes by another way does not
    have the endpoint that the bucket asks for. It is denied although identity and bucket policy allow it.
Fix: allow the bucket in the endpoint's policy; name the endpoint that the readers' subnets use, or route them to the
    one that is named.
Sources: AWS PrivateLink Guide, "Control access to VPC endpoints using endpoint policies"; AWS PrivateLink Guide,
    "Gateway endpoints for Amazon S3"; Amazon S3 User Guide, "Controlling access from VPC endpoints with bucket
    policies".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.storage.endpoint_policies import stopped_at_endpoints
from seamlint.facts.storage.pinned_endpoints import readers_around
from seamlint.model.paste import statements
from seamlint.model.paste.statements import NewStatement
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.storage.endpoint_policies import Stopped
    from seamlint.facts.storage.pinned_endpoints import Around
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("S3-013", "endpoint-policy-blocks-bucket", Severity.ERROR)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each endpoint policy that stops a bucket's users, and each reader that comes another way."""
    for stopped in stopped_at_endpoints(graph):
        if stopped.verdict is Verdict.YES:
            yield _stopped(stopped)
        else:
            reason = f"whether the policy of {stopped.endpoint.address} lets through what is for {stopped.on}"
            yield RULE.undecided(stopped.policy, reason, stopped.needs or (stopped.endpoint.address,))
    for around in readers_around(graph):
        if around.verdict is Verdict.YES:
            yield _around(around)
        else:
            reason = f"whether {around.reader.use.address} comes by the endpoint that {_bucket(around)} asks for"
            yield RULE.undecided(around.reader.use, reason, (f"the routes of {around.reader.subnet.address}",))


def _stopped(found: Stopped) -> Finding:
    endpoint, actions = found.endpoint.address, " and ".join(found.actions)
    message = f"{found.who} cannot call {actions} on {found.on}: the policy of {endpoint} does not let it through"
    document = found.policy.document
    assert document is not None
    new = NewStatement(found.actions, principals=["*"], resources=[found.on])
    fix = f"add this to the endpoint's policy:\n{statements.added(document, [new])}"
    return RULE.finding(message, found.primary, *found.related, fix=fix)


def _around(found: Around) -> Finding:
    reader, written = found.reader, found.pinned.written
    pinned = " or ".join([*(each.address for each in found.pinned.endpoints), *map(str, found.pinned.others)])
    way = f"comes through {reader.endpoint.address}" if reader.endpoint else "comes through no gateway endpoint"
    message = f"{reader.use.address} is kept out of {_bucket(found)}: the policy asks for {pinned}, and it {way}"
    primary = written.evidence(f"lets in calls through {pinned} alone")
    fix = f"route {reader.subnet.address} to {pinned}"
    if reader.endpoint:
        fix = f"name {reader.endpoint.address} in the condition on aws:SourceVpce, or {fix}"
    return RULE.finding(message, primary, *found.because, fix=fix)


def _bucket(found: Around) -> str:
    return found.pinned.bucket.address
