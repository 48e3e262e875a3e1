"""Services that are let in, and whether a condition tells for whom they act (IAM-008).

A service that acts for every customer under one name can be asked by a stranger to use what it was granted: the
confused deputy. One that runs only as the resource that a role was given to cannot.
"The confused deputy problem" and "AWS global condition context keys" in the IAM User Guide; the page of each service
that recommends the keys is named in the table, "cross-service confused deputy prevention" where nothing else is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Text, Verdict
from seamlint.facts.iam.guards import any_value, arn_of_somebody, exact, guarded, table, up_to
from seamlint.facts.iam.statements import Written, statements
from seamlint.graph.graph import fact
from seamlint.model.iam import PolicyKind
from seamlint.named_tuples import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.values import Value
    from seamlint.facts.iam.guards import Fixes
    from seamlint.facts.iam.principals import Principals
    from seamlint.graph.graph import Graph

CLOUDFRONT = "cloudfront.amazonaws.com"
_PREVENTION = "Cross-service confused deputy prevention"
FOR_MANY: dict[str, str] = {
    **dict.fromkeys(
        (
            *("airflow", "airflow-env", "aps", "appsync", "autoscaling-plans", "backup", "bedrock", "budgets", "chime"),
            *("bedrock-agentcore", "datazone", "es", "health", "license-manager", "mq", "notifications", "omics"),
            *("route53", "synthetics", "support", "voiceconnector.chime"),
            *("cloudtrail", "config", "config-multiaccountsetup", "connect", "controltower", "datasync", "dax", "dms"),
            *("detective", "dlm", "events", "firehose", "fis", "forecast", "geo", "grafana", "inspector", "inspector2"),
            *("iot", "iotevents", "iotsitewise", "kendra", "lakeformation", "lex", "lexv2", "logs", "lookoutmetrics"),
            *("macie", "mediaconvert", "medialive", "mediapackage", "mediatailor", "opensearchservice", "osis"),
            *("personalize", "pipes", "qbusiness", "quicksight", "redshift", "rekognition", "resource-groups"),
            *("rds", "s3", "scheduler", "schemas", "secretsmanager", "securityhub", "securitylake", "ses", "sns"),
            *("textract", "timestream", "transcribe", "transfer", "translate", "wellarchitected", "workspaces-web"),
        ),
        _PREVENTION,
    ),
    "acm": "Best practices for AWS Certificate Manager",
    "alexa-appkit": "Using AWS Lambda with Alexa",
    "apidestinations.events": _PREVENTION,
    "apigateway": "Invoke a Lambda function using an Amazon API Gateway endpoint",
    "billingreports": "Setting up an Amazon S3 bucket for Cost and Usage Reports",
    "bcm-data-exports": "Setting up an Amazon S3 bucket for data exports",
    "chatbot": _PREVENTION,
    "cloudfront": "Restrict access to an Amazon S3 origin",
    "cloudwatch": "Alarm events and confused deputy prevention",
    "codecommit": "Manage triggers for a repository",
    "codestar-notifications": "Set up Amazon SNS topics for notifications",
    "cognito-idp": "Cross-service confused deputy prevention in Amazon Cognito",
    "costalerts": "Creating an Amazon SNS topic for anomaly notifications",
    "delivery.logs": "Enable logging from AWS services",
    "elasticloadbalancing": "Lambda functions as targets",
    "email.cognito-idp": "Cross-service confused deputy prevention in Amazon Cognito",
    "export.rds": "Exporting DB snapshot data to Amazon S3",
    "guardduty": "Exporting generated findings to Amazon S3",
    "logdelivery.elasticloadbalancing": "Access logs for your Application Load Balancer",
    "logger.cloudfront": "Standard logging",
    "logging.s3": "Enabling Amazon S3 server access logging",
    "maintenance-windows.ssm": _PREVENTION,
    "malware-protection-plan.guardduty": _PREVENTION,
    "monitoring.rds": "Preventing cross-service confused deputy problems (Amazon RDS)",
    "reporting.trustedadvisor": _PREVENTION,
    "serverlessrepo": "AWS SAM template: sharing applications",
    "vpc-flow-logs": "IAM role for publishing flow logs to CloudWatch Logs",
    "vpc-lattice": _PREVENTION,
}  # fmt: skip
"""Services that act for many customers, without domain, and the page that says how to tell for which one."""

AS_ITSELF = frozenset(
    (
        *("application-autoscaling", "autoscaling", "batch", "build.apprunner", "cloud9", "cloudformation", "cloudhsm"),
        *("codebuild", "codedeploy", "codepipeline", "databrew", "datapipeline", "ec2", "ec2fleet", "ecs", "ecs-tasks"),
        *("edgelambda", "eks", "eks-fargate", "eks-fargate-pods", "eks-nodegroup", "elasticbeanstalk"),
        *("elasticmapreduce", "emr-containers", "emr-serverless", "fsx", "gamelift", "glue", "imagebuilder"),
        *("job-run.emr-containers", "kinesisanalytics", "lambda", "opsworks", "pods.eks", "robomaker", "sagemaker"),
        *("spot", "spotfleet", "ssm", "stacksets.cloudformation", "states", "tasks.apprunner", "credentials.iot"),
        *("greengrass", "member.org.stacksets.cloudformation", "replicator.lambda", "amplify", "rolesanywhere"),
        *("access-analyzer", "elasticfilesystem", "servicecatalog", "dynamodb", "deepracer", "braket", "m2", "evs"),
        *("capabilities.eks", "kafkaconnect", "cloudsearch", "elasticache", "memorydb", "networkmanager", "workspaces"),
    )
)  # fmt: skip
"""Services that use a role only as the resource that it was passed to, or only what their caller passed them.

