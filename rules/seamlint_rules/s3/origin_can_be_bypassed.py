"""A bucket that only a distribution should read is open to everyone.

What: a distribution reads a bucket through an origin access identity or control, and a public statement of the bucket's
    policy (one for everyone that no condition holds to fixed values) or an object's ACL lets anyone read what the
    distribution reads; no public access block stops it. A canned ACL of the bucket lists objects and reads none.
Why: whoever knows the bucket's name reads around the distribution: its web ACL, its signed URLs, its geographic
    restrictions and its logs.
Fix: delete the statement or the ACL, or switch the public access blocks on.
Sources: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage"; Amazon CloudFront Developer Guide,
    "Restrict access to an Amazon S3 origin".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.edge.bypass import bypasses, public_objects
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity, once_a_place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.graph.graph import Graph
    from seamlint.rule import Outcome

RULE = Rule("S3-002", "origin-can-be-bypassed", Severity.ERROR)


@once_a_place
def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each public statement, and each public object, in what a distribution reads."""
    for found in bypasses(graph):
        bucket, distribution = found.access.bucket.address, found.access.distribution.address
        if found.verdict is Verdict.UNDECIDED:
            reason = f"whether everyone can read {bucket} by {found.written.title}"
            yield RULE.undecided(found.access.bucket, reason, found.needs or (bucket,))
            continue
        message = f"everyone can read {bucket} without {distribution}: {found.written.title} is public"
        primary = found.written.evidence(f"lets everyone read {bucket}")
        fix = f"delete {found.written.title}, and let the public access block of {bucket} restrict public buckets"
        yield RULE.finding(message, primary, *found.because, fix=fix)
    yield from _by_acl(graph)


def _by_acl(graph: Graph) -> Iterator[Outcome]:
    for found in public_objects(graph):
        name, distribution = found.acl.address, found.access.distribution.address
        if found.verdict is Verdict.UNDECIDED:
            yield RULE.undecided(found.acl, f"whether everyone can read {name}", found.needs or (name,))
            continue
        message = f"everyone can read {name} without {distribution}: its ACL is {found.acl.canned}"
        primary = found.acl.evidence("lets everyone read the object", "canned")
        yield RULE.finding(message, primary, *found.because, fix='acl = "private"')
