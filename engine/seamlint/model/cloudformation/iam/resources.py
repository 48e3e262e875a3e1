"""Resources that policies protect, and their policies.

Sources: AWS CloudFormation template reference, the pages of the types in the tables (properties, "Return values");
Service Authorization Reference (the prefix of a service's actions).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from seamlint.model.cloudformation.iam.permissions import bus_permission, function_permission, layer_permission
from seamlint.model.cloudformation.iam.reading import arn_of
from seamlint.model.cloudformation.identity import itself
from seamlint.model.grants import default_key_policy
from seamlint.model.iam import PolicyDocument, PolicyKind, ProtectedResource, ResourcePolicy
from seamlint.model.policies import policy
from seamlint.model.reading import pointers, text
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.evaluate.values import Path
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity


class Protected(NamedTuple):
    """A type of resource.

    Attributes:
        service, kind: as in `ProtectedResource`.
        name: the property that holds its name.
        policy: the property that may hold its policy; empty where only resources beside it do.
        handles: attributes that name it, besides ``Ref`` and ``Arn``.
    """

    service: str
    kind: str
    name: str = "Name"
    policy: str = ""
    handles: tuple[str, ...] = ()


class Beside(NamedTuple):
    """A type of resource that sets the policy of others: the properties that hold the policy and name the others.

    ``protects`` is empty for a policy of the whole account.
    """

    service: str
    protects: str
    policy: str = "PolicyDocument"


_KEY = Protected("kms", "key", "", "KeyPolicy", ("KeyId",))
_DOMAIN = Protected("es", "domain", "DomainName", "AccessPolicies", ("Id", "DomainArn"))
PROTECTED: dict[str, Protected] = {
    "AWS::S3::Bucket": Protected("s3", "bucket", "BucketName"),
    "AWS::S3Express::DirectoryBucket": Protected("s3express", "directory bucket", "BucketName"),
    "AWS::S3::AccessPoint": Protected("s3", "access point", "Name", "Policy", ("Alias", "Name")),
    "AWS::KMS::Key": _KEY,
    "AWS::KMS::ReplicaKey": _KEY,
    "AWS::SQS::Queue": Protected("sqs", "queue", "QueueName", "", ("QueueUrl", "QueueName")),
    "AWS::SNS::Topic": Protected("sns", "topic", "TopicName", "", ("TopicArn", "TopicName")),
    "AWS::Lambda::Function": Protected("lambda", "function", "FunctionName"),
    "AWS::SecretsManager::Secret": Protected("secretsmanager", "secret", "Name", "", ("Id",)),
    "AWS::ECR::Repository": Protected("ecr", "repository", "RepositoryName", "RepositoryPolicyText"),
    "AWS::ECR::PublicRepository": Protected("ecr-public", "repository", "RepositoryName", "RepositoryPolicyText"),
    "AWS::Events::EventBus": Protected("events", "event bus", "Name", "Policy", ("Name",)),
    "AWS::ApiGateway::RestApi": Protected("execute-api", "API", "Name", "Policy", ("RestApiId",)),
    "AWS::OpenSearchService::Domain": _DOMAIN,
    "AWS::Elasticsearch::Domain": _DOMAIN,
    "AWS::EFS::FileSystem": Protected("elasticfilesystem", "file system", "", "FileSystemPolicy", ("FileSystemId",)),
    "AWS::Backup::BackupVault": Protected(
        "backup", "backup vault", "BackupVaultName", "AccessPolicy", ("BackupVaultArn", "BackupVaultName")
    ),
    "AWS::Logs::Destination": Protected("logs", "log destination", "DestinationName", "DestinationPolicy"),
    "AWS::DynamoDB::Table": Protected("dynamodb", "table", "TableName", "ResourcePolicy.PolicyDocument"),
    "AWS::DynamoDB::GlobalTable": Protected("dynamodb", "table", "TableName"),
    "AWS::Kinesis::Stream": Protected("kinesis", "stream"),
    "AWS::SSM::Parameter": Protected("ssm", "parameter"),
    "AWS::CodeArtifact::Domain": Protected(
        "codeartifact", "domain", "DomainName", "PermissionsPolicyDocument", ("Name",)
    ),
    "AWS::CodeArtifact::Repository": Protected(
        "codeartifact", "repository", "RepositoryName", "PermissionsPolicyDocument", ("Name",)
    ),
    "AWS::MSK::Cluster": Protected("kafka-cluster", "cluster", "ClusterName"),
    "AWS::MediaStore::Container": Protected("mediastore", "container", "ContainerName", "Policy"),
}
"""By resource type."""

BESIDE: dict[str, Beside] = {
    "AWS::S3::BucketPolicy": Beside("s3", "Bucket"),
    "AWS::S3Express::BucketPolicy": Beside("s3express", "Bucket"),
    "AWS::S3Outposts::BucketPolicy": Beside("s3-outposts", "Bucket"),
    "AWS::S3ObjectLambda::AccessPointPolicy": Beside("s3-object-lambda", "ObjectLambdaAccessPoint"),
    "AWS::S3Tables::TableBucketPolicy": Beside("s3tables", "TableBucketARN", "ResourcePolicy"),
    "AWS::SQS::QueuePolicy": Beside("sqs", "Queues"),
    "AWS::SQS::QueueInlinePolicy": Beside("sqs", "Queue"),
    "AWS::SNS::TopicPolicy": Beside("sns", "Topics"),
    "AWS::SNS::TopicInlinePolicy": Beside("sns", "TopicArn"),
    "AWS::SecretsManager::ResourcePolicy": Beside("secretsmanager", "SecretId", "ResourcePolicy"),
    "AWS::ECR::RegistryPolicy": Beside("ecr", "", "PolicyText"),
    "AWS::Logs::ResourcePolicy": Beside("logs", ""),
    "AWS::Kinesis::ResourcePolicy": Beside("kinesis", "ResourceArn", "ResourcePolicy"),
    "AWS::MSK::ClusterPolicy": Beside("kafka", "ClusterArn", "Policy"),
    "AWS::EventSchemas::RegistryPolicy": Beside("schemas", "RegistryName", "Policy"),
    "AWS::NetworkFirewall::ResourcePolicy": Beside("network-firewall", "ResourceArn", "Policy"),
    "AWS::XRay::ResourcePolicy": Beside("xray", ""),
    "AWS::VpcLattice::AuthPolicy": Beside("vpc-lattice-svcs", "ResourceIdentifier", "Policy"),
    "AWS::VpcLattice::ResourcePolicy": Beside("vpc-lattice", "ResourceArn", "Policy"),
    "AWS::Organizations::ResourcePolicy": Beside("organizations", "", "Content"),
}
"""By resource type."""

_NONE: frozenset[str] = frozenset()


def protected(kind: Protected, resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate a resource that may have a policy, and the policy that it sets itself."""
    yield ProtectedResource(
        resource,
        (),
        service=kind.service,
        kind=kind.kind,
        name=text(resource.values.get(kind.name)) if kind.name else None,
        arn=arn_of(resource),
        handles=frozenset({"Ref", "Arn", *kind.handles}),
        places={"name": (kind.name,)} if kind.name else {},
    )
    at = tuple(kind.policy.split(".")) if kind.policy else ()
    document = policy(resource, at, PolicyKind.RESOURCE, kind.service) if at else None
    if document is not None:
        yield _inline(resource, at, kind.service, document)


