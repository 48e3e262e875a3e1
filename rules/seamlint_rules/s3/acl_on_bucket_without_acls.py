"""An ACL is set on a bucket whose ACLs are disabled.

What: a resource of its own sets an ACL (any, a private one too), or a bucket is to be created with an ACL that is not
    private, while the bucket's ownership is ``BucketOwnerEnforced``: declared, or by the default for new buckets. A
    warning where Terraform sets another ownership, but the ACL does not wait for it.
Why: AWS refuses the call with ``AccessControlListNotSupported``, and the deployment fails. Where nothing orders the two
    resources, it fails or not as it happens.
Fix: remove the ACL and grant access in the bucket's policy; or set the ownership to ``BucketOwnerPreferred`` and let
    the ACL wait for that.
Sources: Amazon S3 User Guide, "Controlling ownership of objects and disabling ACLs for your bucket"; Amazon S3 User
    Guide, "Default settings for new S3 buckets FAQ".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.facts.storage.acls import refused_acls
from seamlint.model.paste import buckets
from seamlint.model.verdict import Verdict
from seamlint.rule import Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.storage.acls import RefusedAcl
    from seamlint.graph.graph import Graph
    from seamlint.rule import Finding, Outcome

RULE = Rule("S3-009", "acl-on-bucket-without-acls", Severity.ERROR)
_PREFERRED = "BucketOwnerPreferred"


def check(graph: Graph) -> Iterator[Outcome]:
    """Yield a finding for each ACL that is refused, or may be as things happen."""
    for found in refused_acls(graph):
        if found.verdict is Verdict.UNDECIDED:
            reason = f"whether {found.bucket.address} takes an ACL"
            yield RULE.undecided(found.acl, reason, found.needs or (found.bucket.address,))
        else:
            yield _race(found) if found.race else _refused(found)


def _refused(found: RefusedAcl) -> Finding:
    acl, bucket = found.acl, found.bucket
    if acl.separate:
        primary = acl.evidence(f"sets {_called(found)} on {bucket.address}")
        message = (
            f"{acl.address} sets {_called(found)} on {bucket.address}, whose ACLs are disabled: AWS refuses the call"
        )
    else:
        primary = acl.evidence(f"makes the bucket with {_called(found)}", "canned")
        message = f"{bucket.address} is made with {_called(found)}, but its ACLs are disabled: AWS refuses to make it"
    return RULE.finding(message, primary, found.ownership.evidence, fix=_fix(found))


def _fix(found: RefusedAcl) -> str:
    acl, bucket = found.acl, found.bucket
    if acl.separate and acl.canned == "private":
        return f"remove {acl.address}: a bucket without ACLs is private"
    written = buckets.ownership(bucket, _PREFERRED)
    enable = f"or, where the ACL is needed, enable ACLs:\n{written}"
    if found.ownership.declared:
        enable = f"or, where the ACL is needed, set the ownership to {_PREFERRED}"
    if acl.separate:
        wait = f"aws_s3_bucket_ownership_controls.{buckets.own_address(bucket).partition('.')[2]}"
        owner = buckets.own_address(found.ownership.by) if found.ownership.declared else wait
        enable += f"\nand in {buckets.own_address(acl)}:\ndepends_on = [{owner}]"
    return f"remove the ACL and let the bucket's policy grant access;\n{enable}"


def _race(found: RefusedAcl) -> Finding:
    acl, ownership = found.acl, found.ownership
    owner = buckets.own_address(ownership.by)
    if not acl.separate:
        message = f"{acl.address} is made with {_called(found)} before {ownership.by.address} enables its ACLs"
        primary = acl.evidence(f"makes the bucket with {_called(found)}", "canned")
        fix = f"set the ACL in a resource of its own that waits:\ndepends_on = [{owner}]"
        return RULE.finding(message, primary, ownership.evidence, fix=fix, severity=Severity.WARNING)
    message = (
        f"{acl.address} does not wait for {ownership.by.address}, which enables ACLs on {found.bucket.address}: where "
        "Terraform sets the ACL first, AWS refuses it"
    )
    primary = acl.evidence(f"sets {_called(found)} on {found.bucket.address} and waits for nothing that enables ACLs")
    fix = f"depends_on = [{owner}]"
    return RULE.finding(message, primary, ownership.evidence, fix=fix, severity=Severity.WARNING)


def _called(found: RefusedAcl) -> str:
    canned = found.acl.canned
    return f"the ACL {canned}" if isinstance(canned, str) else "an ACL"
