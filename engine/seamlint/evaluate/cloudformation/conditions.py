"""Conditions in three values.

Source: CloudFormation Template Reference, "Condition functions"; User Guide, "CloudFormation template Conditions
syntax".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.parameters import allowed_values
from seamlint.evaluate.cloudformation.partial import scalar_text
from seamlint.evaluate.values import Sensitive, Text, Unknown, Value, Verdict, is_known, needs
from seamlint.named_tuples import NamedTuple
from seamlint.syntax.cloudformation.tree import Call, Literal, Mapping, Node, Sequence

if TYPE_CHECKING:
    from seamlint.evaluate.cloudformation.evaluator import Evaluator
    from seamlint.evaluate.cloudformation.stack import Stack


MEMBERSHIP = frozenset({"Fn::Contains", "Fn::EachMemberEquals", "Fn::EachMemberIn"})
"""Tests that only a template's ``Rules`` may hold."""


class Decision(NamedTuple):
    """Whether a condition holds, and what is missing to tell."""

    verdict: Verdict
    missing: tuple[str, ...] = ()


def decide(evaluator: Evaluator, node: Node) -> Decision:
    """Return whether the condition that a node writes holds."""
    name = _named(node)
    if name is not None:
        return evaluator.condition(name, node)
    if isinstance(node, Literal):
        return _literal(evaluator, node)
    operands = node.argument.items if isinstance(node, Call) and isinstance(node.argument, Sequence) else []
    if isinstance(node, Call) and node.name == "Fn::Equals" and len(operands) == 2:
        return _equal(evaluator, *operands)
    if isinstance(node, Call) and operands and (node.name in ("Fn::And", "Fn::Or") or _is_not(node, operands)):
        return _joined([decide(evaluator, operand) for operand in operands], node.name)
    if isinstance(node, Call) and node.name in MEMBERSHIP and len(operands) == 2:
        from seamlint.evaluate.cloudformation.membership import membership

        return membership(evaluator, node.name, operands)
    return _unusable(evaluator, "a condition is made of Fn::Equals, Fn::And, Fn::Or, Fn::Not and Condition", node)


def _is_not(node: Call, operands: list[Node]) -> bool:
    return node.name == "Fn::Not" and len(operands) == 1


def _joined(decisions: list[Decision], name: str) -> Decision:
    if name == "Fn::Not":
        return Decision(~decisions[0].verdict, decisions[0].missing)
    verdict = Verdict.of(name == "Fn::And")
    for each in decisions:
        verdict = verdict & each.verdict if name == "Fn::And" else verdict | each.verdict
    if verdict is not Verdict.UNDECIDED:
        return Decision(verdict)
    return Decision(verdict, tuple(dict.fromkeys(need for each in decisions for need in each.missing)))


def _named(node: Node) -> str | None:
    """Return the name in ``!Condition Name`` or ``Condition: Name``."""
    if isinstance(node, Mapping) and len(node.entries) == 1:
        node = node.get("Condition") or node
    elif isinstance(node, Call) and node.name == "Condition":
        node = node.argument
    else:
        return None
    return node.value if isinstance(node, Literal) and isinstance(node.value, str) else None


def _literal(evaluator: Evaluator, node: Literal) -> Decision:
    known = {"true": Verdict.YES, "false": Verdict.NO}.get((scalar_text(node.value) or "").lower())
    return Decision(known) if known else _unusable(evaluator, "a condition is no plain value", node)


def _unusable(evaluator: Evaluator, message: str, node: Node) -> Decision:
    return Decision(Verdict.UNDECIDED, evaluator.unusable(message, node).needs)


def _equal(evaluator: Evaluator, left: Node, right: Node) -> Decision:
    one, other = _bare(evaluator.value(left)), _bare(evaluator.value(right))
    verdict = equal(one, other)
    if verdict is Verdict.UNDECIDED and (_excludes(evaluator, left, other) or _excludes(evaluator, right, one)):
        verdict = Verdict.NO
    if verdict is not Verdict.UNDECIDED:
        return Decision(verdict)
    return Decision(verdict, tuple(dict.fromkeys((*needs(one), *needs(other)))))


def _excludes(evaluator: Evaluator, node: Node, value: Value) -> bool:
    """Tell whether a node is a parameter that is never allowed to be a value."""
    plain = scalar_text(value)
    if plain is None or not isinstance(node, Call) or node.name != "Ref" or not isinstance(node.argument, Literal):
        return False
    name = str(node.argument.value)
    declared = name in evaluator.stack.template.parameters
    allowed = allowed_values(evaluator.stack, name) if declared else None
    return allowed is not None and plain not in allowed


def _bare(value: Value) -> Value:
    return value.value if isinstance(value, Sensitive) else value


def equal(one: Value, other: Value) -> Verdict:
    """Tell whether two values are equal; CloudFormation compares them as text."""
    left, right = scalar_text(one), scalar_text(other)
    if left is not None and right is not None:
        return Verdict.of(left == right)
    if is_known(one) and is_known(other):
        return Verdict.of(one == other)
    if one == other and not _open(one):
        return Verdict.YES
    if isinstance(one, Text) and right is not None:
        return Verdict.UNDECIDED if _may_be(one, right) else Verdict.NO
    if isinstance(other, Text) and left is not None:
        return Verdict.UNDECIDED if _may_be(other, left) else Verdict.NO
    return Verdict.UNDECIDED


def _open(value: Value) -> bool:
    """Tell whether something in a value is not even known by whose it is: equal unknowns may be different values."""
    if isinstance(value, Unknown):
        return True
    if isinstance(value, Text):
        return any(isinstance(part, Unknown) for part in value.parts)
    if isinstance(value, list):
        return any(map(_open, value))
    return any(map(_open, value.values())) if isinstance(value, dict) else False


def _may_be(text: Text, whole: str) -> bool:
    """Tell whether a partly known text may turn out to be a known one."""
    first, last = text.parts[0], text.parts[-1]
    known = sum(len(part) for part in text.parts if isinstance(part, str))
    begins = whole.startswith(first) if isinstance(first, str) else True
    ends = whole.endswith(last) if isinstance(last, str) else True
    return begins and ends and known <= len(whole)


def implied(stack: Stack, name: str) -> dict[str, Decision]:
    """Return the conditions that are decided where a named one holds: itself, and what it is made of."""
    found: dict[str, Decision] = {}
    pending = [(name, Verdict.YES)]
    while pending:
        at, verdict = pending.pop()
        if at not in found:
            found[at] = Decision(verdict)
            declared = stack.conditions_declared.get(at)
            pending += _implied_by(declared[0].value, verdict) if declared else []
    return found


def _implied_by(node: Node, verdict: Verdict) -> list[tuple[str, Verdict]]:
    """Return the names, with their verdicts, that follow from a condition: all of an And, each of an Or that fails."""
    name = _named(node)
    if name is not None:
        return [(name, verdict)]
    if not isinstance(node, Call) or not isinstance(node.argument, Sequence):
        return []
    if node.name == "Fn::Not":
        return [each for operand in node.argument.items for each in _implied_by(operand, ~verdict)]
    certain = (node.name == "Fn::And" and verdict is Verdict.YES) or (node.name == "Fn::Or" and verdict is Verdict.NO)
    return [each for operand in node.argument.items for each in _implied_by(operand, verdict)] if certain else []
