"""``Fn::If`` and the functions that are conditions.

Source: CloudFormation Template Reference, "Condition functions".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.conditions import Decision, decide
from seamlint.evaluate.cloudformation.partial import Found, either
from seamlint.evaluate.values import Unknown, Verdict
from seamlint.syntax.cloudformation.tree import Call, Literal, Node, Sequence

if TYPE_CHECKING:
    from seamlint.evaluate.cloudformation.evaluator import Evaluator


def decision_of(evaluator: Evaluator, node: Node) -> Decision:
    """Return whether the first argument of an ``Fn::If`` holds: a condition's name, or a condition."""
    if isinstance(node, Literal) and isinstance(node.value, str):
        return evaluator.condition(node.value, node)
    return decide(evaluator, node)


def branches(argument: Node) -> list[Node] | None:
    """Return the condition and both branches of an ``Fn::If``, None where it has not these three."""
    return argument.items if isinstance(argument, Sequence) and len(argument.items) == 3 else None


def choose(evaluator: Evaluator, argument: Node) -> Found:
    """Return the branch that a condition decides for, or what both branches agree on."""
    parts = branches(argument)
    if parts is None:
        return evaluator.unusable("Fn::If takes a condition and two values", argument)
    condition, then, otherwise = parts
    decision = decision_of(evaluator, condition)
    if decision.verdict is Verdict.UNDECIDED:
        return either(evaluator.found(then), evaluator.found(otherwise), decision.missing)
    return evaluator.found(then if decision.verdict is Verdict.YES else otherwise)


def _as_value(name: str, evaluator: Evaluator, argument: Node) -> Found:
    """Return a condition that stands where a value does."""
    decision = decide(evaluator, Call(argument.start, argument.end, name, argument))
    return Unknown(decision.missing) if decision.verdict is Verdict.UNDECIDED else decision.verdict is Verdict.YES


FUNCTIONS = {
    "Fn::If": choose,
    "Condition": lambda evaluator, argument: _as_value("Condition", evaluator, argument),
    "Fn::And": lambda evaluator, argument: _as_value("Fn::And", evaluator, argument),
    "Fn::Or": lambda evaluator, argument: _as_value("Fn::Or", evaluator, argument),
    "Fn::Not": lambda evaluator, argument: _as_value("Fn::Not", evaluator, argument),
    "Fn::Equals": lambda evaluator, argument: _as_value("Fn::Equals", evaluator, argument),
}
