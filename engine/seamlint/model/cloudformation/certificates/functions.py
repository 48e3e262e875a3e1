"""Lambda functions, as far as the edge asks for.

Source: AWS CloudFormation template reference, ``AWS::Lambda::Function``, ``AWS::Lambda::Version``,
``AWS::Lambda::Alias``.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from seamlint.model.functions import FunctionVersion, LambdaFunction, has_entries, is_arm
from seamlint.model.reading import blocks, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity


def function(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::Lambda::Function``."""
    values = resource.values
    yield LambdaFunction(
        resource,
        (),
        role=pointer(values.get("Role")),
        vpc=has_entries(blocks(values.get("VpcConfig")), "SubnetIds"),
        environment=has_entries(blocks(values.get("Environment")), "Variables"),
        arm=is_arm(values.get("Architectures")),
        handles=frozenset({"Ref", "Arn"}),
        places={"role": ("Role",), "vpc": ("VpcConfig",), "environment": ("Environment",), "arm": ("Architectures",)},
    )


def version(alias: bool, resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``AWS::Lambda::Version`` and ``AWS::Lambda::Alias``."""
    named = pointer(resource.values.get("FunctionName"))
    handles = frozenset({"Ref", "AliasArn", "FunctionArn"})
    yield FunctionVersion(
        resource, (), function=named, alias=alias, handles=handles, places={"function": ("FunctionName",)}
    )


TRANSLATORS: dict[str, Translate] = {
    "AWS::Lambda::Function": function,
    "AWS::Lambda::Version": partial(version, False),  # noqa: FBT003
    "AWS::Lambda::Alias": partial(version, True),  # noqa: FBT003
}
