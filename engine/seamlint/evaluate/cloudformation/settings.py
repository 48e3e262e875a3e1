"""How a stack is deployed: what its template does not say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.data_classes import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Mapping

    from seamlint.evaluate.cloudformation.constructs import Constructs
    from seamlint.evaluate.resource import Origin
    from seamlint.evaluate.values import Value


@dataclass(frozen=True)
class Given:
    """A parameter's value from outside, and where it is set."""

    value: Value
    origin: Origin


@dataclass(frozen=True)
class Options:
    """What is known of a stack before its template is read.

    Attributes:
        account, region: where it is deployed, None while not known.
        stack_name: its name, None while not known.
        given: values of parameters, by name.
        constructs: what an AWS CDK assembly tells of its resources; None for other templates.
    """

    account: str | None = None
    region: str | None = None
    stack_name: str | None = None
    given: Mapping[str, Given] = field(default_factory=dict)
    constructs: Constructs | None = None

    @property
    def dialect(self) -> str:
        """What its resources were written in."""
        return "cloudformation" if self.constructs is None else "cdk"
