"""Statements that ask for the caller's address on calls that AWS services make for the caller (IAM-016).

Such a call carries the service's address or none. "Forward access sessions", "AWS: Denies access to AWS based on the
source IP" and "AWS global condition context keys" (aws:SourceIp, aws:ViaAWSService, aws:CalledVia) in the IAM User
Guide; "Forward access sessions" in the AWS CloudFormation User Guide; "Fine-grained access to databases and tables" in
the Athena User Guide; "AWS services that use AWS KMS" in the AWS KMS Developer Guide.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Verdict
from seamlint.facts.iam.documents import Effect
from seamlint.facts.iam.globs import glob, includes_all
from seamlint.facts.iam.statements import Written, statements
from seamlint.graph.graph import fact
from seamlint.model.iam import PolicyKind
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from seamlint.facts.iam.conditions import Condition
    from seamlint.facts.iam.documents import Statement
    from seamlint.facts.iam.globs import Glob
    from seamlint.graph.graph import Graph

FORWARDERS: dict[str, tuple[str, ...]] = {
    "CloudFormation": (
        *("*:create*", "*:delete*", "*:update*", "*:modify*", "*:describe*", "*:tag*", "*:untag*", "*:attach*"),
        *("*:detach*", "*:associate*", "*:disassociate*", "*:register*", "*:deregister*", "ec2:runinstances"),
        *("ec2:authorize*", "ec2:revoke*", "iam:passrole", "iam:get*", "iam:put*", "lambda:add*", "lambda:get*"),
        *("s3:putbucket*", "s3:putencryptionconfiguration", "sns:subscribe", "sns:set*", "sqs:set*", "sqs:get*"),
        *("ssm:getparameter*", "secretsmanager:getsecretvalue", "logs:put*", "events:put*"),
    ),
    "Athena": (
        *("s3:getobject*", "s3:putobject", "s3:listbucket*", "s3:getbucketlocation", "s3:abortmultipartupload"),
        *("glue:getdatabase*", "glue:gettable*", "glue:getpartition*", "glue:batchgetpartition"),
        "lakeformation:getdataaccess",
    ),
    "Amazon S3": (
        *("kms:decrypt", "kms:encrypt", "kms:generatedatakey*", "kms:reencrypt*", "kms:creategrant", "kms:describekey"),
    ),
}
"""By the services that forward calls, what they call for the caller, in lower case."""

_KINDS = (PolicyKind.IDENTITY, PolicyKind.RESOURCE, PolicyKind.SERVICE_CONTROL, PolicyKind.RESOURCE_CONTROL)
_ADDRESS = "aws:sourceip"
_FORWARDED = frozenset(
    {"aws:viaawsservice", "aws:calledvia", "aws:calledviafirst", "aws:calledvialast", "kms:viaservice"}
)


class Forwarded(NamedTuple):
    """A statement whose condition on the caller's address fails for calls that a service makes.

    Attributes:
        forwarder: a service that makes such calls.
        condition: the one on the address.
    """

    written: Written
    forwarder: str
    condition: Condition
    verdict: Verdict

    @property
    def denies(self) -> bool:
        """Whether the calls are denied, not merely not allowed."""
        return self.written.statement.effect is Effect.DENY


@fact
def forwarded(graph: Graph) -> list[Forwarded]:
    """Return the statements that stop, or may stop, calls which services make for the caller."""
    return [
        found
        for written in statements(graph)
        if written.kind in _KINDS
        for condition in _on_address(written.statement)
        for found in (_forwarded(written, condition),)
        if found.verdict is not Verdict.NO
    ]


def _on_address(statement: Statement) -> list[Condition]:
    """Return the first condition that decides by the caller's address: a Deny of others, an Allow of some."""
    name = "NotIpAddress" if statement.effect is Effect.DENY else "IpAddress"
    found = (each for each in statement.conditions if each.key == _ADDRESS and each.operator is not None)
    return [each for each in found if each.operator is not None and each.operator.name == name][:1]


def _forwarded(written: Written, condition: Condition) -> Forwarded:
    forwarder, covered = _forwarder(written.statement)
    verdict = covered & ~_knows_of_forwarding(written.statement)
    if written.statement.effect is Effect.ALLOW:
        verdict &= Verdict.of(written.kind is PolicyKind.IDENTITY) & ~_has_second(written)
    return Forwarded(written, forwarder, condition, verdict & (written.allows | written.denies))


def _knows_of_forwarding(statement: Statement) -> Verdict:
    if any(condition.key in _FORWARDED for condition in statement.conditions):
        return Verdict.YES
    return Verdict.UNDECIDED if any(condition.is_unknown for condition in statement.conditions) else Verdict.NO


def _has_second(written: Written) -> Verdict:
    """Tell whether another Allow of the document gives the same actions without asking for the address."""
    verdict = Verdict.NO
    for other in written.document.statements:
        if other is written.statement or other.effect is Effect.DENY or _on_address(other):
            continue
        told = _knows_of_forwarding(other) if other.effect else Verdict.UNDECIDED
        verdict |= told | (Verdict.of(not other.conditions) & _gives_all(other, written.statement))
    return verdict


def _gives_all(one: Statement, other: Statement) -> Verdict:
    if one.actions_inverted or other.actions_inverted:
        return Verdict.UNDECIDED
    given = (includes_all(one.actions, each) for each in other.actions)
    return Verdict.YES if all(each is Verdict.YES for each in given) else Verdict.NO


def _forwarder(statement: Statement) -> tuple[str, Verdict]:
    """Return a service that calls one of the statement's actions for the caller, the most telling one first."""
    if statement.actions_inverted:
        return next(iter(FORWARDERS)), Verdict.YES
    best = ("", Verdict.NO)
    for name in reversed(FORWARDERS):
        verdict = reduce(or_, (_meets(pattern, FORWARDERS[name]) for pattern in statement.actions), Verdict.NO)
        if verdict is Verdict.YES:
            return name, verdict
        best = (name, verdict) if verdict is Verdict.UNDECIDED else best
    return best


def _meets(pattern: Glob, calls: tuple[str, ...]) -> Verdict:
    return reduce(or_, (glob(call).overlaps(pattern) for call in calls), Verdict.NO)