"Grant a user permissions to pass a role to an AWS service" in the IAM User Guide: nobody can pass another account's
role.
"""

_FOR_WHOM = table({
    "aws:SourceArn": arn_of_somebody,
    "aws:SourceAccount": exact,
    "aws:SourceOrgID": exact,
    "aws:SourceOrgPaths": up_to("/"),
    "aws:PrincipalOrgID": exact,
    "aws:PrincipalOrgPaths": up_to("/"),
    "aws:SourceOwner": exact,
    "sts:ExternalId": any_value,
    "kms:CallerAccount": exact,
    "kms:GrantIsForAWSResource": lambda *_: Verdict.NO,
    "lambda:EventSourceToken": any_value,
})  # fmt: skip
_CONTEXT = "kms:encryptioncontext:"
_DOMAINS = (".amazonaws.com", ".amazonaws.com.cn")
_PARTS_OF_REGION = 3


class Deputy(NamedTuple):
    """A statement that lets services in.

    Attributes:
        services: those that act for many customers, as written.
        verdict: whether one does, and nothing tells for whom.
    """

    written: Written
    services: tuple[str, ...]
    verdict: Verdict

    @property
    def is_distribution(self) -> bool:
        """Whether CloudFront alone is let in, to a bucket: a rule of its own speaks of that (S3-003)."""
        return self.services == (CLOUDFRONT,) and self.written.source.service == "s3"


@fact
def deputies(graph: Graph) -> list[Deputy]:
    """Return the statements that let in services which act, or may act, for many customers."""
    return [
        deputy
        for written in statements(graph)
        if written.kind in (PolicyKind.TRUST, PolicyKind.RESOURCE)
        and written.statement.principals is not None
        and not written.statement.principals.inverted
        for deputy in (_deputy(written, written.statement.principals),)
        if deputy.verdict is not Verdict.NO
    ]


def _deputy(written: Written, principals: Principals) -> Deputy:
    named = {service: _acts_for_many(service) for service in _services(principals)}
    certain = tuple(service for service, verdict in named.items() if verdict is Verdict.YES)
    anyone = Verdict.YES if certain else Verdict.UNDECIDED if Verdict.UNDECIDED in named.values() else Verdict.NO
    if anyone is Verdict.NO:
        return Deputy(written, (), Verdict.NO)
    told = guarded(written.document, written.statement, _for_whom)
    return Deputy(written, certain or tuple(named), anyone & written.allows & ~told)


def _for_whom(key: str) -> Fixes | None:
    """Return what tells for whom a service acts; a KMS encryption context with an ARN does, too."""
    return arn_of_somebody if key.startswith(_CONTEXT) and key.endswith("arn") else _FOR_WHOM(key)


def _services(principals: Principals) -> Iterator[str]:
    for entry in principals.entries:
        if entry.type == "Service":
            yield _spelled(entry.value)


def _spelled(value: Value) -> str:
    """Return a service's name, with a region that is not known left out."""
    if isinstance(value, Text):
        return "".join(part if isinstance(part, str) else "x-x-0" for part in value.parts)
    return value if isinstance(value, str) else ""


def _acts_for_many(service: str) -> Verdict:
    name = without_domain(service)
    if name in FOR_MANY:
        return Verdict.YES
    return Verdict.NO if name in AS_ITSELF or service == "*" else Verdict.UNDECIDED


def without_domain(service: str) -> str:
    """Return a service's name without its domain and region: ``logs`` of ``logs.eu-west-1.amazonaws.com``."""
    name = next((service[: -len(domain)] for domain in reversed(_DOMAINS) if service.endswith(domain)), service)
    *before, last = name.split(".")
    return ".".join(before) if before and last.count("-") + 1 >= _PARTS_OF_REGION and last[-1].isdigit() else name
