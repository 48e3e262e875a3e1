"""Bucket policies that nobody but the account's root user can change any more (S3-012).

An explicit Deny of ``s3:PutBucketPolicy`` and ``s3:DeleteBucketPolicy`` counts against everybody whom it does not
spare. Whoever a condition or ``NotPrincipal`` may spare is an exemption; the root user is none, for AWS always lets it
delete the policy. Only principals of the bucket's own account can change it ("PutBucketPolicy" in the Amazon S3 API
Reference).
Source: Amazon S3 User Guide, "Bucket policies for Amazon S3"; IAM User Guide, "AWS JSON policy elements: NotPrincipal".
"""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Text, Unknown, Verdict
from seamlint.facts.iam.access.names import joined, names, readable_needs
from seamlint.facts.iam.access.witnesses import example
from seamlint.facts.iam.arns import parse_arn
from seamlint.facts.iam.context import UNKNOWN, Context
from seamlint.facts.iam.decision import decide
from seamlint.facts.iam.documents import Effect
from seamlint.facts.iam.globs import glob
from seamlint.facts.iam.principals import BY_ACCOUNT, BY_ITSELF, BY_ROLE, Caller, CallerKind
from seamlint.facts.iam.proof import Kind
from seamlint.facts.iam.request import Policies, Request
from seamlint.facts.storage.public import bucket_statements
from seamlint.graph.graph import fact
from seamlint.model.storage import Bucket
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.matching import Match
    from seamlint.facts.iam.statements import Written
    from seamlint.graph.graph import Graph

_CHANGES = ("s3:putbucketpolicy", "s3:deletebucketpolicy")
_NOBODY_IN_PARTICULAR = "seamlint-anybody"
# "AWS global condition context keys", "Actions, resources, and condition keys for Amazon S3": what a principal that
# changes a policy itself never sends.
_NEVER_SENT = dict.fromkeys((
    "aws:sourcearn", "aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths", "aws:sourceowner",
    "aws:principalservicename", "aws:principalservicenameslist", "s3:x-amz-acl", "s3:prefix", "s3:delimiter",
    "s3:max-keys", "s3:versionid", "s3:x-amz-copy-source", "s3:x-amz-metadata-directive", "s3:x-amz-storage-class",
    "s3:x-amz-server-side-encryption", "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "s3:x-amz-server-side-encryption-customer-algorithm", "s3:x-amz-grant-full-control", "s3:x-amz-grant-read",
    "s3:x-amz-grant-write", "s3:object-lock-mode", "s3:dataaccesspointarn", "s3:dataaccesspointaccount",
)) | {"aws:principalisawsservice": "false", "aws:viaawsservice": "false"}  # fmt: skip


class LockedOut(NamedTuple):
    """A bucket policy that nobody but the root user can change, or perhaps nobody can.

    Attributes:
        denials: the statements that deny it, at least one.
        verdict: YES, or UNDECIDED.
        needs: names of what would decide it.
    """

    bucket: Bucket
    denials: tuple[Written, ...]
    verdict: Verdict
    needs: tuple[str, ...]


@fact
def locked_out(graph: Graph) -> list[LockedOut]:
    """Return the bucket policies that lock everyone out, or may."""
    found = (each for bucket in graph.all(Bucket) for each in _locked_out(graph, bucket))
    return [each for each in found if each.verdict is not Verdict.NO]


def _locked_out(graph: Graph, bucket: Bucket) -> Iterator[LockedOut]:
    by_policy: dict[int, list[Written]] = {}
    for written in bucket_statements(graph, bucket):
        by_policy.setdefault(id(written.document), []).append(written)
    for statements in by_policy.values():
        denials = [each for each in statements if each.statement.effect is not Effect.ALLOW and _changes_policy(each)]
        if denials:
            yield _judged(graph, bucket, denials)


def _changes_policy(written: Written) -> bool:
    statement = written.statement
    matched = (any(each.match(action) is not Verdict.NO for each in statement.actions) for action in _CHANGES)
    return any(found is not statement.actions_inverted for found in matched)


