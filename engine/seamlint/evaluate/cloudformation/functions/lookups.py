"""Functions that look something up: in mappings, in other stacks, in macros.

Source: CloudFormation Template Reference, "Fn::FindInMap", "Fn::FindInMap enhancements", "Fn::GetStackOutput",
"Fn::ImportValue", "Fn::Transform".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.partial import Found, scalar_text
from seamlint.evaluate.cloudformation.work import TOO_MUCH
from seamlint.evaluate.values import Sensitive, Unknown, Value, needs
from seamlint.syntax.cloudformation.tree import Literal, Mapping, Node, Sequence

if TYPE_CHECKING:
    from seamlint.evaluate.cloudformation.evaluator import Evaluator


def entry_at(evaluator: Evaluator, argument: Node) -> tuple[Node | None, tuple[str, ...]]:
    """Return what a mapping holds at the keys of an ``Fn::FindInMap``, and what is missing to know the keys."""
    keys = argument.items[:3] if isinstance(argument, Sequence) else []
    values = [evaluator.value(key) for key in keys]
    missing = needs(values)
    texts = [scalar_text(value.value if isinstance(value, Sensitive) else value) for value in values]
    if missing or len(texts) != 3:
        return None, missing
    mapping = evaluator.stack.template.mappings.get(texts[0] or "")
    node = mapping.value if mapping else None
    for key in texts[1:]:
        node = node.get(key or "") if isinstance(node, Mapping) else None
    return node, ()


def _find(evaluator: Evaluator, argument: Node) -> Found:
    if not isinstance(argument, Sequence) or len(argument.items) not in (3, 4):
        return evaluator.unusable("Fn::FindInMap takes a mapping's name and two keys", argument)
    node, missing = entry_at(evaluator, argument)
    if node is not None:
        return evaluator.found(node)
    if missing:
        return Unknown(missing)
    if "Mappings" in evaluator.stack.template.included:
        return Unknown(("an entry of a mapping, which a macro may make",))
    if len(argument.items) == 4 and isinstance(argument.items[3], Mapping):
        default = argument.items[3].get("DefaultValue")
        if default is not None:
            return evaluator.found(default)
    return evaluator.unusable("no mapping has an entry at these keys", argument)


def _import(evaluator: Evaluator, argument: Node) -> Found:
    name = evaluator.value(argument)
    if not isinstance(name, str):
        missing = needs(name)
        return Unknown(missing) if missing else evaluator.unusable("Fn::ImportValue takes a name", argument)
    value = evaluator.stack.scan.exports.value(name, evaluator.stack)
    return value if evaluator.stack.work.affords(value) else Unknown((TOO_MUCH,))


def _stack_output(evaluator: Evaluator, argument: Node) -> Found:
    written = argument.entries if isinstance(argument, Mapping) else {}
    asked = {name: evaluator.value(entry.value) for name, entry in written.items()}
    stack_name, output = asked.get("StackName"), asked.get("OutputName")
    missing = needs(list(asked.values()))
    if missing:
        return Unknown(missing)
    if not isinstance(stack_name, str) or not isinstance(output, str):
        return evaluator.unusable("Fn::GetStackOutput takes a StackName and an OutputName", argument)
    options, region = evaluator.stack.options, asked.get("Region")
    account = _account_of(asked.get("RoleArn")) or options.account
    region = region if isinstance(region, str) else options.region
    value = evaluator.stack.scan.exports.output(stack_name, output, account, region)
    return value if evaluator.stack.work.affords(value) else Unknown((TOO_MUCH,))


def _account_of(arn: Value) -> str | None:
    """Return the account of a role, in which its stack is looked for."""
    fields = arn.split(":") if isinstance(arn, str) else []
    return fields[4] if len(fields) > 5 else None


def _transform(_evaluator: Evaluator, argument: Node) -> Found:
    name = argument.get("Name") if isinstance(argument, Mapping) else None
    macro = name.value if isinstance(name, Literal) else None
    return Unknown((f"what the macro {macro or ''} makes".replace("  ", " "),))


def _later(needed: str) -> Value:
    return Unknown((needed,))


FUNCTIONS = {
    "Fn::FindInMap": _find,
    "Fn::ImportValue": _import,
    "Fn::Transform": _transform,
    "Fn::GetStackOutput": _stack_output,
    "Fn::RefAll": lambda _evaluator, _argument: _later("all parameters of a type"),
    "Fn::ValueOf": lambda _evaluator, _argument: _later("an attribute of a parameter's value"),
    "Fn::ValueOfAll": lambda _evaluator, _argument: _later("an attribute of parameters' values"),
}
