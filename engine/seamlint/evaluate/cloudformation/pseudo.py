"""Pseudo parameters: what CloudFormation knows of a stack itself.

Source: CloudFormation Template Reference, "Pseudo parameters reference".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.partial import NO_VALUE, Found
from seamlint.evaluate.partitions import dns_suffix, partition_of
from seamlint.evaluate.values import Unknown

if TYPE_CHECKING:
    from seamlint.evaluate.cloudformation.stack import Stack

PREFIX = "AWS::"


def pseudo_value(stack: Stack, name: str) -> Found:
    """Return what ``Ref`` of a pseudo parameter gives."""
    return NO_VALUE if name == "AWS::NoValue" else pseudo_parameter(stack, name)


def pseudo_parameter(stack: Stack, name: str) -> str | Unknown:
    """Return a pseudo parameter other than ``AWS::NoValue``."""
    options = stack.options
    if name == "AWS::AccountId":
        return options.account or Unknown((f"the account of {stack.unit}",))
    if name == "AWS::StackName":
        whose = stack.caller.resource.address if stack.caller else stack.unit
        return options.stack_name or Unknown((f"the stack name of {whose}",))
    if name in ("AWS::Region", "AWS::Partition", "AWS::URLSuffix"):
        region = options.region
        if region is None:
            return Unknown((f"the region of {stack.unit}",))
        return region if name == "AWS::Region" else _of_region(region, name)
    return Unknown((name,))


def _of_region(region: str, name: str) -> str:
    return partition_of(region) if name == "AWS::Partition" else dns_suffix(region)
