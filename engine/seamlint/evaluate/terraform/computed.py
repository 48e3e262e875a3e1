"""Attributes that AWS computes: by AWS's own rule where it is fixed, else whose they are.

An ARN or URL becomes text when all of its parts are known. An identity that AWS makes up (a VPC's id) stays a
reference. What is known of an ARN that stays a reference is kept beside the resource (`known_names`).
Sources: IAM User Guide, "IAM identifiers"; Service Authorization Reference, "Resource types defined by ..." (ARN
formats by service); AWS provider documentation, "Attribute Reference" of each resource.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.partitions import dns_suffix, partition_of
from seamlint.evaluate.terraform.data_sources import looked_up
from seamlint.evaluate.terraform.functions.partial_text import joined, parts_of
from seamlint.evaluate.terraform.types import DYNAMIC, STRING, ListOf
from seamlint.evaluate.terraform.values import NOT_NULL, Unknown, Value, computed, needs_of, unmark
from seamlint.evaluate.values import Unknown as Missing
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seamlint.evaluate.terraform.resources import ResourceInstance
    from seamlint.evaluate.terraform.types import Type
    from seamlint.evaluate.terraform.values import Part

_IAM = "arn:{partition}:iam::{account}:"


def _regional(service: str, resource: str) -> str:
    return f"arn:{{partition}}:{service}:{{region}}:{{account}}:{resource}"


def _named(service: str, resource: str, identity: str) -> dict[str, str]:
    """Return the ARN of a regional resource whose id is its name."""
    return {"arn": _regional(service, resource), "id": identity}


def _by_arn(arn: str) -> dict[str, str]:
    """Return the attributes of a resource whose id is its ARN."""
    return {"arn": arn, "id": arn}


_SUBNET_GROUP = "subgrp:{name}"
SYNTHESISED: Mapping[str, Mapping[str, str]] = {
    "aws_s3_bucket": {
        "arn": "arn:{partition}:s3:::{bucket}",
        "id": "{bucket}",
        "bucket_domain_name": "{bucket}.s3.{suffix}",
        "bucket_regional_domain_name": "{bucket}.s3.{region}.{suffix}",
    },
    "aws_iam_role": {"arn": _IAM + "role{path}{name}", "id": "{name}"},
    "aws_iam_user": {"arn": _IAM + "user{path}{name}", "id": "{name}"},
    "aws_iam_group": {"arn": _IAM + "group{path}{name}", "id": "{name}"},
    "aws_iam_instance_profile": {"arn": _IAM + "instance-profile{path}{name}", "id": "{name}"},
    "aws_iam_policy": _by_arn(_IAM + "policy{path}{name}"),
    "aws_iam_saml_provider": _by_arn(_IAM + "saml-provider/{name}"),
    "aws_iam_openid_connect_provider": _by_arn(_IAM + "oidc-provider/{url}"),
    "aws_sqs_queue": {
        "arn": _regional("sqs", "{name}"),
        "id": "https://sqs.{region}.{suffix}/{account}/{name}",
        "url": "https://sqs.{region}.{suffix}/{account}/{name}",
    },
    "aws_sns_topic": _by_arn(_regional("sns", "{name}")),
    "aws_lambda_function": {
        **_named("lambda", "function:{function_name}", "{function_name}"),
        "invoke_arn": "arn:{partition}:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations",
    },
    "aws_dynamodb_table": _named("dynamodb", "table/{name}", "{name}"),
    "aws_cloudwatch_log_group": _named("logs", "log-group:{name}", "{name}"),
    "aws_cloudwatch_event_bus": _named("events", "event-bus/{name}", "{name}"),
    "aws_cloudwatch_metric_alarm": _named("cloudwatch", "alarm:{alarm_name}", "{alarm_name}"),
    "aws_kinesis_stream": _by_arn(_regional("kinesis", "stream/{name}")),
    "aws_kinesis_firehose_delivery_stream": _by_arn(_regional("firehose", "deliverystream/{name}")),
    "aws_ecr_repository": {
        **_named("ecr", "repository/{name}", "{name}"),
        "registry_id": "{account}",
        "repository_url": "{account}.dkr.ecr.{region}.{suffix}/{name}",
    },
    "aws_ecs_cluster": _by_arn(_regional("ecs", "cluster/{name}")),
    "aws_eks_cluster": _named("eks", "cluster/{name}", "{name}"),
    "aws_kms_alias": _named("kms", "{name}", "{name}"),
    "aws_ssm_parameter": _named("ssm", "parameter/{parameter}", "{name}"),
    "aws_db_instance": {"arn": _regional("rds", "db:{identifier}")},
    "aws_rds_cluster": _named("rds", "cluster:{cluster_identifier}", "{cluster_identifier}"),
    "aws_db_subnet_group": _named("rds", _SUBNET_GROUP, "{name}"),
    "aws_elasticache_subnet_group": {"arn": _regional("elasticache", "subnetgroup:{name}"), "id": "{name}"},
    "aws_sfn_state_machine": _by_arn(_regional("states", "stateMachine:{name}")),
    "aws_cloudtrail": {"arn": _regional("cloudtrail", "trail/{name}")},
    "aws_codebuild_project": _by_arn(_regional("codebuild", "project/{name}")),
    "aws_codepipeline": {"arn": _regional("codepipeline", "{name}")},
    "aws_codecommit_repository": {"arn": _regional("codecommit", "{repository_name}"), "id": "{repository_name}"},
    "aws_backup_vault": _named("backup", "backup-vault:{name}", "{name}"),
    "aws_athena_workgroup": _named("athena", "workgroup/{name}", "{name}"),
    "aws_redshift_cluster": {"id": "{cluster_identifier}"},
    "aws_key_pair": {"arn": _regional("ec2", "key-pair/{key_name}"), "id": "{key_name}"},
    "aws_opensearch_domain": _by_arn(_regional("es", "domain/{domain_name}")),
    "aws_elasticsearch_domain": _by_arn(_regional("es", "domain/{domain_name}")),
    "aws_sagemaker_notebook_instance": _named("sagemaker", "notebook-instance/{name}", "{name}"),
}  # fmt: skip
"""Attributes by resource type; ``{name}`` is another attribute of the resource, or one of those in `_fixed`."""

COMPOSED: Mapping[str, Mapping[str, str]] = {
    "aws_cloudfront_origin_access_identity": {
        "iam_arn": "arn:{partition}:iam::cloudfront:user/CloudFront Origin Access Identity {id}",
        "cloudfront_access_identity_path": "origin-access-identity/cloudfront/{id}",
    },
    **{
        f"aws_s3_bucket_{part}": {"id": "{bucket}"}
        for part in (
            *("cors_configuration", "lifecycle_configuration", "logging", "notification", "object_lock_configuration"),
            *("ownership_controls", "policy", "public_access_block", "replication_configuration"),
            *("server_side_encryption_configuration", "versioning", "website_configuration"),
        )
    },
}
"""Attributes that keep their known text around an id that AWS makes up."""

PARTLY_KNOWN: Mapping[str, str] = {
    "aws_kms_key": _regional("kms", "key/{id}"),
    "aws_kms_external_key": _regional("kms", "key/{id}"),
    "aws_kms_replica_key": _regional("kms", "key/{id}"),
    "aws_kms_replica_external_key": _regional("kms", "key/{id}"),
    "aws_secretsmanager_secret": _regional("secretsmanager", "secret:{name}-{suffix_of_six_characters}"),
    "aws_cloudfront_distribution": "arn:{partition}:cloudfront::{account}:distribution/{id}",
    "aws_acm_certificate": _regional("acm", "certificate/{id}"),
    "aws_efs_file_system": _regional("elasticfilesystem", "file-system/{id}"),
    "aws_instance": _regional("ec2", "instance/{id}"),
    "aws_vpc": _regional("ec2", "vpc/{id}"),
    "aws_subnet": _regional("ec2", "subnet/{id}"),
    "aws_security_group": _regional("ec2", "security-group/{id}"),
}
"""ARNs that stay references; the pattern tells what is known of them."""

LISTS = frozenset({"ids", "names", "zone_ids", "arns", "group_names", "cidr_blocks", "ipv6_cidr_blocks"})
"""Computed attributes that are lists of text in every type that has them."""
TEXTS = frozenset({
    "arn", "availability_zone", "b64_std", "b64_url", "body", "bucket", "bucket_domain_name", "cidr_block",
    "bucket_regional_domain_name", "dns_name", "domain_name", "fqdn", "hex", "id", "identifier", "invoke_url",
    "ipv6_cidr_block", "json", "key_name", "latest_version", "name", "password", "private_dns", "private_ip",
    "public_dns", "public_ip", "repository_url", "url", "username", "version",
})  # fmt: skip
"""Computed attributes that are text in every type that has them; so are those that end in ``_id`` or ``_arn``."""

_PLACEHOLDER = Pattern(r"\{(\w+)\}")


def computed_attribute(resource: ResourceInstance, path: tuple[str | int, ...]) -> Value:
    """Return an attribute that the code does not set, at a path below a resource."""
    name = path[0]
    if len(path) == 1 and isinstance(name, str):
        known = _by_rule(resource, name)
        if known is not None:
            return known
    found = computed(resource.module.root.unit, resource.address, ".".join(map(str, path)), _type(path))
    if path in (("id",), ("arn",)) and resource.mode == "managed":
        return Unknown(found.type, found.needs, found.parts, NOT_NULL)
    return found


def known_names(resource: ResourceInstance) -> dict[str, Value]:
    """Return the texts that name a resource from elsewhere, as far as they are known, by attribute."""
    patterns = dict(SYNTHESISED.get(resource.type, ()))
    if resource.type in PARTLY_KNOWN:
        patterns["arn"] = PARTLY_KNOWN[resource.type]
    known = ((name, patterns[name]) for name in ("arn", "id", "url") if name in patterns)
    names: dict[str, Value] = {name: _filled(resource, pattern) for name, pattern in known}
    imported = resource.module.root.imported.get(resource.address)
    return names if imported is None else {**names, "id": imported}


def _by_rule(resource: ResourceInstance, name: str) -> Value | None:
    if resource.mode == "data":
        known = looked_up(resource, name)
        if known is not None:
            return known
    if name == "region" and resource.type.startswith("aws_"):
        return resource.region()
    if resource.type == "terraform_data" and name == "output":
        return resource.values["input"] if "input" in resource.declared.block.body.attributes else None
    composed = COMPOSED.get(resource.type, {}).get(name)
    if composed is not None:
        return _filled(resource, composed)
    pattern = SYNTHESISED.get(resource.type, {}).get(name)
    value = _filled(resource, pattern) if pattern is not None else None
    return value if isinstance(value, str) else None


def _type(path: tuple[str | int, ...]) -> Type:
    name = path[-1]
    if name in TEXTS or str(name).endswith(("_id", "_arn")):
        return STRING
    return ListOf(STRING) if name in LISTS else DYNAMIC


def _filled(resource: ResourceInstance, pattern: str) -> str | Unknown:
    """Return a pattern with its placeholders filled in; text when all of them are known."""
    parts: list[Part] = []
    causes: list[Value] = []
    at = 0
    for match in _PLACEHOLDER.finditer(pattern):
        parts.append(pattern[at : match.start()])
        value, _ = unmark(_placeholder(resource, match[1]))
        value = str(value) if isinstance(value, (str, int)) else value
        if isinstance(value, (str, Unknown)):
            parts.extend(parts_of(value))
        else:
            parts.append(Missing((f"{resource.address}.{match[1]}",)))
        causes.append(value)
        at = match.end()
    parts = [*joined([*parts, pattern[at:]])]
    if all(isinstance(part, str) for part in parts):
        return "".join(part for part in parts if isinstance(part, str))
    return Unknown(STRING, needs_of(*causes), tuple(parts), NOT_NULL)


def _placeholder(resource: ResourceInstance, name: str) -> Value:
    region = resource.region()
    unknown_region = Unknown(STRING, (_whose("region", resource),))
    if name == "region":
        return region or unknown_region
    if name == "account":
        return resource.provider.account or Unknown(STRING, (_whose("account", resource),))
    if name in ("partition", "suffix"):
        return unknown_region if region is None else partition_of(region) if name == "partition" else dns_suffix(region)
    if name == "path" and resource.mode == "managed" and "path" not in resource.declared.block.body.attributes:
        return "/"
    value = resource.values["name" if name == "parameter" else name]
    if isinstance(value, str):
        return value.removeprefix("https://") if name == "url" else value.lstrip("/") if name == "parameter" else value
    return value


def _whose(what: str, resource: ResourceInstance) -> str:
    """Return how to ask for an account or region: one answer decides for all that the same provider deploys."""
    provider, unit = resource.provider, resource.module.root.unit
    return f"the {what} of {unit}" if provider.is_default else f"the {what} of provider {provider.name} in {unit}"