def key(kind: Protected, resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate a KMS key: one without a policy has the default one, which delegates to its account."""
    found = list(protected(kind, resource, neighbours))
    yield from found
    if len(found) == 1:
        yield _inline(resource, (kind.policy,), kind.service, default_key_policy(resource))


def endpoint(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the policy of ``AWS::EC2::VPCEndpoint``."""
    document = policy(resource, ("PolicyDocument",), PolicyKind.ENDPOINT)
    if document is not None:
        yield _inline(resource, ("PolicyDocument",), "", document)


def policy_beside(kind: Beside, resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate a resource that sets the policy of others, or of the account: one document, in force for each."""
    document = policy(resource, (kind.policy,), PolicyKind.RESOURCE, kind.service)
    named = pointers(resource.values.get(kind.protects)).found if kind.protects else []
    for index, each in enumerate(named or [None]):
        yield ResourcePolicy(
            resource,
            (kind.protects, index) if index else (),
            protects=each,
            service=kind.service,
            document=document,
            places={} if index else {"document": (kind.policy,), "protects": (kind.protects,)},
            handles=_NONE,
        )


def _inline(resource: Resource, path: Path, service: str, document: PolicyDocument) -> ResourcePolicy:
    owner = itself(resource)
    return ResourcePolicy(resource, path, protects=owner, service=service, document=document, places={"document": ()})


TRANSLATORS: dict[str, Translate] = {
    **{name: partial(protected, kind) for name, kind in PROTECTED.items()},
    **{name: partial(key, kind) for name, kind in PROTECTED.items() if kind is _KEY},
    **{name: partial(policy_beside, kind) for name, kind in BESIDE.items()},
    "AWS::EC2::VPCEndpoint": endpoint,
    "AWS::Lambda::Permission": function_permission,
    "AWS::Lambda::LayerVersionPermission": layer_permission,
    "AWS::Events::EventBusPolicy": bus_permission,
}
