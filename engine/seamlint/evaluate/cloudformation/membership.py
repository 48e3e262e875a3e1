"""The functions of a template's ``Rules`` that compare with lists.

Source: CloudFormation Template Reference, "Rule functions".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.conditions import Decision, equal
from seamlint.evaluate.values import Sensitive, Value, Verdict, needs

if TYPE_CHECKING:
    from collections.abc import Callable

    from seamlint.evaluate.cloudformation.evaluator import Evaluator
    from seamlint.syntax.cloudformation.tree import Node


def contains(members: list[Value], text: Value) -> Verdict:
    """Tell whether a text is among some."""
    verdict = Verdict.NO
    for member in members:
        verdict |= equal(member, text)
    return verdict


def _each_equals(members: list[Value], text: Value) -> Verdict:
    verdict = Verdict.YES
    for member in members:
        verdict &= equal(member, text)
    return verdict


def _each_in(members: list[Value], others: Value) -> Verdict:
    verdict = Verdict.YES if isinstance(others, list) else Verdict.UNDECIDED
    for member in members:
        verdict &= contains(others if isinstance(others, list) else [others], member)
    return verdict


TESTS: dict[str, Callable[[list[Value], Value], Verdict]] = {
    "Fn::Contains": contains, "Fn::EachMemberEquals": _each_equals, "Fn::EachMemberIn": _each_in,
}  # fmt: skip


def membership(evaluator: Evaluator, name: str, operands: list[Node]) -> Decision:
    """Return whether a test of a list holds; a list that is not known leaves it open."""
    members, other = (_bare(evaluator.value(operand)) for operand in operands)
    missing = tuple(dict.fromkeys((*needs(members), *needs(other))))
    verdict = TESTS[name](members, other) if isinstance(members, list) else Verdict.UNDECIDED
    return Decision(verdict, missing if verdict is Verdict.UNDECIDED else ())


def _bare(value: Value) -> Value:
    return value.value if isinstance(value, Sensitive) else value
