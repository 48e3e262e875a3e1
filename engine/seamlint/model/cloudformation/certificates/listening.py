"""What listener rules match.

Source: AWS CloudFormation template reference, ``AWS::ElasticLoadBalancingV2::ListenerRule``, "RuleCondition".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model.listening import Words, conditions, host_condition, rule_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.cloudformation.neighbours import Neighbours, Translate
    from seamlint.model.entity import Entity

WORDS = Words(
    listener="ListenerArn",
    priority="Priority",
    conditions="Conditions",
    field="Field",
    host="HostHeaderConfig",
    path="PathPatternConfig",
    values="Values",
)


def rule(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the conditions of ``AWS::ElasticLoadBalancingV2::ListenerRule``."""
    found = conditions(resource, WORDS)
    yield rule_order(resource, found, WORDS)
    yield from (host_condition(resource, each, WORDS) for each in found if each.kind == "host")


TRANSLATORS: dict[str, Translate] = {"AWS::ElasticLoadBalancingV2::ListenerRule": rule}
