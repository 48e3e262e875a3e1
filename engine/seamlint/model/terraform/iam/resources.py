"""Resources that policies protect, and their policies.

Sources: Terraform AWS provider, the resources named in the tables; AWS KMS Developer Guide, "Default key policy";
Service Authorization Reference (the prefix of a service's actions).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from seamlint.model.grants import default_key_policy
from seamlint.model.iam import KeyGrant, PolicyKind, ProtectedResource, ResourcePolicy
from seamlint.model.policies import policy
from seamlint.model.reading import elements, pointer, text
from seamlint.model.terraform.iam.permissions import bus_permission, function_permission, layer_permission
from seamlint.model.terraform.iam.reading import arn_of
from seamlint.model.terraform.identity import itself, literals
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity
    from seamlint.model.iam import PolicyDocument
    from seamlint.model.terraform.neighbours import Neighbours, Translate


class Protected(NamedTuple):
    """A type of resource.

    Attributes:
        service, kind: as in `ProtectedResource`.
        name: the attribute that holds its name.
        policy: the attribute that may hold its policy; empty where only resources beside it do.
        handles: further attributes that name it.
    """

    service: str
    kind: str
    name: str = "name"
    policy: str = ""
    handles: tuple[str, ...] = ()


class Beside(NamedTuple):
    """A type of resource that sets the policy of another one: the attributes that hold the policy and name the other.

    ``protects`` is empty for a policy of the whole account.
    """

    service: str
    protects: str
    policy: str = "policy"


_KEY = Protected("kms", "key", "", "policy", ("key_id",))
_DOMAIN = Protected("es", "domain", "domain_name", "access_policies", ("domain_name", "domain_id"))
PROTECTED: dict[str, Protected] = {
    "aws_s3_bucket": Protected("s3", "bucket", "bucket", "policy", ("bucket",)),
    "aws_s3_directory_bucket": Protected("s3express", "directory bucket", "bucket", "", ("bucket",)),
    "aws_s3_access_point": Protected("s3", "access point", "name", "policy", ("alias",)),
    "aws_kms_key": _KEY,
    "aws_kms_external_key": _KEY,
    "aws_kms_replica_key": _KEY,
    "aws_kms_replica_external_key": _KEY,
    "aws_sqs_queue": Protected("sqs", "queue", "name", "policy", ("url",)),
    "aws_sns_topic": Protected("sns", "topic", "name", "policy"),
    "aws_lambda_function": Protected(
        "lambda", "function", "function_name", "", ("function_name", "qualified_arn", "invoke_arn")
    ),
    "aws_secretsmanager_secret": Protected("secretsmanager", "secret", "name", "policy"),
    "aws_ecr_repository": Protected("ecr", "repository", "name", "", ("repository_url",)),
    "aws_ecrpublic_repository": Protected("ecr-public", "repository", "repository_name", "", ("repository_name",)),
    "aws_cloudwatch_event_bus": Protected("events", "event bus"),
    "aws_api_gateway_rest_api": Protected("execute-api", "API", "name", "policy", ("execution_arn",)),
    "aws_opensearch_domain": _DOMAIN,
    "aws_elasticsearch_domain": _DOMAIN,
    "aws_efs_file_system": Protected("elasticfilesystem", "file system", "creation_token"),
    "aws_backup_vault": Protected("backup", "backup vault"),
    "aws_glacier_vault": Protected("glacier", "vault", "name", "access_policy"),
    "aws_cloudwatch_log_destination": Protected("logs", "log destination"),
    "aws_dynamodb_table": Protected("dynamodb", "table"),
    "aws_kinesis_stream": Protected("kinesis", "stream"),
    "aws_ssm_parameter": Protected("ssm", "parameter"),
    "aws_codeartifact_domain": Protected("codeartifact", "domain", "domain", "", ("domain",)),
    "aws_codeartifact_repository": Protected("codeartifact", "repository", "repository", "", ("repository",)),
    "aws_msk_cluster": Protected("kafka-cluster", "cluster", "cluster_name"),
    "aws_media_store_container": Protected("mediastore", "container"),
}
"""By resource type; the data source of the same name finds such a resource."""

BESIDE: dict[str, Beside] = {
    "aws_s3_bucket_policy": Beside("s3", "bucket"),
    "aws_s3control_access_point_policy": Beside("s3", "access_point_arn"),
    "aws_s3control_bucket_policy": Beside("s3-outposts", "bucket"),
    "aws_s3control_object_lambda_access_point_policy": Beside("s3-object-lambda", "name"),
    "aws_s3tables_table_bucket_policy": Beside("s3tables", "table_bucket_arn", "resource_policy"),
    "aws_kms_key_policy": Beside("kms", "key_id"),
    "aws_sqs_queue_policy": Beside("sqs", "queue_url"),
    "aws_sns_topic_policy": Beside("sns", "arn"),
    "aws_secretsmanager_secret_policy": Beside("secretsmanager", "secret_arn"),
    "aws_ecr_repository_policy": Beside("ecr", "repository"),
    "aws_ecrpublic_repository_policy": Beside("ecr-public", "repository_name"),
    "aws_ecr_registry_policy": Beside("ecr", ""),
    "aws_cloudwatch_event_bus_policy": Beside("events", "event_bus_name"),
    "aws_api_gateway_rest_api_policy": Beside("execute-api", "rest_api_id"),
    "aws_opensearch_domain_policy": Beside("es", "domain_name", "access_policies"),
    "aws_elasticsearch_domain_policy": Beside("es", "domain_name", "access_policies"),
    "aws_efs_file_system_policy": Beside("elasticfilesystem", "file_system_id"),
    "aws_backup_vault_policy": Beside("backup", "backup_vault_name"),
    "aws_glacier_vault_lock": Beside("glacier", "vault_name"),
    "aws_cloudwatch_log_resource_policy": Beside("logs", "", "policy_document"),
    "aws_cloudwatch_log_destination_policy": Beside("logs", "destination_name", "access_policy"),
    "aws_dynamodb_resource_policy": Beside("dynamodb", "resource_arn"),
    "aws_kinesis_resource_policy": Beside("kinesis", "resource_arn"),
    "aws_codeartifact_domain_permissions_policy": Beside("codeartifact", "domain", "policy_document"),
    "aws_codeartifact_repository_permissions_policy": Beside("codeartifact", "repository", "policy_document"),
    "aws_codebuild_resource_policy": Beside("codebuild", "resource_arn"),
    "aws_glue_resource_policy": Beside("glue", ""),
    "aws_msk_cluster_policy": Beside("kafka", "cluster_arn"),
    "aws_media_store_container_policy": Beside("mediastore", "container_name"),
    "aws_ses_identity_policy": Beside("ses", "identity"),
    "aws_sesv2_email_identity_policy": Beside("ses", "email_identity"),
    "aws_schemas_registry_policy": Beside("schemas", "registry_name"),
    "aws_redshift_resource_policy": Beside("redshift", "resource_arn"),
    "aws_networkfirewall_resource_policy": Beside("network-firewall", "resource_arn"),
    "aws_acmpca_policy": Beside("acm-pca", "resource_arn"),
    "aws_sagemaker_model_package_group_policy": Beside("sagemaker", "model_package_group_name", "resource_policy"),
    "aws_cloudsearch_domain_service_access_policy": Beside("cloudsearch", "domain_name", "access_policy"),
    "aws_xray_resource_policy": Beside("xray", "", "policy_document"),
    "aws_vpclattice_auth_policy": Beside("vpc-lattice-svcs", "resource_identifier"),
    "aws_vpclattice_resource_policy": Beside("vpc-lattice", "resource_arn"),
    "aws_organizations_resource_policy": Beside("organizations", "", "content"),
}
"""By resource type."""


def protected(kind: Protected, resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate a resource that may have a policy, and the policy that it sets itself."""
    name = text(resource.values.get(kind.name)) if kind.name else None
    yield ProtectedResource(
        resource,
        (),
        service=kind.service,
        kind=kind.kind,
        name=name,
        arn=arn_of(resource),
        names=literals(resource, kind.name),
        handles=frozenset({"id", "arn", "name", *kind.handles}),
        places={"name": (kind.name,)} if kind.name else {},
    )
    document = policy(resource, (kind.policy,), PolicyKind.RESOURCE, kind.service) if kind.policy else None
    if document is not None:
        yield _inline(resource, kind, document)


