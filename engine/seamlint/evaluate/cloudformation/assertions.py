"""A template's ``Rules``: what it asserts of its parameters. A stack whose parameters break one is not deployed.

Sources: CloudFormation User Guide, "CloudFormation template Rules syntax"; CloudFormation Template Reference, "Rule
functions".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.conditions import decide
from seamlint.evaluate.cloudformation.partial import scalar_text
from seamlint.evaluate.values import Verdict
from seamlint.syntax.cloudformation.tree import Literal, Mapping, Node, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.cloudformation.stack import Stack


def check(stack: Stack) -> None:
    """Tell which assertions the parameters of a stack break: a warning where somebody gave them, else a note."""
    problems, document = stack.problems, stack.template.document
    tell = problems.warn if stack.options.given else problems.note
    whose = "its parameters" if stack.options.given else "the defaults of its parameters"
    for name, entry in stack.template.rules.items():
        for assertion in _assertions(stack, entry.value):
            test = assertion.get("Assert")
            if test is not None and decide(stack.evaluator, test).verdict is Verdict.NO:
                says = f"rule {name} refuses {whose}, so that this stack is not deployed{_description(assertion)}"
                tell(says, document.span(assertion))


def _assertions(stack: Stack, rule: Node) -> Iterator[Mapping]:
    """Yield the assertions of a rule whose condition holds."""
    condition = rule.get("RuleCondition") if isinstance(rule, Mapping) else None
    if condition is not None and decide(stack.evaluator, condition).verdict is not Verdict.YES:
        return
    written = rule.get("Assertions") if isinstance(rule, Mapping) else None
    yield from (each for each in written.items if isinstance(each, Mapping)) if isinstance(written, Sequence) else ()


def _description(assertion: Mapping) -> str:
    written = assertion.get("AssertDescription")
    told = scalar_text(written.value) if isinstance(written, Literal) else None
    return f": {told}" if told else ""
