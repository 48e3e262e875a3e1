"""Data sources that need no look-up: their answer follows from their arguments, the account and the region.

Source: AWS provider documentation, "Data Sources": ``aws_partition``, ``aws_region``, ``aws_caller_identity``,
``aws_service_principal``, ``aws_arn``, ``aws_default_tags``, the service accounts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.partitions import dns_suffix, partition_of
from seamlint.evaluate.terraform import regions
from seamlint.evaluate.terraform.policy_document import policy_json
from seamlint.evaluate.terraform.values import Null, Value, unmark

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from seamlint.evaluate.terraform.resources import ResourceInstance


def looked_up(resource: ResourceInstance, name: str) -> Value | None:
    """Return an attribute of a data source where it is known, else None."""
    if resource.type == "aws_iam_policy_document":
        return policy_json(resource, name)
    answer = ANSWERS.get(resource.type)
    return answer(resource).get(name) if answer else None


def answers(resource: ResourceInstance) -> dict[str, Value]:
    """Return what a data source answers, all of it, beside the arguments that it is given."""
    names = ("json", "minified_json") if resource.type == "aws_iam_policy_document" else ()
    found = {name: policy_json(resource, name) for name in names}
    if resource.type in ANSWERS:
        found.update(ANSWERS[resource.type](resource))
    return {name: value for name, value in found.items() if value is not None}


def _partition(resource: ResourceInstance) -> dict[str, Value]:
    region = resource.region()
    if region is None:
        return {}
    partition = partition_of(region)
    return {
        "partition": partition,
        "id": partition,
        "dns_suffix": dns_suffix(region),
        "reverse_dns_prefix": regions.reverse_dns_prefix(region),
    }


def _region(resource: ResourceInstance) -> dict[str, Value]:
    arguments = resource.declared.block.body.attributes
    written = (unmark(resource.values[name])[0] for name in ("name", "region") if name in arguments)
    region = next((value for value in written if not isinstance(value, Null)), resource.region())
    if not isinstance(region, str) or "endpoint" in arguments:
        return {}
    return {"region": region, "name": region, "id": region, "endpoint": f"ec2.{region}.{dns_suffix(region)}"}


def _caller_identity(resource: ResourceInstance) -> dict[str, Value]:
    account = resource.provider.account
    return {} if account is None else {"account_id": account, "id": account}


def _service_principal(resource: ResourceInstance) -> dict[str, Value]:
    service, region = unmark(resource.values["service_name"])[0], resource.region()
    if not isinstance(service, str) or region is None:
        return {}
    suffix = regions.principal_suffix(service, region)
    return {"name": f"{service}.{suffix}", "id": f"{service}.{region}.{suffix}", "suffix": suffix, "region": region}


def _arn(resource: ResourceInstance) -> dict[str, Value]:
    arn = unmark(resource.values["arn"])[0]
    fields = arn.split(":", 5) if isinstance(arn, str) else []
    if len(fields) != 6:
        return {}
    names = ("partition", "service", "region", "account", "resource")
    return {**dict(zip(names, fields[1:], strict=True)), "id": ":".join(fields)}


def _default_tags(resource: ResourceInstance) -> dict[str, Value]:
    return {"tags": resource.provider.default_tags}


def _account_of(accounts: Mapping[str, str], user: str) -> Callable[[ResourceInstance], dict[str, Value]]:
    def answer(resource: ResourceInstance) -> dict[str, Value]:
        region = resource.region()
        account = accounts.get(region) if region else None
        if region is None or account is None:
            return {}
        return {"id": account, "arn": f"arn:{partition_of(region)}:iam::{account}:{user}"}

    return answer


def _billing(resource: ResourceInstance) -> dict[str, Value]:
    region = resource.region()
    arn = f"arn:{partition_of(region)}:iam::{regions.BILLING_ACCOUNT}:root" if region else None
    return {"id": regions.BILLING_ACCOUNT} if arn is None else {"id": regions.BILLING_ACCOUNT, "arn": arn}


ANSWERS: Mapping[str, Callable[[ResourceInstance], dict[str, Value]]] = {
    "aws_partition": _partition,
    "aws_region": _region,
    "aws_caller_identity": _caller_identity,
    "aws_service_principal": _service_principal,
    "aws_arn": _arn,
    "aws_default_tags": _default_tags,
    "aws_elb_service_account": _account_of(regions.ELB_ACCOUNTS, "root"),
    "aws_cloudtrail_service_account": _account_of(regions.CLOUDTRAIL_ACCOUNTS, "root"),
    "aws_redshift_service_account": _account_of(regions.REDSHIFT_ACCOUNTS, "user/logs"),
    "aws_billing_service_account": _billing,
}