def key(kind: Protected, resource: Resource, neighbours: Neighbours) -> Iterator[Entity]:
    """Translate a KMS key: one without a policy has the default one, which delegates to its account."""
    found = list(protected(kind, resource, neighbours))
    yield from found
    if len(found) == 1 and not neighbours.naming("aws_kms_key_policy", "key_id", resource):
        yield _inline(resource, kind, default_key_policy(resource))


def endpoint(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the policy of ``aws_vpc_endpoint``."""
    document = policy(resource, ("policy",), PolicyKind.ENDPOINT)
    if document is not None:
        yield _inline(resource, Protected("", "VPC endpoint"), document)


def endpoint_policy(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_vpc_endpoint_policy``."""
    document = policy(resource, ("policy",), PolicyKind.ENDPOINT)
    yield _beside(Beside("", "vpc_endpoint_id"), resource, document)


def policy_beside(kind: Beside, resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate a resource that sets the policy of another one, or of the account."""
    yield _beside(kind, resource, policy(resource, (kind.policy,), PolicyKind.RESOURCE, kind.service))


def grant(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_kms_grant``."""
    values = resource.values
    operations = (text(each) for each in elements(values.get("operations")))
    yield KeyGrant(
        resource,
        (),
        kms_key=pointer(values.get("key_id")),
        grantee=pointer(values.get("grantee_principal")),
        operations=[each for each in operations if each is not None],
        places={"kms_key": ("key_id",), "grantee": ("grantee_principal",)},
        handles=_NONE,
    )


_NONE: frozenset[str] = frozenset()


def _inline(resource: Resource, kind: Protected, document: PolicyDocument) -> ResourcePolicy:
    path = ("policy",) if not kind.policy else (kind.policy,)
    owner = itself(resource)
    return ResourcePolicy(
        resource, path, protects=owner, service=kind.service, document=document, places={"document": ()}
    )


def _beside(kind: Beside, resource: Resource, document: PolicyDocument | None) -> ResourcePolicy:
    return ResourcePolicy(
        resource,
        (),
        protects=pointer(resource.values.get(kind.protects)) if kind.protects else None,
        service=kind.service,
        document=document,
        places={"document": (kind.policy,), "protects": (kind.protects,)},
        handles=_NONE,
    )


TRANSLATORS: dict[str, Translate] = {
    **{name: partial(protected, kind) for name, kind in PROTECTED.items()},
    **{f"data.{name}": partial(protected, kind) for name, kind in PROTECTED.items()},
    **{name: partial(key, kind) for name, kind in PROTECTED.items() if kind is _KEY},
    **{name: partial(policy_beside, kind) for name, kind in BESIDE.items()},
    "aws_vpc_endpoint": endpoint,
    "aws_vpc_endpoint_policy": endpoint_policy,
    "aws_kms_grant": grant,
    "aws_lambda_permission": function_permission,
    "aws_lambda_layer_version_permission": layer_permission,
    "aws_cloudwatch_event_permission": bus_permission,
}
