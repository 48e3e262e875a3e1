"""What a value came through: parameters, mappings, conditions, other stacks."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from seamlint.evaluate.cloudformation.functions.lookups import entry_at
from seamlint.evaluate.cloudformation.functions.texts import VARIABLE
from seamlint.evaluate.resource import Origin
from seamlint.evaluate.values import Verdict
from seamlint.syntax.cloudformation.tree import Call, Literal, Mapping, Node, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from seamlint.evaluate.cloudformation.evaluator import Evaluator
    from seamlint.evaluate.cloudformation.stack import Stack

LONGEST = 12
"""Steps. A reader follows no more."""
Step = tuple["Origin | None", "tuple[Evaluator, Node] | None"]


def origins(evaluator: Evaluator, nodes: Iterable[Node]) -> tuple[Origin, ...]:
    """Return what some nodes came through, nearest first."""
    pending = deque((evaluator, node) for node in nodes)
    seen: set[int] = set()
    found: dict[Origin, None] = {}
    while pending and len(found) < LONGEST:
        inside, node = pending.popleft()
        if id(node) in seen:
            continue
        seen.add(id(node))
        for origin, further in _steps(inside, node):
            if origin is not None:
                found[origin] = None
            if further is not None:
                pending.append(further)
    return tuple(found)


def _steps(evaluator: Evaluator, node: Node) -> Iterator[Step]:
    if isinstance(node, Sequence):
        yield from ((None, (evaluator, item)) for item in node.items)
    elif isinstance(node, Mapping):
        yield from ((None, (evaluator, entry.value)) for entry in node.entries.values())
    elif isinstance(node, Literal):
        yield from _condition(evaluator, node)
    elif isinstance(node, Call):
        yield from _CALLS.get(node.name, _any)(evaluator, node.argument)


def _any(evaluator: Evaluator, argument: Node) -> Iterator[Step]:
    yield None, (evaluator, argument)


def _condition(evaluator: Evaluator, node: Literal) -> Iterator[Step]:
    """Yield the condition that a name stands for; other text is nothing."""
    stack = evaluator.stack
    declared = stack.template.conditions.get(node.value) if isinstance(node.value, str) else None
    if declared is not None:
        verdict = stack.condition(str(node.value), node).verdict
        holds = {Verdict.YES: "holds", Verdict.NO: "does not hold"}.get(verdict, "is not decided")
        span = stack.template.document.source.span(declared.start, declared.value.end)
        yield Origin(span, f"condition {node.value} {holds}"), (evaluator, declared.value)


def _ref(evaluator: Evaluator, argument: Node) -> Iterator[Step]:
    if isinstance(argument, Literal):
        yield from _parameter(evaluator.stack, str(argument.value))


def _parameter(stack: Stack, name: str) -> Iterator[Step]:
    declared = stack.template.parameters.get(name)
    given = stack.options.given.get(name)
    if declared is None:
        return
    if given is not None:
        yield given.origin, _passed(stack, name)
        return
    entry = declared.value.entries.get("Default") if isinstance(declared.value, Mapping) else None
    if entry is not None:
        span = stack.template.document.source.span(entry.start, entry.value.end)
        yield Origin(span, f"parameter {name} has the default"), None


def _passed(stack: Stack, name: str) -> tuple[Evaluator, Node] | None:
    """Return what the outer template passes for a parameter."""
    if stack.caller is None:
        return None
    written = stack.caller.resource.written("Properties")
    parameters = written.get("Parameters") if isinstance(written, Mapping) else None
    node = parameters.get(name) if isinstance(parameters, Mapping) else None
    return None if node is None else (stack.caller.resource.evaluator, node)


def _get_att(evaluator: Evaluator, argument: Node) -> Iterator[Step]:
    if isinstance(argument, Literal):
        yield from _attribute(evaluator, str(argument.value))
    elif isinstance(argument, Sequence):
        yield from _attribute(
            evaluator, ".".join(str(item.value) for item in argument.items if isinstance(item, Literal))
        )


def _attribute(evaluator: Evaluator, written: str) -> Iterator[Step]:
    """Yield the output of a nested stack that an attribute stands for."""
    logical_id, _, name = evaluator.filled(written).partition(".")
    resource = evaluator.stack.resources.get(logical_id)
    if resource is not None and resource.nested is not None and name.startswith("Outputs."):
        yield from _output(resource.nested, name.partition(".")[2], f"is output of {resource.address}")


def _output(stack: Stack, name: str, says: str) -> Iterator[Step]:
    if name in stack.output_entries:
        entry, evaluator = stack.output_entries[name]
        value = entry.value.get("Value") if isinstance(entry.value, Mapping) else None
        if value is not None:
            yield (
                Origin(stack.template.document.source.span(entry.start, value.end), f"{name} {says}"),
                (evaluator, value),
            )


def _sub(evaluator: Evaluator, argument: Node) -> Iterator[Step]:
    parts = argument.items if isinstance(argument, Sequence) else [argument]
    template = parts[0] if parts else argument
    text = template.value if isinstance(template, Literal) else None
    for name in VARIABLE.findall(text) if isinstance(text, str) else ():
        yield from _attribute(evaluator, name.strip()) if "." in name else _parameter(evaluator.stack, name.strip())
    yield from ((None, (evaluator, part)) for part in parts[1:])


def _find(evaluator: Evaluator, argument: Node) -> Iterator[Step]:
    node, _ = entry_at(evaluator, argument)
    if node is not None:
        source = evaluator.stack.template.document.source
        name = (
            argument.items[0].value if isinstance(argument, Sequence) and isinstance(argument.items[0], Literal) else ""
        )
        yield Origin(source.span(node.start, node.end), f"mapping {name} has this value"), None
    yield None, (evaluator, argument)


def _import(evaluator: Evaluator, argument: Node) -> Iterator[Step]:
    name = evaluator.value(argument)
    found = evaluator.stack.scan.exports.exporter(name, evaluator.stack) if isinstance(name, str) else None
    if found is not None:
        yield from _output(*found, f"is exported as {name}")
    yield None, (evaluator, argument)


_CALLS = {
    "Ref": _ref,
    "Fn::GetAtt": _get_att,
    "Fn::Sub": _sub,
    "Fn::FindInMap": _find,
    "Fn::ImportValue": _import,
    "Condition": _any,
}
