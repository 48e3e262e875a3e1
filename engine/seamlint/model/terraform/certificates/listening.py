"""What listener rules match.

Source: Terraform AWS provider, ``aws_lb_listener_rule``; in version 2, conditions have ``field`` and ``values``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.model.listening import Words, conditions, host_condition, rule_order

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.resource import Resource
    from seamlint.model.entity import Entity
    from seamlint.model.terraform.neighbours import Neighbours, Translate

WORDS = Words(
    listener="listener_arn",
    priority="priority",
    conditions="condition",
    field="field",
    host="host_header",
    path="path_pattern",
    values="values",
)


def rule(resource: Resource, _: Neighbours) -> Iterator[Entity]:
    """Translate the conditions of ``aws_lb_listener_rule``."""
    found = conditions(resource, WORDS)
    yield rule_order(resource, found, WORDS)
    yield from (host_condition(resource, each, WORDS) for each in found if each.kind == "host")


TRANSLATORS: dict[str, Translate] = {"aws_lb_listener_rule": rule, "aws_alb_listener_rule": rule}
