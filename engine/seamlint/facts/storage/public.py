"""Which statements of a bucket policy S3 takes for public.

"The meaning of public" in "Blocking public access to your Amazon S3 storage", Amazon S3 User Guide: a policy is public
unless each statement names principals, or holds one of some condition keys to values without wildcards and policy
variables. Denials do not count.
"""

from __future__ import annotations

from functools import reduce
from ipaddress import IPv6Network, ip_network
from operator import or_
from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown, Verdict
from seamlint.facts.iam.access.policies import parsed
from seamlint.facts.iam.conditions import Quantifier
from seamlint.facts.iam.documents import Effect
from seamlint.facts.iam.guards import arn_of_somebody, exact, pinned, table
from seamlint.facts.iam.statements import Written
from seamlint.facts.iam.variables import template
from seamlint.model.iam import ProtectedResource, ResourcePolicy
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.conditions import Condition
    from seamlint.facts.iam.documents import Statement
    from seamlint.facts.iam.operators import Operator
    from seamlint.facts.iam.principals import Principals
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity

_WIDEST = {4: 8, 6: 32}
"""The shortest prefix of a range of addresses, by version, that is not public; the private ones of version 6 apart."""
_PRIVATE = IPv6Network("fc00::/7")


class Public(NamedTuple):
    """A statement of a bucket's policy that is, or may be, public."""

    written: Written
    verdict: Verdict


def public_statements(graph: Graph, bucket: Entity) -> list[Public]:
    """Return the statements of a bucket's policies that are, or may be, public.

    Args:
        graph: where they are.
        bucket: the bucket, as any of the entities that its resource declares.
    """
    found = (Public(each, each.entity.presence & public(each.statement)) for each in bucket_statements(graph, bucket))
    return [each for each in found if each.verdict is not Verdict.NO]


def bucket_statements(graph: Graph, bucket: Entity) -> Iterator[Written]:
    """Yield the statements of a bucket's policies; the bucket is any of the entities that its resource declares."""
    for resource in graph.of(ProtectedResource, bucket):
        for policy in graph.pointing(ResourcePolicy, "protects", resource):
            if policy.document is not None:
                document = parsed(graph, policy.document, (policy,))
                for statement in document.statements:
                    yield Written(policy, policy.document, document, statement)


def public(statement: Statement) -> Verdict:
    """Tell whether a statement of a resource policy is public."""
    if statement.principals is None:
        return Verdict.NO
    allows = Verdict.UNDECIDED if statement.effect is None else Verdict.of(statement.effect is Effect.ALLOW)
    held = (_held(condition) for condition in statement.conditions)
    return allows & _names_everyone(statement.principals) & ~reduce(or_, held, Verdict.NO)


def _held(condition: Condition) -> Verdict:
    """Tell whether a condition holds a key to fixed values, also for callers that sign nothing and so have no key."""
    lenient = condition.if_exists or condition.quantifier is Quantifier.ALL
    return Verdict.NO if lenient else pinned(condition, FIXED)


def _names_everyone(principals: Principals) -> Verdict:
    """Tell whether principals are everyone, or, as ``NotPrincipal``, everyone but some."""
    if principals.inverted:
        return ~Verdict.of(principals.everyone)
    if principals.everyone:
        return Verdict.YES
    unknown = any(entry.type == "AWS" and isinstance(entry.value, Unknown) for entry in principals.entries)
    return Verdict.UNDECIDED if unknown else Verdict.NO


def _fixed(operator: Operator, value: Value) -> Verdict:
    """Accept a value without wildcards and without policy variables, whatever these stand for."""
    return Verdict.NO if template(value) is not None else exact(operator, value)


def _fixed_account(operator: Operator, value: Value) -> Verdict:
    """Accept the ARN of an access point whose account is fixed: its name may be a pattern."""
    return Verdict.NO if template(value) is not None else arn_of_somebody(operator, value)


def _few_addresses(_operator: Operator, value: Value) -> Verdict:
    """Accept a range of private addresses, or one that is not too wide."""
    if not isinstance(value, str):
        return Verdict.UNDECIDED
    try:
        addresses = ip_network(value, strict=False)
    except ValueError:
        return Verdict.NO
    private = isinstance(addresses, IPv6Network) and addresses.subnet_of(_PRIVATE)
    return Verdict.of(private or addresses.prefixlen >= _WIDEST[addresses.version])


FIXED = table({
    **dict.fromkeys(
        (
            *("aws:SourceArn", "aws:SourceAccount", "aws:SourceVpc", "aws:SourceVpce", "aws:PrincipalOrgID"),
            *("aws:PrincipalOrgPaths", "aws:PrincipalAccount", "aws:PrincipalArn", "aws:SourceOrgID"),
            *("aws:SourceOrgPaths", "aws:SourceOwner", "aws:userid", "s3:DataAccessPointAccount"),
            "s3:x-amz-server-side-encryption-aws-kms-key-id",
        ),
        _fixed,
    ),
    "s3:DataAccessPointArn": _fixed_account,
    "aws:SourceIp": _few_addresses,
})  # fmt: skip
"""Condition keys whose fixed value makes a statement not public, and what fixes each."""
