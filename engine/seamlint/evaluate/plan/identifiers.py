"""Which attributes hold another resource's name and nothing around it.

A plan keeps what an expression refers to, not what it does with it: ``aws_s3_bucket.logs.arn`` and
``"${aws_s3_bucket.logs.arn}/*"`` look the same. Where an attribute takes nothing but an id, an ARN or a name, and one
of these is what it refers to, the value can only be that; everywhere else it stays unknown.
Sources: Terraform documentation, "JSON Output Format" ("Expression Representation"); AWS provider documentation, the
arguments of each resource type.
"""

from __future__ import annotations

ENDS = ("_id", "_ids", "_arn", "_arns")
HOLDERS = frozenset({
    "alarm_actions", "autoscaling_group_name", "bucket", "cluster", "cluster_identifier", "elb", "event_bus_name",
    "function_name", "group", "groups", "iam_instance_profile", "identifiers", "instance", "instances",
    "insufficient_data_actions", "launch_configuration", "load_balancers", "log_destination", "ok_actions",
    "origin_access_identity", "override_policy_documents", "permissions_boundary", "principal", "queue_url", "role",
    "roles", "s3_bucket_name", "security_groups", "source_policy_documents", "subnets", "target_bucket",
    "task_definition", "user", "users", "vpc_zone_identifier",
})  # fmt: skip
"""Attributes that take names besides those that end in ``_id`` and the like."""
COMPOSED = frozenset({"cloud_watch_logs_group_arn", "origin_id", "resource_id", "source_arn", "target_origin_id"})
"""Attributes that end so and often hold more than what is referred to, or anything at all."""
DOMAINS = frozenset({
    "bucket_domain_name", "bucket_regional_domain_name", "dns_name", "domain_name", "function_url", "website_endpoint",
})  # fmt: skip
NAMES = frozenset(
    {"arn", "bucket", "cloudfront_access_identity_path", "function_name", "iam_arn", "id", "json", "name"}
)
"""What attributes are called that name their own resource."""
DOCUMENT = ("aws_iam_policy_document", ("json", "minified_json"))
POLICIES = frozenset({
    "access_policy", "assume_role_policy", "inline_policy", "key_policy", "override_json", "policy",
    "repository_policy", "resource_policy", "source_json",
})  # fmt: skip
"""Attributes that take a policy as JSON."""
QUEUE = "aws_sqs_queue"
"""What a subscription's ``endpoint`` names by its ARN alone; that of a function may have a qualifier after it."""
ALONE = frozenset({"aws_iam_role", "aws_iam_user", "aws_kms_key", "aws_kms_replica_key"})
"""Types whose ARN ends with the resource itself: a policy's ``resources`` hold it as it is."""


def is_identifier(name: str) -> bool:
    """Tell whether an attribute takes ids, ARNs or names of other resources only."""
    return name in HOLDERS or (name.endswith(ENDS) and name not in COMPOSED)


def fits(name: str, kind: str, attribute: str) -> bool:
    """Tell whether an attribute can hold nothing but an attribute of a resource of a type, if it refers to it alone."""
    last = attribute.rpartition(".")[2]
    if kind == DOCUMENT[0]:
        return last in DOCUMENT[1] and (name in POLICIES or name.endswith("_policy_documents"))
    if name == "domain_name" or (name == "bucket" and last in DOMAINS):
        return last in DOMAINS
    if name == "endpoint":
        return kind == QUEUE and last == "arn"
    if name in ("resources", "not_resources"):
        return kind in ALONE and last == "arn"
    return last == name or (is_identifier(name) and (last in NAMES or last.endswith(ENDS)))
