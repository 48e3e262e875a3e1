"""What a node of a template evaluates to, in each stack that is made of the template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.evaluator import LOOP
from seamlint.evaluate.cloudformation.locator import TemplateLocator
from seamlint.evaluate.cloudformation.origins import origins
from seamlint.evaluate.inspection import Inspected
from seamlint.evaluate.values import Unknown, Verdict
from seamlint.syntax.cloudformation.tree import Call, Literal, Mapping, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seamlint.evaluate.cloudformation.conditions import Decision
    from seamlint.evaluate.cloudformation.evaluator import Evaluator
    from seamlint.evaluate.cloudformation.resources import StackResource
    from seamlint.evaluate.cloudformation.stack import Stack
    from seamlint.evaluate.inspection import Cursor
    from seamlint.evaluate.resource import Unit
    from seamlint.evaluate.values import Value
    from seamlint.syntax.cloudformation.tree import Entry, Node


def inspect_template(unit: Unit, cursor: Cursor) -> Iterator[Inspected]:
    """Yield what the node around a place in a template evaluates to."""
    locators = (each.locator for each in unit.resources)
    stack = next((each.resource.stack for each in locators if isinstance(each, TemplateLocator)), None)
    while stack is not None and stack.caller is not None:
        stack = stack.caller.stack
    for each in stack.stacks() if stack else ():
        if each.template.document.source.path == cursor.file:
            yield from _in_stack(each, each.template.document.source.offset(cursor.line, cursor.column))


def _in_stack(stack: Stack, offset: int) -> Iterator[Inspected]:
    name = stack.prefix.rstrip(".")
    for resource in stack.resources.values():
        if _holds(resource.entry, offset):
            yield from _in_resource(resource, offset)
    for entry, evaluator in stack.output_entries.values():
        if _holds(entry, offset):
            yield from _evaluated(evaluator, entry.value, offset, name)
    for parameter, entry in _declared(stack, "Parameters"):
        if _holds(entry, offset):
            yield _at(stack, entry, stack.parameter(parameter))
    for condition, (entry, _) in stack.conditions_declared.items():
        if _holds(entry, offset):
            yield _at(stack, entry, _truth(stack.condition(condition, entry.value)))


def _declared(stack: Stack, section: str) -> Iterator[tuple[str, Entry]]:
    root = stack.template.document.root
    node = root.get(section) if isinstance(root, Mapping) else None
    yield from node.entries.items() if isinstance(node, Mapping) else ()


def _in_resource(resource: StackResource, offset: int) -> Iterator[Inspected]:
    properties, condition = resource.written("Properties"), resource.written("Condition")
    if properties is not None:
        yield from _evaluated(resource.evaluator, properties, offset, resource.address)
    if isinstance(condition, Literal) and condition.start <= offset <= condition.end:
        source = resource.stack.template.document.source
        value = _truth(resource.evaluator.condition(str(condition.value), condition))
        yield Inspected(source.span(condition.start, condition.end), value, resource.address)


def _evaluated(evaluator: Evaluator, node: Node, offset: int, instance: str) -> Iterator[Inspected]:
    found = _node_at(node, offset)
    if found is not None and not isinstance(found, Literal):
        span = evaluator.stack.template.document.span(found)
        yield Inspected(span, evaluator.value(found), instance, origins(evaluator, [found]))


def _node_at(node: Node, offset: int) -> Node | None:
    """Return the innermost function around an offset, else the value whose key stands there."""
    if isinstance(node, Mapping):
        entry = next((each for each in node.entries.items() if _holds(each[1], offset)), None)
        if entry is None or entry[0].startswith(LOOP):
            return None
        return entry[1].value if offset <= entry[1].end else _node_at(entry[1].value, offset)
    if isinstance(node, Sequence):
        item = next((each for each in node.items if each.start <= offset <= each.end), None)
        return _node_at(item, offset) if item else None
    if isinstance(node, Call):
        inner = _node_at(node.argument, offset)
        return inner if isinstance(inner, Call) else node
    return node


def _holds(entry: Entry, offset: int) -> bool:
    return entry.start <= offset <= max(entry.end, entry.value.end)


def _at(stack: Stack, entry: Entry, value: Value) -> Inspected:
    return Inspected(stack.template.document.span(entry), value, stack.prefix.rstrip("."))


def _truth(decision: Decision) -> Value:
    return Unknown(decision.missing) if decision.verdict is Verdict.UNDECIDED else decision.verdict is Verdict.YES
