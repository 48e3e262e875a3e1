"""What principals act on: roles with their trust policies, resources with theirs, and anything else by its ARN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Reference, Text, Value
from seamlint.facts.iam.access.can import Target
from seamlint.facts.iam.access.names import names
from seamlint.facts.iam.access.policies import Policy, parsed
from seamlint.facts.iam.arns import parse_arn
from seamlint.graph.graph import fact
from seamlint.model.iam import KeyGrant, ProtectedResource, ResourcePolicy

if TYPE_CHECKING:
    from seamlint.facts.iam.access.identities import Identity
    from seamlint.graph.graph import Graph
    from seamlint.model.entity import Entity


WITH_POLICIES = frozenset({
    "acm-pca", "backup", "codeartifact", "codebuild", "dynamodb", "ecr", "ecr-public", "elasticfilesystem", "es",
    "events", "execute-api", "glacier", "glue", "kafka", "kinesis", "kms", "lambda", "logs", "mediastore",
    "network-firewall", "redshift", "s3", "s3-outposts", "sagemaker", "schemas", "secretsmanager", "ses", "sns", "sqs",
    "ssm", "vpc-lattice",
})  # fmt: skip
"""Services whose resources may have policies: "AWS services that work with IAM"."""


def role_target(role: Identity) -> Target:
    """Return a role as what is assumed or passed."""
    return Target(role.arn, role.account, role.address, (role.trust,) if role.trust else ())


@fact
def _targets(_graph: Graph) -> dict[int, Target]:
    return {}


def resource_target(graph: Graph, resource: ProtectedResource) -> Target:
    """Return a resource with the policies that protect it."""
    known = _targets(graph)
    if id(resource) not in known:
        known[id(resource)] = _resource_target(graph, resource)
    return known[id(resource)]


def _resource_target(graph: Graph, resource: ProtectedResource) -> Target:
    held = graph.pointing(ResourcePolicy, "protects", resource)
    policies = tuple(Policy(each.document, parsed(graph, each.document, (each,))) for each in held if each.document)
    lost = (resource.service, resource.resource.unit) in _lost_policies(graph)
    return Target(
        arn=names(graph).arn(resource),
        account=names(graph).account(resource),
        title=resource.address,
        policies=policies,
        is_complete=all(each.complete for each in held) and not lost and not _is_open(resource, held),
        has_key_grants=bool(graph.pointing(KeyGrant, "kms_key", resource)),
    )


def _is_open(resource: ProtectedResource, held: list[ResourcePolicy]) -> bool:
    """Tell whether a resource that is only looked up may have another policy: a bucket has one, and here it is set."""
    return resource.looked_up and not (held and resource.service == "s3")


@fact
def _lost_policies(graph: Graph) -> set[tuple[str, str]]:
    """Return the services and units of policies of which nobody knows what they protect."""
    lost = graph.astray(ResourcePolicy, "protects", ProtectedResource)
    return {(each.service, each.resource.unit) for each in lost}


def part_of(target: Target, below: str) -> Target:
    """Return a part of a resource, such as an object of a bucket."""
    parts = target.arn.parts if isinstance(target.arn, Text) else (target.arn,)
    *before, last = parts
    if isinstance(last, str):
        arn: Value = Text((*before, last + below)) if before else last + below
    else:
        arn = Text((*parts, below))
    return Target(arn, target.account, f"{target.title}{below}", target.policies, target.is_complete)


def entity_target(graph: Graph, entity: Entity) -> Target:
    """Return a user, group, managed policy or profile as what is acted on: it has no policy of its own."""
    return Target(names(graph).arn(entity), names(graph).account(entity), entity.address)


def elsewhere(arn: Value, near: str | Reference | None = None) -> Target:
    """Return what no scanned code declares: its policies are not known, nor its account where the ARN has none.

    Args:
        arn: its ARN, or ``*``.
        near: the account to take where the ARN names none.
    """
    known = parse_arn(arn) if isinstance(arn, str) else None
    account: str | Reference | None = known.account if known is not None and known.account.isdigit() else near
    service = known.service if known is not None else ""
    with_policy = service in WITH_POLICIES or (service == "iam" and known is not None and "role/" in known.resource)
    return Target(arn, account, str(arn), is_complete=not with_policy)


@fact
def resources_by_arn(graph: Graph) -> dict[Value, ProtectedResource]:
    """Return protected resources by ARN; those that are declared before those that are looked up."""
    found: dict[Value, ProtectedResource] = {}
    for resource in sorted(graph.all(ProtectedResource), key=lambda each: each.looked_up):
        arn = names(graph).arn(resource)
        if isinstance(arn, (str, Text, Reference)):
            found.setdefault(arn, resource)
    return found
