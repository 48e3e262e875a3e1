"""What ``Ref`` and ``Fn::GetAtt`` give where CloudFormation's rule is fixed.

A name, ARN or URL becomes text when all of its parts are known; what CloudFormation makes up stays a reference. What is
known of an ARN that stays a reference is kept beside the resource (`known_names`).
Sources: CloudFormation Template Reference, "Return values" of each resource type; Service Authorization Reference,
"Resource types defined by ..." (ARN formats by service).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.crossings import READER
from seamlint.evaluate.cloudformation.partial import Part, text, text_parts
from seamlint.evaluate.cloudformation.pseudo import pseudo_parameter
from seamlint.evaluate.values import Reference, Unknown, Value, is_known
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seamlint.evaluate.cloudformation.resources import StackResource

_IAM = "arn:{partition}:iam::{account}:"
_S3 = "{BucketName}.s3"


def _regional(service: str, resource: str) -> str:
    return f"arn:{{partition}}:{service}:{{region}}:{{account}}:{resource}"


def _named(service: str, resource: str, name: str) -> dict[str, str]:
    """Return the attributes of a regional resource that ``Ref`` names."""
    return {"Ref": f"{{{name}}}", "Arn": _regional(service, resource.format(f"{{{name}}}"))}


SYNTHESISED: Mapping[str, Mapping[str, str]] = {
    "AWS::S3::Bucket": {
        "Ref": "{BucketName}",
        "Arn": "arn:{partition}:s3:::{BucketName}",
        "DomainName": _S3 + ".{suffix}",
        "RegionalDomainName": _S3 + ".{region}.{suffix}",
        "DualStackDomainName": _S3 + ".dualstack.{region}.{suffix}",
        "WebsiteURL": "http://{BucketName}.s3-website{dash}{region}.{suffix}",
    },
    "AWS::IAM::Role": {"Ref": "{RoleName}", "Arn": _IAM + "role{Path}{RoleName}"},
    "AWS::IAM::User": {"Ref": "{UserName}", "Arn": _IAM + "user{Path}{UserName}"},
    "AWS::IAM::Group": {"Ref": "{GroupName}", "Arn": _IAM + "group{Path}{GroupName}"},
    "AWS::IAM::InstanceProfile": {
        "Ref": "{InstanceProfileName}", "Arn": _IAM + "instance-profile{Path}{InstanceProfileName}",
    },
    "AWS::IAM::ManagedPolicy": {
        "Ref": _IAM + "policy{Path}{ManagedPolicyName}", "PolicyArn": _IAM + "policy{Path}{ManagedPolicyName}",
    },
    "AWS::IAM::SAMLProvider": {"Ref": _IAM + "saml-provider/{Name}"},
    "AWS::IAM::OIDCProvider": {"Ref": _IAM + "oidc-provider/{Url}", "Arn": _IAM + "oidc-provider/{Url}"},
    "AWS::SQS::Queue": {
        "Ref": "https://sqs.{region}.{suffix}/{account}/{QueueName}",
        "QueueUrl": "https://sqs.{region}.{suffix}/{account}/{QueueName}",
        "QueueName": "{QueueName}",
        "Arn": _regional("sqs", "{QueueName}"),
    },
    "AWS::SNS::Topic": {
        "Ref": _regional("sns", "{TopicName}"), "TopicArn": _regional("sns", "{TopicName}"), "TopicName": "{TopicName}",
    },
    "AWS::Lambda::Function": _named("lambda", "function:{}", "FunctionName"),
    "AWS::DynamoDB::Table": _named("dynamodb", "table/{}", "TableName"),
    "AWS::DynamoDB::GlobalTable": _named("dynamodb", "table/{}", "TableName"),
    "AWS::Logs::LogGroup": {"Ref": "{LogGroupName}", "Arn": _regional("logs", "log-group:{LogGroupName}:*")},
    "AWS::Events::EventBus": {**_named("events", "event-bus/{}", "Name"), "Name": "{Name}"},
    "AWS::Events::Rule": {"Arn": _regional("events", "rule/{Name}")},
    "AWS::CloudWatch::Alarm": _named("cloudwatch", "alarm:{}", "AlarmName"),
    "AWS::Kinesis::Stream": _named("kinesis", "stream/{}", "Name"),
    "AWS::KinesisFirehose::DeliveryStream": _named("firehose", "deliverystream/{}", "DeliveryStreamName"),
    "AWS::ECR::Repository": {
        **_named("ecr", "repository/{}", "RepositoryName"),
        "RepositoryUri": "{account}.dkr.ecr.{region}.{suffix}/{RepositoryName}",
    },
    "AWS::ECS::Cluster": _named("ecs", "cluster/{}", "ClusterName"),
    "AWS::EKS::Cluster": _named("eks", "cluster/{}", "Name"),
    "AWS::KMS::Alias": {"Ref": "{AliasName}"},
    "AWS::SSM::Parameter": {"Ref": "{Name}"},
    "AWS::RDS::DBInstance": {
        "Ref": "{DBInstanceIdentifier}", "DBInstanceArn": _regional("rds", "db:{DBInstanceIdentifier}"),
    },
    "AWS::RDS::DBCluster": {
        "Ref": "{DBClusterIdentifier}", "DBClusterArn": _regional("rds", "cluster:{DBClusterIdentifier}"),
    },
    "AWS::RDS::DBSubnetGroup": {"Ref": "{DBSubnetGroupName}"},
    "AWS::StepFunctions::StateMachine": {
        "Ref": _regional("states", "stateMachine:{StateMachineName}"),
        "Arn": _regional("states", "stateMachine:{StateMachineName}"),
        "Name": "{StateMachineName}",
    },
    "AWS::CloudTrail::Trail": {"Ref": "{TrailName}", "Arn": _regional("cloudtrail", "trail/{TrailName}")},
    "AWS::CodeBuild::Project": _named("codebuild", "project/{}", "Name"),
    "AWS::CodePipeline::Pipeline": {"Ref": "{Name}"},
    "AWS::CodeCommit::Repository": {
        "Name": "{RepositoryName}", "Arn": _regional("codecommit", "{RepositoryName}"),
    },
    "AWS::Backup::BackupVault": {
        "Ref": "{BackupVaultName}", "BackupVaultArn": _regional("backup", "backup-vault:{BackupVaultName}"),
    },
    "AWS::OpenSearchService::Domain": _named("es", "domain/{}", "DomainName"),
    "AWS::Elasticsearch::Domain": _named("es", "domain/{}", "DomainName"),
    "AWS::EC2::KeyPair": {"Ref": "{KeyName}"},
    "AWS::Athena::WorkGroup": {"Ref": "{Name}"},
}  # fmt: skip
"""Attributes by resource type; ``{Name}`` is a property of the resource, lower case what stands around it."""

WRITTEN: Mapping[str, frozenset[str]] = {
    "AWS::EC2::VPC": frozenset({"CidrBlock"}),
    "AWS::EC2::Subnet": frozenset({"AvailabilityZone", "CidrBlock", "VpcId"}),
    "AWS::EC2::SecurityGroup": frozenset({"VpcId"}),
    "AWS::EC2::Instance": frozenset({"AvailabilityZone"}),
    "AWS::EC2::TransitGatewayAttachment": frozenset({"VpcId"}),
    "AWS::EC2::VPCEndpoint": frozenset({"VpcId"}),
    "AWS::EC2::RouteTable": frozenset({"VpcId"}),
    "AWS::EC2::NetworkAcl": frozenset({"VpcId"}),
}
"""Attributes that give a property as it is written, where it is."""

PARTLY_KNOWN: Mapping[str, Mapping[str, str]] = {
    "AWS::KMS::Key": {"Arn": _regional("kms", "key/{Ref}")},
    "AWS::KMS::ReplicaKey": {"Arn": _regional("kms", "key/{Ref}")},
    "AWS::SecretsManager::Secret": {"Ref": _regional("secretsmanager", "secret:{Name}-{Id}")},
    "AWS::CloudFront::Distribution": {"Arn": "arn:{partition}:cloudfront::{account}:distribution/{Ref}"},
    "AWS::CertificateManager::Certificate": {"Ref": _regional("acm", "certificate/{Id}")},
    "AWS::EFS::FileSystem": {"Arn": _regional("elasticfilesystem", "file-system/{Ref}")},
    "AWS::EC2::Instance": {"Arn": _regional("ec2", "instance/{Ref}")},
    "AWS::EC2::VPC": {"Arn": _regional("ec2", "vpc/{Ref}")},
    "AWS::EC2::Subnet": {"Arn": _regional("ec2", "subnet/{Ref}")},
    "AWS::EC2::SecurityGroup": {"Arn": _regional("ec2", "security-group/{GroupId}")},
}
"""ARNs that stay references; the pattern tells what is known of them."""

_PSEUDO = {
    "partition": "AWS::Partition", "region": "AWS::Region", "account": "AWS::AccountId", "suffix": "AWS::URLSuffix",
}  # fmt: skip
DASHED = frozenset({
    "ap-northeast-1", "ap-southeast-1", "ap-southeast-2", "eu-west-1", "sa-east-1", "us-east-1", "us-gov-west-1",
    "us-west-1", "us-west-2",
})  # fmt: skip
"""Regions with ``-`` before their name in website endpoints (Amazon S3 User Guide, "Website endpoints"); else ``.``."""
_PLACEHOLDER = Pattern(r"\{(\w+)\}")
_NAMES = ("Ref", "Arn")


def by_rule(resource: StackResource, name: str) -> Value:
    """Return an attribute where all of its parts are known, null where it has to stay a reference."""
    nested = resource.nested if name.startswith("Outputs.") else None
    if nested is not None:
        output = name.partition(".")[2]
        value = nested.output(output) if output in nested.output_entries else None
        return value if nested.work.affords(value) else None
    if resource.type == READER:
        return resource.stack.scan.crossings.value(name, resource.stack)
    if name in WRITTEN.get(resource.type, ()):
        return resource.own(name)
    pattern = SYNTHESISED.get(resource.type, {}).get(name)
    if pattern is None:
        return None
    value = _filled(resource, pattern)
    return value if is_known(value) else None


def known_names(resource: StackResource) -> dict[str, Value]:
    """Return the texts that name a resource from elsewhere, as far as they are known, by attribute.

    Its ARN stands under ``arn`` too, whichever attribute gives it.
    """
    patterns = {**SYNTHESISED.get(resource.type, {}), **PARTLY_KNOWN.get(resource.type, {})}
    found = {name: _filled(resource, pattern) for name, pattern in patterns.items() if name.endswith(_NAMES)}
    known: dict[str, Value] = {n: value for n, value in found.items() if not isinstance(value, (Reference, Unknown))}
    arn = next((name for name in known if patterns[name].startswith("arn:")), None)
    return known if arn is None else {**known, "arn": known[arn]}


def _filled(resource: StackResource, pattern: str) -> Value:
    parts: list[Part] = []
    at = 0
    for match in _PLACEHOLDER.finditer(pattern):
        parts.append(pattern[at : match.start()])
        parts += _placeholder(resource, match[1])
        at = match.end()
    return text([*parts, pattern[at:]])


def _placeholder(resource: StackResource, name: str) -> list[Part]:
    if name in _PSEUDO:
        return text_parts(pseudo_parameter(resource.stack, _PSEUDO[name])) or []
    if name == "dash":
        region = resource.stack.options.region
        return [] if region is None else ["-" if region in DASHED else "."]
    if name in ("Ref", "GroupId", "Id"):
        return [Reference(resource.stack.unit, resource.address, name)]
    value = resource.own(name)
    if value is None and name == "Path":
        return ["/"]
    if name == "Url" and isinstance(value, str):
        value = value.removeprefix("https://")
    made_up = Reference(resource.stack.unit, resource.address, name)
    return [made_up] if value is None else text_parts(value) or [made_up]
