"""``Ref`` and ``Fn::GetAtt``.

Source: CloudFormation Template Reference, "Ref", "Fn::GetAtt".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.partial import Found, scalar_text
from seamlint.evaluate.cloudformation.pseudo import PREFIX, pseudo_value
from seamlint.evaluate.cloudformation.work import TOO_MUCH
from seamlint.evaluate.values import Unknown, Value, Verdict, needs
from seamlint.syntax.cloudformation.tree import Literal, Node, Sequence

if TYPE_CHECKING:
    from seamlint.evaluate.cloudformation.evaluator import Evaluator


def referred(evaluator: Evaluator, name: str, node: Node) -> Found:
    """Return what ``Ref`` of a name gives; ``node`` is where it is named."""
    stack = evaluator.stack
    if name in evaluator.variables:
        return evaluator.variables[name]
    if name in stack.template.parameters:
        value = stack.parameter(name)
        return value if stack.work.affords(value) else Unknown((TOO_MUCH,))
    if name.startswith(PREFIX):
        return pseudo_value(stack, name)
    return attribute(evaluator, name, "Ref", node)


def attribute(evaluator: Evaluator, logical_id: str, name: str, node: Node) -> Value:
    """Return an attribute of a resource; ``node`` is where it is named."""
    stack = evaluator.stack
    resource = stack.resources.get(logical_id)
    if resource is not None and resource.presence is Verdict.NO:
        return Unknown((f"{logical_id}, whose condition does not hold",))
    if resource is not None:
        return resource.attribute(name)
    if any(logical_id.startswith(each) for each in stack.opaque):
        return Unknown((f"{logical_id} in a module",))
    if stack.template.makes_more:
        return Unknown((f"{logical_id}, which a macro may make",))
    return evaluator.unusable(f"no parameter or resource is called {logical_id}", node)


def _ref(evaluator: Evaluator, argument: Node) -> Found:
    name = evaluator.value(argument)
    if isinstance(name, str):
        return referred(evaluator, name, argument)
    return Unknown(needs(name)) if needs(name) else evaluator.unusable("Ref takes a name", argument)


def _get_att(evaluator: Evaluator, argument: Node) -> Found:
    if isinstance(argument, Literal):
        logical_id, _, name = evaluator.filled(scalar_text(argument.value) or "").partition(".")
        return attribute(evaluator, logical_id, name, argument)
    parts = argument.items if isinstance(argument, Sequence) else []
    names = [evaluator.value(part) for part in parts]
    missing = needs(names)
    if missing:
        return Unknown(missing)
    texts = [name for name in names if isinstance(name, str)]
    if len(texts) < 2 or len(texts) != len(names):
        return evaluator.unusable("Fn::GetAtt takes a logical id and an attribute's name", argument)
    return attribute(evaluator, texts[0], ".".join(texts[1:]), argument)


FUNCTIONS = {"Ref": _ref, "Fn::GetAtt": _get_att}