def _judged(graph: Graph, bucket: Bucket, denials: list[Written]) -> LockedOut:
    """Ask of everybody who may be spared whether the policy denies them both changes."""
    verdict = Verdict.YES
    deciding: dict[int, None] = {}
    for who in _candidates(graph, bucket, denials):
        for action in _CHANGES:
            matches = _denials(graph, bucket, denials[0], who, action)
            verdict &= reduce(or_, (each.verdict for each in matches), Verdict.NO)
            deciding.update(dict.fromkeys(each.statement.index for each in matches))
        if verdict is Verdict.NO:
            break
    shown = tuple(each for each in denials if each.statement.index in deciding) or tuple(denials)
    missing = [name for each in shown for name in each.needs]
    exists = reduce(and_, (each.entity.presence for each in shown), bucket.presence)
    return LockedOut(bucket, shown, verdict & exists, readable_needs(missing))


def _denials(graph: Graph, bucket: Bucket, policy: Written, who: Caller, action: str) -> tuple[Match, ...]:
    """Return the statements that deny a call however it is made: what hangs on the call spares somebody."""
    account = names(graph).account(bucket)
    keys: dict[str, object] = {**_NEVER_SENT, "aws:principalarn": who.arn, "aws:principalaccount": account}
    keys |= {"aws:resourceaccount": account, "s3:resourceaccount": account}
    context = Context(keys, UNKNOWN)
    request = Request(who, action, names(graph).arn(bucket), None, context, Verdict.YES)
    decision = decide(request, Policies(resource=policy.document))
    found = (match for step, match in decision.denying if step.kind is Kind.RESOURCE)
    return tuple(each for each in found if not any(held.is_on_open_key(context) for held in each.hangs_on))


def _candidates(graph: Graph, bucket: Bucket, denials: list[Written]) -> Iterator[Caller]:
    """Yield somebody whom the policy does not name, and everybody whom a Deny may spare by name."""
    account = names(graph).account(bucket)
    partition = bucket.resource.partition or "aws"
    for kind in ("role", "user"):
        yield _caller(graph, bucket, joined((f"arn:{partition}:iam::", account, f":{kind}/{_NOBODY_IN_PARTICULAR}")))
    for written in denials:
        for value in _spared(written):
            parsed = parse_arn(value) if isinstance(value, str) else None
            if parsed is not None and (parsed.resource == "root" or not _may_be(parsed.account, account)):
                continue
            if isinstance(value, (str, Text, Reference, Unknown)) and (
                parsed is not None or not isinstance(value, str)
            ):
                yield _caller(graph, bucket, value)


def _may_be(written: str, account: str | Reference) -> bool:
    return not isinstance(account, str) or written == account


def _spared(written: Written) -> Iterator[Value]:
    principals = written.statement.principals
    if principals is not None and principals.inverted:
        yield from (each.value for each in principals.entries if each.type == "AWS")
    for condition in written.statement.conditions:
        if condition.key == "aws:principalarn":
            yield from (example(glob(value)) for value in condition.values)


def _caller(graph: Graph, bucket: Bucket, arn: Value) -> Caller:
    """Return a principal of the bucket's account by its ARN."""
    account = names(graph).account(bucket)
    root = joined((f"arn:{bucket.resource.partition or 'aws'}:iam::", account, ":root"))
    is_user = isinstance(arn, str) and ":user/" in arn
    kind, naming = (CallerKind.USER, BY_ITSELF) if is_user else (CallerKind.ROLE, BY_ROLE)
    named = ((account, BY_ACCOUNT), (root, BY_ACCOUNT), (arn, naming))
    known = {name: how for name, how in named if isinstance(name, str)}
    unknown = tuple((name, how) for name, how in named if not isinstance(name, str))
    return Caller(kind, arn, account if isinstance(account, str) else None, {"AWS": known}, unknown_names=unknown)
