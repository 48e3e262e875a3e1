"""What is said in one dialect is said in the others, as far as they can say it."""

from __future__ import annotations

from pathlib import Path

import pytest

from seamlint.registry import installed
from seamlint.testing import cases

FIXTURES = Path(__file__).parents[2] / "fixtures"
FAMILIES = ("NET-", "IAM-", "S3-", "KMS-", "ACM-")

ONE_ACCOUNT = "a stack has one account, and what a new key of another one is called is not known"
ONE_REGION = "a stack has one region, and what it looks up or imports is of that region"
BY_ID = "ids of subnets, groups and VPCs tell no region, and a stack has one"
ACCOUNT_BLOCK = "templates do not set an account's public access block"
ACL_BESIDE = "a template writes a bucket's ACL into the bucket"
GRANTS = "templates make no grants on keys"
OBJECTS = "templates put no objects into buckets"
ORDER = "a template makes a bucket with all that is said of it at once"
POLICY_BESIDE = "a template writes a key's policy into the key"
WAITS = "a template waits for a certificate by itself, and knows no resource that does"
SERVER_CERTIFICATES = "templates do not tell the id of a server certificate, by which distributions name it"

TERRAFORM_ONLY = {
    "ACM-001/bad-provider-passed-to-module": ONE_REGION,
    "ACM-001/good-provider-passed-to-module": ONE_REGION,
    "ACM-001/good-region-of-the-resource": ONE_REGION,
    "ACM-002/bad-certificate-made-for-cloudfront": ONE_REGION,
    "ACM-002/good-arn-held-by-a-parameter": ONE_REGION,
    "ACM-005/bad-nothing-validates": WAITS,
    "ACM-005/bad-used-beside-its-validation": WAITS,
    "ACM-005/good-records-handed-out": WAITS,
    "ACM-005/good-through-the-output-of-a-module": WAITS,
    "ACM-005/good-validated-by-a-module-that-is-not-on-disk": WAITS,
    "ACM-005/good-waits-by-depends-on": WAITS,
    "ACM-006/good-arn-held-by-a-parameter": ONE_REGION,
    "ACM-007/bad-nothing-published": "in a template, versions are resources of their own",
    "ACM-008/bad-another-path": SERVER_CERTIFICATES,
    "ACM-008/bad-default-path": SERVER_CERTIFICATES,
    "ACM-008/good-cloudfront-path": SERVER_CERTIFICATES,
    "ACM-008/good-on-a-listener": SERVER_CERTIFICATES,
    "ACM-008/good-path-not-known": SERVER_CERTIFICATES,
    "ACM-010/bad-network-of-another-region": BY_ID,
    "ACM-010/bad-subnets-of-another-region": BY_ID,
    "ACM-010/bad-topic-of-another-provider": ONE_REGION,
    "ACM-010/bad-validation-in-another-region": WAITS,
    "ACM-010/good-arn-held-by-a-parameter": ONE_REGION,
    "ACM-010/good-network-of-its-own-region": BY_ID,
    "ACM-010/good-subnets-of-the-same-region": BY_ID,
    "IAM-002/good-looked-up": "templates do not look up roles",
    "IAM-007/bad-shared-document": "a template writes a policy into each role that it belongs to",
    "IAM-015/bad-generated": "a template writes the actions of a policy one by one",
    "KMS-001/bad-grant-for-another": GRANTS,
    "KMS-001/bad-policy-beside-the-key": POLICY_BESIDE,
    "KMS-001/good-grant": GRANTS,
    "KMS-001/good-key-policy-not-known": "a template writes a key's policy as an object, and no parameter is one",
    "KMS-002/bad-policy-beside-the-key": POLICY_BESIDE,
    "KMS-002/good-creator": "templates do not know who creates them",
    "KMS-005/bad-not-admitted-by-the-key-policy": ONE_ACCOUNT,
    "KMS-005/good-account-admitted-for-the-role": ONE_ACCOUNT,
    "KMS-005/good-both-halves-by-reference": ONE_ACCOUNT,
    "KMS-005/good-grant": GRANTS,
    "KMS-007/bad-parameters-by-path": "templates make no parameters of the type SecureString",
    "KMS-007/bad-snapshot": "templates take no snapshots",
    "KMS-009/bad-alias-name-of-another-region": ONE_REGION,
    "KMS-009/bad-key-of-another-provider": ONE_REGION,
    "KMS-009/good-replica-key": ONE_REGION,
    "KMS-009/good-trail-with-its-bucket": ONE_REGION,
    "KMS-010/bad-replica-of-an-asymmetric-key": ONE_REGION,
    "KMS-010/bad-rotation-in-a-custom-key-store": "templates put no keys into custom key stores",
    "KMS-011/bad-policy-beside-the-key": POLICY_BESIDE,
    "KMS-012/bad-in-a-document": "a template has no documents beside the policies that hold them",
    "NET-001/bad-default-acl-adopted": "templates do not adopt the default network ACL of a VPC",
    "NET-009/bad-elastic-address-main-table": "templates do not change the main route table of a VPC",
    "NET-011/good-vpc-looked-up-twice": "templates do not look up VPCs",
    "NET-014/bad-replies-of-dynamodb": "templates do not associate an endpoint with the main route table",
    "NET-015/bad-no-egress-to-subnets-not-known": "in a template, a group without rules for egress lets everything out",
    "S3-002/bad-public-object": OBJECTS,
    "S3-002/good-public-object-ignored": OBJECTS,
    "S3-008/bad-account-block": ACCOUNT_BLOCK,
    "S3-008/good-account-block-of-acls": ACCOUNT_BLOCK,
    "S3-009/bad-acl-does-not-wait": ORDER,
    "S3-009/bad-grants-beside": ACL_BESIDE,
    "S3-009/bad-private-acl-beside": ACL_BESIDE,
    "S3-009/good-acl-names-the-ownership": ORDER,
    "S3-009/good-acl-waits-by-way-of-another": ORDER,
    "S3-009/good-ownership-in-a-module-not-on-disk": "templates call no modules that are not on disk",
}
"""Cases that CloudFormation has no words for, and why."""


def dialects() -> dict[str, set[str]]:
    """Return the dialects of each case."""
    found: dict[str, set[str]] = {}
    for case in cases(FIXTURES):
        found.setdefault(f"{case.rule}/{case.name}", set()).add(case.dialect.split("-")[0])
    return found


def test_cases_in_terraform_are_in_cloudformation_too() -> None:
    alone = {name for name, said in dialects().items() if "terraform" in said and "cloudformation" not in said}
    assert {name for name in alone if name.startswith(FAMILIES)} == set(TERRAFORM_ONLY)


@pytest.mark.parametrize("rule", [each.rule.id for each in installed() if each.rule.id.startswith(FAMILIES)])
def test_every_rule_finds_something_in_code_templates_and_plans(rule: str) -> None:
    bad = {name: said for name, said in dialects().items() if name.startswith(f"{rule}/bad-")}
    sayable = {"terraform", "plan"} if bad.keys() <= TERRAFORM_ONLY.keys() else {"terraform", "cloudformation", "plan"}
    assert sayable <= set().union(*bad.values())
