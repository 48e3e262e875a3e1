"""Lambda functions, as far as the edge asks for.

Source: Terraform AWS provider, ``aws_lambda_function``, ``aws_lambda_alias``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.values import Unknown
from seamlint.model.functions import FunctionVersion, LambdaFunction, has_entries, is_arm
from seamlint.model.reading import blocks, pointer, truth
from seamlint.model.terraform.identity import literals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity
    from seamlint.model.terraform.neighbours import Neighbours, Translate

NAMED = ("arn", "qualified_arn", "version", "function_name", "id", "invoke_arn", "qualified_invoke_arn")


def function(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_lambda_function``."""
    values = resource.values
    yield LambdaFunction(
        resource,
        (),
        role=pointer(values.get("role")),
        vpc=has_entries(blocks(values.get("vpc_config")), "subnet_ids"),
        environment=has_entries(blocks(values.get("environment")), "variables"),
        arm=is_arm(values.get("architectures")),
        publishes=truth(values.get("publish")),
        names=literals(resource, "function_name"),
        handles=frozenset(NAMED),
        places={"vpc": ("vpc_config",), "arm": ("architectures",), "publishes": ("publish",)},
    )


def looked_up(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the data source ``aws_lambda_function``: its qualified ARN names a version."""
    unknown = Unknown((f"how {resource.address} is configured",))
    names = literals(resource, "function_name")
    handles = frozenset(NAMED)
    yield LambdaFunction(
        resource, (), vpc=unknown, environment=unknown, arm=unknown, publishes=unknown, names=names, handles=handles
    )


def alias(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate ``aws_lambda_alias``, declared or looked up."""
    named = pointer(resource.values.get("function_name"))
    handles = frozenset({"arn", "id", "invoke_arn"})
    yield FunctionVersion(resource, (), function=named, alias=True, handles=handles)


TRANSLATORS: dict[str, Translate] = {
    "aws_lambda_function": function,
    "data.aws_lambda_function": looked_up,
    "aws_lambda_alias": alias,
    "data.aws_lambda_alias": alias,
}
