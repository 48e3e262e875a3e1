"""What is said in one dialect is said in the others, as far as they can say it."""

from __future__ import annotations

from pathlib import Path

import pytest

from seamlint.registry import installed
from seamlint.testing import cases

FIXTURES = Path(__file__).parents[2] / "fixtures"
FAMILIES = ("NET-", "IAM-")

TERRAFORM_ONLY = {
    "IAM-002/good-looked-up": "templates do not look up roles",
    "IAM-007/bad-shared-document": "a template writes a policy into each role that it belongs to",
    "IAM-015/bad-generated": "a template writes the actions of a policy one by one",
    "NET-001/bad-default-acl-adopted": "templates do not adopt the default network ACL of a VPC",
    "NET-009/bad-elastic-address-main-table": "templates do not change the main route table of a VPC",
    "NET-014/bad-replies-of-dynamodb": "templates do not associate an endpoint with the main route table",
    "NET-015/bad-no-egress-to-subnets-not-known": "in a template, a group without rules for egress lets everything out",
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
    bad = [said for name, said in dialects().items() if name.startswith(f"{rule}/bad-")]
    assert {"terraform", "cloudformation", "plan"} <= set().union(*bad)
