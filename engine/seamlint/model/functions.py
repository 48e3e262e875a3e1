"""Lambda functions and their versions, dialect-neutral.

Source: AWS Lambda Developer Guide, "Manage Lambda function versions", "Using the Lambda API".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass
from seamlint.evaluate.values import Unknown, needs
from seamlint.model.entity import Entity, Maybe, Pointer
from seamlint.model.reading import bare, elements, text

if TYPE_CHECKING:
    from seamlint.evaluate.values import Value
    from seamlint.model.reading import Blocks


@dataclass(eq=False, repr=False)
class LambdaFunction(Entity):
    """A function.

    Attributes:
        role: ARN of its execution role.
        vpc: whether it is connected to a VPC.
        environment: whether it has environment variables.
        arm: whether it runs on arm64.
        publishes: whether each change makes a numbered version that ``qualified_arn`` names; None where the dialect has
            versions of their own.
    """

    role: Pointer = None
    vpc: Maybe[bool] = False
    environment: Maybe[bool] = False
    arm: Maybe[bool] = False
    publishes: Maybe[bool] | None = None


@dataclass(eq=False, repr=False)
class FunctionVersion(Entity):
    """A numbered version of a function, or an alias of one.

    Attributes:
        function: names the function.
        alias: whether it is an alias.
    """

    function: Pointer = None
    alias: bool = False


def has_entries(held: Blocks, attribute: str) -> Maybe[bool]:
    """Tell whether a block has something in an attribute."""
    values = [bare(block.get(attribute)) for block, _ in held.found]
    if any(isinstance(value, (dict, list)) and value for value in values):
        return True
    if held.complete and all(value is None or value in ({}, []) for value in values):
        return False
    return Unknown(needs(list(values)) or (attribute,))


def is_arm(architectures: Value) -> Maybe[bool]:
    """Tell whether a function's architectures, by default x86_64, are arm64."""
    found = [text(each) for each in elements(architectures)]
    if "arm64" in found:
        return True
    return next((each for each in found if isinstance(each, Unknown)), False)
